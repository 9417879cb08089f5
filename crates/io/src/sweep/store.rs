//! The directory in which a sweep is kept: its plan, its parts, and a manifest.
//!
//! ```text
//! manifest.json                          what was swept, by what; hashes of the plan, when complete of every file
//! plan/1/experiment.toml, scenario.toml  the experiment; plan/2 and so on where more was added later
//! points/stage1.parquet                  a row a point: its number and the values of all factors
//! outcomes/stage1-part00000.parquet      a row an organization, with the values of all factors
//! trajectories/stage1-part00000.parquet  quantiles, or months of each organization
//! hashes/stage1-part00000.sha256         hashes of both files, as `sha256sum --check` reads them
//! journal/                               finished runs of the part that is being made
//! ```
//!
//! A part is there when its hashes are, which are written last. Every file gets its name when it is whole and on
//! the disk. Nothing is read of a part whose files do not have their hashes.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};
use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};

use parquet::file::reader::FileReader;
use parquet::record::Field;
use serde::{Deserialize, Serialize};

use super::charts;
use super::experiment::{Resolved, Sources, Streams};
use super::files::{
    damaged, exists, lock, lock_of_a_reader, open, remove, rows, unreadable, unwritable, whole_file,
};
use super::journal::Journal;
use super::parts::{FAILED, Made, factor_columns, factor_values};
use super::plan::Stage;
use super::probe;
use super::work::{self, Work};
use crate::output::manifest;
use crate::output::staging::Staging;
use crate::output::tables::{Table, Value, whole};
use thermidor_analysis::run::Cancelled;
use thermidor_scenario::text;

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
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
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
    /// SHA-256 of every file beside this one; of the plan alone until all parts are there.
    pub files: BTreeMap<String, String>,
}

/// What the manifest says of a stage.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
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

/// A part with a file that is not what was written, and the name of that file.
type Damaged = (Part, String);

/// A message for the user.
pub(super) type Refused = String;

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

/// What is known of a part.
enum State {
    Whole,
    Missing,
    /// The name of a file that is not what was written.
    Damaged(String),
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
        let made = Staging::open(directory).and_then(|staging| {
            write_plan(staging.directory(), &stage)?;
            write_manifest(staging.directory(), &unfinished(std::slice::from_ref(&stage), shard))?;
            staging.deliver()
        });
        made.map_err(|error| unwritable(directory, &error))?;
        let lock = lock(directory)?;
        Ok(Self::new(directory, vec![stage], shard, None, Some(lock)))
    }

    /// Opens a store that is there, to work in it.
    ///
    /// # Errors
    /// When there is none, another version of the program made it, somebody is at work in it, or its plan was changed.
    pub fn open(directory: &Path) -> Result<Self, Refused> {
        // Only where there is a sweep is a lock put down.
        read_manifest(directory)?;
        let lock = lock(directory)?;
        Self::planned(directory, Some(lock))
    }

    /// Opens a store that is there, to read it; nothing is written, so that it may lie where nothing can be.
    ///
    /// # Errors
    /// As [`Store::open`].
    pub fn read(directory: &Path) -> Result<Self, Refused> {
        read_manifest(directory)?;
        let lock = lock_of_a_reader(directory)?;
        Self::planned(directory, lock)
    }

    fn planned(directory: &Path, lock: Option<File>) -> Result<Self, Refused> {
        let manifest = read_manifest(directory)?;
        let mut stages: Vec<Stage> = Vec::new();
        for (i, told) in manifest.stages.iter().enumerate() {
            let place = directory.join(format!("plan/{}", i + 1));
            let sources = read_sources(&place)?;
            let resolved = sources.resolve().map_err(|error| {
                format!(
                    "error: the plan in {} is damaged: put back what was there\n{}",
                    place.display(),
                    error.0
                )
            })?;
            let stage = Stage::after(&stages, resolved).map_err(|error| error.0)?;
            // A title or a question is not part of what identifies a plan, but of the answer.
            let own = format!("plan/{}/", i + 1);
            let written =
                manifest.files.iter().filter(|(name, _)| name.starts_with(&own)).all(|(name, hash)| {
                    manifest::hash(&directory.join(name)).is_ok_and(|found| found == *hash)
                });
            if stage.id != told.plan || !written {
                return Err(format!(
                    "error: {} is not what this sweep was begun with\n  help: put back the files in it, or begin another sweep with another --out",
                    place.display()
                ));
            }
            stages.push(stage);
        }
        if stages.is_empty() || manifest.shard.number == 0 || manifest.shard.number > manifest.shard.of {
            return Err(format!(
                "error: {} is damaged: it names no stage, or a shard that there is not\n  help: begin another sweep with another --out",
                directory.join(manifest::NAME).display()
            ));
        }
        Ok(Self::new(directory, stages, manifest.shard, Some(manifest), lock))
    }

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

    /// Opens the store of an experiment to go on with it.
    ///
    /// # Errors
    /// As [`Store::open`], and when it is another experiment's or another shard's.
    pub fn resume(directory: &Path, resolved: Resolved, shard: Shard) -> Result<Self, Refused> {
        let store = Self::open(directory)?;
        let earlier = &store.stages[..store.stages.len() - 1];
        let last = &store.stages[store.stages.len() - 1];
        let (then, now) = (&last.resolved.sources.experiment, &resolved.sources.experiment);
        // They change no part, and so they are not in the plan's id.
        let changed = [("name", then.name == now.name), ("on", then.on == now.on)];
        if let Some((key, _)) = changed.into_iter().find(|(_, same)| !same) {
            return Err(format!(
                "error: {} was begun with another `{key}`\n  help: put it back, or choose another place with --out",
                directory.display()
            ));
        }
        let same = Stage::after(earlier, resolved).is_ok_and(|stage| stage.id == last.id);
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
        self.stages.push(stage);
        write_plan(&self.directory, &self.stages[self.stages.len() - 1])
            .map_err(|error| unwritable(&self.directory, &error))?;
        self.forget_conclusions()
    }

    /// All parts that are this store's.
    pub fn parts(&self) -> Vec<Part> {
        let of = |(stage, plan): (usize, &Stage)| (0..plan.parts()).map(move |number| Part { stage, number });
        self.stages.iter().enumerate().flat_map(of).filter(|part| self.shard.has(part.number)).collect()
    }

    /// Parts that are still to be made.
    ///
    /// # Errors
    /// When a file of a part is not what was written, or another plan's.
    pub fn missing(&self) -> Result<Vec<Part>, Refused> {
        let (missing, damaged) = self.look()?;
        let Some((_, name)) = damaged.first() else { return Ok(missing) };
        let more = match damaged.len() {
            1 => String::new(),
            n => format!(", nor are {} more parts", n - 1),
        };
        Err(format!(
            "error: {} is damaged: it is not the file that was written{more}\n  help: `thermidor sweep EXPERIMENT --resume --out {}` makes it again",
            self.directory.join(name).display(),
            self.directory.display()
        ))
    }

    /// The parts that are missing, and those that are damaged with the name of a file of each.
    fn look(&self) -> Result<(Vec<Part>, Vec<Damaged>), Refused> {
        let (mut missing, mut damaged) = (Vec::new(), Vec::new());
        for part in self.parts() {
            if self.whole.borrow().contains(&part) {
                continue;
            }
            match self.state(part)? {
                State::Whole => drop(self.whole.borrow_mut().insert(part)),
                State::Missing => missing.push(part),
                State::Damaged(name) => damaged.push((part, name)),
            }
        }
        Ok((missing, damaged))
    }

    /// Looks at the files of a part: whether they are there, have their hashes, and are of this plan.
    fn state(&self, part: Part) -> Result<State, Refused> {
        let own = self.hashes_name(part);
        let text = match text::bytes(&self.directory.join(&own)) {
            Ok(text) => text,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(State::Missing),
            Err(error) => return Err(unreadable(&self.directory.join(&own), &error)),
        };
        let differs = |name: &str, hash: &str| {
            let said = self.told.as_ref().and_then(|told| told.files.get(name));
            said.is_some_and(|said| said != hash)
        };
        let Some(hashes) = self.parsed(part, &text) else { return Ok(State::Damaged(own)) };
        if differs(&own, &manifest::hash_of(&text)) {
            return Ok(State::Damaged(own));
        }
        for (name, hash) in hashes {
            let path = self.directory.join(&name);
            match manifest::hash(&path) {
                Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(State::Missing),
                Err(error) => return Err(unreadable(&path, &error)),
                Ok(found) if found != hash || differs(&name, &found) => return Ok(State::Damaged(name)),
                Ok(_) => self.check(part, &path)?,
            }
        }
        Ok(State::Whole)
    }

    /// The hashes of a part's files by their names, where the text is nothing else.
    fn parsed(&self, part: Part, text: &[u8]) -> Option<Vec<(String, String)>> {
        let names = self.names(part);
        let text = std::str::from_utf8(text).ok()?;
        let lines: Vec<(&str, &str)> =
            text.lines().map(|line| line.split_once("  ")).collect::<Option<_>>()?;
        let right = lines.len() == names.len() && lines.iter().zip(&names).all(|(line, name)| line.1 == name);
        right.then(|| names.into_iter().zip(lines).map(|(name, (hash, _))| (name, hash.to_owned())).collect())
    }

    /// Gets ready to go on: parts that are damaged are no longer there, so that they are made again. Gives what the
    /// user should know of that.
    fn forget_damaged(&self) -> Result<Option<String>, Refused> {
        let (missing, damaged) = self.look()?;
        for (part, _) in &damaged {
            remove(&self.directory, &self.directory.join(self.hashes_name(*part)))?;
        }
        let finished = self.told.as_ref().is_some_and(|told| told.complete);
        if !damaged.is_empty() || (finished && !missing.is_empty()) {
            self.forget_conclusions()?;
        }
        let note = |(part, name): &Damaged| {
            format!(
                "{} is damaged: it is not the file that was written. Its part is made again ({} runs).",
                self.directory.join(name).display(),
                self.runs(&[*part])
            )
        };
        let notes: Vec<String> = damaged.iter().map(note).collect();
        Ok((!notes.is_empty()).then(|| notes.join("\n")))
    }

    /// Runs of some parts.
    pub fn runs(&self, parts: &[Part]) -> u64 {
        parts.iter().map(|part| super::plan::runs(self.stages[part.stage].part(part.number))).sum()
    }

    /// The names of a part's tables in the directory.
    fn names(&self, part: Part) -> Vec<String> {
        let stage = &self.stages[part.stage];
        let kept = stage.resolved.sources.experiment.trajectories != super::experiment::Keep::None;
        let rooms = if kept { vec![TRAJECTORIES, OUTCOMES] } else { vec![OUTCOMES] };
        let name = stage.part_name(part.number);
        rooms.into_iter().map(|room| format!("{room}/{name}.parquet")).collect()
    }

    /// The names of all files of a part in the directory.
    pub fn files(&self, part: Part) -> Vec<String> {
        self.names(part).into_iter().chain([self.hashes_name(part)]).collect()
    }

    /// The name of the file with the hashes of a part's tables.
    pub(super) fn hashes_name(&self, part: Part) -> String {
        format!("{HASHES}/{}.sha256", self.stages[part.stage].part_name(part.number))
    }

    /// The table of outcomes of a part.
    pub(super) fn outcomes_of(&self, part: Part) -> PathBuf {
        self.directory.join(format!("{OUTCOMES}/{}.parquet", self.stages[part.stage].part_name(part.number)))
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
        // Of this plan and this part: another part's runs are as whole, and wrong.
        let (mut journal, done, damage) = Journal::open(&room.join(&name), &format!("{} {name}", stage.id))?;
        if let Some(damage) = damage {
            (work.note)(&format!("{} {damage}", room.join(&name).display()));
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
    pub fn take(&self, part: Part, made: &Made, hashes: &str) -> Result<(), Refused> {
        let stage = self.stages.get(part.stage).filter(|stage| part.number < stage.parts());
        let stage = stage.ok_or("error: the plan has no such part\n  help: go on with resume")?;
        let name = stage.part_name(part.number);
        if made.hashes(&name) != hashes || self.names(part).len() != hashes.lines().count() {
            return Err(format!(
                "error: {name} is not what was made of it: it was damaged on its way here\n  help: go on with resume; all other parts are kept"
            ));
        }
        let tables = made.trajectories.iter().chain([&made.outcomes]);
        for (name, bytes) in self.names(part).iter().zip(tables) {
            let path = self.directory.join(name);
            whole_file(&path, bytes).map_err(|error| unwritable(&self.directory, &error))?;
            // Without its hashes it is not yet there.
            self.check(part, &path)?;
        }
        self.seal(part, made).map_err(|error| unwritable(&self.directory, &error))
    }

    /// Copies a part of another store of the same plan.
    pub(super) fn copy(&self, part: Part, from: &Self) -> Result<(), Refused> {
        for name in self.files(part) {
            let path = from.directory.join(&name);
            let bytes = text::bytes(&path).map_err(|error| unreadable(&path, &error))?;
            whole_file(&self.directory.join(&name), &bytes)
                .map_err(|error| unwritable(&self.directory, &error))?;
        }
        Ok(())
    }

    /// Removes parts in which runs failed, so that they are made again; gives how many runs those were.
    ///
    /// # Errors
    /// When a part cannot be read or removed.
    pub fn forget_failed(&self) -> Result<u64, Refused> {
        let missing = self.missing()?;
        let mut all = 0;
        for part in self.parts() {
            if missing.contains(&part) {
                continue;
            }
            let mut failed = 0;
            rows(&self.outcomes_of(part), &["outcome"], &mut |row| {
                failed += u64::from(matches!(&row[0], Field::Str(text) if text == FAILED))
            })?;
            if failed > 0 {
                // Hashes first: without them the part is not there, whatever happens next.
                remove(&self.directory, &self.directory.join(self.hashes_name(part)))?;
                self.whole.borrow_mut().remove(&part);
                for name in self.names(part) {
                    remove(&self.directory, &self.directory.join(name))?;
                }
            }
            all += failed;
        }
        if all > 0 {
            self.forget_conclusions()?;
        }
        Ok(all)
    }

    /// Says that it is not complete, and removes the charts, which are of parts that are no longer all; tables are
    /// written over.
    fn forget_conclusions(&self) -> Result<(), Refused> {
        write_manifest(&self.directory, &unfinished(&self.stages, self.shard))
            .map_err(|error| unwritable(&self.directory, &error))?;
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

    /// The tables of a part that do not say that they are of this plan, by name.
    pub fn foreign(&self, part: Part) -> Vec<String> {
        let is_foreign = |name: &String| self.check(part, &self.directory.join(name)).is_err();
        self.names(part).into_iter().filter(is_foreign).collect()
    }

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
            // What was written and not what is there now: a file that is damaged after it was made stays so.
            let hashes =
                self.parsed(part, &text).ok_or_else(|| io::Error::other(format!("{name} is damaged")))?;
            manifest.files.extend(hashes);
            manifest.files.insert(name, manifest::hash_of(&text));
        }
        for name in self.conclusions()? {
            manifest.files.insert(name.clone(), manifest::hash(&self.directory.join(name))?);
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

    /// What the manifest of the finished sweep should say, but for the hashes of files.
    pub fn manifest(&self) -> Manifest {
        Manifest { complete: true, ..unfinished(&self.stages, self.shard) }
    }

    /// Reads some columns of all outcomes, row by row, part by part.
    ///
    /// # Errors
    /// When a file is damaged.
    pub fn outcomes(&self, columns: &[&str], take: &mut dyn FnMut(&[Field])) -> Result<(), Refused> {
        for part in self.parts() {
            let file = self.outcomes_of(part);
            if file.exists() {
                rows(&file, columns, take)?;
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
        let store = Store::resume(directory, resolved, shard)?;
        let note = store.forget_damaged()?;
        Ok((store, note))
    } else {
        let stage = Stage::after(&[], resolved).map_err(|error| error.0)?;
        let note = probe::possible(&stage, threads)?;
        Ok((Store::create(directory, stage, shard)?, note))
    }
}

/// Refuses files of a sweep that are not what was written, by their names in its directory. Also reads those of other
/// versions of the program.
///
/// # Errors
/// A message for the user that names the first such file.
pub fn check_files(directory: &Path, names: &[String]) -> Result<(), Refused> {
    let said: BTreeMap<String, String> = manifest::files(directory)?;
    for name in names {
        let path = directory.join(name);
        let of_its_part = || {
            let stem = path.file_stem()?.to_str()?;
            let text = text::whole(&directory.join(format!("{HASHES}/{stem}.sha256"))).ok()?;
            let mut lines = text.lines().filter_map(|line| line.split_once("  "));
            lines.find(|(_, file)| file == name).map(|(hash, _)| hash.to_owned())
        };
        let hash = said.get(name).cloned().or_else(of_its_part).ok_or_else(|| {
            format!(
                "error: {} is no finished file of this sweep\n  help: move it away if it is from elsewhere, or finish the sweep with --resume",
                path.display()
            )
        })?;
        if manifest::hash(&path).map_err(|error| unreadable(&path, &error))? != hash {
            return Err(damaged(&path, &"it is not the file that was written"));
        }
    }
    Ok(())
}

/// Whether a file of that name lies among the parts of a table, so that readers of the table would take it.
pub fn is_of_a_table(name: &str) -> bool {
    [OUTCOMES, TRAJECTORIES, "points"].iter().any(|room| name.starts_with(&format!("{room}/")))
}

/// Whether a directory says that it holds a sweep.
pub fn is_one(directory: &Path) -> bool {
    let text = text::whole(&directory.join(manifest::NAME)).unwrap_or_default();
    serde_json::from_str::<serde_json::Value>(&text).is_ok_and(|found| found["kind"] == KIND)
}

/// Reads the manifest of a sweep.
///
/// # Errors
/// A message for the user where there is none, or where it is of another version of the program.
pub fn read_manifest(directory: &Path) -> Result<Manifest, Refused> {
    let found = manifest::read_json(directory, "the directory of a sweep")?;
    if found["kind"] != KIND {
        return Err(format!(
            "error: {} holds no sweep\n  help: name the directory of a sweep",
            directory.display()
        ));
    }
    manifest::read_as(directory, found, "the directory of a sweep")
}

fn read_sources(place: &Path) -> Result<Sources, Refused> {
    let unreadable = |error: io::Error| {
        format!("error: cannot read {}: {error}\n  help: put back what was there", place.display())
    };
    let mut files = Vec::new();
    for entry in fs::read_dir(place).map_err(unreadable)? {
        let entry = entry.map_err(unreadable)?;
        let name = entry.file_name().to_string_lossy().into_owned();
        files.push((name, text::whole(&entry.path()).map_err(unreadable)?));
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
        files: stages
            .iter()
            .flat_map(plan_files)
            .map(|(name, text)| (name, manifest::hash_of(text.as_bytes())))
            .collect(),
    }
}

fn write_manifest(directory: &Path, manifest: &Manifest) -> io::Result<()> {
    let text = serde_json::to_string_pretty(manifest).map_err(io::Error::other)?;
    whole_file(&directory.join(manifest::NAME), (text + "\n").as_bytes())
}

pub(super) fn write_plan(directory: &Path, stage: &Stage) -> io::Result<()> {
    plan_files(stage).try_for_each(|(name, text)| whole_file(&directory.join(name), text.as_bytes()))
}

/// The files of a stage's plan: their names in the directory, and their texts.
fn plan_files(stage: &Stage) -> impl Iterator<Item = (String, String)> {
    let place = format!("plan/{}", stage.number);
    stage.resolved.sources.files().into_iter().map(move |(name, text)| (format!("{place}/{name}"), text))
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

#[cfg(test)]
mod tests {
    use std::path::Path;
    use std::sync::atomic::AtomicBool;

    use parquet::record::Field;

    use super::{Begin, Shard, Store, begin};
    use crate::sweep::experiment::{Resolved, Sources};
    use crate::sweep::plan::Stage;
    use crate::sweep::work::{Simulate, Work};
    use thermidor_core::budget::Stopped;
    use thermidor_core::history::{History, simulate_unless};
    use thermidor_core::scenario::Scenario;

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
        let work = Work {
            threads: &threads,
            cancel: &AtomicBool::new(false),
            progress: &count,
            note: &|_| (),
            simulate,
        };
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
    fn a_run_that_exceeds_its_means_is_a_row_with_its_reason_and_one_that_is_cancelled_is_none() {
        let directory = tempfile::tempdir().unwrap();
        let text = "replicates = 2\nset = [\"organization.members=20\", \"organization.local_size=5\", \"ticks=400\", \
                    \"decisions.lapse_ticks=100000\", \"decisions.hours=10000\"]\n\
                    [[block]]\n[[block.factor]]\npath = \"decisions.rate\"\nvalues = [0.1, 10.0]\n";
        let victory = "[[shocks.victory]]\nstart_tick = 0\nduration_ticks = 400\nresponsibilities = 100\n";
        let files = [
            ("experiment.toml".to_owned(), text.to_owned()),
            ("scenario.toml".to_owned(), victory.to_owned()),
        ];
        let resolved = Sources::from_files(&files).and_then(Sources::resolve).unwrap();
        let store =
            Store::create(&directory.path().join("sweep"), Stage::after(&[], resolved).unwrap(), Shard::ALL);
        let store = store.unwrap();
        assert_eq!(make(&store, &simulate_unless), 2);
        let failed = rows(&store, &["outcome", "decisions.rate", "reason"]);
        assert_eq!(failed.len(), 4);
        assert_eq!(
            failed.iter().filter(|row| row.contains("matters wait to be settled")).count(),
            2,
            "{failed:?}"
        );

        let store = first(&directory.path().join("cancelled"), EXPERIMENT);
        let part = store.missing().unwrap()[0];
        let cancel = AtomicBool::new(false);
        let threads = rayon::ThreadPoolBuilder::new().num_threads(1).build().unwrap();
        let cancels = |cancel: &AtomicBool, scenario: &Scenario, run: u32| {
            cancel.store(run == 1, std::sync::atomic::Ordering::Relaxed);
            simulate_unless(cancel, scenario, run)
        };
        let work = Work {
            threads: &threads,
            cancel: &cancel,
            progress: &|failed| assert!(!failed),
            note: &|_| (),
            simulate: &cancels,
        };
        assert_eq!(store.make(part, &work).unwrap().unwrap_err().finished, 1);
        assert_eq!(make(&store, &simulate_unless), 0);
    }

    #[test]
    fn a_run_that_fails_is_a_row_with_its_reason_and_can_be_tried_again() {
        let directory = tempfile::tempdir().unwrap();
        let place = directory.path().join("sweep");
        let store = first(&place, EXPERIMENT);
        let fails = |cancel: &AtomicBool, scenario: &Scenario, run: u32| -> Result<Vec<History>, Stopped> {
            assert!(!(run == 1 && scenario.voice.fusion == 0.5), "it fell over");
            simulate_unless(cancel, scenario, run)
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
        assert_eq!(make(&store, &simulate_unless), 0);
        let undisturbed = first(&directory.path().join("other"), EXPERIMENT);
        make(&undisturbed, &simulate_unless);
        let all = ["point", "organization", "outcome", "reason", "participation"];
        assert_eq!(rows(&store, &all), rows(&undisturbed, &all));
    }

    #[test]
    fn replicates_and_points_can_be_added_and_make_the_same_rows() {
        let directory = tempfile::tempdir().unwrap();
        let place = directory.path().join("sweep");
        make(&first(&place, EXPERIMENT), &simulate_unless);
        let threads = rayon::ThreadPoolBuilder::new().num_threads(1).build().unwrap();
        let extend = |text: &str| {
            begin(&place, resolved(text), Shard::ALL, Begin::Extend, &threads).map(|(store, _)| store)
        };
        let more = EXPERIMENT.replace("replicates = 3", "replicates = 5").replace("0.9]", "0.9, 0.2]");
        let extended = extend(&more).unwrap();
        make(&extended, &simulate_unless);
        drop(extended);
        let extended = Store::resume(&place, resolved(&more), Shard::ALL).unwrap();
        assert!(extended.missing().unwrap().is_empty());
        let at_once = first(&directory.path().join("other"), &more);
        make(&at_once, &simulate_unless);
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
        make(&first(&place, &twice), &simulate_unless);
        let more = twice.replace("replicates = 3", "replicates = 4").replace("0.5]", "0.5, 0.9]");
        let threads = rayon::ThreadPoolBuilder::new().num_threads(1).build().unwrap();
        let (extended, _) = begin(&place, resolved(&more), Shard::ALL, Begin::Extend, &threads).unwrap();
        make(&extended, &simulate_unless);
        let at_once = first(&directory.path().join("other"), &more);
        make(&at_once, &simulate_unless);
        let all = ["point", "voice.fusion", "organization", "participation"];
        assert_eq!(rows(&extended, &all), rows(&at_once, &all));
    }
}
