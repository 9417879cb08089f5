//! Edits of a table, as options of the command line and variants of a file name them.

use serde_json::Value as Json;

use crate::Problem;
use crate::message::Complaint;
use crate::schema::{full_path, is_section, node_at, resolve};
use crate::text;
use crate::tree::{get, insert, merge};
use crate::values::{Found, value_at};

/// One variant, as named on the command line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Edit {
    /// Adds or changes: `PATH` or `PATH=VALUE`, several with commas between.
    With(String),
    /// Leaves out: `PATH`, several with commas between.
    Without(String),
}

/// A base with what a variant names put over it.
pub fn vary(base: &toml::Table, variant: toml::Value, number: usize, found: &mut Vec<Found>) -> toml::Table {
    let mut merged = base.clone();
    merged.insert("name".into(), toml::Value::String(format!("variant {}", number + 1)));
    merged.remove("description");
    let toml::Value::Table(mut variant) = variant else { return merged };
    let without = variant.remove("without");
    merge(&mut merged, variant);
    for (k, path) in without.iter().flat_map(|paths| paths.as_array()).flatten().enumerate() {
        if let Err(problem) = leave_out(&mut merged, path.as_str().unwrap_or("")) {
            let path = format!("variant.{number}.without.{k}");
            found.push(Found { problem: Problem { path, ..problem }, span: None });
        }
    }
    merged
}

/// Takes what a path names out of a table.
fn leave_out(table: &mut toml::Table, path: &str) -> Result<(), Problem> {
    let full = full_path(path.trim());
    let (parents, last) = full.rsplit_once('.').unwrap_or(("", &full));
    let mut here = Some(&mut *table);
    for key in parents.split('.').filter(|key| !key.is_empty()) {
        here = here.and_then(|table| table.get_mut(key)).and_then(toml::Value::as_table_mut);
    }
    if here.and_then(|table| table.remove(last)).is_some() {
        return Ok(());
    }
    let there = table.get("safeguards").and_then(toml::Value::as_table);
    let names: Vec<&str> = there.iter().flat_map(|table| table.keys()).map(String::as_str).collect();
    Err(Problem {
        path: full.clone(),
        message: format!("there is no `{}` to leave out", path.trim()),
        help: format!(
            "safeguards in the scenario: {}",
            if names.is_empty() { "none".into() } else { names.join(", ") }
        ),
    })
}

/// A base with an edit of the command line.
pub fn edited(schema: &Json, base: &toml::Table, edit: &Edit) -> Result<toml::Table, Complaint> {
    let mut table = base.clone();
    table.remove("description");
    let label = match edit {
        Edit::With(text) => {
            parts(text).try_for_each(|part| add(schema, &mut table, &full_path(part)))?;
            format!("with {}", text.trim())
        }
        Edit::Without(text) => {
            parts(text).try_for_each(|part| {
                leave_out(&mut table, part).map_err(|problem| {
                    Complaint::of_option("--without", part, &problem.message, &problem.help)
                })
            })?;
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
fn add(schema: &Json, table: &mut toml::Table, part: &str) -> Result<(), Complaint> {
    if part.contains('=') {
        return apply(schema, table, "--with", part);
    }
    let bad = |message: &str, help: &str| Complaint::of_option("--with", part, message, help);
    let node = node_at(schema, part).map_err(|problem| bad(&problem.message, &problem.help))?;
    if !is_section(resolve(schema, node)) {
        return Err(bad("there is no value", "write PATH=VALUE, or the name of a safeguard"));
    }
    if get(table, part).is_none() {
        insert(table, part, toml::Value::Table(toml::Table::new()));
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

/// Applies one `PATH=VALUE`, or says what is wrong with it.
pub fn apply(schema: &Json, table: &mut toml::Table, flag: &str, text: &str) -> Result<(), Complaint> {
    let bad = |message: &str, help: &str| Complaint::of_option(flag, text, message, help);
    let (path, value) = text.split_once('=').ok_or_else(|| {
        bad("there is no `=`", "write it as PATH=VALUE, for example safeguards.rotation.term_ticks=12")
    })?;
    let (path, value) = (path.trim(), value.trim());
    let value = value_at(schema, path, value).map_err(|problem| bad(&problem.message, &problem.help))?;
    insert(table, path, value)
        .ok_or_else(|| bad("there is nothing at this position", "add it in the scenario file first"))
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
            (Edit::With("voice.fusion".into()), "there is no value"),
            (Edit::With("voice.fusion=7".into()), "--with voice.fusion=7"),
            (Edit::Without("lottery".into()), "safeguards in the scenario: rotation"),
        ] {
            let text = parse_study("t", "[safeguards.rotation]\n", &[], &[edit]).unwrap_err().0;
            assert!(text.contains(part), "{part} is missing in:\n{text}");
        }
    }
}
