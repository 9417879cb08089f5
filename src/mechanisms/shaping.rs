//! Who shapes a decision: the first ledger, influence.
//!
//! In an assembly w ∝ present·(1 + standing)^ω with standing = followers/m, so a body without any formal
//! hierarchy still has an informal one. In a central body the seats share what the staff leave:
//! staff share = staff expertise / (staff expertise + seat expertise).

use crate::engine::{Body, Organization, TIES, Tick};
use crate::parameters::parameters;

parameters! {
    /// Who shapes it.
    pub struct Shaping {
        /// How much standing weighs in an assembly (ω); 0 makes everybody equal.
        standing: f64 = 0.7, in 0.0..=5.0, "exponent", "free";
        /// Months in office or on the staff until a post is learned; two to three years at most.
        learning_ticks: f64 = 18.0, in 1.0..=240.0, "months", "two to three years at most (kibbutz managers)";
        /// Share of the expertise of a post that a newcomer brings along.
        newcomer: f64 = 0.3, in 0.0..=1.0, "share", "free";
        /// Months in which influence of the past loses half its weight in the books.
        memory_ticks: f64 = 12.0, in 1.0..=240.0, "months", "free";
    }
}

/// Weight in an assembly by number of followers.
pub fn weights(followers: &[u32], standing: f64) -> Vec<f32> {
    let most = followers.iter().copied().max().unwrap_or(0);
    (0..=most).map(|d| libm::pow(1.0 + f64::from(d) / TIES as f64, standing) as f32).collect()
}

/// Share of a post that somebody has learned after some months in it.
pub fn expertise(parameters: &Shaping, skill: f32, months: u32) -> f32 {
    let learned = 1.0 - libm::exp(-f64::from(months) / parameters.learning_ticks);
    skill * (parameters.newcomer + (1.0 - parameters.newcomer) * learned) as f32
}

/// Hours × expertise of the seats of a body.
pub fn seat_expertise(organization: &Organization, body: &Body, tick: &Tick) -> f32 {
    let hours = tick.scenario.capacity.seat_hours as f32;
    body.seats
        .iter()
        .filter_map(|seat| seat.holder.map(|holder| (holder, seat.since)))
        .map(|(holder, since)| {
            hours
                * expertise(
                    &tick.scenario.shaping,
                    organization.members.skill[holder as usize],
                    tick.number - since,
                )
        })
        .sum()
}

/// Hours × expertise of the whole staff.
pub fn staff_expertise(organization: &Organization, tick: &Tick) -> f32 {
    let hours = tick.scenario.capacity.staff_hours as f32;
    organization
        .staff
        .iter()
        .map(|&member| {
            let months = tick.number - organization.members.hired_at[member as usize].min(tick.number);
            hours * expertise(&tick.scenario.shaping, organization.members.skill[member as usize], months)
        })
        .sum()
}

/// The month's stakes are divided among those who shaped them; what they had before fades.
pub fn run(organization: &mut Organization, tick: &mut Tick) {
    let fade = libm::exp2(-1.0 / tick.scenario.shaping.memory_ticks) as f32;
    for influence in &mut organization.members.influence {
        *influence *= fade;
    }
    let weights = weights(&organization.members.followers, tick.scenario.shaping.standing);
    for local in &organization.locals {
        if local.settled.0 > 0.0 {
            let each = local.settled.0 / local.weight.0;
            for i in local.members.clone().filter(|&i| organization.members.present[i]) {
                organization.members.influence[i] +=
                    each * weights[organization.members.followers[i] as usize];
            }
        }
        organization.flow.influence[0] += f64::from(local.settled.0);
    }
    central(organization, tick);
}

fn central(organization: &mut Organization, tick: &Tick) {
    let staff = staff_expertise(organization, tick);
    let parts = organization.bodies.iter().filter(|body| body.active).count() as f32;
    let mut staff_stakes = 0.0f32;
    for number in 0..organization.bodies.len() {
        let body = &organization.bodies[number];
        if body.settled <= 0.0 {
            continue;
        }
        let seats = seat_expertise(organization, body, tick);
        let staff_share = if seats + staff > 0.0 { staff / parts / (staff / parts + seats) } else { 0.0 };
        let to_staff = if organization.staff.is_empty() { 0.0 } else { body.settled * staff_share };
        staff_stakes += to_staff;
        hand_to_seats(organization, number, body.settled - to_staff, tick);
    }
    if staff_stakes > 0.0 {
        let each = staff_stakes / organization.staff.len() as f32;
        for &member in &organization.staff {
            organization.members.influence[member as usize] += each;
        }
        organization.flow.influence[2] += f64::from(staff_stakes);
    }
}

fn hand_to_seats(organization: &mut Organization, number: usize, stakes: f32, tick: &Tick) {
    let holders: Vec<(u32, u32)> = organization.bodies[number]
        .seats
        .iter()
        .filter_map(|seat| Some((seat.holder?, seat.since)))
        .collect();
    let weight = |&(holder, since): &(u32, u32), organization: &Organization| {
        0.01 + expertise(
            &tick.scenario.shaping,
            organization.members.skill[holder as usize],
            tick.number - since,
        )
    };
    let total: f32 = holders.iter().map(|holder| weight(holder, organization)).sum();
    for holder in &holders {
        let part = stakes * weight(holder, organization) / total;
        organization.members.influence[holder.0 as usize] += part;
    }
    organization.flow.influence[1] += f64::from(stakes);
}
