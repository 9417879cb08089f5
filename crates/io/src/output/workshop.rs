//! Where results are made before they are whole, and how they get to their place without harm to what is there.
//!
//! ```text
//! outputs/.siege.partial/lock    held by the process that makes outputs/siege
//! outputs/.siege.partial/whole   what is being made
//! outputs/.siege.partial/old     what it replaces, while it moves
//! ```
//!
//! The lock is what takes a name: it goes with the process, however that ends, so that what a killed process left
//! behind is told from the work of a living one.

use std::collections::BTreeMap;
use std::env;
use std::ffi::OsString;
use std::fs::{self, File, OpenOptions, TryLockError};
use std::io::{self, ErrorKind, Read};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};

use super::manifest;
use thermidor_scenario::text;

const LOCK: &str = "lock";
const WHOLE: &str = "whole";
const OLD: &str = "old";
const GONE: &str = "gone";

/// As long as the longest name in a result, or longer.
const LONG: &str = "room-for-the-longest-name-that-a-file-of-a-result-may-have";

/// What a page of `thermidor report` has near its beginning.
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

/// A hidden directory beside the place of the results, in which they are made. It goes away with the run
/// unless it is delivered, so that nothing is ever left half-written.
pub struct Workshop {
    staging: Staging,
    directory: PathBuf,
    replace: Replace,
    // Tidied before the lock is let go.
    _unfinished: Unfinished,
    _lock: File,
}

impl Workshop {
    /// Opens one for a place where there is nothing.
    ///
    /// # Errors
    /// As [`Workshop::open_for`].
    pub fn open(place: &Path) -> io::Result<Self> {
        Self::open_for(place, Replace::Nothing)
    }

    /// Opens one for a place, where nothing is or what may be replaced.
    ///
    /// # Errors
    /// `AlreadyExists` where something is there, `ResourceBusy` where another process makes the same, `InvalidInput`
    /// where the place has no name or what is there may not be replaced, and what the system says where the place
    /// cannot be written.
    pub fn open_for(place: &Path, replace: Replace) -> io::Result<Self> {
        let staging = Staging::beside(place)?;
        may_replace(&staging.place, replace).inspect_err(|_| staging.remove_parents())?;
        let lock = staging.claim()?;
        let directory = staging.hidden.join(WHOLE);
        let unfinished = Unfinished::new({
            let staging = staging.clone();
            move || staging.tidy()
        });
        staging.recover()?;
        staging.remove_leftovers()?;
        let workshop = Self { staging, directory, replace, _unfinished: unfinished, _lock: lock };
        may_replace(&workshop.staging.place, replace)?;
        fs::create_dir(&workshop.directory)?;
        // Better now than at the end: that files have room for their names, and the disk for a file.
        let probe = workshop.directory.join(LONG);
        fs::write(&probe, LONG)?;
        fs::remove_file(&probe)?;
        Ok(workshop)
    }

    /// Where the results are made.
    pub fn directory(&self) -> &Path {
        &self.directory
    }

    /// Moves the results to their place.
    ///
    /// # Errors
    /// When they cannot be moved; what was at the place is there again then.
    pub fn deliver(self) -> io::Result<()> {
        self.moved(&self.directory, &self.staging.place)
    }

    /// Moves something that was made in the directory to the place, in place of all that was made.
    ///
    /// # Errors
    /// As [`Workshop::deliver`].
    pub fn deliver_only(self, name: &str) -> io::Result<()> {
        self.moved(&self.directory.join(name), &self.staging.place)
    }

    /// Moves the results to their place or, where something came there meanwhile that stays, to the next free name
    /// beside it, which it gives: no finished work is lost.
    ///
    /// # Errors
    /// As [`Workshop::deliver`].
    pub fn deliver_near(self) -> io::Result<Option<PathBuf>> {
        let place = &self.staging.place;
        let Err(mut error) = self.moved(&self.directory, place) else { return Ok(None) };
        let _still = unfinished();
        // A name that somebody takes at this moment is passed over like one that was taken before.
        for free in (2..1000).map(|number| numbered(place, number)).filter(|place| !is_there(place)) {
            match fs::rename(&self.directory, &free) {
                Ok(()) => return Ok(Some(free)),
                Err(other) => error = other,
            }
        }
        Err(error)
    }

    fn moved(&self, from: &Path, place: &Path) -> io::Result<()> {
        may_replace(place, self.replace)?;
        // Nobody tidies between the moves.
        let _still = unfinished();
        let old = self.staging.hidden.join(OLD);
        let replaced = is_there(place);
        if replaced {
            fs::rename(place, &old)?;
        }
        let moved = fs::rename(from, place);
        match &moved {
            Err(_) if replaced => fs::rename(&old, place)?,
            // By a name under which nobody takes it for what is to come back.
            Ok(()) if replaced => fs::rename(&old, self.staging.hidden.join(GONE))?,
            _ => {}
        }
        moved
    }
}

/// The paths of a workshop.
#[derive(Clone)]
struct Staging {
    /// Where the results are to be: no link, and whatever directory the process works in.
    place: PathBuf,
    hidden: PathBuf,
    /// Directories above that were not there before, the innermost first.
    parents: Vec<PathBuf>,
}

impl Staging {
    fn beside(place: &Path) -> io::Result<Self> {
        if place.as_os_str().is_empty() {
            return Err(invalid("its name is empty"));
        }
        // What is replaced is what a link leads to, and not the link.
        if let Ok(place) = fs::canonicalize(place) {
            return Ok(Self::of(place, Vec::new()));
        }
        if is_there(place) {
            return Err(invalid("it is a link that leads nowhere"));
        }
        let name = place.file_name().ok_or_else(|| invalid("it has no name of its own"))?;
        let parent = match place.parent() {
            Some(parent) if !parent.as_os_str().is_empty() => parent,
            _ => Path::new("."),
        };
        let missing: Vec<PathBuf> = parent
            .ancestors()
            .take_while(|above| !is_there(above))
            .filter(|above| above.file_name().is_some())
            .map(Path::to_owned)
            .collect();
        let made = fs::create_dir_all(parent).and_then(|()| {
            let parents = missing.iter().map(fs::canonicalize).collect::<io::Result<_>>()?;
            Ok(Self::of(fs::canonicalize(parent)?.join(name), parents))
        });
        made.map_err(|error| {
            missing.iter().for_each(|made| drop(fs::remove_dir(made)));
            // "It exists" would be said of the place and not of what is in its way.
            if error.kind() == ErrorKind::AlreadyExists { ErrorKind::NotADirectory.into() } else { error }
        })
    }

    fn of(place: PathBuf, parents: Vec<PathBuf>) -> Self {
        let mut hidden = OsString::from(".");
        hidden.push(place.file_name().unwrap_or_default());
        hidden.push(".partial");
        Self { hidden: place.with_file_name(hidden), place, parents }
    }

    /// Takes the name: nobody else makes the same while the lock is held.
    fn claim(&self) -> io::Result<File> {
        let busy = |why: String| io::Error::new(ErrorKind::ResourceBusy, why);
        // Whoever had the name and lets it go removes the lock and the directory; then it is tried again.
        let lock = (0..1000).find_map(|_| match self.try_claim() {
            Ok(Some(lock)) => Some(Ok(lock)),
            Ok(None) => None,
            Err(TryLockError::WouldBlock) => Some(Err(busy("another process is making it".into()))),
            // Some shared file systems have no locks.
            Err(TryLockError::Error(error)) if error.kind() == ErrorKind::Unsupported => {
                let hidden = self.hidden.display();
                Some(Err(busy(format!(
                    "another process is making it, or was killed; if none is at work, remove {hidden}"
                ))))
            }
            Err(TryLockError::Error(error)) => Some(Err(error)),
        });
        let lock = lock.unwrap_or_else(|| Err(busy("other processes are making it".into())));
        if lock.is_err() {
            // Only if it is empty.
            let _ = fs::remove_dir(&self.hidden);
            self.remove_parents();
        }
        lock
    }

    fn try_claim(&self) -> Result<Option<File>, TryLockError> {
        fs::create_dir_all(&self.hidden).map_err(TryLockError::Error)?;
        let path = self.hidden.join(LOCK);
        let new = OpenOptions::new().write(true).create_new(true).open(&path);
        let is_new = new.is_ok();
        let lock = match new.or_else(|_| OpenOptions::new().write(true).open(&path)) {
            Ok(lock) => lock,
            Err(error) if error.kind() == ErrorKind::NotFound => return Ok(None),
            Err(error) => return Err(TryLockError::Error(error)),
        };
        match lock.try_lock() {
            // Where there are no locks, the name is whose the file is.
            Err(TryLockError::Error(_)) if is_new => {}
            Err(TryLockError::Error(_)) => return Err(TryLockError::Error(ErrorKind::Unsupported.into())),
            tried => tried?,
        }
        Ok(is_at(&lock, &path).then_some(lock))
    }

    /// Puts back what a killed process had moved away and not replaced yet; beside its place, where something is there by now.
    fn recover(&self) -> io::Result<()> {
        let old = self.hidden.join(OLD);
        if !is_there(&old) {
            return Ok(());
        }
        if !is_there(&self.place) {
            return fs::rename(old, &self.place);
        }
        let free = (2..)
            .map(|number| numbered(&self.place, number))
            .find(|place| !is_there(place))
            .ok_or(ErrorKind::AlreadyExists)?;
        fs::rename(old, free)
    }

    fn remove_leftovers(&self) -> io::Result<()> {
        [WHOLE, GONE].iter().try_for_each(|name| remove(&self.hidden.join(name)))
    }

    /// Removes all but what was delivered. If something cannot be removed, there is nobody left to tell.
    fn tidy(&self) {
        let _ = self.recover();
        // Threads that are still at work may add a file meanwhile.
        let _ = (0..10).find(|_| self.remove_leftovers().is_ok());
        // The lock last: without it the name is free.
        let _ = fs::remove_file(self.hidden.join(LOCK));
        let _ = fs::remove_dir(&self.hidden);
        self.remove_parents();
    }

    /// Those that are empty, so that nothing is left of what was not delivered.
    fn remove_parents(&self) {
        let _ = self.parents.iter().try_for_each(fs::remove_dir);
    }
}

/// Where a path leads that need not be there: links followed as far as it is.
pub fn real_place(path: &Path) -> PathBuf {
    let path = std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
    for there in path.ancestors() {
        if let (Ok(real), Ok(rest)) = (fs::canonicalize(there), path.strip_prefix(there)) {
            return if rest.as_os_str().is_empty() { real } else { real.join(rest) };
        }
    }
    path
}

/// A place beside another one, whose name has a number more.
fn numbered(place: &Path, number: u32) -> PathBuf {
    let mut name = place.file_name().unwrap_or_default().to_owned();
    name.push(format!("-{number}"));
    place.with_file_name(name)
}

/// Whether something has a place, or a process that is at work.
pub fn is_taken(place: &Path) -> bool {
    let at_work = || {
        let lock = Staging::of(place.to_owned(), Vec::new()).hidden.join(LOCK);
        File::open(lock).is_ok_and(|lock| matches!(lock.try_lock_shared(), Err(TryLockError::WouldBlock)))
    };
    is_there(place) || at_work()
}

fn invalid(why: &str) -> io::Error {
    io::Error::new(ErrorKind::InvalidInput, why)
}

/// Whether a place is free, or what is there may be replaced.
fn may_replace(place: &Path, replace: Replace) -> io::Result<()> {
    if !is_there(place) {
        return Ok(());
    }
    match replace {
        Replace::Nothing => Err(io::Error::new(ErrorKind::AlreadyExists, "it exists")),
        Replace::Result => result_to_replace(place),
        Replace::Page => page_to_replace(place),
    }
}

/// Removes what is there, if anything is.
fn remove(path: &Path) -> io::Result<()> {
    match fs::symlink_metadata(path) {
        Ok(about) if about.is_dir() => fs::remove_dir_all(path),
        Ok(_) => fs::remove_file(path),
        Err(_) => Ok(()),
    }
}

/// Whether anything has this name, be it a link that leads nowhere.
pub fn is_there(path: &Path) -> bool {
    fs::symlink_metadata(path).is_ok()
}

#[cfg(unix)]
fn is_at(file: &File, path: &Path) -> bool {
    use std::os::unix::fs::MetadataExt;
    let id = |about: io::Result<fs::Metadata>| about.ok().map(|about| (about.dev(), about.ino()));
    id(file.metadata()) == id(fs::metadata(path)) && path.exists()
}

#[cfg(not(unix))]
fn is_at(_: &File, path: &Path) -> bool {
    path.exists()
}

/// What a sweep has in its directory before it is complete: directories, and stems of files.
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
        None => {
            SWEEP.iter().any(|room| name.strip_prefix(room).is_some_and(|rest| rest.starts_with(['/', '.'])))
        }
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

type Tidy = Box<dyn Fn() + Send>;

/// What is to be tidied by whoever ends the process.
static UNFINISHED: Mutex<BTreeMap<u64, Tidy>> = Mutex::new(BTreeMap::new());

fn unfinished() -> MutexGuard<'static, BTreeMap<u64, Tidy>> {
    UNFINISHED.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Something on the disk that is tidied when this is dropped, or by [`abandon`] where the process ends first.
pub struct Unfinished(u64);

impl Unfinished {
    /// Has something tidied.
    pub fn new(tidy: impl Fn() + Send + 'static) -> Self {
        let mut all = unfinished();
        let number = all.last_key_value().map_or(0, |(last, _)| last + 1);
        all.insert(number, Box::new(tidy));
        Self(number)
    }
}

impl Drop for Unfinished {
    fn drop(&mut self) {
        let mut all = unfinished();
        if let Some(tidy) = all.remove(&self.0) {
            tidy();
        }
    }
}

/// Tidies all that is unfinished; nothing is delivered or begun from then on. Only for a process that ends.
pub fn abandon() -> impl Sized {
    let all = unfinished();
    all.values().for_each(|tidy| tidy());
    all
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::io::ErrorKind;
    use std::path::Path;

    use super::{GONE, LOCK, OLD, Replace, WHOLE, Workshop, is_taken, is_there};

    fn result(place: &Path, file: &str) {
        fs::create_dir_all(place).unwrap();
        fs::write(place.join("outcomes.csv"), file).unwrap();
        let told = r#"{"program":"thermidor","kind":"run","files":{"outcomes.csv":"?"}}"#;
        fs::write(place.join("manifest.json"), told).unwrap();
    }

    fn names(directory: &Path) -> Vec<String> {
        let entries = fs::read_dir(directory).unwrap();
        let mut names: Vec<String> =
            entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
        names.sort();
        names
    }

    #[test]
    fn a_name_is_taken_from_the_beginning_and_free_again_at_the_end() {
        let home = tempfile::tempdir().unwrap();
        let place = home.path().join("deep/inside/result");
        let first = Workshop::open(&place).unwrap();
        let kind = |replace| Workshop::open_for(&place, replace).err().unwrap().kind();
        assert_eq!(kind(Replace::Nothing), ErrorKind::ResourceBusy);
        assert_eq!(kind(Replace::Result), ErrorKind::ResourceBusy);
        assert!(is_taken(&place) && !is_there(&place));
        drop(first);
        assert!(!is_taken(&place));
        assert_eq!(names(home.path()), [""; 0]);
        let second = Workshop::open(&place).unwrap();
        fs::write(second.directory().join("file"), "x").unwrap();
        second.deliver().unwrap();
        assert_eq!(names(place.parent().unwrap()), ["result"]);
        assert_eq!(names(&place), ["file"]);
        assert_eq!(kind(Replace::Nothing), ErrorKind::AlreadyExists);
    }

    #[test]
    fn what_a_killed_process_left_goes_and_what_it_had_moved_away_comes_back() {
        let home = tempfile::tempdir().unwrap();
        let (place, hidden) = (home.path().join("result"), home.path().join(".result.partial"));
        result(&hidden.join(OLD), "old");
        result(&hidden.join(WHOLE), "half");
        fs::write(hidden.join(LOCK), "").unwrap();
        assert_eq!(Workshop::open(&place).err().unwrap().kind(), ErrorKind::AlreadyExists);
        assert_eq!(fs::read_to_string(place.join("outcomes.csv")).unwrap(), "old");
        assert_eq!(names(home.path()), ["result"]);
        // Where something has come to its place meanwhile, it is kept beside that; what was being removed goes.
        result(&hidden.join(OLD), "older");
        result(&hidden.join(GONE), "oldest");
        drop(Workshop::open_for(&place, Replace::Result).unwrap());
        assert_eq!(fs::read_to_string(place.join("outcomes.csv")).unwrap(), "old");
        assert_eq!(fs::read_to_string(home.path().join("result-2/outcomes.csv")).unwrap(), "older");
        fs::remove_dir_all(home.path().join("result-2")).unwrap();
        assert_eq!(names(home.path()), ["result"]);
        // A directory of somebody else's with this name loses nothing.
        fs::create_dir(&hidden).unwrap();
        fs::write(hidden.join("mine"), "").unwrap();
        drop(Workshop::open_for(&place, Replace::Result).unwrap());
        assert_eq!(names(&hidden), ["mine"]);
    }

    #[test]
    fn the_old_result_stands_until_the_new_one_is_there_and_comes_back() {
        let home = tempfile::tempdir().unwrap();
        let place = home.path().join("result");
        result(&place, "old");
        let workshop = Workshop::open_for(&place, Replace::Result).unwrap();
        assert_eq!(fs::read_to_string(place.join("outcomes.csv")).unwrap(), "old");
        // Something takes away what is to be moved, so that the move fails.
        fs::remove_dir(workshop.directory()).unwrap();
        assert!(workshop.deliver().is_err());
        assert_eq!(fs::read_to_string(place.join("outcomes.csv")).unwrap(), "old");
        let workshop = Workshop::open_for(&place, Replace::Result).unwrap();
        result(workshop.directory(), "new");
        workshop.deliver().unwrap();
        assert_eq!(fs::read_to_string(place.join("outcomes.csv")).unwrap(), "new");
        assert_eq!(names(home.path()), ["result"]);
    }

    #[test]
    fn only_results_and_what_is_empty_are_replaced() {
        let home = tempfile::tempdir().unwrap();
        let place = home.path().join("place");
        let why = || match Workshop::open_for(&place, Replace::Result) {
            Err(error) => (error.kind(), error.to_string()),
            Ok(_) => (ErrorKind::Other, String::new()),
        };
        let kept = |what: &str| {
            let (kind, said) = why();
            assert!(kind == ErrorKind::InvalidInput && said.contains(what), "{kind}: {said}");
        };
        fs::write(&place, "notes").unwrap();
        kept("is no directory");
        fs::remove_file(&place).unwrap();
        fs::create_dir(&place).unwrap();
        assert_eq!(why().1, "");
        fs::write(place.join("precious"), "").unwrap();
        kept("no manifest.json of this program");
        fs::write(place.join("manifest.json"), r#"{"program":"other","kind":"run"}"#).unwrap();
        kept("no manifest.json of this program");
        result(&place, "");
        kept("holds precious");
        fs::remove_file(place.join("precious")).unwrap();
        fs::create_dir(place.join("mine")).unwrap();
        fs::write(place.join("mine/notes"), "").unwrap();
        kept("holds mine/notes");
        fs::remove_file(place.join("mine/notes")).unwrap();
        fs::write(place.join(".DS_Store"), "").unwrap();
        assert_eq!(why().1, "");
        // A sweep at which somebody works.
        let lock = fs::File::create(place.join(".lock")).unwrap();
        lock.lock().unwrap();
        kept("another process is at work");
        drop(lock);
        assert_eq!(why().1, "");
        assert!(place.join("outcomes.csv").exists());
    }

    #[test]
    fn places_without_a_name_and_names_that_are_too_long_are_refused_at_once() {
        let home = tempfile::tempdir().unwrap();
        let refused = |place: &Path| {
            for replace in [Replace::Nothing, Replace::Result] {
                let error = Workshop::open_for(place, replace).err().unwrap();
                assert!(error.kind() != ErrorKind::ResourceBusy, "{}: {error}", place.display());
            }
            assert_eq!(names(home.path()), [""; 0]);
        };
        for place in ["", "/", "/..", ".", "..", "no-such-place/..", "Cargo.toml/inside"] {
            refused(Path::new(place));
        }
        refused(&home.path().join("x".repeat(250)));
        refused(&home.path().join("x".repeat(300)));
        refused(&home.path().join("y".repeat(300)).join("x"));
        let deep: std::path::PathBuf = std::iter::repeat_n("d".repeat(200), 20).collect();
        refused(&home.path().join(&deep));
        assert!(!is_there(Path::new("no-such-place")));
    }

    #[cfg(unix)]
    #[test]
    fn a_link_is_followed_and_one_that_leads_nowhere_is_refused() {
        let home = tempfile::tempdir().unwrap();
        let (place, link) = (home.path().join("result"), home.path().join("link"));
        std::os::unix::fs::symlink(&place, &link).unwrap();
        assert_eq!(Workshop::open(&link).err().unwrap().kind(), ErrorKind::InvalidInput);
        result(&place, "old");
        let workshop = Workshop::open_for(&link, Replace::Result).unwrap();
        assert_eq!(
            Workshop::open_for(&place, Replace::Result).err().unwrap().kind(),
            ErrorKind::ResourceBusy
        );
        result(workshop.directory(), "new");
        workshop.deliver().unwrap();
        assert!(fs::symlink_metadata(&link).unwrap().is_symlink());
        assert_eq!(fs::read_to_string(place.join("outcomes.csv")).unwrap(), "new");
    }

    #[test]
    fn finished_work_goes_beside_what_came_to_its_place_meanwhile() {
        let home = tempfile::tempdir().unwrap();
        let place = home.path().join("result");
        let workshop = Workshop::open(&place).unwrap();
        result(workshop.directory(), "new");
        fs::create_dir(&place).unwrap();
        fs::write(place.join("mine"), "").unwrap();
        assert!(workshop.deliver_near().unwrap().unwrap().ends_with("result-2"));
        assert_eq!(names(home.path()), ["result", "result-2"]);
        assert_eq!(names(&place), ["mine"]);
    }
}
