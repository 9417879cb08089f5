//! Laws that every safeguard and every shock obeys, and what the shipped scenarios claim.

use std::collections::BTreeSet;
use std::fs;
use std::path::PathBuf;
use thermidor_core::Model;

use serde_json::Value as Json;
use thermidor_core::history::{History, simulate};
use thermidor_core::measures::position;
use thermidor_core::outcome::ENDINGS;
use thermidor_core::phase::PhaseName;
use thermidor_core::safeguards;
use thermidor_core::safeguards::Safeguards;
use thermidor_core::scenario::Scenario;
use thermidor_core::schedule::PHASES;
use thermidor_core::sentence::SHARED;
use thermidor_core::shocks;
use thermidor_core::world::World;
use thermidor_scenario::change::change;
use thermidor_scenario::read;
use thermidor_scenario::schema::{self, resolve};

fn scenario(text: &str) -> Model {
    let small = "ticks = 72\norganizations = 1\norganization.members = 200\n";
    read::parse("test", &format!("{small}{text}"), &[]).unwrap_or_else(|error| panic!("{error}"))
}

fn schema() -> serde_json::Value {
    serde_json::from_str(&schema::text()).expect("JSON")
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
    let mut all = Scenario::default();
    all.safeguards = Safeguards::every();
    all.shocks = scenario(&every_shock("")).shocks.clone();
    let text = toml::to_string(&all).expect("TOML");
    let again = read::parse("round trip", &text, &[]).unwrap_or_else(|error| panic!("{error}\n{text}"));
    assert_eq!(all, *again.scenario());
    assert_eq!(all.safeguards.entries(&all.setting()).len(), safeguards::NAMES.len());
    assert_eq!(all.shocks.entries().len(), shocks::NAMES.len());
}

fn every_shock(parameters: &str) -> String {
    let one = |name: &&str| format!("[[shocks.{name}]]\nstart_tick = 20\n{parameters}");
    shocks::NAMES.iter().map(one).collect()
}

#[test]
fn every_one_says_what_it_does_with_its_numbers() {
    let mut all = Scenario::default();
    all.safeguards = Safeguards::every();
    let shocks = scenario(&every_shock("")).shocks.clone();
    for entry in all.safeguards.entries(&all.setting()).iter().chain(&shocks.entries()) {
        let has_number = entry.effect.chars().any(|c| c.is_ascii_digit());
        assert!(entry.effect.len() > 40 && has_number, "{}: {}", entry.name, entry.effect);
    }
}

/// Whom or what the sentence of a safeguard or a shock is about.
const ABOUT: &[(&str, &[&str])] = &[
    ("rotation", &["the executive and the committees", "body"]),
    ("lottery", &["the executive and the committees", "members who take part"]),
    ("time_bombed_committees", &["each committee", "each member present"]),
    ("dissent_cycles", &["members with a grievance", "each member present"]),
    ("disband_days", &["the centre", "of the locals"]),
    ("transparency", &["of the bodies", "each seat", "dissenters"]),
    ("emergency_sunset", &["Emergency powers", "of the assemblies", "each member present"]),
    ("international_alliances", &["allies", "1,000 members"]),
    ("subsidiarity", &["The locals", "of their dues"]),
    ("public_audit", &["every body", "auditors sent by the executive", "the seats of the bodies"]),
    ("shadow_office", &["the executive and the committees", "a member with a grievance", "the body"]),
    ("freedom_to_split", &["A local", "Members who stay"]),
    ("recall", &["the executive and the committees", "of members", "of other factions"]),
    ("separation_of_party_and_state", &["party and state", "Every matter that goes to the centre"]),
    ("parallel_institutions", &["The locals", "delegates", "each member present"]),
    ("periodic_redesign", &["the executive and each of the committees", "each member present"]),
    ("newcomers_quota", &["the executive and the committees", "people who are new to office"]),
    ("staff_rotation", &["the paid staff", "each seat of the bodies"]),
    ("isolation", &["the organization's income"]),
    ("civil_war", &["the organization"]),
    ("scarcity", &["the organization's income"]),
    ("victory", &["the organization"]),
    ("failed_revolutions", &["the organization's allies"]),
    ("surge", &["people who want to join the organization"]),
    ("cooptation_campaign", &["holders of office", "outside actors'"]),
    ("loss_of_leaders", &["each holder of office, in every body"]),
    ("windfall", &["the centre", "for each member", "holders of office"]),
    ("internal_split", &["members outside the leading faction"]),
];

#[test]
fn every_sentence_says_whom_it_is_about() {
    let mut all = Scenario::default();
    all.safeguards = Safeguards::every();
    let shocks = scenario(&every_shock("")).shocks.clone();
    let entries = all.safeguards.entries(&all.setting()).into_iter().chain(shocks.entries());
    let mut about = ABOUT.iter();
    for entry in entries {
        let (name, whom) = about.next().unwrap_or_else(|| panic!("ABOUT in this file lacks {}", entry.name));
        assert_eq!(
            *name, entry.name,
            "help: ABOUT in this file has an entry for each, in the order of the registers"
        );
        for one in *whom {
            assert!(entry.effect.contains(one), "{name} does not say {one:?}: {}", entry.effect);
        }
    }
    assert!(about.next().is_none());
}

#[test]
fn every_template_has_a_name_of_its_own() {
    let all: Vec<_> =
        safeguards::templates().chain(shocks::templates()).chain(SHARED.iter().copied()).collect();
    let named: BTreeSet<_> = all.iter().map(|(name, _)| *name).collect();
    assert_eq!(named.len(), all.len());
    for name in safeguards::NAMES.iter().chain(shocks::NAMES) {
        assert!(named.contains(&*format!("effect.{name}")), "{name} has no template");
    }
}

#[test]
fn what_concerns_some_bodies_only_names_them() {
    let bodies = [
        ("executive", "the executive"),
        ("committee", "the committees"),
        ("command", "the emergency command"),
        ("parallel", "the parallel institution"),
    ];
    let schema = schema();
    let mut scoped = 0;
    for name in safeguards::NAMES {
        if !parameters(&schema, "Safeguards", name)["properties"]["tiers"].is_object() {
            continue;
        }
        scoped += 1;
        // Any set of bodies, the empty one apart, which means the first two.
        for set in 1..1 << bodies.len() {
            let is_in = |i: &usize| set >> i & 1 == 1;
            let tiers: Vec<_> = (0..bodies.len()).filter(is_in).map(|i| bodies[i].0).collect();
            let with = scenario(&format!("[safeguards.{name}]\ntiers = {tiers:?}\n"));
            let effect = &with.safeguards.entries(&with.setting())[0].effect;
            for (i, (_, body)) in bodies.iter().enumerate() {
                assert_eq!(effect.contains(body), is_in(&i), "{name} of {tiers:?}: {effect}");
            }
        }
    }
    assert_eq!(scoped, 4);
}

/// Whether numbers agree with their nouns, and none has more decimals than matter.
fn is_well_put(effect: &str) -> bool {
    let words: Vec<_> =
        effect.split_whitespace().map(|word| word.trim_end_matches(['.', ',', ';', ':'])).collect();
    let one = ["month", "hour", "term", "ally", "delegate", "domain", "organization"];
    let more = ["months", "hours", "terms", "allies", "delegates", "domains", "organizations", "times"];
    let agree = |pair: &[&str]| match pair[0].replace(',', "").parse::<f64>() {
        Ok(1.0) => !more.contains(&pair[1]),
        Ok(_) => !one.contains(&pair[1]),
        Err(_) => true,
    };
    let decimals =
        |word: &&str| word.parse::<f64>().map_or(0, |_| word.split_once('.').map_or(0, |(_, d)| d.len()));
    words.windows(2).all(agree)
        && words.iter().all(|word| decimals(word) <= 6)
        && !effect.contains("(s)")
        && !effect.contains(['{', '}'])
}

#[test]
fn sentences_are_well_put_at_the_ends_of_every_parameter() {
    let schema = schema();
    let named = |group, names: &'static [&'static str]| names.iter().map(move |name| (group, *name));
    let mut said = 0;
    for (group, name) in named("Safeguards", safeguards::NAMES).chain(named("Shocks", shocks::NAMES)) {
        for (key, field) in parameters(&schema, group, name)["properties"].as_object().expect("parameters") {
            let ends = [field["minimum"].as_f64(), field["maximum"].as_f64(), Some(1.0), Some(0.004)];
            for value in ends.into_iter().flatten() {
                let table = if group == "Shocks" {
                    format!("[[shocks.{name}]]")
                } else {
                    format!("[safeguards.{name}]")
                };
                // What the parameter cannot be, or not alone, is refused.
                let Ok(with) = read::parse("test", &format!("ticks = 6000\n{table}\n{key} = {value}\n"), &[])
                else {
                    continue;
                };
                for entry in with.safeguards.entries(&with.setting()).into_iter().chain(with.shocks.entries())
                {
                    assert!(is_well_put(&entry.effect), "{name}.{key} = {value}: {}", entry.effect);
                    said += 1;
                }
            }
        }
    }
    assert!(said > 400, "{said}");
}

fn same(a: &History, b: &History) -> bool {
    a.measures == b.measures && a.conditions == b.conditions && a.outcome == b.outcome
}

#[test]
fn a_shock_without_severity_is_no_shock() {
    let without = simulate(&scenario(""), 4).unwrap();
    let with = simulate(&scenario(&every_shock("severity = 0.0\n")), 4).unwrap();
    assert!(same(&without, &with));
    for name in shocks::NAMES {
        let one =
            simulate(&scenario(&format!("[[shocks.{name}]]\nstart_tick = 20\n{}", needed(name))), 4).unwrap();
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
    assert!(same(
        &simulate(&scenario(siege), 2).unwrap(),
        &simulate(&scenario(&format!("{siege}{dead}")), 2).unwrap()
    ));
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
    ("subsidiarity", "backlog", 1.0),
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
        let runs = (0..12).map(|run| simulate(&scenario, run).unwrap());
        let sums = runs.map(|history| {
            (0..history.ticks()).map(|tick| history.row(tick)[column]).sum::<f32>() / history.ticks() as f32
        });
        sums.sum::<f32>() / 12.0
    };
    let named: Vec<&str> = COSTS.iter().map(|(name, _, _)| *name).collect();
    assert_eq!(
        named,
        safeguards::NAMES,
        "help: COSTS in this file says where the cost of each safeguard shows"
    );
    for (name, measure, sign) in COSTS {
        let strong = match *name {
            "lottery" | "newcomers_quota" => "share = 1.0\n",
            "freedom_to_split" => "threshold = 0.1\n",
            "disband_days" => "period_ticks = 4\nlength_ticks = 2\n",
            "subsidiarity" => "reserved_domains = 4\nbarrier = 6.0\n",
            _ => "",
        };
        // A pause is felt where the centre has much to do.
        let ground = if *name == "disband_days" { "precedent.bias = -2.0\n" } else { "" };
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

/// How badly an organization fared, by what the first line of its file names: how it ended, or the mean of a measure.
fn harm(history: &History, criterion: &str) -> f64 {
    if let Some(ending) = ENDINGS.iter().find(|ending| ending.name == criterion) {
        return ending.of(&history.outcome).expect("an ending of all organizations");
    }
    history.average(position(criterion).expect("an ending or a measure"))
}

/// Mean and standard error of what a safeguard adds to a harm, over organizations with the same luck.
fn added(with: &Model, criterion: &str) -> (f64, f64) {
    const RUNS: u32 = 40;
    let without = with.only(&[]);
    let harm = |model: &Model, run| harm(&simulate(model, run).unwrap(), criterion);
    let more: Vec<f64> = (0..RUNS).map(|run| harm(with, run) - harm(&without, run)).collect();
    let n = f64::from(RUNS);
    let mean = more.iter().sum::<f64>() / n;
    let variance = more.iter().map(|one| (one - mean) * (one - mean)).sum::<f64>() / (n - 1.0);
    (mean, (variance / n).sqrt())
}

#[test]
fn for_every_safeguard_a_shipped_scenario_is_worse_off_with_it() {
    let files = shipped("scenarios/backfires");
    for name in safeguards::NAMES {
        let own = format!("{}.toml", name.replace('_', "-"));
        assert!(files.iter().any(|(path, _)| path.ends_with(&own)), "there is no scenarios/backfires/{own}");
    }
    assert_eq!(
        files.len(),
        safeguards::NAMES.len(),
        "a scenario in scenarios/backfires/ belongs to no safeguard"
    );
    for (path, text) in files {
        let criterion = text.lines().next().and_then(|line| line.rsplit(": ").next()).expect("a criterion");
        let with = read::parse("backfire", &text, &[]).unwrap_or_else(|error| panic!("{error}"));
        let name = path.file_stem().expect("a name").to_string_lossy().replace('-', "_");
        assert_eq!(
            with.safeguards.entries(&with.setting()).iter().map(|e| e.name).collect::<Vec<_>>(),
            [name.as_str()]
        );
        let (worse, error) = added(&with, criterion);
        assert!(worse > 2.0 * error, "{name}: {criterion} {worse:+} with it, standard error {error}");
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
    (0..48).for_each(|tick| world.month(&scenario, tick).unwrap());
    assert!(world.organizations.len() > 1, "nobody left");
    let people: u32 = world.organizations.iter().map(|organization| organization.count).sum();
    assert_eq!(people, 200);
    assert!(world.organizations[1..].iter().all(|splinter| !splinter.offices.mandates.is_empty()));
}

#[test]
fn what_has_ended_leaves_nothing_behind() {
    let ending = |rule: &str| {
        let text = format!("voice.tolerance = 0.1\n[safeguards.{rule}]\nuntil_tick = 40\n");
        let scenario = scenario(&text);
        let mut world = World::found(&scenario, 0);
        (0..60).for_each(|tick| world.month(&scenario, tick).unwrap());
        world.organizations.swap_remove(0)
    };
    let federated = ending("parallel_institutions");
    assert!(
        !federated.offices.bodies[federated.parallel()].active && federated.treasury.parallel_reserve == 0.0
    );
    let shadowed = ending("shadow_office");
    assert!(shadowed.offices.bodies.iter().flat_map(|body| &body.seats).all(|seat| seat.shadow.is_none()));
    // Without a quorum every committee is gone at its review, and comes back when the rule ends.
    let bombed = ending("time_bombed_committees]\nquorum = 1.0\nrubber_stamp = 0.0\ngap_ticks = 600\n#");
    assert!(bombed.offices.bodies[1..bombed.command()].iter().all(|body| body.active));
}

#[test]
fn allies_of_a_world_help_each_other_and_share_their_crises() {
    let base = "[world]\norganizations = 4\nalliances = \"complete\"\n[[shocks.isolation]]\nstart_tick = 12\nstrikes = [0]\n";
    let emergency = |text: &str, number: usize| {
        let scenario = scenario(&format!("{base}{text}"));
        let column = position("emergency").expect("a measure");
        let histories = scenario.run(0).unwrap();
        (14..40).map(|tick| histories[number].row(tick)[column]).sum::<f32>()
    };
    let allied = "[safeguards.international_alliances]\ncontagion = 0.0\nrelief = 0.3\n";
    assert!(emergency("", 0) > 20.0 && emergency("", 1) == 0.0);
    assert!(emergency(allied, 0) < emergency("", 0));
    let weak = "[safeguards.international_alliances]\ncontagion = 0.6\nrelief = 0.0\n";
    assert!(emergency(weak, 1) > 10.0, "a crisis of one does not reach the others");
}

#[test]
fn the_schedule_is_the_list_of_phases() {
    assert_eq!(PHASES.first().map(|phase| phase.name), Some(PhaseName::Emergency));
    assert_eq!(PHASES.len(), 20);
    assert!(PHASES.iter().all(|phase| phase.name.doc().ends_with('.')));
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
        assert!(map.contains(&format!("crates/core/src/safeguards/{name}.rs")), "{name} is not on the map");
    }
    for name in shocks::NAMES {
        assert!(map.contains(&format!("crates/core/src/shocks/{name}.rs")), "{name} is not on the map");
    }
}

/// A parameter by its full path, and what its schema says of it.
fn every_parameter(schema: &Json, node: &Json, path: &str, found: &mut Vec<(String, Json)>) {
    let target = resolve(schema, node);
    let Some(properties) = target["properties"].as_object() else {
        if target["items"]["$ref"].is_string() && resolve(schema, &target["items"])["properties"].is_object()
        {
            every_parameter(schema, &target["items"], &format!("{path}.0"), found);
        } else {
            found.push((path.to_owned(), node.clone()));
        }
        return;
    };
    for (name, part) in properties {
        every_parameter(
            schema,
            part,
            &if path.is_empty() { name.clone() } else { format!("{path}.{name}") },
            found,
        );
    }
}

/// Values that a parameter could take instead, as they are written in TOML.
fn others(schema: &Json, node: &Json) -> Vec<String> {
    let target = resolve(schema, node);
    let words = target["enum"]
        .as_array()
        .cloned()
        .or_else(|| Some(target["oneOf"].as_array()?.iter().map(|one| one["const"].clone()).collect()));
    if let Some(words) = words {
        return words.iter().map(Json::to_string).collect();
    }
    let is = |kind: &str| {
        target["type"] == kind || target["type"].as_array().is_some_and(|all| all.contains(&kind.into()))
    };
    if is("boolean") {
        return vec!["true".into(), "false".into()];
    }
    if is("array") {
        let of_numbers = resolve(schema, &target["items"])["type"] == "integer";
        let lists: &[&str] = if of_numbers {
            &["[1]", "[0]"]
        } else {
            &["[\"executive\"]", "[\"committee\", \"parallel\"]", "[\"command\"]"]
        };
        return lists.iter().map(|list| (*list).to_owned()).collect();
    }
    let end = |key: &str| [node, target].iter().find_map(|node| node[key].as_f64());
    let (low, high) = (end("minimum").expect("a number has a range"), end("maximum").expect("a range"));
    // What lies near and far, above and below.
    let near = [0.5, 2.0, 20.0].into_iter().filter(|value| (low..=high).contains(value));
    let all = near.chain([low, high.min(40.0), high]);
    if is("integer") {
        all.map(|value| format!("{}", value as i64)).collect()
    } else {
        all.map(|value| format!("{value:?}")).collect()
    }
}

/// Small worlds in which, between them, everything matters.
fn worlds() -> Vec<Model> {
    let small = "ticks = 26\norganization.members = 40\norganization.local_size = 10\nmembership.entry = 0.05\n\
                 membership.exit = 0.02\ncooptation.attempts_per_year = 40.0\nrepeal.motions_per_year = 2.0\n";
    let shock = |name: &&str| format!("[[shocks.{name}]]\nstart_tick = 14\nduration_ticks = 8\n");
    let shocks: String = shocks::NAMES.iter().map(shock).collect();
    let others: String =
        shocks::NAMES.iter().filter(|name| !["windfall", "scarcity"].contains(name)).map(shock).collect();
    let rules = |words: &str| -> String {
        safeguards::NAMES
            .iter()
            .map(|name| {
                let own = words
                    .split('\n')
                    .filter_map(|line| line.strip_prefix(&format!("{name}: ")))
                    .collect::<Vec<_>>();
                format!("[safeguards.{name}]\n{}\n", own.join("\n"))
            })
            .collect()
    };
    let often = "time_bombed_committees: lifetime_ticks = 8\ndissent_cycles: period_ticks = 3\ndissent_cycles: quorum = 0.0\n\
                 disband_days: period_ticks = 5\nperiodic_redesign: period_ticks = 6\nstaff_rotation: term_ticks = 6\n\
                 emergency_sunset: months = 2\ninternational_alliances: campaign_ticks = 4\n\
                 parallel_institutions: building_ticks = 6\nrecall: signatures = 0.02\nfreedom_to_split: threshold = 0.2\n";
    let other = "dissent_cycles: stake = \"nothing\"\ndissent_cycles: period_ticks = 3\ndissent_cycles: quorum = 0.0\n\
                 emergency_sunset: renewed_by = \"holders\"\nemergency_sunset: months = 2\npublic_audit: auditors = \"local\"\n\
                 shadow_office: critics = \"assigned\"\ntime_bombed_committees: quorum = 0.9\n\
                 time_bombed_committees: lifetime_ticks = 6\ntime_bombed_committees: gap_ticks = 3\n";
    let angry = "voice.tolerance = 0.0\nvoice.threshold = 0.1\nsecession.threshold = 0.1\nsecession.rate = 0.3\n\
                 precedent.founding_central_share = 0.7\n";
    let crises = "viability.execution_cost = 12.0\nviability.months_below_zero = 30\ncapture.central_share_above = 0.1\n\
                  capture.replaceability_below = 0.99\ncapture.months = 2\ncapture.lock_in_months = 6\n";
    // More than meetings, bodies and staff can hear.
    let overrun = "decisions.rate = 2.0\nmeetings.hours = 1.0\nmeetings.working_group = 2\n\
                   meetings.general_period_ticks = 2\nprecedent.founding_central_share = 0.4\nwork.prepared = 1.0\n\
                   work.dropped_cost = 0.0\nviability.execution_cost = 0.05\nviability.wrong_cost = 0.05\n\
                   viability.missed_cost = 0.05\napparatus.founding_per_1000 = 150.0\napparatus.wage = 0.5\n";
    let moved: String =
        safeguards::NAMES.iter().map(|name| format!("[safeguards.{name}]\nadopted = \"moved\"\n")).collect();
    let world = "world.organizations = 3\nworld.alliances = \"ring\"\nviability.months_below_zero = 100\n\
                 viability.reserve_months_max = 120.0\n\
                 viability.execution_cost = 6.0\n[safeguards.international_alliances]\n";
    let help = "[[shocks.windfall]]\nstart_tick = 5\nduration_ticks = 25\nmoney = 10.0\nstrikes = [1, 2]\n\
                [[shocks.scarcity]]\nstart_tick = 2\nduration_ticks = 30\nseverity = 0.95\nstrikes = [0]\n";
    let texts = [
        format!("{small}{shocks}{}", rules(often)),
        format!("{small}{angry}{shocks}{}", rules(often)),
        format!("{small}{angry}{shocks}{}", rules(other)),
        format!("{small}{crises}{shocks}"),
        format!(
            "{small}{angry}{crises}[[shocks.isolation]]\nstart_tick = 2\nduration_ticks = 8\ndecay_ticks = 0.0\n"
        ),
        format!("{small}{world}{help}{others}"),
        // Nobody votes the alliance away.
        format!("ticks = 26\norganization.members = 40\norganization.local_size = 10\n{world}{help}"),
        format!(
            "{small}{angry}adoption.motions_per_year = 12.0\n[safeguards.rotation]\nadopted = \"moved\"\n\
             [safeguards.subsidiarity]\nadopted = \"moved\"\n"
        ),
        format!("{small}[[shocks.scarcity]]\nstart_tick = 14\nduration_ticks = 8\n"),
        format!("{small}{overrun}"),
        format!("{small}{angry}{shocks}{moved}"),
        format!(
            "{small}apparatus.founding_per_1000 = 150.0\napparatus.wage = 0.5\nmandates.term_ticks = 3\nmandates.elected_by = \"delegates\"\n[safeguards.disband_days]\nperiod_ticks = 5\n"
        ),
    ];
    texts
        .iter()
        .map(|text| read::parse("world", text, &[]).unwrap_or_else(|error| panic!("{error}")))
        .collect()
}

#[test]
fn what_can_be_changed_later_matters_later_and_what_is_marked_is_refused() {
    let schema = schema();
    let mut all = Vec::new();
    every_parameter(&schema, &schema, "", &mut all);
    all.retain(|(path, _)| !path.starts_with("variant"));
    assert!(all.len() > 300, "{} parameters", all.len());
    let worlds = worlds();
    let before: Vec<Vec<History>> = worlds.iter().map(|world| world.run(0).unwrap()).collect();
    let (mut without_effect, mut not_refused) = (Vec::new(), Vec::new());
    for (path, node) in &all {
        let marked = node["x-founding"] == true;
        let values = if marked { vec!["1".to_owned()] } else { others(&schema, node) };
        let matters = worlds.iter().zip(&before).any(|(world, before)| {
            values.iter().any(|value| {
                match change(world, &format!("tick 12: {path}={value}")) {
                    Ok((tick, changed)) => {
                        // What is refused in one world can be a safeguard that another one lacks.
                        if marked && !path.starts_with("safeguards.") {
                            not_refused.push(path.clone());
                        }
                        let changes = [(tick, changed)];
                        world.run_changed(&changes, 0).unwrap() != *before
                    }
                    Err(error) => {
                        assert!(!marked || error.to_string().contains("fixed at the founding"), "{error}");
                        false
                    }
                }
            })
        });
        if !matters && !marked {
            without_effect.push(path.clone());
        }
    }
    assert!(not_refused.is_empty(), "marked, and yet accepted: {not_refused:?}");
    assert!(without_effect.is_empty(), "can be changed, and makes no difference: {without_effect:?}");
}

#[test]
fn what_is_marked_makes_no_difference_to_a_running_organization() {
    let schema = schema();
    let mut marked = Vec::new();
    every_parameter(&schema, &schema, "", &mut marked);
    marked.retain(|(path, node)| node["x-founding"] == true && !path.starts_with("variant"));
    // The size of an organization bounds what it does later; its columns and its luck would not fit; and the rest are not
    // about what happens.
    let others_than_numbers =
        ["organization.", "seed", "ticks", "organizations", "start", "name", "description", "theory"];
    marked.retain(|(path, _)| {
        !others_than_numbers.iter().any(|part| path == part || path.starts_with("organization."))
    });
    assert!(marked.len() >= 10, "{marked:?}");
    // An organization that splits off is founded later.
    let world =
        worlds().remove(0).with(|world| world.safeguards.freedom_to_split = None).expect("a valid one");
    let before = world.run(1).unwrap();
    let mut different = Vec::new();
    for (path, node) in marked {
        for value in others(&schema, &node) {
            let mut table = toml::Table::try_from(&world).expect("a table");
            let (group, name) = path.rsplit_once('.').expect("a parameter of a group");
            let group = group.split('.').fold(&mut table, |table, key| {
                table.get_mut(key).and_then(toml::Value::as_table_mut).expect("a group")
            });
            group.insert(
                name.to_owned(),
                format!("v = {value}").parse::<toml::Table>().expect("TOML").remove("v").expect("v"),
            );
            // What is no valid scenario cannot be simulated at all.
            let Ok(changed) = toml::Value::Table(table).try_into::<Model>() else { continue };
            if world.run_changed(&[(12, changed)], 1).unwrap() != before {
                different.push(format!("{path}={value}"));
            }
        }
    }
    assert!(different.is_empty(), "make a difference: {different:?}");
}
