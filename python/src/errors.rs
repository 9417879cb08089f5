//! Mistakes as exceptions: each error of the library becomes an exception of the class that Python has for it.

use std::path::Path;

use pyo3::exceptions::PyKeyboardInterrupt;
use pyo3::prelude::*;
use thermidor_io::diagnostic as sweep;
use thermidor_io::{Error, Refused};
use thermidor_scenario::diagnostic::{Code as Reason, Diagnostic, Door, Explain};
use thermidor_scenario::text::Unreadable;

/// What kind of mistake something is, as `thermidor.errors` calls it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Code {
    BadValue,
    WrongType,
    UnknownKey,
    UnknownRow,
    NotFound,
    Exists,
    OsError,
    Internal,
}

impl Code {
    fn name(self) -> &'static str {
        match self {
            Self::BadValue => "bad_value",
            Self::WrongType => "wrong_type",
            Self::UnknownKey => "unknown_key",
            Self::UnknownRow => "unknown_row",
            Self::NotFound => "not_found",
            Self::Exists => "exists",
            Self::OsError => "os_error",
            Self::Internal => "internal",
        }
    }

    /// Of what is wrong with a scenario.
    fn of(code: &Reason) -> Self {
        match code.plain() {
            Reason::UnknownKey { .. } => Self::UnknownKey,
            Reason::WrongKind { .. } => Self::WrongType,
            _ => Self::BadValue,
        }
    }

    /// Of what is wrong with an experiment or with points.
    pub fn of_points(code: &sweep::Code) -> Self {
        code.of_scenario().map_or(Self::BadValue, Self::of)
    }

    /// Of a number that the system gives an error.
    fn of_system(number: Option<i32>) -> Self {
        if number == Some(NOT_FOUND) { Self::NotFound } else { Self::OsError }
    }
}

const NOT_FOUND: i32 = 2;
const EXISTS: i32 = 17;
const IS_A_DIRECTORY: i32 = 21;

/// What an exception tells beside its text.
struct About<'a> {
    code: Code,
    path: Option<&'a str>,
    number: Option<i32>,
}

fn raised(About { code, path, number }: About, message: &str, hint: Option<&str>) -> PyErr {
    Python::attach(|py| {
        let made = py
            .import("thermidor.errors")
            .and_then(|errors| errors.getattr("_again")?.call1((code.name(), message, path, hint, number)));
        made.map_or_else(|error| error, PyErr::from_value)
    })
}

/// An exception of what is wrong, and what to do about it.
pub fn fault(code: Code, path: Option<&str>, what: &str, hint: &str) -> PyErr {
    raised(About { code, path, number: None }, &format!("error: {what}\n  help: {hint}"), Some(hint))
}

/// What cannot happen.
pub fn internal(error: impl std::fmt::Display) -> PyErr {
    fault(Code::Internal, None, &error.to_string(), "this is a fault of the program; please report it")
}

/// The machine cannot do what is wanted of it: a message with its help.
pub fn unsupported(message: &str) -> PyErr {
    raised(About { code: Code::BadValue, path: None, number: None }, message, None)
}

/// The user asked to stop.
pub fn interrupted() -> PyErr {
    PyKeyboardInterrupt::new_err(())
}

/// Something that is in the way of a result.
pub fn exists(path: &Path) -> PyErr {
    refused(Error::Exists { path: path.to_owned(), remedy: thermidor_io::Remedy::Elsewhere })
}

/// The system's refusal to write a place.
pub fn unwritten(path: &Path, error: &std::io::Error, hint: &str) -> PyErr {
    let place = path.display().to_string();
    let message = format!("error: {place} cannot be written: {error}\n  help: {hint}");
    let number = error.raw_os_error();
    raised(About { code: Code::of_system(number), path: Some(&place), number }, &message, Some(hint))
}

/// What is wrong with a parameter; `given` is what was written in its place.
pub fn problem(found: &Diagnostic, given: Option<&str>) -> PyErr {
    let code = found.code.clone();
    let code = match given {
        Some(given) => code.given(Door::Item, &format!("{}={given}", found.path)),
        None => code,
    };
    problems(&[Diagnostic { code, ..found.clone() }])
}

/// All that is wrong with a scenario as one exception; the first says of which class.
pub fn problems(all: &[Diagnostic]) -> PyErr {
    refused(thermidor_scenario::Error::from(all.to_vec()))
}

/// An error of the library.
pub fn refused(error: impl Into<Error>) -> PyErr {
    let error = pythonic(error.into());
    if matches!(error, Error::Interrupted | Error::Analysis(thermidor_analysis::Error::Interrupted)) {
        return interrupted();
    }
    let path = path(&error);
    let (code, number) = class(&error);
    raised(About { code, path: path.as_deref(), number }, &error.to_string(), hint(&error).as_deref())
}

/// The same in Python's words: there, a value is given as an item and not by an option.
fn pythonic(error: Error) -> Error {
    let item = |found: Diagnostic| {
        found.map(|code| match code {
            Reason::Given { text, code, .. } => Reason::Given { by: Door::Item, text, code },
            code => code,
        })
    };
    let error = match error {
        Error::Analysis(thermidor_analysis::Error::Scenario(error)) => Error::Scenario(error),
        other => other,
    };
    match error {
        Error::Scenario(thermidor_scenario::Error::Invalid { source_text, diagnostics }) => {
            let diagnostics = diagnostics.into_iter().map(item).collect();
            Error::Scenario(thermidor_scenario::Error::Invalid { source_text, diagnostics })
        }
        other => other,
    }
}

/// The first thing that a message tells.
fn first(diagnostics: &[Diagnostic]) -> Option<&Diagnostic> {
    diagnostics.iter().find(|found| !found.code.says_where()).or(diagnostics.first())
}

/// The kind of an error, and the number that the system gives it.
fn class(error: &Error) -> (Code, Option<i32>) {
    use thermidor_scenario::Error as Scenario;
    match error {
        Error::Scenario(error) => match error {
            Scenario::Read { why, .. } => of_a_file(why),
            Scenario::Invalid { diagnostics, .. } => {
                (first(diagnostics).map_or(Code::BadValue, |found| Code::of(&found.code)), None)
            }
            _ => (Code::BadValue, None),
        },
        Error::Invalid { diagnostics, .. } => match diagnostics.first().map(|found| &found.code) {
            Some(sweep::Code::Unreadable { why, .. }) => of_a_file(why),
            code => (code.map_or(Code::BadValue, Code::of_points), None),
        },
        Error::Read { why, .. } => of_a_file(why),
        Error::Write { source, .. } | Error::NoRoom { source, .. } => {
            (Code::of_system(source.raw_os_error()), source.raw_os_error())
        }
        Error::Exists { .. } => (Code::Exists, Some(EXISTS)),
        _ => (Code::BadValue, None),
    }
}

/// The kind of a file that cannot be read.
fn of_a_file(why: &Unreadable) -> (Code, Option<i32>) {
    match why {
        Unreadable::System { number: Some(number), .. } => (Code::of_system(Some(*number)), Some(*number)),
        Unreadable::Directory => (Code::OsError, Some(IS_A_DIRECTORY)),
        _ => (Code::BadValue, None),
    }
}

/// The parameter or the file concerned.
fn path(error: &Error) -> Option<String> {
    use thermidor_analysis::Error as Analysis;
    use thermidor_scenario::Error as Scenario;
    let found = match error {
        Error::Scenario(error) => match error {
            Scenario::Read { path, .. } => path.display().to_string(),
            Scenario::Invalid { diagnostics, .. } => first(diagnostics)?.path.clone(),
            _ => return None,
        },
        Error::Invalid { diagnostics, .. } => match diagnostics.first()? {
            sweep::Diagnostic { code: sweep::Code::Unreadable { name, .. }, .. } => name.clone(),
            found => found.path.clone(),
        },
        Error::Analysis(Analysis::Benchmark { name, .. } | Analysis::NothingToCompare { name }) => {
            name.clone()
        }
        Error::Read { path, .. }
        | Error::Write { path, .. }
        | Error::Exists { path, .. }
        | Error::Damaged { path, .. }
        | Error::Changed { path, .. }
        | Error::Table { path, .. }
        | Error::OtherManifest { path, .. }
        | Error::OtherModel { path, .. }
        | Error::NoRow { path, .. }
        | Error::NoPage { path, .. }
        | Error::NoSample { path, .. } => path.display().to_string(),
        Error::NoRoom { directory, .. } | Error::IsASweep { directory, .. } => {
            directory.display().to_string()
        }
        Error::Missing { name } | Error::NoExperiment { name, .. } | Error::NoFuture { name, .. } => {
            name.clone()
        }
        Error::Sweep(
            Refused::AtWork { directory }
            | Refused::NoSweep { directory }
            | Refused::OtherPlan { directory }
            | Refused::OtherKey { directory, .. }
            | Refused::OtherShard { directory, .. }
            | Refused::OneShard { directory, .. }
            | Refused::NotYet { directory }
            | Refused::Incomplete { directory, .. }
            | Refused::IncompleteShard { directory, .. }
            | Refused::NamedTwice { directory },
        ) => directory.display().to_string(),
        Error::Sweep(Refused::DamagedPlan { place, .. } | Refused::ChangedPlan { place }) => {
            place.display().to_string()
        }
        Error::Sweep(Refused::Unfinished { file } | Refused::OtherPlansFile { file }) => {
            file.display().to_string()
        }
        _ => return None,
    };
    Some(found).filter(|path| !path.is_empty())
}

/// What to do about an error.
fn hint(error: &Error) -> Option<String> {
    use thermidor_scenario::Error as Scenario;
    match error {
        Error::Scenario(Scenario::Invalid { diagnostics, .. }) => Some(first(diagnostics)?.code.help()),
        Error::Invalid { diagnostics, .. } => Some(diagnostics.first()?.code.help()),
        // The last line of all other messages.
        other => other.to_string().rsplit_once("\n  help: ").map(|(_, help)| help.to_owned()),
    }
}
