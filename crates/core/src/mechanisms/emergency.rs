//! Emergency: powers raised under threat and kept by their holders.
//!
//! They are raised with the chance `raise_rate · σ((alarm − threshold)/softness)` a month, the alarm being the threat of the worst week. While they are in force routing
//! favours the centre, appointment replaces election and dissent costs more. Below the threshold the chance that they end in
//! a month is `end_rate · (1 − own)^κ · (1 + age/12)^−κ · (1 + v·voice)`, where `own` is the holders' share of the influence
//! of the last months: the decision lies with the largest gainers.

use crate::mechanisms::elections::Polls;
use crate::mechanisms::mandates;
use crate::mechanisms::offices::leave_seat;
use crate::mechanisms::precedent;
use crate::mechanisms::settlement::count_backlogs;
use crate::mechanisms::tables::Tables;
use crate::month::Month;
use crate::random::StreamId;
use crate::state::{Exit, Organization, Powers, Reason, Tier, What};

/// Updates the threat; raises, keeps or ends the powers.
pub fn run(organization: &mut Organization, month: &Month, polls: &mut Polls, tables: &Tables) {
    let (pressure, peak) = (&month.rules.pressure, &month.rules.peak);
    let mut rng = month.rng(StreamId::Threat, 0);
    let noise = month.parameters.environment.threat_noise * rng.normal();
    organization.emergency.threat = (pressure.threat + pressure.isolation + noise).clamp(0.0, 1.0) as f32;
    let emergency = &month.parameters.emergency;
    // The worst week of a month is alarming enough.
    let alarm = (peak.threat + peak.isolation + noise).clamp(0.0, 1.0);
    let needed = alarm > emergency.threshold;
    match organization.emergency.powers {
        None if month.number >= organization.emergency.barred_until && is_raised(month, alarm) => {
            organization.emergency.powers = Some(Powers { since: month.number });
            organization.note(What::PowersRaised, 0, None, Reason::Threat);
        }
        Some(powers) if !needed => {
            let age = f64::from(month.number - powers.since) / 12.0;
            let given_up = emergency.end_rate
                * libm::pow(1.0 - holders_share(organization), emergency.ratchet)
                * libm::pow(1.0 + age, -emergency.ratchet)
                * (1.0 + emergency.voice * f64::from(organization.voice()));
            if month.rng(StreamId::Emergency, 0).chance(given_up.min(1.0)) {
                organization.emergency.powers = None;
                organization.note(What::PowersGivenUp, 0, None, Reason::ThreatOver);
            }
        }
        _ => {}
    }
    command(organization, month, polls, tables);
}

/// Whether an alarm raises the powers this month.
fn is_raised(month: &Month, alarm: f64) -> bool {
    let emergency = &month.parameters.emergency;
    let beyond = alarm - emergency.threshold;
    let chance = if emergency.softness > 0.0 {
        1.0 / (1.0 + libm::exp(-beyond / emergency.softness))
    } else {
        f64::from(u8::from(beyond > 0.0))
    };
    month.rng(StreamId::Emergency, 1).chance(emergency.raise_rate * chance)
}

/// The emergency command comes and goes with the powers; the executive fills its seats.
fn command(organization: &mut Organization, month: &Month, polls: &mut Polls, tables: &Tables) {
    let number = organization.command();
    let needed = organization.emergency.powers.is_some();
    if needed == organization.offices.bodies[number].active {
        return;
    }
    if !needed {
        precedent::succeed(organization, number, month.parameters.precedent.continuity);
    }
    organization.offices.bodies[number].active = needed;
    organization.offices.bodies[number].chartered = month.number;
    organization.offices.bodies[number].fit = 1.0;
    for seat in 0..organization.offices.bodies[number].seats.len() {
        leave_seat(organization, number, seat, month.number, Exit::Expiry);
    }
    mandates::fill_body(organization, month, polls, tables, number);
    count_backlogs(organization);
}

/// Share of the executive and the command in the influence of the last months.
fn holders_share(organization: &Organization) -> f64 {
    let total: f64 = organization.members.influence.iter().map(|x| f64::from(*x)).sum();
    let held: f64 = organization
        .offices
        .bodies
        .iter()
        .filter(|body| matches!(body.tier, Tier::Executive | Tier::Command))
        .flat_map(|body| body.seats.iter().filter_map(|seat| seat.holder))
        .map(|holder| f64::from(organization.members.influence[holder as usize]))
        .sum();
    if total > 0.0 { (held / total).min(1.0) } else { 0.0 }
}
