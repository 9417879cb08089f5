//! Scenarios shown: what stands at a path, all paths and values, the schema, the measures.

use pyo3::prelude::*;
use pyo3::types::PyList;
use serde_json::Value as Json;
use thermidor_core::measures::MEASURES;
use thermidor_scenario::draft::is_part;
use thermidor_scenario::schema::full_path;

use super::Scenario;
use crate::errors::{self, Code, fault, internal};
use crate::values::to_python;

impl Scenario {
    pub(super) fn all(&self) -> &Json {
        self.all.get_or_init(|| serde_json::to_value(&self.study.base).unwrap_or_default())
    }

    /// What stands at a path; nothing where there is nothing.
    pub(super) fn at(&self, path: &str) -> Option<&Json> {
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
    pub(super) fn leaves(&self) -> Vec<(String, &Json)> {
        let mut found = Vec::new();
        leaves(self.all(), "", &mut found);
        found
    }

    /// Why there is nothing at a path.
    pub(super) fn absent(&self, path: &str) -> PyErr {
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

/// The JSON Schema of scenario files, for editors and forms.
///
/// >>> import thermidor
/// >>> thermidor.schema()["properties"]["ticks"]["maximum"]
/// 6000
#[pyfunction]
pub fn schema(py: Python<'_>) -> PyResult<Bound<'_, PyAny>> {
    to_python(py, &serde_json::from_str(&thermidor_scenario::schema::text()).map_err(internal)?)
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

/// A text within HTML.
pub fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}
