//! Many runs of thermidor: in parallel, compared, taken apart, told, and held to what is known.
//!
//! [`run`] makes histories in parallel and hands them on in order; [`study`] compares futures of the same organizations
//! ([`Comparison`](study::Comparison)), says which safeguard contributes what ([`ablation`](study::ablation)), how many runs a
//! precision takes ([`precision`](study::precision)), and tells one organization's history; [`validate`] holds the engine to closed
//! forms and to known patterns.
//!
//! ```
//! use thermidor_analysis::run::{Sink, simulate_all, threads};
//! use thermidor_analysis::study::{Comparison, Endpoint, futures};
//! use thermidor_core::Model;
//! use std::sync::atomic::AtomicBool;
//!
//! let plain = Model::default().with(|scenario| {
//!     scenario.ticks = 36;
//!     scenario.organization.members = 60;
//! });
//! let plain = plain.map_err(|found| found[0].to_string())?;
//! let rotating = plain.with(|scenario| scenario.safeguards.rotation = Some(Default::default()));
//! let arms = [plain, rotating.map_err(|found| found[0].to_string())?];
//!
//! // Ten organizations with two futures each. Both futures of an organization share their random streams.
//! let mut comparison = Comparison::new(&arms, Endpoint::find("captured")?);
//! let cancel = AtomicBool::new(false);
//! for run in 0..10 {
//!     comparison.take(&futures(&cancel, &arms, run)?);
//! }
//! let difference = comparison.asked(0).difference;
//! assert!(difference.low <= difference.estimate && difference.estimate <= difference.high);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod error;
pub mod run;
pub mod study;
pub mod validate;

pub use error::Error;
