//! The command line as its users meet it.

use std::fs;
use std::path::Path;

use assert_cmd::Command;
use predicates::prelude::*;
use predicates::str::contains;

fn thermidor() -> Command {
    Command::new(assert_cmd::cargo::cargo_bin!("thermidor"))
}

const SMALL: &str = "ticks = 30\norganizations = 6\norganization.members = 100\n";

fn write(directory: &Path, text: &str) -> String {
    let file = directory.join("case.toml");
    fs::write(&file, text).expect("a scenario file");
    file.display().to_string()
}

#[test]
fn a_run_leaves_all_it_promises_and_the_same_bytes_again() {
    let place = tempfile::tempdir().expect("a directory");
    let file = write(place.path(), SMALL);
    let run = |name: &str, threads: &str| {
        let out = place.path().join(name);
        thermidor()
            .args(["run", &file, "--threads", threads, "--out"])
            .arg(&out)
            .assert()
            .success()
            .stderr(contains("Of 6 organizations"))
            .stdout("");
        out
    };
    let (one, two) = (run("one", "1"), run("two", "2"));
    for name in [
        "outcomes.csv",
        "outcomes.parquet",
        "trajectories.csv",
        "trajectories.parquet",
        "charts/profile.svg",
        "charts/outcomes.png",
    ] {
        assert_eq!(fs::read(one.join(name)).expect(name), fs::read(two.join(name)).expect(name), "{name}");
    }
    let manifest: serde_json::Value =
        serde_json::from_str(&fs::read_to_string(one.join("manifest.json")).expect("manifest"))
            .expect("JSON");
    assert_eq!(manifest["scenario"]["ticks"], 30);
    assert!(manifest["files"]["outcomes.csv"].as_str().is_some_and(|hash| hash.len() == 64));
}

#[test]
fn json_goes_to_standard_output_alone() {
    let place = tempfile::tempdir().expect("a directory");
    let file = write(place.path(), SMALL);
    let output = thermidor()
        .args(["run", &file, "--no-charts", "--format", "json", "--organizations", "3", "--out"])
        .arg(place.path().join("out"))
        .assert()
        .success();
    let answer: serde_json::Value = serde_json::from_slice(&output.get_output().stdout).expect("JSON");
    assert_eq!(answer["organizations"], 3);
}

#[test]
fn an_existing_directory_is_never_written_over_unless_told() {
    let place = tempfile::tempdir().expect("a directory");
    let file = write(place.path(), SMALL);
    let out = place.path().join("mine");
    fs::create_dir(&out).expect("a directory");
    fs::write(out.join("precious"), "x").expect("a file");
    thermidor()
        .args(["run", &file, "--out"])
        .arg(&out)
        .assert()
        .code(2)
        .stderr(contains("exists").and(contains("--force")));
    assert!(out.join("precious").exists());
    thermidor().args(["run", &file, "--no-charts", "--force", "--out"]).arg(&out).assert().success();
    assert!(out.join("manifest.json").exists());
}

#[test]
fn every_invalid_scenario_is_refused_with_its_reason() {
    for entry in fs::read_dir("tests/invalid").expect("the corpus") {
        let path = entry.expect("a file").path();
        let text = fs::read_to_string(&path).expect("text");
        let reason = text.lines().next().expect("a first line").trim_start_matches("# ").to_owned();
        thermidor()
            .args(["scenario", "check"])
            .arg(&path)
            .assert()
            .code(2)
            .stdout("")
            .stderr(contains(&reason).and(contains("help")).and(contains("panicked").not()));
    }
}

#[test]
fn every_shipped_scenario_is_valid_and_explains_itself() {
    for entry in fs::read_dir("scenarios").expect("scenarios") {
        let path = entry.expect("a file").path();
        if path.extension().is_some_and(|extension| extension == "toml") {
            thermidor().args(["scenario", "check"]).arg(&path).assert().success();
            thermidor()
                .args(["scenario", "explain"])
                .arg(&path)
                .assert()
                .success()
                .stdout(contains("attendance"));
        }
    }
}

#[test]
fn the_schema_is_up_to_date() {
    let now = thermidor().args(["scenario", "schema"]).assert().success();
    let now = String::from_utf8_lossy(&now.get_output().stdout).into_owned();
    let kept = fs::read_to_string("docs/scenario.schema.json").unwrap_or_default();
    assert!(now == kept, "run: cargo run -- scenario schema > docs/scenario.schema.json");
}

#[test]
fn the_table_of_parameters_is_up_to_date() {
    let now = thermidor().args(["scenario", "parameters"]).assert().success();
    let now = String::from_utf8_lossy(&now.get_output().stdout).into_owned();
    let kept = fs::read_to_string("docs/parameters.md").unwrap_or_default();
    assert!(now == kept, "run: cargo run -- scenario parameters > docs/parameters.md");
}

#[test]
fn validate_says_what_theory_and_engine_say_and_refuses_what_no_theory_reaches() {
    let limit = "scenarios/limits/term-limit.toml";
    let quick = ["--set", "organizations=20", "--set", "ticks=100", "--set", "organization.members=400"];
    thermidor().args(["validate", limit]).args(quick).assert().success().stdout(contains("holds"));
    let output = thermidor().args(["validate", limit, "--format", "json"]).args(quick).assert().success();
    let report: serde_json::Value = serde_json::from_slice(&output.get_output().stdout).expect("JSON");
    assert_eq!(report["limits"][0][1][0]["holds"], true);
    thermidor()
        .args(["validate", limit, "--set", "mandates.appointed=false"])
        .assert()
        .code(2)
        .stderr(contains("mandates.appointed = true"));
    thermidor()
        .args(["validate", "scenarios/default.toml"])
        .assert()
        .code(2)
        .stderr(contains("names no theory"));
}

#[test]
fn every_limit_comes_with_the_program() {
    let shipped = fs::read_to_string("src/cli/limits.in").expect("the list");
    for entry in fs::read_dir("scenarios/limits").expect("limits") {
        let path = entry.expect("a file").path();
        assert!(
            shipped.contains(&path.display().to_string()),
            "{} is not in src/cli/limits.in",
            path.display()
        );
    }
}

#[cfg(unix)]
#[test]
fn ctrl_c_leaves_nothing_half_written() {
    let place = tempfile::tempdir().expect("a directory");
    let file = write(place.path(), "organizations = 1000000\n");
    let out = place.path().join("out");
    let mut run = std::process::Command::new(assert_cmd::cargo::cargo_bin!("thermidor"))
        .args(["run", &file, "--out"])
        .arg(&out)
        .stderr(std::process::Stdio::null())
        .spawn()
        .expect("a process");
    std::thread::sleep(std::time::Duration::from_secs(2));
    std::process::Command::new("kill").args(["-INT", &run.id().to_string()]).status().expect("kill");
    assert_eq!(run.wait().expect("an end").code(), Some(130));
    let left: Vec<_> = fs::read_dir(place.path())
        .expect("the directory")
        .map(|entry| entry.expect("an entry").file_name())
        .collect();
    assert_eq!(left, ["case.toml"]);
}

#[test]
fn timings_name_every_phase_and_change_nothing() {
    let place = tempfile::tempdir().expect("a directory");
    let file = write(place.path(), SMALL);
    let run = |name: &str, more: &[&str]| {
        let out = place.path().join(name);
        let told =
            thermidor().args(["run", &file, "--no-charts", "--out"]).arg(&out).args(more).assert().success();
        let words = String::from_utf8(told.get_output().stderr.clone()).expect("words");
        (fs::read(out.join("trajectories.parquet")).expect("a table"), words)
    };
    let ((plain, silent), (timed, words)) = (run("plain", &[]), run("timed", &["--timings"]));
    assert_eq!(plain, timed);
    assert!(!silent.contains("ns a member-month"));
    let shares: Vec<f64> = words
        .lines()
        .skip_while(|line| !line.starts_with("Part "))
        .skip(1)
        .map_while(|line| line.split_once('%'))
        .filter_map(|(part, _)| part.rsplit(' ').next()?.parse().ok())
        .collect();
    // The last line is all of them.
    let sum: f64 = shares[..shares.len() - 1].iter().sum();
    assert!((sum - 100.0).abs() < 1.5, "{words}");
    for phase in thermidor::engine::step::PHASES {
        assert!(words.contains(phase.name.label()), "{} is not told", phase.name.label());
    }
    assert!(words.contains("measures") && words.contains("founding"));
}
