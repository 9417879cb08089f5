//! Random valid scenarios, drawn from the JSON Schema of scenario files: a new parameter, safeguard or shock is
//! covered as soon as it is declared. Every case runs to its end without a panic (the ledgers balance, asserted
//! inside the engine in test builds), and every measure is finite and within its declared range.

use std::panic::catch_unwind;

use rand::{RngExt, SeedableRng};
use rand_xoshiro::Xoshiro256PlusPlus;
use serde_json::Value as Json;
use thermidor_core::history::simulate;
use thermidor_core::measures::MEASURES;
use thermidor_scenario::read;
use thermidor_scenario::schema::{self, resolve};
use toml::{Table, Value};

/// How many are drawn; `THERMIDOR_CASE=n` runs case `n` alone.
const CASES: u64 = 10_000;
/// Tests that share the cases, so that they run side by side.
const PARTS: u64 = 4;

macro_rules! parts {
    ($($name:ident $part:literal),*) => { $(#[test] fn $name() { run_part($part); })* };
}

parts! { random_scenarios_1 0, random_scenarios_2 1, random_scenarios_3 2, random_scenarios_4 3 }

/// Runs every fourth case, and tells all that failed with the first few in full.
fn run_part(part: u64) {
    let only: Option<u64> = std::env::var("THERMIDOR_CASE").ok().map(|text| text.parse().expect("a number"));
    let numbers = only.map_or(0..CASES, |case| case..case + 1);
    let schema: Json = serde_json::from_str(&schema::text()).expect("the schema is JSON");
    let (mut sound, mut refused, mut broken) = (0, Vec::new(), Vec::new());
    for number in numbers.filter(|number| number % PARTS == part) {
        let text = Generator::scenario(&schema, number);
        match catch_unwind(|| examine(&text)).unwrap_or_else(|panic| Verdict::Broken(message(&*panic))) {
            Verdict::Sound => sound += 1,
            Verdict::Refused(why) => refused.push(why),
            Verdict::Broken(why) => broken.push(format!("case {number}: {why}\n{text}")),
        }
    }
    let count = sound + refused.len() + broken.len();
    println!("{count} cases: {sound} sound, {} refused, {} broken", refused.len(), broken.len());
    let heads: Vec<&str> = broken.iter().filter_map(|text| text.lines().next()).collect();
    let full = broken[..broken.len().min(3)].join("\n");
    assert!(broken.is_empty(), "{} of {count} broke:\n{}\n\n{full}", broken.len(), heads.join("\n"));
    // Parts that do not fit together cannot be read off the schema; but few cases may be lost to that.
    assert!(refused.len() * 10 <= count, "{} of {count} refused, the first: {}", refused.len(), refused[0]);
}

enum Verdict {
    Sound,
    Refused(String),
    Broken(String),
}

fn examine(text: &str) -> Verdict {
    let scenario = match read::parse("random", text, &[]) {
        Ok(scenario) => scenario,
        Err(refusal) => return Verdict::Refused(refusal.to_string()),
    };
    let history = simulate(&scenario, 0).unwrap();
    let mut strays = Vec::new();
    for (column, measure) in MEASURES.iter().enumerate() {
        let (low, high) = measure.range;
        // Sums of many small floats may stray a little from what they would be exactly.
        let slack = |bound: f32| 1e-3 * bound.abs() + 1e-5;
        let sound = low - slack(low)..=high + slack(high);
        let mut values = (0..history.ticks()).map(|tick| (tick, history.row(tick)[column]));
        if let Some((tick, value)) = values.find(|(_, value)| !value.is_finite() || !sound.contains(value)) {
            strays.push(format!("{} is {value} in month {tick}, not in {low}..{high}", measure.name));
        }
    }
    if strays.is_empty() { Verdict::Sound } else { Verdict::Broken(strays.join("; ")) }
}

fn message(panic: &(dyn std::any::Any + Send)) -> String {
    let text = panic.downcast_ref::<String>().map(String::as_str).or(panic.downcast_ref::<&str>().copied());
    format!("panic: {}", text.unwrap_or("no message"))
}

/// Draws a scenario: most parameters stay at their defaults, the others often lie at an end of their range.
struct Generator<'a> {
    rng: Xoshiro256PlusPlus,
    schema: &'a Json,
    ticks: f64,
}

impl<'a> Generator<'a> {
    fn scenario(schema: &'a Json, case: u64) -> String {
        let mut rng = Xoshiro256PlusPlus::seed_from_u64(case);
        let ticks = f64::from(rng.random_range(12u32..=48));
        let table = Self { rng, schema, ticks }.table(schema, "");
        toml::to_string(&table).expect("a table can be written as TOML")
    }

    fn table(&mut self, node: &'a Json, path: &str) -> Table {
        let mut table = Table::new();
        for (key, node) in node["properties"].as_object().into_iter().flatten() {
            let path = if path.is_empty() { key.clone() } else { format!("{path}.{key}") };
            // A theory sets other parameters, and those that are drawn here would clash with it; a variant is a
            // scenario once more.
            let value = if path == "theory" || path == "variant" { None } else { self.value(node, &path) };
            table.extend(value.map(|value| (key.clone(), value)));
        }
        // Otherwise a window that closes before it opens would often be refused.
        let from = table.get("from_tick").and_then(Value::as_integer).unwrap_or(0);
        if let Some(Value::Integer(until)) = table.get_mut("until_tick") {
            *until = (*until).max(from + 1);
        }
        // What can be said in two ways is said in one.
        for (one, other) in [("groups", "local_size"), ("founding", "founding_per_1000")] {
            if table.contains_key(one) {
                table.remove(other);
            }
        }
        table
    }

    /// `None` leaves it out: at its default, absent, or free text that no rule can invent.
    fn value(&mut self, node: &'a Json, path: &str) -> Option<Value> {
        let target = resolve(self.schema, node);
        if node["anyOf"].is_array() && !self.rng.random_bool(0.2) {
            return None;
        }
        if target["properties"].is_object() {
            let table = self.table(target, path);
            // Where it can be absent, an empty table switches it on.
            return (!table.is_empty() || node["anyOf"].is_array()).then_some(Value::Table(table));
        }
        let words = words(target);
        if !words.is_empty() {
            return Some(words[self.rng.random_range(0..words.len())].into());
        }
        // The type of what can be null is a list.
        match target["type"].as_str().or(target["type"][0].as_str()) {
            Some("array") => self.array(resolve(self.schema, &target["items"]), path),
            Some("boolean") => Some(self.rng.random::<bool>().into()),
            Some("integer") => self.number(node, target, true, path),
            Some("number") => self.number(node, target, false, path),
            _ => None,
        }
    }

    fn array(&mut self, item: &'a Json, path: &str) -> Option<Value> {
        let mut some: Vec<Value> = words(item).into_iter().map(Value::from).collect();
        if some.is_empty() && item["properties"].is_object() && self.rng.random_bool(0.2) {
            let count = self.rng.random_range(0..=2);
            return Some((0..count).map(|_| self.table(item, path)).collect::<Vec<_>>().into());
        }
        some.retain(|_| self.rng.random());
        (!some.is_empty()).then_some(Value::Array(some))
    }

    fn number(&mut self, node: &Json, target: &Json, whole: bool, path: &str) -> Option<Value> {
        let (low, high) = self.bounds(target, whole, path)?;
        let stays = |default: &Json| default.as_f64().is_none_or(|default| (low..=high).contains(&default));
        // Luck always varies.
        if path != "seed" && node.get("default").is_some_and(stays) && self.rng.random_bool(0.75) {
            return None;
        }
        let wide = low > 0.0 && high / low > 100.0;
        let drawn = match self.rng.random_range(0..5) {
            0 => low,
            1 => high,
            _ if wide => libm::exp(self.rng.random_range(libm::log(low)..=libm::log(high))),
            _ => self.rng.random_range(low..=high),
        };
        // The exponential can land a hair outside.
        Some(if whole { (drawn.round() as i64).into() } else { drawn.clamp(low, high).into() })
    }

    /// The declared range, narrowed so that a case is cheap and all of it falls before the horizon.
    fn bounds(&self, target: &Json, whole: bool, path: &str) -> Option<(f64, f64)> {
        let (low, high) = (target["minimum"].as_f64()?, target["maximum"].as_f64()?);
        let key = path.rsplit('.').next().unwrap_or(path);
        let (least, most) = match (path, key) {
            ("ticks", _) => (self.ticks, self.ticks),
            ("organizations", _) => (1.0, 1.0),
            ("world.organizations", _) => (low, 3.0),
            ("organization.members", _) => (20.0, 120.0),
            ("organization.local_size", _) => (5.0, 20.0),
            ("organization.groups", _) => (low, 6.0),
            ("decisions.rate", _) => (low, 0.5),
            ("apparatus.founding_per_1000" | "apparatus.founding", _) => (low, 100.0),
            ("membership.size_max", _) => (low, 3.0),
            (_, "delegates") => (low, 20.0),
            (_, "responsibilities" | "resources" | "people" | "attempts") => (low, 5.0),
            (_, "start_tick" | "from_tick") => (low, self.ticks - 1.0),
            (_, "until_tick") => (low, self.ticks),
            (_, key) if whole && key.contains("seats") => (low, 20.0),
            ("mandates.executive_per_1000" | "mandates.committee_per_1000", _) => (low, 200.0),
            _ => (low, high),
        };
        Some((least.max(low), most.min(high)))
    }
}

/// The words of an enumeration; none where it is not one.
fn words(node: &Json) -> Vec<&str> {
    let plain = node["enum"].as_array().into_iter().flatten().filter_map(Json::as_str);
    let told = node["oneOf"].as_array().into_iter().flatten().filter_map(|one| one["const"].as_str());
    plain.chain(told).collect()
}
