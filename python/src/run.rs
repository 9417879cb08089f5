//! Simulating the organizations of a scenario.

use std::ops::Range;
use std::path::PathBuf;
use std::sync::{Arc, Mutex};
use std::time::Instant;

use pyo3::prelude::*;
use thermidor_analysis::run::simulate_all;
use thermidor_analysis::study::Endpoint;
use thermidor_analysis::study::precision;
use thermidor_analysis::study::precision::Missed;
use thermidor_core::budget::{Excess, Stopped};
use thermidor_io::output::answer::Answer;
use thermidor_io::output::manifest::Asked;
use thermidor_io::output::run as output;
use thermidor_io::output::tables::{Frames, Place};
use thermidor_stats::interval::LEVEL;

use crate::interruptible::{interruptible, pool};
use thermidor_core::diagnostic::Explain;

use crate::errors::{Code, fault, internal, interrupted, refused};
use crate::result::{Chart, Kept};
use crate::scenario::Scenario;
use crate::table::Table;
use crate::values::{flag, positive, whole};

/// The most organizations of a scenario, and the largest seed.
pub const MOST: u64 = 100_000_000;
pub const LAST_SEED: u64 = i64::MAX as u64;

/// What came of a run: tables, and the answer in words.
///
/// >>> import thermidor
/// >>> result = thermidor.run({"ticks": 24, "organization.members": 60}, organizations=4)
/// >>> len(result.outcomes), result.outcomes["participation"].shape
/// (4, (4,))
#[pyclass(frozen, module = "thermidor")]
pub struct Run(pub Kept);

/// Confidence of an interval at which work stops or not.
pub fn level(precision: Option<f64>) -> f64 {
    if precision.is_some() { precision::LEVEL } else { LEVEL }
}

/// Warns where a precision was not reached.
pub fn warn(py: Python<'_>, missed: Option<Missed>) -> PyResult<()> {
    let Some(missed) = missed else { return Ok(()) };
    let note = std::ffi::CString::new(missed.to_string())?;
    PyErr::warn(py, &py.get_type::<pyo3::exceptions::PyUserWarning>(), &note, 2)
}

/// The failure of work whose tables are in memory.
pub fn unmade(error: std::io::Error) -> PyErr {
    let error = match error.downcast::<Excess>() {
        Ok(excess) => return stopped(Stopped::Exceeded(excess)),
        Err(error) => error,
    };
    internal(error)
}

/// Why a run ended before its time.
pub fn stopped(stopped: Stopped) -> PyErr {
    refused(thermidor_io::Error::from(stopped))
}

/// An endpoint by its name.
pub fn found(name: &str) -> PyResult<Endpoint> {
    Endpoint::find(name)
        .map_err(|unknown| fault(Code::BadValue, Some("on"), &unknown.message(), &unknown.help()))
}

/// What a question is about.
pub fn endpoint(on: &Bound<'_, PyAny>) -> PyResult<Endpoint> {
    let Ok(name) = on.extract::<String>() else {
        return Err(fault(
            Code::WrongType,
            Some("on"),
            "`on` is not a text",
            "name an outcome such as \"captured_at_end\", or a measure",
        ));
    };
    found(&name)
}

#[pyfunction]
#[pyo3(name = "_run", signature = (scenario, organizations=None, seed=None, full=None, on=None, precision=None, threads=None, progress=None))]
#[expect(clippy::too_many_arguments, reason = "they have names in Python")]
pub fn run(
    py: Python<'_>,
    scenario: &Scenario,
    organizations: Option<&Bound<'_, PyAny>>,
    seed: Option<&Bound<'_, PyAny>>,
    full: Option<&Bound<'_, PyAny>>,
    on: Option<&Bound<'_, PyAny>>,
    precision: Option<&Bound<'_, PyAny>>,
    threads: Option<&Bound<'_, PyAny>>,
    progress: Option<Bound<'_, PyAny>>,
) -> PyResult<Run> {
    let on = on.map_or_else(|| found("captured_at_end"), endpoint)?;
    let full = full.map_or(Ok(false), |full| flag("full", full))?;
    let target = positive("precision", precision)?;
    let organizations = whole("organizations", organizations, 1, MOST)?;
    let assumed =
        scenario.arms(organizations, whole("seed", seed, 0, LAST_SEED)?, None, None)?.swap_remove(0);
    let threads = pool(py, threads)?;
    let begun = Instant::now();
    let frames: Frames = Arc::new(Mutex::new(Vec::new()));
    let first = assumed.organizations;
    let made = interruptible(py, progress.as_ref(), u64::from(first), |attendance| {
        let to = Place::Memory(Arc::clone(&frames));
        let mut run = output::Run::begin(to, &assumed, on, full)?.at(level(target));
        let simulate = |run: &mut output::Run, runs: Range<u32>| {
            attendance.expect(u64::from(runs.end));
            let one = |number| assumed.run_unless(&attendance.cancel, number);
            simulate_all(&one, runs, &threads, &attendance.cancel, &|| attendance.tick(), run)
        };
        let half_width = |run: &output::Run| run.summary().endpoint().half_width();
        match precision::enough(target, first, &mut run, simulate, half_width)? {
            Ok((done, missed)) => run.finish().map(|summary| Some((summary, done, missed))),
            Err(_) => Ok(None),
        }
    })?;
    let Some((summary, done, missed)) = made.map_err(unmade)? else {
        return Err(interrupted());
    };
    warn(py, missed)?;
    let seconds = begun.elapsed().as_secs_f64();
    let answer = Answer::new(&assumed, &summary);
    let asked = Asked::Run { on: on.name().to_owned(), precision: target, full };
    let words = (answer.words(&assumed), &answer);
    let (pages_of, arms) = (assumed.clone(), vec![assumed]);
    let pages = move |directory: &std::path::Path, charts| {
        output::pages(directory, &pages_of, &summary, &Answer::new(&pages_of, &summary), charts)
    };
    Kept::made(&frames, words, arms, done, (asked, seconds), pages).map(Run)
}

#[pymethods]
impl Run {
    /// A row an organization: how it ended, and all measures in its last month.
    #[getter]
    fn outcomes(&self) -> PyResult<Table> {
        self.0.find("outcomes")
    }

    /// Quantiles over organizations, by measure and month.
    #[getter]
    fn trajectories(&self) -> PyResult<Table> {
        self.0.find("trajectories")
    }

    /// Every measure of every month of every organization, with `full=True`.
    #[getter]
    fn full(&self) -> PyResult<Option<Table>> {
        self.0.get("trajectories-full")
    }

    /// What happened in every organization, with `full=True`.
    #[getter]
    fn events(&self) -> PyResult<Option<Table>> {
        self.0.get("events")
    }

    /// The scenario, with the seed that it was run with.
    #[getter]
    fn scenario(&self) -> Scenario {
        self.0.scenario()
    }

    /// The answer in words, with natural frequencies.
    #[getter]
    fn answer(&self) -> &str {
        &self.0.answer
    }

    /// The answer as a dictionary.
    #[getter]
    fn summary<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        self.0.summary(py)
    }

    fn __len__(&self) -> PyResult<usize> {
        Ok(self.outcomes()?.rows())
    }

    fn __repr__(&self) -> String {
        format!("<Run of {:?}>\n{}", self.scenario().study.base.name, self.0.answer)
    }

    fn _repr_html_(&self) -> String {
        self.0.html()
    }

    /// The outcomes as a `pandas.DataFrame`.
    fn to_pandas<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        Table::to_pandas(Bound::new(py, self.outcomes()?)?)
    }

    /// The outcomes as a `polars.DataFrame`.
    fn to_polars<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        Table::to_polars(Bound::new(py, self.outcomes()?)?)
    }

    /// A chart: "outcomes" or "profile", as the command line draws them.
    #[pyo3(signature = (name=None))]
    fn plot(&self, py: Python<'_>, name: Option<&str>) -> PyResult<Chart> {
        self.0.chart(py, name, &["outcomes", "profile"])
    }

    /// Writes the files that the command line writes into a directory that does not exist yet.
    #[pyo3(signature = (path, charts=None))]
    fn save(&self, py: Python<'_>, path: PathBuf, charts: Option<&Bound<'_, PyAny>>) -> PyResult<()> {
        self.0.save(py, &path, charts.map_or(Ok(true), |charts| flag("charts", charts))?)
    }
}
