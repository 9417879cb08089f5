//! The core in plain Rust: members as structs, a draw where one is needed, no framework and no tricks.

#![allow(clippy::disallowed_methods, reason = "plain Rust takes the functions of the standard library")]

use crate::affairs::{Affairs, Members, Person, Pulls, TIES, Totals, Traits, neighbour, pull, weight};
use crate::{MONTHS, Month};
use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;

/// A member, as the plain version and krABMaga keep them.
pub struct Member {
    pub local: usize,
    pub skill: f64,
    pub participation: f64,
    pub liveliness: f64,
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

impl Members for Vec<Member> {
    fn count(&self) -> usize {
        self.len()
    }

    fn person(&self, who: usize) -> Person {
        let Member { skill, participation, ambition, followers, seats, speaks, ties, .. } = self[who];
        Person { skill, participation, ambition, followers, seats, speaks, ties }
    }

    fn seat(&mut self, who: usize, change: i32) {
        self[who].seats += change;
    }
}

impl Member {
    fn found(local: usize, traits: Traits) -> Self {
        Self {
            local,
            skill: traits.skill,
            participation: traits.participation,
            liveliness: traits.liveliness,
            tolerance: traits.tolerance,
            threshold: traits.threshold,
            ambition: traits.ambition,
            grievance: 0.0,
            legitimacy: 0.7,
            influence: 0.0,
            ties: [0; TIES],
            followers: 0,
            present: false,
            speaks: false,
            seats: 0,
        }
    }
}

/// What a month is measured by.
pub fn totals(members: &[Member]) -> Totals {
    let sum = |value: fn(&Member) -> f64| members.iter().map(value).sum();
    Totals {
        influence: members.iter().map(|member| member.influence).collect(),
        followers: members.iter().map(|member| member.followers).collect(),
        legitimacy: sum(|member| member.legitimacy),
        skill: sum(|member| member.skill),
        grievance: sum(|member| member.grievance),
    }
}

impl Organization {
    pub fn found(n: usize, seed: u64) -> Self {
        let mut rng = ChaCha8Rng::seed_from_u64(seed);
        let mut affairs = Affairs::found(n, seed.wrapping_add(1 << 63));
        let mut members = Vec::with_capacity(n);
        for (number, local) in affairs.locals.iter().enumerate() {
            members.extend(local.members.clone().map(|_| Member::found(number, Traits::draw(&mut rng))));
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
        self.attend(t);
        self.affairs.open_floors();
        self.affairs.arrive(t, &self.members);
        self.affairs.settle(t, &self.members);
        self.share_influence(t);
        self.affairs.execute();
        self.affairs.set_precedents();
        self.learn();
        self.renew_ties();
        self.believe();
        self.speak();
        self.affairs.claim(&self.members);
        self.affairs.fill_seats(t, &mut self.members);
        self.affairs.measure(t, totals(&self.members))
    }

    fn attend(&mut self, t: usize) {
        self.affairs.open(t);
        let before: Vec<bool> = self.members.iter().map(|member| member.present).collect();
        for member in &mut self.members {
            let local = &mut self.affairs.locals[member.local];
            let (weight, company) =
                (weight(member.followers), member.ties.iter().filter(|tie| before[**tie]));
            let wish = local.wish(member.liveliness, weight, company.count());
            member.participation += self.affairs.rate * (wish - member.participation);
            member.present = self.rng.random::<f64>() < member.participation;
            if member.present {
                local.welcome(member.skill, weight);
            }
        }
    }

    fn share_influence(&mut self, t: usize) {
        let fade = (-1.0f64 / 12.0).exp2();
        for member in &mut self.members {
            member.influence *= fade;
            if member.present {
                member.influence += self.affairs.locals[member.local].each() * weight(member.followers);
            }
        }
        for (holder, share) in self.affairs.shares(t, &self.members) {
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
        let fairness = self.affairs.fairness();
        self.affairs.locals.iter_mut().for_each(|local| local.belief = 0.0);
        for member in &mut self.members {
            let local = &mut self.affairs.locals[member.local];
            let target = (local.given(fairness) - 0.2 * member.grievance).clamp(0.0, 1.0);
            member.legitimacy += (target - member.legitimacy) / 12.0;
            local.belief += member.legitimacy / local.members.len() as f64;
        }
    }

    fn speak(&mut self) {
        let before: Vec<bool> = self.members.iter().map(|member| member.speaks).collect();
        let lost = self.affairs.lost();
        self.affairs.locals.iter_mut().for_each(|local| local.speakers = 0);
        for member in &mut self.members {
            let local = &mut self.affairs.locals[member.local];
            let seen = 0.5 * (1.0 - local.own_say) + 0.15 * lost;
            let gap = (1.5 * (seen - member.tolerance)).clamp(0.0, 1.0);
            member.grievance += (gap - member.grievance) / 6.0;
            let others = member.ties.iter().filter(|tie| before[**tie]).count() as f64 / TIES as f64;
            member.speaks = (member.grievance + others) * local.hope >= member.threshold;
            local.speakers += usize::from(member.speaks);
        }
    }
}

/// The months of an organization of n members.
pub fn simulate(n: usize, seed: u64) -> Vec<Month> {
    let mut organization = Organization::found(n, seed);
    (0..MONTHS).map(|t| organization.month(t)).collect()
}
