//! `thermidor run`: from a scenario file to a result directory and the answer in words.

use std::path::PathBuf;
use std::process::ExitCode;
use thermidor_core::Model;

use clap::Args;
use indicatif::ProgressBar;

use super::common::{Common, simulate_enough};
use super::delivery::{Stop, stem};
use super::{Format, json, refuse};
use thermidor_analysis::run::{Timings, simulate_all};
use thermidor_io::output::answer::Answer;
use thermidor_io::output::manifest::Asked;
use thermidor_io::output::run as output;
use thermidor_io::output::run::Run;
use thermidor_scenario::read;

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
    /// Tell how long each phase of the month took, and what was done beside it.
    #[arg(long)]
    timings: bool,
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

fn execute(args: &RunArgs, scenario: &Model) -> Result<(Answer, PathBuf), Stop> {
    let wanted = args.common.wanted()?;
    let job = args.common.place.open(&stem(&args.scenario))?;
    job.foresee(std::slice::from_ref(scenario));
    let directory = job.directory();
    let mut run = Run::begin(directory, scenario, wanted.on, args.full)?.at(wanted.level());
    let timings = args.timings.then(Timings::begin);
    let one = |number| match &timings {
        Some(timings) => timings.simulate(&job.cancel, scenario, number),
        None => scenario.run_unless(&job.cancel, number),
    };
    let simulate = |run: &mut Run, runs, bar: &ProgressBar| {
        simulate_all(&one, runs, &job.threads, &job.cancel, &|| bar.inc(1), run)
    };
    let half_width = |run: &Run| run.summary().endpoint().half_width();
    let first = scenario.organizations;
    let done = simulate_enough(wanted, first, "organizations", &mut run, simulate, half_width)?;
    let simulated = timings.as_ref().map(Timings::elapsed);
    let summary = run.finish()?;
    let answer = Answer::new(scenario, &summary);
    job.threads.install(|| output::pages(directory, scenario, &summary, &answer, !args.common.no_charts))?;
    let asked = Asked::Run { on: wanted.on.name().to_owned(), precision: wanted.target, full: args.full };
    let threads = job.threads.current_num_threads();
    let place = job.deliver(asked, std::slice::from_ref(scenario), done)?;
    if let (Some(timings), Some(simulated)) = (timings, simulated) {
        eprint!("\n{}", timings.words(threads, simulated));
    }
    Ok((answer, place))
}
