//! Network snapshots of one organization: some of its members, their ties and their seats, through time.

use std::collections::BTreeSet;
use thermidor_core::Model;

use serde::Serialize;

use thermidor_core::budget::Stopped;
use thermidor_core::schedule::Watch;
use thermidor_core::state::{NONE, Organization};
use thermidor_core::world::World;

/// Members drawn whether they hold office or not: about this many, evenly spaced.
const ORDINARY: usize = 60;
/// Members drawn because they have the most followers.
const FOLLOWED: usize = 12;
/// Most seats that are drawn; more do not fit on a screen.
const SEATS: usize = 120;
/// Moments.
const FRAMES: u32 = 60;

/// An organization through time.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
pub struct Snapshot {
    /// Members drawn at some time: slot and local of each.
    pub people: Vec<(u32, u32)>,
    /// Moments, in order.
    pub frames: Vec<Frame>,
}

/// One moment.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
pub struct Frame {
    /// The month, at whose end this is.
    pub tick: u32,
    /// Members drawn now, by their positions among the people; the lists below are in this order.
    pub who: Vec<u32>,
    /// Followers of each.
    pub followers: Vec<u32>,
    /// Share of each in the influence of all members.
    pub influence: Vec<f32>,
    /// The body in which each sits, by its position.
    pub seats: Vec<Option<u16>>,
    /// Whether each is paid staff.
    pub staff: Vec<bool>,
    /// Whether each speaks up.
    pub speaks: Vec<bool>,
    /// Ties between them, by their positions among the people: the listener first.
    pub ties: Vec<(u32, u32)>,
}

/// Draws the first organization of a run; `watch` can end it.
///
/// # Errors
/// When it is ended, or its world would take more than a world may.
pub fn draw(scenario: &Model, run: u32, watch: Watch) -> Result<Snapshot, Stopped> {
    let mut world = World::found(scenario, run);
    let every = scenario.ticks.div_ceil(FRAMES);
    let mut frames = Vec::new();
    for tick in 0..scenario.ticks {
        world.month_watched(scenario, tick, watch)?;
        let home = &world.organizations[0];
        let is_last = tick + 1 == scenario.ticks || !home.books.record.is_open();
        if tick % every == 0 || is_last {
            frames.push(frame(home, tick));
        }
        if is_last {
            break;
        }
    }
    let slots: BTreeSet<u32> = frames.iter().flat_map(|frame| frame.who.iter().copied()).collect();
    let slots: Vec<u32> = slots.into_iter().collect();
    // Until here people were their slots.
    let position = |slot: u32| slots.partition_point(|other| *other < slot) as u32;
    for frame in &mut frames {
        frame.who.iter_mut().for_each(|who| *who = position(*who));
        frame.ties.iter_mut().for_each(|(from, to)| (*from, *to) = (position(*from), position(*to)));
    }
    let home = &world.organizations[0];
    let people = slots.iter().map(|slot| (*slot, home.local_of(*slot as usize) as u32)).collect();
    Ok(Snapshot { people, frames })
}

fn frame(organization: &Organization, tick: u32) -> Frame {
    let members = &organization.members;
    let seats: Vec<(u32, u16)> = organization
        .offices
        .bodies
        .iter()
        .zip(0..)
        .flat_map(|(body, position)| body.seats.iter().filter_map(move |seat| Some((seat.holder?, position))))
        .take(SEATS)
        .collect();
    let slots = organization.slots();
    let mut followed: Vec<u32> = (0..slots as u32).filter(|slot| members.taken[*slot as usize]).collect();
    followed.sort_by_key(|slot| (std::cmp::Reverse(members.followers[*slot as usize]), *slot));
    let who: BTreeSet<u32> = seats
        .iter()
        .map(|(holder, _)| *holder)
        .chain(followed.into_iter().take(FOLLOWED))
        .chain(
            (0..slots as u32).step_by(slots.div_ceil(ORDINARY)).filter(|slot| members.taken[*slot as usize]),
        )
        .collect();
    let all: f64 = members.influence.iter().map(|influence| f64::from(*influence)).sum();
    let ties = who.iter().flat_map(|slot| {
        let listened = organization.ties_of(*slot as usize).iter();
        listened.filter(|tie| **tie != NONE && who.contains(tie)).map(|tie| (*slot, *tie))
    });
    let seat = |slot: &u32| seats.iter().find(|(holder, _)| holder == slot).map(|(_, body)| *body);
    Frame {
        tick,
        followers: who.iter().map(|slot| members.followers[*slot as usize]).collect(),
        influence: who
            .iter()
            .map(|slot| (f64::from(members.influence[*slot as usize]) / all.max(1e-9)) as f32)
            .collect(),
        seats: who.iter().map(seat).collect(),
        staff: who.iter().map(|slot| members.paid[*slot as usize]).collect(),
        speaks: who.iter().map(|slot| members.speaks[*slot as usize]).collect(),
        ties: ties.collect(),
        who: who.into_iter().collect(),
    }
}

#[cfg(test)]
mod tests {
    use std::ops::ControlFlow;

    use super::draw;
    use thermidor_core::history::simulate;
    use thermidor_scenario::read::parse;

    #[test]
    fn the_run_that_is_drawn_is_the_run_that_was_simulated() {
        let text = "ticks = 100\n[organization]\nmembers = 300\n[[shocks.isolation]]\nstart_tick = 24\n";
        let scenario = parse("t", text, &[]).unwrap();
        let history = simulate(&scenario, 3).unwrap();
        let snapshot = draw(&scenario, 3, &mut |_| ControlFlow::Continue(())).unwrap();
        let last = snapshot.frames.last().unwrap();
        assert_eq!(last.tick as usize + 1, history.ticks());
        // Exactly the holders of seats at its end sit there in the snapshot.
        let mut sits: Vec<(u32, u16)> = (last.who.iter().zip(&last.seats))
            .filter_map(|(who, seat)| Some((snapshot.people[*who as usize].0, (*seat)?)))
            .collect();
        let open = history.mandates.iter().filter(|mandate| mandate.left.is_none());
        let mut held: Vec<(u32, u16)> = open.map(|mandate| (mandate.holder, mandate.body)).collect();
        sits.sort_unstable();
        held.sort_unstable();
        assert_eq!(sits, held);
        assert!(held.len() > 20);
        assert!(!last.ties.is_empty());
    }
}
