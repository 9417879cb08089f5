//! What comes up to be decided, and the luck that each matter carries with it.

use crate::engine::{Decision, Dice, Draw, Organization, Route, Tick};
use crate::mechanisms::precedent;
use crate::parameters::parameters;

parameters! {
    /// What comes up to be decided.
    pub struct Decisions {
        /// Matters that come up per member and month.
        rate: f64 = 0.05, in 1e-9..=10.0, "a member and month", "free";
        /// Spread of the stakes (standard deviation of their logarithm); their mean is 1.
        stakes_spread: f64 = 1.0, in 0.0..=3.0, "log units", "free";
        /// Hours of work that a matter takes.
        hours: f64 = 24.0, in 0.1..=10000.0, "hours", "free";
        /// Mean urgency in quiet times.
        urgency: f64 = 0.35, in 0.0..=1.0, "share", "free";
        /// How much a full threat adds to urgency.
        urgency_threat: f64 = 0.4, in 0.0..=1.0, "share", "free";
        /// How much more comes up under a full threat.
        rate_threat: f64 = 0.6, in 0.0..=10.0, "share", "free";
        /// Mean time until an urgent matter does damage.
        deadline_ticks: f64 = 2.5, in 0.1..=120.0, "months", "free";
        /// Matters that nobody has settled lapse, with their damage, after this time.
        lapse_ticks: u32 = 6, in 1..=100_000, "months", "free";
    }
}

/// Matters come up in every local and are routed.
pub fn run(organization: &mut Organization, tick: &mut Tick) {
    let decisions = &tick.scenario.decisions;
    let threat = f64::from(organization.threat);
    let rate = decisions.rate * tick.rules.pressure.affairs * (1.0 + decisions.rate_threat * threat);
    let urgency = (decisions.urgency + decisions.urgency_threat * threat).min(1.0);
    let view = precedent::View::new(organization, tick);
    for number in 0..organization.locals.len() {
        let mut dice = tick.luck.dice(Draw::Arrivals, tick.number, number as u32);
        for _ in 0..dice.poisson(rate * f64::from(organization.locals[number].count)) {
            let mut decision = draw(&mut dice, tick, number as u32, urgency);
            let takes_over = dice.unit() as f32;
            if view.goes_to_centre(organization, tick, &decision) {
                let parallel = takes_over < tick.rules.parallel_share;
                decision.route = if parallel { Route::Parallel } else { Route::Central };
            }
            add(organization, decision);
        }
    }
}

fn draw(dice: &mut Dice, tick: &Tick, local: u32, urgency: f64) -> Decision {
    let decisions = &tick.scenario.decisions;
    let spread = decisions.stakes_spread;
    Decision {
        local,
        domain: dice.below(tick.scenario.organization.domains) as u8,
        route: Route::Local,
        // Log-normal with mean 1.
        stakes: libm::exp(spread * dice.normal() - 0.5 * spread * spread) as f32,
        // Uniform around the mean, as wide as it can be without leaving 0–1.
        urgency: (urgency + (dice.unit() - 0.5) * 2.0 * urgency.min(1.0 - urgency)) as f32,
        deadline: (-decisions.deadline_ticks * libm::log(1.0 - dice.unit())) as f32,
        hours: decisions.hours as f32,
        since: tick.number,
        luck: (dice.unit() as f32, dice.unit() as f32),
    }
}

fn add(organization: &mut Organization, decision: Decision) {
    match organization.body_for(&decision) {
        Some(body) => organization.bodies[body].backlog += decision.hours,
        None => organization.locals[decision.local as usize].backlog += decision.hours,
    }
    organization.decisions.push(decision);
}

impl Organization {
    /// The body that settles a matter, or `None` where the assembly does.
    pub fn body_for(&self, decision: &Decision) -> Option<usize> {
        match decision.route {
            Route::Local => None,
            Route::Central => Some(self.body_for_domain(decision.domain, decision.urgency)),
            Route::Parallel => Some(self.parallel()),
        }
    }

    /// The central body for a domain and urgency: the emergency command where it is urgent and there is one, or
    /// else the committee of the domain, or the executive where there is none.
    pub fn body_for_domain(&self, domain: u8, urgency: f32) -> usize {
        let command = self.command();
        let committee = usize::from(domain) + 1;
        if urgency > 0.5 && self.bodies[command].active {
            command
        } else if self.bodies[committee].active {
            committee
        } else {
            0
        }
    }
}
