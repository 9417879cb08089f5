//! Values held against a schema: of the right kind, within their range, and given the kind of their parameter.

use std::ops::Range;

use serde_json::Value as Json;
use toml::de::{DeTable, DeValue};

use crate::Problem;
use crate::schema::{is, node_at, resolve, unknown};
use crate::suggest::nearest;

/// A problem, and where in the file it is.
pub struct Found {
    /// The problem.
    pub problem: Problem,
    /// Bytes of the text that are concerned, where they are known.
    pub span: Option<Range<usize>>,
}

fn join(path: &str, key: &str) -> String {
    if path.is_empty() { key.to_owned() } else { format!("{path}.{key}") }
}

/// Holds a table against its part of a schema.
pub fn walk_table(root: &Json, node: &Json, table: &DeTable, path: &str, found: &mut Vec<Found>) {
    let known = &resolve(root, node)["properties"];
    for (key, value) in table.iter() {
        let path = join(path, key.get_ref());
        match known.get(key.get_ref().as_ref()) {
            None => found.push(Found { problem: unknown(&path, known), span: Some(key.span()) }),
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
    found: &mut Vec<Found>,
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
            if let Some(problem) = mismatch(target, value, path) {
                found.push(Found { problem, span: Some(span.clone()) });
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

/// The problem of one value, if it has one.
fn mismatch(node: &Json, value: &DeValue, path: &str) -> Option<Problem> {
    let (message, help) = match allowed(node) {
        Some(words) => not_allowed(&words, text_of(value))?,
        None => {
            let number = number_of(value);
            wrong_kind(&kinds(node)?, kind_of(value), number).or_else(|| out_of_range(node, number?))?
        }
    };
    Some(Problem { path: path.to_owned(), message, help })
}

/// The problem of a text where only some words are possible, and the help.
fn not_allowed(words: &[&str], text: Option<&str>) -> Option<(String, String)> {
    if text.is_some_and(|text| words.contains(&text)) {
        return None;
    }
    let meant = nearest(text.unwrap_or(""), words.iter().copied());
    let meant = meant.map_or_else(String::new, |word| format!("; did you mean `{word}`?"));
    let message = "not one of the words that are possible here".to_owned();
    Some((message, format!("use one of: {}{meant}", words.join(", "))))
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

/// The problem of a value of the wrong kind, and the help.
fn wrong_kind(wanted: &[&str], kind: &str, number: Option<f64>) -> Option<(String, String)> {
    let whole = kind == "number" && number.and_then(exact).is_some();
    let fits = |wanted: &&str| {
        *wanted == kind || (*wanted == "number" && kind == "integer") || (*wanted == "integer" && whole)
    };
    if wanted.iter().any(fits) {
        return None;
    }
    let real = number.filter(|number| kind == "number" && number.is_finite());
    if let Some(number) = real.filter(|_| wanted.contains(&"integer")) {
        return Some(match number.fract() == 0.0 {
            true => (
                format!("{number:?} may not be the whole number that was written"),
                "write it without a point or an exponent".to_owned(),
            ),
            false => {
                (format!("{number:?} is not a whole number"), "write a whole number, such as 50".to_owned())
            }
        });
    }
    let wanted = wanted.join(" or ").replace("object", "table").replace("number", "number such as 0.5");
    Some((format!("{kind} where {wanted} is needed"), format!("write: {wanted}")))
}

/// The problem of a number outside the range of its parameter, and the help.
fn out_of_range(node: &Json, number: f64) -> Option<(String, String)> {
    let (low, high) = (node["minimum"].as_f64(), node["maximum"].as_f64());
    let inside =
        number.is_finite() && low.is_none_or(|low| number >= low) && high.is_none_or(|high| number <= high);
    if inside {
        return None;
    }
    let range = match (low, high) {
        (Some(low), Some(high)) => format!("from {low} to {high}"),
        (Some(low), None) => format!("of at least {low}"),
        (None, Some(high)) => format!("of at most {high}"),
        (None, None) => "that is finite".to_owned(),
    };
    let help = match node["x-unit"].as_str().unwrap_or("") {
        "share" => format!("use a share {range}"),
        "" => format!("use a number {range}"),
        unit => format!("use a number {range} ({unit})"),
    };
    Some((format!("{number} is out of range"), help))
}

fn allowed(node: &Json) -> Option<Vec<&str>> {
    if let Some(words) = node["enum"].as_array() {
        return Some(words.iter().filter_map(Json::as_str).collect());
    }
    let options = node["oneOf"].as_array()?;
    Some(options.iter().filter_map(|option| option["const"].as_str()).collect())
}

/// Reads the text of a value for a place in a scenario, or says what is wrong with it.
pub fn value_at(schema: &Json, path: &str, text: &str) -> Result<toml::Value, Problem> {
    let node = node_at(schema, path)?;
    let bad = |message: &str| Problem {
        path: path.to_owned(),
        message: message.to_owned(),
        help: "write the value as in a scenario file".to_owned(),
    };
    let line = line_of(resolve(schema, node), text).ok_or_else(|| bad("there is no value"))?;
    let parsed = DeTable::parse(&line).map_err(|error| bad(error.message()))?;
    let mut found = Vec::new();
    if let Some(value) = parsed.get_ref().get("v") {
        walk(schema, node, value.get_ref(), path, &(0..0), &mut found);
    }
    if let Some(first) = found.into_iter().next() {
        return Err(first.problem);
    }
    let mut table: toml::Table = toml::from_str(&line).map_err(|error| bad(error.message()))?;
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
