//! `thermidor licences`: whose work the program contains, and on which terms.

use std::process::ExitCode;

/// Written by `licences/make`.
const NOTICE: &str = include_str!("../../NOTICE");

/// Prints it whole.
pub fn licences() -> ExitCode {
    say!("{}", NOTICE.trim_end());
    ExitCode::SUCCESS
}
