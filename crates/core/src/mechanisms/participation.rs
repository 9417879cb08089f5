//! Participation: attendance, and its change over time.
//!
//! A member comes with probability participation × (1 − w + w·legitimacy). Participation moves towards
//! `base + gain · own say`, less fatigue where meetings take more hours than members have.

use crate::parameters::participation::Participation;
use pulp::Simd;

use crate::mechanisms::tables::Tables;
use crate::month::Month;
use crate::random::{Column, StreamId};
use crate::simd::{F32s, LaneSums, Mask, kernel, masks, per_row, registers, registers_mut};
use crate::state::Organization;

/// Draws attendance and weights of this month's assemblies.
pub fn meet(organization: &mut Organization, month: &Month, tables: &mut Tables, words: &mut Vec<u32>) {
    let mut column = month.streams.column(StreamId::Attendance, month.number, words);
    let belief = month.parameters.participation.legitimacy as f32;
    tables.weigh(organization, month.parameters.shaping.standing);
    let all = come_all(organization, &mut column, belief);
    organization.turnout = all / organization.count.max(1) as f32;
}

kernel! {
    /// Returns the number of members who come.
    fn come_all<S>(simd, organization: &'a mut Organization, column: &'a mut Column<'a>, belief: f32) -> f32 {
        let mut all = 0.0;
        for local in &mut organization.locals {
            let (slots, members) = (local.slots.clone(), &mut organization.members);
            let assembly = come(
                simd,
                column.next(slots.len()),
                &members.participation[slots.clone()],
                &members.legitimacy[slots.clone()],
                &members.skill[slots.clone()],
                &mut members.weight[slots],
                belief,
            );
            let Assembly { present, skill, weight } = assembly;
            all += present;
            local.present = present;
            local.skill = if present > 0.0 { skill / present } else { 0.0 };
            local.weight = weight;
        }
        all
    }
}

/// Members present at an assembly.
struct Assembly {
    present: f32,
    /// Sum of their skills.
    skill: f32,
    /// Sums of their weights and of the squared weights.
    weight: (f32, f32),
}

/// Draws attendance; absent members get weight 0.
#[inline(always)]
fn come<S: Simd>(
    simd: S,
    words: &[u32],
    participation: &[f32],
    legitimacy: &[f32],
    skill: &[f32],
    weight: &mut [f32],
    belief: f32,
) -> Assembly {
    let all = |value| F32s::<S>::all(simd, value);
    let (nobody, somebody) = (all(0.0), all(1.0));
    let [mut present, mut skills, mut weights, mut squares] = [LaneSums::zero(simd); 4];
    let chances = registers::<S>(participation).iter().zip(registers::<S>(legitimacy));
    let traits = S::as_simd_u32s(words).0.iter().zip(registers::<S>(skill));
    let people = registers_mut::<S>(weight).iter_mut().zip(chances.zip(traits));
    for (i, (weight, ((participation, legitimacy), (word, skill)))) in people.enumerate() {
        let [participation, legitimacy, skill] =
            [participation, legitimacy, skill].map(|x| F32s::of(simd, *x));
        let chance = participation * (all(1.0 - belief) + all(belief) * legitimacy);
        let comes = F32s::uniform(simd, *word).below(chance);
        let its = comes.choose(F32s::of(simd, *weight), nobody);
        let k = i % per_row::<S>();
        present.add(k, comes.choose(somebody, nobody));
        skills.add(k, comes.choose(skill, nobody));
        weights.add(k, its);
        squares.add(k, its * its);
        *weight = its.get();
    }
    Assembly { present: present.total(), skill: skills.total(), weight: (weights.total(), squares.total()) }
}

/// Moves participation towards its value to members.
pub fn run(organization: &mut Organization, month: &mut Month) {
    adapt_all(organization, month.parameters.participation, month.rules.member_hours);
    organization.books.flow.safeguard_hours += f64::from(
        month.rules.member_hours * organization.locals.iter().map(|local| local.present).sum::<f32>(),
    );
}

kernel! {
    fn adapt_all<S>(simd, organization: &'a mut Organization, parameters: &'a Participation, hours: f32) {
        let rate = (1.0 / parameters.time_ticks) as f32;
        for local in &mut organization.locals {
            let asked = hours + local.backlog / local.present.max(1.0);
            let tired = (asked - 0.5 * parameters.hours as f32).max(0.0) * parameters.fatigue as f32;
            let target = (parameters.base as f32 + parameters.gain as f32 * local.own_say - tired.min(0.5))
                .clamp(0.0, 1.0);
            let (slots, members) = (local.slots.clone(), &mut organization.members);
            adapt(simd, &mut members.participation[slots.clone()], &members.taken[slots], target, rate);
        }
    }
}

/// Moves participation towards a target; an empty slot stays at 0.
#[inline(always)]
fn adapt<S: Simd>(simd: S, participation: &mut [f32], taken: &[bool], target: f32, rate: f32) {
    let all = |value| F32s::<S>::all(simd, value);
    let people = registers_mut::<S>(participation).iter_mut().zip(masks::<S>(taken));
    for (participation, taken) in people {
        let before = F32s::of(simd, *participation);
        let moved = before + all(rate) * (all(target) - before);
        *participation = Mask::of(simd, taken).choose(moved, before).get();
    }
}
