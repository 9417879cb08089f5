//! Scenarios: to Python, mappings from the paths of their parameters to values.

mod edit;
mod read;
mod show;

pub use read::{load, overrides, scenario};
pub use show::{escaped, measures, schema};

use std::path::PathBuf;
use std::sync::OnceLock;

use pyo3::exceptions::PyAttributeError;
use pyo3::prelude::*;
use pyo3::types::{PyDict, PyList, PyString, PyTuple};
use serde_json::Value as Json;
use thermidor_core::Model;
use thermidor_scenario::draft::Draft;
use thermidor_scenario::explain::explain;
use thermidor_scenario::read::Study;
use thermidor_scenario::write;

use crate::errors::{self, Code, fault, refused};
use crate::values::{to_python, to_toml_at};
use edit::{added, key, left_out, set};

/// Everything that one experiment assumes: a mapping from paths, such as "voice.fusion", to values.
///
/// Made of TOML text or of a dictionary; of nothing, it is the default scenario. A path of a safeguard may be shortened:
/// "lottery.share" is "safeguards.lottery.share". A change is checked at once; several changes that hold only together
/// are made with `update`. A safeguard is switched on with True and off with False or `del`; `del` puts a parameter
/// back to its default.
///
/// >>> import thermidor
/// >>> scenario = thermidor.Scenario({"ticks": 60, "organization.members": 200, "rotation.term_ticks": 6})
/// >>> scenario["organization.members"]
/// 200
/// >>> scenario["lottery"] = True
/// >>> scenario.update({"organization.members": 30, "organization.local_size": 10})
/// >>> del scenario["rotation"]
/// >>> scenario
/// <Scenario 'An organization': 30 members, 60 months; safeguards: lottery>
#[pyclass(module = "thermidor", from_py_object, mapping)]
#[derive(Clone)]
pub struct Scenario {
    draft: Draft,
    pub study: Study,
    /// The base with all defaults.
    all: OnceLock<Json>,
}

impl Scenario {
    /// Reads a scenario file; `name` is what messages call it.
    pub fn new(name: &str, text: &str, set: &[String]) -> PyResult<Self> {
        let (draft, study) = Draft::parse(name, text, set).map_err(refused)?;
        Ok(Self { draft, study, all: OnceLock::new() })
    }

    fn drafted(draft: Draft) -> PyResult<Self> {
        let study = draft.study().map_err(|found| errors::problems(&found))?;
        Ok(Self { draft, study, all: OnceLock::new() })
    }

    pub fn of(scenario: &Model) -> Self {
        let study = Study { base: scenario.clone(), variants: Vec::new() };
        Self { draft: Draft::of(scenario), study, all: OnceLock::new() }
    }

    /// The scenario file that this is, with its variants.
    pub fn file(&self) -> String {
        self.draft.to_toml()
    }
}

#[pymethods]
impl Scenario {
    #[new]
    #[pyo3(signature = (source=None))]
    fn python_new(source: Option<&Bound<'_, PyAny>>) -> PyResult<Self> {
        Self::from_source(source)
    }

    fn __getitem__<'py>(&self, py: Python<'py>, path: &Bound<'py, PyAny>) -> PyResult<Bound<'py, PyAny>> {
        let path = key(path)?;
        match self.at(&path) {
            Some(value) => to_python(py, value),
            None => Err(self.absent(&path)),
        }
    }

    fn __setitem__(&mut self, path: &Bound<'_, PyAny>, value: &Bound<'_, PyAny>) -> PyResult<()> {
        let path = key(path)?;
        let value = to_toml_at(&path, value)?;
        self.change(|draft| set(draft, &path, value))
    }

    fn __delitem__(&mut self, path: &Bound<'_, PyAny>) -> PyResult<()> {
        let path = key(path)?;
        if self.at(&path).is_none() {
            return Err(self.absent(&path));
        }
        self.change(|draft| draft.unset(&path).map_err(|found| errors::problem(&found, None)))
    }

    fn __contains__(&self, path: &Bound<'_, PyAny>) -> bool {
        path.extract::<String>().is_ok_and(|path| self.at(&path).is_some())
    }

    fn __len__(&self) -> usize {
        self.leaves().len()
    }

    fn __iter__<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        let paths: Vec<String> = self.leaves().into_iter().map(|(path, _)| path).collect();
        PyList::new(py, paths)?.call_method0("__iter__")
    }

    /// Paths of all parameters that are there.
    fn keys<'py>(slf: &Bound<'py, Self>) -> PyResult<Bound<'py, PyAny>> {
        slf.py().import("collections.abc")?.getattr("KeysView")?.call1((slf,))
    }

    /// Values of all parameters that are there.
    fn values<'py>(slf: &Bound<'py, Self>) -> PyResult<Bound<'py, PyAny>> {
        slf.py().import("collections.abc")?.getattr("ValuesView")?.call1((slf,))
    }

    /// Paths and values of all parameters that are there.
    fn items<'py>(slf: &Bound<'py, Self>) -> PyResult<Bound<'py, PyAny>> {
        slf.py().import("collections.abc")?.getattr("ItemsView")?.call1((slf,))
    }

    /// The value at a path, or `default` where nothing is there.
    #[pyo3(signature = (path, default=None))]
    fn get<'py>(
        &self,
        py: Python<'py>,
        path: &Bound<'py, PyAny>,
        default: Option<Bound<'py, PyAny>>,
    ) -> PyResult<Bound<'py, PyAny>> {
        let found = path.extract::<String>().ok().and_then(|path| self.at(&path).cloned());
        found.map_or_else(
            || Ok(default.unwrap_or_else(|| py.None().into_bound(py))),
            |value| to_python(py, &value),
        )
    }

    /// Takes a safeguard out, or puts a parameter back to its default; gives what was there.
    #[pyo3(signature = (path, *default))]
    fn pop<'py>(
        &mut self,
        py: Python<'py>,
        path: &Bound<'py, PyAny>,
        default: &Bound<'py, PyTuple>,
    ) -> PyResult<Bound<'py, PyAny>> {
        match (self.__getitem__(py, path), default.len()) {
            (Ok(value), _) => {
                self.__delitem__(path)?;
                Ok(value)
            }
            (Err(_), 1) => default.get_item(0),
            (Err(error), _) => Err(error),
        }
    }

    /// Refused: a parameter is always there.
    fn popitem(&self) -> PyResult<()> {
        Err(fault(
            Code::WrongType,
            None,
            "the parameters of a scenario cannot be popped one by one",
            "use pop(path), or clear()",
        ))
    }

    /// Puts everything back to its default.
    fn clear(&mut self) -> PyResult<()> {
        *self = Self::new("scenario", "", &[])?;
        Ok(())
    }

    /// The value at a path; where nothing is there, it becomes `default` first.
    #[pyo3(signature = (path, default=None))]
    fn setdefault<'py>(
        &mut self,
        py: Python<'py>,
        path: &Bound<'py, PyAny>,
        default: Option<&Bound<'py, PyAny>>,
    ) -> PyResult<Bound<'py, PyAny>> {
        if let (false, Some(default)) = (self.__contains__(path), default) {
            self.__setitem__(path, default)?;
        }
        self.__getitem__(py, path)
    }

    /// Makes several changes, which are checked together; none is made where one is refused.
    #[pyo3(signature = (changes=None, /, **more))]
    fn update(
        slf: &Bound<'_, Self>,
        changes: Option<&Bound<'_, PyAny>>,
        more: Option<&Bound<'_, PyDict>>,
    ) -> PyResult<()> {
        let entries = edit::changes(changes, more)?;
        // It may have been asked for its own items.
        let mut scenario = slf.borrow_mut();
        scenario.change(|draft| entries.into_iter().try_for_each(|(path, value)| set(draft, &path, value)))
    }

    /// Makes several changes and gives the scenario itself. A path can be written with two underscores for each dot, as in
    /// `set_params(organization__members=200)`.
    #[pyo3(signature = (**changes))]
    fn set_params<'py>(
        slf: Bound<'py, Self>,
        changes: Option<&Bound<'py, PyDict>>,
    ) -> PyResult<Bound<'py, Self>> {
        let dotted = PyDict::new(slf.py());
        for (path, value) in changes.into_iter().flatten() {
            dotted.set_item(path.extract::<String>()?.replace("__", "."), value)?;
        }
        Self::update(&slf, Some(dotted.as_any()), None)?;
        Ok(slf)
    }

    /// Paths and values of all parameters as a dictionary.
    #[pyo3(signature = (deep=true))]
    fn get_params<'py>(&self, py: Python<'py>, deep: bool) -> PyResult<Bound<'py, PyDict>> {
        let _ = deep;
        let all = PyDict::new(py);
        self.leaves().into_iter().try_for_each(|(path, value)| all.set_item(path, to_python(py, value)?))?;
        Ok(all)
    }

    fn __getattr__(&self, name: &str) -> PyResult<()> {
        let known = !name.starts_with('_') && self.at(name).is_some();
        let hint = if known {
            format!("; use scenario[\"{name}\"], or scenario[\"{name}.…\"] for a parameter of it")
        } else {
            String::new()
        };
        Err(PyAttributeError::new_err(format!("'Scenario' object has no attribute '{name}'{hint}")))
    }

    fn __eq__(&self, py: Python<'_>, other: &Bound<'_, PyAny>) -> PyResult<bool> {
        if let Ok(other) = other.extract::<Self>() {
            return Ok(other.study == self.study);
        }
        match other.cast::<PyDict>() {
            Ok(other) => self.get_params(py, true)?.eq(other),
            Err(_) => Ok(false),
        }
    }

    fn __repr__(&self, py: Python<'_>) -> PyResult<String> {
        let base = &self.study.base;
        let present = base.safeguards.present();
        let names = if present.is_empty() { "none".to_owned() } else { present.join(", ") };
        let name = PyString::new(py, &base.name).repr()?;
        Ok(format!(
            "<Scenario {name}: {} members, {} months; safeguards: {names}>",
            base.organization.members, base.ticks
        ))
    }

    fn _repr_html_(&self) -> String {
        format!("<pre>{}</pre>", escaped(&self.explain()))
    }

    fn __copy__(&self) -> Self {
        self.clone()
    }

    fn __deepcopy__(&self, memo: &Bound<'_, PyAny>) -> Self {
        let _ = memo;
        self.clone()
    }

    fn __reduce__<'py>(slf: &Bound<'py, Self>) -> (Bound<'py, PyAny>, (String,)) {
        (slf.get_type().into_any(), (slf.borrow().file(),))
    }

    /// Title, shown on charts and in answers.
    #[getter]
    fn name(&self) -> &str {
        &self.study.base.name
    }

    /// The variants of its file, each a complete scenario.
    #[getter]
    fn variants(&self) -> Vec<Self> {
        self.study.variants.iter().map(Self::of).collect()
    }

    /// Another scenario with something added or changed: a text such as "lottery.share=0.5, rotation", or a dictionary
    /// such as {"lottery.share": 0.5}.
    #[pyo3(name = "with_")]
    fn with(&self, edit: &Bound<'_, PyAny>) -> PyResult<Self> {
        Self::drafted(added(&self.draft, edit)?)
    }

    /// Another scenario with something left out, such as "rotation, lottery".
    fn without(&self, edit: &Bound<'_, PyAny>) -> PyResult<Self> {
        Self::drafted(left_out(&self.draft, edit)?)
    }

    /// A copy that shares nothing with this one.
    fn copy(&self) -> Self {
        self.clone()
    }

    /// All that is not at its default, as a scenario file; without variants.
    fn to_toml(&self) -> String {
        write::to_toml(&self.study.base)
    }

    /// All parameters, defaults included, as dictionaries in each other.
    fn to_dict<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        to_python(py, self.all())
    }

    /// Writes it as a scenario file; one that exists is replaced.
    fn save(&self, path: PathBuf) -> PyResult<()> {
        std::fs::write(&path, self.to_toml())
            .map_err(|error| errors::unwritten(&path, &error, "choose another place"))
    }

    /// What it assumes, in words.
    fn explain(&self) -> String {
        explain(&self.study.base)
    }
}
