//! Sweeps as their users meet them: killed, resumed, sharded, merged, extended, and given bad input.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command as Process, Stdio};
use std::time::Duration;

use assert_cmd::Command;
use parquet::file::reader::{FileReader, SerializedFileReader};
use parquet::record::Field;
use predicates::prelude::*;
use predicates::str::contains;
use serde_json::Value as Json;
use sha2::{Digest, Sha256};
use tempfile::TempDir;
use thermidor_core::random::STREAM_VERSION;
use thermidor_core::version::MODEL_VERSION;
use thermidor_io::identity::PART;

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
        // However slow the machine is, something was made; where the work was interrupted is left to chance.
        let before = size(&killed);
        let mut ended = None;
        while ended.is_none() && size(&killed) <= before {
            std::thread::sleep(Duration::from_millis(2));
            ended = child.try_wait().expect("a state");
        }
        std::thread::sleep(Duration::from_millis(luck % 100));
        ended = ended.or_else(|| child.try_wait().expect("a state"));
        let finished = ended.is_some();
        child.kill().expect("a kill");
        let said = child.wait_with_output().expect("an end").stderr;
        let said = String::from_utf8_lossy(&said);
        assert!(ended.is_none_or(|status| status.success()), "{said}");
        went_on += u32::from(said.contains(" runs are there"));
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

/// Changes a bit of a table in Parquet so that it still reads, with other values.
fn change_a_value(path: &Path) {
    use parquet::file::reader::SerializedFileReader;
    let good = fs::read(path).expect("a file");
    let other = tempfile::NamedTempFile::new().expect("a file");
    let rows = |bytes: &[u8]| -> Option<Vec<String>> {
        fs::write(other.path(), bytes).expect("a file");
        let file = fs::File::open(other.path()).expect("a file");
        let read = || {
            let rows = SerializedFileReader::new(file).ok()?.into_iter();
            rows.map(|row| row.ok().map(|row| row.to_string())).collect::<Option<Vec<_>>>()
        };
        std::panic::catch_unwind(std::panic::AssertUnwindSafe(read)).ok()?
    };
    let right = rows(&good).expect("rows");
    for at in 4..good.len() - 8 {
        let mut bad = good.clone();
        bad[at] ^= 0x40;
        if rows(&bad).is_some_and(|found| found.len() == right.len() && found != right) {
            fs::write(path, bad).expect("a file");
            return;
        }
    }
    panic!("no bit of {} changes a value", path.display());
}

#[test]
fn a_damaged_part_is_named_by_all_and_made_again_by_resume() {
    type Damage<'a> = (&'a str, &'a dyn Fn(&Path));
    let place = Place::new();
    let out = place.swept("out", &[]);
    let whole = files(&out);
    let damages: [Damage; 5] = [
        ("outcomes/stage1-part00001.parquet", &change_a_value),
        ("trajectories/stage1-part00003.parquet", &change_a_value),
        ("outcomes/stage1-part00001.parquet", &|path| {
            let bytes = fs::read(path).unwrap();
            fs::write(path, &bytes[..bytes.len() / 2]).unwrap();
        }),
        // A part of the same plan under another's name.
        ("outcomes/stage1-part00002.parquet", &|path| {
            fs::copy(path.with_file_name("stage1-part00000.parquet"), path).unwrap();
        }),
        ("hashes/stage1-part00000.sha256", &|path| {
            fs::write(path, fs::read_to_string(path).unwrap().replacen(['0', '1'], "2", 1)).unwrap();
        }),
    ];
    for (name, damage) in damages {
        for finished in [true, false] {
            if !finished {
                // As it is before its last part is made.
                let last = out.join("hashes/stage1-part00003.sha256");
                fs::remove_file(if name.contains("00003") {
                    last.with_file_name("stage1-part00002.sha256")
                } else {
                    last
                })
                .unwrap();
                let manifest = fs::read_to_string(out.join("manifest.json")).unwrap();
                let mut manifest: Json = serde_json::from_str(&manifest).unwrap();
                manifest["complete"] = false.into();
                manifest["files"].as_object_mut().unwrap().retain(|name, _| name.starts_with("plan/"));
                fs::write(out.join("manifest.json"), manifest.to_string()).unwrap();
            }
            damage(&out.join(name));
            let damaged = files(&out);
            let told = name.replace("hashes", "").replace(".sha256", "");
            let refused = |command: &mut Command| {
                command.assert().code(2).stderr(contains(&told).and(contains("error: ")));
            };
            if finished {
                refused(thermidor().arg("report").arg(&out).arg("--out").arg(place.path("page.html")));
                thermidor().arg("verify").arg(&out).assert().code(1).stderr(contains(&told));
            }
            refused(thermidor().arg("merge").arg(&out).arg("--out").arg(place.path("merged")));
            refused(&mut place.sweep("out", &["--extend", "--replicates", "6"]));
            assert!(!place.path("merged").exists() && !place.path("page.html").exists());
            assert!(files(&out) == damaged, "{name}: something was written");
            place
                .sweep("out", &["--resume"])
                .assert()
                .success()
                .stderr(contains(&told).and(contains("is damaged")).and(contains("made again (")));
            assert!(files(&out) == whole, "{name}: it was not made as it was");
        }
    }
    thermidor().arg("verify").arg(&out).assert().success();
    // Without its hashes a part is not there.
    change_a_value(&out.join("outcomes/stage1-part00001.parquet"));
    fs::remove_file(out.join("hashes/stage1-part00001.sha256")).unwrap();
    place.sweep("out", &["--resume"]).assert().success().stderr(contains("of 192 runs are there"));
    assert_eq!(files(&out), whole);
}

/// What a sweep writes of its scenario and experiment, column by column: other values mean another model, whatever the form.
fn columns(table: &Path) -> BTreeMap<String, String> {
    let mut columns: BTreeMap<String, Sha256> = BTreeMap::new();
    let reader = SerializedFileReader::new(fs::File::open(table).expect("a table")).expect("Parquet");
    for row in reader.get_row_iter(None).expect("rows") {
        for (name, field) in row.expect("a row").get_column_iter() {
            columns.entry(name.clone()).or_default().update(format!("{field}\n"));
        }
    }
    let short = |hash: Sha256| hash.finalize()[..8].iter().map(|byte| format!("{byte:02x}")).collect();
    columns.into_iter().map(|(name, hash)| (name, short(hash))).collect()
}

#[test]
fn the_values_of_a_part_are_those_of_the_models_version() {
    // Captures and returns come soon, so that no two columns of outcomes are alike.
    let soon = "set = [\"capture.months=2\", \"emergency.central_push=9\", \"emergency.raise_rate=1\"]";
    let place = Place::with(&format!("trajectories = \"thinned\"\n{soon}\n{EXPERIMENT}"));
    let out = place.swept("out", &[]);
    let mut made = format!("model = {MODEL_VERSION}\nstreams = {STREAM_VERSION}\n");
    for table in ["outcomes", "trajectories"] {
        made.push_str(&format!("\n[{table}]\n"));
        let columns = columns(&out.join(format!("{table}/stage1-part00000.parquet")));
        columns.iter().for_each(|(name, hash)| made.push_str(&format!("\"{name}\" = \"{hash}\"\n")));
    }
    if made.lines().eq(PART.lines()) {
        return;
    }
    let table = |text: &str| text.parse::<toml::Table>().expect("TOML");
    let (kept, found) = (table(PART), table(&made));
    let versions = ["model", "streams"].map(|key| (kept[key].as_integer(), found[key].as_integer()));
    let raised = versions.iter().any(|(kept, now)| kept < now);
    // A column that is new or gone is another form of the table, and not another model.
    let changed: Vec<String> = ["outcomes", "trajectories"]
        .iter()
        .flat_map(|name| {
            let (kept, found) =
                (kept[*name].as_table().expect("a table"), found[*name].as_table().expect("a table"));
            let other =
                kept.iter().filter(|(column, hash)| found.get(*column).is_some_and(|now| now != *hash));
            other.map(|(column, _)| format!("{name}.{column}")).collect::<Vec<_>>()
        })
        .collect();
    assert!(
        changed.is_empty() || raised,
        "a part of a sweep has other values ({}), and the version of the model is the same.\n\
         help: Where that was not meant, find what changed them. Where it was, raise MODEL_VERSION in \
         crates/core/src/version.rs, run this test again, and do what it says.",
        changed.join(", ")
    );
    let file = Path::new(env!("CARGO_TARGET_TMPDIR")).join("part.golden");
    fs::write(&file, made).expect("the file can be written");
    panic!(
        "the values or the columns of a part changed.\nhelp: cp {} crates/io/src/part.golden",
        file.display()
    );
}

#[test]
fn the_hashes_of_parts_are_what_other_programs_find() {
    let place = Place::new();
    let out = place.swept("out", &[]);
    let Ok(sha256sum) = Process::new("sha256sum").arg("--version").output() else {
        println!("skipped: there is no sha256sum");
        return;
    };
    assert!(sha256sum.status.success());
    let sums: Vec<_> = fs::read_dir(out.join("hashes")).unwrap().map(|entry| entry.unwrap().path()).collect();
    assert_eq!(sums.len(), 4);
    let checked = Process::new("sha256sum").arg("--check").args(&sums).current_dir(&out).output().unwrap();
    assert!(checked.status.success());
    assert_eq!(String::from_utf8_lossy(&checked.stdout).matches(": OK").count(), 8);
}

#[test]
fn a_journal_of_another_part_is_told_and_not_taken() {
    let place = Place::with(&EXPERIMENT.replace("replicates = 4", "replicates = 200"));
    let whole = place.swept("whole", &[]);
    let mut child = Process::new(PROGRAM)
        .arg("sweep")
        .arg(place.path("experiment.toml"))
        .args(["--no-charts", "--out"])
        .arg(place.path("out"))
        .stderr(Stdio::null())
        .spawn()
        .expect("a process");
    let journal = place.path("out/journal");
    let begun = std::time::Instant::now();
    let last = || {
        let found = fs::read_dir(&journal).ok()?.filter_map(|entry| Some(entry.ok()?.path())).next()?;
        (fs::metadata(&found).ok()?.len() > 4000).then_some(found)
    };
    let found = loop {
        if let Some(found) = last() {
            break found;
        }
        assert!(begun.elapsed() < Duration::from_secs(60), "no journal");
        std::thread::sleep(Duration::from_millis(5));
    };
    child.kill().expect("a kill");
    child.wait().expect("an end");
    // The part at work when it was killed may be another one by now.
    let there = last().unwrap_or(found);
    let number: u32 = there.to_str().unwrap()[there.to_str().unwrap().len() - 5..].parse().unwrap();
    fs::rename(&there, journal.join(format!("stage1-part{:05}", number + 1))).unwrap();
    place
        .sweep("out", &["--resume"])
        .assert()
        .success()
        .stderr(contains(format!("stage1-part{:05} is damaged after 0 runs", number + 1)));
    same(&whole, &place.path("out"));
}

#[test]
fn what_is_asked_is_not_changed_between_resumes() {
    let place = Place::new();
    place.swept("out", &[]);
    let text = fs::read_to_string(place.path("experiment.toml")).unwrap();
    fs::write(place.path("experiment.toml"), format!("on = \"collapsed\"\n{text}")).unwrap();
    place.sweep("out", &["--resume"]).assert().code(2).stderr(contains("begun with another `on`"));
}

#[test]
fn no_factor_has_the_name_of_a_column_of_the_responses() {
    for name in ["asked", "asked_low", "asked_high", "runs", "point"] {
        let place = Place::with(&format!(
            "scenario = \"scenario.toml\"\n[[block]]\n[[block.factor]]\npath = \"precedent.gamma\"\nname = \"{name}\"\nvalues = [1]\n"
        ));
        place.sweep("out", &[]).assert().code(2).stderr(contains(name));
    }
}

#[test]
fn what_is_only_read_is_not_written_to() {
    let place = Place::new();
    let shards: Vec<PathBuf> =
        (1..=2).map(|i| place.swept(&format!("shard-{i}"), &["--shard", &format!("{i}/2")])).collect();
    let whole = place.swept("whole", &[]);
    let all = [&shards[..], std::slice::from_ref(&whole)].concat();
    // A copy has no lock.
    all.iter().for_each(|directory| fs::remove_file(directory.join(".lock")).unwrap());
    let before: Vec<_> = all.iter().map(|directory| files(directory)).collect();
    let merged = place.path("merged");
    thermidor().arg("merge").args(&shards).arg("--out").arg(&merged).arg("--no-charts").assert().success();
    for directory in &all {
        thermidor().arg("verify").arg(directory).assert().success();
    }
    thermidor().arg("report").arg(&whole).arg("--out").arg(place.path("page.html")).assert().success();
    let after: Vec<_> = all.iter().map(|directory| files(directory)).collect();
    assert_eq!(before, after);
}

#[test]
fn readers_do_not_disturb_each_other_and_wait_for_a_writer() {
    let place = Place::new();
    let out = place.swept("out", &[]);
    let lock = fs::File::open(out.join(".lock")).unwrap();
    lock.lock_shared().unwrap();
    thermidor().arg("verify").arg(&out).assert().success();
    place.sweep("out", &["--resume"]).assert().code(2).stderr(contains("at work"));
    lock.unlock().unwrap();
    lock.lock().unwrap();
    thermidor().arg("verify").arg(&out).assert().code(2).stderr(contains("at work"));
}

#[test]
fn directories_that_are_one_are_not_merged() {
    let place = Place::new();
    let one = place.swept("one", &["--shard", "1/2"]);
    let before = files(&one);
    let merge = |from: &[&str], out: &str| {
        let mut command = thermidor();
        command.current_dir(place.0.path()).arg("merge").args(from).args(["--no-charts", "--out", out]);
        command.assert().code(2)
    };
    merge(&["one", "one"], "out").stderr(contains("one was named twice"));
    let same = "are the same directory";
    merge(&["one", "./one"], "out").stderr(contains(same));
    merge(&["one", "one/../one"], "out").stderr(contains(same));
    let full = one.display().to_string();
    merge(&["one", &full], "out").stderr(contains(same));
    #[cfg(unix)]
    {
        std::os::unix::fs::symlink(&one, place.path("link")).unwrap();
        merge(&["one", "link"], "out").stderr(contains(same));
        merge(&["one"], "link").stderr(contains("is one, which is to be merged"));
        merge(&["one"], "link/out").stderr(contains("is inside one"));
        std::os::unix::fs::symlink("nowhere", place.path("dangling")).unwrap();
        merge(&["one"], "dangling").stderr(contains("dangling exists"));
    }
    merge(&["one"], "one").stderr(contains("--out one is one"));
    merge(&["one"], "one/deep/out").stderr(contains("is inside one"));
    merge(&["one", "nowhere"], "out").stderr(contains("cannot read nowhere"));
    assert_eq!(files(&one), before);
    assert!(!place.path("out").exists());
}

/// Writes a file of a result, and its hash wherever it stands, as a forger would.
fn forge(out: &Path, name: &str, bytes: &[u8]) {
    fn write(out: &Path, name: &str, bytes: &[u8]) {
        let path = out.join("manifest.json");
        let mut manifest: Json = serde_json::from_slice(&fs::read(&path).unwrap()).unwrap();
        manifest["files"][name] = sha256(bytes).into();
        fs::write(&path, manifest.to_string()).unwrap();
        fs::write(out.join(name), bytes).unwrap();
    }
    write(out, name, bytes);
    let stem = Path::new(name).file_stem().unwrap().to_str().unwrap().to_owned();
    let hashes = format!("hashes/{stem}.sha256");
    if let Ok(text) = fs::read_to_string(out.join(&hashes)) {
        let lines = text.lines().map(|line| match line.split_once("  ").unwrap() {
            (_, file) if file == name => format!("{}  {file}\n", sha256(bytes)),
            _ => format!("{line}\n"),
        });
        write(out, &hashes, lines.collect::<String>().as_bytes());
    }
}

fn sha256(bytes: &[u8]) -> String {
    thermidor_io::output::manifest::hash_of(bytes)
}

#[test]
fn a_forged_part_or_table_or_answer_of_a_sweep_is_named() {
    let place = Place::new();
    place.sweep("out", &[]).assert().success();
    let out = place.path("out");
    let whole = files(&out);
    let verify = |sample: &str| thermidor().arg("verify").arg(&out).args(["--sample", sample]).assert();
    let put_back = || whole.iter().for_each(|(name, bytes)| fs::write(out.join(name), bytes).unwrap());
    verify("100%").success().stderr(contains("4 of 4 parts").and(contains("Not made again").not()));
    verify("1").success().stderr(contains("1 of 4 parts").and(contains("Not made again")));
    // What is read off the parts is made again with every sample.
    for name in ["responses.csv", "responses.parquet", "points/stage1.parquet", "answer.txt", "summary.json"]
    {
        let mut bytes = whole[name].clone();
        if name.ends_with(".parquet") {
            change_a_value(&out.join(name));
            bytes = fs::read(out.join(name)).unwrap();
        } else {
            let at = bytes.iter().rposition(u8::is_ascii_digit).unwrap();
            bytes[at] = if bytes[at] == b'1' { b'2' } else { b'1' };
        }
        forge(&out, name, &bytes);
        verify("1").code(1).stderr(contains(format!("differs: {name} is not what the program")));
        put_back();
    }
    let name = "outcomes/stage1-part00002.parquet";
    change_a_value(&out.join(name));
    forge(&out, name, &fs::read(out.join(name)).unwrap());
    verify("100%").code(1).stderr(
        contains(format!("differs: {name} is not what the program makes: in row "))
            .and(contains("when it is made again")),
    );
    put_back();
    // A file that readers of a table would take, and a manifest that keeps silent on one.
    fs::copy(out.join(name), out.join("outcomes/more.parquet")).unwrap();
    verify("1").code(1).stderr(contains("outcomes/more.parquet is no file of this sweep"));
    fs::remove_file(out.join("outcomes/more.parquet")).unwrap();
    fs::write(out.join("notes.txt"), "mine").unwrap();
    verify("1").success().stderr(contains("Not looked at: notes.txt"));
    let manifest = String::from_utf8(whole["manifest.json"].clone()).unwrap();
    let mut silent: Json = serde_json::from_str(&manifest).unwrap();
    silent["files"].as_object_mut().unwrap().remove(name);
    fs::write(out.join("manifest.json"), silent.to_string()).unwrap();
    verify("1").code(1).stderr(contains(format!("manifest.json has no hash of {name}")));
    let more = manifest.replace("\"runs\": 192", "\"runs\": 1920");
    fs::write(out.join("manifest.json"), more).unwrap();
    verify("1").code(1).stderr(contains("stages in manifest.json"));
}

#[test]
fn charts_that_were_damaged_are_drawn_again() {
    let place = Place::new();
    let charts = |more: &[&str]| {
        let mut command = thermidor();
        command.arg("sweep").arg(place.path("experiment.toml")).arg("--out").arg(place.path("out"));
        command.args(more).assert().success();
    };
    charts(&[]);
    let whole = files(&place.path("out"));
    fs::write(place.path("out/charts/response.svg"), "<svg/>").unwrap();
    charts(&["--resume", "--no-charts"]);
    assert!(files(&place.path("out")) == whole);
}

#[test]
fn a_sweep_is_reported_and_a_shard_is_not() {
    let place = Place::new();
    let page = place.path("page.html");
    place.sweep("out", &[]).assert().success();
    let report = |what: &str, page: &Path| {
        thermidor().arg("report").arg(place.path(what)).arg("--out").arg(page).assert()
    };
    report("out", &page).success();
    let html = fs::read_to_string(&page).unwrap();
    for part in ["Sweep: A sweep", "192 runs at 48 points", "precedent.gamma", "latin_hypercube", "plan/1"] {
        assert!(html.contains(part), "{part} is missing");
    }
    let other = place.path("other.html");
    place.swept("shard", &["--shard", "1/2"]);
    report("shard", &other).code(2).stderr(contains("shard 1/2").and(contains("thermidor merge")));
    report("out", &place.path("out/answer.txt")).code(2).stderr(contains("which it would change"));
    let replayed = thermidor().arg("replay").arg(place.path("out")).args(["--organization", "1"]).assert();
    replayed.code(2).stderr(contains("holds a sweep"));
    assert!(!other.exists());
}

#[test]
fn another_version_is_told_and_nothing_is_lost() {
    let place = Place::new();
    let out = place.swept("out", &[]);
    let manifest = fs::read_to_string(out.join("manifest.json")).unwrap();
    let build =
        serde_json::from_str::<Json>(&manifest).unwrap()["identity"]["build"].as_str().unwrap().to_owned();
    fs::write(out.join("manifest.json"), manifest.replace(&build, "0123456789abcdef")).unwrap();
    let before = files(&out);
    place.sweep("out", &["--resume"]).assert().code(2).stderr(contains("use the version that made it"));
    assert_eq!(files(&out), before);
    fs::write(out.join("manifest.json"), manifest).unwrap();
    let plan = out.join("plan/1/experiment.toml");
    fs::write(&plan, fs::read_to_string(&plan).unwrap() + "# more\n").unwrap();
    place
        .sweep("out", &["--resume"])
        .assert()
        .code(2)
        .stderr(contains("is not what this sweep was begun with"));
    thermidor().arg("verify").arg(&out).assert().code(1).stderr(contains("differs: plan/1/experiment.toml"));
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

/// Bytes of all files in a directory, while somebody works in it.
fn size(directory: &Path) -> u64 {
    let entries = fs::read_dir(directory).into_iter().flatten().filter_map(Result::ok);
    let of = |entry: fs::DirEntry| match entry.metadata() {
        Ok(about) if about.is_dir() => size(&entry.path()),
        Ok(about) => about.len(),
        Err(_) => 0,
    };
    entries.map(of).sum()
}

/// Rows of all Parquet files of a table, those of one point together.
fn rows(directory: &Path, table: &str) -> Vec<BTreeMap<String, Field>> {
    let room = directory.join(table);
    let names: Vec<PathBuf> = if room.is_dir() {
        fs::read_dir(room).expect("a directory").map(|entry| entry.expect("an entry").path()).collect()
    } else {
        vec![directory.join(format!("{table}.parquet"))]
    };
    let mut rows = Vec::new();
    for name in names {
        let reader = SerializedFileReader::new(fs::File::open(name).expect("a file")).expect("Parquet");
        let found = reader.get_row_iter(None).expect("rows");
        rows.extend(found.map(|row| row.expect("a row").into_columns().into_iter().collect()));
    }
    let number = |row: &BTreeMap<String, Field>, name: &str| {
        if let Some(Field::Int(number)) = row.get(name) { *number } else { 0 }
    };
    rows.sort_by_key(|row| (number(row, "point"), number(row, "organization")));
    rows
}

/// A column of each kind: path, values as they are written in TOML, and what must be in the tables.
fn kinds() -> Vec<(&'static str, [&'static str; 3], [Field; 3])> {
    let text = |value: &str| Field::Str(value.to_owned());
    vec![
        ("voice.fusion", ["0", "0.5", "1"], [0.0, 0.5, 1.0].map(Field::Double)),
        ("precedent.barrier", ["-1", "-0.0", "1e0"], [-1.0, 0.0, 1.0].map(Field::Double)),
        ("mandates.term_ticks", ["6", "12.0", "2.4e1"], [6, 12, 24].map(Field::Int)),
        ("safeguards.rotation.until_tick", ["30.0", "0x14", "10"], [30, 20, 10].map(Field::Int)),
        ("mandates.staggered", ["true", "false", "true"], [true, false, true].map(Field::Bool)),
        ("safeguards.lottery", ["true", "false", "true"], [true, false, true].map(Field::Bool)),
        ("shocks.isolation", ["false", "true", "true"], [false, true, true].map(Field::Bool)),
        (
            "safeguards.lottery.pool",
            ["\"members\"", "\"present\"", "'members'"],
            ["members", "present", "members"].map(text),
        ),
        (
            "safeguards.rotation.tiers",
            ["[]", "[\"executive\"]", "[]"],
            ["[]", "[\"executive\"]", "[]"].map(text),
        ),
        ("variant", ["\"base\"", "\"bare\"", "\"base\""], ["base", "bare", "base"].map(text)),
    ]
}

#[test]
fn values_of_every_kind_come_out_as_they_went_in() {
    let factor = |path: &str, values: &[&str]| {
        format!("[[block.factor]]\npath = \"{path}\"\nvalues = [{}]\n", values.join(", "))
    };
    let head = "scenario = \"scenario.toml\"\nreplicates = 2\n[[block]]\n";
    let factors: String = kinds().iter().map(|(path, values, _)| factor(path, values)).collect();
    let place = Place::with(&format!("{head}design = \"zip\"\n{factors}"));
    let toml = place.swept("toml", &[]);
    // The same in a list, as R, pandas and people write one.
    let cell = |values: &[&str; 3], row: usize| {
        let value = values[row].trim_matches(['"', '\'']);
        let value = match value {
            "true" => ["true", "True", "TRUE"][row],
            value => value,
        };
        format!("\"{}\"", value.replace('"', "\"\""))
    };
    let line =
        |row: usize| kinds().iter().map(|(_, values, _)| cell(values, row)).collect::<Vec<_>>().join(",");
    let paths: Vec<&str> = kinds().iter().map(|(path, _, _)| *path).collect();
    let csv = [paths.join(","), line(0), line(1), line(2)].join("\n");
    fs::write(place.path("points.csv"), csv).unwrap();
    fs::write(place.path("experiment.toml"), format!("{head}design = \"list\"\nfile = \"points.csv\"\n"))
        .unwrap();
    let list = place.swept("list", &[]);
    for swept in [&toml, &list] {
        for (table, each) in [("points", 1), ("responses", 1), ("outcomes", 2)] {
            let rows = rows(swept, table);
            assert_eq!(rows.len(), 3 * each);
            for (path, _, wanted) in kinds() {
                let found: Vec<&Field> = rows.iter().step_by(each).map(|row| &row[path]).collect();
                // As texts, since -0.0 equals 0.0.
                assert_eq!(format!("{found:?}"), format!("{:?}", wanted.each_ref()), "{path} in {table}");
            }
        }
        let mut csv = csv::Reader::from_path(swept.join("responses.csv")).unwrap();
        let row: BTreeMap<String, String> = csv.deserialize().nth(1).unwrap().unwrap();
        assert_eq!(
            [&row["voice.fusion"], &row["precedent.barrier"], &row["mandates.term_ticks"]],
            ["0.5", "0", "12"]
        );
    }
}

#[test]
fn what_stands_beside_is_of_all_runs() {
    let soon = "set = [\"capture.months=2\", \"emergency.central_push=9\", \"emergency.raise_rate=1\"]";
    let place = Place::with(&format!("on = \"damage\"\n{soon}\n{EXPERIMENT}"));
    let out = place.swept("out", &[]);
    let mut csv = csv::Reader::from_path(out.join("responses.csv")).unwrap();
    let points: Vec<BTreeMap<String, String>> = csv.deserialize().collect::<Result<_, _>>().unwrap();
    let of = |point: &BTreeMap<String, String>, name: &str| point[name].parse::<f64>().unwrap();
    let mean = |name: &str| {
        let sum: f64 = points.iter().map(|point| of(point, "runs") * of(point, name)).sum();
        sum / points.iter().map(|point| of(point, "runs")).sum::<f64>()
    };
    let answer: serde_json::Value =
        serde_json::from_str(&fs::read_to_string(out.join("summary.json")).unwrap()).unwrap();
    let beside = answer["beside"].as_array().unwrap();
    for (place, name) in ["captured", "captured_loose", "captured_strict"].into_iter().enumerate() {
        assert_eq!(beside[place][0], name);
        assert!((beside[place][1].as_f64().unwrap() - mean(name)).abs() < 1e-4, "{name}");
    }
    assert!(mean("captured_loose") > mean("captured_strict"), "too alike to tell them apart");
    let told = fs::read_to_string(out.join("answer.txt")).unwrap();
    assert!(told.contains("Of all runs: captured at some time "), "{told}");
}

#[test]
fn zero_and_zero_point_zero_are_one_value() {
    let with = |values: &str| {
        format!(
            "scenario = \"scenario.toml\"\nreplicates = 2\n[[block]]\n[[block.factor]]\npath = \"voice.fusion\"\nvalues = [{values}]\n"
        )
    };
    let place = Place::with(&with("0, 0.5, 1"));
    let out = place.swept("out", &[]);
    let before = files(&out);
    fs::write(place.path("experiment.toml"), with("0.0, 0.5, 1.0")).unwrap();
    same(&out, &place.swept("other", &[]));
    place.sweep("out", &["--resume"]).assert().success().stderr(contains("6 of 6 runs are there"));
    place.sweep("out", &["--extend"]).assert().code(2).stderr(contains("adds nothing"));
    assert_eq!(files(&out), before);
    fs::write(place.path("experiment.toml"), with("0.0, -0.0, 0.5, 1.0, 0.25")).unwrap();
    place.sweep("out", &["--extend"]).assert().success();
    let points = rows(&out, "points");
    // The second of two zeros is a point of its own, as it always was; the first is the one that is there.
    assert_eq!(points.len(), 5);
    assert_eq!(points.iter().filter(|row| row["voice.fusion"] == Field::Double(0.0)).count(), 2);
}

#[test]
fn a_scenario_is_told_from_an_experiment() {
    let place = Place::with("ticks = 60\n[voice]\nfusion = 0.5\n[[shocks.isolation]]\n");
    let told = contains("belongs in a scenario").count(1).and(contains("scenario = \"FILE\""));
    place.sweep("out", &[]).assert().code(2).stderr(told);
}

#[test]
fn values_that_do_not_fit_are_refused_in_toml_and_in_lists() {
    for (path, values, part) in [
        ("voice.fusion", "[0.5, nan]", "out of range"),
        ("voice.fusion", "[inf]", "out of range"),
        ("voice.fusion", "[true]", "true or false where a number"),
        ("voice.fusion", "[\"0.5\"]", "a text where a number"),
        ("mandates.term_ticks", "[6, 6.5]", "6.5 is not a whole number"),
        ("mandates.staggered", "[1]", "where true or false is needed"),
        ("safeguards.lottery", "[1, 0]", "not true or false"),
        ("safeguards.lottery.pool", "[1]", "not one of the words"),
        ("seed", "[1, 2]", "luck = "),
        ("variant", "[1]", "there is no variant"),
    ] {
        let place = Place::with(&format!(
            "scenario = \"scenario.toml\"\n[[block]]\n[[block.factor]]\npath = \"{path}\"\nvalues = {values}\n"
        ));
        place.sweep("out", &[]).assert().code(2).stderr(contains(part).and(contains("experiment.toml:")));
        assert!(!place.path("out").exists());
    }
    let place =
        Place::with("scenario = \"scenario.toml\"\n[[block]]\ndesign = \"list\"\nfile = \"points.csv\"\n");
    for (cell, part) in [
        ("NaN", "a text where"),
        ("nan", "out of range"),
        ("\"\"", "there is no value"),
        ("NA", "a text where"),
    ] {
        fs::write(place.path("points.csv"), format!("voice.fusion\n0.5\n{cell}\n")).unwrap();
        place.sweep("out", &[]).assert().code(2).stderr(contains(part).and(contains("line 3")));
    }
}

/// Gives a manifest another build.
fn of_another_build(directory: &Path) {
    let path = directory.join("manifest.json");
    let text = fs::read_to_string(&path).expect("a manifest");
    let build = serde_json::from_str::<Json>(&text).expect("JSON")["identity"]["build"]
        .as_str()
        .expect("a build")
        .to_owned();
    fs::write(path, text.replace(&build, "0123456789abcdef")).expect("a manifest");
}

/// Gives a part the plan of another build, as that build would have written it.
fn part_of_another_build(directory: &Path, part: &str) {
    let text = fs::read_to_string(directory.join("manifest.json")).expect("a manifest");
    let manifest: Json = serde_json::from_str(&text).expect("JSON");
    let plan = manifest["stages"][0]["plan"].as_str().expect("a plan");
    let mut bytes = fs::read(directory.join(part)).expect("a part");
    let places: Vec<usize> =
        (0..bytes.len() - plan.len()).filter(|at| bytes[*at..].starts_with(plan.as_bytes())).collect();
    assert!(!places.is_empty(), "a part does not say to which plan it belongs");
    for at in places {
        bytes[at..at + 8].copy_from_slice(b"01234567");
    }
    fs::write(directory.join(part), &bytes).expect("a part");
    // That build would have written its hash as well.
    let stem = Path::new(part).file_stem().expect("a name").to_string_lossy().into_owned();
    let hashes = directory.join(format!("hashes/{stem}.sha256"));
    let of = |name: &str| -> String {
        let bytes = fs::read(directory.join(name)).expect("a file");
        Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect()
    };
    let names = fs::read_to_string(&hashes).expect("hashes");
    let names = names.lines().filter_map(|line| line.split_once("  "));
    let names: Vec<String> = names.map(|(_, name)| name.to_owned()).collect();
    let lines: String = names.iter().map(|name| format!("{}  {name}\n", of(name))).collect();
    fs::write(&hashes, lines).expect("hashes");
    let path = directory.join("manifest.json");
    let mut manifest: Json = serde_json::from_slice(&fs::read(&path).expect("a manifest")).expect("JSON");
    for name in names.into_iter().chain([format!("hashes/{stem}.sha256")]) {
        manifest["files"][&name] = of(&name).into();
    }
    fs::write(path, manifest.to_string()).expect("a manifest");
}

#[test]
fn parts_of_another_build_are_refused_by_all_that_read_them() {
    let place = Place::new();
    let shards: Vec<PathBuf> =
        (1..=2).map(|i| place.swept(&format!("shard-{i}"), &["--shard", &format!("{i}/2")])).collect();
    let whole = place.swept("whole", &[]);
    let refused = |said: &str| {
        let merge = || {
            let mut command = thermidor();
            command.arg("merge").args(&shards).arg("--out").arg(place.path("merged"));
            command
        };
        let verify = || {
            let mut command = thermidor();
            command.arg("verify").arg(&whole);
            command
        };
        let before = files(&whole);
        place.sweep("whole", &["--resume"]).assert().code(2).stderr(contains(said));
        place.sweep("whole", &["--extend", "--replicates", "6"]).assert().code(2).stderr(contains(said));
        place.sweep("whole", &["--retry-failed"]).assert().code(2).stderr(contains(said));
        merge().assert().code(2).stderr(contains(said));
        verify().assert().failure();
        assert_eq!(files(&whole), before);
        assert!(!place.path("merged").exists());
    };
    let parts = [&whole, &shards[1]].map(|directory| (directory, "outcomes/stage1-part00001.parquet"));
    let kept = parts.map(|(directory, _)| files(directory));
    parts.iter().for_each(|(directory, part)| part_of_another_build(directory, part));
    refused("is of another plan");
    for ((directory, _), kept) in parts.iter().zip(kept) {
        kept.iter().for_each(|(name, bytes)| fs::write(directory.join(name), bytes).expect("a file"));
    }
    [&whole, &shards[1]].into_iter().for_each(|directory| of_another_build(directory));
    refused("use the version that made it");
    thermidor().arg("verify").arg(&whole).assert().code(2).stderr(contains("use the version that made it"));
    thermidor().arg("report").arg(&whole).arg("--out").arg(place.path("page.html")).assert().code(2);
}

/// A factor that changes a definition and nothing that happens.
fn definition(luck: &str, replicates: u32, values: &str) -> String {
    format!(
        "scenario = \"scenario.toml\"\nreplicates = {replicates}\nluck = \"{luck}\"\ntrajectories = \"none\"\non = \"participation\"\n\
         [[block]]\n[[block.factor]]\npath = \"capture.lock_in_months\"\n{values}\n"
    )
}

#[test]
fn points_with_luck_of_their_own_are_independent() {
    let averages = |luck: &str| -> Vec<f64> {
        let place = Place::with(&definition(luck, 2, "from = 1\nto = 30\nsteps = 30"));
        (0..8)
            .map(|seed| {
                let swept = place.swept(&format!("{seed}"), &["--seed", &seed.to_string()]);
                let mut csv = csv::Reader::from_path(swept.join("responses.csv")).unwrap();
                let rows: Vec<BTreeMap<String, String>> = csv.deserialize().map(Result::unwrap).collect();
                let asked = |row: &BTreeMap<String, String>| row["asked"].parse::<f64>().unwrap();
                let mut distinct: Vec<String> = rows.iter().map(|row| row["asked"].clone()).collect();
                distinct.sort();
                distinct.dedup();
                assert_eq!(distinct.len(), if luck == "own" { 30 } else { 1 }, "{luck}");
                rows.iter().map(asked).sum::<f64>() / 30.0
            })
            .collect()
    };
    let variance = |values: &[f64]| {
        let mean = values.iter().sum::<f64>() / values.len() as f64;
        values.iter().map(|value| (value - mean) * (value - mean)).sum::<f64>() / (values.len() - 1) as f64
    };
    // Sixty fates and not two: thirty times less, give or take what eight seeds tell.
    let (shared, own) = (variance(&averages("shared")), variance(&averages("own")));
    println!(
        "variance of the average over points: shared {shared:.3e}, own {own:.3e}, ratio {:.1}",
        shared / own
    );
    assert!(own * 6.0 < shared, "{own} {shared}");
}

#[test]
fn a_point_keeps_its_own_luck_wherever_it_stands() {
    let place = Place::with(&definition("own", 3, "values = [6, 12, 24]"));
    let out = place.swept("out", &[]);
    let told: Json = serde_json::from_slice(&fs::read(out.join("manifest.json")).unwrap()).unwrap();
    assert_eq!(told["stages"][0]["luck"], "own");
    // It is told by its values, not by its place, and the seed in its rows makes it again.
    let more = definition("own", 4, "values = [18, 24, 6.0, 12, 30]");
    fs::write(place.path("experiment.toml"), &more).unwrap();
    let at_once = place.swept("at-once", &[]);
    place.sweep("out", &["--extend"]).assert().success();
    let told = |directory: &Path| {
        let mut told: Vec<String> = rows(directory, "outcomes")
            .into_iter()
            .map(|mut row| {
                row.remove("point");
                format!("{row:?}")
            })
            .collect();
        told.sort();
        told
    };
    assert_eq!(told(&out), told(&at_once));
    let shards: Vec<PathBuf> =
        (1..=3).map(|i| place.swept(&format!("shard-{i}"), &["--shard", &format!("{i}/3")])).collect();
    thermidor()
        .arg("merge")
        .args(&shards)
        .arg("--out")
        .arg(place.path("merged"))
        .arg("--no-charts")
        .assert()
        .success();
    same(&at_once, &place.path("merged"));
    thermidor().arg("verify").arg(&at_once).args(["--sample", "100%"]).assert().success();
    let points = rows(&at_once, "outcomes");
    let point: Vec<_> = points.iter().filter(|row| row["capture.lock_in_months"] == Field::Int(12)).collect();
    let Field::Str(seed) = &point[0]["seed"] else { panic!("a seed") };
    let seed = seed.split('/').next().unwrap();
    let run = place.path("run");
    thermidor()
        .arg("run")
        .arg(place.path("scenario.toml"))
        .args([
            "--seed",
            seed,
            "--organizations",
            "4",
            "--set",
            "capture.lock_in_months=12",
            "--no-charts",
            "--out",
        ])
        .arg(&run)
        .assert()
        .success();
    for (row, of_run) in point.iter().zip(rows(&run, "outcomes")) {
        assert!(of_run.iter().all(|(name, value)| row[name] == *value), "{row:?} {of_run:?}");
    }
    // Luck is part of the plan.
    fs::write(place.path("experiment.toml"), more.replace("\"own\"", "\"shared\"")).unwrap();
    place.sweep("at-once", &["--resume"]).assert().code(2).stderr(contains("another plan"));
    place.sweep("at-once", &["--extend", "--replicates", "9"]).assert().code(2).stderr(contains("luck of"));
    fs::write(place.path("experiment.toml"), more.replace("\"own\"", "\"owned\"")).unwrap();
    place.sweep("never", &[]).assert().code(2).stderr(contains("use one of: shared, own"));
}

#[test]
fn few_fates_are_told() {
    let fates = || contains("share the same 4 fates").and(contains("luck = \"own\""));
    let place = Place::with(&definition("shared", 4, "values = [6, 12, 24]"));
    place.sweep("out", &["--dry-run"]).assert().success().stdout(fates());
    place.sweep("out", &["--format", "json"]).assert().success().stderr(fates()).stdout(contains("\"note\""));
    assert!(fates().eval(&fs::read_to_string(place.path("out/answer.txt")).unwrap()));
    place
        .sweep("out", &["--extend", "--replicates", "10"])
        .assert()
        .success()
        .stderr(contains("fates").not());
    for (name, experiment) in [
        ("own", definition("own", 4, "values = [6, 12, 24]")),
        ("many", definition("shared", 10, "values = [6, 12, 24]")),
        ("one", definition("shared", 4, "values = [6]")),
    ] {
        fs::write(place.path("experiment.toml"), experiment).unwrap();
        place.sweep(name, &["--dry-run"]).assert().success().stdout(contains("fates").not());
        place.sweep(name, &["--format", "json"]).assert().success().stdout(contains("note").not());
    }
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
    assert!(
        words.contains("Captured at the end: 0.0 % (95 % interval 0.0 % to 56.1 %) at each of 3 points."),
        "{words}"
    );
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
    assert!(words.contains("Months captured: 0.000 (95 % interval "), "{words}");
    assert_eq!(summary["lowest"]["estimate"]["low"], 0.0);
    assert!(summary["lowest"]["estimate"]["high"].as_f64() > Some(1.0), "certain after three runs");
}
