//! One month: what is assumed, what holds this month, and the random streams.

use crate::budget::{Excess, Means};
use crate::parameters::Parameters;
use crate::random::{MonthKeys, Rng, StreamId, StreamKey, Streams};
use crate::rules::Rules;

/// What an organization can see of its allies.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Neighbours {
    /// There is a graph of alliances, and this organization has had a place in it.
    pub real: bool,
    /// Allies that still exist and stand firm.
    pub firm: u32,
    /// Allies under emergency powers or gone.
    pub in_crisis: u32,
    /// Safeguards that an ally has in force: a bit for each, in the order of the register.
    pub safeguards: u32,
}

/// One month: what is assumed, what holds this month, and the random streams.
pub struct Month<'a> {
    /// Number of the month, from 0.
    pub number: u32,
    /// What is assumed.
    pub parameters: Parameters<'a>,
    /// What holds this month.
    pub rules: Rules,
    /// The organization's random streams.
    pub streams: &'a Streams,
    /// Keys of this month's streams.
    pub keys: MonthKeys<'a>,
    /// What its allies were doing at the end of last month.
    pub neighbours: Neighbours,
    /// What it may hold.
    pub means: Means,
    /// That it would hold more; the month ends with the phase that found it.
    pub excess: Option<Excess>,
}

impl Month<'_> {
    /// Whether something is within the organization's means; where it is not, the month ends with this phase.
    pub fn afford(&mut self, within: Result<(), Excess>) -> bool {
        self.excess = within.err();
        self.excess.is_none()
    }

    /// This month's key of a stream.
    pub fn key(&self, stream: StreamId) -> StreamKey {
        self.keys.key(stream)
    }

    /// A generator for single draws of this month.
    pub fn rng(&self, stream: StreamId, id: u32) -> Rng {
        self.key(stream).rng(id)
    }
}
