//! Which crate and which module may use which: crates depend downwards only, and the modules of a crate go in no
//! circle.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

/// Crates with their sources, from the bottom up: each may use those before it.
const CRATES: [(&str, &str); 6] = [
    ("thermidor-core", "crates/core"),
    ("thermidor-stats", "crates/stats"),
    ("thermidor-scenario", "crates/scenario"),
    ("thermidor-analysis", "crates/analysis"),
    ("thermidor-io", "crates/io"),
    ("thermidor", "."),
];

/// Modules by the modules of the same crate that they use.
type Uses = BTreeMap<String, BTreeSet<String>>;

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

#[test]
fn crates_depend_downwards_only() {
    for (place, (name, directory)) in CRATES.iter().enumerate() {
        let manifest = fs::read_to_string(root().join(directory).join("Cargo.toml")).unwrap();
        let manifest: toml::Table = manifest.parse().unwrap();
        let used = manifest["dependencies"].as_table().unwrap().keys();
        for other in used.filter(|other| other.starts_with("thermidor")) {
            let below = CRATES[..place].iter().any(|(below, _)| below == other);
            assert!(below, "{name} uses {other}, which is not below it");
        }
    }
}

#[test]
fn modules_go_in_no_circle() {
    for (name, directory) in CRATES {
        let uses = uses(&root().join(directory).join("src"));
        if let Some(circle) = circle(&uses) {
            panic!("modules of {name} use each other in a circle: {}", circle.join(" → "));
        }
    }
}

#[test]
fn a_circle_is_found() {
    let uses = |pairs: &[(&str, &str)]| {
        let mut uses = Uses::new();
        for (from, to) in pairs {
            uses.entry((*from).to_owned()).or_default().insert((*to).to_owned());
        }
        uses
    };
    assert_eq!(circle(&uses(&[("a", "b"), ("a", "c"), ("b", "c")])), None);
    let found = circle(&uses(&[("a", "b"), ("b", "c"), ("c", "b")])).unwrap();
    assert_eq!(found, ["b", "c", "b"]);
    let text = "use crate::a::B;\nuse crate::{c, d::{e, f}, g};\nlet x = crate::h::i();\n//! crate::doc::x\n";
    assert_eq!(used(text), ["a", "c", "d", "g", "h"].map(str::to_owned).into());
}

/// The top-level modules of a crate with those that they use. `lib.rs` and `main.rs` put modules together and are none.
fn uses(source: &Path) -> Uses {
    let mut uses = Uses::new();
    let modules: Vec<String> = entries(source).iter().map(|path| stem(path)).collect();
    for path in entries(source).into_iter().filter(|path| !["lib", "main"].contains(&stem(path).as_str())) {
        let module = stem(&path);
        let of = uses.entry(module.clone()).or_default();
        for file in files(&path) {
            let text = fs::read_to_string(&file).unwrap();
            // From a module that lies so deep, this leads to the root of the crate as well.
            let text = text.replace(&"super::".repeat(depth(source, &file)), "crate::");
            of.extend(used(&text).into_iter().filter(|used| *used != module && modules.contains(used)));
        }
    }
    uses
}

/// The modules of its own crate that a source file names after `crate::`; not those of its tests and comments.
fn used(text: &str) -> BTreeSet<String> {
    let code: String =
        text.split("#[cfg(test)]").next().unwrap_or_default().lines().filter(is_code).collect();
    let mut used = BTreeSet::new();
    for rest in code.split("crate::").skip(1) {
        match rest.strip_prefix('{') {
            Some(list) => used.extend(heads(list)),
            None => used.extend(word(rest)),
        }
    }
    used
}

fn is_code(line: &&str) -> bool {
    !line.trim_start().starts_with("//")
}

/// The first word of each item of a `{…}` list whose opening brace was read already.
fn heads(list: &str) -> Vec<String> {
    let (mut heads, mut depth, mut item) = (Vec::new(), 0, String::new());
    for letter in list.chars() {
        match letter {
            '{' => depth += 1,
            '}' if depth == 0 => break,
            '}' => depth -= 1,
            ',' if depth == 0 => heads.extend(word(&std::mem::take(&mut item))),
            letter => item.push(letter),
        }
    }
    heads.extend(word(&item));
    heads
}

fn word(text: &str) -> Option<String> {
    let word: String =
        text.trim_start().chars().take_while(|letter| letter.is_alphanumeric() || *letter == '_').collect();
    (!word.is_empty()).then_some(word)
}

/// A circle of modules, if there is one: the first module again at its end.
fn circle(uses: &Uses) -> Option<Vec<String>> {
    fn visit(
        uses: &Uses,
        at: &str,
        path: &mut Vec<String>,
        done: &mut BTreeSet<String>,
    ) -> Option<Vec<String>> {
        if let Some(from) = path.iter().position(|there| there == at) {
            return Some([&path[from..], &[at.to_owned()]].concat());
        }
        if !done.insert(at.to_owned()) {
            return None;
        }
        path.push(at.to_owned());
        let found = uses.get(at).into_iter().flatten().find_map(|next| visit(uses, next, path, done));
        path.pop();
        found
    }
    let mut done = BTreeSet::new();
    uses.keys().find_map(|module| visit(uses, module, &mut Vec::new(), &mut done))
}

/// Source files and directories of a directory, in order.
fn entries(directory: &Path) -> Vec<PathBuf> {
    let all = fs::read_dir(directory).unwrap().map(|entry| entry.unwrap().path());
    let mut entries: Vec<PathBuf> =
        all.filter(|path| path.is_dir() || path.extension().is_some_and(|ending| ending == "rs")).collect();
    entries.sort();
    entries
}

/// All source files of a module.
fn files(path: &Path) -> Vec<PathBuf> {
    if path.is_file() {
        return vec![path.to_owned()];
    }
    entries(path).iter().flat_map(|entry| files(entry)).collect()
}

/// How many modules a file lies below the root of its crate.
fn depth(source: &Path, file: &Path) -> usize {
    let below = file.strip_prefix(source).unwrap().components().count();
    if stem(file) == "mod" { below - 1 } else { below }
}

fn stem(path: &Path) -> String {
    path.file_stem().unwrap().to_string_lossy().into_owned()
}
