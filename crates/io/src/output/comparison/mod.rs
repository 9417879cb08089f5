//! A comparison in tables and in words.

mod answer;

pub use answer::{Answer, ArmAnswer, ContrastAnswer, EndingAnswer, MeasureAnswer};

use std::io;
use std::ops::Range;
use std::path::Path;
use std::sync::atomic::AtomicBool;
use thermidor_core::Model;

use crate::output::charts;
use crate::output::tables::{Outcomes, Place, Table, Value, number, real, text, whole};
use thermidor_analysis::run::{Cancelled, Sink, in_order};
use thermidor_analysis::study::contrast::COMPETING;
use thermidor_analysis::study::{Comparison, Endpoint, futures};
use thermidor_core::history::History;
use thermidor_core::measures::MEASURES;
use thermidor_core::outcome::ENDINGS;
use thermidor_stats::interval::LEVEL;
use thermidor_stats::survival::{Step, cumulative_incidence, kaplan_meier};

fn name(comparison: &Comparison, variant: usize) -> Value {
    Value::Text(comparison.arms[variant + 1].scenario.name.clone())
}

/// The tables of a comparison, as its futures come.
pub struct Comparing {
    to: Place,
    comparison: Comparison,
    outcomes: Outcomes,
}

impl Comparing {
    /// Begins the tables in their place; the first of the arms is the base.
    ///
    /// # Errors
    /// When a file cannot be created.
    pub fn begin(to: impl Into<Place>, arms: &[Model], on: Endpoint) -> io::Result<Self> {
        let to = to.into();
        let outcomes = Outcomes::create(&to, arms[0].seed, true)?;
        Ok(Self { to, comparison: Comparison::new(arms, on), outcomes })
    }

    /// Computes the interval of what is asked at another confidence.
    #[must_use]
    pub fn at(mut self, level: f64) -> Self {
        self.comparison.level = level;
        self
    }

    /// The results so far.
    pub fn comparison(&self) -> &Comparison {
        &self.comparison
    }

    /// Simulates runs in every arm; `progress` is called for each of them.
    ///
    /// # Errors
    /// When a table cannot be written.
    pub fn simulate(
        &mut self,
        arms: &[Model],
        runs: Range<u32>,
        threads: &rayon::ThreadPool,
        cancel: &AtomicBool,
        progress: &(dyn Fn() + Sync),
    ) -> io::Result<Result<(), Cancelled>> {
        let work = |run| {
            let futures = futures(cancel, arms, run)?;
            progress();
            Ok(futures)
        };
        in_order(runs, threads, cancel, &work, &mut |futures: Vec<History>| {
            self.comparison.take(&futures);
            futures.iter().zip(arms).try_for_each(|(history, arm)| {
                self.outcomes.begin(&arm.name);
                self.outcomes.take(history)
            })
        })
    }

    /// Completes all tables.
    ///
    /// # Errors
    /// When they cannot be written.
    pub fn finish(self) -> io::Result<Comparison> {
        self.outcomes.finish()?;
        tables(&self.to, &self.comparison)?;
        Ok(self.comparison)
    }
}

/// Writes what is for people into a directory: the answer, and charts where they are wanted.
///
/// # Errors
/// When a file cannot be written.
pub fn pages(
    directory: &Path,
    comparison: &Comparison,
    answer: &Answer,
    with_charts: bool,
) -> io::Result<()> {
    if with_charts {
        charts::compare::write(&directory.join("charts"), comparison)
            .map_err(|error| io::Error::other(format!("charts: {error}")))?;
    }
    super::files::answer(directory, answer, &answer.words())
}

/// Writes all tables of a comparison but the outcomes, which are written as they come.
fn tables(to: &Place, comparison: &Comparison) -> io::Result<()> {
    contrasts(to, comparison)?;
    endings(to, comparison)?;
    survival(to, comparison)
}

/// `contrasts`: the paired difference of each measure in each month.
fn contrasts(to: &Place, comparison: &Comparison) -> io::Result<()> {
    let mut columns = vec![text("variant"), text("measure"), whole("tick"), whole("pairs")];
    columns.extend(["base", "with_variant", "difference", "low", "high", "variance_saved"].map(real));
    let mut table = Table::create(to, "contrasts", columns)?;
    for (variant, contrast) in comparison.contrasts.iter().enumerate() {
        for (column, measure) in MEASURES.iter().enumerate() {
            for tick in 0..comparison.ticks() {
                let cell = &contrast.differences[tick * MEASURES.len() + column];
                if cell.pairs() < 2 {
                    continue;
                }
                let (interval, (base, with)) = (cell.interval(LEVEL, measure.bounds()), cell.means());
                table.row(vec![
                    name(comparison, variant),
                    Value::Text(measure.name.to_owned()),
                    Value::Whole(Some(tick as u32)),
                    Value::Whole(Some(cell.pairs() as u32)),
                    number(base),
                    number(with),
                    number(interval.estimate),
                    number(interval.low),
                    number(interval.high),
                    cell.saved().map_or(Value::Real(None), number),
                ])?;
            }
        }
    }
    table.finish()
}

/// `endings`: the paired difference of how runs ended.
fn endings(to: &Place, comparison: &Comparison) -> io::Result<()> {
    // Shares are of the organizations of which it is asked; those which were captured, say.
    let mut columns = vec![text("variant"), text("ending"), whole("runs")];
    columns.extend(["base_of", "with_variant_of"].map(whole));
    columns.extend(["base", "with_variant", "difference", "low", "high"].map(real));
    columns.extend(["both", "base_only", "variant_only", "neither"].map(whole));
    columns.push(real("variance_saved"));
    let mut table = Table::create(to, "endings", columns)?;
    for variant in 0..comparison.contrasts.len() {
        for (i, ending) in ENDINGS.iter().enumerate() {
            let found = comparison.ending(variant, i, LEVEL);
            let mut row = vec![
                name(comparison, variant),
                Value::Text(ending.name.to_owned()),
                Value::Whole(Some(found.runs as u32)),
                Value::Whole(Some(found.of.0 as u32)),
                Value::Whole(Some(found.of.1 as u32)),
                number(found.means.0),
                number(found.means.1),
                number(found.difference.estimate),
                number(found.difference.low),
                number(found.difference.high),
            ];
            row.extend(found.counts.map(|count| Value::Whole(ending.binary.then_some(count as u32))));
            row.push(found.saved.map_or(Value::Real(None), number));
            table.row(row)?;
        }
    }
    table.finish()
}

/// `survival`: curves of capture and recovery, and of what came first (Aalen and Johansen).
fn survival(to: &Place, comparison: &Comparison) -> io::Result<()> {
    let mut columns = vec![text("arm"), text("curve"), whole("tick"), whole("at_risk"), whole("events")];
    columns.extend(["share", "low", "high"].map(real));
    let mut table = Table::create(to, "survival", columns)?;
    for arm in &comparison.arms {
        let mut curves: Vec<(String, Vec<Step>)> = vec![
            ("not_yet_captured".into(), kaplan_meier(&arm.times_to_capture(), LEVEL).steps),
            ("not_yet_free_again".into(), kaplan_meier(&arm.times_to_recovery(), LEVEL).steps),
        ];
        let first = cumulative_incidence(&arm.times_to_first(), COMPETING.len(), LEVEL);
        curves.extend(COMPETING.iter().map(|cause| format!("{cause}_first")).zip(first));
        for (curve, steps) in curves {
            for step in steps {
                table.row(vec![
                    Value::Text(arm.scenario.name.clone()),
                    Value::Text(curve.clone()),
                    Value::Whole(Some(step.time)),
                    Value::Whole(Some(step.at_risk)),
                    Value::Whole(Some(step.events)),
                    number(step.level.estimate),
                    number(step.level.low),
                    number(step.level.high),
                ])?;
            }
        }
    }
    table.finish()
}
