//! What waits for the floor, and what waits for hands.

use super::{Quantity, Unfit, arrivals, everybody, need, one, one_local, ordinary_only, second_half};
use crate::validate::theory;
use crate::validate::theory::Floor;
use thermidor_core::Model;
use thermidor_core::state::{Local, Organization};

/// Refuses scenarios in which assemblies do not decide everything, one after the other.
fn assemblies_only(scenario: &Model) -> Result<(), Unfit> {
    need(scenario.precedent.barrier >= 50.0, "nothing to go to the centre (precedent.barrier = 100)")?;
    need(
        scenario.decisions.rate_threat == 0.0 || scenario.environment.threat == 0.0,
        "as much to come up in every month (decisions.rate_threat = 0)",
    )?;
    ordinary_only(scenario)
}

/// Refuses quorums.
fn no_quorum(scenario: &Model) -> Result<(), Unfit> {
    let meetings = &scenario.meetings;
    need(meetings.quorum == 0.0 && meetings.quorum_min == 0.0, "no quorum (meetings.quorum = quorum_min = 0)")
}

/// Refuses matters that lapse while they wait.
fn need_patience(scenario: &Model) -> Result<(), Unfit> {
    need(
        scenario.decisions.lapse_ticks >= scenario.ticks,
        "matters that do not lapse (decisions.lapse_ticks = ticks or more)",
    )
}

fn floor(scenario: &Model) -> Floor {
    let meetings = &scenario.meetings;
    Floor {
        hours: meetings.a_month * meetings.hours,
        matter: meetings.floor_hours,
        congestion: meetings.congestion,
        report: meetings.report_hours,
        group: meetings.working_group,
    }
}

pub(super) fn queue(scenario: &Model) -> Result<Vec<Quantity>, Unfit> {
    one_local(scenario)?;
    everybody(scenario)?;
    assemblies_only(scenario)?;
    let heard = Floor { group: 0, ..floor(scenario) }.heard(scenario.organization.members);
    need(
        (heard - 1.0).abs() < 1e-9 && scenario.meetings.working_group == 0,
        "a floor for one matter a month (meetings.a_month × hours = floor_hours, congestion = 0, working_group = 0)",
    )?;
    let load = arrivals(scenario);
    need(load < 1.0, "less than one matter a month to come up")?;
    need_patience(scenario)?;
    one("matters before the assembly", theory::queue_present(load, 1, second_half(scenario)))
}

pub(super) fn read_queue(organization: &Organization, _: &Model, _: &[Quantity]) -> Vec<f64> {
    vec![organization.agenda.decisions.len() as f64 + organization.books.flow.count.all()]
}

pub(super) fn heard(scenario: &Model) -> Result<Vec<Quantity>, Unfit> {
    one_local(scenario)?;
    assemblies_only(scenario)?;
    no_quorum(scenario)?;
    need_patience(scenario)?;
    let participation = &scenario.participation;
    need(
        participation.rate == 0.0 && participation.spread == 0.0,
        "everybody to come with the same chance (participation.rate = spread = 0)",
    )?;
    let floor = floor(scenario);
    need(
        arrivals(scenario) * floor.report >= floor.hours,
        "more to come up than reports alone leave time for (rate × members × report_hours at least a_month × hours)",
    )?;
    one("matters heard a month", floor.heard_by_some(scenario.organization.members, participation.founding))
}

pub(super) fn read_heard(organization: &Organization, _: &Model, _: &[Quantity]) -> Vec<f64> {
    vec![organization.books.flow.count.assemblies]
}

pub(super) fn group_size(scenario: &Model) -> Result<Vec<Quantity>, Unfit> {
    everybody(scenario)?;
    assemblies_only(scenario)?;
    no_quorum(scenario)?;
    need_patience(scenario)?;
    need(scenario.meetings.working_group == 0, "no working groups (meetings.working_group = 0)")?;
    need(scenario.organization.size_spread > 0.0, "groups of many sizes (organization.size_spread above 0)")?;
    let rate = scenario.decisions.rate;
    let size = floor(scenario).keeps_up(rate);
    // A group of one more falls behind by so much of what comes up; a month's matters have to have gathered by then.
    let behind = 1.0 - libm::pow(size / (libm::floor(size) + 1.0), 1.0 + scenario.meetings.congestion);
    let ahead = libm::pow(size / libm::floor(size), 1.0 + scenario.meetings.congestion) - 1.0;
    let months = f64::from(scenario.ticks);
    let noise = 5.0 / libm::sqrt(rate * size * months);
    need(
        behind - 1.0 / months > noise && ahead * rate * size > 1.0,
        "a history long enough to tell the group that keeps up from the next one (more ticks, or a larger rate)",
    )?;
    one("members of the largest group that keeps up", libm::floor(size))
}

/// A group keeps up where less waits than comes up in a month.
pub(super) fn read_group_size(organization: &Organization, scenario: &Model, _: &[Quantity]) -> Vec<f64> {
    let rate = scenario.decisions.rate;
    let keeps_up = |local: &&Local| f64::from(local.backlog) < rate * f64::from(local.count);
    let largest = organization.locals.iter().filter(keeps_up).map(|local| local.count).max();
    vec![f64::from(largest.unwrap_or(0))]
}

pub(super) fn best_size(scenario: &Model) -> Result<Vec<Quantity>, Unfit> {
    one_local(scenario)?;
    everybody(scenario)?;
    assemblies_only(scenario)?;
    no_quorum(scenario)?;
    hands_alone(scenario)?;
    let (meetings, work, people) =
        (&scenario.meetings, &scenario.work, f64::from(scenario.organization.members));
    need(scenario.decisions.urgency == 1.0, "urgent matters (decisions.urgency = 1)")?;
    need(arrivals(scenario) >= 10.0, "matters in every month (decisions.rate × members at least 10)")?;
    let called = meetings.convening_days * libm::sqrt(people) / 30.0;
    need(
        called < 0.5 / meetings.a_month,
        "urgent matters that never wait for a meeting (fewer meetings a month)",
    )?;
    let floor = Floor { group: 0, ..floor(scenario) }.heard(scenario.organization.members);
    need(floor > 10.0 * arrivals(scenario), "a floor that is long enough (less meetings.floor_hours)")?;
    // Of N matters of a month the last is heard at N/F of half of it.
    let heard = 0.25 * (arrivals(scenario) + 1.0) / floor;
    Ok(vec![
        Quantity { name: "months until an urgent matter is decided", theory: called + heard },
        Quantity {
            name: "months in which all hands together do one",
            theory: work.hours / (people * work.member_hours),
        },
    ])
}

pub(super) fn read_months(organization: &Organization, _: &Model, _: &[Quantity]) -> Vec<f64> {
    let flow = &organization.books.flow;
    let matters = flow.count.all();
    vec![flow.delay / matters, flow.work.1 / (matters * f64::from(organization.locals[0].hands))]
}

/// Refuses hands that are slowed by anything, and matters that are more or less work than others.
fn hands_alone(scenario: &Model) -> Result<(), Unfit> {
    need(scenario.work.skill_gain == 0.0, "hands that are all as fast (work.skill_gain = 0)")?;
    need(scenario.decisions.stakes_spread == 0.0, "equal stakes (decisions.stakes_spread = 0)")?;
    need(scenario.work.hours > 0.0, "something to carry out (work.hours above 0)")
}

/// Matters that the hands of a single local can do a month.
fn hands(scenario: &Model) -> Result<f64, Unfit> {
    one_local(scenario)?;
    everybody(scenario)?;
    assemblies_only(scenario)?;
    hands_alone(scenario)?;
    let floor = floor(scenario).heard(scenario.organization.members);
    need(floor > 10.0 * arrivals(scenario), "a floor that is long enough (less meetings.floor_hours)")?;
    Ok(scenario.work.member_hours * f64::from(scenario.organization.members) / scenario.work.hours)
}

pub(super) fn pooling(scenario: &Model) -> Result<Vec<Quantity>, Unfit> {
    let (hands, load) = (hands(scenario)?, arrivals(scenario));
    need(
        (hands - libm::round(hands)).abs() < 1e-9,
        "hands for whole matters (members × work.member_hours a multiple of work.hours)",
    )?;
    // The probability of none is then a number above 0.
    need(load < 700.0, "fewer than 700 matters a month to come up")?;
    need(load < hands, "less to come up than hands can do")?;
    // What is dropped has waited longer than theory ever sees.
    need(
        scenario.work.dropped_ticks * hands > 200.0 / (1.0 - load / hands),
        "work that is not dropped (work.dropped_ticks = 1200)",
    )?;
    one("matters' work before the hands", theory::queue_present(load, hands as u32, second_half(scenario)))
}

pub(super) fn read_work(organization: &Organization, scenario: &Model, _: &[Quantity]) -> Vec<f64> {
    let waits = f64::from(organization.locals[0].work) + organization.books.flow.work.1;
    vec![waits / scenario.work.hours]
}

pub(super) fn execution(scenario: &Model) -> Result<Vec<Quantity>, Unfit> {
    let (hands, load) = (hands(scenario)?, arrivals(scenario));
    let work = &scenario.work;
    // In all months enough comes up, and what lies there has gathered in a quarter of the time.
    need(load - 6.0 * libm::sqrt(load) > hands, "far more to come up than hands can do")?;
    let gathered = work.dropped_ticks * hands / (load - hands);
    need(
        f64::from(scenario.ticks) > 4.0 * gathered,
        "a history long enough for work to gather (more ticks)",
    )?;
    need(work.dropped_cost == 1.0, "the loss of a matter to be counted as one (work.dropped_cost = 1)")?;
    let (done, dropped) = theory::overworked(load, hands, work.dropped_ticks);
    Ok(vec![
        Quantity { name: "share of the waiting work that is done", theory: done },
        Quantity { name: "matters whose work is dropped a month", theory: dropped },
    ])
}

pub(super) fn read_done(organization: &Organization, _: &Model, _: &[Quantity]) -> Vec<f64> {
    vec![f64::from(organization.locals[0].done), organization.books.flow.damage]
}
