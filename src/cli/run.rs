//! `thermidor run`: from a scenario file to a result directory and the answer in words.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use clap::Args;
use indicatif::{ProgressBar, ProgressStyle};

use super::{Format, refuse};
use crate::output::answer::Answer;
use crate::output::summary::Summary;
use crate::output::{charts, manifest, tables};
use crate::run::{History, Sink, simulate_all};
use crate::scenario::{Scenario, read};

/// Arguments of `thermidor run`.
#[derive(Args)]
pub struct RunArgs {
    /// The scenario file.
    scenario: PathBuf,
    /// Where to put the results [default: outputs/NAME, with a number where that exists].
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
    /// Replace the directory of --out if it exists.
    #[arg(long, requires = "out")]
    force: bool,
    /// How many organizations to simulate, in place of the scenario's number.
    #[arg(long, value_name = "N")]
    organizations: Option<u32>,
    /// Root of all luck, in place of the scenario's seed.
    #[arg(long, value_name = "S")]
    seed: Option<u64>,
    /// Threads [default: one a core]; the results are the same with any number.
    #[arg(long, value_name = "T")]
    threads: Option<usize>,
    /// Override a parameter, as in --set safeguards.rotation.term_ticks=12; can be repeated.
    #[arg(long = "set", value_name = "PATH=VALUE")]
    set: Vec<String>,
    /// Also write every measure of every month of every organization, and the chronicle of what happened.
    #[arg(long)]
    full: bool,
    /// Draw no charts.
    #[arg(long)]
    no_charts: bool,
    /// How to print the outcomes: text on standard error, or JSON on standard output.
    #[arg(long, value_enum, default_value = "text")]
    format: Format,
}

impl RunArgs {
    fn overrides(&self) -> Vec<String> {
        let mut all = self.set.clone();
        all.extend(self.organizations.map(|n| format!("organizations={n}")));
        all.extend(self.seed.map(|seed| format!("seed={seed}")));
        all
    }
}

/// Why a run did not finish.
enum Stop {
    Interrupted,
    Refused(String),
}

impl From<io::Error> for Stop {
    fn from(error: io::Error) -> Self {
        Self::Refused(format!(
            "error: the results cannot be written: {error}\n  help: nothing is left half-written; make room or choose another place with --out"
        ))
    }
}

/// Runs the command.
pub fn run(args: RunArgs) -> ExitCode {
    let scenario = match read::load(&args.scenario, &args.overrides()) {
        Ok(scenario) => scenario,
        Err(error) => return refuse(error),
    };
    match execute(&args, &scenario) {
        Ok((answer, place)) => {
            if args.format == Format::Json {
                println!("{}", serde_json::to_string_pretty(&answer).unwrap_or_default());
            }
            eprintln!("\n{}\n", answer.words(&scenario));
            if !args.no_charts {
                eprintln!("Look at  {}", place.join("charts/outcomes.png").display());
                eprintln!("         {}", place.join("charts/profile.png").display());
            }
            eprintln!("Tables   {}", place.join("outcomes.csv").display());
            eprintln!("         {}", place.join("trajectories.csv").display());
            ExitCode::SUCCESS
        }
        Err(Stop::Interrupted) => {
            eprintln!("Interrupted; nothing was written.");
            ExitCode::from(130)
        }
        Err(Stop::Refused(message)) => refuse(message),
    }
}

fn execute(args: &RunArgs, scenario: &Scenario) -> Result<(Answer, PathBuf), Stop> {
    let place = place(args)?;
    let threads =
        rayon::ThreadPoolBuilder::new().num_threads(args.threads.unwrap_or(0)).build().map_err(|error| {
            Stop::Refused(format!("error: cannot start threads: {error}\n  help: use fewer with --threads"))
        })?;
    let cancel = Arc::new(AtomicBool::new(false));
    let flag = Arc::clone(&cancel);
    ctrlc::set_handler(move || flag.store(true, Ordering::Relaxed)).map_err(|error| {
        Stop::Refused(format!("error: cannot listen for ctrl-C: {error}\n  help: run it again"))
    })?;
    let workshop = Workshop::open(&place)?;
    let answer = write_all(args, scenario, &workshop.0, &threads, &cancel)?;
    if cancel.load(Ordering::Relaxed) {
        return Err(Stop::Interrupted);
    }
    workshop.deliver(&place, args.force)?;
    Ok((answer, place))
}

/// Everything that a run writes.
struct Everything {
    summary: Summary,
    outcomes: tables::Outcomes,
    full: Option<(tables::FullTrajectories, tables::Events)>,
}

impl Sink for Everything {
    fn take(&mut self, history: &History) -> io::Result<()> {
        self.summary.take(history)?;
        self.outcomes.take(history)?;
        if let Some((trajectories, events)) = &mut self.full {
            trajectories.take(history)?;
            events.take(history)?;
        }
        Ok(())
    }
}

fn write_all(
    args: &RunArgs,
    scenario: &Scenario,
    directory: &Path,
    threads: &rayon::ThreadPool,
    cancel: &AtomicBool,
) -> Result<Answer, Stop> {
    let begun = Instant::now();
    let bar = progress_bar(scenario.organizations);
    let mut sink = Everything {
        summary: Summary::new(scenario),
        outcomes: tables::Outcomes::create(directory, scenario.seed)?,
        full: match args.full {
            true => Some((tables::FullTrajectories::create(directory)?, tables::Events::create(directory)?)),
            false => None,
        },
    };
    let progress = || bar.inc(1);
    let ended = simulate_all(scenario, 0..scenario.organizations, threads, cancel, &progress, &mut sink)?;
    bar.finish_and_clear();
    if ended.is_err() {
        return Err(Stop::Interrupted);
    }
    sink.outcomes.finish()?;
    if let Some((trajectories, events)) = sink.full {
        trajectories.finish()?;
        events.finish()?;
    }
    tables::trajectories(directory, &sink.summary)?;
    if !args.no_charts {
        charts::write(&directory.join("charts"), scenario, &sink.summary)
            .map_err(|error| io::Error::other(format!("charts: {error}")))?;
    }
    manifest::write(directory, scenario, begun.elapsed().as_secs_f64())?;
    Ok(Answer::new(scenario, &sink.summary))
}

pub(super) fn progress_bar(organizations: u32) -> ProgressBar {
    let style = ProgressStyle::with_template("{bar:40} {pos}/{len} organizations, {per_sec}, {eta} to go");
    let bar = ProgressBar::new(u64::from(organizations));
    if let Ok(style) = style {
        bar.set_style(style);
    }
    bar.enable_steady_tick(Duration::from_millis(200));
    bar
}

/// Where the results go; an existing directory is never written over unless told.
fn place(args: &RunArgs) -> Result<PathBuf, Stop> {
    if let Some(out) = &args.out {
        if out.exists() && !args.force {
            return Err(Stop::Refused(format!(
                "error: {} exists\n  help: choose another place with --out, or replace it with --force",
                out.display()
            )));
        }
        return Ok(out.clone());
    }
    let name =
        args.scenario.file_stem().map_or_else(|| "run".into(), |stem| stem.to_string_lossy().into_owned());
    let numbered =
        |n: u32| PathBuf::from("outputs").join(if n == 1 { name.clone() } else { format!("{name}-{n}") });
    (1..)
        .map(numbered)
        .find(|path| !path.exists())
        .ok_or_else(|| Stop::Refused("error: outputs is full".into()))
}

/// A hidden directory beside the place of the results, in which they are made. It goes away with the run
/// unless it is delivered, so that nothing is ever left half-written.
struct Workshop(PathBuf);

impl Workshop {
    fn open(place: &Path) -> io::Result<Self> {
        let name = place.file_name().unwrap_or_default().to_string_lossy();
        let path = place.with_file_name(format!(".{name}.{}.partial", std::process::id()));
        fs::create_dir_all(&path)?;
        Ok(Self(path))
    }

    fn deliver(self, place: &Path, replace: bool) -> io::Result<()> {
        if replace && place.exists() {
            fs::remove_dir_all(place)?;
        }
        fs::rename(&self.0, place)
    }
}

impl Drop for Workshop {
    fn drop(&mut self) {
        // After delivery there is nothing to remove; if removal fails, there is nobody left to tell.
        let _ = fs::remove_dir_all(&self.0);
    }
}
