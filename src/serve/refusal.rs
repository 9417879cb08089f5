//! Why something is not done: in English, and as a kind with numbers that every language of the page has a sentence for.

use std::collections::BTreeMap;
use std::io;

use serde::Serialize;

use thermidor_core::budget::{Excess, Stopped};
use thermidor_scenario::Error;

/// Which sentence says it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(test, derive(ts_rs::TS), ts(rename = "Reason"))]
pub enum Kind {
    /// The address, its method or the body is wrong.
    Request,
    /// The request came from somewhere else.
    Elsewhere,
    /// Something is wrong with a scenario; the English text says where.
    Scenario,
    /// Two futures have other luck.
    Luck,
    /// One run takes too long.
    LongRun,
    /// All runs together take too long.
    MuchWork,
    /// It took much longer than was thought.
    TookLong,
    /// More happens in one organization than is simulated.
    Exceeded,
    /// One run takes too much memory.
    MuchMemory,
    /// The pictures take too much memory.
    ManyValues,
    /// Too many are here just now.
    Busy,
    /// No more people can guess, or no more from where this one is.
    RoomFull,
    /// Whoever leads the room lets no one guess from where this one is.
    KeptOut,
    /// Only whoever started the server may do that.
    HostOnly,
    /// There is no room to come into.
    NoRoom,
    /// The program or its machine failed.
    Failed,
}

/// What is said to whoever asked.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS), ts(rename = "Refused"))]
pub struct Refusal {
    /// Which sentence.
    pub kind: Kind,
    /// What is filled in.
    pub values: BTreeMap<&'static str, f64>,
    /// The same in English, in the words of the command line.
    pub error: String,
}

impl Refusal {
    /// One without numbers.
    pub fn new(kind: Kind, error: impl Into<String>) -> Self {
        Self { kind, values: BTreeMap::new(), error: error.into() }
    }

    /// With its numbers.
    pub fn with<const N: usize>(self, values: [(&'static str, f64); N]) -> Self {
        Self { values: values.into(), ..self }
    }
}

impl From<Stopped> for Refusal {
    fn from(stopped: Stopped) -> Self {
        match stopped {
            Stopped::Exceeded(excess) => {
                Self::new(Kind::Exceeded, format!("error: {excess}\n  help: {}", excess.help()))
            }
            Stopped::Cancelled => {
                Self::new(Kind::Failed, "error: the simulation was ended\n  help: ask again")
            }
        }
    }
}

impl From<io::Error> for Refusal {
    fn from(error: io::Error) -> Self {
        match error.downcast::<Excess>() {
            Ok(excess) => Stopped::Exceeded(excess).into(),
            Err(error) => {
                let error = format!("error: {error}\n  help: tell whoever started the server");
                Self::new(Kind::Failed, error)
            }
        }
    }
}

impl From<Error> for Refusal {
    fn from(error: Error) -> Self {
        Self::new(Kind::Scenario, error.to_string())
    }
}
