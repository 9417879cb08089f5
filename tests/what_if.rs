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
fn few_runs_that_agree_are_not_precise() {
    let place = Place::new();
    // Nothing is captured in less than two years, so that all runs agree.
    let asked = |organizations: &'static str| {
        let set = ["--set", "ticks=16", "--set", "capture.months=24"];
        [&["--no-charts"], &set[..], &["--organizations", organizations, "--precision", "0.05"]].concat()
    };
    let quick = asked("2");
    let summary = json(&place.make("run", "run", &quick).join("summary.json"));
    assert!(summary["organizations"].as_u64() >= Some(100), "{summary}");
    assert_eq!(summary["estimate"]["low"], 0.0);
    assert!(summary["estimate"]["high"].as_f64() > Some(0.02) && summary["widened"] == true, "{summary}");
    let ablation = json(&place.make("ablate", "ablation", &quick).join("summary.json"));
    assert!(ablation["organizations"].as_u64() >= Some(100));
    let comparison = json(&place.make("compare", "comparison", &quick).join("summary.json"));
    let found = &comparison["contrasts"][0]["asked"]["difference"];
    assert!(
        comparison["organizations"].as_u64() >= Some(100) && found["low"].as_f64() < Some(-0.02),
        "{found}"
    );
    let answer = fs::read_to_string(place.path("comparison/answer.txt")).expect("an answer");
    assert!(answer.contains("none of 100 was captured at the end, and none in Small either."), "{answer}");
    // The command in the manifest makes the same again.
    let manifest = json(&place.path("run/manifest.json"));
    let again = manifest["again"].as_str().expect("a command");
    assert!(again.contains("--organizations 100") && again.contains("--precision 0.05"), "{again}");
    let same_again = place.make("run", "again", &asked("100"));
    same(&place.path("run"), &same_again, &["summary.json", "answer.txt"]);
}

#[test]
fn intervals_of_an_ablation_have_a_width_and_stay_within_what_is_possible() {
    let place = Place::new();
    let shares = |table: &Path, name: &str| -> Vec<[f64; 3]> {
        let text = fs::read_to_string(table).expect("a table");
        let mut rows = text.lines().map(|line| line.split(',').map(str::to_owned).collect::<Vec<_>>());
        let head = rows.next().expect("a head");
        let at = head.iter().position(|column| column == name).expect("a column");
        rows.map(|row| [0, 1, 2].map(|end| row[at + end].parse().expect("a number"))).collect()
    };
    for (ticks, organizations) in [("48", "12"), ("16", "12")] {
        let set = format!("ticks={ticks}");
        let out =
            place.make("ablate", ticks, &["--no-charts", "--set", &set, "--organizations", organizations]);
        for (table, name, least) in [
            ("sets.csv", "captured_at_end", 0.0),
            ("safeguards.csv", "share", -1.0),
            ("safeguards.csv", "alone", -1.0),
            ("pairs.csv", "interaction", -2.0),
        ] {
            for [estimate, low, high] in shares(&out.join(table), name) {
                let most = if least < 0.0 { -least } else { 1.0 };
                assert!(low >= least && high <= most, "{ticks} {name}: {low} to {high}");
                assert!(
                    low <= estimate && estimate <= high && high - low > 0.05,
                    "{ticks} {name}: {low} to {high}"
                );
            }
        }
        let words = fs::read_to_string(out.join("answer.txt")).expect("an answer");
        assert!(["0.0 to 0.0", "+0.0 ", "-0.0 "].iter().all(|wrong| !words.contains(wrong)), "{words}");
    }
    thermidor()
        .arg("ablate")
        .arg(place.path("small.toml"))
        .args(["--on", "recovered"])
        .assert()
        .code(2)
        .stderr(contains("is asked only of organizations that were captured"));
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
        ("tick 20: mandates={executive_seats=3}", "mandates.executive_seats is fixed at the founding"),
        ("tick 20: safeguards={}", "write 'without "),
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
    let forged = line.replacen(",self_governing,", ",captured,", 1);
    assert_ne!(line, forged, "the sixth is self-governing");
    fs::write(&path, text.replace(line, &forged)).expect("forgery");
    let mut command = thermidor();
    let verdict = command.arg("verify").arg(&run).args(["--sample", "100%"]).assert().code(1);
    verdict.stderr(
        contains("(organization 5, sibling 0) outcome is")
            .and(contains("outcomes.csv is not the file that was written")),
    );
    let manifest = run.join("manifest.json");
    let other = fs::read_to_string(&manifest).expect("a manifest").replace("\"build\": \"", "\"build\": \"0");
    fs::write(&manifest, other).expect("a manifest");
    thermidor().arg("verify").arg(&run).assert().code(2).stderr(contains("was made by another build"));
    thermidor()
        .arg("verify")
        .arg(place.path("nowhere"))
        .assert()
        .code(2)
        .stderr(contains("name the directory of a result"));
}

/// Writes a file of a result and its hash in the manifest, as a forger would.
fn forge(result: &Path, name: &str, bytes: &[u8]) {
    let mut manifest = json(&result.join("manifest.json"));
    manifest["files"][name] = thermidor_io::output::manifest::hash_of(bytes).into();
    fs::write(result.join("manifest.json"), manifest.to_string()).expect("a manifest");
    fs::write(result.join(name), bytes).expect("a file");
}

fn verify(result: &Path, sample: &str) -> assert_cmd::assert::Assert {
    thermidor().arg("verify").arg(result).args(["--sample", sample]).assert()
}

#[test]
fn every_forged_file_is_named_when_all_is_made_again() {
    let place = Place::new();
    let run = place.make("run", "run", &["--full", "--organizations", "12"]);
    let replay = |name: &str, more: &[&str]| {
        let mut command = thermidor();
        command.arg("replay").arg(&run).args(["--organization", "7", "--offices"]).args(more);
        command.arg("--out").arg(place.path(name)).assert().success();
        place.path(name)
    };
    let (kept, forked) = (replay("kept", &[]), replay("forked", &["--change", "tick 20: without rotation"]));
    let compared = place.make("compare", "compared", &["--organizations", "12"]);
    let ablated = place.make("ablate", "ablated", &["--organizations", "6"]);
    for result in [&run, &compared, &ablated, &kept, &forked] {
        verify(result, "100%").success().stderr(
            contains("Certified").and(contains("all of them were made again")).and(contains("wall_seconds")),
        );
        let names: Vec<String> = json(&result.join("manifest.json"))["files"]
            .as_object()
            .expect("files")
            .keys()
            .cloned()
            .collect();
        assert!(names.len() > 6, "{names:?}");
        for name in &names {
            let mut bytes = fs::read(result.join(name)).expect("a file");
            match bytes.iter().rposition(u8::is_ascii_digit) {
                Some(at) if !name.ends_with(".png") && !name.ends_with(".parquet") => {
                    bytes[at] = if bytes[at] == b'1' { b'2' } else { b'1' };
                }
                _ => {
                    let at = bytes.len() / 2;
                    bytes[at] ^= 1;
                }
            }
            forge(result, name, &bytes);
        }
        let told = verify(result, "100%").code(1).get_output().stderr.clone();
        let told = String::from_utf8_lossy(&told);
        for name in &names {
            assert!(told.contains(&format!("differs: {name} ")), "{name} of {} in {told}", result.display());
        }
    }
}

#[test]
fn a_verdict_names_measures_order_and_what_was_not_made_again() {
    let place = Place::new();
    let run = place.make("run", "run", &["--no-charts"]);
    verify(&run, "20%").success().stderr(
        contains("Certified").and(contains("8 organizations of 40")).and(contains(
            "Not made again, and known by their hashes alone: answer.txt, outcomes.parquet, summary.json, trajectories.csv, trajectories.parquet.",
        )),
    );
    let text = fs::read_to_string(run.join("outcomes.csv")).expect("outcomes");
    let mut lines: Vec<String> = text.lines().map(str::to_owned).collect();
    let put = |lines: &[String]| forge(&run, "outcomes.csv", (lines.join("\n") + "\n").as_bytes());
    lines.swap(3, 9);
    put(&lines);
    for sample in ["20%", "100%"] {
        verify(&run, sample)
            .code(1)
            .stderr(contains("in another order").and(contains("when it is made again").not()));
    }
    lines.swap(3, 9);
    let head: Vec<&str> = lines[0].split(',').collect();
    let column = head.iter().position(|name| *name == "legitimacy").expect("a column");
    let mut values: Vec<String> = lines[6].split(',').map(str::to_owned).collect();
    values[column] = "0.125".into();
    lines[6] = values.join(",");
    put(&lines);
    verify(&run, "40").code(1).stderr(
        contains("in row 6 (organization 5, sibling 0) legitimacy is 0.125 there, and")
            .and(contains("column").not()),
    );
    thermidor()
        .arg("replay")
        .arg(&run)
        .args(["--organization", "5", "--out"])
        .arg(place.path("no"))
        .assert()
        .code(2)
        .stderr(contains("legitimacy is 0.125 there"));
    lines.remove(6);
    put(&lines);
    verify(&run, "1").code(1).stderr(contains("has no row of organization 5"));
    let extra = lines[6].replacen("6,", "70,", 1);
    lines.push(extra);
    put(&lines);
    verify(&run, "1").code(1).stderr(contains("that is not in this result"));
    // A manifest that keeps silent on a file, says another command, or describes what cannot be.
    put(&text.lines().map(str::to_owned).collect::<Vec<_>>());
    verify(&run, "1").success();
    let manifest = json(&run.join("manifest.json"));
    let say = |change: &dyn Fn(&mut Json)| {
        let mut other = manifest.clone();
        change(&mut other);
        fs::write(run.join("manifest.json"), other.to_string()).expect("a manifest");
        verify(&run, "1")
    };
    say(&|json| drop(json["files"].as_object_mut().unwrap().remove("answer.txt")))
        .code(1)
        .stderr(contains("manifest.json has no hash of answer.txt"));
    say(&|json| json["again"] = "rm -r .".into()).code(1).stderr(contains("again in manifest.json"));
    say(&|json| json["organizations"] = 0.into()).code(2).stderr(contains("it has no organizations"));
    say(&|json| json["scenario"]["organization"]["local_size"] = 600.into())
        .code(2)
        .stderr(contains("larger"));
    say(&|json| json["files"]["notes.txt"] = "0".into()).code(1).stderr(contains("notes.txt is missing"));
}

#[test]
fn a_report_is_of_files_that_were_written_and_can_be_made_again() {
    let place = Place::new();
    let run = place.make("run", "run", &[]);
    let ablation = place.make("ablate", "ablation", &["--organizations", "6"]);
    let page = place.path("page.html");
    let report =
        |page: &Path| thermidor().arg("report").args([&run, &ablation]).arg("--out").arg(page).assert();
    report(&page).success();
    verify(&page, "5%").code(2).stderr(contains("--sample 100%"));
    verify(&page, "100%").success().stderr(contains("all 2 results were made again"));
    let html = fs::read_to_string(&page).expect("a page");
    let forged = html.replacen("Of 40 organizations", "Of 41 organizations", 1);
    assert_ne!(html, forged);
    fs::write(&page, forged).expect("a page");
    verify(&page, "100%").code(1).stderr(contains("differs: the page"));
    fs::write(&page, "<html></html>").expect("a page");
    verify(&page, "100%").code(2).stderr(contains("this is no page"));
    for (name, change) in [("answer.txt", "Of 4"), ("charts/shares.svg", "<svg"), ("summary.json", "{")] {
        let result = if name.contains("charts") { &ablation } else { &run };
        let bytes = fs::read_to_string(result.join(name)).expect("a file");
        fs::write(result.join(name), bytes.replacen(change, &format!("{change} "), 1)).expect("a file");
        report(&place.path("other.html"))
            .code(2)
            .stderr(contains(format!("{name} is not the file that was written")));
        fs::write(result.join(name), bytes).expect("a file");
    }
    report(&place.path("other.html")).success();
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
