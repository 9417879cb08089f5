//! What is made of results that were saved: checked, told again, merged, and put on a page.

use std::path::{Path, PathBuf};
use std::sync::Mutex;

use pyo3::prelude::*;
use pyo3::types::PyString;
use thermidor_analysis::validate::report as validation;
use thermidor_analysis::validate::report::Subject;
use thermidor_core::Model;
use thermidor_io::output::manifest;
use thermidor_io::output::manifest::Asked;
use thermidor_io::output::replay as lib;
use thermidor_io::output::replay::Unmade;
use thermidor_io::output::tables::Frame;
use thermidor_io::report as page;
use thermidor_io::sweep::answer;
use thermidor_io::sweep::merge as shards;
use thermidor_io::verify as checking;
use thermidor_io::verify::{Question, Sample, Workers};

use crate::errors::{self, Code, fault, internal, refused};
use crate::interruptible::{interruptible, pool};
use crate::result::{Chart, deliver};
use crate::scenario::Scenario;
use crate::table::Table;
use crate::values::{flag, several, to_python, to_toml, whole, words};

/// What `verify` found.
///
/// It is true where nothing differs.
#[pyclass(frozen, module = "thermidor")]
pub struct Verdict(checking::Verdict);

#[pymethods]
impl Verdict {
    /// Whether nothing differs.
    #[getter]
    fn holds(&self) -> bool {
        self.0.holds
    }

    /// What differs, a sentence each.
    #[getter]
    fn differences(&self) -> Vec<String> {
        self.0.differences.clone()
    }

    /// What was made again, in a sentence; empty where something differs.
    #[getter]
    fn certified(&self) -> &str {
        if self.0.holds { &self.0.certified } else { "" }
    }

    /// Files of which the hash is right, and that were not made again.
    #[getter]
    fn not_made_again(&self) -> Vec<String> {
        self.0.not_made_again.clone()
    }

    /// What was not looked at at all.
    #[getter]
    fn not_looked_at(&self) -> Vec<String> {
        self.0.not_looked_at.clone()
    }

    fn __bool__(&self) -> bool {
        self.0.holds
    }

    fn __repr__(&self) -> String {
        if self.0.holds {
            format!("<Verdict: {}>", self.0.certified)
        } else {
            format!("<Verdict: {}>", self.0.differences.join("; "))
        }
    }
}

/// A share in percent, without the rounding error of the product, so that 0.07 is 7 %.
fn percent(share: f64) -> f64 {
    (share * 1e12).round() / 1e10
}

/// How much to make again: a share as "5%" or 0.05, or a number.
fn sample(given: Option<&Bound<'_, PyAny>>) -> PyResult<Sample> {
    let Some(given) = given else { return Ok(Sample::Percent(5.0)) };
    let bad = || {
        let what =
            format!("sample={}: not a share or a number", thermidor_core::text::cut(&given.to_string(), 100));
        fault(Code::BadValue, Some("sample"), &what, "use \"5%\", 0.05, or a number such as 20")
    };
    match to_toml(given).map_err(|_| bad())? {
        Some(toml::Value::Integer(number)) => Ok(Sample::Number(u32::try_from(number).map_err(|_| bad())?)),
        Some(toml::Value::Float(share)) if (0.0..=1.0).contains(&share) => {
            Ok(Sample::Percent(percent(share)))
        }
        Some(toml::Value::String(text)) => {
            let share = text.trim().strip_suffix('%').and_then(|share| share.trim().parse::<f64>().ok());
            share.filter(|share| (0.0..=100.0).contains(share)).map(Sample::Percent).ok_or_else(bad)
        }
        _ => Err(bad()),
    }
}

#[pyfunction]
#[pyo3(name = "_verify", signature = (result, sample=None, sample_seed=None, threads=None, progress=None))]
pub fn verify(
    py: Python<'_>,
    result: PathBuf,
    sample: Option<&Bound<'_, PyAny>>,
    sample_seed: Option<&Bound<'_, PyAny>>,
    threads: Option<&Bound<'_, PyAny>>,
    progress: Option<Bound<'_, PyAny>>,
) -> PyResult<Verdict> {
    let sample_seed = whole("sample_seed", sample_seed, 0, i64::MAX as u64)?.unwrap_or(0);
    let sample = self::sample(sample)?;
    let threads = pool(py, threads)?;
    let notes = Mutex::new(Vec::new());
    let found = interruptible(py, progress.as_ref(), 0, |attendance| {
        let workers = Workers {
            threads: &threads,
            cancel: &attendance.cancel,
            begin: &|more, _| attendance.expect_more(more),
            progress: &|| attendance.tick(),
            note: &|note| {
                notes.lock().unwrap_or_else(std::sync::PoisonError::into_inner).push(note.to_owned())
            },
        };
        checking::verify(&Question { result: &result, sample, sample_seed }, &workers)
    })?;
    for note in notes.into_inner().unwrap_or_else(std::sync::PoisonError::into_inner) {
        py.import("warnings")?.call_method1("warn", (note,))?;
    }
    found.map(Verdict).map_err(refused)
}

/// One run again: its futures, and where they part.
#[pyclass(frozen, module = "thermidor")]
pub struct Replay {
    story: String,
    changed: Option<String>,
    apart: Option<String>,
    frames: Vec<Frame>,
    timeline: String,
}

#[pymethods]
impl Replay {
    /// What happened, in words.
    #[getter]
    fn story(&self) -> &str {
        &self.story
    }

    /// What happens with the changes, in words.
    #[getter]
    fn story_changed(&self) -> Option<&str> {
        self.changed.as_deref()
    }

    /// Until when the two futures are the same, and how each ends.
    #[getter]
    fn apart(&self) -> Option<&str> {
        self.apart.as_deref()
    }

    /// All measures of every month.
    #[getter]
    fn trajectory(&self) -> PyResult<Option<Table>> {
        self.table("trajectory")
    }

    /// All measures of every month with the changes.
    #[getter]
    fn trajectory_changed(&self) -> PyResult<Option<Table>> {
        self.table("trajectory-changed")
    }

    /// What happened, a row an event.
    #[getter]
    fn events(&self) -> PyResult<Option<Table>> {
        self.table("events")
    }

    /// What happens with the changes, a row an event.
    #[getter]
    fn events_changed(&self) -> PyResult<Option<Table>> {
        self.table("events-changed")
    }

    fn __repr__(&self) -> String {
        format!("<Replay>\n{}", self.story)
    }

    fn _repr_html_(&self) -> String {
        format!("<pre>{}</pre>", crate::scenario::escaped(&self.story))
    }

    /// The timeline as a chart.
    fn plot(&self) -> Chart {
        Chart(self.timeline.clone())
    }
}

impl Replay {
    fn table(&self, name: &str) -> PyResult<Option<Table>> {
        self.frames.iter().find(|frame| frame.name == name).cloned().map(Table::new).transpose()
    }
}

#[pyfunction]
#[pyo3(name = "_replay", signature = (result, organization, variant=None, change=None, offices=None, out=None))]
pub fn replay(
    py: Python<'_>,
    result: PathBuf,
    organization: &Bound<'_, PyAny>,
    variant: Option<&str>,
    change: Option<&Bound<'_, PyAny>>,
    offices: Option<&Bound<'_, PyAny>>,
    out: Option<PathBuf>,
) -> PyResult<Replay> {
    let manifest = manifest::read(&result).map_err(refused)?;
    let scenario = lib::arm(&manifest, variant).map_err(refused)?;
    let last = u64::from(manifest.organizations) - 1;
    let Some(organization) = whole("organization", Some(organization), 0, last)? else {
        return Err(fault(
            Code::WrongType,
            Some("organization"),
            "no organization is named",
            "use its number, as in outcomes",
        ));
    };
    let organization = organization as u32;
    let changes = words("change", change)?.unwrap_or_default();
    let offices = offices.map_or(Ok(false), |offices| flag("offices", offices))?;
    // What cannot be changed is told before a place is made.
    lib::changes(&scenario, &changes).map_err(refused)?;
    let place = tempfile::tempdir()
        .map_err(|error| errors::unwritten(&std::env::temp_dir(), &error, "make room there"))?;
    let begun = std::time::Instant::now();
    let made = interruptible(py, None, 0, |attendance| -> Result<_, Unmade> {
        let (told, arms) =
            lib::make(place.path(), &scenario, organization, &changes, offices, &attendance.cancel)?;
        lib::compare_with_row(&result, organization, &manifest, &scenario, &told[0].home)
            .map_err(Unmade::Refused)?;
        let names = ["trajectory", "trajectory-changed", "events", "events-changed"];
        let paths = names.iter().map(|name| place.path().join(format!("{name}.parquet")));
        let frames = paths.filter(|path| path.exists());
        let frames = frames
            .map(|path| Frame::open(&path).map_err(|error| unread(&path, error)))
            .collect::<Result<Vec<_>, _>>()?;
        let path = place.path().join("timeline.svg");
        let timeline = std::fs::read_to_string(&path).map_err(|error| unread(&path, error))?;
        Ok((told, arms, frames, timeline))
    })?;
    let (told, arms, frames, timeline) = made.map_err(|why| match why {
        Unmade::Refused(error) => refused(error),
        Unmade::Unwritten(error) => errors::unwritten(place.path(), &error, "make room there"),
        Unmade::Stopped(stopped) => crate::run::stopped(stopped),
    })?;
    if let Some(out) = out {
        let asked = Asked::Replay { organization, changes: changes.clone(), offices };
        let seconds = begun.elapsed().as_secs_f64();
        let write = |directory: &Path| {
            for file in std::fs::read_dir(place.path())? {
                let file = file?;
                std::fs::copy(file.path(), directory.join(file.file_name()))?;
            }
            manifest::write(directory, asked, &arms, 1, seconds)
        };
        py.detach(|| deliver(&out, write))?;
    }
    let apart = match &told[..] {
        [first, second] => Some(lib::apart(&scenario, &first.home, &second.home)),
        _ => None,
    };
    let mut texts = told.into_iter().map(|told| told.text);
    Ok(Replay { story: texts.next().unwrap_or_default(), changed: texts.next(), apart, frames, timeline })
}

/// A file of a replay that cannot be read again.
fn unread(path: &Path, error: std::io::Error) -> Unmade {
    let (path, why) = (path.to_owned(), error.into());
    Unmade::Refused(thermidor_io::Error::Read { path, why, remedy: thermidor_io::Remedy::MakeReadable })
}

#[pyfunction]
#[pyo3(name = "_report")]
pub fn report(py: Python<'_>, results: Vec<PathBuf>) -> PyResult<String> {
    let made = py.detach(|| {
        let sources = results.iter().map(|result| Ok((result.as_path(), page::source(result)?)));
        sources.collect::<Result<Vec<_>, thermidor_io::Error>>().and_then(|sources| page::page(&sources))
    });
    made.map_err(refused)
}

/// Writes a page to a place where there is nothing.
#[pyfunction]
#[pyo3(name = "_write_page")]
pub fn write_page(py: Python<'_>, html: &str, out: PathBuf) -> PyResult<()> {
    use thermidor_io::output::staging::Staging;
    let made = py.detach(|| {
        let workshop = Staging::open(&out)?;
        std::fs::write(workshop.directory().join("page"), html)?;
        workshop.deliver_only("page")
    });
    made.map_err(|error| match error.kind() {
        std::io::ErrorKind::AlreadyExists => errors::exists(&out),
        _ => errors::unwritten(&out, &error, "choose another place"),
    })
}

#[pyfunction]
#[pyo3(name = "_merge", signature = (shards, out, charts=None))]
pub fn merge<'py>(
    py: Python<'py>,
    shards: Vec<PathBuf>,
    out: PathBuf,
    charts: Option<&Bound<'py, PyAny>>,
) -> PyResult<(String, Bound<'py, PyAny>)> {
    let charts = charts.map_or(Ok(true), |charts| flag("charts", charts))?;
    if shards.is_empty() {
        return Err(fault(
            Code::BadValue,
            Some("shards"),
            "there is nothing to merge",
            "name the directories of all shards",
        ));
    }
    let answer = py.detach(|| {
        let store = self::shards::merge(&shards, &out)?;
        answer::conclude(&store, charts)
    });
    match answer.map_err(refused)? {
        Some(answer) => {
            Ok((answer.words(), to_python(py, &serde_json::to_value(&answer).map_err(internal)?)?))
        }
        None => Err(fault(
            Code::Internal,
            None,
            "the whole has no answer",
            "this is a fault of the program; please report it",
        )),
    }
}

/// Theory and engine beside each other, the patterns, and the statements.
///
/// It is true where everything holds.
#[pyclass(frozen, module = "thermidor")]
pub struct Validation(validation::Report);

#[pymethods]
impl Validation {
    /// Whether everything holds.
    #[getter]
    fn holds(&self) -> bool {
        self.0.holds()
    }

    /// A dictionary a quantity that theory gives: `scenario`, `quantity`, `theory`, `engine`, `standard_error`, `z`,
    /// `runs` and `holds`.
    #[getter]
    fn limits<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        let rows = self.0.benchmarks.iter().flat_map(|(name, verdicts)| {
            verdicts.iter().map(move |verdict| {
                let mut row = serde_json::json!({"scenario": name});
                if let (Some(row), Ok(serde_json::Value::Object(more))) =
                    (row.as_object_mut(), serde_json::to_value(verdict))
                {
                    row.extend(more);
                }
                row
            })
        });
        to_python(py, &serde_json::Value::Array(rows.collect()))
    }

    /// A dictionary a pattern that the defaults should show.
    #[getter]
    fn patterns<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        to_python(py, &serde_json::to_value(&self.0.patterns).map_err(internal)?)
    }

    /// A dictionary with all that was found on the statements; None where they were not asked for.
    #[getter]
    fn statements<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        to_python(py, &serde_json::to_value(&self.0.statements).map_err(internal)?)
    }

    fn __bool__(&self) -> bool {
        self.0.holds()
    }

    fn __repr__(&self) -> String {
        let limits: usize = self.0.benchmarks.iter().map(|(_, verdicts)| verdicts.len()).sum();
        let patterns = self.0.patterns.len();
        let statements = self.0.statements.as_ref().map_or(0, |found| found.verdicts.len());
        let word = if self.0.holds() { "all hold" } else { "not all hold" };
        format!("<Validation: {limits} quantities, {patterns} patterns and {statements} statements; {word}>")
    }
}

/// The one subject that is asked for.
fn subject(
    are_named: bool,
    patterns: Option<&Bound<'_, PyAny>>,
    statements: Option<&Bound<'_, PyAny>>,
) -> PyResult<Subject> {
    let patterns = patterns.map_or(Ok(false), |patterns| flag("patterns", patterns))?;
    let statements = statements.map_or(Ok(false), |statements| flag("statements", statements))?;
    match (are_named, patterns, statements) {
        (_, false, false) => Ok(Subject::Benchmarks),
        (false, true, false) => Ok(Subject::Patterns),
        (false, false, true) => Ok(Subject::Statements),
        _ => Err(fault(
            Code::BadValue,
            Some(if statements { "statements" } else { "patterns" }),
            "scenarios, patterns and statements cannot be checked together",
            "call validate once for each",
        )),
    }
}

/// Scenarios by their names; a file is named as it was given.
fn named(scenarios: Option<&Bound<'_, PyAny>>) -> PyResult<Vec<(String, Model)>> {
    let given = match scenarios {
        Some(one) if one.extract::<Scenario>().is_ok() => vec![one.clone()],
        Some(given) => several(given)?,
        None => Vec::new(),
    };
    let named = given.into_iter().map(|given| {
        let scenario = Scenario::from_any(&given)?.study.base;
        let name = if given.cast::<PyString>().is_ok() { given.to_string() } else { scenario.name.clone() };
        Ok((name, scenario))
    });
    named.collect()
}

#[pyfunction]
#[pyo3(
    name = "_validate",
    signature = (scenarios=None, patterns=None, statements=None, full=None, threads=None, progress=None)
)]
pub fn validate(
    py: Python<'_>,
    scenarios: Option<&Bound<'_, PyAny>>,
    patterns: Option<&Bound<'_, PyAny>>,
    statements: Option<&Bound<'_, PyAny>>,
    full: Option<&Bound<'_, PyAny>>,
    threads: Option<&Bound<'_, PyAny>>,
    progress: Option<Bound<'_, PyAny>>,
) -> PyResult<Validation> {
    let named = named(scenarios)?;
    let subject = subject(!named.is_empty(), patterns, statements)?;
    let full = full.map_or(Ok(false), |full| flag("full", full))?;
    let question = validation::Question { named, subject, full };
    let threads = pool(py, threads)?;
    let found = interruptible(py, progress.as_ref(), question.runs(), |attendance| {
        threads.install(|| validation::check(&question, &attendance.cancel, &|| attendance.tick()))
    })?;
    found.map(Validation).map_err(refused)
}
