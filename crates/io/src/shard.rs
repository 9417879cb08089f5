//! A share of the parts of a sweep.

use serde::{Deserialize, Serialize};

/// Which parts of a plan are worked on: every `of`-th, beginning with number `number` (from 1).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Shard {
    /// Number of the shard, from 1.
    pub number: u32,
    /// How many there are.
    pub of: u32,
}

impl Shard {
    /// Everything.
    pub const ALL: Self = Self { number: 1, of: 1 };

    pub(crate) fn has(self, part: u32) -> bool {
        part % self.of == self.number - 1
    }
}
