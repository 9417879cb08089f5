//! What each safeguard of a scenario contributes.

use std::ops::Range;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};
use std::time::Instant;

use pyo3::prelude::*;
use thermidor_analysis::study::ablation;
use thermidor_analysis::study::ablation::{Plan, Unasked};
use thermidor_analysis::study::{Endpoint, Through, precision};
use thermidor_io::output::ablation as output;
use thermidor_io::output::ablation::Answer;
use thermidor_io::output::manifest::Asked;
use thermidor_io::output::tables::{Frames, Place};

use crate::errors::{Code, fault, interrupted};
use crate::interruptible::{interruptible, pool};
use crate::result::{Chart, Kept};
use crate::run::{LAST_SEED, MOST, endpoint, found as endpoint_of, level, unmade, warn};
use crate::scenario::Scenario;
use crate::table::Table;
use crate::values::{flag, positive, whole};

/// What each safeguard contributes: tables, and the answer in words.
///
/// >>> import thermidor
/// >>> scenario = {"ticks": 24, "organization.members": 60, "rotation": True, "lottery": True}
/// >>> thermidor.ablate(scenario, organizations=4).safeguards["safeguard"].tolist()
/// ['rotation', 'lottery']
#[pyclass(frozen, module = "thermidor")]
pub struct Ablation(pub Kept);

/// Simulates a scenario with every set of its safeguards.
#[pyfunction]
#[pyo3(name = "_ablate", signature = (scenario, organizations=None, seed=None, on=None, better=None, precision=None, threads=None, progress=None, through=None))]
#[expect(clippy::too_many_arguments, reason = "they have names in Python")]
pub fn ablate(
    py: Python<'_>,
    scenario: &Scenario,
    organizations: Option<&Bound<'_, PyAny>>,
    seed: Option<&Bound<'_, PyAny>>,
    on: Option<&Bound<'_, PyAny>>,
    better: Option<&Bound<'_, PyAny>>,
    precision: Option<&Bound<'_, PyAny>>,
    threads: Option<&Bound<'_, PyAny>>,
    progress: Option<Bound<'_, PyAny>>,
    through: Option<&Bound<'_, PyAny>>,
) -> PyResult<Ablation> {
    let on = on.map_or_else(|| endpoint_of("captured_at_end"), endpoint)?;
    let target = positive("precision", precision)?;
    let better = match better.map(|better| better.extract::<String>()) {
        None => None,
        Some(Ok(word)) if word == "more" => Some(true),
        Some(Ok(word)) if word == "less" => Some(false),
        Some(_) => {
            return Err(fault(
                Code::BadValue,
                Some("better"),
                "better is \"more\" or \"less\"",
                "use one of these words",
            ));
        }
    };
    let through = through.map_or(Ok(Through::Both), way)?;
    let (organizations, seed) =
        (whole("organizations", organizations, 1, MOST)?, whole("seed", seed, 0, LAST_SEED)?);
    let assumed = scenario.arms(organizations, seed, None, None)?.swap_remove(0);
    let (plan, more) = Plan::asked(&assumed, on, through, better).map_err(|why| unasked(on, why))?;
    let on = plan.on;
    let threads = pool(py, threads)?;
    let begun = Instant::now();
    let first = assumed.organizations;
    let made = interruptible(py, progress.as_ref(), u64::from(first), |attendance| {
        let mut ablation = ablation::Ablation::new(plan);
        ablation.level = level(target);
        let simulate = |ablation: &mut ablation::Ablation, runs: Range<u32>| {
            attendance.expect(u64::from(runs.end));
            ablation.simulate(runs, &threads, &attendance.cancel, &|| attendance.tick())
        };
        let half_width = ablation::Ablation::half_width;
        let ended = precision::enough(target, first, &mut ablation, simulate, half_width)?;
        Ok(ended.ok().map(|(done, missed)| (ablation, done, missed)))
    })?;
    let Some((found, done, missed)) = made.map_err(unmade)? else {
        return Err(interrupted());
    };
    warn(py, missed)?;
    let seconds = begun.elapsed().as_secs_f64();
    let answer = Answer::new(&found, more);
    let frames: Frames = Arc::new(Mutex::new(Vec::new()));
    output::tables(Place::Memory(Arc::clone(&frames)), &found, &answer).map_err(unmade)?;
    let asked = Asked::Ablate { on: on.name().to_owned(), precision: target, more_is_better: more };
    let words = answer.words();
    let kept = answer.clone();
    let pages = move |directory: &Path, charts| output::words(directory, &kept, charts);
    Kept::made(&frames, (words, &answer), vec![assumed], done, (asked, seconds), pages).map(Ablation)
}

/// The way on which effects are to be looked at.
fn way(through: &Bound<'_, PyAny>) -> PyResult<Through> {
    let word = through.extract::<String>().unwrap_or_default();
    Through::ALL.into_iter().find(|through| through.name() == word).ok_or_else(|| {
        let what = "through is \"rules\", \"definition\" or \"both\"";
        fault(Code::BadValue, Some("through"), what, "use one of these words")
    })
}

fn unasked(on: Endpoint, why: Unasked) -> PyErr {
    let on = on.name();
    let (name, what, hint) = match why {
        Unasked::Better => (
            "better",
            format!("whether more or less of {on} is better is for you to say"),
            "add better=\"more\" or better=\"less\"",
        ),
        Unasked::Among(among) => (
            "on",
            format!(
                "{on} is asked only of organizations that were {among}, and safeguards change which these are"
            ),
            "ask about all of them, as with on=\"captured_at_end\" or on=\"months_captured\"",
        ),
        Unasked::NoDefinition => (
            "through",
            format!("{on} has no form without what safeguards decide by their definition"),
            "leave `through` out, or ask on=\"captured\" or on=\"central_share_stakes\"",
        ),
        Unasked::NoSafeguards => (
            "scenario",
            "the scenario has no safeguards".to_owned(),
            "put some in, as in scenario[\"rotation\"] = True",
        ),
    };
    fault(Code::BadValue, Some(name), &what, hint)
}

#[pymethods]
impl Ablation {
    /// A row a safeguard: its share of the whole effect, what it does alone, what is missing without it, and its costs.
    #[getter]
    fn safeguards(&self) -> PyResult<Table> {
        self.0.find("safeguards")
    }

    /// A row a pair: what both do beyond the sum of what each does alone.
    #[getter]
    fn pairs(&self) -> PyResult<Table> {
        self.0.find("pairs")
    }

    /// A row a set of safeguards: what was asked, in it.
    #[getter]
    fn sets(&self) -> PyResult<Table> {
        self.0.find("sets")
    }

    /// The scenario, with the seed that it was run with.
    #[getter]
    fn scenario(&self) -> Scenario {
        self.0.scenario()
    }

    /// The answer in words.
    #[getter]
    fn answer(&self) -> &str {
        &self.0.answer
    }

    /// The answer as a dictionary.
    #[getter]
    fn summary<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        self.0.summary(py)
    }

    fn __repr__(&self) -> String {
        format!("<Ablation of {:?}>\n{}", self.scenario().study.base.name, self.0.answer)
    }

    fn _repr_html_(&self) -> String {
        self.0.html()
    }

    /// A chart: "shares" or "interactions", as the command line draws them.
    #[pyo3(signature = (name=None))]
    fn plot(&self, py: Python<'_>, name: Option<&str>) -> PyResult<Chart> {
        self.0.chart(py, name, &["shares", "interactions"])
    }

    /// Writes the files that the command line writes into a directory that does not exist yet.
    #[pyo3(signature = (path, charts=None))]
    fn save(&self, py: Python<'_>, path: PathBuf, charts: Option<&Bound<'_, PyAny>>) -> PyResult<()> {
        self.0.save(py, &path, charts.map_or(Ok(true), |charts| flag("charts", charts))?)
    }
}
