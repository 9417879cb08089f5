//! The core in krABMaga: a member is an agent that the schedule wakes; what members see of each other is the state's.
//!
//! A month is three steps of the schedule, since all must have come before matters are settled, and all must have
//! learned before anybody looks for somebody to listen to. What happens above the members stands between the steps.

#![allow(clippy::disallowed_methods, reason = "taken from the standard library, as in the plain version")]

use std::any::Any;

use krabmaga::engine::agent::Agent;
use krabmaga::engine::schedule::Schedule;
use krabmaga::engine::state::State;
use peers::affairs::{Affairs, People, Pulls, TIES, pull, weight};
use peers::{MONTHS, Month, plain};
use rand::RngExt;
use rand_chacha::ChaCha8Rng;

/// What an agent does when it is woken.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Part {
    Attend,
    Learn,
    LookAround,
}

/// A member as the schedule knows it.
#[derive(Clone, Copy)]
struct Member {
    id: usize,
}

struct Organization {
    rng: ChaCha8Rng,
    /// Members as the others see them.
    people: Vec<plain::Member>,
    /// Who spoke last month.
    spoke: Vec<bool>,
    affairs: Affairs,
    part: Part,
    pulls: Pulls,
    holdovers: f64,
    lost: f64,
    months: Vec<Month>,
}

impl Agent for Member {
    fn step(&mut self, state: &mut dyn State) {
        let organization = state.as_any_mut().downcast_mut::<Organization>().expect("an organization");
        match organization.part {
            Part::Attend => organization.attend(self.id),
            Part::Learn => organization.learn(self.id),
            Part::LookAround => organization.look_around(self.id),
        }
    }
}

impl Organization {
    fn found(n: usize, seed: u64) -> Self {
        let plain::Organization { rng, members, affairs } = plain::Organization::found(n, seed);
        let (spoke, months) = (vec![false; n], Vec::with_capacity(MONTHS));
        let part = Part::Attend;
        Self {
            rng,
            people: members,
            spoke,
            affairs,
            part,
            pulls: Pulls::default(),
            holdovers: 0.0,
            lost: 0.0,
            months,
        }
    }

    fn attend(&mut self, id: usize) {
        let person = &mut self.people[id];
        let chance = person.participation * (0.5 + 0.5 * person.legitimacy);
        person.present = self.rng.random::<f64>() < chance;
        self.spoke[id] = person.speaks;
        if person.present {
            self.affairs.locals[person.local].welcome(person.skill, weight(person.followers));
        }
    }

    fn learn(&mut self, id: usize) {
        let person = &mut self.people[id];
        let local = &self.affairs.locals[person.local];
        let practice = match (person.seats > 0, person.present) {
            (true, _) => 1.0,
            (false, true) => local.own_say,
            (false, false) => 0.0,
        };
        person.skill += practice * (1.0 - person.skill) / 24.0 - (1.0 - practice) * person.skill / 60.0;
        person.participation += (local.target() - person.participation) / 9.0;
        person.influence *= (-1.0f64 / 12.0).exp2();
        if person.present && local.own_stakes > 0.0 {
            person.influence += local.own_stakes * weight(person.followers) / local.weight;
        }
    }

    fn look_around(&mut self, id: usize) {
        let local = &self.affairs.locals[self.people[id].local];
        if self.rng.random::<f64>() < 0.1 {
            let tie = self.rng.random_range(0..TIES);
            let anywhere = self.rng.random::<f64>() < 0.2;
            let found = self.pulls.choose(&mut self.rng, (!anywhere).then_some(local));
            if found != id {
                let before = std::mem::replace(&mut self.people[id].ties[tie], found);
                self.people[before].followers -= 1;
                self.people[found].followers += 1;
            }
        }
        let others = self.people[id].ties.iter().filter(|tie| self.spoke[**tie]).count();
        let person = &mut self.people[id];
        let fed = 0.45 * local.own_say + 0.36 + 0.1 * (1.0 - 0.65 * self.holdovers);
        person.legitimacy += ((fed - 0.5 * person.grievance).clamp(0.0, 1.0) - person.legitimacy) / 12.0;
        let seen = 0.5 * (1.0 - local.own_say) + 0.15 * self.lost;
        person.grievance += ((1.5 * (seen - person.tolerance)).clamp(0.0, 1.0) - person.grievance) / 6.0;
        person.speaks = person.grievance + others as f64 / TIES as f64 >= person.threshold;
    }

    fn weigh(&mut self) {
        self.pulls.add_up(self.people.iter().map(|person| pull(person.followers, person.skill)));
    }

    fn end_month(&mut self) {
        let t = self.months.len();
        let speaking = self.people.iter().filter(|person| person.speaks).count();
        self.affairs.fill_seats(t, &mut self.people, speaking);
        let sum = |value: fn(&plain::Member) -> f64| self.people.iter().map(value).sum();
        let people = People {
            influence: self.people.iter().map(|person| person.influence).collect(),
            followers: self.people.iter().map(|person| person.followers).collect(),
            legitimacy: sum(|person| person.legitimacy),
            skill: sum(|person| person.skill),
            grievance: sum(|person| person.grievance),
            speaking,
        };
        let month = self.affairs.measure(t, people);
        self.months.push(month);
    }
}

impl State for Organization {
    fn init(&mut self, schedule: &mut Schedule) {
        for id in 0..self.people.len() {
            schedule.schedule_repeating(Box::new(Member { id }), 0.0, 0);
        }
    }

    fn before_step(&mut self, _: &mut Schedule) {
        match self.part {
            Part::Attend => self.affairs.open(),
            Part::Learn => {}
            Part::LookAround => {
                self.weigh();
                self.holdovers = self.affairs.holdovers();
                self.lost = self.affairs.lost();
            }
        }
    }

    fn after_step(&mut self, _: &mut Schedule) {
        let t = self.months.len();
        self.part = match self.part {
            Part::Attend => {
                self.affairs.count_hours();
                self.affairs.arrive(t);
                self.affairs.settle(t);
                for (holder, share) in self.affairs.shares(t, |who| self.people[who].skill) {
                    // Fades in the coming step with all the rest, so that it is handed out whole.
                    self.people[holder].influence += share * (1.0f64 / 12.0).exp2();
                }
                self.affairs.set_precedents();
                Part::Learn
            }
            Part::Learn => Part::LookAround,
            Part::LookAround => {
                self.end_month();
                Part::Attend
            }
        };
    }

    fn reset(&mut self) {}

    fn update(&mut self, _: u64) {}

    fn as_any(&self) -> &dyn Any {
        self
    }

    fn as_any_mut(&mut self) -> &mut dyn Any {
        self
    }

    fn as_state(&self) -> &dyn State {
        self
    }

    fn as_state_mut(&mut self) -> &mut dyn State {
        self
    }
}

fn simulate(n: usize, seed: u64) -> Vec<Month> {
    let mut organization = Organization::found(n, seed);
    let mut schedule = Schedule::new();
    organization.init(&mut schedule);
    while organization.months.len() < MONTHS {
        schedule.step(&mut organization);
    }
    organization.months
}

fn main() {
    peers::main(simulate);
}
