//! Scenario files: how they are read, changed, checked, explained and written.

pub mod draft;
pub mod explain;
pub mod parameters;
pub mod problem;
pub mod read;
pub mod source;
pub mod template;
pub mod text;

pub use problem::Problem;
