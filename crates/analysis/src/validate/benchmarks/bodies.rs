//! Precedents, offices, charters and emergency powers.

use super::{Quantity, Unfit, arrivals, need, need_only, one, one_local, second_half};
use crate::validate::theory;
use thermidor_core::Model;
use thermidor_core::state::{Entry, Organization};
use thermidor_stats::Moments;

pub(super) fn urn(scenario: &Model) -> Result<Vec<Quantity>, Unfit> {
    let precedent = &scenario.precedent;
    one_local(scenario)?;
    need(precedent.speed == 0.0 && precedent.contagion == 0.0, "precedent.speed = contagion = 0")?;
    need(precedent.half_life_ticks >= 1e9, "precedents that do not fade (half_life_ticks = 1e12)")?;
    need(scenario.decisions.stakes_spread == 0.0, "equal stakes (decisions.stakes_spread = 0)")?;
    let weight = arrivals(scenario) * precedent.founding_ticks;
    let share = precedent.founding_central_share;
    let initial = (share * weight, (1.0 - share) * weight);
    let moments =
        theory::urn(precedent.gamma, precedent.barrier, initial, arrivals(scenario), scenario.ticks)
            .ok_or(Unfit::TooLarge)?;
    Ok(vec![
        Quantity { name: "mean share of central precedents", theory: moments.mean },
        Quantity { name: "its variance between organizations", theory: moments.sd * moments.sd },
    ])
}

pub(super) fn read_urn(organization: &Organization, _: &Model, expected: &[Quantity]) -> Vec<f64> {
    let (central, local) = organization.locals[0].precedents[0];
    let share = f64::from(central) / f64::from(central + local);
    vec![share, (share - expected[0].theory) * (share - expected[0].theory)]
}

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

pub(super) fn charter_age(scenario: &Model) -> Result<Vec<Quantity>, Unfit> {
    let rule = scenario.safeguards.time_bombed_committees.as_ref();
    let rule = rule.ok_or(Unfit::NoExpiry)?;
    need(rule.quorum == 0.0, "no quorum (safeguards.time_bombed_committees.quorum = 0)")?;
    need_only(scenario, &["time_bombed_committees"])?;
    need(rule.until_tick.is_none(), "charters that expire to the end (no until_tick)")?;
    let renewal = 1.0 - rule.compliance * (1.0 - rule.rubber_stamp);
    let committees = scenario.organization.domains;
    let due = |month, committee| rule.is_due(month, committee, committees);
    let age = theory::charter_age(renewal, committees, due, second_half(scenario));
    one("mean age of committees' charters", age)
}

pub(super) fn read_charter_age(organization: &Organization, _: &Model, _: &[Quantity]) -> Vec<f64> {
    let committees = &organization.offices.bodies[1..organization.command()];
    let ages: f64 = committees.iter().map(|body| f64::from(organization.tick - body.chartered)).sum();
    vec![ages / committees.len() as f64]
}

/// Probability of powers, by month.
fn duty(scenario: &Model) -> Result<Vec<f64>, Unfit> {
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

fn mean_of(values: &[f64]) -> f64 {
    values.iter().copied().collect::<Moments>().mean()
}

pub(super) fn read_powers(organization: &Organization, _: &Model, _: &[Quantity]) -> Vec<f64> {
    vec![f64::from(u8::from(organization.emergency.powers.is_some()))]
}

pub(super) fn shot_noise(scenario: &Model) -> Result<Vec<Quantity>, Unfit> {
    let (precedent, decisions) = (&scenario.precedent, &scenario.decisions);
    one_local(scenario)?;
    need(precedent.gamma == 0.0 && precedent.speed == 0.0, "precedent.gamma = speed = 0")?;
    need(
        decisions.urgency == 1.0 && decisions.urgency_threat == 0.0 && decisions.rate_threat == 0.0,
        "decisions.urgency = 1, and urgency_threat = rate_threat = 0",
    )?;
    let routed = |push: f64| 1.0 / (1.0 + libm::exp(precedent.barrier - push));
    let (pushed, ordinary) = (routed(scenario.emergency.central_push), routed(0.0));
    let fade = libm::exp2(-1.0 / precedent.half_life_ticks);
    let matters = arrivals(scenario);
    // What comes in a month fades with what was there, so that expectations can be carried forward.
    let mut weight = matters * precedent.founding_ticks * precedent.founding_central_share;
    let by_month: Vec<f64> = (duty(scenario)?.into_iter())
        .map(|duty| {
            weight = fade * (weight + matters * (duty * pushed + (1.0 - duty) * ordinary));
            weight
        })
        .collect();
    one("mean weight of central precedent", mean_of(&by_month[second_half(scenario).start as usize..]))
}

pub(super) fn read_central_precedent(organization: &Organization, _: &Model, _: &[Quantity]) -> Vec<f64> {
    vec![f64::from(organization.locals[0].precedents[0].0)]
}
