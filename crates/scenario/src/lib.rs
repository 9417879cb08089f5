//! Scenario files: how they are read, changed, checked, explained and written.

pub mod change;
pub mod diagnostic;
pub mod draft;
pub mod edit;
mod error;
pub mod explain;
pub mod parameters;
pub mod read;
pub mod schema;
pub mod source;
pub mod suggest;
pub mod template;
pub mod text;
pub mod tree;
pub mod values;
pub mod write;

pub use diagnostic::{Code, Diagnostic};
pub use error::Error;
