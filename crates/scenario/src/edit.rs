//! Edits of a table, as options of the command line and variants of a file name them.

use serde_json::Value as Json;

use crate::diagnostic::{Code, Diagnostic, Door, Position};
use crate::schema::{full_path, is_section, node_at, resolve};
use crate::text;
use crate::tree::{get, insert, merge, remove_all};
use crate::values::value_at;

/// One variant, as named on the command line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Edit {
    /// Adds or changes: `PATH` or `PATH=VALUE`, several with commas between.
    With(String),
    /// Leaves out: `PATH`, several with commas between.
    Without(String),
}

/// A base with what a variant names put over it.
pub fn vary(
    base: &toml::Table,
    variant: toml::Value,
    number: usize,
    found: &mut Vec<Diagnostic>,
) -> toml::Table {
    let mut merged = base.clone();
    merged.insert("name".into(), toml::Value::String(format!("variant {}", number + 1)));
    merged.remove("description");
    let toml::Value::Table(mut variant) = variant else { return merged };
    let without = variant.remove("without");
    merge(&mut merged, variant);
    let paths = without.iter().flat_map(|paths| paths.as_array()).flatten();
    let paths: Vec<&str> = paths.map(|path| path.as_str().unwrap_or("")).collect();
    let missing = leave_out(&mut merged, &paths).into_iter();
    found.extend(missing.map(|(k, code)| Diagnostic::new(format!("variant.{number}.without.{k}"), code)));
    merged
}

/// Takes what paths name out of a table; gives the places of the paths that name nothing, and what is wrong with them.
fn leave_out(table: &mut toml::Table, paths: &[&str]) -> Vec<(usize, Code)> {
    let (mut full, mut missing): (Vec<String>, Vec<_>) = Default::default();
    for (place, path) in paths.iter().map(|path| path.trim()).enumerate() {
        let named = full_path(path);
        if get(table, &named).is_some() && !full.contains(&named) {
            full.push(named);
        } else {
            missing.push((place, not_there(table, path)));
        }
    }
    remove_all(table, full.iter().map(String::as_str));
    missing
}

fn not_there(table: &toml::Table, name: &str) -> Code {
    let there = table.get("safeguards").and_then(toml::Value::as_table);
    let safeguards = there.iter().flat_map(|table| table.keys()).cloned().collect();
    Code::NotThere { name: name.to_owned(), safeguards }
}

/// A base with an edit of the command line.
///
/// # Errors
/// The first part of the edit that cannot be made.
pub fn edited(schema: &Json, base: &toml::Table, edit: &Edit) -> Result<toml::Table, Diagnostic> {
    let mut table = base.clone();
    table.remove("description");
    let label = match edit {
        Edit::With(text) => {
            parts(text).try_for_each(|part| add(schema, &mut table, &full_path(part)))?;
            format!("with {}", text.trim())
        }
        Edit::Without(text) => {
            let paths: Vec<&str> = parts(text).collect();
            if let Some((place, code)) = leave_out(&mut table, &paths).into_iter().next() {
                let part = paths[place];
                return Err(Diagnostic::new(full_path(part), code.given(Door::Without, part)));
            }
            format!("without {}", text.trim())
        }
    };
    table.insert("name".into(), toml::Value::String(title(&label)));
    Ok(table)
}

/// The parts of a list with commas between.
pub fn parts(text: &str) -> impl Iterator<Item = &str> {
    text.split(',').map(str::trim).filter(|part| !part.is_empty())
}

/// Adds or changes what one part of `--with` names: a safeguard by its name, or a value.
fn add(schema: &Json, table: &mut toml::Table, part: &str) -> Result<(), Diagnostic> {
    if part.contains('=') {
        return apply(schema, table, Door::With, part);
    }
    let bad = |code: Code| Diagnostic::new(part, code.given(Door::With, part));
    let node = node_at(schema, part).map_err(|found| found.map(|code| code.given(Door::With, part)))?;
    if !is_section(resolve(schema, node)) {
        return Err(bad(Code::NothingSet));
    }
    if get(table, part).is_none() {
        let section = toml::Value::Table(toml::Table::new());
        insert(table, part, section).ok_or_else(|| bad(Code::NoPosition(Position::OfAFile)))?;
    }
    Ok(())
}

/// The name of a future that an edit makes.
pub fn title(label: &str) -> String {
    // A long list is a fine edit and a poor name.
    let label = label.replace("safeguards.", "").replace('_', " ");
    text::cut(&text::shown(&label), text::MOST_OF_A_NAME).replace(['\n', '\t'], " ")
}

/// The path of `PATH=VALUE`.
pub fn path_of(text: &str) -> &str {
    text.split('=').next().unwrap_or("").trim()
}

/// Applies one `PATH=VALUE`.
///
/// # Errors
/// What is wrong with it.
pub fn apply(schema: &Json, table: &mut toml::Table, by: Door, text: &str) -> Result<(), Diagnostic> {
    put(schema, table, text).map_err(|found| found.map(|code| code.given(by, text)))
}

/// The same, where the caller says what was given.
pub(crate) fn put(schema: &Json, table: &mut toml::Table, text: &str) -> Result<(), Diagnostic> {
    let (path, value) = text.split_once('=').ok_or_else(|| Diagnostic::new("", Code::NoEquals))?;
    let (path, value) = (path.trim(), value.trim());
    let value = value_at(schema, path, value)?;
    insert(table, path, value).ok_or_else(|| Diagnostic::new(path, Code::NoPosition(Position::OfAFile)))
}

#[cfg(test)]
mod tests {
    use super::Edit;
    use crate::read::parse_study;

    #[test]
    fn edits_of_the_command_line_make_variants() {
        let edits = [
            Edit::With("lottery.share=0.25, transparency".into()),
            Edit::Without("rotation".into()),
            Edit::With("voice.fusion=0.1".into()),
        ];
        let study = parse_study("t", "[safeguards.rotation]\n", &[], &edits).unwrap();
        assert_eq!(study.variants[0].safeguards.lottery.as_ref().unwrap().share, 0.25);
        assert!(study.variants[0].safeguards.transparency.is_some());
        assert!(study.variants[1].safeguards.rotation.is_none());
        assert_eq!(study.variants[2].voice.fusion, 0.1);
        for (edit, part) in [
            (Edit::With("rotaton".into()), "there is no such key"),
            (Edit::With("nosuch".into()), "name a safeguard, or write PATH=VALUE"),
            (Edit::With("voice.nosuch=1".into()), "known here: "),
            (Edit::With("voice.fusion".into()), "there is no value"),
            (Edit::With("voice.fusion=7".into()), "--with voice.fusion=7"),
            (Edit::Without("lottery".into()), "safeguards in the scenario: rotation"),
        ] {
            let text = parse_study("t", "[safeguards.rotation]\n", &[], &[edit]).unwrap_err().to_string();
            assert!(text.contains(part), "{part} is missing in:\n{text}");
        }
    }
}
