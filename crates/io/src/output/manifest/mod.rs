//! The manifest: what was run, by what, and a hash of every file, so that a result can be checked and made again.

mod asked;
mod hash;

pub use asked::{Asked, Kind, quoted};
pub use hash::{check, files, hash, hash_of, hashes};

use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::path::Path;

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use hash::hex;
use thermidor_core::random::STREAM_VERSION;
use thermidor_core::scenario::Scenario;
use thermidor_core::version::{GOLDEN, MODEL_VERSION};
use thermidor_scenario::schema;
use thermidor_scenario::text;

/// `manifest.json`.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Manifest {
    /// The program.
    pub program: String,
    /// Its version.
    pub version: String,
    /// What identifies this build of the model, the same on every host.
    pub build: String,
    /// What made it.
    pub kind: Kind,
    /// What was asked.
    pub asked: Asked,
    /// Root of all luck.
    pub seed: u64,
    /// Organizations simulated, in each arm where there are several.
    pub organizations: u32,
    /// The command that makes it again, where `scenario.toml` has the scenario and `variant-1.toml` … the variants.
    pub again: String,
    /// Time that it took, in seconds.
    pub wall_seconds: f64,
    /// Everything that was assumed, defaults included.
    pub scenario: Scenario,
    /// What it was compared with.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub variants: Vec<Scenario>,
    /// SHA-256 of every file beside this one.
    pub files: BTreeMap<String, String>,
}

/// What identifies the model: its versions, all parameters with their defaults and meanings, and what it makes of a few
/// small runs. Parts and results of another id are refused.
pub fn build_id() -> String {
    let versions = [u64::from(MODEL_VERSION), STREAM_VERSION];
    id(env!("CARGO_PKG_VERSION"), &schema::text(), versions, GOLDEN)
}

fn id(program: &str, schema: &str, versions: [u64; 2], golden: &str) -> String {
    let mut hash = Sha256::new().chain_update(program).chain_update(schema);
    versions.iter().for_each(|version| hash.update(version.to_le_bytes()));
    // Whatever the ends of lines are where the program is built.
    golden.lines().for_each(|line| hash.update(format!("{line}\n")));
    hex(&hash.finalize())[..16].to_owned()
}

impl Manifest {
    /// What is said of a result before its files are there; `organizations` is how many there were in each of the
    /// arms, of which the first is the base.
    pub fn new(asked: Asked, arms: &[Scenario], organizations: u32, wall_seconds: f64) -> Self {
        Self {
            program: "thermidor".into(),
            version: env!("CARGO_PKG_VERSION").into(),
            build: build_id(),
            kind: asked.kind(),
            seed: arms[0].seed,
            organizations,
            again: asked.again(organizations, arms.len()),
            asked,
            wall_seconds,
            scenario: arms[0].clone(),
            variants: arms[1..].to_vec(),
            files: BTreeMap::new(),
        }
    }

    /// The base and what it was compared with.
    pub fn arms(&self) -> Vec<Scenario> {
        std::iter::once(&self.scenario).chain(&self.variants).cloned().collect()
    }

    /// Refuses a result with a file that is not what was written, or that the manifest does not name.
    ///
    /// # Errors
    /// A message for the user that names the file.
    pub fn check(&self, directory: &Path) -> Result<(), String> {
        if let Some(name) = self.asked.files().iter().find(|name| !self.files.contains_key(*name)) {
            return Err(format!(
                "error: {} is damaged: it has no hash of {name}\n  help: make the result again",
                directory.join(NAME).display()
            ));
        }
        check(directory, &self.files)
    }

    /// Why nothing can be made of what it says.
    fn problem(&self) -> Option<String> {
        let bad = |arm: &Scenario| {
            let problem = arm.all_problems().into_iter().next()?;
            Some(format!("{}: {}: {}", arm.name, problem.path, problem.message))
        };
        if self.organizations == 0 {
            return Some("it has no organizations".into());
        }
        if self.kind != self.asked.kind() {
            return Some("what was asked is of another kind".into());
        }
        if self.kind == Kind::Compare && self.variants.is_empty() {
            return Some("a comparison has variants".into());
        }
        if self.variants.iter().any(|arm| arm.ticks != self.scenario.ticks) {
            return Some("its futures do not last as long".into());
        }
        std::iter::once(&self.scenario).chain(&self.variants).find_map(bad)
    }
}

/// Hashes what is in a directory and writes the manifest beside it; the rest is as in [`Manifest::new`].
///
/// # Errors
/// When a file cannot be read or written.
pub fn write(
    directory: &Path,
    asked: Asked,
    arms: &[Scenario],
    organizations: u32,
    wall_seconds: f64,
) -> io::Result<()> {
    let files = hashes(directory)?;
    let manifest = Manifest { files, ..Manifest::new(asked, arms, organizations, wall_seconds) };
    let text = serde_json::to_string_pretty(&manifest).map_err(io::Error::other)?;
    fs::write(directory.join(NAME), text + "\n")
}

/// Name of the file.
pub const NAME: &str = "manifest.json";

/// Reads the manifest of a result.
///
/// # Errors
/// A message for the user where there is none, where it is a sweep's, where it is of another version of the program,
/// or where nothing can be made of what it says.
pub fn read(directory: &Path) -> Result<Manifest, String> {
    let wanted = "the directory of a result";
    let found = read_json(directory, wanted)?;
    if found["kind"] == "sweep" {
        return Err(format!(
            "error: {} holds a sweep, which keeps no single runs\n  help: run the scenario with the settings of a point, as in `thermidor run SCENARIO --set PATH=VALUE`, and name that result",
            directory.display()
        ));
    }
    let manifest: Manifest = read_as(directory, found, wanted)?;
    match manifest.problem() {
        None => Ok(manifest),
        Some(problem) => Err(format!(
            "error: {} is damaged: {problem}\n  help: make the result again",
            directory.join(NAME).display()
        )),
    }
}

/// A manifest from its text, as a page has it.
///
/// # Errors
/// Why it is none.
pub fn parse(text: &str) -> Result<Manifest, String> {
    let found: serde_json::Value = serde_json::from_str(text).map_err(|error| error.to_string())?;
    if found["build"] != build_id().as_str() {
        let version = found["version"].as_str().unwrap_or("?");
        return Err(format!("it was made by version {version} of the program, or another build"));
    }
    let manifest: Manifest = serde_json::from_value(found).map_err(|error| error.to_string())?;
    manifest.problem().map_or(Ok(manifest), Err)
}

/// Reads a manifest of any form; `wanted` is what must be named to have one.
pub(crate) fn read_json(directory: &Path, wanted: &str) -> Result<serde_json::Value, String> {
    let path = directory.join(NAME);
    let what = path.display();
    let text = text::whole(&path).map_err(|error| {
        format!("error: cannot read {what}: {error}\n  help: name {wanted}, as in outputs/red-october")
    })?;
    let found: serde_json::Value = serde_json::from_str(&text)
        .map_err(|error| format!("error: {what} is damaged: {error}\n  help: make the result again"))?;
    let ours = build_id();
    if found["program"] == "thermidor" && found["build"] != ours.as_str() {
        return Err(format!(
            "error: {what} was made by version {} of the program (build {}), and this is version {} (build {ours})\n  \
             help: use the version that made it, or make the result again",
            found["version"].as_str().unwrap_or("?"),
            found["build"].as_str().unwrap_or("?"),
            env!("CARGO_PKG_VERSION"),
        ));
    }
    Ok(found)
}

/// Gives a manifest its form.
pub(crate) fn read_as<M: serde::de::DeserializeOwned>(
    directory: &Path,
    found: serde_json::Value,
    wanted: &str,
) -> Result<M, String> {
    let path = directory.join(NAME);
    serde_json::from_value(found).map_err(|error| {
        format!("error: {} is not such a manifest: {error}\n  help: name {wanted}", path.display())
    })
}

#[cfg(test)]
mod tests {
    use super::id;

    #[test]
    fn builds_of_which_anything_differs_have_different_ids() {
        let ours = id("0.1.0", "{}", [1, 5], "a = \"0\"\n");
        for other in [
            id("0.1.1", "{}", [1, 5], "a = \"0\"\n"),
            id("0.1.0", "{ }", [1, 5], "a = \"0\"\n"),
            id("0.1.0", "{}", [2, 5], "a = \"0\"\n"),
            id("0.1.0", "{}", [1, 6], "a = \"0\"\n"),
            id("0.1.0", "{}", [1, 5], "a = \"1\"\n"),
        ] {
            assert_ne!(ours, other);
        }
        assert_eq!(ours, id("0.1.0", "{}", [1, 5], "a = \"0\"\r\n"));
    }
}
