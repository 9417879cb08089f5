//! The engine of thermidor: organizations as data, the rules of a month, shocks, safeguards and measures.

#[macro_use]
pub mod parameters;
pub mod budget;
pub mod diagnostic;
pub mod footprint;
pub mod founding;
pub mod history;
pub mod measures;
pub mod mechanisms;
pub mod model;
pub mod month;
pub mod outcome;
pub mod phase;
pub mod random;
pub mod rules;
pub mod safeguards;
pub mod scenario;
pub mod schedule;
pub mod sentence;
pub mod shocks;
pub mod simd;
mod split;
pub mod state;
pub mod text;
pub mod theory;
pub mod version;
pub mod world;

#[cfg(test)]
mod testing;

pub use model::Model;
