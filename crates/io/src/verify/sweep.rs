//! Is this sweep what the program makes? Whole parts are made again, and must be the same bytes; so must everything that
//! is read off them.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use super::{
    Changed, Question, Verdict, Workers, again, changed, compare, fields, for_a_while, of_field, sample,
    unreadable,
};
use crate::output::{difference, manifest};
use crate::panics::caught;
use crate::sweep::answer;
use crate::sweep::store::{Part, Store, is_of_a_table, read_manifest};
use crate::sweep::work::Work;
use crate::{Error, Refused};
use thermidor_core::Model;

/// What differs in the directory of a sweep.
pub fn verify(args: &Question, workers: &Workers) -> Result<Verdict, Error> {
    let told = read_manifest(args.result)?;
    if !told.complete {
        return Err(Refused::Incomplete { directory: args.result.to_owned() }.into());
    }
    let found = manifest::hashes(args.result).map_err(|error| unreadable(args.result, error))?;
    let changed = changed(&told.files, &found);
    let mut verdict =
        Verdict { differences: changed.iter().map(Changed::text).collect(), ..Verdict::default() };
    let store = match Store::read(args.result) {
        Ok(store) => store,
        // The plan is one of the files: nothing can be made without it.
        Err(_) if changed.iter().any(|file| file.name().starts_with("plan/")) => {
            verdict.not_looked_at.push("everything that is made of the plan".into());
            return Ok(verdict);
        }
        Err(error) => return Err(error),
    };
    // Hashes of files are compared one by one.
    let fields = fields(&serde_json::json!(told), &serde_json::json!(store.manifest()));
    verdict.differences.extend(fields.iter().filter(|name| *name != "files").map(|name| of_field(name)));
    let sweep = Sweep { store, said: told.files, found };
    sweep.strangers(&mut verdict);
    let foreign = sweep.foreign();
    let differs = |name: &String| format!("differs: {name} is not of this plan");
    verdict.differences.extend(foreign.iter().map(differs));
    let damaged = changed.iter().map(|file| file.name().to_owned()).chain(foreign).collect();
    sweep.conclusions(&damaged, &mut verdict)?;
    sweep.parts(args, workers, &mut verdict)?;
    Ok(verdict)
}

/// The directory of a sweep, and the hashes of its files: those that its manifest gives, and those that they have.
struct Sweep {
    store: Store,
    said: BTreeMap<String, String>,
    found: BTreeMap<String, String>,
}

impl Sweep {
    /// Files that the manifest should name and does not, and the other way round.
    fn strangers(&self, verdict: &mut Verdict) {
        for name in self.of_parts().filter(|name| !self.said.contains_key(name)) {
            verdict.differences.push(format!("differs: manifest.json has no hash of {name}"));
        }
        for name in self.found.keys().filter(|name| !self.said.contains_key(*name) && *name != ".lock") {
            if is_of_a_table(name) {
                // A reader of all Parquet files in the directory would read it too.
                verdict.differences.push(format!("differs: {name} is no file of this sweep"));
            } else {
                verdict.not_looked_at.push(format!("{name}, which is no file of this sweep"));
            }
        }
    }

    /// The names of all files of parts.
    fn of_parts(&self) -> impl Iterator<Item = String> {
        self.store.parts().into_iter().flat_map(|part| self.store.files(part))
    }

    /// Tables that are as they were written, and of another plan. A sample makes few parts again; all of them say of which
    /// plan they are.
    fn foreign(&self) -> Vec<String> {
        let is_as_written =
            |name: &String| self.found.contains_key(name) && self.found.get(name) == self.said.get(name);
        let all = self.store.parts().into_iter().flat_map(|part| self.store.foreign(part));
        all.filter(is_as_written).collect()
    }

    /// Makes a sample of the parts again.
    fn parts(&self, args: &Question, workers: &Workers, verdict: &mut Verdict) -> Result<(), Error> {
        let parts = self.store.parts();
        let n = parts.len() as u32;
        let sample: Vec<Part> = sample(args, n).into_iter().map(|place| parts[place as usize]).collect();
        let runs = self.store.runs(&sample);
        (workers.begin)(runs, "runs");
        let work = Work {
            threads: workers.threads,
            cancel: workers.cancel,
            progress: &|_| (workers.progress)(),
            note: &|note| (workers.note)(note),
            simulate: &Model::run_unless,
        };
        let place = for_a_while()?;
        for part in &sample {
            self.part(*part, &work, place.path(), verdict)?;
        }
        let rest =
            parts.iter().filter(|part| !sample.contains(part)).flat_map(|part| self.store.files(*part));
        verdict.not_made_again.extend(rest);
        verdict.certified = format!(
            "Certified: all {} files are as they were written, {} of {n} parts ({runs} runs) were made again, byte for byte the same, and so was everything that is read off the parts.",
            self.said.len(),
            sample.len(),
        );
        Ok(())
    }

    /// Makes a part again and compares its files.
    fn part(&self, part: Part, work: &Work, place: &Path, verdict: &mut Verdict) -> Result<(), Error> {
        let unmade = |error: std::io::Error| again::unmade(place, error);
        let Ok(made) = self.store.again(part, work).map_err(unmade)? else { return Err(Error::Interrupted) };
        for (name, bytes) in made {
            if self.found.get(&name).is_some_and(|hash| *hash != manifest::hash_of(&bytes)) {
                let again = place.join("again");
                fs::write(&again, bytes).map_err(unmade)?;
                let there = self.store.directory.join(&name);
                verdict.differences.push(difference::between(&name, &there, &again));
            }
        }
        Ok(())
    }

    /// Makes everything again that is read off the plan and the parts as they are; not where one of these is among the
    /// damaged files.
    fn conclusions(&self, damaged: &BTreeSet<String>, verdict: &mut Verdict) -> Result<(), Error> {
        let of_parts: BTreeSet<String> = self.of_parts().collect();
        let is_read_off = |name: &String| !of_parts.contains(name) && !name.starts_with("plan/");
        let mut said = self.said.clone();
        said.retain(|name, _| is_read_off(name));
        if !of_parts.is_disjoint(damaged) {
            // Conclusions from damaged parts say nothing about the conclusions in the result.
            verdict.not_made_again.extend(said.into_keys());
            return Ok(());
        }
        let place = for_a_while()?;
        let with_charts = said.keys().any(|name| name.starts_with("charts/"));
        let why = match caught(|| answer::write(place.path(), &self.store, with_charts)) {
            Ok(Ok(_)) => None,
            Ok(Err(error)) => Some(in_short(&error)),
            Err(panic) => Some(panic),
        };
        if let Some(why) = why {
            let text = format!("differs: what is read off the parts cannot be made again: {why}");
            verdict.differences.push(text);
            return Ok(());
        }
        let made = manifest::hashes(place.path()).map_err(|error| again::unmade(place.path(), error))?;
        compare(&self.store.directory, &said, &self.found, place.path(), &made, verdict);
        let unnamed = made.keys().filter(|name| !said.contains_key(*name));
        let differs = |name: &String| format!("differs: manifest.json has no hash of {name}");
        verdict.differences.extend(unnamed.map(differs));
        Ok(())
    }
}

/// A file that cannot be read or written, and why, without what to do about it.
fn in_short(error: &Error) -> String {
    match error {
        Error::Read { path, why, .. } => format!("cannot read {}: {why}", path.display()),
        Error::Write { path, source, .. } => format!("{} cannot be written: {source}", path.display()),
        Error::Damaged { path, damage, .. } => format!("{} is damaged: {damage}", path.display()),
        other => other.to_string(),
    }
}
