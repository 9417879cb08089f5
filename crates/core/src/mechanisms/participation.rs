//! Participation: who comes, and why fewer or more come next time.
//!
//! A member comes with probability participation × (1 − w + w·legitimacy). Participation moves towards
//! `base + gain · own say`, less fatigue where meetings ask for more hours than people have.

use crate::parameters::participation::Participation;
use pulp::Simd;

use crate::mechanisms::tables::Tables;
use crate::month::Month;
use crate::random::{Column, StreamId};
use crate::simd::{F32s, LaneSums, kernel, per_row, registers, registers_mut};
use crate::state::Organization;

/// Who comes to this month's assembly, and with what weight.
pub fn meet(organization: &mut Organization, month: &Month, tables: &mut Tables, words: &mut Vec<u32>) {
    let mut column = month.streams.column(StreamId::Attendance, month.number, words);
    let belief = month.parameters.participation.legitimacy as f32;
    tables.weigh(organization, month.parameters.shaping.standing);
    let all = come_all(organization, &mut column, belief);
    organization.turnout = all / organization.count.max(1) as f32;
}

kernel! {
    /// Gives how many come.
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

/// Those who have come to an assembly.
struct Assembly {
    present: f32,
    /// Their skills together.
    skill: f32,
    /// Their weights together, and the squares of those.
    weight: (f32, f32),
}

/// Who does not come loses the weight that they would have had.
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

/// Members come more or less as they find that it matters.
pub fn run(organization: &mut Organization, month: &mut Month) {
    adapt_all(organization, &month.parameters.participation, month.rules.member_hours);
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
            adapt(simd, &mut members.participation[slots.clone()], &members.voice_threshold[slots], target, rate);
        }
    }
}

/// Members move towards what they find that it is worth; an empty slot stays at 0.
#[inline(always)]
fn adapt<S: Simd>(simd: S, participation: &mut [f32], threshold: &[f32], target: f32, rate: f32) {
    let all = |value| F32s::<S>::all(simd, value);
    let people = registers_mut::<S>(participation).iter_mut().zip(registers::<S>(threshold));
    for (participation, threshold) in people {
        let before = F32s::of(simd, *participation);
        let moved = before + all(rate) * (all(target) - before);
        *participation = F32s::of(simd, *threshold).below(all(f32::INFINITY)).choose(moved, before).get();
    }
}
