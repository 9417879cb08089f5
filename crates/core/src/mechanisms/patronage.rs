//! Patronage: the interest that a seat serves.
//!
//! Every member belongs to a faction. Elected and drawn holders serve their own; an appointed holder serves that of the
//! appointer. With lottery share u and appointment otherwise, factions drift as in the
//! Wright–Fisher model with mutation: lots matter once seats × u is about a half.

use crate::random::Rng;
use crate::state::{NONE, Organization};

/// A seat of the executive, whose holder appoints: (holder, faction).
#[derive(Debug, Clone, Copy)]
pub struct Patron {
    /// The appointer.
    pub holder: u32,
    /// The faction that they serve.
    pub faction: u32,
}

/// Holders of seats in the executive.
pub fn patrons(organization: &Organization) -> impl Iterator<Item = Patron> {
    let seats = organization.offices.bodies[0].seats.iter();
    seats.filter_map(|seat| Some(Patron { holder: seat.holder?, faction: seat.faction }))
}

/// The most frequent of these factions; sorts them.
pub fn most(factions: &mut [u32]) -> Option<u32> {
    factions.sort_unstable();
    factions.chunk_by(|a, b| a == b).max_by_key(|group| group.len()).map(|group| group[0])
}

/// The faction that more than half of so many seats serve; sorts them.
pub fn majority(factions: &mut [u32], seats: usize) -> Option<u32> {
    let most = most(factions)?;
    let many = factions.iter().filter(|faction| **faction == most).count();
    (2 * many > seats).then_some(most)
}

/// A free member whom the patron knows, or else any free member; never `but`.
pub fn protege(
    organization: &Organization,
    rng: &mut Rng,
    patron: Patron,
    impartial: bool,
    but: Option<u32>,
) -> Option<u32> {
    let members = &organization.members;
    let free = |who: &u32| {
        *who != NONE && Some(*who) != but && members.taken[*who as usize] && members.seats[*who as usize] == 0
    };
    let known = organization.ties_of(patron.holder as usize);
    let start = rng.below(known.len() as u32) as usize;
    let near = (0..known.len()).map(|k| known[(start + k) % known.len()]).find(free);
    if near.is_some() && !impartial {
        return near;
    }
    (0..50).map(|_| rng.below(organization.slots() as u32)).find(free)
}
