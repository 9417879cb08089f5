//! The files of a sweep's directory: how they are written whole, locked and read, and what is said where that fails.

use std::fs::{self, File, TryLockError};
use std::io::{self, Write};
use std::path::Path;

use parquet::file::reader::{FileReader, SerializedFileReader};
use parquet::record::Field;

use crate::{Damage, Error, Refused, Remedy};
use thermidor_scenario::text;

/// The file that a process locks while it works in a sweep or reads it.
pub(super) const LOCK: &str = ".lock";

/// Takes the lock of a process that writes to a store.
pub(super) fn lock(directory: &Path) -> Result<File, Error> {
    let lock = File::create(directory.join(LOCK)).map_err(|error| unwritable(directory, error))?;
    // Some shared file systems have no locks; there the user sees to it that nobody else is at work.
    if matches!(lock.try_lock(), Err(TryLockError::WouldBlock)) { Err(at_work(directory)) } else { Ok(lock) }
}

/// Takes the lock of a reader, whom other readers do not disturb. Where there is none, nobody works in it.
pub(super) fn lock_of_a_reader(directory: &Path) -> Result<Option<File>, Error> {
    let Ok(lock) = File::open(directory.join(LOCK)) else { return Ok(None) };
    if matches!(lock.try_lock_shared(), Err(TryLockError::WouldBlock)) {
        return Err(at_work(directory));
    }
    Ok(Some(lock))
}

pub(super) fn at_work(directory: &Path) -> Error {
    Refused::AtWork { directory: directory.to_owned() }.into()
}

pub(super) fn remove(directory: &Path, file: &Path) -> Result<(), Error> {
    match fs::remove_file(file) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(unwritable(directory, error)),
        _ => Ok(()),
    }
}

/// Writes a file that has its name only when it is whole and on the disk.
pub(super) fn whole_file(path: &Path, bytes: &[u8]) -> io::Result<()> {
    if let Some(parent) = path.parent() {
        fs::create_dir_all(parent)?;
    }
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let partial = path.with_file_name(format!(".{name}.partial"));
    let mut file = File::create(&partial)?;
    let written =
        file.write_all(bytes).and_then(|()| file.sync_all()).and_then(|()| fs::rename(&partial, path));
    if written.is_err() {
        // On a full disk this frees space. An error here could only repeat the first one.
        let _ = fs::remove_file(&partial);
    }
    written
}

pub(super) fn open(file: &Path) -> Result<SerializedFileReader<File>, Error> {
    text::open(file)
        .map_err(|error| damaged(file, &error))
        .and_then(|opened| SerializedFileReader::new(opened).map_err(|error| damaged(file, &error)))
}

/// A row of some columns of a table.
pub struct Row<'a> {
    names: &'a [&'a str],
    fields: &'a [Field],
}

impl Row<'_> {
    /// The field of a column; nothing where the table has no such column, or it was not asked for.
    pub fn field(&self, column: &str) -> &Field {
        self.names.iter().position(|name| *name == column).map_or(&Field::Null, |at| &self.fields[at])
    }

    /// A whole number.
    pub fn whole(&self, column: &str) -> Option<u32> {
        if let Field::Int(number) = self.field(column) { Some(*number as u32) } else { None }
    }

    /// A measured number.
    pub fn real(&self, column: &str) -> Option<f32> {
        if let Field::Float(number) = self.field(column) { Some(*number) } else { None }
    }

    /// A text; empty where there is none.
    pub fn text(&self, column: &str) -> &str {
        if let Field::Str(text) = self.field(column) { text } else { "" }
    }
}

/// Reads some columns of a file, row by row.
pub(super) fn rows(file: &Path, columns: &[&str], take: &mut dyn FnMut(&Row)) -> Result<(), Error> {
    let reader = open(file)?;
    let schema = reader.metadata().file_metadata().schema();
    let wanted =
        schema.get_fields().iter().filter(|field| columns.contains(&field.name())).cloned().collect();
    let bad = |error: parquet::errors::ParquetError| damaged(file, &error);
    let projection = parquet::schema::types::Type::group_type_builder(schema.name())
        .with_fields(wanted)
        .build()
        .map_err(bad)?;
    for row in reader.get_row_iter(Some(projection)).map_err(bad)? {
        let mut found: Vec<(String, Field)> = row.map_err(bad)?.into_columns();
        let mut values = Vec::with_capacity(columns.len());
        for name in columns {
            let place = found.iter().position(|(there, _)| there == name);
            values.push(place.map_or(Field::Null, |place| found.swap_remove(place).1));
        }
        take(&Row { names: columns, fields: &values });
    }
    Ok(())
}

pub(super) fn exists(directory: &Path) -> Error {
    Error::Exists { path: directory.to_owned(), remedy: Remedy::GoOnOrElsewhere }
}

pub(super) fn damaged(file: &Path, error: &dyn std::fmt::Display) -> Error {
    Error::damaged(file, Damage::Format(error.to_string()), Remedy::Move)
}

pub(super) fn unreadable(path: &Path, error: io::Error) -> Error {
    Error::read(path, error, Remedy::MakeReadableOrMove)
}

pub(super) fn unwritable(directory: &Path, source: io::Error) -> Error {
    Error::Write { path: directory.to_owned(), source, remedy: Remedy::MakeRoomOrElsewhere }
}
