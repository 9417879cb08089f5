//! Columns and values: what a table can hold, and what it refuses.

use std::io;

use serde::{Deserialize, Serialize};

/// A column of a table.
#[derive(Debug, Clone)]
pub enum Column {
    /// Words.
    Text(Vec<String>),
    /// Yes and no.
    Flag(Vec<bool>),
    /// Whole numbers.
    Whole(Vec<Option<i32>>),
    /// Numbers that were measured.
    Real(Vec<Option<f32>>),
    /// Numbers that were given and not measured: at double precision, so that they can be looked up by what was given.
    Given(Vec<Option<f64>>),
}

impl Column {
    pub(super) fn len(&self) -> usize {
        match self {
            Self::Text(values) => values.len(),
            Self::Flag(values) => values.len(),
            Self::Whole(values) => values.len(),
            Self::Real(values) => values.len(),
            Self::Given(values) => values.len(),
        }
    }

    pub(super) fn empty(&self) -> Self {
        match self {
            Self::Text(_) => Self::Text(Vec::new()),
            Self::Flag(_) => Self::Flag(Vec::new()),
            Self::Whole(_) => Self::Whole(Vec::new()),
            Self::Real(_) => Self::Real(Vec::new()),
            Self::Given(_) => Self::Given(Vec::new()),
        }
    }

    pub(super) fn value(&self, row: usize) -> Value {
        match self {
            Self::Text(values) => Value::Text(values[row].clone()),
            Self::Flag(values) => Value::Flag(values[row]),
            Self::Whole(values) => Value::Whole(values[row].map(|number| number as u32)),
            Self::Real(values) => Value::Real(values[row]),
            Self::Given(values) => Value::Given(values[row]),
        }
    }

    /// Its kind, in words.
    pub(super) fn kind(&self) -> &'static str {
        match self {
            Self::Text(_) => "words",
            Self::Flag(_) => "yes and no",
            Self::Whole(_) => "whole numbers",
            Self::Real(_) => "measured numbers",
            Self::Given(_) => "given numbers",
        }
    }

    /// Whether a value can stand in it. A number that is missing is missing in any column of numbers.
    pub(super) fn takes(&self, value: &Value) -> bool {
        match (self, value) {
            (Self::Text(_), Value::Text(_)) | (Self::Flag(_), Value::Flag(_)) => true,
            (Self::Whole(_) | Self::Real(_) | Self::Given(_), value) if value.is_nothing() => true,
            (Self::Whole(_), Value::Whole(Some(number))) => i32::try_from(*number).is_ok(),
            (Self::Real(_), Value::Real(_)) => true,
            (Self::Given(_), Value::Given(Some(number))) => number.is_finite(),
            _ => false,
        }
    }

    /// Adds a value that it [takes](Self::takes).
    pub(super) fn push(&mut self, value: Value) {
        match (self, value) {
            (Self::Text(texts), Value::Text(text)) => texts.push(text),
            (Self::Flag(flags), Value::Flag(flag)) => flags.push(flag),
            (Self::Whole(numbers), Value::Whole(Some(number))) => numbers.push(i32::try_from(number).ok()),
            (Self::Real(numbers), Value::Real(Some(number))) => numbers.push(Some(number)),
            (Self::Given(numbers), Value::Given(Some(number))) => numbers.push(Some(number)),
            (Self::Whole(numbers), _) => numbers.push(None),
            (Self::Real(numbers), _) => numbers.push(None),
            (Self::Given(numbers), _) => numbers.push(None),
            (Self::Text(_) | Self::Flag(_), _) => {}
        }
    }
}

/// Why a table refuses a row. It never writes nothing in place of something.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Misfit {
    /// A value that its column cannot hold.
    Value {
        /// Name of the table.
        table: String,
        /// Name of the column.
        column: String,
        /// The kind of the column.
        holds: &'static str,
        /// The value.
        value: String,
    },
    /// More or fewer values than columns.
    Width {
        /// Name of the table.
        table: String,
        /// Number of columns.
        columns: usize,
        /// Number of values.
        values: usize,
    },
}

impl std::fmt::Display for Misfit {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Value { table, column, holds, value } => {
                write!(f, "column `{column}` of {table} holds {holds} and cannot hold {value}")
            }
            Self::Width { table, columns, values } => {
                write!(f, "{table} has {columns} columns, and a row has {values} values")
            }
        }
    }
}

impl std::error::Error for Misfit {}

impl From<Misfit> for io::Error {
    fn from(misfit: Misfit) -> Self {
        Self::new(io::ErrorKind::InvalidData, misfit)
    }
}

/// A value of a row.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) enum Value {
    Text(String),
    Flag(bool),
    Whole(Option<u32>),
    Real(Option<f32>),
    Given(Option<f64>),
}

impl Value {
    /// Whether it is a number that is missing.
    fn is_nothing(&self) -> bool {
        matches!(self, Self::Whole(None) | Self::Real(None) | Self::Given(None))
    }

    pub(super) fn text(&self) -> String {
        fn or_nothing(number: Option<impl ToString>) -> String {
            number.map_or_else(String::new, |number| number.to_string())
        }
        match self {
            Self::Text(text) => text.clone(),
            Self::Flag(flag) => flag.to_string(),
            Self::Whole(number) => or_nothing(*number),
            Self::Real(number) => or_nothing(*number),
            Self::Given(number) => or_nothing(*number),
        }
    }
}

/// A column of texts.
pub(crate) fn text(name: &str) -> (String, Column) {
    (name.to_owned(), Column::Text(Vec::new()))
}

/// A column of whole numbers.
pub(crate) fn whole(name: &str) -> (String, Column) {
    (name.to_owned(), Column::Whole(Vec::new()))
}

/// A column of real numbers.
pub(crate) fn real(name: &str) -> (String, Column) {
    (name.to_owned(), Column::Real(Vec::new()))
}

/// A column of numbers that were given.
pub(crate) fn given(name: &str) -> (String, Column) {
    (name.to_owned(), Column::Given(Vec::new()))
}

/// A column of yes and no.
pub(crate) fn flag(name: &str) -> (String, Column) {
    (name.to_owned(), Column::Flag(Vec::new()))
}

/// An estimate; at single precision, so that the last bits of a library do not show.
pub(crate) fn number(value: f64) -> Value {
    // A number too large for single precision becomes infinite.
    Value::Real(Some(value as f32).filter(|number| number.is_finite()))
}
