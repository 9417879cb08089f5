//! `manifest.json` of a sweep.

use std::collections::BTreeMap;
use std::io;
use std::path::Path;

use serde::{Deserialize, Serialize};

use super::Shard;
use super::begin::plan_files;
use crate::identity::Identity;
use crate::output::manifest as result;
use crate::sweep::experiment::Streams;
use crate::sweep::files::whole_file;
use crate::sweep::plan::Stage;
use crate::{Error, Refused};
use thermidor_scenario::text;

/// What `manifest.json` says.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Manifest {
    /// The program.
    pub program: String,
    /// What else the results depend on: model, streams, schema, version, build.
    pub identity: Identity,
    /// Always `sweep`.
    pub kind: String,
    /// What was asked, stage by stage.
    pub stages: Vec<Told>,
    /// The parts that are here.
    pub shard: Shard,
    /// Whether all of them are.
    pub complete: bool,
    /// The command that makes it again.
    pub again: String,
    /// SHA-256 of every file beside this one; of the plan alone until all parts are there.
    pub files: BTreeMap<String, String>,
}

/// A stage in the manifest.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Told {
    /// What identifies it and all before it.
    pub plan: String,
    /// Title of the experiment.
    pub name: String,
    /// Whether points share random streams.
    pub luck: Streams,
    /// Points that it works on.
    pub points: u64,
    /// Runs.
    pub runs: u64,
    /// Parts.
    pub parts: u32,
}

pub(super) const KIND: &str = "sweep";

/// Whether a directory says that it holds a sweep.
pub fn is_one(directory: &Path) -> bool {
    let text = text::whole(&directory.join(result::NAME)).unwrap_or_default();
    serde_json::from_str::<serde_json::Value>(&text).is_ok_and(|found| found["kind"] == KIND)
}

/// Reads the manifest of a sweep.
///
/// # Errors
/// Where there is none, or where it is of another version of the program.
pub fn read_manifest(directory: &Path) -> Result<Manifest, Error> {
    let found = result::read_json(directory, "the directory of a sweep")?;
    if found["kind"] != KIND {
        return Err(Refused::NoSweep { directory: directory.to_owned() }.into());
    }
    result::read_as(directory, found, "the directory of a sweep")
}

pub(super) fn unfinished(stages: &[Stage], shard: Shard) -> Manifest {
    let told = |stage: &Stage| Told {
        plan: stage.id.clone(),
        name: stage.resolved.sources.experiment.name.clone(),
        luck: stage.resolved.sources.experiment.luck,
        points: stage.units.len() as u64,
        runs: stage.runs(),
        parts: stage.parts(),
    };
    let mut again: Vec<String> = (1..=stages.len())
        .map(|i| {
            let how = if i == 1 { "" } else { " --extend" };
            format!("thermidor sweep plan/{i}/experiment.toml --out AGAIN{how}")
        })
        .collect();
    if shard != Shard::ALL {
        again.iter_mut().for_each(|text| *text += &format!(" --shard {}/{}", shard.number, shard.of));
    }
    Manifest {
        program: "thermidor".into(),
        identity: Identity::own(),
        kind: KIND.into(),
        stages: stages.iter().map(told).collect(),
        shard,
        complete: false,
        again: again.join(" && "),
        files: stages
            .iter()
            .flat_map(plan_files)
            .map(|(name, text)| (name, result::hash_of(text.as_bytes())))
            .collect(),
    }
}

pub(super) fn write_manifest(directory: &Path, manifest: &Manifest) -> io::Result<()> {
    let text = serde_json::to_string_pretty(manifest).map_err(io::Error::other)?;
    whole_file(&directory.join(result::NAME), (text + "\n").as_bytes())
}
