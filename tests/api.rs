//! The public items of the crates, so that no change of them goes unnoticed. `docs/api/` has a file a crate.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use public_api::Builder;

/// Names the compiler that the lists are of.
const COMPILER: &str = "docs/api/compiler.txt";

const CRATES: [&str; 5] = ["core", "stats", "scenario", "analysis", "io"];

/// The compiler, as it names itself.
fn compiler() -> String {
    let named = Command::new("rustc").arg("--version").output().expect("the compiler runs");
    String::from_utf8_lossy(&named.stdout).trim().to_owned()
}

/// Documents the workspace as JSON, which stable compilers do on request only. `None` where that fails. Done as
/// `cargo doc --workspace` is, so that nothing below is compiled anew.
fn documented() -> Option<PathBuf> {
    let target = Path::new(env!("CARGO_TARGET_TMPDIR")).parent().expect("a target directory");
    let made = Command::new(env!("CARGO"))
        .args(["doc", "--quiet", "--locked", "--no-deps", "--workspace", "--lib"])
        .env("CARGO_TARGET_DIR", target)
        .env("RUSTC_BOOTSTRAP", "1")
        .env("RUSTDOCFLAGS", "-Z unstable-options --output-format json --cap-lints allow")
        .status()
        .expect("cargo runs");
    made.success().then(|| target.join("doc"))
}

/// The public items of a crate, one a line.
fn items(documented: &Path, name: &str) -> String {
    let builder = Builder::from_rustdoc_json(documented.join(format!("thermidor_{name}.json")));
    let builder = builder.omit_blanket_impls(true).omit_auto_trait_impls(true).omit_auto_derived_impls(true);
    builder.build().expect("documentation that can be read").to_string()
}

#[test]
fn the_public_items_are_those_that_are_listed() {
    let (compiler, listed) = (compiler(), fs::read_to_string(COMPILER).expect("the compiler of the lists"));
    // Other compilers write some items of the standard library in another way.
    if compiler != listed.trim() {
        println!("skipped: this is {compiler}, and the lists are of {}", listed.trim());
        return;
    }
    let mut changed = Vec::new();
    let documented = documented().expect("this compiler documents as JSON");
    for name in CRATES {
        let made = items(&documented, name);
        let kept = fs::read_to_string(format!("docs/api/{name}.txt")).unwrap_or_default();
        if !made.lines().eq(kept.lines()) {
            let file = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("{name}.txt"));
            fs::write(&file, made).expect("the file can be written");
            changed.push(format!("cp {} docs/api/{name}.txt", file.display()));
        }
    }
    assert!(
        changed.is_empty(),
        "the public items of crates changed.\nhelp: where that is meant, {}",
        changed.join("; ")
    );
}
