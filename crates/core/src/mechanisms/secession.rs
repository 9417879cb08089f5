//! Secession: a local whose grievance is collective wants to leave.
//!
//! Where it is allowed it goes with its people and its money and becomes an organization of its own, an ally
//! if it was federated. Where it is not allowed it is held down, at a cost.

use crate::state::{Autonomy, Organization, What};
use crate::random::Draw;
use crate::month::Tick;
use crate::simd;

/// Locals leave or are held down.
pub fn run(organization: &mut Organization, tick: &mut Tick) {
    let parameters = &tick.scenario.secession;
    if parameters.rate <= 0.0 {
        return;
    }
    let rule = tick.rules.split;
    let threshold = rule.map_or(parameters.threshold, |rule| rule.threshold);
    for number in 0..organization.locals.len() {
        let local = &organization.locals[number];
        // Fewer than five cannot make an organization of their own.
        if local.count < 5 || local.autonomy == Autonomy::Seceded {
            continue;
        }
        let sum = simd::sum(&organization.members.grievance[local.slots.clone()]);
        if f64::from(sum) <= threshold * f64::from(local.count) {
            continue;
        }
        let mut dice = tick.dice(Draw::Secession, number as u32);
        if !dice.chance(parameters.rate) {
            continue;
        }
        match rule.filter(|rule| dice.chance(rule.compliance)) {
            Some(rule) => {
                organization.leaving.push((number as u32, rule.takes));
                organization.note(What::Seceded, number, None, "most of its members had had enough");
            }
            None => suppress(organization, tick, number),
        }
    }
}

fn suppress(organization: &mut Organization, tick: &Tick, number: usize) {
    let parameters = &tick.scenario.secession;
    let cost = parameters.suppression_cost * f64::from(organization.locals[number].count);
    organization.reserve -= cost;
    organization.flow.money.1 += cost;
    organization.locals[number].hope *= (1.0 - parameters.suppression_hope) as f32;
    organization.note(What::Suppressed, number, None, "leaving is not allowed");
}
