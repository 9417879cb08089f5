//! Messages about a scenario that cannot be used.

use std::fmt;

use crate::Problem;
use crate::text;

/// Why a scenario cannot be used, ready to be printed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BadInput(pub String);

impl fmt::Display for BadInput {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for BadInput {}

/// A help, or where ranges are told.
pub fn or_default(help: &str) -> &str {
    if help.is_empty() { "see the range in `thermidor scenario schema`" } else { help }
}

/// One thing that is wrong, and what to do about it. It becomes text where it is shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Complaint {
    /// The problem.
    pub what: String,
    /// The remedy.
    pub help: String,
}

impl Complaint {
    /// Something wrong with an option of the command line, such as `--set`.
    pub(crate) fn of_option(flag: &str, text: &str, message: &str, help: &str) -> Self {
        Self { what: format!("{flag} {}: {message}", text::cut(text, 200)), help: help.to_owned() }
    }

    /// The same as the problem of a place.
    pub fn at(self, path: &str) -> Problem {
        Problem { path: path.to_owned(), message: self.what, help: self.help }
    }
}

impl fmt::Display for Complaint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "error: {}\n  help: {}", self.what, self.help)
    }
}

impl std::error::Error for Complaint {}

impl From<Complaint> for BadInput {
    fn from(complaint: Complaint) -> Self {
        Self(complaint.to_string())
    }
}
