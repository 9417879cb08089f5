//! The manifest: what was run, by what, and a hash of every file, so that a result can be checked and made again.

use crate::identity::Identity;
use std::collections::BTreeMap;
use std::fs;
use std::io::{self, Read};
use std::path::Path;
use thermidor_core::Model;

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use thermidor_analysis::study::precision;
use thermidor_scenario::text;
use thermidor_stats::interval::LEVEL;

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

/// What was asked of the scenarios: with them, all that the files of a result depend on.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum Asked {
    /// By `thermidor run`.
    Run {
        /// What the question was about.
        on: String,
        /// The half-width that was asked for, where one was.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        precision: Option<f64>,
        /// Whether every month of every organization was written.
        full: bool,
    },
    /// By `thermidor compare`.
    Compare {
        /// What the question was about.
        on: String,
        /// The half-width that was asked for, where one was.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        precision: Option<f64>,
    },
    /// By `thermidor ablate`.
    Ablate {
        /// What the question was about.
        on: String,
        /// The half-width that was asked for, where one was.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        precision: Option<f64>,
        /// Whether more of it is better.
        more_is_better: bool,
    },
    /// By `thermidor replay`.
    Replay {
        /// Number of the organization.
        organization: u32,
        /// What was changed later, as it was written.
        changes: Vec<String>,
        /// Whether all offices were told.
        offices: bool,
    },
}

impl Asked {
    /// What made the result.
    pub fn kind(&self) -> Kind {
        match self {
            Self::Run { .. } => Kind::Run,
            Self::Compare { .. } => Kind::Compare,
            Self::Ablate { .. } => Kind::Ablate,
            Self::Replay { .. } => Kind::Replay,
        }
    }

    /// The files that every such result has.
    pub fn files(&self) -> Vec<String> {
        let tables = |names: &[&str]| -> Vec<String> {
            names
                .iter()
                .flat_map(|name| ["csv", "parquet"].map(|ending| format!("{name}.{ending}")))
                .collect()
        };
        let mut files = match self {
            Self::Run { full: false, .. } => tables(&["outcomes", "trajectories"]),
            Self::Run { full: true, .. } => {
                tables(&["outcomes", "trajectories", "trajectories-full", "events"])
            }
            Self::Compare { .. } => tables(&["outcomes", "contrasts", "endings", "survival"]),
            Self::Ablate { .. } => tables(&["safeguards", "pairs", "sets"]),
            Self::Replay { changes, .. } => {
                let changed = if changes.is_empty() { vec![""] } else { vec!["", "-changed"] };
                let of = |suffix: &str| {
                    let mut files = tables(&[&format!("trajectory{suffix}"), &format!("events{suffix}")]);
                    files.push(format!("story{suffix}.txt"));
                    files
                };
                let pictures = ["timeline.svg", "timeline.png"].map(str::to_owned);
                return changed.into_iter().flat_map(of).chain(pictures).collect();
            }
        };
        files.extend(["summary.json", "answer.txt"].map(str::to_owned));
        files
    }

    /// Confidence at which the interval of what was asked is computed.
    pub fn level(&self) -> f64 {
        if self.precision().is_some() { precision::LEVEL } else { LEVEL }
    }

    fn precision(&self) -> Option<f64> {
        match self {
            Self::Run { precision, .. }
            | Self::Compare { precision, .. }
            | Self::Ablate { precision, .. } => *precision,
            Self::Replay { .. } => None,
        }
    }

    /// The command that makes the result again from `scenario.toml`, and `variant-1.toml` and so on where there are
    /// several `arms`.
    pub fn again(&self, organizations: u32, arms: usize) -> String {
        // With as many organizations there is one look at them, which is enough.
        let sure = self.precision().map_or_else(String::new, |target| format!(" --precision {target}"));
        match self {
            Self::Run { on, full, .. } => {
                let full = if *full { " --full" } else { "" };
                format!("thermidor run scenario.toml --organizations {organizations} --on {on}{full}{sure}")
            }
            Self::Compare { on, .. } => {
                let variants: String = (1..arms).map(|i| format!(" variant-{i}.toml")).collect();
                format!(
                    "thermidor compare scenario.toml{variants} --organizations {organizations} --on {on}{sure}"
                )
            }
            Self::Ablate { on, more_is_better, .. } => {
                let better = if *more_is_better { "more" } else { "less" };
                format!(
                    "thermidor ablate scenario.toml --organizations {organizations} --on {on} --better {better}{sure}"
                )
            }
            Self::Replay { organization, changes, offices } => {
                let changed: String =
                    changes.iter().map(|change| format!(" --change {}", quoted(change))).collect();
                let offices = if *offices { " --offices" } else { "" };
                let until = u64::from(*organization) + 1;
                format!(
                    "thermidor run scenario.toml --organizations {until} --out made-again\n\
                     thermidor replay made-again --organization {organization}{changed}{offices}"
                )
            }
        }
    }
}

/// A text as one word of a shell.
pub fn quoted(text: &str) -> String {
    format!("'{}'", text.replace('\'', r"'\''"))
}

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
    pub scenario: Model,
    /// What it was compared with.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub variants: Vec<Model>,
    /// SHA-256 of every file beside this one.
    pub files: BTreeMap<String, String>,
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
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
    if let Some(other) = other_build(&found) {
        return Err(format!("it was made by another build of the program: {other}"));
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
    match other_build(&found).filter(|_| found["program"] == "thermidor") {
        None => Ok(found),
        Some(other) => Err(format!(
            "error: {what} was made by another build of the program: {other}\n  \
             help: use the version that made it, or make the result again"
        )),
    }
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
    wanted: &str,
) -> Result<M, String> {
    let path = directory.join(NAME);
    serde_json::from_value(found).map_err(|error| {
        format!("error: {} is not such a manifest: {error}\n  help: name {wanted}", path.display())
    })
}

/// Refuses a result with a file that is not what was written.
///
/// # Errors
/// A message for the user that names the file.
pub fn check(directory: &Path, said: &BTreeMap<String, String>) -> Result<(), String> {
    for (name, wanted) in said {
        let path = directory.join(name);
        let what = path.display();
        let how = format!("see `thermidor verify {}`, and make the result again", directory.display());
        match hash(&path) {
            Ok(found) if found == *wanted => {}
            Ok(_) => return Err(format!("error: {what} is not the file that was written\n  help: {how}")),
            Err(error) => return Err(format!("error: cannot read {what}: {error}\n  help: {how}")),
        }
    }
    Ok(())
}

/// SHA-256 of some bytes.
pub fn hash_of(bytes: &[u8]) -> String {
    hex(&Sha256::digest(bytes))
}

/// SHA-256 of a file, read piece by piece.
///
/// # Errors
/// When it cannot be read.
pub fn hash(path: &Path) -> io::Result<String> {
    let mut file = text::open(path)?;
    let mut hash = Sha256::new();
    let mut piece = vec![0; 1 << 16];
    loop {
        match file.read(&mut piece) {
            Ok(0) => return Ok(hex(&hash.finalize())),
            Ok(length) => hash.update(&piece[..length]),
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
    }
}

/// The hashes that a manifest gives, whatever else it says and whichever version wrote it.
///
/// # Errors
/// A message for the user where there is none.
pub fn files(directory: &Path) -> Result<BTreeMap<String, String>, String> {
    #[derive(Deserialize)]
    struct Files {
        files: BTreeMap<String, String>,
    }
    let path = directory.join(NAME);
    let what = path.display();
    let text = text::whole(&path).map_err(|error| {
        format!("error: cannot read {what}: {error}\n  help: name the directory of a result")
    })?;
    serde_json::from_str(&text)
        .map(|found: Files| found.files)
        .map_err(|error| format!("error: {what} is damaged: {error}\n  help: make the result again"))
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
            let hash = hash(&entry.path())
                .map_err(|error| io::Error::new(error.kind(), format!("{name}: {error}")))?;
            files.insert(name, hash);
        }
    }
    Ok(())
}
