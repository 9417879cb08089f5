//! The model as it is: hashes of the bytes of small runs in which every part of it is at work. Whoever changes a byte
//! raises the version, and builds of another model have another id.

mod again;

use std::fs;
use std::num::NonZero;
use std::path::Path;

use rayon::prelude::*;
use serde_json::Value as Json;
use sha2::{Digest, Sha256};
use thermidor_core::Model;
use thermidor_core::random::STREAM_VERSION;
use thermidor_core::safeguards;
use thermidor_core::scenario::Scenario;
use thermidor_core::shocks;
use thermidor_core::state::Members;
use thermidor_core::version::{GOLDEN, MODEL_VERSION};
use thermidor_core::world::World;

/// Small, and with people who mind a lot, so that much happens soon.
const BUSY: &str = "ticks = 60\norganization.members = 120\norganization.local_size = 12\nvoice.tolerance = 0.2\n\
    voice.grievance_gain = 3.0\nmembership.exit = 0.03\nmembership.entry = 0.05\n";

/// Runs of each case.
const RUNS: u32 = 2;

/// Mechanisms by themselves and against each other.
const CASES: [(&str, &str); 14] = [
    ("plain", ""),
    ("siege", "[[shocks.isolation]]\nstart_tick = 10\nduration_ticks = 24\n"),
    ("dear", "viability.execution_cost = 60.0\n[[shocks.scarcity]]\nstart_tick = 6\n"),
    ("factions", "patronage.factions = 3\nmandates.appointed = true\ncooptation.attempts_per_year = 3.0\n"),
    ("splits", "secession.threshold = 0.02\nsafeguards.freedom_to_split = { threshold = 0.02 }\n"),
    ("anywhere", "deference.founding_anywhere = true\nmandates.staggered = false\nshaping.standing = 2.5\n"),
    (
        "board",
        "organization.groups = 11\norganization.size_spread = 0.5\nmandates.committee_seats = 0\n\
         mandates.executive_term_ticks = 24\nmandates.elected_by = \"delegates\"\nmandates.founding_tenure = 20.0\n\
         apparatus.founding = 3.0\n[safeguards.disband_days]\nperiod_ticks = 4\nlength_ticks = 0.25\n\
         [[shocks.civil_war]]\nstart_tick = 20\nduration_ticks = 0.25\n",
    ),
    (
        "allies",
        "world = { organizations = 3, alliances = \"random\", density = 0.7 }\n[safeguards.international_alliances]\n\
         [safeguards.parallel_institutions]\n[[shocks.isolation]]\nstart_tick = 10\n",
    ),
    (
        "other ways",
        "[safeguards.dissent_cycles]\nstake = \"nothing\"\n[safeguards.emergency_sunset]\nrenewed_by = \"holders\"\n\
         [safeguards.international_alliances]\ncampaign_ticks = 12\nrelief = 0.0\n[safeguards.shadow_office]\ncritics = \"assigned\"\n\
         [[shocks.isolation]]\nstart_tick = 10\nduration_ticks = 40\n",
    ),
    (
        "long",
        "ticks = 240\norganization.members = 60\n[[shocks.isolation]]\nstart_tick = 60\nrate_per_year = 0.5\n",
    ),
    (
        "assembly",
        "organization.groups = 3\ndecisions.rate = 0.6\nmeetings.general_period_ticks = 3\nmeetings.general_hours = 1.0\n\
         mandates.elected_by = \"assembly\"\napparatus.founding = 12.0\nwork.prepared = 2.0\n\
         [safeguards.staff_rotation]\nterm_ticks = 12\n",
    ),
    (
        "aid",
        "world = { organizations = 3, alliances = \"complete\" }\nviability.execution_cost = 40.0\n\
         [safeguards.international_alliances]\n[[shocks.windfall]]\nstart_tick = 3\nduration_ticks = 40\nstrikes = [0]\n\
         money = 60.0\n",
    ),
    (
        "partners",
        "[safeguards.international_alliances]\n[[shocks.failed_revolutions]]\nstart_tick = 5\n\
         [[shocks.isolation]]\nstart_tick = 10\n",
    ),
    (
        "moved",
        "adoption.motions_per_year = 6.0\n[safeguards.rotation]\nadopted = \"moved\"\n[safeguards.subsidiarity]\n\
         adopted = \"moved\"\n[[shocks.isolation]]\nstart_tick = 10\nduration_ticks = 24\n",
    ),
];

/// The safeguards of the case in which all are at work. A new one has a case of its own and joins them when the version
/// of the model is raised for another reason, so that adding it changes no hash.
const ALL: [&str; 18] = [
    "rotation",
    "lottery",
    "time_bombed_committees",
    "dissent_cycles",
    "disband_days",
    "transparency",
    "emergency_sunset",
    "international_alliances",
    "subsidiarity",
    "public_audit",
    "shadow_office",
    "freedom_to_split",
    "recall",
    "separation_of_party_and_state",
    "parallel_institutions",
    "periodic_redesign",
    "newcomers_quota",
    "staff_rotation",
];

/// The shocks of the cases with all shocks, for the same reason.
const SHOCKS: [&str; 10] = [
    "isolation",
    "civil_war",
    "scarcity",
    "victory",
    "failed_revolutions",
    "surge",
    "cooptation_campaign",
    "loss_of_leaders",
    "windfall",
    "internal_split",
];

/// Every case: its name and its scenario file.
fn cases() -> Vec<(String, String)> {
    let busy = |more: &str| {
        let own = if more.starts_with("ticks") {
            BUSY.replace("ticks = 60\norganization.members = 120\n", "")
        } else {
            // The number of locals is said in the place of their size.
            BUSY.replace(
                if more.contains("groups") { "organization.local_size = 12\n" } else { "no such line" },
                "",
            )
        };
        format!("{own}{more}")
    };
    let mut cases: Vec<(String, String)> =
        CASES.iter().map(|(name, more)| ((*name).to_owned(), busy(more))).collect();
    let siege = CASES[1].1;
    cases.extend(safeguards::NAMES.iter().map(|name| {
        (format!("safeguards.{name}"), busy(&format!("{siege}[safeguards.{name}]\nfrom_tick = 5\n")))
    }));
    cases.extend(
        shocks::NAMES
            .iter()
            .map(|name| (format!("shocks.{name}"), busy(&format!("[[shocks.{name}]]\nstart_tick = 10\n")))),
    );
    // Each shock strikes one of two neighbours.
    let struck = |name: &&str| format!("[[shocks.{name}]]\nstart_tick = 10\nstrikes = [1]\n");
    let struck: String = SHOCKS.iter().map(struck).collect();
    cases.push(("struck".into(), busy(&format!("world.organizations = 2\n{struck}"))));
    let all: String = ALL.iter().map(|name| format!("[safeguards.{name}]\n")).collect();
    let shocks: String = SHOCKS.iter().map(|name| format!("[[shocks.{name}]]\nstart_tick = 10\n")).collect();
    cases.push(("all".into(), busy(&format!("{all}{shocks}"))));
    cases
}

/// The scenario of a TOML text in which a parameter may be set to another value; `None` where that is no valid one.
fn scenario(text: &str, set: Option<(&str, &str)>) -> Option<Model> {
    let mut table: toml::Table = text.parse().expect("TOML");
    if let Some((path, value)) = set {
        let value: toml::Table = format!("value = {value}").parse().expect("a value");
        insert(&mut table, path, value["value"].clone());
    }
    let scenario: Scenario = table.try_into().ok()?;
    Model::new(scenario).ok()
}

fn insert(table: &mut toml::Table, path: &str, value: toml::Value) {
    match path.split_once('.') {
        None => drop(table.insert(path.to_owned(), value)),
        Some((key, rest)) => match table.entry(key).or_insert_with(|| toml::Table::new().into()) {
            toml::Value::Table(table) => insert(table, rest, value),
            // A list: "0.severity" is a parameter of its first entry.
            toml::Value::Array(entries) => {
                let (_, rest) = rest.split_once('.').expect("the place in the list");
                insert(entries[0].as_table_mut().expect("a table"), rest, value);
            }
            other => panic!("{path} in {other}"),
        },
    }
}

/// The hash of all that a scenario's runs give.
fn hash(model: &Model) -> String {
    let mut hash = Sha256::new();
    for run in 0..RUNS {
        for history in model.run(run).unwrap() {
            hash.update(
                [history.organization, history.sibling, history.founded_at].map(u32::to_le_bytes).concat(),
            );
            history.measures.iter().for_each(|value| hash.update(value.to_le_bytes()));
            history.conditions.iter().for_each(|condition| hash.update(condition.name()));
            for seat in &history.mandates {
                let (month, how) = seat.left.map_or((u32::MAX, u32::MAX), |(month, how)| (month, how as u32));
                let place = u32::from(seat.body) << 16 | u32::from(seat.seat);
                let words = [place, seat.holder, seat.from as u32, seat.entry as u32, month, how];
                hash.update(words.map(u32::to_le_bytes).concat());
            }
            hash.update(serde_json::to_string(&(&history.events, &history.outcome)).expect("JSON"));
        }
    }
    short(hash)
}

/// The beginning of a hash.
fn short(hash: Sha256) -> String {
    hash.finalize()[..16].iter().map(|byte| format!("{byte:02x}")).collect()
}

/// Ends of months at which the state of an organization is hashed; 0 is its founding.
const MONTHS: [u32; 3] = [0, 1, 12];

/// The hash of the members, locals and seats of a world at the end of a month.
fn state(world: &World) -> String {
    let mut hash = Sha256::new();
    for organization in &world.organizations {
        // Taken apart, so that a new column asks for its place here.
        let Members {
            taken,
            skill,
            participation,
            liveliness,
            grievance,
            tolerance,
            voice_threshold,
            ambition,
            legitimacy,
            influence,
            ties,
            followers,
            weight,
            speaks,
            paid,
            seats,
            left_office_at,
            faction,
        } = &organization.members;
        let reals = [
            skill,
            participation,
            liveliness,
            grievance,
            tolerance,
            voice_threshold,
            ambition,
            legitimacy,
            influence,
            weight,
        ];
        reals.into_iter().flatten().for_each(|value| hash.update(value.to_le_bytes()));
        let wholes = [ties, followers, faction];
        wholes.into_iter().flatten().for_each(|value| hash.update(value.to_le_bytes()));
        let flags = [taken, speaks, paid];
        flags.into_iter().flatten().for_each(|flag| hash.update([u8::from(*flag)]));
        hash.update(seats);
        let left = left_office_at.iter().map(|month| month.map_or(0, NonZero::get));
        left.for_each(|month| hash.update(month.to_le_bytes()));
        let locals = organization.locals.iter().map(|local| (local.slots.start, local.slots.len()));
        locals.for_each(|(start, slots)| {
            hash.update([start, slots].map(|n| n as u64).map(u64::to_le_bytes).concat())
        });
        let seats = organization.centre().iter().flat_map(|body| &body.seats);
        seats.for_each(|seat| hash.update(seat.holder.unwrap_or(u32::MAX).to_le_bytes()));
    }
    short(hash)
}

/// Hashes of the first months of the case in which everything is at work.
fn months() -> Vec<(String, String)> {
    let (_, all) = cases().into_iter().find(|(name, _)| name == "all").expect("the case of all");
    let model = scenario(&all, None).expect("a valid scenario");
    let mut world = World::found(&model, 0);
    let mut hashes = Vec::new();
    for month in 0..=MONTHS[2] {
        if MONTHS.contains(&month) {
            hashes.push((month.to_string(), state(&world)));
        }
        world.month(&model, month).expect("it takes little");
    }
    hashes
}

/// The cases of which a kept file has other hashes. A case that it does not have is new, and no change of the model.
fn changed<'a>(kept: &toml::Table, table: &str, made: &'a [(String, String)]) -> Vec<&'a str> {
    let kept = |name: &str| kept.get(table).and_then(|kept| kept.get(name)?.as_str());
    made.iter()
        .filter(|(name, hash)| kept(name).is_some_and(|kept| kept != hash))
        .map(|(name, _)| name.as_str())
        .collect()
}

#[test]
fn the_bytes_of_the_model_are_those_of_its_version() {
    let run = |(name, text): (String, String)| {
        let model = scenario(&text, None).unwrap_or_else(|| panic!("{name} is no valid scenario"));
        (name, hash(&model))
    };
    let (months, runs): (_, Vec<(String, String)>) = (months(), cases().into_par_iter().map(run).collect());
    let lines = |made: &[(String, String)]| -> String {
        made.iter().map(|(name, hash)| format!("\"{name}\" = \"{hash}\"\n")).collect()
    };
    let made = format!(
        "model = {MODEL_VERSION}\nstreams = {STREAM_VERSION}\n\n[months]\n{}\n[runs]\n{}",
        lines(&months),
        lines(&runs)
    );
    if made.lines().eq(GOLDEN.lines()) {
        return;
    }
    let kept: toml::Table = toml::from_str(GOLDEN).expect("crates/core/src/model.golden is TOML");
    let versions = [("model", u64::from(MODEL_VERSION)), ("streams", STREAM_VERSION)];
    let raised = versions
        .iter()
        .any(|(key, now)| kept[*key].as_integer().and_then(|kept| u64::try_from(kept).ok()) < Some(*now));
    let (changed, of_months) = (changed(&kept, "runs", &runs), changed(&kept, "months", &months));
    assert!(
        raised || changed.is_empty() && of_months.is_empty(),
        "the model makes other bytes of {} of {} small runs ({}) and of {} of {} months, and its version is the same.\n\
         help: Where that was not meant, find what changed them. Where it was, raise MODEL_VERSION in crates/core/src/version.rs \
         (STREAM_VERSION in crates/core/src/random.rs where a random stream has another meaning), run this test again, and do \
         what it says.",
        changed.len(),
        runs.len(),
        changed.join(", "),
        of_months.len(),
        months.len(),
    );
    let file = Path::new(env!("CARGO_TARGET_TMPDIR")).join("model.golden");
    fs::write(&file, made).expect("the file can be written");
    panic!(
        "{}\n\
         help: cp {} crates/core/src/model.golden{}.",
        if raised {
            "the version of the model was raised, and its hashes are those of the last one."
        } else {
            "the cases are others than those that are kept."
        },
        file.display(),
        if raised { ", and say in CHANGELOG.md that results change" } else { "" }
    );
}

#[test]
fn no_width_of_registers_makes_other_bytes() {
    again::at_every_width("the_bytes_of_the_model_are_those_of_its_version");
}

/// Paths of all parameters, with what the schema says of each; of a list, its first entry.
fn parameters(root: &Json, node: &Json, path: &str, found: &mut Vec<(String, Json)>) {
    let node = resolve(root, node);
    if let Some(properties) = node["properties"].as_object() {
        for (key, inner) in properties.iter().filter(|(key, _)| *key != "variant") {
            let path = if path.is_empty() { key.clone() } else { format!("{path}.{key}") };
            parameters(root, inner, &path, found);
        }
    } else if resolve(root, &node["items"])["properties"].is_object() {
        parameters(root, &node["items"], &format!("{path}.0"), found);
    } else {
        let mut node = node.clone();
        if node["items"].is_object() {
            node["items"] = resolve(root, &node["items"]).clone();
        }
        found.push((path.to_owned(), node));
    }
}

fn resolve<'a>(root: &'a Json, node: &'a Json) -> &'a Json {
    match (node["$ref"].as_str(), node["anyOf"].as_array()) {
        (Some(name), _) => resolve(root, root.pointer(&name[1..]).expect("a definition")),
        (_, Some(options)) => {
            resolve(root, options.iter().find(|one| one["type"] != "null").expect("a part"))
        }
        _ => node,
    }
}

/// Other values of a parameter, as texts.
fn others(node: &Json) -> Vec<String> {
    let words = node["oneOf"].as_array().into_iter().flatten().map(|one| &one["const"]);
    let words: Vec<String> =
        words.chain(node["enum"].as_array().into_iter().flatten()).map(Json::to_string).collect();
    if !words.is_empty() {
        return words;
    }
    let is = |kind: &str| {
        node["type"] == kind || node["type"].as_array().is_some_and(|kinds| kinds.contains(&kind.into()))
    };
    if is("boolean") {
        return vec!["true".into(), "false".into()];
    }
    if is("array") {
        let words = node["items"]["enum"].as_array().or_else(|| node["items"]["oneOf"].as_array());
        let word = |one: &Json| format!("[{}]", if one.is_string() { one } else { &one["const"] });
        return words.map_or_else(|| vec!["[0]".into()], |words| words.iter().map(word).collect());
    }
    let default = node["default"].as_f64().unwrap_or(24.0);
    let ends = [node["minimum"].as_f64(), node["maximum"].as_f64()];
    let near = [default * 1.5, default * 0.5, default + 0.1, default + 1.0, default + 12.0];
    let all = near
        .into_iter()
        .filter(|value| ends[0].is_none_or(|low| *value >= low) && ends[1].is_none_or(|high| *value <= high));
    let all = all.chain(ends.into_iter().flatten());
    if is("integer") {
        all.map(|value| format!("{value:.0}")).collect()
    } else {
        all.map(|value| format!("{value:?}")).collect()
    }
}

#[test]
fn every_parameter_of_the_model_is_at_work_in_some_case() {
    let schema: Json = schemars::schema_for!(Scenario).to_value();
    let mut all = Vec::new();
    parameters(&schema, &schema, "", &mut all);
    let cases: Vec<(String, String, String)> = cases()
        .into_iter()
        .map(|(name, text)| {
            let hash = hash(&scenario(&text, None).expect("a scenario"));
            (name, text, hash)
        })
        .collect();
    let at_work = |path: &str, node: &Json| {
        // A part is at work where it is there; setting a number of it would bring it into being.
        let part: Vec<&str> = path.split('.').take(2).collect();
        let of_part = ["safeguards", "shocks"].contains(&part[0]);
        let there = cases.iter().filter(|(_, text, _)| !of_part || text.contains(&part.join(".")));
        there.into_iter().any(|(_, text, before)| {
            others(node).iter().any(|value| {
                scenario(text, Some((path, value))).is_some_and(|scenario| hash(&scenario) != *before)
            })
        })
    };
    let silent: Vec<String> = all
        .par_iter()
        .filter(|(path, _)| !UNSEEN.contains(&path.as_str()))
        .filter(|(path, node)| !at_work(path, node))
        .map(|(path, _)| path.clone())
        .collect();
    assert!(silent.is_empty(), "{} of {} are at work in no case: {silent:#?}", silent.len(), all.len());
}

/// What changes no organization.
const UNSEEN: [&str; 5] = ["description", "name", "organizations", "start", "theory"];
