//! How a store is begun, opened, gone on with and added to.

use std::fs::{self, File};
use std::io;
use std::path::Path;

use super::manifest::{read_manifest, unfinished, write_manifest};
use super::{Shard, Store};
use crate::output::manifest as result;
use crate::output::staging::Staging;
use crate::sweep::experiment::{Resolved, Sources};
use crate::sweep::files::{exists, lock, lock_of_a_reader, unwritable, whole_file};
use crate::sweep::plan::Stage;
use crate::sweep::probe;
use crate::{Damage, Error, Refused, Remedy};
use thermidor_scenario::text;

/// How a sweep is begun.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Begin {
    /// In a place where there is nothing.
    New,
    /// Where it was stopped or killed; anew where there is nothing.
    Resume,
    /// By adding to one that is complete.
    Extend,
}

/// Opens the store of an experiment to work on it. Also gives what the user should know of points that cannot be
/// simulated.
///
/// # Errors
/// When points cannot be simulated and are not to be recorded, and as the functions of [`Store`].
pub fn begin(
    directory: &Path,
    resolved: Resolved,
    shard: Shard,
    how: Begin,
    threads: &rayon::ThreadPool,
) -> Result<(Store, Option<String>), Error> {
    if how == Begin::Extend {
        let mut store = Store::open(directory)?;
        let stage = Stage::after(&store.stages, resolved)?;
        let note = probe::possible(&stage, threads)?;
        store.extend(stage)?;
        Ok((store, note))
    } else if how == Begin::Resume && directory.exists() {
        let store = Store::resume(directory, resolved, shard)?;
        let note = store.forget_damaged()?;
        Ok((store, note))
    } else {
        let stage = Stage::after(&[], resolved)?;
        let note = probe::possible(&stage, threads)?;
        Ok((Store::create(directory, stage, shard)?, note))
    }
}

impl Store {
    /// Begins a store in a place where there is nothing.
    ///
    /// # Errors
    /// When something is there or it cannot be written.
    pub fn create(directory: &Path, stage: Stage, shard: Shard) -> Result<Self, Error> {
        if directory.exists() {
            return Err(exists(directory));
        }
        // Made beside its place, so that there is never a store without its plan.
        let made = Staging::open(directory).and_then(|staging| {
            write_plan(staging.directory(), &stage)?;
            write_manifest(staging.directory(), &unfinished(std::slice::from_ref(&stage), shard))?;
            staging.deliver()
        });
        made.map_err(|error| unwritable(directory, error))?;
        let lock = lock(directory)?;
        Ok(Self::new(directory, vec![stage], shard, None, Some(lock)))
    }

    /// Opens a store that is there, to work in it.
    ///
    /// # Errors
    /// When there is none, another version of the program made it, somebody is at work in it, or its plan was changed.
    pub fn open(directory: &Path) -> Result<Self, Error> {
        // Only where there is a sweep is a lock put down.
        read_manifest(directory)?;
        let lock = lock(directory)?;
        Self::planned(directory, Some(lock))
    }

    /// Opens a store that is there, to read it; nothing is written, so that it may lie where nothing can be.
    ///
    /// # Errors
    /// As [`Store::open`].
    pub fn read(directory: &Path) -> Result<Self, Error> {
        read_manifest(directory)?;
        let lock = lock_of_a_reader(directory)?;
        Self::planned(directory, lock)
    }

    fn planned(directory: &Path, lock: Option<File>) -> Result<Self, Error> {
        let manifest = read_manifest(directory)?;
        let mut stages: Vec<Stage> = Vec::new();
        for (i, told) in manifest.stages.iter().enumerate() {
            let place = directory.join(format!("plan/{}", i + 1));
            let sources = read_sources(&place)?;
            let resolved = sources.resolve();
            let resolved =
                resolved.map_err(|why| Refused::DamagedPlan { place: place.clone(), why: Box::new(why) })?;
            let stage = Stage::after(&stages, resolved)?;
            // A title or a question is not part of what identifies a plan, but of the answer.
            let own = format!("plan/{}/", i + 1);
            let written =
                manifest.files.iter().filter(|(name, _)| name.starts_with(&own)).all(|(name, hash)| {
                    result::hash(&directory.join(name)).is_ok_and(|found| found == *hash)
                });
            if stage.id != told.plan || !written {
                return Err(Refused::ChangedPlan { place }.into());
            }
            stages.push(stage);
        }
        if stages.is_empty() || manifest.shard.number == 0 || manifest.shard.number > manifest.shard.of {
            let path = directory.join(result::NAME);
            return Err(Error::damaged(&path, Damage::NoStage, Remedy::BeginAnother));
        }
        Ok(Self::new(directory, stages, manifest.shard, Some(manifest), lock))
    }

    /// Opens the store of an experiment to go on with it.
    ///
    /// # Errors
    /// As [`Store::open`], and when it is another experiment's or another shard's.
    pub fn resume(directory: &Path, resolved: Resolved, shard: Shard) -> Result<Self, Error> {
        let store = Self::open(directory)?;
        let earlier = &store.stages[..store.stages.len() - 1];
        let last = &store.stages[store.stages.len() - 1];
        let (then, now) = (&last.resolved.sources.experiment, &resolved.sources.experiment);
        // They change no part, and so they are not in the plan's id.
        let changed = [("name", then.name == now.name), ("on", then.on == now.on)];
        if let Some((key, _)) = changed.into_iter().find(|(_, same)| !same) {
            return Err(Refused::OtherKey { directory: store.directory, key }.into());
        }
        let same = Stage::after(earlier, resolved).is_ok_and(|stage| stage.id == last.id);
        if !same {
            return Err(Refused::OtherPlan { directory: store.directory }.into());
        }
        if store.shard != shard {
            let (there, here) = (store.shard, shard);
            return Err(Refused::OtherShard { directory: store.directory, there, here }.into());
        }
        Ok(store)
    }

    /// Adds a stage with more replicates or points to a store that is complete.
    ///
    /// # Errors
    /// When it is not, or the stage cannot be written.
    pub fn extend(&mut self, stage: Stage) -> Result<(), Error> {
        if !self.missing()?.is_empty() {
            return Err(Refused::NotYet { directory: self.directory.clone() }.into());
        }
        self.stages.push(stage);
        write_plan(&self.directory, &self.stages[self.stages.len() - 1])
            .map_err(|error| unwritable(&self.directory, error))?;
        self.forget_conclusions()
    }
}

fn read_sources(place: &Path) -> Result<Sources, Error> {
    let unreadable = |error: io::Error| Error::read(place, error, Remedy::PutBack);
    let mut files = Vec::new();
    for entry in fs::read_dir(place).map_err(unreadable)? {
        let entry = entry.map_err(unreadable)?;
        let name = entry.file_name().to_string_lossy().into_owned();
        files.push((name, text::whole(&entry.path()).map_err(unreadable)?));
    }
    Sources::from_files(&files)
}

pub(in crate::sweep) fn write_plan(directory: &Path, stage: &Stage) -> io::Result<()> {
    plan_files(stage).try_for_each(|(name, text)| whole_file(&directory.join(name), text.as_bytes()))
}

/// The files of a stage's plan: their names in the directory, and their texts.
pub(super) fn plan_files(stage: &Stage) -> impl Iterator<Item = (String, String)> {
    let place = format!("plan/{}", stage.number);
    stage.resolved.sources.files().into_iter().map(move |(name, text)| (format!("{place}/{name}"), text))
}
