//! What the queue knows: who waits, who has a place, what each address has had and how its work went.

use std::collections::{BTreeMap, VecDeque};
use std::net::IpAddr;
use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use tokio::sync::oneshot;

use super::turns::Turn;
use crate::serve::askers::Askers;

/// A run that is thought to take longer on one thread begins in the slow lane.
const SHORT: Duration = Duration::from_millis(500);

/// Addresses of which it is known how much longer their work took than was thought.
const KNOWN: usize = 100;

/// Time in which what an address has had of the threads counts half as much.
const FORGOTTEN: f64 = 30.0;

/// Where a slice is worked on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Lane {
    Quick,
    Slow,
}

#[derive(Default)]
pub(super) struct Shared {
    pub(super) state: Mutex<State>,
    pub(super) tickets: AtomicU64,
    pub(super) taken: AtomicUsize,
}

#[derive(Default)]
pub(super) struct State {
    pub(super) lanes: [Turns; 2],
    /// Tickets of those who have a place and when they asked, by who asks.
    pub(super) visitors: BTreeMap<String, (u64, u64, oneshot::Sender<()>)>,
    pub(super) addresses: BTreeMap<IpAddr, usize>,
    /// Seconds of all threads that each address has had lately.
    pub(super) had: BTreeMap<IpAddr, Had>,
    /// What is left of each request.
    pub(super) left: BTreeMap<u64, Left>,
    /// How much longer the work of an address takes than was thought; the one learned last stands last.
    pub(super) slower: VecDeque<(IpAddr, f64)>,
}

pub(super) struct Left {
    pub(super) lane: Lane,
    /// Seconds that it is thought to need still where no other lane is busy.
    pub(super) seconds: f64,
    pub(super) askers: Askers,
}

#[derive(Default)]
pub(super) struct Turns {
    pub(super) busy: bool,
    pub(super) waiting: Vec<Waiting>,
}

pub(super) struct Waiting {
    pub(super) stage: u32,
    pub(super) askers: Askers,
    pub(super) ticket: u64,
    pub(super) sender: oneshot::Sender<Turn>,
}

#[derive(Clone, Copy)]
pub(super) struct Had {
    pub(super) seconds: f64,
    pub(super) at: Instant,
}

impl Lane {
    /// Where runs that take so many seconds of one thread are simulated.
    pub(super) fn of(one: f64) -> Self {
        if one > SHORT.as_secs_f64() { Self::Slow } else { Self::Quick }
    }
}

impl Shared {
    pub(super) fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(super) fn ticket(&self) -> u64 {
        self.tickets.fetch_add(1, Ordering::Relaxed)
    }
}

impl State {
    /// Seconds that an address has had, as much as is remembered of them.
    pub(super) fn had(&self, address: IpAddr, now: Instant) -> f64 {
        let faded = |had: &Had| had.seconds * libm::exp2(-(now - had.at).as_secs_f64() / FORGOTTEN);
        self.had.get(&address).map_or(0.0, faded)
    }

    pub(super) fn add(&mut self, address: IpAddr, seconds: f64, now: Instant) {
        let seconds = self.had(address, now) + seconds;
        self.had.insert(address, Had { seconds, at: now });
        if self.had.len() > 1000 {
            let kept: Vec<IpAddr> =
                self.had.keys().copied().filter(|one| self.had(*one, now) > 0.1).collect();
            self.had.retain(|one, _| kept.contains(one));
        }
    }

    /// How much longer work takes than was thought: that of an address as its own did, since nobody else is told; or as
    /// that of most did, since the work of one address may be like no other. Where there is none it takes as long.
    pub(super) fn slower(&self, address: Option<IpAddr>) -> f64 {
        let own = self.slower.iter().find(|(known, _)| Some(*known) == address);
        own.map_or_else(
            || {
                let mut all: Vec<f64> = self.slower.iter().map(|(_, slower)| *slower).chain([1.0]).collect();
                all.sort_unstable_by(f64::total_cmp);
                all[(all.len() - 1) / 2]
            },
            |(_, slower)| *slower,
        )
    }

    /// Learns how much longer the work of an address took; where something is known of it, that is half believed.
    pub(super) fn learn(&mut self, address: IpAddr, found: f64) {
        let known = self.slower.iter().find(|(known, _)| *known == address);
        let slower = known.map_or(found, |(_, before)| libm::sqrt(before * found));
        self.slower.retain(|(known, _)| *known != address);
        self.slower.push_back((address, slower));
        if self.slower.len() > KNOWN {
            self.slower.pop_front();
        }
    }

    /// Takes out who is next: twice as much had is one stage later, and an answer for many is for the one who has had
    /// least.
    pub(super) fn next(&mut self, lane: Lane, now: Instant) -> Option<Waiting> {
        let waiting = &self.lanes[lane as usize].waiting;
        let rank = |one: &Waiting| {
            let had = one.askers.least(|address| self.had(address, now)).map_or(0.0, |(had, _)| had);
            f64::from(one.stage) + libm::log2(1.0 + had)
        };
        let next = (0..waiting.len()).min_by(|a, b| {
            let (a, b) = (&waiting[*a], &waiting[*b]);
            rank(a).total_cmp(&rank(b)).then(a.ticket.cmp(&b.ticket))
        })?;
        Some(self.lanes[lane as usize].waiting.swap_remove(next))
    }
}
