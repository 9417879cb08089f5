//! Scenarios: read, edited and explained. To Python a scenario is a mapping from the paths of its parameters to values.

use std::path::PathBuf;
use std::sync::OnceLock;

use pyo3::exceptions::PyAttributeError;
use pyo3::prelude::*;
use pyo3::types::{PyBool, PyDict, PyList, PyMapping, PyString, PyTuple};
use serde_json::Value as Json;
use thermidor_core::Model;
use thermidor_core::measures::MEASURES;
use thermidor_scenario::draft::{Draft, is_part};
use thermidor_scenario::edit::Edit;
use thermidor_scenario::explain::explain;
use thermidor_scenario::read;
use thermidor_scenario::read::Study;
use thermidor_scenario::schema::full_path;
use thermidor_scenario::write;

use crate::errors::{self, Code, fault, refused};
use crate::values::{several, to_python, to_toml};

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

    /// What can stand where a scenario is needed: a scenario, a dictionary, or the path of a file.
    pub fn from_any(given: &Bound<'_, PyAny>) -> PyResult<Self> {
        if let Ok(scenario) = given.extract::<Self>() {
            return Ok(scenario);
        }
        if given.cast::<PyMapping>().is_ok() {
            return Self::python_new(Some(given));
        }
        match given.extract::<PathBuf>() {
            Ok(path) => load(path, None),
            Err(_) => Err(no_scenario(given)),
        }
    }

    /// The base with other luck, its variants, and the futures that `with` and `without` make of it.
    pub fn arms(
        &self,
        organizations: Option<u64>,
        seed: Option<u64>,
        with: Option<&Bound<'_, PyAny>>,
        without: Option<&Bound<'_, PyAny>>,
    ) -> PyResult<Vec<Model>> {
        let mut base = self.draft.clone();
        for (path, number) in [("organizations", organizations), ("seed", seed)] {
            let Some(number) = number else { continue };
            base.set(path, &number.to_string()).map_err(|found| errors::problem(&found, None))?;
        }
        let study = base.study().map_err(|found| errors::problems(&found))?;
        let mut arms = vec![study.base];
        arms.extend(study.variants);
        for edit in with.map_or_else(|| Ok(Vec::new()), several)? {
            arms.push(Self::drafted(added(&base, &edit)?)?.study.base);
        }
        for edit in without.map_or_else(|| Ok(Vec::new()), several)? {
            arms.push(Self::drafted(left_out(&base, &edit)?)?.study.base);
        }
        Ok(arms)
    }

    /// The scenario file that this is, with its variants.
    pub fn file(&self) -> String {
        self.draft.to_toml()
    }

    fn all(&self) -> &Json {
        self.all.get_or_init(|| serde_json::to_value(&self.study.base).unwrap_or_default())
    }

    /// What stands at a path; nothing where there is nothing.
    fn at(&self, path: &str) -> Option<&Json> {
        let mut here = self.all();
        for key in full_path(path.trim()).split('.') {
            here = match here {
                Json::Array(items) => items.get(key.parse::<usize>().ok()?)?,
                value => value.get(key)?,
            };
        }
        Some(here).filter(|value| !value.is_null())
    }

    /// Paths of all parameters that are there, and their values.
    fn leaves(&self) -> Vec<(String, &Json)> {
        let mut found = Vec::new();
        leaves(self.all(), "", &mut found);
        found
    }

    /// Why there is nothing at a path.
    fn absent(&self, path: &str) -> PyErr {
        match is_part(path) {
            Err(found) => errors::problem(&found, None),
            Ok(_) => {
                let what = format!("there is no `{path}` in this scenario");
                let part = full_path(path.trim()).split('.').take(2).collect::<Vec<_>>().join(".");
                let value = if part.starts_with("shocks.") { "[{\"start_tick\": 60}]" } else { "True" };
                let hint = format!("put it in, as in scenario[\"{part}\"] = {value}");
                fault(Code::UnknownKey, Some(path), &what, &hint)
            }
        }
    }

    /// Makes all changes, or none where one is refused.
    fn change(&mut self, change: impl FnOnce(&mut Draft) -> PyResult<()>) -> PyResult<()> {
        let mut draft = self.draft.clone();
        change(&mut draft)?;
        *self = Self::drafted(draft)?;
        Ok(())
    }
}

fn no_scenario(given: &Bound<'_, PyAny>) -> PyErr {
    let class = given.get_type().name().map_or_else(|_| "this".to_owned(), |name| name.to_string());
    let what = format!("an object of the class {class} is no scenario");
    fault(Code::WrongType, None, &what, "use a Scenario, a dictionary or the path of a scenario file")
}

fn leaves<'a>(value: &'a Json, path: &str, found: &mut Vec<(String, &'a Json)>) {
    let join = |key: &str| if path.is_empty() { key.to_owned() } else { format!("{path}.{key}") };
    match value {
        Json::Null => {}
        Json::Object(inner) => inner.iter().for_each(|(key, value)| leaves(value, &join(key), found)),
        Json::Array(items) if is_part(path) == Ok(true) => {
            items.iter().enumerate().for_each(|(at, item)| leaves(item, &join(&at.to_string()), found));
        }
        value => found.push((path.to_owned(), value)),
    }
}

/// Sets a value; True and False switch a part on and off, and None is its absence or its default.
fn set(draft: &mut Draft, path: &str, value: &Bound<'_, PyAny>) -> PyResult<()> {
    let value = to_toml(value)?;
    let part = is_part(path).map_err(|found| errors::problem(&found, None))?;
    let (done, given) = match value {
        Some(toml::Value::Boolean(on)) if part => (draft.switch(path, on), None),
        Some(value) => {
            let text = expanded(value).to_string();
            (draft.set(path, &text), Some(thermidor_core::text::cut(&text, 100).into_owned()))
        }
        None => (draft.unset(path), None),
    };
    done.map_err(|found| errors::problem(&found, given.as_deref()))
}

/// The future that an edit adds to a scenario: a text, as on the command line, or a dictionary.
fn added(base: &Draft, edit: &Bound<'_, PyAny>) -> PyResult<Draft> {
    if edit.len().is_ok_and(|parts| parts == 0) {
        return Err(no_edit("with_", edit));
    }
    if let Ok(text) = edit.cast::<PyString>() {
        return base.edited(&Edit::With(text.to_str()?.to_owned())).map_err(refused);
    }
    let Ok(mapping) = edit.cast::<PyMapping>() else { return Err(no_edit("with_", edit)) };
    let mut told = Vec::new();
    let mut pairs = Vec::new();
    for pair in mapping.items()?.iter() {
        let (path, value) =
            pair.extract::<(String, Bound<'_, PyAny>)>().map_err(|_| no_edit("with_", edit))?;
        let shown = to_toml(&value)?.map_or_else(String::new, |value| value.to_string());
        told.push(if shown == "true" && is_part(&path) == Ok(true) {
            path.clone()
        } else {
            format!("{path}={shown}")
        });
        pairs.push((path, value));
    }
    let mut future = base.future(&format!("with {}", told.join(", ")));
    // What is turned off is off, in whatever order it stands.
    pairs.sort_by_key(|(_, value)| value.is_none() || value.cast::<PyBool>().is_ok_and(|on| !on.is_true()));
    pairs.iter().try_for_each(|(path, value)| set(&mut future, path, value))?;
    Ok(future)
}

/// The future that leaves something out of a scenario.
fn left_out(base: &Draft, edit: &Bound<'_, PyAny>) -> PyResult<Draft> {
    let text = edit.cast::<PyString>().map_err(|_| no_edit("without", edit))?;
    if text.len()? == 0 {
        return Err(no_edit("without", edit));
    }
    base.edited(&Edit::Without(text.to_str()?.to_owned())).map_err(refused)
}

fn no_edit(name: &str, edit: &Bound<'_, PyAny>) -> PyErr {
    let hint = match name {
        "with_" => {
            "use a text such as \"lottery.share=0.5, rotation\" or a dictionary such as {\"lottery.share\": 0.5}; a list of them makes several futures"
        }
        _ => "use a text such as \"rotation, lottery\"; a list of them makes several futures",
    };
    let shown = edit.repr().map_or_else(|_| "this".to_owned(), |text| text.to_string());
    let what = format!("{name}={}: this makes no future", thermidor_core::text::cut(&shown, 100));
    fault(Code::WrongType, Some(name), &what, hint)
}

/// Dotted keys of tables as tables in each other: `{"voice.fusion": 0.5}` is `{"voice": {"fusion": 0.5}}`. Safeguards may
/// stand by their names alone, and those that are True are there with their defaults.
fn expanded(value: toml::Value) -> toml::Value {
    fn put(table: &mut toml::Table, path: &str, value: toml::Value) {
        let (first, rest) = path.split_once('.').unwrap_or((path, ""));
        if !rest.is_empty() {
            let inner = table.entry(first).or_insert_with(|| toml::Value::Table(toml::Table::new()));
            match inner {
                toml::Value::Table(inner) => put(inner, rest, value),
                // What is turned off is off, wherever that is said.
                toml::Value::Boolean(false) => {}
                other => *other = toml::Value::Table(toml::Table::from_iter([(rest.to_owned(), value)])),
            }
            return;
        }
        match (table.get_mut(first), value) {
            (Some(toml::Value::Table(there)), toml::Value::Table(more)) => {
                more.into_iter().for_each(|(key, value)| put(there, &key, value));
            }
            (Some(toml::Value::Table(_)), toml::Value::Boolean(true))
            | (Some(toml::Value::Boolean(false)), toml::Value::Table(_)) => {}
            (_, value) => {
                table.insert(first.to_owned(), value);
            }
        }
    }
    match value {
        toml::Value::Table(table) => {
            let mut whole = toml::Table::new();
            table.into_iter().for_each(|(path, value)| put(&mut whole, &path, expanded(value)));
            listed(whole)
        }
        toml::Value::Array(items) => toml::Value::Array(items.into_iter().map(expanded).collect()),
        value => value,
    }
}

/// Tables whose keys are the positions of a list as that list, at any depth.
fn listed(table: toml::Table) -> toml::Value {
    let inner = |(key, value): (String, toml::Value)| match value {
        toml::Value::Table(inner) => (key, listed(inner)),
        value => (key, value),
    };
    let mut table: toml::Table = table.into_iter().map(inner).collect();
    let places: Vec<String> = (0..table.len()).map(|place| place.to_string()).collect();
    if places.is_empty() || !places.iter().all(|place| table.contains_key(place)) {
        return toml::Value::Table(table);
    }
    toml::Value::Array(places.iter().filter_map(|place| table.remove(place)).collect())
}

/// A dictionary as a scenario file.
fn filed(table: toml::Table) -> toml::Table {
    let full = |(path, value): (String, toml::Value)| (full_path(&path), value);
    let toml::Value::Table(mut whole) = expanded(toml::Value::Table(table.into_iter().map(full).collect()))
    else {
        return toml::Table::new();
    };
    if let Some(toml::Value::Table(safeguards)) = whole.get_mut("safeguards") {
        safeguards.retain(|_, value| *value != toml::Value::Boolean(false));
        for (_, value) in safeguards.iter_mut().filter(|(_, value)| **value == toml::Value::Boolean(true)) {
            *value = toml::Value::Table(toml::Table::new());
        }
    }
    whole
}

/// Overrides of a dictionary, as PATH=VALUE.
pub fn overrides(set: Option<&Bound<'_, PyAny>>) -> PyResult<Vec<String>> {
    let Some(set) = set.filter(|set| !set.is_none()) else { return Ok(Vec::new()) };
    let mut all = Vec::new();
    if !set.hasattr("items")? {
        return crate::values::words("set", Some(set)).map(Option::unwrap_or_default);
    }
    for pair in set.call_method0("items")?.try_iter()? {
        let pair = pair?;
        let (path, value) = pair.extract::<(Bound<'_, PyAny>, Bound<'_, PyAny>)>()?;
        let Ok(path) = path.extract::<String>() else {
            return Err(fault(
                Code::WrongType,
                Some("set"),
                "the keys of set are paths",
                "use words, as in {\"voice.fusion\": 0.5}",
            ));
        };
        let full = full_path(path.trim());
        match to_toml(&value)? {
            Some(toml::Value::Boolean(true)) if is_part(&path) == Ok(true) => {
                all.push(format!("{full}={{}}"))
            }
            Some(value) => all.push(format!("{full}={}", expanded(value))),
            None => {
                return Err(fault(
                    Code::WrongType,
                    Some(&path),
                    &format!("{path} = None: there is no value"),
                    "leave it out of set",
                ));
            }
        }
    }
    Ok(all)
}

/// Reads a scenario file; `set` overrides parameters by their paths.
///
/// >>> import pathlib, tempfile, thermidor
/// >>> path = pathlib.Path(tempfile.mkdtemp(), "small.toml")
/// >>> thermidor.Scenario({"ticks": 60}).save(path)
/// >>> thermidor.load(path, {"organization.members": 100})
/// <Scenario 'An organization': 100 members, 60 months; safeguards: none>
#[pyfunction]
#[pyo3(signature = (path, set=None))]
pub fn load(path: PathBuf, set: Option<&Bound<'_, PyAny>>) -> PyResult<Scenario> {
    let text = read::text(&path).map_err(refused)?;
    Scenario::new(&path.display().to_string(), &text, &overrides(set)?)
}

/// A scenario of whatever can stand for one.
#[pyfunction]
#[pyo3(name = "_scenario")]
pub fn scenario(given: &Bound<'_, PyAny>) -> PyResult<Scenario> {
    Scenario::from_any(given)
}

/// The JSON Schema of scenario files, for editors and forms.
///
/// >>> import thermidor
/// >>> thermidor.schema()["properties"]["ticks"]["maximum"]
/// 6000
#[pyfunction]
pub fn schema(py: Python<'_>) -> PyResult<Bound<'_, PyAny>> {
    to_python(py, &serde_json::from_str(&thermidor_scenario::schema::text()).map_err(refused)?)
}

/// What is measured each month: a dictionary a measure, with `name`, `label`, `unit` and `range`.
///
/// >>> import thermidor
/// >>> [measure["unit"] for measure in thermidor.measures() if measure["name"] == "participation"]
/// ['share']
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
    #[new]
    #[pyo3(signature = (source=None))]
    fn python_new(source: Option<&Bound<'_, PyAny>>) -> PyResult<Self> {
        let Some(source) = source.filter(|source| !source.is_none()) else {
            return Self::new("scenario", "", &[]);
        };
        if let Ok(scenario) = source.extract::<Self>() {
            return Ok(scenario);
        }
        if let Ok(text) = source.extract::<String>() {
            return Self::new("scenario", &text, &[]);
        }
        // A series of pandas has paths and values as a dictionary has.
        let own = source.py().import("builtins")?.getattr("dict")?;
        let source = &if source.hasattr("items")? {
            own.call1((source.call_method0("items")?,))?
        } else {
            source.clone()
        };
        // A part that is None is turned off, as it is where one is set by itself. The dictionary was made above.
        if let Ok(pairs) = source.cast::<PyDict>() {
            let absent: Vec<Bound<'_, PyAny>> = pairs
                .iter()
                .filter(|(path, value)| {
                    value.is_none() && path.extract::<String>().is_ok_and(|path| is_part(&path) == Ok(true))
                })
                .map(|(path, _)| path)
                .collect();
            absent.iter().try_for_each(|path| pairs.set_item(path, false))?;
        }
        match to_toml(source)? {
            Some(toml::Value::Table(table)) => {
                Self::new("scenario", &toml::to_string(&filed(table)).map_err(refused)?, &[])
            }
            _ => Err(no_scenario(source)),
        }
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
        let mut pairs: Vec<(String, Bound<'_, PyAny>)> = Vec::new();
        if let Some(changes) = changes.filter(|changes| !changes.is_none()) {
            let by_path = changes.hasattr("keys")? && changes.hasattr("items")?;
            let items = if by_path { changes.call_method0("items")? } else { changes.clone() };
            for pair in items.try_iter()? {
                let (path, value) = pair?.extract::<(Bound<'_, PyAny>, Bound<'_, PyAny>)>()?;
                pairs.push((key(&path)?, value));
            }
        }
        for (path, value) in more.into_iter().flatten() {
            pairs.push((path.extract()?, value));
        }
        // It may have been asked for its own items.
        slf.borrow_mut().change(|draft| pairs.iter().try_for_each(|(path, value)| set(draft, path, value)))
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
            .map_err(|error| errors::os(&path, &error, "choose another place"))
    }

    /// What it assumes, in words.
    fn explain(&self) -> String {
        explain(&self.study.base)
    }
}

/// A path as a key.
fn key(path: &Bound<'_, PyAny>) -> PyResult<String> {
    path.extract::<String>().map_err(|_| {
        let shown = path.repr().map_or_else(|_| "this".to_owned(), |text| text.to_string());
        let what = format!("{} is no path", thermidor_core::text::cut(&shown, 100));
        fault(Code::UnknownKey, None, &what, "use a text such as \"voice.fusion\"")
    })
}

/// A text within HTML.
pub fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}
