//! `thermidor verify`: is this result what the program makes?

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::process::ExitCode;

use clap::Args;

use super::Format;
use super::delivery::{Stop, progress_bar, workers};
use crate::engine::{Draw, Luck};
use crate::output::manifest::{self, Kind, Manifest};
use crate::output::tables::{self, Row};
use crate::run::{in_order, simulate_world};
use crate::scenario::Scenario;
use crate::sweep::store;

mod sweep;

/// Arguments of `thermidor verify`.
#[derive(Args)]
pub struct VerifyArgs {
    /// The directory of a result.
    result: PathBuf,
    /// How many of the organizations (of a sweep, of its parts) to run again: a share as in 5%, or a number.
    #[arg(long, value_name = "SHARE", default_value = "5%")]
    sample: String,
    /// Which of them: another number draws another sample.
    #[arg(long, value_name = "S", default_value_t = 0)]
    sample_seed: u64,
    /// Threads [default and at most: one a core].
    #[arg(long, value_name = "T")]
    threads: Option<usize>,
    /// How to print the verdict.
    #[arg(long, value_enum, default_value = "text")]
    format: Format,
}

/// Runs the command; exit code 1 where something differs.
pub fn run(args: VerifyArgs) -> ExitCode {
    match verify(&args) {
        Ok(differences) => {
            if args.format == Format::Json {
                say!("{}", serde_json::json!({"holds": differences.is_empty(), "differences": differences}));
            }
            for difference in &differences {
                eprintln!("{difference}");
            }
            ExitCode::from(u8::from(!differences.is_empty()))
        }
        Err(stop) => stop.tell(),
    }
}

fn verify(args: &VerifyArgs) -> Result<Vec<String>, Stop> {
    if store::is_one(&args.result) {
        return sweep::verify(args);
    }
    let manifest = manifest::read(&args.result).map_err(Stop::Refused)?;
    let mut differences = files(args, &manifest)?;
    if !matches!(manifest.kind, Kind::Run | Kind::Compare) {
        if differences.is_empty() {
            eprintln!(
                "All {} files are as they were written. This kind of result has no rows to run again.",
                manifest.files.len()
            );
        }
        return Ok(differences);
    }
    let sample = sample(args, &manifest).map_err(Stop::Refused)?;
    let (compared, differs) = again(args, &manifest, &sample)?;
    differences.extend(differs);
    if differences.is_empty() {
        eprintln!(
            "Certified: all {} files are as they were written, and {compared} rows of {} organizations of {} were made again, value for value the same.",
            manifest.files.len(),
            sample.len(),
            manifest.organizations
        );
    }
    Ok(differences)
}

/// Files that are not what the manifest says.
fn files(args: &VerifyArgs, manifest: &Manifest) -> Result<Vec<String>, Stop> {
    Ok(changed(&manifest.files, &manifest::hashes(&args.result)?))
}

/// Files of which the hash is not what was said.
fn changed(said: &BTreeMap<String, String>, found: &BTreeMap<String, String>) -> Vec<String> {
    let differs = said.iter().filter_map(|(name, hash)| match found.get(name) {
        None => Some(format!("differs: {name} is missing")),
        Some(other) if other != hash => Some(format!("differs: {name} is not the file that was written")),
        Some(_) => None,
    });
    differs.collect()
}

/// How many of `n` a sample asks for: a share as in 5%, or a number.
fn wanted(sample: &str, n: u32) -> Result<usize, String> {
    let bad =
        || format!("error: --sample {sample}: not a share or a number\n  help: write it as 5% or as 20");
    let wanted = match sample.trim().strip_suffix('%') {
        Some(share) => {
            let share: f64 = share.trim().parse().map_err(|_| bad())?;
            if !(0.0..=100.0).contains(&share) {
                return Err(bad());
            }
            (f64::from(n) * share / 100.0).ceil() as u32
        }
        None => sample.trim().parse().map_err(|_| bad())?,
    };
    Ok(wanted.max(1) as usize)
}

/// Numbers of the organizations to run again, in order.
fn sample(args: &VerifyArgs, manifest: &Manifest) -> Result<Vec<u32>, String> {
    let n = manifest.organizations;
    let mut sample = Luck::new(args.sample_seed, u64::from(n), u64::MAX).dice(Draw::Study, 0, 0).order(n);
    sample.truncate(wanted(&args.sample, n)?);
    sample.sort_unstable();
    Ok(sample)
}

/// Runs the sample again: how many rows were compared, and the first that differs of each organization.
fn again(args: &VerifyArgs, manifest: &Manifest, sample: &[u32]) -> Result<(usize, Vec<String>), Stop> {
    let (threads, cancel) = workers(args.threads)?;
    let several = manifest.kind == Kind::Compare;
    let arms: Vec<&Scenario> = std::iter::once(&manifest.scenario).chain(&manifest.variants).collect();
    let mut written: BTreeMap<(u32, String), Vec<Row>> = BTreeMap::new();
    for row in tables::rows(&args.result).map_err(Stop::Refused)? {
        let row = row.map_err(Stop::Refused)?;
        if sample.binary_search(&row.organization).is_ok() {
            let key = (row.organization, row.variant.clone().unwrap_or_default());
            written.entry(key).or_default().push(row);
        }
    }
    let bar = progress_bar(sample.len() as u64, "organizations");
    let mut compared = 0;
    let mut differences = Vec::new();
    let work = |place: u32| {
        let number = sample[place as usize];
        let found: Vec<Vec<Vec<String>>> = arms
            .iter()
            .map(|arm| {
                let histories = simulate_world(arm, number);
                // A comparison writes the home organization alone.
                let kept = if several { 1 } else { histories.len() };
                histories[..kept]
                    .iter()
                    .map(|history| tables::Outcomes::record(history, manifest.seed))
                    .collect()
            })
            .collect();
        bar.inc(1);
        (number, found)
    };
    let ended = in_order(0..sample.len() as u32, &threads, &cancel, &work, &mut |(number, found)| {
        for (arm, rows) in arms.iter().zip(found) {
            let name = if several { arm.name.clone() } else { String::new() };
            let there = written.remove(&(number, name.clone())).unwrap_or_default();
            compared += rows.len();
            let of = if several { format!(" of \"{name}\"") } else { String::new() };
            if there.len() != rows.len() {
                differences.push(format!("differs: organization {number}{of} has {} rows in outcomes.csv, and {} when it is run again", there.len(), rows.len()));
            } else if let Some(difference) =
                there.iter().zip(&rows).find_map(|(there, again)| first_difference(&there.values, again))
            {
                differences.push(format!("differs: organization {number}{of}: {difference}"));
            }
        }
        Ok(())
    })?;
    bar.finish_and_clear();
    if ended.is_err() {
        return Err(Stop::Interrupted);
    }
    Ok((compared, differences))
}

fn first_difference(there: &[String], again: &[String]) -> Option<String> {
    if there.len() != again.len() {
        return Some(format!("{} columns there, {} here", there.len(), again.len()));
    }
    let column = there.iter().zip(again).position(|(there, again)| there != again)?;
    Some(format!(
        "column {} of outcomes.csv is {} there, and {} when it is run again",
        column + 1,
        there[column],
        again[column]
    ))
}
