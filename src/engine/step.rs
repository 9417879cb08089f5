//! The month: this list of phases *is* the schedule.

use super::{Luck, Organization, Rules, Tick};
use crate::mechanisms as m;
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
    Attendance "attendance" m::participation::meet: "Members come to their assembly or stay away.";
    Capacity "capacity" m::capacity::run: "Hours of assemblies, seats and staff are counted.";
    Arrivals "arrivals" m::decisions::run: "Matters come up in the locals, and each goes to the assembly or to the centre.";
    Settlement "settlement" m::capacity::settle: "Oldest first, matters are settled while hours last; whoever shaped them gets the influence.";
    Influence "influence" m::shaping::run: "The month's influence reaches the people who were there.";
    Precedent "precedent" m::precedent::run: "What was settled where becomes precedent; old precedents fade.";
    Skill "skill" m::skill::run: "Those who decide learn, the others forget.";
    Participation "participation" m::participation::run: "Members come more or less as they find that it matters.";
    Deference "deference" m::deference::run: "Some look for somebody else to listen to.";
    Legitimacy "legitimacy" m::legitimacy::run: "Own say and kept promises feed the belief that the organization is theirs.";
    Voice "voice" m::voice::run: "Grievance grows or fades; some speak up; claims are granted or refused.";
    Mandates "mandates" m::mandates::run: "Terms end; seats are filled by election or appointment, or stay as they are.";
    Apparatus "apparatus" m::apparatus::run: "The centre hires or lets go.";
    Viability "viability" m::viability::run: "Dues come in, wages and costs go out.";
}

/// Simulates one month.
pub fn month(organization: &mut Organization, scenario: &Scenario, luck: &Luck, number: u32) {
    let mut tick = Tick { number, scenario, rules: Rules::new(scenario), luck };
    organization.tick = number;
    organization.flow = Default::default();
    let levels: Vec<f64> = organization.shocks.iter().map(|levels| levels[number as usize]).collect();
    tick.rules.shocked = levels.iter().any(|level| *level > 0.05);
    scenario.shocks.press(&levels, &mut tick.rules.pressure);
    scenario.safeguards.shape(organization, &mut tick);
    for phase in PHASES {
        (phase.run)(organization, &mut tick);
        scenario.safeguards.act(phase.name, organization, &mut tick);
    }
    close(organization, &tick);
}

/// Closes the books: the ledgers must balance, and the month is recorded.
fn close(organization: &mut Organization, tick: &Tick) {
    let flow = &organization.flow;
    let settled = flow.stakes.0 + flow.stakes.1;
    let shaped: f64 = flow.influence.iter().sum();
    debug_assert!(
        (settled - shaped).abs() <= 1e-3 * settled.max(1.0),
        "influence {shaped} from stakes {settled}"
    );
    debug_assert!(
        mandates_balance(organization),
        "a held seat without an open mandate, or the other way round"
    );
    let recent = &mut organization.recent;
    let fade = 11.0 / 12.0;
    recent.stakes = (recent.stakes.0 * fade + flow.stakes.0, recent.stakes.1 * fade + flow.stakes.1);
    recent.selections = (
        recent.selections.0 * fade + f64::from(flow.selections.0),
        recent.selections.1 * fade + f64::from(flow.selections.1),
    );
    let share = (recent.stakes.0 / (recent.stakes.0 + recent.stakes.1).max(1e-9)) as f32;
    let collapsed = organization.months_insolvent > tick.scenario.viability.months_below_zero;
    let removability = organization.removability;
    organization.record.month(&tick.scenario.capture, share, removability, tick.rules.shocked, collapsed);
}

/// Every open mandate is a held seat, and every held seat one open mandate.
fn mandates_balance(organization: &Organization) -> bool {
    let held = organization.bodies.iter().flat_map(|body| &body.seats).filter(|seat| seat.holder.is_some());
    let open = organization.mandates.iter().filter(|mandate| mandate.left.is_none()).count();
    let offices: usize = organization.members.seats.iter().map(|seats| usize::from(*seats)).sum();
    held.clone().count() == open
        && offices == open
        && held.clone().all(|seat| {
            organization.mandates[seat.mandate as usize].holder == seat.holder.unwrap_or(u32::MAX)
        })
}
