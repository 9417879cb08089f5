//! How a part gets into the store: made here, made elsewhere, or copied from another store.

use std::collections::BTreeMap;
use std::fs;
use std::io;

use super::{Part, Store};
use crate::sweep::files::{unreadable, unwritable, whole_file};
use crate::sweep::journal::Journal;
use crate::sweep::parts::Made;
use crate::sweep::work::{self, Work};
use crate::{Error, Refused};
use thermidor_analysis::run::Cancelled;
use thermidor_scenario::text;

impl Store {
    /// Makes a part and stores it. Runs in its journal are not made again.
    ///
    /// # Errors
    /// When it cannot be written; completed runs stay in the journal.
    pub fn make(&self, part: Part, work: &Work) -> io::Result<Result<(), Cancelled>> {
        let stage = &self.stages[part.stage];
        let directory = self.directory.join("journal");
        fs::create_dir_all(&directory)?;
        let name = stage.part_name(part.number);
        // Of this plan and this part: another part's runs are as whole, and wrong.
        let (mut journal, done, damage) =
            Journal::open(&directory.join(&name), &format!("{} {name}", stage.id))?;
        if let Some(damage) = damage {
            (work.note)(&format!("{} {damage}", directory.join(&name).display()));
        }
        done.iter().for_each(|record| (work.progress)(record.failed()));
        match work::go_on(stage, part.number, work, Some(&mut journal), done)? {
            Ok(made) => {
                self.keep(part, &made)?;
                journal.close().map(Ok)
            }
            Err(cancelled) => Ok(Err(cancelled)),
        }
    }

    /// Makes a part from nothing: its files by name, as they should be.
    ///
    /// # Errors
    /// When memory for them cannot be had.
    pub fn again(&self, part: Part, work: &Work) -> io::Result<Result<BTreeMap<String, Vec<u8>>, Cancelled>> {
        let stage = &self.stages[part.stage];
        let made = work::part(stage, part.number, work)?;
        Ok(made.map(|made| {
            let hashes = made.hashes(&stage.part_name(part.number)).into_bytes();
            let tables = made.trajectories.into_iter().chain([made.outcomes]);
            self.names(part).into_iter().zip(tables).chain([(self.hashes_name(part), hashes)]).collect()
        }))
    }

    /// Keeps a part that was made here.
    fn keep(&self, part: Part, made: &Made) -> io::Result<()> {
        let tables = made.trajectories.iter().chain([&made.outcomes]);
        for (name, bytes) in self.names(part).iter().zip(tables) {
            whole_file(&self.directory.join(name), bytes)?;
        }
        self.seal(part, made)
    }

    /// Writes the hashes of a part, whose tables are written: it is there when they are.
    fn seal(&self, part: Part, made: &Made) -> io::Result<()> {
        let hashes = made.hashes(&self.stages[part.stage].part_name(part.number));
        whole_file(&self.directory.join(self.hashes_name(part)), hashes.as_bytes())?;
        self.whole.borrow_mut().insert(part);
        Ok(())
    }

    /// Keeps a part that was made elsewhere; `hashes` are what its maker found of it.
    ///
    /// # Errors
    /// When it was damaged on the way, is another plan's, or cannot be written.
    pub fn take(&self, part: Part, made: &Made, hashes: &str) -> Result<(), Error> {
        let stage = self.stages.get(part.stage).filter(|stage| part.number < stage.parts());
        let stage = stage.ok_or(Refused::NoPart)?;
        let name = stage.part_name(part.number);
        if made.hashes(&name) != hashes || self.names(part).len() != hashes.lines().count() {
            return Err(Refused::DamagedOnItsWay { name }.into());
        }
        let tables = made.trajectories.iter().chain([&made.outcomes]);
        for (name, bytes) in self.names(part).iter().zip(tables) {
            let path = self.directory.join(name);
            whole_file(&path, bytes).map_err(|error| unwritable(&self.directory, error))?;
            // Without its hashes it is not yet there.
            self.check(part, &path)?;
        }
        self.seal(part, made).map_err(|error| unwritable(&self.directory, error))
    }

    /// Copies a part of another store of the same plan.
    pub(in crate::sweep) fn copy(&self, part: Part, from: &Self) -> Result<(), Error> {
        for name in self.files(part) {
            let path = from.directory.join(&name);
            let bytes = text::bytes(&path).map_err(|error| unreadable(&path, error))?;
            whole_file(&self.directory.join(&name), &bytes)
                .map_err(|error| unwritable(&self.directory, error))?;
        }
        Ok(())
    }
}
