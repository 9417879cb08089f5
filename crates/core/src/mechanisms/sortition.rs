//! Sortition: mandates filled by lot, and the members drawn.

use crate::month::Month;
use crate::random::StreamId;
use crate::rules::Sortition;
use crate::state::{Organization, Tier};

/// Members asked at most before the seat stays empty for this month.
const TRIES: usize = 100;

/// Whether the mandate that begins now is filled by lot.
pub fn draws(month: &Month, rule: &Sortition, tier: Tier, seat: u32) -> bool {
    month.rng(StreamId::Lottery, seat).chance(rule.chance(tier))
}

/// Draws a member who accepts, each with its participation as the probability; `None` after a hundred tries.
pub fn draw(
    organization: &Organization,
    month: &Month,
    rule: &Sortition,
    seat: u32,
    but: Option<u32>,
) -> Option<u32> {
    let mut rng = month.rng(StreamId::Lottery, seat + 1_000_000);
    let members = &organization.members;
    let accepts = |&(who, uniform): &(u32, f64)| {
        let i = who as usize;
        Some(who) != but
            && members.taken[i]
            && members.seats[i] == 0
            && !members.paid[i]
            && (!rule.present_only || organization.is_present(i))
            && uniform < f64::from(members.participation[i])
    };
    (0..TRIES).map(|_| (rng.below(organization.slots() as u32), rng.unit())).find(accepts).map(|(who, _)| who)
}
