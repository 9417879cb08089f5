//! The manifest: what was run, by what, and a hash of every file, so that a result can be checked and made again.

use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::path::Path;

use serde::Serialize;
use sha2::{Digest, Sha256};

use crate::scenario::Scenario;

/// `manifest.json`.
#[derive(Debug, Serialize)]
pub struct Manifest<'a> {
    /// The program.
    pub program: &'static str,
    /// Its version.
    pub version: &'static str,
    /// What identifies this build of the model, the same on every host.
    pub build: String,
    /// Root of all luck.
    pub seed: u64,
    /// Organizations simulated.
    pub organizations: u32,
    /// Time that it took, in seconds.
    pub wall_seconds: f64,
    /// Everything that was assumed, defaults included.
    pub scenario: &'a Scenario,
    /// SHA-256 of every file beside this one.
    pub files: BTreeMap<String, String>,
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// What identifies the model: its version and all parameters with their defaults and meanings.
pub fn build_id() -> String {
    let mut hash = Sha256::new();
    hash.update(env!("CARGO_PKG_VERSION"));
    hash.update(crate::scenario::read::schema());
    hex(&hash.finalize())[..16].to_owned()
}

/// Hashes what is in a directory and writes the manifest beside it.
///
/// # Errors
/// When a file cannot be read or written.
pub fn write(directory: &Path, scenario: &Scenario, wall_seconds: f64) -> io::Result<()> {
    let mut files = BTreeMap::new();
    hash_all(directory, "", &mut files)?;
    let manifest = Manifest {
        program: "thermidor",
        version: env!("CARGO_PKG_VERSION"),
        build: build_id(),
        seed: scenario.seed,
        organizations: scenario.organizations,
        wall_seconds,
        scenario,
        files,
    };
    let text = serde_json::to_string_pretty(&manifest).map_err(io::Error::other)?;
    fs::write(directory.join("manifest.json"), text + "\n")
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
