//! Tables in CSV, read row by row.

use std::collections::BTreeMap;
use std::fs::File;
use std::path::Path;

use crate::{Damage, Error, Remedy};

/// Opens a table of a result.
fn open(path: &Path) -> Result<csv::Reader<File>, Error> {
    let file = File::open(path).map_err(|error| Error::read(path, error, Remedy::MakeAgain))?;
    Ok(csv::Reader::from_reader(file))
}

fn damaged(path: &Path, error: csv::Error) -> Error {
    Error::Table { path: path.to_owned(), damage: Damage::Format(error.to_string()) }
}

/// A table as texts.
pub struct Sheet {
    /// Names of the columns.
    pub head: Vec<String>,
    /// All rows.
    pub rows: Vec<Vec<String>>,
}

/// Reads a whole table.
///
/// # Errors
/// Where it cannot be read.
pub fn sheet(path: &Path) -> Result<Sheet, Error> {
    let damaged = |error: csv::Error| damaged(path, error);
    let texts = |record: &csv::StringRecord| record.iter().map(str::to_owned).collect();
    let mut reader = open(path)?;
    let head = texts(reader.headers().map_err(damaged)?);
    let rows = reader.records().map(|record| record.map(|record| texts(&record)));
    Ok(Sheet { head, rows: rows.collect::<Result<_, _>>().map_err(damaged)? })
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
/// Where it cannot be read.
pub fn rows(directory: &Path) -> Result<impl Iterator<Item = Result<Row, Error>>, Error> {
    let path = directory.join("outcomes.csv");
    let mut reader = open(&path)?;
    let with_variant = reader.headers().map_err(|error| damaged(&path, error))?.get(0) == Some("variant");
    Ok(reader.into_records().map(move |record| {
        let record = record.map_err(|error| damaged(&path, error))?;
        let mut values: Vec<String> = record.iter().map(str::to_owned).collect();
        let variant = with_variant.then(|| values.remove(0));
        let number = |at: usize| values.get(at).and_then(|text| text.parse().ok());
        match (number(0), number(1)) {
            (Some(organization), Some(sibling)) => Ok(Row { variant, organization, sibling, values }),
            _ => {
                let line = record.position().map_or(0, csv::Position::line);
                Err(Error::Table { path: path.clone(), damage: Damage::NoNumber(line) })
            }
        }
    }))
}

/// Reads a table in CSV row by row, by the names of its columns.
///
/// # Errors
/// Where it cannot be read.
pub fn records(path: &Path) -> Result<impl Iterator<Item = Result<BTreeMap<String, String>, Error>>, Error> {
    let path = path.to_owned();
    let records = open(&path)?.into_deserialize();
    Ok(records.map(move |record| record.map_err(|error: csv::Error| damaged(&path, error))))
}

/// The row of an organization, without its variant's name.
///
/// # Errors
/// Where there is none.
pub fn find_row(directory: &Path, organization: u32, variant: Option<&String>) -> Result<Vec<String>, Error> {
    for row in rows(directory)? {
        let row = row?;
        if row.organization == organization && row.sibling == 0 && row.variant.as_ref() == variant {
            return Ok(row.values);
        }
    }
    Err(Error::NoRow { organization, path: directory.join("outcomes.csv") })
}
