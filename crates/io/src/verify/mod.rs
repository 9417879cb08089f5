//! Is this result what the program makes? A sample of it is made again, or all of it, and compared.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::sync::atomic::AtomicBool;
use thermidor_core::Model;

use serde::Serialize;

use crate::output::difference;
use crate::output::manifest;
use crate::output::manifest::{Asked, Kind, Manifest};
use crate::output::replay::Unmade;
use crate::output::tables;
use crate::output::tables::Row;
use crate::sweep::store;
use crate::{Error, Remedy};
use thermidor_analysis::run::in_order;
use thermidor_core::budget::{Excess, Stopped};
use thermidor_core::random::{StreamId, Streams};

mod again;
mod page;
mod sweep;

/// How much of a result to make again.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Sample {
    /// A share of its organizations, of a sweep of its parts, in per cent.
    Percent(f64),
    /// So many of them.
    Number(u32),
}

impl Sample {
    /// How many of `n` it asks for; at least one.
    fn of(self, n: u32) -> usize {
        let wanted = match self {
            Self::Percent(share) => (f64::from(n) * share / 100.0).ceil() as u32,
            Self::Number(number) => number,
        };
        wanted.max(1) as usize
    }
}

/// The question about a result.
#[derive(Debug, Clone, Copy)]
pub struct Question<'a> {
    /// The directory of a result, or a page that `report` made.
    pub result: &'a Path,
    /// How much to make again.
    pub sample: Sample,
    /// Which of it: another number draws another sample.
    pub sample_seed: u64,
}

/// How it is worked on.
pub struct Workers<'a> {
    /// Threads to work on.
    pub threads: &'a rayon::ThreadPool,
    /// Set when the user asks to stop.
    pub cancel: &'a AtomicBool,
    /// Called with how much work begins, in organizations or runs.
    pub begin: &'a (dyn Fn(u64, &'static str) + Sync),
    /// Called for each piece of it that is done, from any thread.
    pub progress: &'a (dyn Fn() + Sync),
    /// Called with what the user should know.
    pub note: &'a (dyn Fn(&str) + Sync),
}

/// Why something that the system does not write was not made again.
fn not_again(error: std::io::Error) -> Error {
    match error.downcast::<Excess>() {
        Ok(excess) => Error::Exceeded { excess },
        Err(error) => Error::NotAgain(error),
    }
}

/// Why a replay was not made again.
fn not_replayed(why: Unmade) -> Error {
    match why {
        Unmade::Refused(error) => error,
        Unmade::Unwritten(error) => not_again(error),
        Unmade::Stopped(stopped) => stopped.into(),
    }
}

/// The findings, and the files that were examined.
#[derive(Debug, Default, Serialize)]
pub struct Verdict {
    /// Whether nothing differs.
    pub holds: bool,
    /// What differs, a sentence each.
    pub differences: Vec<String>,
    /// A sentence that says which files were made again.
    pub certified: String,
    /// Files of which the hash is right, and that were not made again.
    pub not_made_again: Vec<String>,
    /// Files that were not examined.
    pub not_looked_at: Vec<String>,
}

/// The time that it took is nothing that could be made again.
const TIME: &str = "the time that it took (wall_seconds in manifest.json)";

/// Finds out what differs in a result.
///
/// # Errors
/// When it cannot be read or made again.
pub fn verify(args: &Question, workers: &Workers) -> Result<Verdict, Error> {
    let mut verdict = differences(args, workers)?;
    verdict.holds = verdict.differences.is_empty();
    Ok(verdict)
}

fn differences(args: &Question, workers: &Workers) -> Result<Verdict, Error> {
    if args.result.is_file() {
        return page::verify(args, workers);
    }
    if store::is_one(args.result) {
        return sweep::verify(args, workers);
    }
    let manifest = manifest::read(args.result)?;
    let n = manifest.organizations;
    let sample = sample(args, n);
    let found = manifest::hashes(args.result).map_err(|error| unreadable(args.result, error))?;
    let mut verdict = Verdict::default();
    verdict.differences.extend(changed(&manifest.files, &found).iter().map(Changed::text));
    verdict.differences.extend(unnamed(&manifest));
    verdict.not_looked_at.push(TIME.into());
    let strangers = found.keys().filter(|name| !manifest.files.contains_key(*name));
    verdict.not_looked_at.extend(strangers.map(|name| format!("{name}, which is no file of this result")));
    let files = manifest.files.len();
    if sample.len() == n as usize {
        whole(args, &manifest, &found, workers, &mut verdict)?;
        let of = match (&manifest.asked, n) {
            (Asked::Replay { .. }, _) | (_, 1) => "one organization".to_owned(),
            (_, n) => format!("all {n} organizations"),
        };
        verdict.certified = format!(
            "Certified: all {files} files are as they were written, and all of them were made again from {of}, byte for byte the same."
        );
        return Ok(verdict);
    }
    said(&manifest, &manifest.arms(), &mut verdict);
    if manifest.kind == Kind::Ablate {
        verdict.certified = format!(
            "All {files} files are as they were written. None was made again: a sample of an ablation has no rows of its own."
        );
        verdict.not_made_again = manifest.files.keys().cloned().collect();
        return Ok(verdict);
    }
    let compared = rows(args, &manifest, &sample, workers, &mut verdict)?;
    verdict.not_made_again = manifest.files.keys().filter(|name| *name != "outcomes.csv").cloned().collect();
    verdict.certified = format!(
        "Certified: all {files} files are as they were written, and {compared} rows of {} organizations of {n} in outcomes.csv were made again, value for value the same.",
        sample.len(),
    );
    Ok(verdict)
}

fn unreadable(path: &Path, error: std::io::Error) -> Error {
    Error::read(path, error, Remedy::MakeReadable)
}

/// A file of which the hash is not what was said.
enum Changed {
    Missing(String),
    Other(String),
}

impl Changed {
    /// Its name in the result.
    fn name(&self) -> &str {
        let (Self::Missing(name) | Self::Other(name)) = self;
        name
    }

    fn text(&self) -> String {
        match self {
            Self::Missing(name) => format!("differs: {name} is missing"),
            Self::Other(name) => format!("differs: {name} is not the file that was written"),
        }
    }
}

/// Files of which the hash is not what was said.
fn changed(said: &BTreeMap<String, String>, found: &BTreeMap<String, String>) -> Vec<Changed> {
    let differs = said.iter().filter_map(|(name, hash)| match found.get(name) {
        None => Some(Changed::Missing(name.clone())),
        Some(other) if other != hash => Some(Changed::Other(name.clone())),
        Some(_) => None,
    });
    differs.collect()
}

/// Files that every such result has, and that the manifest does not name.
fn unnamed(manifest: &Manifest) -> Vec<String> {
    let names = manifest.asked.files().into_iter().filter(|name| !manifest.files.contains_key(name));
    names.map(|name| format!("differs: manifest.json has no hash of {name}")).collect()
}

/// Numbers below `n` to run again, in order.
fn sample(args: &Question, n: u32) -> Vec<u32> {
    let mut sample =
        Streams::new(args.sample_seed, u64::from(n), u64::MAX).rng(StreamId::Study, 0, 0).order(n);
    sample.truncate(args.sample.of(n));
    sample.sort_unstable();
    sample
}

/// A directory that goes away with what was made again in it.
fn for_a_while() -> Result<tempfile::TempDir, Error> {
    tempfile::Builder::new()
        .prefix("thermidor-verify-")
        .tempdir()
        .map_err(|error| again::unmade(&std::env::temp_dir(), error))
}

/// Makes the whole result again and compares all files.
fn whole(
    args: &Question,
    manifest: &Manifest,
    found: &BTreeMap<String, String>,
    workers: &Workers,
    verdict: &mut Verdict,
) -> Result<(), Error> {
    let place = for_a_while()?;
    let with_charts = manifest.files.keys().any(|name| name.starts_with("charts/"));
    let arms = again::make(place.path(), manifest, with_charts, workers)?;
    said(manifest, &arms, verdict);
    let made = manifest::hashes(place.path()).map_err(|error| again::unmade(place.path(), error))?;
    compare(args.result, &manifest.files, found, place.path(), &made, verdict);
    Ok(())
}

/// Compares the files that are there with those that were made again; `said` is what the manifest says of them.
fn compare(
    result: &Path,
    said: &BTreeMap<String, String>,
    found: &BTreeMap<String, String>,
    place: &Path,
    made: &BTreeMap<String, String>,
    verdict: &mut Verdict,
) {
    for (name, hash) in made {
        match found.get(name) {
            Some(there) if there == hash => {}
            Some(_) => {
                verdict.differences.push(difference::between(name, &result.join(name), &place.join(name)))
            }
            None if said.contains_key(name) => {}
            None => verdict.differences.push(format!("differs: {name} is missing")),
        }
    }
    let more = said.keys().filter(|name| !made.contains_key(*name));
    verdict
        .differences
        .extend(more.map(|name| format!("differs: {name} is no file that the program makes of this")));
}

/// Compares what the manifest says with what it should say of the scenarios.
fn said(manifest: &Manifest, arms: &[Model], verdict: &mut Verdict) {
    let right = Manifest {
        files: manifest.files.clone(),
        ..Manifest::new(manifest.asked.clone(), arms, manifest.organizations, manifest.wall_seconds)
    };
    let fields = fields(&serde_json::json!(manifest), &serde_json::json!(right));
    verdict.differences.extend(fields.iter().map(|name| of_field(name)));
}

/// The fields of a manifest that are not what they should be.
fn fields(there: &serde_json::Value, right: &serde_json::Value) -> Vec<String> {
    let all = right.as_object().into_iter().flatten();
    all.filter(|(name, value)| there[name.as_str()] != **value).map(|(name, _)| name.clone()).collect()
}

fn of_field(name: &str) -> String {
    format!("differs: {name} in manifest.json is not what the program writes")
}

/// Runs the sample again and compares its rows of outcomes: gives how many there were.
fn rows(
    args: &Question,
    manifest: &Manifest,
    sample: &[u32],
    workers: &Workers,
    verdict: &mut Verdict,
) -> Result<usize, Error> {
    let several = manifest.kind == Kind::Compare;
    let arms = manifest.arms();
    let mut written = Written::read(args, manifest, sample, verdict)?;
    (workers.begin)(sample.len() as u64, "organizations");
    let mut compared = 0;
    let work = |place: u32| {
        let number = sample[place as usize];
        let found: Vec<Vec<Vec<String>>> = arms
            .iter()
            .map(|arm| {
                let histories = arm.run_unless(workers.cancel, number)?;
                // A comparison writes the home organization alone.
                let kept = if several { 1 } else { histories.len() };
                let rows = histories[..kept].iter();
                Ok(rows.map(|history| tables::Outcomes::record(history, manifest.seed)).collect())
            })
            .collect::<Result<_, Stopped>>()?;
        (workers.progress)();
        Ok((number, found))
    };
    let head: Vec<String> = tables::outcome_columns().into_iter().map(|(name, _)| name).collect();
    let ended = in_order(0..sample.len() as u32, workers.threads, workers.cancel, &work, &mut |(
        number,
        found,
    )| {
        for (place, rows) in found.into_iter().enumerate() {
            let there = written.0.remove(&(number, place)).unwrap_or_default();
            compared += rows.len();
            let of = if several { format!(" of \"{}\"", arms[place].name) } else { String::new() };
            if there.len() != rows.len() {
                verdict.differences.push(format!(
                    "differs: organization {number}{of} has {} rows in outcomes.csv, and {} when it is run again",
                    there.len(),
                    rows.len()
                ));
            }
            for (there, again) in there.iter().zip(&rows).filter(|(there, again)| there.1.values != **again) {
                let words = difference::first_difference(&head, there.0, &there.1.values, again);
                verdict.differences.push(format!("differs: outcomes.csv{of}: {words}"));
            }
        }
        Ok(())
    })
    .map_err(not_again)?;
    if ended.is_err() { Err(Error::Interrupted) } else { Ok(compared) }
}

/// Rows of outcomes of a sample, by organization and future, with their numbers in the file from 1.
struct Written(BTreeMap<(u32, usize), Vec<(u64, Row)>>);

impl Written {
    /// Reads all rows, keeps those of the sample, and finds rows too many, missing, or out of order.
    fn read(
        args: &Question,
        manifest: &Manifest,
        sample: &[u32],
        verdict: &mut Verdict,
    ) -> Result<Self, Error> {
        let arms = manifest.arms();
        let several = manifest.kind == Kind::Compare;
        let mut kept: BTreeMap<(u32, usize), Vec<(u64, Row)>> = BTreeMap::new();
        let mut seen: BTreeSet<(u32, usize)> = BTreeSet::new();
        let (mut last, mut in_order, mut strangers) = (None, true, 0u64);
        for (row, number) in tables::rows(args.result)?.zip(1u64..) {
            let row = row?;
            let place = match &row.variant {
                Some(name) if several => arms.iter().position(|arm| arm.name == *name),
                None if !several => Some(0),
                _ => None,
            };
            let Some(place) = place.filter(|_| row.organization < manifest.organizations) else {
                strangers += 1;
                if strangers == 1 {
                    verdict.differences.push(format!(
                        "differs: row {number} of outcomes.csv is of an organization or a future that is not in this result"
                    ));
                }
                continue;
            };
            let key = (row.organization, place, row.sibling);
            if in_order && last.is_some_and(|last| key <= last) {
                in_order = false;
                verdict.differences.push(format!(
                    "differs: the rows of outcomes.csv are in another order: row {number}, of organization {}, stands too late",
                    row.organization
                ));
            }
            last = Some(key);
            seen.insert((row.organization, place));
            if sample.binary_search(&row.organization).is_ok() {
                kept.entry((row.organization, place)).or_default().push((number, row));
            }
        }
        let all =
            (0..manifest.organizations).flat_map(|n| (0..arms_of(manifest)).map(move |place| (n, place)));
        if let Some((organization, _)) = all.into_iter().find(|key| !seen.contains(key)) {
            verdict
                .differences
                .push(format!("differs: outcomes.csv has no row of organization {organization}"));
        }
        kept.values_mut().for_each(|rows| rows.sort_by_key(|(_, row)| row.sibling));
        Ok(Self(kept))
    }
}

/// Futures of which there are rows.
fn arms_of(manifest: &Manifest) -> usize {
    if manifest.kind == Kind::Compare { 1 + manifest.variants.len() } else { 1 }
}
