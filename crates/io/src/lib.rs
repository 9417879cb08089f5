//! Results of thermidor: tables, charts, answers in words, reports, sweeps, and whether a result is what the program makes.
//!
//! [`output`] writes what runs, comparisons and ablations give; [`sweep`] plans, makes, resumes and merges thousands of points;
//! [`report`] makes one page of a result; [`verify`](mod@verify) makes a result again and compares; [`identity`] says which program
//! and which model made it.
//!
//! ```
//! use std::sync::atomic::AtomicBool;
//! use thermidor_analysis::run::threads;
//! use thermidor_io::sweep::{experiment::Streams, points::Points};
//! use thermidor_scenario::read;
//! use toml::Value;
//!
//! // Three sizes of an organization, two organizations each, in memory.
//! let study = read::parse_study("sizes", "ticks = 24\norganization.local_size = 10\n", &[], &[])?;
//! let sizes = [40, 60, 80].map(Value::Integer).to_vec();
//! let given = (3, vec![("organization.members".to_owned(), sizes)]);
//! let points = Points::new(&study, given, Streams::Shared, 2, None)?;
//! let (pool, _) = threads(None)?;
//! let table = points.simulate(&pool, &AtomicBool::new(false), &|| ())?.map_err(|_| "cancelled")?;
//! assert_eq!(table.rows(), 6);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

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
