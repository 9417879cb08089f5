//! Sweeps as their users meet them: killed, resumed, sharded, merged, extended, and given bad input.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command as Process, Stdio};
use std::time::Duration;

use assert_cmd::Command;
use predicates::prelude::*;
use predicates::str::contains;
use serde_json::Value as Json;
use tempfile::TempDir;

const PROGRAM: &str = env!("CARGO_BIN_EXE_thermidor");

fn thermidor() -> Command {
    Command::new(PROGRAM)
}

const SCENARIO: &str = "ticks = 36\n[organization]\nmembers = 60\nlocal_size = 10\n[[shocks.isolation]]\nstart_tick = 6\n\
    duration_ticks = 12\n[safeguards.rotation]\n[[variant]]\nname = \"bare\"\nwithout = [\"rotation\"]\n";

const EXPERIMENT: &str = "scenario = \"scenario.toml\"\nreplicates = 4\n\
    [[block]]\n[[block.factor]]\npath = \"shocks.isolation.0.duration_ticks\"\nfrom = 6\nto = 24\nsteps = 4\n\
    [[block.factor]]\npath = \"lottery\"\n\
    [[block]]\ndesign = \"latin_hypercube\"\npoints = 6\n\
    [[block.factor]]\npath = \"precedent.gamma\"\nfrom = 0.5\nto = 2.0\nscale = \"log\"\n\
    [[block.factor]]\npath = \"variant\"\nvalues = [\"base\", \"bare\"]\n";

struct Place(TempDir);

impl Place {
    fn new() -> Self {
        Self::with(EXPERIMENT)
    }

    fn with(experiment: &str) -> Self {
        let place = Self(tempfile::tempdir().expect("a directory"));
        fs::write(place.path("scenario.toml"), SCENARIO).expect("a scenario");
        fs::write(place.path("experiment.toml"), experiment).expect("an experiment");
        place
    }

    fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    fn sweep(&self, out: &str, more: &[&str]) -> Command {
        let mut command = thermidor();
        command.arg("sweep").arg(self.path("experiment.toml")).arg("--out").arg(self.path(out));
        command.args(["--no-charts"]).args(more);
        command
    }

    fn swept(&self, out: &str, more: &[&str]) -> PathBuf {
        self.sweep(out, more).assert().success();
        self.path(out)
    }
}

/// All files of a result, by name, with what is in them.
fn files(directory: &Path) -> BTreeMap<String, Vec<u8>> {
    fn add(directory: &Path, prefix: &str, files: &mut BTreeMap<String, Vec<u8>>) {
        for entry in fs::read_dir(directory).expect("a directory") {
            let entry = entry.expect("an entry");
            let name = format!("{prefix}{}", entry.file_name().to_string_lossy());
            if entry.path().is_dir() {
                add(&entry.path(), &format!("{name}/"), files);
            } else {
                files.insert(name, fs::read(entry.path()).expect("a file"));
            }
        }
    }
    let mut found = BTreeMap::new();
    add(directory, "", &mut found);
    found
}

#[track_caller]
fn same(one: &Path, two: &Path) {
    let (one, two) = (files(one), files(two));
    assert_eq!(one.keys().collect::<Vec<_>>(), two.keys().collect::<Vec<_>>());
    for (name, bytes) in &one {
        assert!(bytes == &two[name], "{name} differs");
    }
}

#[test]
fn the_bytes_are_the_same_with_any_threads_and_from_merged_shards() {
    let place = Place::new();
    let whole = place.swept("whole", &["--threads", "1"]);
    same(&whole, &place.swept("two", &["--threads", "2"]));
    let shards: Vec<PathBuf> =
        (1..=4).map(|i| place.swept(&format!("shard-{i}"), &["--shard", &format!("{i}/4")])).collect();
    let merged = place.path("merged");
    thermidor().arg("merge").args(&shards).arg("--out").arg(&merged).arg("--no-charts").assert().success();
    same(&whole, &merged);
    let few = place.path("few");
    thermidor()
        .arg("merge")
        .args(&shards[1..])
        .arg("--out")
        .arg(&few)
        .assert()
        .code(2)
        .stderr(contains("shard 1/4"));
    assert!(!few.exists());
}

#[test]
fn a_point_is_the_run_of_its_scenario() {
    let place = Place::with(
        "scenario = \"scenario.toml\"\nreplicates = 5\n[[block]]\ndesign = \"zip\"\n\
         [[block.factor]]\npath = \"lottery.share\"\nvalues = [0.25, 0.5]\n\
         [[block.factor]]\npath = \"shocks.isolation.0.start_tick\"\nvalues = [9, 3]\n",
    );
    let swept = place.swept("swept", &[]);
    let answer = |share: &str, start: &str| {
        let out = place.path(&format!("run-{start}"));
        let set =
            [format!("safeguards.lottery.share={share}"), format!("shocks.isolation.0.start_tick={start}")];
        thermidor()
            .arg("run")
            .arg(place.path("scenario.toml"))
            .args(["--organizations", "5", "--no-charts", "--set", &set[0], "--set", &set[1], "--out"])
            .arg(&out)
            .assert()
            .success();
        let summary: Json = serde_json::from_slice(&fs::read(out.join("summary.json")).unwrap()).unwrap();
        summary["captured"].as_f64().unwrap() / 5.0
    };
    let responses = fs::read_to_string(swept.join("responses.csv")).unwrap();
    let mut rows = csv::Reader::from_reader(responses.as_bytes());
    let found: Vec<BTreeMap<String, String>> = rows.deserialize().map(|row| row.unwrap()).collect();
    for (row, (share, start)) in found.iter().zip([("0.25", "9"), ("0.5", "3")]) {
        assert_eq!(row["safeguards.lottery.share"], share);
        assert_eq!(row["captured"].parse::<f64>().unwrap(), answer(share, start));
        assert_eq!(row["runs"], "5");
    }
}

#[test]
fn twenty_kills_change_nothing() {
    let experiment = EXPERIMENT.replace("replicates = 4", "replicates = 60");
    let place = Place::with(&experiment);
    let whole = place.swept("whole", &[]);
    let killed = place.path("killed");
    let mut luck = 88_172_645_463_325_252u64;
    let (mut struck, mut went_on) = (0, 0);
    for _ in 0..400 {
        if struck == 20 {
            break;
        }
        let mut child = Process::new(PROGRAM)
            .arg("sweep")
            .arg(place.path("experiment.toml"))
            .args(["--resume", "--no-charts", "--progress", "lines", "--out"])
            .arg(&killed)
            .stderr(Stdio::piped())
            .spawn()
            .expect("a process");
        luck ^= luck << 13;
        luck ^= luck >> 7;
        luck ^= luck << 17;
        std::thread::sleep(Duration::from_millis(20 + luck % 250));
        let finished = child.try_wait().expect("a state").is_some();
        child.kill().expect("a kill");
        let said = child.wait_with_output().expect("an end").stderr;
        went_on += u32::from(String::from_utf8_lossy(&said).contains(" runs are there"));
        struck += u32::from(!finished);
        if finished {
            // It was done too early to be killed often: begin again.
            fs::remove_dir_all(&killed).expect("a directory");
        }
    }
    assert_eq!(struck, 20, "the processes could not be killed at work");
    assert!(went_on > 5, "hardly a process found what another had finished: {went_on}");
    same(&whole, &place.swept("killed", &["--resume"]));
    // What is complete stays as it is.
    same(&whole, &place.swept("killed", &["--resume"]));
}

#[test]
fn ctrl_c_keeps_what_is_finished() {
    let place = Place::with(&EXPERIMENT.replace("replicates = 4", "replicates = 200"));
    let mut child = Process::new(PROGRAM)
        .arg("sweep")
        .arg(place.path("experiment.toml"))
        .args(["--no-charts", "--out"])
        .arg(place.path("out"))
        .stderr(Stdio::piped())
        .spawn()
        .expect("a process");
    let begun = std::time::Instant::now();
    while !place.path("out/journal").exists() && begun.elapsed() < Duration::from_secs(60) {
        std::thread::sleep(Duration::from_millis(20));
    }
    Process::new("kill").args(["-INT", &child.id().to_string()]).status().expect("a signal");
    let code = child.wait().expect("an end").code();
    let mut said = String::new();
    std::io::Read::read_to_string(&mut child.stderr.take().expect("a pipe"), &mut said).expect("text");
    assert_eq!(code, Some(130), "{said}");
    assert!(said.contains("Go on with --resume"), "{said}");
}

#[test]
fn another_plan_and_what_is_there_are_refused_and_left_alone() {
    let place = Place::new();
    let out = place.swept("out", &[]);
    let before = files(&out);
    place.sweep("out", &[]).assert().code(2).stderr(contains("exists").and(contains("--resume")));
    place
        .sweep("out", &["--resume", "--replicates", "9"])
        .assert()
        .code(2)
        .stderr(contains("holds another plan"));
    place.sweep("out", &["--resume", "--seed", "9"]).assert().code(2).stderr(contains("holds another plan"));
    place
        .sweep("out", &["--resume", "--shard", "1/2"])
        .assert()
        .code(2)
        .stderr(contains("a place of its own"));
    place.sweep("out", &["--extend"]).assert().code(2).stderr(contains("adds nothing"));
    place
        .sweep("out", &["--extend", "--set", "voice.fusion=0.31"])
        .assert()
        .code(2)
        .stderr(contains("differ"));
    assert_eq!(files(&out), before);
    place.sweep("out", &["--extend", "--replicates", "6"]).assert().success();
    let more = files(&out);
    for (name, bytes) in before.iter().filter(|(name, _)| name.contains("stage1")) {
        assert!(bytes == &more[name], "{name} was written again");
    }
    assert!(more.contains_key("outcomes/stage2-part00000.parquet"));
}

#[test]
fn a_damaged_part_and_another_version_are_told_and_nothing_is_lost() {
    let place = Place::new();
    let out = place.swept("out", &[]);
    let whole = files(&out);
    let part = out.join("outcomes/stage1-part00001.parquet");
    let bytes = fs::read(&part).unwrap();
    fs::write(&part, &bytes[..bytes.len() / 2]).unwrap();
    let cut = files(&out);
    place
        .sweep("out", &["--resume"])
        .assert()
        .code(2)
        .stderr(contains("outcomes/stage1-part00001.parquet is damaged").and(contains("move it away")));
    assert_eq!(files(&out), cut);
    fs::remove_file(&part).unwrap();
    place.sweep("out", &["--resume"]).assert().success();
    assert_eq!(files(&out), whole);
    fs::copy(out.join("outcomes/stage1-part00000.parquet"), &part).unwrap();
    place.sweep("out", &["--resume"]).assert().code(2).stderr(contains("is of another plan"));
    fs::write(&part, &bytes).unwrap();
    let manifest = fs::read_to_string(out.join("manifest.json")).unwrap();
    let build = serde_json::from_str::<Json>(&manifest).unwrap()["build"].as_str().unwrap().to_owned();
    fs::write(out.join("manifest.json"), manifest.replace(&build, "0123456789abcdef")).unwrap();
    place.sweep("out", &["--resume"]).assert().code(2).stderr(contains("use the version that made it"));
    assert!(part.exists());
}

#[test]
fn mistakes_in_an_experiment_are_told_where_they_stand() {
    let factor = |text: &str| format!("scenario = \"scenario.toml\"\n[[block]]\n[[block.factor]]\n{text}\n");
    for (experiment, parts) in [
        (
            factor("path = \"safeguards.rotaton.term_ticks\"\nvalues = [1]"),
            vec!["experiment.toml:4", "rotation"],
        ),
        (factor("path = \"voice.fusion\"\nvalues = [0.5, 1.5]"), vec!["experiment.toml:5", "out of range"]),
        (factor("path = \"voice.fusion\"\nvalues = []"), vec!["the design is empty"]),
        ("scenario = \"scenario.toml\"\n".to_owned(), vec!["there is nothing to vary"]),
        (
            factor("path = \"voice.fusion\"\nvalue = [0.5]"),
            vec!["experiment.toml:5:1", "did you mean `values`"],
        ),
        ("scenario = \"nowhere.toml\"\n".to_owned(), vec!["experiment.toml:1", "cannot read"]),
        (
            "scenario = \"scenario.toml\"\nreplicates = 0\n".to_owned(),
            vec!["experiment.toml:2", "from 1 to 1000000"],
        ),
        (
            "[[block]]\n".to_owned()
                + &["voice.fusion", "voice.tolerance", "precedent.gamma", "emergency.ratchet"]
                    .map(|path| {
                        format!("[[block.factor]]\npath = \"{path}\"\nfrom = 0.1\nto = 0.5\nsteps = 1000\n")
                    })
                    .concat(),
            vec!["1 000 000 000 000 points", "sobol"],
        ),
        (
            factor("path = \"shocks.isolation.0.start_tick\"\nvalues = [6, 99]"),
            vec!["1 of 2 points cannot be simulated", "impossible = \"record\""],
        ),
    ] {
        let place = Place::with(&experiment);
        let mut assert = place.sweep("out", &[]).assert().code(2);
        for part in parts {
            assert = assert.stderr(contains(part));
        }
        assert!(!place.path("out").exists());
    }
}

#[test]
fn a_list_is_read_and_its_mistakes_have_a_line() {
    let place = Place::with(
        "scenario = \"scenario.toml\"\nreplicates = 2\n[[block]]\ndesign = \"list\"\nfile = \"points.csv\"\n",
    );
    fs::write(place.path("points.csv"), "voice.fusion, lottery\n0.1, true\n0.2, yes\n").unwrap();
    place
        .sweep("out", &[])
        .assert()
        .code(2)
        .stderr(contains("points.csv: line 3, column safeguards.lottery"));
    fs::write(place.path("points.csv"), "voice.fusion, lottery\n0.1, true\n0.2, false\n").unwrap();
    let out = place.swept("out", &[]);
    let again = thermidor()
        .current_dir(&out)
        .args(["sweep", "plan/1/experiment.toml", "--no-charts", "--out", "../again"])
        .assert();
    again.success();
    same(&out, &place.path("again"));
}

#[test]
fn a_sweep_is_certified_unless_somebody_changed_it() {
    let place = Place::new();
    let out = place.swept("out", &[]);
    let verify = || thermidor().arg("verify").arg(&out).args(["--sample", "100%"]).assert();
    verify().success().stderr(contains("4 of 4 parts (192 runs)"));
    // A part of the same shape with other luck, and a manifest that says it is right.
    let other = place.swept("other", &["--seed", "5"]);
    let name = "outcomes/stage1-part00002.parquet";
    fs::copy(other.join(name), out.join(name)).unwrap();
    thermidor().arg("verify").arg(&out).assert().failure();
    let mut forged = fs::read(out.join("outcomes/stage1-part00001.parquet")).unwrap();
    let middle = forged.len() / 3;
    forged[middle] ^= 1;
    fs::write(out.join("outcomes/stage1-part00001.parquet"), forged).unwrap();
    verify().code(1).stderr(contains("part00001.parquet is not").and(contains("part00002.parquet is not")));
}

#[test]
fn impossible_points_can_be_recorded() {
    let place = Place::with(
        "scenario = \"scenario.toml\"\nreplicates = 2\nimpossible = \"record\"\n[[block]]\n[[block.factor]]\n\
         path = \"shocks.isolation.0.start_tick\"\nvalues = [6, 99]\n",
    );
    let out = place.path("out");
    place.sweep("out", &["--format", "json"]).assert().success().stdout(contains("\"failed\": 2"));
    let responses = fs::read_to_string(out.join("responses.csv")).unwrap();
    assert!(responses.lines().nth(2).unwrap().starts_with("1,99,0,2,,"), "{responses}");
    place.sweep("out", &["--retry-failed"]).assert().success().stderr(contains("2 runs had failed"));
}

#[test]
fn a_dry_run_says_what_would_be_and_makes_nothing() {
    let place = Place::new();
    place.sweep("out", &["--dry-run"]).assert().success().stdout(
        contains("48 points, 192 runs").and(contains("on the disk")).and(contains("duration_ticks = ")),
    );
    assert!(!place.path("out").exists());
}

#[test]
fn programs_can_follow_the_progress() {
    let place = Place::new();
    let output = place.sweep("out", &["--progress", "json"]).assert().success().get_output().stdout.clone();
    let text = String::from_utf8(output).unwrap();
    let last: Json = serde_json::from_str(text.lines().last().unwrap()).unwrap();
    assert_eq!((&last["done"], &last["total"], &last["failed"]), (&192.into(), &192.into(), &0.into()));
}

#[test]
fn all_ways_of_keeping_trajectories_are_the_same_on_any_threads() {
    for (keep, more) in
        [("none", ""), ("thinned", "every_ticks = 6\n"), ("full", "measures = [\"voice\", \"tenure\"]\n")]
    {
        let place = Place::with(&format!("trajectories = \"{keep}\"\n{more}{EXPERIMENT}"));
        let out = place.swept("out", &[]);
        assert_eq!(out.join("trajectories").exists(), keep != "none");
        same(&out, &place.swept("other", &["--threads", "1"]));
    }
}

#[test]
fn the_schema_of_experiments_is_up_to_date() {
    let now = thermidor().args(["sweep", "--schema"]).assert().success().get_output().stdout.clone();
    let kept = fs::read("docs/experiment.schema.json").unwrap_or_default();
    assert!(now == kept, "run: cargo run -- sweep --schema > docs/experiment.schema.json");
}

#[test]
fn points_that_all_agree_have_no_fewest_and_no_most() {
    // Nothing is captured before its twelfth month.
    let experiment = |on: &str| {
        format!(
            "scenario = \"scenario.toml\"\nreplicates = 3\nset = [\"ticks=10\"]\non = \"{on}\"\n\
             [[block]]\n[[block.factor]]\npath = \"precedent.gamma\"\nvalues = [0.5, 1.0, 1.5]\n"
        )
    };
    let told = |on: &str| {
        let out = Place::with(&experiment(on));
        let out = out.swept("out", &[]);
        let summary: Json =
            serde_json::from_str(&fs::read_to_string(out.join("summary.json")).expect("a summary"))
                .expect("JSON");
        let responses = fs::read_to_string(out.join("responses.csv")).expect("responses");
        (fs::read_to_string(out.join("answer.txt")).expect("an answer"), summary, responses)
    };
    let (words, summary, _) = told("captured_at_end");
    assert!(words.contains("Captured at the end: 0.0 % at each of 3 points."), "{words}");
    assert!(!words.contains("Fewest") && !words.contains("Most"), "{words}");
    assert_eq!((&summary["same"], &summary["lowest"]["points"]), (&Json::Bool(true), &Json::from(3)));
    // What was never captured can be neither free again nor not.
    let (words, summary, responses) = told("recovered");
    assert!(words.contains("No organization was captured, so that none can be free again"), "{words}");
    assert!(summary["lowest"].is_null());
    let column = responses.lines().next().expect("a head").split(',').position(|name| name == "recovered");
    let row: Vec<&str> = responses.lines().nth(1).expect("a row").split(',').collect();
    assert_eq!(row[column.expect("a column")], "");
    // Three runs that agree are not certain.
    let (words, summary, _) = told("months_captured");
    assert!(words.contains("Months captured: 0.000 at each of 3 points."), "{words}");
    assert_eq!(summary["lowest"]["estimate"]["low"], 0.0);
    assert!(summary["lowest"]["estimate"]["high"].as_f64() > Some(1.0), "certain after three runs");
}
