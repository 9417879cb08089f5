//! Parts of a result: a table of outcomes, a row a run, and a table of trajectories, made from records of runs.

use std::io;

use parquet::record::Field;
use serde::{Deserialize, Serialize};
use toml::Value as Setting;

use super::experiment::Keep;
use super::plan::{Stage, Unit};
use crate::output::manifest;
use crate::output::summary::quantiles;
use crate::output::tables;
use crate::output::tables::{Column, Table, Value, flag, given, real, text, whole};
use thermidor_core::history::History;
use thermidor_core::measures::MEASURES;
use thermidor_core::outcome::{Condition, ENDINGS};
use thermidor_scenario::template::{Kind, Template};

/// The record of one run: its organizations, or the reason for which it failed.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct Record {
    /// Number of the run.
    pub replicate: u32,
    pub result: Result<Vec<OrganizationRecord>, String>,
}

/// The record of one organization.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct OrganizationRecord {
    /// Its row of outcomes.
    row: Vec<Value>,
    sibling: u32,
    founded_at: u32,
    /// The recorded months, and the condition in each.
    months: Vec<(u32, u8)>,
    /// Values of the recorded measures in these months, month by month.
    values: Vec<f32>,
}

impl Record {
    /// The record of a run.
    pub fn new(stage: &Stage, unit: &Unit, replicate: u32, result: Result<Vec<History>, String>) -> Self {
        let quantiles = stage.resolved.sources.experiment.trajectories == Keep::Quantiles;
        let keep = |history: &History| {
            // Quantiles do not count organizations that split off later.
            let months: Vec<usize> = (0..history.ticks())
                .filter(|tick| stage.keeps(*tick) && !(quantiles && history.founded_at > 0))
                .collect();
            let values = months
                .iter()
                .flat_map(|tick| stage.measures.iter().map(|column| history.row(*tick)[*column]));
            OrganizationRecord {
                row: tables::values(history, unit.seed),
                sibling: history.sibling,
                founded_at: history.founded_at,
                values: values.collect(),
                months: months.iter().map(|tick| (*tick as u32, history.conditions[*tick] as u8)).collect(),
            }
        };
        Self { replicate, result: result.map(|histories| histories.iter().map(keep).collect()) }
    }

    /// Whether the run failed.
    pub fn failed(&self) -> bool {
        self.result.is_err()
    }
}

/// Whether a name is that of a column that every table of outcomes has.
pub(super) fn is_taken(name: &str) -> bool {
    ["point", "reason"].contains(&name)
        || ["first_replicate", "tick", "measure", "condition", "organizations", "runs", "failed"]
            .contains(&name)
        || ["asked", "asked_low", "asked_high"].contains(&name)
        || ENDINGS.iter().any(|ending| ending.name == name)
        || tables::outcome_columns().iter().any(|(taken, _)| taken == name)
}

/// The columns of the factors.
pub(crate) fn factor_columns(stage: &Stage) -> Vec<(String, Column)> {
    let columns = stage.resolved.columns.iter();
    columns.map(|factor| factor_column(&stage.resolved.template, &factor.path, &factor.name)).collect()
}

/// The column of the values of a path.
pub(super) fn factor_column(template: &Template, path: &str, name: &str) -> (String, Column) {
    match template.kind(path) {
        Ok(Kind::Part | Kind::Flag) => flag(name),
        Ok(Kind::Whole) => whole(name),
        Ok(Kind::Real) => given(name),
        _ => text(name),
    }
}

/// The values of the factors. They have the kinds of their parameters already; a table refuses those that do not.
pub(crate) fn factor_values(settings: &[Setting]) -> impl Iterator<Item = Value> + '_ {
    settings.iter().map(|setting| match setting {
        Setting::Boolean(flag) => Value::Flag(*flag),
        Setting::Integer(number) => match u32::try_from(*number) {
            Ok(number) => Value::Whole(Some(number)),
            // No column of whole numbers holds a text.
            Err(_) => Value::Text(number.to_string()),
        },
        Setting::Float(number) => Value::Given(Some(*number)),
        Setting::String(text) => Value::Text(text.clone()),
        other => Value::Text(other.to_string()),
    })
}

/// The row of outcomes of a run that failed.
pub(super) fn failed_row(seed: u64, replicate: u32) -> Vec<Value> {
    let value = |(name, column): (String, Column)| match name.as_str() {
        "organization" => Value::Whole(Some(replicate)),
        "seed" => Value::Text(format!("{seed}/{replicate}")),
        "outcome" => Value::Text(Came::FAILED.into()),
        _ if matches!(column, Column::Text(_)) => Value::Text(String::new()),
        _ => Value::Whole(None),
    };
    tables::outcome_columns().into_iter().map(value).collect()
}

/// The files of a part, made.
pub struct Made {
    /// The table of outcomes.
    pub outcomes: Vec<u8>,
    /// The table of trajectories, if the experiment asks for one.
    pub trajectories: Option<Vec<u8>>,
}

impl Made {
    /// SHA-256 of the files of a part of this name, a line each, as `sha256sum --check` reads them.
    pub fn hashes(&self, name: &str) -> String {
        let tables = self.trajectories.iter().map(|bytes| ("trajectories", bytes));
        let line = |(directory, bytes): (&str, &Vec<u8>)| {
            format!("{}  {directory}/{name}.parquet\n", manifest::hash_of(bytes))
        };
        tables.chain([("outcomes", &self.outcomes)]).map(line).collect()
    }
}

/// A part in the making. Takes the records of its runs in the order of the plan.
pub(crate) struct Making<'a> {
    stage: &'a Stage,
    outcomes: Table,
    trajectories: Option<Table>,
    /// Values over the replicates of the point at hand: by month, then by measure.
    cells: Vec<(u32, Vec<Vec<f32>>)>,
}

impl<'a> Making<'a> {
    pub fn new(stage: &'a Stage, part: u32) -> io::Result<Self> {
        let about = [("thermidor.plan", stage.id.clone()), ("thermidor.part", stage.part_name(part))];
        let mut columns = vec![whole("point")];
        columns.extend(factor_columns(stage));
        columns.extend(tables::outcome_columns());
        columns.push(text("reason"));
        let outcomes = Table::in_memory("outcomes", columns, &about)?;
        let measures = || stage.measures.iter().map(|column| real(MEASURES[*column].name));
        let columns = match stage.resolved.sources.experiment.trajectories {
            Keep::None => None,
            Keep::Quantiles => {
                let mut columns = vec![
                    whole("point"),
                    whole("first_replicate"),
                    text("measure"),
                    whole("tick"),
                    whole("organizations"),
                ];
                columns.extend(["p05", "p25", "p50", "p75", "p95"].map(real));
                Some(columns)
            }
            Keep::Thinned | Keep::Full => {
                let mut columns = ["point", "organization", "sibling", "tick"].map(whole).to_vec();
                columns.push(text("condition"));
                columns.extend(measures());
                Some(columns)
            }
        };
        let table = |columns| Table::in_memory("trajectories", columns, &about);
        let trajectories = columns.map(table).transpose()?;
        Ok(Self { stage, outcomes, trajectories, cells: Vec::new() })
    }

    /// Takes the next record; `settings` are those of its point.
    pub fn take(&mut self, unit: &Unit, settings: &[Setting], record: Record) -> io::Result<()> {
        let mut begin = vec![Value::Whole(Some(unit.point))];
        begin.extend(factor_values(settings));
        match record.result {
            Ok(organizations) => {
                for kept in organizations {
                    self.months(unit, record.replicate, &kept)?;
                    let row = begin.iter().cloned().chain(kept.row).chain([Value::Text(String::new())]);
                    self.outcomes.row(row.collect())?;
                }
            }
            Err(reason) => {
                let failed = failed_row(unit.seed, record.replicate);
                self.outcomes
                    .row(begin.iter().cloned().chain(failed).chain([Value::Text(reason)]).collect())?;
            }
        }
        if record.replicate + 1 == unit.replicates.end { self.point(unit) } else { Ok(()) }
    }

    /// Takes the months of one organization.
    fn months(&mut self, unit: &Unit, replicate: u32, kept: &OrganizationRecord) -> io::Result<()> {
        let Some(table) = &mut self.trajectories else { return Ok(()) };
        let of_quantiles = self.stage.resolved.sources.experiment.trajectories == Keep::Quantiles;
        for ((tick, condition), values) in
            kept.months.iter().zip(kept.values.chunks(self.stage.measures.len()))
        {
            if of_quantiles {
                let at = match self.cells.iter().position(|(there, _)| there == tick) {
                    Some(at) => at,
                    None => {
                        self.cells.push((*tick, vec![Vec::new(); values.len()]));
                        self.cells.len() - 1
                    }
                };
                for (cell, value) in self.cells[at].1.iter_mut().zip(values) {
                    cell.push(*value);
                }
            } else {
                let mut row: Vec<Value> = [unit.point, replicate, kept.sibling, kept.founded_at + tick]
                    .map(|number| Value::Whole(Some(number)))
                    .to_vec();
                row.push(Value::Text(Condition::ALL[usize::from(*condition)].name().to_owned()));
                row.extend(values.iter().map(|value| Value::Real(Some(*value))));
                table.row(row)?;
            }
        }
        Ok(())
    }

    /// All replicates of a point are in.
    fn point(&mut self, unit: &Unit) -> io::Result<()> {
        let Some(table) = &mut self.trajectories else { return Ok(()) };
        self.cells.sort_by_key(|(tick, _)| *tick);
        for (place, column) in self.stage.measures.iter().enumerate() {
            for (tick, cells) in &mut self.cells {
                let cell = &mut cells[place];
                let mut row = vec![
                    Value::Whole(Some(unit.point)),
                    Value::Whole(Some(unit.replicates.start)),
                    Value::Text(MEASURES[*column].name.to_owned()),
                    Value::Whole(Some(*tick)),
                    Value::Whole(Some(cell.len() as u32)),
                ];
                row.extend(quantiles(cell).map(|value| Value::Real(Some(value))));
                table.row(row)?;
            }
        }
        self.cells.clear();
        Ok(())
    }

    pub fn finish(self) -> io::Result<Made> {
        Ok(Made {
            outcomes: self.outcomes.into_bytes()?,
            trajectories: self.trajectories.map(Table::into_bytes).transpose()?,
        })
    }
}

/// The outcome of a run, as in the column `outcome`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Came {
    /// It failed; the column `reason` says why.
    Failed,
    /// It ended in a condition.
    Ended(Condition),
}

impl Came {
    const FAILED: &str = "failed";

    /// Reads a field of the column.
    pub fn of(field: &Field) -> Option<Self> {
        let Field::Str(text) = field else { return None };
        if text == Self::FAILED {
            return Some(Self::Failed);
        }
        Condition::ALL.into_iter().find(|condition| condition.name() == text).map(Self::Ended)
    }
}
