//! The engine beside its twin: a slow readable program in Python that was written from the description of the
//! model (`docs/odd.md`) alone. Both simulate the same scenarios with luck of their own; their distributions
//! must agree.

use std::process::Command;

use serde_json::Value as Json;
use thermidor::measures::position;
use thermidor::run::{History, simulate};
use thermidor::scenario::read;

/// Runs of the twin; the engine, which is faster, makes more.
const TWIN_RUNS: usize = 32;
const ENGINE_RUNS: u32 = 320;
const GROUND: &str =
    "ticks = 60\norganization.members = 60\norganization.local_size = 10\nrepeal.motions_per_year = 0.0\n";
const SIEGE: &str = "[[shocks.isolation]]\nstart_tick = 12\nduration_ticks = 24\n";

/// Standard errors at which a single comparison fails, and beyond which at most one in twenty may lie (those of one scenario go together).
const FAR: f64 = 6.0;
const APART: f64 = 3.0;

struct Sample {
    mean: f64,
    variance_of_mean: f64,
    runs: usize,
}

impl Sample {
    fn of(values: &[f64]) -> Self {
        let n = values.len() as f64;
        let mean = values.iter().sum::<f64>() / n;
        let variance = values.iter().map(|x| (x - mean) * (x - mean)).sum::<f64>() / (n - 1.0).max(1.0);
        Self { mean, variance_of_mean: variance / n, runs: values.len() }
    }
}

fn twin(text: &str) -> Json {
    let file = tempfile::NamedTempFile::with_suffix(".toml").expect("a file");
    std::fs::write(file.path(), text).expect("a scenario");
    let output = Command::new("python3")
        .arg("tests/twin/twin.py")
        .arg(file.path())
        .args([&TWIN_RUNS.to_string(), "5"])
        .env("TWIN_SCHEMA", "docs/scenario.schema.json")
        .output()
        .expect("python3, of version 3.11 or later, runs the twin");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    serde_json::from_slice(&output.stdout).expect("JSON")
}

/// The engine's value of what the twin calls `measure`.
fn read_off(history: &History, measure: &str, month: usize) -> Option<f64> {
    let of = |name: &str| Some(f64::from(history.row(month - 1)[position(name)?]));
    (history.ticks() >= month).then(|| match measure {
        "grievance" => Some(of("grievance_visible")? + of("grievance_hidden")?),
        name => of(name),
    })?
}

/// Compares all measures of a scenario: how many there were, how many were apart, and the farthest.
fn compare(name: &str, text: &str) -> (u32, u32) {
    let text = format!("{GROUND}{text}");
    let scenario = read::parse(name, &text, &[]).unwrap_or_else(|error| panic!("{error}"));
    let engine: Vec<History> = (0..ENGINE_RUNS).map(|run| simulate(&scenario, run)).collect();
    let twin = twin(&text);
    let (mut compared, mut apart) = (0, 0);
    for (measure, by_month) in twin["measures"].as_object().expect("measures") {
        for (k, values) in by_month.as_array().expect("months").iter().enumerate() {
            let month = (k + 1) * scenario.ticks as usize / 4;
            let theirs: Vec<f64> = values.as_array().expect("runs").iter().filter_map(Json::as_f64).collect();
            let ours: Vec<f64> = engine.iter().filter_map(|h| read_off(h, measure, month)).collect();
            if theirs.len() < TWIN_RUNS / 2 || ours.len() < ENGINE_RUNS as usize / 2 {
                continue;
            }
            let (theirs, ours) = (Sample::of(&theirs), Sample::of(&ours));
            let error = (theirs.variance_of_mean + ours.variance_of_mean)
                .sqrt()
                .max(1e-3 * ours.mean.abs())
                .max(1e-4);
            let z = (ours.mean - theirs.mean) / error;
            compared += 1;
            if z.abs() > APART {
                apart += 1;
                println!(
                    "{name}, month {month}, {measure}: engine {:.4} ({} runs), twin {:.4} ({} runs), z {z:+.1}",
                    ours.mean, ours.runs, theirs.mean, theirs.runs
                );
            }
            assert!(
                z.abs() <= FAR,
                "{name}, month {month}, {measure}: engine {}, twin {}",
                ours.mean,
                theirs.mean
            );
        }
    }
    (compared, apart)
}

fn all(cases: &[(&str, String)]) {
    let (mut compared, mut apart) = (0, 0);
    for (name, text) in cases {
        let (more, of_them) = compare(name, text);
        compared += more;
        apart += of_them;
    }
    println!("{compared} comparisons, {apart} of them more than {APART} standard errors apart");
    assert!(compared > 300 && apart * 20 <= compared, "{apart} of {compared} are apart");
}

#[test]
fn the_twin_agrees_without_safeguards() {
    all(&[
        ("quiet", String::new()),
        ("siege", SIEGE.into()),
        ("war", "[[shocks.civil_war]]\nstart_tick = 12\nduration_ticks = 18\n".into()),
        ("hunger", "[[shocks.scarcity]]\nstart_tick = 12\n".into()),
        ("victory", "[[shocks.victory]]\nstart_tick = 12\n".into()),
        ("central", "precedent.founding_central_share = 0.6\nprecedent.barrier = -1.0\n".into()),
        ("apparatus", "apparatus.founding_per_1000 = 60.0\nmandates.term_ticks = 6\n".into()),
    ]);
}

#[test]
fn the_twin_agrees_with_safeguards() {
    let with = |rule: &str| format!("{SIEGE}[safeguards.{rule}]\n");
    all(&[
        ("rotation", format!("{}term_ticks = 6\n", with("rotation"))),
        ("lottery", with("lottery")),
        ("transparency", with("transparency")),
        ("subsidiarity", with("subsidiarity")),
        ("disband days", format!("{}period_ticks = 6\n", with("disband_days"))),
        ("alliances", with("international_alliances")),
        ("sunset", format!("{}months = 4\n", with("emergency_sunset"))),
    ]);
}
