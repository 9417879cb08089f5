//! How text is read from files: which files are read at all, how large they may be, and in which encoding.

use std::fmt;
use std::fs::{self, File};
use std::io::{self, Read};
use std::path::Path;

pub use thermidor_core::text::*;

/// The most bytes of a file that is written by hand: a scenario, an experiment.
pub const MOST_BY_HAND: u64 = 16 << 20;
/// The most bytes of a table of points.
pub const MOST_OF_A_TABLE: u64 = 512 << 20;

/// Why a file cannot be read as text.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Unreadable {
    /// The system refuses.
    System {
        /// The system's number of the error, where it has one.
        number: Option<i32>,
        /// The system's words.
        message: String,
    },
    /// It is a directory.
    Directory,
    /// It is a device, a pipe or a socket.
    Device,
    /// It is larger than what is read.
    Large {
        /// The most bytes that are read.
        most: u64,
    },
    /// It is in UTF-16.
    Utf16 {
        /// Whether it says so itself; otherwise it only looks so.
        marked: bool,
    },
    /// It has bytes that are 0.
    Zeros,
    /// It is not in UTF-8.
    NotUtf8 {
        /// The first byte that is not.
        byte: u8,
        /// Its line, from 1.
        line: usize,
    },
}

impl Unreadable {
    /// What to do about it, where that follows from the file itself.
    pub fn help(&self) -> Option<&'static str> {
        const UTF_16: &str = "save it as UTF-8: choose that encoding where the editor saves, or use `iconv -f UTF-16 -t UTF-8 OLD > NEW`";
        const LATIN_1: &str = "save it as UTF-8: choose that encoding where the editor saves, or use `iconv -f ISO-8859-1 -t UTF-8 OLD > NEW` \
                               where it is in Latin-1";
        match self {
            Self::System { .. } => None,
            Self::Directory => Some("name a file"),
            Self::Device => Some("name a regular file"),
            Self::Large { .. } => Some("name another file, or take out what is not needed"),
            Self::Utf16 { .. } => Some(UTF_16),
            Self::Zeros => Some("name a text file"),
            Self::NotUtf8 { .. } => Some(LATIN_1),
        }
    }
}

impl fmt::Display for Unreadable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::System { message, .. } => f.write_str(message),
            Self::Directory => f.write_str("it is a directory"),
            Self::Device => f.write_str("it is a device, a pipe or a socket"),
            Self::Large { most } => {
                write!(f, "it is larger than {} MB, the most that is read", most >> 20)
            }
            Self::Utf16 { marked: true } => f.write_str("it is in UTF-16 and not in UTF-8"),
            Self::Utf16 { marked: false } => f.write_str("it seems to be in UTF-16 and not in UTF-8"),
            Self::Zeros => f.write_str("it has bytes that are 0, so it is no text"),
            Self::NotUtf8 { byte, line } => {
                write!(f, "it is not in UTF-8: byte 0x{byte:02X} in line {line}")
            }
        }
    }
}

impl std::error::Error for Unreadable {}

impl From<io::Error> for Unreadable {
    fn from(error: io::Error) -> Self {
        Self::System { number: error.raw_os_error(), message: error.to_string() }
    }
}

/// Reads a file of at most so many bytes as UTF-8. A byte order mark at its beginning is left out.
///
/// Only regular files are read, and what the caller has opened already: standard input and other open descriptors. A
/// device may never end, and a named pipe may never begin.
///
/// # Errors
/// When it is not such a file, too large, not UTF-8, or cannot be read.
pub fn read(path: &Path, most: u64) -> Result<String, Unreadable> {
    let about = fs::metadata(path)?;
    if about.is_dir() {
        return Err(Unreadable::Directory);
    }
    if !about.is_file() && !is_open_already(path) {
        return Err(Unreadable::Device);
    }
    if about.len() > most {
        return Err(Unreadable::Large { most });
    }
    let mut bytes = Vec::new();
    File::open(path).and_then(|file| file.take(most + 1).read_to_end(&mut bytes))?;
    if bytes.len() as u64 > most { Err(Unreadable::Large { most }) } else { decode(bytes) }
}

/// Opens a regular file and nothing else, as all files of results are: a device may never end, and a named pipe may
/// never begin.
///
/// # Errors
/// When it is none, or cannot be opened.
pub fn open(path: &Path) -> io::Result<File> {
    if fs::metadata(path)?.is_file() {
        return File::open(path);
    }
    Err(io::Error::new(io::ErrorKind::InvalidInput, "it is not a regular file"))
}

/// All bytes of a regular file.
///
/// # Errors
/// As [`open()`].
pub fn bytes(path: &Path) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    open(path)?.read_to_end(&mut bytes)?;
    Ok(bytes)
}

/// All of a regular file as text.
///
/// # Errors
/// As [`open()`], and when it is not in UTF-8.
pub fn whole(path: &Path) -> io::Result<String> {
    String::from_utf8(bytes(path)?)
        .map_err(|_| io::Error::new(io::ErrorKind::InvalidData, "it is not in UTF-8"))
}

/// Whether a path stands for something that this process was given open.
fn is_open_already(path: &Path) -> bool {
    path == Path::new("/dev/stdin") || path.starts_with("/dev/fd") || path.starts_with("/proc/self/fd")
}

/// The text that bytes are in UTF-8, without a byte order mark.
fn decode(bytes: Vec<u8>) -> Result<String, Unreadable> {
    if bytes.starts_with(&[0xff, 0xfe]) || bytes.starts_with(&[0xfe, 0xff]) {
        return Err(Unreadable::Utf16 { marked: true });
    }
    if bytes.contains(&0) {
        // Every other byte of plain letters in UTF-16 is 0.
        let zeros = bytes.iter().filter(|byte| **byte == 0).count();
        let is_wide = bytes.len().is_multiple_of(2) && zeros * 3 > bytes.len() && zeros * 3 < bytes.len() * 2;
        return Err(if is_wide { Unreadable::Utf16 { marked: false } } else { Unreadable::Zeros });
    }
    let text = String::from_utf8(bytes).map_err(|error| {
        let (valid, bytes) = (error.utf8_error().valid_up_to(), error.as_bytes());
        let line = 1 + bytes[..valid].iter().filter(|byte| **byte == b'\n').count();
        Unreadable::NotUtf8 { byte: bytes[valid], line }
    })?;
    Ok(text.strip_prefix(MARK).map(str::to_owned).unwrap_or(text))
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::path::Path;

    use super::{MOST_BY_HAND, Unreadable, decode, read};

    #[test]
    fn utf_8_is_read_with_and_without_a_mark_and_all_else_is_refused_with_help() {
        assert_eq!(decode(b"\xef\xbb\xbfname = \"\xc3\xa9\"".to_vec()).as_deref(), Ok("name = \"é\""));
        assert_eq!(decode("ä\r\n".as_bytes().to_vec()).as_deref(), Ok("ä\r\n"));
        let wide = |text: &str| text.encode_utf16().flat_map(u16::to_le_bytes).collect::<Vec<_>>();
        let marked = [vec![0xff, 0xfe], wide("ticks = 12")].concat();
        for (bytes, what, help) in [
            (marked, "UTF-16", "iconv -f UTF-16"),
            (wide("ticks = 12\n"), "seems to be in UTF-16", "iconv -f UTF-16"),
            (b"a = 1\nname = \"caf\xe9\"".to_vec(), "byte 0xE9 in line 2", "ISO-8859-1"),
            (b"a\0b".to_vec(), "bytes that are 0", "text file"),
            (vec![0; 64], "bytes that are 0", "text file"),
        ] {
            let bad = decode(bytes).expect_err("must be refused");
            assert!(
                bad.to_string().contains(what) && bad.help().is_some_and(|text| text.contains(help)),
                "{bad:?}"
            );
        }
    }

    #[test]
    fn only_files_of_a_sensible_size_are_read() {
        let place = tempfile::tempdir().unwrap();
        let large = place.path().join("large.toml");
        // A hole takes no space on the disk.
        fs::File::create(&large).unwrap().set_len(MOST_BY_HAND + 1).unwrap();
        assert!(read(&large, MOST_BY_HAND).unwrap_err().to_string().contains("larger than 16 MB"));
        assert_eq!(read(place.path(), MOST_BY_HAND), Err(Unreadable::Directory));
        assert!(read(Path::new("no such file"), MOST_BY_HAND).unwrap_err().help().is_none());
        if cfg!(unix) {
            assert_eq!(read(Path::new("/dev/zero"), MOST_BY_HAND), Err(Unreadable::Device));
        }
    }
}
