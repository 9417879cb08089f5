//! Values between Python, JSON and TOML. Numbers and arrays of other libraries are taken by what they can do, so none
//! of them is needed.

use pyo3::prelude::*;
use pyo3::types::{PyBool, PyDict, PyFloat, PyInt, PyList, PyMapping, PySequence, PyString};
use serde_json::Value as Json;
use thermidor_scenario::text;

use crate::errors::{Code, fault};

/// How deep lists and dictionaries may stand in each other.
const DEEPEST: u32 = 32;

/// A JSON value as Python's own.
pub fn to_python<'py>(py: Python<'py>, value: &Json) -> PyResult<Bound<'py, PyAny>> {
    Ok(match value {
        Json::Null => py.None().into_bound(py),
        Json::Bool(flag) => PyBool::new(py, *flag).to_owned().into_any(),
        Json::Number(number) => match (number.as_u64(), number.as_i64()) {
            (Some(whole), _) => whole.into_pyobject(py)?.into_any(),
            (None, Some(whole)) => whole.into_pyobject(py)?.into_any(),
            (None, None) => PyFloat::new(py, number.as_f64().unwrap_or(f64::NAN)).into_any(),
        },
        Json::String(text) => PyString::new(py, text).into_any(),
        Json::Array(items) => {
            let items = items.iter().map(|item| to_python(py, item)).collect::<PyResult<Vec<_>>>()?;
            PyList::new(py, items)?.into_any()
        }
        Json::Object(inner) => {
            let table = PyDict::new(py);
            inner.iter().try_for_each(|(key, value)| table.set_item(key, to_python(py, value)?))?;
            table.into_any()
        }
    })
}

/// A Python value of numbers, words, lists and dictionaries as TOML; `None` for nothing, which TOML leaves out.
pub fn to_toml(value: &Bound<'_, PyAny>) -> PyResult<Option<toml::Value>> {
    read(value).map_err(|why| why.raised(None, ""))
}

/// The same of what is to stand at a path.
pub fn to_toml_at(path: &str, value: &Bound<'_, PyAny>) -> PyResult<Option<toml::Value>> {
    read(value).map_err(|why| why.raised(Some(path), ""))
}

/// The same, where there must be something; `nothing` is what kind of mistake None is.
pub fn to_toml_or_refuse(value: &Bound<'_, PyAny>, nothing: Code) -> Result<toml::Value, Why> {
    read(value)?.ok_or_else(|| Why::Told(nothing, "None is no value".to_owned()))
}

fn read(value: &Bound<'_, PyAny>) -> Result<Option<toml::Value>, Why> {
    nested(value, 0).map_err(|why| match why {
        Why::Told(code, why) => {
            let shown = value.str().map_or_else(|_| "this".to_owned(), |text| text.to_string());
            let shown = text::cut(&text::shown(&shown), 100).replace('\n', " ");
            Why::Told(code, format!("{shown} cannot be a value: {why}"))
        }
        why => why,
    })
}

/// Why something is no value.
pub enum Why {
    /// Python says so.
    Python(PyErr),
    /// What is wrong with it.
    Told(Code, String),
}

impl Why {
    /// The exception, for what was to stand at a path; `place` tells where it stood.
    pub fn raised(self, path: Option<&str>, place: &str) -> PyErr {
        match self {
            Self::Python(error) => error,
            Self::Told(code, what) => {
                fault(code, path, &format!("{place}{what}"), "use numbers, words, lists and dictionaries")
            }
        }
    }
}

impl From<PyErr> for Why {
    fn from(error: PyErr) -> Self {
        Self::Python(error)
    }
}

impl From<pyo3::CastError<'_, '_>> for Why {
    fn from(error: pyo3::CastError<'_, '_>) -> Self {
        Self::Python(error.into())
    }
}

/// A value, or why it is none.
type Read = Result<Option<toml::Value>, Why>;

fn told(code: Code, why: &str) -> Read {
    Err(Why::Told(code, why.to_owned()))
}

fn nested(value: &Bound<'_, PyAny>, depth: u32) -> Read {
    if depth > DEEPEST {
        return told(Code::BadValue, "lists stand too deep in each other");
    }
    if value.is_none() {
        return Ok(None);
    }
    if let Some(read) = own(value).or_else(|| of_a_library(value, depth).transpose()) {
        return read;
    }
    if let Ok(mapping) = value.cast::<PyMapping>() {
        return table(mapping, depth);
    }
    let name = value.get_type().name()?.to_string();
    if let Ok(items) = value.cast::<PySequence>()
        && !["bytes", "bytearray", "memoryview"].contains(&name.as_str())
    {
        return list(items, depth);
    }
    match exactly(value)? {
        Some(number) => real(number),
        None => Err(Why::Told(Code::WrongType, format!("it is of the class {name}"))),
    }
}

/// A flag, a text or a number of Python itself.
fn own(value: &Bound<'_, PyAny>) -> Option<Read> {
    if let Ok(flag) = value.cast::<PyBool>() {
        return Some(Ok(Some(toml::Value::Boolean(flag.is_true()))));
    }
    if let Ok(text) = value.cast::<PyString>() {
        return Some(match text.to_str() {
            Ok(text) => Ok(Some(toml::Value::String(text.to_owned()))),
            Err(_) => told(Code::BadValue, "it has characters that are in no text"),
        });
    }
    if value.cast::<PyInt>().is_ok() {
        return Some(match value.extract::<i64>() {
            Ok(number) => Ok(Some(toml::Value::Integer(number))),
            Err(_) => told(Code::BadValue, "it is too large for a whole number"),
        });
    }
    value.cast::<PyFloat>().ok().map(|number| real(number.value()))
}

/// A number or an array of NumPy and pandas, then Polars, then Arrow; nothing where it is none.
fn of_a_library(value: &Bound<'_, PyAny>, depth: u32) -> Result<Option<Option<toml::Value>>, Why> {
    for own in ["tolist", "to_list", "to_pylist", "as_py"] {
        if value.hasattr(own)? {
            let plain = value.call_method0(own)?;
            // Numbers that Python has not, such as long doubles, stay what they are.
            if plain.get_type().is(value.get_type()) {
                return Ok(None);
            }
            return match nested(&plain, depth + 1)? {
                None => told(Code::BadValue, "it is a missing value").map(Some),
                found => Ok(Some(found)),
            };
        }
    }
    Ok(None)
}

fn table(mapping: &Bound<'_, PyMapping>, depth: u32) -> Read {
    let mut table = toml::Table::new();
    for pair in mapping.items()?.iter() {
        let (key, inner) = pair.extract::<(Bound<'_, PyAny>, Bound<'_, PyAny>)>()?;
        let Ok(key) = key.cast::<PyString>() else {
            return told(Code::WrongType, "the keys of a dictionary are words");
        };
        // TOML has no word for nothing: it leaves out what is not there.
        if let Some(inner) = nested(&inner, depth + 1)? {
            table.insert(key.to_string(), inner);
        }
    }
    Ok(Some(toml::Value::Table(table)))
}

fn list(items: &Bound<'_, PySequence>, depth: u32) -> Read {
    let mut list = Vec::with_capacity(items.len()?);
    for item in items.try_iter()? {
        match nested(&item?, depth + 1)? {
            Some(item) => list.push(item),
            None => return told(Code::WrongType, "there is a None in a list"),
        }
    }
    Ok(Some(toml::Value::Array(list)))
}

/// A fraction or a decimal that is exactly a number of 64 bits; nothing where it is no number.
fn exactly(value: &Bound<'_, PyAny>) -> Result<Option<f64>, Why> {
    let number = value.py().import("numbers")?.getattr("Number")?;
    if !value.is_instance(&number)? {
        return Ok(None);
    }
    let double = value.call_method0("__float__").and_then(|number| number.extract::<f64>());
    match double {
        Err(_) => Ok(None),
        Ok(double) if value.eq(double)? => Ok(Some(double)),
        Ok(_) => {
            let why = "it is not exactly a number of 64 bits; use float(…)";
            Err(Why::Told(Code::BadValue, why.to_owned()))
        }
    }
}

fn real(number: f64) -> Result<Option<toml::Value>, Why> {
    if number.is_finite() {
        return Ok(Some(toml::Value::Float(number)));
    }
    Err(Why::Told(Code::BadValue, "it is not a finite number".to_owned()))
}

/// A whole number within a range that an argument of this name gives; `None` where none is given.
pub fn whole(name: &str, value: Option<&Bound<'_, PyAny>>, least: u64, most: u64) -> PyResult<Option<u64>> {
    let Some(value) = value.filter(|value| !value.is_none()) else { return Ok(None) };
    let shown = || {
        text::cut(&value.repr().map_or_else(|_| "this".to_owned(), |text| text.to_string()), 100).to_string()
    };
    let bad = |code, why: &str, hint: &str| {
        Err(fault(code, Some(name), &format!("{name}={}: {why}", shown()), hint))
    };
    let range = format!("use a whole number from {least} to {most}");
    let number = match nested(value, 0) {
        Ok(Some(toml::Value::Integer(number))) => i128::from(number),
        Ok(Some(toml::Value::Float(number))) if number.fract() == 0.0 && number.abs() < 9.1e18 => {
            number as i128
        }
        Ok(Some(toml::Value::Float(_))) => return bad(Code::BadValue, "it is not a whole number", &range),
        Err(Why::Told(Code::BadValue, why)) => return bad(Code::BadValue, &why, &range),
        _ => return bad(Code::WrongType, "it is not a whole number", &range),
    };
    if (i128::from(least)..=i128::from(most)).contains(&number) {
        return Ok(Some(number as u64));
    }
    bad(Code::BadValue, "it is out of range", &range)
}

/// How many threads to work on: `None` for one a core, as is -1.
pub fn threads(value: Option<&Bound<'_, PyAny>>) -> PyResult<Option<usize>> {
    let all = value.is_some_and(|value| match nested(value, 0) {
        Ok(Some(toml::Value::Integer(number))) => number == -1,
        Ok(Some(toml::Value::Float(number))) => number == -1.0,
        _ => false,
    });
    if all {
        return Ok(None);
    }
    // Much beyond what any machine has; what is beyond this machine is fewer, with a warning.
    let found = whole("threads", value, 1, 1 << 40).map_err(|_| {
        let shown = value.map_or_else(String::new, |value| value.to_string());
        let what = format!("threads={}: this is no number of threads", text::cut(&shown, 100));
        fault(Code::BadValue, Some("threads"), &what, "use at least 1, or -1 or None for one a core")
    })?;
    Ok(found.map(|number| number as usize))
}

/// Yes or no, as an argument of this name gives it.
pub fn flag(name: &str, value: &Bound<'_, PyAny>) -> PyResult<bool> {
    if let Ok(Some(toml::Value::Boolean(flag))) = nested(value, 0) {
        return Ok(flag);
    }
    let shown = value.repr().map_or_else(|_| "this".to_owned(), |text| text.to_string());
    let what = format!("{name}={}: it is not True or False", text::cut(&shown, 100));
    Err(fault(Code::WrongType, Some(name), &what, "use True or False"))
}

/// A positive number, as an argument of this name gives it.
pub fn positive(name: &str, value: Option<&Bound<'_, PyAny>>) -> PyResult<Option<f64>> {
    let Some(value) = value.filter(|value| !value.is_none()) else { return Ok(None) };
    let number = match nested(value, 0) {
        Ok(Some(toml::Value::Float(number))) => Some(number),
        Ok(Some(toml::Value::Integer(number))) => Some(number as f64),
        _ => None,
    };
    let shown = || text::cut(&value.to_string(), 100).to_string();
    number.filter(|number| *number > 0.0).map(Some).ok_or_else(|| {
        let what = format!("{name}={}: it is not a number above 0", shown());
        fault(
            if number.is_some() { Code::BadValue } else { Code::WrongType },
            Some(name),
            &what,
            "use a number such as 0.02",
        )
    })
}

/// Words, one or several, as an argument of this name gives them: one text is one word, and not its letters.
pub fn words(name: &str, value: Option<&Bound<'_, PyAny>>) -> PyResult<Option<Vec<String>>> {
    let Some(value) = value.filter(|value| !value.is_none()) else { return Ok(None) };
    let bad = || {
        let shown = text::cut(&value.to_string(), 100).to_string();
        let what = format!("{name}={shown}: it is not a text or a list of texts");
        fault(Code::WrongType, Some(name), &what, "use a text, or a list of texts")
    };
    several(value)?
        .iter()
        .map(|item| item.cast::<PyString>().map_err(|_| bad()).and_then(|text| Ok(text.to_str()?.to_owned())))
        .collect::<PyResult<Vec<_>>>()
        .map(Some)
}

/// One text or dictionary by itself, or the items of what holds several.
pub fn several<'py>(value: &Bound<'py, PyAny>) -> PyResult<Vec<Bound<'py, PyAny>>> {
    if value.is_none() {
        return Ok(Vec::new());
    }
    let is_one = value.cast::<PyString>().is_ok()
        || (value.cast::<PyMapping>().is_ok() && !value.hasattr("tolist")?);
    if is_one {
        return Ok(vec![value.clone()]);
    }
    match value.try_iter() {
        Ok(items) => items.collect(),
        Err(_) => Ok(vec![value.clone()]),
    }
}
