//! `thermidor compare`: two futures and more with the same luck.

use std::io;
use std::path::PathBuf;
use std::process::ExitCode;
use std::time::Instant;

use clap::Args;

use super::delivery::{Job, Stop, Where, progress_bar, stem};
use super::precision::{PrecisionArgs, Wanted};
use super::{Format, refuse};
use crate::output::comparison::{self, Answer};
use crate::output::{charts, manifest, tables};
use crate::run::{History, Sink, in_order};
use crate::scenario::{Scenario, read};
use crate::study::{Comparison, futures, precision};

/// Arguments of `thermidor compare`.
#[derive(Args)]
#[command(after_help = "\
Variants come from [[variant]] tables in the scenario file, from other files, and from --with and --without.
Where there are none, a scenario is compared with itself without any of its safeguards.

Examples:
  thermidor compare scenarios/isolation.toml --with lottery.share=0.5 --with 'rotation, transparency'
  thermidor compare scenarios/federation-under-siege.toml --without rotation
  thermidor compare scenarios/parallel-before.toml scenarios/parallel-after.toml")]
pub struct CompareArgs {
    /// The scenario file, and others to compare it with.
    #[arg(required = true)]
    scenarios: Vec<PathBuf>,
    /// A variant with something added or changed: PATH or PATH=VALUE, several with commas between; can be repeated.
    #[arg(long, value_name = "PATH[=VALUE]")]
    with: Vec<String>,
    /// A variant with something left out: PATH, several with commas between; can be repeated.
    #[arg(long, value_name = "PATH")]
    without: Vec<String>,
    #[command(flatten)]
    place: Where,
    /// How many organizations to simulate in each future, in place of the scenario's number.
    #[arg(long, value_name = "N")]
    organizations: Option<u32>,
    /// Root of all luck, in place of the scenario's seed.
    #[arg(long, value_name = "S")]
    seed: Option<u64>,
    /// Override a parameter in every future, as in --set organization.members=200; can be repeated.
    #[arg(long = "set", value_name = "PATH=VALUE")]
    set: Vec<String>,
    #[command(flatten)]
    precision: PrecisionArgs,
    /// Draw no charts.
    #[arg(long)]
    no_charts: bool,
    /// How to print the answer: text on standard error, or JSON on standard output.
    #[arg(long, value_enum, default_value = "text")]
    format: Format,
}

/// Runs the command.
pub fn run(args: CompareArgs) -> ExitCode {
    let arms = match arms(&args) {
        Ok(arms) => arms,
        Err(error) => return refuse(error),
    };
    match execute(&args, &arms) {
        Ok((answer, wanted, place)) => {
            if args.format == Format::Json {
                println!("{}", serde_json::to_string_pretty(&answer).unwrap_or_default());
            }
            eprintln!("\n{}", answer.words(wanted.on));
            if !args.no_charts {
                for chart in ["futures", "capture", "differences", "endings"] {
                    eprintln!("Look at  {}", place.join(format!("charts/{chart}.png")).display());
                }
            }
            eprintln!("Tables   {}", place.join("endings.csv").display());
            eprintln!("         {}", place.join("contrasts.csv").display());
            eprintln!("         {}", place.join("survival.csv").display());
            ExitCode::SUCCESS
        }
        Err(stop) => stop.tell(),
    }
}

/// The base and its variants, all with the base's luck.
fn arms(args: &CompareArgs) -> Result<Vec<Scenario>, read::BadInput> {
    let mut overrides = args.set.clone();
    overrides.extend(args.organizations.map(|n| format!("organizations={n}")));
    overrides.extend(args.seed.map(|seed| format!("seed={seed}")));
    let with = args.with.iter().cloned().map(read::Edit::With);
    let without = args.without.iter().cloned().map(read::Edit::Without);
    let edits: Vec<read::Edit> = with.chain(without).collect();
    let study = read::load_study(&args.scenarios[0], &overrides, &edits)?;
    let mut arms = vec![study.base];
    arms.extend(study.variants);
    for path in &args.scenarios[1..] {
        let mut other = read::load(path, &args.set)?;
        let base = &arms[0];
        if other.ticks != base.ticks {
            return Err(read::BadInput(format!(
                "error: {} lasts {} months, and {} lasts {}\n  help: futures that are compared last as long; add --set ticks={}",
                path.display(),
                other.ticks,
                args.scenarios[0].display(),
                base.ticks,
                base.ticks
            )));
        }
        (other.seed, other.organizations) = (base.seed, base.organizations);
        arms.push(other);
    }
    if arms.len() == 1 {
        if arms[0].safeguards == Default::default() {
            return Err(read::BadInput(format!(
                "error: there is nothing to compare {} with\n  help: add --with rotation, another scenario file, or a [[variant]] table in the file",
                args.scenarios[0].display()
            )));
        }
        let bare = Scenario {
            name: "without any safeguards".into(),
            description: String::new(),
            safeguards: Default::default(),
            ..arms[0].clone()
        };
        arms.push(bare);
    }
    name_apart(&mut arms);
    Ok(arms)
}

/// Gives arms of the same name a number each, since tables and charts tell them apart by name.
fn name_apart(arms: &mut [Scenario]) {
    for i in 1..arms.len() {
        let same = arms[..i].iter().filter(|other| other.name == arms[i].name).count();
        if same > 0 {
            arms[i].name = format!("{} ({})", arms[i].name, same + 1);
        }
    }
}

fn execute(args: &CompareArgs, arms: &[Scenario]) -> Result<(Answer, Wanted, PathBuf), Stop> {
    let wanted = args.precision.wanted()?;
    let job = args.place.open(&format!("{}-compare", stem(&args.scenarios[0])))?;
    let begun = Instant::now();
    let comparison = simulate(arms, &job, wanted)?;
    let directory = job.directory();
    comparison::tables(directory, &comparison)?;
    let answer = Answer::new(&comparison);
    tables::json(&directory.join("summary.json"), &answer)?;
    std::fs::write(directory.join("answer.txt"), answer.words(wanted.on))?;
    if !args.no_charts {
        charts::compare::write(&directory.join("charts"), &comparison)
            .map_err(|error| io::Error::other(format!("charts: {error}")))?;
    }
    let seconds = begun.elapsed().as_secs_f64();
    manifest::write(directory, manifest::Kind::Compare, arms, comparison.runs(), seconds)?;
    Ok((answer, wanted, job.deliver()?))
}

fn simulate(arms: &[Scenario], job: &Job, wanted: Wanted) -> Result<Comparison, Stop> {
    let mut comparison = Comparison::new(arms);
    let mut outcomes = tables::Outcomes::create(job.directory(), arms[0].seed, true)?;
    let (mut done, mut until) = (0, arms[0].organizations);
    loop {
        let bar = progress_bar(u64::from(until - done), "organizations in every future");
        let work = |run| {
            let futures = futures(arms, run);
            bar.inc(1);
            futures
        };
        let ended = in_order(done..until, &job.threads, &job.cancel, &work, &mut |futures: Vec<History>| {
            comparison.take(&futures);
            futures.iter().zip(arms).try_for_each(|(history, arm)| {
                outcomes.begin(&arm.name);
                outcomes.take(history)
            })
        })?;
        bar.finish_and_clear();
        if ended.is_err() {
            return Err(Stop::Interrupted);
        }
        done = until;
        let widest = |target| precision::next(done, comparison.half_width(&wanted.on), target);
        match wanted.target.and_then(widest) {
            Some(next) => until = next,
            None => break,
        }
    }
    outcomes.finish()?;
    Ok(comparison)
}
