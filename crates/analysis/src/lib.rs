//! Many runs of thermidor: in parallel, compared, taken apart, told, and held to what is known.

mod error;
pub mod run;
pub mod study;
pub mod validate;

pub use error::Error;
