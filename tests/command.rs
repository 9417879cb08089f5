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

/// Runs a command on a file of these bytes; what it says and its exit code. A command that waits is ended.
fn told(arguments: &[&str], bytes: &[u8], code: i32) -> String {
    let place = tempfile::tempdir().expect("a directory");
    fs::write(place.path().join("case.toml"), bytes).expect("a file");
    fs::write(place.path().join("small.toml"), SMALL).expect("a file");
    let wait = std::time::Duration::from_secs(60);
    let output = thermidor().current_dir(place.path()).args(arguments).timeout(wait).assert().code(code);
    let output = output.get_output();
    let [out, err] = [&output.stdout, &output.stderr].map(|bytes| String::from_utf8_lossy(bytes).into_owned());
    out + &err
}

#[test]
fn files_in_utf_8_are_read_and_all_others_are_refused_with_help() {
    let check = ["scenario", "check", "case.toml"];
    told(&check, b"\xef\xbb\xbfname = \"caf\xc3\xa9\"\r\n", 0);
    let wide: Vec<u8> = [0xfeff].into_iter().chain("ticks = 12".encode_utf16()).flat_map(u16::to_le_bytes).collect();
    assert!(told(&check, &wide, 2).contains("UTF-16 and not in UTF-8"));
    assert!(told(&check, b"name = \"caf\xe9\"", 2).contains("help: save it as UTF-8"));
    assert!(told(&check, b"ticks = 12\0", 2).contains("no text"));
    let sweep = ["sweep", "case.toml", "--dry-run"];
    assert!(told(&sweep, &wide, 2).contains("UTF-16 and not in UTF-8"));
    let listed = b"scenario = \"small.toml\"\n[[block]]\ndesign = \"list\"\nfile = \"points.csv\"\n";
    assert!(told(&sweep, listed, 2).contains("cannot read points.csv"));
}

#[cfg(unix)]
#[test]
fn what_never_ends_or_never_begins_is_not_read() {
    let sweep = ["sweep", "case.toml", "--dry-run"];
    for scenario in ["/dev/zero", "."] {
        let text = format!("scenario = \"{scenario}\"\n[[block]]\n[[block.factor]]\npath = \"voice.treason\"\nvalues = [1, 2]\n");
        let told = told(&sweep, text.as_bytes(), 2);
        assert!(told.contains("case.toml:1:12") && told.contains("name a"), "{told}");
    }
    let list = "scenario = \"small.toml\"\n[[block]]\ndesign = \"list\"\nfile = \"/dev/zero\"\n";
    assert!(told(&sweep, list.as_bytes(), 2).contains("cannot read /dev/zero: it is a device"));
    let place = tempfile::tempdir().expect("a directory");
    let pipe = place.path().join("pipe.toml");
    assert!(std::process::Command::new("mkfifo").arg(&pipe).status().expect("mkfifo").success());
    let wait = std::time::Duration::from_secs(60);
    let check = |path: &Path| thermidor().args(["scenario", "check"]).arg(path).timeout(wait).assert();
    check(&pipe).code(2).stderr(contains("a pipe"));
    // A list of scenarios passes it by.
    thermidor().args(["scenario", "list"]).arg(place.path()).timeout(wait).assert().success();
    // What is open already may be a pipe.
    thermidor().args(["scenario", "check", "/dev/stdin"]).write_stdin(SMALL).timeout(wait).assert().success();
}

#[test]
fn names_that_charts_tables_and_terminals_cannot_hold_are_refused_where_they_stand() {
    let factor = |name: &str| {
        format!(
            "scenario = \"small.toml\"\n[[block]]\n[[block.factor]]\npath = \"voice.fusion\"\nname = \"{name}\"\nvalues = [0.1, 0.2]\n"
        )
    };
    let check = ["scenario", "check", "case.toml"];
    let sweep = ["sweep", "case.toml", "--dry-run"];
    let long = "x".repeat(200_000);
    for (arguments, text, place, part) in [
        (&check[..], "name = \"\\u001b[31mred\"\n".to_owned(), "1:8", "U+001B"),
        (&check[..], "name = \"=1+1\"\n".to_owned(), "1:8", "begins with `=`"),
        (&check[..], format!("name = \"{long}\"\n"), "1:8", "200000 characters"),
        (&check[..], "description = \"a\\u0007\"\n".to_owned(), "1:15", "U+0007"),
        (&check[..], "[[variant]]\nname = \"@a\"\n".to_owned(), "2:8", "begins with `@`"),
        (&sweep[..], "name = \"+a\"\n".to_owned(), "1:8", "begins with `+`"),
        (&sweep[..], "description = \"\\u009b\"\n".to_owned(), "1:15", "U+009B"),
        (&sweep[..], factor("-f"), "5:8", "begins with `-`"),
        (&sweep[..], factor("a\\tb"), "5:8", "U+0009"),
    ] {
        let told = told(arguments, text.as_bytes(), 2);
        assert!(told.contains(&format!("case.toml:{place}")) && told.contains(part), "{told}");
        assert!(told.len() < 2000, "{} characters are said", told.len());
    }
    // A long list of safeguards is no name that anybody gave.
    let all = thermidor::safeguards::NAMES.join(",");
    told(&["compare", "small.toml", "--with", &all, "--organizations", "1", "--no-charts", "--out", "out"], b"", 0);
}

#[test]
fn nothing_that_is_said_steers_a_terminal() {
    for arguments in [
        &["scenario", "check", "no\u{1b}[31m.toml"][..],
        &["scenario", "check", "small.toml", "--set", "name=\u{1b}]0;x\u{7}"],
        &["scenario", "check", "small.toml", "--set", "\u{1b}[31m=1"],
        &["run", "small.toml", "--organizations", "\u{1b}[31m"],
        &["run", "small.toml", "--on", "\u{9b}31m"],
        &["scenario", "check", "case.toml"],
    ] {
        let told = told(arguments, b"ticks = \"\x1b[31m\"\n\x9b", 2);
        assert!(told.chars().all(|c| c == '\n' || !c.is_control()), "{told:?}");
    }
    // A value and something after it is no value.
    assert!(told(&["scenario", "check", "small.toml", "--set", "ticks=12\nseed=3"], b"", 2).contains("string where integer"));
}
