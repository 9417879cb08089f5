//! Scratch: what phases compute and the next month does not need. A world keeps it, so that a month allocates nothing.

use super::buffers::Buffers;
use super::capacity::Settling;
use super::decisions::Matters;
use super::deference::{Pulls, Seekers};
use super::elections::Polls;
use super::precedent::View;
use super::removability::Holders;
use super::tables::Tables;
use crate::state::{Exit, Place};

/// Scratch of one world. The schedule hands each phase the parts that it works with.
#[derive(Debug, Clone, Default)]
pub struct Scratch {
    /// Functions of small whole numbers.
    pub tables: Tables,
    /// Buffers of many phases.
    pub buffers: Buffers,
    /// What comes up in a month.
    pub matters: Matters,
    /// Delays and precedents as those who route see them.
    pub view: View,
    /// How strongly members draw others.
    pub pulls: Pulls,
    /// Members who look for somebody else to listen to.
    pub seekers: Seekers,
    /// Hours left and chances to be right.
    pub settling: Settling,
    /// Members and a trait of theirs.
    pub posts: Vec<(usize, f32)>,
    /// Members who leave, and how.
    pub gone: Vec<(usize, Exit)>,
    /// Seats that are to be filled.
    pub due: Vec<Place>,
    /// Candidates and votes.
    pub polls: Polls,
    /// Odds of holders.
    pub holders: Holders,
}

impl Scratch {
    /// Frees everything but the tables: in a large organization memory is dearer than allocating anew.
    pub fn free(&mut self) {
        *self = Self { tables: std::mem::take(&mut self.tables), ..Self::default() };
    }
}
