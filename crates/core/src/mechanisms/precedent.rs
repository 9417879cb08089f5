//! Precedent: where a matter goes, and the habit that it leaves.
//!
//! For each local, domain and class (ordinary or big) the stakes that each body has settled are kept, fading. Of them
//! only a bounded share enters: C, what was settled outside the assembly over all of it, with some months as the founders
//! expected them. A matter of member i goes to the centre with
//!
//! `logit P = h·(2C − 1) − bias + [big] + absence·(½ − pᵢ) + listening·ties of i to holders + trust·(k_C − k_L)`
//! `+ money·(M − μ₀) + urgency·ρ·ln(D_L/D_C) + powers·(¼ + ¾·urgency) − claims − barrier`.
//!
//! With h alone C has one stable state below h = 2 and two above, as in the mean-field magnet: C = σ(h·(2C − 1)). With γ in
//! place of h it is an urn: γ < 1 disperses, γ = 1 is Pólya's, γ > 1 locks in. Nothing but settled matters, time, and the
//! end of a body changes a habit.

use crate::mechanisms::{budget, floor};
use crate::month::Month;
use crate::parameters::Parameters;
use crate::simd;
use crate::state::{Class, DOMAINS_MAX, Habit, Local, Organization, Tier};

/// What is seen of the organization when matters are routed, this month.
#[derive(Debug, Clone, Default)]
pub struct View {
    /// Share C of each local in each cell.
    shares: Vec<f32>,
    /// Mean share by cell.
    means: Vec<f32>,
    /// Log odds without urgency, by local and cell.
    base: Vec<f32>,
    /// Logarithms of the delays: of the centre in each cell, then of each local, then of the general assembly.
    delays: Vec<f32>,
    /// What full urgency adds, by local and cell.
    urgent: Vec<f32>,
    /// Whether a safeguard closes a domain's ordinary matters to the centre, or makes it harder to reach.
    pub closed: [bool; DOMAINS_MAX],
    pub(super) harder: [bool; DOMAINS_MAX],
    /// How far the staff's ceiling rises in each domain, where the committee's floor is overrun.
    pub(super) overrun: [f32; DOMAINS_MAX],
}

/// Log odds that a matter of a local goes to the centre, by cell.
pub struct Odds<'a> {
    base: &'a [f32],
    urgent: &'a [f32],
    /// Share C, by cell.
    pub shares: &'a [f32],
}

impl Odds<'_> {
    /// Number of domains.
    pub fn domains(&self) -> u32 {
        self.base.len() as u32 / 2
    }

    /// Log odds of ordinary and of big matters without urgency, then what full urgency adds to each.
    pub fn of(&self, domain: usize) -> [f32; 4] {
        let (ordinary, big) = (Local::cell(domain, Class::Ordinary), Local::cell(domain, Class::Big));
        [self.base[ordinary], self.base[big], self.urgent[ordinary], self.urgent[big]]
    }
}

impl View {
    /// Habits and delays as they stand now.
    pub fn compute(&mut self, organization: &Organization, month: &Month) {
        let cells = 2 * month.parameters.organization.domains as usize;
        self.share(organization, month, cells);
        self.delay(organization, month, cells);
        self.close(organization, month);
        self.base.clear();
        self.urgent.clear();
        let powers = if organization.emergency.powers.is_some() {
            month.parameters.emergency.central_push as f32
        } else {
            0.0
        };
        let common = self.common(organization, month) + 0.25 * powers;
        for (number, local) in organization.locals.iter().enumerate() {
            let own = common + self.of_local(local, month);
            for cell in 0..cells {
                let habit = self.habit(local, month, number, cell, cells);
                let big = if cell % 2 == 1 { month.parameters.precedent.big as f32 } else { 0.0 };
                self.base.push(own + habit + big - month.rules.barrier[cell / 2]);
                self.urgent.push(self.speed(month, number, cell, cells) + 0.75 * powers);
            }
        }
    }

    /// Odds of a local.
    pub fn odds(&self, local: usize) -> Odds<'_> {
        let cells = self.means.len();
        let range = local * cells..(local + 1) * cells;
        Odds {
            base: &self.base[range.clone()],
            urgent: &self.urgent[range.clone()],
            shares: &self.shares[range],
        }
    }

    /// Whether a rule decides on the way of a matter: a barrier, or for an ordinary one a closed domain.
    pub(super) fn is_touched(&self, domain: usize, class: Class) -> bool {
        self.harder[domain] || (class == Class::Ordinary && self.closed[domain])
    }

    /// Shares C of each local, mixed with their mean.
    fn share(&mut self, organization: &Organization, month: &Month, cells: usize) {
        let prior = Prior::of(&month.parameters);
        self.shares.clear();
        self.means.clear();
        self.means.resize(cells, 0.0);
        for local in &organization.locals {
            for (cell, habit) in local.habits.iter().enumerate() {
                let share = prior.share(habit, cell, local.count);
                self.shares.push(share);
                self.means[cell] += if local.count > 0 { share } else { 0.0 };
            }
        }
        let alive = organization.locals.iter().filter(|local| local.count > 0).count().max(1) as f32;
        self.means.iter_mut().for_each(|mean| *mean /= alive);
        let contagion = month.parameters.precedent.contagion as f32;
        for shares in self.shares.chunks_exact_mut(cells) {
            for (share, mean) in shares.iter_mut().zip(&self.means) {
                *share += contagion * (mean - *share);
            }
        }
    }

    fn delay(&mut self, organization: &Organization, month: &Month, cells: usize) {
        self.delays.clear();
        for cell in 0..cells {
            let class = Class::ALL[cell % 2];
            self.delays.push(floor::central_delay(organization, (cell / 2) as u8, class, month));
        }
        self.delays.extend(organization.locals.iter().map(|local| floor::local_delay(local, month)));
        self.delays.extend(floor::general_delay(organization, month));
        let many = self.delays.len();
        self.delays.resize(many.next_multiple_of(simd::LANES), 1.0);
        simd::ln(&mut self.delays);
        self.delays.truncate(many);
    }

    /// Domains that a rule closes, or makes harder to reach.
    fn close(&mut self, organization: &Organization, month: &Month) {
        let standing = month.parameters.precedent.barrier as f32;
        for domain in 0..month.parameters.organization.domains as usize {
            let body = organization.body_for_domain(domain as u8, Class::Ordinary, 0.0);
            let barred = organization.agenda.barred_until[domain] > month.number;
            self.closed[domain] = barred || body.is_none();
            self.harder[domain] = month.rules.barrier[domain] > standing;
            self.overrun[domain] = body.map_or(0.0, |body| {
                let body = &organization.offices.bodies[body];
                (body.backlog / body.floor.max(1.0)).min(3.0)
            });
        }
    }

    /// What is the same for all locals.
    fn common(&self, organization: &Organization, month: &Month) -> f32 {
        let precedent = month.parameters.precedent;
        let more = budget::central_share(organization, month) - month.parameters.budget.founding_central_dues;
        (precedent.money * more - precedent.bias) as f32
    }

    fn of_local(&self, local: &Local, month: &Month) -> f32 {
        month.parameters.precedent.trust as f32 * (local.kept_centre - local.kept) - local.claim
    }

    fn habit(&self, local: &Local, month: &Month, number: usize, cell: usize, cells: usize) -> f32 {
        let precedent = month.parameters.precedent;
        let bounded = precedent.habit as f32 * (2.0 * self.shares[number * cells + cell] - 1.0);
        if precedent.gamma == 0.0 {
            return bounded;
        }
        let habit = local.habits[cell];
        let odds = f64::from(habit.outside().max(1e-6) / habit.own.max(1e-6));
        bounded + (precedent.gamma * libm::log(odds)) as f32
    }

    /// What full urgency adds for the difference in delay.
    fn speed(&self, month: &Month, number: usize, cell: usize, cells: usize) -> f32 {
        let precedent = month.parameters.precedent;
        let is_general = cell % 2 == 1 && month.parameters.meetings.general_period_ticks > 0;
        let at = if is_general { self.delays.len() - 1 } else { cells + number };
        let most = precedent.speed_max as f32;
        precedent.speed as f32 * (self.delays[at] - self.delays[cell]).clamp(-most, most)
    }
}

/// What the founders expected: months of precedents that no habit overrides.
struct Prior {
    /// Weight for each member and central part of it, of an ordinary and of a big cell.
    weights: [(f32, f32); 2],
}

impl Prior {
    fn of(parameters: &Parameters) -> Self {
        let precedent = parameters.precedent;
        let weights = expected(parameters).map(|each| {
            let weight = each * precedent.prior_ticks;
            (weight as f32, (weight * precedent.founding_central_share) as f32)
        });
        Self { weights }
    }

    fn share(&self, habit: &Habit, cell: usize, members: u32) -> f32 {
        let (weight, central) = self.weights[cell % 2];
        let (weight, central) = (members as f32 * weight, members as f32 * central);
        let outside = habit.outside();
        (outside + central) / (outside + habit.own + weight).max(1e-9)
    }
}

/// Stakes of ordinary and of big matters that come up a month in one domain, for each member.
pub fn expected(parameters: &Parameters) -> [f64; 2] {
    let decisions = parameters.decisions;
    let all = decisions.rate / f64::from(parameters.organization.domains);
    let spread = decisions.stakes_spread;
    // Of log-normal stakes with mean 1 the share above b is Φ((σ²/2 − ln b)/σ).
    let above = if spread > 0.0 && decisions.big > 0.0 {
        let z = (0.5 * spread * spread - libm::log(decisions.big)) / spread;
        0.5 * libm::erfc(-z * std::f64::consts::FRAC_1_SQRT_2)
    } else {
        f64::from(u8::from(decisions.big < 1.0))
    };
    let big = above + (1.0 - above) * decisions.several;
    [all * (1.0 - big), all * big]
}

/// Habits of the founding generation of a local of so many members.
pub fn founding(parameters: &Parameters, members: f64) -> Vec<Habit> {
    let precedent = parameters.precedent;
    let share = precedent.founding_central_share;
    let each = expected(parameters).map(|each| {
        let weight = each * members * precedent.founding_ticks;
        Habit { own: ((1.0 - share) * weight) as f32, body: (share * weight) as f32, ..Habit::default() }
    });
    (0..2 * parameters.organization.domains as usize).map(|cell| each[cell % 2]).collect()
}

/// Fades habits and claims; own say follows the settled matters.
pub fn run(organization: &mut Organization, month: &mut Month) {
    let fade = libm::exp2(-1.0 / month.parameters.precedent.half_life_ticks) as f32;
    let follow = month.parameters.precedent.own_say_rate as f32;
    let claims = libm::exp2(-1.0 / month.parameters.voice.claim_half_life_ticks) as f32;
    let federated = month.rules.parallel_own_say;
    for local in &mut organization.locals {
        local.habits.iter_mut().for_each(|habit| habit.fade(fade));
        let settled = local.settled.all();
        if settled > 0.0 {
            let own = local.settled.own + local.settled.general + federated * local.settled.delegates;
            local.own_say += follow * (own / settled - local.own_say);
        }
        local.claim *= claims;
    }
    organization.agenda.budget.fade(fade);
}

/// A body ends, and its successor inherits a share of its habits: the command's pass to the standing bodies.
pub fn succeed(organization: &mut Organization, body: usize, continuity: f64) {
    let (tier, kept) = (organization.offices.bodies[body].tier, continuity as f32);
    for local in &mut organization.locals {
        for (cell, habit) in local.habits.iter_mut().enumerate() {
            match tier {
                Tier::Command => {
                    habit.body += kept * habit.command;
                    habit.command = 0.0;
                }
                Tier::Committee if cell == 2 * (body - 1) => habit.body *= kept,
                Tier::Executive if cell % 2 == 1 => habit.body *= kept,
                Tier::Parallel => habit.delegates = 0.0,
                Tier::Committee | Tier::Executive => {}
            }
        }
    }
}

/// Chance that a matter that leaves its local goes to the delegates: the rule's share, moved by their habit beside the centre's.
pub fn to_delegates(local: &Local, cell: usize, parameters: &Parameters, built: f32, share: f32) -> f32 {
    if share <= 0.0 || built <= 0.0 {
        return 0.0;
    }
    let share = f64::from(share.clamp(1e-3, 0.999));
    let habit = &local.habits[cell];
    let outside = f64::from(habit.outside());
    let each = expected(parameters)[cell % 2] * f64::from(local.count);
    let prior = (each * parameters.precedent.prior_ticks).max(1e-6);
    let theirs = (f64::from(habit.delegates) + prior * share) / (outside + prior);
    let logit = libm::log(share / (1.0 - share)) + parameters.precedent.habit * (theirs - share);
    built * (1.0 / (1.0 + libm::exp(-logit))) as f32
}

#[cfg(test)]
mod tests {
    use super::{expected, founding};
    use crate::scenario::Scenario;

    #[test]
    fn stakes_of_big_matters_are_those_of_the_log_normal() {
        let scenario = Scenario::default();
        let parameters = scenario.parameters();
        let [ordinary, big] = expected(&parameters);
        assert!((ordinary + big - 0.1 / 4.0).abs() < 1e-12);
        // Φ((.32 − ln 2.5)/.8) = Φ(−.745) = .228; with .12 of the rest, .321.
        assert!((big / (ordinary + big) - 0.3207).abs() < 1e-3, "{big}");
        assert_eq!(founding(&parameters, 50.0).len(), 8);
    }
}
