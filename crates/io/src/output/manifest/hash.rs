//! Hashes of files.

use std::collections::BTreeMap;
use std::fs;
use std::io::{self, Read};
use std::path::Path;

use serde::Deserialize;
use sha2::{Digest, Sha256};

use super::NAME;
use crate::{Damage, Error, Remedy};
use thermidor_scenario::text;

pub(super) fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
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

/// Refuses a result with a file that is not what was written.
///
/// # Errors
/// For the first such file.
pub fn check(directory: &Path, said: &BTreeMap<String, String>) -> Result<(), Error> {
    for (name, wanted) in said {
        let path = directory.join(name);
        let found =
            hash(&path).map_err(|error| Error::read(&path, error, Remedy::Verify(directory.to_owned())))?;
        if found != *wanted {
            return Err(Error::Changed { path, directory: directory.to_owned() });
        }
    }
    Ok(())
}

/// The hashes that a manifest gives, whatever else it says and whichever version wrote it.
///
/// # Errors
/// Where there is none.
pub fn files(directory: &Path) -> Result<BTreeMap<String, String>, Error> {
    #[derive(Deserialize)]
    struct Files {
        files: BTreeMap<String, String>,
    }
    let path = directory.join(NAME);
    let text = text::whole(&path).map_err(|error| Error::read(&path, error, Remedy::NameAResult))?;
    let damaged = |error: serde_json::Error| Damage::Format(error.to_string());
    serde_json::from_str(&text)
        .map(|found: Files| found.files)
        .map_err(|error| Error::damaged(&path, damaged(error), Remedy::MakeAgain))
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
