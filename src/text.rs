//! Text from outside: how it is read from files, what a name may be, and how it is shown on a terminal.
//!
//! A name goes to charts, tables, spreadsheets and terminals; what one of them cannot hold is refused before anything
//! is simulated.

use std::borrow::Cow;
use std::fs::{self, File};
use std::io::{self, Read};
use std::path::Path;

/// The most bytes of a file that is written by hand: a scenario, an experiment.
pub const MOST_BY_HAND: u64 = 16 << 20;
/// The most bytes of a table of points.
pub const MOST_OF_A_TABLE: u64 = 512 << 20;
/// The most characters of a name.
pub const MOST_OF_A_NAME: usize = 200;
/// The most characters of a description.
pub const MOST_OF_A_DESCRIPTION: usize = 10_000;

/// Why a file cannot be read as text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unreadable {
    /// What is wrong.
    pub what: String,
    /// What to do about it, where that follows from the file itself.
    pub help: Option<String>,
}

impl Unreadable {
    fn new(what: impl Into<String>, help: &str) -> Self {
        Self { what: what.into(), help: Some(help.to_owned()) }
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
    let failed = |error: std::io::Error| Unreadable { what: error.to_string(), help: None };
    let about = fs::metadata(path).map_err(failed)?;
    if about.is_dir() {
        return Err(Unreadable::new("it is a directory", "name a file"));
    }
    if !about.is_file() && !is_open_already(path) {
        return Err(Unreadable::new("it is a device, a pipe or a socket", "name a regular file"));
    }
    let large = || {
        let what = format!("it is larger than {} MB, the most that is read", most >> 20);
        Unreadable::new(what, "name another file, or take out what is not needed")
    };
    if about.len() > most {
        return Err(large());
    }
    let mut bytes = Vec::new();
    File::open(path).and_then(|file| file.take(most + 1).read_to_end(&mut bytes)).map_err(failed)?;
    if bytes.len() as u64 > most { Err(large()) } else { decode(bytes) }
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
    const UTF_16: &str = "save it as UTF-8: choose that encoding where the editor saves, or use `iconv -f UTF-16 -t UTF-8 OLD > NEW`";
    const LATIN_1: &str = "save it as UTF-8: choose that encoding where the editor saves, or use `iconv -f ISO-8859-1 -t UTF-8 OLD > NEW` \
                           where it is in Latin-1";
    if bytes.starts_with(&[0xff, 0xfe]) || bytes.starts_with(&[0xfe, 0xff]) {
        return Err(Unreadable::new("it is in UTF-16 and not in UTF-8", UTF_16));
    }
    if bytes.contains(&0) {
        // Every other byte of plain letters in UTF-16 is 0.
        let zeros = bytes.iter().filter(|byte| **byte == 0).count();
        let is_wide = bytes.len().is_multiple_of(2) && zeros * 3 > bytes.len() && zeros * 3 < bytes.len() * 2;
        return Err(if is_wide {
            Unreadable::new("it seems to be in UTF-16 and not in UTF-8", UTF_16)
        } else {
            Unreadable::new("it has bytes that are 0, so it is no text", "name a text file")
        });
    }
    let text = String::from_utf8(bytes).map_err(|error| {
        let (valid, bytes) = (error.utf8_error().valid_up_to(), error.as_bytes());
        let line = 1 + bytes[..valid].iter().filter(|byte| **byte == b'\n').count();
        Unreadable::new(format!("it is not in UTF-8: byte 0x{:02X} in line {line}", bytes[valid]), LATIN_1)
    })?;
    Ok(text.strip_prefix(MARK).map(str::to_owned).unwrap_or(text))
}

/// The byte order mark, which some editors put at the beginning of a file.
pub const MARK: char = '\u{feff}';

/// What a text is, and so what it may hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// A line that names something.
    Name,
    /// One line or more that say what something is about.
    Description,
}

/// What is wrong with a text that somebody gave, and what to do about it.
pub fn flaw(text: &str, kind: Kind) -> Option<(String, &'static str)> {
    let is_break = |c: char| kind == Kind::Description && matches!(c, '\n' | '\r' | '\t');
    if let Some((place, c)) = text.chars().enumerate().find(|(_, c)| is_hidden(*c) && !is_break(*c)) {
        let what = format!("its character {} is the control character U+{:04X}", place + 1, u32::from(c));
        return Some((what, "leave it out: charts and tables cannot hold it"));
    }
    // A spreadsheet passes over blanks at the beginning.
    if let Some(first) = text.trim_start().chars().next().filter(|c| FORMULA.contains(c)) {
        let what =
            format!("it begins with `{first}`, which a spreadsheet takes for the beginning of a formula");
        return Some((what, "begin it with a letter or a digit"));
    }
    let (many, most) = match kind {
        Kind::Name => (text.chars().count(), MOST_OF_A_NAME),
        Kind::Description => (text.chars().count(), MOST_OF_A_DESCRIPTION),
    };
    (many > most).then(|| {
        (
            format!("it has {many} characters, and {most} are the most"),
            "make it shorter; the file can say more in comments",
        )
    })
}

/// Characters with which spreadsheets let a formula begin, and their full-width forms.
const FORMULA: [char; 9] = ['=', '+', '-', '@', '\u{2212}', '\u{ff1d}', '\u{ff0b}', '\u{ff0d}', '\u{ff20}'];

/// Characters that are not seen and do something: terminal controls, separators of lines, what turns the direction of
/// writing round, and what XML cannot hold.
fn is_hidden(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | MARK | '\u{fffe}' | '\u{ffff}')
}

/// A text for a terminal: control characters are shown as in JSON, `\u001b`, so that JSON stays what it was.
pub fn shown(text: &str) -> Cow<'_, str> {
    let is_shown = |c: char| matches!(c, '\n' | '\t') || !is_hidden(c);
    if text.chars().all(is_shown) {
        return Cow::Borrowed(text);
    }
    let mut safe = String::with_capacity(text.len() + 16);
    for c in text.chars() {
        if is_shown(c) {
            safe.push(c);
        } else {
            safe.push_str(&format!("\\u{:04x}", u32::from(c)));
        }
    }
    Cow::Owned(safe)
}

/// The beginning of a text of more than so many characters.
pub fn cut(text: &str, most: usize) -> Cow<'_, str> {
    match text.char_indices().nth(most) {
        None => Cow::Borrowed(text),
        Some(_) => Cow::Owned(text.chars().take(most - 1).chain(['…']).collect()),
    }
}

/// A number with thin groups, as in 1 000 000.
pub fn grouped(number: u64) -> String {
    let digits = number.to_string();
    let mut text = String::new();
    for (i, digit) in digits.chars().enumerate() {
        if i > 0 && (digits.len() - i).is_multiple_of(3) {
            text.push(' ');
        }
        text.push(digit);
    }
    text
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::path::Path;

    use super::{Kind, MOST_BY_HAND, cut, decode, flaw, read, shown};

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
                bad.what.contains(what) && bad.help.as_deref().is_some_and(|text| text.contains(help)),
                "{bad:?}"
            );
        }
    }

    #[test]
    fn only_files_of_a_sensible_size_are_read() {
        let place = tempfile::tempdir().unwrap();
        let large = place.path().join("large.toml");
        // A hole takes no room on the disk.
        fs::File::create(&large).unwrap().set_len(MOST_BY_HAND + 1).unwrap();
        assert!(read(&large, MOST_BY_HAND).unwrap_err().what.contains("larger than 16 MB"));
        assert!(read(place.path(), MOST_BY_HAND).unwrap_err().what.contains("directory"));
        assert!(read(Path::new("no such file"), MOST_BY_HAND).unwrap_err().help.is_none());
        if cfg!(unix) {
            assert!(read(Path::new("/dev/zero"), MOST_BY_HAND).unwrap_err().what.contains("device"));
        }
    }

    #[test]
    fn names_hold_what_charts_tables_and_terminals_can_hold() {
        for name in
            ["", "Red October", "1917", "Вся власть", "العربية", "café – “free”", "(+ 2)", "a = b", "🏴 x"]
        {
            assert_eq!(flaw(name, Kind::Name), None, "{name}");
        }
        for (name, part) in [
            ("a\u{1b}[31m", "U+001B"),
            ("\u{9b}31m", "character 1 is"),
            ("two\nlines", "U+000A"),
            ("a\tb", "U+0009"),
            ("\0", "U+0000"),
            ("x\u{7f}", "U+007F"),
            ("x\u{202e}y", "U+202E"),
            ("x\u{ffff}", "U+FFFF"),
            ("=1+1", "begins with `=`"),
            ("+1", "begins with `+`"),
            ("-1", "begins with `-`"),
            ("@SUM(1)", "begins with `@`"),
            ("  =1", "begins with `=`"),
            ("\u{a0}＝1", "begins with `＝`"),
            ("−5", "begins with `−`"),
        ] {
            assert!(flaw(name, Kind::Name).is_some_and(|(what, _)| what.contains(part)), "{name:?}");
        }
        assert_eq!(flaw(&"ä".repeat(200), Kind::Name), None);
        assert!(flaw(&"ä".repeat(201), Kind::Name).is_some_and(|(what, _)| what.contains("201 characters")));
        assert_eq!(flaw("two\r\n\tlines", Kind::Description), None);
        assert!(flaw("a\u{1b}", Kind::Description).is_some());
        assert!(flaw(&"a".repeat(10_001), Kind::Description).is_some());
    }

    #[test]
    fn what_is_shown_cannot_steer_a_terminal_and_stays_json() {
        assert_eq!(shown("two\n\tlines é"), "two\n\tlines é");
        assert_eq!(shown("\u{1b}]0;x\u{7}\r\u{9b}"), "\\u001b]0;x\\u0007\\u000d\\u009b");
        let json = serde_json::json!({ "file": "a\u{9b}\u{7f}\u{202e}\u{1b}" });
        let again: serde_json::Value = serde_json::from_str(&shown(&json.to_string())).unwrap();
        assert_eq!(again, json);
        assert_eq!((cut("abcd", 4).as_ref(), cut("äbcde", 4).as_ref()), ("abcd", "äbc…"));
    }
}
