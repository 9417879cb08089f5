//! Matters that come up to be decided, and the random words that each of them carries.

use crate::mechanisms::precedent::{Odds, View};
use crate::month::Month;
use crate::parameters::decisions::Decisions;
use crate::random::{Poisson, Rng, StreamId, unit};
use crate::simd::{F32s, LANES, kernel, per_row, registers, registers_mut};
use crate::state::{Decision, Organization, Route};

/// Matters come up in every local and are routed.
pub fn run(organization: &mut Organization, month: &mut Month, view: &mut View, matters: &mut Matters) {
    let parameters = month.parameters.decisions;
    let threat = f64::from(organization.emergency.threat);
    // An organization in mid-life has matters of the months before, which are routed as others are.
    let months = if month.number == 0 { 1.0 + parameters.founding_backlog } else { 1.0 };
    let affairs = months * month.rules.pressure.affairs;
    let rate = parameters.rate * affairs * (1.0 + parameters.rate_threat * threat);
    if !month.afford(month.means.matters(organization, rate * organization.size() as f64)) {
        return;
    }
    let urgency = (parameters.urgency + parameters.urgency_threat * threat).min(1.0);
    view.compute(organization, month);
    matters.clear();
    let key = month.key(StreamId::Arrivals);
    // Most locals have as many members as the last one.
    let mut usual = (0, Poisson::new(0.0));
    for (number, local) in organization.locals.iter().enumerate() {
        if local.count != usual.0 {
            usual = (local.count, Poisson::new(rate * f64::from(local.count)));
        }
        let mut rng = key.rng(number as u32);
        let odds = view.odds(organization, month, number);
        for _ in 0..rng.poisson_with(&usual.1) {
            matters.add(&mut rng, number as u32, &odds);
        }
    }
    matters.weigh(parameters, urgency);
    for (row, lane) in (0..matters.many).map(|i| (&matters.rows[i / LANES], i % LANES)) {
        let route = match row.bound[lane] {
            bound if bound >= 0.0 => Route::Local,
            _ if unit(row.words[TAKEN_OVER][lane]) < month.rules.parallel_share => Route::Parallel,
            _ => Route::Central,
        };
        let decision = Decision {
            local: row.places[lane].0,
            domain: row.places[lane].1,
            route,
            stakes: row.stakes[lane],
            urgency: row.urgency[lane],
            deadline: row.deadlines[lane],
            hours: parameters.hours as f32,
            since: month.number,
            uniform: unit(row.words[RIGHT][lane]),
        };
        add(organization, decision);
    }
}

/// Matters of a month, in rows: random words are drawn matter by matter, and a kernel computes a row from them.
#[derive(Debug, Clone, Default)]
pub struct Matters {
    rows: Vec<Row>,
    many: usize,
}

/// Positions of the words of a matter.
const STAKES: usize = 0;
const TURNS: usize = 1;
const URGENCY: usize = 2;
const DEADLINE: usize = 3;
const BOUND: usize = 4;
const RIGHT: usize = 5;
const TAKEN_OVER: usize = 6;
const WORDS: usize = 7;

/// A row of matters, one in each lane.
#[derive(Debug, Clone, Default)]
struct Row {
    /// Local and domain.
    places: [(u32, u8); LANES],
    words: [[u32; LANES]; WORDS],
    /// Log odds to go to the centre without urgency, and their increase at full urgency.
    odds: [[f32; LANES]; 2],
    /// Share of the month in which a matter can go there.
    open: [f32; LANES],
    stakes: [f32; LANES],
    urgency: [f32; LANES],
    /// Months until a matter does damage.
    deadlines: [f32; LANES],
    /// Its uniform less its chance to go to the centre: it goes there where that is below 0.
    bound: [f32; LANES],
}

impl Matters {
    fn clear(&mut self) {
        self.many = 0;
    }

    /// Adds a matter and draws its words.
    fn add(&mut self, rng: &mut Rng, local: u32, odds: &Odds) {
        let (number, lane) = (self.many / LANES, self.many % LANES);
        if number == self.rows.len() {
            self.rows.push(Row::default());
        }
        let row = &mut self.rows[number];
        let (domain, stakes) = rng.below_and_word(odds.domains());
        let pairs = [rng.pair(), rng.pair(), rng.pair()];
        let words = [stakes, pairs[0].0, pairs[0].1, pairs[1].0, pairs[1].1, pairs[2].0, pairs[2].1];
        row.places[lane] = (local, domain as u8);
        for (place, word) in row.words.iter_mut().zip(words) {
            place[lane] = word;
        }
        (row.odds[0][lane], row.odds[1][lane]) = odds.of(domain as usize);
        row.open[lane] = odds.open;
        self.many += 1;
    }

    fn weigh(&mut self, parameters: &Decisions, urgency: f64) {
        // Uniform around the mean, as wide as 0–1 allows.
        let spread = 2.0 * urgency.min(1.0 - urgency);
        let rows = &mut self.rows[..self.many.div_ceil(LANES)];
        weigh(
            rows,
            parameters.stakes_spread as f32,
            parameters.deadline_ticks as f32,
            ((urgency - 0.5 * spread) as f32, spread as f32),
        );
    }
}

kernel! {
    /// Stakes are log-normal with mean 1, deadlines exponential.
    fn weigh<S>(simd, rows: &'a mut [Row], spread: f32, deadline: f32, urgency: (f32, f32)) {
        let all = |value| F32s::<S>::all(simd, value);
        let one = all(1.0);
        for row in rows {
            for k in 0..per_row::<S>() {
                let uniform = |word: usize| F32s::uniform(simd, S::as_simd_u32s(&row.words[word]).0[k]);
                let of = |numbers: &[f32; LANES]| F32s::of(simd, registers::<S>(numbers)[k]);
                let normal = F32s::normal(uniform(STAKES), uniform(TURNS));
                let stakes = (all(spread) * normal - all(0.5 * spread * spread)).exp();
                let months = all(-deadline) * (one - uniform(DEADLINE)).ln();
                let urgent = all(urgency.0) + all(urgency.1) * uniform(URGENCY);
                let odds = of(&row.odds[0]) + urgent * of(&row.odds[1]);
                let chance = one / (one + (all(0.0) - odds).exp());
                // A barred matter never goes to the centre.
                let chance = odds.below(all(-80.0)).choose(all(0.0), chance);
                let bound = uniform(BOUND) - chance * of(&row.open);
                registers_mut::<S>(&mut row.stakes)[k] = stakes.get();
                registers_mut::<S>(&mut row.deadlines)[k] = months.get();
                registers_mut::<S>(&mut row.urgency)[k] = urgent.get();
                registers_mut::<S>(&mut row.bound)[k] = bound.get();
            }
        }
    }
}

fn add(organization: &mut Organization, decision: Decision) {
    match organization.body_for(&decision) {
        Some(body) => organization.offices.bodies[body].backlog += decision.hours,
        None => organization.locals[decision.local as usize].backlog += decision.hours,
    }
    organization.agenda.decisions.push(decision);
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

    /// The central body for a domain and urgency: the emergency command for urgent matters where it exists, else the committee
    /// of the domain where it exists, else the executive.
    pub fn body_for_domain(&self, domain: u8, urgency: f32) -> usize {
        let command = self.command();
        let committee = usize::from(domain) + 1;
        if urgency > 0.5 && self.offices.bodies[command].active {
            command
        } else if self.offices.bodies[committee].active {
            committee
        } else {
            0
        }
    }
}
