//! A table in memory.

use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};

use super::column::Column;
use super::parquet;
use super::table::Table;

/// A table as it stands in memory: columns of one length, by name.
#[derive(Debug, Clone)]
pub struct Frame {
    /// Its name, and that of its files.
    pub name: String,
    /// Names and values of the columns.
    pub columns: Vec<(String, Column)>,
}

/// Tables in memory, in the order in which they were completed.
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
        let name = path.file_stem().map_or_else(String::new, |name| name.to_string_lossy().into_owned());
        Ok(Self { name, columns: parquet::read(path)? })
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
