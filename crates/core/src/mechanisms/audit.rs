//! Audits at the end of a mandate: the share of it that comes to light.

use crate::mechanisms::offices::{expose, seat_id};
use crate::mechanisms::patronage;
use crate::month::Month;
use crate::random::StreamId;
use crate::rules::Audit;
use crate::state::{Entry, Organization, Place, Reason};

/// Audits a mandate that has ended; returns the share that came to light, 0–1.
pub fn run(organization: &mut Organization, month: &Month, rule: &Audit, place: Place) -> f64 {
    let seat = organization.offices.bodies[place.0].seats[place.1];
    let mut rng = month.rng(StreamId::Audit, seat_id(place));
    // A mandate ends once, however long its holder stays past it.
    let is_over = seat.holder.is_some() && seat.entry != Entry::Holdover;
    if !is_over || !rng.chance(rule.probability) {
        return 0.0;
    }
    let independence = if rule.by_assemblies {
        organization.owe_hours(rule.hours * rule.depth / organization.locals.len() as f64);
        f64::from(organization.turnout)
    } else {
        let mut patrons = patronage::patrons(organization);
        let many = patronage::patrons(organization).count().max(1) as u32;
        let auditor = patrons.nth(rng.below(many) as usize);
        f64::from(u8::from(auditor.is_some_and(|auditor| auditor.faction != seat.faction)))
    };
    let light = rule.depth * independence;
    if seat.outside && rng.chance(light) {
        expose_former(organization, month, place);
    }
    light
}

/// A holder exposed by an audit leaves at once.
fn expose_former(organization: &mut Organization, month: &Month, (body, seat): Place) {
    // The mandate has ended already; it is restored for the expulsion.
    if let Some(holder) = organization.offices.bodies[body].seats[seat].holder {
        organization.members.seats[holder as usize] += 1;
        expose(organization, month, body, seat, Reason::FoundAtAudit);
    }
}
