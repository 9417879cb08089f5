//! Sweeps: the store, and parts of it made here or on another machine.

use std::path::PathBuf;
use std::sync::Mutex;

use pyo3::prelude::*;
use pyo3::types::PyBytes;
use thermidor_core::Model;
use thermidor_io::identity::build_id;
use thermidor_io::sweep::answer::conclude;
use thermidor_io::sweep::experiment::{EXPERIMENT, SCENARIO, Sources};
use thermidor_io::sweep::parts::Made;
use thermidor_io::sweep::plan::Stage;
use thermidor_io::sweep::store;
use thermidor_io::sweep::store::{Begin, Part, Shard};
use thermidor_io::sweep::work;
use thermidor_io::sweep::work::Work;

use crate::errors::{Code, fault, internal, interrupted, refused};
use crate::interruptible::{interruptible, pool};
use crate::run::{LAST_SEED, unmade};
use crate::scenario::{Scenario, overrides};
use crate::values::{flag, to_python, to_toml_or_refuse, whole};

/// The directory of a sweep, open for work.
#[pyclass(module = "thermidor")]
pub struct Store {
    store: Mutex<store::Store>,
    note: Option<String>,
}

/// What identifies a stage, with the build of the program, and the files of its experiment by name; a stage each.
type Plan = Vec<(String, Vec<(String, String)>)>;

/// The sources of an experiment: of a file, or of a dictionary with a scenario.
fn sources(experiment: &Bound<'_, PyAny>, base: Option<&Scenario>, set: Vec<String>) -> PyResult<Sources> {
    let taken = |what: &str, hint: &str| fault(Code::BadValue, Some("scenario"), what, hint);
    if let Ok(path) = experiment.extract::<PathBuf>() {
        if base.is_some() {
            let what = "an experiment file names its own scenario";
            return Err(taken(what, "leave scenario= out, or give the experiment as a dictionary"));
        }
        return Sources::load(&path, |experiment| experiment.set.extend(set)).map_err(refused);
    }
    let mut table =
        to_toml_or_refuse(experiment, Code::WrongType).map_err(|why| why.raised(Some("experiment"), ""))?;
    if !table.is_table() {
        let what = format!(
            "experiment={}: this is no experiment",
            thermidor_core::text::cut(&table.to_string(), 100)
        );
        let hint = "name an experiment file, or give a dictionary such as {\"block\": […]}";
        return Err(fault(Code::WrongType, Some("experiment"), &what, hint));
    }
    // A dictionary may name a file as an experiment file does.
    let named = table.get("scenario").and_then(toml::Value::as_str).map(PathBuf::from);
    let scenario = match (base, named) {
        (Some(_), Some(_)) => {
            return Err(taken("there are two scenarios", "leave one of them out: scenario= or its key"));
        }
        (Some(base), None) => base.file(),
        (None, Some(path)) => crate::scenario::load(path, None)?.file(),
        (None, None) => String::new(),
    };
    if let Some(table) = table.as_table_mut() {
        for name in ["set", "measures"] {
            // One text is a list of one.
            if let Some(one @ toml::Value::String(_)) = table.get(name).cloned() {
                table.insert(name.into(), toml::Value::Array(vec![one]));
            }
        }
        // What is no list stays as it is, and is refused with its place.
        let own = table.entry("set").or_insert_with(|| toml::Value::Array(Vec::new()));
        if let toml::Value::Array(own) = own {
            own.extend(set.into_iter().map(toml::Value::String));
        }
        table.insert("scenario".into(), toml::Value::String(SCENARIO.into()));
    }
    let text = toml::to_string(&table).map_err(internal)?;
    let files = [(EXPERIMENT.to_owned(), text), (SCENARIO.to_owned(), scenario)];
    Sources::from_files(&files).map_err(refused)
}

/// A shard, as (1, 4) for the first of four.
fn part_of(shard: &Bound<'_, PyAny>) -> PyResult<Shard> {
    let bad = |hint: &str| {
        let what =
            format!("shard={}: there is no such shard", thermidor_core::text::cut(&shard.to_string(), 100));
        fault(Code::BadValue, Some("shard"), &what, hint)
    };
    let parts: Vec<Bound<'_, PyAny>> = shard
        .try_iter()
        .and_then(Iterator::collect)
        .map_err(|_| bad("write it as (1, 4) for the first of four"))?;
    let [number, of] = &parts[..] else { return Err(bad("write it as (1, 4) for the first of four")) };
    let most = u64::from(u32::MAX);
    let (number, of) = (whole("shard", Some(number), 0, most)?, whole("shard", Some(of), 0, most)?);
    match number.zip(of) {
        Some((number, of)) if number >= 1 && number <= of => {
            Ok(Shard { number: number as u32, of: of as u32 })
        }
        _ => Err(bad("shards are numbered from 1")),
    }
}

/// Opens the store of an experiment to work on it. `how` is "new", "resume" or "extend".
#[pyfunction]
#[pyo3(name = "_open_sweep", signature = (experiment, out, scenario=None, how="new", shard=None, set=None, replicates=None, seed=None, retry_failed=None, threads=None))]
#[expect(clippy::too_many_arguments, reason = "they have names in Python")]
pub fn open_sweep(
    py: Python<'_>,
    experiment: &Bound<'_, PyAny>,
    out: PathBuf,
    scenario: Option<&Scenario>,
    how: &str,
    shard: Option<&Bound<'_, PyAny>>,
    set: Option<&Bound<'_, PyAny>>,
    replicates: Option<&Bound<'_, PyAny>>,
    seed: Option<&Bound<'_, PyAny>>,
    retry_failed: Option<&Bound<'_, PyAny>>,
    threads: Option<&Bound<'_, PyAny>>,
) -> PyResult<Store> {
    // What no part can be made with is refused before there is a store; the rest is for `make`.
    crate::values::threads(threads)?;
    let threads = pool(py, None)?;
    let shard = shard.filter(|shard| !shard.is_none()).map_or(Ok(Shard::ALL), part_of)?;
    let retry_failed = retry_failed.map_or(Ok(false), |retry| flag("retry_failed", retry))?;
    let replicates = whole("replicates", replicates, 1, 1_000_000)?.map(|n| n as u32);
    let seed = whole("seed", seed, 0, LAST_SEED)?;
    let mut sources = sources(experiment, scenario, overrides(set)?)?;
    sources.experiment.replicates = replicates.unwrap_or(sources.experiment.replicates);
    sources.experiment.seed = seed.or(sources.experiment.seed);
    let how = match how {
        "resume" => Begin::Resume,
        "extend" => Begin::Extend,
        _ => Begin::New,
    };
    py.detach(|| {
        let (store, note) =
            store::begin(&out, sources.resolve().map_err(refused)?, shard, how, &threads).map_err(refused)?;
        if retry_failed {
            store.forget_failed().map_err(refused)?;
        }
        Ok(Store { store: Mutex::new(store), note })
    })
}

/// Makes a part of a plan from nothing: the bytes of its files. Needs no directory, so any machine can do it.
#[pyfunction]
#[pyo3(name = "_make_part", signature = (plan, stage, part, threads=None))]
pub fn make_part<'py>(
    py: Python<'py>,
    plan: Plan,
    stage: usize,
    part: u32,
    threads: Option<&Bound<'_, PyAny>>,
) -> PyResult<(Bound<'py, PyBytes>, Option<Bound<'py, PyBytes>>, String)> {
    let threads = pool(py, threads)?;
    let made = interruptible(py, None, 0, |attendance| -> PyResult<Option<(Made, String)>> {
        let mut stages: Vec<Stage> = Vec::new();
        for (id, files) in plan.iter().take(stage + 1) {
            let resolved = Sources::from_files(files).and_then(Sources::resolve).map_err(refused)?;
            let next = Stage::after(&stages, resolved).map_err(refused)?;
            if next.id != *id {
                let build = build_id();
                let what =
                    format!("this plan was made by another build of the program, and this is build {build}");
                let hint = "give all workers the same version of the package";
                return Err(fault(Code::BadValue, None, &what, hint));
            }
            stages.push(next);
        }
        let Some(last) = stages.get(stage).filter(|last| part < last.parts()) else {
            let what = format!("there is no part {part} of stage {stage}");
            return Err(fault(Code::BadValue, None, &what, "ask for a part that is missing"));
        };
        let work = Work {
            threads: &threads,
            cancel: &attendance.cancel,
            progress: &|_| {},
            note: &|_| {},
            simulate: &Model::run_unless,
        };
        let made = work::part(last, part, &work).map_err(unmade)?;
        // Hashed where it is made: what happens to it on its way is seen where it arrives.
        Ok(made.ok().map(|made| {
            let hashes = made.hashes(&last.part_name(part));
            (made, hashes)
        }))
    })?;
    let Some((made, hashes)) = made? else { return Err(interrupted()) };
    let bytes = |bytes: &Vec<u8>| PyBytes::new(py, bytes);
    Ok((bytes(&made.outcomes), made.trajectories.as_ref().map(bytes), hashes))
}

/// Refuses files of a sweep that are not what was written, by their names in its directory.
#[pyfunction]
#[pyo3(name = "_check_sweep")]
pub fn check_sweep(py: Python<'_>, directory: PathBuf, names: Vec<String>) -> PyResult<()> {
    py.detach(|| store::check_files(&directory, &names)).map_err(refused)
}

impl Store {
    fn lock(&self) -> std::sync::MutexGuard<'_, store::Store> {
        self.store.lock().unwrap_or_else(std::sync::PoisonError::into_inner)
    }
}

#[pymethods]
impl Store {
    /// What the user should know before anything is simulated.
    #[getter]
    fn note(&self) -> Option<String> {
        self.note.clone()
    }

    /// Where it is.
    #[getter]
    fn directory(&self) -> PathBuf {
        self.lock().directory.clone()
    }

    /// Runs in all.
    #[getter]
    fn runs(&self) -> u64 {
        let store = self.lock();
        store.runs(&store.parts())
    }

    /// The parts that are still to be made: stage, number, and how many runs each has.
    fn missing(&self) -> PyResult<Vec<(usize, u32, u64)>> {
        let store = self.lock();
        let missing = store.missing().map_err(refused)?;
        Ok(missing.into_iter().map(|part| (part.stage, part.number, store.runs(&[part]))).collect())
    }

    /// The plan, stage by stage, for `make_part`: what identifies each, and its files.
    fn plan(&self) -> Plan {
        self.lock().stages.iter().map(|stage| (stage.id.clone(), stage.resolved.sources.files())).collect()
    }

    /// Makes all parts that are missing, here. What is finished survives an interruption.
    #[pyo3(signature = (threads=None, progress=None))]
    fn make(
        &self,
        py: Python<'_>,
        threads: Option<&Bound<'_, PyAny>>,
        progress: Option<Bound<'_, PyAny>>,
    ) -> PyResult<()> {
        let threads = pool(py, threads)?;
        let (missing, total) = {
            let store = self.lock();
            let missing = store.missing().map_err(refused)?;
            (missing.clone(), store.runs(&missing))
        };
        let notes = Mutex::new(Vec::new());
        let made = interruptible(py, progress.as_ref(), total, |attendance| {
            let tick = |_| attendance.tick();
            let note = |note: &str| {
                notes.lock().unwrap_or_else(std::sync::PoisonError::into_inner).push(note.to_owned())
            };
            let work = Work {
                threads: &threads,
                cancel: &attendance.cancel,
                progress: &tick,
                note: &note,
                simulate: &Model::run_unless,
            };
            let store = self.lock();
            for part in missing {
                if store.make(part, &work)?.is_err() {
                    break;
                }
            }
            Ok(())
        })?;
        for note in notes.into_inner().unwrap_or_else(std::sync::PoisonError::into_inner) {
            py.import("warnings")?.call_method1("warn", (note,))?;
        }
        made.map_err(|error: std::io::Error| {
            crate::errors::unwritten(
                &self.directory(),
                &error,
                "make room, and resume; all finished runs are kept",
            )
        })
    }

    /// Keeps a part that was made elsewhere; `hashes` are what its maker found of it.
    fn keep(
        &self,
        stage: usize,
        part: u32,
        outcomes: Vec<u8>,
        trajectories: Option<Vec<u8>>,
        hashes: &str,
    ) -> PyResult<()> {
        let made = Made { outcomes, trajectories };
        self.lock().take(Part { stage, number: part }, &made, hashes).map_err(refused)
    }

    /// Writes what is read off all parts, and draws the charts: the answer in words and as a dictionary; nothing for a
    /// shard.
    #[pyo3(signature = (charts=None))]
    fn conclude<'py>(
        &self,
        py: Python<'py>,
        charts: Option<&Bound<'py, PyAny>>,
    ) -> PyResult<Option<(String, Bound<'py, PyAny>)>> {
        let charts = charts.map_or(Ok(true), |charts| flag("charts", charts))?;
        let answer = py.detach(|| conclude(&self.lock(), charts)).map_err(refused)?;
        answer
            .map(|answer| {
                Ok((answer.words(), to_python(py, &serde_json::to_value(&answer).map_err(internal)?)?))
            })
            .transpose()
    }
}
