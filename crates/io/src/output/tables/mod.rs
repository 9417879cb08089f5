//! Tables, in CSV, in Parquet and in memory.
//!
//! `column` says what a table can hold, `table` takes rows one after the other, `frame` is a table in memory, `histories`
//! has the tables that are written of histories, `csv` and `parquet` the two formats.

mod column;
mod csv;
mod frame;
mod histories;
mod parquet;
mod table;

pub use self::csv::{Row, Sheet, find_row, records, rows, sheet};
pub use column::{Column, Misfit};
pub(crate) use column::{Value, flag, given, number, real, text, whole};
pub use frame::{Frame, Frames, Place};
pub use histories::{Events, FullTrajectories, Outcomes, trajectories};
pub(crate) use histories::{outcome_columns, values};
pub(crate) use table::Table;

use std::io;

fn failed(error: impl std::fmt::Display) -> io::Error {
    io::Error::other(error.to_string())
}
