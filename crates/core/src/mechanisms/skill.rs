//! Skill: people learn by deciding and forget without practice. Staff learn too.

use pulp::Simd;

use crate::month::Month;
use crate::simd::{F32s, kernel, registers, registers_mut};
use crate::state::{Local, Members, Organization};

/// Deciding members learn, the others forget.
pub fn run(organization: &mut Organization, month: &Month, posts: &mut Vec<(usize, f32)>) {
    let learn = (1.0 / month.parameters.skill.learning_ticks) as f32;
    let forget = (1.0 / month.parameters.skill.forgetting_ticks) as f32;
    let seats =
        organization.offices.bodies.iter().flat_map(|body| &body.seats).filter_map(|seat| seat.holder);
    let paid = organization.offices.staff.iter().map(|post| post.member);
    let members = &mut organization.members;
    // Few members hold a post: the kernel ignores that, and their skill is corrected afterwards.
    posts.clear();
    posts.extend(seats.chain(paid).map(|who| (who as usize, members.skill[who as usize])));
    practise_all(members, &organization.locals, learn, forget);
    for &mut (who, skill) in posts {
        members.skill[who] = skill + learn * (1.0 - skill);
    }
}

kernel! {
    fn practise_all<S>(simd, members: &'a mut Members, locals: &'a [Local], learn: f32, forget: f32) {
        for local in locals {
            let slots = local.slots.clone();
            practise(simd, &mut members.skill[slots.clone()], &members.weight[slots], local.own_say, learn, forget);
        }
    }
}

/// Assemblies are practice as far as they decide; absent members have none.
#[inline(always)]
fn practise<S: Simd>(simd: S, skill: &mut [f32], weight: &[f32], own_say: f32, learn: f32, forget: f32) {
    let all = |value| F32s::<S>::all(simd, value);
    for (skill, weight) in registers_mut::<S>(skill).iter_mut().zip(registers::<S>(weight)) {
        let there = all(0.0).below(F32s::of(simd, *weight));
        let (practice, before) = (there.choose(all(own_say), all(0.0)), F32s::of(simd, *skill));
        let learned = all(learn) * practice * (all(1.0) - before);
        let forgotten = all(forget) * (all(1.0) - practice) * before;
        *skill = (before + learned - forgotten).get();
    }
}
