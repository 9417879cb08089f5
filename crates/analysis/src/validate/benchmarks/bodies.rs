//! Offices, charters and emergency powers.

use super::{Quantity, Unfit, need, need_only, one, second_half};
use crate::validate::theory;
use thermidor_core::Model;
use thermidor_core::safeguards::time_bombed_committees::TimeBombedCommittees;
use thermidor_core::state::{Entry, Organization};
use thermidor_stats::Moments;

pub(super) fn lottery_coverage(scenario: &Model) -> Result<Vec<Quantity>, Unfit> {
    let mandates = &scenario.mandates;
    let lottery = scenario.safeguards.lottery.as_ref().filter(|rule| rule.share * rule.compliance == 1.0);
    need(lottery.is_some(), "every seat to be drawn by lot (safeguards.lottery.share = 1)")?;
    need(mandates.term_ticks == 1 && !mandates.staggered, "terms of one month that are not staggered")?;
    let seats = mandates.executive_seats + scenario.organization.domains * mandates.committee_seats;
    // The founding holders were elected; the first lots are drawn in month 1.
    let draws = f64::from(scenario.ticks) - 1.0;
    let never = theory::never_drawn(f64::from(seats), f64::from(scenario.organization.members), draws);
    one("share of members never drawn", never)
}

pub(super) fn read_never_drawn(organization: &Organization, _: &Model, _: &[Quantity]) -> Vec<f64> {
    let mut drawn = vec![false; organization.slots()];
    for mandate in organization.offices.mandates.iter().filter(|mandate| mandate.entry == Entry::Lottery) {
        drawn[mandate.holder as usize] = true;
    }
    let ever = drawn.iter().filter(|drawn| **drawn).count() as f64;
    vec![1.0 - ever / organization.size() as f64]
}

pub(super) fn term_limit(scenario: &Model) -> Result<Vec<Quantity>, Unfit> {
    let rule = scenario.safeguards.rotation.as_ref().filter(|rule| rule.compliance == 1.0);
    let rule = rule.ok_or(Unfit::NoLimit)?;
    need(scenario.mandates.appointed, "appointment at all times (mandates.appointed = true)")?;
    need(rule.term_ticks == 1 && scenario.mandates.term_ticks == 1, "terms of one month")?;
    need_only(scenario, &["rotation", "separation_of_party_and_state"])?;
    need(!scenario.mandates.staggered, "terms that are not staggered (mandates.staggered = false)")?;
    need(rule.from_tick == 0 && rule.until_tick.is_none(), "a limit at all times")?;
    let turnover = theory::turnover_under_limit(
        scenario.patronage.retention,
        rule.terms_in_a_row,
        second_half(scenario),
    );
    one("share of seats that change hands each term", turnover)
}

pub(super) fn read_turnover(organization: &Organization, _: &Model, _: &[Quantity]) -> Vec<f64> {
    let active = organization.centre().iter().filter(|body| body.active);
    let seats: usize = active.map(|body| body.seats.len()).sum();
    vec![f64::from(organization.books.flow.turnover[0]) / seats as f64]
}

/// The rule under which committees end, with the chance that one ends when it is due, and the months in which one is.
pub(super) fn charters(scenario: &Model) -> Result<(f64, &TimeBombedCommittees), Unfit> {
    let rule = scenario.safeguards.time_bombed_committees.as_ref().ok_or(Unfit::NoExpiry)?;
    need(rule.quorum == 0.0, "no quorum (safeguards.time_bombed_committees.quorum = 0)")?;
    need_only(scenario, &["time_bombed_committees"])?;
    need(rule.until_tick.is_none(), "charters that expire to the end (no until_tick)")?;
    Ok((rule.compliance * (1.0 - rule.rubber_stamp), rule))
}

pub(super) fn charter_age(scenario: &Model) -> Result<Vec<Quantity>, Unfit> {
    let (ends, rule) = charters(scenario)?;
    let committees = scenario.organization.domains;
    let due = |month, committee| rule.is_due(month, committee, committees);
    let (standing, age) =
        theory::charter_age(1.0 - ends, rule.gap_ticks, committees, due, second_half(scenario));
    Ok(vec![
        Quantity { name: "share of months in which a committee stands", theory: standing },
        Quantity { name: "mean age of its charter, times that share", theory: age },
    ])
}

pub(super) fn read_charter_age(organization: &Organization, _: &Model, _: &[Quantity]) -> Vec<f64> {
    let committees = &organization.offices.bodies[1..organization.command()];
    let many = committees.len() as f64;
    let standing = || committees.iter().filter(|body| body.active);
    let ages: f64 = standing().map(|body| f64::from(organization.tick - body.chartered)).sum();
    vec![standing().count() as f64 / many, ages / many]
}

/// Probability of powers, by month.
pub(super) fn duty(scenario: &Model) -> Result<Vec<f64>, Unfit> {
    need(scenario.shocks.civil_war.len() == 1, "one shock, shocks.civil_war")?;
    let war = &scenario.shocks.civil_war[0];
    need(war.rate_per_year > 0.0 && war.start_tick == 0, "it to come at a rate from month 0")?;
    need(
        war.decay_ticks == 0.0 && war.severity > scenario.emergency.threshold,
        "it to end at once, and to pass the threshold",
    )?;
    need(
        scenario.environment.threat_noise == 0.0,
        "a threat that does not waver (environment.threat_noise = 0)",
    )?;
    need(
        scenario.environment.threat <= scenario.emergency.threshold,
        "no emergency without it (environment.threat below emergency.threshold)",
    )?;
    need(
        scenario.emergency.softness == 0.0 && scenario.emergency.raise_rate == 1.0,
        "a sharp threshold (emergency.softness = 0, raise_rate = 1)",
    )?;
    need(scenario.emergency.ratchet == 0.0, "no ratchet (emergency.ratchet = 0)")?;
    need(scenario.safeguards.present().is_empty(), "no safeguards")?;
    let onset = 1.0 - libm::exp(-war.rate_per_year / 12.0);
    need(war.duration_ticks.fract() == 0.0, "it to last whole months")?;
    Ok(theory::duty_cycle(onset, war.duration_ticks as u32, scenario.emergency.end_rate, scenario.ticks))
}

pub(super) fn emergency_duty(scenario: &Model) -> Result<Vec<Quantity>, Unfit> {
    one(
        "share of months under emergency powers",
        mean_of(&duty(scenario)?[second_half(scenario).start as usize..]),
    )
}

pub(super) fn mean_of(values: &[f64]) -> f64 {
    values.iter().copied().collect::<Moments>().mean()
}

pub(super) fn read_powers(organization: &Organization, _: &Model, _: &[Quantity]) -> Vec<f64> {
    vec![f64::from(u8::from(organization.emergency.powers.is_some()))]
}
