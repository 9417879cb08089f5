//! Organizations side by side in one world.

use serde::{Deserialize, Serialize};

/// The graph of alliances.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Alliances {
    /// Each stands alone.
    None,
    /// Each is allied with the two beside it.
    Ring,
    /// Everybody with everybody.
    Complete,
    /// Each pair with a probability.
    Random,
}

parameters! {
    /// Organizations side by side in one world.
    pub struct WorldSize {
        /// Organizations that share a world.
        organizations: u32 = 1, in 1..=1000, "organizations", "free", founding;
        /// Who is allied with whom: "none", "ring", "complete" or "random". What an alliance does is up to the safeguard `international_alliances`.
        alliances: Alliances = Alliances::None, "", "free", founding;
        /// Chance that a pair is allied in a random graph.
        density: f64 = 0.3, in 0.0..=1.0, "probability", "free", founding;
        /// Share of what an ally has beyond three months of dues that it sends to one below zero.
        aid: f64 = 0.1, in 0.0..=1.0, "share a month", "free";
    }
}
