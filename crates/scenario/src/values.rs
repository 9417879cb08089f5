//! Values held against a schema: of the right kind, within their range, and given the kind of their parameter.

use std::ops::Range;

use serde_json::Value as Json;
use toml::de::{DeTable, DeValue};

use crate::diagnostic::{Code, Diagnostic};
use crate::schema::{is, node_at, resolve, unknown};
use crate::suggest::nearest;

fn join(path: &str, key: &str) -> String {
    if path.is_empty() { key.to_owned() } else { format!("{path}.{key}") }
}

/// Holds a table against its part of a schema.
pub fn walk_table(root: &Json, node: &Json, table: &DeTable, path: &str, found: &mut Vec<Diagnostic>) {
    let known = &resolve(root, node)["properties"];
    for (key, value) in table.iter() {
        let path = join(path, key.get_ref());
        match known.get(key.get_ref().as_ref()) {
            None => found.push(Diagnostic { span: Some(key.span()), ..unknown(&path, known) }),
            Some(node) => walk(root, node, value.get_ref(), &path, &value.span(), found),
        }
    }
}

/// Holds a value against its part of a schema.
pub fn walk(
    root: &Json,
    node: &Json,
    value: &DeValue,
    path: &str,
    span: &Range<usize>,
    found: &mut Vec<Diagnostic>,
) {
    let target = resolve(root, node);
    match value {
        DeValue::Table(table) if target["properties"].is_object() => {
            walk_table(root, target, table, path, found)
        }
        DeValue::Array(items) if target["items"].is_object() => {
            for (index, item) in items.iter().enumerate() {
                let path = join(path, &index.to_string());
                walk(root, &target["items"], item.get_ref(), &path, &item.span(), found);
            }
        }
        value => {
            if let Some(code) = mismatch(target, value) {
                found.push(Diagnostic { span: Some(span.clone()), ..Diagnostic::new(path, code) });
            }
        }
    }
}

/// Gives every number in a value the kind that its place asks for: 1 is a fine real number, 50.0 a fine whole one,
/// and -0.0 is 0. This is the one place where that is done. What does not fit stays as it is; `walk` refuses it.
pub fn fit(root: &Json, node: &Json, value: &mut toml::Value) {
    let target = resolve(root, node);
    match value {
        toml::Value::Table(table) => fit_table(root, target, table),
        toml::Value::Array(items) if target["items"].is_object() => {
            items.iter_mut().for_each(|item| fit(root, &target["items"], item))
        }
        toml::Value::Integer(number) if is(target, "number") && !is(target, "integer") => {
            *value = toml::Value::Float(*number as f64)
        }
        toml::Value::Float(number) if is(target, "integer") && !is(target, "number") => {
            if let Some(number) = exact(*number) {
                *value = toml::Value::Integer(number);
            }
        }
        // Adding 0 makes 0 of -0.
        toml::Value::Float(number) => *number += 0.0,
        _ => {}
    }
}

/// Does the same for all values of a table.
pub fn fit_table(root: &Json, node: &Json, table: &mut toml::Table) {
    let known = &resolve(root, node)["properties"];
    for (key, value) in table.iter_mut() {
        if let Some(node) = known.get(key) {
            fit(root, node, value);
        }
    }
}

/// A real number as the whole number that it is. From 2⁵³ on it may not be the one that was written.
fn exact(number: f64) -> Option<i64> {
    (number.fract() == 0.0 && number.abs() < 9_007_199_254_740_992.0).then_some(number as i64)
}

fn text_of<'a>(value: &'a DeValue) -> Option<&'a str> {
    match value {
        DeValue::String(text) => Some(text),
        _ => None,
    }
}

fn number_of(value: &DeValue) -> Option<f64> {
    match value {
        DeValue::Integer(number) => {
            i64::from_str_radix(number.as_str(), number.radix()).ok().map(|number| number as f64)
        }
        DeValue::Float(number) => number.to_string().replace('_', "").parse().ok(),
        _ => None,
    }
}

fn kind_of(value: &DeValue) -> &'static str {
    match value {
        DeValue::String(_) => "string",
        DeValue::Integer(_) => "integer",
        DeValue::Float(_) => "number",
        DeValue::Boolean(_) => "boolean",
        DeValue::Array(_) => "array",
        DeValue::Table(_) => "table",
        DeValue::Datetime(_) => "date",
    }
}

/// What is wrong with one value, if anything is.
fn mismatch(node: &Json, value: &DeValue) -> Option<Code> {
    match allowed(node) {
        Some(words) => not_allowed(&words, text_of(value)),
        None => {
            let number = number_of(value);
            wrong_kind(&kinds(node)?, kind_of(value), number).or_else(|| out_of_range(node, number?))
        }
    }
}

/// What is wrong with a text where only some words are possible.
fn not_allowed(words: &[&str], text: Option<&str>) -> Option<Code> {
    if text.is_some_and(|text| words.contains(&text)) {
        return None;
    }
    let nearest = nearest(text.unwrap_or(""), words.iter().copied()).map(str::to_owned);
    Some(Code::UnknownWord { nearest, known: owned(words) })
}

fn owned(words: &[&str]) -> Vec<String> {
    words.iter().map(|word| (*word).to_owned()).collect()
}

/// The kinds of values that can stand at a resolved node; `None` where any can.
fn kinds(node: &Json) -> Option<Vec<&str>> {
    match &node["type"] {
        Json::String(one) => Some(vec![one]),
        Json::Array(some) => {
            Some(some.iter().filter_map(Json::as_str).filter(|kind| *kind != "null").collect())
        }
        _ => None,
    }
}

/// What is wrong with a value of the wrong kind.
fn wrong_kind(wanted: &[&str], kind: &'static str, number: Option<f64>) -> Option<Code> {
    let whole = kind == "number" && number.and_then(exact).is_some();
    let fits = |wanted: &&str| {
        *wanted == kind || (*wanted == "number" && kind == "integer") || (*wanted == "integer" && whole)
    };
    if wanted.iter().any(fits) {
        return None;
    }
    let real = number.filter(|number| kind == "number" && number.is_finite());
    Some(match real.filter(|_| wanted.contains(&"integer")) {
        Some(number) if number.fract() == 0.0 => Code::NotExact { number },
        Some(number) => Code::NotWhole { number },
        None => Code::WrongKind { found: kind, wanted: owned(wanted) },
    })
}

/// What is wrong with a number outside the range of its parameter.
fn out_of_range(node: &Json, number: f64) -> Option<Code> {
    let (low, high) = (node["minimum"].as_f64(), node["maximum"].as_f64());
    let inside =
        number.is_finite() && low.is_none_or(|low| number >= low) && high.is_none_or(|high| number <= high);
    let unit = node["x-unit"].as_str().unwrap_or("").to_owned();
    (!inside).then_some(Code::OutOfRange { number, low, high, unit })
}

fn allowed(node: &Json) -> Option<Vec<&str>> {
    if let Some(words) = node["enum"].as_array() {
        return Some(words.iter().filter_map(Json::as_str).collect());
    }
    let options = node["oneOf"].as_array()?;
    Some(options.iter().filter_map(|option| option["const"].as_str()).collect())
}

/// Reads the text of a value for a place in a scenario.
///
/// # Errors
/// What is wrong with it.
pub fn value_at(schema: &Json, path: &str, text: &str) -> Result<toml::Value, Diagnostic> {
    let node = node_at(schema, path)?;
    let bad = |error: &toml::de::Error| {
        Diagnostic::new(path, Code::NotAValue { message: error.message().to_owned() })
    };
    let line = line_of(resolve(schema, node), text).ok_or_else(|| Diagnostic::new(path, Code::NoValue))?;
    let parsed = DeTable::parse(&line).map_err(|error| bad(&error))?;
    let mut found = Vec::new();
    if let Some(value) = parsed.get_ref().get("v") {
        walk(schema, node, value.get_ref(), path, &(0..0), &mut found);
    }
    if let Some(first) = found.into_iter().next() {
        // The text stands in no file.
        return Err(Diagnostic { span: None, ..first });
    }
    let mut table: toml::Table = toml::from_str(&line).map_err(|error| bad(&error))?;
    let mut value = table.remove("v").unwrap_or(toml::Value::Boolean(false));
    fit(schema, node, &mut value);
    Ok(value)
}

/// The line of TOML by which `v` has the value that a text stands for at a resolved node; `None` for no text.
fn line_of(target: &Json, text: &str) -> Option<String> {
    // R and pandas write TRUE and True.
    let lower = text.to_ascii_lowercase();
    let text =
        if is(target, "boolean") && ["true", "false"].contains(&lower.as_str()) { &lower } else { text };
    if text.trim().is_empty() && target["type"] != "string" {
        return None;
    }
    // A bare word is a text, and so is anything where a text is wanted: it would be a nuisance to quote
    // twice in a shell.
    let is_text = target["type"] == "string" && !text.starts_with(['"', '\'']);
    let plain = format!("v = {text}");
    let quoted = format!("v = {}", toml::Value::String(text.to_owned()));
    // A text that would be more than one value, as after a line break, is quoted as well.
    let is_one = |line: &str| DeTable::parse(line).is_ok_and(|table| table.get_ref().len() == 1);
    Some(if !is_text && is_one(&plain) { plain } else { quoted })
}
