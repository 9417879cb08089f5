//! What holds in one month: set from the scenario, then shaped by shocks and safeguards.

use serde::{Deserialize, Serialize};

use crate::state::{DOMAINS_MAX, Tier};

use crate::parameters::Parameters;
use crate::parameters::environment::Environment;

/// Grievance beyond which a member minds enough to sign, to criticize and to join a bloc.
pub const MINDED: f32 = 0.1;

/// What presses from outside.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Pressure {
    /// 1 is a war for survival.
    pub threat: f64,
    /// Part of the threat that allies can relieve.
    pub isolation: f64,
    /// Share of income lost.
    pub scarcity: f64,
    /// Factor on what comes up to be decided.
    pub affairs: f64,
    /// Factor on income.
    pub income: f64,
    /// Factor on those who want to join.
    pub recruitment: f64,
    /// Factor on attempts to co-opt.
    pub cooptation: f64,
    /// Share of the allies that are lost.
    pub allies_lost: f64,
    /// Chance that each holder of a seat is lost this month.
    pub leaders_lost: f64,
    /// Money from a funder to the centre, in dues a member.
    pub windfall: f64,
    /// Means of production that fall to it, in dues a member.
    pub assets: f64,
    /// How far those outside the leading faction are set against it.
    pub rift: f64,
}

impl Pressure {
    /// What presses where no shock is on.
    pub fn without_shocks(environment: &Environment) -> Self {
        Self {
            threat: environment.threat,
            isolation: 0.0,
            scarcity: environment.scarcity,
            affairs: 1.0,
            income: 1.0,
            recruitment: 1.0,
            cooptation: 1.0,
            allies_lost: 0.0,
            leaders_lost: 0.0,
            windfall: 0.0,
            assets: 0.0,
            rift: 0.0,
        }
    }
}

/// A pause of the centre.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Pause {
    /// Share of the locals for which the centre pauses.
    pub scope: f64,
    /// Share of the month that it takes.
    pub part: f64,
    /// Where among the locals the pause begins, 0–1, so that it does not always meet the same ones.
    pub offset: f64,
}

/// The tiers that a rule is about: those that are named, or the executive and the committees where none is. In files it is a
/// list of tiers.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(from = "Vec<Tier>", into = "Vec<Tier>")]
pub struct Tiers(u8);

impl Tiers {
    /// Those that are named.
    pub fn of(named: &[Tier]) -> Self {
        Self(named.iter().fold(0, |set, tier| set | tier.bit()))
    }

    /// Whether a tier is among them.
    pub fn reach(self, tier: Tier) -> bool {
        let usual = Tier::Executive.bit() | Tier::Committee.bit();
        (if self.0 == 0 { usual } else { self.0 }) & tier.bit() != 0
    }
}

impl From<Vec<Tier>> for Tiers {
    fn from(named: Vec<Tier>) -> Self {
        Self::of(&named)
    }
}

impl From<Tiers> for Vec<Tier> {
    fn from(tiers: Tiers) -> Self {
        Tier::ALL.into_iter().filter(|tier| tiers.0 & tier.bit() != 0).collect()
    }
}

#[cfg(feature = "schema")]
impl schemars::JsonSchema for Tiers {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Tiers".into()
    }

    fn json_schema(generator: &mut schemars::SchemaGenerator) -> schemars::Schema {
        <Vec<Tier>>::json_schema(generator)
    }
}

/// Terms and limits.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct TermLimit {
    /// Whose mandates are limited.
    pub tiers: Tiers,
    /// Length of a term, in months.
    pub term_ticks: u32,
    /// Terms in a row that one person may serve.
    pub terms_in_a_row: u32,
    /// Months before a former holder may stand again.
    pub cooling_off_ticks: u32,
    /// Hours of a body that each handover takes.
    pub handover_hours: f64,
    /// Chance that a mandate follows the rule.
    pub compliance: f64,
}

/// Seats filled by lot.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Sortition {
    /// Whose mandates are drawn.
    pub tiers: Tiers,
    /// Chance that a mandate is.
    pub share: f64,
    /// Only those who came to this month's assembly are in the pool.
    pub present_only: bool,
}

impl Sortition {
    /// Chance that a mandate in a tier is filled by lot.
    pub fn chance(&self, tier: Tier) -> f64 {
        if self.tiers.reach(tier) { self.share } else { 0.0 }
    }
}

/// Seats kept for people who are new to office.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Newcomers {
    /// Whose seats are kept.
    pub tiers: Tiers,
    /// Share of the seats of a body, from the first.
    pub share: f64,
    /// Months out of office after which somebody counts as new again; `None` means never.
    pub new_again_ticks: Option<u32>,
    /// Chance that a seat that is to be filled follows the rule.
    pub compliance: f64,
}

impl Newcomers {
    /// Whether a seat of a body is one of those kept, by its position among so many.
    pub fn keeps(&self, tier: Tier, position: usize, seats: usize) -> bool {
        self.tiers.reach(tier) && (position as f64 + 0.5) / (seats as f64) < self.share
    }
}

/// Staff who must go after a time.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct StaffTerm {
    /// Months after which they must.
    pub term_ticks: u32,
    /// Month from which terms of the rule are counted.
    pub from_tick: u32,
    /// Chance that somebody whose time is over goes.
    pub compliance: f64,
}

/// Critics beside offices.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Critics {
    /// Beside whose offices.
    pub tiers: Tiers,
    /// They are members with a grievance, and not told to play the part.
    pub authentic: bool,
    /// Share of the mistakes that one sees who knows everything.
    pub weight: f64,
    /// Added to the chance that a claim is granted where every office has a critic.
    pub hearing: f64,
    /// Hours a month of the body that each takes.
    pub hours: f64,
    /// Chance that one is looked for where there is none.
    pub compliance: f64,
}

/// Audits at the end of a mandate.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Audit {
    /// Chance that a mandate is audited.
    pub probability: f64,
    /// Depth of an audit, 0–1.
    pub depth: f64,
    /// The assemblies audit, and not somebody sent by the executive.
    pub by_assemblies: bool,
    /// Hours that a full audit takes.
    pub hours: f64,
}

/// Holders can be voted out before their mandate is over.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Recall {
    /// Whose holders can be.
    pub tiers: Tiers,
    /// Share of the members who have to speak up for a vote to be held.
    pub signatures: f64,
    /// Months of a mandate in which nobody can be recalled.
    pub cooling_off_ticks: u32,
    /// Share of those of other factions who sign and vote against a holder for that alone.
    pub factional: f64,
    /// Hours that a ballot takes of each member present.
    pub hours: f64,
    /// Chance that a petition leads to a vote.
    pub compliance: f64,
}

impl Recall {
    /// A share of people, and of all others those whom it is enough that a holder is of another faction; `others` is the share
    /// of these.
    pub fn joined(&self, share: f64, others: f64) -> f64 {
        share + (1.0 - share) * self.factional * others
    }
}

/// Locals may leave.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Exodus {
    /// Mean grievance of a local at which it begins to think of leaving.
    pub threshold: f64,
    /// Share of the local's money that the leavers take.
    pub takes: f64,
    /// Chance that one that wants to leave is let go.
    pub compliance: f64,
}

/// What holds this month.
#[derive(Debug, Clone, PartialEq)]
pub struct Rules {
    /// What presses from outside, on the mean of the month.
    pub pressure: Pressure,
    /// What presses at the worst of the month: it counts where a threshold is passed.
    pub peak: Pressure,
    /// A shock is at work, beyond a twentieth of its strength.
    pub shocked: bool,
    /// Barrier against central routing, per domain, in logits.
    pub barrier: [f32; DOMAINS_MAX],
    /// Share of the locals' dues that stays with them whatever the precedents say.
    pub local_share_floor: f64,
    /// The centre pauses.
    pub pause: Option<Pause>,
    /// What is seen of the rest of the organization, 0–1.
    pub transparency: f32,
    /// Factor on stigma from being seen.
    pub exposure: f32,
    /// How far the organization equates itself with the state or the people.
    pub fusion: f64,
    /// Months that a matter travels to the centre and back.
    pub distance: f64,
    /// Appointments are made regardless of whom the patron knows.
    pub impartial: f64,
    /// Hours of each present member that safeguards take.
    pub member_hours: f32,
    /// Hours of each seat that safeguards take.
    pub seat_hours: f32,
    /// Money that safeguards take.
    pub upkeep: f64,
    /// Share of the centre's dues that a dissent bloc spends in the locals.
    pub dissent_share: f64,
    /// Share of central spending that goes missing.
    pub leak: f64,
    /// Share of matters bound for the centre that the parallel institution takes over.
    pub parallel_share: f32,
    /// Share of what stays with the locals that the parallel institution pools.
    pub parallel_resources: f64,
    /// How far members take what the parallel institution settles as their own say.
    pub parallel_own_say: f32,
    /// Terms and limits.
    pub term_limit: Option<TermLimit>,
    /// Seats filled by lot.
    pub sortition: Option<Sortition>,
    /// Seats kept for people who are new to office.
    pub newcomers: Option<Newcomers>,
    /// Staff who must go after a time.
    pub staff_term: Option<StaffTerm>,
    /// Offices that have a shadow.
    pub critics: Option<Critics>,
    /// Audits at the end of a mandate.
    pub audit: Option<Audit>,
    /// Holders can be recalled.
    pub recall: Option<Recall>,
    /// Locals may leave.
    pub exodus: Option<Exodus>,
    /// Alliances are kept up.
    pub allied: bool,
}

impl Rules {
    /// The rules of an ordinary month.
    pub fn new(parameters: &Parameters) -> Self {
        Self {
            pressure: Pressure::without_shocks(parameters.environment),
            peak: Pressure::without_shocks(parameters.environment),
            shocked: false,
            barrier: [parameters.precedent.barrier as f32; DOMAINS_MAX],
            local_share_floor: 0.0,
            pause: None,
            transparency: parameters.voice.transparency as f32,
            exposure: 1.0,
            fusion: parameters.voice.fusion,
            distance: parameters.work.distance_ticks,
            impartial: 0.0,
            member_hours: 0.0,
            seat_hours: 0.0,
            upkeep: 0.0,
            dissent_share: 0.0,
            leak: parameters.viability.leak,
            parallel_share: 0.0,
            parallel_resources: 0.0,
            parallel_own_say: 0.0,
            term_limit: None,
            sortition: None,
            newcomers: None,
            staff_term: None,
            critics: None,
            audit: None,
            recall: None,
            exodus: None,
            allied: false,
        }
    }
}
