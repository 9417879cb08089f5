//! The answer of a sweep: a table with a row a point, and words.

use std::io;
use std::path::Path;

use serde::Serialize;

use super::axis::Axis;
use super::charts;
use super::parts::{factor_columns, factor_values};
use super::responses::Responses;
use super::store::{Shard, Store};
use crate::output::files;
use crate::output::tables::{Table, Value, number, real, whole};
use crate::{Error, Remedy};
use thermidor_analysis::study::{Endpoint, beside_words, capital};
use thermidor_core::outcome::ENDINGS;
use thermidor_core::text::grouped;
use thermidor_stats::Interval;
use thermidor_stats::figures::{ends, per_cent, plain};

/// Writes what is read off all parts of a sweep, draws its charts where they are wanted, and gives the answer. A shard
/// has none.
///
/// # Errors
/// When a file is damaged or cannot be written.
pub fn conclude(store: &Store, with_charts: bool) -> Result<Option<Answer>, Error> {
    // Charts that are there are drawn again, so that none is of what was before.
    let with_charts = with_charts || store.directory.join("charts").exists();
    let answer = write(&store.directory, store, with_charts)?;
    store.complete().map_err(|error| unwritable(&store.directory, error))?;
    Ok(answer)
}

/// Writes what is read off all parts of a sweep into any directory.
///
/// # Errors
/// As [`conclude`].
pub fn write(directory: &Path, store: &Store, with_charts: bool) -> Result<Option<Answer>, Error> {
    let unwritable = |error: io::Error| unwritable(directory, error);
    store.points(directory).map_err(unwritable)?;
    if store.shard != Shard::ALL {
        return Ok(None);
    }
    let responses = Responses::read(store)?;
    tables(directory, store, &responses).map_err(unwritable)?;
    let answer = Answer::new(store, &responses);
    files::answer(directory, &answer, &answer.words()).map_err(unwritable)?;
    if with_charts {
        charts::write(&directory.join("charts"), store, &responses)
            .map_err(|error| unwritable(io::Error::other(format!("charts: {error}"))))?;
    }
    Ok(Some(answer))
}

fn unwritable(directory: &Path, source: io::Error) -> Error {
    Error::Write { path: directory.to_owned(), source, remedy: Remedy::MakeRoom }
}

/// Writes `responses.csv` and `responses.parquet`: a row a point, with what came of its runs.
///
/// # Errors
/// When they cannot be written.
fn tables(directory: &Path, store: &Store, responses: &Responses) -> io::Result<()> {
    let mut columns = vec![whole("point")];
    columns.extend(factor_columns(&store.stages[store.stages.len() - 1]));
    columns.extend([whole("runs"), whole("failed")]);
    columns.extend(ENDINGS.iter().map(|ending| real(ending.name)));
    columns.extend(["asked", "asked_low", "asked_high"].map(real));
    let mut table = Table::create(directory, "responses", columns)?;
    for (point, response) in responses.points.iter().enumerate() {
        let mut row = vec![Value::Whole(Some(point as u32))];
        row.extend(factor_values(&response.settings));
        row.extend([response.runs, response.failed].map(|count| Value::Whole(Some(count))));
        row.extend(
            response.endings.iter().map(|found| number(if found.n > 0 { found.mean() } else { f64::NAN })),
        );
        let asked = response.interval(responses.on);
        row.extend([asked.estimate, asked.low, asked.high].map(number));
        table.row(row)?;
    }
    table.finish()
}

/// The outcome of a sweep, for programs.
#[derive(Debug, Serialize)]
pub struct Answer {
    /// Title of the experiment.
    pub name: String,
    /// Points.
    pub points: usize,
    /// Runs that did not fail.
    pub runs: u64,
    /// Runs that did.
    pub failed: u64,
    /// The endpoint.
    pub on: &'static str,
    /// The point at which it was lowest.
    pub lowest: Option<Extreme>,
    /// The point at which it was highest.
    pub highest: Option<Extreme>,
    /// Whether it was the same at all points, so that none is the lowest or the highest.
    pub same: bool,
    /// What each factor does to it, over all others; the strongest first.
    pub factors: Vec<Effect>,
    /// How many of all runs came to each of these ends, and the mean of the centre's share of the stakes.
    pub beside: Vec<(&'static str, f64)>,
    /// A note for readers who average over points.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
}

/// A point that stands out.
#[derive(Debug, Serialize)]
pub struct Extreme {
    /// Its number.
    pub point: usize,
    /// The values of all factors.
    pub settings: Vec<(String, String)>,
    /// The endpoint there.
    pub estimate: Interval,
    /// How many points have the same; this is the first of them.
    pub points: usize,
}

/// The effect of a factor on the endpoint, over all values of the others.
#[derive(Debug, Serialize)]
pub struct Effect {
    /// Name of the factor.
    pub factor: String,
    /// The value at which it is lowest, and how low.
    pub lowest: (String, f64),
    /// The value at which it is highest, and how high.
    pub highest: (String, f64),
}

impl Answer {
    /// Reads the answer off the responses.
    pub fn new(store: &Store, responses: &Responses) -> Self {
        let on = responses.on;
        let there: Vec<(usize, f64)> = (responses.points.iter().enumerate())
            .filter(|(_, response)| response.asked.n > 0)
            .map(|(point, response)| (point, response.asked.mean()))
            .collect();
        let extreme = |found: Option<&(usize, f64)>| {
            found.map(|(point, _)| {
                let response = &responses.points[*point];
                let names = responses.axes.iter().map(|axis| axis.name.clone());
                Extreme {
                    point: *point,
                    settings: names.zip(response.settings.iter().map(ToString::to_string)).collect(),
                    estimate: response.interval(on),
                    points: there.iter().filter(|(_, value)| *value == response.asked.mean()).count(),
                }
            })
        };
        let lowest = extreme(there.iter().min_by(|a, b| a.1.total_cmp(&b.1)));
        let highest = extreme(there.iter().rev().max_by(|a, b| a.1.total_cmp(&b.1)));
        let mut factors: Vec<Effect> = (responses.axes.iter().enumerate())
            .filter_map(|(place, axis)| effect(responses, place, axis))
            .collect();
        factors.sort_by(|a, b| (b.highest.1 - b.lowest.1).total_cmp(&(a.highest.1 - a.lowest.1)));
        let last = &store.stages[store.stages.len() - 1];
        Self {
            name: last.resolved.sources.experiment.name.clone(),
            points: responses.points.len(),
            runs: responses.points.iter().map(|point| u64::from(point.runs)).sum(),
            failed: responses.points.iter().map(|point| u64::from(point.failed)).sum(),
            on: on.name(),
            same: lowest.as_ref().is_some_and(|lowest| lowest.points == there.len()),
            lowest,
            highest,
            factors,
            beside: responses.beside.iter().map(|(on, all)| (on.name(), all.mean())).collect(),
            note: last.few_fates(),
        }
    }

    /// What else came of the runs, and the note.
    fn tail(&self) -> String {
        let beside = beside_words(self.on, |place| per_cent(self.beside[place].1));
        let note = self.note.iter().map(|note| format!("{note}\n")).collect::<String>();
        if self.runs == 0 { note } else { format!("Of all runs: {beside}.\n{note}") }
    }

    /// The answer in words.
    pub fn words(&self) -> String {
        let many = |n: u64, what: &str| {
            if n == 1 { format!("1 {what}") } else { format!("{} {what}s", grouped(n)) }
        };
        let mut text =
            format!("{}: {}, {}", self.name, many(self.points as u64, "point"), many(self.runs, "run"));
        text.push_str(&match self.failed {
            0 => ".\n".to_owned(),
            1 => ", 1 failed; its row says why.\n".to_owned(),
            n => format!(", {} failed; their rows say why.\n", grouped(n)),
        });
        let Ok(on) = Endpoint::find(self.on) else { return text };
        let told = |value: f64| if on.is_binary() { per_cent(value) } else { plain(value, 3) };
        let what = on.label();
        let among = on.among().map_or(String::new(), |among| format!(" (of those {among})"));
        let Some((lowest, highest)) = self.lowest.as_ref().zip(self.highest.as_ref()) else {
            let among = on.among().unwrap_or("simulated");
            text.push_str(&format!("No organization was {among}, so that none can be {what}.\n"));
            text.push_str(&self.tail());
            return text;
        };
        if self.same {
            let estimate = told(lowest.estimate.estimate);
            let sure = ends(&lowest.estimate, told);
            let points = match lowest.points {
                1 => "the only point".to_owned(),
                points => format!("each of {} points", grouped(points as u64)),
            };
            let what = capital(&what);
            text.push_str(&format!("{what}{among}: {estimate} (95 % interval {sure}) at {points}.\n"));
            text.push_str(&self.tail());
            return text;
        }
        let words = if on.is_binary() { ["Fewest", "Most"] } else { ["Lowest", "Highest"] };
        for (word, extreme) in words.into_iter().zip([lowest, highest]) {
            let at: Vec<String> =
                extreme.settings.iter().map(|(name, value)| format!("{name} = {value}")).collect();
            let others = match extreme.points - 1 {
                0 => String::new(),
                1 => ", and at 1 other point".to_owned(),
                others => format!(", and at {} other points", grouped(others as u64)),
            };
            text.push_str(&format!(
                "{word} {what}{among}: {} (95 % interval {}) at {} (point {}{others}).\n",
                told(extreme.estimate.estimate),
                ends(&extreme.estimate, told),
                at.join(", "),
                extreme.point
            ));
        }
        for effect in self.factors.iter().take(6) {
            text.push_str(&if effect.lowest.1 == effect.highest.1 {
                let mean = told(effect.lowest.1);
                format!("{}: {mean} at every value, over all values of the others.\n", effect.factor)
            } else {
                format!(
                    "{}: from {} at {} to {} at {}, over all values of the others.\n",
                    effect.factor,
                    told(effect.lowest.1),
                    effect.lowest.0,
                    told(effect.highest.1),
                    effect.highest.0
                )
            });
        }
        text.push_str(&self.tail());
        text
    }
}

fn effect(responses: &Responses, place: usize, axis: &Axis) -> Option<Effect> {
    let means: Vec<(String, f64)> = (axis.labels.iter().zip(responses.curve(place)))
        .filter_map(|(label, group)| Some((label.clone(), group.mean()?)))
        .collect();
    let lowest = means.iter().min_by(|a, b| a.1.total_cmp(&b.1))?.clone();
    let highest = means.iter().max_by(|a, b| a.1.total_cmp(&b.1))?.clone();
    Some(Effect { factor: axis.name.clone(), lowest, highest })
}
