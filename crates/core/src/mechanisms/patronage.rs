//! Patronage: whose interest a seat serves.
//!
//! Everybody belongs to a faction. Who is elected or drawn by lot serves their own; an appointed seat takes
//! its appointer's. With lottery share u and everybody appointed otherwise, factions drift as in the
//! Wright–Fisher model with mutation: lots matter once seats × u is about a half.

use crate::random::Rng;
use crate::state::{NONE, Organization};

/// A seat of the executive, whose holder appoints: (holder, faction).
#[derive(Debug, Clone, Copy)]
pub struct Patron {
    /// Who appoints.
    pub holder: u32,
    /// Whose interest they serve.
    pub faction: u32,
}

/// Those who sit in the executive.
pub fn patrons(organization: &Organization) -> impl Iterator<Item = Patron> {
    let seats = organization.offices.bodies[0].seats.iter();
    seats.filter_map(|seat| Some(Patron { holder: seat.holder?, faction: seat.faction }))
}

/// The faction that there is most often, of all factions in any order; they are put in order.
pub fn most(factions: &mut [u32]) -> Option<u32> {
    factions.sort_unstable();
    factions.chunk_by(|a, b| a == b).max_by_key(|group| group.len()).map(|group| group[0])
}

/// Somebody whom the patron knows and who is free, or else any member who is; never the one who is to go.
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
