//! One run again, bit for bit, with its narrative; and the same run with a change.

use std::fs;
use std::io;
use std::path::Path;
use std::sync::atomic::AtomicBool;
use thermidor_core::Model;

use super::charts::timeline::{self, Future};
use super::manifest::{Kind, Manifest};
use super::tables;
use crate::Error;
use thermidor_analysis::run::Sink;
use thermidor_analysis::study::narrative;
use thermidor_analysis::study::narrative::Line;
use thermidor_core::budget::Stopped;
use thermidor_core::history::{History, simulate_watched, unless};
use thermidor_scenario::change::{change, month_of_change};

/// Why a replay was not made.
pub enum Unmade {
    /// It cannot be made.
    Refused(Error),
    /// Its files cannot be written.
    Unwritten(io::Error),
    /// It was cancelled, or would take more than a world may.
    Stopped(Stopped),
}

impl From<Stopped> for Unmade {
    fn from(stopped: Stopped) -> Self {
        Self::Stopped(stopped)
    }
}

impl From<io::Error> for Unmade {
    fn from(error: io::Error) -> Self {
        Self::Unwritten(error)
    }
}

/// One future of an organization.
pub struct Told {
    /// Its name.
    pub name: String,
    /// Its history.
    pub home: History,
    /// What happened, line by line.
    pub story: Vec<Line>,
    /// The same as one text.
    pub text: String,
}

/// Makes all files of a replay; gives its futures, and the scenario with those of its changes.
///
/// # Errors
/// When a change is refused, or a file cannot be written.
pub fn make(
    directory: &Path,
    scenario: &Model,
    organization: u32,
    texts: &[String],
    offices: bool,
    cancel: &AtomicBool,
) -> Result<(Vec<Told>, Vec<Model>), Unmade> {
    let changes = changes(scenario, texts).map_err(Unmade::Refused)?;
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
///
/// # Errors
/// Where there is no such future.
pub fn arm(manifest: &Manifest, variant: Option<&str>) -> Result<Model, Error> {
    if !matches!(manifest.kind, Kind::Run | Kind::Compare) {
        return Err(Error::NoOrganizations);
    }
    let Some(name) = variant else { return Ok(manifest.scenario.clone()) };
    let arms = std::iter::once(&manifest.scenario).chain(&manifest.variants);
    arms.clone().find(|arm| arm.name == name).cloned().ok_or_else(|| {
        let known = arms.map(|arm| arm.name.clone()).collect();
        Error::NoFuture { name: name.to_owned(), known }
    })
}

/// The changes in the order of their months, each on top of those before it.
///
/// # Errors
/// What is wrong with one of them.
pub fn changes(base: &Model, texts: &[String]) -> Result<Vec<(u32, Model)>, Error> {
    let mut ordered = texts.iter().map(|text| month_of_change(base, text)).collect::<Result<Vec<_>, _>>()?;
    ordered.sort_by_key(|(tick, _)| *tick);
    let mut changes: Vec<(u32, Model)> = Vec::new();
    // What changes in the same month is one change.
    for of_a_month in ordered.chunk_by(|a, b| a.0 == b.0) {
        let parts: Vec<&str> = of_a_month.iter().map(|(_, what)| what.trim()).collect();
        let text = format!("tick {}: {}", of_a_month[0].0, parts.join(", "));
        changes.push(change(changes.last().map_or(base, |(_, scenario)| scenario), &text)?);
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
        scenario: &Model,
        changes: &[(u32, Model)],
        name: &str,
        suffix: &str,
    ) -> Result<Told, Unmade> {
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
        let no_month = Error::NoMonth { organization: self.organization };
        let home = histories.into_iter().next().ok_or(Unmade::Refused(no_month))?;
        let last = changes.last().map_or(scenario, |(_, changed)| changed);
        let story = narrative::tell(last, &home, self.offices);
        let text = narrative::text(last, &story);
        fs::write(directory.join(format!("story{suffix}.txt")), &text)?;
        Ok(Told { name: name.to_owned(), home, story, text })
    }
}

/// Refuses a history that is not, value for value, what the row of its organization in a result says.
///
/// # Errors
/// For the first value that differs.
pub fn compare_with_row(
    result: &Path,
    organization: u32,
    manifest: &Manifest,
    scenario: &Model,
    history: &History,
) -> Result<(), Error> {
    let row =
        tables::find_row(result, organization, (manifest.kind == Kind::Compare).then_some(&scenario.name))?;
    let again = tables::Outcomes::record(history, manifest.seed);
    match row.iter().zip(&again).position(|(row, again)| row != again) {
        None => Ok(()),
        Some(column) => Err(Error::RowDiffers {
            organization,
            column: tables::outcome_columns()[column].0.clone(),
            there: row[column].clone(),
            here: again[column].clone(),
        }),
    }
}

/// Until when two futures are the same, and how each ends; in words.
pub fn apart(scenario: &Model, first: &History, second: &History) -> String {
    let months = first.ticks().min(second.ticks());
    let differs = |tick: &usize| first.row(*tick) != second.row(*tick);
    let how = |history: &History| history.outcome.condition.label();
    let ends = format!("At the end: {} without the change, {} with it.", how(first), how(second));
    match (0..months).find(differs) {
        Some(tick) => {
            format!("The two are the same until {}. {ends}", narrative::month(scenario, tick as u32))
        }
        None => format!("The change makes no difference to this organization. {ends}"),
    }
}
