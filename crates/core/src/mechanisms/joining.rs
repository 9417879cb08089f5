//! Joining: new members with their traits, and new locals.

use std::ops::Range;

use pulp::Simd;

use crate::mechanisms::precedent;
use crate::parameters::Parameters;
use crate::random::Rng;
use crate::simd::{F32s, LANES, kernel, registers_mut};
use crate::state::{Local, Organization};

/// Random words of a new member.
pub(crate) const TRAITS: usize = 9;

/// Slots of a local: whole rows, so that kernels have no remainder.
pub fn stride(parameters: &Parameters) -> usize {
    (parameters.organization.size_max() as usize).next_multiple_of(LANES)
}

kernel! {
    /// Turns random words into skill, participation, tolerance, ambition, threshold to speak and liveliness, trait by trait.
    pub(crate) fn traits<S>(simd, parameters: &'a Parameters<'a>, words: &'a [u32], columns: [&'a mut [f32]; 6]) {
        let all = |value: f64| F32s::<S>::all(simd, value as f32);
        let voice = &parameters.voice;
        let many = columns[0].len();
        let words: [_; TRAITS] = core::array::from_fn(|k| S::as_simd_u32s(&words[k * many..(k + 1) * many]).0);
        let [skill, participation, tolerance, ambition, threshold, lively] = columns.map(registers_mut::<S>);
        let traits = skill.iter_mut().zip(participation).zip(tolerance).zip(ambition).zip(threshold).zip(lively);
        for (i, (((((skill, participation), tolerance), ambition), threshold), lively)) in traits.enumerate() {
            let mut uniform = [all(0.0); TRAITS];
            for (uniform, words) in uniform.iter_mut().zip(words) {
                *uniform = F32s::uniform(simd, words[i]);
            }
            *skill = spread(simd, uniform[0], parameters.skill.founding, parameters.skill.spread);
            *participation =
                spread(simd, uniform[1], parameters.participation.founding, parameters.participation.spread);
            *tolerance = spread(simd, uniform[2], voice.tolerance, voice.tolerance_spread);
            // Cubed, so that few are ambitious and most are not.
            let its = uniform[3];
            *ambition = (its * its * its).get();
            let normal = F32s::normal(uniform[4], uniform[5]);
            let its = all(voice.threshold) + all(voice.threshold_spread) * normal;
            *threshold = its.max(all(voice.threshold_min)).get();
            let normal = F32s::normal(uniform[6], uniform[7]);
            *lively = (all(parameters.participation.members_differ) * normal).get();
        }
    }
}

/// Uniform shares around a mean, clamped to 0–1.
#[inline(always)]
fn spread<S: Simd>(simd: S, uniform: F32s<S>, mean: f64, width: f64) -> S::f32s {
    let [least, range] = [mean - width, 2.0 * width].map(|value| F32s::all(simd, value as f32));
    (least + range * uniform).clamp_share().get()
}

/// Settles a new member, whose traits are drawn already, in a free slot.
pub(crate) fn settle(organization: &mut Organization, parameters: &Parameters, slot: usize, faction: u32) {
    let members = &mut organization.members;
    members.taken[slot] = true;
    members.legitimacy[slot] = parameters.legitimacy.founding as f32;
    members.faction[slot] = faction;
    organization.count += 1;
}

impl Organization {
    /// A newcomer takes a free slot: little skill, no standing, ties into the own local.
    pub fn join(&mut self, parameters: &Parameters, rng: &mut Rng, slot: usize, faction: u32) {
        // The new member is the first lane of a row.
        let mut words = [0; TRAITS * LANES];
        let mut columns = [[0.0; LANES]; 6];
        words.iter_mut().step_by(LANES).for_each(|word| *word = rng.pair().0);
        traits(parameters, &words, columns.each_mut().map(|column| column.as_mut_slice()));
        let [skill, participation, tolerance, ambition, threshold, lively] = columns.map(|column| column[0]);
        let members = &mut self.members;
        members.skill[slot] = skill * parameters.membership.newcomer_skill as f32;
        members.participation[slot] = participation;
        members.liveliness[slot] = lively;
        members.tolerance[slot] = tolerance;
        members.ambition[slot] = ambition;
        members.voice_threshold[slot] = threshold;
        settle(self, parameters, slot, faction);
        let local = self.local_of(slot);
        self.locals[local].count += 1;
        for k in 0..self.ties {
            self.listen(slot, k, rng.unit());
        }
    }

    /// Founds a local with empty slots; its first members are still to come.
    pub fn add_local(&mut self, parameters: &Parameters) -> usize {
        let (start, stride) = (self.slots(), self.stride());
        self.locals.push(local(parameters, start..start + stride, 0));
        self.members.grow(stride, self.ties);
        self.locals.len() - 1
    }
}

/// A local with the habits of the founding generation.
pub(crate) fn local(parameters: &Parameters, slots: Range<usize>, count: usize) -> Local {
    let money = &parameters.viability;
    // A local that is still empty is made for as many as is usual.
    let size = if count == 0 { f64::from(parameters.organization.usual_size()) } else { count as f64 };
    Local {
        habits: precedent::founding(parameters, size),
        own_say: 1.0 - parameters.precedent.founding_central_share as f32,
        kept: 0.8,
        kept_centre: 0.8,
        done: 1.0,
        groups: 1.0,
        belief: parameters.legitimacy.founding as f32,
        hope: parameters.voice.founding_hope as f32,
        reserve: money.founding_reserve_months * count as f64 * (1.0 - money.founding_central_money),
        slots,
        count: count as u32,
        ..Local::default()
    }
}
