//! What can be wrong with a change to a running organization.

use super::Explain;

/// Why a change to a running organization cannot be made.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Change {
    /// There is no `:` after the month.
    NoColon,
    /// It begins with something else than a month.
    NotAMonth {
        /// What it begins with.
        text: String,
    },
    /// The month is not within the run.
    OutsideTheRun {
        /// The month.
        tick: u32,
        /// The last month in which something can change; 0 where there is none.
        last: u32,
    },
    /// It names a part that is not there to be left out.
    NotThere {
        /// Path of the part.
        path: String,
    },
    /// It names a parameter without a value.
    NothingSet,
    /// The scenario has no form in which it could be changed.
    NoTable {
        /// Why not.
        message: String,
    },
    /// It would change what an organization keeps from its founding on.
    Fixed {
        /// Path of the parameter.
        path: String,
    },
    /// It would have had to happen before its month.
    Past {
        /// What would have had to happen.
        past: Past,
        /// Of which part.
        part: Part,
        /// The month of the change.
        tick: i64,
    },
}

/// What would have had to happen before the month of a change.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Past {
    /// A part that has been there would be gone.
    Gone,
    /// A part that has begun would begin in another month.
    Begun,
    /// A part would end before the change.
    Ended,
    /// A part would begin before the change.
    Beginning,
}

/// A part of a scenario that begins and ends.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Part {
    /// A safeguard, by its name.
    Safeguard(String),
    /// A shock, by its path.
    Shock(String),
}

const HOW: &str = "write it as 'tick 40: safeguards.lottery.share=0.5' or 'tick 40: without rotation'";

impl Explain for Change {
    fn message(&self) -> String {
        match self {
            Self::NoColon => "there is no `:` after the month".into(),
            Self::NotAMonth { text } => format!("`{text}` is not a month"),
            Self::OutsideTheRun { tick, .. } => format!("month {tick} is not within the run"),
            Self::NotThere { path } => format!("there is no `{path}` to leave out"),
            Self::NothingSet => "there is no value".into(),
            Self::NoTable { message } => message.clone(),
            Self::Fixed { path } => format!("{path} is fixed at the founding"),
            Self::Past { past, part, .. } => {
                let what = match past {
                    Past::Gone => "would be gone as if it had never been",
                    Past::Begun => "has begun already",
                    Past::Ended => "cannot end before the change",
                    Past::Beginning => "cannot begin before the change",
                };
                match part {
                    Part::Safeguard(name) => format!("safeguards.{name} {what}"),
                    Part::Shock(path) => format!("{path} {what}"),
                }
            }
        }
    }

    fn help(&self) -> String {
        match self {
            Self::NoColon
            | Self::NotAMonth { .. }
            | Self::NotThere { .. }
            | Self::NothingSet
            | Self::NoTable { .. } => HOW.into(),
            Self::OutsideTheRun { last: 0, .. } => "make ticks larger".into(),
            Self::OutsideTheRun { last, .. } => format!("use a month from 1 to {last}"),
            Self::Fixed { .. } => "change it in the scenario, and run that".into(),
            Self::Past { past, part: Part::Safeguard(name), tick } => match past {
                Past::Gone => format!("write 'without {name}'"),
                Past::Begun => format!("leave from_tick as it is, or write 'without {name}' to end it"),
                Past::Ended => format!("use an until_tick of {tick} or later, or write 'without {name}'"),
                Past::Beginning => format!("use a from_tick of {tick} or later, or leave it out"),
            },
            Self::Past { past, part: Part::Shock(_), tick } => match past {
                Past::Gone => "make its severity 0".into(),
                Past::Begun => {
                    "leave start_tick and rate_per_year as they are, or make its severity 0".into()
                }
                Past::Ended => "change what is still to come, or make its severity 0".into(),
                Past::Beginning => format!("use a start_tick of {tick} or later"),
            },
        }
    }
}
