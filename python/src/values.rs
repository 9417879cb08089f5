//! Values between Python, JSON and TOML.

use pyo3::prelude::*;
use pyo3::types::IntoPyDict;
use serde_json::Value as Json;

use crate::refused;

/// A JSON value as Python's own.
pub fn to_python<'py>(py: Python<'py>, value: &Json) -> PyResult<Bound<'py, PyAny>> {
    py.import("json")?.call_method1("loads", (value.to_string(),))
}

/// A Python value of numbers, words, lists and dictionaries as TOML.
pub fn to_toml(value: &Bound<'_, PyAny>) -> PyResult<toml::Value> {
    let py = value.py();
    let bad = |error: &dyn std::fmt::Display| {
        refused(format!(
            "error: {value} cannot be a value: {error}\n  help: use numbers, words, lists and dictionaries"
        ))
    };
    // NumPy's numbers and arrays become Python's own.
    let own = py.import("operator")?.call_method1("methodcaller", ("tolist",))?;
    let told = [("default", own)].into_py_dict(py)?;
    let text = py.import("json")?.call_method("dumps", (value,), Some(&told)).map_err(|error| bad(&error))?;
    let text: String = text.extract()?;
    // Python writes NaN and Infinity, which JSON has not.
    let mut json: Json = serde_json::from_str(&text).map_err(|error| bad(&error))?;
    leave_out_nothing(&mut json);
    toml::Value::try_from(&json).map_err(|error| bad(&error))
}

/// TOML has no word for nothing: it leaves out what is not there.
fn leave_out_nothing(value: &mut Json) {
    if let Json::Object(inner) = value {
        inner.retain(|_, value| !value.is_null());
        inner.values_mut().for_each(leave_out_nothing);
    } else if let Json::Array(items) = value {
        items.iter_mut().for_each(leave_out_nothing);
    }
}
