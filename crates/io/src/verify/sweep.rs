//! Is this sweep what the program makes? Whole parts are made again, and must be the same bytes; so must everything that
//! is read off them.

use std::collections::BTreeMap;
use std::fs;

use super::{
    Question, Stop, Verdict, Workers, again, changed, compare, fields, for_a_while, sample, unreadable,
};
use crate::output::{difference, manifest};
use crate::panics::caught;
use crate::sweep::answer;
use crate::sweep::store::{Part, Store, is_of_a_table, read_manifest};
use crate::sweep::work::Work;
use thermidor_core::Model;

/// What differs in the directory of a sweep.
pub fn verify(args: &Question, workers: &Workers) -> Result<Verdict, Stop> {
    let told = read_manifest(args.result).map_err(Stop::Refused)?;
    if !told.complete {
        return Err(Stop::Refused(format!(
            "error: {} is not complete\n  help: finish it with --resume",
            args.result.display()
        )));
    }
    let found = manifest::hashes(args.result).map_err(|error| unreadable(args.result, &error))?;
    let mut verdict = Verdict { differences: changed(&told.files, &found), ..Verdict::default() };
    let store = match Store::read(args.result) {
        Ok(store) => store,
        // The plan is one of the files: nothing can be made without it.
        Err(_) if verdict.differences.iter().any(|text| text.contains(" plan/")) => {
            verdict.not_looked_at.push("everything that is made of the plan".into());
            return Ok(verdict);
        }
        Err(message) => return Err(Stop::Refused(message)),
    };
    let own = serde_json::json!(store.manifest());
    verdict.differences.extend(
        fields(&serde_json::json!(told), &own)
            .into_iter()
            .filter(|text| !text.starts_with("differs: files ")),
    );
    strangers(&store, &told.files, &found, &mut verdict);
    let parts = store.parts();
    // A sample makes few parts again, and all of them say of which plan they are.
    for name in parts.iter().flat_map(|part| store.foreign(*part)) {
        if found.contains_key(&name) && found.get(&name) == told.files.get(&name) {
            verdict.differences.push(format!("differs: {name} is not of this plan"));
        }
    }
    let n = parts.len() as u32;
    let sample: Vec<Part> = sample(args, n).into_iter().map(|place| parts[place as usize]).collect();
    let runs = store.runs(&sample);
    conclusions(&store, &told.files, &found, &mut verdict)?;
    (workers.begin)(runs, "runs");
    let work = Work {
        threads: workers.threads,
        cancel: workers.cancel,
        progress: &|_| (workers.progress)(),
        note: &|note| (workers.note)(note),
        simulate: &Model::run_unless,
    };
    let place = for_a_while()?;
    let unmade = |error: std::io::Error| again::unmade(place.path(), &error);
    for part in &sample {
        let Ok(made) = store.again(*part, &work).map_err(unmade)? else { return Err(Stop::Interrupted) };
        for (name, bytes) in made {
            if found.get(&name).is_some_and(|hash| *hash != manifest::hash_of(&bytes)) {
                let again = place.path().join("again");
                fs::write(&again, bytes).map_err(unmade)?;
                verdict.differences.push(difference::between(&name, &args.result.join(&name), &again));
            }
        }
    }
    let rest = parts.iter().filter(|part| !sample.contains(part)).flat_map(|part| store.files(*part));
    verdict.not_made_again.extend(rest);
    verdict.certified = format!(
        "Certified: all {} files are as they were written, {} of {n} parts ({runs} runs) were made again, byte for byte the same, and so was everything that is read off the parts.",
        told.files.len(),
        sample.len(),
    );
    Ok(verdict)
}

/// Files that the manifest should name and does not, and the other way round.
fn strangers(
    store: &Store,
    said: &BTreeMap<String, String>,
    found: &BTreeMap<String, String>,
    verdict: &mut Verdict,
) {
    for name in store.parts().into_iter().flat_map(|part| store.files(part)) {
        if !said.contains_key(&name) {
            verdict.differences.push(format!("differs: manifest.json has no hash of {name}"));
        }
    }
    for name in found.keys().filter(|name| !said.contains_key(*name) && *name != ".lock") {
        if is_of_a_table(name) {
            // Whoever reads all Parquet files of a directory would take it.
            verdict.differences.push(format!("differs: {name} is no file of this sweep"));
        } else {
            verdict.not_looked_at.push(format!("{name}, which is no file of this sweep"));
        }
    }
}

/// Makes everything again that is read off the plan and the parts as they are.
fn conclusions(
    store: &Store,
    said: &BTreeMap<String, String>,
    found: &BTreeMap<String, String>,
    verdict: &mut Verdict,
) -> Result<(), Stop> {
    let of_parts: Vec<String> = store.parts().into_iter().flat_map(|part| store.files(part)).collect();
    let is_read_off = |name: &String| !of_parts.contains(name) && !name.starts_with("plan/");
    let said: BTreeMap<String, String> = said
        .iter()
        .filter(|(name, _)| is_read_off(name))
        .map(|(name, hash)| (name.clone(), hash.clone()))
        .collect();
    if of_parts.iter().any(|name| verdict.differences.iter().any(|text| text.contains(&format!(" {name} "))))
    {
        // What is read off damaged parts says nothing of what was read off them before.
        verdict.not_made_again.extend(said.into_keys());
        return Ok(());
    }
    let place = for_a_while()?;
    let with_charts = said.keys().any(|name| name.starts_with("charts/"));
    let written = caught(|| answer::write(place.path(), store, with_charts)).unwrap_or_else(Err);
    if let Err(message) = written {
        let first = message.lines().next().unwrap_or_default().replace("error: ", "");
        verdict
            .differences
            .push(format!("differs: what is read off the parts cannot be made again: {first}"));
        return Ok(());
    }
    let made = manifest::hashes(place.path()).map_err(|error| again::unmade(place.path(), &error))?;
    compare(&store.directory, &said, found, place.path(), &made, verdict);
    let unnamed = made.keys().filter(|name| !said.contains_key(*name));
    verdict.differences.extend(unnamed.map(|name| format!("differs: manifest.json has no hash of {name}")));
    Ok(())
}
