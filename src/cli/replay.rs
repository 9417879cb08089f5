//! `thermidor replay`: one run again, bit for bit, with its story; and the same run with something changed.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::atomic::AtomicBool;

use clap::Args;

use super::delivery::{Stop, Where, name};
use crate::output::charts::timeline::{self, Future};
use crate::output::manifest::{self, Asked, Kind, Manifest};
use crate::output::tables;
use crate::run::{History, Sink, simulate_watched, unless};
use crate::scenario::{Scenario, read};
use crate::study::story::{self, Line};

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

/// One future of the organization.
pub struct Told {
    name: String,
    home: History,
    story: Vec<Line>,
    text: String,
}

fn execute(args: &ReplayArgs) -> Result<ExitCode, Stop> {
    let manifest = manifest::read(&args.result).map_err(Stop::Refused)?;
    let scenario = arm(&manifest, args.variant.as_deref()).map_err(Stop::Refused)?;
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
    changes(&scenario, &args.change).map_err(|error| Stop::Refused(error.0))?;
    args.place.spare(&args.result)?;
    let job = args.place.open(&format!("{}-replay-{}", name(&args.result), args.organization))?;
    let (told, arms) =
        make(job.directory(), &scenario, args.organization, &args.change, args.offices, &job.cancel)?;
    let same = compare_with_row(args, &manifest, &scenario, &told[0].home).map_err(Stop::Refused)?;
    let place = job.deliver(asked, &arms, 1)?;
    for told in &told {
        say!("{}\n\n{}", told.name, told.text);
    }
    if let [first, second] = &told[..] {
        say!("{}", apart(&scenario, &first.home, &second.home));
    }
    eprintln!("{same}");
    eprintln!("Look at  {}", place.join("timeline.png").display());
    eprintln!("Tables   {}", place.join("trajectory.csv").display());
    Ok(ExitCode::SUCCESS)
}

/// Makes all files of a replay; gives its futures, and the scenario with those of its changes.
pub fn make(
    directory: &Path,
    scenario: &Scenario,
    organization: u32,
    texts: &[String],
    offices: bool,
    cancel: &AtomicBool,
) -> Result<(Vec<Told>, Vec<Scenario>), Stop> {
    let changes = changes(scenario, texts).map_err(|error| Stop::Refused(error.0))?;
    let teller = Teller { directory, cancel, organization, offices };
    let mut told = vec![teller.tell(scenario, &[], &scenario.name, "")?];
    if !changes.is_empty() {
        let name = format!("{}, but {}", scenario.name, texts.join("; "));
        told.push(teller.tell(scenario, &changes, &name, "-changed")?);
    }
    let futures: Vec<Future> = told
        .iter()
        .map(|told| Future { name: told.name.clone(), history: &told.home, story: &told.story })
        .collect();
    timeline::write(directory, scenario, &futures, changes.first().map(|(tick, _)| *tick))
        .map_err(|error| io::Error::other(format!("charts: {error}")))?;
    let arms = std::iter::once(scenario.clone()).chain(changes.into_iter().map(|(_, changed)| changed));
    Ok((told, arms.collect()))
}

/// The scenario of the base or of a variant.
fn arm(manifest: &Manifest, variant: Option<&str>) -> Result<Scenario, String> {
    if !matches!(manifest.kind, Kind::Run | Kind::Compare) {
        return Err("error: this result has no rows of single organizations\n  help: replay a result of `run` or `compare`".into());
    }
    let Some(name) = variant else { return Ok(manifest.scenario.clone()) };
    let arms = std::iter::once(&manifest.scenario).chain(&manifest.variants);
    arms.clone().find(|arm| arm.name == name).cloned().ok_or_else(|| {
        let names: Vec<&str> = arms.map(|arm| arm.name.as_str()).collect();
        format!("error: there is no future called \"{name}\"\n  help: use one of: {}", names.join(", "))
    })
}

/// The changes in the order of their months, each on top of those before it.
fn changes(base: &Scenario, texts: &[String]) -> Result<Vec<(u32, Scenario)>, read::BadInput> {
    let mut ordered =
        texts.iter().map(|text| read::month_of_change(base, text)).collect::<Result<Vec<_>, _>>()?;
    ordered.sort_by_key(|(tick, _)| *tick);
    let mut changes: Vec<(u32, Scenario)> = Vec::new();
    // What changes in the same month is one change.
    for of_a_month in ordered.chunk_by(|a, b| a.0 == b.0) {
        let parts: Vec<&str> = of_a_month.iter().map(|(_, what)| what.trim()).collect();
        let text = format!("tick {}: {}", of_a_month[0].0, parts.join(", "));
        changes.push(read::change(changes.last().map_or(base, |(_, scenario)| scenario), &text)?);
    }
    Ok(changes)
}

/// Tells the futures of an organization into a directory.
struct Teller<'a> {
    directory: &'a Path,
    cancel: &'a AtomicBool,
    organization: u32,
    offices: bool,
}

impl Teller<'_> {
    fn tell(
        &self,
        scenario: &Scenario,
        changes: &[(u32, Scenario)],
        name: &str,
        suffix: &str,
    ) -> Result<Told, Stop> {
        let histories = simulate_watched(scenario, changes, self.organization, &mut unless(self.cancel))?;
        let directory = self.directory;
        let mut trajectory = tables::FullTrajectories::create(directory, &format!("trajectory{suffix}"))?;
        let mut events = tables::Events::create(directory, &format!("events{suffix}"))?;
        for history in &histories {
            trajectory.take(history)?;
            events.take(history)?;
        }
        trajectory.finish()?;
        events.finish()?;
        let home =
            histories.into_iter().next().ok_or_else(|| Stop::Refused("error: nothing happened".into()))?;
        let last = changes.last().map_or(scenario, |(_, changed)| changed);
        let story = story::tell(last, &home, self.offices);
        let text = story::text(last, &story);
        fs::write(directory.join(format!("story{suffix}.txt")), &text)?;
        Ok(Told { name: name.to_owned(), home, story, text })
    }
}

/// Whether the row of the result says the same, value for value.
fn compare_with_row(
    args: &ReplayArgs,
    manifest: &Manifest,
    scenario: &Scenario,
    history: &History,
) -> Result<String, String> {
    let row = tables::find_row(
        &args.result,
        args.organization,
        (manifest.kind == Kind::Compare).then_some(&scenario.name),
    )?;
    let again = tables::Outcomes::record(history, manifest.seed);
    match row.iter().zip(&again).position(|(row, again)| row != again) {
        None => Ok(format!(
            "The same, value for value, as the row of organization {} in outcomes.csv.",
            args.organization
        )),
        Some(column) => Err(format!(
            "error: the replay differs from the row of organization {} in outcomes.csv: {} is {} there and {} here\n  \
             help: the file was changed, or made by another version; see `thermidor verify`",
            args.organization,
            tables::outcome_columns()[column].0,
            row[column],
            again[column]
        )),
    }
}

fn apart(scenario: &Scenario, first: &History, second: &History) -> String {
    let months = first.ticks().min(second.ticks());
    let differs = |tick: &usize| first.row(*tick) != second.row(*tick);
    let how = |history: &History| history.outcome.condition.label();
    let ends = format!("At the end: {} without the change, {} with it.", how(first), how(second));
    match (0..months).find(differs) {
        Some(tick) => format!("The two are the same until {}. {ends}", story::month(scenario, tick as u32)),
        None => format!("The change makes no difference to this organization. {ends}"),
    }
}
