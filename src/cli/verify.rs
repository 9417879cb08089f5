//! `thermidor verify`: is this result what the program makes?

use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::OnceLock;

use clap::Args;
use indicatif::ProgressBar;

use super::delivery::{Stop, progress_bar, workers};
use super::{Format, json};
use thermidor_io::verify;
use thermidor_io::verify::{Question, Sample, Verdict, Workers};

/// Arguments of `thermidor verify`.
#[derive(Args)]
pub struct VerifyArgs {
    /// The directory of a result, or a page that `report` made.
    result: PathBuf,
    /// How many of the organizations (of a sweep, of its parts) to run again: a share as in 5%, or a number. With all
    /// of them every file is made again.
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
    match verified(&args) {
        Ok(verdict) => {
            if args.format == Format::Json {
                say!("{}", json(&verdict));
            }
            tell(&verdict);
            ExitCode::from(u8::from(!verdict.holds))
        }
        Err(stop) => stop.tell(),
    }
}

fn verified(args: &VerifyArgs) -> Result<Verdict, Stop> {
    let sample = sample(&args.sample).map_err(Stop::Refused)?;
    let (threads, cancel) = workers(args.threads)?;
    let bar: OnceLock<ProgressBar> = OnceLock::new();
    let work = Workers {
        threads: &threads,
        cancel: &cancel,
        begin: &|more, what| bar.get_or_init(|| progress_bar(0, what)).inc_length(more),
        progress: &|| bar.get().iter().for_each(|bar| bar.inc(1)),
        note: &|note| eprintln!("{note}"),
    };
    let question = Question { result: &args.result, sample, sample_seed: args.sample_seed };
    let found = verify::verify(&question, &work);
    bar.get().iter().for_each(|bar| bar.finish_and_clear());
    Ok(found?)
}

/// How much a sample asks for: a share as in 5%, or a number.
fn sample(sample: &str) -> Result<Sample, String> {
    let bad =
        || format!("error: --sample {sample}: not a share or a number\n  help: write it as 5% or as 20");
    match sample.trim().strip_suffix('%') {
        Some(share) => {
            let share: f64 = share.trim().parse().map_err(|_| bad())?;
            if (0.0..=100.0).contains(&share) { Ok(Sample::Percent(share)) } else { Err(bad()) }
        }
        None => sample.trim().parse().map(Sample::Number).map_err(|_| bad()),
    }
}

fn tell(verdict: &Verdict) {
    for difference in &verdict.differences {
        eprintln!("{difference}");
    }
    if verdict.holds {
        eprintln!("{}", verdict.certified);
    }
    if !verdict.not_made_again.is_empty() {
        eprintln!(
            "Not made again, and known by their hashes alone: {}. --sample 100% makes all again.",
            listed(&verdict.not_made_again)
        );
    }
    if !verdict.not_looked_at.is_empty() {
        eprintln!("Not looked at: {}.", listed(&verdict.not_looked_at));
    }
}

/// Names in a sentence; the first of many.
fn listed(names: &[String]) -> String {
    const MOST: usize = 20;
    match names.len() {
        n if n > MOST => format!("{} and {} more", names[..MOST].join(", "), n - MOST),
        _ => names.join(", "),
    }
}
