//! Results: tables and an answer, as they were made here or as they were saved.

use std::collections::BTreeMap;
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};
use std::sync::PoisonError;

use pyo3::prelude::*;
use serde::Serialize;
use serde_json::Value as Json;
use thermidor_core::Model;
use thermidor_io::output::manifest;
use thermidor_io::output::manifest::{Asked, Manifest};
use thermidor_io::output::staging::Staging;
use thermidor_io::output::tables::{Frame, Frames};
use thermidor_io::report;
use thermidor_io::report::Source;
use thermidor_scenario::text;

use crate::ablate::Ablation;
use crate::compare::Comparison;
use thermidor_io::{Damage, Error, Remedy};

use crate::errors::{self, Code, fault, internal, refused};
use crate::run::Run;
use crate::scenario::{Scenario, escaped};
use crate::table::Table;
use crate::values::to_python;

/// What every result has.
pub struct Kept {
    tables: Tables,
    pub answer: String,
    summary: Json,
    arms: Vec<Model>,
    /// Organizations simulated, in each future where there are several.
    organizations: u32,
    origin: Origin,
}

/// Tables, by name.
enum Tables {
    Memory(Vec<Frame>),
    Directory(PathBuf),
}

/// Writes the answer and, where they are wanted, the charts into a directory.
type Pages = dyn Fn(&Path, bool) -> io::Result<()> + Send + Sync;

/// Where a result comes from.
enum Origin {
    Made { pages: Box<Pages>, asked: Asked, seconds: f64 },
    Saved { directory: PathBuf, files: BTreeMap<String, String> },
}

impl Kept {
    /// What was made just now; `pages` writes what is for people.
    pub fn made(
        frames: &Frames,
        (answer, summary): (String, &impl Serialize),
        arms: Vec<Model>,
        organizations: u32,
        (asked, seconds): (Asked, f64),
        pages: impl Fn(&Path, bool) -> io::Result<()> + Send + Sync + 'static,
    ) -> PyResult<Self> {
        let frames = std::mem::take(&mut *frames.lock().unwrap_or_else(PoisonError::into_inner));
        let summary = serde_json::to_value(summary).map_err(internal)?;
        let origin = Origin::Made { pages: Box::new(pages), asked, seconds };
        Ok(Self { tables: Tables::Memory(frames), answer, summary, arms, organizations, origin })
    }

    /// What was saved, of which every file is what was written.
    fn saved(directory: &Path, manifest: Manifest) -> PyResult<Self> {
        let damaged = |error: io::Error| {
            let (path, damage) = (directory.to_owned(), Damage::Format(error.to_string()));
            refused(Error::Damaged { path, damage, remedy: Remedy::MakeAgain })
        };
        let answer = text::whole(&directory.join("answer.txt")).map_err(damaged)?;
        let summary = text::whole(&directory.join("summary.json")).map_err(damaged)?;
        let summary = serde_json::from_str(&summary).map_err(|error| damaged(error.into()))?;
        Ok(Self {
            tables: Tables::Directory(directory.to_owned()),
            answer: answer.trim_end().to_owned(),
            summary,
            arms: manifest.arms(),
            organizations: manifest.organizations,
            origin: Origin::Saved { directory: directory.to_owned(), files: manifest.files },
        })
    }

    /// A table, where it is there.
    pub fn get(&self, name: &str) -> PyResult<Option<Table>> {
        match &self.tables {
            Tables::Memory(frames) => {
                frames.iter().find(|frame| frame.name == name).cloned().map(Table::new).transpose()
            }
            Tables::Directory(directory) => {
                let path = directory.join(format!("{name}.parquet"));
                if !path.exists() {
                    return Ok(None);
                }
                let cannot = |error: io::Error| {
                    let (path, why) = (path.clone(), error.into());
                    refused(Error::Read { path, why, remedy: Remedy::MakeAgain })
                };
                Table::new(Frame::open(&path).map_err(cannot)?).map(Some)
            }
        }
    }

    /// A table that is always there.
    pub fn find(&self, name: &str) -> PyResult<Table> {
        let missing =
            || fault(Code::Internal, None, &format!("there is no table {name}"), "make the result again");
        self.get(name)?.ok_or_else(missing)
    }

    /// The answer as a dictionary.
    pub fn summary<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        to_python(py, &self.summary)
    }

    /// The scenario, or the base of several.
    pub fn scenario(&self) -> Scenario {
        Scenario::of(&self.arms[0])
    }

    /// What the base was compared with.
    pub fn variants(&self) -> Vec<Scenario> {
        self.arms[1..].iter().map(Scenario::of).collect()
    }

    /// The answer within HTML, for notebooks.
    pub fn html(&self) -> String {
        format!("<pre>{}</pre>", escaped(&self.answer))
    }

    /// A chart as SVG, by the name of its file; the first where none is given.
    pub fn chart(&self, py: Python<'_>, name: Option<&str>, known: &[&str]) -> PyResult<Chart> {
        let name = name.unwrap_or(known[0]);
        if !known.contains(&name) {
            let what = format!("there is no chart `{name}`");
            return Err(fault(
                Code::UnknownKey,
                Some(name),
                &what,
                &format!("use one of: {}", known.join(", ")),
            ));
        }
        let drawn = py.detach(|| match &self.origin {
            Origin::Saved { directory, .. } => text::whole(&directory.join(format!("charts/{name}.svg"))),
            Origin::Made { pages, .. } => {
                let place = tempfile::tempdir()?;
                pages(place.path(), true)?;
                text::whole(&place.path().join(format!("charts/{name}.svg")))
            }
        });
        let hint = "save the result with charts=True";
        drawn.map(Chart).map_err(|error| {
            fault(Code::OsError, Some(name), &format!("the chart cannot be drawn: {error}"), hint)
        })
    }

    /// Writes the files that the command line writes into a directory that does not exist yet.
    pub fn save(&self, py: Python<'_>, path: &Path, charts: bool) -> PyResult<()> {
        let write = |to: &Path| match &self.origin {
            Origin::Made { pages, asked, seconds } => {
                if let Tables::Memory(frames) = &self.tables {
                    frames.iter().try_for_each(|frame| frame.save(to))?;
                }
                pages(to, charts)?;
                manifest::write(to, asked.clone(), &self.arms, self.organizations, *seconds)
            }
            Origin::Saved { directory, files } => {
                manifest::check(directory, files).map_err(io::Error::other)?;
                for name in files.keys().map(String::as_str).chain([manifest::NAME]) {
                    let place = to.join(name);
                    std::fs::create_dir_all(place.parent().unwrap_or(to))?;
                    std::fs::copy(directory.join(name), place)?;
                }
                Ok(())
            }
        };
        py.detach(|| deliver(path, write))
    }
}

/// A chart, which notebooks show.
#[pyclass(frozen, module = "thermidor")]
pub struct Chart(pub String);

#[pymethods]
impl Chart {
    /// The chart as SVG.
    #[getter]
    fn svg(&self) -> &str {
        &self.0
    }

    fn _repr_svg_(&self) -> &str {
        &self.0
    }

    fn __repr__(&self) -> String {
        "<Chart; save(\"chart.svg\") writes it, and a notebook shows it>".to_owned()
    }

    /// Writes it as SVG; a file that exists is replaced.
    fn save(&self, path: PathBuf) -> PyResult<()> {
        std::fs::write(&path, &self.0)
            .map_err(|error| errors::unwritten(&path, &error, "choose another place"))
    }
}

/// Makes a result in a hidden directory and moves it to its place when it is whole.
pub fn deliver(path: &Path, write: impl FnOnce(&Path) -> io::Result<()>) -> PyResult<()> {
    let made = Staging::open(path).and_then(|workshop| {
        write(workshop.directory())?;
        workshop.deliver()
    });
    made.map_err(|error| match error.kind() {
        ErrorKind::AlreadyExists => errors::exists(path),
        _ => errors::unwritten(path, &error, "make room or choose another place"),
    })
}

/// A result that was saved: its kind, and what it is made of. Every file is compared with its hash first.
#[pyfunction]
#[pyo3(name = "_open")]
pub fn open<'py>(py: Python<'py>, directory: PathBuf) -> PyResult<Bound<'py, PyAny>> {
    match py.detach(|| report::source(&directory)).map_err(refused)? {
        Source::Result(manifest) => {
            let asked = manifest.asked.clone();
            let kept = || Kept::saved(&directory, *manifest);
            match asked {
                Asked::Run { .. } => Ok(Bound::new(py, Run(kept()?))?.into_any()),
                Asked::Compare { .. } => Ok(Bound::new(py, Comparison(kept()?))?.into_any()),
                Asked::Ablate { .. } => Ok(Bound::new(py, Ablation(kept()?))?.into_any()),
                Asked::Replay { .. } => Err(fault(
                    Code::BadValue,
                    Some(&directory.display().to_string()),
                    &format!("{} holds a replay, which has no answer of its own", directory.display()),
                    "read its story.txt and trajectory.parquet, or replay the result again",
                )),
            }
        }
        // The answer of a sweep stands in its directory.
        Source::Sweep(_) => Ok(py.None().into_bound(py)),
    }
}
