//! The directory of a sweep: its plan, its parts, and a manifest.
//!
//! ```text
//! manifest.json                          what was swept, by what; hashes of the plan, when complete of every file
//! plan/1/experiment.toml, scenario.toml  the experiment; plan/2 and so on where more was added later
//! points/stage1.parquet                  a row a point: its number and the values of all factors
//! outcomes/stage1-part00000.parquet      a row an organization, with the values of all factors
//! trajectories/stage1-part00000.parquet  quantiles, or months of each organization
//! hashes/stage1-part00000.sha256         hashes of both files, as `sha256sum --check` reads them
//! journal/                               completed runs of the part in the making
//! ```
//!
//! A part is there when its hashes are, which are written last. Every file gets its name when it is whole and on
//! the disk. Nothing is read of a part whose files do not have their hashes.

mod begin;
mod check;
mod complete;
mod keep;
mod manifest;

pub use crate::shard::Shard;
pub(in crate::sweep) use begin::write_plan;
pub use begin::{Begin, begin};
pub use check::{check_files, is_of_a_table};
pub use manifest::{Manifest, Told, is_one, read_manifest};

use std::cell::RefCell;
use std::collections::BTreeSet;
use std::fs::File;
use std::path::{Path, PathBuf};

use super::experiment::{Keep, Resolved};
use super::files::{Row, rows};
use super::plan::{self, Stage};
use crate::Error;

/// A directory with a sweep.
pub struct Store {
    /// Where it is.
    pub directory: PathBuf,
    /// Its experiments, each adding to those before it.
    pub stages: Vec<Stage>,
    /// Which parts are its own.
    pub shard: Shard,
    /// What its manifest said when it was opened.
    told: Option<Manifest>,
    /// Parts whose files were found to have their hashes. They stay so: nobody else is at work here.
    whole: RefCell<BTreeSet<Part>>,
    /// Held while somebody works in it or reads it, where the file system has locks.
    _lock: Option<File>,
}

/// A part of one of the stages.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Part {
    /// Position of the stage.
    pub stage: usize,
    /// Number of the part in it.
    pub number: u32,
}

const OUTCOMES: &str = "outcomes";
const TRAJECTORIES: &str = "trajectories";
const HASHES: &str = "hashes";

impl Store {
    fn new(
        directory: &Path,
        stages: Vec<Stage>,
        shard: Shard,
        told: Option<Manifest>,
        lock: Option<File>,
    ) -> Self {
        let whole = RefCell::new(BTreeSet::new());
        Self { directory: directory.to_owned(), stages, shard, told, whole, _lock: lock }
    }

    /// The resolved experiment of the newest stage.
    pub fn last(&self) -> &Resolved {
        &self.stages[self.stages.len() - 1].resolved
    }

    /// All parts that are this store's.
    pub fn parts(&self) -> Vec<Part> {
        let of = |(stage, plan): (usize, &Stage)| (0..plan.parts()).map(move |number| Part { stage, number });
        self.stages.iter().enumerate().flat_map(of).filter(|part| self.shard.has(part.number)).collect()
    }

    /// Runs of some parts.
    pub fn runs(&self, parts: &[Part]) -> u64 {
        parts.iter().map(|part| plan::runs(self.stages[part.stage].part(part.number))).sum()
    }

    /// The names of a part's tables in the directory.
    fn names(&self, part: Part) -> Vec<String> {
        let stage = &self.stages[part.stage];
        let kept = stage.resolved.sources.experiment.trajectories != Keep::None;
        let directories = if kept { vec![TRAJECTORIES, OUTCOMES] } else { vec![OUTCOMES] };
        let name = stage.part_name(part.number);
        directories.into_iter().map(|directory| format!("{directory}/{name}.parquet")).collect()
    }

    /// The names of all files of a part in the directory.
    pub fn files(&self, part: Part) -> Vec<String> {
        self.names(part).into_iter().chain([self.hashes_name(part)]).collect()
    }

    /// The name of the file with the hashes of a part's tables.
    pub(in crate::sweep) fn hashes_name(&self, part: Part) -> String {
        format!("{HASHES}/{}.sha256", self.stages[part.stage].part_name(part.number))
    }

    /// The table of outcomes of a part.
    pub(in crate::sweep) fn outcomes_of(&self, part: Part) -> PathBuf {
        self.directory.join(format!("{OUTCOMES}/{}.parquet", self.stages[part.stage].part_name(part.number)))
    }

    /// Reads some columns of all outcomes, row by row, part by part.
    ///
    /// # Errors
    /// When a file is damaged.
    pub fn outcomes(&self, columns: &[&str], take: &mut dyn FnMut(&Row)) -> Result<(), Error> {
        for part in self.parts() {
            let file = self.outcomes_of(part);
            if file.exists() {
                rows(&file, columns, take)?;
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests;
