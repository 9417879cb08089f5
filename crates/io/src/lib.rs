//! Results of thermidor: tables, charts, answers in words, reports, sweeps, and whether a result is what the program makes.

pub mod diagnostic;
mod error;
pub mod identity;
pub mod output;
mod panics;
pub mod report;
mod shard;
pub mod sweep;
pub mod verify;

pub use error::{Damage, Error, Refused, Remedy};
