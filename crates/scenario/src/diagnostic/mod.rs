//! What can be wrong with a scenario file and with edits of it: the codes, and the one place where they become
//! sentences.
//!
//! What can be wrong with a scenario whatever it was read from is in the core's codes, which [`Code::Scenario`] holds.
//! [`crate::source`] shows diagnostics with the lines of their file.

mod change;

pub use change::{Change, Part, Past};

use thermidor_core::diagnostic as core;
pub use thermidor_core::diagnostic::Explain;

use crate::text;

/// One thing that is wrong with a scenario file or with an edit of it.
pub type Diagnostic = core::Diagnostic<Code>;

/// What can be wrong with a scenario file and with edits of it.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub enum Code {
    /// The scenario itself cannot be simulated.
    Scenario(core::Code),
    /// The text is not TOML.
    NotToml {
        /// What the parser says.
        message: String,
    },
    /// A value of the text cannot be held, such as a number of more than 64 bits.
    NotHeld {
        /// What the reader says.
        message: String,
    },
    /// The values make no scenario.
    NoScenario {
        /// What the reader says.
        message: String,
    },
    /// A value by itself is not TOML.
    NotAValue {
        /// What the parser says.
        message: String,
    },
    /// There is no such key.
    UnknownKey {
        /// The known key that is most like it, where one is like enough.
        nearest: Option<String>,
        /// The keys that are known there.
        known: Vec<String>,
    },
    /// The file is an experiment, and no scenario.
    AnExperiment,
    /// The value is none of the words that are possible.
    UnknownWord {
        /// The word that is most like it, where one is like enough.
        nearest: Option<String>,
        /// The words that are possible.
        known: Vec<String>,
    },
    /// The value is of the wrong kind.
    WrongKind {
        /// The kind that it has, as the JSON Schema calls it.
        found: &'static str,
        /// The kinds that it may have, as the JSON Schema calls them.
        wanted: Vec<String>,
    },
    /// A real number stands where a whole one is needed.
    NotWhole {
        /// The number.
        number: f64,
    },
    /// A real number is so large that it may not be the whole number that was written.
    NotExact {
        /// The number.
        number: f64,
    },
    /// The number is outside its range.
    OutOfRange {
        /// The number.
        number: f64,
        /// The least that it may be.
        low: Option<f64>,
        /// The most that it may be.
        high: Option<f64>,
        /// Its unit; empty where it has none.
        unit: String,
    },
    /// The whole number has more bits than tables have.
    TooLarge {
        /// The number.
        number: i64,
    },
    /// There is no value.
    NoValue,
    /// An edit names a parameter without a value.
    NothingSet,
    /// An edit has no `=` between path and value.
    NoEquals,
    /// The path is of a position that there is not.
    NoPosition(Position),
    /// There is no variant of that name.
    UnknownVariant {
        /// The name.
        name: String,
        /// All names.
        known: Vec<String>,
    },
    /// A part that is on or off has another value.
    NotOnOrOff {
        /// The value.
        text: String,
    },
    /// There is no such part that could be left out.
    NotThere {
        /// The part, as it was named.
        name: String,
        /// Safeguards that there are.
        safeguards: Vec<String>,
    },
    /// A change cannot be made to a running organization.
    Change(Change),
    /// Another parameter than the one that was named is wrong.
    At {
        /// Its path.
        path: String,
        /// What is wrong with it.
        code: Box<Self>,
    },
    /// What was given, other than in a file, is wrong.
    Given {
        /// How it was given.
        by: Door,
        /// What was given.
        text: String,
        /// What is wrong with it.
        code: Box<Self>,
    },
}

/// How a value or an edit is given, other than in a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Door {
    /// `--set PATH=VALUE`.
    Set,
    /// `--with PATH` or `--with PATH=VALUE`.
    With,
    /// `--without PATH`.
    Without,
    /// `--change MONTH: EDITS`.
    Change,
    /// An item of a mapping, given as `PATH=VALUE`.
    Item,
}

impl Door {
    /// What was given, as people know it.
    fn shown(self, text: &str) -> String {
        let text = text::cut(text, 200);
        match self {
            Self::Set => format!("--set {text}"),
            Self::With => format!("--with {text}"),
            Self::Without => format!("--without {text}"),
            Self::Change => format!("--change {text}"),
            Self::Item => text.replacen('=', " = ", 1),
        }
    }
}

/// Why there is no such position, by what would make one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Position {
    /// An item of a list that is in the scenario's file.
    OfAFile,
    /// An item of a list that can be set as a whole.
    OfAList,
    /// A variant by itself.
    OfAVariant,
    /// A part of a part that is not there.
    OfAPart,
    /// A list that is to be on.
    List,
}

impl Position {
    fn help(self) -> &'static str {
        match self {
            Self::OfAFile => "add it in the scenario file first",
            Self::OfAList => "add the whole list first, as in `shocks.isolation` = [{…}]",
            Self::OfAVariant => "set `variant` as a whole",
            Self::OfAPart => "add the part around it first",
            Self::List => "a list that is turned on must stand in the scenario",
        }
    }
}

impl From<core::Code> for Code {
    fn from(code: core::Code) -> Self {
        Self::Scenario(code)
    }
}

impl From<Change> for Code {
    fn from(change: Change) -> Self {
        Self::Change(change)
    }
}

impl Code {
    /// The same of what was given.
    pub fn given(self, by: Door, text: &str) -> Self {
        Self::Given { by, text: text.to_owned(), code: Box::new(self) }
    }

    /// Whether it is a key that nothing known is like.
    fn is_unknown(&self) -> bool {
        matches!(self, Self::UnknownKey { nearest: None, .. })
    }

    /// What is wrong by itself, however and wherever it was given.
    pub fn plain(&self) -> &Self {
        match self {
            Self::Given { code, .. } | Self::At { code, .. } => code.plain(),
            code => code,
        }
    }
}

impl Explain for Code {
    fn message(&self) -> String {
        match self {
            Self::Scenario(code) => code.message(),
            Self::NotToml { message } => format!("not valid TOML: {message}"),
            Self::NotHeld { message } => format!("this cannot be read: {message}"),
            Self::NoScenario { message } | Self::NotAValue { message } => message.clone(),
            Self::UnknownKey { .. } => "there is no such key".to_owned(),
            Self::AnExperiment => "this file is an experiment, not a scenario".to_owned(),
            Self::UnknownWord { .. } => "not one of the words that are possible here".to_owned(),
            Self::WrongKind { found, wanted } => {
                let wanted: Vec<_> = wanted.iter().map(|kind| kind_of_value(kind).0).collect();
                format!("{} where {} is needed", kind_of_value(found).0, wanted.join(" or "))
            }
            Self::NotWhole { number } => format!("{number:?} is not a whole number"),
            Self::NotExact { number } => format!("{number:?} may not be the whole number that was written"),
            Self::OutOfRange { number, .. } => format!("{number} is out of range"),
            Self::TooLarge { number } => format!("{number} is out of range"),
            Self::NoValue | Self::NothingSet => "there is no value".to_owned(),
            Self::NoEquals => "there is no `=`".to_owned(),
            Self::NoPosition(_) => "there is nothing at this position".to_owned(),
            Self::UnknownVariant { name, .. } => format!("there is no variant \"{name}\""),
            Self::NotOnOrOff { text } => format!("{text} is not true or false"),
            Self::NotThere { name, .. } => format!("there is no `{name}` to leave out"),
            Self::Change(change) => change.message(),
            Self::At { path, code } => format!("{path}: {}", code.message()),
            Self::Given { by, text, code } => format!("{}: {}", by.shown(text), code.message()),
        }
    }

    fn help(&self) -> String {
        match self {
            Self::Scenario(code) => or_default(code.help()),
            Self::NotToml { .. } => "correct the TOML here".into(),
            Self::NotHeld { .. } | Self::NoScenario { .. } => "see `thermidor scenario schema`".into(),
            Self::NotAValue { .. } | Self::NoValue => "write the value as in a scenario file".into(),
            Self::UnknownKey { nearest: Some(name), .. } => format!("did you mean `{name}`?"),
            Self::UnknownKey { known, .. } => format!("known here: {}", known.join(", ")),
            Self::AnExperiment => {
                "run it with `thermidor sweep`, or name the scenario that it varies".to_owned()
            }
            Self::UnknownWord { nearest, known } => {
                let meant =
                    nearest.as_ref().map_or_else(String::new, |word| format!("; did you mean `{word}`?"));
                format!("use one of: {}{meant}", known.join(", "))
            }
            Self::WrongKind { wanted, .. } => {
                let wanted: Vec<_> = wanted.iter().map(|kind| kind_of_value(kind).1).collect();
                format!("write {}", wanted.join(" or "))
            }
            Self::NotWhole { .. } => "write a whole number, such as 50".into(),
            Self::NotExact { .. } => "write it without a point or an exponent".into(),
            Self::OutOfRange { low, high, unit, .. } => range(*low, *high, unit),
            Self::TooLarge { .. } => "use a smaller number".into(),
            Self::NothingSet => "write PATH=VALUE, or the name of a safeguard".into(),
            Self::NoEquals => "write it as PATH=VALUE, for example safeguards.rotation.term_ticks=12".into(),
            Self::NoPosition(position) => position.help().into(),
            Self::UnknownVariant { known, .. } => format!("use one of: {}", known.join(", ")),
            Self::NotOnOrOff { .. } => "a part of a scenario is on or off: use true and false".into(),
            Self::NotThere { safeguards, .. } => {
                let there = if safeguards.is_empty() { "none".into() } else { safeguards.join(", ") };
                format!("safeguards in the scenario: {there}")
            }
            Self::Change(change) => change.help(),
            Self::Given { by: Door::With, text, code } if code.is_unknown() && is_one_key(text) => {
                let names = thermidor_core::safeguards::NAMES.join(", ");
                format!("name a safeguard, or write PATH=VALUE as in voice.fusion=0.4; safeguards: {names}")
            }
            Self::At { code, .. } | Self::Given { code, .. } => code.help(),
        }
    }

    fn says_where(&self) -> bool {
        matches!(self, Self::Given { .. })
    }
}

/// Whether the path of `PATH` or `PATH=VALUE` is a key at the top of a scenario.
fn is_one_key(text: &str) -> bool {
    text.split('=').next().is_some_and(|path| !path.contains('.'))
}

/// A kind of values, as the JSON Schema calls it: in words, and with an example.
fn kind_of_value(kind: &str) -> (&str, &str) {
    match kind {
        "string" => ("a text", "a text in quotes"),
        "number" => ("a number", "a number such as 0.5"),
        "integer" => ("a whole number", "a whole number such as 12"),
        "boolean" => ("true or false", "true or false"),
        "array" => ("a list", "a list in brackets"),
        "object" => ("a table", "a table"),
        kind => (kind, kind),
    }
}

/// What to use of a range.
fn range(low: Option<f64>, high: Option<f64>, unit: &str) -> String {
    let range = match (low, high) {
        (Some(low), Some(high)) => format!("from {low} to {high}"),
        (Some(low), None) => format!("of at least {low}"),
        (None, Some(high)) => format!("of at most {high}"),
        (None, None) => "that is finite".to_owned(),
    };
    match unit {
        "share" => format!("use a share {range}"),
        "" => format!("use a number {range}"),
        unit => format!("use a number {range} ({unit})"),
    }
}

/// A help, or where ranges are told.
fn or_default(help: String) -> String {
    if help.is_empty() { "see the range in `thermidor scenario schema`".to_owned() } else { help }
}
