//! A look ahead: whether all points can be simulated, and what a sweep will cost, told from a few runs of it.

use std::io;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use rayon::prelude::*;

use super::experiment::{Impossible, Keep};
use super::parts::{Making, Record};
use super::plan::{Stage, Unit};
use super::work;
use crate::error::of_points;
use crate::{Error, Refused};
use thermidor_core::Model;
use thermidor_scenario::Diagnostic;

/// Points that are looked at before a sweep begins; the plan's order spreads them over the whole space.
const LOOKED_AT: usize = 10_000;
/// How long a probe may take, and how many runs.
const PATIENCE: Duration = Duration::from_secs(3);
const RUNS: usize = 64;

/// The cost of a sweep.
#[derive(Debug, Clone, Copy)]
pub struct Cost {
    /// Seconds of work for one run, on one thread.
    pub seconds_a_run: f64,
    /// Seconds for all runs, on the threads at hand.
    pub seconds: f64,
    /// Bytes on the disk.
    pub bytes: f64,
    /// Runs that this was told from.
    pub probed: usize,
}

/// Whether all points can be simulated, as far as was looked; where some cannot and are to be recorded, says so.
///
/// # Errors
/// When some cannot, and they are not to be recorded.
pub fn possible(stage: &Stage, threads: &rayon::ThreadPool) -> Result<Option<String>, Error> {
    let looked = &stage.units[..stage.units.len().min(LOOKED_AT)];
    let bad: Vec<(&Unit, Diagnostic)> = threads.install(|| {
        looked.par_iter().filter_map(|unit| stage.scenario(unit).err().map(|reason| (unit, reason))).collect()
    });
    let (count, looked, points) = (bad.len(), looked.len(), stage.units.len());
    let Some((unit, reason)) = bad.into_iter().next() else { return Ok(None) };
    if stage.resolved.sources.experiment.impossible == Impossible::Record {
        let of = of_points(count, looked, points);
        return Ok(Some(format!(
            "{of} cannot be simulated; their runs are written as failed, with the reason."
        )));
    }
    Err(Refused::Impossible {
        bad: count,
        looked,
        points,
        settings: settings(stage, unit),
        reason: Box::new(reason),
    }
    .into())
}

/// The values of all factors at a point, in words.
pub fn settings(stage: &Stage, unit: &Unit) -> String {
    let values = stage.resolved.settings(unit.index);
    let pairs = stage.resolved.columns.iter().zip(values);
    pairs.map(|(column, value)| format!("{} = {value}", column.name)).collect::<Vec<_>>().join(", ")
}

/// Estimates the cost of a stage: simulates the first run of points spread over the plan for a few seconds.
///
/// # Errors
/// When memory for a table cannot be had.
pub fn cost(stage: &Stage, threads: &rayon::ThreadPool, cancel: &AtomicBool) -> io::Result<Cost> {
    let begun = Instant::now();
    let spread = (stage.units.len() / RUNS).max(1);
    let units: Vec<&Unit> = stage.units.iter().step_by(spread).take(RUNS).collect();
    let probe = |unit: &&Unit| {
        let late = begun.elapsed() > PATIENCE || cancel.load(Ordering::Relaxed);
        let scenario = stage.scenario(unit).ok().filter(|_| !late)?;
        let from = Instant::now();
        let replicate = unit.replicates.start;
        let result = work::run(&Model::run_unless, cancel, &scenario, replicate).ok()?;
        let record = Record::new(stage, unit, replicate, result);
        Some(((*unit).clone(), record, from.elapsed().as_secs_f64()))
    };
    let found: Vec<(Unit, Record, f64)> = threads.install(|| units.par_iter().filter_map(probe).collect());
    let n = found.len();
    if n == 0 {
        return Ok(Cost { seconds_a_run: 0.0, seconds: 0.0, bytes: 0.0, probed: 0 });
    }
    let seconds_a_run = found.iter().map(|(_, _, seconds)| seconds).sum::<f64>() / n as f64;
    let seconds = seconds_a_run * stage.runs() as f64 / threads.current_num_threads() as f64;
    // A file has a head and a foot, so that what a row adds is told from two tables.
    let half = sizes(stage, &found[..n / 2])?;
    let all = sizes(stage, &found)?;
    let rows = (n - n / 2) as f64;
    let slope = |place: usize| (all[place] - half[place]) as f64 / rows;
    // Quantiles are a row a point; everything else a row a run.
    let quantiles = stage.resolved.sources.experiment.trajectories == Keep::Quantiles;
    let of_trajectories = if quantiles { stage.units.len() as f64 } else { stage.runs() as f64 };
    let heads = sizes(stage, &[])?.iter().sum::<usize>() as f64 * f64::from(stage.parts());
    let bytes = slope(0) * stage.runs() as f64 + slope(1) * of_trajectories + heads;
    Ok(Cost { seconds_a_run, seconds, bytes, probed: n })
}

/// Sizes of both tables of some records.
fn sizes(stage: &Stage, found: &[(Unit, Record, f64)]) -> io::Result<[usize; 2]> {
    let mut making = Making::new(stage, 0)?;
    for (unit, record, _) in found {
        let alone = Unit { replicates: record.replicate..record.replicate + 1, ..unit.clone() };
        making.take(&alone, &stage.resolved.settings(unit.index), record.clone())?;
    }
    let made = making.finish()?;
    Ok([made.outcomes.len(), made.trajectories.map_or(0, |bytes| bytes.len())])
}
