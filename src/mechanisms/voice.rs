//! Voice: who sees concentration, who minds, who speaks up, and what comes of it.
//!
//! A member sees what the own local lost, and what the others lost in proportion to transparency. Grievance
//! follows the gap to tolerance. A member speaks where grievance + share of own ties who speak ≥
//! threshold·(1 + stigma) (Granovetter). Stigma grows with threat × fusion, since where party is state
//! dissent is treason, and with being seen.

use crate::engine::{Draw, NONE, Organization, Tick};
use crate::mechanisms::patronage;
use crate::parameters::parameters;

parameters! {
    /// Who speaks up.
    pub struct Voice {
        /// Mean threshold to speak up.
        threshold: f64 = 0.55, in 0.0..=5.0, "share", "free";
        /// Spread of the thresholds (standard deviation).
        threshold_spread: f64 = 0.25, in 0.0..=5.0, "share", "free";
        /// Lowest threshold; below 0 somebody speaks whatever the others do.
        threshold_min: f64 = 0.02, in -10.0..=1.0, "share", "free";
        /// How far members go by those whom they listen to, and not by everybody.
        circle: f64 = 1.0, in 0.0..=1.0, "share", "free";
        /// Mean concentration that is taken without complaint.
        tolerance: f64 = 0.3, in 0.0..=1.0, "share", "free";
        /// How far tolerance spreads to either side.
        tolerance_spread: f64 = 0.25, in 0.0..=1.0, "share", "free";
        /// How much grievance each point of concentration beyond what is tolerated brings.
        grievance_gain: f64 = 1.5, in 0.0..=10.0, "factor", "free";
        /// Months in which grievance adapts.
        time_ticks: f64 = 6.0, in 1.0..=600.0, "months", "free";
        /// What is seen of the rest of the organization in ordinary times.
        transparency: f64 = 0.3, in 0.0..=1.0, "share", "free";
        /// How far the organization equates itself with the state or the people.
        fusion: f64 = 0.3, in 0.0..=1.0, "share", "free";
        /// Chance a month that a claim backed by everybody is granted.
        response: f64 = 0.15, in 0.0..=1.0, "a month", "free";
        /// How far threat and fusion together raise the price of dissent.
        treason: f64 = 2.0, in 0.0..=20.0, "share", "free";
        /// Barrier against central routing that a granted claim brings.
        claim: f64 = 0.5, in 0.0..=10.0, "logits", "free";
        /// Months in which a granted claim loses half its force.
        claim_half_life_ticks: f64 = 8.0, in 0.1..=1200.0, "months", "free";
        /// How much hope a granted claim restores.
        hope: f64 = 0.3, in 0.0..=1.0, "share", "free";
        /// How fast hope returns where nobody claims anything.
        hope_returns: f64 = 0.01, in 0.0..=1.0, "a month", "free";
        /// How fast refused claims turn hope into cynicism.
        cynicism: f64 = 0.05, in 0.0..=1.0, "a month", "free";
    }
}

/// Grievance, voice and claims of a month.
pub fn run(organization: &mut Organization, tick: &mut Tick) {
    let voice = &tick.scenario.voice;
    let powers = if organization.powers.is_some() { tick.scenario.emergency.stigma } else { 0.0 };
    let stigma = (f64::from(organization.threat) * tick.rules.fusion * voice.treason + powers)
        * f64::from(tick.rules.exposure);
    organization.stigma = stigma as f32;
    grieve(organization, tick);
    speak(organization, tick);
    claim(organization, tick);
}

fn grieve(organization: &mut Organization, tick: &Tick) {
    let rate = (1.0 / tick.scenario.voice.time_ticks) as f32;
    let gain = tick.scenario.voice.grievance_gain as f32;
    let alive = || organization.locals.iter().filter(|local| local.count > 0);
    // What is published: how the affairs of all locals were settled.
    let elsewhere = alive().map(|local| 1.0 - local.own_say).sum::<f32>() / alive().count().max(1) as f32;
    let seen = tick.rules.transparency;
    let rift = tick.rules.pressure.rift as f32;
    let leading = if rift > 0.0 { patronage::leading(&patronage::patrons(organization)) } else { None };
    for local in &organization.locals {
        let visible = 0.5 * (1.0 - local.own_say) + 0.5 * seen * elsewhere;
        let (slots, members) = (local.slots.clone(), &mut organization.members);
        // Where no faction is in the lead there is nobody to be set against.
        let (leading, rift) = leading.map_or((NONE, 0.0), |leading| (leading, rift));
        let bonds = members.faction[slots.clone()].iter().zip(&members.paid[slots.clone()]);
        let who = members.tolerance[slots.clone()].iter().zip(&members.taken[slots.clone()]).zip(bonds);
        for (grievance, ((tolerance, taken), (faction, paid))) in members.grievance[slots].iter_mut().zip(who)
        {
            let set_against = if *faction == leading { 0.0 } else { rift };
            let gap = gain * (visible - tolerance) + set_against;
            let minded = if *paid { 0.0 } else { gap.clamp(0.0, 1.0) };
            let moved = *grievance + rate * (minded - *grievance);
            *grievance = if *taken { moved } else { *grievance };
        }
    }
}

fn speak(organization: &mut Organization, tick: &Tick) {
    let everybody = organization.voice();
    let circle = tick.scenario.voice.circle as f32;
    let cost = 1.0 + organization.stigma;
    let ties = organization.ties;
    let heard = hear(organization, everybody > 0.0);
    for local in &organization.locals {
        let (slots, members) = (local.slots.clone(), &mut organization.members);
        let urge = members.grievance[slots.clone()].iter().zip(&members.voice_threshold[slots.clone()]);
        let who = members.taken[slots.clone()].iter().zip(&heard[slots.clone()]).zip(urge);
        for (speaks, ((taken, heard), (grievance, threshold))) in members.speaks[slots].iter_mut().zip(who) {
            let others = f32::from(*heard) / ties as f32;
            let felt = grievance + circle * others + (1.0 - circle) * everybody;
            // Cynicism: what never helped is not worth the cost.
            *speaks = *taken & (felt * local.hope >= threshold * cost);
        }
    }
    organization.speaking = organization.members.speaks.iter().map(|speaks| u32::from(*speaks)).sum();
}

/// How many of those whom each listens to spoke last month.
fn hear(organization: &Organization, anybody: bool) -> Vec<u8> {
    let members = &organization.members;
    let mut heard = Vec::with_capacity(members.taken.len());
    if anybody {
        let speaks = |tie: &u32| u8::from(members.speaks.get(*tie as usize) == Some(&true));
        match members.ties.as_chunks::<4>() {
            // The usual number of ties, for which the compiler can unroll the loop.
            (four, []) if organization.ties == 4 => {
                heard.extend(four.iter().map(|[a, b, c, d]| speaks(a) + speaks(b) + speaks(c) + speaks(d)))
            }
            _ => heard.extend(
                members.ties.chunks_exact(organization.ties).map(|ties| ties.iter().map(speaks).sum::<u8>()),
            ),
        }
    }
    heard.resize(members.taken.len(), 0);
    heard
}

fn claim(organization: &mut Organization, tick: &Tick) {
    let voice = &tick.scenario.voice;
    // Critics in office who mean it carry claims to where they are decided.
    let heard = tick.rules.shadow_office.map_or(0.0, |rule| rule.hearing(organization, tick));
    for number in 0..organization.locals.len() {
        let local = &mut organization.locals[number];
        let speakers =
            organization.members.speaks[local.slots.clone()].iter().filter(|speaks| **speaks).count();
        let share = speakers as f64 / f64::from(local.count.max(1));
        if share == 0.0 {
            local.hope += voice.hope_returns as f32 * (1.0 - local.hope);
            continue;
        }
        let mut dice = tick.luck.dice(Draw::Claims, tick.number, number as u32);
        organization.flow.claims.0 += share;
        if dice.chance((voice.response + heard) * share) {
            local.claim += voice.claim as f32;
            local.hope += voice.hope as f32 * (1.0 - local.hope);
            organization.flow.claims.1 += share;
        } else {
            local.hope *= 1.0 - (voice.cynicism * share) as f32;
        }
    }
}
