//! Matters: where they go, how they are settled and carried out, and the habit and the trust that they leave.

#![allow(clippy::disallowed_methods, reason = "plain Rust takes the functions of the standard library")]

use crate::affairs::{Affairs, DOMAINS, Local, MEETING, Members, TIES, logistic, normal};
use rand::RngExt;
use rand_distr::{Distribution, Poisson};

/// Stakes expected a month in a domain of a local, of ordinary and of big matters.
const EXPECTED: [f64; 2] = [0.849_17, 0.400_83];

/// Stakes settled in a domain and class, fading.
#[derive(Clone, Copy)]
pub(crate) struct Habit {
    outside: f64,
    own: f64,
}

impl Habit {
    pub(crate) fn founding() -> [Self; 2] {
        EXPECTED.map(|expected| Self { outside: 21.5 * expected, own: 21.5 * expected })
    }

    /// Share settled outside the assembly, with what the founders expected.
    fn share(&self, class: usize) -> f64 {
        (self.outside + 1.5 * EXPECTED[class]) / (self.outside + self.own + 3.0 * EXPECTED[class])
    }
}

/// Stakes of a local settled this month, all of them and those settled rightly.
#[derive(Clone, Copy, Default)]
pub(crate) struct Settled {
    pub(crate) own: f64,
    right: f64,
    centre: f64,
    right_centre: f64,
}

pub(crate) struct Matter {
    local: usize,
    domain: usize,
    big: bool,
    central: bool,
    stakes: f64,
    left: f64,
    since: usize,
}

impl Matter {
    fn body(&self) -> usize {
        if self.big { 0 } else { self.domain + 1 }
    }
}

/// What was done: stakes of the last year, this month's mean delay, share of its work, and hours of that.
#[derive(Default)]
pub(crate) struct Done {
    pub(crate) central: f64,
    pub(crate) own: f64,
    pub(crate) delay: f64,
    pub(crate) share: f64,
    brought: f64,
    worked: f64,
}

/// Floors that are left, and what is known of each body.
struct Sitting {
    t: usize,
    heard: Vec<bool>,
    locals: Vec<f64>,
    bodies: Vec<f64>,
    right: Vec<f64>,
    delays: (f64, f64),
}

impl Affairs {
    /// Matters come up and are routed.
    pub fn arrive(&mut self, t: usize, members: &impl Members) {
        let odds = self.odds();
        let many = Poisson::new(5.0).expect("a mean");
        for (number, odds) in odds.iter().enumerate() {
            for _ in 0..many.sample(&mut self.rng) as usize {
                let person = members.person(self.rng.random_range(self.locals[number].members.clone()));
                let seated = person.ties.iter().filter(|tie| members.person(**tie).seats > 0).count();
                let moves = 2.5 * (0.5 - person.participation) + 1.5 * seated as f64 / TIES as f64;
                let domain = self.rng.random_range(0..DOMAINS);
                let stakes = (0.8 * normal(&mut self.rng) - 0.32).exp();
                let big = stakes > 2.5 || self.rng.random::<f64>() < 0.12;
                let urgency = 0.5 * self.rng.random::<f64>();
                let (base, speed) = odds[domain][usize::from(big)];
                let central = self.rng.random::<f64>() < logistic(base + moves + urgency * speed);
                self.matters.push(Matter {
                    local: number,
                    domain,
                    big,
                    central,
                    stakes,
                    left: 1.0,
                    since: t,
                });
            }
        }
    }

    /// Log odds to go to the centre by local, domain and class: what is there anyway, and what full urgency adds.
    fn odds(&self) -> Vec<[[(f64, f64); 2]; DOMAINS]> {
        let cells = |value: &dyn Fn(usize, usize) -> f64| -> [[f64; 2]; DOMAINS] {
            std::array::from_fn(|domain| std::array::from_fn(|class| value(domain, class)))
        };
        let share = |local: &Local, domain: usize, class: usize| local.habits[domain][class].share(class);
        let mean = cells(&|domain, class| {
            let sum: f64 = self.locals.iter().map(|local| share(local, domain, class)).sum();
            sum / self.locals.len() as f64
        });
        let delays = cells(&|domain, class| self.bodies[if class == 1 { 0 } else { domain + 1 }].delay());
        let of_local = |local: &Local| -> [[(f64, f64); 2]; DOMAINS] {
            let own = 1.5 * (local.kept_centre - local.kept) - local.claim - 1.2;
            let delay = local.delay();
            std::array::from_fn(|domain| {
                std::array::from_fn(|class| {
                    let habit = 0.7 * share(local, domain, class) + 0.3 * mean[domain][class];
                    let base = own + 2.4 * (2.0 * habit - 1.0) + 1.5 * class as f64;
                    (base, 0.5 * (delay / delays[domain][class]).ln().clamp(-2.0, 2.0))
                })
            })
        };
        self.locals.iter().map(of_local).collect()
    }

    /// Matters are heard, oldest first, while the floors last; those of locals to which the executive listens first.
    pub fn settle(&mut self, t: usize, members: &impl Members) {
        let mut sitting = self.sit(t, members);
        (self.done.central, self.done.own) = (self.done.central * 11.0 / 12.0, self.done.own * 11.0 / 12.0);
        (self.done.brought, self.done.worked) = (0.0, 0.0);
        let mut waiting = std::mem::take(&mut self.matters);
        waiting.retain_mut(|matter| {
            let first = !matter.central || sitting.heard[matter.local];
            !(first && self.hear(matter, &mut sitting))
        });
        waiting.retain_mut(|matter| {
            let rest = matter.central && !sitting.heard[matter.local];
            if rest && self.hear(matter, &mut sitting) {
                return false;
            }
            if !matter.central && t - matter.since >= 2 && self.rng.random::<f64>() < 0.5 {
                (matter.central, matter.left) = (true, 1.0);
            }
            t - matter.since < 6
        });
        self.matters = waiting;
        if sitting.delays.1 > 0.0 {
            self.done.delay = sitting.delays.0 / sitting.delays.1;
        }
        for (local, left) in self.locals.iter_mut().zip(&sitting.locals) {
            let used = if local.floor > 0.0 { 1.0 - left / local.floor } else { 0.2 };
            local.hours = MEETING * used.max(0.2);
        }
        self.count_backlogs();
    }

    fn sit(&self, t: usize, members: &impl Members) -> Sitting {
        let right = self.bodies.iter().map(|body| {
            let held: Vec<f64> = body.held().map(|seat| seat.expertise(t, members)).collect();
            0.5 + 0.5 * 0.6 * held.iter().sum::<f64>() / held.len().max(1) as f64
        });
        Sitting {
            t,
            heard: self.heard(members),
            locals: self.locals.iter().map(|local| local.floor).collect(),
            bodies: self.bodies.iter().map(|body| body.floor).collect(),
            right: right.collect(),
            delays: (0.0, 0.0),
        }
    }

    /// Hears a matter as far as the floor goes; whether it is settled.
    fn hear(&mut self, matter: &mut Matter, sitting: &mut Sitting) -> bool {
        let body = matter.body();
        let (left, floor) = match matter.central {
            true => (&mut sitting.bodies[body], self.bodies[body].floor),
            false => (&mut sitting.locals[matter.local], self.locals[matter.local].floor),
        };
        let heard = left.min(matter.left);
        *left -= heard;
        matter.left -= heard;
        if matter.left > 0.0 {
            return false;
        }
        let wait = if matter.central { 0.57 } else { 0.25 };
        let delay = (sitting.t - matter.since) as f64 + wait + 0.5 * (1.0 - *left / floor);
        sitting.delays = (sitting.delays.0 + delay, sitting.delays.1 + 1.0);
        self.enter(matter, sitting.right[body]);
        true
    }

    /// A settled matter enters the books and brings work; a body is right with this chance.
    fn enter(&mut self, matter: &Matter, body_right: f64) {
        let local = &mut self.locals[matter.local];
        let (stakes, hours) = (matter.stakes, 6.0 * matter.stakes.sqrt());
        let chance = if matter.central { body_right } else { 0.5 + 0.5 * 0.69 * local.mean_skill() };
        let right = if self.rng.random::<f64>() < chance { stakes } else { 0.0 };
        let habit = &mut local.habits[matter.domain][usize::from(matter.big)];
        self.done.brought += hours;
        if matter.central {
            habit.outside += stakes;
            local.settled.centre += stakes;
            local.settled.right_centre += right;
            local.work += 0.5 * hours * (1.0 - local.refused());
            self.work += 0.5 * hours;
            self.bodies[matter.body()].stakes += stakes;
            self.done.central += stakes;
        } else {
            habit.own += stakes;
            local.settled.own += stakes;
            local.settled.right += right;
            local.work += hours;
            self.done.own += stakes;
        }
    }

    fn count_backlogs(&mut self) {
        self.locals.iter_mut().for_each(|local| local.backlog = 0.0);
        self.bodies.iter_mut().for_each(|body| body.backlog = 0.0);
        for matter in &self.matters {
            match matter.central {
                true => self.bodies[matter.body()].backlog += matter.left,
                false => self.locals[matter.local].backlog += matter.left,
            }
        }
    }

    /// Hands carry out what was decided; trust follows what became of it.
    pub fn execute(&mut self) {
        let (worked, centre) = work_off(&mut self.work, self.hands);
        self.done.worked += worked;
        for local in &mut self.locals {
            let hands = local.present as f64 * 4.0 * (0.5 + 0.5 * local.mean_skill());
            let (worked, done) = work_off(&mut local.work, hands);
            self.done.worked += worked;
            local.hours += worked / (local.present as f64).max(1.0);
            let settled = local.settled;
            if settled.own > 0.0 {
                local.kept += 0.1 * (settled.right / settled.own * done - local.kept);
            }
            if settled.centre > 0.0 {
                let done = 0.5 * done * (1.0 - local.refused()) + 0.5 * centre;
                local.kept_centre += 0.1 * (settled.right_centre / settled.centre * done - local.kept_centre);
            }
        }
        if self.done.brought > 0.0 {
            self.done.share = self.done.worked.min(self.done.brought) / self.done.brought;
        }
    }

    /// Habits and claims fade; each local learns how far it settles its own affairs.
    pub fn set_precedents(&mut self) {
        let (fade, claims) = ((-1.0f64 / 30.0).exp2(), (-1.0f64 / 8.0).exp2());
        for local in &mut self.locals {
            for habit in local.habits.iter_mut().flatten() {
                (habit.outside, habit.own) = (habit.outside * fade, habit.own * fade);
            }
            local.claim *= claims;
            let all = local.settled.own + local.settled.centre;
            if all > 0.0 {
                local.own_say += 0.15 * (local.settled.own / all - local.own_say);
            }
        }
    }
}

impl Local {
    /// Months that an urgent matter would take.
    fn delay(&self) -> f64 {
        let called = ((self.present as f64).max(1.0).sqrt() / 30.0).min(0.25);
        let queue = if self.floor > 0.0 { self.backlog / self.floor } else { 1.0 + self.backlog };
        (called + queue).clamp(0.02, 24.0)
    }
}

/// Works as many hours as there are; returns them and the share of the work that was done.
fn work_off(waiting: &mut f64, hands: f64) -> (f64, f64) {
    let worked = waiting.min(hands);
    let done = if *waiting > 0.0 { worked / *waiting } else { 1.0 };
    *waiting = (*waiting - worked).min(4.0 * hands);
    (worked, done)
}
