//! Secession: a local whose grievance is collective wants to leave.
//!
//! Where secession is allowed, the local becomes an organization of its own with its members and its money, an ally if it
//! was federated. Where it is not, the local is suppressed, at a cost.

use crate::month::Month;
use crate::random::StreamId;
use crate::simd;
use crate::state::{Autonomy, Organization, Reason, What};

/// Lets locals leave, or suppresses them.
pub fn run(organization: &mut Organization, month: &mut Month) {
    let parameters = &month.parameters.secession;
    if parameters.rate <= 0.0 {
        return;
    }
    let rule = month.rules.exodus;
    let threshold = rule.map_or(parameters.threshold, |rule| rule.threshold);
    for number in 0..organization.locals.len() {
        let local = &organization.locals[number];
        // Fewer than five members make no organization.
        if local.count < 5 || local.autonomy == Autonomy::Seceded {
            continue;
        }
        let sum = simd::sum(&organization.members.grievance[local.slots.clone()]);
        if f64::from(sum) <= threshold * f64::from(local.count) {
            continue;
        }
        let mut rng = month.rng(StreamId::Secession, number as u32);
        if !rng.chance(parameters.rate) {
            continue;
        }
        match rule.filter(|rule| rng.chance(rule.compliance)) {
            Some(rule) => {
                organization.secession.leaving.push((number as u32, rule.takes));
                organization.note(What::Seceded, number, None, Reason::LocalHadEnough);
            }
            None => suppress(organization, month, number),
        }
    }
}

fn suppress(organization: &mut Organization, month: &Month, number: usize) {
    let parameters = &month.parameters.secession;
    let cost = parameters.suppression_cost * f64::from(organization.locals[number].count);
    organization.treasury.reserve -= cost;
    organization.books.flow.money.1 += cost;
    organization.locals[number].hope *= (1.0 - parameters.suppression_hope) as f32;
    organization.note(What::Suppressed, number, None, Reason::LeavingNotAllowed);
}
