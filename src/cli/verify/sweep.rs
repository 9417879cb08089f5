//! Is this sweep what the program makes? Whole parts are made again, and must be the same bytes.

use crate::cli::delivery::{Stop, progress_bar, workers};
use crate::engine::{Draw, Luck};
use crate::output::manifest;
use crate::run::simulate_world;
use crate::sweep::store::{Store, read_manifest};
use crate::sweep::work::Work;

use super::{VerifyArgs, changed, wanted};

/// What differs in the directory of a sweep.
pub fn verify(args: &VerifyArgs) -> Result<Vec<String>, Stop> {
    let told = read_manifest(&args.result).map_err(Stop::Refused)?;
    if !told.complete {
        return Err(Stop::Refused(format!(
            "error: {} is not complete\n  help: finish it with --resume",
            args.result.display()
        )));
    }
    let mut differences = changed(&told.files, &manifest::hashes(&args.result)?);
    let store = Store::open(&args.result).map_err(Stop::Refused)?;
    let parts = store.parts();
    let n = parts.len() as u32;
    let mut sample = Luck::new(args.sample_seed, u64::from(n), u64::MAX).dice(Draw::Study, 0, 0).order(n);
    sample.truncate(wanted(&args.sample, n).map_err(Stop::Refused)?);
    let sample: Vec<_> = sample.into_iter().map(|place| parts[place as usize]).collect();
    let runs = store.runs(&sample);
    let (threads, cancel) = workers(args.threads)?;
    let bar = progress_bar(runs, "runs");
    let progress = |_| bar.inc(1);
    let work = Work { threads: &threads, cancel: &cancel, progress: &progress, simulate: &simulate_world };
    for part in &sample {
        match store.differs(*part, &work).map_err(Stop::Refused)? {
            Ok(found) => differences.extend(found),
            Err(_) => return Err(Stop::Interrupted),
        }
    }
    bar.finish_and_clear();
    differences.sort();
    differences.dedup();
    if differences.is_empty() {
        eprintln!(
            "Certified: all {} files are as they were written, and {} of {n} parts ({runs} runs) were made again, byte for byte the same.",
            told.files.len(),
            sample.len(),
        );
    }
    Ok(differences)
}
