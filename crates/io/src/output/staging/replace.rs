//! Checks before a replacement: only an old result of this program may go.

use std::env;
use std::fs::{self, File, TryLockError};
use std::io::{self, ErrorKind, Read};
use std::path::{Path, PathBuf};

use super::claim::{invalid, is_there};
use crate::output::manifest;
use thermidor_scenario::text;

/// The mark near the beginning of a page of `thermidor report`.
pub const MARK: &str = "<meta name=\"generator\" content=\"thermidor\">";

/// What may be replaced.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Replace {
    /// Nothing: the place must be free.
    Nothing,
    /// A directory that is a result of this program, or empty.
    Result,
    /// A file that is a page of `thermidor report`, or empty.
    Page,
}

/// Whether a place is free, or what is there may be replaced.
pub(super) fn may_replace(place: &Path, replace: Replace) -> io::Result<()> {
    if !is_there(place) {
        return Ok(());
    }
    match replace {
        Replace::Nothing => Err(io::Error::new(ErrorKind::AlreadyExists, "it exists")),
        Replace::Result => result_to_replace(place),
        Replace::Page => page_to_replace(place),
    }
}

/// The content of a sweep before it is complete: directories, and stems of files.
const SWEEP: [&str; 10] = [
    "plan",
    "points",
    "outcomes",
    "trajectories",
    "hashes",
    "journal",
    "charts",
    "responses",
    "answer",
    "summary",
];

/// Whether a directory may be replaced: it is a result of this program and nothing else is in it, or it is empty.
fn result_to_replace(place: &Path) -> io::Result<()> {
    let kept = |why: &str| Err(invalid(&format!("it {why}")));
    if !place.is_dir() {
        return kept("is no directory");
    }
    let holds = |inner: Option<PathBuf>| {
        let inner = inner.and_then(|inner| fs::canonicalize(inner).ok());
        inner.is_some_and(|inner| inner.starts_with(place))
    };
    if holds(env::current_dir().ok()) {
        return kept("is the working directory, or above it");
    }
    if holds(env::home_dir()) {
        return kept("is your home, or above it");
    }
    if is_mounted(place) {
        return kept("is the root of a disk");
    }
    if fs::read_dir(place)?.next().is_none() {
        return Ok(());
    }
    let text = text::whole(&place.join(manifest::NAME)).unwrap_or_default();
    let told: serde_json::Value = serde_json::from_str(&text).unwrap_or_default();
    if told["program"] != "thermidor" || !told["kind"].is_string() {
        return kept("is not empty and has no manifest.json of this program");
    }
    let lock = File::open(place.join(".lock"));
    if lock.is_ok_and(|lock| matches!(lock.try_lock_shared(), Err(TryLockError::WouldBlock))) {
        return kept("is a sweep at which another process is at work");
    }
    // An unfinished sweep does not name its files yet.
    let known = |name: &str| match told["files"].as_object().filter(|files| !files.is_empty()) {
        Some(files) => files.contains_key(name),
        None => SWEEP
            .iter()
            .any(|directory| name.strip_prefix(directory).is_some_and(|rest| rest.starts_with(['/', '.']))),
    };
    match foreign(place, "", &known)? {
        Some(name) => kept(&format!("holds {name}, which is not of the result")),
        None => Ok(()),
    }
}

/// The first file that a result does not know. What begins with a dot is left by file managers and the like.
fn foreign(directory: &Path, prefix: &str, known: &dyn Fn(&str) -> bool) -> io::Result<Option<String>> {
    let mut entries: Vec<_> = fs::read_dir(directory)?.collect::<io::Result<_>>()?;
    entries.sort_by_key(fs::DirEntry::file_name);
    for entry in entries {
        let name = format!("{prefix}{}", entry.file_name().to_string_lossy());
        if entry.file_type()?.is_dir() {
            if let Some(found) = foreign(&entry.path(), &format!("{name}/"), known)? {
                return Ok(Some(found));
            }
        } else if name != manifest::NAME
            && !entry.file_name().to_string_lossy().starts_with('.')
            && !known(&name)
        {
            return Ok(Some(name));
        }
    }
    Ok(None)
}

/// Whether a file may be replaced: it is a page of this program, or empty.
fn page_to_replace(place: &Path) -> io::Result<()> {
    let kept = |why: &str| Err(invalid(&format!("it {why}")));
    if !place.is_file() {
        return kept("is no file");
    }
    let mut head = Vec::new();
    File::open(place)?.take(1000).read_to_end(&mut head)?;
    if head.is_empty() || String::from_utf8_lossy(&head).contains(MARK) {
        return Ok(());
    }
    kept("is not a page of this program")
}

#[cfg(unix)]
fn is_mounted(place: &Path) -> bool {
    use std::os::unix::fs::MetadataExt;
    let disk = |path: &Path| fs::metadata(path).map(|about| about.dev()).ok();
    place.parent().is_none_or(|parent| disk(parent) != disk(place))
}

#[cfg(not(unix))]
fn is_mounted(place: &Path) -> bool {
    place.parent().is_none()
}
