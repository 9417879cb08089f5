//! Claims the name of a result in the making, and manages the hidden directory beside it.

use std::ffi::OsString;
use std::fs::{self, File, OpenOptions, TryLockError};
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};

pub(super) const LOCK: &str = "lock";
pub(super) const WHOLE: &str = "whole";
pub(super) const OLD: &str = "old";
pub(super) const GONE: &str = "gone";

/// The paths of a result in the making.
#[derive(Clone)]
pub(super) struct Claim {
    /// Where the results are to be: no link, and whatever directory the process works in.
    pub place: PathBuf,
    pub hidden: PathBuf,
    /// Directories above that were not there before, the innermost first.
    parents: Vec<PathBuf>,
}

impl Claim {
    pub fn beside(place: &Path) -> io::Result<Self> {
        if place.as_os_str().is_empty() {
            return Err(invalid("its name is empty"));
        }
        // A link stays; its target is replaced.
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
    pub fn take(&self) -> io::Result<File> {
        let busy = |why: String| io::Error::new(ErrorKind::ResourceBusy, why);
        // A process that releases the name removes the lock and the directory; then the next try succeeds.
        let lock = (0..1000).find_map(|_| match self.try_take() {
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

    fn try_take(&self) -> Result<Option<File>, TryLockError> {
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
    pub fn recover(&self) -> io::Result<()> {
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

    pub fn remove_leftovers(&self) -> io::Result<()> {
        [WHOLE, GONE].iter().try_for_each(|name| remove(&self.hidden.join(name)))
    }

    /// Removes all but what was delivered. If something cannot be removed, there is nobody left to tell.
    pub fn tidy(&self) {
        let _ = self.recover();
        // Threads that are still at work may add a file meanwhile.
        let _ = (0..10).find(|_| self.remove_leftovers().is_ok());
        // The lock last: without it the name is free.
        let _ = fs::remove_file(self.hidden.join(LOCK));
        let _ = fs::remove_dir(&self.hidden);
        self.remove_parents();
    }

    /// Those that are empty, so that nothing is left of what was not delivered.
    pub fn remove_parents(&self) {
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
pub(super) fn numbered(place: &Path, number: u32) -> PathBuf {
    let mut name = place.file_name().unwrap_or_default().to_owned();
    name.push(format!("-{number}"));
    place.with_file_name(name)
}

/// Whether something has a place, or a process that is at work.
pub fn is_taken(place: &Path) -> bool {
    let at_work = || {
        let lock = Claim::of(place.to_owned(), Vec::new()).hidden.join(LOCK);
        File::open(lock).is_ok_and(|lock| matches!(lock.try_lock_shared(), Err(TryLockError::WouldBlock)))
    };
    is_there(place) || at_work()
}

pub(super) fn invalid(why: &str) -> io::Error {
    io::Error::new(ErrorKind::InvalidInput, why)
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
