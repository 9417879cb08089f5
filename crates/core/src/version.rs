//! What identifies the model: a version that is raised by hand, and hashes of what it makes that a test holds to it.

/// Raised whenever a run gives other bytes than before: other equations, another order of draws, other rounding.
/// Where the meaning of a random stream changes, [`STREAM_VERSION`](crate::random::STREAM_VERSION) is raised instead.
pub const MODEL_VERSION: u32 = 2;

/// Hashes of the bytes of a few small runs, and the versions that they belong to. `tests/model.rs` makes them again.
/// They are part of the id of every build, so that two builds of which the models differ have different ids.
pub const GOLDEN: &str = include_str!("model.golden");
