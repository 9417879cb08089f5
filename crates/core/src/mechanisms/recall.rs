//! Recall: petitions against holders, and the votes that follow.

use crate::mechanisms::offices::{leave_seat, seat_id};
use crate::month::Month;
use crate::random::StreamId;
use crate::rules::MINDED;
use crate::rules::Recall;
use crate::state::{Exit, Organization, Reason, What};

/// Petitions of the month, and the votes that follow.
pub fn run(organization: &mut Organization, month: &Month, rule: &Recall) {
    // No vote is held under emergency powers, or with too few present.
    if organization.emergency.powers.is_some()
        || f64::from(organization.turnout) < month.parameters.mandates.quorum
    {
        return;
    }
    let speakers = f64::from(organization.voice());
    let against = share_of_present(organization, |i| organization.members.grievance[i] > MINDED);
    let mut ballot = false;
    for body in 0..organization.offices.bodies.len() {
        if !organization.offices.bodies[body].active
            || !rule.tiers.reach(organization.offices.bodies[body].tier)
        {
            continue;
        }
        for seat in 0..organization.offices.bodies[body].seats.len() {
            ballot |= petition(organization, month, rule, (body, seat), speakers, against);
        }
    }
    if ballot {
        organization.owe_hours(rule.hours);
    }
}

/// Holds a vote on a holder if the rule is followed; a majority against ends the mandate.
fn petition(
    organization: &mut Organization,
    month: &Month,
    rule: &Recall,
    (body, seat): (usize, usize),
    speakers: f64,
    against: f64,
) -> bool {
    let state = organization.offices.bodies[body].seats[seat];
    let Some(holder) = state.holder else { return false };
    if state.months(month.number) < rule.cooling_off_ticks {
        return false;
    }
    let others = share_of_present(organization, |i| organization.members.faction[i] != state.faction);
    let signed = rule.joined(speakers, others);
    let mut rng = month.rng(StreamId::Recall, seat_id((body, seat)));
    if signed < rule.signatures || !rng.chance(rule.compliance) {
        return false;
    }
    if rule.joined(against, others) > 0.5 {
        organization.note(What::Recalled, body, Some(holder), Reason::VotersHadEnough);
        leave_seat(organization, body, seat, month.number, Exit::Recall);
    }
    true
}

/// Share of those at this month's assemblies of whom something holds.
pub(super) fn share_of_present(organization: &Organization, holds: impl Fn(usize) -> bool) -> f64 {
    let (mut all, mut so) = (0u32, 0u32);
    for i in (0..organization.slots()).filter(|slot| organization.is_present(*slot)) {
        all += 1;
        so += u32::from(holds(i));
    }
    f64::from(so) / f64::from(all.max(1))
}
