//! The manifest: what was run, by what, and a hash of every file, so that a result can be checked and made again.

use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::path::Path;

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::engine::STREAM_VERSION;
use crate::run::{GOLDEN, MODEL_VERSION};
use crate::scenario::Scenario;

/// What made a result.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// `thermidor run`.
    Run,
    /// `thermidor compare`.
    Compare,
    /// `thermidor ablate`.
    Ablate,
    /// `thermidor replay`.
    Replay,
}

/// `manifest.json`.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Manifest {
    /// The program.
    pub program: String,
    /// Its version.
    pub version: String,
    /// What identifies this build of the model, the same on every host.
    pub build: String,
    /// What made it.
    pub kind: Kind,
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

pub(crate) fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// What identifies the model: its versions, all parameters with their defaults and meanings, and what it makes of a few
/// small runs. Parts and results of another id are refused.
pub fn build_id() -> String {
    let versions = [u64::from(MODEL_VERSION), STREAM_VERSION];
    id(env!("CARGO_PKG_VERSION"), &crate::scenario::read::schema(), versions, GOLDEN)
}

fn id(program: &str, schema: &str, versions: [u64; 2], golden: &str) -> String {
    let mut hash = Sha256::new().chain_update(program).chain_update(schema);
    versions.iter().for_each(|version| hash.update(version.to_le_bytes()));
    // Whatever the ends of lines are where the program is built.
    golden.lines().for_each(|line| hash.update(format!("{line}\n")));
    hex(&hash.finalize())[..16].to_owned()
}

/// Hashes what is in a directory and writes the manifest beside it; `organizations` is how many there were in
/// each of the arms, of which the first is the base.
///
/// # Errors
/// When a file cannot be read or written.
pub fn write(
    directory: &Path,
    kind: Kind,
    arms: &[Scenario],
    organizations: u32,
    again: String,
    wall_seconds: f64,
) -> io::Result<()> {
    let manifest = Manifest {
        program: "thermidor".into(),
        version: env!("CARGO_PKG_VERSION").into(),
        build: build_id(),
        kind,
        seed: arms[0].seed,
        organizations,
        again,
        wall_seconds,
        scenario: arms[0].clone(),
        variants: arms[1..].to_vec(),
        files: hashes(directory)?,
    };
    let text = serde_json::to_string_pretty(&manifest).map_err(io::Error::other)?;
    fs::write(directory.join(NAME), text + "\n")
}

/// Name of the file.
pub const NAME: &str = "manifest.json";

/// Reads the manifest of a result.
///
/// # Errors
/// A message for the user where there is none, or where it is of another version of the program.
pub fn read(directory: &Path) -> Result<Manifest, String> {
    read_as(directory, "the directory of a result")
}

/// Reads a manifest of some form; `what` is what must be named to have one.
pub(crate) fn read_as<M: serde::de::DeserializeOwned>(directory: &Path, wanted: &str) -> Result<M, String> {
    let path = directory.join(NAME);
    let what = path.display();
    let text = fs::read_to_string(&path).map_err(|error| {
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
    serde_json::from_value(found)
        .map_err(|error| format!("error: {what} is not such a manifest: {error}\n  help: name {wanted}"))
}

/// SHA-256 of every file in a directory but the manifest, by its path there.
///
/// # Errors
/// When a file cannot be read.
pub fn hashes(directory: &Path) -> io::Result<BTreeMap<String, String>> {
    let mut files = BTreeMap::new();
    hash_all(directory, "", &mut files)?;
    files.remove(NAME);
    Ok(files)
}

fn hash_all(directory: &Path, prefix: &str, files: &mut BTreeMap<String, String>) -> io::Result<()> {
    for entry in fs::read_dir(directory)? {
        let entry = entry?;
        let name = format!("{prefix}{}", entry.file_name().to_string_lossy());
        if entry.file_type()?.is_dir() {
            hash_all(&entry.path(), &format!("{name}/"), files)?;
        } else {
            files.insert(name, hex(&Sha256::digest(fs::read(entry.path())?)));
        }
    }
    Ok(())
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
