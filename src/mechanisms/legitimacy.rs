//! Legitimacy: each member's belief that the organization is theirs.
//!
//! Fed by own say, promises kept and selections seen to be fair, eaten by grievance, which is the visible gap
//! between what is said and what is. It scales dues, attendance, recruitment and how far decisions of the
//! centre are carried out.

use crate::engine::{Entry, Organization, Seat, Tick};
use crate::parameters::parameters;

parameters! {
    /// Whether members hold it to be theirs.
    pub struct Legitimacy {
        /// Belief at the founding.
        founding: f64 = 0.8, in 0.0..=1.0, "share", "free";
        /// Months in which belief adapts.
        time_ticks: f64 = 12.0, in 1.0..=600.0, "months", "free";
        /// Weight of own say.
        own_say: f64 = 0.45, in 0.0..=1.0, "share", "free";
        /// Weight of promises kept.
        kept: f64 = 0.45, in 0.0..=1.0, "share", "free";
        /// Weight of fairness: the share of seats that were voted for or drawn, as far as it is seen.
        fairness: f64 = 0.1, in 0.0..=1.0, "share", "free";
        /// How much full grievance takes away.
        grievance: f64 = 0.5, in 0.0..=1.0, "share", "free";
        /// Share of the centre's decisions that a local without any belief does not carry out.
        refusal: f64 = 0.3, in 0.0..=1.0, "share", "free";
        /// Share of their dues that members without any belief still pay.
        dues_floor: f64 = 0.6, in 0.0..=1.0, "share", "free";
    }
}

/// Belief moves towards what members live through.
pub fn run(organization: &mut Organization, tick: &mut Tick) {
    let parameters = &tick.scenario.legitimacy;
    let rate = (1.0 / parameters.time_ticks) as f32;
    let fair = parameters.fairness as f32 * seen_fairness(organization, tick);
    for local in &mut organization.locals {
        let fed = parameters.own_say as f32 * local.own_say + parameters.kept as f32 * local.kept + fair;
        let mut sum = 0.0;
        let (slots, members) = (local.slots.clone(), &mut organization.members);
        let minds = members.grievance[slots.clone()].iter().zip(&members.taken[slots.clone()]);
        for (belief, (grievance, taken)) in members.legitimacy[slots].iter_mut().zip(minds) {
            let eaten = parameters.grievance as f32 * grievance;
            let moved = *belief + rate * ((fed - eaten).clamp(0.0, 1.0) - *belief);
            // An empty slot stays at 0.
            *belief = if *taken { moved } else { *belief };
            sum += *belief;
        }
        local.belief = sum / local.count.max(1) as f32;
    }
}

/// What is not seen is taken to be fair.
fn seen_fairness(organization: &Organization, tick: &Tick) -> f32 {
    let held =
        || organization.centre().iter().flat_map(|body| &body.seats).filter(|seat| seat.holder.is_some());
    let unfair = |seat: &&Seat| matches!(seat.entry, Entry::Appointment | Entry::Holdover);
    let share = held().filter(unfair).count() as f32 / held().count().max(1) as f32;
    1.0 - share * (0.5 + 0.5 * tick.rules.transparency)
}
