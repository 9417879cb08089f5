//! Why nothing was found out.

use thermidor_core::budget::Stopped;

use crate::study::endpoint::UnknownEndpoint;
use crate::validate::benchmarks::Unfit;

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
    /// A run of a pattern ended before its time.
    #[error("error: {0}\n  help: report it as a bug")]
    Stopped(Stopped),
    /// Work is asked for on no threads.
    #[error("error: there is no work on 0 threads\n  help: use at least 1, or give no number for one a core")]
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
