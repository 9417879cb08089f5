//! What holds in one month: set from the scenario, then shaped by shocks and safeguards.

use crate::state::DOMAINS_MAX;

use crate::parameters::Parameters;
use crate::parameters::environment::Environment;
use crate::safeguards::freedom_to_split::FreedomToSplit;
use crate::safeguards::lottery::Lottery;
use crate::safeguards::newcomers_quota::NewcomersQuota;
use crate::safeguards::public_audit::PublicAudit;
use crate::safeguards::recall::Recall;
use crate::safeguards::rotation::Rotation;
use crate::safeguards::shadow_office::ShadowOffice;
use crate::safeguards::staff_rotation::StaffRotation;

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
            rift: 0.0,
        }
    }
}

/// A pause of the centre.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Pause {
    /// Share of the locals for which the centre pauses.
    pub scope: f64,
    /// Where among the locals the pause begins, 0–1, so that it does not always meet the same ones.
    pub offset: f64,
}

/// What holds this month.
#[derive(Debug, Clone, PartialEq)]
pub struct Rules<'a> {
    /// What presses from outside.
    pub pressure: Pressure,
    /// A shock is on.
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
    /// Share of central income that a dissent bloc spends in the locals.
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
    pub rotation: Option<&'a Rotation>,
    /// Seats filled by lot.
    pub lottery: Option<&'a Lottery>,
    /// Seats kept for people who are new to office.
    pub newcomers: Option<&'a NewcomersQuota>,
    /// Staff who must go after a time.
    pub staff_rotation: Option<&'a StaffRotation>,
    /// Offices that have a shadow.
    pub shadow_office: Option<&'a ShadowOffice>,
    /// Audits at the end of a mandate.
    pub audit: Option<&'a PublicAudit>,
    /// Holders can be recalled.
    pub recall: Option<&'a Recall>,
    /// Locals may leave.
    pub split: Option<&'a FreedomToSplit>,
}

impl Rules<'_> {
    /// The rules of an ordinary month.
    pub fn new(parameters: &Parameters) -> Self {
        Self {
            pressure: Pressure::without_shocks(parameters.environment),
            shocked: false,
            barrier: [parameters.precedent.barrier as f32; DOMAINS_MAX],
            local_share_floor: 0.0,
            pause: None,
            transparency: parameters.voice.transparency as f32,
            exposure: 1.0,
            fusion: parameters.voice.fusion,
            distance: parameters.capacity.distance_ticks,
            impartial: 0.0,
            member_hours: 0.0,
            seat_hours: 0.0,
            upkeep: 0.0,
            dissent_share: 0.0,
            leak: parameters.viability.leak,
            parallel_share: 0.0,
            parallel_resources: 0.0,
            parallel_own_say: 0.0,
            rotation: None,
            lottery: None,
            newcomers: None,
            staff_rotation: None,
            shadow_office: None,
            audit: None,
            recall: None,
            split: None,
        }
    }
}
