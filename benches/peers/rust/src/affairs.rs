//! What happens above the members: locals, committees, the matters that they settle, and who is elected. It is the same
//! in every peer written in Rust, and plain; what members do is written anew in each.

#![allow(clippy::disallowed_methods, reason = "plain Rust takes the functions of the standard library")]

use crate::Month;
use rand::{Rng, RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;
use rand_distr::{Distribution, Gumbel, Normal, Poisson};
use std::ops::Range;

/// Whom each member listens to.
pub const TIES: usize = 4;
/// Members of a local.
pub const LOCAL: usize = 50;
const DOMAINS: usize = 4;
const WORK: f64 = 24.0;

/// What a member is founded with.
pub struct Traits {
    pub skill: f64,
    pub participation: f64,
    pub tolerance: f64,
    pub threshold: f64,
    pub ambition: f64,
}

impl Traits {
    pub fn draw(rng: &mut impl Rng) -> Self {
        let mut spread =
            |mean: f64, width: f64| (mean + width * (2.0 * rng.random::<f64>() - 1.0)).clamp(0.0, 1.0);
        let (skill, participation, tolerance) = (spread(0.5, 0.2), spread(0.6, 0.2), spread(0.3, 0.25));
        let thresholds = Normal::<f64>::new(0.55, 0.25).expect("a spread");
        let threshold = thresholds.sample(rng).max(0.02);
        Self { skill, participation, tolerance, threshold, ambition: rng.random::<f64>().powi(3) }
    }
}

/// Somebody else of the same local.
pub fn neighbour(rng: &mut impl Rng, local: &Range<usize>, own: usize) -> usize {
    loop {
        let other = rng.random_range(local.clone());
        if other != own {
            return other;
        }
    }
}

/// Followers for each tie of one's own.
pub fn standing(followers: u32) -> f64 {
    f64::from(followers) / TIES as f64
}

/// Weight in an assembly.
pub fn weight(followers: u32) -> f64 {
    (1.0 + standing(followers)).powf(0.7)
}

/// Pull on those who look for somebody to listen to.
pub fn pull(followers: u32, skill: f64) -> f64 {
    (1.4 * standing(followers).sqrt() + skill).exp()
}

/// Running sums of pulls: among everybody and, apart, in each local, whose own pulls would be lost to rounding beside
/// somebody whom nearly all follow.
#[derive(Default)]
pub struct Pulls {
    everywhere: Vec<f64>,
    here: Vec<f64>,
}

impl Pulls {
    /// Sums the pulls of all members, in their order.
    pub fn add_up(&mut self, pulls: impl Iterator<Item = f64>) {
        self.everywhere.clear();
        self.here.clear();
        let (mut everywhere, mut here) = (0.0, 0.0);
        for (i, pull) in pulls.enumerate() {
            here = if i % LOCAL == 0 { pull } else { here + pull };
            everywhere += pull;
            self.everywhere.push(everywhere);
            self.here.push(here);
        }
    }

    /// Somebody of a local or, without one, of all; each as likely as their pull.
    pub fn choose(&self, rng: &mut impl Rng, local: Option<&Local>) -> usize {
        let (first, sums) = match local {
            Some(local) => (local.members.start, &self.here[local.members.clone()]),
            None => (0, &self.everywhere[..]),
        };
        let point = rng.random::<f64>() * sums[sums.len() - 1];
        first + sums.partition_point(|sum| *sum <= point)
    }
}

/// What an election asks of members.
pub trait Electorate {
    fn count(&self) -> usize;
    fn candidate(&self, who: usize) -> Candidate;
    /// One seat more or one fewer.
    fn seat(&mut self, who: usize, change: i32);
}

/// A member as an election sees them.
pub struct Candidate {
    pub skill: f64,
    pub participation: f64,
    pub ambition: f64,
    pub followers: u32,
    pub seats: i32,
}

/// An assembly.
pub struct Local {
    pub members: Range<usize>,
    pub own_say: f64,
    pub present: usize,
    /// Added up over those present.
    pub skill: f64,
    pub weight: f64,
    pub own_stakes: f64,
    pub backlog: f64,
    capacity: f64,
    central_stakes: f64,
    precedents: [(f64, f64); DOMAINS],
}

impl Local {
    /// Somebody comes to this month's assembly.
    pub fn welcome(&mut self, skill: f64, weight: f64) {
        self.present += 1;
        self.skill += skill;
        self.weight += weight;
    }

    /// What participation moves towards.
    pub fn target(&self) -> f64 {
        let asked = self.backlog / (self.present as f64).max(1.0);
        let tired = (0.06 * (asked - 2.0).max(0.0)).min(0.5);
        (0.05 + 0.75 * self.own_say - tired).clamp(0.0, 1.0)
    }
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

/// Members' values of a month, from which it is measured.
pub struct People {
    pub influence: Vec<f64>,
    pub followers: Vec<u32>,
    pub legitimacy: f64,
    pub skill: f64,
    pub grievance: f64,
    pub speaking: usize,
}

/// An organization without its members.
pub struct Affairs {
    pub locals: Vec<Local>,
    rng: ChaCha8Rng,
    bodies: Vec<Body>,
    matters: Vec<Matter>,
    central: f64,
    own: f64,
    delay: f64,
}

impl Affairs {
    pub fn found(n: usize, seed: u64) -> Self {
        let local = |k: usize| Local {
            members: k * LOCAL..((k + 1) * LOCAL).min(n),
            own_say: 0.8,
            present: 0,
            skill: 0.0,
            weight: 0.0,
            own_stakes: 0.0,
            backlog: 0.0,
            capacity: 0.0,
            central_stakes: 0.0,
            precedents: [(0.2 * 21.875, 0.8 * 21.875); DOMAINS],
        };
        let body = |seats: i32| Body {
            seats: (0..seats)
                .map(|i| Seat { holder: None, since: 0, ends: 1 + 12 * i / seats, holdover: false })
                .collect(),
            capacity: 0.0,
            backlog: 0.0,
            stakes: 0.0,
        };
        Self {
            locals: (0..n.div_ceil(LOCAL)).map(local).collect(),
            rng: ChaCha8Rng::seed_from_u64(seed),
            bodies: std::iter::once(9).chain([5; DOMAINS]).map(body).collect(),
            matters: Vec::new(),
            central: 0.0,
            own: 0.0,
            delay: 0.0,
        }
    }

    /// Every seat is filled before the first month.
    pub fn elect_first(&mut self, members: &mut impl Electorate) {
        for body in 0..self.bodies.len() {
            for seat in 0..self.bodies[body].seats.len() {
                let candidates = self.candidates(members, None, None);
                if let Some(winner) = self.elect(members, &candidates, None, 0.0) {
                    members.seat(winner, 1);
                    self.bodies[body].seats[seat].holder = Some(winner);
                }
            }
        }
    }

    /// Nobody has come yet.
    pub fn open(&mut self) {
        for local in &mut self.locals {
            (local.present, local.skill, local.weight) = (0, 0.0, 0.0);
        }
    }

    /// Hours of this month.
    pub fn count_hours(&mut self) {
        for local in &mut self.locals {
            let skill = if local.present > 0 { local.skill / local.present as f64 } else { 0.0 };
            local.capacity = local.present as f64 * 4.0 * (0.5 + 0.5 * skill);
            (local.own_stakes, local.central_stakes) = (0.0, 0.0);
        }
        for body in &mut self.bodies {
            body.capacity = 16.0 * body.seats.iter().filter(|seat| seat.holder.is_some()).count() as f64;
            body.stakes = 0.0;
        }
    }

    /// Matters come up and are routed.
    pub fn arrive(&mut self, t: usize) {
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

    /// Matters are worked on, oldest first, while hours last.
    pub fn settle(&mut self, t: usize) {
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
        if settled > 0 {
            self.delay = delay / f64::from(settled);
        }
    }

    /// Influence that holders of seats get for what their committee settled.
    pub fn shares(&self, t: usize, skill: impl Fn(usize) -> f64) -> Vec<(usize, f64)> {
        let mut shares = Vec::new();
        for body in self.bodies.iter().filter(|body| body.stakes > 0.0) {
            let weights: Vec<(usize, f64)> = body
                .seats
                .iter()
                .filter_map(|seat| {
                    let months = f64::from(t as i32 - seat.since);
                    let learned = 0.3 + 0.7 * (1.0 - (-months / 18.0).exp());
                    seat.holder.map(|holder| (holder, 0.01 + skill(holder) * learned))
                })
                .collect();
            let sum: f64 = weights.iter().map(|(_, weight)| weight).sum();
            shares.extend(weights.iter().map(|(holder, weight)| (*holder, body.stakes * weight / sum)));
        }
        shares
    }

    /// Precedents fade; each local learns how far it settles its own affairs.
    pub fn set_precedents(&mut self) {
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

    /// Share of holders who hold over.
    pub fn holdovers(&self) -> f64 {
        let seats = || self.bodies.iter().flat_map(|body| &body.seats).filter(|seat| seat.holder.is_some());
        seats().filter(|seat| seat.holdover).count() as f64 / seats().count().max(1) as f64
    }

    /// Mean over locals of what they do not settle themselves.
    pub fn lost(&self) -> f64 {
        self.locals.iter().map(|local| 1.0 - local.own_say).sum::<f64>() / self.locals.len() as f64
    }

    /// Mandates end, and seats are filled.
    pub fn fill_seats(&mut self, t: usize, members: &mut impl Electorate, speaking: usize) {
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
                members.seat(holder, -1);
            }
        }
        let voice = speaking as f64 / members.count() as f64;
        let quorate = self.present() as f64 >= 0.2 * members.count() as f64;
        for (body, seat) in due {
            let holder = self.bodies[body].seats[seat].holder;
            let running = holder.filter(|holder| members.candidate(*holder).seats == 0);
            let candidates = self.candidates(members, running, holder);
            let winner = if quorate { self.elect(members, &candidates, running, voice) } else { None };
            let seat = &mut self.bodies[body].seats[seat];
            match winner.or(running) {
                Some(who) => {
                    members.seat(who, 1);
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
    fn candidates(
        &mut self,
        members: &impl Electorate,
        running: Option<usize>,
        holder: Option<usize>,
    ) -> Vec<usize> {
        let strong = running.map_or(0.0, |who| standing(members.candidate(who).followers));
        let deterred = (1.0 + strong).powf(-0.5);
        let mut candidates: Vec<usize> = running.into_iter().collect();
        for who in rand::seq::index::sample(&mut self.rng, members.count(), 16.min(members.count())) {
            let asked = members.candidate(who);
            let ready = (asked.ambition * asked.participation).sqrt() * deterred;
            if self.rng.random::<f64>() < ready && asked.seats == 0 && Some(who) != holder {
                candidates.push(who);
            }
        }
        candidates
    }

    fn elect(
        &mut self,
        members: &impl Electorate,
        candidates: &[usize],
        running: Option<usize>,
        voice: f64,
    ) -> Option<usize> {
        let luck = Gumbel::new(0.0, 1.0).expect("a scale");
        let mut best = None;
        for &who in candidates {
            let stands = members.candidate(who);
            let incumbency = if running == Some(who) { 1.0 - 4.0 * voice } else { 0.0 };
            let known = standing(stands.followers).ln_1p() + stands.skill;
            let score = known + incumbency + luck.sample(&mut self.rng);
            if best.is_none_or(|(most, _)| score > most) {
                best = Some((score, who));
            }
        }
        best.map(|(_, who)| who)
    }

    /// This month's measures.
    pub fn measure(&self, t: usize, mut people: People) -> Month {
        let n = people.influence.len();
        let top = n.div_ceil(100);
        people.influence.sort_by(f64::total_cmp);
        let influence = &people.influence;
        let sum: f64 = influence.iter().sum();
        let ranked: f64 =
            influence.iter().enumerate().map(|(i, x)| (2.0 * (i as f64 + 1.0) - n as f64 - 1.0) * x).sum();
        people.followers.sort_unstable();
        let followed: u32 = people.followers[n - top..].iter().sum();
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
            self.present() as f64 / n as f64,
            people.legitimacy / n as f64,
            people.skill / n as f64,
            people.grievance / n as f64,
            people.speaking as f64 / n as f64,
            held.iter().sum::<f64>() / held.len().max(1) as f64,
            self.delay,
            1000.0 * self.matters.len() as f64 / n as f64,
        ]
    }

    fn present(&self) -> usize {
        self.locals.iter().map(|local| local.present).sum()
    }
}

/// Chance to have to wait where servers share one queue.
fn erlang_c(servers: u32, load: f64) -> f64 {
    let blocking = (1..=servers).fold(1.0, |b, k| load * b / (f64::from(k) + load * b));
    blocking / (1.0 - load / f64::from(servers) * (1.0 - blocking))
}
