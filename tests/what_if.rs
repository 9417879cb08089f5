//! Comparing, ablating, replaying, forking, verifying and reporting, as their users meet them.

use std::fs;
use std::path::{Path, PathBuf};

use assert_cmd::Command;
use predicates::prelude::*;
use predicates::str::contains;
use serde_json::Value as Json;
use tempfile::TempDir;

fn thermidor() -> Command {
    Command::new(assert_cmd::cargo::cargo_bin!("thermidor"))
}

const SMALL: &str = "name = \"Small\"\nticks = 48\norganizations = 40\n[organization]\nmembers = 60\nlocal_size = 10\n\
    [[shocks.isolation]]\nstart_tick = 12\nduration_ticks = 18\n\
    [safeguards.rotation]\nterm_ticks = 6\n[safeguards.transparency]\n\
    [[variant]]\nname = \"No rotation\"\nwithout = [\"rotation\"]\n";

struct Place(TempDir);

impl Place {
    fn new() -> Self {
        let place = tempfile::tempdir().expect("a directory");
        fs::write(place.path().join("small.toml"), SMALL).expect("a scenario");
        Self(place)
    }

    fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    /// Runs a command on the scenario into a directory.
    fn make(&self, command: &str, name: &str, more: &[&str]) -> PathBuf {
        let out = self.path(name);
        thermidor()
            .args([command])
            .arg(self.path("small.toml"))
            .args(more)
            .arg("--out")
            .arg(&out)
            .assert()
            .success();
        out
    }
}

fn json(path: &Path) -> Json {
    serde_json::from_str(&fs::read_to_string(path).expect("a file")).expect("JSON")
}

fn same(one: &Path, two: &Path, names: &[&str]) {
    for name in names {
        assert_eq!(fs::read(one.join(name)).expect(name), fs::read(two.join(name)).expect(name), "{name}");
    }
}

#[test]
fn a_comparison_is_the_same_on_any_threads_and_its_base_is_the_run() {
    let place = Place::new();
    let one = place.make("compare", "one", &["--with", "lottery", "--threads", "1"]);
    let two = place.make("compare", "two", &["--with", "lottery", "--threads", "2"]);
    same(
        &one,
        &two,
        &[
            "outcomes.csv",
            "contrasts.parquet",
            "endings.csv",
            "survival.csv",
            "summary.json",
            "charts/futures.png",
        ],
    );
    let run = place.make("run", "run", &["--no-charts"]);
    let base: String = fs::read_to_string(one.join("outcomes.csv"))
        .expect("outcomes")
        .lines()
        .filter_map(|line| line.strip_prefix("Small,").or_else(|| line.strip_prefix("variant,")))
        .map(|line| format!("{line}\n"))
        .collect();
    assert_eq!(base, fs::read_to_string(run.join("outcomes.csv")).expect("outcomes"));
    let summary = json(&one.join("summary.json"));
    let names: Vec<&str> = summary["contrasts"]
        .as_array()
        .expect("a list")
        .iter()
        .filter_map(|c| c["variant"].as_str())
        .collect();
    assert_eq!(names, ["No rotation", "with lottery"]);
    // Counts of every ending add up to the runs.
    for ending in summary["contrasts"][0]["endings"].as_array().expect("a list") {
        let sum: u64 = ending["counts"].as_array().expect("counts").iter().filter_map(Json::as_u64).sum();
        assert_eq!(sum, 40);
    }
}

#[test]
fn a_reader_who_stops_reading_is_no_reason_to_panic() {
    let mut schema = std::process::Command::new(assert_cmd::cargo::cargo_bin!("thermidor"))
        .args(["scenario", "schema"])
        .stdout(std::process::Stdio::piped())
        .stderr(std::process::Stdio::piped())
        .spawn()
        .expect("the command");
    drop(schema.stdout.take());
    let mut told = String::new();
    std::io::Read::read_to_string(&mut schema.stderr.take().expect("standard error"), &mut told)
        .expect("text");
    assert!(schema.wait().expect("an end").success() && told.is_empty(), "{told}");
}

#[test]
fn runs_are_added_until_the_interval_is_narrow_and_threads_do_not_matter() {
    let place = Place::new();
    let args = ["--no-charts", "--on", "participation", "--precision", "0.009"];
    let one = place.make("run", "one", &[&args[..], &["--threads", "1"]].concat());
    let two = place.make("run", "two", &[&args[..], &["--threads", "2"]].concat());
    same(&one, &two, &["outcomes.csv", "summary.json"]);
    let summary = json(&one.join("summary.json"));
    assert!(summary["organizations"].as_u64() > Some(40), "no runs were added");
    let end = |name: &str| summary["estimate"][name].as_f64().expect("a number");
    assert!((end("high") - end("low")) / 2.0 <= 0.009);
    // The first rows are those of fewer runs.
    let few = place.make("run", "few", &["--no-charts"]);
    let text = |path: &Path| fs::read_to_string(path.join("outcomes.csv")).expect("outcomes");
    assert!(text(&one).starts_with(&text(&few)));
}

#[test]
fn an_ablation_tells_shares_that_add_up_and_gives_advice() {
    let place = Place::new();
    let out = place.make("ablate", "out", &["--on", "central_share_stakes", "--better", "less"]);
    let summary = json(&out.join("summary.json"));
    let shares = summary["safeguards"].as_array().expect("a list");
    assert_eq!(shares.len(), 2);
    let sum: f64 = shares.iter().filter_map(|one| one["share"]["estimate"].as_f64()).sum();
    assert!((sum - summary["whole"]["estimate"].as_f64().expect("a number")).abs() < 1e-12);
    // Here what touches precedent itself is worth adding, and can be told from chance.
    assert_eq!(summary["advice"]["what"], "add");
    assert!(summary["advice"]["effect"]["high"].as_f64() < Some(0.0));
    assert!(summary["advice"]["costs"].as_array().is_some_and(|costs| costs.len() == 7));
    assert_eq!(fs::read_to_string(out.join("sets.csv")).expect("sets").lines().count(), 5);
    thermidor()
        .arg("ablate")
        .arg(place.path("small.toml"))
        .args(["--on", "skill"])
        .assert()
        .code(2)
        .stderr(contains("--better more"));
}

#[test]
fn a_replay_is_the_row_and_a_fork_is_the_same_until_the_change() {
    let place = Place::new();
    let run = place.make("run", "run", &["--no-charts", "--full"]);
    let out = place.path("replay");
    thermidor()
        .arg("replay")
        .arg(&run)
        .args(["--organization", "7", "--change", "tick 20: subsidiarity, without rotation", "--out"])
        .arg(&out)
        .assert()
        .success()
        .stdout(contains("Isolation begins").and(contains("The two are the same until month")))
        .stderr(contains("The same, value for value"));
    let rows = |path: PathBuf| -> Vec<String> {
        fs::read_to_string(path).expect("a table").lines().map(str::to_owned).collect()
    };
    let original: Vec<String> =
        rows(run.join("trajectories-full.csv")).into_iter().filter(|line| line.starts_with("7,0,")).collect();
    let again = rows(out.join("trajectory.csv"));
    assert_eq!(again[1..], original);
    let changed = rows(out.join("trajectory-changed.csv"));
    assert_eq!(again[..=20], changed[..=20], "months before the change");
    assert_ne!(again[21..], changed[21..], "the change changes nothing");
    assert!(out.join("timeline.png").exists() && out.join("story.txt").exists());
    for (change, part) in [
        ("tick 20: organization.members=5", "organization.members is fixed at the founding"),
        ("tick 20: rotaton", "did you mean `rotation`"),
        ("20 lottery", "no `:` after the month"),
        ("tick 99: lottery", "use a month from 1 to 47"),
    ] {
        let mut command = thermidor();
        command.arg("replay").arg(&run).args(["--organization", "7", "--change", change]);
        command.assert().code(2).stderr(contains(part));
    }
    thermidor()
        .arg("replay")
        .arg(&run)
        .args(["--organization", "40"])
        .assert()
        .code(2)
        .stderr(contains("from 0 to 39"));
}

#[test]
fn a_result_is_certified_and_a_forged_one_is_not() {
    let place = Place::new();
    let run = place.make("run", "run", &["--no-charts"]);
    let comparison = place.make("compare", "comparison", &["--no-charts", "--organizations", "10"]);
    for result in [&run, &comparison] {
        thermidor()
            .arg("verify")
            .arg(result)
            .args(["--sample", "20%"])
            .assert()
            .success()
            .stderr(contains("Certified"));
    }
    let path = run.join("outcomes.csv");
    let text = fs::read_to_string(&path).expect("outcomes");
    let line = text.lines().nth(6).expect("a row");
    let forged = line.replacen("contested", "self_governing", 1).replacen("captured", "self_governing", 1);
    assert_ne!(line, forged);
    fs::write(&path, text.replace(line, &forged)).expect("forgery");
    let mut command = thermidor();
    let verdict = command.arg("verify").arg(&run).args(["--sample", "100%"]).assert().code(1);
    verdict.stderr(
        contains("organization 5: column 5").and(contains("outcomes.csv is not the file that was written")),
    );
    let manifest = run.join("manifest.json");
    let other = fs::read_to_string(&manifest).expect("a manifest").replace("\"build\": \"", "\"build\": \"0");
    fs::write(&manifest, other).expect("a manifest");
    thermidor().arg("verify").arg(&run).assert().code(2).stderr(contains("was made by version"));
    thermidor()
        .arg("verify")
        .arg(place.path("nowhere"))
        .assert()
        .code(2)
        .stderr(contains("name the directory of a result"));
}

#[test]
fn a_report_is_one_file_that_asks_nothing_of_the_network() {
    let place = Place::new();
    let run = place.make("run", "run", &[]);
    let comparison = place.make("compare", "comparison", &[]);
    let ablation = place.make("ablate", "ablation", &["--organizations", "8"]);
    let page = place.path("page.html");
    let report = |results: &[&PathBuf], out: &Path| {
        let mut command = thermidor();
        command.arg("report").args(results).arg("--out").arg(out);
        command.assert()
    };
    report(&[&run, &comparison, &ablation], &page).success();
    let html = fs::read_to_string(&page).expect("the page");
    for part in [
        "What if: Small",
        "Which safeguard did it",
        "Of 40 organizations",
        "default-src 'none'",
        "thermidor verify",
        "[safeguards.rotation]",
    ] {
        assert!(html.contains(part), "{part} is missing");
    }
    // Names of XML name spaces are no addresses that anything asks.
    let addresses =
        html.replace("http://www.w3.org/2000/svg", "").replace("http://www.w3.org/1999/xlink", "");
    assert!(
        !addresses.contains("http://") && !addresses.contains("https://") && !addresses.contains(" src=")
    );
    for data in html.split("<script type=\"application/json\">").skip(1) {
        let data = data.split("</script>").next().expect("data");
        let data: Json = serde_json::from_str(data).expect("the data of a chart is JSON");
        assert_eq!(data["ticks"], 48);
    }
    report(&[&run], &page).code(2).stderr(contains("exists"));
    report(&[&place.path("nowhere")], &place.path("other.html")).code(2).stderr(contains("cannot read"));
    assert!(!place.path("other.html").exists());
}

#[test]
fn what_cannot_be_compared_is_refused_with_a_way_out() {
    let place = Place::new();
    let file = |name: &str, text: &str| {
        fs::write(place.path(name), text).expect("a file");
        place.path(name).display().to_string()
    };
    let bare = file("bare.toml", "ticks = 24\n[organization]\nmembers = 60\n");
    let longer = file("longer.toml", "ticks = 36\n[organization]\nmembers = 60\n");
    let cases: [(&[&str], &str); 6] = [
        (&["compare", &bare], "there is nothing to compare"),
        (&["compare", &bare, &longer], "add --set ticks=24"),
        (&["compare", &bare, "--with", "rotaton"], "did you mean `rotation`"),
        (&["compare", &bare, "--without", "rotation"], "no `rotation` to leave out"),
        (
            &["compare", &bare, "--with", "lottery", "--on", "captured_at_edn"],
            "did you mean `captured_at_end`",
        ),
        (&["ablate", &bare], "has no safeguards"),
    ];
    for (args, part) in cases {
        thermidor().args(args).arg("--out").arg(place.path("never")).assert().code(2).stderr(contains(part));
        assert!(!place.path("never").exists());
    }
}
