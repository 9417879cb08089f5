//! Precedent: matters follow earlier matters of their domain, unless they are urgent and another body is faster.
//!
//! `logit P(central) = γ·ln(W_C/W_L) + urgency·[ρ·ln(delay_L/delay_C) + χ·emergency] − barrier`.
//! γ < 1 disperses, γ = 1 is a Pólya urn, γ > 1 locks in.

use crate::mechanisms::capacity;
use crate::month::Month;
use crate::simd;
use crate::state::Organization;

/// Delays and precedents by which matters are routed this month.
#[derive(Debug, Clone, Default)]
pub struct View {
    /// Mean precedents of all existing locals, by domain.
    means: Vec<(f32, f32)>,
    /// γ·ln(W_C/W_L) less barriers, by local and domain.
    precedents: Vec<f32>,
    /// Logarithms of the delays: of the centre in each domain, then of each local.
    delays: Vec<f32>,
    /// Addition of emergency powers for an urgent matter.
    push: f32,
}

/// Log odds that a matter of a local goes to the centre, by domain.
pub struct Odds<'a> {
    precedents: &'a [f32],
    central: &'a [f32],
    local: f32,
    speed: f32,
    push: f32,
    /// Share of the month in which the centre is there for the local.
    pub open: f32,
}

impl Odds<'_> {
    /// Number of domains.
    pub fn domains(&self) -> u32 {
        self.central.len() as u32
    }

    /// Log odds without urgency, and their increase at full urgency.
    pub fn of(&self, domain: usize) -> (f32, f32) {
        (self.precedents[domain], self.speed * (self.local - self.central[domain]) + self.push)
    }
}

impl View {
    /// Delays and precedents as they stand now.
    pub fn compute(&mut self, organization: &Organization, month: &Month) {
        let parameters = &month.parameters.precedent;
        let shared = parameters.contagion as f32;
        let locals = &organization.locals;
        let domains = month.parameters.organization.domains;
        self.average(organization, domains as usize);
        let seen = |own: f32, mean: f32| ((1.0 - shared) * own + shared * mean).max(1e-6);
        self.precedents.clear();
        for local in locals {
            let precedents = local.precedents.iter().zip(&self.means);
            self.precedents.extend(precedents.map(|(own, mean)| seen(own.0, mean.0) / seen(own.1, mean.1)));
        }
        logarithms(&mut self.precedents);
        for (precedents, local) in self.precedents.chunks_exact_mut(domains as usize).zip(locals) {
            for (precedent, barrier) in precedents.iter_mut().zip(&month.rules.barrier) {
                *precedent = parameters.gamma as f32 * *precedent - (barrier + local.claim);
            }
        }
        self.delays.clear();
        self.delays
            .extend((0..domains).map(|domain| capacity::central_delay(organization, domain as u8, month)));
        self.delays.extend(locals.iter().map(|local| capacity::local_delay(local, month)));
        logarithms(&mut self.delays);
        self.push = if organization.emergency.powers.is_some() {
            month.parameters.emergency.central_push as f32
        } else {
            0.0
        };
    }

    /// Log odds of a local.
    pub fn odds<'a>(&'a self, organization: &Organization, month: &Month, local: usize) -> Odds<'a> {
        let domains = self.means.len();
        let (central, locals) = self.delays.split_at(domains);
        Odds {
            precedents: &self.precedents[local * domains..(local + 1) * domains],
            central,
            local: locals[local],
            speed: month.parameters.precedent.speed as f32,
            push: self.push,
            open: month.rules.open(&organization.locals[local]),
        }
    }

    fn average(&mut self, organization: &Organization, domains: usize) {
        self.means.clear();
        self.means.resize(domains, (0.0, 0.0));
        let mut count = 0u32;
        for local in organization.locals.iter().filter(|local| local.count > 0) {
            count += 1;
            for (sum, own) in self.means.iter_mut().zip(&local.precedents) {
                *sum = (sum.0 + own.0, sum.1 + own.1);
            }
        }
        let count = count.max(1) as f32;
        self.means.iter_mut().for_each(|sum| *sum = (sum.0 / count, sum.1 / count));
    }
}

/// Replaces each number by its logarithm.
fn logarithms(numbers: &mut Vec<f32>) {
    let many = numbers.len();
    numbers.resize(many.next_multiple_of(simd::LANES), 1.0);
    simd::ln(numbers);
    numbers.truncate(many);
}

/// Fades old precedents; own say follows the settled matters.
pub fn run(organization: &mut Organization, month: &mut Month) {
    let fade = libm::exp2(-1.0 / month.parameters.precedent.half_life_ticks) as f32;
    let follow = month.parameters.precedent.own_say_rate as f32;
    let claims = libm::exp2(-1.0 / month.parameters.voice.claim_half_life_ticks) as f32;
    let federated = month.rules.parallel_own_say;
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
