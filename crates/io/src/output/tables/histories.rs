//! The tables that are written of histories: outcomes, trajectories, events.

use std::io;
use thermidor_core::state::Reason;

use super::column::{Column, Value, real, text, whole};
use super::frame::Place;
use super::table::Table;
use crate::output::summary::Summary;
use thermidor_analysis::run::Sink;
use thermidor_core::history::{History, subject_name};
use thermidor_core::measures::MEASURES;

/// Writes `outcomes.csv` and `outcomes.parquet` as histories come: a row an organization.
pub struct Outcomes {
    table: Table,
    seed: u64,
    variant: Option<String>,
}

impl Outcomes {
    /// Begins the table in its place; `variant` is whether rows begin with the name of one.
    ///
    /// # Errors
    /// When a file cannot be created.
    pub fn create(to: impl Into<Place>, seed: u64, variant: bool) -> io::Result<Self> {
        let mut columns = if variant { vec![text("variant")] } else { Vec::new() };
        columns.extend(outcome_columns());
        let table = Table::create(to, "outcomes", columns)?;
        Ok(Self { table, seed, variant: variant.then(String::new) })
    }

    /// The variant of the rows that follow.
    pub fn begin(&mut self, variant: &str) {
        self.variant = Some(variant.to_owned());
    }

    /// Completes both files.
    ///
    /// # Errors
    /// When they cannot be written.
    pub fn finish(self) -> io::Result<()> {
        self.table.finish()
    }
}

impl Sink for Outcomes {
    fn take(&mut self, history: &History) -> io::Result<()> {
        let row = self.row(history);
        self.table.row(row)
    }
}

impl Outcomes {
    fn row(&self, history: &History) -> Vec<Value> {
        let mut row: Vec<Value> = self.variant.iter().cloned().map(Value::Text).collect();
        row.extend(values(history, self.seed));
        row
    }

    /// The row of a history as it stands in the CSV file, without its variant.
    pub fn record(history: &History, seed: u64) -> Vec<String> {
        values(history, seed).iter().map(Value::text).collect()
    }
}

/// The columns of a row of outcomes.
pub(crate) fn outcome_columns() -> Vec<(String, Column)> {
    let mut columns = ["organization", "sibling", "founded_at"].map(whole).to_vec();
    columns.extend([text("seed"), text("outcome")]);
    columns.extend(
        [
            "captured_at",
            "captured_loose_at",
            "captured_strict_at",
            "captured_open_at",
            "recovered_at",
            "collapsed_at",
            "split_at",
        ]
        .map(whole),
    );
    columns.extend([whole("months_captured"), text("locked_in"), whole("ended_at")]);
    columns.extend(MEASURES.iter().map(|measure| real(measure.name)));
    columns
}

/// The values of a row of outcomes.
pub(crate) fn values(history: &History, seed: u64) -> Vec<Value> {
    let outcome = &history.outcome;
    let mut row = vec![
        Value::Whole(Some(history.organization)),
        Value::Whole(Some(history.sibling)),
        Value::Whole(Some(history.founded_at)),
        Value::Text(format!("{seed}/{}", history.organization)),
        Value::Text(outcome.condition.name().to_owned()),
        Value::Whole(outcome.captured_at),
        Value::Whole(outcome.captured_loose_at),
        Value::Whole(outcome.captured_strict_at),
        Value::Whole(outcome.captured_open_at),
        Value::Whole(outcome.recovered_at),
        Value::Whole(outcome.collapsed_at),
        Value::Whole(outcome.split_at),
        Value::Whole(Some(outcome.months_captured)),
        Value::Text(outcome.locked_in.map_or("", |locked| if locked { "yes" } else { "no" }).to_owned()),
        Value::Whole(Some(outcome.ended_at)),
    ];
    let last = history.row(history.ticks() - 1);
    row.extend(last.iter().map(|value| Value::Real(Some(*value))));
    row
}

/// Writes `trajectories.csv` and `trajectories.parquet`: quantiles over organizations by measure and month.
///
/// # Errors
/// When they cannot be written.
pub fn trajectories(to: impl Into<Place>, summary: &Summary) -> io::Result<()> {
    let mut columns = vec![text("measure"), whole("tick"), whole("organizations")];
    columns.extend(["p05", "p25", "p50", "p75", "p95"].map(real));
    let mut table = Table::create(to, "trajectories", columns)?;
    // Asked by month, as they lie in memory.
    let all = summary.all_quantiles();
    for (position, measure) in MEASURES.iter().enumerate() {
        for tick in 0..summary.ticks() {
            let Some((n, quantiles)) = all[tick * MEASURES.len() + position] else { continue };
            let mut row = vec![
                Value::Text(measure.name.to_owned()),
                Value::Whole(Some(tick as u32)),
                Value::Whole(Some(n)),
            ];
            row.extend(quantiles.iter().map(|value| Value::Real(Some(*value))));
            table.row(row)?;
        }
    }
    table.finish()
}

/// Writes every measure of every month of every organization to a table in CSV and Parquet.
pub struct FullTrajectories(Table);

impl FullTrajectories {
    /// Begins the table in its place.
    ///
    /// # Errors
    /// When a file cannot be created.
    pub fn create(to: impl Into<Place>, name: &str) -> io::Result<Self> {
        let mut columns = vec![whole("organization"), whole("sibling"), whole("tick"), text("condition")];
        columns.extend(MEASURES.iter().map(|measure| real(measure.name)));
        Ok(Self(Table::create(to, name, columns)?))
    }

    /// Completes both files.
    ///
    /// # Errors
    /// When they cannot be written.
    pub fn finish(self) -> io::Result<()> {
        self.0.finish()
    }
}

impl Sink for FullTrajectories {
    fn take(&mut self, history: &History) -> io::Result<()> {
        for tick in 0..history.ticks() {
            let mut row = vec![
                Value::Whole(Some(history.organization)),
                Value::Whole(Some(history.sibling)),
                Value::Whole(Some(history.founded_at + tick as u32)),
                Value::Text(history.conditions[tick].name().to_owned()),
            ];
            row.extend(history.row(tick).iter().map(|value| Value::Real(Some(*value))));
            self.0.row(row)?;
        }
        Ok(())
    }
}

/// Writes the chronicle of every organization to a table: a row an event.
pub struct Events(Table);

impl Events {
    /// Begins the table in its place.
    ///
    /// # Errors
    /// When a file cannot be created.
    pub fn create(to: impl Into<Place>, name: &str) -> io::Result<Self> {
        let mut columns = ["organization", "sibling", "tick"].map(whole).to_vec();
        columns.extend([
            text("event"),
            text("subject"),
            whole("who"),
            whole("votes_for"),
            whole("votes_against"),
        ]);
        columns.push(text("reason"));
        Ok(Self(Table::create(to, name, columns)?))
    }

    /// Completes both files.
    ///
    /// # Errors
    /// When they cannot be written.
    pub fn finish(self) -> io::Result<()> {
        self.0.finish()
    }
}

impl Sink for Events {
    fn take(&mut self, history: &History) -> io::Result<()> {
        for event in &history.events {
            self.0.row(vec![
                Value::Whole(Some(history.organization)),
                Value::Whole(Some(history.sibling)),
                Value::Whole(Some(event.tick)),
                Value::Text(event.what.name().to_owned()),
                Value::Text(subject_name(event)),
                Value::Whole(event.who),
                Value::Whole(event.votes.map(|(yes, _)| yes)),
                Value::Whole(event.votes.map(|(_, no)| no)),
                Value::Text(event.reason.map_or("", Reason::text).to_owned()),
            ])?;
        }
        Ok(())
    }
}
