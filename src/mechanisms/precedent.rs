//! Precedent: matters go where such matters went before, unless they are urgent and somebody is faster.
//!
//! `logit P(central) = γ·ln(W_C/W_L) + urgency·[ρ·ln(delay_L/delay_C) + χ·emergency] − barrier`.
//! γ < 1 disperses, γ = 1 is a Pólya urn, γ > 1 locks in.

use crate::engine::{Autonomy, Decision, Organization, Tick};
use crate::mechanisms::capacity;
use crate::parameters::parameters;

parameters! {
    /// Where a decision goes.
    pub struct Precedent {
        /// Weight of precedent γ: below 1 it disperses, at 1 it is a Pólya urn, above 1 it locks in.
        gamma: f64 = 0.85, in 0.0..=3.0, "exponent", "free";
        /// Months in which a precedent loses half its weight.
        half_life_ticks: f64 = 24.0, in 1.0..=1e12, "months", "free";
        /// Months of precedents that the founding generation brings along; in a steady state 1/(1 − 2^(−1/half-life)).
        founding_ticks: f64 = 35.0, in 0.1..=1e6, "months", "free";
        /// Share of matters that the founders expect the centre to settle.
        founding_central_share: f64 = 0.2, in 0.01..=0.99, "share", "free";
        /// How much a difference in delay weighs for an urgent matter (ρ).
        speed: f64 = 1.0, in 0.0..=10.0, "logits", "free";
        /// How far a local looks at the others' precedents as well as its own.
        contagion: f64 = 0.3, in 0.0..=1.0, "share", "free";
        /// Standing barrier against central routing.
        barrier: f64 = 0.0, in -100.0..=100.0, "logits", "free";
        /// How fast members' idea of their own say follows what was settled where.
        own_say_rate: f64 = 0.25, in 0.001..=1.0, "a month", "free";
    }
}

/// What those who route a matter go by this month.
pub struct View {
    mean: Vec<(f32, f32)>,
    local_delay: Vec<f32>,
    central_delay: Vec<f32>,
    push: f32,
}

impl View {
    /// Delays and precedents as they stand now.
    pub fn new(organization: &Organization, tick: &Tick) -> Self {
        let domains = tick.scenario.organization.domains as usize;
        let alive = || organization.locals.iter().filter(|local| local.count > 0);
        let count = alive().count().max(1) as f32;
        let mean = (0..domains)
            .map(|domain| {
                let sum = alive().fold((0.0, 0.0), |sum, local| {
                    (sum.0 + local.precedents[domain].0, sum.1 + local.precedents[domain].1)
                });
                (sum.0 / count, sum.1 / count)
            })
            .collect();
        let push =
            if organization.powers.is_some() { tick.scenario.emergency.central_push as f32 } else { 0.0 };
        Self {
            mean,
            local_delay: organization.locals.iter().map(|local| capacity::local_delay(local, tick)).collect(),
            central_delay: (0..domains)
                .map(|domain| capacity::central_delay(organization, domain as u8, tick))
                .collect(),
            push,
        }
    }

    /// Whether a matter is bound for the centre; its own luck decides.
    pub fn goes_to_centre(&self, organization: &Organization, tick: &Tick, decision: &Decision) -> bool {
        let parameters = &tick.scenario.precedent;
        let local = &organization.locals[decision.local as usize];
        if local.autonomy == Autonomy::Drilled {
            return false;
        }
        let domain = usize::from(decision.domain);
        let shared = parameters.contagion as f32;
        let central = (1.0 - shared) * local.precedents[domain].0 + shared * self.mean[domain].0;
        let own = (1.0 - shared) * local.precedents[domain].1 + shared * self.mean[domain].1;
        let faster = libm::logf(self.local_delay[decision.local as usize] / self.central_delay[domain]);
        let logit = parameters.gamma as f32 * libm::logf(central.max(1e-6) / own.max(1e-6))
            + decision.urgency * (parameters.speed as f32 * faster + self.push)
            - tick.rules.barrier[domain]
            - local.claim;
        decision.luck.0 < 1.0 / (1.0 + libm::expf(-logit))
    }
}

/// Old precedents fade; own say follows what was settled where.
pub fn run(organization: &mut Organization, tick: &mut Tick) {
    let fade = libm::exp2(-1.0 / tick.scenario.precedent.half_life_ticks) as f32;
    let follow = tick.scenario.precedent.own_say_rate as f32;
    let claims = libm::exp2(-1.0 / tick.scenario.voice.claim_half_life_ticks) as f32;
    let federated =
        tick.scenario.safeguards.parallel_institutions.as_ref().map_or(0.0, |rule| rule.own_say as f32);
    for local in &mut organization.locals {
        for precedent in &mut local.precedents {
            precedent.0 *= fade;
            precedent.1 *= fade;
        }
        let settled = local.settled.0 + local.settled.1 + local.settled.2;
        if settled > 0.0 {
            let own = (local.settled.0 + federated * local.settled.2) / settled;
            local.own_say += follow * (own - local.own_say);
        }
        local.claim *= claims;
    }
}
