//! Participation: who comes, and why fewer or more come next time.
//!
//! A member comes with probability participation × (1 − w + w·legitimacy). Participation moves towards
//! `base + gain · own say`, less fatigue where meetings ask for more hours than people have.

use crate::engine::{Draw, Organization, Tick, unit};
use crate::mechanisms::shaping;
use crate::parameters::parameters;

parameters! {
    /// Who comes.
    pub struct Participation {
        /// Participation at the founding.
        founding: f64 = 0.6, in 0.0..=1.0, "share", "free";
        /// How far members' founding participation spreads to either side.
        spread: f64 = 0.2, in 0.0..=1.0, "share", "free";
        /// How far attendance depends on legitimacy (w).
        legitimacy: f64 = 0.5, in 0.0..=1.0, "share", "free";
        /// Participation of those who find that it changes nothing.
        base: f64 = 0.05, in 0.0..=1.0, "share", "free";
        /// What full own say adds.
        gain: f64 = 0.75, in 0.0..=1.0, "share", "free";
        /// Months in which participation adapts.
        time_ticks: f64 = 9.0, in 1.0..=600.0, "months", "free";
        /// Hours that each who comes can give a month.
        hours: f64 = 4.0, in 0.1..=200.0, "hours a month", "free";
        /// Loss of participation for each hour asked beyond half of those.
        fatigue: f64 = 0.06, in 0.0..=1.0, "share an hour", "free";
    }
}

/// Who comes to this month's assembly, and with what weight.
pub fn meet(organization: &mut Organization, tick: &mut Tick) {
    let mut column = tick.luck.column(Draw::Attendance, tick.number);
    let standing = tick.scenario.shaping.standing;
    let weights = shaping::weights(organization, standing);
    let belief = tick.scenario.participation.legitimacy as f32;
    let members = &mut organization.members;
    for local in &mut organization.locals {
        let (mut present, mut skill, mut sum, mut squares) = (0u32, 0.0f32, 0.0f32, 0.0f32);
        let slots = local.slots.clone();
        let chances = members.participation[slots.clone()].iter().zip(&members.legitimacy[slots.clone()]);
        let words = column.next(slots.len());
        let comes = members.present[slots.clone()].iter_mut().zip(words).zip(chances);
        for ((comes, word), (participation, legitimacy)) in comes {
            *comes = unit(*word) < participation * (1.0 - belief + belief * legitimacy);
        }
        let standing = members.followers[slots.clone()].iter().zip(&members.skill[slots.clone()]);
        // Half of them come, and nobody can guess which: adding nothing is cheaper than branching.
        for (comes, (followers, its)) in members.present[slots].iter().zip(standing) {
            let there = f32::from(u8::from(*comes));
            let weight = there * weights[*followers as usize];
            present += u32::from(*comes);
            skill += there * its;
            sum += weight;
            squares += weight * weight;
        }
        local.present = present as f32;
        local.skill = if present > 0 { skill / present as f32 } else { 0.0 };
        local.weight = (sum, squares);
    }
    shaping::keep_weights(organization, standing, weights);
    let present: f32 = organization.locals.iter().map(|local| local.present).sum();
    organization.turnout = present / organization.count.max(1) as f32;
}

/// Members come more or less as they find that it matters.
pub fn run(organization: &mut Organization, tick: &mut Tick) {
    let parameters = &tick.scenario.participation;
    let rate = (1.0 / parameters.time_ticks) as f32;
    for local in &mut organization.locals {
        let asked = tick.rules.member_hours + local.backlog / local.present.max(1.0);
        let tired = (asked - 0.5 * parameters.hours as f32).max(0.0) * parameters.fatigue as f32;
        let target = (parameters.base as f32 + parameters.gain as f32 * local.own_say - tired.min(0.5))
            .clamp(0.0, 1.0);
        let slots = local.slots.clone();
        let members = &mut organization.members;
        for (participation, taken) in
            members.participation[slots.clone()].iter_mut().zip(&members.taken[slots])
        {
            let moved = *participation + rate * (target - *participation);
            *participation = if *taken { moved } else { *participation };
        }
    }
    organization.flow.safeguard_hours += f64::from(
        tick.rules.member_hours * organization.locals.iter().map(|local| local.present).sum::<f32>(),
    );
}
