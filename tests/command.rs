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
    let run = |more: &[&str]| {
        let mut command = thermidor();
        command.args(["run", &file, "--no-charts", "--out"]).arg(&out).args(more);
        command
    };
    run(&[]).assert().success();
    let old = fs::read(out.join("outcomes.csv")).expect("a table");
    let other = ["--seed", "7"];
    run(&other).assert().code(2).stderr(contains("exists").and(contains("--force")));
    assert_eq!(fs::read(out.join("outcomes.csv")).expect("a table"), old);
    run(&[&other[..], &["--force"]].concat()).assert().success();
    assert_ne!(fs::read(out.join("outcomes.csv")).expect("a table"), old);
    assert_eq!(names(place.path()), ["case.toml", "mine"]);
}

/// What is in a directory.
fn names(directory: &Path) -> Vec<String> {
    let entries = fs::read_dir(directory).expect("the directory");
    let name = |entry: std::io::Result<fs::DirEntry>| entry.expect("an entry").file_name();
    let mut names: Vec<String> = entries.map(|entry| name(entry).to_string_lossy().into_owned()).collect();
    names.sort();
    names
}

#[test]
fn force_replaces_results_and_nothing_else_with_every_command() {
    let home = tempfile::tempdir().expect("a directory");
    let stand = home.path().join("work");
    fs::create_dir(&stand).expect("a directory");
    write(&stand, SMALL);
    let here = || {
        let mut command = thermidor();
        command.current_dir(&stand);
        command
    };
    here().args(["run", "case.toml", "--no-charts", "--out", "result"]).assert().success();
    fs::create_dir(stand.join("other")).expect("a directory");
    fs::write(stand.join("other/notes"), "precious").expect("a file");
    let before = names(&stand);
    let commands: [&[&str]; 4] = [
        &["run", "case.toml", "--no-charts"],
        &["compare", "case.toml", "--with", "lottery", "--no-charts"],
        &["ablate", "case.toml", "--set", "safeguards.lottery.share=0.5", "--no-charts"],
        &["replay", "result", "--organization", "1"],
    ];
    for command in commands {
        for out in [".", "..", "/", "other", "other/..", "../work", "case.toml", "other/notes"] {
            here()
                .args(command)
                .args(["--force", "--out", out])
                .assert()
                .code(2)
                .stdout("")
                .stderr(contains("is not replaced").and(contains("help")).and(contains("panicked").not()));
        }
        assert_eq!(names(&stand), before);
    }
    here()
        .args(["run", "case.toml", "--force", "--out", "other"])
        .env("HOME", stand.join("other"))
        .assert()
        .code(2)
        .stderr(contains("your home"));
    // What is read.
    here()
        .args(["replay", "result", "--organization", "1", "--force", "--out", "result"])
        .assert()
        .code(2)
        .stderr(contains("what is read"));
    // Notes that somebody put beside the tables.
    fs::write(stand.join("result/notes"), "precious").expect("a file");
    here()
        .args(["run", "case.toml", "--no-charts", "--force", "--out", "result"])
        .assert()
        .code(2)
        .stderr(contains("holds notes"));
    fs::remove_file(stand.join("result/notes")).expect("notes");
    // Any kind of result takes the place of any other, and that of an empty directory.
    fs::create_dir(stand.join("empty")).expect("a directory");
    for command in commands {
        here().args(command).args(["--force", "--out", "empty"]).assert().success();
    }
    for out in ["case.toml", "other/notes", "other", ".", "empty"] {
        let refused = here().args(["report", "result", "--force", "--out", out]).assert().code(2);
        refused.stderr(contains("is not replaced"));
    }
    let report = |more: &[&str]| here().args(["report", "result", "--out", "page.html"]).args(more).assert();
    report(&[]).success();
    report(&[]).code(2).stderr(contains("exists"));
    report(&["--force"]).success();
    assert_eq!(fs::read_to_string(stand.join("other/notes")).expect("notes"), "precious");
    assert_eq!(names(&stand), ["case.toml", "empty", "other", "page.html", "result"]);
    assert_eq!(names(home.path()), ["work"]);
}

#[test]
fn a_name_is_taken_at_once_and_one_that_cannot_be_is_refused() {
    let stand = tempfile::tempdir().expect("a directory");
    write(stand.path(), SMALL);
    let here = |program: &mut std::process::Command| {
        program.current_dir(stand.path()).stderr(std::process::Stdio::null()).spawn().expect("a process")
    };
    let program = || std::process::Command::new(assert_cmd::cargo::cargo_bin!("thermidor"));
    for (arguments, made) in [
        (&["run", "case.toml", "--no-charts"][..], ["case", "case-2", "case-3"]),
        (&["report", "outputs/case"], ["case.html", "case-2.html", "case-3.html"]),
    ] {
        let together: Vec<_> = (0..3).map(|_| here(program().args(arguments))).collect();
        for mut one in together {
            assert_eq!(one.wait().expect("an end").code(), Some(0));
        }
        assert!(made.iter().all(|name| stand.path().join("outputs").join(name).exists()), "{made:?}");
    }
    assert_eq!(names(&stand.path().join("outputs")).len(), 6);
    let experiment =
        "scenario = \"case.toml\"\n[[block]]\n[[block.factor]]\npath = \"voice.fusion\"\nvalues = [0.5]\n";
    fs::write(stand.path().join("siege.toml"), experiment).expect("an experiment");
    let together: Vec<_> =
        (0..3).map(|_| here(program().args(["sweep", "siege.toml", "--no-charts"]))).collect();
    for mut one in together {
        assert_eq!(one.wait().expect("an end").code(), Some(0));
    }
    assert!(
        ["siege", "siege-2", "siege-3"].iter().all(|name| stand.path().join("outputs").join(name).exists())
    );
    // Names of directories: a result is called after its own, however it was written.
    thermidor().current_dir(stand.path().join("outputs/case")).args(["report", "."]).assert().success();
    assert_eq!(names(&stand.path().join("outputs/case/outputs")), ["case.html"]);
    // So many organizations would take hours.
    let hours = stand.path().join(format!("{}.toml", "x".repeat(249)));
    fs::write(&hours, "organizations = 1000000\n").expect("a scenario");
    let hours = hours.display().to_string();
    let refused = |arguments: &[&str]| {
        let told = thermidor().current_dir(stand.path()).args(arguments).assert().code(2);
        told.stderr(contains("cannot be written").and(contains("--out")));
    };
    refused(&["run", &hours]);
    refused(&["compare", &hours, "--with", "lottery"]);
    refused(&["run", &hours, "--out", "case.toml/inside"]);
    refused(&["run", &hours, "--out", &"y".repeat(300)]);
    refused(&["run", &hours, "--out", "nowhere/.."]);
    assert!(!stand.path().join("nowhere").exists());
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
    let shipped = fs::read_to_string("crates/analysis/src/validate/benchmarks.in").expect("the list");
    for entry in fs::read_dir("scenarios/limits").expect("limits") {
        let path = entry.expect("a file").path();
        assert!(
            shipped.contains(&path.display().to_string()),
            "{} is not in crates/analysis/src/validate/benchmarks.in",
            path.display()
        );
    }
}

/// Begins a command that would take hours, and waits until it writes.
#[cfg(unix)]
fn begun(stand: &Path, arguments: &[&str]) -> std::process::Child {
    let run = std::process::Command::new(assert_cmd::cargo::cargo_bin!("thermidor"))
        .current_dir(stand)
        .args(arguments)
        .args(["--out", "deep/out"])
        .stderr(std::process::Stdio::null())
        .spawn()
        .expect("a process");
    let begun = std::time::Instant::now();
    while !stand.join("deep/.out.partial/whole").exists() && begun.elapsed().as_secs() < 60 {
        std::thread::sleep(std::time::Duration::from_millis(20));
    }
    run
}

#[cfg(unix)]
fn signal(name: &str, process: &std::process::Child) {
    std::process::Command::new("kill").args([name, &process.id().to_string()]).status().expect("kill");
}

#[cfg(unix)]
#[test]
fn a_signal_leaves_nothing_half_written() {
    let place = tempfile::tempdir().expect("a directory");
    write(place.path(), "organizations = 1000000\norganization.members = 100\nticks = 30\n");
    fs::write(
        place.path().join("giant.toml"),
        "organizations = 1\norganization.members = 300000\nticks = 6000\n",
    )
    .expect("a scenario");
    let commands: [&[&str]; 3] = [
        &["run", "case.toml", "--full"],
        &["compare", "case.toml", "--with", "lottery"],
        &["ablate", "case.toml", "--set", "safeguards.lottery.share=0.5"],
    ];
    // Under nohup, which this test may run under, the program goes on after a hang-up.
    let hup = if hang_ups_are_ignored() { ("-TERM", 143) } else { ("-HUP", 129) };
    let signals = [("-INT", 130), ("-TERM", 143), hup];
    for ((arguments, (name, code)), n) in commands.into_iter().cycle().zip(signals).zip(0..) {
        let mut run = begun(place.path(), arguments);
        assert!(place.path().join("deep/.out.partial/lock").exists(), "{n}");
        signal(name, &run);
        assert_eq!(run.wait().expect("an end").code(), Some(code), "{arguments:?} {name}");
        assert_eq!(names(place.path()), ["case.toml", "giant.toml"], "{arguments:?} {name}");
    }
    // A single organization that takes hours looks for nothing; the process ends when it is asked twice, or soon.
    let mut run = begun(place.path(), &["run", "giant.toml"]);
    signal("-TERM", &run);
    std::thread::sleep(std::time::Duration::from_millis(300));
    signal("-TERM", &run);
    assert_eq!(run.wait().expect("an end").code(), Some(143));
    assert_eq!(names(place.path()), ["case.toml", "giant.toml"]);
}

/// Whether this process ignores hang-ups, as it does under nohup. The programs that it starts then ignore them, too.
#[cfg(unix)]
fn hang_ups_are_ignored() -> bool {
    let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
    let ignored = status.lines().find_map(|line| line.strip_prefix("SigIgn:"));
    ignored.is_some_and(|mask| u64::from_str_radix(mask.trim(), 16).is_ok_and(|mask| mask & 1 == 1))
}

#[cfg(unix)]
#[test]
fn what_a_killed_run_left_goes_with_the_next_of_its_name_and_that_of_a_living_one_stays() {
    let place = tempfile::tempdir().expect("a directory");
    write(place.path(), "organizations = 1000000\norganization.members = 100\nticks = 30\n");
    let mut killed = begun(place.path(), &["run", "case.toml"]);
    let again = |more: &[&str]| {
        let mut command = thermidor();
        command.current_dir(place.path()).args(["run", "case.toml", "--no-charts", "--organizations", "3"]);
        command.args(["--out", "deep/out"]).args(more).assert()
    };
    for more in [&[][..], &["--force"]] {
        again(more).code(2).stderr(contains("another process is making it"));
    }
    signal("-KILL", &killed);
    killed.wait().expect("an end");
    assert_eq!(names(&place.path().join("deep")), [".out.partial"]);
    again(&[]).success();
    assert_eq!(names(&place.path().join("deep")), ["out"]);
}

#[cfg(target_os = "linux")]
#[test]
fn output_that_is_lost_is_an_error_and_a_reader_who_has_enough_is_none() {
    let place = tempfile::tempdir().expect("a directory");
    let file = write(place.path(), SMALL);
    let out = place.path().join("out").display().to_string();
    let full = || fs::OpenOptions::new().write(true).open("/dev/full").expect("a full disk");
    let program = |arguments: &[&str]| {
        let mut program = std::process::Command::new(assert_cmd::cargo::cargo_bin!("thermidor"));
        program.args(arguments);
        program
    };
    let json: &[&str] = &["run", &file, "--no-charts", "--format", "json", "--out", &out];
    let all: [&[&str]; 8] = [
        json,
        &["replay", &out, "--organization", "1", "--out", &format!("{out}-replay")],
        &["verify", &out, "--format", "json"],
        &["scenario", "schema"],
        &["scenario", "list", "--format", "json"],
        &["sweep", "--schema"],
        &["--help"],
        &["--version"],
    ];
    for arguments in all {
        let told = program(arguments).stdout(full()).output().expect("an end");
        let said = String::from_utf8_lossy(&told.stderr);
        assert_eq!(told.status.code(), Some(2), "{arguments:?}: {said}");
        assert!(said.contains("standard output cannot be written") && said.contains("help"), "{said}");
    }
    // The result is whole all the same.
    assert!(place.path().join("out/manifest.json").exists());
    for (arguments, code) in [
        (&["scenario", "check", &file][..], 0),
        (&["scenario", "check", "nowhere.toml"], 2),
        (&["verify", &out], 0),
        (&["nonsense"], 2),
        (&["report", &out, "--out", &format!("{out}.html")], 0),
    ] {
        let status = program(arguments).stdout(full()).stderr(full()).status().expect("an end");
        assert_eq!(status.code(), Some(code), "{arguments:?}");
    }
    for arguments in [&["scenario", "schema"][..], &["--help"], &["scenario", "check", &file]] {
        let (reader, writer) = std::io::pipe().expect("a pipe");
        drop(reader);
        let errors = writer.try_clone().expect("a pipe");
        let status = program(arguments).stdout(writer).stderr(errors).status().expect("an end");
        assert_eq!(status.code(), Some(0), "{arguments:?}");
    }
}

#[test]
fn threads_are_refused_or_fewer_with_a_word_in_every_command() {
    let place = tempfile::tempdir().expect("a directory");
    let file = write(place.path(), SMALL);
    let path = |name: &str| place.path().join(name).display().to_string();
    fs::write(
        path("siege.toml"),
        "scenario = \"case.toml\"\n[[block]]\n[[block.factor]]\npath = \"voice.fusion\"\nvalues = [0.5]\n",
    )
    .expect("an experiment");
    thermidor().args(["run", &file, "--no-charts", "--out", &path("run")]).assert().success();
    let limit =
        ["ticks=50", "organizations=10", "organization.members=400"].map(|set| ["--set", set]).concat();
    let validate = [&["validate", "scenarios/limits/term-limit.toml"], &limit[..]].concat();
    let (siege, run) = (path("siege.toml"), path("run"));
    let outs = ["a", "b", "c", "d", "e", "f"].map(path);
    let commands: [&[&str]; 7] = [
        &["run", &file, "--no-charts", "--out", &outs[0]],
        &["compare", &file, "--with", "lottery", "--no-charts", "--out", &outs[1]],
        &["ablate", &file, "--set", "safeguards.lottery.share=0.5", "--no-charts", "--out", &outs[2]],
        &["sweep", &siege, "--no-charts", "--out", &outs[3]],
        &["replay", &run, "--organization", "1", "--out", &outs[4]],
        &["verify", &run],
        &validate,
    ];
    for command in commands {
        let with = |threads: &str| thermidor().args(command).args(["--threads", threads]).assert();
        with("0").code(2).stderr(contains("no threads").and(contains("at least 1")));
        with("100000").success().stderr(contains("are used and not 100000"));
    }
    for command in [&["serve", "--no-browser"][..], &["sweep", &siege, "--emit", "slurm", "--shards", "2"]] {
        thermidor().args(command).args(["--threads", "0"]).assert().code(2).stderr(contains("at least 1"));
    }
    // A cluster's machines are not this one.
    let submit =
        ["sweep", &siege, "--emit", "slurm", "--shards", "2", "--threads", "4000", "--out", &outs[5]];
    thermidor().args(submit).assert().success().stderr(contains("are used").not());
    let script = fs::read_to_string(place.path().join("f/shards.sbatch")).expect("a script");
    assert!(script.contains("--cpus-per-task=4000"));
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
    for phase in &thermidor_core::schedule::PHASES {
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
    let [out, err] =
        [&output.stdout, &output.stderr].map(|bytes| String::from_utf8_lossy(bytes).into_owned());
    out + &err
}

#[test]
fn files_in_utf_8_are_read_and_all_others_are_refused_with_help() {
    let check = ["scenario", "check", "case.toml"];
    told(&check, b"\xef\xbb\xbfname = \"caf\xc3\xa9\"\r\n", 0);
    let wide: Vec<u8> =
        [0xfeff].into_iter().chain("ticks = 12".encode_utf16()).flat_map(u16::to_le_bytes).collect();
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
        let text = format!(
            "scenario = \"{scenario}\"\n[[block]]\n[[block.factor]]\npath = \"voice.treason\"\nvalues = [1, 2]\n"
        );
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

/// A pipe never begins and a device never ends, wherever in a result they stand.
#[cfg(unix)]
#[test]
fn results_are_regular_files() {
    let stand = tempfile::tempdir().unwrap();
    let file = write(
        stand.path(),
        "ticks = 12\norganizations = 2\norganization = { members = 20, local_size = 10 }\n",
    );
    let out = stand.path().join("out");
    let run = || {
        let mut command = thermidor();
        command.args(["run", &file, "--no-charts", "--out"]).arg(&out);
        command
    };
    run().assert().success();
    let of = |command: &str| {
        let mut again = thermidor();
        again.timeout(std::time::Duration::from_secs(60)).arg(command).arg(&out);
        again
    };
    for (name, device) in [("answer.txt", "/dev/zero"), ("manifest.json", "/dev/zero")] {
        fs::remove_file(out.join(name)).unwrap();
        std::os::unix::fs::symlink(device, out.join(name)).unwrap();
        let page = stand.path().join("page.html");
        let said = || contains(name).and(contains("it is not a regular file"));
        of("verify").assert().code(2).stderr(said());
        of("report").arg("--out").arg(page).assert().code(2).stderr(said());
    }
    let mut force = run();
    force.timeout(std::time::Duration::from_secs(60)).arg("--force");
    force.assert().code(2).stderr(contains("is not replaced"));
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
    let all = thermidor_core::safeguards::NAMES.join(",");
    told(
        &["compare", "small.toml", "--with", &all, "--organizations", "1", "--no-charts", "--out", "out"],
        b"",
        0,
    );
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
    assert!(
        told(&["scenario", "check", "small.toml", "--set", "ticks=12\nseed=3"], b"", 2)
            .contains("a text where a whole number")
    );
}
