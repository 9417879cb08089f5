//! `thermidor run`: from a scenario file to a result directory and the answer in words.

use std::io;
use std::path::PathBuf;
use std::process::ExitCode;
use std::time::Instant;

use clap::Args;

use super::delivery::{Job, Stop, Where, progress_bar, stem};
use super::precision::{PrecisionArgs, Wanted};
use super::{Format, refuse};
use crate::output::answer::Answer;
use crate::output::summary::Summary;
use crate::output::{charts, manifest, tables};
use crate::run::{History, Sink, simulate_all};
use crate::scenario::{Scenario, read};
use crate::study::precision;

/// Arguments of `thermidor run`.
#[derive(Args)]
pub struct RunArgs {
    /// The scenario file.
    scenario: PathBuf,
    #[command(flatten)]
    place: Where,
    /// How many organizations to simulate, in place of the scenario's number.
    #[arg(long, value_name = "N")]
    organizations: Option<u32>,
    /// Root of all luck, in place of the scenario's seed.
    #[arg(long, value_name = "S")]
    seed: Option<u64>,
    /// Override a parameter, as in --set safeguards.rotation.term_ticks=12; can be repeated.
    #[arg(long = "set", value_name = "PATH=VALUE")]
    set: Vec<String>,
    /// Also write every measure of every month of every organization, and the chronicle of what happened.
    #[arg(long)]
    full: bool,
    #[command(flatten)]
    precision: PrecisionArgs,
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
        Err(stop) => stop.tell(),
    }
}

fn execute(args: &RunArgs, scenario: &Scenario) -> Result<(Answer, PathBuf), Stop> {
    let wanted = args.precision.wanted()?;
    let job = args.place.open(&stem(&args.scenario))?;
    let answer = write_all(args, scenario, &job, wanted)?;
    Ok((answer, job.deliver()?))
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

fn write_all(args: &RunArgs, scenario: &Scenario, job: &Job, wanted: Wanted) -> Result<Answer, Stop> {
    let begun = Instant::now();
    let directory = job.directory();
    let mut sink = Everything {
        summary: Summary::new(scenario, wanted.on),
        outcomes: tables::Outcomes::create(directory, scenario.seed, false)?,
        full: match args.full {
            true => Some((
                tables::FullTrajectories::create(directory, "trajectories-full")?,
                tables::Events::create(directory, "events")?,
            )),
            false => None,
        },
    };
    let (mut done, mut until) = (0, scenario.organizations);
    loop {
        let bar = progress_bar(u64::from(until - done), "organizations");
        let progress = || bar.inc(1);
        let ended = simulate_all(scenario, done..until, &job.threads, &job.cancel, &progress, &mut sink)?;
        bar.finish_and_clear();
        if ended.is_err() {
            return Err(Stop::Interrupted);
        }
        done = until;
        match wanted
            .target
            .and_then(|target| precision::next(done, sink.summary.endpoint().half_width(), target))
        {
            Some(next) => until = next,
            None => break,
        }
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
    let answer = Answer::new(scenario, &sink.summary);
    tables::json(&directory.join("summary.json"), &answer)?;
    std::fs::write(directory.join("answer.txt"), answer.words(scenario) + "\n")?;
    let arm = std::slice::from_ref(scenario);
    manifest::write(directory, manifest::Kind::Run, arm, done, begun.elapsed().as_secs_f64())?;
    Ok(answer)
}
