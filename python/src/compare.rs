//! Two futures and more with the same luck.

use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};
use std::time::Instant;

use pyo3::prelude::*;
use pyo3::types::PyTuple;
use thermidor::output::comparison::{self as output, Answer, Comparing};
use thermidor::output::manifest::{self, Asked};
use thermidor::output::tables::{Frames, Place};
use thermidor::scenario::Scenario as Assumed;
use thermidor::scenario::read::Edit;
use thermidor::study::{self, Endpoint};

use crate::attended::{attended, pool};
use crate::refused;
use crate::run::{Tables, deliver, dictionary, luck};
use crate::scenario::Scenario;
use crate::table::Table;

/// What came of a comparison: tables, and the answer in words.
#[pyclass(frozen, module = "thermidor")]
pub struct Comparison {
    arms: Vec<Assumed>,
    comparison: study::Comparison,
    tables: Tables,
    seconds: f64,
}

/// Compares a scenario with its variants, with other scenarios, and with what `with_` and `without` make of it.
#[pyfunction]
#[pyo3(name = "_compare", signature = (scenario, *others, with_=None, without=None, organizations=None, seed=None, on="captured_at_end", threads=None, progress=None))]
#[expect(clippy::too_many_arguments, reason = "they have names in Python")]
pub fn compare(
    py: Python<'_>,
    scenario: &Scenario,
    others: &Bound<'_, PyTuple>,
    with_: Option<Vec<String>>,
    without: Option<Vec<String>>,
    organizations: Option<u32>,
    seed: Option<u64>,
    on: &str,
    threads: Option<usize>,
    progress: Option<Bound<'_, PyAny>>,
) -> PyResult<Comparison> {
    let on = Endpoint::find(on).map_err(refused)?;
    let mut edits: Vec<Edit> = with_.into_iter().flatten().map(Edit::With).collect();
    edits.extend(without.into_iter().flatten().map(Edit::Without));
    let mut arms = scenario.arms(&luck(organizations, seed), &edits)?;
    for other in others {
        let mut other = other.extract::<Scenario>()?.study.base;
        if other.ticks != arms[0].ticks {
            return Err(refused(format!(
                "error: {} lasts {} months, and {} lasts {}\n  help: futures that are compared last as long; set ticks to the same",
                other.name, other.ticks, arms[0].name, arms[0].ticks
            )));
        }
        (other.seed, other.organizations) = (arms[0].seed, arms[0].organizations);
        arms.push(other);
    }
    let name = arms[0].name.clone();
    let arms = study::arms(arms, &name).map_err(refused)?;
    let threads = pool(py, threads)?;
    let begun = Instant::now();
    let frames: Frames = Arc::new(Mutex::new(Vec::new()));
    let n = arms[0].organizations;
    let found = attended(py, progress.as_ref(), u64::from(n), |attendance| {
        let mut comparing = Comparing::begin(Place::Memory(Arc::clone(&frames)), &arms, on)?;
        let tick = || attendance.tick();
        match comparing.simulate(&arms, 0..n, &threads, &attendance.cancel, &tick)? {
            Ok(()) => comparing.finish().map(Some),
            Err(_) => Ok(None),
        }
    })?;
    let found = found.map_err(|error: std::io::Error| refused(error))?;
    let Some(comparison) = found else { return Err(refused("error: interrupted")) };
    let seconds = begun.elapsed().as_secs_f64();
    Ok(Comparison { arms, comparison, tables: Tables::take(&frames), seconds })
}

#[pymethods]
impl Comparison {
    /// A row an organization and future: how it ended, and all measures in its last month.
    #[getter]
    fn outcomes(&self) -> PyResult<Table> {
        self.tables.find("outcomes")
    }

    /// The paired difference of each measure in each month, with its 95 % interval.
    #[getter]
    fn contrasts(&self) -> PyResult<Table> {
        self.tables.find("contrasts")
    }

    /// How many ended how in each future, and the paired differences.
    #[getter]
    fn endings(&self) -> PyResult<Table> {
        self.tables.find("endings")
    }

    /// Survival curves with their intervals.
    #[getter]
    fn survival(&self) -> PyResult<Table> {
        self.tables.find("survival")
    }

    /// The answer in words, with natural frequencies.
    #[getter]
    fn answer(&self) -> String {
        Answer::new(&self.comparison).words()
    }

    /// The answer as a dictionary.
    #[getter]
    fn summary<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        dictionary(py, &Answer::new(&self.comparison))
    }

    fn __repr__(&self) -> String {
        format!("<Comparison of {} futures>\n{}", self.arms.len(), self.answer())
    }

    /// Writes the files that the command line writes into a directory that does not exist yet.
    #[pyo3(signature = (path, charts=true))]
    fn save(&self, py: Python<'_>, path: PathBuf, charts: bool) -> PyResult<()> {
        let n = self.arms[0].organizations;
        let write = |directory: &Path| {
            self.tables.save(directory)?;
            output::pages(directory, &self.comparison, &Answer::new(&self.comparison), charts)?;
            let asked = Asked::Compare { on: self.comparison.on.name().to_owned(), precision: None };
            manifest::write(directory, asked, &self.arms, n, self.seconds)
        };
        py.detach(|| deliver(&path, write))
    }
}
