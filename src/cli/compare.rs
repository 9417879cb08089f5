//! `thermidor compare`: two futures and more with the same luck.

use std::io;
use std::path::PathBuf;
use std::process::ExitCode;

use clap::Args;
use indicatif::ProgressBar;

use super::common::{Common, simulate_enough};
use super::delivery::{Stop, stem};
use super::{Format, json, refuse};
use crate::output::comparison::{self, Answer};
use crate::output::manifest::Kind;
use crate::output::{charts, tables};
use crate::run::{History, Sink, in_order};
use crate::scenario::{Scenario, read};
use crate::study::{Comparison, futures};

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
    let arms = match arms(&args) {
        Ok(arms) => arms,
        Err(error) => return refuse(error),
    };
    match execute(&args, &arms) {
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

/// The base and its variants, all with the base's luck.
fn arms(args: &CompareArgs) -> Result<Vec<Scenario>, read::BadInput> {
    let with = args.with.iter().cloned().map(read::Edit::With);
    let without = args.without.iter().cloned().map(read::Edit::Without);
    let edits: Vec<read::Edit> = with.chain(without).collect();
    let study = read::load_study(&args.scenarios[0], &args.common.overrides(), &edits)?;
    let mut arms = vec![study.base];
    arms.extend(study.variants);
    for path in &args.scenarios[1..] {
        let mut other = read::load(path, &args.common.set)?;
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

fn execute(args: &CompareArgs, arms: &[Scenario]) -> Result<(Answer, PathBuf), Stop> {
    let wanted = args.common.wanted()?;
    let job = args.common.place.open(&format!("{}-compare", stem(&args.scenarios[0])))?;
    let directory = job.directory();
    let mut outcomes = tables::Outcomes::create(directory, arms[0].seed, true)?;
    let mut state = (Comparison::new(arms, wanted.on), &mut outcomes);
    let simulate =
        |(comparison, outcomes): &mut (Comparison, &mut tables::Outcomes), runs, bar: &ProgressBar| {
            let work = |run| {
                let futures = futures(arms, run);
                bar.inc(1);
                futures
            };
            in_order(runs, &job.threads, &job.cancel, &work, &mut |futures: Vec<History>| {
                comparison.take(&futures);
                futures.iter().zip(arms).try_for_each(|(history, arm)| {
                    outcomes.begin(&arm.name);
                    outcomes.take(history)
                })
            })
        };
    let (first, what) = (arms[0].organizations, "organizations in every future");
    let done = simulate_enough(wanted, first, what, &mut state, simulate, |state| state.0.half_width())?;
    let comparison = state.0;
    outcomes.finish()?;
    comparison::tables(directory, &comparison)?;
    let answer = Answer::new(&comparison);
    job.answer(&answer, &answer.words())?;
    if !args.common.no_charts {
        charts::compare::write(&directory.join("charts"), &comparison)
            .map_err(|error| io::Error::other(format!("charts: {error}")))?;
    }
    let variants: String = (1..arms.len()).map(|i| format!(" variant-{i}.toml")).collect();
    let again =
        format!("thermidor compare scenario.toml{variants} --organizations {done} --on {}", wanted.on.name());
    Ok((answer, job.deliver(Kind::Compare, arms, done, again)?))
}
