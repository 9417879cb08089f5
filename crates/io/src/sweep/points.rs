//! Points that are given one by one, simulated into a table in memory: a sweep without an experiment and a store.

use std::fmt;
use std::io;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use thermidor_core::Model;

use rayon::prelude::*;
use toml::Value as Setting;

use super::design::never;
use super::experiment::{MOST_POINTS, Streams};
use super::parts::{factor_column, factor_values, failed_row};
use super::plan::{keys_of, own_seed};
use crate::diagnostic::{Code, Diagnostic};
use crate::output::tables::{
    Column, Frame, Frames, Place, Table, Value, outcome_columns, real, text, values, whole,
};
use thermidor_analysis::run::{Cancelled, in_order};
use thermidor_analysis::study::Endpoint;
use thermidor_core::budget::Stopped;
use thermidor_core::history::History;
use thermidor_scenario::diagnostic as scenario;
use thermidor_scenario::diagnostic::Explain;
use thermidor_scenario::read::Study;
use thermidor_scenario::template::Template;

/// Runs that a thread makes of one point at a time.
const AT_A_TIME: u32 = 8;

/// A bad point: the number of its row, if it is one row, and what is wrong, whose path names the column.
#[derive(Debug, Clone, PartialEq)]
pub struct BadPoint {
    /// Number of the row, from 0; `None` where the whole column is meant.
    pub row: Option<u64>,
    /// What is wrong.
    pub diagnostic: Box<Diagnostic>,
}

impl fmt::Display for BadPoint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.row.map_or(Ok(()), |row| {
            write!(f, "row {row}{}", if self.diagnostic.path.is_empty() { ": " } else { ", " })
        })?;
        if !self.diagnostic.path.is_empty() {
            write!(f, "column {}: ", self.diagnostic.path)?;
        }
        f.write_str(&self.diagnostic.code.message())
    }
}

impl std::error::Error for BadPoint {}

/// A scenario at points that are given.
pub struct Points {
    template: Template,
    paths: Vec<String>,
    /// The values of each path, a row a point.
    columns: Vec<Vec<Setting>>,
    rows: u32,
    seeds: Option<Vec<u64>>,
    seed: u64,
    replicates: u32,
    picks: Option<Vec<Pick>>,
}

/// A column of the table.
enum Pick {
    /// One of a sweep's table of outcomes, by its position there.
    Outcome(usize),
    /// Another endpoint of a history.
    Asked(Endpoint),
}

impl Points {
    /// So many points of a scenario and its variants, whose columns are paths with a value a point. Each point has as many
    /// `replicates`; `measures` are the columns to give, all those of a sweep's outcomes where there are none.
    ///
    /// # Errors
    /// The first thing that is wrong with the columns or with a value by itself.
    pub fn new(
        study: &Study,
        (rows, given): (u64, Vec<(String, Vec<Setting>)>),
        streams: Streams,
        replicates: u32,
        measures: Option<&[String]>,
    ) -> Result<Self, BadPoint> {
        few_enough(rows, replicates)?;
        let template = Template::new(study);
        let (paths, columns) = columns(&template, rows, given)?;
        let picks = measures.map(picks).transpose()?;
        let mut points = Self {
            template,
            paths,
            columns,
            rows: rows as u32,
            seeds: None,
            seed: study.base.seed,
            replicates,
            picks,
        };
        if streams == Streams::Own {
            let paths: Vec<&str> = points.paths.iter().map(String::as_str).collect();
            let keys = keys_of(&paths, points.rows, &|row| points.settings(row));
            points.seeds = Some(keys.iter().map(|key| own_seed(points.seed, key)).collect());
        }
        Ok(points)
    }

    /// Number of runs in all.
    pub fn runs(&self) -> u64 {
        u64::from(self.rows) * u64::from(self.replicates)
    }

    fn settings(&self, row: u32) -> Vec<Setting> {
        self.columns.iter().map(|column| column[row as usize].clone()).collect()
    }

    /// The scenario at a point.
    fn scenario(&self, row: u32) -> Result<Model, scenario::Diagnostic> {
        let values = self.columns.iter().map(|column| &column[row as usize]);
        let model =
            self.template.with(&self.paths.iter().map(String::as_str).zip(values).collect::<Vec<_>>())?;
        Ok(model.seeded(self.root(row)))
    }

    fn root(&self, row: u32) -> u64 {
        self.seeds.as_ref().map_or(self.seed, |seeds| seeds[row as usize])
    }

    /// Looks whether every point can be simulated.
    ///
    /// # Errors
    /// The first point that cannot, since its values do not fit together.
    pub fn check(&self, threads: &rayon::ThreadPool, cancel: &AtomicBool) -> Result<(), BadPoint> {
        let bad = |row: u32| {
            let stopped = cancel.load(Ordering::Relaxed);
            let found = (!stopped).then(|| self.scenario(row).err())??;
            Some(BadPoint { row: Some(u64::from(row)), diagnostic: Box::new(found.map(Code::from)) })
        };
        threads.install(|| (0..self.rows).into_par_iter().find_map_first(bad)).map_or(Ok(()), Err)
    }

    /// Simulates all points; `progress` is called for each run, from any thread. The rows are in the order of the points, then of the
    /// runs. A run that fails has the outcome "failed", and its reason.
    ///
    /// # Errors
    /// When a value does not fit its column.
    pub fn simulate(
        &self,
        threads: &rayon::ThreadPool,
        cancel: &AtomicBool,
        progress: &(dyn Fn() + Sync),
    ) -> io::Result<Result<Frame, Cancelled>> {
        let frames: Frames = Arc::new(Mutex::new(Vec::new()));
        let mut table = Table::create(Place::Memory(Arc::clone(&frames)), "points", self.names())?;
        let chunks = self.replicates.div_ceil(AT_A_TIME);
        let work = |at: u32| self.chunk(at / chunks, at % chunks, cancel, progress);
        let take = &mut |rows: Vec<Vec<Value>>| rows.into_iter().try_for_each(|row| table.row(row));
        if let Err(cancelled) = in_order(0..self.rows * chunks, threads, cancel, &work, take)? {
            return Ok(Err(cancelled));
        }
        table.finish()?;
        let frame = frames.lock().unwrap_or_else(PoisonError::into_inner).pop();
        frame.map(Ok).ok_or_else(|| io::Error::other("the table is gone"))
    }

    /// Some of the runs of a point.
    fn chunk(
        &self,
        row: u32,
        chunk: u32,
        cancel: &AtomicBool,
        progress: &(dyn Fn() + Sync),
    ) -> Result<Vec<Vec<Value>>, Stopped> {
        let scenario = self.scenario(row).map_err(|found| found.code.message());
        let settings = self.settings(row);
        let begin: Vec<Value> =
            [Value::Whole(Some(row))].into_iter().chain(factor_values(&settings)).collect();
        let mut rows = Vec::new();
        for run in chunk * AT_A_TIME..((chunk + 1) * AT_A_TIME).min(self.replicates) {
            if cancel.load(Ordering::Relaxed) {
                return Err(Stopped::Cancelled);
            }
            let result = scenario.as_ref().map_err(String::clone);
            let made = match result {
                Ok(scenario) => super::work::run(&Model::run_unless, cancel, scenario, run)?,
                Err(reason) => Err(reason),
            };
            match made {
                Ok(histories) => {
                    rows.extend(histories.iter().map(|history| {
                        let outcomes = values(history, self.root(row));
                        self.row(&begin, outcomes, Some(history), String::new())
                    }));
                }
                Err(reason) => rows.push(self.row(&begin, failed_row(self.root(row), run), None, reason)),
            }
            progress();
        }
        Ok(rows)
    }

    fn row(
        &self,
        begin: &[Value],
        outcomes: Vec<Value>,
        history: Option<&History>,
        reason: String,
    ) -> Vec<Value> {
        let mut row = match &self.picks {
            None => [begin, &outcomes].concat(),
            Some(picks) => {
                // What tells the row, and what was asked.
                let of = |pick: &Pick| match pick {
                    Pick::Outcome(at) => outcomes[*at].clone(),
                    Pick::Asked(asked) => {
                        Value::Real(history.and_then(|history| asked.of(history)).map(|value| value as f32))
                    }
                };
                let told = [begin[0].clone(), outcomes[0].clone(), outcomes[1].clone()];
                told.into_iter().chain(picks.iter().map(of)).collect()
            }
        };
        row.push(Value::Text(reason));
        row
    }

    fn names(&self) -> Vec<(String, Column)> {
        let mut all = outcome_columns();
        let mut columns = vec![whole("point")];
        match &self.picks {
            None => {
                columns.extend(self.paths.iter().map(|path| factor_column(&self.template, path, path)));
                columns.append(&mut all);
            }
            Some(picks) => {
                columns.extend_from_slice(&all[..2]);
                columns.extend(picks.iter().map(|pick| match pick {
                    Pick::Outcome(at) => all[*at].clone(),
                    Pick::Asked(asked) => real(asked.name()),
                }));
            }
        }
        columns.push(text("reason"));
        columns
    }
}

/// Refuses more points than can be simulated at a time.
fn few_enough(rows: u64, replicates: u32) -> Result<(), BadPoint> {
    if rows <= MOST_POINTS && rows.saturating_mul(u64::from(replicates)) <= u64::from(u32::MAX) {
        return Ok(());
    }
    Err(all("", Code::TooManyRuns { points: rows, replicates }))
}

/// What is not wrong with a single row.
fn all(path: &str, code: Code) -> BadPoint {
    BadPoint { row: None, diagnostic: Box::new(Diagnostic::new(path, code)) }
}

/// Full paths, and the values of each, a row a point.
type Columns = (Vec<String>, Vec<Vec<Setting>>);

fn columns(template: &Template, rows: u64, given: Vec<(String, Vec<Setting>)>) -> Result<Columns, BadPoint> {
    let (mut paths, mut columns): Columns = Default::default();
    for (name, values) in given {
        let path = template.full_path(name.trim());
        if let Some(why) = never(&path) {
            return Err(all(&path, Code::CannotVary { path: path.clone(), why }));
        }
        if paths.contains(&path) {
            return Err(all(&path, Code::TwoColumns));
        }
        let kind = template.kind(&path).map_err(|found| all(&found.path, found.code.into()))?;
        let read = |(row, value): (usize, Setting)| {
            let bad = |found: scenario::Diagnostic| BadPoint {
                row: Some(row as u64),
                diagnostic: Box::new(found.map(Code::from)),
            };
            template.given(&path, kind, &value).map_err(bad)
        };
        columns.push(values.into_iter().enumerate().map(read).collect::<Result<_, _>>()?);
        paths.push(path);
    }
    let Some(other) = columns.iter().position(|column| column.len() as u64 != rows) else {
        return Ok((paths, columns));
    };
    let (path, values) = (paths[other].clone(), columns[other].len() as u64);
    Err(all(&paths[other], Code::OtherLength { path, values, points: rows }))
}

/// The columns that are asked for, each once.
fn picks(names: &[String]) -> Result<Vec<Pick>, BadPoint> {
    if let Some((_, name)) = names.iter().enumerate().find(|(place, name)| names[..*place].contains(name)) {
        return Err(all("", Code::AskedTwice { name: name.clone() }));
    }
    names.iter().map(|name| pick(name)).collect()
}

fn pick(name: &str) -> Result<Pick, BadPoint> {
    let place = outcome_columns().iter().position(|(column, _)| column == name).map(Pick::Outcome);
    place.map_or_else(|| Endpoint::find(name).map(Pick::Asked), Ok).map_err(|unknown| all("", unknown.into()))
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::AtomicBool;

    use toml::Value;

    use super::{Explain, Points};
    use crate::sweep::experiment::Streams;
    use thermidor_scenario::read::{Study, parse, parse_study};

    fn study() -> Study {
        parse_study("t", "ticks = 12\norganization = { members = 20, local_size = 5 }\n", &[], &[]).unwrap()
    }

    fn given(path: &str, values: &[f64]) -> (String, Vec<Value>) {
        (path.to_owned(), values.iter().map(|value| Value::Float(*value)).collect())
    }

    #[test]
    fn a_row_is_the_run_of_its_point() {
        let columns = vec![given("voice.fusion", &[0.1, 0.9]), given("lottery.share", &[0.5, 0.25])];
        let asked = ["participation".to_owned(), "captured_at_end".to_owned()];
        let points = Points::new(&study(), (2, columns), Streams::Shared, 11, Some(&asked)).unwrap();
        let twice = [asked.clone(), asked.clone()].concat();
        assert!(Points::new(&study(), (1, Vec::new()), Streams::Own, 1, Some(&twice)).is_err());
        assert_eq!(Points::new(&study(), (3, Vec::new()), Streams::Shared, 1, None).unwrap().runs(), 3);
        let threads = rayon::ThreadPoolBuilder::new().num_threads(2).build().unwrap();
        let quiet = AtomicBool::new(false);
        assert_eq!(points.check(&threads, &quiet), Ok(()));
        let frame = points.simulate(&threads, &quiet, &|| ()).unwrap().unwrap();
        assert_eq!(frame.rows(), 22);
        let names: Vec<&str> = frame.columns.iter().map(|(name, _)| name.as_str()).collect();
        assert_eq!(names, ["point", "organization", "sibling", "participation", "captured_at_end", "reason"]);
        let text = "ticks = 12\norganization = { members = 20, local_size = 5 }\nvoice.fusion = 0.9\n\
                    safeguards.lottery.share = 0.25\n";
        let history = parse("t", text, &[]).unwrap().run(9).unwrap().swap_remove(0);
        let column = thermidor_core::measures::position("participation").unwrap();
        let crate::output::tables::Column::Real(found) = &frame.columns[3].1 else { panic!("no numbers") };
        assert_eq!(found[20], Some(history.row(history.ticks() - 1)[column]));
    }

    #[test]
    fn a_bad_point_is_named_before_anything_is_simulated() {
        let new = |columns: Vec<(String, Vec<toml::Value>)>| {
            let rows = columns[0].1.len() as u64;
            Points::new(&study(), (rows, columns), Streams::Own, 1, None).map(|points| points.rows)
        };
        let bad = new(vec![given("voice.fusion", &[0.1, 9.0])]).unwrap_err();
        assert_eq!((bad.row, bad.diagnostic.path.as_str()), (Some(1), "voice.fusion"));
        assert!(
            new(vec![given("voice.fuson", &[0.1])]).unwrap_err().diagnostic.code.help().contains("`fusion`")
        );
        assert!(
            new(vec![given("seed", &[1.0])]).unwrap_err().diagnostic.code.message().contains("cannot vary")
        );
        assert!(new(vec![given("voice.fusion", &[0.1]), given("voice.tolerance", &[])]).is_err());
        let points = Points::new(
            &study(),
            (2, vec![given("organization.local_size", &[5.0, 30.0])]),
            Streams::Own,
            1,
            None,
        );
        let threads = rayon::ThreadPoolBuilder::new().num_threads(2).build().unwrap();
        let bad = points.unwrap().check(&threads, &AtomicBool::new(false)).unwrap_err();
        assert_eq!((bad.row, bad.diagnostic.path.as_str()), (Some(1), "organization.local_size"));
    }
}
