//! Why a sweep is not begun, gone on with, added to or merged.

use std::path::PathBuf;

use thermidor_core::text::grouped;

use super::Error;
use crate::shard::Shard;

/// Why a sweep is not begun, gone on with, added to or merged. Its text is a message for the user.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Refused {
    /// Another process works in its directory.
    #[error("error: another process is at work in {}\n  help: wait for it, or stop it", directory.display())]
    AtWork {
        /// The directory.
        directory: PathBuf,
    },
    /// A directory holds no sweep.
    #[error("error: {} holds no sweep\n  help: name the directory of a sweep", directory.display())]
    NoSweep {
        /// The directory.
        directory: PathBuf,
    },
    /// Points cannot be simulated.
    #[error(
        "error: {} cannot be simulated; at {settings}: {reason}\n  help: change the values, or set impossible = \"record\" to write such runs as failed and go on",
        of_points(*bad, *looked, *points)
    )]
    Impossible {
        /// How many cannot.
        bad: usize,
        /// How many were looked at.
        looked: usize,
        /// How many there are.
        points: usize,
        /// The values of all factors at the first that cannot.
        settings: String,
        /// Why it cannot.
        reason: Box<thermidor_scenario::Diagnostic>,
    },
    /// The plan of a sweep cannot be read.
    #[error("error: the plan in {} is damaged: put back what was there\n{why}", place.display())]
    DamagedPlan {
        /// Its directory.
        place: PathBuf,
        /// Why not.
        why: Box<Error>,
    },
    /// The plan in a directory is another one than its sweep was begun with.
    #[error(
        "error: {} is not what this sweep was begun with\n  help: put back the files in it, or begin another sweep with another --out",
        place.display()
    )]
    ChangedPlan {
        /// Its directory.
        place: PathBuf,
    },
    /// The sweep was begun with another title or question.
    #[error(
        "error: {} was begun with another `{key}`\n  help: put it back, or choose another place with --out",
        directory.display()
    )]
    OtherKey {
        /// The directory.
        directory: PathBuf,
        /// The key of the experiment.
        key: &'static str,
    },
    /// A directory holds another plan.
    #[error(
        "error: {} holds another plan\n  help: choose another place with --out; where this experiment only has more replicates or points, use --extend",
        directory.display()
    )]
    OtherPlan {
        /// The directory.
        directory: PathBuf,
    },
    /// A directory holds another shard.
    #[error(
        "error: {} holds shard {}/{}, and this is shard {}/{}\n  help: give each shard a place of its own with --out",
        directory.display(), there.number, there.of, here.number, here.of
    )]
    OtherShard {
        /// The directory.
        directory: PathBuf,
        /// The shard that it holds.
        there: Shard,
        /// The shard that is wanted.
        here: Shard,
    },
    /// A sweep that is not complete cannot be added to.
    #[error("error: {} is not complete\n  help: finish it with --resume before adding to it", directory.display())]
    NotYet {
        /// The directory.
        directory: PathBuf,
    },
    /// A sweep is not complete.
    #[error("error: {} is not complete\n  help: finish it with --resume", directory.display())]
    Incomplete {
        /// The directory.
        directory: PathBuf,
    },
    /// A shard is not complete.
    #[error(
        "error: {} is not complete: {name} and {more} more parts are missing\n  help: finish it with --resume",
        directory.display()
    )]
    IncompleteShard {
        /// The directory.
        directory: PathBuf,
        /// A part that is missing.
        name: String,
        /// How many more are.
        more: usize,
    },
    /// A shard has no answer.
    #[error(
        "error: {} is shard {}/{}, which has no answer of its own\n  help: put all shards together with `thermidor merge`, and report that",
        directory.display(), shard.number, shard.of
    )]
    OneShard {
        /// The directory.
        directory: PathBuf,
        /// The shard.
        shard: Shard,
    },
    /// A file is of another plan.
    #[error("error: {} is of another plan\n  help: move it away; --resume makes the part again", file.display())]
    OtherPlansFile {
        /// The file.
        file: PathBuf,
    },
    /// A file is no finished one of a sweep.
    #[error(
        "error: {} is no finished file of this sweep\n  help: move it away if it is from elsewhere, or finish the sweep with --resume",
        file.display()
    )]
    Unfinished {
        /// The file.
        file: PathBuf,
    },
    /// An experiment adds nothing to a sweep.
    #[error("error: {name} adds nothing to what is there\n  help: give it more replicates or points")]
    AddsNothing {
        /// Title of the experiment.
        name: String,
    },
    /// An experiment does not add to a sweep, but changes it.
    #[error(
        "error: {what} of {name} differ from those of the sweep that is there\n  help: only replicates, points and values can be added; begin another sweep with another --out"
    )]
    Differs {
        /// What it changes, in words.
        what: &'static str,
        /// Title of the experiment.
        name: String,
    },
    /// The plan has no part of that number.
    #[error("error: the plan has no such part\n  help: go on with resume")]
    NoPart,
    /// A part that was made elsewhere is damaged.
    #[error(
        "error: {name} is not what was made of it: it was damaged on its way here\n  help: go on with resume; all other parts are kept"
    )]
    DamagedOnItsWay {
        /// Its name.
        name: String,
    },
    /// Two directories hold different plans.
    #[error("error: {} and {} hold different plans\n  help: merge shards of one experiment", one.display(), other.display())]
    DifferentPlans {
        /// One directory.
        one: PathBuf,
        /// The other one.
        other: PathBuf,
    },
    /// Parts are in none of the directories.
    #[error(
        "error: {absent} of {parts} parts are in none of these directories, such as those of shard {}/{}\n  help: name the directories of all shards",
        shard.number, shard.of
    )]
    Absent {
        /// How many.
        absent: usize,
        /// How many there should be.
        parts: usize,
        /// A shard that has some of them.
        shard: Shard,
    },
    /// There is nothing to merge.
    #[error("error: there is nothing to merge\n  help: name the directories of all shards")]
    NothingToMerge,
    /// A directory was named twice.
    #[error("error: {} was named twice\n  help: name the directory of each shard once", directory.display())]
    NamedTwice {
        /// The directory.
        directory: PathBuf,
    },
    /// Two names are of one directory.
    #[error("error: {} and {} are the same directory\n  help: name the directory of each shard once", one.display(), other.display())]
    SameDirectory {
        /// One name.
        one: PathBuf,
        /// The other one.
        other: PathBuf,
    },
    /// The place for the whole is a directory that is to be merged, or inside one.
    #[error(
        "error: --out {} {} {}, which is to be merged\n  help: choose a place outside of it with --out",
        to.display(), if *inside { "is inside" } else { "is" }, directory.display()
    )]
    Inside {
        /// The place.
        to: PathBuf,
        /// The directory.
        directory: PathBuf,
        /// Whether it is inside, and not that directory itself.
        inside: bool,
    },
    /// Two files are the same part and differ.
    #[error(
        "error: {} and {} are the same part and differ\n  help: see which of them `thermidor verify --sample 100%` certifies",
        one.display(), other.display()
    )]
    SamePart {
        /// One file.
        one: PathBuf,
        /// The other one.
        other: PathBuf,
    },
}

/// How many points of how many, in words.
pub(crate) fn of_points(bad: usize, looked: usize, points: usize) -> String {
    if looked == points {
        format!("{bad} of {looked} points")
    } else {
        format!("{bad} of the first {looked} of {} points", grouped(points as u64))
    }
}
