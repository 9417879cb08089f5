//! What comes up to be decided, and the luck that each matter carries with it.

use crate::engine::wide::{F32s, LANES, registers, registers_mut, wide};
use crate::engine::{Decision, Desk, Dice, Draw, Organization, Poisson, Route, Tick};
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
    let parameters = &tick.scenario.decisions;
    let threat = f64::from(organization.threat);
    let rate = parameters.rate * tick.rules.pressure.affairs * (1.0 + parameters.rate_threat * threat);
    let urgency = (parameters.urgency + parameters.urgency_threat * threat).min(1.0);
    let mut desk = organization.take_desk();
    let Desk { view, matters, .. } = &mut desk;
    view.reckon(organization, tick);
    matters.clear();
    let cup = tick.luck.cup(Draw::Arrivals, tick.number);
    // Most locals have as many members as the last one.
    let mut usual = (0, Poisson::new(0.0));
    for (number, local) in organization.locals.iter().enumerate() {
        if local.count != usual.0 {
            usual = (local.count, Poisson::new(rate * f64::from(local.count)));
        }
        let mut dice = cup.dice(number as u32);
        for _ in 0..dice.count(&usual.1) {
            let matter = matters.draw(&mut dice, tick, number as u32, urgency);
            matters.odds.push(view.odds(organization, tick, &matter));
            matters.list.push(matter);
        }
    }
    matters.weigh(parameters);
    for i in 0..matters.list.len() {
        let mut matter = matters.list[i];
        (matter.stakes, matter.deadline) = (matters.stakes[i], matters.deadlines[i]);
        if matter.luck.0 < matters.odds[i] {
            let parallel = matters.takes_over[i] < tick.rules.parallel_share;
            matter.route = if parallel { Route::Parallel } else { Route::Central };
        }
        add(organization, matter);
    }
    organization.lay_back(desk);
}

/// What comes up in a month. What takes logarithms and exponentials is drawn as it is and reckoned for all at once.
#[derive(Debug, Clone, Default)]
pub struct Matters {
    list: Vec<Decision>,
    /// A uniform, then the stakes.
    stakes: Vec<f32>,
    /// Where on its circle the normal deviate lies (Box and Muller 1958), in turns.
    turns: Vec<f32>,
    /// A uniform, then months until it does damage.
    deadlines: Vec<f32>,
    /// Log odds to go to the centre, then the chance.
    odds: Vec<f32>,
    takes_over: Vec<f32>,
}

impl Matters {
    fn clear(&mut self) {
        self.list.clear();
        for column in
            [&mut self.stakes, &mut self.turns, &mut self.deadlines, &mut self.odds, &mut self.takes_over]
        {
            column.clear();
        }
    }

    fn draw(&mut self, dice: &mut Dice, tick: &Tick, local: u32, urgency: f64) -> Decision {
        let domain = dice.below(tick.scenario.organization.domains) as u8;
        self.stakes.push(dice.single());
        self.turns.push(dice.single());
        // Uniform around the mean, as wide as it can be without leaving 0–1.
        let urgency = (urgency + (dice.unit() - 0.5) * 2.0 * urgency.min(1.0 - urgency)) as f32;
        self.deadlines.push(dice.single());
        let luck = (dice.single(), dice.single());
        self.takes_over.push(dice.single());
        Decision {
            local,
            domain,
            route: Route::Local,
            stakes: 0.0,
            urgency,
            deadline: 0.0,
            hours: tick.scenario.decisions.hours as f32,
            since: tick.number,
            luck,
        }
    }

    fn weigh(&mut self, parameters: &Decisions) {
        let many = self.list.len().next_multiple_of(LANES);
        for column in [&mut self.stakes, &mut self.turns, &mut self.deadlines, &mut self.odds] {
            column.resize(many, 0.0);
        }
        let (spread, deadline) = (parameters.stakes_spread as f32, parameters.deadline_ticks as f32);
        weigh(&mut self.stakes, &self.turns, &mut self.deadlines, &mut self.odds, spread, deadline);
    }
}

wide! {
    /// Stakes are log-normal with mean 1, deadlines exponential; odds become chances.
    fn weigh<S>(
        simd,
        stakes: &'a mut [f32],
        turns: &'a [f32],
        deadlines: &'a mut [f32],
        odds: &'a mut [f32],
        spread: f32,
        deadline: f32,
    ) {
        let all = |value| F32s::<S>::all(simd, value);
        let columns = registers_mut::<S>(stakes).iter_mut().zip(registers::<S>(turns));
        let times = registers_mut::<S>(deadlines).iter_mut().zip(registers_mut::<S>(odds));
        for ((stakes, turns), (time, odds)) in columns.zip(times) {
            let [uniform, turns, time_luck, log_odds] = [*stakes, *turns, *time, *odds].map(|x| F32s::of(simd, x));
            let length = (all(-2.0) * (all(1.0) - uniform).ln()).sqrt();
            let normal = length * turns.cos_turns();
            *stakes = (all(spread) * normal - all(0.5 * spread * spread)).exp().get();
            *time = (all(-deadline) * (all(1.0) - time_luck).ln()).get();
            let chance = all(1.0) / (all(1.0) + (all(0.0) - log_odds).exp());
            // What is barred has no chance at all.
            *odds = log_odds.below(all(-80.0)).choose(all(0.0), chance).get();
        }
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
