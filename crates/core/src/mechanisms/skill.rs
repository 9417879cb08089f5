//! Skill: people learn by deciding and forget without practice. Staff learn too.

use pulp::Simd;

use crate::engine::wide::{F32s, registers, registers_mut, wide};
use crate::engine::{Local, Members, Organization, Tick};
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
    let mut desk = organization.take_desk();
    let seats = organization.bodies.iter().flat_map(|body| &body.seats).filter_map(|seat| seat.holder);
    let paid = organization.staff.iter().map(|post| post.member);
    let members = &mut organization.members;
    // Few hold a post, so they are taken out of the walk and seen to afterwards.
    let posts = &mut desk.posts;
    posts.clear();
    posts.extend(seats.chain(paid).map(|who| (who as usize, members.skill[who as usize])));
    practise_all(members, &organization.locals, learn, forget);
    for &mut (who, skill) in posts {
        members.skill[who] = skill + learn * (1.0 - skill);
    }
    organization.lay_back(desk);
}

wide! {
    fn practise_all<S>(simd, members: &'a mut Members, locals: &'a [Local], learn: f32, forget: f32) {
        for local in locals {
            let slots = local.slots.clone();
            practise(simd, &mut members.skill[slots.clone()], &members.weight[slots], local.own_say, learn, forget);
        }
    }
}

/// Assemblies are practice as far as they decide; who was not there has none.
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
