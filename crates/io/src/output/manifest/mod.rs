//! The manifest: what was run, by what, and a hash of every file, so that a result can be checked and made again.

mod asked;
mod hash;

pub use asked::{Asked, Kind, quoted};
pub use hash::{check, files, hash, hash_of, hashes};

use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::path::Path;
use thermidor_core::Model;

use serde::{Deserialize, Serialize};

use crate::identity::Identity;
use crate::{Damage, Error, Remedy};
use thermidor_scenario::text;

/// `manifest.json`.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Manifest {
    /// The program.
    pub program: String,
    /// What else the result depends on: model, streams, schema, version, build.
    pub identity: Identity,
    /// What made it.
    pub kind: Kind,
    /// The endpoint.
    pub asked: Asked,
    /// Seed of all random streams.
    pub seed: u64,
    /// Organizations simulated, in each arm where there are several.
    pub organizations: u32,
    /// The command that makes it again, where `scenario.toml` has the scenario and `variant-1.toml` … the variants.
    pub again: String,
    /// Time that it took, in seconds.
    pub wall_seconds: f64,
    /// Everything that was assumed, defaults included.
    pub scenario: Model,
    /// The variants.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub variants: Vec<Model>,
    /// SHA-256 of every file beside this one.
    pub files: BTreeMap<String, String>,
}

impl Manifest {
    /// What is said of a result before its files are there; `organizations` is how many there were in each of the
    /// arms, of which the first is the base.
    pub fn new(asked: Asked, arms: &[Model], organizations: u32, wall_seconds: f64) -> Self {
        Self {
            program: "thermidor".into(),
            identity: Identity::own(),
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
    pub fn arms(&self) -> Vec<Model> {
        std::iter::once(&self.scenario).chain(&self.variants).cloned().collect()
    }

    /// Refuses a result with a file that is not what was written, or that the manifest does not name.
    ///
    /// # Errors
    /// For the first such file.
    pub fn check(&self, directory: &Path) -> Result<(), Error> {
        if let Some(name) = self.asked.files().iter().find(|name| !self.files.contains_key(*name)) {
            let damage = Damage::NoHash(name.clone());
            return Err(Error::damaged(&directory.join(NAME), damage, Remedy::MakeAgain));
        }
        check(directory, &self.files)
    }

    /// Why nothing can be made of what it says.
    fn problem(&self) -> Option<Damage> {
        if self.organizations == 0 {
            return Some(Damage::NoOrganizations);
        }
        if self.kind != self.asked.kind() {
            return Some(Damage::OtherKind);
        }
        if self.kind == Kind::Compare && self.variants.is_empty() {
            return Some(Damage::NoVariants);
        }
        if self.variants.iter().any(|arm| arm.ticks != self.scenario.ticks) {
            return Some(Damage::OtherTicks);
        }
        None
    }
}

/// Hashes what is in a directory and writes the manifest beside it; the rest is as in [`Manifest::new`].
///
/// # Errors
/// When a file cannot be read or written.
pub fn write(
    directory: &Path,
    asked: Asked,
    arms: &[Model],
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
/// Where there is none, where it is a sweep's, where it is of another version of the program,
/// or where nothing can be made of what it says.
pub fn read(directory: &Path) -> Result<Manifest, Error> {
    let wanted = "the directory of a result";
    let found = read_json(directory, wanted)?;
    if found["kind"] == "sweep" {
        return Err(Error::IsASweep { directory: directory.to_owned() });
    }
    let manifest: Manifest = read_as(directory, found, wanted)?;
    match manifest.problem() {
        None => Ok(manifest),
        Some(damage) => Err(Error::damaged(&directory.join(NAME), damage, Remedy::MakeAgain)),
    }
}

/// A manifest from its text, as a page has it.
///
/// # Errors
/// Why it is none.
pub fn parse(text: &str) -> Result<Manifest, Damage> {
    let found: serde_json::Value = serde_json::from_str(text).map_err(format)?;
    if let Some(other) = other_build(&found) {
        return Err(Damage::OtherModel(other));
    }
    let manifest: Manifest = serde_json::from_value(found).map_err(format)?;
    manifest.problem().map_or(Ok(manifest), Err)
}

/// Reads a manifest of any form; `wanted` is what must be named to have one.
pub(crate) fn read_json(directory: &Path, wanted: &'static str) -> Result<serde_json::Value, Error> {
    let path = directory.join(NAME);
    let text = text::whole(&path).map_err(|error| Error::read(&path, error, Remedy::Name(wanted)))?;
    let found: serde_json::Value = serde_json::from_str(&text)
        .map_err(|error| Error::damaged(&path, format(error), Remedy::MakeAgain))?;
    match other_build(&found).filter(|_| found["program"] == "thermidor") {
        None => Ok(found),
        Some(differs) => Err(Error::OtherModel { path, differs }),
    }
}

fn format(error: serde_json::Error) -> Damage {
    Damage::Format(error.to_string())
}

/// How another build that made a result differs from this one; `None` where this one made it.
fn other_build(found: &serde_json::Value) -> Option<String> {
    let ours = Identity::own();
    match serde_json::from_value::<Identity>(found["identity"].clone()) {
        Ok(its) if its == ours => None,
        Ok(its) => Some(its.differs_from(&ours)),
        Err(_) => Some(format!("it does not say which (here {})", ours.build)),
    }
}

/// Gives a manifest its form.
pub(crate) fn read_as<M: serde::de::DeserializeOwned>(
    directory: &Path,
    found: serde_json::Value,
    wanted: &'static str,
) -> Result<M, Error> {
    let path = directory.join(NAME);
    serde_json::from_value(found).map_err(|error| Error::OtherManifest {
        path,
        message: error.to_string(),
        wanted,
    })
}
