//! The description of the model (`docs/odd.md`) names everything that the model has, and nothing that it has not.

use std::fs;

use serde_json::Value as Json;
use thermidor_core::measures::MEASURES;
use thermidor_core::phase::PhaseName;
use thermidor_core::{safeguards, shocks};
use thermidor_scenario::schema::{is_section, resolve, value};

fn description() -> String {
    fs::read_to_string("../../docs/odd.md").expect("the description")
}

fn names(node: &Json) -> Vec<&str> {
    node["properties"].as_object().into_iter().flatten().map(|(name, _)| name.as_str()).collect()
}

/// Words of the text that stand between backticks.
fn quoted(text: &str) -> Vec<&str> {
    text.split('`').skip(1).step_by(2).collect()
}

/// Groups of parameters beside safeguards and shocks, each with the names of its parameters.
fn groups() -> Vec<(&'static str, Vec<&'static str>)> {
    let schema = value();
    let of = |name: &'static str| (name, resolve(schema, &schema["properties"][name]));
    let groups = names(schema).into_iter().map(of);
    let groups = groups.filter(|(name, node)| is_section(node) && !["safeguards", "shocks"].contains(name));
    groups.map(|(name, node)| (name, names(node))).collect()
}

#[test]
fn all_parameters_are_described_and_no_others() {
    let text = description();
    let words = quoted(&text);
    let groups = groups();
    for (group, fields) in &groups {
        for field in fields {
            assert!(words.contains(&format!("{group}.{field}").as_str()), "{group}.{field} is not described");
        }
    }
    for word in words {
        let Some((group, field)) = word.split_once('.') else { continue };
        if let Some((_, fields)) = groups.iter().find(|(name, _)| *name == group) {
            assert!(fields.contains(&field), "there is no {word}");
        }
    }
}

/// The part of the text that describes a safeguard or a shock: the line that has its name in parentheses.
fn about<'a>(text: &'a str, name: &str) -> &'a str {
    let line = text.lines().find(|line| line.contains(&format!("(`{name}`")));
    line.unwrap_or_else(|| panic!("{name} is not described"))
}

#[test]
fn all_safeguards_and_shocks_are_described_with_their_parameters() {
    let (text, schema) = (description(), value());
    // The same for all, and described once.
    let safeguard = ["compliance", "adopted", "from_tick", "until_tick", "tiers"];
    let shock = ["start_tick", "duration_ticks", "severity", "decay_ticks", "rate_per_year", "strikes"];
    assert!(safeguard.iter().chain(&shock).all(|name| text.contains(&format!("`{name}`"))));
    for (part, kinds, common) in
        [("safeguards", safeguards::NAMES, &safeguard[..]), ("shocks", shocks::NAMES, &shock[..])]
    {
        let all = resolve(schema, &schema["properties"][part]);
        for kind in kinds {
            let (node, line) = (&all["properties"][*kind], about(&text, kind));
            let node = if node["items"].is_object() { &node["items"] } else { node };
            let fields = names(resolve(schema, node));
            assert!(!fields.is_empty(), "{kind} has no parameters");
            for field in fields.iter().filter(|field| !common.contains(field)) {
                assert!(quoted(line).contains(field), "{part}.{kind}.{field} is not described");
            }
        }
    }
}

#[test]
fn all_phases_and_measures_are_described() {
    let text = description();
    let mut rest = text.as_str();
    for phase in PhaseName::ALL {
        let row = format!("\n| {} 7.", phase.label());
        let at = rest.find(&row).unwrap_or_else(|| panic!("{} is not where it should be", phase.label()));
        rest = &rest[at + row.len()..];
    }
    let words = quoted(&text);
    for measure in MEASURES {
        assert!(words.contains(&measure.name), "{} is not described", measure.name);
    }
}
