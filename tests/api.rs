//! The public items of the crates, so that no change of them goes unnoticed. `docs/api/` has a file a crate.

use std::fs;
use std::path::Path;
use std::process::Command;

use public_api::Builder;

const CRATES: [&str; 5] = ["core", "stats", "scenario", "analysis", "io"];

/// The documentation of a crate as JSON, which stable compilers make on request only. `None` where this one does not.
fn documented(name: &str) -> Option<std::path::PathBuf> {
    let target = Path::new(env!("CARGO_TARGET_TMPDIR")).join("api");
    let made = Command::new(env!("CARGO"))
        .args(["rustdoc", "--quiet", "--locked", "--lib", "--package", &format!("thermidor-{name}")])
        .args(["--", "-Z", "unstable-options", "--output-format", "json", "--cap-lints", "allow"])
        .env("RUSTC_BOOTSTRAP", "1")
        .env("CARGO_TARGET_DIR", &target)
        .status()
        .expect("cargo runs");
    made.success().then(|| target.join(format!("doc/thermidor_{name}.json")))
}

/// The public items of a crate, one a line. `None` where this compiler's documentation has another form.
fn items(name: &str) -> Option<String> {
    let builder = Builder::from_rustdoc_json(documented(name)?);
    let builder = builder.omit_blanket_impls(true).omit_auto_trait_impls(true).omit_auto_derived_impls(true);
    builder.build().ok().map(|api| api.to_string())
}

#[test]
fn the_public_items_are_those_that_are_listed() {
    let mut changed = Vec::new();
    for name in CRATES {
        let Some(made) = items(name) else {
            println!(
                "skipped: the form of this compiler's documentation is unknown to the library that reads it"
            );
            return;
        };
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
