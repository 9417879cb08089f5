//! `thermidor ablate`: which safeguard did it.

use std::io;
use std::path::PathBuf;
use std::process::ExitCode;
use std::time::Instant;

use clap::Args;

use super::delivery::{Stop, Where, progress_bar, stem};
use super::{Format, refuse};
use crate::output::ablation::{self, Answer};
use crate::output::{charts, manifest, tables};
use crate::run::in_order;
use crate::scenario::{Scenario, read};
use crate::study::ablation::{Ablation, Plan, Row};
use crate::study::precision;

use super::precision::PrecisionArgs;

/// Arguments of `thermidor ablate`.
#[derive(Args)]
#[command(after_help = "\
Up to ten safeguards every subset is simulated, which doubles the work with each; see --organizations.

Examples:
  thermidor ablate scenarios/federation-under-siege.toml --organizations 100
  thermidor ablate scenarios/isolation.toml --set safeguards.rotation.compliance=1 --set safeguards.lottery.share=0.5
  thermidor ablate scenarios/federation-under-siege.toml --on legitimacy --better more")]
pub struct AblateArgs {
    /// The scenario file.
    scenario: PathBuf,
    #[command(flatten)]
    place: Where,
    /// How many organizations to simulate with each set of safeguards, in place of the scenario's number.
    #[arg(long, value_name = "N")]
    organizations: Option<u32>,
    /// Root of all luck, in place of the scenario's seed.
    #[arg(long, value_name = "S")]
    seed: Option<u64>,
    /// Override a parameter, as in --set safeguards.rotation.term_ticks=12; can be repeated.
    #[arg(long = "set", value_name = "PATH=VALUE")]
    set: Vec<String>,
    #[command(flatten)]
    precision: PrecisionArgs,
    /// Whether more or less of --on is better; needed where it is a measure.
    #[arg(long, value_enum)]
    better: Option<Better>,
    /// Draw no charts.
    #[arg(long)]
    no_charts: bool,
    /// How to print the answer: text on standard error, or JSON on standard output.
    #[arg(long, value_enum, default_value = "text")]
    format: Format,
}

/// Which way is better.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum Better {
    /// More of it.
    More,
    /// Less of it.
    Less,
}

/// Runs the command.
pub fn run(args: AblateArgs) -> ExitCode {
    let mut overrides = args.set.clone();
    overrides.extend(args.organizations.map(|n| format!("organizations={n}")));
    overrides.extend(args.seed.map(|seed| format!("seed={seed}")));
    let scenario = match read::load(&args.scenario, &overrides) {
        Ok(scenario) => scenario,
        Err(error) => return refuse(error),
    };
    match execute(&args, &scenario) {
        Ok((answer, place)) => {
            if args.format == Format::Json {
                println!("{}", serde_json::to_string_pretty(&answer).unwrap_or_default());
            }
            eprintln!("\n{}", answer.words());
            if !args.no_charts {
                eprintln!("Look at  {}", place.join("charts/shares.png").display());
                eprintln!("         {}", place.join("charts/interactions.png").display());
            }
            eprintln!("Tables   {}", place.join("safeguards.csv").display());
            eprintln!("         {}", place.join("pairs.csv").display());
            eprintln!("         {}", place.join("sets.csv").display());
            ExitCode::SUCCESS
        }
        Err(stop) => stop.tell(),
    }
}

fn execute(args: &AblateArgs, scenario: &Scenario) -> Result<(Answer, PathBuf), Stop> {
    let wanted = args.precision.wanted()?;
    let more = match (args.better, wanted.on.more_is_better()) {
        (Some(better), _) => better == Better::More,
        (None, Some(more)) => more,
        (None, None) => {
            return Err(Stop::Refused(format!(
                "error: whether more or less of {} is better is for you to say\n  help: add --better more or --better less",
                wanted.on.name()
            )));
        }
    };
    let plan = Plan::new(scenario, wanted.on);
    if plan.names.is_empty() {
        return Err(Stop::Refused(format!(
            "error: {} has no safeguards\n  help: name some in the file, or add --set safeguards.rotation.compliance=1",
            args.scenario.display()
        )));
    }
    let job = args.place.open(&format!("{}-ablate", stem(&args.scenario)))?;
    let begun = Instant::now();
    let mut ablation = Ablation::new(plan);
    let (mut done, mut until) = (0, scenario.organizations);
    loop {
        let bar = progress_bar(
            u64::from(until - done),
            &format!("organizations, {} futures each", ablation.plan.size()),
        );
        let plan = ablation.plan.clone();
        let work = |run| {
            let row = plan.run(run);
            bar.inc(1);
            row
        };
        let ended = in_order(done..until, &job.threads, &job.cancel, &work, &mut |row: Row| {
            ablation.take(&row);
            Ok(())
        })?;
        bar.finish_and_clear();
        if ended.is_err() {
            return Err(Stop::Interrupted);
        }
        done = until;
        let widest = ablation.shares().iter().map(|share| share.half_width()).fold(0.0, f64::max);
        match wanted.target.and_then(|target| precision::next(done, widest, target)) {
            Some(next) => until = next,
            None => break,
        }
    }
    let answer = Answer::new(&ablation, more);
    let directory = job.directory();
    ablation::tables(directory, &ablation, &answer)?;
    tables::json(&directory.join("summary.json"), &answer)?;
    std::fs::write(directory.join("answer.txt"), answer.words())?;
    if !args.no_charts {
        charts::ablation::write(&directory.join("charts"), &answer)
            .map_err(|error| io::Error::other(format!("charts: {error}")))?;
    }
    let arm = std::slice::from_ref(scenario);
    manifest::write(directory, manifest::Kind::Ablate, arm, done, begun.elapsed().as_secs_f64())?;
    Ok((answer, job.deliver()?))
}
