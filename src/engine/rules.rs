//! What holds in one month: set from the scenario, then shaped by shocks and safeguards.

use serde::{Deserialize, Serialize};

use crate::scenario::Scenario;

/// Which central bodies a rule is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Tier {
    /// The executive.
    Executive,
    /// The standing committees.
    Committee,
    /// The emergency command, which exists only under emergency powers.
    Command,
}

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
}

/// What holds this month.
#[derive(Debug, Clone, PartialEq)]
pub struct Rules {
    /// What presses from outside.
    pub pressure: Pressure,
    /// A shock is on.
    pub shocked: bool,
    /// Barrier against central routing, per domain, in logits.
    pub barrier: Vec<f32>,
    /// Share of the locals' dues that stays with them whatever the precedents say.
    pub local_share_floor: f64,
    /// Share of the locals for which the centre pauses this month.
    pub disbanded: f32,
    /// What is seen of the rest of the organization, 0–1.
    pub transparency: f32,
    /// Factor on stigma from being seen.
    pub exposure: f32,
    /// Hours of each present member that safeguards take.
    pub member_hours: f32,
    /// Hours of each seat that safeguards take.
    pub seat_hours: f32,
    /// Money that safeguards take.
    pub upkeep: f64,
    /// Hours of the body that a handover takes.
    pub handover_hours: f32,
    /// Share of central income that a dissent bloc spends in the locals.
    pub dissent_share: f64,
}

impl Rules {
    /// The rules of an ordinary month.
    pub fn new(scenario: &Scenario) -> Self {
        Self {
            pressure: Pressure {
                threat: scenario.environment.threat,
                isolation: 0.0,
                scarcity: scenario.environment.scarcity,
                affairs: 1.0,
                income: 1.0,
            },
            shocked: false,
            barrier: vec![scenario.precedent.barrier as f32; scenario.organization.domains as usize],
            local_share_floor: 0.0,
            disbanded: 0.0,
            transparency: scenario.voice.transparency as f32,
            exposure: 1.0,
            member_hours: 0.0,
            seat_hours: 0.0,
            upkeep: 0.0,
            handover_hours: 0.0,
            dissent_share: 0.0,
        }
    }
}
