//! The engine of thermidor: organizations as data, the rules of a month, shocks, safeguards and measures.

pub mod engine;
pub mod history;
pub mod measures;
pub mod mechanisms;
pub mod parameters;
pub mod safeguards;
pub mod scenario;
pub mod shocks;
pub mod text;
pub mod theory;
pub mod version;

#[cfg(test)]
mod testing;
