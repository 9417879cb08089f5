//! Voice: who sees concentration, who minds, who speaks up, and what comes of it.
//!
//! A member sees what the own local lost, and what the others lost in proportion to transparency. Grievance
//! follows the gap to tolerance. A member speaks where grievance + share of own ties who speak ≥
//! threshold·(1 + stigma) (Granovetter). Stigma grows with threat × fusion, since where party is state
//! dissent is treason, and with being seen.

use crate::engine::{Draw, Organization, TIES, Tick};
use crate::parameters::parameters;

parameters! {
    /// Who speaks up.
    pub struct Voice {
        /// Mean threshold to speak up.
        threshold: f64 = 0.55, in 0.0..=5.0, "share", "free";
        /// Spread of the thresholds (standard deviation).
        threshold_spread: f64 = 0.25, in 0.0..=5.0, "share", "free";
        /// Mean concentration that is taken without complaint.
        tolerance: f64 = 0.3, in 0.0..=1.0, "share", "free";
        /// Months in which grievance adapts.
        time_ticks: f64 = 6.0, in 1.0..=600.0, "months", "free";
        /// What is seen of the rest of the organization in ordinary times.
        transparency: f64 = 0.3, in 0.0..=1.0, "share", "free";
        /// How far the organization equates itself with the state or the people.
        fusion: f64 = 0.3, in 0.0..=1.0, "share", "free";
        /// Chance a month that a claim backed by everybody is granted.
        response: f64 = 0.15, in 0.0..=1.0, "a month", "free";
        /// Barrier against central routing that a granted claim brings; it fades within a year.
        claim: f64 = 0.5, in 0.0..=10.0, "logits", "free";
        /// How fast refused claims turn hope into cynicism.
        cynicism: f64 = 0.05, in 0.0..=1.0, "a month", "free";
    }
}

/// Grievance, voice and claims of a month.
pub fn run(organization: &mut Organization, tick: &mut Tick) {
    let voice = &tick.scenario.voice;
    let powers = if organization.powers.is_some() { tick.scenario.emergency.stigma } else { 0.0 };
    let stigma =
        (f64::from(organization.threat) * voice.fusion * 2.0 + powers) * f64::from(tick.rules.exposure);
    organization.stigma = stigma as f32;
    grieve(organization, tick);
    speak(organization);
    claim(organization, tick);
}

fn grieve(organization: &mut Organization, tick: &Tick) {
    let rate = (1.0 / tick.scenario.voice.time_ticks) as f32;
    let count = organization.locals.len() as f32;
    // What is published: how the affairs of all locals were settled.
    let elsewhere = organization.locals.iter().map(|local| 1.0 - local.own_say).sum::<f32>() / count;
    let seen = tick.rules.transparency;
    for local in &organization.locals {
        let visible = 0.5 * (1.0 - local.own_say) + 0.5 * seen * elsewhere;
        for i in local.members.clone() {
            let members = &mut organization.members;
            let paid = members.hired_at[i] != u32::MAX;
            let minded = if paid { 0.0 } else { ((visible - members.tolerance[i]) * 1.5).clamp(0.0, 1.0) };
            members.grievance[i] += rate * (minded - members.grievance[i]);
        }
    }
}

fn speak(organization: &mut Organization) {
    let before = organization.members.speaks.clone();
    let cost = 1.0 + organization.stigma;
    for local in &organization.locals {
        for i in local.members.clone() {
            let members = &mut organization.members;
            let others = members.ties[i].iter().filter(|&&j| before[j as usize]).count() as f32 / TIES as f32;
            let felt = members.grievance[i] + others;
            // Cynicism: what never helped is not worth the cost.
            members.speaks[i] = felt * local.hope >= members.voice_threshold[i].max(0.02) * cost;
        }
    }
}

fn claim(organization: &mut Organization, tick: &Tick) {
    let voice = &tick.scenario.voice;
    for number in 0..organization.locals.len() {
        let local = &mut organization.locals[number];
        let speakers =
            organization.members.speaks[local.members.clone()].iter().filter(|speaks| **speaks).count();
        let share = speakers as f64 / local.members.len() as f64;
        if share == 0.0 {
            local.hope += 0.01 * (1.0 - local.hope);
            continue;
        }
        let mut dice = tick.luck.dice(Draw::Claims, tick.number, number as u32);
        organization.flow.claims.0 += share;
        if dice.chance(voice.response * share) {
            local.claim += voice.claim as f32;
            local.hope += 0.3 * (1.0 - local.hope);
            organization.flow.claims.1 += share;
        } else {
            local.hope *= 1.0 - (voice.cynicism * share) as f32;
        }
    }
}
