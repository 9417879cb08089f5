//! Precedents: urns, habits, and what is left of them.

use super::bodies::{charters, duty, mean_of};
use super::{Quantity, Unfit, arrivals, need, one, one_local, ordinary_only, second_half};
use crate::validate::theory;
use thermidor_core::Model;
use thermidor_core::state::{Class, Habit, Local, Organization};

/// Refuses what moves a matter beside habit, barrier and powers.
fn barrier_only(scenario: &Model) -> Result<(), Unfit> {
    let precedent = &scenario.precedent;
    let others = [
        precedent.prior_ticks,
        precedent.bias,
        precedent.absence,
        precedent.listening,
        precedent.money,
        precedent.trust,
        precedent.speed,
        precedent.contagion,
    ];
    need(
        others.iter().all(|weight| *weight == 0.0),
        "precedent.prior_ticks = bias = absence = listening = money = trust = speed = contagion = 0",
    )?;
    ordinary_only(scenario)
}

/// Refuses habits that move a matter.
fn no_habit(scenario: &Model) -> Result<(), Unfit> {
    let precedent = &scenario.precedent;
    need(precedent.gamma == 0.0 && precedent.habit == 0.0, "no habit (precedent.gamma = habit = 0)")?;
    barrier_only(scenario)
}

/// Chance that a matter goes to the centre where nothing but barrier and a push moves it.
fn routed(scenario: &Model, push: f64) -> f64 {
    1.0 / (1.0 + libm::exp(scenario.precedent.barrier - push))
}

/// Share of the habit that is left at the end of a month.
fn fade(scenario: &Model) -> f64 {
    libm::exp2(-1.0 / scenario.precedent.half_life_ticks)
}

/// Weights of the founding generation: the centre's and the local's.
fn founding(scenario: &Model) -> (f64, f64) {
    let weight = arrivals(scenario) * scenario.precedent.founding_ticks;
    let share = scenario.precedent.founding_central_share;
    (share * weight, (1.0 - share) * weight)
}

fn ordinary(organization: &Organization) -> Habit {
    organization.locals[0].habits[Local::cell(0, Class::Ordinary)]
}

fn share(organization: &Organization) -> f64 {
    let habit = ordinary(organization);
    f64::from(habit.outside()) / f64::from(habit.outside() + habit.own)
}

pub(super) fn urn(scenario: &Model) -> Result<Vec<Quantity>, Unfit> {
    let precedent = &scenario.precedent;
    one_local(scenario)?;
    need(precedent.habit == 0.0, "no bounded habit beside the urn (precedent.habit = 0)")?;
    barrier_only(scenario)?;
    need(precedent.half_life_ticks >= 1e9, "precedents that do not fade (half_life_ticks = 1e12)")?;
    need(scenario.decisions.stakes_spread == 0.0, "equal stakes (decisions.stakes_spread = 0)")?;
    let moments = theory::urn(
        precedent.gamma,
        precedent.barrier,
        founding(scenario),
        arrivals(scenario),
        scenario.ticks,
    )
    .ok_or(Unfit::TooLarge)?;
    Ok(vec![
        Quantity { name: "mean share of central precedents", theory: moments.mean },
        Quantity { name: "its variance between organizations", theory: moments.sd * moments.sd },
    ])
}

pub(super) fn read_urn(organization: &Organization, _: &Model, expected: &[Quantity]) -> Vec<f64> {
    let share = share(organization);
    vec![share, (share - expected[0].theory) * (share - expected[0].theory)]
}

/// Matters a month from which chance is left out.
const MANY: f64 = 1000.0;

pub(super) fn habit(scenario: &Model) -> Result<Vec<Quantity>, Unfit> {
    let precedent = &scenario.precedent;
    one_local(scenario)?;
    barrier_only(scenario)?;
    need(precedent.gamma == 0.0, "no urn beside habit (precedent.gamma = 0)")?;
    need(
        arrivals(scenario) >= MANY,
        "so many matters that chance is small (decisions.rate × members at least 1000)",
    )?;
    let share = theory::habit(
        precedent.habit,
        precedent.barrier,
        founding(scenario),
        arrivals(scenario),
        fade(scenario),
        scenario.ticks,
    );
    one("share of the centre in the habit", share)
}

pub(super) fn read_share(organization: &Organization, _: &Model, _: &[Quantity]) -> Vec<f64> {
    vec![share(organization)]
}

pub(super) fn inheritance(scenario: &Model) -> Result<Vec<Quantity>, Unfit> {
    one_local(scenario)?;
    no_habit(scenario)?;
    let (ends, rule) = charters(scenario)?;
    need(
        rule.ceiling >= 1e3,
        "successors with a full mandate (safeguards.time_bombed_committees.ceiling = 1e6)",
    )?;
    need(rule.lifetime_ticks > rule.gap_ticks + 2, "a gap shorter than the life of a charter")?;
    let weight = theory::inherited(
        (founding(scenario).0, arrivals(scenario) * routed(scenario, 0.0), fade(scenario)),
        (ends, scenario.precedent.continuity, rule.gap_ticks),
        |month| rule.is_due(month, 1, 1),
        second_half(scenario),
    );
    one("mean weight of the committee's habit", weight)
}

pub(super) fn read_body_habit(organization: &Organization, _: &Model, _: &[Quantity]) -> Vec<f64> {
    vec![f64::from(ordinary(organization).body)]
}

pub(super) fn shot_noise(scenario: &Model) -> Result<Vec<Quantity>, Unfit> {
    let (precedent, decisions) = (&scenario.precedent, &scenario.decisions);
    one_local(scenario)?;
    no_habit(scenario)?;
    need(precedent.continuity == 1.0, "a command whose habits pass on (precedent.continuity = 1)")?;
    need(
        decisions.urgency == 1.0 && decisions.urgency_threat == 0.0 && decisions.rate_threat == 0.0,
        "decisions.urgency = 1, and urgency_threat = rate_threat = 0",
    )?;
    let (pushed, ordinary) = (routed(scenario, scenario.emergency.central_push), routed(scenario, 0.0));
    let (fade, matters) = (fade(scenario), arrivals(scenario));
    // What comes in a month fades with what was there, so that expectations can be carried forward.
    let mut weight = founding(scenario).0;
    let by_month: Vec<f64> = (duty(scenario)?.into_iter())
        .map(|duty| {
            weight = fade * (weight + matters * (duty * pushed + (1.0 - duty) * ordinary));
            weight
        })
        .collect();
    one("mean weight of central precedent", mean_of(&by_month[second_half(scenario).start as usize..]))
}

pub(super) fn read_central_precedent(organization: &Organization, _: &Model, _: &[Quantity]) -> Vec<f64> {
    vec![f64::from(ordinary(organization).outside())]
}
