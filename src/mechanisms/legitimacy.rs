//! Legitimacy: each member's belief that the organization is theirs.
//!
//! Fed by own say and kept promises, eaten by grievance. It scales dues and attendance.

use crate::engine::{Organization, Tick};
use crate::parameters::parameters;

parameters! {
    /// Whether members hold it to be theirs.
    pub struct Legitimacy {
        /// Belief at the founding.
        founding: f64 = 0.8, in 0.0..=1.0, "share", "free";
        /// Months in which belief adapts.
        time_ticks: f64 = 12.0, in 1.0..=600.0, "months", "free";
        /// Weight of own say.
        own_say: f64 = 0.5, in 0.0..=1.0, "share", "free";
        /// Weight of promises kept.
        kept: f64 = 0.5, in 0.0..=1.0, "share", "free";
        /// How much full grievance takes away.
        grievance: f64 = 0.5, in 0.0..=1.0, "share", "free";
    }
}

/// Belief moves towards what members live through.
pub fn run(organization: &mut Organization, tick: &mut Tick) {
    let parameters = &tick.scenario.legitimacy;
    let rate = (1.0 / parameters.time_ticks) as f32;
    for local in &organization.locals {
        let fed = parameters.own_say as f32 * local.own_say + parameters.kept as f32 * local.kept;
        for i in local.members.clone() {
            let eaten = parameters.grievance as f32 * organization.members.grievance[i];
            let belief = &mut organization.members.legitimacy[i];
            *belief += rate * ((fed - eaten).clamp(0.0, 1.0) - *belief);
        }
    }
}
