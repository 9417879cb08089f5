//! The month: this list of phases *is* the schedule.

use std::ops::ControlFlow;

use crate::state::{Flow, NONE, Organization};
use crate::random::Luck;
use crate::budget::{Means, Stopped};
use crate::month::{Neighbours, Tick};
use crate::rules::Rules;
use crate::outcome::Month;
use crate::mechanisms as m;
use crate::safeguards;
use crate::scenario::Scenario;

/// A step of the month.
pub struct Phase {
    /// Its name.
    pub name: PhaseName,
    /// What happens in it.
    pub doc: &'static str,
    run: fn(&mut Organization, &mut Tick),
}

macro_rules! phases {
    ($($name:ident $label:literal $run:path : $doc:literal;)*) => {
        /// Names of the phases; safeguards act after one of them.
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub enum PhaseName { $(#[doc = $doc] $name),* }

        impl PhaseName {
            /// Name in words.
            pub fn label(self) -> &'static str {
                match self { $(Self::$name => $label),* }
            }
        }

        /// What happens in a month, in this order.
        pub static PHASES: &[Phase] = &[$(Phase { name: PhaseName::$name, doc: $doc, run: $run }),*];
    };
}

phases! {
    Emergency "emergency" m::emergency::run: "Threat is felt; emergency powers are raised, kept or given up.";
    Losses "losses" m::mandates::losses: "The enemy may take leaders.";
    Attendance "attendance" m::participation::meet: "Members come to their assembly or stay away.";
    Capacity "capacity" m::capacity::run: "Hours of assemblies, seats and staff are counted.";
    Arrivals "arrivals" m::decisions::run: "Matters come up in the locals, and each goes to the assembly, to the centre or to a parallel institution.";
    Settlement "settlement" m::capacity::settle: "Oldest first, matters are settled while hours last; whoever shaped them gets the influence.";
    Influence "influence" m::shaping::run: "The month's influence reaches the people who were there.";
    Precedent "precedent" m::precedent::run: "What was settled where becomes precedent; old precedents fade.";
    Structures "structures" m::structures::run: "The world moves on, and charters fit it less.";
    Skill "skill" m::skill::run: "Those who decide learn, the others forget.";
    Participation "participation" m::participation::run: "Members come more or less as they find that it matters.";
    Deference "deference" m::deference::run: "Some look for somebody else to listen to.";
    Legitimacy "legitimacy" m::legitimacy::run: "Own say, kept promises and fair selections feed the belief that the organization is theirs.";
    Voice "voice" m::voice::run: "Grievance grows or fades; some speak up; claims are granted or refused.";
    Cooptation "co-optation" m::cooptation::run: "Outside actors try to win those who hold seats; some are found out.";
    Mandates "mandates" m::mandates::run: "Terms end; seats are filled by election, appointment or lot, or stay as they are.";
    Apparatus "apparatus" m::apparatus::run: "The centre hires or lets go.";
    Viability "viability" m::viability::run: "Dues come in, wages and costs go out.";
    Secession "secession" m::secession::run: "A local that has had enough leaves, or is held down.";
    Membership "membership" m::membership::run: "Members leave, are expelled, and join.";
}

/// Hears of each part of the work as it ends, so that it can be timed and ended: the engine itself reads no clock.
pub type Watch<'a> = &'a mut dyn FnMut(&'static str) -> ControlFlow<()>;

/// What surrounds an organization for a month.
pub struct Around<'a> {
    /// What is assumed.
    pub scenario: &'a Scenario,
    /// The organization's luck.
    pub luck: &'a Luck,
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
pub fn month(organization: &mut Organization, around: Around, watch: Watch) -> Result<(), Stopped> {
    let Around { scenario, luck, number, neighbours, means } = around;
    let mut go_on = |part| match watch(part) {
        ControlFlow::Continue(()) => Ok(()),
        ControlFlow::Break(()) => Err(Stopped::Cancelled),
    };
    let (cups, rules) = (luck.cups(number), Rules::new(scenario));
    let mut tick = Tick { number, scenario, rules, luck, cups, neighbours, means, excess: None };
    organization.tick = number;
    organization.flow = Flow::default();
    let levels = organization.shocks.iter().map(|levels| levels[number as usize]);
    tick.rules.shocked = levels.clone().any(|level| level > 0.05);
    scenario.shocks.press(levels, &mut tick.rules.pressure);
    scenario.safeguards.end(None, organization, &tick);
    scenario.safeguards.shape(organization, &mut tick);
    let guarded = scenario.safeguards.any(number);
    go_on("rules")?;
    for phase in PHASES {
        (phase.run)(organization, &mut tick);
        if let Some(excess) = tick.excess.take() {
            return Err(Stopped::Exceeded(excess));
        }
        if guarded {
            scenario.safeguards.act(phase.name, organization, &mut tick);
        }
        go_on(phase.name.label())?;
    }
    safeguards::repeal::run(organization, &tick);
    close(organization, &tick);
    means.hold(organization).map_err(Stopped::Exceeded)?;
    go_on("books")
}

/// Closes the books: the ledgers must balance, and the month is recorded.
fn close(organization: &mut Organization, tick: &Tick) {
    let flow = &organization.flow;
    let settled = flow.stakes.0 + flow.stakes.1 + flow.stakes.2;
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
    let recent = &mut organization.recent;
    let fade = 11.0 / 12.0;
    recent.stakes =
        (recent.stakes.0 * fade + flow.stakes.0, recent.stakes.1 * fade + flow.stakes.1 + flow.stakes.2);
    recent.selections = (
        recent.selections.0 * fade + f64::from(flow.selections.0),
        recent.selections.1 * fade + f64::from(flow.selections.1),
    );
    let viability = &tick.scenario.viability;
    let founded = f64::from(organization.seceded + organization.count);
    let month = Month {
        central_share: (recent.stakes.0 / (recent.stakes.0 + recent.stakes.1).max(1e-9)) as f32,
        removability: organization.removability,
        shocked: tick.rules.shocked,
        collapsed: organization.months_insolvent > viability.months_below_zero
            || organization.count < viability.members_min,
        split: f64::from(organization.seceded) > tick.scenario.capture.split_share * founded,
    };
    organization.record.month(&tick.scenario.capture, month);
}

/// Every open mandate is a held seat, and every held seat one open mandate.
fn mandates_balance(organization: &Organization) -> bool {
    let held = organization.bodies.iter().flat_map(|body| &body.seats).filter(|seat| seat.holder.is_some());
    let open = organization.mandates.iter().filter(|mandate| mandate.left.is_none()).count();
    let offices: usize = organization.members.seats.iter().map(|seats| usize::from(*seats)).sum();
    held.clone().count() == open
        && offices == open
        && held
            .clone()
            .all(|seat| organization.mandates[seat.mandate as usize].holder == seat.holder.unwrap_or(NONE))
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
        && hired == organization.staff.len()
        && members.speaks.iter().filter(|speaks| **speaks).count() == organization.speaking as usize
        && organization.locals.iter().map(|local| local.count).sum::<u32>() == organization.count
        && members.followers.iter().zip(&members.taken).all(|(followers, taken)| *taken || *followers == 0)
}
