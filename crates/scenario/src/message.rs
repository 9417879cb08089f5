//! What a user is told of a scenario that cannot be used.

use std::fmt;

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

/// What is wrong with an option of the command line, such as `--set`.
pub(crate) fn override_error(flag: &str, text: &str, message: &str, help: &str) -> String {
    format!("error: {flag} {}: {message}\n  help: {help}", text::cut(text, 200))
}
