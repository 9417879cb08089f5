//! Shards of one plan, put together.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use super::experiment::Sources;
use super::files::{exists, unreadable, unwritable};
use super::plan::Stage;
use super::store::{Part, Shard, Store, write_plan};
use crate::output::staging::{Staging, real_place};
use crate::{Error, Refused};
use thermidor_scenario::text;

/// Puts the parts of several stores of one plan together in a new one; gives it.
///
/// # Errors
/// When they are of different plans, a part is in none of them or differs, or something cannot be read or written.
pub fn merge(from: &[PathBuf], to: &Path) -> Result<Store, Error> {
    apart(from, to)?;
    let stores: Vec<Store> = from.iter().map(|directory| Store::read(directory)).collect::<Result<_, _>>()?;
    of_one_plan(&stores)?;
    let found = parts(&stores)?;
    // Made beside its place, so that a merge that is killed leaves nothing that looks whole.
    let staging = Staging::open(to).map_err(|error| unwritable(to, error))?;
    let merged = planned(&stores[0], &staging.directory().join("whole"), to)?;
    for (part, store) in found {
        merged.copy(part, store)?;
    }
    drop(merged);
    staging.deliver_only("whole").map_err(|error| unwritable(to, error))?;
    Store::open(to)
}

fn of_one_plan(stores: &[Store]) -> Result<(), Error> {
    let ids = |store: &Store| store.stages.iter().map(|stage| stage.id.clone()).collect::<Vec<_>>();
    let first = &stores[0];
    let Some(other) = stores[1..].iter().find(|other| ids(other) != ids(first)) else { return Ok(()) };
    let (one, other) = (first.directory.clone(), other.directory.clone());
    Err(Refused::DifferentPlans { one, other }.into())
}

/// All parts of the plan, each with a store that has it.
fn parts(stores: &[Store]) -> Result<BTreeMap<Part, &Store>, Error> {
    let mut found: BTreeMap<Part, &Store> = BTreeMap::new();
    for store in stores {
        let missing = store.missing()?;
        if let Some(part) = missing.first() {
            let name = store.stages[part.stage].part_name(part.number);
            let (directory, more) = (store.directory.clone(), missing.len() - 1);
            return Err(Refused::IncompleteShard { directory, name, more }.into());
        }
        for part in store.parts() {
            if let Some(other) = found.insert(part, store) {
                same_part(other, store, part)?;
            }
        }
    }
    let first = &stores[0];
    let wanted = first.stages.iter().enumerate();
    let absent: Vec<Part> = wanted
        .flat_map(|(stage, plan)| (0..plan.parts()).map(move |number| Part { stage, number }))
        .filter(|part| !found.contains_key(part))
        .collect();
    let Some(part) = absent.first() else { return Ok(found) };
    let of = first.shard.of;
    let (absent, parts) = (absent.len(), absent.len() + found.len());
    Err(Refused::Absent { absent, parts, shard: Shard { number: part.number % of + 1, of } }.into())
}

/// A new store in a `place` with the plan of another one; `to` is what messages call it.
fn planned(first: &Store, place: &Path, to: &Path) -> Result<Store, Error> {
    let mut merged: Option<Store> = None;
    for stage in &first.stages {
        let sources = Sources::from_files(&stage.resolved.sources.files());
        let resolved = sources.and_then(Sources::resolve)?;
        match &mut merged {
            None => {
                let stage = Stage::after(&[], resolved)?;
                merged = Some(Store::create(place, stage, Shard::ALL)?);
            }
            Some(store) => {
                let stage = Stage::after(&store.stages, resolved)?;
                write_plan(place, &stage).map_err(|error| unwritable(to, error))?;
                store.stages.push(stage);
            }
        }
    }
    merged.ok_or_else(|| Refused::NothingToMerge.into())
}

/// Whether directories to merge are different ones, and the place for the whole is beside them and free.
fn apart(from: &[PathBuf], to: &Path) -> Result<(), Error> {
    let mut seen: BTreeMap<PathBuf, &Path> = BTreeMap::new();
    for directory in from {
        let real = fs::canonicalize(directory).map_err(|error| unreadable(directory, error))?;
        if let Some(other) = seen.insert(real, directory) {
            let (one, other) = (other.to_owned(), directory.clone());
            return Err(if one.as_os_str() == other.as_os_str() {
                Refused::NamedTwice { directory: one }.into()
            } else {
                Refused::SameDirectory { one, other }.into()
            });
        }
    }
    let place = real_place(to);
    for (real, directory) in &seen {
        if place.starts_with(real) {
            let (to, directory) = (to.to_owned(), (*directory).to_owned());
            return Err(Refused::Inside { to, directory, inside: place != *real }.into());
        }
    }
    // A link that leads nowhere is something, too.
    if fs::symlink_metadata(to).is_ok() { Err(exists(to)) } else { Ok(()) }
}

/// Refuses the same part of two stores where it is not the same.
fn same_part(one: &Store, other: &Store, part: Part) -> Result<(), Error> {
    let name = one.hashes_name(part);
    let read = |store: &Store| {
        let path = store.directory.join(&name);
        text::bytes(&path).map_err(|error| unreadable(&path, error))
    };
    if read(one)? == read(other)? {
        return Ok(());
    }
    Err(Refused::SamePart { one: one.outcomes_of(part), other: other.outcomes_of(part) }.into())
}
