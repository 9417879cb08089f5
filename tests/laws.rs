//! Laws that every safeguard and every shock obeys, and what the shipped scenarios claim.

use std::fs;
use std::path::PathBuf;

use thermidor::engine::{PhaseName, World, step::PHASES};
use thermidor::measures::outcome::Condition;
use thermidor::measures::position;
use thermidor::run::{History, simulate};
use thermidor::safeguards::{self, Safeguards};
use thermidor::scenario::{Scenario, read};
use thermidor::shocks;

fn scenario(text: &str) -> Scenario {
    let small = "ticks = 72\norganizations = 1\norganization.members = 200\n";
    read::parse("test", &format!("{small}{text}"), &[]).unwrap_or_else(|error| panic!("{error}"))
}

fn schema() -> serde_json::Value {
    serde_json::from_str(&read::schema()).expect("JSON")
}

/// The schema of the parameters of a safeguard or of a shock.
fn parameters<'a>(schema: &'a serde_json::Value, group: &str, name: &str) -> &'a serde_json::Value {
    let node = &schema["$defs"][group]["properties"][name];
    let reference = node["items"]["$ref"].as_str().or_else(|| node["anyOf"][0]["$ref"].as_str());
    let key = reference.unwrap_or_else(|| panic!("{group}.{name} has no parameters")).rsplit('/').next();
    &schema["$defs"][key.expect("a name")]
}

#[test]
fn everything_is_documented_with_unit_and_source() {
    let schema = schema();
    let named = safeguards::NAMES
        .iter()
        .map(|name| ("Safeguards", *name))
        .chain(shocks::NAMES.iter().map(|name| ("Shocks", *name)));
    for (group, name) in named {
        let about = parameters(&schema, group, name);
        assert!(about["description"].is_string(), "{name} is not documented");
        for (key, field) in about["properties"].as_object().expect("parameters") {
            let says = |what: &str| field[what].as_str().is_some();
            let source = field["x-source"].as_str().is_some_and(|source| !source.is_empty());
            assert!(says("description") && says("x-unit") && source, "{name}.{key} lacks a word");
        }
    }
}

#[test]
fn defaults_survive_a_round_trip_and_are_accepted() {
    let mut all = Scenario { safeguards: Safeguards::every(), ..Scenario::default() };
    all.shocks = scenario(&every_shock("")).shocks;
    let text = toml::to_string(&all).expect("TOML");
    let again = read::parse("round trip", &text, &[]).unwrap_or_else(|error| panic!("{error}\n{text}"));
    assert_eq!(all, again);
    assert_eq!(all.safeguards.entries(&all).len(), safeguards::NAMES.len());
    assert_eq!(all.shocks.entries().len(), shocks::NAMES.len());
}

fn every_shock(parameters: &str) -> String {
    let one = |name: &&str| format!("[[shocks.{name}]]\nstart_tick = 20\n{parameters}");
    shocks::NAMES.iter().map(one).collect()
}

#[test]
fn every_one_says_what_it_does_with_its_numbers() {
    let all = Scenario { safeguards: Safeguards::every(), ..Scenario::default() };
    let shocks = scenario(&every_shock("")).shocks;
    for entry in all.safeguards.entries(&all).iter().chain(&shocks.entries()) {
        let has_number = entry.effect.chars().any(|c| c.is_ascii_digit());
        assert!(entry.effect.len() > 40 && has_number, "{}: {}", entry.name, entry.effect);
    }
}

fn same(a: &History, b: &History) -> bool {
    a.measures == b.measures && a.conditions == b.conditions && a.outcome == b.outcome
}

#[test]
fn a_shock_without_severity_is_no_shock() {
    let without = simulate(&scenario(""), 4);
    let with = simulate(&scenario(&every_shock("severity = 0.0\n")), 4);
    assert!(same(&without, &with));
    for name in shocks::NAMES {
        let one = simulate(&scenario(&format!("[[shocks.{name}]]\nstart_tick = 20\n{}", needed(name))), 4);
        assert!(!same(&without, &one) || *name == "failed_revolutions", "{name} does nothing");
    }
}

/// What a shock needs to be felt by one organization in one run.
fn needed(name: &str) -> &'static str {
    if name == "cooptation_campaign" { "attempts = 1000.0\n" } else { "" }
}

#[test]
fn dead_letters_change_nothing_together_either() {
    let siege = "[[shocks.isolation]]\nstart_tick = 20\nduration_ticks = 24\n";
    let dead: String =
        safeguards::NAMES.iter().map(|name| format!("[safeguards.{name}]\ncompliance = 0.0\n")).collect();
    assert!(same(&simulate(&scenario(siege), 2), &simulate(&scenario(&format!("{siege}{dead}")), 2)));
}

/// A measure in which what a safeguard costs shows: more of it, or less of it where the sign is −1.
const COSTS: &[(&str, &str, f32)] = &[
    ("rotation", "safeguard_hours", 1.0),
    ("lottery", "tenure", -1.0),
    ("time_bombed_committees", "safeguard_hours", 1.0),
    ("dissent_cycles", "safeguard_hours", 1.0),
    ("disband_days", "backlog", 1.0),
    ("transparency", "safeguard_hours", 1.0),
    ("emergency_sunset", "safeguard_hours", 1.0),
    ("international_alliances", "safeguard_money", 1.0),
    ("subsidiarity", "delay", 1.0),
    ("public_audit", "safeguard_hours", 1.0),
    ("shadow_office", "safeguard_hours", 1.0),
    ("freedom_to_split", "membership", -1.0),
    ("recall", "safeguard_hours", 1.0),
    ("separation_of_party_and_state", "delay", 1.0),
    ("parallel_institutions", "safeguard_money", 1.0),
    ("periodic_redesign", "safeguard_hours", 1.0),
    ("newcomers_quota", "tenure", -1.0),
    ("staff_rotation", "safeguard_hours", 1.0),
];

#[test]
fn every_cost_shows_in_a_measure() {
    // Discontent enough for recall, splits and authentic critics; much at the centre, so that pauses are felt.
    let base = "voice.tolerance = 0.1\ndecisions.rate = 0.08\nprecedent.founding_central_share = 0.4\n\
                [[shocks.isolation]]\nstart_tick = 12\nduration_ticks = 30\n";
    let mean = |ground: &str, text: &str, measure: &str| {
        let scenario = scenario(&format!("{ground}{base}{text}"));
        let column = position(measure).expect("a measure");
        let runs = (0..12).map(|run| simulate(&scenario, run));
        let sums = runs.map(|history| {
            (0..history.ticks()).map(|tick| history.row(tick)[column]).sum::<f32>() / history.ticks() as f32
        });
        sums.sum::<f32>() / 12.0
    };
    assert_eq!(COSTS.iter().map(|(name, _, _)| *name).collect::<Vec<_>>(), safeguards::NAMES);
    for (name, measure, sign) in COSTS {
        let strong = match *name {
            "lottery" | "newcomers_quota" => "share = 1.0\n",
            "freedom_to_split" => "threshold = 0.1\n",
            "disband_days" => "period_ticks = 4\nlength_ticks = 2\n",
            "subsidiarity" => "reserved_domains = 4\nbarrier = 6.0\n",
            _ => "",
        };
        // A pause is felt where the centre has much to do.
        let ground = if *name == "disband_days" { "decisions.hours = 40.0\n" } else { "" };
        let rule = format!("[safeguards.{name}]\n{strong}");
        let (with, without) = (mean(ground, &rule, measure), mean(ground, "", measure));
        assert!(sign * (with - without) > 0.0, "{name}: {measure} is {with} with it, {without} without");
    }
}

fn shipped(directory: &str) -> Vec<(PathBuf, String)> {
    let mut files: Vec<PathBuf> =
        fs::read_dir(directory).expect(directory).map(|entry| entry.expect("a file").path()).collect();
    files.retain(|path| path.extension().is_some_and(|extension| extension == "toml"));
    files.sort();
    let read = |path: PathBuf| {
        let text = fs::read_to_string(&path).expect("text");
        (path, text)
    };
    files.into_iter().map(read).collect()
}

/// How badly an organization fared, by what the first line of its file names.
fn harm(history: &History, criterion: &str) -> f32 {
    let ended = |condition: Condition| f32::from(u8::from(history.outcome.condition == condition));
    match criterion {
        "collapsed" => ended(Condition::Collapsed),
        "captured" => ended(Condition::Captured),
        "split" => ended(Condition::Split),
        measure => {
            let column = position(measure).expect("a measure");
            (0..history.ticks()).map(|tick| history.row(tick)[column]).sum::<f32>() / history.ticks() as f32
        }
    }
}

#[test]
fn for_every_safeguard_a_shipped_scenario_is_worse_off_with_it() {
    let files = shipped("scenarios/backfires");
    assert_eq!(files.len(), safeguards::NAMES.len());
    for (path, text) in files {
        let criterion = text.lines().next().and_then(|line| line.rsplit(": ").next()).expect("a criterion");
        let with = read::parse("backfire", &text, &[]).unwrap_or_else(|error| panic!("{error}"));
        let name = path.file_stem().expect("a name").to_string_lossy().replace('-', "_");
        assert_eq!(
            with.safeguards.entries(&with).iter().map(|e| e.name).collect::<Vec<_>>(),
            [name.as_str()]
        );
        let without = Scenario { safeguards: Safeguards::default(), ..with.clone() };
        let sum = |scenario: &Scenario| -> f32 {
            (0..30).map(|run| harm(&simulate(scenario, run), criterion)).sum::<f32>() / 30.0
        };
        let (worse, ground) = (sum(&with), sum(&without));
        assert!(worse > ground * 1.02, "{name}: {criterion} {worse} with it, {ground} without");
    }
}

#[test]
fn what_has_been_split_off_lives_on_with_its_people() {
    let text = "voice.tolerance = 0.0\nvoice.tolerance_spread = 0.0\nvoice.grievance_gain = 3.0\n\
                secession.rate = 0.3\nprecedent.founding_central_share = 0.5\n\
                [membership]\nexit = 0.0\nentry = 0.0\nexit_grievance = 0.0\nexpulsion = 0.0\n\
                [safeguards.freedom_to_split]\n";
    let scenario = scenario(text);
    let mut world = World::found(&scenario, 1);
    (0..48).for_each(|tick| world.month(&scenario, tick));
    assert!(world.organizations.len() > 1, "nobody left");
    let people: u32 = world.organizations.iter().map(|organization| organization.count).sum();
    assert_eq!(people, 200);
    assert!(world.organizations[1..].iter().all(|splinter| !splinter.mandates.is_empty()));
}

#[test]
fn what_has_ended_leaves_nothing_behind() {
    let ending = |rule: &str| {
        let text = format!("voice.tolerance = 0.1\n[safeguards.{rule}]\nuntil_tick = 40\n");
        let scenario = scenario(&text);
        let mut world = World::found(&scenario, 0);
        (0..60).for_each(|tick| world.month(&scenario, tick));
        world.organizations.swap_remove(0)
    };
    let federated = ending("parallel_institutions");
    assert!(!federated.bodies[federated.parallel()].active && federated.parallel_reserve == 0.0);
    let shadowed = ending("shadow_office");
    assert!(shadowed.bodies.iter().flat_map(|body| &body.seats).all(|seat| seat.shadow.is_none()));
    // Without a quorum every committee is gone at its review, and comes back when the rule ends.
    let bombed = ending("time_bombed_committees]\nquorum = 1.0\nrubber_stamp = 0.0\ngap_ticks = 600\n#");
    assert!(bombed.bodies[1..bombed.command()].iter().all(|body| body.active));
}

#[test]
fn allies_of_a_world_help_each_other_and_share_their_crises() {
    let base = "[world]\norganizations = 4\nalliances = \"complete\"\n[[shocks.isolation]]\nstart_tick = 12\nstrikes = [0]\n";
    let emergency = |text: &str, number: usize| {
        let scenario = scenario(&format!("{base}{text}"));
        let column = position("emergency").expect("a measure");
        let histories = thermidor::run::simulate_world(&scenario, 0);
        (14..40).map(|tick| histories[number].row(tick)[column]).sum::<f32>()
    };
    let allied = "[safeguards.international_alliances]\ncontagion = 0.6\n";
    assert!(emergency("", 0) > 20.0 && emergency("", 1) == 0.0);
    assert!(emergency(allied, 0) < emergency("", 0));
    let weak = "[safeguards.international_alliances]\ncontagion = 0.6\nrelief = 0.0\n";
    assert!(emergency(weak, 1) > 10.0, "a crisis of one does not reach the others");
}

#[test]
fn the_schedule_is_the_list_of_phases() {
    assert_eq!(PHASES.first().map(|phase| phase.name), Some(PhaseName::Emergency));
    assert_eq!(PHASES.len(), 20);
    assert!(PHASES.iter().all(|phase| phase.doc.ends_with('.')));
}

#[test]
fn the_map_of_the_essay_points_at_what_exists() {
    let map = fs::read_to_string("docs/essay-map.md").expect("the map");
    let mut tests = 0;
    for word in map.split('`').skip(1).step_by(2) {
        let (file, test) = word.split_once("::").map_or((word, None), |(file, test)| (file, Some(test)));
        if !file.contains('/') {
            continue;
        }
        let text = fs::read_to_string(file).unwrap_or_else(|_| panic!("there is no {file}"));
        if let Some(test) = test {
            let plain = text.contains(&format!("fn {test}()"));
            assert!(plain || text.contains(test), "{file} has no test {test}");
            tests += 1;
        }
    }
    assert!(tests > 40, "{tests} tests named");
    for name in safeguards::NAMES {
        assert!(map.contains(&format!("src/safeguards/{name}.rs")), "{name} is not on the map");
    }
    for name in shocks::NAMES {
        assert!(map.contains(&format!("src/shocks/{name}.rs")), "{name} is not on the map");
    }
}
