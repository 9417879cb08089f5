//! What can be wrong with a file of a result, and what to do about it.

use std::fmt;
use std::path::{Path, PathBuf};

/// What is wrong with a file of a result.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Damage {
    /// It is not of its format.
    #[error("{0}")]
    Format(String),
    /// It has no hash of a file.
    #[error("it has no hash of {0}")]
    NoHash(String),
    /// It is not the file that was written.
    #[error("it is not the file that was written")]
    Changed,
    /// Neither it nor more parts are what was written.
    #[error("it is not the file that was written, nor are {0} more parts")]
    ChangedWithMore(usize),
    /// A manifest names no stage, or a shard that there is not.
    #[error("it names no stage, or a shard that there is not")]
    NoStage,
    /// A manifest has no organizations.
    #[error("it has no organizations")]
    NoOrganizations,
    /// A manifest asks for another kind of result than it is of.
    #[error("what was asked is of another kind")]
    OtherKind,
    /// The manifest of a comparison has no variants.
    #[error("a comparison has variants")]
    NoVariants,
    /// Futures do not last as long.
    #[error("its futures do not last as long")]
    OtherTicks,
    /// A row has no number.
    #[error("line {0} has no number")]
    NoNumber(u64),
    /// Another build of the program made it.
    #[error("it was made by another build of the program: {0}")]
    OtherModel(String),
    /// It is no page of results.
    #[error("this is no page whose results can be made again (a sweep is verified in its directory)")]
    NoPage,
}

/// What to do about a file that cannot be had.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Remedy {
    /// Make the result again.
    MakeAgain,
    /// Make the file readable.
    MakeReadable,
    /// Make it readable, or move it away.
    MakeReadableOrMove,
    /// Move it away.
    Move,
    /// Put back what was there.
    PutBack,
    /// Go on with the sweep that has it.
    Resume(PathBuf),
    /// Begin another sweep.
    BeginAnother,
    /// See what is wrong with the result.
    Verify(PathBuf),
    /// Name the directory of a result.
    NameAResult,
    /// Name what has a manifest.
    Name(&'static str),
    /// Name an experiment file.
    NameExperiment,
    /// Choose another place, or go on with what is there.
    GoOnOrElsewhere,
    /// Choose another place.
    Elsewhere,
    /// Make room.
    MakeRoom,
    /// Make room, or choose another place.
    MakeRoomOrElsewhere,
}

impl Remedy {
    /// See what is wrong with a result.
    pub(super) fn verify(directory: &Path) -> Self {
        Self::Verify(directory.to_owned())
    }
}

impl fmt::Display for Remedy {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::MakeAgain => "make the result again",
            Self::MakeReadable => "make it readable",
            Self::MakeReadableOrMove => "make it readable, or move it away",
            Self::Move => "move it away; --resume makes it again",
            Self::PutBack => "put back what was there",
            Self::Resume(directory) => {
                let out = directory.display();
                return write!(f, "`thermidor sweep EXPERIMENT --resume --out {out}` makes it again");
            }
            Self::BeginAnother => "begin another sweep with another --out",
            Self::Verify(directory) => {
                let result = directory.display();
                return write!(f, "see `thermidor verify {result}`, and make the result again");
            }
            Self::NameAResult => "name the directory of a result",
            Self::Name(wanted) => return write!(f, "name {wanted}, as in outputs/red-october"),
            Self::NameExperiment => "name an experiment file; docs/sweeps.md shows one",
            Self::GoOnOrElsewhere => {
                "go on with it by --resume, add to it by --extend, or choose another place with --out"
            }
            Self::Elsewhere => "choose another place",
            Self::MakeRoom => "make room; what is finished stays",
            Self::MakeRoomOrElsewhere => {
                "make room or choose another place with --out; what is finished stays"
            }
        })
    }
}
