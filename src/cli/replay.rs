//! `thermidor replay`: one run again, bit for bit, with its story; and the same run with something changed.

use std::path::PathBuf;
use std::process::ExitCode;

use clap::Args;

use super::delivery::{Stop, Where, name};
use thermidor_io::output::manifest;
use thermidor_io::output::manifest::Asked;
use thermidor_io::output::replay;

/// Arguments of `thermidor replay`.
#[derive(Args)]
#[command(after_help = "\
Examples:
  thermidor replay outputs/red-october --organization 17
  thermidor replay outputs/red-october --organization 17 --change 'tick 40: safeguards.lottery.share=0.5'
  thermidor replay outputs/red-october --organization 17 --change 'tick 12: disband_days, without rotation'")]
pub struct ReplayArgs {
    /// The directory of a result of `run` or `compare`.
    result: PathBuf,
    /// Number of the organization, as in outcomes.csv.
    #[arg(long, value_name = "N")]
    organization: u32,
    /// Of a comparison: the future, by its name [default: the base].
    #[arg(long, value_name = "NAME")]
    variant: Option<String>,
    /// Share all luck until a month, and change something from then on; can be repeated.
    #[arg(long, value_name = "'tick T: PATH=VALUE'")]
    change: Vec<String>,
    /// Tell who takes office in every body, and not only in the executive.
    #[arg(long)]
    offices: bool,
    #[command(flatten)]
    place: Where,
}

/// Runs the command.
pub fn run(args: ReplayArgs) -> ExitCode {
    match execute(&args) {
        Ok(code) => code,
        Err(stop) => stop.tell(),
    }
}

fn execute(args: &ReplayArgs) -> Result<ExitCode, Stop> {
    let manifest = manifest::read(&args.result)?;
    let scenario = replay::arm(&manifest, args.variant.as_deref())?;
    if args.organization >= manifest.organizations {
        return Err(Stop::Refused(format!(
            "error: there is no organization {} in {}\n  help: use a number from 0 to {}",
            args.organization,
            args.result.display(),
            manifest.organizations - 1
        )));
    }
    let asked = Asked::Replay {
        organization: args.organization,
        changes: args.change.clone(),
        offices: args.offices,
    };
    // What cannot be changed is told before a place is made.
    replay::changes(&scenario, &args.change)?;
    args.place.spare(&args.result)?;
    let job = args.place.open(&format!("{}-replay-{}", name(&args.result), args.organization))?;
    let (told, arms) =
        replay::make(job.directory(), &scenario, args.organization, &args.change, args.offices, &job.cancel)?;
    replay::compare_with_row(&args.result, args.organization, &manifest, &scenario, &told[0].home)?;
    let place = job.deliver(asked, &arms, 1)?;
    for told in &told {
        say!("{}\n\n{}", told.name, told.text);
    }
    if let [first, second] = &told[..] {
        say!("{}", replay::apart(&scenario, &first.home, &second.home));
    }
    eprintln!("The same, value for value, as the row of organization {} in outcomes.csv.", args.organization);
    eprintln!("Look at  {}", place.join("timeline.png").display());
    eprintln!("Tables   {}", place.join("trajectory.csv").display());
    Ok(ExitCode::SUCCESS)
}
