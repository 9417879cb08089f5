//! Tables, in CSV and in Parquet: a row an organization, and quantiles by measure and month.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use parquet::basic::{Compression, LogicalType, Repetition, Type as Physical};
use parquet::data_type::{BoolType, ByteArray, ByteArrayType, DataType, DoubleType, FloatType, Int32Type};
use parquet::file::metadata::KeyValue;
use parquet::file::properties::WriterProperties;
use parquet::file::reader::{FileReader, SerializedFileReader};
use parquet::file::writer::{SerializedColumnWriter, SerializedFileWriter};
use parquet::record::Field;
use parquet::schema::types::Type;
use serde::{Deserialize, Serialize};

use super::summary::Summary;
use thermidor_analysis::run::Sink;
use thermidor_core::history::{History, subject_name};
use thermidor_core::measures::MEASURES;
use thermidor_core::state::Reason;

/// Rows buffered before they become a Parquet row group.
const GROUP: usize = 50_000;

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
    fn len(&self) -> usize {
        match self {
            Self::Text(values) => values.len(),
            Self::Flag(values) => values.len(),
            Self::Whole(values) => values.len(),
            Self::Real(values) => values.len(),
            Self::Given(values) => values.len(),
        }
    }

    fn empty(&self) -> Self {
        match self {
            Self::Text(_) => Self::Text(Vec::new()),
            Self::Flag(_) => Self::Flag(Vec::new()),
            Self::Whole(_) => Self::Whole(Vec::new()),
            Self::Real(_) => Self::Real(Vec::new()),
            Self::Given(_) => Self::Given(Vec::new()),
        }
    }

    fn value(&self, row: usize) -> Value {
        match self {
            Self::Text(values) => Value::Text(values[row].clone()),
            Self::Flag(values) => Value::Flag(values[row]),
            Self::Whole(values) => Value::Whole(values[row].map(|number| number as u32)),
            Self::Real(values) => Value::Real(values[row]),
            Self::Given(values) => Value::Given(values[row]),
        }
    }

    /// What it holds, in words.
    fn kind(&self) -> &'static str {
        match self {
            Self::Text(_) => "words",
            Self::Flag(_) => "yes and no",
            Self::Whole(_) => "whole numbers",
            Self::Real(_) => "measured numbers",
            Self::Given(_) => "given numbers",
        }
    }

    /// Whether a value can stand in it. A number that is missing is missing in any column of numbers.
    fn takes(&self, value: &Value) -> bool {
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
    fn push(&mut self, value: Value) {
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
        /// What the column holds.
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

/// Writes an answer, for programs and in words.
///
/// # Errors
/// When it cannot be written.
pub fn answer(directory: &Path, answer: &impl serde::Serialize, words: &str) -> io::Result<()> {
    json(&directory.join("summary.json"), answer)?;
    std::fs::write(directory.join("answer.txt"), format!("{}\n", words.trim_end()))
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

/// A table as it stands in memory: columns of one length, by name.
#[derive(Debug, Clone)]
pub struct Frame {
    /// What it is called, as its files would be.
    pub name: String,
    /// Names and values of the columns.
    pub columns: Vec<(String, Column)>,
}

/// Tables in memory, in the order in which they were finished.
pub type Frames = Arc<Mutex<Vec<Frame>>>;

/// Where tables go.
#[derive(Debug, Clone)]
pub enum Place {
    /// To a directory, each as CSV and as Parquet.
    Directory(PathBuf),
    /// To memory.
    Memory(Frames),
}

impl From<&Path> for Place {
    fn from(directory: &Path) -> Self {
        Self::Directory(directory.to_owned())
    }
}

impl From<&Place> for Place {
    fn from(place: &Place) -> Self {
        place.clone()
    }
}

impl Frame {
    /// Reads a table that was written as Parquet.
    ///
    /// # Errors
    /// When it cannot be read, or is no table that the program writes.
    pub fn open(path: &Path) -> io::Result<Self> {
        let reader = SerializedFileReader::new(thermidor_scenario::text::open(path)?).map_err(failed)?;
        let schema = reader.metadata().file_metadata().schema().clone();
        let kind = |field: &Arc<Type>| {
            let name = field.name();
            Ok(match field.get_physical_type() {
                Physical::BYTE_ARRAY => text(name),
                Physical::BOOLEAN => flag(name),
                Physical::INT32 => whole(name),
                Physical::FLOAT => real(name),
                Physical::DOUBLE => given(name),
                other => return Err(failed(format!("column `{name}` is of the type {other}"))),
            })
        };
        let mut columns = schema.get_fields().iter().map(kind).collect::<io::Result<Vec<_>>>()?;
        for row in reader.get_row_iter(None).map_err(failed)? {
            let fields = row.map_err(failed)?.into_columns();
            for ((_, column), (_, field)) in columns.iter_mut().zip(fields) {
                match (column, field) {
                    (Column::Text(values), Field::Str(text)) => values.push(text),
                    (Column::Flag(values), Field::Bool(flag)) => values.push(flag),
                    (Column::Whole(values), Field::Int(number)) => values.push(Some(number)),
                    (Column::Real(values), Field::Float(number)) => values.push(Some(number)),
                    (Column::Given(values), Field::Double(number)) => values.push(Some(number)),
                    (Column::Whole(values), Field::Null) => values.push(None),
                    (Column::Real(values), Field::Null) => values.push(None),
                    (Column::Given(values), Field::Null) => values.push(None),
                    (_, other) => return Err(failed(format!("there is {other} where it cannot be"))),
                }
            }
        }
        let name = path.file_stem().map_or_else(String::new, |name| name.to_string_lossy().into_owned());
        Ok(Self { name, columns })
    }

    /// Number of rows.
    pub fn rows(&self) -> usize {
        self.columns.first().map_or(0, |(_, column)| column.len())
    }

    /// Writes it to a directory as CSV and as Parquet.
    ///
    /// # Errors
    /// When the files cannot be written.
    pub fn save(&self, directory: &Path) -> io::Result<()> {
        let empty = self.columns.iter().map(|(name, column)| (name.clone(), column.empty())).collect();
        let mut table = Table::create(directory, &self.name, empty)?;
        for row in 0..self.rows() {
            table.row(self.columns.iter().map(|(_, column)| column.value(row)).collect())?;
        }
        table.finish()
    }
}

/// A table that takes its rows one after the other.
pub(crate) struct Table {
    frame: Frame,
    to: To,
}

enum To {
    Files(Box<(csv::Writer<File>, SerializedFileWriter<BufWriter<File>>)>),
    Bytes(Box<SerializedFileWriter<Vec<u8>>>),
    Memory(Frames),
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
    // What is too large for single precision is infinite there.
    Value::Real(Some(value as f32).filter(|number| number.is_finite()))
}

fn failed(error: impl std::fmt::Display) -> io::Error {
    io::Error::other(error.to_string())
}

impl Table {
    pub(crate) fn create(
        to: impl Into<Place>,
        name: &str,
        columns: Vec<(String, Column)>,
    ) -> io::Result<Self> {
        let frame = Frame { name: name.to_owned(), columns };
        let to = match to.into() {
            Place::Memory(frames) => To::Memory(frames),
            Place::Directory(directory) => {
                let mut csv =
                    csv::Writer::from_path(directory.join(format!("{name}.csv"))).map_err(failed)?;
                csv.write_record(frame.columns.iter().map(|(name, _)| name)).map_err(failed)?;
                let file = BufWriter::new(File::create(directory.join(format!("{name}.parquet")))?);
                To::Files(Box::new((csv, parquet(file, &frame, &[])?)))
            }
        };
        Ok(Self { frame, to })
    }

    /// A Parquet file in memory, with what it says of itself.
    pub(crate) fn in_memory(
        name: &str,
        columns: Vec<(String, Column)>,
        about: &[(&str, String)],
    ) -> io::Result<Self> {
        let frame = Frame { name: name.to_owned(), columns };
        let to = To::Bytes(Box::new(parquet(Vec::new(), &frame, about)?));
        Ok(Self { frame, to })
    }

    pub(crate) fn row(&mut self, values: Vec<Value>) -> io::Result<()> {
        self.check(&values)?;
        if let To::Files(files) = &mut self.to {
            files.0.write_record(values.iter().map(Value::text)).map_err(failed)?;
        }
        self.frame.columns.iter_mut().zip(values).for_each(|((_, column), value)| column.push(value));
        if self.frame.rows() >= GROUP { self.flush() } else { Ok(()) }
    }

    /// Whether every value fits its column.
    fn check(&self, values: &[Value]) -> Result<(), Misfit> {
        let (table, columns) = (&self.frame.name, &self.frame.columns);
        if values.len() != columns.len() {
            return Err(Misfit::Width { table: table.clone(), columns: columns.len(), values: values.len() });
        }
        match columns.iter().zip(values).find(|((_, column), value)| !column.takes(value)) {
            None => Ok(()),
            Some(((name, column), value)) => Err(Misfit::Value {
                table: table.clone(),
                column: name.clone(),
                holds: column.kind(),
                value: format!("{value:?}"),
            }),
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        match &mut self.to {
            To::Files(files) => group(&mut files.1, &mut self.frame),
            To::Bytes(bytes) => group(bytes, &mut self.frame),
            To::Memory(_) => Ok(()),
        }
    }

    pub(crate) fn finish(self) -> io::Result<()> {
        self.into_bytes().map(drop)
    }

    /// Completes the table; the bytes of a Parquet file in memory.
    pub(crate) fn into_bytes(mut self) -> io::Result<Vec<u8>> {
        self.flush()?;
        match self.to {
            To::Files(mut files) => {
                files.0.flush()?;
                files.1.finish().map_err(failed)?;
                Ok(Vec::new())
            }
            To::Bytes(bytes) => bytes.into_inner().map_err(failed),
            To::Memory(frames) => {
                frames.lock().unwrap_or_else(PoisonError::into_inner).push(self.frame);
                Ok(Vec::new())
            }
        }
    }
}

/// Begins a Parquet file.
fn parquet<W: Write + Send>(
    writer: W,
    frame: &Frame,
    about: &[(&str, String)],
) -> io::Result<SerializedFileWriter<W>> {
    let fields = frame.columns.iter().map(|(name, column)| {
        let (physical, logical, repetition) = match column {
            Column::Text(_) => (Physical::BYTE_ARRAY, Some(LogicalType::String), Repetition::REQUIRED),
            Column::Flag(_) => (Physical::BOOLEAN, None, Repetition::REQUIRED),
            Column::Whole(_) => (Physical::INT32, None, Repetition::OPTIONAL),
            Column::Real(_) => (Physical::FLOAT, None, Repetition::OPTIONAL),
            Column::Given(_) => (Physical::DOUBLE, None, Repetition::OPTIONAL),
        };
        let field = Type::primitive_type_builder(name, physical);
        field.with_logical_type(logical).with_repetition(repetition).build().map(Arc::new)
    });
    let fields = fields.collect::<Result<Vec<_>, _>>().map_err(failed)?;
    let schema = Arc::new(Type::group_type_builder(&frame.name).with_fields(fields).build().map_err(failed)?);
    let about = about.iter().map(|(key, value)| KeyValue::new((*key).to_owned(), value.clone()));
    // No time and no host in the file: the same results are the same bytes.
    let properties = WriterProperties::builder()
        .set_compression(Compression::SNAPPY)
        .set_key_value_metadata(Some(about.collect()))
        .set_created_by("thermidor".into());
    SerializedFileWriter::new(writer, schema, Arc::new(properties.build())).map_err(failed)
}

/// Writes the rows of a frame as a row group, and empties it.
fn group<W: Write + Send>(parquet: &mut SerializedFileWriter<W>, frame: &mut Frame) -> io::Result<()> {
    if frame.rows() == 0 {
        return Ok(());
    }
    let mut group = parquet.next_row_group().map_err(failed)?;
    for (_, column) in &mut frame.columns {
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
    Ok(())
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
    /// Begins the table in its place; `variant` is whether rows begin with the name of one.
    ///
    /// # Errors
    /// When a file cannot be created.
    pub fn create(to: impl Into<Place>, seed: u64, variant: bool) -> io::Result<Self> {
        let mut columns = if variant { vec![text("variant")] } else { Vec::new() };
        columns.extend(outcome_columns());
        let table = Table::create(to, "outcomes", columns)?;
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
pub fn trajectories(to: impl Into<Place>, summary: &Summary) -> io::Result<()> {
    let mut columns = vec![text("measure"), whole("tick"), whole("organizations")];
    columns.extend(["p05", "p25", "p50", "p75", "p95"].map(real));
    let mut table = Table::create(to, "trajectories", columns)?;
    // Asked by month, as they lie in memory.
    let all = summary.all_quantiles();
    for (position, measure) in MEASURES.iter().enumerate() {
        for tick in 0..summary.ticks() {
            let Some((n, quantiles)) = all[tick * MEASURES.len() + position] else { continue };
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
    /// Begins the table in its place.
    ///
    /// # Errors
    /// When a file cannot be created.
    pub fn create(to: impl Into<Place>, name: &str) -> io::Result<Self> {
        let mut columns = vec![whole("organization"), whole("sibling"), whole("tick"), text("condition")];
        columns.extend(MEASURES.iter().map(|measure| real(measure.name)));
        Ok(Self(Table::create(to, name, columns)?))
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
    /// Begins the table in its place.
    ///
    /// # Errors
    /// When a file cannot be created.
    pub fn create(to: impl Into<Place>, name: &str) -> io::Result<Self> {
        let mut columns = ["organization", "sibling", "tick"].map(whole).to_vec();
        columns.extend([
            text("event"),
            text("subject"),
            whole("who"),
            whole("votes_for"),
            whole("votes_against"),
        ]);
        columns.push(text("reason"));
        Ok(Self(Table::create(to, name, columns)?))
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
                Value::Text(subject_name(event)),
                Value::Whole(event.who),
                Value::Whole(event.votes.map(|(yes, _)| yes)),
                Value::Whole(event.votes.map(|(_, no)| no)),
                Value::Text(event.reason.map_or("", Reason::text).to_owned()),
            ])?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use std::io;

    use parquet::file::reader::{FileReader, SerializedFileReader};
    use parquet::record::Field;

    use super::{Misfit, Table, Value, flag, given, number, real, text, whole};

    fn columns() -> Vec<(String, super::Column)> {
        vec![text("words"), flag("flag"), whole("whole"), real("real"), given("given")]
    }

    fn fits() -> Vec<Value> {
        vec![
            Value::Text("a, \"b\"\nc".into()),
            Value::Flag(true),
            Value::Whole(Some(i32::MAX as u32)),
            Value::Real(Some(0.1)),
            Value::Given(Some(0.1)),
        ]
    }

    #[test]
    fn values_of_every_kind_come_out_as_they_went_in() {
        let nothing = vec![
            Value::Text(String::new()),
            Value::Flag(false),
            Value::Whole(None),
            Value::Real(None),
            Value::Given(None),
        ];
        let place = tempfile::tempdir().unwrap();
        let mut table = Table::create(place.path(), "all", columns()).unwrap();
        for row in [fits(), nothing, fits()] {
            table.row(row).unwrap();
        }
        table.finish().unwrap();
        let file = std::fs::File::open(place.path().join("all.parquet")).unwrap();
        let reader = SerializedFileReader::new(file).unwrap();
        let rows = reader.get_row_iter(None).unwrap();
        let found: Vec<Vec<Field>> = rows
            .map(|row| row.unwrap().into_columns().into_iter().map(|(_, field)| field).collect())
            .collect();
        let full = [
            Field::Str("a, \"b\"\nc".into()),
            Field::Bool(true),
            Field::Int(i32::MAX),
            Field::Float(0.1),
            Field::Double(0.1),
        ];
        let empty = [Field::Str(String::new()), Field::Bool(false), Field::Null, Field::Null, Field::Null];
        assert_eq!(found, [full.to_vec(), empty.to_vec(), full.to_vec()]);
        let mut csv = csv::Reader::from_path(place.path().join("all.csv")).unwrap();
        let found: Vec<Vec<String>> = csv.deserialize().map(Result::unwrap).collect();
        let full = ["a, \"b\"\nc", "true", "2147483647", "0.1", "0.1"].map(str::to_owned).to_vec();
        assert_eq!(found, [full.clone(), ["", "false", "", "", ""].map(str::to_owned).to_vec(), full]);
    }

    #[test]
    fn what_does_not_fit_is_refused_and_nothing_is_written_in_its_place() {
        let refused =
            |error: io::Error| error.get_ref().and_then(|inner| inner.downcast_ref::<Misfit>()).cloned();
        // Any value in a column of another kind; a whole number where real ones are, above all.
        for place in 0..5 {
            for (from, other) in fits().into_iter().enumerate().filter(|(from, _)| *from != place) {
                let mut row = fits();
                row[place] = other;
                let mut table = Table::in_memory("t", columns(), &[]).unwrap();
                let found = table.row(row).map_err(refused).unwrap_err();
                let name = &columns()[place].0;
                assert!(
                    matches!(&found, Some(Misfit::Value { column, .. }) if column == name),
                    "{from} in {place}: {found:?}"
                );
                assert_eq!(table.frame.rows(), 0, "a part of a row was written");
            }
        }
        for (place, other) in [
            (0, Value::Whole(None)),
            (1, Value::Given(None)),
            (2, Value::Whole(Some(1 << 31))),
            (4, Value::Given(Some(f64::NAN))),
            (4, Value::Given(Some(f64::INFINITY))),
        ] {
            let mut row = fits();
            row[place] = other;
            let mut table = Table::in_memory("t", columns(), &[]).unwrap();
            assert!(table.row(row).map_err(refused).unwrap_err().is_some());
        }
        let mut table = Table::in_memory("t", columns(), &[]).unwrap();
        let found = table.row(fits()[1..].to_vec()).map_err(refused).unwrap_err();
        assert_eq!(found, Some(Misfit::Width { table: "t".into(), columns: 5, values: 4 }));
        assert_eq!(
            [f64::NAN, 1e300, 0.5].map(number),
            [Value::Real(None), Value::Real(None), Value::Real(Some(0.5))]
        );
    }
}
