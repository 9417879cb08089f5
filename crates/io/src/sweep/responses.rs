//! What came out at each point and for each value of each factor: read off the outcomes of a whole sweep.
//!
//! Where points share luck replicate by replicate, runs of different points are not independent. An interval over
//! several points is therefore one over replicates: each replicate's mean over the points, and Student's interval
//! of those means. Where each point has luck of its own all runs are independent, and the interval is one over runs. It
//! says how sure the response is at these points, not how it varies between them.

use parquet::record::Field;
use toml::Value as Setting;

use super::experiment::{Resolved, Scale, Streams};
use super::parts::FAILED;
use super::store::Store;
use thermidor_analysis::study::Endpoint;
use thermidor_core::outcome::{Condition, ENDINGS, Outcome};
use thermidor_stats::interval::LEVEL;
use thermidor_stats::{Interval, Moments};

/// Values of a factor beyond which they are put together in classes.
const CLASSES: usize = 12;
/// Different values that are all shown.
const VALUES: usize = 24;

/// What came out at one point.
#[derive(Debug, Clone)]
pub struct Response {
    /// The values of all factors.
    pub settings: Vec<Setting>,
    /// Runs that did not fail.
    pub runs: u32,
    /// Runs that did.
    pub failed: u32,
    /// How they ended, in the order of [`Condition::ALL`].
    pub ended: [u32; 5],
    /// What came of each run, in the order of [`ENDINGS`].
    pub endings: Vec<Moments>,
    /// What was asked, of the runs of which it can be.
    pub asked: Moments,
    /// Months simulated.
    ticks: u32,
}

/// What came out of a sweep.
pub struct Responses {
    /// What was asked.
    pub on: Endpoint,
    /// Whether each point has luck of its own.
    own_luck: bool,
    /// Most months simulated at any point.
    ticks: u32,
    /// By number of the point.
    pub points: Vec<Response>,
    /// The factors, and the class of every point in each.
    pub axes: Vec<Axis>,
    /// What was asked, by class, for each axis; and by pairs of classes for each pair of axes.
    curves: Vec<Vec<Group>>,
    maps: Vec<Vec<Group>>,
}

/// The values of a factor in classes.
#[derive(Debug, Clone)]
pub struct Axis {
    /// Name of the factor.
    pub name: String,
    /// Names of the classes.
    pub labels: Vec<String>,
    /// Where the classes lie on a scale, if they are numbers.
    pub places: Option<Vec<f64>>,
    /// How they lie on it.
    pub scale: Scale,
    /// The class of every point.
    pub class: Vec<u16>,
}

/// What was asked over the points of a class.
#[derive(Debug, Clone, Default)]
pub struct Group {
    /// By replicate: sum over points, and how many.
    sums: Vec<(f64, u32)>,
    all: Moments,
    /// How the runs ended, in the order of [`Condition::ALL`].
    pub ended: [u32; 5],
}

impl Group {
    fn add(&mut self, replicate: usize, value: Option<f64>, condition: usize) {
        self.ended[condition] += 1;
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
            // Points of one replicate share their luck: how it varies between replicates is not known.
            return Some(Interval { estimate, low: f64::NAN, high: f64::NAN });
        }
        let found = means.interval(LEVEL, on.range(ticks));
        // Replicates count alike in one and runs in the other, which differs where replicates have not as many runs.
        Some(Interval { estimate, low: found.low.min(estimate), high: found.high.max(estimate) })
    }
}

impl Response {
    /// What was asked, with its interval.
    pub fn interval(&self, on: Endpoint) -> Interval {
        on.interval(&self.asked, self.ticks, LEVEL)
    }
}

impl Responses {
    /// Reads them off a store that has all its parts.
    ///
    /// # Errors
    /// When a file is damaged.
    pub fn read(store: &Store) -> Result<Self, String> {
        let last = &store.stages[store.stages.len() - 1].resolved;
        let on = last.on;
        let mut points = points(store);
        let axes: Vec<Axis> = (0..last.columns.len()).map(|factor| axis(store, &points, factor)).collect();
        let mut curves: Vec<Vec<Group>> =
            axes.iter().map(|axis| vec![Group::default(); axis.labels.len()]).collect();
        let pairs = pairs(axes.len());
        let mut maps: Vec<Vec<Group>> = pairs
            .iter()
            .map(|(i, j)| vec![Group::default(); axes[*i].labels.len() * axes[*j].labels.len()])
            .collect();
        let asked = match on {
            Endpoint::Measure(_) => on.name(),
            Endpoint::Ending(_) => "months_captured",
        };
        let columns = [
            "point",
            "organization",
            "sibling",
            "founded_at",
            "outcome",
            "captured_at",
            "recovered_at",
            "collapsed_at",
            "split_at",
            "months_captured",
            "locked_in",
            "ended_at",
            asked,
        ];
        store.outcomes(&columns, &mut |row| {
            let whole =
                |place: usize| if let Field::Int(number) = &row[place] { Some(*number as u32) } else { None };
            let text = |place: usize| if let Field::Str(text) = &row[place] { text.as_str() } else { "" };
            let (Some(point), Some(replicate)) = (whole(0), whole(1)) else { return };
            let Some(response) = points.get_mut(point as usize) else { return };
            if text(4) == FAILED {
                response.failed += 1;
                return;
            }
            // The organization that the question is about: not its neighbours, and not those that split off.
            if whole(2) != Some(0) || whole(3) != Some(0) {
                return;
            }
            let Some(condition) = Condition::ALL.iter().position(|condition| condition.name() == text(4))
            else {
                return;
            };
            let outcome = Outcome {
                condition: Condition::ALL[condition],
                captured_at: whole(5),
                recovered_at: whole(6),
                collapsed_at: whole(7),
                split_at: whole(8),
                months_captured: whole(9).unwrap_or(0),
                locked_in: Some(text(10)).filter(|said| !said.is_empty()).map(|said| said == "yes"),
                ended_at: whole(11).unwrap_or(0),
            };
            let value = match (on, &row[12]) {
                (Endpoint::Ending(ending), _) => ending.of(&outcome),
                (Endpoint::Measure(_), Field::Float(value)) => Some(f64::from(*value)),
                _ => return,
            };
            response.runs += 1;
            response.ended[condition] += 1;
            value.into_iter().for_each(|value| response.asked.add(value));
            for (moments, ending) in response.endings.iter_mut().zip(ENDINGS) {
                ending.of(&outcome).into_iter().for_each(|value| moments.add(value));
            }
            let class = |axis: usize| usize::from(axes[axis].class[point as usize]);
            for (axis, groups) in curves.iter_mut().enumerate() {
                groups[class(axis)].add(replicate as usize, value, condition);
            }
            for ((i, j), groups) in pairs.iter().zip(&mut maps) {
                groups[class(*i) * axes[*j].labels.len() + class(*j)].add(
                    replicate as usize,
                    value,
                    condition,
                );
            }
        })?;
        let ticks = points.iter().map(|point| point.ticks).max().unwrap_or(0);
        let own_luck = last.sources.experiment.luck == Streams::Own;
        Ok(Self { on, own_luck, ticks, points, axes, curves, maps })
    }

    /// The mean of what was asked in a group, with its interval.
    pub fn interval(&self, group: &Group) -> Option<Interval> {
        // With luck of their own all runs are independent, and points that differ only make the interval too wide.
        if self.own_luck && group.all.n > 0 {
            return Some(self.on.interval(&group.all, self.ticks, LEVEL));
        }
        group.interval(self.on, self.ticks)
    }

    /// What was asked, by class of a factor.
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
    let last = &store.stages[store.stages.len() - 1].resolved;
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
        ended: [0; 5],
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

/// The classes of a factor over all points.
fn axis(store: &Store, points: &[Response], factor: usize) -> Axis {
    let resolved = &store.stages[store.stages.len() - 1].resolved;
    let scale = scale(resolved, factor);
    let name = resolved.columns[factor].name.clone();
    let number = |setting: &Setting| match setting {
        Setting::Integer(number) => Some(*number as f64),
        Setting::Float(number) => Some(*number),
        _ => None,
    };
    let values: Vec<&Setting> = points.iter().map(|point| &point.settings[factor]).collect();
    let numbers: Option<Vec<f64>> = values.iter().map(|value| number(value)).collect();
    let Some(numbers) = numbers else {
        // Words stay in the order in which they were given.
        let mut labels: Vec<String> = Vec::new();
        let mut class = Vec::with_capacity(values.len());
        for value in values {
            let label = match value {
                Setting::String(text) => text.clone(),
                Setting::Boolean(on) => if *on { "on" } else { "off" }.to_owned(),
                other => other.to_string(),
            };
            let at = labels.iter().position(|there| *there == label).unwrap_or_else(|| {
                labels.push(label);
                labels.len() - 1
            });
            class.push(at as u16);
        }
        return Axis { name, labels, places: None, scale, class };
    };
    let mut distinct = numbers.clone();
    distinct.sort_by(f64::total_cmp);
    distinct.dedup();
    let (places, class): (Vec<f64>, Vec<u16>) = if distinct.len() <= VALUES {
        let of = |value: &f64| distinct.partition_point(|there| there < value) as u16;
        let class = numbers.iter().map(of).collect();
        (distinct, class)
    } else {
        let on = |value: f64| if scale == Scale::Log { libm::log(value) } else { value };
        let back = |value: f64| if scale == Scale::Log { libm::exp(value) } else { value };
        let (low, high) = (on(distinct[0]), on(distinct[distinct.len() - 1]));
        let width = (high - low) / CLASSES as f64;
        let of = |value: &f64| (((on(*value) - low) / width) as usize).min(CLASSES - 1) as u16;
        let class = numbers.iter().map(of).collect();
        ((0..CLASSES).map(|class| back(low + (class as f64 + 0.5) * width)).collect(), class)
    };
    let labels = places.iter().map(|place| short(*place)).collect();
    Axis { name, labels, places: Some(places), scale, class }
}

/// A number with three figures that count.
fn short(value: f64) -> String {
    if value == 0.0 || (value.fract() == 0.0 && value.abs() < 1e6) {
        return format!("{value:.0}");
    }
    let digits = (2.0 - libm::floor(libm::log10(value.abs()))).max(0.0) as usize;
    let text = format!("{value:.digits$}");
    if text.contains('.') { text.trim_end_matches('0').trim_end_matches('.').to_owned() } else { text }
}

/// How the values of a factor lie on a scale; those of a list say nothing of it.
fn scale(resolved: &Resolved, factor: usize) -> Scale {
    let path = &resolved.columns[factor].path;
    let mut named = resolved.sources.experiment.block.iter().flat_map(|block| &block.factor);
    let found = named.find(|factor| resolved.template.full_path(factor.path.trim()) == *path);
    found.map_or(Scale::Linear, |factor| factor.scale)
}
