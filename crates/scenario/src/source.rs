//! A TOML file held against a JSON schema: every mistake at once, each with its place and what to do.

use std::ops::Range;

use annotate_snippets::{AnnotationKind, Level, Renderer, Snippet};
use serde_json::Value as Json;
use toml::de::{DeTable, DeValue};

use super::read::BadInput;
use crate::Problem;

/// A problem, and where in the file it is.
pub struct Found {
    /// What is wrong.
    pub problem: Problem,
    /// Bytes of the text that are concerned, where they are known.
    pub span: Option<Range<usize>>,
}

/// The text of a file.
pub struct Source<'a> {
    /// Name that messages give it.
    pub name: &'a str,
    /// Its text.
    pub text: &'a str,
}

/// A file as a tree in which every part knows its place, as a plain table, and what in it does not fit its schema.
pub struct Read<'a> {
    /// The file, each value with its place.
    pub tree: DeTable<'a>,
    /// The same without places, numbers fitted to the kind of their parameter.
    pub table: toml::Table,
    /// What does not fit the schema.
    pub found: Vec<Found>,
}

/// Problems of a file that are shown with their place.
const SHOWN: usize = 20;

impl<'a> Source<'a> {
    /// Reads the text against a schema.
    ///
    /// # Errors
    /// When it is not TOML.
    pub fn read(&self, schema: &Json) -> Result<Read<'a>, BadInput> {
        let refused = |error: &toml::de::Error, what: &str, help: &str| {
            let span = error.span().unwrap_or(0..0);
            BadInput(self.render(&span, what, error.message(), help))
        };
        let tree = DeTable::parse(self.text)
            .map_err(|error| refused(&error, "not valid TOML", "mend the TOML here"))?
            .into_inner();
        let mut found = Vec::new();
        walk_table(schema, schema, &tree, "", &mut found);
        let mut table: toml::Table = toml::from_str(self.text)
            .map_err(|error| refused(&error, "this cannot be read", "see `thermidor scenario schema`"))?;
        fit_table(schema, schema, &mut table);
        Ok(Read { tree, table, found })
    }

    /// All problems in words, or as many as somebody would mend before they try again.
    pub fn all(&self, tree: &DeTable, found: Vec<Found>) -> Vec<String> {
        let more = found.len().saturating_sub(SHOWN);
        let more = (more > 0)
            .then(|| format!("error: {more} more like these\n  help: mend those that are shown first"));
        let shown = found.into_iter().take(SHOWN);
        shown
            .map(|Found { problem, span }| match span.or_else(|| locate(tree, &problem.path)) {
                Some(span) => self.render(&span, &problem.path, &problem.message, &problem.help),
                None => {
                    format!(
                        "error: {}: {}\n  help: {}",
                        problem.path,
                        problem.message,
                        or_default(&problem.help)
                    )
                }
            })
            .chain(more)
            .collect()
    }

    /// A message with the lines that it is about.
    pub fn render(&self, span: &Range<usize>, what: &str, message: &str, help: &str) -> String {
        let end = span.end.min(self.text.len());
        let span = span.start.min(end)..end;
        let title = format!("{what}: {}", message.lines().next().unwrap_or(""));
        let report = &[
            Level::ERROR.primary_title(title).element(
                Snippet::source(self.text).path(self.name).annotation(AnnotationKind::Primary.span(span)),
            ),
            annotate_snippets::Group::with_title(Level::HELP.secondary_title(or_default(help))),
        ];
        Renderer::plain().render(report)
    }
}

/// A help, or where ranges are told.
pub fn or_default(help: &str) -> &str {
    if help.is_empty() { "see the range in `thermidor scenario schema`" } else { help }
}

/// Where a dotted path is in the file.
fn locate(tree: &DeTable, path: &str) -> Option<Range<usize>> {
    let mut parts = path.split('.');
    let mut value = tree.get(parts.next()?)?;
    for part in parts {
        let next = match value.get_ref() {
            DeValue::Table(table) => table.get(part),
            DeValue::Array(items) => part.parse().ok().and_then(|index: usize| items.get(index)),
            _ => None,
        };
        match next {
            Some(next) => value = next,
            // A parameter that is missing is shown at its table.
            None => return Some(value.span()),
        }
    }
    Some(value.span())
}

/// The part of the schema that a node stands for, with references and optional parts resolved.
pub fn resolve<'a>(root: &'a Json, node: &'a Json) -> &'a Json {
    if let Some(name) = node["$ref"].as_str() {
        return resolve(root, root.pointer(name.trim_start_matches('#')).unwrap_or(&Json::Null));
    }
    match node["anyOf"].as_array() {
        Some(options) => options
            .iter()
            .find(|option| option["type"] != "null")
            .map_or(node, |option| resolve(root, option)),
        None => node,
    }
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
                walk(
                    root,
                    &target["items"],
                    item.get_ref(),
                    &join(path, &index.to_string()),
                    &item.span(),
                    found,
                );
            }
        }
        value => {
            let kind = kind_of(value);
            let number = match value {
                DeValue::Integer(number) => {
                    i64::from_str_radix(number.as_str(), number.radix()).ok().map(|number| number as f64)
                }
                DeValue::Float(number) => number.to_string().replace('_', "").parse().ok(),
                _ => None,
            };
            if let Some(problem) = mismatch(target, kind, number, value_text(value), path) {
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

fn fit_table(root: &Json, node: &Json, table: &mut toml::Table) {
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

/// Whether a value of this kind can stand at a resolved node.
pub fn is(node: &Json, kind: &str) -> bool {
    match &node["type"] {
        Json::String(one) => one == kind,
        Json::Array(some) => some.iter().any(|one| one == kind),
        _ => false,
    }
}

fn value_text<'a>(value: &'a DeValue) -> Option<&'a str> {
    match value {
        DeValue::String(text) => Some(text),
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

/// The problem of a key that a schema does not know, with the nearest one that it knows.
pub fn unknown(path: &str, known: &Json) -> Problem {
    let key = path.rsplit('.').next().unwrap_or(path);
    let names: Vec<&String> = known.as_object().map(|known| known.keys().collect()).unwrap_or_default();
    let nearest =
        names.iter().max_by(|a, b| strsim::jaro_winkler(key, a).total_cmp(&strsim::jaro_winkler(key, b)));
    let help = match nearest {
        Some(name) if strsim::jaro_winkler(key, name) > 0.8 => format!("did you mean `{name}`?"),
        _ => format!("known here: {}", names.iter().map(|name| name.as_str()).collect::<Vec<_>>().join(", ")),
    };
    Problem { path: path.to_owned(), message: "there is no such key".to_owned(), help }
}

/// What is wrong with one value, if anything.
fn mismatch(node: &Json, kind: &str, number: Option<f64>, text: Option<&str>, path: &str) -> Option<Problem> {
    let say = |message: String, help: String| Some(Problem { path: path.to_owned(), message, help });
    if let Some(words) = allowed(node) {
        return match text {
            Some(text) if words.contains(&text) => None,
            _ => say(
                "not one of the words that are possible here".into(),
                format!("use one of: {}{}", words.join(", "), meant(text, &words)),
            ),
        };
    }
    let wanted: Vec<&str> = match &node["type"] {
        Json::String(one) => vec![one],
        Json::Array(some) => some.iter().filter_map(Json::as_str).filter(|kind| *kind != "null").collect(),
        _ => return None,
    };
    let whole = kind == "number" && number.and_then(exact).is_some();
    let fits = wanted.iter().any(|wanted| {
        *wanted == kind || (*wanted == "number" && kind == "integer") || (*wanted == "integer" && whole)
    });
    if !fits {
        if let Some(number) =
            number.filter(|number| kind == "number" && wanted.contains(&"integer") && number.is_finite())
        {
            return if number.fract() == 0.0 {
                let message = format!("{number:?} may not be the whole number that was written");
                say(message, "write it without a point or an exponent".into())
            } else {
                say(format!("{number:?} is not a whole number"), "write a whole number, such as 50".into())
            };
        }
        let wanted = wanted.join(" or ").replace("object", "table").replace("number", "number such as 0.5");
        return say(format!("{kind} where {wanted} is needed"), format!("write: {wanted}"));
    }
    let (low, high) = (node["minimum"].as_f64(), node["maximum"].as_f64());
    let number = number?;
    let inside =
        number.is_finite() && low.is_none_or(|low| number >= low) && high.is_none_or(|high| number <= high);
    if inside {
        return None;
    }
    let unit = node["x-unit"].as_str().unwrap_or("");
    let range = match (low, high) {
        (Some(low), Some(high)) => format!("from {low} to {high}"),
        (Some(low), None) => format!("of at least {low}"),
        (None, Some(high)) => format!("of at most {high}"),
        (None, None) => "that is finite".to_owned(),
    };
    say(
        format!("{number} is out of range"),
        if unit == "share" {
            format!("use a share {range}")
        } else {
            let unit = if unit.is_empty() { String::new() } else { format!(" ({unit})") };
            format!("use a number {range}{unit}")
        },
    )
}

fn meant(text: Option<&str>, words: &[&str]) -> String {
    let near = |word: &&&str| strsim::jaro_winkler(text.unwrap_or(""), word) > 0.8;
    words.iter().find(near).map_or_else(String::new, |word| format!("; did you mean `{word}`?"))
}

fn allowed(node: &Json) -> Option<Vec<&str>> {
    if let Some(words) = node["enum"].as_array() {
        return Some(words.iter().filter_map(Json::as_str).collect());
    }
    let options = node["oneOf"].as_array()?;
    Some(options.iter().filter_map(|option| option["const"].as_str()).collect())
}

/// The part of the schema that a dotted path names.
pub fn node_at<'a>(schema: &'a Json, path: &str) -> Result<&'a Json, Problem> {
    let mut node = schema;
    for (depth, key) in path.split('.').enumerate() {
        let here = resolve(schema, node);
        node = if here["items"].is_object() && key.parse::<usize>().is_ok() {
            &here["items"]
        } else {
            let so_far = path.split('.').take(depth + 1).collect::<Vec<_>>().join(".");
            here["properties"].get(key).ok_or_else(|| unknown(&so_far, &here["properties"]))?
        };
    }
    Ok(node)
}

/// Reads the text of a value for a place in a scenario, or says what is wrong with it.
pub fn value_at(schema: &Json, path: &str, text: &str) -> Result<toml::Value, Problem> {
    let node = node_at(schema, path)?;
    let target = resolve(schema, node);
    // R and pandas write TRUE and True.
    let lower = text.to_ascii_lowercase();
    let text =
        if is(target, "boolean") && ["true", "false"].contains(&lower.as_str()) { &lower } else { text };
    if text.trim().is_empty() && target["type"] != "string" {
        return Err(Problem {
            path: path.to_owned(),
            message: "there is no value".to_owned(),
            help: "write the value as in a scenario file".to_owned(),
        });
    }
    // A bare word is a text, and so is anything where a text is wanted: it would be a nuisance to quote
    // twice in a shell.
    let is_text = target["type"] == "string" && !text.starts_with(['"', '\'']);
    let plain = format!("v = {text}");
    let quoted = format!("v = {}", toml::Value::String(text.to_owned()));
    // What would be more than one value, as after a line break, is a text as well.
    let is_one = |line: &str| DeTable::parse(line).is_ok_and(|table| table.get_ref().len() == 1);
    let line = if !is_text && is_one(&plain) { plain } else { quoted };
    let bad = |error: toml::de::Error| Problem {
        path: path.to_owned(),
        message: error.message().to_owned(),
        help: "write the value as in a scenario file".to_owned(),
    };
    let parsed = DeTable::parse(&line).map_err(bad)?;
    let mut found = Vec::new();
    if let Some(value) = parsed.get_ref().get("v") {
        walk(schema, node, value.get_ref(), path, &(0..0), &mut found);
    }
    if let Some(first) = found.into_iter().next() {
        return Err(first.problem);
    }
    let mut table: toml::Table = toml::from_str(&line).map_err(bad)?;
    let mut value = table.remove("v").unwrap_or(toml::Value::Boolean(false));
    fit(schema, node, &mut value);
    Ok(value)
}
