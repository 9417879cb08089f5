//! Scenarios edited: values set, parts turned on and off, other futures made.

use pyo3::prelude::*;
use pyo3::types::{PyDict, PyMapping, PyString};
use thermidor_core::Model;
use thermidor_scenario::draft::{Draft, is_part};
use thermidor_scenario::edit::Edit;
use toml::Value;

use super::Scenario;
use super::read::{Entry, expanded, in_order};
use crate::errors::{self, Code, fault, refused};
use crate::values::{several, to_toml_at};

impl Scenario {
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

    /// Makes all changes, or none where one is refused.
    pub(super) fn change(&mut self, change: impl FnOnce(&mut Draft) -> PyResult<()>) -> PyResult<()> {
        let mut draft = self.draft.clone();
        change(&mut draft)?;
        *self = Self::drafted(draft)?;
        Ok(())
    }
}

/// Sets a value; True and False switch a part on and off, and None is its absence or its default.
pub(super) fn set(draft: &mut Draft, path: &str, value: Option<Value>) -> PyResult<()> {
    let part = is_part(path).map_err(|found| errors::problem(&found, None))?;
    let (done, given) = match value {
        Some(Value::Boolean(on)) if part => (draft.switch(path, on), None),
        Some(value) => {
            let text = expanded(value).to_string();
            (draft.set(path, &text), Some(thermidor_core::text::cut(&text, 100).into_owned()))
        }
        None => (draft.unset(path), None),
    };
    done.map_err(|found| errors::problem(&found, given.as_deref()))
}

/// The changes that a mapping, pairs and words name, in their order.
pub(super) fn changes(
    changes: Option<&Bound<'_, PyAny>>,
    more: Option<&Bound<'_, PyDict>>,
) -> PyResult<Vec<Entry>> {
    let mut entries: Vec<Entry> = Vec::new();
    if let Some(changes) = changes.filter(|changes| !changes.is_none()) {
        let by_path = changes.hasattr("keys")? && changes.hasattr("items")?;
        let items = if by_path { changes.call_method0("items")? } else { changes.clone() };
        for pair in items.try_iter()? {
            let (path, value) = pair?.extract::<(Bound<'_, PyAny>, Bound<'_, PyAny>)>()?;
            let path = key(&path)?;
            let value = to_toml_at(&path, &value)?;
            entries.push((path, value));
        }
    }
    for (path, value) in more.into_iter().flatten() {
        let path: String = path.extract()?;
        let value = to_toml_at(&path, &value)?;
        entries.push((path, value));
    }
    Ok(entries)
}

/// The future that an edit adds to a scenario: a text, as on the command line, or a dictionary.
pub(super) fn added(base: &Draft, edit: &Bound<'_, PyAny>) -> PyResult<Draft> {
    if edit.len().is_ok_and(|parts| parts == 0) {
        return Err(no_edit("with_", edit));
    }
    if let Ok(text) = edit.cast::<PyString>() {
        return base.edited(&Edit::With(text.to_str()?.to_owned())).map_err(refused);
    }
    let Ok(mapping) = edit.cast::<PyMapping>() else { return Err(no_edit("with_", edit)) };
    let mut entries: Vec<Entry> = Vec::new();
    for pair in mapping.items()?.iter() {
        let (path, value) =
            pair.extract::<(String, Bound<'_, PyAny>)>().map_err(|_| no_edit("with_", edit))?;
        let value = to_toml_at(&path, &value)?;
        entries.push((path, value));
    }
    let mut future =
        base.future(&format!("with {}", entries.iter().map(told).collect::<Vec<_>>().join(", ")));
    in_order(&mut entries);
    entries.into_iter().try_for_each(|(path, value)| set(&mut future, &path, value))?;
    Ok(future)
}

/// A change in the name of a future.
fn told((path, value): &Entry) -> String {
    match value {
        Some(Value::Boolean(true)) if is_part(path) == Ok(true) => path.clone(),
        value => format!("{path}={}", value.as_ref().map_or_else(String::new, Value::to_string)),
    }
}

/// The future that leaves something out of a scenario.
pub(super) fn left_out(base: &Draft, edit: &Bound<'_, PyAny>) -> PyResult<Draft> {
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

/// A path as a key.
pub(super) fn key(path: &Bound<'_, PyAny>) -> PyResult<String> {
    path.extract::<String>().map_err(|_| {
        let shown = path.repr().map_or_else(|_| "this".to_owned(), |text| text.to_string());
        let what = format!("{} is no path", thermidor_core::text::cut(&shown, 100));
        fault(Code::UnknownKey, None, &what, "use a text such as \"voice.fusion\"")
    })
}
