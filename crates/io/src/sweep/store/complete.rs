//! Conclusions from the plan and all parts, and the manifest of a complete sweep.

use std::fs;
use std::io;
use std::path::Path;

use super::Store;
use super::manifest::{Manifest, unfinished, write_manifest};
use crate::Error;
use crate::output::manifest as result;
use crate::output::tables::{Table, Value, whole};
use crate::sweep::charts;
use crate::sweep::files::{unwritable, whole_file};
use crate::sweep::parts::{factor_columns, factor_values};
use crate::sweep::plan::Stage;
use thermidor_scenario::text;

impl Store {
    /// Writes `points` of every stage into a directory.
    ///
    /// # Errors
    /// When they cannot be written.
    pub fn points(&self, directory: &Path) -> io::Result<()> {
        self.stages.iter().try_for_each(|stage| write_points(directory, stage))
    }

    /// Writes the manifest of a store that has all its parts and what is read off them.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn complete(&self) -> io::Result<()> {
        let empty = self.directory.join("journal");
        if empty.exists() {
            fs::remove_dir_all(&empty)?;
        }
        let mut manifest = self.manifest();
        for part in self.parts() {
            let name = self.hashes_name(part);
            let text = text::bytes(&self.directory.join(&name))?;
            // The hashes that were written, and not those of today's files: a file that was damaged later stays damaged.
            let hashes =
                self.parsed(part, &text).ok_or_else(|| io::Error::other(format!("{name} is damaged")))?;
            manifest.files.extend(hashes);
            manifest.files.insert(name, result::hash_of(&text));
        }
        for name in self.conclusions()? {
            manifest.files.insert(name.clone(), result::hash(&self.directory.join(name))?);
        }
        write_manifest(&self.directory, &manifest)
    }

    /// The files that are there and were read off the plan and all parts.
    fn conclusions(&self) -> io::Result<Vec<String>> {
        let points = self.stages.iter().map(|stage| format!("points/stage{}.parquet", stage.number));
        let answer = ["responses.csv", "responses.parquet", "summary.json", "answer.txt"].map(str::to_owned);
        let charts = charts::NAMES
            .iter()
            .flat_map(|name| ["svg", "png"].map(|ending| format!("charts/{name}.{ending}")));
        let mut there: Vec<String> = points.chain(answer).chain(charts).collect();
        there.retain(|name| self.directory.join(name).exists());
        Ok(there)
    }

    /// The manifest of the complete sweep, without the hashes of files.
    pub fn manifest(&self) -> Manifest {
        Manifest { complete: true, ..unfinished(&self.stages, self.shard) }
    }

    /// Says that it is not complete, and removes the charts, which are of parts that are no longer all; tables are
    /// written over.
    pub(super) fn forget_conclusions(&self) -> Result<(), Error> {
        write_manifest(&self.directory, &unfinished(&self.stages, self.shard))
            .map_err(|error| unwritable(&self.directory, error))?;
        match fs::remove_dir_all(self.directory.join("charts")) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => Err(unwritable(&self.directory, error)),
            _ => Ok(()),
        }
    }
}

/// A row for every point that a stage brings: its number and the values of all factors.
fn write_points(directory: &Path, stage: &Stage) -> io::Result<()> {
    let mut columns = vec![whole("point")];
    columns.extend(factor_columns(stage));
    let mut table = Table::in_memory("points", columns, &[("thermidor.plan", stage.id.clone())])?;
    let mut new: Vec<_> = stage.units.iter().filter(|unit| unit.replicates.start == 0).collect();
    new.sort_by_key(|unit| unit.point);
    for unit in new {
        let mut row = vec![Value::Whole(Some(unit.point))];
        row.extend(factor_values(&stage.resolved.settings(unit.index)));
        table.row(row)?;
    }
    whole_file(&directory.join(format!("points/stage{}.parquet", stage.number)), &table.into_bytes()?)
}
