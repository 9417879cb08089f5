//! Why a result cannot be had, read or checked.

mod damage;
mod sweep;

pub use damage::{Damage, Remedy};
pub use sweep::Refused;
pub(crate) use sweep::of_points;

use std::io;
use std::path::{Path, PathBuf};

use thermidor_core::budget::{Excess, Stopped};
use thermidor_scenario::source::{Source, told};
use thermidor_scenario::text::Unreadable;

use crate::diagnostic::Diagnostic;

/// Why a result cannot be had, read or checked. Its text is a message for the user.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// The user asked to stop.
    #[error("error: interrupted")]
    Interrupted,
    /// A scenario, or a change of one, cannot be had.
    #[error(transparent)]
    Scenario(#[from] thermidor_scenario::Error),
    /// Nothing was found out.
    #[error(transparent)]
    Analysis(#[from] thermidor_analysis::Error),
    /// Something is wrong with a sweep.
    #[error(transparent)]
    Sweep(#[from] Refused),
    /// Something is wrong with an experiment.
    #[error("{}", told(Some(source_text), diagnostics))]
    Invalid {
        /// The experiment file.
        source_text: Source,
        /// All that is wrong; at least one.
        diagnostics: Vec<Diagnostic>,
    },
    /// The values of a file are no experiment.
    #[error("error: {name}: {message}\n  help: see docs/sweeps.md")]
    NoExperiment {
        /// The file.
        name: String,
        /// What the reader says.
        message: String,
    },
    /// A file of an experiment is missing.
    #[error("error: {name} is missing\n  help: keep the files of an experiment together")]
    Missing {
        /// The file.
        name: String,
    },
    /// A file cannot be read.
    #[error("error: cannot read {}: {why}\n  help: {}", path.display(),
        why.help().map_or_else(|| remedy.to_string(), str::to_owned))]
    Read {
        /// The file.
        path: PathBuf,
        /// Why not.
        why: Unreadable,
        /// What to do, where that does not follow from the file itself.
        remedy: Remedy,
    },
    /// A place cannot be written.
    #[error("error: {} cannot be written: {source}\n  help: {remedy}", path.display())]
    Write {
        /// The place.
        path: PathBuf,
        /// Why not.
        source: io::Error,
        /// What to do.
        remedy: Remedy,
    },
    /// There is something where a result is to be.
    #[error("error: {} exists\n  help: {remedy}", path.display())]
    Exists {
        /// The place.
        path: PathBuf,
        /// What to do.
        remedy: Remedy,
    },
    /// A file is damaged.
    #[error("error: {} is damaged: {damage}\n  help: {remedy}", path.display())]
    Damaged {
        /// The file.
        path: PathBuf,
        /// What is wrong with it.
        damage: Damage,
        /// What to do.
        remedy: Remedy,
    },
    /// A file of a result is not what was written.
    #[error("error: {} is not the file that was written\n  help: {}", path.display(),
        Remedy::verify(directory))]
    Changed {
        /// The file.
        path: PathBuf,
        /// The result.
        directory: PathBuf,
    },
    /// A table in CSV cannot be read.
    #[error("error: {} cannot be read: {damage}\n  help: make the result again", path.display())]
    Table {
        /// The file.
        path: PathBuf,
        /// What is wrong with it.
        damage: Damage,
    },
    /// A manifest is of another kind.
    #[error("error: {} is not such a manifest: {message}\n  help: name {wanted}", path.display())]
    OtherManifest {
        /// The file.
        path: PathBuf,
        /// What the reader says.
        message: String,
        /// What must be named to have one.
        wanted: &'static str,
    },
    /// Another build of the program made a result.
    #[error(
        "error: {} was made by another build of the program: {differs}\n  help: use the version that made it, or make the result again",
        path.display()
    )]
    OtherModel {
        /// The manifest.
        path: PathBuf,
        /// How that build differs from this one.
        differs: String,
    },
    /// A result of single runs is wanted, and a directory holds a sweep.
    #[error(
        "error: {} holds a sweep, which keeps no single runs\n  help: run the scenario with the settings of a point, as in `thermidor run SCENARIO --set PATH=VALUE`, and name that result",
        directory.display()
    )]
    IsASweep {
        /// The directory.
        directory: PathBuf,
    },
    /// An organization has no row in a table.
    #[error("error: there is no row of organization {organization} in {}\n  help: see `thermidor verify`", path.display())]
    NoRow {
        /// Its number.
        organization: u32,
        /// The table.
        path: PathBuf,
    },
    /// A page cannot be made.
    #[error("error: the report cannot be made: {message}\n  help: report this as a bug")]
    Page {
        /// What the renderer says.
        message: String,
    },
    /// A page is none whose results can be made again.
    #[error(
        "error: {}: {why}\n  help: name the directory of a result, or a page of results that `thermidor report` made",
        path.display()
    )]
    NoPage {
        /// The page.
        path: PathBuf,
        /// Why not.
        why: Damage,
    },
    /// A page has no rows of which a sample could be made again.
    #[error(
        "error: {} is a page, which has no rows to draw a sample of\n  help: add --sample 100%, which makes all its results again, or verify their directories",
        path.display()
    )]
    NoSample {
        /// The page.
        path: PathBuf,
    },
    /// A result has no rows of single organizations.
    #[error(
        "error: this result has no rows of single organizations\n  help: replay a result of `run` or `compare`"
    )]
    NoOrganizations,
    /// A result has no future of that name.
    #[error("error: there is no future called \"{name}\"\n  help: use one of: {}", known.join(", "))]
    NoFuture {
        /// The name.
        name: String,
        /// All names.
        known: Vec<String>,
    },
    /// An organization has no month.
    #[error("error: organization {organization} has no month to tell\n  help: name another one")]
    NoMonth {
        /// Its number.
        organization: u32,
    },
    /// A replay differs from the row of its organization.
    #[error(
        "error: the replay differs from the row of organization {organization} in outcomes.csv: {column} is {there} there and {here} here\n  help: the file was changed, or made by another version; see `thermidor verify`"
    )]
    RowDiffers {
        /// The organization.
        organization: u32,
        /// The first column that differs.
        column: String,
        /// Its value in the table.
        there: String,
        /// Its value in the replay.
        here: String,
    },
    /// A run would take more than a world may.
    #[error("error: {excess}\n  help: {}", excess.help())]
    Exceeded {
        /// What it would have taken.
        excess: Excess,
    },
    /// A result cannot be made again.
    #[error("error: the result cannot be made again: {0}\n  help: make room")]
    NotAgain(io::Error),
    /// A result cannot be made again in a directory.
    #[error(
        "error: the result cannot be made again in {}: {source}\n  help: make room there, or name another place for what lives a while in TMPDIR",
        directory.display()
    )]
    NoRoom {
        /// The directory.
        directory: PathBuf,
        /// Why not.
        source: io::Error,
    },
    /// The manifest of an ablation names a scenario without safeguards.
    #[error(
        "error: the manifest is damaged: the scenario of an ablation has safeguards\n  help: make the result again"
    )]
    NothingAblated,
}

impl Error {
    /// A file that the system does not read.
    pub(crate) fn read(path: &Path, why: impl Into<Unreadable>, remedy: Remedy) -> Self {
        Self::Read { path: path.to_owned(), why: why.into(), remedy }
    }

    /// A file that is damaged.
    pub(crate) fn damaged(path: &Path, damage: Damage, remedy: Remedy) -> Self {
        Self::Damaged { path: path.to_owned(), damage, remedy }
    }
}

impl From<Stopped> for Error {
    fn from(stopped: Stopped) -> Self {
        match stopped {
            Stopped::Cancelled => Self::Interrupted,
            Stopped::Exceeded(excess) => Self::Exceeded { excess },
        }
    }
}

impl From<thermidor_scenario::Diagnostic> for Error {
    fn from(diagnostic: thermidor_scenario::Diagnostic) -> Self {
        Self::Scenario(diagnostic.into())
    }
}
