//! The widths of vector registers that this machine has give the same bytes, through the command and all that it writes.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use assert_cmd::Command;
use thermidor_core::simd::{VARIABLE, widths};

fn thermidor(width: &str) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_thermidor"));
    command.env(VARIABLE, width);
    command
}

/// The tables of a result, by name.
fn tables(directory: &Path) -> BTreeMap<String, Vec<u8>> {
    let files = fs::read_dir(directory).expect("a result").map(|entry| entry.expect("an entry").path());
    files
        .filter(|path| path.extension().is_some_and(|ending| ending == "csv" || ending == "parquet"))
        .map(|path| (path.display().to_string(), fs::read(&path).expect("a table")))
        .map(|(name, bytes)| (name.rsplit('/').next().unwrap_or_default().to_owned(), bytes))
        .collect()
}

#[test]
fn the_command_writes_the_same_tables_at_every_width() {
    let place = tempfile::tempdir().expect("a directory");
    // A world of several organizations, locals that split off, and members that come in thousands.
    for scenario in ["world-of-allies", "splits-as-experiments", "too-many-too-fast"] {
        let mut first = None;
        for width in widths() {
            let out = place.path().join(width.name);
            let mut run = thermidor(width.name);
            run.args([
                "run",
                &format!("scenarios/{scenario}.toml"),
                "--full",
                "--organizations",
                "2",
                "--out",
            ]);
            run.arg(&out).assert().success();
            let tables = tables(&out);
            assert!(tables.len() >= 6, "{:?}", tables.keys());
            let first = first.get_or_insert_with(|| tables.clone());
            for (name, bytes) in &tables {
                assert!(first[name] == *bytes, "{name} of {scenario} differs with {}", width.name);
            }
            fs::remove_dir_all(&out).expect("removed");
        }
    }
}

#[test]
fn a_width_that_the_machine_lacks_is_refused() {
    let refusal = thermidor("avx9000").args(["scenario", "list"]).assert().code(2);
    let text = String::from_utf8_lossy(&refusal.get_output().stderr).into_owned();
    assert!(text.starts_with("error: THERMIDOR_SIMD=avx9000") && text.contains("scalar"), "{text}");
}
