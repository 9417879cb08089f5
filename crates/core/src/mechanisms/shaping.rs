//! Shaping of decisions: the first ledger, influence.
//!
//! In an assembly w ∝ present·(1 + standing)^ω with standing = followers/m, so a body without formal
//! hierarchy still has an informal one. In a central body staff and seats share by expertise:
//! staff share = staff expertise / (staff expertise + seat expertise).

use pulp::Simd;

use crate::mechanisms::tables::Tables;
use crate::month::Month;
use crate::simd::{F32s, LaneSums, kernel, per_row, registers, registers_mut};
use crate::state::{Body, Organization, Role, Tier};

/// Hours × expertise of the seats of a body.
fn seat_expertise(organization: &Organization, body: &Body, month: &Month, tables: &Tables) -> f32 {
    let hours = month.parameters.work.seat_hours as f32;
    body.seats
        .iter()
        .filter_map(|seat| seat.holder.map(|holder| (holder, seat.months(month.number))))
        .map(|(holder, months)| {
            hours
                * tables.expertise(
                    month.parameters.shaping,
                    organization.members.skill[holder as usize],
                    months,
                )
        })
        .sum()
}

/// Hours × expertise of the whole staff.
fn staff_expertise(organization: &Organization, month: &Month, tables: &Tables) -> f32 {
    let hours = month.parameters.work.staff_hours as f32;
    organization
        .offices
        .staff
        .iter()
        .map(|post| {
            let months = month.number - post.since.min(month.number);
            hours
                * tables.expertise(
                    month.parameters.shaping,
                    organization.members.skill[post.member as usize],
                    months,
                )
        })
        .sum()
}

/// Divides the month's stakes among the members who shaped decisions; earlier influence fades.
pub fn run(organization: &mut Organization, month: &Month, tables: &Tables) {
    let fade = libm::exp2(-1.0 / month.parameters.shaping.memory_ticks) as f32;
    organization.books.handings *= f64::from(fade);
    organization.books.behind.iter_mut().for_each(|behind| behind.fade(fade));
    assemblies(organization, fade);
    let alone = organization.books.flow.stakes.staff as f32;
    let staff_stakes = bodies(organization, month, tables) + alone;
    if staff_stakes > 0.0 {
        let each = staff_stakes / organization.offices.staff.len() as f32;
        for k in 0..organization.offices.staff.len() {
            hand(organization, Role::Staff, organization.offices.staff[k].member as usize, each);
        }
    }
}

/// Gives a part to a member and enters it in the books under its source.
fn hand(organization: &mut Organization, role: Role, who: usize, part: f32) {
    organization.members.influence[who] += part;
    organization.books.handings += 1.0;
    organization.books.flow.influence[role as usize] += f64::from(part);
    let behind = match role {
        Role::Seat => 0,
        Role::Staff => 1,
        Role::Delegate => 2,
        Role::Assembly | Role::Outsider => return,
    };
    organization.books.behind[behind].add(who as u32, part);
}

kernel! {
    fn assemblies<S>(simd, organization: &'a mut Organization, fade: f32) {
        // What a general assembly settled is divided among all who were there.
        let settled: f32 = organization.locals.iter().map(|local| local.settled.general).sum();
        let weight: f32 = organization.locals.iter().map(|local| local.weight.0).sum();
        let general = if settled > 0.0 { settled / weight } else { 0.0 };
        for local in &organization.locals {
            let own = if local.settled.own > 0.0 { local.settled.own / local.weight.0 } else { 0.0 };
            let each = own + general;
            let decided = each > 0.0;
            let (slots, members) = (local.slots.clone(), &mut organization.members);
            let handed = share(simd, &mut members.influence[slots.clone()], &members.weight[slots], each, fade);
            organization.books.handings += if decided { f64::from(local.present) } else { 0.0 };
            organization.books.flow.influence[Role::Assembly as usize] += f64::from(handed);
        }
    }
}

/// Fades old influence and hands out new influence by weight; returns the amount handed out.
#[inline(always)]
fn share<S: Simd>(simd: S, influence: &mut [f32], weight: &[f32], each: f32, fade: f32) -> f32 {
    let all = |value| F32s::<S>::all(simd, value);
    let mut handed = LaneSums::zero(simd);
    for (i, (influence, weight)) in
        registers_mut::<S>(influence).iter_mut().zip(registers::<S>(weight)).enumerate()
    {
        let part = all(each) * F32s::of(simd, *weight);
        handed.add(i % per_row::<S>(), part);
        *influence = (F32s::of(simd, *influence) * all(fade) + part).get();
    }
    handed.total()
}

/// Gives the seats their shares; returns the sum of the shares of staff.
fn bodies(organization: &mut Organization, month: &Month, tables: &Tables) -> f32 {
    let staff = staff_expertise(organization, month, tables);
    let parts = organization.centre().iter().filter(|body| body.active).count() as f32;
    let mut staff_stakes = 0.0f32;
    for number in 0..organization.offices.bodies.len() {
        let body = &organization.offices.bodies[number];
        let settled = body.settled;
        if settled <= 0.0 {
            continue;
        }
        let seats = seat_expertise(organization, body, month, tables);
        let held = body.seats.iter().any(|seat| seat.holder.is_some());
        let share = match body.tier {
            Tier::Parallel => 0.0,
            _ if !held => 1.0,
            _ if seats + staff > 0.0 => staff / parts / (staff / parts + seats),
            _ => 0.0,
        };
        let to_staff = if organization.offices.staff.is_empty() { 0.0 } else { settled * share };
        staff_stakes += to_staff;
        hand_to_seats(organization, number, settled - to_staff, month, tables);
    }
    staff_stakes
}

/// Gives a captured seat's part to its outside actor.
fn hand_to_seats(
    organization: &mut Organization,
    number: usize,
    stakes: f32,
    month: &Month,
    tables: &Tables,
) {
    let role =
        if organization.offices.bodies[number].tier == Tier::Parallel { Role::Delegate } else { Role::Seat };
    let weight = |organization: &Organization, holder: u32, months: u32| {
        let skill = organization.members.skill[holder as usize];
        0.01 + tables.expertise(month.parameters.shaping, skill, months)
    };
    let holders = |organization: &Organization| -> f32 {
        let seats = organization.offices.bodies[number].seats.iter();
        seats.filter_map(|seat| Some(weight(organization, seat.holder?, seat.months(month.number)))).sum()
    };
    let total = holders(organization);
    for k in 0..organization.offices.bodies[number].seats.len() {
        let seat = organization.offices.bodies[number].seats[k];
        let Some(holder) = seat.holder else { continue };
        let part = stakes * weight(organization, holder, seat.months(month.number)) / total;
        if seat.outside {
            organization.books.flow.influence[Role::Outsider as usize] += f64::from(part);
        } else {
            hand(organization, role, holder as usize, part);
        }
    }
}
