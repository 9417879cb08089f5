//! The core in plain Rust: members and locals as structs, a draw where one is needed, no framework and no tricks.

#![allow(clippy::disallowed_methods, reason = "plain Rust takes the functions of the standard library")]

use crate::{MONTHS, Month};
use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;
use rand_distr::{Distribution, Gumbel, Normal, Poisson};

const TIES: usize = 4;
const DOMAINS: usize = 4;
const LOCAL: usize = 50;
const WORK: f64 = 24.0;

struct Member {
    local: usize,
    skill: f64,
    participation: f64,
    tolerance: f64,
    threshold: f64,
    ambition: f64,
    grievance: f64,
    legitimacy: f64,
    influence: f64,
    ties: [usize; TIES],
    followers: u32,
    present: bool,
    speaks: bool,
    seats: u32,
}

impl Member {
    fn standing(&self) -> f64 {
        f64::from(self.followers) / TIES as f64
    }

    fn weight(&self) -> f64 {
        (1.0 + self.standing()).powf(0.7)
    }
}

struct Local {
    members: std::ops::Range<usize>,
    present: usize,
    capacity: f64,
    backlog: f64,
    own_say: f64,
    precedents: [(f64, f64); DOMAINS],
    own_stakes: f64,
    central_stakes: f64,
    weight: f64,
}

struct Matter {
    local: usize,
    domain: usize,
    central: bool,
    stakes: f64,
    hours: f64,
    since: usize,
}

struct Seat {
    holder: Option<usize>,
    since: i32,
    ends: i32,
    holdover: bool,
}

struct Body {
    seats: Vec<Seat>,
    capacity: f64,
    backlog: f64,
    stakes: f64,
}

struct Organization {
    rng: ChaCha8Rng,
    members: Vec<Member>,
    locals: Vec<Local>,
    bodies: Vec<Body>,
    matters: Vec<Matter>,
    central: f64,
    own: f64,
    delay: f64,
}

impl Organization {
    fn found(n: usize, seed: u64) -> Self {
        let mut rng = ChaCha8Rng::seed_from_u64(seed);
        let thresholds = Normal::<f64>::new(0.55, 0.25).expect("a spread");
        let spread = |mean: f64, width: f64, rng: &mut ChaCha8Rng| {
            (mean + width * (2.0 * rng.random::<f64>() - 1.0)).clamp(0.0, 1.0)
        };
        let locals: Vec<Local> = (0..n.div_ceil(LOCAL))
            .map(|k| Local {
                members: k * LOCAL..((k + 1) * LOCAL).min(n),
                present: 0,
                capacity: 0.0,
                backlog: 0.0,
                own_say: 0.8,
                precedents: [(0.2 * 21.875, 0.8 * 21.875); DOMAINS],
                own_stakes: 0.0,
                central_stakes: 0.0,
                weight: 0.0,
            })
            .collect();
        let mut members: Vec<Member> = (0..n)
            .map(|i| Member {
                local: i / LOCAL,
                skill: spread(0.5, 0.2, &mut rng),
                participation: spread(0.6, 0.2, &mut rng),
                tolerance: spread(0.3, 0.25, &mut rng),
                threshold: thresholds.sample(&mut rng).max(0.02),
                ambition: rng.random::<f64>().powi(3),
                grievance: 0.0,
                legitimacy: 0.8,
                influence: 0.0,
                ties: [0; TIES],
                followers: 0,
                present: false,
                speaks: false,
                seats: 0,
            })
            .collect();
        for i in 0..n {
            let range = locals[members[i].local].members.clone();
            for k in 0..TIES {
                let other = loop {
                    let other = rng.random_range(range.clone());
                    if other != i {
                        break other;
                    }
                };
                members[i].ties[k] = other;
                members[other].followers += 1;
            }
        }
        let body = |seats: i32| Body {
            seats: (0..seats)
                .map(|i| Seat { holder: None, since: 0, ends: 1 + 12 * i / seats, holdover: false })
                .collect(),
            capacity: 0.0,
            backlog: 0.0,
            stakes: 0.0,
        };
        let bodies = std::iter::once(9).chain([5; DOMAINS]).map(body).collect();
        let mut organization =
            Self { rng, members, locals, bodies, matters: Vec::new(), central: 0.0, own: 0.0, delay: 0.0 };
        for body in 0..organization.bodies.len() {
            for seat in 0..organization.bodies[body].seats.len() {
                let candidates = organization.candidates(None, None);
                if let Some(winner) = organization.elect(&candidates, None) {
                    organization.members[winner].seats += 1;
                    organization.bodies[body].seats[seat].holder = Some(winner);
                }
            }
        }
        organization
    }

    fn month(&mut self, t: usize) -> Month {
        self.attend();
        self.count_hours();
        self.arrive(t);
        let (delay, settled) = self.settle(t);
        self.share_influence(t);
        self.set_precedents();
        self.learn();
        self.adapt_participation();
        self.renew_ties();
        self.believe();
        self.speak();
        self.fill_seats(t);
        if settled > 0 {
            self.delay = delay / settled as f64;
        }
        self.measure(t)
    }

    fn attend(&mut self) {
        for local in &mut self.locals {
            local.present = 0;
            local.weight = 0.0;
        }
        for member in &mut self.members {
            let chance = member.participation * (0.5 + 0.5 * member.legitimacy);
            member.present = self.rng.random::<f64>() < chance;
            if member.present {
                let local = &mut self.locals[member.local];
                local.present += 1;
                local.weight += member.weight();
            }
        }
    }

    fn count_hours(&mut self) {
        for local in &mut self.locals {
            let present = self.members[local.members.clone()].iter().filter(|member| member.present);
            let skill: f64 = present.map(|member| member.skill).sum();
            let skill = if local.present > 0 { skill / local.present as f64 } else { 0.0 };
            local.capacity = local.present as f64 * 4.0 * (0.5 + 0.5 * skill);
            local.own_stakes = 0.0;
            local.central_stakes = 0.0;
        }
        for body in &mut self.bodies {
            body.capacity = 16.0 * body.seats.iter().filter(|seat| seat.holder.is_some()).count() as f64;
            body.stakes = 0.0;
        }
    }

    fn arrive(&mut self, t: usize) {
        let count = self.locals.len() as f64;
        let mean: [(f64, f64); DOMAINS] = core::array::from_fn(|domain| {
            let sum = |side: fn(&(f64, f64)) -> f64| {
                self.locals.iter().map(|local| side(&local.precedents[domain])).sum::<f64>()
            };
            (sum(|precedent| precedent.0) / count, sum(|precedent| precedent.1) / count)
        });
        let local_delays: Vec<f64> = self
            .locals
            .iter()
            .map(|local| ((local.backlog + WORK) / local.capacity.max(1.0)).clamp(0.02, 24.0))
            .collect();
        let central_delays: Vec<f64> = self.bodies[1..]
            .iter()
            .map(|body| {
                let capacity = body.capacity.max(1.0);
                let load = (body.backlog / (capacity / 5.0)).min(4.9);
                let service = (WORK / capacity).max(WORK / 140.0);
                (0.35 + service * (1.0 + erlang_c(5, load)) + body.backlog / capacity).clamp(0.02, 24.0)
            })
            .collect();
        let normal = Normal::<f64>::new(0.0, 1.0).expect("a spread");
        for (number, local_delay) in local_delays.iter().enumerate() {
            let many = Poisson::new(0.05 * self.locals[number].members.len() as f64).expect("a mean");
            for _ in 0..many.sample(&mut self.rng) as usize {
                let domain = self.rng.random_range(0..DOMAINS);
                let stakes = (normal.sample(&mut self.rng) - 0.5).exp();
                let urgency = 0.35 + 0.7 * (self.rng.random::<f64>() - 0.5);
                let precedent = self.locals[number].precedents[domain];
                let central = 0.7 * precedent.0 + 0.3 * mean[domain].0;
                let own = 0.7 * precedent.1 + 0.3 * mean[domain].1;
                let logit =
                    0.85 * (central / own).ln() + urgency * (local_delay / central_delays[domain]).ln();
                let central = self.rng.random::<f64>() < 1.0 / (1.0 + (-logit).exp());
                self.matters.push(Matter { local: number, domain, central, stakes, hours: WORK, since: t });
            }
        }
    }

    /// Months that settled matters took, added up, and how many they were.
    fn settle(&mut self, t: usize) -> (f64, usize) {
        let mut local_hours: Vec<f64> = self.locals.iter().map(|local| local.capacity).collect();
        let mut body_hours: Vec<f64> = self.bodies.iter().map(|body| body.capacity).collect();
        let (mut delay, mut settled) = (0.0, 0);
        let mut waiting = Vec::new();
        (self.central, self.own) = (self.central * 11.0 / 12.0, self.own * 11.0 / 12.0);
        for mut matter in std::mem::take(&mut self.matters) {
            let local = &mut self.locals[matter.local];
            let body = &mut self.bodies[matter.domain + 1];
            let (hours, capacity) = match matter.central {
                true => (&mut body_hours[matter.domain + 1], body.capacity),
                false => (&mut local_hours[matter.local], local.capacity),
            };
            let worked = hours.min(matter.hours);
            *hours -= worked;
            matter.hours -= worked;
            if matter.hours > 0.0 {
                if t - matter.since < 6 {
                    waiting.push(matter);
                }
                continue;
            }
            let precedent = &mut local.precedents[matter.domain];
            if matter.central {
                precedent.0 += matter.stakes;
                local.central_stakes += matter.stakes;
                body.stakes += matter.stakes;
                self.central += matter.stakes;
                delay += 0.35;
            } else {
                precedent.1 += matter.stakes;
                local.own_stakes += matter.stakes;
                self.own += matter.stakes;
            }
            delay += (t - matter.since) as f64 + 1.0 - *hours / capacity.max(1e-6);
            settled += 1;
        }
        self.locals.iter_mut().for_each(|local| local.backlog = 0.0);
        self.bodies.iter_mut().for_each(|body| body.backlog = 0.0);
        for matter in &waiting {
            match matter.central {
                true => self.bodies[matter.domain + 1].backlog += matter.hours,
                false => self.locals[matter.local].backlog += matter.hours,
            }
        }
        self.matters = waiting;
        (delay, settled)
    }

    fn share_influence(&mut self, t: usize) {
        let fade = (-1.0f64 / 12.0).exp2();
        for member in &mut self.members {
            member.influence *= fade;
            let local = &self.locals[member.local];
            if member.present && local.own_stakes > 0.0 {
                member.influence += local.own_stakes * member.weight() / local.weight;
            }
        }
        for body in self.bodies.iter().filter(|body| body.stakes > 0.0) {
            let weights: Vec<(usize, f64)> = body
                .seats
                .iter()
                .filter_map(|seat| {
                    let months = f64::from(t as i32 - seat.since);
                    let learned = 0.3 + 0.7 * (1.0 - (-months / 18.0).exp());
                    seat.holder.map(|holder| (holder, 0.01 + self.members[holder].skill * learned))
                })
                .collect();
            let sum: f64 = weights.iter().map(|(_, weight)| weight).sum();
            for (holder, weight) in weights {
                self.members[holder].influence += body.stakes * weight / sum;
            }
        }
    }

    fn set_precedents(&mut self) {
        let fade = (-1.0f64 / 24.0).exp2();
        for local in &mut self.locals {
            for precedent in &mut local.precedents {
                precedent.0 *= fade;
                precedent.1 *= fade;
            }
            let settled = local.own_stakes + local.central_stakes;
            if settled > 0.0 {
                local.own_say += 0.25 * (local.own_stakes / settled - local.own_say);
            }
        }
    }

    fn learn(&mut self) {
        for member in &mut self.members {
            let practice = match (member.seats > 0, member.present) {
                (true, _) => 1.0,
                (false, true) => self.locals[member.local].own_say,
                (false, false) => 0.0,
            };
            member.skill += practice * (1.0 - member.skill) / 24.0 - (1.0 - practice) * member.skill / 60.0;
        }
    }

    fn adapt_participation(&mut self) {
        for member in &mut self.members {
            let local = &self.locals[member.local];
            let asked = local.backlog / (local.present as f64).max(1.0);
            let tired = (0.06 * (asked - 2.0).max(0.0)).min(0.5);
            let target = (0.05 + 0.75 * local.own_say - tired).clamp(0.0, 1.0);
            member.participation += (target - member.participation) / 9.0;
        }
    }

    fn renew_ties(&mut self) {
        let mut sums = vec![0.0];
        for member in &self.members {
            let weight = (1.4 * member.standing().sqrt() + member.skill).exp();
            sums.push(sums[sums.len() - 1] + weight);
        }
        for i in 0..self.members.len() {
            if self.rng.random::<f64>() >= 0.1 {
                continue;
            }
            let tie = self.rng.random_range(0..TIES);
            let scope = match self.rng.random::<f64>() < 0.2 {
                true => 0..self.members.len(),
                false => self.locals[self.members[i].local].members.clone(),
            };
            let point = self.rng.random_range(sums[scope.start]..sums[scope.end]);
            let found = scope.start + sums[scope.start + 1..scope.end].partition_point(|sum| *sum <= point);
            if found != i {
                let before = std::mem::replace(&mut self.members[i].ties[tie], found);
                self.members[before].followers -= 1;
                self.members[found].followers += 1;
            }
        }
    }

    fn believe(&mut self) {
        let seats = || self.bodies.iter().flat_map(|body| &body.seats).filter(|seat| seat.holder.is_some());
        let over = seats().filter(|seat| seat.holdover).count() as f64 / seats().count().max(1) as f64;
        for member in &mut self.members {
            let fed = 0.45 * self.locals[member.local].own_say + 0.36 + 0.1 * (1.0 - 0.65 * over);
            let target = (fed - 0.5 * member.grievance).clamp(0.0, 1.0);
            member.legitimacy += (target - member.legitimacy) / 12.0;
        }
    }

    fn speak(&mut self) {
        let before: Vec<bool> = self.members.iter().map(|member| member.speaks).collect();
        let lost =
            self.locals.iter().map(|local| 1.0 - local.own_say).sum::<f64>() / self.locals.len() as f64;
        for member in &mut self.members {
            let seen = 0.5 * (1.0 - self.locals[member.local].own_say) + 0.15 * lost;
            let gap = (1.5 * (seen - member.tolerance)).clamp(0.0, 1.0);
            member.grievance += (gap - member.grievance) / 6.0;
            let others = member.ties.iter().filter(|tie| before[**tie]).count() as f64 / TIES as f64;
            member.speaks = member.grievance + others >= member.threshold;
        }
    }

    fn fill_seats(&mut self, t: usize) {
        let month = t as i32;
        let mut due = Vec::new();
        for (number, body) in self.bodies.iter().enumerate() {
            for (position, seat) in body.seats.iter().enumerate() {
                if seat.holder.is_none() || seat.ends <= month {
                    due.push((number, position));
                }
            }
        }
        for &(body, seat) in &due {
            if let Some(holder) = self.bodies[body].seats[seat].holder {
                self.members[holder].seats -= 1;
            }
        }
        let present = self.members.iter().filter(|member| member.present).count();
        let quorate = present as f64 >= 0.2 * self.members.len() as f64;
        for (body, seat) in due {
            let holder = self.bodies[body].seats[seat].holder;
            let running = holder.filter(|holder| self.members[*holder].seats == 0);
            let candidates = self.candidates(running, holder);
            let winner = if quorate { self.elect(&candidates, running) } else { None };
            let seat = &mut self.bodies[body].seats[seat];
            match winner.or(running) {
                Some(who) => {
                    self.members[who].seats += 1;
                    seat.holdover = winner.is_none();
                    seat.ends = month + if seat.holdover { 1 } else { 12 };
                    if holder != Some(who) {
                        seat.since = month;
                    }
                    seat.holder = Some(who);
                }
                None => {
                    seat.holder = None;
                    seat.ends = month + 1;
                }
            }
        }
    }

    /// The holder who runs, and those of sixteen who are asked that are willing.
    fn candidates(&mut self, running: Option<usize>, holder: Option<usize>) -> Vec<usize> {
        let strong = running.map_or(0.0, |who| self.members[who].standing());
        let deterred = (1.0 + strong).powf(-0.5);
        let mut candidates: Vec<usize> = running.into_iter().collect();
        let many = 16.min(self.members.len());
        for who in rand::seq::index::sample(&mut self.rng, self.members.len(), many) {
            let member = &self.members[who];
            let ready = (member.ambition * member.participation).sqrt() * deterred;
            if self.rng.random::<f64>() < ready && member.seats == 0 && Some(who) != running.or(holder) {
                candidates.push(who);
            }
        }
        candidates
    }

    fn elect(&mut self, candidates: &[usize], running: Option<usize>) -> Option<usize> {
        let speaking = self.members.iter().filter(|member| member.speaks).count() as f64;
        let voice = speaking / self.members.len() as f64;
        let luck = Gumbel::new(0.0, 1.0).expect("a scale");
        let mut best = None;
        for &who in candidates {
            let member = &self.members[who];
            let incumbency = if running == Some(who) { 1.0 - 4.0 * voice } else { 0.0 };
            let score = member.standing().ln_1p() + member.skill + incumbency + luck.sample(&mut self.rng);
            if best.is_none_or(|(most, _)| score > most) {
                best = Some((score, who));
            }
        }
        best.map(|(_, who)| who)
    }

    fn measure(&self, t: usize) -> Month {
        let n = self.members.len();
        let mean = |value: fn(&Member) -> f64| self.members.iter().map(value).sum::<f64>() / n as f64;
        let top = n.div_ceil(100);
        let mut influence: Vec<f64> = self.members.iter().map(|member| member.influence).collect();
        influence.sort_by(f64::total_cmp);
        let sum: f64 = influence.iter().sum();
        let ranked: f64 =
            influence.iter().enumerate().map(|(i, x)| (2.0 * (i as f64 + 1.0) - n as f64 - 1.0) * x).sum();
        let mut followers: Vec<u32> = self.members.iter().map(|member| member.followers).collect();
        followers.sort_unstable();
        let followed: u32 = followers[n - top..].iter().sum();
        let held: Vec<f64> = self
            .bodies
            .iter()
            .flat_map(|body| &body.seats)
            .filter(|seat| seat.holder.is_some())
            .map(|seat| f64::from(t as i32 - seat.since))
            .collect();
        [
            self.central / (self.central + self.own).max(1e-9),
            if sum > 0.0 { ranked / (n as f64 * sum) } else { 0.0 },
            if sum > 0.0 { influence[n - top..].iter().sum::<f64>() / sum } else { 0.0 },
            f64::from(followed) / (TIES * n) as f64,
            mean(|member| f64::from(u8::from(member.present))),
            mean(|member| member.legitimacy),
            mean(|member| member.skill),
            mean(|member| member.grievance),
            mean(|member| f64::from(u8::from(member.speaks))),
            held.iter().sum::<f64>() / held.len().max(1) as f64,
            self.delay,
            1000.0 * self.matters.len() as f64 / n as f64,
        ]
    }
}

/// Chance to have to wait where servers share one queue.
fn erlang_c(servers: u32, load: f64) -> f64 {
    let blocking = (1..=servers).fold(1.0, |b, k| load * b / (f64::from(k) + load * b));
    blocking / (1.0 - load / f64::from(servers) * (1.0 - blocking))
}

/// The months of an organization of n members.
pub fn simulate(n: usize, seed: u64) -> Vec<Month> {
    let mut organization = Organization::found(n, seed);
    (0..MONTHS).map(|t| organization.month(t)).collect()
}
