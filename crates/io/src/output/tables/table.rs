//! A table that takes its rows one after the other.

use std::fs::File;
use std::io::{self, BufWriter};
use std::sync::PoisonError;

use parquet::file::writer::SerializedFileWriter;

use super::column::{Column, Misfit, Value};
use super::frame::{Frame, Frames, Place};
use super::{failed, parquet as format};

/// Rows buffered before they become a Parquet row group.
const GROUP: usize = 50_000;

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
                To::Files(Box::new((csv, format::begin(file, &frame, &[])?)))
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
        let to = To::Bytes(Box::new(format::begin(Vec::new(), &frame, about)?));
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
            To::Files(files) => format::group(&mut files.1, &mut self.frame),
            To::Bytes(bytes) => format::group(bytes, &mut self.frame),
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

#[cfg(test)]
mod tests;
