//! Is it right? Known results that the engine must reproduce.

pub mod theory;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// A known result that a scenario can be held to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Theory {
    /// Precedent as an urn.
    Urn,
}
