//! Where results are made before they are whole.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

/// A hidden directory beside the place of the results, in which they are made. It goes away with the run
/// unless it is delivered, so that nothing is ever left half-written.
pub struct Workshop(PathBuf);

impl Workshop {
    /// Opens one for a place.
    ///
    /// # Errors
    /// When it cannot be made.
    pub fn open(place: &Path) -> io::Result<Self> {
        let name = place.file_name().unwrap_or_default().to_string_lossy();
        let path = place.with_file_name(format!(".{name}.{}.partial", std::process::id()));
        fs::create_dir_all(&path)?;
        Ok(Self(path))
    }

    /// Where the results are made.
    pub fn directory(&self) -> &Path {
        &self.0
    }

    /// Moves the results to their place; `replace` is whether what is there goes.
    ///
    /// # Errors
    /// When it cannot be moved.
    pub fn deliver(self, place: &Path, replace: bool) -> io::Result<()> {
        if replace && place.exists() {
            fs::remove_dir_all(place)?;
        }
        fs::rename(&self.0, place)
    }
}

impl Drop for Workshop {
    fn drop(&mut self) {
        // After delivery there is nothing to remove; if removal fails, there is nobody left to tell.
        let _ = fs::remove_dir_all(&self.0);
    }
}
