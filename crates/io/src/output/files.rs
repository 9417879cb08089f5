//! Files of a result beside its tables and charts: JSON for programs, and the answer in words.

use std::io;
use std::path::Path;

/// Writes something as a JSON file.
///
/// # Errors
/// When it cannot be written.
pub fn json(path: &Path, value: &impl serde::Serialize) -> io::Result<()> {
    let text = serde_json::to_string_pretty(value).map_err(io::Error::other)?;
    std::fs::write(path, text + "\n")
}

/// Writes an answer, for programs and in words.
///
/// # Errors
/// When it cannot be written.
pub fn answer(directory: &Path, answer: &impl serde::Serialize, words: &str) -> io::Result<()> {
    json(&directory.join("summary.json"), answer)?;
    std::fs::write(directory.join("answer.txt"), format!("{}\n", words.trim_end()))
}
