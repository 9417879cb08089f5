//! Why nothing was found out.

use std::fmt;

use thermidor_core::budget::Stopped;
use thermidor_core::diagnostic::Explain;

/// Why nothing was found out. Its text is a message for the user.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// The user asked to stop.
    #[error("error: interrupted")]
    Interrupted,
    /// A scenario cannot be had.
    #[error(transparent)]
    Scenario(#[from] thermidor_scenario::Error),
    /// There is no endpoint of that name.
    #[error("error: {0}")]
    UnknownEndpoint(#[from] UnknownEndpoint),
    /// A scenario has neither variants nor safeguards.
    #[error(
        "error: there is nothing to compare {name} with\n  help: add --with rotation, another scenario file, or a [[variant]] table in the file"
    )]
    NothingToCompare {
        /// The scenario, as messages call it.
        name: String,
    },
    /// A benchmark cannot be held against its theory.
    #[error("error: {name}: {why}")]
    Benchmark {
        /// The scenario, as messages call it.
        name: String,
        /// Why not.
        why: Unfit,
    },
    /// The numbers of a draw make no scenario.
    #[error("error: a draw of the free constants makes no scenario: {why}\n  help: report it as a bug")]
    Draw {
        /// Why not.
        why: String,
    },
    /// A run of a pattern ended before its time.
    #[error("error: {0}\n  help: report it as a bug")]
    Stopped(Stopped),
    /// Work is asked for on no threads.
    #[error(
        "error: --threads 0: nothing runs on no threads\n  help: use at least 1, or leave --threads out for one a core"
    )]
    NoThreads,
    /// The system starts no such threads.
    #[error("error: cannot start {number} threads: {why}\n  help: use fewer threads")]
    ThreadsNotStarted {
        /// How many.
        number: usize,
        /// The system's words.
        why: String,
    },
}

/// Why a scenario cannot be held against a theory.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum Unfit {
    /// It names no theory.
    #[error("it names no theory\n  help: write, for example, theory = \"urn\" at its top")]
    NoTheory,
    /// Its numbers are such that the theory says nothing of it.
    #[error("the theory does not reach there\n  help: it needs {what}")]
    Needs {
        /// The need of the theory, in words.
        what: String,
    },
    /// The theory cannot be computed for so many precedents.
    #[error("it is too large to compute\n  help: keep rate × members × ticks at 400 or less")]
    TooLarge,
    /// The theory is of a term limit, and there is none.
    #[error("there is no limit\n  help: name safeguards.rotation, with compliance 1")]
    NoLimit,
    /// The theory is of charters that expire, and they do not.
    #[error("charters do not expire\n  help: name safeguards.time_bombed_committees")]
    NoExpiry,
    /// The theory is of equality, which does not last.
    #[error(
        "equality does not last there\n  help: use a smaller deference.pull, or theory = \"deference_leader\""
    )]
    NoEquality,
    /// A run ended before its time.
    #[error(transparent)]
    Stopped(#[from] Stopped),
}

/// There is no endpoint of that name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnknownEndpoint {
    /// The name.
    pub name: String,
    /// The name that is most like it, where one is like enough.
    pub nearest: Option<&'static str>,
    /// All names.
    pub known: Vec<&'static str>,
}

impl Explain for UnknownEndpoint {
    fn message(&self) -> String {
        format!("there is no outcome or measure `{}`", self.name)
    }

    fn help(&self) -> String {
        match self.nearest {
            Some(near) => format!("did you mean `{near}`?"),
            None => format!("use one of: {}", self.known.join(", ")),
        }
    }
}

impl fmt::Display for UnknownEndpoint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}\n  help: {}", self.message(), self.help())
    }
}

impl std::error::Error for UnknownEndpoint {}
