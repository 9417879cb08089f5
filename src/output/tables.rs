//! Tables, in CSV and in Parquet: a row an organization, and quantiles by measure and month.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::{self, BufWriter, Write};
use std::path::Path;
use std::sync::Arc;

use parquet::basic::{Compression, LogicalType, Repetition, Type as Physical};
use parquet::data_type::{BoolType, ByteArray, ByteArrayType, DataType, DoubleType, FloatType, Int32Type};
use parquet::file::metadata::KeyValue;
use parquet::file::properties::WriterProperties;
use parquet::file::writer::{SerializedColumnWriter, SerializedFileWriter};
use parquet::schema::types::Type;
use serde::{Deserialize, Serialize};

use super::summary::Summary;
use crate::measures::MEASURES;
use crate::run::{History, Sink};

/// Rows buffered before they become a Parquet row group.
const GROUP: usize = 50_000;

/// A column of a table.
#[derive(Clone)]
pub(crate) enum Column {
    Text(Vec<String>),
    Flag(Vec<bool>),
    Whole(Vec<Option<i32>>),
    Real(Vec<Option<f32>>),
    /// A number that was given and not measured: at double precision, so that it can be looked up by what was given.
    Given(Vec<Option<f64>>),
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
    fn text(&self) -> String {
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

/// Writes something as a JSON file.
///
/// # Errors
/// When it cannot be written.
pub fn json(path: &Path, value: &impl serde::Serialize) -> io::Result<()> {
    let text = serde_json::to_string_pretty(value).map_err(failed)?;
    std::fs::write(path, text + "\n")
}

/// A row of `outcomes.csv` of a result.
pub struct Row {
    /// The variant, where the result has several futures.
    pub variant: Option<String>,
    /// Number of the run.
    pub organization: u32,
    /// Number in its world.
    pub sibling: u32,
    /// All values but the variant's name.
    pub values: Vec<String>,
}

/// Reads `outcomes.csv` of a result, row by row.
///
/// # Errors
/// A message for the user where it cannot be read.
pub fn rows(directory: &Path) -> Result<impl Iterator<Item = Result<Row, String>>, String> {
    let path = directory.join("outcomes.csv");
    let name = path.display().to_string();
    let damaged = move |error: &dyn std::fmt::Display| {
        format!("error: {name} cannot be read: {error}\n  help: make the result again")
    };
    let reader = csv::Reader::from_path(&path).map_err(|error| damaged(&error))?;
    let mut reader = reader;
    let with_variant = reader.headers().map_err(|error| damaged(&error))?.get(0) == Some("variant");
    Ok(reader.into_records().map(move |record| {
        let record = record.map_err(|error| damaged(&error))?;
        let mut values: Vec<String> = record.iter().map(str::to_owned).collect();
        let variant = with_variant.then(|| values.remove(0));
        let number = |at: usize| values.get(at).and_then(|text| text.parse().ok());
        match (number(0), number(1)) {
            (Some(organization), Some(sibling)) => Ok(Row { variant, organization, sibling, values }),
            _ => Err(damaged(&format!(
                "line {} has no number",
                record.position().map_or(0, csv::Position::line)
            ))),
        }
    }))
}

/// Reads a table in CSV row by row, by the names of its columns.
///
/// # Errors
/// A message for the user where it cannot be read.
pub fn records(
    path: &Path,
) -> Result<impl Iterator<Item = Result<BTreeMap<String, String>, String>>, String> {
    let name = path.display().to_string();
    let damaged = move |error: csv::Error| {
        format!("error: {name} cannot be read: {error}\n  help: make the result again")
    };
    let reader = csv::Reader::from_path(path).map_err(&damaged)?;
    Ok(reader.into_deserialize().map(move |record| record.map_err(&damaged)))
}

/// The row of an organization, without its variant's name.
///
/// # Errors
/// A message for the user where there is none.
pub fn find_row(
    directory: &Path,
    organization: u32,
    variant: Option<&String>,
) -> Result<Vec<String>, String> {
    for row in rows(directory)? {
        let row = row?;
        if row.organization == organization && row.sibling == 0 && row.variant.as_ref() == variant {
            return Ok(row.values);
        }
    }
    Err(format!(
        "error: there is no row of organization {organization} in {}\n  help: see `thermidor verify`",
        directory.join("outcomes.csv").display()
    ))
}

/// A table that is written as its rows come: in files to CSV and to Parquet, in memory to Parquet alone.
pub(crate) struct Table<W: Write + Send = BufWriter<File>> {
    csv: Option<csv::Writer<File>>,
    parquet: SerializedFileWriter<W>,
    columns: Vec<Column>,
    rows: usize,
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
    Value::Real(value.is_finite().then_some(value as f32))
}

fn failed(error: impl std::fmt::Display) -> io::Error {
    io::Error::other(error.to_string())
}

impl Table {
    pub(crate) fn create(directory: &Path, name: &str, columns: Vec<(String, Column)>) -> io::Result<Self> {
        let mut csv = csv::Writer::from_path(directory.join(format!("{name}.csv"))).map_err(failed)?;
        csv.write_record(columns.iter().map(|(name, _)| name)).map_err(failed)?;
        let file = BufWriter::new(File::create(directory.join(format!("{name}.parquet")))?);
        Self::open(file, Some(csv), name, columns, &[])
    }

    pub(crate) fn finish(mut self) -> io::Result<()> {
        self.complete()
    }
}

impl Table<Vec<u8>> {
    /// A table in memory, with what its file says of itself.
    pub(crate) fn in_memory(
        name: &str,
        columns: Vec<(String, Column)>,
        about: &[(&str, String)],
    ) -> io::Result<Self> {
        Self::open(Vec::new(), None, name, columns, about)
    }

    pub(crate) fn into_bytes(mut self) -> io::Result<Vec<u8>> {
        if self.rows > 0 {
            self.flush()?;
        }
        self.parquet.into_inner().map_err(failed)
    }
}

impl<W: Write + Send> Table<W> {
    fn open(
        writer: W,
        csv: Option<csv::Writer<File>>,
        name: &str,
        columns: Vec<(String, Column)>,
        about: &[(&str, String)],
    ) -> io::Result<Self> {
        let fields = columns
            .iter()
            .map(|(name, column)| {
                let (physical, logical, repetition) = match column {
                    Column::Text(_) => {
                        (Physical::BYTE_ARRAY, Some(LogicalType::String), Repetition::REQUIRED)
                    }
                    Column::Flag(_) => (Physical::BOOLEAN, None, Repetition::REQUIRED),
                    Column::Whole(_) => (Physical::INT32, None, Repetition::OPTIONAL),
                    Column::Real(_) => (Physical::FLOAT, None, Repetition::OPTIONAL),
                    Column::Given(_) => (Physical::DOUBLE, None, Repetition::OPTIONAL),
                };
                let field = Type::primitive_type_builder(name, physical)
                    .with_logical_type(logical)
                    .with_repetition(repetition);
                field.build().map(Arc::new)
            })
            .collect::<Result<Vec<_>, _>>()
            .map_err(failed)?;
        let schema = Arc::new(Type::group_type_builder(name).with_fields(fields).build().map_err(failed)?);
        let about = about.iter().map(|(key, value)| KeyValue::new((*key).to_owned(), value.clone()));
        // No time and no host in the file: the same results are the same bytes.
        let properties = WriterProperties::builder()
            .set_compression(Compression::SNAPPY)
            .set_key_value_metadata(Some(about.collect()))
            .set_created_by("thermidor".into());
        let parquet =
            SerializedFileWriter::new(writer, schema, Arc::new(properties.build())).map_err(failed)?;
        Ok(Self { csv, parquet, columns: columns.into_iter().map(|(_, column)| column).collect(), rows: 0 })
    }

    pub(crate) fn row(&mut self, values: Vec<Value>) -> io::Result<()> {
        if let Some(csv) = &mut self.csv {
            csv.write_record(values.iter().map(Value::text)).map_err(failed)?;
        }
        for (column, value) in self.columns.iter_mut().zip(values) {
            match (column, value) {
                (Column::Text(texts), value) => texts.push(value.text()),
                (Column::Flag(flags), value) => flags.push(value == Value::Flag(true)),
                (Column::Whole(numbers), Value::Whole(number)) => {
                    numbers.push(number.map(|number| number as i32))
                }
                (Column::Real(numbers), Value::Real(number)) => numbers.push(number),
                (Column::Given(numbers), Value::Given(number)) => numbers.push(number),
                (Column::Whole(numbers), _) => numbers.push(None),
                (Column::Real(numbers), _) => numbers.push(None),
                (Column::Given(numbers), _) => numbers.push(None),
            }
        }
        self.rows += 1;
        if self.rows >= GROUP { self.flush() } else { Ok(()) }
    }

    fn flush(&mut self) -> io::Result<()> {
        let mut group = self.parquet.next_row_group().map_err(failed)?;
        for column in &mut self.columns {
            let Some(mut writer) = group.next_column().map_err(failed)? else { break };
            match column {
                Column::Text(texts) => {
                    let values: Vec<ByteArray> =
                        texts.drain(..).map(|text| ByteArray::from(text.into_bytes())).collect();
                    writer.typed::<ByteArrayType>().write_batch(&values, None, None).map_err(failed)?;
                }
                Column::Flag(flags) => {
                    writer.typed::<BoolType>().write_batch(flags, None, None).map_err(failed)?;
                    flags.clear();
                }
                Column::Whole(numbers) => optional::<Int32Type>(&mut writer, numbers)?,
                Column::Real(numbers) => optional::<FloatType>(&mut writer, numbers)?,
                Column::Given(numbers) => optional::<DoubleType>(&mut writer, numbers)?,
            }
            writer.close().map_err(failed)?;
        }
        group.close().map_err(failed)?;
        self.rows = 0;
        Ok(())
    }

    fn complete(&mut self) -> io::Result<()> {
        if self.rows > 0 {
            self.flush()?;
        }
        if let Some(csv) = &mut self.csv {
            csv.flush()?;
        }
        self.parquet.finish().map_err(failed)?;
        Ok(())
    }
}

/// Writes numbers of which some are missing, and empties their column.
fn optional<T: DataType>(
    writer: &mut SerializedColumnWriter,
    numbers: &mut Vec<Option<T::T>>,
) -> io::Result<()> {
    let levels: Vec<i16> = numbers.iter().map(|number| i16::from(number.is_some())).collect();
    let values: Vec<T::T> = numbers.drain(..).flatten().collect();
    writer.typed::<T>().write_batch(&values, Some(&levels), None).map_err(failed)?;
    Ok(())
}

/// Writes `outcomes.csv` and `outcomes.parquet` as histories come: a row an organization.
pub struct Outcomes {
    table: Table,
    seed: u64,
    variant: Option<String>,
}

impl Outcomes {
    /// Creates both files in a directory; `variant` is whether rows begin with the name of one.
    ///
    /// # Errors
    /// When a file cannot be created.
    pub fn create(directory: &Path, seed: u64, variant: bool) -> io::Result<Self> {
        let mut columns = if variant { vec![text("variant")] } else { Vec::new() };
        columns.extend(outcome_columns());
        let table = Table::create(directory, "outcomes", columns)?;
        Ok(Self { table, seed, variant: variant.then(String::new) })
    }

    /// The variant of the rows that follow.
    pub fn begin(&mut self, variant: &str) {
        self.variant = Some(variant.to_owned());
    }

    /// Completes both files.
    ///
    /// # Errors
    /// When they cannot be written.
    pub fn finish(self) -> io::Result<()> {
        self.table.finish()
    }
}

impl Sink for Outcomes {
    fn take(&mut self, history: &History) -> io::Result<()> {
        let row = self.row(history);
        self.table.row(row)
    }
}

impl Outcomes {
    fn row(&self, history: &History) -> Vec<Value> {
        let mut row: Vec<Value> = self.variant.iter().cloned().map(Value::Text).collect();
        row.extend(values(history, self.seed));
        row
    }

    /// The row of a history as it stands in the CSV file, without its variant.
    pub fn record(history: &History, seed: u64) -> Vec<String> {
        values(history, seed).iter().map(Value::text).collect()
    }
}

/// The columns of a row of outcomes.
pub(crate) fn outcome_columns() -> Vec<(String, Column)> {
    let mut columns = ["organization", "sibling", "founded_at"].map(whole).to_vec();
    columns.extend([text("seed"), text("outcome")]);
    columns.extend(["captured_at", "recovered_at", "collapsed_at", "split_at", "months_captured"].map(whole));
    columns.extend([text("locked_in"), whole("ended_at")]);
    columns.extend(MEASURES.iter().map(|measure| real(measure.name)));
    columns
}

/// The values of a row of outcomes.
pub(crate) fn values(history: &History, seed: u64) -> Vec<Value> {
    let outcome = &history.outcome;
    let mut row = vec![
        Value::Whole(Some(history.organization)),
        Value::Whole(Some(history.sibling)),
        Value::Whole(Some(history.founded_at)),
        Value::Text(format!("{seed}/{}", history.organization)),
        Value::Text(outcome.condition.name().to_owned()),
        Value::Whole(outcome.captured_at),
        Value::Whole(outcome.recovered_at),
        Value::Whole(outcome.collapsed_at),
        Value::Whole(outcome.split_at),
        Value::Whole(Some(outcome.months_captured)),
        Value::Text(outcome.locked_in.map_or("", |locked| if locked { "yes" } else { "no" }).to_owned()),
        Value::Whole(Some(outcome.ended_at)),
    ];
    let last = history.row(history.ticks() - 1);
    row.extend(last.iter().map(|value| Value::Real(Some(*value))));
    row
}

/// Writes `trajectories.csv` and `trajectories.parquet`: quantiles over organizations by measure and month.
///
/// # Errors
/// When they cannot be written.
pub fn trajectories(directory: &Path, summary: &Summary) -> io::Result<()> {
    let mut columns = vec![text("measure"), whole("tick"), whole("organizations")];
    columns.extend(["p05", "p25", "p50", "p75", "p95"].map(real));
    let mut table = Table::create(directory, "trajectories", columns)?;
    for (position, measure) in MEASURES.iter().enumerate() {
        for tick in 0..summary.ticks() {
            let Some((n, quantiles)) = summary.quantiles(position, tick) else { continue };
            let mut row = vec![
                Value::Text(measure.name.to_owned()),
                Value::Whole(Some(tick as u32)),
                Value::Whole(Some(n)),
            ];
            row.extend(quantiles.iter().map(|value| Value::Real(Some(*value))));
            table.row(row)?;
        }
    }
    table.finish()
}

/// Writes every measure of every month of every organization to a table in CSV and Parquet.
pub struct FullTrajectories(Table);

impl FullTrajectories {
    /// Creates both files in a directory.
    ///
    /// # Errors
    /// When a file cannot be created.
    pub fn create(directory: &Path, name: &str) -> io::Result<Self> {
        let mut columns = vec![whole("organization"), whole("sibling"), whole("tick"), text("condition")];
        columns.extend(MEASURES.iter().map(|measure| real(measure.name)));
        Ok(Self(Table::create(directory, name, columns)?))
    }

    /// Completes both files.
    ///
    /// # Errors
    /// When they cannot be written.
    pub fn finish(self) -> io::Result<()> {
        self.0.finish()
    }
}

impl Sink for FullTrajectories {
    fn take(&mut self, history: &History) -> io::Result<()> {
        for tick in 0..history.ticks() {
            let mut row = vec![
                Value::Whole(Some(history.organization)),
                Value::Whole(Some(history.sibling)),
                Value::Whole(Some(history.founded_at + tick as u32)),
                Value::Text(history.conditions[tick].name().to_owned()),
            ];
            row.extend(history.row(tick).iter().map(|value| Value::Real(Some(*value))));
            self.0.row(row)?;
        }
        Ok(())
    }
}

/// Writes the chronicle of every organization to a table: a row an event.
pub struct Events(Table);

impl Events {
    /// Creates both files in a directory.
    ///
    /// # Errors
    /// When a file cannot be created.
    pub fn create(directory: &Path, name: &str) -> io::Result<Self> {
        let mut columns = ["organization", "sibling", "tick"].map(whole).to_vec();
        columns.extend([
            text("event"),
            text("subject"),
            whole("who"),
            whole("votes_for"),
            whole("votes_against"),
        ]);
        columns.push(text("reason"));
        Ok(Self(Table::create(directory, name, columns)?))
    }

    /// Completes both files.
    ///
    /// # Errors
    /// When they cannot be written.
    pub fn finish(self) -> io::Result<()> {
        self.0.finish()
    }
}

impl Sink for Events {
    fn take(&mut self, history: &History) -> io::Result<()> {
        for event in &history.events {
            self.0.row(vec![
                Value::Whole(Some(history.organization)),
                Value::Whole(Some(history.sibling)),
                Value::Whole(Some(event.tick)),
                Value::Text(event.what.name().to_owned()),
                Value::Text(event.subject_name()),
                Value::Whole(event.who),
                Value::Whole(event.votes.map(|(yes, _)| yes)),
                Value::Whole(event.votes.map(|(_, no)| no)),
                Value::Text(event.reason.to_owned()),
            ])?;
        }
        Ok(())
    }
}
