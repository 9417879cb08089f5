//! One thing that is wrong with a file, in words.

use thermidor_core::diagnostic::Diagnostic;

/// One thing that is wrong with a scenario or an experiment, with the path of the parameter concerned.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// Dotted path, array positions as numbers: `shocks.isolation.0.start_tick`.
    pub path: String,
    /// The problem.
    pub message: String,
    /// What to do about it.
    pub help: String,
}

impl From<Diagnostic> for Problem {
    fn from(diagnostic: Diagnostic) -> Self {
        let (message, help) = (diagnostic.code.message(), diagnostic.code.help());
        Self { path: diagnostic.path, message, help }
    }
}
