//! A scenario in plain words: what it assumes, what happens, what is built in, and how a month goes.

use serde_json::Value as Json;

use thermidor_core::parameters::mandates::Electorate;
use thermidor_core::scenario::Scenario;
use thermidor_core::schedule::PHASES;
use thermidor_core::state::Tier;

/// The scenario in plain words.
pub fn explain(scenario: &Scenario) -> String {
    let mut text = vec![scenario.name.clone()];
    if !scenario.description.is_empty() {
        text.push(scenario.description.clone());
    }
    let size = &scenario.organization;
    text.push(format!(
        "\n{} of {} members in {} of about {}, with {} of affairs, over {}.",
        organizations(scenario),
        size.members,
        counted(size.many_locals(), "local"),
        size.members / size.many_locals(),
        counted(size.domains, "domain"),
        counted(scenario.ticks, "month")
    ));
    text.push(offices(scenario));
    let capture = &scenario.capture;
    text.push(format!(
        "An organization counts as captured when for {} months running the centre settles more than {:.0} % of the stakes \
         and the group with most seats of the centre would be left with at most half of them in two years with a chance \
         below {:.0} %.",
        capture.months,
        capture.central_share_above * 100.0,
        capture.replaceability_below * 100.0
    ));
    section(&mut text, "Shocks", scenario.shocks.entries(), "None.");
    section(&mut text, "Safeguards", scenario.safeguards.entries(&scenario.setting()), "None.");
    text.push("\nSet otherwise than by default".to_owned());
    let mut changed = Vec::new();
    differences(&json(&Scenario::default()), &json(scenario), "", &mut changed);
    changed.retain(|line| {
        !["name", "description", "shocks", "safeguards"]
            .iter()
            .any(|part| line.trim_start().starts_with(part))
    });
    text.push(if changed.is_empty() { "  Nothing.".to_owned() } else { changed.join("\n") });
    text.push("\nA month, in this order".to_owned());
    text.extend(
        PHASES
            .iter()
            .enumerate()
            .map(|(i, phase)| format!("  {:2}. {:13} {}", i + 1, phase.name.label(), phase.name.doc())),
    );
    text.join("\n") + "\n"
}

/// Who sits above the locals at the founding, in words.
fn offices(scenario: &Scenario) -> String {
    let (mandates, size) = (&scenario.mandates, &scenario.organization);
    let members = f64::from(size.members);
    let seats = |tier| counted(mandates.seats(tier, members, 1.0), "seat");
    let term = |tier| counted(mandates.term(tier), "month");
    let committees = match mandates.seats(Tier::Committee, members, 1.0) {
        0 => "there are no committees, and the executive has all domains".to_owned(),
        _ => {
            let (seats, term) = (seats(Tier::Committee), term(Tier::Committee));
            format!("{} of {seats} each for {term}", counted(size.domains, "committee"))
        }
    };
    let has_general = scenario.meetings.general_period_ticks > 0;
    let elect = match mandates.elected_by {
        Electorate::Delegates => "Delegates of the locals elect",
        Electorate::Assembly if has_general => "The general assembly elects",
        Electorate::Members | Electorate::Assembly => "Members elect",
    };
    let then =
        if mandates.appointed { " at the founding, and the executive appoints from then on" } else { "" };
    // No more are hired than the organization can have.
    let most = scenario.apparatus.share_max * members;
    let staff = scenario.apparatus.first(members, members).min(most) as u32;
    format!(
        "{elect} an executive of {} for {}{then}; {committees}. {} paid.",
        seats(Tier::Executive),
        term(Tier::Executive),
        if staff == 1 { "1 member is".to_owned() } else { format!("{staff} members are") }
    )
}

/// How many organizations are simulated, in words.
fn organizations(scenario: &Scenario) -> String {
    match scenario.world.organizations {
        1 => counted(scenario.organizations, "organization"),
        side_by_side => {
            let worlds = counted(scenario.organizations, "world");
            format!("{worlds} of {side_by_side} organizations, each")
        }
    }
}

/// A number with what it counts.
fn counted(number: u32, what: &str) -> String {
    format!("{number} {what}{}", if number == 1 { "" } else { "s" })
}

fn section(text: &mut Vec<String>, title: &str, entries: Vec<thermidor_core::safeguards::Entry>, none: &str) {
    text.push(format!("\n{title}"));
    if entries.is_empty() {
        text.push(format!("  {none}"));
    }
    text.extend(entries.into_iter().map(|entry| format!("  {}: {}", entry.name, entry.effect)));
}

fn json(scenario: &Scenario) -> Json {
    serde_json::to_value(scenario).unwrap_or_default()
}

fn differences(default: &Json, value: &Json, path: &str, found: &mut Vec<String>) {
    match (default, value) {
        (Json::Object(defaults), Json::Object(values)) => {
            for (key, value) in values {
                let path = if path.is_empty() { key.clone() } else { format!("{path}.{key}") };
                differences(defaults.get(key).unwrap_or(&Json::Null), value, &path, found);
            }
        }
        (Json::Null, value) if !value.is_null() => {
            found.push(format!("  {path} = {value} (left out by default)"))
        }
        (default, value) if default != value => found.push(format!("  {path} = {value} (default {default})")),
        _ => {}
    }
}
