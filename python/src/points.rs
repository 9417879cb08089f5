//! Thousands of points in one call, in memory.

use pyo3::prelude::*;
use pyo3::types::{PyDict, PyList};
use thermidor_io::sweep::experiment::Streams;
use thermidor_io::sweep::points::{BadPoint, Points};

use thermidor_scenario::diagnostic::Explain;

use crate::errors::{Code, fault, interrupted};
use crate::interruptible::{interruptible, pool};
use crate::run::{LAST_SEED, unmade};
use crate::scenario::Scenario;
use crate::table::Table;
use crate::values::{to_toml_or_refuse, whole, words};

/// Simulates a scenario at points that are given: columns of values by their paths.
#[pyfunction]
#[pyo3(name = "_points", signature = (rows, columns, scenario, replicates=None, measures=None, luck=None, seed=None, threads=None, progress=None))]
#[expect(clippy::too_many_arguments, reason = "they have names in Python")]
pub fn points(
    py: Python<'_>,
    rows: u64,
    columns: &Bound<'_, PyDict>,
    scenario: &Scenario,
    replicates: Option<&Bound<'_, PyAny>>,
    measures: Option<&Bound<'_, PyAny>>,
    luck: Option<&Bound<'_, PyAny>>,
    seed: Option<&Bound<'_, PyAny>>,
    threads: Option<&Bound<'_, PyAny>>,
    progress: Option<Bound<'_, PyAny>>,
) -> PyResult<Table> {
    let replicates = whole("replicates", replicates, 1, 1_000_000)?.unwrap_or(1) as u32;
    let measures = words("measures", measures)?;
    let luck = match luck.map(|luck| luck.extract::<String>().unwrap_or_default()).as_deref() {
        None | Some("same" | "shared") => Streams::Shared,
        Some("own") => Streams::Own,
        Some(_) => {
            let hint = "use \"same\" for the same luck at all points, or \"own\" for luck of its own at each";
            return Err(fault(Code::BadValue, Some("luck"), "there is no such luck", hint));
        }
    };
    let mut study = scenario.study.clone();
    if let Some(seed) = whole("seed", seed, 0, LAST_SEED)? {
        let arms = std::iter::once(&mut study.base).chain(&mut study.variants);
        arms.for_each(|arm| *arm = arm.clone().seeded(seed));
    }
    let mut given = Vec::new();
    for (path, values) in columns {
        let path: String = path.extract()?;
        let mut read = Vec::new();
        for (row, value) in values.cast::<PyList>()?.iter().enumerate() {
            let place = || format!("row {row}, column {path}: ");
            read.push(
                to_toml_or_refuse(&value, Code::BadValue).map_err(|why| why.raised(Some(&path), &place()))?,
            );
        }
        given.push((path, read));
    }
    let points = Points::new(&study, (rows, given), luck, replicates, measures.as_deref()).map_err(bad)?;
    let threads = pool(py, threads)?;
    let made = interruptible(py, progress.as_ref(), points.runs(), |attendance| {
        points.check(&threads, &attendance.cancel)?;
        Ok(points.simulate(&threads, &attendance.cancel, &|| attendance.tick()))
    })?;
    match made.map_err(bad)?.map_err(unmade)? {
        Ok(frame) => Table::new(frame),
        Err(_) => Err(interrupted()),
    }
}

/// A bad point, by its row and its column.
fn bad(bad: BadPoint) -> PyErr {
    let code = &bad.diagnostic.code;
    let path = Some(bad.diagnostic.path.as_str()).filter(|path| !path.is_empty());
    fault(Code::of_points(code), path, &bad.to_string(), &code.help())
}
