//! `thermidor run`: from a scenario file to a result directory and the answer in words.

use std::io;
use std::path::PathBuf;
use std::process::ExitCode;

use clap::Args;
use indicatif::ProgressBar;

use super::common::{Common, simulate_enough};
use super::delivery::{Stop, stem};
use super::{Format, json, refuse};
use crate::output::answer::Answer;
use crate::output::manifest::Kind;
use crate::output::summary::Summary;
use crate::output::{charts, tables};
use crate::run::{History, Sink, simulate_all};
use crate::scenario::{Scenario, read};

/// Arguments of `thermidor run`.
#[derive(Args)]
pub struct RunArgs {
    /// The scenario file.
    scenario: PathBuf,
    #[command(flatten)]
    common: Common,
    /// Also write every measure of every month of every organization, and the chronicle of what happened.
    #[arg(long)]
    full: bool,
}

/// Runs the command.
pub fn run(args: RunArgs) -> ExitCode {
    let scenario = match read::load(&args.scenario, &args.common.overrides()) {
        Ok(scenario) => scenario,
        Err(error) => return refuse(error),
    };
    match execute(&args, &scenario) {
        Ok((answer, place)) => {
            if args.common.format == Format::Json {
                say!("{}", json(&answer));
            }
            eprintln!("\n{}\n", answer.words(&scenario));
            if !args.common.no_charts {
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

fn execute(args: &RunArgs, scenario: &Scenario) -> Result<(Answer, PathBuf), Stop> {
    let wanted = args.common.wanted()?;
    let job = args.common.place.open(&stem(&args.scenario))?;
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
    let simulate = |sink: &mut Everything, runs, bar: &ProgressBar| {
        simulate_all(scenario, runs, &job.threads, &job.cancel, &|| bar.inc(1), sink)
    };
    let half_width = |sink: &Everything| sink.summary.endpoint().half_width();
    let first = scenario.organizations;
    let done = simulate_enough(wanted, first, "organizations", &mut sink, simulate, half_width)?;
    sink.outcomes.finish()?;
    if let Some((trajectories, events)) = sink.full {
        trajectories.finish()?;
        events.finish()?;
    }
    tables::trajectories(directory, &sink.summary)?;
    if !args.common.no_charts {
        charts::write(&directory.join("charts"), scenario, &sink.summary)
            .map_err(|error| io::Error::other(format!("charts: {error}")))?;
    }
    let answer = Answer::new(scenario, &sink.summary);
    job.answer(&answer, &answer.words(scenario))?;
    let full = if args.full { " --full" } else { "" };
    let again = format!("thermidor run scenario.toml --organizations {done} --on {}{full}", wanted.on.name());
    let place = job.deliver(Kind::Run, std::slice::from_ref(scenario), done, again)?;
    Ok((answer, place))
}
