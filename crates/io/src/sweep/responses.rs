//! Responses: the results at each point and for each value of each factor, from the outcomes of a whole sweep.
//!
//! Where points share random streams replicate by replicate, runs of different points are not independent. An interval over
//! several points is therefore one over replicates: each replicate's mean over the points, and Student's interval
//! of those means. Where each point has streams of its own all runs are independent, and the interval is one over runs. It
//! says how sure the response is at these points, not how it varies between them.

use toml::Value as Setting;

use super::axis::Axis;
use super::experiment::Streams;
use super::files::Row;
use super::parts::Came;
use super::store::Store;
use crate::Error;
use thermidor_analysis::study::{Endpoint, beside};
use thermidor_core::measures::position;
use thermidor_core::outcome::{Condition, ENDINGS, Outcome};
use thermidor_stats::interval::LEVEL;
use thermidor_stats::{Interval, Moments};

/// Columns of the table of outcomes that are read, beside what was asked.
const COLUMNS: [&str; 16] = [
    "point",
    "organization",
    "sibling",
    "founded_at",
    "outcome",
    "captured_at",
    "captured_loose_at",
    "captured_strict_at",
    "captured_open_at",
    "recovered_at",
    "collapsed_at",
    "split_at",
    "months_captured",
    "locked_in",
    "ended_at",
    CENTRAL,
];

/// The centre's share, which no answer leaves out.
const CENTRAL: &str = "central_share_stakes";

/// The results at one point.
#[derive(Debug, Clone)]
pub struct Response {
    /// The values of all factors.
    pub settings: Vec<Setting>,
    /// Runs that did not fail.
    pub runs: u32,
    /// Runs that did.
    pub failed: u32,
    /// How they ended, in the order of [`Condition::ALL`].
    pub ended: [u32; 4],
    /// The endings of its runs, in the order of [`ENDINGS`].
    pub endings: Vec<Moments>,
    /// The endpoint, over the runs that have one.
    pub asked: Moments,
    /// Months simulated.
    ticks: u32,
}

/// The results of a sweep.
pub struct Responses {
    /// The endpoint.
    pub on: Endpoint,
    /// Whether each point has random streams of its own.
    own_luck: bool,
    /// Most months simulated at any point.
    ticks: u32,
    /// By number of the point.
    pub points: Vec<Response>,
    /// Each of [`thermidor_analysis::study::BESIDE`] over all runs.
    pub beside: Vec<(Endpoint, Moments)>,
    /// The factors, and the class of every point in each.
    pub axes: Vec<Axis>,
    /// The endpoint by class, for each axis, and by pairs of classes for each pair of axes.
    curves: Vec<Vec<Group>>,
    maps: Vec<Vec<Group>>,
}

/// The endpoint over the points of a class.
#[derive(Debug, Clone, Default)]
pub struct Group {
    /// By replicate: sum over points, and how many.
    sums: Vec<(f64, u32)>,
    all: Moments,
    /// How the runs ended, in the order of [`Condition::ALL`].
    pub ended: [u32; 4],
}

impl Group {
    fn add(&mut self, replicate: usize, value: Option<f64>, condition: Condition) {
        self.ended[condition as usize] += 1;
        let Some(value) = value else { return };
        if self.sums.len() <= replicate {
            self.sums.resize(replicate + 1, (0.0, 0));
        }
        self.sums[replicate].0 += value;
        self.sums[replicate].1 += 1;
        self.all.add(value);
    }

    /// Runs in it.
    pub fn runs(&self) -> u32 {
        self.ended.iter().sum()
    }

    /// The mean of what was asked; `None` where it was asked of none.
    pub fn mean(&self) -> Option<f64> {
        (self.all.n > 0).then(|| self.all.mean())
    }

    /// The same with its interval over so many months.
    fn interval(&self, on: Endpoint, ticks: u32) -> Option<Interval> {
        let estimate = self.mean()?;
        if self.sums.iter().all(|(_, n)| *n <= 1) {
            return Some(on.interval(&self.all, ticks, LEVEL));
        }
        let asked = self.sums.iter().filter(|(_, n)| *n > 0);
        let means: Moments = asked.map(|(sum, n)| sum / f64::from(*n)).collect();
        if means.n < 2 {
            // Points of one replicate share their streams: how they vary between replicates is not known.
            return Some(Interval { estimate, low: f64::NAN, high: f64::NAN });
        }
        let found = means.interval(LEVEL, on.range(ticks));
        // Replicates count alike in one and runs in the other, which differs where replicates have not as many runs.
        Some(Interval { estimate, low: found.low.min(estimate), high: found.high.max(estimate) })
    }
}

impl Response {
    /// Counts a run that did not fail.
    fn take(&mut self, outcome: &Outcome, value: Option<f64>) {
        self.runs += 1;
        self.ended[outcome.condition as usize] += 1;
        value.into_iter().for_each(|value| self.asked.add(value));
        for (moments, ending) in self.endings.iter_mut().zip(ENDINGS) {
            ending.of(outcome).into_iter().for_each(|value| moments.add(value));
        }
    }

    /// The endpoint with its interval.
    pub fn interval(&self, on: Endpoint) -> Interval {
        on.interval(&self.asked, self.ticks, LEVEL)
    }
}

/// A row of outcomes that counts.
enum Seen {
    Failed,
    /// How the run ended.
    Ended(Outcome),
}

/// The content of a row; `None` for rows that do not count: neighbours, organizations that split off.
fn seen(row: &Row) -> Option<Seen> {
    let Came::Ended(condition) = Came::of(row.field("outcome"))? else { return Some(Seen::Failed) };
    if row.whole("sibling") != Some(0) || row.whole("founded_at") != Some(0) {
        return None;
    }
    let outcome = Outcome {
        condition,
        captured_at: row.whole("captured_at"),
        captured_loose_at: row.whole("captured_loose_at"),
        captured_strict_at: row.whole("captured_strict_at"),
        captured_open_at: row.whole("captured_open_at"),
        recovered_at: row.whole("recovered_at"),
        collapsed_at: row.whole("collapsed_at"),
        split_at: row.whole("split_at"),
        months_captured: row.whole("months_captured").unwrap_or(0),
        locked_in: Some(row.text("locked_in")).filter(|said| !said.is_empty()).map(|said| said == "yes"),
        ended_at: row.whole("ended_at").unwrap_or(0),
    };
    Some(Seen::Ended(outcome))
}

/// An endpoint of a run; `None` where it cannot be asked of it.
fn value(row: &Row, outcome: &Outcome, on: Endpoint) -> Option<f64> {
    match on {
        Endpoint::Ending(ending) => ending.of(outcome),
        Endpoint::Measure(_) => row.real(on.name()).map(f64::from),
        Endpoint::Definition(definition) => {
            let of = |name| value(row, outcome, Endpoint::find(name).ok()?);
            Some(of(definition.whole)? - of(definition.open)?)
        }
    }
}

impl Responses {
    /// Reads them off a store that has all its parts.
    ///
    /// # Errors
    /// When a file is damaged.
    pub fn read(store: &Store) -> Result<Self, Error> {
        let mut responses = Self::without_runs(store);
        let asked = match responses.on {
            Endpoint::Measure(_) => vec![responses.on.name()],
            Endpoint::Ending(_) => Vec::new(),
            Endpoint::Definition(definition) => {
                let parts = [definition.whole, definition.open];
                parts.into_iter().filter(|name| position(name).is_some()).collect()
            }
        };
        let others = asked.into_iter().filter(|name| *name != CENTRAL);
        let columns: Vec<&str> = COLUMNS.into_iter().chain(others).collect();
        store.outcomes(&columns, &mut |row| responses.take(row))?;
        Ok(responses)
    }

    /// The points and classes of a store, before any run is counted.
    fn without_runs(store: &Store) -> Self {
        let last = store.last();
        let points = points(store);
        let axes: Vec<Axis> = (0..last.columns.len())
            .map(|factor| Axis::new(last, factor, points.iter().map(|point| &point.settings[factor])))
            .collect();
        let classes = |axis: usize| axes[axis].labels.len();
        let curves = (0..axes.len()).map(|axis| vec![Group::default(); classes(axis)]).collect();
        let maps = pairs(axes.len())
            .into_iter()
            .map(|(i, j)| vec![Group::default(); classes(i) * classes(j)])
            .collect();
        Self {
            on: last.on,
            own_luck: last.sources.experiment.luck == Streams::Own,
            ticks: points.iter().map(|point| point.ticks).max().unwrap_or(0),
            points,
            beside: beside().into_iter().map(|on| (on, Moments::default())).collect(),
            axes,
            curves,
            maps,
        }
    }

    /// Counts a row of outcomes.
    fn take(&mut self, row: &Row) {
        let (Some(point), Some(replicate)) = (row.whole("point"), row.whole("organization")) else { return };
        let Some(response) = self.points.get_mut(point as usize) else { return };
        match seen(row) {
            Some(Seen::Failed) => response.failed += 1,
            Some(Seen::Ended(outcome)) => {
                let asked = value(row, &outcome, self.on);
                for (on, all) in &mut self.beside {
                    value(row, &outcome, *on).into_iter().for_each(|value| all.add(value));
                }
                response.take(&outcome, asked);
                self.group(point as usize, replicate as usize, outcome.condition, asked);
            }
            None => {}
        }
    }

    /// Counts a run in the classes of its point.
    fn group(&mut self, point: usize, replicate: usize, condition: Condition, value: Option<f64>) {
        let class = |axis: usize| usize::from(self.axes[axis].class[point]);
        for (axis, groups) in self.curves.iter_mut().enumerate() {
            groups[class(axis)].add(replicate, value, condition);
        }
        for ((i, j), groups) in pairs(self.axes.len()).into_iter().zip(&mut self.maps) {
            groups[class(i) * self.axes[j].labels.len() + class(j)].add(replicate, value, condition);
        }
    }

    /// The mean of what was asked in a group, with its interval.
    pub fn interval(&self, group: &Group) -> Option<Interval> {
        // With streams of their own all runs are independent, and points that differ only make the interval too wide.
        if self.own_luck && group.all.n > 0 {
            return Some(self.on.interval(&group.all, self.ticks, LEVEL));
        }
        group.interval(self.on, self.ticks)
    }

    /// The endpoint by class of a factor.
    pub fn curve(&self, axis: usize) -> &[Group] {
        &self.curves[axis]
    }

    /// Pairs of factors, and what was asked by their classes: those of the second vary fastest.
    pub fn maps(&self) -> impl Iterator<Item = (usize, usize, &[Group])> {
        pairs(self.axes.len()).into_iter().zip(&self.maps).map(|((i, j), groups)| (i, j, groups.as_slice()))
    }
}

/// Pairs of factors that have a map: all of the first four.
fn pairs(factors: usize) -> Vec<(usize, usize)> {
    let n = factors.min(4);
    (0..n).flat_map(|i| (i + 1..n).map(move |j| (i, j))).collect()
}

fn points(store: &Store) -> Vec<Response> {
    let last = store.last();
    let months = last.columns.iter().position(|column| column.path == "ticks");
    let ticks = |settings: &[Setting]| {
        let set = months.and_then(|place| settings[place].as_integer());
        set.map_or(last.study.base.ticks, |ticks| ticks as u32)
    };
    let empty = |settings: Vec<Setting>| Response {
        ticks: ticks(&settings),
        settings,
        runs: 0,
        failed: 0,
        ended: [0; 4],
        endings: vec![Moments::default(); ENDINGS.len()],
        asked: Moments::default(),
    };
    let mut points: Vec<(u32, Response)> = Vec::new();
    for stage in &store.stages {
        let new = stage.units.iter().filter(|unit| unit.replicates.start == 0);
        points.extend(new.map(|unit| (unit.point, empty(stage.resolved.settings(unit.index)))));
    }
    points.sort_by_key(|(point, _)| *point);
    points.into_iter().map(|(_, response)| response).collect()
}
