//! The directory in which a sweep is kept: its plan, its parts, and a manifest.
//!
//! ```text
//! manifest.json                          what was swept, by what; when complete, a hash of every file
//! plan/1/experiment.toml, scenario.toml  the experiment; plan/2 and so on where more was added later
//! points/stage1.parquet                  a row a point: its number and the values of all factors
//! outcomes/stage1-part00000.parquet      a row an organization, with the values of all factors
//! trajectories/stage1-part00000.parquet  quantiles, or months of each organization
//! journal/                               finished runs of the part that is being made
//! ```
//!
//! A part is there when both its files are. Every file gets its name when it is whole and on the disk.

use std::collections::BTreeMap;
use std::fs::{self, File, TryLockError};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use parquet::file::reader::{FileReader, SerializedFileReader};
use parquet::record::Field;
use serde::{Deserialize, Serialize};

use super::experiment::{Resolved, Sources, Streams};
use super::journal::Journal;
use super::parts::{FAILED, Made, factor_columns, factor_values};
use super::plan::Stage;
use super::probe;
use super::work::{self, Work};
use crate::output::manifest;
use crate::output::tables::{Table, Value, whole};
use crate::output::workshop::Workshop;
use crate::run::Cancelled;

/// Which parts of a plan are worked on: every `of`-th, beginning with number `number` (from 1).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Shard {
    /// Number of the shard, from 1.
    pub number: u32,
    /// How many there are.
    pub of: u32,
}

impl Shard {
    /// Everything.
    pub const ALL: Self = Self { number: 1, of: 1 };

    fn has(self, part: u32) -> bool {
        part % self.of == self.number - 1
    }
}

/// What `manifest.json` says.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Manifest {
    /// The program.
    pub program: String,
    /// Its version.
    pub version: String,
    /// What identifies this build of the model, the same on every host.
    pub build: String,
    /// Always `sweep`.
    pub kind: String,
    /// What was asked, stage by stage.
    pub stages: Vec<Told>,
    /// The parts that are here.
    pub shard: Shard,
    /// Whether all of them are.
    pub complete: bool,
    /// The command that makes it again.
    pub again: String,
    /// SHA-256 of every file beside this one; empty until all parts are there.
    pub files: BTreeMap<String, String>,
}

/// What the manifest says of a stage.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Told {
    /// What identifies it and all before it.
    pub plan: String,
    /// Title of the experiment.
    pub name: String,
    /// Whether points share luck.
    pub luck: Streams,
    /// Points that it works on.
    pub points: u64,
    /// Runs.
    pub runs: u64,
    /// Parts.
    pub parts: u32,
}

/// A message for the user.
type Refused = String;

/// A directory with a sweep.
pub struct Store {
    /// Where it is.
    pub directory: PathBuf,
    /// Its experiments, each adding to those before it.
    pub stages: Vec<Stage>,
    /// Which parts are its own.
    pub shard: Shard,
    /// Held while somebody works in it.
    _lock: File,
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
const LOCK: &str = ".lock";
const KIND: &str = "sweep";

impl Store {
    /// Begins a store in a place where there is nothing.
    ///
    /// # Errors
    /// When something is there or it cannot be written.
    pub fn create(directory: &Path, stage: Stage, shard: Shard) -> Result<Self, Refused> {
        if directory.exists() {
            return Err(exists(directory));
        }
        // Made beside its place, so that there is never a store without its plan.
        let made = Workshop::open(directory).and_then(|workshop| {
            write_plan(workshop.directory(), &stage)?;
            write_manifest(workshop.directory(), &unfinished(std::slice::from_ref(&stage), shard))?;
            workshop.deliver(directory, false)
        });
        made.map_err(|error| unwritable(directory, &error))?;
        Self::locked(directory, vec![stage], shard)
    }

    /// Opens a store that is there.
    ///
    /// # Errors
    /// When there is none, another version of the program made it, somebody is at work in it, or its plan was changed.
    pub fn open(directory: &Path) -> Result<Self, Refused> {
        let manifest = read_manifest(directory)?;
        let mut stages: Vec<Stage> = Vec::new();
        for (i, told) in manifest.stages.iter().enumerate() {
            let place = directory.join(format!("plan/{}", i + 1));
            let sources = read_sources(&place)?;
            let resolved = sources.resolve().map_err(|error| error.0)?;
            let stage = Stage::after(&stages, resolved).map_err(|error| error.0)?;
            if stage.id != told.plan {
                return Err(format!(
                    "error: {} is not what this sweep was begun with\n  help: put back the files in it, or begin another sweep with another --out",
                    place.display()
                ));
            }
            stages.push(stage);
        }
        Self::locked(directory, stages, manifest.shard)
    }

    /// Opens the store of an experiment to go on with it.
    ///
    /// # Errors
    /// As [`Store::open`], and when it is another experiment's or another shard's.
    pub fn resume(directory: &Path, resolved: Resolved, shard: Shard) -> Result<Self, Refused> {
        let store = Self::open(directory)?;
        let earlier = &store.stages[..store.stages.len() - 1];
        let same = Stage::after(earlier, resolved)
            .is_ok_and(|stage| stage.id == store.stages[store.stages.len() - 1].id);
        if !same {
            return Err(format!(
                "error: {} holds another plan\n  help: choose another place with --out; where this experiment only has more replicates or points, use --extend",
                directory.display()
            ));
        }
        if store.shard != shard {
            let of = |shard: Shard| format!("shard {}/{}", shard.number, shard.of);
            return Err(format!(
                "error: {} holds {}, and this is {}\n  help: give each shard a place of its own with --out",
                directory.display(),
                of(store.shard),
                of(shard)
            ));
        }
        Ok(store)
    }

    /// Adds a stage with more replicates or points to a store that is complete.
    ///
    /// # Errors
    /// When it is not, or the stage cannot be written.
    pub fn extend(&mut self, stage: Stage) -> Result<(), Refused> {
        if !self.missing()?.is_empty() {
            return Err(format!(
                "error: {} is not complete\n  help: finish it with --resume before adding to it",
                self.directory.display()
            ));
        }
        self.forget_conclusions()?;
        self.stages.push(stage);
        write_plan(&self.directory, &self.stages[self.stages.len() - 1])
            .and_then(|()| write_manifest(&self.directory, &unfinished(&self.stages, self.shard)))
            .map_err(|error| unwritable(&self.directory, &error))
    }

    fn locked(directory: &Path, stages: Vec<Stage>, shard: Shard) -> Result<Self, Refused> {
        let lock = File::create(directory.join(LOCK)).map_err(|error| unwritable(directory, &error))?;
        // Some shared file systems have no locks; there the user sees to it that nobody else is at work.
        if matches!(lock.try_lock(), Err(TryLockError::WouldBlock)) {
            return Err(format!(
                "error: another process is at work in {}\n  help: wait for it, or stop it",
                directory.display()
            ));
        }
        Ok(Self { directory: directory.to_owned(), stages, shard, _lock: lock })
    }

    /// All parts that are this store's.
    pub fn parts(&self) -> Vec<Part> {
        let of = |(stage, plan): (usize, &Stage)| (0..plan.parts()).map(move |number| Part { stage, number });
        self.stages.iter().enumerate().flat_map(of).filter(|part| self.shard.has(part.number)).collect()
    }

    /// Parts that are still to be made.
    ///
    /// # Errors
    /// When a file of a part is damaged or another plan's.
    pub fn missing(&self) -> Result<Vec<Part>, Refused> {
        let mut missing = Vec::new();
        for part in self.parts() {
            let files = self.files(part);
            if !files.iter().all(|file| file.exists()) {
                missing.push(part);
            } else {
                files.iter().try_for_each(|file| self.check(part, file))?;
            }
        }
        Ok(missing)
    }

    /// Runs of some parts.
    pub fn runs(&self, parts: &[Part]) -> u64 {
        parts.iter().map(|part| super::plan::runs(self.stages[part.stage].part(part.number))).sum()
    }

    /// The files of a part: outcomes last, since it is there when they are.
    fn files(&self, part: Part) -> Vec<PathBuf> {
        let stage = &self.stages[part.stage];
        let kept = stage.resolved.sources.experiment.trajectories != super::experiment::Keep::None;
        let rooms = if kept { vec![TRAJECTORIES, OUTCOMES] } else { vec![OUTCOMES] };
        let name = stage.part_name(part.number);
        rooms.into_iter().map(|room| self.directory.join(room).join(format!("{name}.parquet"))).collect()
    }

    /// Makes a part and keeps it. What was finished of it before is not made again.
    ///
    /// # Errors
    /// When it cannot be written; all that is finished stays.
    pub fn make(&self, part: Part, work: &Work) -> io::Result<Result<(), Cancelled>> {
        let stage = &self.stages[part.stage];
        let room = self.directory.join("journal");
        fs::create_dir_all(&room)?;
        let name = stage.part_name(part.number);
        let (mut journal, done) = Journal::open(&room.join(&name), &stage.id)?;
        done.iter().for_each(|record| (work.progress)(record.failed()));
        match work::go_on(stage, part.number, work, Some(&mut journal), done)? {
            Ok(made) => {
                self.keep(part, &made)?;
                journal.close().map(Ok)
            }
            Err(cancelled) => Ok(Err(cancelled)),
        }
    }

    /// Makes a part again: the files of it that are not the same bytes.
    ///
    /// # Errors
    /// When they cannot be read.
    pub fn differs(&self, part: Part, work: &Work) -> Result<Result<Vec<String>, Cancelled>, Refused> {
        let unreadable = |error: io::Error| damaged(&self.directory, &error);
        let made = match work::part(&self.stages[part.stage], part.number, work).map_err(unreadable)? {
            Ok(made) => made,
            Err(cancelled) => return Ok(Err(cancelled)),
        };
        let mut differs = Vec::new();
        for (file, bytes) in self.files(part).iter().zip(made.trajectories.iter().chain([&made.outcomes])) {
            if fs::read(file).map_err(|error| damaged(file, &error))? != *bytes {
                let name = file.strip_prefix(&self.directory).unwrap_or(file).display();
                differs.push(format!("differs: {name} is not what the program makes"));
            }
        }
        Ok(Ok(differs))
    }

    /// Keeps a part that was made, here or elsewhere.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn keep(&self, part: Part, made: &Made) -> io::Result<()> {
        let bytes = made.trajectories.iter().chain([&made.outcomes]);
        self.files(part).iter().zip(bytes).try_for_each(|(file, bytes)| whole_file(file, bytes))
    }

    /// Removes parts in which runs failed, so that they are made again; gives how many runs those were.
    ///
    /// # Errors
    /// When a part cannot be read or removed.
    pub fn forget_failed(&self) -> Result<u64, Refused> {
        let mut all = 0;
        for part in self.parts() {
            let files = self.files(part);
            let Some(outcomes) = files.last().filter(|file| file.exists()) else { continue };
            self.check(part, outcomes)?;
            let mut failed = 0;
            rows(outcomes, &["outcome"], &mut |row| {
                failed += u64::from(matches!(&row[0], Field::Str(text) if text == FAILED))
            })?;
            if failed > 0 {
                // Outcomes first: without them the part is not there, whatever happens next.
                for file in files.iter().rev() {
                    fs::remove_file(file).map_err(|error| unwritable(&self.directory, &error))?;
                }
            }
            all += failed;
        }
        if all > 0 {
            self.forget_conclusions()?;
        }
        Ok(all)
    }

    /// Removes the charts, which are of parts that are no longer all; tables are written over.
    fn forget_conclusions(&self) -> Result<(), Refused> {
        match fs::remove_dir_all(self.directory.join("charts")) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => Err(unwritable(&self.directory, &error)),
            _ => Ok(()),
        }
    }

    /// Whether a file of a part is whole and of this plan.
    fn check(&self, part: Part, file: &Path) -> Result<(), Refused> {
        let stage = &self.stages[part.stage];
        let about = open(file)?;
        let says = |key: &str| {
            let pairs = about.metadata().file_metadata().key_value_metadata();
            pairs.into_iter().flatten().find(|pair| pair.key == key).and_then(|pair| pair.value.clone())
        };
        let right = says("thermidor.plan").as_ref() == Some(&stage.id)
            && says("thermidor.part").as_deref() == Some(&stage.part_name(part.number));
        if right {
            return Ok(());
        }
        Err(format!(
            "error: {} is of another plan\n  help: move it away; --resume makes the part again",
            file.display()
        ))
    }

    /// Writes `points` of every stage and the manifest of a store that has all its parts.
    ///
    /// # Errors
    /// When they cannot be written.
    pub fn complete(&self) -> io::Result<()> {
        let empty = self.directory.join("journal");
        if empty.exists() {
            fs::remove_dir_all(&empty)?;
        }
        for stage in &self.stages {
            write_points(&self.directory, stage)?;
        }
        let mut manifest = unfinished(&self.stages, self.shard);
        manifest.complete = true;
        manifest.files = manifest::hashes(&self.directory)?;
        manifest.files.remove(LOCK);
        write_manifest(&self.directory, &manifest)
    }

    /// Reads some columns of all outcomes, row by row, part by part.
    ///
    /// # Errors
    /// When a file is damaged.
    pub fn outcomes(&self, columns: &[&str], take: &mut dyn FnMut(&[Field])) -> Result<(), Refused> {
        for part in self.parts() {
            if let Some(file) = self.files(part).last().filter(|file| file.exists()) {
                rows(file, columns, take)?;
            }
        }
        Ok(())
    }
}

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
) -> Result<(Store, Option<String>), Refused> {
    if how == Begin::Extend {
        let mut store = Store::open(directory)?;
        let stage = Stage::after(&store.stages, resolved).map_err(|error| error.0)?;
        let note = probe::possible(&stage, threads)?;
        store.extend(stage)?;
        Ok((store, note))
    } else if how == Begin::Resume && directory.exists() {
        Ok((Store::resume(directory, resolved, shard)?, None))
    } else {
        let stage = Stage::after(&[], resolved).map_err(|error| error.0)?;
        let note = probe::possible(&stage, threads)?;
        Ok((Store::create(directory, stage, shard)?, note))
    }
}

/// Puts the parts of several stores of one plan together in a new one; gives it.
///
/// # Errors
/// When they are of different plans, a part is in none of them or differs, or something cannot be read or written.
pub fn merge(from: &[PathBuf], to: &Path) -> Result<Store, Refused> {
    let stores: Vec<Store> = from.iter().map(|directory| Store::open(directory)).collect::<Result<_, _>>()?;
    let first = &stores[0];
    for other in &stores[1..] {
        let ids = |store: &Store| store.stages.iter().map(|stage| stage.id.clone()).collect::<Vec<_>>();
        if ids(other) != ids(first) {
            return Err(format!(
                "error: {} and {} hold different plans\n  help: merge shards of one experiment",
                first.directory.display(),
                other.directory.display()
            ));
        }
    }
    let mut found: BTreeMap<Part, &Store> = BTreeMap::new();
    for store in &stores {
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
                same_files(&other.files(part), &store.files(part))?;
            }
        }
    }
    let shard_of = |part: u32, of: u32| part % of + 1;
    let wanted = first.stages.iter().enumerate();
    let absent: Vec<Part> = wanted
        .flat_map(|(stage, plan)| (0..plan.parts()).map(move |number| Part { stage, number }))
        .filter(|part| !found.contains_key(part))
        .collect();
    if let Some(part) = absent.first() {
        return Err(format!(
            "error: {} of {} parts are in none of these directories, such as those of shard {}/{}\n  help: name the directories of all shards",
            absent.len(),
            absent.len() + found.len(),
            shard_of(part.number, first.shard.of),
            first.shard.of
        ));
    }
    if to.exists() {
        return Err(exists(to));
    }
    // Made beside its place, so that a merge that is killed leaves nothing that looks whole.
    let workshop = Workshop::open(to).map_err(|error| unwritable(to, &error))?;
    let place = workshop.directory().join("whole");
    let mut merged: Option<Store> = None;
    for stage in &first.stages {
        let sources = Sources::from_files(&stage.resolved.sources.files());
        let resolved = sources.and_then(Sources::resolve).map_err(|error| error.0)?;
        match &mut merged {
            None => {
                let stage = Stage::after(&[], resolved).map_err(|error| error.0)?;
                merged = Some(Store::create(&place, stage, Shard::ALL)?);
            }
            Some(store) => {
                let stage = Stage::after(&store.stages, resolved).map_err(|error| error.0)?;
                write_plan(&place, &stage).map_err(|error| unwritable(to, &error))?;
                store.stages.push(stage);
            }
        }
    }
    let merged =
        merged.ok_or("error: there is nothing to merge\n  help: name the directories of all shards")?;
    for (part, store) in found {
        for (from, to) in store.files(part).iter().zip(merged.files(part)) {
            fs::read(from)
                .and_then(|bytes| whole_file(&to, &bytes))
                .map_err(|error| unwritable(&merged.directory, &error))?;
        }
    }
    drop(merged);
    fs::rename(&place, to).map_err(|error| unwritable(to, &error))?;
    Store::open(to)
}

fn same_files(these: &[PathBuf], those: &[PathBuf]) -> Result<(), Refused> {
    for (this, that) in these.iter().zip(those) {
        let read = |path: &Path| fs::read(path).map_err(|error| damaged(path, &error));
        if read(this)? != read(that)? {
            return Err(format!(
                "error: {} and {} are the same part and differ\n  help: see which of them `thermidor verify` certifies",
                this.display(),
                that.display()
            ));
        }
    }
    Ok(())
}

/// Whether a directory says that it holds a sweep.
pub fn is_one(directory: &Path) -> bool {
    let text = fs::read_to_string(directory.join(manifest::NAME)).unwrap_or_default();
    serde_json::from_str::<serde_json::Value>(&text).is_ok_and(|found| found["kind"] == KIND)
}

/// Reads the manifest of a sweep.
///
/// # Errors
/// A message for the user where there is none, or where it is of another version of the program.
pub fn read_manifest(directory: &Path) -> Result<Manifest, Refused> {
    manifest::read_as(directory, "the directory of a sweep")
}

fn read_sources(place: &Path) -> Result<Sources, Refused> {
    let unreadable = |error: io::Error| {
        format!("error: cannot read {}: {error}\n  help: put back what was there", place.display())
    };
    let mut files = Vec::new();
    for entry in fs::read_dir(place).map_err(unreadable)? {
        let entry = entry.map_err(unreadable)?;
        let name = entry.file_name().to_string_lossy().into_owned();
        files.push((name, fs::read_to_string(entry.path()).map_err(unreadable)?));
    }
    Sources::from_files(&files).map_err(|error| error.0)
}

fn unfinished(stages: &[Stage], shard: Shard) -> Manifest {
    let told = |stage: &Stage| Told {
        plan: stage.id.clone(),
        name: stage.resolved.sources.experiment.name.clone(),
        luck: stage.resolved.sources.experiment.luck,
        points: stage.units.len() as u64,
        runs: stage.runs(),
        parts: stage.parts(),
    };
    let mut again: Vec<String> = (1..=stages.len())
        .map(|i| {
            let how = if i == 1 { "" } else { " --extend" };
            format!("thermidor sweep plan/{i}/experiment.toml --out AGAIN{how}")
        })
        .collect();
    if shard != Shard::ALL {
        again.iter_mut().for_each(|text| *text += &format!(" --shard {}/{}", shard.number, shard.of));
    }
    Manifest {
        program: "thermidor".into(),
        version: env!("CARGO_PKG_VERSION").into(),
        build: manifest::build_id(),
        kind: KIND.into(),
        stages: stages.iter().map(told).collect(),
        shard,
        complete: false,
        again: again.join(" && "),
        files: BTreeMap::new(),
    }
}

fn write_manifest(directory: &Path, manifest: &Manifest) -> io::Result<()> {
    let text = serde_json::to_string_pretty(manifest).map_err(io::Error::other)?;
    whole_file(&directory.join(manifest::NAME), (text + "\n").as_bytes())
}

fn write_plan(directory: &Path, stage: &Stage) -> io::Result<()> {
    let place = directory.join(format!("plan/{}", stage.number));
    stage
        .resolved
        .sources
        .files()
        .iter()
        .try_for_each(|(name, text)| whole_file(&place.join(name), text.as_bytes()))
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

/// Writes a file that has its name only when it is whole and on the disk.
fn whole_file(path: &Path, bytes: &[u8]) -> io::Result<()> {
    if let Some(parent) = path.parent() {
        fs::create_dir_all(parent)?;
    }
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let partial = path.with_file_name(format!(".{name}.partial"));
    let mut file = File::create(&partial)?;
    let written =
        file.write_all(bytes).and_then(|()| file.sync_all()).and_then(|()| fs::rename(&partial, path));
    if written.is_err() {
        // On a full disk this makes room; where it fails there is nobody left to tell.
        let _ = fs::remove_file(&partial);
    }
    written
}

fn open(file: &Path) -> Result<SerializedFileReader<File>, Refused> {
    File::open(file)
        .map_err(|error| damaged(file, &error))
        .and_then(|opened| SerializedFileReader::new(opened).map_err(|error| damaged(file, &error)))
}

/// Reads some columns of a file, row by row.
fn rows(file: &Path, columns: &[&str], take: &mut dyn FnMut(&[Field])) -> Result<(), Refused> {
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
        take(&values);
    }
    Ok(())
}

fn exists(directory: &Path) -> Refused {
    format!(
        "error: {} exists\n  help: go on with it by --resume, add to it by --extend, or choose another place with --out",
        directory.display()
    )
}

fn damaged(file: &Path, error: &dyn std::fmt::Display) -> Refused {
    format!(
        "error: {} is damaged: {error}\n  help: move it away; --resume makes the part again",
        file.display()
    )
}

fn unwritable(directory: &Path, error: &dyn std::fmt::Display) -> Refused {
    format!(
        "error: {} cannot be written: {error}\n  help: make room or choose another place with --out; what is finished stays",
        directory.display()
    )
}

#[cfg(test)]
mod tests {
    use std::path::Path;
    use std::sync::atomic::AtomicBool;

    use parquet::record::Field;

    use super::{Begin, Shard, Store, begin};
    use crate::run::{History, simulate_world};
    use crate::scenario::Scenario;
    use crate::sweep::experiment::{Resolved, Sources};
    use crate::sweep::plan::Stage;
    use crate::sweep::work::{Simulate, Work};

    const EXPERIMENT: &str = "replicates = 3\nset = [\"organization.members=20\", \"organization.local_size=5\", \"ticks=13\"]\n\
        [[block]]\n[[block.factor]]\npath = \"voice.fusion\"\nvalues = [0.1, 0.5, 0.9]\n";

    fn resolved(text: &str) -> Resolved {
        let files =
            [("experiment.toml".to_owned(), text.to_owned()), ("scenario.toml".to_owned(), String::new())];
        Sources::from_files(&files).and_then(Sources::resolve).map_err(|error| error.0).unwrap()
    }

    fn make(store: &Store, simulate: &Simulate) -> u64 {
        let threads = rayon::ThreadPoolBuilder::new().num_threads(2).build().unwrap();
        let failed = std::cell::Cell::new(0);
        let count = |is: bool| failed.set(failed.get() + u64::from(is));
        let work = Work { threads: &threads, cancel: &AtomicBool::new(false), progress: &count, simulate };
        for part in store.missing().unwrap() {
            store.make(part, &work).unwrap().unwrap();
        }
        failed.get()
    }

    fn rows(store: &Store, columns: &[&str]) -> Vec<String> {
        let mut found = Vec::new();
        store.outcomes(columns, &mut |row: &[Field]| found.push(format!("{row:?}"))).unwrap();
        found.sort();
        found
    }

    fn first(place: &Path, text: &str) -> Store {
        Store::create(place, Stage::after(&[], resolved(text)).unwrap(), Shard::ALL).unwrap()
    }

    #[test]
    fn a_run_that_fails_is_a_row_with_its_reason_and_can_be_tried_again() {
        let directory = tempfile::tempdir().unwrap();
        let place = directory.path().join("sweep");
        let store = first(&place, EXPERIMENT);
        let fails = |scenario: &Scenario, run: u32| -> Vec<History> {
            assert!(!(run == 1 && scenario.voice.fusion == 0.5), "it fell over");
            simulate_world(scenario, run)
        };
        assert_eq!(make(&store, &fails), 1);
        let failed: Vec<String> = rows(&store, &["outcome", "organization", "voice.fusion", "reason"])
            .into_iter()
            .filter(|row| row.contains("failed"))
            .collect();
        assert_eq!(failed.len(), 1);
        assert!(
            failed[0].contains("Int(1), Double(0.5)") && failed[0].contains("it fell over (sweep/store.rs:"),
            "{failed:?}"
        );
        assert_eq!(rows(&store, &["point"]).len(), 9);
        assert_eq!(store.forget_failed().unwrap(), 1);
        assert_eq!(make(&store, &simulate_world), 0);
        let undisturbed = first(&directory.path().join("other"), EXPERIMENT);
        make(&undisturbed, &simulate_world);
        let all = ["point", "organization", "outcome", "reason", "participation"];
        assert_eq!(rows(&store, &all), rows(&undisturbed, &all));
    }

    #[test]
    fn replicates_and_points_can_be_added_and_make_the_same_rows() {
        let directory = tempfile::tempdir().unwrap();
        let place = directory.path().join("sweep");
        make(&first(&place, EXPERIMENT), &simulate_world);
        let threads = rayon::ThreadPoolBuilder::new().num_threads(1).build().unwrap();
        let extend = |text: &str| {
            begin(&place, resolved(text), Shard::ALL, Begin::Extend, &threads).map(|(store, _)| store)
        };
        let more = EXPERIMENT.replace("replicates = 3", "replicates = 5").replace("0.9]", "0.9, 0.2]");
        let extended = extend(&more).unwrap();
        make(&extended, &simulate_world);
        drop(extended);
        let extended = Store::resume(&place, resolved(&more), Shard::ALL).unwrap();
        assert!(extended.missing().unwrap().is_empty());
        let at_once = first(&directory.path().join("other"), &more);
        make(&at_once, &simulate_world);
        let all = ["point", "voice.fusion", "organization", "outcome", "participation"];
        assert_eq!(rows(&extended, &all), rows(&at_once, &all));
        assert_eq!(rows(&extended, &["point"]).len(), 20);
        drop(extended);
        let refused = |text: &str| extend(text).err().unwrap();
        assert!(refused(&more).contains("adds nothing"));
        assert!(refused(&more.replace("ticks=13", "ticks=14")).contains("the scenario"));
        let other = resolved(&more.replace("0.2", "0.3"));
        assert!(Store::resume(&place, other, Shard::ALL).err().unwrap().contains("another plan"));
        assert!(
            Store::resume(&place, resolved(&more), Shard { number: 1, of: 2 })
                .err()
                .unwrap()
                .contains("shard 1/1")
        );
    }

    #[test]
    fn points_with_the_same_settings_are_added_to_one_by_one() {
        let directory = tempfile::tempdir().unwrap();
        let place = directory.path().join("sweep");
        let twice = EXPERIMENT.replace("0.9]", "0.5]");
        make(&first(&place, &twice), &simulate_world);
        let more = twice.replace("replicates = 3", "replicates = 4").replace("0.5]", "0.5, 0.9]");
        let threads = rayon::ThreadPoolBuilder::new().num_threads(1).build().unwrap();
        let (extended, _) = begin(&place, resolved(&more), Shard::ALL, Begin::Extend, &threads).unwrap();
        make(&extended, &simulate_world);
        let at_once = first(&directory.path().join("other"), &more);
        make(&at_once, &simulate_world);
        let all = ["point", "voice.fusion", "organization", "participation"];
        assert_eq!(rows(&extended, &all), rows(&at_once, &all));
    }
}
