//! Scenarios: read, edited and explained.

use std::path::PathBuf;

use pyo3::prelude::*;
use pyo3::types::{PyDict, PyList};
use serde_json::Value as Json;
use thermidor::measures::MEASURES;
use thermidor::scenario::explain::explain;
use thermidor::scenario::read::{self, Edit, Study, full_path};
use thermidor::scenario::{self as library};

use crate::refused;
use crate::values::{to_python, to_toml};

/// Everything that one experiment assumes. Changes are checked at once.
#[pyclass(module = "thermidor", from_py_object)]
#[derive(Clone)]
pub struct Scenario {
    name: String,
    text: String,
    set: Vec<String>,
    pub study: Study,
}

impl Scenario {
    pub fn new(name: String, text: String, set: Vec<String>) -> PyResult<Self> {
        let study = read::parse_study(&name, &text, &set, &[]).map_err(refused)?;
        Ok(Self { name, text, set, study })
    }

    fn of(scenario: &library::Scenario) -> PyResult<Self> {
        Self::new(scenario.name.clone(), read::to_toml(scenario), Vec::new())
    }

    fn edited(&self, edit: Edit) -> PyResult<Self> {
        let study = read::parse_study(&self.name, &self.text, &self.set, &[edit]).map_err(refused)?;
        Self::of(&study.variants[study.variants.len() - 1])
    }

    /// The base and its variants with other overrides and further variants.
    pub fn arms(&self, set: &[String], edits: &[Edit]) -> PyResult<Vec<library::Scenario>> {
        let mut all = self.set.clone();
        all.extend(set.iter().cloned());
        let study = read::parse_study(&self.name, &self.text, &all, edits).map_err(refused)?;
        Ok(std::iter::once(study.base).chain(study.variants).collect())
    }

    /// The scenario file that this is, with its variants, and what was changed since.
    pub fn file(&self) -> (String, Vec<String>) {
        (self.text.clone(), self.set.clone())
    }
}

/// Overrides of a dictionary, as PATH=VALUE.
pub fn overrides(set: Option<&Bound<'_, PyDict>>) -> PyResult<Vec<String>> {
    let mut all = Vec::new();
    for (path, value) in set.into_iter().flatten() {
        all.push(format!("{}={}", path.extract::<String>()?, to_toml(&value)?));
    }
    Ok(all)
}

/// Reads a scenario file; `set` overrides parameters by their dotted path.
#[pyfunction]
#[pyo3(signature = (path, set=None))]
pub fn load(path: PathBuf, set: Option<&Bound<'_, PyDict>>) -> PyResult<Scenario> {
    let text = read::text(&path).map_err(refused)?;
    Scenario::new(path.display().to_string(), text, overrides(set)?)
}

/// What is measured each month: a dictionary a measure, with `name`, `label`, `unit` and `range`.
#[pyfunction]
pub fn measures(py: Python<'_>) -> PyResult<Bound<'_, PyList>> {
    let told = MEASURES.iter().map(|measure| {
        serde_json::json!({"name": measure.name, "label": measure.label, "unit": measure.unit, "range": [measure.range.0, measure.range.1]})
    });
    let all = told.map(|measure| to_python(py, &measure)).collect::<PyResult<Vec<_>>>()?;
    PyList::new(py, all)
}

#[pymethods]
impl Scenario {
    /// A scenario of TOML text, or of a dictionary; of nothing, the default scenario.
    #[new]
    #[pyo3(signature = (source=None))]
    fn python_new(source: Option<&Bound<'_, PyAny>>) -> PyResult<Self> {
        let text = match source {
            None => String::new(),
            Some(source) => match source.extract::<String>() {
                Ok(text) => text,
                Err(_) => toml::to_string(&to_toml(source)?).map_err(refused)?,
            },
        };
        Self::new("scenario".into(), text, Vec::new())
    }

    fn __getitem__<'py>(&self, py: Python<'py>, path: &str) -> PyResult<Bound<'py, PyAny>> {
        let full = full_path(path);
        let all = serde_json::to_value(&self.study.base).map_err(refused)?;
        let found = all.pointer(&format!("/{}", full.replace('.', "/")));
        match found {
            Some(value) => to_python(py, value),
            None => {
                Err(pyo3::exceptions::PyKeyError::new_err(format!("there is no `{path}` in this scenario")))
            }
        }
    }

    fn __setitem__(&mut self, path: &str, value: &Bound<'_, PyAny>) -> PyResult<()> {
        let mut set = self.set.clone();
        set.push(format!("{}={}", full_path(path), to_toml(value)?));
        *self = Self::new(self.name.clone(), self.text.clone(), set)?;
        Ok(())
    }

    fn __contains__(&self, path: &str) -> PyResult<bool> {
        let all = serde_json::to_value(&self.study.base).map_err(refused)?;
        Ok(all
            .pointer(&format!("/{}", full_path(path).replace('.', "/")))
            .is_some_and(|value| *value != Json::Null))
    }

    fn __eq__(&self, other: &Bound<'_, PyAny>) -> bool {
        other.extract::<Self>().is_ok_and(|other| other.study == self.study)
    }

    fn __repr__(&self) -> String {
        let base = &self.study.base;
        let present = base.safeguards.present();
        let names = if present.is_empty() { "none".to_owned() } else { present.join(", ") };
        format!(
            "<Scenario {:?}: {} members, {} months; safeguards: {names}>",
            base.name, base.organization.members, base.ticks
        )
    }

    fn __copy__(&self) -> Self {
        self.clone()
    }

    fn __deepcopy__(&self, memo: &Bound<'_, PyAny>) -> Self {
        let _ = memo;
        self.clone()
    }

    fn __getstate__(&self) -> (String, String, Vec<String>) {
        (self.name.clone(), self.text.clone(), self.set.clone())
    }

    fn __setstate__(&mut self, state: (String, String, Vec<String>)) -> PyResult<()> {
        *self = Self::new(state.0, state.1, state.2)?;
        Ok(())
    }

    /// Title, shown on charts and in answers.
    #[getter]
    fn name(&self) -> &str {
        &self.study.base.name
    }

    /// The variants of its file, each a complete scenario.
    #[getter]
    fn variants(&self) -> PyResult<Vec<Self>> {
        self.study.variants.iter().map(Self::of).collect()
    }

    /// Another scenario with something added or changed: "PATH" or "PATH=VALUE", several with commas between.
    #[pyo3(name = "with_")]
    fn with(&self, edit: String) -> PyResult<Self> {
        self.edited(Edit::With(edit))
    }

    /// Another scenario with something left out: "PATH", several with commas between.
    fn without(&self, edit: String) -> PyResult<Self> {
        self.edited(Edit::Without(edit))
    }

    /// A copy that shares nothing with this one.
    fn copy(&self) -> Self {
        self.clone()
    }

    /// All that is not at its default, as a scenario file; without variants.
    fn to_toml(&self) -> String {
        read::to_toml(&self.study.base)
    }

    /// All parameters, defaults included.
    fn to_dict<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        to_python(py, &serde_json::to_value(&self.study.base).map_err(refused)?)
    }

    /// Writes it as a scenario file; one that exists is replaced.
    fn save(&self, path: PathBuf) -> PyResult<()> {
        Ok(std::fs::write(path, self.to_toml())?)
    }

    /// What it assumes, in words.
    fn explain(&self) -> String {
        explain(&self.study.base)
    }
}
