//! `thermidor ablate`: which safeguard did it.

use std::path::PathBuf;
use std::process::ExitCode;
use thermidor_core::Model;

use clap::Args;
use indicatif::ProgressBar;

use super::common::{Common, Wanted, simulate_enough};
use super::delivery::{Stop, stem};
use super::{Format, json, refuse};
use thermidor_analysis::study::Through;
use thermidor_analysis::study::ablation::{Ablation, Plan, Unasked};
use thermidor_io::output::ablation;
use thermidor_io::output::ablation::Answer;
use thermidor_io::output::manifest::Asked;
use thermidor_scenario::read;

/// Arguments of `thermidor ablate`.
#[derive(Args)]
#[command(after_help = "\
Up to ten safeguards every subset is simulated, which doubles the work with each; see --organizations.

Examples:
  thermidor ablate scenarios/federation-under-siege.toml --organizations 100
  thermidor ablate scenarios/isolation.toml --set safeguards.rotation.compliance=1 --set safeguards.lottery.share=0.5
  thermidor ablate scenarios/federation-under-siege.toml --on legitimacy --better more
  thermidor ablate scenarios/federation-under-siege.toml --on captured --through definition")]
pub struct AblateArgs {
    /// The scenario file.
    scenario: PathBuf,
    #[command(flatten)]
    common: Common,
    /// Whether more or less of --on is better; needed where it is a measure.
    #[arg(long, value_enum)]
    better: Option<Better>,
    /// The way on which effects go, where --on is captured or central_share_stakes: through what people do under the rules,
    /// through the definition of --on alone (what a rule keeps from the centre, and the chance that lots give), or both.
    #[arg(long, value_enum, default_value = "both")]
    through: Way,
}

/// The way on which effects go.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum Way {
    /// Through what people do under the rules.
    Rules,
    /// Through the definition of what is asked.
    Definition,
    /// Both together.
    Both,
}

impl From<Way> for Through {
    fn from(way: Way) -> Self {
        match way {
            Way::Rules => Self::Rules,
            Way::Definition => Self::Definition,
            Way::Both => Self::Both,
        }
    }
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
    let scenario = match read::load(&args.scenario, &args.common.overrides()) {
        Ok(scenario) => scenario,
        Err(error) => return refuse(error),
    };
    match execute(&args, &scenario) {
        Ok((answer, place)) => {
            if args.common.format == Format::Json {
                say!("{}", json(&answer));
            }
            eprintln!("\n{}", answer.words());
            if !args.common.no_charts {
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

fn execute(args: &AblateArgs, scenario: &Model) -> Result<(Answer, PathBuf), Stop> {
    let wanted = args.common.wanted()?;
    let better = args.better.map(|better| better == Better::More);
    let (plan, more) = Plan::asked(scenario, wanted.on, args.through.into(), better)
        .map_err(|why| unasked(args, &wanted, why))?;
    let job = args.common.place.open(&format!("{}-ablate", stem(&args.scenario)))?;
    let what = format!("organizations, {} futures each", plan.size());
    let on = plan.on.name().to_owned();
    let mut ablation = Ablation::new(plan);
    ablation.level = wanted.level();
    let simulate = |ablation: &mut Ablation, runs, bar: &ProgressBar| {
        ablation.simulate(runs, &job.threads, &job.cancel, &|| bar.inc(1))
    };
    let done = simulate_enough(
        wanted,
        scenario.organizations,
        &what,
        &mut ablation,
        simulate,
        Ablation::half_width,
    )?;
    let answer = Answer::new(&ablation, more);
    ablation::pages(job.directory(), &ablation, &answer, !args.common.no_charts)?;
    let asked = Asked::Ablate { on, precision: wanted.target, more_is_better: more };
    Ok((answer, job.deliver(asked, std::slice::from_ref(scenario), done)?))
}

/// Why it cannot be asked, and what to type instead.
fn unasked(args: &AblateArgs, wanted: &Wanted, why: Unasked) -> Stop {
    let on = wanted.on.name();
    Stop::Refused(match why {
        Unasked::Better => format!(
            "error: whether more or less of {on} is better is for you to say\n  help: add --better more or --better less"
        ),
        Unasked::Among(among) => format!(
            "error: {on} is asked only of organizations that were {among}, and safeguards change which these are\n  help: ask about all of them, as with --on captured_at_end or --on months_captured"
        ),
        Unasked::NoDefinition => format!(
            "error: {on} has no form without what safeguards decide by their definition\n  help: leave --through out, or use --on captured or --on central_share_stakes"
        ),
        Unasked::NoSafeguards => format!(
            "error: {} has no safeguards\n  help: name some in the file, or add --set safeguards.rotation.compliance=1",
            args.scenario.display()
        ),
    })
}
