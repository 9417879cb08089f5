//! Scratch: intermediate results of phases. A world keeps the memory, so that a month allocates nothing.

use super::buffers::Buffers;
use super::decisions::Matters;
use super::deference::{Pulls, Seekers};
use super::elections::Polls;
use super::precedent::View;
use super::removability::Holders;
use super::settlement::Settling;
use super::tables::Tables;
use crate::state::{Exit, Place};

/// Scratch of one world. The schedule hands each phase the parts that it works with.
#[derive(Debug, Clone, Default)]
pub struct Scratch {
    /// Functions of small whole numbers.
    pub tables: Tables,
    /// Buffers of many phases.
    pub buffers: Buffers,
    /// Matters of a month.
    pub matters: Matters,
    /// Delays and precedents by which matters are routed.
    pub view: View,
    /// Pulls of members on others.
    pub pulls: Pulls,
    /// Members who renew a tie.
    pub seekers: Seekers,
    /// Hours left and accuracies.
    pub settling: Settling,
    /// Members, each with a trait.
    pub posts: Vec<(usize, f32)>,
    /// Members who leave, each with the way of exit.
    pub gone: Vec<(usize, Exit)>,
    /// Seats to be filled.
    pub due: Vec<Place>,
    /// Candidates and votes.
    pub polls: Polls,
    /// Odds of holders.
    pub holders: Holders,
}

impl Scratch {
    /// Frees everything but the tables: a large organization saves memory at the cost of allocations.
    pub fn free(&mut self) {
        *self = Self { tables: std::mem::take(&mut self.tables), ..Self::default() };
    }
}
