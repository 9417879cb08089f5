//! Why a scenario cannot be had.

use std::path::PathBuf;

use thermidor_core::diagnostic as core;

use crate::diagnostic::{Code, Diagnostic};
use crate::source::{Source, told};
use crate::text::Unreadable;

/// Why a scenario cannot be had. Its text is a message for the user, with the lines of the file concerned.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// Its file cannot be read.
    #[error("error: cannot read {}: {why}\n  help: {}", path.display(),
        why.help().unwrap_or("`thermidor scenario list` shows the scenarios at hand"))]
    Read {
        /// The file.
        path: PathBuf,
        /// Why not.
        why: Unreadable,
    },
    /// Something is wrong with it.
    #[error("{}", told(source_text.as_ref(), diagnostics))]
    Invalid {
        /// The file or the text, where it comes from one.
        source_text: Option<Source>,
        /// All that is wrong; at least one.
        diagnostics: Vec<Diagnostic>,
    },
}

impl From<Diagnostic> for Error {
    fn from(diagnostic: Diagnostic) -> Self {
        Self::Invalid { source_text: None, diagnostics: vec![diagnostic] }
    }
}

impl From<Vec<Diagnostic>> for Error {
    fn from(diagnostics: Vec<Diagnostic>) -> Self {
        Self::Invalid { source_text: None, diagnostics }
    }
}

impl From<Vec<core::Diagnostic>> for Error {
    fn from(found: Vec<core::Diagnostic>) -> Self {
        found.into_iter().map(|diagnostic| diagnostic.map(Code::from)).collect::<Vec<_>>().into()
    }
}
