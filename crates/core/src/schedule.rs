//! The month: this list of phases *is* the schedule.

use std::ops::ControlFlow;

use crate::budget::{Means, Stopped};
use crate::mechanisms as m;
use crate::mechanisms::scratch::Scratch;
use crate::month::{Month, Neighbours};
use crate::outcome::Signs;
use crate::phase::PhaseName;
use crate::random::Streams;
use crate::rules::Rules;
use crate::safeguards;
use crate::scenario::Scenario;
use crate::state::{Flow, NONE, Organization};

/// A phase of the month: its name, and what it does to an organization.
pub struct Phase {
    /// Its name.
    pub name: PhaseName,
    run: fn(&mut Organization, &mut Month, &mut Scratch),
}

/// The phases of a month, in this order.
pub static PHASES: [Phase; PhaseName::ALL.len()] = [
    Phase { name: PhaseName::Emergency, run: |o, m, s| m::emergency::run(o, m, &mut s.polls, &s.tables) },
    Phase { name: PhaseName::Losses, run: |o, m, s| m::mandates::losses(o, m, &mut s.buffers) },
    Phase {
        name: PhaseName::Attendance,
        run: |o, m, s| m::participation::run(o, m, &mut s.tables, &mut s.buffers),
    },
    Phase { name: PhaseName::Floor, run: |o, m, s| m::floor::run(o, m, &mut s.tables) },
    Phase { name: PhaseName::Arrivals, run: |o, m, s| m::decisions::run(o, m, &mut s.view, &mut s.matters) },
    Phase {
        name: PhaseName::Settlement,
        run: |o, m, s| m::settlement::run(o, m, &mut s.settling, &s.tables),
    },
    Phase { name: PhaseName::Influence, run: |o, m, s| m::shaping::run(o, m, &s.tables) },
    Phase { name: PhaseName::Execution, run: |o, m, _| m::execution::run(o, m) },
    Phase { name: PhaseName::Precedent, run: |o, m, _| m::precedent::run(o, m) },
    Phase { name: PhaseName::Structures, run: |o, m, _| m::structures::run(o, m) },
    Phase { name: PhaseName::Skill, run: |o, m, s| m::skill::run(o, m, &mut s.posts) },
    Phase {
        name: PhaseName::Deference,
        run: |o, m, s| m::deference::run(o, m, &mut s.buffers, &mut s.pulls, &mut s.seekers),
    },
    Phase { name: PhaseName::Legitimacy, run: |o, m, _| m::legitimacy::run(o, m) },
    Phase { name: PhaseName::Voice, run: |o, m, s| m::voice::run(o, m, &mut s.buffers, &mut s.posts) },
    Phase { name: PhaseName::Cooptation, run: |o, m, _| m::cooptation::run(o, m) },
    Phase {
        name: PhaseName::Mandates,
        run: |o, m, s| m::mandates::run(o, m, (&mut s.polls, &s.tables), &mut s.due, &mut s.holders),
    },
    Phase { name: PhaseName::Apparatus, run: |o, m, _| m::apparatus::run(o, m) },
    Phase { name: PhaseName::Viability, run: |o, m, _| m::viability::run(o, m) },
    Phase { name: PhaseName::Secession, run: |o, m, _| m::secession::run(o, m) },
    Phase {
        name: PhaseName::Membership,
        run: |o, m, s| m::membership::run(o, m, &mut s.buffers, &mut s.gone),
    },
];

/// Hears of each part of the work as it ends, so that it can be timed and ended: the engine itself reads no clock.
pub type Watch<'a> = &'a mut dyn FnMut(&'static str) -> ControlFlow<()>;

/// What surrounds an organization for a month.
pub struct Around<'a> {
    /// What is assumed.
    pub scenario: &'a Scenario,
    /// The organization's random streams.
    pub streams: &'a Streams,
    /// Number of the month.
    pub number: u32,
    /// What its allies were doing at the end of last month.
    pub neighbours: Neighbours,
    /// What it may hold.
    pub means: Means,
}

/// Simulates one month.
///
/// # Errors
/// When `watch` ends it, or the organization would hold more than it may; it is then between two phases.
pub fn month(
    organization: &mut Organization,
    around: Around,
    scratch: &mut Scratch,
    watch: Watch,
) -> Result<(), Stopped> {
    let Around { scenario, streams, number, neighbours, means } = around;
    let mut go_on = |part| match watch(part) {
        ControlFlow::Continue(()) => Ok(()),
        ControlFlow::Break(()) => Err(Stopped::Cancelled),
    };
    let parameters = scenario.parameters();
    let (keys, rules) = (streams.month_keys(number), Rules::new(&parameters));
    let mut month = Month { number, parameters, rules, streams, keys, neighbours, means, excess: None };
    organization.tick = number;
    organization.books.flow = Flow::default();
    let levels = organization.shocks.iter().map(|levels| levels[number as usize]);
    month.rules.shocked = levels.clone().any(|level| level.peak > 0.05);
    scenario.shocks.press(levels.clone().map(|level| level.mean), &mut month.rules.pressure);
    scenario.shocks.press(levels.map(|level| level.peak), &mut month.rules.peak);
    scenario.safeguards.end(None, organization, &month);
    scenario.safeguards.begin(organization, &month);
    scenario.safeguards.shape(organization, &mut month);
    let guarded = scenario.safeguards.any(number);
    go_on("rules")?;
    for phase in &PHASES {
        (phase.run)(organization, &mut month, scratch);
        if let Some(excess) = month.excess.take() {
            return Err(Stopped::Exceeded(excess));
        }
        if guarded {
            scenario.safeguards.act(phase.name, organization, &mut month, scratch);
        }
        if organization.is_large() {
            scratch.free();
        }
        go_on(phase.name.label())?;
    }
    organization.keeps_alliances = month.rules.allied;
    safeguards::adoption::run(organization, &month, &scenario.safeguards);
    close(organization, &month);
    means.hold(organization).map_err(Stopped::Exceeded)?;
    go_on("books")
}

/// Closes the books: the ledgers must balance, and the month is recorded.
fn close(organization: &mut Organization, month: &Month) {
    let flow = &organization.books.flow;
    let settled = flow.stakes.all();
    let shaped: f64 = flow.influence.iter().sum();
    debug_assert!(
        (settled - shaped).abs() <= 1e-4 * settled.max(1.0),
        "influence {shaped} from stakes {settled}"
    );
    debug_assert!(
        mandates_balance(organization),
        "a held seat without an open mandate, or the other way round"
    );
    debug_assert!(members_balance(organization), "members, followers or staff miscounted");
    let recent = &mut organization.books.recent;
    let fade = 11.0 / 12.0;
    recent.stakes.follow(fade, &flow.stakes);
    recent.big.follow(fade, &flow.big);
    recent.open.follow(fade, &flow.open);
    recent.selections = (
        recent.selections.0 * fade + f64::from(flow.selections.0),
        recent.selections.1 * fade + f64::from(flow.selections.1),
    );
    let viability = &month.parameters.viability;
    let founded = f64::from(organization.secession.seceded + organization.count);
    let signs = Signs {
        central_share: (recent.stakes.centre() / recent.stakes.all().max(1e-9)) as f32,
        replaceability: organization.offices.replaceability,
        open: (
            (recent.open.centre() / recent.open.all().max(1e-9)) as f32,
            organization.offices.replaceability_open,
        ),
        shocked: month.rules.shocked,
        collapsed: organization.treasury.months_insolvent > viability.months_below_zero
            || organization.count < viability.members_min,
        split: f64::from(organization.secession.seceded) > month.parameters.capture.split_share * founded,
    };
    organization.books.record.month(month.parameters.capture, signs);
}

/// Every open mandate is a held seat, and every held seat one open mandate.
fn mandates_balance(organization: &Organization) -> bool {
    let held =
        organization.offices.bodies.iter().flat_map(|body| &body.seats).filter(|seat| seat.holder.is_some());
    let open = organization.offices.mandates.iter().filter(|mandate| mandate.left.is_none()).count();
    let offices: usize = organization.members.seats.iter().map(|seats| usize::from(*seats)).sum();
    held.clone().count() == open
        && offices == open
        && held.clone().all(|seat| {
            organization.offices.mandates[seat.mandate as usize].holder == seat.holder.unwrap_or(NONE)
        })
}

/// Counts agree with columns, and as many ties point at members as members have.
fn members_balance(organization: &Organization) -> bool {
    let members = &organization.members;
    let taken = members.taken.iter().filter(|taken| **taken).count();
    let ties = members.ties.iter().filter(|tie| **tie != NONE).count();
    let followers: usize = members.followers.iter().map(|followers| *followers as usize).sum();
    let hired = members.paid.iter().filter(|paid| **paid).count();
    taken == organization.size()
        && ties == followers
        && hired == organization.offices.staff.len()
        && members.speaks.iter().filter(|speaks| **speaks).count() == organization.speaking as usize
        && organization.locals.iter().map(|local| local.count).sum::<u32>() == organization.count
        && members.followers.iter().zip(&members.taken).all(|(followers, taken)| *taken || *followers == 0)
}
