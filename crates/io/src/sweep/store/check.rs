//! Whether the files of a sweep are what was written, and what is done where they are not.

use std::collections::BTreeMap;
use std::io;
use std::path::Path;

use parquet::file::reader::FileReader;

use super::{HASHES, OUTCOMES, Part, Store, TRAJECTORIES};
use crate::output::manifest as result;
use crate::sweep::files::{open, remove, rows, unreadable};
use crate::sweep::parts::Came;
use crate::{Damage, Error, Refused, Remedy};
use thermidor_scenario::text;

/// A part with a file that is not what was written, and the name of that file.
type Damaged = (Part, String);

/// The state of a part.
enum State {
    Whole,
    Missing,
    /// The name of a file that is not what was written.
    Damaged(String),
}

impl Store {
    /// Parts that are still to be made.
    ///
    /// # Errors
    /// When a file of a part is not what was written, or another plan's.
    pub fn missing(&self) -> Result<Vec<Part>, Error> {
        let (missing, damaged) = self.look()?;
        let Some((_, name)) = damaged.first() else { return Ok(missing) };
        let damage = match damaged.len() {
            1 => Damage::Changed,
            n => Damage::ChangedWithMore(n - 1),
        };
        let path = self.directory.join(name);
        Err(Error::damaged(&path, damage, Remedy::Resume(self.directory.clone())))
    }

    /// The parts that are missing, and those that are damaged with the name of a file of each.
    fn look(&self) -> Result<(Vec<Part>, Vec<Damaged>), Error> {
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
    fn state(&self, part: Part) -> Result<State, Error> {
        let own = self.hashes_name(part);
        let text = match text::bytes(&self.directory.join(&own)) {
            Ok(text) => text,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(State::Missing),
            Err(error) => return Err(unreadable(&self.directory.join(&own), error)),
        };
        let differs = |name: &str, hash: &str| {
            let said = self.told.as_ref().and_then(|told| told.files.get(name));
            said.is_some_and(|said| said != hash)
        };
        let Some(hashes) = self.parsed(part, &text) else { return Ok(State::Damaged(own)) };
        if differs(&own, &result::hash_of(&text)) {
            return Ok(State::Damaged(own));
        }
        for (name, hash) in hashes {
            let path = self.directory.join(&name);
            match result::hash(&path) {
                Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(State::Missing),
                Err(error) => return Err(unreadable(&path, error)),
                Ok(found) if found != hash || differs(&name, &found) => return Ok(State::Damaged(name)),
                Ok(_) => self.check(part, &path)?,
            }
        }
        Ok(State::Whole)
    }

    /// The hashes of a part's files by their names, where the text is nothing else.
    pub(super) fn parsed(&self, part: Part, text: &[u8]) -> Option<Vec<(String, String)>> {
        let names = self.names(part);
        let text = std::str::from_utf8(text).ok()?;
        let lines: Vec<(&str, &str)> =
            text.lines().map(|line| line.split_once("  ")).collect::<Option<_>>()?;
        let right = lines.len() == names.len() && lines.iter().zip(&names).all(|(line, name)| line.1 == name);
        right.then(|| names.into_iter().zip(lines).map(|(name, (hash, _))| (name, hash.to_owned())).collect())
    }

    /// Gets ready to go on: parts that are damaged are no longer there, so that they are made again. Gives what the
    /// user should know of that.
    pub(super) fn forget_damaged(&self) -> Result<Option<String>, Error> {
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

    /// Removes parts in which runs failed, so that they are made again; gives how many runs those were.
    ///
    /// # Errors
    /// When a part cannot be read or removed.
    pub fn forget_failed(&self) -> Result<u64, Error> {
        let missing = self.missing()?;
        let mut all = 0;
        for part in self.parts() {
            if missing.contains(&part) {
                continue;
            }
            let mut failed = 0;
            rows(&self.outcomes_of(part), &["outcome"], &mut |row| {
                failed += u64::from(Came::of(row.field("outcome")) == Some(Came::Failed))
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

    /// Whether a file of a part is whole and of this plan.
    pub(super) fn check(&self, part: Part, file: &Path) -> Result<(), Error> {
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
        Err(Refused::OtherPlansFile { file: file.to_owned() }.into())
    }

    /// The tables of a part that do not say that they are of this plan, by name.
    pub fn foreign(&self, part: Part) -> Vec<String> {
        let is_foreign = |name: &String| self.check(part, &self.directory.join(name)).is_err();
        self.names(part).into_iter().filter(is_foreign).collect()
    }
}

/// Refuses files of a sweep that are not what was written, by their names in its directory. Also reads those of other
/// versions of the program.
///
/// # Errors
/// For the first such file.
pub fn check_files(directory: &Path, names: &[String]) -> Result<(), Error> {
    let said: BTreeMap<String, String> = result::files(directory)?;
    for name in names {
        let path = directory.join(name);
        let of_its_part = || {
            let stem = path.file_stem()?.to_str()?;
            let text = text::whole(&directory.join(format!("{HASHES}/{stem}.sha256"))).ok()?;
            let mut lines = text.lines().filter_map(|line| line.split_once("  "));
            lines.find(|(_, file)| file == name).map(|(hash, _)| hash.to_owned())
        };
        let hash = said.get(name).cloned().or_else(of_its_part);
        let hash = hash.ok_or_else(|| Refused::Unfinished { file: path.clone() })?;
        if result::hash(&path).map_err(|error| unreadable(&path, error))? != hash {
            return Err(Error::damaged(&path, Damage::Changed, Remedy::Move));
        }
    }
    Ok(())
}

/// Whether a file of that name lies among the parts of a table, so that readers of the table would take it.
pub fn is_of_a_table(name: &str) -> bool {
    [OUTCOMES, TRAJECTORIES, "points"].iter().any(|directory| name.starts_with(&format!("{directory}/")))
}
