//! Legitimacy: each member's belief that the organization is theirs.
//!
//! Promises kept, whoever made them, visibly fair selections with a choice of people, and own say raise it; grievance, the
//! visible gap between promise and practice, lowers it. A common enemy raises it, as long as emergency powers are new. It scales dues, recruitment and the execution of central decisions.

use crate::parameters::legitimacy::Legitimacy;
use pulp::Simd;

use crate::month::Month;
use crate::simd::{F32s, LaneSums, Mask, kernel, masks, per_row, registers, registers_mut};
use crate::state::{Entry, Organization, Seat};

/// Moves belief towards the members' experience.
pub fn run(organization: &mut Organization, month: &mut Month) {
    let parameters = &month.parameters.legitimacy;
    let rate = (1.0 / parameters.time_ticks) as f32;
    let choice = 0.5 + 0.125 * organization.offices.bench.min(4.0);
    let fair = parameters.fairness as f32 * seen_fairness(organization, month) * choice
        + rally(organization, month)
        + organization.culture;
    believe_all(organization, parameters, fair, rate);
}

kernel! {
    fn believe_all<S>(simd, organization: &'a mut Organization, parameters: &'a Legitimacy, fair: f32, rate: f32) {
        for local in &mut organization.locals {
            let kept = local.own_say * local.kept + (1.0 - local.own_say) * local.kept_centre;
            let fed = parameters.base as f32
                + parameters.own_say as f32 * local.own_say
                + parameters.kept as f32 * kept
                + fair;
            let (slots, members) = (local.slots.clone(), &mut organization.members);
            let sum = believe(
                simd,
                &mut members.legitimacy[slots.clone()],
                &members.grievance[slots.clone()],
                &members.taken[slots],
                fed,
                parameters.grievance as f32,
                rate,
            );
            local.belief = sum / local.count.max(1) as f32;
        }
    }
}

/// Returns the sum of beliefs; an empty slot stays at 0.
#[inline(always)]
fn believe<S: Simd>(
    simd: S,
    legitimacy: &mut [f32],
    grievance: &[f32],
    taken: &[bool],
    fed: f32,
    appetite: f32,
    rate: f32,
) -> f32 {
    let all = |value| F32s::<S>::all(simd, value);
    let minds = registers::<S>(grievance).iter().zip(masks::<S>(taken));
    let mut sum = LaneSums::zero(simd);
    for (i, (belief, (grievance, taken))) in registers_mut::<S>(legitimacy).iter_mut().zip(minds).enumerate()
    {
        let before = F32s::of(simd, *belief);
        let eaten = all(appetite) * F32s::of(simd, *grievance);
        let moved = before + all(rate) * ((all(fed) - eaten).clamp_share() - before);
        let after = Mask::of(simd, taken).choose(moved, before);
        sum.add(i % per_row::<S>(), after);
        *belief = after.get();
    }
    sum.total()
}

/// A common enemy brings people together, for as long as the powers that it brings are new.
fn rally(organization: &Organization, month: &Month) -> f32 {
    let parameters = &month.parameters.legitimacy;
    let age = organization.emergency.powers.map_or(0, |powers| month.number - powers.since);
    let left = libm::exp2(-f64::from(age) / parameters.rally_half_life_ticks);
    (parameters.rally * left) as f32 * organization.emergency.threat
}

/// Perceived fairness of selections, 0–1; hidden selections count as fair.
fn seen_fairness(organization: &Organization, month: &Month) -> f32 {
    let held =
        || organization.centre().iter().flat_map(|body| &body.seats).filter(|seat| seat.holder.is_some());
    let unfair = |seat: &&Seat| matches!(seat.entry, Entry::Appointment | Entry::Holdover);
    let share = held().filter(unfair).count() as f32 / held().count().max(1) as f32;
    1.0 - share * (0.5 + 0.5 * month.rules.transparency)
}
