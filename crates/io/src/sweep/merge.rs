//! Shards of one plan, put together.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use super::experiment::Sources;
use super::files::{exists, unreadable, unwritable};
use super::plan::Stage;
use super::store::{Part, Refused, Shard, Store, write_plan};
use crate::output::staging::{Staging, real_place};
use thermidor_scenario::text;

/// Puts the parts of several stores of one plan together in a new one; gives it.
///
/// # Errors
/// When they are of different plans, a part is in none of them or differs, or something cannot be read or written.
pub fn merge(from: &[PathBuf], to: &Path) -> Result<Store, Refused> {
    apart(from, to)?;
    let stores: Vec<Store> = from.iter().map(|directory| Store::read(directory)).collect::<Result<_, _>>()?;
    of_one_plan(&stores)?;
    let found = parts(&stores)?;
    // Made beside its place, so that a merge that is killed leaves nothing that looks whole.
    let staging = Staging::open(to).map_err(|error| unwritable(to, &error))?;
    let merged = planned(&stores[0], &staging.directory().join("whole"), to)?;
    for (part, store) in found {
        merged.copy(part, store)?;
    }
    drop(merged);
    staging.deliver_only("whole").map_err(|error| unwritable(to, &error))?;
    Store::open(to)
}

fn of_one_plan(stores: &[Store]) -> Result<(), Refused> {
    let ids = |store: &Store| store.stages.iter().map(|stage| stage.id.clone()).collect::<Vec<_>>();
    let first = &stores[0];
    let Some(other) = stores[1..].iter().find(|other| ids(other) != ids(first)) else { return Ok(()) };
    Err(format!(
        "error: {} and {} hold different plans\n  help: merge shards of one experiment",
        first.directory.display(),
        other.directory.display()
    ))
}

/// All parts of the plan, each with a store that has it.
fn parts(stores: &[Store]) -> Result<BTreeMap<Part, &Store>, Refused> {
    let mut found: BTreeMap<Part, &Store> = BTreeMap::new();
    for store in stores {
        let missing = store.missing()?;
        if let Some(part) = missing.first() {
            let name = store.stages[part.stage].part_name(part.number);
            return Err(format!(
                "error: {} is not complete: {name} and {} more parts are missing\n  help: finish it with --resume",
                store.directory.display(),
                missing.len() - 1
            ));
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
    Err(format!(
        "error: {} of {} parts are in none of these directories, such as those of shard {}/{of}\n  help: name the directories of all shards",
        absent.len(),
        absent.len() + found.len(),
        part.number % of + 1,
    ))
}

/// A new store in a `place` with the plan of another one; `to` is what messages call it.
fn planned(first: &Store, place: &Path, to: &Path) -> Result<Store, Refused> {
    let mut merged: Option<Store> = None;
    for stage in &first.stages {
        let sources = Sources::from_files(&stage.resolved.sources.files());
        let resolved = sources.and_then(Sources::resolve).map_err(|error| error.0)?;
        match &mut merged {
            None => {
                let stage = Stage::after(&[], resolved).map_err(|error| error.0)?;
                merged = Some(Store::create(place, stage, Shard::ALL)?);
            }
            Some(store) => {
                let stage = Stage::after(&store.stages, resolved).map_err(|error| error.0)?;
                write_plan(place, &stage).map_err(|error| unwritable(to, &error))?;
                store.stages.push(stage);
            }
        }
    }
    merged.ok_or("error: there is nothing to merge\n  help: name the directories of all shards".to_owned())
}

/// Whether directories to merge are different ones, and the place for the whole is beside them and free.
fn apart(from: &[PathBuf], to: &Path) -> Result<(), Refused> {
    let mut seen: BTreeMap<PathBuf, &Path> = BTreeMap::new();
    for directory in from {
        let real = fs::canonicalize(directory).map_err(|error| unreadable(directory, &error))?;
        if let Some(other) = seen.insert(real, directory) {
            let (one, other) = (directory.display(), other.display());
            return Err(if one.to_string() == other.to_string() {
                format!("error: {one} was named twice\n  help: name the directory of each shard once")
            } else {
                format!(
                    "error: {other} and {one} are the same directory\n  help: name the directory of each shard once"
                )
            });
        }
    }
    let place = real_place(to);
    for (real, directory) in &seen {
        if place.starts_with(real) {
            let (to, directory) = (to.display(), directory.display());
            let is = if place == *real { "is" } else { "is inside" };
            return Err(format!(
                "error: --out {to} {is} {directory}, which is to be merged\n  help: choose a place outside of it with --out"
            ));
        }
    }
    // A link that leads nowhere is something, too.
    if fs::symlink_metadata(to).is_ok() { Err(exists(to)) } else { Ok(()) }
}

/// Refuses the same part of two stores where it is not the same.
fn same_part(one: &Store, other: &Store, part: Part) -> Result<(), Refused> {
    let name = one.hashes_name(part);
    let read = |store: &Store| {
        let path = store.directory.join(&name);
        text::bytes(&path).map_err(|error| unreadable(&path, &error))
    };
    if read(one)? == read(other)? {
        return Ok(());
    }
    let path = |store: &Store| store.outcomes_of(part);
    Err(format!(
        "error: {} and {} are the same part and differ\n  help: see which of them `thermidor verify --sample 100%` certifies",
        path(one).display(),
        path(other).display()
    ))
}
