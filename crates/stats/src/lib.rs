//! Estimates and how sure they are: intervals for means, shares and paired contrasts; times to an event.
//!
//! Quantiles of distributions come from a library; nothing here knows what it counts.

pub mod figures;
pub mod interval;
pub mod survival;

pub use interval::{Interval, Moments};
