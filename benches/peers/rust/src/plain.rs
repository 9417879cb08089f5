//! The core in plain Rust: members as structs, a draw where one is needed, no framework and no tricks.

#![allow(clippy::disallowed_methods, reason = "plain Rust takes the functions of the standard library")]

use crate::affairs::{Affairs, Candidate, Electorate, People, Pulls, TIES, Traits, neighbour, pull, weight};
use crate::{MONTHS, Month};
use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;

/// A member, as the plain version and krABMaga keep them.
pub struct Member {
    pub local: usize,
    pub skill: f64,
    pub participation: f64,
    pub tolerance: f64,
    pub threshold: f64,
    pub ambition: f64,
    pub grievance: f64,
    pub legitimacy: f64,
    pub influence: f64,
    pub ties: [usize; TIES],
    pub followers: u32,
    pub present: bool,
    pub speaks: bool,
    pub seats: i32,
}

/// An organization and its luck.
pub struct Organization {
    pub rng: ChaCha8Rng,
    pub members: Vec<Member>,
    pub affairs: Affairs,
}

impl Electorate for Vec<Member> {
    fn count(&self) -> usize {
        self.len()
    }

    fn candidate(&self, who: usize) -> Candidate {
        let Member { skill, participation, ambition, followers, seats, .. } = self[who];
        Candidate { skill, participation, ambition, followers, seats }
    }

    fn seat(&mut self, who: usize, change: i32) {
        self[who].seats += change;
    }
}

impl Organization {
    pub fn found(n: usize, seed: u64) -> Self {
        let mut rng = ChaCha8Rng::seed_from_u64(seed);
        let mut affairs = Affairs::found(n, seed.wrapping_add(1 << 63));
        let mut members = Vec::with_capacity(n);
        for (number, local) in affairs.locals.iter().enumerate() {
            members.extend(local.members.clone().map(|_| {
                let traits = Traits::draw(&mut rng);
                Member {
                    local: number,
                    skill: traits.skill,
                    participation: traits.participation,
                    tolerance: traits.tolerance,
                    threshold: traits.threshold,
                    ambition: traits.ambition,
                    grievance: 0.0,
                    legitimacy: 0.8,
                    influence: 0.0,
                    ties: [0; TIES],
                    followers: 0,
                    present: false,
                    speaks: false,
                    seats: 0,
                }
            }));
        }
        for i in 0..n {
            for k in 0..TIES {
                let other = neighbour(&mut rng, &affairs.locals[members[i].local].members, i);
                members[i].ties[k] = other;
                members[other].followers += 1;
            }
        }
        affairs.elect_first(&mut members);
        Self { rng, members, affairs }
    }

    fn month(&mut self, t: usize) -> Month {
        self.attend();
        self.affairs.count_hours();
        self.affairs.arrive(t);
        self.affairs.settle(t);
        self.share_influence(t);
        self.affairs.set_precedents();
        self.learn();
        self.adapt_participation();
        self.renew_ties();
        self.believe();
        self.speak();
        let speaking = self.members.iter().filter(|member| member.speaks).count();
        self.affairs.fill_seats(t, &mut self.members, speaking);
        let sum = |value: fn(&Member) -> f64| self.members.iter().map(value).sum();
        self.affairs.measure(
            t,
            People {
                influence: self.members.iter().map(|member| member.influence).collect(),
                followers: self.members.iter().map(|member| member.followers).collect(),
                legitimacy: sum(|member| member.legitimacy),
                skill: sum(|member| member.skill),
                grievance: sum(|member| member.grievance),
                speaking,
            },
        )
    }

    fn attend(&mut self) {
        self.affairs.open();
        for member in &mut self.members {
            let chance = member.participation * (0.5 + 0.5 * member.legitimacy);
            member.present = self.rng.random::<f64>() < chance;
            if member.present {
                self.affairs.locals[member.local].welcome(member.skill, weight(member.followers));
            }
        }
    }

    fn share_influence(&mut self, t: usize) {
        let fade = (-1.0f64 / 12.0).exp2();
        for member in &mut self.members {
            member.influence *= fade;
            let local = &self.affairs.locals[member.local];
            if member.present && local.own_stakes > 0.0 {
                member.influence += local.own_stakes * weight(member.followers) / local.weight;
            }
        }
        for (holder, share) in self.affairs.shares(t, |who| self.members[who].skill) {
            self.members[holder].influence += share;
        }
    }

    fn learn(&mut self) {
        for member in &mut self.members {
            let practice = match (member.seats > 0, member.present) {
                (true, _) => 1.0,
                (false, true) => self.affairs.locals[member.local].own_say,
                (false, false) => 0.0,
            };
            member.skill += practice * (1.0 - member.skill) / 24.0 - (1.0 - practice) * member.skill / 60.0;
        }
    }

    fn adapt_participation(&mut self) {
        for member in &mut self.members {
            let target = self.affairs.locals[member.local].target();
            member.participation += (target - member.participation) / 9.0;
        }
    }

    fn renew_ties(&mut self) {
        let mut pulls = Pulls::default();
        pulls.add_up(self.members.iter().map(|member| pull(member.followers, member.skill)));
        for i in 0..self.members.len() {
            if self.rng.random::<f64>() >= 0.1 {
                continue;
            }
            let tie = self.rng.random_range(0..TIES);
            let anywhere = self.rng.random::<f64>() < 0.2;
            let local = (!anywhere).then_some(&self.affairs.locals[self.members[i].local]);
            let found = pulls.choose(&mut self.rng, local);
            if found != i {
                let before = std::mem::replace(&mut self.members[i].ties[tie], found);
                self.members[before].followers -= 1;
                self.members[found].followers += 1;
            }
        }
    }

    fn believe(&mut self) {
        let over = self.affairs.holdovers();
        for member in &mut self.members {
            let fed = 0.45 * self.affairs.locals[member.local].own_say + 0.36 + 0.1 * (1.0 - 0.65 * over);
            let target = (fed - 0.5 * member.grievance).clamp(0.0, 1.0);
            member.legitimacy += (target - member.legitimacy) / 12.0;
        }
    }

    fn speak(&mut self) {
        let before: Vec<bool> = self.members.iter().map(|member| member.speaks).collect();
        let lost = self.affairs.lost();
        for member in &mut self.members {
            let seen = 0.5 * (1.0 - self.affairs.locals[member.local].own_say) + 0.15 * lost;
            let gap = (1.5 * (seen - member.tolerance)).clamp(0.0, 1.0);
            member.grievance += (gap - member.grievance) / 6.0;
            let others = member.ties.iter().filter(|tie| before[**tie]).count() as f64 / TIES as f64;
            member.speaks = member.grievance + others >= member.threshold;
        }
    }
}

/// The months of an organization of n members.
pub fn simulate(n: usize, seed: u64) -> Vec<Month> {
    let mut organization = Organization::found(n, seed);
    (0..MONTHS).map(|t| organization.month(t)).collect()
}
