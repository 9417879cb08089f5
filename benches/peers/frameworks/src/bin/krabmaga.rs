//! The core in krABMaga: a member is an agent that the schedule wakes; what members see of each other is the state's.
//!
//! A month is three steps of the schedule, since all must have come before matters are settled, and all must have
//! learned before anybody looks for somebody to listen to. What happens above the members stands between the steps.

#![allow(clippy::disallowed_methods, reason = "taken from the standard library, as in the plain version")]

use std::any::Any;

use krabmaga::engine::agent::Agent;
use krabmaga::engine::schedule::Schedule;
use krabmaga::engine::state::State;
use peers::affairs::{Affairs, Pulls, TIES, pull, weight};
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
    /// Who came and who spoke last month.
    came: Vec<bool>,
    spoke: Vec<bool>,
    affairs: Affairs,
    part: Part,
    pulls: Pulls,
    fairness: f64,
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
        Self {
            rng,
            people: members,
            came: vec![false; n],
            spoke: vec![false; n],
            affairs,
            part: Part::Attend,
            pulls: Pulls::default(),
            fairness: 0.0,
            lost: 0.0,
            months: Vec::with_capacity(MONTHS),
        }
    }

    fn attend(&mut self, id: usize) {
        let company = self.people[id].ties.iter().filter(|tie| self.came[**tie]).count();
        let person = &mut self.people[id];
        let local = &mut self.affairs.locals[person.local];
        let weight = weight(person.followers);
        let wish = local.wish(person.liveliness, weight, company);
        person.participation += self.affairs.rate * (wish - person.participation);
        person.present = self.rng.random::<f64>() < person.participation;
        if person.present {
            local.welcome(person.skill, weight);
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
        person.influence *= (-1.0f64 / 12.0).exp2();
        if person.present {
            person.influence += local.each() * weight(person.followers);
        }
    }

    fn look_around(&mut self, id: usize) {
        let local = &mut self.affairs.locals[self.people[id].local];
        if self.rng.random::<f64>() < 0.1 {
            let tie = self.rng.random_range(0..TIES);
            let anywhere = self.rng.random::<f64>() < 0.2;
            let found = self.pulls.choose(&mut self.rng, (!anywhere).then_some(&*local));
            if found != id {
                let before = std::mem::replace(&mut self.people[id].ties[tie], found);
                self.people[before].followers -= 1;
                self.people[found].followers += 1;
            }
        }
        let others = self.people[id].ties.iter().filter(|tie| self.spoke[**tie]).count();
        let person = &mut self.people[id];
        let target = (local.given(self.fairness) - 0.2 * person.grievance).clamp(0.0, 1.0);
        person.legitimacy += (target - person.legitimacy) / 12.0;
        let seen = 0.5 * (1.0 - local.own_say) + 0.15 * self.lost;
        person.grievance += ((1.5 * (seen - person.tolerance)).clamp(0.0, 1.0) - person.grievance) / 6.0;
        let felt = person.grievance + others as f64 / TIES as f64;
        person.speaks = felt * local.hope >= person.threshold;
        local.belief += person.legitimacy / local.members.len() as f64;
        local.speakers += usize::from(person.speaks);
    }

    fn weigh(&mut self) {
        self.pulls.add_up(self.people.iter().map(|person| pull(person.followers, person.skill)));
    }

    fn end_month(&mut self) {
        let t = self.months.len();
        self.affairs.claim(&self.people);
        self.affairs.fill_seats(t, &mut self.people);
        let month = self.affairs.measure(t, plain::totals(&self.people));
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
            Part::Attend => {
                self.affairs.open(self.months.len());
                self.came = self.people.iter().map(|person| person.present).collect();
                self.spoke = self.people.iter().map(|person| person.speaks).collect();
            }
            Part::Learn => {}
            Part::LookAround => {
                self.weigh();
                self.fairness = self.affairs.fairness();
                self.lost = self.affairs.lost();
                self.affairs.locals.iter_mut().for_each(|local| (local.belief, local.speakers) = (0.0, 0));
            }
        }
    }

    fn after_step(&mut self, _: &mut Schedule) {
        let t = self.months.len();
        self.part = match self.part {
            Part::Attend => {
                self.affairs.open_floors();
                self.affairs.arrive(t, &self.people);
                self.affairs.settle(t, &self.people);
                for (holder, share) in self.affairs.shares(t, &self.people) {
                    // Fades in the coming step with all the rest, so that it is handed out whole.
                    self.people[holder].influence += share * (1.0f64 / 12.0).exp2();
                }
                self.affairs.execute();
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
