//! Execution: hands carry out what was decided, many matters side by side, and what is not done is not kept.
//!
//! A matter of stakes s takes `hours · √s` person-hours. What a local decides its own hands carry out. What the centre
//! decides is carried out half by the local's hands, as far as members do not refuse, and half by seats and staff. Trust
//! in each follows the share of its decisions that was right times the share of its work that was done.

use crate::month::Month;
use crate::parameters::work::Work;
use crate::state::{Local, Organization};

/// Works off what waits, and moves trust.
pub fn run(organization: &mut Organization, month: &mut Month) {
    centre(organization, month);
    let work = month.parameters.work;
    let rate = month.parameters.viability.kept_rate as f32;
    let refusal = month.parameters.legitimacy.refusal as f32;
    let (done_centre, gain) = (organization.offices.done, work.skill_gain as f32);
    let flow = &mut organization.books.flow;
    for local in &mut organization.locals {
        local.hands = local.present * work.member_hours as f32 * (1.0 - gain + gain * local.skill);
        let (worked, dropped) = work_off(&mut local.work, local.hands, work, &mut local.done);
        flow.work.1 += f64::from(worked);
        let loss = cost(work, dropped);
        flow.damage += loss;
        local.cost += loss;
        local.hours += worked / local.present.max(1.0);
        trust(local, work.local_part as f32, done_centre, refusal, rate);
    }
}

/// Seats and staff carry out the centre's part. Staff work here as far as their time was not spent on preparing and settling.
fn centre(organization: &mut Organization, month: &Month) {
    let work = month.parameters.work;
    let staff = organization.offices.staff.len() as f32;
    let free =
        if work.prepared > 0.0 { organization.agenda.staff_left / work.prepared as f32 } else { staff };
    let staff = free.min(staff) * work.staff_hours as f32;
    let offices = &mut organization.offices;
    let (worked, dropped) = work_off(&mut offices.work, offices.hands + staff, work, &mut offices.done);
    organization.books.flow.work.1 += f64::from(worked);
    organization.books.flow.damage += cost(work, dropped);
}

/// Works as many hours as there are; returns those worked and those dropped.
fn work_off(waiting: &mut f32, hands: f32, work: &Work, done: &mut f32) -> (f32, f32) {
    let worked = waiting.min(hands);
    *done = if *waiting > 0.0 { worked / *waiting } else { 1.0 };
    *waiting -= worked;
    let most = work.dropped_ticks as f32 * hands;
    let dropped = (*waiting - most).max(0.0);
    *waiting -= dropped;
    (worked, dropped)
}

fn cost(work: &Work, dropped: f32) -> f64 {
    if dropped > 0.0 { work.dropped_cost * f64::from(dropped) / work.hours } else { 0.0 }
}

/// Trust in the local's own decisions and in the centre's.
fn trust(local: &mut Local, part: f32, done_centre: f32, refusal: f32, rate: f32) {
    let settled = local.settled;
    let own = settled.own + settled.general;
    if own > 0.0 {
        local.kept += rate * (settled.right_own / own * local.done - local.kept);
    }
    let centre = settled.centre + settled.delegates;
    if centre > 0.0 {
        let done = part * local.done * (1.0 - local.refused(refusal)) + (1.0 - part) * done_centre;
        local.kept_centre += rate * (settled.right_centre / centre * done - local.kept_centre);
    }
}
