//! Critics beside offices: their choice, and how far they are heard.

use crate::mechanisms::offices::seat_id;
use crate::month::Month;
use crate::random::StreamId;
use crate::rules::Critics;
use crate::rules::MINDED;
use crate::state::Organization;

/// Increase by critics of the probability that a claim is granted.
pub fn hearing(organization: &Organization, rule: &Critics) -> f64 {
    let seats = organization.centre().iter().filter(|body| body.active).flat_map(|body| &body.seats);
    let (mut all, mut shadowed) = (0.0, 0.0);
    for seat in seats {
        all += 1.0;
        shadowed += f64::from(u8::from(seat.shadow.is_some()));
    }
    rule.hearing * rule.weight * shadowed / f64::max(all, 1.0)
}

/// Finds critics for offices without one; critics without grievance leave.
pub fn fill(organization: &mut Organization, month: &Month, rule: &Critics) {
    for body in 0..organization.offices.bodies.len() {
        let state = &organization.offices.bodies[body];
        if !state.active || !rule.tiers.reach(state.tier) {
            continue;
        }
        for seat in 0..organization.offices.bodies[body].seats.len() {
            let shadow = organization.offices.bodies[body].seats[seat].shadow;
            let kept = shadow.filter(|&who| serves(organization, rule, who));
            organization.offices.bodies[body].seats[seat].shadow =
                kept.or_else(|| find(organization, month, rule, seat_id((body, seat))));
        }
    }
}

fn serves(organization: &Organization, rule: &Critics, who: u32) -> bool {
    let members = &organization.members;
    let i = who as usize;
    members.taken[i]
        && members.seats[i] == 0
        && !members.paid[i]
        && (!rule.authentic || members.grievance[i] > MINDED)
}

fn find(organization: &Organization, month: &Month, rule: &Critics, id: u32) -> Option<u32> {
    let mut rng = month.rng(StreamId::Shadow, id);
    if !rng.chance(rule.compliance) {
        return None;
    }
    (0..month.parameters.mandates.asked)
        .map(|_| (rng.below(organization.slots() as u32), rng.unit()))
        .find(|&(who, uniform)| {
            serves(organization, rule, who)
                && uniform < f64::from(organization.members.participation[who as usize])
        })
        .map(|(who, _)| who)
}
