//! Eligibility for a seat, under term limits and where seats are reserved for newcomers.

use crate::mechanisms::offices::seat_id;
use crate::month::Month;
use crate::random::StreamId;
use crate::rules::{Newcomers, TermLimit};
use crate::state::{Organization, Place, Tier};

/// Whether a mandate that ends now follows the term limit.
pub fn binds(month: &Month, rule: &TermLimit, tier: Tier, seat: u32) -> bool {
    rule.tiers.reach(tier) && month.rng(StreamId::Rotation, seat).chance(rule.compliance)
}

/// Whether a member has been out of office long enough to stand again.
pub fn has_cooled_off(organization: &Organization, rule: &TermLimit, who: u32) -> bool {
    organization.months_out_of_office(who).is_none_or(|months| months >= rule.cooling_off_ticks)
}

/// Whether a seat is reserved for newcomers, as the first seats of a body are.
pub fn is_reserved(organization: &Organization, month: &Month, rule: &Newcomers, place: Place) -> bool {
    let body = &organization.offices.bodies[place.0];
    rule.keeps(body.tier, place.1, body.seats.len())
        && month.rng(StreamId::Newcomers, seat_id(place)).chance(rule.compliance)
}

/// Whether a member counts as new to office: not the holder, and never in office or not for long enough.
pub fn is_new(organization: &Organization, rule: &Newcomers, who: u32, holder: Option<u32>) -> bool {
    let long_ago = |months| rule.new_again_ticks.is_some_and(|needed| months >= needed);
    Some(who) != holder && organization.months_out_of_office(who).is_none_or(long_ago)
}
