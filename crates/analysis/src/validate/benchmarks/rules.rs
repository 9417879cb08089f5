//! Majorities, rules that members take up and keep, and money.

use super::{
    Quantity, Unfit, arrivals, everybody, need, need_only, one, one_local, ordinary_only, second_half,
};
use crate::validate::theory;
use thermidor_core::Model;
use thermidor_core::safeguards::Adopted;
use thermidor_core::safeguards::separation_of_party_and_state::SeparationOfPartyAndState;
use thermidor_core::state::Organization;

pub(super) fn majority(scenario: &Model) -> Result<Vec<Quantity>, Unfit> {
    let mandates = &scenario.mandates;
    let lottery = scenario.safeguards.lottery.as_ref().filter(|rule| rule.share * rule.compliance == 1.0);
    need(lottery.is_some(), "every seat to be drawn by lot (safeguards.lottery.share = 1)")?;
    need_only(scenario, &["lottery"])?;
    need(mandates.term_ticks == 1 && !mandates.staggered, "terms of one month that are not staggered")?;
    need(scenario.patronage.factions == 2, "two factions (patronage.factions = 2)")?;
    let seats = mandates.executive_seats + scenario.organization.domains * mandates.committee_seats;
    need(seats % 2 == 1, "an odd number of seats")?;
    need(
        scenario.organization.members >= 200 * seats,
        "two hundred members a seat, so that lots are independent",
    )?;
    Ok(vec![
        Quantity {
            name: "replaceability of the majority, over the binomial tail of its members",
            theory: 1.0,
        },
        Quantity {
            name: "share of months in which one faction has at most half, over that tail",
            theory: 1.0,
        },
    ])
}

pub(super) fn read_majority(organization: &Organization, _: &Model, _: &[Quantity]) -> Vec<f64> {
    let seats = || organization.centre().iter().filter(|body| body.active).flat_map(|body| &body.seats);
    let many = seats().count();
    let first = seats().filter(|seat| seat.faction == 0).count();
    let rules = u32::from(2 * first < many);
    let tail = |faction: u32| {
        let members = organization.members.faction.iter().zip(&organization.members.taken);
        let theirs = members.filter(|(its, taken)| **taken && **its == faction).count();
        theory::at_most_half(many as u32, theirs as f64 / organization.size() as f64)
    };
    let lost = f64::from(rules);
    vec![f64::from(organization.offices.replaceability) / tail(rules), lost / tail(0)]
}

/// Chance a month of motions that come so often a year.
fn monthly(motions_per_year: f64) -> f64 {
    1.0 - libm::exp(-motions_per_year / 12.0)
}

pub(super) fn adoption(scenario: &Model) -> Result<Vec<Quantity>, Unfit> {
    let (adoption, repeal, emergency) = (&scenario.adoption, &scenario.repeal, &scenario.emergency);
    everybody(scenario)?;
    need(
        scenario.safeguards.present() == ["separation_of_party_and_state"],
        "one safeguard, separation_of_party_and_state",
    )?;
    let rule = scenario.safeguards.separation_of_party_and_state.as_ref();
    let is_moved = |rule: &&SeparationOfPartyAndState| rule.adopted == Adopted::Moved && rule.from_tick == 0;
    need(rule.filter(is_moved).is_some(), "it to be moved from month 0 (adopted = \"moved\")")?;
    need(
        scenario.environment.threat == 1.0
            && scenario.environment.threat_noise == 0.0
            && emergency.softness == 0.0
            && emergency.raise_rate == 1.0
            && emergency.threshold < 1.0,
        "powers at all times (environment.threat = 1, threat_noise = 0, emergency.softness = 0, raise_rate = 1)",
    )?;
    need(
        adoption.foresight - adoption.reluctance - adoption.interest >= 20.0,
        "every motion for it to pass (adoption.foresight = 50, interest = 0)",
    )?;
    need(
        repeal.emergency - repeal.reluctance - repeal.restraint >= 20.0,
        "every motion against it to pass (repeal.emergency = 20, reluctance = restraint = 0)",
    )?;
    let (births, deaths) = (monthly(adoption.motions_per_year), monthly(repeal.motions_per_year));
    one(
        "share of months after which the rule is in force",
        theory::in_force(births, deaths, second_half(scenario)),
    )
}

pub(super) fn read_in_force(organization: &Organization, _: &Model, _: &[Quantity]) -> Vec<f64> {
    vec![organization.adopted.iter().flatten().count() as f64]
}

pub(super) fn practice(scenario: &Model) -> Result<Vec<Quantity>, Unfit> {
    let adoption = &scenario.adoption;
    let rule = scenario.safeguards.staff_rotation.as_ref();
    let rule =
        rule.filter(|rule| rule.from_tick == 0 && rule.until_tick.is_none() && rule.training_hours > 0.0);
    let present = scenario.safeguards.present() == ["staff_rotation"];
    let rule = rule.filter(|_| present && scenario.repeal.motions_per_year == 0.0);
    let Some(rule) = rule else {
        return Err(Unfit::Needs {
            what: "one safeguard, staff_rotation, at all times, and no motions to repeal it".to_owned(),
        });
    };
    need(scenario.work.seat_hours == 0.0, "breaking it to gain as much as can be (work.seat_hours = 0)")?;
    need(
        scenario.voice.tolerance == 1.0
            && scenario.voice.tolerance_spread == 0.0
            && scenario.environment.threat == 0.0,
        "nobody to speak, and no emergency (voice.tolerance = 1, tolerance_spread = 0, environment.threat = 0)",
    )?;
    let kept = adoption.kept_up * scenario.voice.transparency;
    one("practice of the rule", theory::practice(rule.compliance, kept, adoption.worn, second_half(scenario)))
}

pub(super) fn read_practice(organization: &Organization, _: &Model, _: &[Quantity]) -> Vec<f64> {
    vec![organization.practice.iter().flatten().sum()]
}

pub(super) fn budget(scenario: &Model) -> Result<Vec<Quantity>, Unfit> {
    let (budget, precedent, viability) = (&scenario.budget, &scenario.precedent, &scenario.viability);
    one_local(scenario)?;
    ordinary_only(scenario)?;
    need(
        precedent.barrier <= -50.0 && precedent.bias >= 20.0 && precedent.habit == 0.0,
        "everything to go to the centre but the budget (precedent.barrier = -100, bias = 20, habit = 0)",
    )?;
    need(scenario.legitimacy.dues_floor == 1.0, "everybody to pay (legitimacy.dues_floor = 1)")?;
    need(budget.thrift == 0.0 && budget.assets_months == 0.0, "budget.thrift = assets_months = 0")?;
    need(
        viability.leak == 0.0 && viability.wrong_cost == 0.0,
        "no losses (viability.leak = wrong_cost = 0)",
    )?;
    // Spending is a sum of Poisson numbers, which must stay below the dues.
    let spent = scenario.decisions.rate * viability.execution_cost;
    let matters = arrivals(scenario) * f64::from(budget.period_ticks);
    need(
        spent * (1.0 + 6.0 / libm::sqrt(matters)) < 1.0,
        "less to be spent than comes in (rate × execution_cost)",
    )?;
    let first = budget.founding_central_dues;
    let share = theory::budget(first, spent, budget.step, budget.period_ticks, second_half(scenario));
    one("centre's share of the dues", share)
}

pub(super) fn read_central_dues(organization: &Organization, _: &Model, _: &[Quantity]) -> Vec<f64> {
    vec![organization.treasury.central_dues]
}
