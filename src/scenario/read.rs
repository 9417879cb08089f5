//! Reading a scenario file: strict, all problems at once, each with its place and what to do.

use std::fmt;
use std::path::Path;

use annotate_snippets::{AnnotationKind, Level, Renderer, Snippet};
use serde_json::Value as Json;
use toml::de::{DeTable, DeValue};

use super::{Problem, Scenario};

/// Why a scenario cannot be used, ready to be printed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BadInput(pub String);

impl fmt::Display for BadInput {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for BadInput {}

/// The JSON Schema of scenario files, for editors and forms.
pub fn schema() -> String {
    let mut text = serde_json::to_string_pretty(&schema_value()).unwrap_or_default();
    text.push('\n');
    text
}

fn schema_value() -> Json {
    schemars::schema_for!(Scenario).to_value()
}

/// Reads a scenario file and applies `PATH=VALUE` overrides.
///
/// # Errors
/// Every problem at once: unknown keys, wrong types, values out of range, parts that do not fit together.
pub fn load(path: &Path, overrides: &[String]) -> Result<Scenario, BadInput> {
    let name = path.display().to_string();
    let text = std::fs::read_to_string(path).map_err(|error| {
        BadInput(format!("error: cannot read {name}: {error}\n  help: `thermidor scenario list` shows the scenarios at hand"))
    })?;
    parse(&name, &text, overrides)
}

/// Like [`load`], from text; `name` is what messages call it.
///
/// # Errors
/// As [`load`].
pub fn parse(name: &str, text: &str, overrides: &[String]) -> Result<Scenario, BadInput> {
    let source = Source { name, text };
    let schema = schema_value();
    let tree = DeTable::parse(text).map_err(|error| {
        let span = error.span().unwrap_or(0..0);
        BadInput(source.render(&span, "not valid TOML", error.message(), "mend the TOML here"))
    })?;
    let mut found = Vec::new();
    walk_table(&schema, &schema, tree.get_ref(), "", &mut found);
    if !found.is_empty() {
        return Err(source.all(tree.get_ref(), found));
    }
    let mut table: toml::Table = toml::from_str(text).map_err(|error| {
        let span = error.span().unwrap_or(0..0);
        BadInput(source.render(
            &span,
            "this cannot be read",
            error.message(),
            "see `thermidor scenario schema`",
        ))
    })?;
    for text in overrides {
        apply(&schema, &mut table, text)?;
    }
    let scenario: Scenario = toml::Value::Table(table).try_into().map_err(|error: toml::de::Error| {
        BadInput(format!("error: {}\n  help: see `thermidor scenario schema`", error.message()))
    })?;
    let problems = scenario.all_problems();
    if problems.is_empty() {
        return Ok(scenario);
    }
    let found = problems.into_iter().map(|problem| Found { problem, span: None }).collect();
    Err(source.all(tree.get_ref(), found))
}

struct Found {
    problem: Problem,
    span: Option<std::ops::Range<usize>>,
}

struct Source<'a> {
    name: &'a str,
    text: &'a str,
}

impl Source<'_> {
    fn all(&self, tree: &DeTable, found: Vec<Found>) -> BadInput {
        let texts: Vec<String> = found
            .into_iter()
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
            .collect();
        BadInput(texts.join("\n\n"))
    }

    fn render(&self, span: &std::ops::Range<usize>, what: &str, message: &str, help: &str) -> String {
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

fn or_default(help: &str) -> &str {
    if help.is_empty() { "see the range in `thermidor scenario schema`" } else { help }
}

/// Where a dotted path is in the file.
fn locate(tree: &DeTable, path: &str) -> Option<std::ops::Range<usize>> {
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
fn resolve<'a>(root: &'a Json, node: &'a Json) -> &'a Json {
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

fn walk_table(root: &Json, node: &Json, table: &DeTable, path: &str, found: &mut Vec<Found>) {
    let known = &resolve(root, node)["properties"];
    for (key, value) in table.iter() {
        let path = join(path, key.get_ref());
        match known.get(key.get_ref().as_ref()) {
            None => found.push(Found { problem: unknown(&path, known), span: Some(key.span()) }),
            Some(node) => walk(root, node, value.get_ref(), &path, &value.span(), found),
        }
    }
}

fn walk(
    root: &Json,
    node: &Json,
    value: &DeValue,
    path: &str,
    span: &std::ops::Range<usize>,
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
                DeValue::Integer(number) => number.to_string().parse().ok(),
                DeValue::Float(number) => number.to_string().replace('_', "").parse().ok(),
                _ => None,
            };
            if let Some(problem) = mismatch(target, kind, number, value_text(value), path) {
                found.push(Found { problem, span: Some(span.clone()) });
            }
        }
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

fn unknown(path: &str, known: &Json) -> Problem {
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
                format!("use one of: {}", words.join(", ")),
            ),
        };
    }
    let wanted: Vec<&str> = match &node["type"] {
        Json::String(one) => vec![one],
        Json::Array(some) => some.iter().filter_map(Json::as_str).filter(|kind| *kind != "null").collect(),
        _ => return None,
    };
    let fits = wanted.iter().any(|wanted| *wanted == kind || (*wanted == "number" && kind == "integer"));
    if !fits {
        let wanted = wanted.join(" or ").replace("object", "table").replace("number", "number such as 0.5");
        return say(format!("a {kind} where a {wanted} is needed"), format!("write a {wanted}"));
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
            format!("use a number {range} ({unit})")
        },
    )
}

fn allowed(node: &Json) -> Option<Vec<&str>> {
    if let Some(words) = node["enum"].as_array() {
        return Some(words.iter().filter_map(Json::as_str).collect());
    }
    let options = node["oneOf"].as_array()?;
    Some(options.iter().filter_map(|option| option["const"].as_str()).collect())
}

/// Applies one `PATH=VALUE`.
fn apply(schema: &Json, table: &mut toml::Table, text: &str) -> Result<(), BadInput> {
    let bad = |message: &str, help: &str| BadInput(format!("error: --set {text}: {message}\n  help: {help}"));
    let (path, value) = text
        .split_once('=')
        .ok_or_else(|| bad("there is no `=`", "write it as --set safeguards.rotation.term_ticks=12"))?;
    let (path, value) = (path.trim(), value.trim());
    // A bare word is a text: it would be a nuisance to quote twice in a shell.
    let line = format!("v = {value}");
    let quoted = format!("v = {}", toml::Value::String(value.to_owned()));
    let line = if DeTable::parse(&line).is_ok() { line } else { quoted };
    let parsed = DeTable::parse(&line)
        .map_err(|error| bad(error.message(), "write the value as in a scenario file"))?;
    let mut node = schema;
    for (depth, key) in path.split('.').enumerate() {
        let here = resolve(schema, node);
        let so_far = path.split('.').take(depth + 1).collect::<Vec<_>>().join(".");
        node = match here["items"].is_object() && key.parse::<usize>().is_ok() {
            true => &here["items"],
            false => here["properties"].get(key).ok_or_else(|| {
                let problem = unknown(&so_far, &here["properties"]);
                bad(&problem.message, &problem.help)
            })?,
        };
    }
    let mut found = Vec::new();
    if let Some(value) = parsed.get_ref().get("v") {
        walk(schema, node, value.get_ref(), path, &(0..0), &mut found);
    }
    if let Some(first) = found.first() {
        return Err(bad(&first.problem.message, &first.problem.help));
    }
    let value: toml::Table = toml::from_str(&line)
        .map_err(|error| bad(error.message(), "write the value as in a scenario file"))?;
    let Some(value) = value.get("v").cloned() else { return Ok(()) };
    insert(table, path, value)
        .ok_or_else(|| bad("there is nothing at this position", "add it in the scenario file first"))
}

fn insert(table: &mut toml::Table, path: &str, value: toml::Value) -> Option<()> {
    let (parents, last) = path.rsplit_once('.').map_or((None, path), |(parents, last)| (Some(parents), last));
    let Some(parents) = parents else {
        table.insert(last.to_owned(), value);
        return Some(());
    };
    let mut parts = parents.split('.');
    let mut here = table.entry(parts.next()?).or_insert_with(|| toml::Value::Table(toml::Table::new()));
    for part in parts {
        here = match here {
            toml::Value::Table(table) => {
                table.entry(part).or_insert_with(|| toml::Value::Table(toml::Table::new()))
            }
            toml::Value::Array(items) => items.get_mut(part.parse::<usize>().ok()?)?,
            _ => return None,
        };
    }
    match here {
        toml::Value::Table(table) => {
            table.insert(last.to_owned(), value);
        }
        toml::Value::Array(items) => *items.get_mut(last.parse::<usize>().ok()?)? = value,
        _ => return None,
    }
    Some(())
}

#[cfg(test)]
mod tests {
    use super::parse;

    fn error(text: &str) -> String {
        parse("test.toml", text, &[]).expect_err("must be refused").0
    }

    #[test]
    fn all_problems_are_told_at_once_with_their_place() {
        let text =
            error("tiks = 12\n[safeguards.rotaton]\n[voice]\nfusion = 1.4\n[mandates]\nterm_ticks = -3\n");
        for part in ["test.toml:1:1", "`ticks`", "`rotation`", "1.4", "test.toml:6", "-3", "help"] {
            assert!(text.contains(part), "{part} is missing in:\n{text}");
        }
    }

    #[test]
    fn a_shock_after_the_horizon_is_refused() {
        assert!(
            error("ticks = 24\n[[shocks.isolation]]\nstart_tick = 30\n")
                .contains("not before the horizon of 24")
        );
    }

    #[test]
    fn a_file_that_is_not_toml_is_refused() {
        assert!(error("once upon a time").contains("not valid TOML"));
    }

    #[test]
    fn overrides_reach_any_depth_and_are_checked() {
        let set = |text: &str| parse("t", "[[shocks.isolation]]\n", &[text.to_owned()]);
        assert_eq!(
            set("safeguards.rotation.term_ticks=6").unwrap().safeguards.rotation.unwrap().term_ticks,
            6
        );
        assert_eq!(set("shocks.isolation.0.severity=0.25").unwrap().shocks.isolation[0].severity, 0.25);
        assert_eq!(set("name=A free town").unwrap().name, "A free town");
        assert!(set("safeguards.rotaton.term_ticks=6").unwrap_err().0.contains("`rotation`"));
        assert!(set("voice.fusion=2").unwrap_err().0.contains("out of range"));
        assert!(set("shocks.isolation.4.severity=0.2").unwrap_err().0.contains("nothing at this position"));
    }
}
