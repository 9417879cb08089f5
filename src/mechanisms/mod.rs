//! What happens in an organization: one mechanism a file, parameters first, then behaviour.
//!
//! No mechanism reads a measure. People attend, decide, defer, stand for office and speak up; the
//! centralization that the measures read is what they did.

pub mod apparatus;
pub mod capacity;
pub mod decisions;
pub mod deference;
pub mod emergency;
pub mod legitimacy;
pub mod mandates;
pub mod participation;
pub mod precedent;
pub mod quality;
pub mod shaping;
pub mod skill;
pub mod viability;
pub mod voice;
