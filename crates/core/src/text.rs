//! What a name or a description may hold, and how text and numbers are written where people read them.
//!
//! A name goes to charts, tables, spreadsheets and terminals; what one of them cannot hold is refused before anything
//! is simulated.

use std::borrow::Cow;

/// The most characters of a name.
pub const MOST_OF_A_NAME: usize = 200;
/// The most characters of a description.
pub const MOST_OF_A_DESCRIPTION: usize = 10_000;

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

/// What is wrong with a text that somebody gave.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Flaw {
    /// It has a character that is not seen and does something.
    Hidden {
        /// Which one it is, counted from 1.
        place: usize,
        /// The character.
        character: char,
    },
    /// A spreadsheet would take it for a formula.
    Formula {
        /// The character with which it begins.
        first: char,
    },
    /// It is too long.
    Long {
        /// Its characters.
        many: usize,
        /// The most that it may have.
        most: usize,
    },
}

impl Flaw {
    /// What is wrong, in a sentence without its full stop.
    pub fn message(&self) -> String {
        match self {
            Self::Hidden { place, character } => {
                format!("its character {place} is the control character U+{:04X}", u32::from(*character))
            }
            Self::Formula { first } => {
                format!("it begins with `{first}`, which a spreadsheet takes for the beginning of a formula")
            }
            Self::Long { many, most } => format!("it has {many} characters, and {most} are the most"),
        }
    }

    /// What to do about it.
    pub fn help(&self) -> &'static str {
        match self {
            Self::Hidden { .. } => "leave it out: charts and tables cannot hold it",
            Self::Formula { .. } => "begin it with a letter or a digit",
            Self::Long { .. } => "make it shorter; the file can say more in comments",
        }
    }
}

/// Looks for what charts, tables, spreadsheets and terminals cannot hold.
pub fn flaw(text: &str, kind: Kind) -> Option<Flaw> {
    let is_break = |c: char| kind == Kind::Description && matches!(c, '\n' | '\r' | '\t');
    if let Some((place, character)) = text.chars().enumerate().find(|(_, c)| is_hidden(*c) && !is_break(*c)) {
        return Some(Flaw::Hidden { place: place + 1, character });
    }
    // A spreadsheet passes over blanks at the beginning.
    if let Some(first) = text.trim_start().chars().next().filter(|c| FORMULA.contains(c)) {
        return Some(Flaw::Formula { first });
    }
    let (many, most) = match kind {
        Kind::Name => (text.chars().count(), MOST_OF_A_NAME),
        Kind::Description => (text.chars().count(), MOST_OF_A_DESCRIPTION),
    };
    (many > most).then_some(Flaw::Long { many, most })
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
    use super::{Kind, cut, flaw, shown};

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
            assert!(flaw(name, Kind::Name).is_some_and(|flaw| flaw.message().contains(part)), "{name:?}");
        }
        assert_eq!(flaw(&"ä".repeat(200), Kind::Name), None);
        assert!(
            flaw(&"ä".repeat(201), Kind::Name).is_some_and(|flaw| flaw.message().contains("201 characters"))
        );
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
