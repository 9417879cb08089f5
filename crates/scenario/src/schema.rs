//! The JSON Schema of scenario files, and what a dotted path means in it.

use std::sync::LazyLock;

use serde_json::{Value as Json, json};

use crate::diagnostic::{Code, Diagnostic};
use crate::suggest::{nearest, nearest_within};
use thermidor_core::scenario::Scenario;

/// The schema, for editors and forms.
pub fn text() -> String {
    let mut text = serde_json::to_string_pretty(value()).unwrap_or_default();
    text.push('\n');
    text
}

/// The schema, made once.
pub fn value() -> &'static Json {
    static SCHEMA: LazyLock<Json> = LazyLock::new(made);
    &SCHEMA
}

fn made() -> Json {
    let mut schema = schemars::schema_for!(Scenario).to_value();
    // A variant is a scenario in which only what differs is named. All variants share time and random streams.
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

/// Whether a value of this kind can stand at a resolved node.
pub fn is(node: &Json, kind: &str) -> bool {
    match &node["type"] {
        Json::String(one) => one == kind,
        Json::Array(some) => some.iter().any(|one| one == kind),
        _ => false,
    }
}

/// Whether a resolved node is of parts that can be there or not: a section, or a list of them such as shocks.
pub fn holds_parts(root: &Json, node: &Json) -> bool {
    is_section(node) || (is(node, "array") && is_section(resolve(root, &node["items"])))
}

/// Whether a resolved node is a section: a table of parameters.
pub fn is_section(node: &Json) -> bool {
    node["properties"].is_object()
}

/// The part of the schema that a dotted path names.
///
/// # Errors
/// Where it names nothing.
pub fn node_at<'a>(schema: &'a Json, path: &str) -> Result<&'a Json, Diagnostic> {
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

/// The problem of a key that a schema does not know, with the nearest one that it knows.
pub fn unknown(path: &str, known: &Json) -> Diagnostic {
    let key = path.rsplit('.').next().unwrap_or(path);
    let known: Vec<String> = known.as_object().into_iter().flatten().map(|(name, _)| name.clone()).collect();
    let nearest = nearest(key, known.iter().map(String::as_str)).map(str::to_owned);
    Diagnostic::new(path, Code::UnknownKey { nearest, known })
}

/// The path of a safeguard may be its name alone, or so near to one that it is clear which is meant.
pub fn full_path(path: &str) -> String {
    let first = path.split(['.', '=']).next().unwrap_or("").trim();
    let is_another = value()["properties"].get(first).is_some();
    let is_one = nearest_within(first, thermidor_core::safeguards::NAMES.iter().copied(), 0.9).is_some();
    if is_one && !is_another { format!("safeguards.{path}") } else { path.to_owned() }
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

#[cfg(test)]
mod tests {
    use super::{full_path, value};

    #[test]
    fn the_short_name_of_a_safeguard_is_no_other_parameter() {
        let schema = value();
        for name in schema["properties"].as_object().unwrap().keys() {
            assert_eq!(full_path(name), *name);
        }
        assert_eq!(full_path("rotation.term_ticks=6"), "safeguards.rotation.term_ticks=6");
    }
}
