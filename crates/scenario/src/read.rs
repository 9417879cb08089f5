//! Reading a scenario file: strict, all problems at once, each with its place and what to do.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::path::Path;
use std::sync::LazyLock;

use serde_json::{Value as Json, json};

use super::source::{Found, Read, Source, node_at, or_default, resolve, value_at};
use crate::Problem;
use crate::text as texts;
use thermidor_core::scenario::Scenario;
use thermidor_core::text::MARK;

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
    let mut text = serde_json::to_string_pretty(schema_value()).unwrap_or_default();
    text.push('\n');
    text
}

/// The schema, made once.
pub fn schema_value() -> &'static Json {
    static SCHEMA: LazyLock<Json> = LazyLock::new(made_schema);
    &SCHEMA
}

fn made_schema() -> Json {
    let mut schema = schemars::schema_for!(Scenario).to_value();
    // A variant is a scenario in which only what differs is named. All variants share time and luck.
    let shared = ["ticks", "organizations", "seed", "start", "theory"];
    let mut properties = schema["properties"].as_object().cloned().unwrap_or_default();
    properties.retain(|name, _| !shared.contains(&name.as_str()));
    properties.insert(
        "without".into(),
        json!({
            "type": "array", "items": {"type": "string"}, "default": [],
            "description": "What to leave out, as in \"safeguards.rotation\" or just \"rotation\".",
        }),
    );
    schema["$defs"]["Variant"] = json!({"type": "object", "properties": properties, "additionalProperties": false,
               "description": "Another future of the same organizations, with the same luck."});
    schema["properties"]["variant"] = json!({
        "type": "array", "items": {"$ref": "#/$defs/Variant"}, "default": [],
        "description": "What to compare with; each names what differs. A list, as of shocks, takes the place of the whole list.",
        "x-founding": true,
    });
    schema
}

/// A scenario as a file: all that is not at its default.
pub fn to_toml(scenario: &Scenario) -> String {
    toml::to_string(&named(scenario)).unwrap_or_default()
}

/// A scenario file with a variant: [`parse_study`] gives both back, the base with the base's luck.
pub fn to_toml_with(base: &Scenario, variant: &Scenario) -> String {
    let (mut whole, other) = (named(base), named(variant));
    let (mut changed, mut without) = (toml::Table::new(), Vec::new());
    differences(&whole, &other, "", &mut changed, &mut without);
    // A variant is not called after its base.
    changed.insert("name".into(), toml::Value::String(variant.name.clone()));
    // Nor is it described by its base's description.
    if !variant.description.is_empty() {
        changed.insert("description".into(), toml::Value::String(variant.description.clone()));
    }
    without.retain(|path| path.as_str() != Some("description"));
    if !without.is_empty() {
        changed.insert("without".into(), toml::Value::Array(without));
    }
    whole.insert("variant".into(), toml::Value::Array(vec![toml::Value::Table(changed)]));
    toml::to_string(&whole).unwrap_or_default()
}

/// What another table has otherwise than this one, and the paths of what it has not.
fn differences(
    table: &toml::Table,
    other: &toml::Table,
    prefix: &str,
    changed: &mut toml::Table,
    without: &mut Vec<toml::Value>,
) {
    for key in table.keys().filter(|key| !other.contains_key(*key)) {
        without.push(toml::Value::String(format!("{prefix}{key}")));
    }
    for (key, value) in other {
        match (table.get(key), value) {
            (Some(same), value) if same == value => {}
            (Some(toml::Value::Table(inner)), toml::Value::Table(value)) => {
                let mut of = toml::Table::new();
                differences(inner, value, &format!("{prefix}{key}."), &mut of, without);
                if !of.is_empty() {
                    changed.insert(key.clone(), toml::Value::Table(of));
                }
            }
            _ => drop(changed.insert(key.clone(), value.clone())),
        }
    }
}

/// What of a scenario is not at its default.
pub fn named(scenario: &Scenario) -> toml::Table {
    let table = |scenario: &Scenario| toml::Table::try_from(scenario).unwrap_or_default();
    let mut named = table(scenario);
    strip(&mut named, &table(&Scenario::default()));
    named
}

/// Takes out what is as in another table. Safeguards and shocks, which are absent by default, stay as they are.
fn strip(table: &mut toml::Table, default: &toml::Table) {
    table.retain(|key, value| match (value, default.get(key)) {
        (toml::Value::Table(inner), Some(toml::Value::Table(default))) => {
            strip(inner, default);
            !inner.is_empty()
        }
        (value, Some(default)) => value != default,
        (_, None) => true,
    });
}

/// A scenario and the variants that its file names.
#[derive(Debug, Clone, PartialEq)]
pub struct Study {
    /// What the variants are compared with.
    pub base: Scenario,
    /// The variants, each complete.
    pub variants: Vec<Scenario>,
}

/// One variant, as named on the command line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Edit {
    /// Adds or changes: `PATH` or `PATH=VALUE`, several with commas between.
    With(String),
    /// Leaves out: `PATH`, several with commas between.
    Without(String),
}

/// Reads a scenario file and applies `PATH=VALUE` overrides.
///
/// # Errors
/// Every problem at once: unknown keys, wrong types, values out of range, parts that do not fit together.
pub fn load(path: &Path, overrides: &[String]) -> Result<Scenario, BadInput> {
    load_study(path, overrides, &[]).map(|study| study.base)
}

/// Like [`load`], with the variants of the file and those that `edits` make of it.
///
/// # Errors
/// As [`load`].
pub fn load_study(path: &Path, overrides: &[String], edits: &[Edit]) -> Result<Study, BadInput> {
    parse_study(&path.display().to_string(), &text(path)?, overrides, edits)
}

/// The text of a scenario file.
///
/// # Errors
/// When it cannot be read.
pub fn text(path: &Path) -> Result<String, BadInput> {
    texts::read(path, texts::MOST_BY_HAND).map_err(|error| {
        let help = error.help.as_deref().unwrap_or("`thermidor scenario list` shows the scenarios at hand");
        BadInput(format!("error: cannot read {}: {}\n  help: {help}", path.display(), error.what))
    })
}

/// Like [`load`], from text; `name` is what messages call it.
///
/// # Errors
/// As [`load`].
pub fn parse(name: &str, text: &str, overrides: &[String]) -> Result<Scenario, BadInput> {
    parse_study(name, text, overrides, &[]).map(|study| study.base)
}

/// Like [`load_study`], from text.
///
/// # Errors
/// As [`load`].
pub fn parse_study(name: &str, text: &str, overrides: &[String], edits: &[Edit]) -> Result<Study, BadInput> {
    let source = Source { name, text: text.strip_prefix(MARK).unwrap_or(text) };
    let schema = schema_value();
    let Read { tree, mut table, mut found } = source.read(schema)?;
    let named = match table.remove("variant") {
        Some(toml::Value::Array(named)) => named,
        _ => Vec::new(),
    };
    let mut bad: Vec<String> =
        overrides.iter().filter_map(|text| apply(schema, &mut table, "--set", text).err()).collect();
    let base = built(table.clone(), "", overrides, &mut found, &mut bad);
    let mut study = base.map(|base| Study { base, variants: Vec::new() });
    if let Some(study) = study.as_mut().filter(|_| found.is_empty() && bad.is_empty()) {
        for (i, variant) in named.into_iter().enumerate() {
            let merged = vary(&table, variant, i, &mut found);
            study.variants.extend(built(merged, &format!("variant.{i}."), overrides, &mut found, &mut bad));
        }
        for edit in edits {
            match edited(schema, &table, edit) {
                Ok(edited) => study.variants.extend(built(edited, "", &[], &mut found, &mut bad)),
                Err(message) => bad.push(message),
            }
        }
    }
    match study {
        Some(study) if found.is_empty() && bad.is_empty() => Ok(study),
        _ => {
            let mut texts = source.all(&tree, found);
            texts.extend(bad);
            Err(BadInput(texts.join("\n\n")))
        }
    }
}

/// The scenario that a table is, or what is wrong with it; `prefix` is where the table stands in its file.
pub(super) fn built(
    table: toml::Table,
    prefix: &str,
    overrides: &[String],
    found: &mut Vec<Found>,
    bad: &mut Vec<String>,
) -> Option<Scenario> {
    match toml::Value::Table(table).try_into::<Scenario>() {
        Ok(scenario) => {
            let known: BTreeSet<String> = found.iter().map(|other| other.problem.path.clone()).collect();
            for mut problem in scenario.check().into_iter().map(Problem::from) {
                problem.path.insert_str(0, prefix);
                if let Some(text) = overrides.iter().rev().find(|text| path_of(text) == problem.path) {
                    bad.push(override_error("--set", text, &problem.message, or_default(&problem.help)));
                } else if !known.contains(&problem.path) {
                    found.push(Found { problem, span: None });
                }
            }
            Some(scenario)
        }
        Err(error) => {
            // What the walk or an override has named already is why it cannot be read.
            if found.is_empty() && bad.is_empty() {
                bad.push(format!("error: {}\n  help: see `thermidor scenario schema`", error.message()));
            }
            None
        }
    }
}

/// A base with what a variant names put over it.
pub(super) fn vary(
    base: &toml::Table,
    variant: toml::Value,
    number: usize,
    found: &mut Vec<Found>,
) -> toml::Table {
    let mut merged = base.clone();
    merged.insert("name".into(), toml::Value::String(format!("variant {}", number + 1)));
    merged.remove("description");
    let toml::Value::Table(mut variant) = variant else { return merged };
    let without = variant.remove("without");
    merge(&mut merged, variant);
    for (k, path) in without.iter().flat_map(|paths| paths.as_array()).flatten().enumerate() {
        if let Err(problem) = leave_out(&mut merged, path.as_str().unwrap_or("")) {
            let path = format!("variant.{number}.without.{k}");
            found.push(Found { problem: Problem { path, ..problem }, span: None });
        }
    }
    merged
}

fn merge(into: &mut toml::Table, from: toml::Table) {
    for (key, value) in from {
        match (into.get_mut(&key), value) {
            (Some(toml::Value::Table(inner)), toml::Value::Table(value)) => merge(inner, value),
            (_, value) => {
                into.insert(key, value);
            }
        }
    }
}

/// The path of a safeguard may be its name alone, or what is near enough to one to be told what was meant.
pub fn full_path(path: &str) -> String {
    let first = path.split(['.', '=']).next().unwrap_or("").trim();
    let is_another = schema_value()["properties"].get(first).is_some();
    let is_one = thermidor_core::safeguards::NAMES.iter().any(|name| strsim::jaro_winkler(name, first) > 0.9);
    if is_one && !is_another { format!("safeguards.{path}") } else { path.to_owned() }
}

/// Takes what a path names out of a table.
fn leave_out(table: &mut toml::Table, path: &str) -> Result<(), Problem> {
    let full = full_path(path.trim());
    let (parents, last) = full.rsplit_once('.').unwrap_or(("", &full));
    let mut here = Some(&mut *table);
    for key in parents.split('.').filter(|key| !key.is_empty()) {
        here = here.and_then(|table| table.get_mut(key)).and_then(toml::Value::as_table_mut);
    }
    if here.and_then(|table| table.remove(last)).is_some() {
        return Ok(());
    }
    let there = table.get("safeguards").and_then(toml::Value::as_table);
    let names: Vec<&str> = there.iter().flat_map(|table| table.keys()).map(String::as_str).collect();
    Err(Problem {
        path: full.clone(),
        message: format!("there is no `{}` to leave out", path.trim()),
        help: format!(
            "safeguards in the scenario: {}",
            if names.is_empty() { "none".into() } else { names.join(", ") }
        ),
    })
}

/// A base with an edit of the command line.
pub(super) fn edited(schema: &Json, base: &toml::Table, edit: &Edit) -> Result<toml::Table, String> {
    let mut table = base.clone();
    table.remove("description");
    let label = match edit {
        Edit::With(text) => {
            for part in text.split(',').map(str::trim).filter(|part| !part.is_empty()) {
                let part = full_path(part);
                if part.contains('=') {
                    apply(schema, &mut table, "--with", &part)?;
                } else {
                    let node = node_at(schema, &part).map_err(|problem| {
                        override_error("--with", &part, &problem.message, &problem.help)
                    })?;
                    if !resolve(schema, node)["properties"].is_object() {
                        return Err(override_error(
                            "--with",
                            &part,
                            "there is no value",
                            "write PATH=VALUE, or the name of a safeguard",
                        ));
                    }
                    if table_at(&table, &part).is_none() {
                        insert(&mut table, &part, toml::Value::Table(toml::Table::new()));
                    }
                }
            }
            format!("with {}", text.trim())
        }
        Edit::Without(text) => {
            for part in text.split(',').map(str::trim).filter(|part| !part.is_empty()) {
                leave_out(&mut table, part)
                    .map_err(|problem| override_error("--without", part, &problem.message, &problem.help))?;
            }
            format!("without {}", text.trim())
        }
    };
    table.insert("name".into(), toml::Value::String(title(&label)));
    Ok(table)
}

/// The name of a future that an edit makes.
pub(super) fn title(label: &str) -> String {
    // A long list is a fine edit and a poor name.
    let label = label.replace("safeguards.", "").replace('_', " ");
    texts::cut(&texts::shown(&label), texts::MOST_OF_A_NAME).replace(['\n', '\t'], " ")
}

/// The month of a change to a running organization, as in `tick 40: safeguards.lottery.share=0.5, without rotation`,
/// and what is changed.
///
/// # Errors
/// When there is no month, or none within the run.
pub fn month_of_change<'a>(base: &Scenario, text: &'a str) -> Result<(u32, &'a str), BadInput> {
    let (when, what) =
        text.split_once(':').ok_or_else(|| not_a_change(text, "there is no `:` after the month", HOW))?;
    let when = when.trim();
    let tick = when.strip_prefix("tick").or_else(|| when.strip_prefix("month")).unwrap_or(when).trim();
    let tick: u32 = tick.parse().map_err(|_| not_a_change(text, &format!("`{tick}` is not a month"), HOW))?;
    if tick == 0 || tick >= base.ticks {
        let most = base.ticks.saturating_sub(1);
        let help =
            if most == 0 { "make ticks larger".to_owned() } else { format!("use a month from 1 to {most}") };
        return Err(not_a_change(text, &format!("month {tick} is not within the run"), &help));
    }
    Ok((tick, what))
}

const HOW: &str = "write it as 'tick 40: safeguards.lottery.share=0.5' or 'tick 40: without rotation'";

fn not_a_change(text: &str, message: &str, help: &str) -> BadInput {
    BadInput(override_error("--change", &format!("'{text}'"), message, help))
}

/// A change to a running organization, as in `tick 40: safeguards.lottery.share=0.5, without rotation`: the month, and
/// the scenario that holds from then on. A safeguard that is new begins in that month, and one that is left out
/// ends in it.
///
/// # Errors
/// What cannot be understood, what is fixed at the founding, and what would have had to happen before that month.
pub fn change(base: &Scenario, text: &str) -> Result<(u32, Scenario), BadInput> {
    let bad = |message: &str, help: &str| not_a_change(text, message, help);
    let (tick, what) = month_of_change(base, text)?;
    let schema = schema_value();
    let before = toml::Table::try_from(base).map_err(|error| bad(&error.to_string(), HOW))?;
    let mut table = before.clone();
    let fixed = fixed_at_the_founding(schema);
    let is_fixed = |path: &str| {
        bad(&format!("{path} is fixed at the founding"), "change it in the scenario, and run that")
    };
    for part in what.split(',').map(str::trim).filter(|part| !part.is_empty()) {
        let edit = match part.strip_prefix("without ") {
            Some(name) => format!("{}.until_tick={tick}", full_path(name.trim())),
            None => full_path(part),
        };
        let path = path_of(&edit);
        let names = |fixed: &&String| path == *fixed || path.starts_with(&format!("{fixed}."));
        if let Some(path) = fixed.iter().find(names).filter(|path| is_there(&before, path)) {
            return Err(is_fixed(path));
        }
        let safeguard: String = path.split('.').take(2).collect::<Vec<_>>().join(".");
        let is_new = path.starts_with("safeguards.") && table_at(&table, &safeguard).is_none();
        if is_new && part.starts_with("without ") {
            return Err(bad(&format!("there is no `{safeguard}` to leave out"), HOW));
        }
        if edit.contains('=') {
            apply(schema, &mut table, "--change", &edit).map_err(BadInput)?;
        } else {
            let node = node_at(schema, path).map_err(|problem| bad(&problem.message, &problem.help))?;
            if !resolve(schema, node)["properties"].is_object() {
                return Err(bad("there is no value", HOW));
            }
        }
        if is_new && table_at(&table, &format!("{safeguard}.from_tick")).is_none() {
            let begins = toml::Value::Integer(i64::from(tick));
            insert(&mut table, &format!("{safeguard}.from_tick"), begins);
        }
    }
    let (mut found, mut wrong) = (Vec::new(), Vec::new());
    let changed = built(table, "", &[], &mut found, &mut wrong);
    if let Some(Found { problem, .. }) = found.first() {
        return Err(bad(&format!("{}: {}", problem.path, problem.message), or_default(&problem.help)));
    }
    let changed = changed.ok_or_else(|| BadInput(wrong.join("\n\n")))?;
    let after = toml::Table::try_from(&changed).map_err(|error| bad(&error.to_string(), HOW))?;
    if let Some((message, help)) = looks_back(&before, &after, tick) {
        return Err(bad(&message, &help));
    }
    // A whole table can change what no path has named.
    let differs =
        |path: &&String| is_there(&before, path) && table_at(&before, path) != table_at(&after, path);
    match fixed.iter().find(differs) {
        Some(path) => Err(is_fixed(path)),
        None => Ok((tick, changed)),
    }
}

/// Whether the part that a path belongs to stands in a table.
fn is_there(table: &toml::Table, path: &str) -> bool {
    path.rsplit_once('.').is_none_or(|(parent, _)| table_at(table, parent).is_some())
}

/// Full paths of what an organization keeps from its founding on.
pub fn fixed_at_the_founding(schema: &Json) -> Vec<String> {
    fn walk(schema: &Json, node: &Json, path: &str, found: &mut Vec<String>) {
        for (name, part) in resolve(schema, node)["properties"].as_object().into_iter().flatten() {
            let path = if path.is_empty() { name.clone() } else { format!("{path}.{name}") };
            if part["x-founding"] == true {
                found.push(path);
            } else {
                walk(schema, part, &path, found);
            }
        }
    }
    let mut found = Vec::new();
    walk(schema, schema, "", &mut found);
    found
}

/// What of a change to a running organization would have had to happen before its month.
fn looks_back(before: &toml::Table, after: &toml::Table, tick: u32) -> Option<(String, String)> {
    let of = |table: &toml::Table, what: &str| table.get(what).and_then(toml::Value::as_table).cloned();
    let tick = i64::from(tick);
    let [was, is] = [before, after].map(|table| of(table, "safeguards").unwrap_or_default());
    let safeguards = safeguards_look_back(&was, &is, tick);
    let [was, is] = [before, after].map(|table| of(table, "shocks").unwrap_or_default());
    safeguards.or_else(|| shocks_look_back(&was, &is, tick))
}

fn month(of: &toml::Value, key: &str) -> Option<i64> {
    of.get(key).and_then(toml::Value::as_integer)
}

fn safeguards_look_back(was: &toml::Table, is: &toml::Table, tick: i64) -> Option<(String, String)> {
    for (name, was) in was {
        let Some(is) = is.get(name) else {
            let help = format!("write 'without {name}'");
            return Some((format!("safeguards.{name} would be gone as if it had never been"), help));
        };
        let [(began, begins), (_, ends)] =
            ["from_tick", "until_tick"].map(|key| (month(was, key), month(is, key)));
        if began != begins && began.is_some_and(|began| began < tick) {
            let help = format!("leave from_tick as it is, or write 'without {name}' to end it");
            return Some((format!("safeguards.{name} has begun already"), help));
        }
        if ends != month(was, "until_tick") && ends.is_some_and(|ends| ends < tick) {
            return Some((
                format!("safeguards.{name} cannot end before the change"),
                format!("use an until_tick of {tick} or later, or write 'without {name}'"),
            ));
        }
    }
    let begins = |name: &String, is: &toml::Value| {
        month(is, "from_tick") != was.get(name).and_then(|was| month(was, "from_tick"))
            && month(is, "from_tick").is_some_and(|begins| begins < tick)
    };
    is.iter().find(|(name, is)| begins(name, is)).map(|(name, _)| {
        let help = format!("use a from_tick of {tick} or later, or leave it out");
        (format!("safeguards.{name} cannot begin before the change"), help)
    })
}

/// A shock acts from its onset on. Neither its onset nor its end can be moved out of the past or into it.
fn shocks_look_back(was: &toml::Table, is: &toml::Table, tick: i64) -> Option<(String, String)> {
    let entries = |table: &toml::Table| -> BTreeMap<String, toml::Value> {
        let each = |(name, list): (&String, &toml::Value)| {
            let list = list.as_array().cloned().unwrap_or_default();
            let named = list.into_iter().enumerate();
            named.map(|(i, shock)| (format!("shocks.{name}.{i}"), shock)).collect::<Vec<_>>()
        };
        table.iter().flat_map(each).collect()
    };
    let (was, is) = (entries(was), entries(is));
    let start = |shock: &toml::Value| month(shock, "start_tick").unwrap_or(0);
    let end = |shock: &toml::Value| start(shock) + month(shock, "duration_ticks").unwrap_or(0);
    let rate = |shock: &toml::Value| shock.get("rate_per_year").and_then(toml::Value::as_float);
    for (path, before) in &was {
        let Some(after) = is.get(path) else {
            let help = "make its severity 0".to_owned();
            return Some((format!("{path} would be gone as if it had never been"), help));
        };
        let moved = start(before) != start(after) || rate(before) != rate(after);
        if moved && start(before) < tick {
            let help = "leave start_tick and rate_per_year as they are, or make its severity 0".to_owned();
            return Some((format!("{path} has begun already"), help));
        }
        if end(before) != end(after) && start(before) < tick && end(after).min(end(before)) < tick {
            let help = "change what is still to come, or make its severity 0".to_owned();
            return Some((format!("{path} cannot end before the change"), help));
        }
    }
    let begins = |path: &String, shock: &toml::Value| {
        start(shock) < tick && was.get(path).is_none_or(|was| start(was) != start(shock))
    };
    is.iter().find(|(path, shock)| begins(path, shock)).map(|(path, _)| {
        let help = format!("use a start_tick of {tick} or later");
        (format!("{path} cannot begin before the change"), help)
    })
}

pub(super) fn table_at<'a>(table: &'a toml::Table, path: &str) -> Option<&'a toml::Value> {
    let (first, rest) = path.split_once('.').unwrap_or((path, ""));
    let value = table.get(first)?;
    if rest.is_empty() { Some(value) } else { table_at(value.as_table()?, rest) }
}

fn path_of(text: &str) -> &str {
    text.split('=').next().unwrap_or("").trim()
}

fn override_error(flag: &str, text: &str, message: &str, help: &str) -> String {
    format!("error: {flag} {}: {message}\n  help: {help}", texts::cut(text, 200))
}

/// Applies one `PATH=VALUE`, or says what is wrong with it.
pub(super) fn apply(schema: &Json, table: &mut toml::Table, flag: &str, text: &str) -> Result<(), String> {
    let bad = |message: &str, help: &str| override_error(flag, text, message, help);
    let (path, value) = text.split_once('=').ok_or_else(|| {
        bad("there is no `=`", "write it as PATH=VALUE, for example safeguards.rotation.term_ticks=12")
    })?;
    let (path, value) = (path.trim(), value.trim());
    let value = value_at(schema, path, value).map_err(|problem| bad(&problem.message, &problem.help))?;
    insert(table, path, value)
        .ok_or_else(|| bad("there is nothing at this position", "add it in the scenario file first"))
}

/// Puts a value at a dotted path; `None` where an array has no such position.
pub(super) fn insert(table: &mut toml::Table, path: &str, value: toml::Value) -> Option<()> {
    let Some((key, rest)) = path.split_once('.') else {
        table.insert(path.to_owned(), value);
        return Some(());
    };
    let names_position = rest.split('.').next().is_some_and(|part| part.parse::<usize>().is_ok());
    if names_position && !table.contains_key(key) {
        return None;
    }
    match table.entry(key).or_insert_with(|| toml::Value::Table(toml::Table::new())) {
        toml::Value::Table(inner) => insert(inner, rest, value),
        toml::Value::Array(items) => {
            let (position, rest) = rest.split_once('.').unwrap_or((rest, ""));
            match items.get_mut(position.parse::<usize>().ok()?)? {
                toml::Value::Table(inner) if !rest.is_empty() => insert(inner, rest, value),
                item if rest.is_empty() => {
                    *item = value;
                    Some(())
                }
                _ => None,
            }
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::parse;

    fn error(text: &str) -> String {
        parse("test.toml", text, &[]).expect_err("must be refused").0
    }

    #[test]
    fn two_futures_go_into_one_file_and_come_out_again() {
        let base = "name = \"before\"\ndescription = \"How it was.\"\nticks = 60\n[voice]\nfusion = 0.3\n[safeguards.rotation]\nterm_ticks = 8\n\
                    [safeguards.transparency]\n[[shocks.isolation]]\nstart_tick = 6\n[[shocks.windfall]]\nstart_tick = 9\n";
        for text in [
            "name = \"after\"\ndescription = \"How it was.\"\nticks = 60\n",
            "name = \"after\"\nticks = 60\n[voice]\nfusion = 0.9\ntolerance = 0.5\n[safeguards.lottery]\nshare = 0.5\n",
            "name = \"after\"\nticks = 60\n[safeguards.rotation]\nterm_ticks = 8\ncompliance = 0.5\n[[shocks.isolation]]\nstart_tick = 7\n",
        ] {
            let (base, variant) = (parse("a", base, &[]).unwrap(), parse("b", text, &[]).unwrap());
            let file = super::to_toml_with(&base, &variant);
            let study =
                super::parse_study("both", &file, &[], &[]).unwrap_or_else(|error| panic!("{error}\n{file}"));
            assert_eq!(study.base, base);
            assert_eq!(study.variants, [variant], "{file}");
        }
    }

    #[test]
    fn of_many_problems_the_first_are_told() {
        let text: String = (0..3000).map(|i| format!("zz{i} = 1\n")).collect();
        let error = parse("t", &text, &[]).unwrap_err().0;
        assert_eq!(error.matches("there is no such key").count(), 20);
        assert!(
            error.ends_with("error: 2980 more like these\n  help: mend those that are shown first"),
            "{error}"
        );
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
    fn a_number_has_the_kind_of_its_parameter_however_it_is_written() {
        let whole = "ticks = 60\n[voice]\nfusion = 1\n[[shocks.isolation]]\nstart_tick = 12\n[[variant]]\nvoice.tolerance = 0\n";
        let real = "ticks = 60.0\n[voice]\nfusion = 1.0\n[[shocks.isolation]]\nstart_tick = 1.2e1\n[[variant]]\nvoice.tolerance = -0.0\n";
        let read = |text: &str| super::parse_study("t", text, &[], &[]).unwrap();
        assert_eq!(format!("{:?}", read(whole)), format!("{:?}", read(real)));
        let set = |text: &str| parse("t", "", &[text.to_owned()]);
        assert_eq!(set("organization.members=50.0").unwrap(), set("organization.members=50").unwrap());
        assert_eq!(set("seed=9223372036854775807").unwrap().seed, u64::MAX >> 1);
        for (text, part) in [
            ("organization.members=50.5", "50.5 is not a whole number"),
            ("seed=9223372036854775807.0", "may not be the whole number that was written"),
            ("seed=18446744073709551615", "too large"),
            ("voice.fusion=nan", "out of range"),
            ("organization.members=inf", "where integer is needed"),
        ] {
            let found = set(text).unwrap_err().0;
            assert!(found.contains(part), "{text}: {found}");
        }
        let wrong = error("ticks = 60\n[organization]\nmembers = 50.5\n");
        assert!(wrong.contains("test.toml:3:11") && wrong.contains("not a whole number"), "{wrong}");
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

    #[test]
    fn overrides_and_file_are_told_together_and_each_by_its_own_name() {
        let text = "ticks = 24\n[voice]\nfusion = 1.4\n[[shocks.isolation]]\nstart_tick = 30\n";
        let set =
            ["organization.local_size=5000", "start=1917-13", "emergency.ratchet=99"].map(str::to_owned);
        let found = parse("t", text, &set).unwrap_err().0;
        for part in [
            "1.4",
            "not before the horizon",
            "--set organization.local_size=5000",
            "--set start=1917-13",
            "--set emergency.ratchet=99",
        ] {
            assert!(found.contains(part), "{part} is missing in:\n{found}");
        }
        let nothing = parse("t", "", &["shocks.isolation.0.severity=0.5".to_owned()]).unwrap_err().0;
        assert!(nothing.contains("nothing at this position"), "{nothing}");
        assert_eq!(parse("t", "", &["name=1917".to_owned()]).unwrap().name, "1917");
        assert!(error("ticks = 0xFFFFFF\n").contains("from 1 to 6000"));
    }

    #[test]
    fn variants_are_complete_and_their_mistakes_are_found_where_they_stand() {
        let text = "[safeguards.rotation]\nterm_ticks = 6\n\n[[variant]]\nname = \"no rotation\"\nwithout = [\"rotation\"]\n\n\
                    [[variant]]\n[variant.safeguards.lottery]\nshare = 0.25\n";
        let study = super::parse_study("t", text, &["ticks=99".to_owned()], &[]).unwrap();
        let [first, second] = &study.variants[..] else { panic!("two variants") };
        assert!(first.safeguards.rotation.is_none() && first.name == "no rotation" && first.ticks == 99);
        assert_eq!(second.safeguards.lottery.as_ref().unwrap().share, 0.25);
        assert_eq!(second.safeguards.rotation, study.base.safeguards.rotation);
        let wrong = error("[[variant]]\nwithout = [\"lottery\"]\n");
        assert!(wrong.contains("test.toml:2") && wrong.contains("no `lottery` to leave out"), "{wrong}");
        let wrong = error("[[variant]]\nseed = 3\n");
        assert!(wrong.contains("test.toml:2") && wrong.contains("there is no such key"), "{wrong}");
        let wrong = error("[[variant]]\n[variant.safeguards.lottery]\nfrom_tick = 900\n");
        assert!(wrong.contains("test.toml:3") && wrong.contains("not before the horizon"), "{wrong}");
    }

    #[test]
    fn a_scenario_as_a_file_is_read_back_the_same() {
        let text =
            "seed = 7\n[voice]\nfusion = 0.4\n[safeguards.rotation]\nterm_ticks = 6\n[[shocks.isolation]]\n";
        let scenario = parse("t", text, &[]).unwrap();
        let written = super::to_toml(&scenario);
        assert_eq!(parse("t", &written, &[]).unwrap(), scenario);
        assert!(written.contains("fusion = 0.4") && !written.contains("tolerance"), "{written}");
    }

    #[test]
    fn the_short_name_of_a_safeguard_is_no_other_parameter() {
        let schema = super::schema_value();
        for name in schema["properties"].as_object().unwrap().keys() {
            assert_eq!(super::full_path(name), *name);
        }
        assert_eq!(super::full_path("rotation.term_ticks=6"), "safeguards.rotation.term_ticks=6");
    }

    #[test]
    fn a_change_reaches_what_is_still_to_come_and_nothing_else() {
        let base = parse("t", "[safeguards.rotation]\n[safeguards.parallel_institutions]\n", &[]).unwrap();
        let bare = parse("t", "", &[]).unwrap();
        let refused = |text: &str| super::change(&base, text).expect_err(text).0;
        for text in [
            "tick 12: parallel_institutions.delegates=19",
            "tick 12: safeguards.parallel_institutions={delegates=19}",
            "tick 12: mandates.executive_seats=3",
            "tick 12: mandates={committee_seats=3}",
            "tick 12: name=another",
            "tick 12: variant.0.name=another",
            "tick 12: lottery, seed=3",
        ] {
            assert!(refused(text).contains("is fixed at the founding"), "{text}: {}", refused(text));
        }
        assert!(refused("tick 12: rotation.until_tick=5").contains("cannot end before the change"));
        assert!(refused("tick 12: rotation.from_tick=20").contains("has begun already"));
        assert!(refused("tick 12: safeguards={}").contains("write 'without parallel_institutions'"));
        assert!(refused("month 12: lottery.from_tick=3").contains("cannot begin before the change"));
        let shock = "ticks = 60\n[[shocks.isolation]]\nstart_tick = 6\nduration_ticks = 12\n[[shocks.surge]]\nstart_tick = 40\n";
        let base = parse("t", shock, &[]).unwrap();
        let refused = |text: &str| super::change(&base, text).expect_err(text).0;
        for (what, why) in [
            ("isolation.0.start_tick=3", "has begun already"),
            ("isolation.0.start_tick=20", "has begun already"),
            ("isolation.0.rate_per_year=2.0", "has begun already"),
            ("isolation.0.duration_ticks=2", "cannot end before the change"),
            ("surge.0.start_tick=9", "cannot begin before the change"),
        ] {
            let said = refused(&format!("tick 10: shocks.{what}"));
            assert!(said.contains(why), "{what}: {said}");
        }
        for what in ["isolation.0.duration_ticks=30", "isolation.0.severity=0.1", "surge.0.start_tick=20"] {
            assert!(super::change(&base, &format!("tick 10: shocks.{what}")).is_ok(), "{what}");
        }
        // Its seats are given to it in the month in which it is new.
        let (tick, changed) =
            super::change(&bare, "tick 12: parallel_institutions, parallel_institutions.delegates=19")
                .unwrap();
        let rule = changed.safeguards.parallel_institutions.unwrap();
        assert_eq!((tick, rule.delegates, rule.from_tick), (12, 19, 12));
        let (_, changed) = super::change(&bare, "tick 12: lottery={share=0.5}").unwrap();
        assert_eq!(changed.safeguards.lottery.unwrap().from_tick, 12);
        for text in [
            "tick 12: world.aid=0.5",
            "tick 12: skill.founding=0.9",
            "tick 12: precedent.founding_central_share=0.6",
        ] {
            assert!(super::change(&base, text).is_ok(), "{text} matters to newcomers or every month");
        }
        let short = parse("t", "ticks = 1\n", &[]).unwrap();
        assert!(super::change(&short, "tick 1: lottery").unwrap_err().0.contains("make ticks larger"));
    }

    #[test]
    fn a_text_with_a_byte_order_mark_is_read_in_its_places() {
        assert_eq!(parse("t", "\u{feff}ticks = 12\n", &[]).unwrap().ticks, 12);
        assert!(error("\u{feff}tiks = 12\n").contains("test.toml:1:1"));
    }

    #[test]
    fn edits_of_the_command_line_make_variants() {
        use super::Edit;
        let edits = [
            Edit::With("lottery.share=0.25, transparency".into()),
            Edit::Without("rotation".into()),
            Edit::With("voice.fusion=0.1".into()),
        ];
        let study = super::parse_study("t", "[safeguards.rotation]\n", &[], &edits).unwrap();
        assert_eq!(study.variants[0].safeguards.lottery.as_ref().unwrap().share, 0.25);
        assert!(study.variants[0].safeguards.transparency.is_some());
        assert!(study.variants[1].safeguards.rotation.is_none());
        assert_eq!(study.variants[2].voice.fusion, 0.1);
        for (edit, part) in [
            (Edit::With("rotaton".into()), "there is no such key"),
            (Edit::With("voice.fusion".into()), "there is no value"),
            (Edit::With("voice.fusion=7".into()), "--with voice.fusion=7"),
            (Edit::Without("lottery".into()), "safeguards in the scenario: rotation"),
        ] {
            let text = super::parse_study("t", "[safeguards.rotation]\n", &[], &[edit]).unwrap_err().0;
            assert!(text.contains(part), "{part} is missing in:\n{text}");
        }
    }
}
