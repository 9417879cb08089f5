//! Skill: people learn by deciding and forget without practice. Staff learn too.

use crate::engine::{Organization, Tick};
use crate::parameters::parameters;

parameters! {
    /// Who learns.
    pub struct Skill {
        /// Skill at the founding.
        founding: f64 = 0.5, in 0.0..=1.0, "share", "free";
        /// How far members' founding skills spread to either side.
        spread: f64 = 0.2, in 0.0..=1.0, "share", "free";
        /// Months of practice in which what is left to learn shrinks to a third.
        learning_ticks: f64 = 24.0, in 1.0..=1e12, "months", "two to three years at most to learn a post";
        /// Months without practice in which skill shrinks to a third.
        forgetting_ticks: f64 = 60.0, in 1.0..=1e12, "months", "free";
    }
}

/// Those who decide learn, the others forget.
pub fn run(organization: &mut Organization, tick: &mut Tick) {
    let learn = (1.0 / tick.scenario.skill.learning_ticks) as f32;
    let forget = (1.0 / tick.scenario.skill.forgetting_ticks) as f32;
    let members = &mut organization.members;
    for local in &organization.locals {
        let slots = local.slots.clone();
        let work = members.seats[slots.clone()].iter().zip(&members.paid[slots.clone()]);
        let days = work.zip(&members.present[slots.clone()]);
        for (skill, ((seats, paid), present)) in members.skill[slots].iter_mut().zip(days) {
            // As numbers and not as branches, since nobody can guess who was there.
            let assembly = f32::from(u8::from(*present)) * local.own_say;
            let practice = assembly.max(f32::from(u8::from((*seats > 0) | *paid)));
            *skill = *skill + learn * practice * (1.0 - *skill) - forget * (1.0 - practice) * *skill;
        }
    }
}
