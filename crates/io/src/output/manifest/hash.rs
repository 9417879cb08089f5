//! Hashes of files.

use std::collections::BTreeMap;
use std::fs;
use std::io::{self, Read};
use std::path::Path;

use serde::Deserialize;
use sha2::{Digest, Sha256};

use super::NAME;
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
