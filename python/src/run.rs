//! Simulating the organizations of a scenario.

use std::io::ErrorKind;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Instant;

use pyo3::prelude::*;
use serde::Serialize;
use thermidor::output::answer::Answer;
use thermidor::output::manifest::{self, Asked};
use thermidor::output::run as output;
use thermidor::output::summary::Summary;
use thermidor::output::tables::{Frame, Frames, Place};
use thermidor::output::workshop::Workshop;
use thermidor::run::{simulate_all, simulate_unless};
use thermidor::scenario::Scenario as Assumed;
use thermidor::study::Endpoint;

use crate::attended::{attended, pool};
use crate::refused;
use crate::scenario::Scenario;
use crate::table::Table;
use crate::values::to_python;

/// What came of a run: tables, and the answer in words.
#[pyclass(frozen, module = "thermidor")]
pub struct Run {
    scenario: Assumed,
    summary: Summary,
    tables: Tables,
    full: bool,
    seconds: f64,
}

/// Tables in memory, by name.
pub struct Tables(Vec<Frame>);

impl Tables {
    /// Takes what was finished.
    pub fn take(frames: &Frames) -> Self {
        Self(std::mem::take(&mut *frames.lock().unwrap_or_else(PoisonError::into_inner)))
    }

    /// A table, where it is there.
    pub fn get(&self, name: &str) -> PyResult<Option<Table>> {
        self.0.iter().find(|frame| frame.name == name).cloned().map(Table::new).transpose()
    }

    /// A table that is always there.
    pub fn find(&self, name: &str) -> PyResult<Table> {
        self.get(name)?.ok_or_else(|| refused(format!("error: there is no table {name}")))
    }

    /// Writes all of them to a directory.
    pub fn save(&self, directory: &Path) -> std::io::Result<()> {
        self.0.iter().try_for_each(|frame| frame.save(directory))
    }
}

/// The overrides that `organizations` and `seed` are.
pub fn luck(organizations: Option<u32>, seed: Option<u64>) -> Vec<String> {
    let organizations = organizations.map(|n| format!("organizations={n}"));
    organizations.into_iter().chain(seed.map(|seed| format!("seed={seed}"))).collect()
}

/// Makes a result in a hidden directory and moves it to its place when it is whole.
pub fn deliver(path: &Path, write: impl FnOnce(&Path) -> std::io::Result<()>) -> PyResult<()> {
    let made = Workshop::open(path).and_then(|workshop| {
        write(workshop.directory())?;
        workshop.deliver()
    });
    made.map_err(|error| {
        let place = path.display();
        refused(match error.kind() {
            ErrorKind::AlreadyExists => format!("error: {place} exists\n  help: choose another place"),
            _ => format!(
                "error: {place} cannot be written: {error}\n  help: make room or choose another place"
            ),
        })
    })
}

/// An answer as a dictionary.
pub fn dictionary<'py>(py: Python<'py>, answer: &impl Serialize) -> PyResult<Bound<'py, PyAny>> {
    to_python(py, &serde_json::to_value(answer).map_err(refused)?)
}

/// Simulates the organizations of a scenario.
///
/// `organizations` and `seed` take the place of the scenario's own; with `full`, every month of every organization and
/// the chronicle are kept. The interpreter is free meanwhile, and ctrl-C stops it.
#[pyfunction]
#[pyo3(name = "_run", signature = (scenario, organizations=None, seed=None, full=false, on="captured_at_end", threads=None, progress=None))]
#[expect(clippy::too_many_arguments, reason = "they have names in Python")]
pub fn run(
    py: Python<'_>,
    scenario: &Scenario,
    organizations: Option<u32>,
    seed: Option<u64>,
    full: bool,
    on: &str,
    threads: Option<usize>,
    progress: Option<Bound<'_, PyAny>>,
) -> PyResult<Run> {
    let on = Endpoint::find(on).map_err(refused)?;
    let assumed = scenario.arms(&luck(organizations, seed), &[])?.swap_remove(0);
    let threads = pool(py, threads)?;
    let begun = Instant::now();
    let frames: Frames = Arc::new(Mutex::new(Vec::new()));
    let n = assumed.organizations;
    let summary = attended(py, progress.as_ref(), u64::from(n), |attendance| {
        let mut run = output::Run::begin(Place::Memory(Arc::clone(&frames)), &assumed, on, full)?;
        let tick = || attendance.tick();
        match simulate_all(
            &|number| simulate_unless(&attendance.cancel, &assumed, number),
            0..n,
            &threads,
            &attendance.cancel,
            &tick,
            &mut run,
        )? {
            Ok(()) => run.finish().map(Some),
            Err(_) => Ok(None),
        }
    })?;
    let summary = summary.map_err(|error: std::io::Error| refused(error))?;
    let Some(summary) = summary else { return Err(refused("error: interrupted")) };
    let seconds = begun.elapsed().as_secs_f64();
    Ok(Run { scenario: assumed, summary, tables: Tables::take(&frames), full, seconds })
}

#[pymethods]
impl Run {
    /// A row an organization: how it ended, and all measures in its last month.
    #[getter]
    fn outcomes(&self) -> PyResult<Table> {
        self.tables.find("outcomes")
    }

    /// Quantiles over organizations, by measure and month.
    #[getter]
    fn trajectories(&self) -> PyResult<Table> {
        self.tables.find("trajectories")
    }

    /// Every measure of every month of every organization, with `full=True`.
    #[getter]
    fn full(&self) -> PyResult<Option<Table>> {
        self.tables.get("trajectories-full")
    }

    /// What happened in every organization, with `full=True`.
    #[getter]
    fn events(&self) -> PyResult<Option<Table>> {
        self.tables.get("events")
    }

    /// The answer in words, with natural frequencies.
    #[getter]
    fn answer(&self) -> String {
        Answer::new(&self.scenario, &self.summary).words(&self.scenario)
    }

    /// The answer as a dictionary.
    #[getter]
    fn summary<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        dictionary(py, &Answer::new(&self.scenario, &self.summary))
    }

    fn __repr__(&self) -> String {
        format!("<Run of {:?}>\n{}", self.scenario.name, self.answer())
    }

    /// Writes the files that the command line writes into a directory that does not exist yet.
    #[pyo3(signature = (path, charts=true))]
    fn save(&self, py: Python<'_>, path: PathBuf, charts: bool) -> PyResult<()> {
        let write = |directory: &Path| {
            self.tables.save(directory)?;
            let answer = Answer::new(&self.scenario, &self.summary);
            output::pages(directory, &self.scenario, &self.summary, &answer, charts)?;
            let n = self.scenario.organizations;
            let asked =
                Asked::Run { on: self.summary.on.name().to_owned(), precision: None, full: self.full };
            let arms = std::slice::from_ref(&self.scenario);
            manifest::write(directory, asked, arms, n, self.seconds)
        };
        py.detach(|| deliver(&path, write))
    }
}
