//! The engine of thermidor: organizations as data, the rules of a month, shocks, safeguards and measures.
//!
//! Movements and organizations that win tend to centralize. The engine simulates organizations member by member and decision by
//! decision; centralization is read off what the simulated people did, and no rule writes it.
//!
//! - [`scenario::Scenario`] is everything that is assumed: parameters, safeguards, shocks. A program takes the default or
//!   that of a [`Model`], and sets what it wants ([`Model::with`]); later versions add parameters, each with a default.
//! - [`Model::new`] checks a scenario. Only a [`Model`] can be simulated; what is wrong comes back as
//!   [`Diagnostic`](diagnostic::Diagnostic)s.
//! - [`Model::run`] gives the [`History`](history::History) of one run: the [`measures`] of every month, terms of office, events and
//!   the [`outcome`]. A run is a number, and the same number gives the same bytes on every machine.
//! - [`world::World`] goes month by month, for programs that look at an organization in between.
//!
//! ```
//! use thermidor_core::{Model, measures};
//!
//! let model = Model::default().with(|scenario| {
//!     scenario.ticks = 24;
//!     scenario.organization.members = 100;
//! });
//! let model = model.map_err(|found| found[0].to_string())?;
//!
//! let history = model.run(0)?.swap_remove(0);
//! let attendance = measures::position("participation").ok_or("no such measure")?;
//! let last = history.row(history.ticks() - 1)[attendance];
//! assert!((0.0..=1.0).contains(&last));
//! println!("{} after two years", history.outcome.condition.label());
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! It does no input or output, reads no clock and starts no thread. Randomness comes from named streams of
//! [`random::Streams`]; [`version::MODEL_VERSION`] and [`random::STREAM_VERSION`] say which equations and which streams these are.
//!
//! | feature | what it adds |
//! |---|---|
//! | `schema` | the JSON Schema of scenarios, by `schemars` |
//! | `types` | the page's types in TypeScript, by `ts-rs`; the tests of the command alone ask for it |

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
