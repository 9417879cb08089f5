//! Simulates a part of the plan. A run that fails becomes a record of its own, and the others go on.

use std::io;
use std::ops::Range;
use std::sync::atomic::AtomicBool;
use thermidor_core::Model;
use thermidor_scenario::Diagnostic;

use rayon::prelude::*;

use super::journal::Journal;
use super::parts::{Made, Making, Record};
use super::plan::{Stage, Unit};
use crate::panics::caught;
use thermidor_analysis::run::{Cancelled, in_order};
use thermidor_core::budget::Stopped;
use thermidor_core::history::History;

/// What makes the histories of a run, until it is to stop.
pub type Simulate = dyn Fn(&Model, &AtomicBool, u32) -> Result<Vec<History>, Stopped> + Sync;

/// How a part is worked on.
pub struct Work<'a> {
    /// Threads to work on.
    pub threads: &'a rayon::ThreadPool,
    /// Set when the user asks to stop.
    pub cancel: &'a AtomicBool,
    /// Called after every run, with whether it failed.
    pub progress: &'a dyn Fn(bool),
    /// Called with what the user should know.
    pub note: &'a dyn Fn(&str),
    /// What makes the histories of a run.
    pub simulate: &'a Simulate,
}

/// Makes a part from nothing.
///
/// # Errors
/// When memory for its files cannot be had.
pub fn part(stage: &Stage, number: u32, work: &Work) -> io::Result<Result<Made, Cancelled>> {
    go_on(stage, number, work, None, Vec::new())
}

/// Makes a part, going on after what its journal holds.
pub(crate) fn go_on(
    stage: &Stage,
    number: u32,
    work: &Work,
    mut journal: Option<&mut Journal>,
    done: Vec<Record>,
) -> io::Result<Result<Made, Cancelled>> {
    let units = stage.part(number);
    let runs = runs(units);
    let scenarios: Vec<Result<Model, Diagnostic>> =
        work.threads.install(|| units.par_iter().map(|unit| stage.scenario(unit)).collect());
    let mut making = Making::new(stage, number)?;
    let mut settings = Settings { stage, units, of: None };
    let finished = done.len().min(runs.len());
    for (record, (unit, _)) in done.into_iter().zip(&runs) {
        making.take(&units[*unit], settings.at(*unit), record)?;
    }
    let simulate = |at: u32| {
        let (unit, replicate) = runs[at as usize];
        let result = match &scenarios[unit] {
            Ok(scenario) => run(work.simulate, work.cancel, scenario, replicate)?,
            Err(reason) => Err(reason.to_string()),
        };
        Ok((unit, Record::new(stage, &units[unit], replicate, result)))
    };
    let left: Range<u32> = finished as u32..runs.len() as u32;
    let ended =
        in_order(left, work.threads, work.cancel, &simulate, &mut |(unit, record): (usize, Record)| {
            if let Some(journal) = &mut journal {
                journal.add(&record)?;
            }
            (work.progress)(record.failed());
            making.take(&units[unit], settings.at(unit), record)
        })?;
    match ended {
        Ok(()) => making.finish().map(Ok),
        Err(cancelled) => Ok(Err(cancelled)),
    }
}

/// The runs of some units, in order: the unit's place and the number of the run.
fn runs(units: &[Unit]) -> Vec<(usize, u32)> {
    let of = |(place, unit): (usize, &Unit)| unit.replicates.clone().map(move |replicate| (place, replicate));
    units.iter().enumerate().flat_map(of).collect()
}

/// The settings of the unit at hand, looked up once.
struct Settings<'a> {
    stage: &'a Stage,
    units: &'a [Unit],
    of: Option<(usize, Vec<toml::Value>)>,
}

impl Settings<'_> {
    fn at(&mut self, unit: usize) -> &[toml::Value] {
        if self.of.as_ref().is_none_or(|(there, _)| *there != unit) {
            self.of = Some((unit, self.stage.resolved.settings(self.units[unit].index)));
        }
        self.of.as_ref().map_or(&[], |(_, settings)| settings)
    }
}

/// The histories of a run, or the reason for which it failed.
///
/// # Errors
/// When it is cancelled: then it has not failed, and is to be made again.
pub fn run(
    simulate: &Simulate,
    cancel: &AtomicBool,
    scenario: &Model,
    replicate: u32,
) -> Result<Result<Vec<History>, String>, Stopped> {
    match caught(|| simulate(scenario, cancel, replicate)) {
        Ok(Ok(histories)) => Ok(Ok(histories)),
        Ok(Err(Stopped::Exceeded(excess))) => Ok(Err(excess.to_string())),
        Ok(Err(Stopped::Cancelled)) => Err(Stopped::Cancelled),
        Err(panic) => Ok(Err(panic)),
    }
}
