//! Estimates and how sure they are: intervals for means, shares and paired contrasts; times to an event.
//!
//! Quantiles of distributions come from a library; nothing here knows what it counts.
//!
//! ```
//! use thermidor_stats::{Moments, interval, survival::{Subject, kaplan_meier}};
//!
//! // 3 of 20, with Wilson's interval.
//! let captured = interval::share(3, 20, interval::LEVEL);
//! assert!(captured.low > 0.05 && captured.high < 0.37);
//!
//! // A mean of numbers within 0 and 1.
//! let mut attendance = Moments::default();
//! [0.42, 0.38, 0.45, 0.40].into_iter().for_each(|value| attendance.add(value));
//! let mean = attendance.interval(interval::LEVEL, (0.0, 1.0));
//! assert!(mean.low < 0.4125 && 0.4125 < mean.high);
//!
//! // Times until an event; one of three subjects had none within the 24 months that it was watched.
//! let watched = [(6, Some(0)), (12, Some(0)), (24, None)].map(|(time, event)| Subject { time, event });
//! assert_eq!(kaplan_meier(&watched, interval::LEVEL).median().0, Some(12));
//! ```

pub mod figures;
pub mod interval;
pub mod survival;

pub use interval::{Interval, Moments};
