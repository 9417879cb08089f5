//! Memory that a run takes, estimated before it is simulated: what is counted grows with the scenario, so that a few
//! numbers of a file cannot ask for more than a machine has.

use std::mem::size_of;

use crate::budget::{ENTRIES, Means, PLACES};
use crate::measures::MEASURES;
use crate::mechanisms::joining::stride;
use crate::outcome::Condition;
use crate::scenario::Scenario;
use crate::state::{Body, Decision, Event, Habit, Level, Local, Mandate, Seat};

/// Bytes of a slot in all columns of members but the ties, and in scratch: `tests/memory.rs` compares.
const SLOT: u64 = 54 + 8;
/// Bytes of a tie.
const TIE: u64 = size_of::<u32>() as u64;
/// Bytes that an allocator keeps with each small list.
const LIST: u64 = 16;

/// Bytes of the world of one run at its largest: with as many members as can join. Organizations that split off take what their members took before.
pub fn world_bytes(scenario: &Scenario) -> u64 {
    let (organizations, ticks) = (u64::from(scenario.world.organizations), u64::from(scenario.ticks));
    let members = people(scenario);
    let seats = u64::from(scenario.seats());
    // Nobody's shocks are kept twice, and each is kept for all months.
    let shocks = scenario.shocks.timings().len() as u64 * ticks * size_of::<Level>() as u64;
    let bodies = u64::from(scenario.organization.domains + 3) * size_of::<Body>() as u64;
    let each = bodies + seats * size_of::<Seat>() as u64 + shocks + organizations * TIE;
    let held = locals(scenario, members) + matters(scenario, members) + entries(scenario, seats);
    organizations.saturating_mul(each).saturating_add(held)
}

/// Bytes of the histories of one run, apart from what [`world_bytes`] counts.
pub fn history_bytes(scenario: &Scenario) -> u64 {
    let months = u64::from(scenario.world.organizations) * u64::from(scenario.ticks);
    months * (MEASURES.len() * size_of::<f32>() + size_of::<Condition>()) as u64
}

/// Members of all organizations at their largest: as many as can join in all months at the worst that shocks can bring, up
/// to `membership.size_max`.
fn people(scenario: &Scenario) -> u64 {
    let founders = u64::from(scenario.organization.members) * u64::from(scenario.world.organizations);
    let worst = scenario.shocks.worst(scenario.ticks, scenario.world.organizations);
    let recruitment = worst.largest(|pressure| pressure.recruitment).map_or(1.0, |(_, most)| most.max(1.0));
    let joining = 1.0 + scenario.membership.entry * recruitment;
    let growth = libm::pow(joining, f64::from(scenario.ticks)).min(scenario.membership.size_max.max(1.0));
    ((founders as f64 * growth) as u64).min(PLACES)
}

/// Bytes of locals with slots for so many members: a local has room for a quarter more, in whole rows.
fn locals(scenario: &Scenario, members: u64) -> u64 {
    let organization = &scenario.organization;
    let each = stride(&scenario.parameters()) as u64 * (SLOT + TIE * u64::from(scenario.deference.ties));
    let habits = u64::from(organization.domains) * 2 * size_of::<Habit>() as u64 + LIST;
    let size = organization.members / organization.many_locals();
    let many = members.div_ceil(u64::from(size.max(1))).max(u64::from(scenario.world.organizations));
    many * (each + habits + size_of::<Local>() as u64)
}

/// Bytes of matters that wait until they lapse, in a list that doubles when it is full.
fn matters(scenario: &Scenario, members: u64) -> u64 {
    let decisions = &scenario.decisions;
    let coming = decisions.rate * (1.0 + decisions.rate_threat) * members as f64;
    let waiting = coming * f64::from(decisions.lapse_ticks);
    let most = Means::of(&scenario.parameters()).matters;
    2 * (waiting as u64).min(most) * size_of::<Decision>() as u64
}

/// Bytes of mandates, with two events each, where everybody serves their term.
fn entries(scenario: &Scenario, seats: u64) -> u64 {
    let terms = 1 + u64::from(scenario.ticks / scenario.mandates.term_ticks);
    let mandates = seats * u64::from(scenario.world.organizations) * terms;
    mandates.min(ENTRIES / 3) * (size_of::<Mandate>() + 2 * size_of::<Event>()) as u64
}
