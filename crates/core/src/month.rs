//! One month: what is assumed, what holds this month, and the random streams.

use crate::budget::{Excess, Means};
use crate::random::{Cup, Cups, Dice, Draw, Luck};
use crate::rules::Rules;
use crate::scenario::Scenario;

/// What an organization can see of its allies.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Neighbours {
    /// There is a graph of alliances, and this organization has had a place in it.
    pub real: bool,
    /// Allies that still exist and stand firm.
    pub firm: u32,
    /// Allies under emergency powers or gone.
    pub in_crisis: u32,
}

/// One month: what is assumed, what holds this month, and the luck.
pub struct Tick<'a> {
    /// Number of the month, from 0.
    pub number: u32,
    /// What is assumed.
    pub scenario: &'a Scenario,
    /// What holds this month.
    pub rules: Rules<'a>,
    /// The organization's luck.
    pub luck: &'a Luck,
    /// This month's dice.
    pub cups: Cups<'a>,
    /// What its allies were doing at the end of last month.
    pub neighbours: Neighbours,
    /// What it may hold.
    pub means: Means,
    /// That it would hold more; the month ends with the phase that found it.
    pub excess: Option<Excess>,
}

impl Tick<'_> {
    /// Whether something is within the organization's means; where it is not, the month ends with this phase.
    pub fn afford(&mut self, within: Result<(), Excess>) -> bool {
        self.excess = within.err();
        self.excess.is_none()
    }

    /// This month's cup of dice for a draw.
    pub fn cup(&self, draw: Draw) -> Cup {
        self.cups.cup(draw)
    }

    /// One of this month's dice that is needed only once.
    pub fn dice(&self, draw: Draw, id: u32) -> Dice {
        self.cup(draw).dice(id)
    }
}
