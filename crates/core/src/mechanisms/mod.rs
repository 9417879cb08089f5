//! Mechanisms of an organization: one a file, its formula first, then its behaviour.
//!
//! No mechanism reads a measure. People attend, decide, defer, stand for office, speak up, join and leave; the
//! centralization that the measures read is what they did.

pub mod apparatus;
pub mod audit;
pub mod budget;
pub mod buffers;
pub mod cooptation;
pub mod critics;
pub mod decisions;
pub mod deference;
pub mod elections;
pub mod eligibility;
pub mod emergency;
pub mod execution;
pub mod floor;
pub mod joining;
pub mod legitimacy;
pub mod mandates;
pub mod membership;
pub mod offices;
pub mod participation;
pub mod patronage;
pub mod precedent;
pub mod quality;
pub mod recall;
pub mod removability;
pub mod replaceability;
pub mod scratch;
pub mod secession;
pub mod settlement;
pub mod shaping;
pub mod skill;
pub mod sortition;
pub mod structures;
pub mod tables;
pub mod ties;
pub mod viability;
pub mod voice;
