//! NOTICE names what is shipped, in the versions that are shipped. `licences/make` writes it anew.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::process::Command;

use serde_json::Value as Json;

const AGAIN: &str = "run licences/make and commit NOTICE";

fn read(path: &str) -> String {
    fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(path)).expect(path)
}

#[test]
fn notice_names_the_crates_of_the_program_and_of_the_python_package() {
    let tree = Command::new(env!("CARGO"))
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .args(["tree", "--locked", "--workspace", "--edges", "normal", "--prefix", "none"])
        .args(["--target", "x86_64-unknown-linux-gnu", "--format", "{p}"])
        .output()
        .expect("cargo");
    assert!(tree.status.success(), "{}", String::from_utf8_lossy(&tree.stderr));
    let tree = String::from_utf8(tree.stdout).expect("UTF-8");
    let shipped: BTreeSet<_> = tree
        .lines()
        .filter_map(|line| line.split_once(" v"))
        .map(|(name, rest)| format!("{name} {}", rest.split(' ').next().unwrap_or_default()))
        .filter(|name| !name.starts_with("thermidor") && !name.starts_with("peers "))
        .collect();
    let notice = read("NOTICE");
    let named: BTreeSet<_> = notice
        .lines()
        .filter_map(|line| line.strip_prefix("  - "))
        .filter(|name| !name.starts_with("thermidor") && !name.starts_with("peers "))
        // Authors follow, where the crate names any.
        .map(|line| line.split(", ").next().unwrap_or_default().to_owned())
        .collect();
    assert!(shipped.len() > 100);
    assert_eq!(shipped.difference(&named).collect::<Vec<_>>(), Vec::<&String>::new(), "missing: {AGAIN}");
    assert_eq!(named.difference(&shipped).collect::<Vec<_>>(), Vec::<&String>::new(), "not shipped: {AGAIN}");
}

/// "preact - 11.2.0 (MIT)", for each package.
fn packages(text: &str) -> Vec<String> {
    text.lines().filter_map(|line| line.strip_prefix("## ")).map(str::to_owned).collect()
}

#[test]
fn notice_names_the_packages_of_the_page() {
    let page = packages(&read("web/dist/licences.md"));
    assert_eq!(packages(&read("NOTICE")), page, "{AGAIN}");
    let lock: Json = serde_json::from_str(&read("web/package-lock.json")).expect("JSON");
    for package in &page {
        let (name, rest) = package.split_once(" - ").expect("a version");
        let version = &lock["packages"][format!("node_modules/{name}")]["version"];
        assert_eq!(version.as_str(), rest.split(' ').next(), "{name}: build the page, then {AGAIN}");
    }
    let asked: Json = serde_json::from_str(&read("web/package.json")).expect("JSON");
    for name in asked["dependencies"].as_object().expect("dependencies").keys() {
        assert!(page.iter().any(|package| package.starts_with(&format!("{name} - "))), "{name} is not named");
    }
}

#[test]
fn the_program_prints_notice_with_all_licences() {
    let told = Command::new(env!("CARGO_BIN_EXE_thermidor")).arg("licences").output().expect("the program");
    assert!(told.status.success());
    let told = String::from_utf8(told.stdout).expect("UTF-8");
    assert_eq!(told.trim_end(), read("NOTICE").trim_end());
    for part in
        ["(MIT)", "(BSD-3-Clause)", "(Apache-2.0)", "(Zlib)", "UNICODE LICENSE V3", "(ISC)", "Bitstream Vera"]
    {
        assert!(told.contains(part), "there is no {part}");
    }
}
