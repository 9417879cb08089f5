//! Scenario files: how they are read, changed, checked, explained and written.
//!
//! [`read::load`] and [`read::parse`] make a [`Model`](thermidor_core::Model) of a TOML file and of overrides, and tell all that is
//! wrong at once, each with its line. [`explain`](mod@explain) says a scenario in sentences, [`schema`] gives its JSON Schema,
//! [`write`](mod@write) makes a file of it, and [`template`] fills it with other values thousands of times.
//!
//! ```
//! use thermidor_scenario::read;
//!
//! let text = "ticks = 120\n[organization]\nmembers = 80\nlocal_size = 20\n[safeguards.rotation]\n";
//! let model = read::parse("ours", text, &["safeguards.rotation.terms_in_a_row=2".to_owned()])?;
//! assert_eq!(model.organization.members, 80);
//!
//! let wrong = read::parse("ours", "ticks = 120\n[organization]\nmember = 80\n", &[]).expect_err("no such key");
//! assert!(wrong.to_string().contains("there is no such key"), "{wrong}");
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

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
