//! thermidor: an agent-based simulator of bureaucratic drift.
//!
//! Movements and organizations that win tend to centralize. This crate simulates many organizations in
//! parallel, member by member and decision by decision, under shocks and under safeguards, and reads
//! centralization off what the simulated people did.
//!
//! This crate is the command and the server: arguments, words and routes. The model is in `thermidor-core`; `ARCHITECTURE.md`
//! has the map.

// What is printed goes through `cli`, which knows when it is lost.
#![warn(clippy::print_stdout, clippy::print_stderr)]

pub mod cli;
pub mod serve;
