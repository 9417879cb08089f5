//! Mistakes as exceptions: what the library says in words, as an exception of the class that Python has for it.

use pyo3::prelude::*;
use thermidor_scenario::Problem;

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

    /// Of what is wrong with a parameter.
    fn of(message: &str) -> Self {
        if message.contains("there is no such key") || message.contains("there is no parameter") {
            Self::UnknownKey
        } else if message.contains(" where ") && message.contains(" is needed") {
            Self::WrongType
        } else {
            Self::BadValue
        }
    }
}

const NOT_FOUND: i32 = 2;
const EXISTS: i32 = 17;
const IS_A_DIRECTORY: i32 = 21;

fn raised(code: Code, message: &str, path: Option<&str>, hint: Option<&str>, number: Option<i32>) -> PyErr {
    Python::attach(|py| {
        let made = py
            .import("thermidor.errors")
            .and_then(|errors| errors.getattr("_again")?.call1((code.name(), message, path, hint, number)));
        made.map_or_else(|error| error, PyErr::from_value)
    })
}

/// An exception of what is wrong, and what to do about it.
pub fn fault(code: Code, path: Option<&str>, what: &str, hint: &str) -> PyErr {
    raised(code, &format!("error: {what}\n  help: {hint}"), path, Some(hint), None)
}

/// What is wrong with a parameter as an exception; `given` is what was written in its place.
pub fn problem(problem: &Problem, given: Option<&str>) -> PyErr {
    let Problem { path, message, help } = problem;
    let given = given.map_or_else(String::new, |given| format!(" = {given}"));
    let place = if path.is_empty() { String::new() } else { format!("{path}{given}: ") };
    fault(
        Code::of(message),
        Some(path.as_str()).filter(|path| !path.is_empty()),
        &format!("{place}{message}"),
        help,
    )
}

/// All that is wrong with a scenario as one exception; the first problem says of which class.
pub fn problems(all: &[Problem]) -> PyErr {
    let [first, rest @ ..] = all else { return refused("error: the scenario cannot be used") };
    if rest.is_empty() {
        return problem(first, None);
    }
    let text =
        |Problem { path, message, help }: &Problem| format!("error: {path}: {message}\n  help: {help}");
    let texts: Vec<String> = all.iter().map(text).collect();
    raised(Code::of(&first.message), &texts.join("\n\n"), Some(&first.path), Some(&first.help), None)
}

/// The system's refusal to read or write a place.
pub fn os(path: &std::path::Path, error: &std::io::Error, hint: &str) -> PyErr {
    let place = path.display().to_string();
    let message = format!("error: {place} cannot be written: {error}\n  help: {hint}");
    let code = if error.raw_os_error() == Some(NOT_FOUND) { Code::NotFound } else { Code::OsError };
    raised(code, &message, Some(&place), Some(hint), error.raw_os_error())
}

/// A message for the user of the command as an exception. Its first line says what it is about.
pub fn refused(message: impl std::fmt::Display) -> PyErr {
    let message = message.to_string();
    let first = message.lines().next().unwrap_or_default();
    let what = first.strip_prefix("error: ").unwrap_or(first);
    let hint = message.split_once("help: ").map(|(_, hint)| hint.lines().next().unwrap_or(hint).trim());
    let between = |from: &str, to: &str| {
        let (_, rest) = what.split_once(from)?;
        rest.split_once(to).map(|(path, _)| path)
    };
    let number = between("(os error ", ")").and_then(|number| number.parse().ok());
    let read = between("cannot read ", ": ");
    if what == "interrupted" {
        return pyo3::exceptions::PyKeyboardInterrupt::new_err(());
    }
    if let Some(path) = what.strip_suffix(" exists") {
        return raised(Code::Exists, &message, Some(path), hint, Some(EXISTS));
    }
    if let Some(number) = number {
        let path = read.or_else(|| what.split_once(" cannot be ").map(|(path, _)| path));
        let code = if number == NOT_FOUND { Code::NotFound } else { Code::OsError };
        return raised(code, &message, path, hint, Some(number));
    }
    if what.ends_with(": it is a directory") {
        return raised(Code::OsError, &message, read, hint, Some(IS_A_DIRECTORY));
    }
    // A parameter as the command names it, or as it stands in a file.
    let given = what.strip_prefix("--set ").or_else(|| what.strip_prefix("--with "));
    let given = given.or_else(|| what.strip_prefix("--without ")).unwrap_or(what);
    let end = given.find(['=', ':']).unwrap_or(given.len());
    let is_path = |path: &&str| {
        !path.is_empty()
            && path.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || "_.".contains(c))
    };
    let path = read.or_else(|| Some(given[..end].trim()).filter(is_path));
    raised(Code::of(first), &message, path, hint, None)
}
