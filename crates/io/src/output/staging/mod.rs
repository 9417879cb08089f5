//! The staging directory: where results are made before they are whole, and how they get to their place without harm
//! to what is there.
//!
//! ```text
//! outputs/.siege.partial/lock    held by the process that makes outputs/siege
//! outputs/.siege.partial/whole   the result in the making
//! outputs/.siege.partial/old     the result that it replaces, while that moves
//! ```
//!
//! The lock takes a name. It goes with the process, however that ends, so that the leftovers of a killed process differ
//! from the work of a living one.

mod claim;
mod replace;
mod unfinished;

pub use claim::{is_taken, is_there, real_place};
pub use replace::{MARK, Replace};
pub use unfinished::{Unfinished, abandon};

use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};

use claim::{Claim, GONE, OLD, WHOLE, numbered};
use replace::may_replace;
use unfinished::unfinished;

/// As long as the longest name in a result, or longer.
const LONG: &str = "room-for-the-longest-name-that-a-file-of-a-result-may-have";

/// A hidden directory beside the place of the results, in which they are made. It goes away with the run
/// unless it is delivered, so that nothing is ever left half-written.
pub struct Staging {
    claim: Claim,
    directory: PathBuf,
    replace: Replace,
    // Tidied before the lock is let go.
    _unfinished: Unfinished,
    _lock: File,
}

impl Staging {
    /// Opens one for a place where there is nothing.
    ///
    /// # Errors
    /// As [`Staging::open_for`].
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
        let claim = Claim::beside(place)?;
        may_replace(&claim.place, replace).inspect_err(|_| claim.remove_parents())?;
        let lock = claim.take()?;
        let directory = claim.hidden.join(WHOLE);
        let unfinished = Unfinished::new({
            let claim = claim.clone();
            move || claim.tidy()
        });
        claim.recover()?;
        claim.remove_leftovers()?;
        let staging = Self { claim, directory, replace, _unfinished: unfinished, _lock: lock };
        may_replace(&staging.claim.place, replace)?;
        fs::create_dir(&staging.directory)?;
        // Fails now rather than at the end where names would be too long or the disk is full.
        let probe = staging.directory.join(LONG);
        fs::write(&probe, LONG)?;
        fs::remove_file(&probe)?;
        Ok(staging)
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
        self.moved(&self.directory, &self.claim.place)
    }

    /// Moves something that was made in the directory to the place, in place of all that was made.
    ///
    /// # Errors
    /// As [`Staging::deliver`].
    pub fn deliver_only(self, name: &str) -> io::Result<()> {
        self.moved(&self.directory.join(name), &self.claim.place)
    }

    /// Moves the results to their place or, where something came there meanwhile that stays, to the next free name
    /// beside it, which it gives: no completed work is lost.
    ///
    /// # Errors
    /// As [`Staging::deliver`].
    pub fn deliver_near(self) -> io::Result<Option<PathBuf>> {
        let place = &self.claim.place;
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
        let old = self.claim.hidden.join(OLD);
        let replaced = is_there(place);
        if replaced {
            fs::rename(place, &old)?;
        }
        let moved = fs::rename(from, place);
        match &moved {
            Err(_) if replaced => fs::rename(&old, place)?,
            // By a name under which nobody takes it for what is to come back.
            Ok(()) if replaced => fs::rename(&old, self.claim.hidden.join(GONE))?,
            _ => {}
        }
        moved
    }
}

#[cfg(test)]
mod tests;
