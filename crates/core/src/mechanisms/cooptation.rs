//! Co-optation: outside actors win holders of seats.
//!
//! Attempts come at a rate. An attempt is more likely to succeed where less is seen, fewer people have to be won
//! and the organization needs money more. The influence of a captured seat and its part of the budget go outside until
//! it is exposed.

use crate::mechanisms::offices::expose;
use crate::month::Month;
use crate::random::StreamId;
use crate::state::{Organization, Reason, What};

/// Attempts and exposures of a month.
pub fn run(organization: &mut Organization, month: &mut Month) {
    find_out(organization, month);
    let parameters = &month.parameters.cooptation;
    let rate = parameters.attempts_per_year / 12.0 * month.rules.pressure.cooptation;
    if !month.afford(month.means.attempts(organization, rate)) {
        return;
    }
    let mut rng = month.rng(StreamId::Cooptation, 0);
    let attempts = rng.poisson(rate);
    if attempts == 0 {
        return;
    }
    let held: Vec<(usize, usize)> = seats(organization).collect();
    for _ in 0..attempts {
        let Some(&(body, seat)) = held.get(rng.below(held.len().max(1) as u32) as usize) else { return };
        let uniform = rng.unit();
        if uniform < chance(organization, month, body)
            && !organization.offices.bodies[body].seats[seat].outside
        {
            organization.offices.bodies[body].seats[seat].outside = true;
            let who = organization.offices.bodies[body].seats[seat].holder;
            organization.note(What::CoOpted, body, who, None);
        }
    }
}

fn seats(organization: &Organization) -> impl Iterator<Item = (usize, usize)> {
    let bodies = organization.offices.bodies.iter().enumerate().filter(|(_, body)| body.active);
    bodies.flat_map(|(number, body)| {
        let held = body.seats.iter().enumerate().filter(|(_, seat)| seat.holder.is_some());
        held.map(move |(seat, _)| (number, seat))
    })
}

fn chance(organization: &Organization, month: &Month, body: usize) -> f64 {
    let parameters = &month.parameters.cooptation;
    let people = organization.offices.bodies[body].seats.len() as f64;
    let months = organization.treasury.reserve / organization.size().max(1) as f64;
    let need = (1.0 - months / parameters.comfort_months).clamp(0.0, 1.0);
    let opacity = 1.0 - f64::from(month.rules.transparency);
    // Holders who need no money can be won by other means: half the probability is left.
    parameters.success * opacity * libm::pow(people, -parameters.fewness) * (0.5 + 0.5 * need)
}

fn find_out(organization: &mut Organization, month: &Month) {
    let parameters = &month.parameters.cooptation;
    let chance = parameters.chance_finds + parameters.openness_finds * f64::from(month.rules.transparency);
    let captured: Vec<(usize, usize)> = seats(organization)
        .filter(|&(body, seat)| organization.offices.bodies[body].seats[seat].outside)
        .collect();
    for (body, seat) in captured {
        let id = 1 + (body * 4096 + seat) as u32;
        if month.rng(StreamId::Cooptation, id).chance(chance) {
            expose(organization, month, body, seat, Reason::ServesOutsider);
        }
    }
}

/// Share of central income that captured seats divert.
pub fn diverted(organization: &Organization, month: &Month) -> f64 {
    let seats = || organization.centre().iter().filter(|body| body.active).flat_map(|body| &body.seats);
    let outside = seats().filter(|seat| seat.outside).count() as f64;
    month.parameters.cooptation.take * outside / seats().count().max(1) as f64
}
