//! Scenarios read: from files, texts and dictionaries, and overrides of them.
//!
//! A dictionary has dotted keys, tables in each other, or both. [`in_order`] is the one place that says which of its
//! entries wins.

use std::cmp::Ordering;
use std::path::PathBuf;

use pyo3::prelude::*;
use pyo3::types::PyMapping;
use thermidor_scenario::draft::is_part;
use thermidor_scenario::read;
use thermidor_scenario::schema::full_path;
use thermidor_scenario::tree::{last_first, remove_all};
use toml::{Table, Value};

use super::Scenario;
use crate::errors::{Code, fault, internal, refused};
use crate::values::{to_toml, to_toml_at};

impl Scenario {
    /// What can stand where a scenario is needed: a scenario, a dictionary, or the path of a file.
    pub fn from_any(given: &Bound<'_, PyAny>) -> PyResult<Self> {
        if let Ok(scenario) = given.extract::<Self>() {
            return Ok(scenario);
        }
        if given.cast::<PyMapping>().is_ok() {
            return Self::from_source(Some(given));
        }
        match given.extract::<PathBuf>() {
            Ok(path) => load(path, None),
            Err(_) => Err(no_scenario(given)),
        }
    }

    /// A scenario of nothing, of another one, of text, or of a dictionary.
    pub(super) fn from_source(source: Option<&Bound<'_, PyAny>>) -> PyResult<Self> {
        let Some(source) = source.filter(|source| !source.is_none()) else {
            return Self::new("scenario", "", &[]);
        };
        if let Ok(scenario) = source.extract::<Self>() {
            return Ok(scenario);
        }
        if let Ok(text) = source.extract::<String>() {
            return Self::new("scenario", &text, &[]);
        }
        let table = filed(entries(source)?);
        Self::new("scenario", &toml::to_string(&table).map_err(internal)?, &[])
    }
}

fn no_scenario(given: &Bound<'_, PyAny>) -> PyErr {
    let class = given.get_type().name().map_or_else(|_| "this".to_owned(), |name| name.to_string());
    let what = format!("an object of the class {class} is no scenario");
    fault(Code::WrongType, None, &what, "use a Scenario, a dictionary or the path of a scenario file")
}

/// What a dictionary has at a path; nothing where it has None.
pub(super) type Entry = (String, Option<Value>);

/// The entries of a dictionary, or of what has items as a series of pandas has.
fn entries(source: &Bound<'_, PyAny>) -> PyResult<Vec<Entry>> {
    if !source.hasattr("items")? {
        return Err(no_scenario(source));
    }
    let mut entries = Vec::new();
    for pair in source.call_method0("items")?.try_iter()? {
        let (path, value) = pair?.extract::<(Bound<'_, PyAny>, Bound<'_, PyAny>)>()?;
        let Ok(path) = path.extract::<String>() else {
            // It says what is wrong with the whole.
            to_toml(source)?;
            return Err(no_scenario(source));
        };
        let path = full_path(path.trim());
        match to_toml_at(&path, &value)? {
            Some(value) => flatten(path, value, &mut entries),
            None => entries.push((path, None)),
        }
    }
    Ok(entries)
}

/// The entries of a value: tables in each other have dotted paths.
fn flatten(path: String, value: Value, entries: &mut Vec<Entry>) {
    match value {
        Value::Table(table) if !table.is_empty() => {
            let join = |key: String| if path.is_empty() { key } else { format!("{path}.{key}") };
            table.into_iter().for_each(|(key, value)| flatten(join(key), value, entries));
        }
        value => entries.push((path, Some(expanded(value)))),
    }
}

/// Puts entries in the order in which they can be made one by one: parts are turned on first, and what is turned off is
/// off, wherever that is said.
pub(super) fn in_order(entries: &mut [Entry]) {
    let rank = |(_, value): &Entry| match value {
        Some(Value::Boolean(true)) => 0,
        Some(Value::Table(table)) if table.is_empty() => 0,
        Some(Value::Boolean(false)) | None => 2,
        Some(_) => 1,
    };
    entries.sort_by(|a, b| match (rank(a), rank(b)) {
        (2, 2) => last_first(&a.0, &b.0),
        (0, 0) => a.0.cmp(&b.0),
        (one, other) if one == other => Ordering::Equal,
        (one, other) => one.cmp(&other),
    });
}

/// Entries as a scenario file.
fn filed(mut entries: Vec<Entry>) -> Table {
    in_order(&mut entries);
    let is_off = |(path, value): &Entry| match value {
        None => true,
        Some(value) => *value == Value::Boolean(false) && is_part(path) == Ok(true),
    };
    let (off, there): (Vec<Entry>, Vec<Entry>) = entries.into_iter().partition(is_off);
    let mut whole = Table::new();
    for (path, value) in there {
        let is_on = value == Some(Value::Boolean(true)) && path.starts_with("safeguards.");
        let value =
            if is_on && is_part(&path) == Ok(true) { Some(Value::Table(Table::new())) } else { value };
        value.into_iter().for_each(|value| put(&mut whole, &path, value));
    }
    let mut whole = match listed(whole) {
        Value::Table(whole) => whole,
        _ => Table::new(),
    };
    remove_all(&mut whole, off.iter().map(|(path, _)| path.as_str()));
    whole
}

/// Puts a value at a path; what is no table on its way becomes one.
fn put(table: &mut Table, path: &str, value: Value) {
    let Some((first, rest)) = path.split_once('.') else {
        table.insert(path.to_owned(), value);
        return;
    };
    let inner = table.entry(first).or_insert_with(|| Value::Table(Table::new()));
    if !inner.is_table() {
        *inner = Value::Table(Table::new());
    }
    if let Value::Table(inner) = inner {
        put(inner, rest, value);
    }
}

/// Dotted keys of tables as tables in each other: `{"voice.fusion": 0.5}` is `{"voice": {"fusion": 0.5}}`.
pub(super) fn expanded(value: Value) -> Value {
    match value {
        Value::Table(table) => {
            let mut entries = Vec::new();
            table.into_iter().for_each(|(path, value)| flatten(path, value, &mut entries));
            in_order(&mut entries);
            let mut whole = Table::new();
            for (path, value) in entries {
                value.into_iter().for_each(|value| put(&mut whole, &path, value));
            }
            listed(whole)
        }
        Value::Array(items) => Value::Array(items.into_iter().map(expanded).collect()),
        value => value,
    }
}

/// Tables whose keys are the positions of a list as that list, at any depth.
fn listed(table: Table) -> Value {
    let inner = |(key, value): (String, Value)| match value {
        Value::Table(inner) => (key, listed(inner)),
        value => (key, value),
    };
    let mut table: Table = table.into_iter().map(inner).collect();
    let places: Vec<String> = (0..table.len()).map(|place| place.to_string()).collect();
    if places.is_empty() || !places.iter().all(|place| table.contains_key(place)) {
        return Value::Table(table);
    }
    Value::Array(places.iter().filter_map(|place| table.remove(place)).collect())
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
        match to_toml_at(&full, &value)? {
            Some(Value::Boolean(true)) if is_part(&path) == Ok(true) => all.push(format!("{full}={{}}")),
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
