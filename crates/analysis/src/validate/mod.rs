//! Is it right? Known results that the engine must reproduce, and patterns that its defaults should show.
//!
//! A limit is a scenario file with a `theory`: what remains of the model when most of it is switched off has
//! a known solution, computed here for the scenario's own numbers and compared with what the engine does.

pub mod benchmarks;
pub mod patterns;
pub mod report;
pub mod statements;
pub mod theory;
