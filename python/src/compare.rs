//! Two futures and more with the same luck.

use std::ops::Range;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};
use std::time::Instant;

use pyo3::prelude::*;
use pyo3::types::PyTuple;
use thermidor_analysis::study;
use thermidor_analysis::study::precision;
use thermidor_io::output::comparison as output;
use thermidor_io::output::comparison::{Answer, Comparing};
use thermidor_io::output::manifest::Asked;
use thermidor_io::output::tables::{Frames, Place};

use crate::errors::{Code, fault, interrupted, refused};
use crate::interruptible::{interruptible, pool};
use crate::result::{Chart, Kept};
use crate::run::{LAST_SEED, MOST, endpoint, found as endpoint_of, level, unmade, warn};
use crate::scenario::Scenario;
use crate::table::Table;
use crate::values::{flag, positive, whole};

/// What came of a comparison: tables, and the answer in words.
///
/// >>> import thermidor
/// >>> result = thermidor.compare({"ticks": 24, "organization.members": 60}, with_="lottery", organizations=4)
/// >>> result.outcomes.columns[0], len(result.outcomes)
/// ('variant', 8)
#[pyclass(frozen, module = "thermidor")]
pub struct Comparison(pub Kept);

/// Compares a scenario with its variants, with other scenarios, and with what `with_` and `without` make of it.
#[pyfunction]
#[pyo3(name = "_compare", signature = (scenario, *others, with_=None, without=None, organizations=None, seed=None, on=None, precision=None, threads=None, progress=None))]
#[expect(clippy::too_many_arguments, reason = "they have names in Python")]
pub fn compare(
    py: Python<'_>,
    scenario: &Scenario,
    others: &Bound<'_, PyTuple>,
    with_: Option<&Bound<'_, PyAny>>,
    without: Option<&Bound<'_, PyAny>>,
    organizations: Option<&Bound<'_, PyAny>>,
    seed: Option<&Bound<'_, PyAny>>,
    on: Option<&Bound<'_, PyAny>>,
    precision: Option<&Bound<'_, PyAny>>,
    threads: Option<&Bound<'_, PyAny>>,
    progress: Option<Bound<'_, PyAny>>,
) -> PyResult<Comparison> {
    let on = on.map_or_else(|| endpoint_of("captured_at_end"), endpoint)?;
    let target = positive("precision", precision)?;
    let (organizations, seed) =
        (whole("organizations", organizations, 1, MOST)?, whole("seed", seed, 0, LAST_SEED)?);
    let mut arms = scenario.arms(organizations, seed, with_, without)?;
    for other in others {
        let other = Scenario::from_any(&other)?.study.base;
        if other.ticks != arms[0].ticks {
            let what = format!(
                "{} lasts {} months, and {} lasts {}",
                other.name, other.ticks, arms[0].name, arms[0].ticks
            );
            let hint = "futures that are compared last as long; set ticks to the same";
            return Err(fault(Code::BadValue, Some("ticks"), &what, hint));
        }
        let (seed, organizations) = (arms[0].seed, arms[0].organizations);
        let other = other.with(|other| (other.seed, other.organizations) = (seed, organizations));
        arms.push(other.map_err(thermidor_scenario::Error::from).map_err(refused)?);
    }
    let name = arms[0].name.clone();
    let arms = study::arms(arms, &name).map_err(refused)?;
    let threads = pool(py, threads)?;
    let begun = Instant::now();
    let frames: Frames = Arc::new(Mutex::new(Vec::new()));
    let first = arms[0].organizations;
    let made = interruptible(py, progress.as_ref(), u64::from(first), |attendance| {
        let to = Place::Memory(Arc::clone(&frames));
        let mut comparing = Comparing::begin(to, &arms, on)?.at(level(target));
        let simulate = |comparing: &mut Comparing, runs: Range<u32>| {
            attendance.expect(u64::from(runs.end));
            comparing.simulate(&arms, runs, &threads, &attendance.cancel, &|| attendance.tick())
        };
        let half_width = |comparing: &Comparing| comparing.comparison().half_width();
        match precision::enough(target, first, &mut comparing, simulate, half_width)? {
            Ok((done, missed)) => comparing.finish().map(|found| Some((found, done, missed))),
            Err(_) => Ok(None),
        }
    })?;
    let Some((found, done, missed)) = made.map_err(unmade)? else {
        return Err(interrupted());
    };
    warn(py, missed)?;
    let seconds = begun.elapsed().as_secs_f64();
    let answer = Answer::new(&found);
    let asked = Asked::Compare { on: on.name().to_owned(), precision: target };
    let pages =
        move |directory: &Path, charts| output::pages(directory, &found, &Answer::new(&found), charts);
    Kept::made(&frames, (answer.words(), &answer), arms, done, (asked, seconds), pages).map(Comparison)
}

#[pymethods]
impl Comparison {
    /// A row an organization and future: how it ended, and all measures in its last month.
    #[getter]
    fn outcomes(&self) -> PyResult<Table> {
        self.0.find("outcomes")
    }

    /// The paired difference of each measure in each month, with its 95 % interval.
    #[getter]
    fn contrasts(&self) -> PyResult<Table> {
        self.0.find("contrasts")
    }

    /// How many ended how in each future, and the paired differences.
    #[getter]
    fn endings(&self) -> PyResult<Table> {
        self.0.find("endings")
    }

    /// Survival curves with their intervals.
    #[getter]
    fn survival(&self) -> PyResult<Table> {
        self.0.find("survival")
    }

    /// The scenario that the others are compared with.
    #[getter]
    fn scenario(&self) -> Scenario {
        self.0.scenario()
    }

    /// The futures that it is compared with.
    #[getter]
    fn variants(&self) -> Vec<Scenario> {
        self.0.variants()
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
        format!("<Comparison of {} futures>\n{}", self.variants().len() + 1, self.0.answer)
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

    /// A chart: "futures", "capture", "differences" or "endings", as the command line draws them.
    #[pyo3(signature = (name=None))]
    fn plot(&self, py: Python<'_>, name: Option<&str>) -> PyResult<Chart> {
        self.0.chart(py, name, &["futures", "capture", "differences", "endings"])
    }

    /// Writes the files that the command line writes into a directory that does not exist yet.
    #[pyo3(signature = (path, charts=None))]
    fn save(&self, py: Python<'_>, path: PathBuf, charts: Option<&Bound<'_, PyAny>>) -> PyResult<()> {
        self.0.save(py, &path, charts.map_or(Ok(true), |charts| flag("charts", charts))?)
    }
}
