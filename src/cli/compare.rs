//! `thermidor compare`: two futures and more with the same luck.

use std::path::PathBuf;
use std::process::ExitCode;
use thermidor_core::Model;
use thermidor_core::scenario::Scenario;

use clap::Args;
use indicatif::ProgressBar;

use super::common::{Common, simulate_enough};
use super::delivery::{Stop, stem};
use super::{Format, json};
use thermidor_analysis::study;
use thermidor_io::output::comparison;
use thermidor_io::output::comparison::{Answer, Comparing};
use thermidor_io::output::manifest::Asked;
use thermidor_scenario::Error;
use thermidor_scenario::edit::Edit;
use thermidor_scenario::read;

/// Arguments of `thermidor compare`.
#[derive(Args)]
#[command(after_help = "\
Variants come from [[variant]] tables in the scenario file, from other files, and from --with and --without.
Where there are none, a scenario is compared with itself without any of its safeguards.

Examples:
  thermidor compare scenarios/isolation.toml --with lottery.share=0.5 --with 'rotation, transparency'
  thermidor compare scenarios/federation-under-siege.toml --without lottery
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
    common: Common,
}

/// Runs the command.
pub fn run(args: CompareArgs) -> ExitCode {
    match arms(&args).and_then(|arms| execute(&args, &arms)) {
        Ok((answer, place)) => {
            if args.common.format == Format::Json {
                say!("{}", json(&answer));
            }
            eprintln!("\n{}", answer.words());
            if !args.common.no_charts {
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

/// The base and its variants, all with the base's seed.
fn arms(args: &CompareArgs) -> Result<Vec<Model>, Stop> {
    let with = args.with.iter().cloned().map(Edit::With);
    let without = args.without.iter().cloned().map(Edit::Without);
    let edits: Vec<Edit> = with.chain(without).collect();
    let study = read::load_study(&args.scenarios[0], &args.common.overrides(), &edits)?;
    let mut arms = vec![study.base];
    arms.extend(study.variants);
    for path in &args.scenarios[1..] {
        let other = read::load(path, &args.common.set)?;
        let base = &arms[0];
        if other.ticks != base.ticks {
            return Err(Stop::Refused(format!(
                "error: {} lasts {} months, and {} lasts {}\n  help: futures that are compared last as long; add --set ticks={}",
                path.display(),
                other.ticks,
                args.scenarios[0].display(),
                base.ticks,
                base.ticks
            )));
        }
        let as_many =
            |other: &mut Scenario| (other.seed, other.organizations) = (base.seed, base.organizations);
        let other = other.with(as_many).map_err(Error::from)?;
        arms.push(other);
    }
    Ok(study::arms(arms, &args.scenarios[0].display().to_string())?)
}

fn execute(args: &CompareArgs, arms: &[Model]) -> Result<(Answer, PathBuf), Stop> {
    let wanted = args.common.wanted()?;
    let job = args.common.place.open(&format!("{}-compare", stem(&args.scenarios[0])))?;
    job.foresee(arms);
    let directory = job.directory();
    let mut comparing = Comparing::begin(directory, arms, wanted.on)?.at(wanted.level());
    let simulate = |comparing: &mut Comparing, runs, bar: &ProgressBar| {
        comparing.simulate(arms, runs, &job.threads, &job.cancel, &|| bar.inc(1))
    };
    let (first, what) = (arms[0].organizations, "organizations in every future");
    let half_width = |comparing: &Comparing| comparing.comparison().half_width();
    let done = simulate_enough(wanted, first, what, &mut comparing, simulate, half_width)?;
    let comparison = comparing.finish()?;
    let answer = Answer::new(&comparison);
    comparison::pages(directory, &comparison, &answer, !args.common.no_charts)?;
    let asked = Asked::Compare { on: wanted.on.name().to_owned(), precision: wanted.target };
    Ok((answer, job.deliver(asked, arms, done)?))
}
