//! A scenario that is edited value by value and checked when the edits are done.

use toml::Value;

use crate::Error;
use crate::diagnostic::{Code, Diagnostic, Door, Position};
use crate::edit::{Edit, apply, edited, title};
use crate::read::{Study, built, parse_study, take_variants, variants};
use crate::schema::{self, full_path, holds_parts, is_section, node_at, resolve};
use crate::source::Source;
use crate::tree::{get, insert, remove};
use crate::values::value_at;
use crate::write;
use thermidor_core::scenario::Scenario;

/// Where the variants of a file stand.
const VARIANTS: &str = "variant";

/// The parts of a scenario file as they were written, before defaults are filled in.
#[derive(Debug, Clone, PartialEq)]
pub struct Draft {
    table: toml::Table,
    /// The variants of the file, as they were written.
    variants: Vec<Value>,
}

impl Draft {
    /// Reads a scenario file and applies `PATH=VALUE` overrides; `name` is what messages call the file.
    ///
    /// # Errors
    /// As [`parse_study`].
    pub fn parse(name: &str, text: &str, overrides: &[String]) -> Result<(Self, Study), Error> {
        let study = parse_study(name, text, overrides, &[])?;
        let mut table = Source::new(name, text).read(schema::value())?.table;
        let variants = take_variants(&mut table);
        overrides.iter().try_for_each(|text| apply(schema::value(), &mut table, Door::Set, text))?;
        Ok((Self { table, variants }, study))
    }

    /// A draft of a scenario that is complete.
    pub fn of(scenario: &Scenario) -> Self {
        Self { table: write::named(scenario), variants: Vec::new() }
    }

    /// Sets a parameter or a section; `value` is written as in a scenario file.
    ///
    /// # Errors
    /// The problem of the path, or of the value by itself.
    pub fn set(&mut self, path: &str, value: &str) -> Result<(), Diagnostic> {
        let path = full_path(path.trim());
        let value = value_at(schema::value(), &path, value)?;
        if path == VARIANTS {
            self.variants = value.as_array().cloned().unwrap_or_default();
            return Ok(());
        }
        if path.split('.').next() == Some(VARIANTS) {
            return Err(nothing(&path, Position::OfAVariant));
        }
        insert(&mut self.table, &path, value).ok_or_else(|| nothing(&path, Position::OfAList))
    }

    /// Puts in a part of a scenario with its defaults, or takes it out; a part that is there stays as it is.
    ///
    /// # Errors
    /// Where the path names no such part.
    pub fn switch(&mut self, path: &str, on: bool) -> Result<(), Diagnostic> {
        let path = full_path(path.trim());
        let node = resolve(schema::value(), node_at(schema::value(), &path)?);
        match (on, get(&self.table, &path)) {
            (false, _) => {
                remove(&mut self.table, &path);
                Ok(())
            }
            (true, Some(_)) => Ok(()),
            (true, None) if is_section(node) => {
                insert(&mut self.table, &path, Value::Table(toml::Table::new()))
                    .ok_or_else(|| nothing(&path, Position::OfAPart))
            }
            (true, None) => Err(nothing(&path, Position::List)),
        }
    }

    /// Puts a parameter back to its default, or takes a part out.
    ///
    /// # Errors
    /// Where the path is of no scenario.
    pub fn unset(&mut self, path: &str) -> Result<(), Diagnostic> {
        let path = full_path(path.trim());
        node_at(schema::value(), &path)?;
        if path == VARIANTS {
            self.variants.clear();
        }
        remove(&mut self.table, &path);
        Ok(())
    }

    /// The draft of another future, as an edit of the command line makes it; without variants.
    ///
    /// # Errors
    /// The first part of the edit that cannot be made.
    pub fn edited(&self, edit: &Edit) -> Result<Self, Diagnostic> {
        Ok(Self { table: edited(schema::value(), &self.table, edit)?, variants: Vec::new() })
    }

    /// The draft of another future that is to be edited further; `label` is what the edits are called.
    #[must_use]
    pub fn future(&self, label: &str) -> Self {
        let mut table = self.table.clone();
        table.remove("description");
        table.insert("name".into(), Value::String(title(label)));
        Self { table, variants: Vec::new() }
    }

    /// The scenario and its variants.
    ///
    /// # Errors
    /// Every problem.
    pub fn study(&self) -> Result<Study, Vec<Diagnostic>> {
        let mut wrong = Vec::new();
        let base = built(self.table.clone(), "", &[], &mut wrong);
        let variants = variants(&self.table, self.variants.clone(), &[], &mut wrong);
        match base {
            Some(base) if wrong.is_empty() => Ok(Study { base, variants }),
            _ => Err(wrong),
        }
    }

    /// The scenario file that this is, with its variants.
    pub fn to_toml(&self) -> String {
        let mut table = self.table.clone();
        if !self.variants.is_empty() {
            table.insert(VARIANTS.into(), Value::Array(self.variants.clone()));
        }
        toml::to_string(&table).unwrap_or_default()
    }
}

/// Whether a path names a part that can be there or not: a section, or a list of parts such as shocks.
///
/// # Errors
/// Where it names nothing.
pub fn is_part(path: &str) -> Result<bool, Diagnostic> {
    let schema = schema::value();
    let node = resolve(schema, node_at(schema, &full_path(path.trim()))?);
    Ok(holds_parts(schema, node))
}

fn nothing(path: &str, position: Position) -> Diagnostic {
    Diagnostic::new(path, Code::NoPosition(position))
}

#[cfg(test)]
mod tests {
    use super::{Draft, is_part};
    use crate::diagnostic::Explain;

    fn draft() -> Draft {
        let text = "[safeguards.rotation]\nterm_ticks = 6\n[[shocks.isolation]]\n[[shocks.isolation]]\nstart_tick = 9\n\
                    [[variant]]\nname = \"bare\"\nwithout = [\"rotation\"]\n";
        Draft::parse("t", text, &[]).unwrap().0
    }

    #[test]
    fn edits_reach_any_depth_and_variants_follow() {
        let mut draft = draft();
        draft.set("voice.fusion", "1").unwrap();
        draft.set("shocks.isolation.0.severity", "0.25").unwrap();
        draft.switch("lottery", true).unwrap();
        let study = draft.study().unwrap();
        assert_eq!((study.base.voice.fusion, study.base.shocks.isolation[0].severity), (1.0, 0.25));
        let bare = &study.variants[0];
        assert!(bare.safeguards.lottery.is_some() && bare.safeguards.rotation.is_none());
        assert_eq!(crate::read::parse_study("t", &draft.to_toml(), &[], &[]).unwrap(), study);
        draft.set("variant", "[{ name = \"long\", mandates = { term_ticks = 60 } }]").unwrap();
        assert_eq!(draft.study().unwrap().variants[0].mandates.term_ticks, 60);
        assert!(draft.set("variant.0.name", "short").is_err());
        draft.unset("variant").unwrap();
        assert!(draft.study().unwrap().variants.is_empty());
        draft.unset("shocks.isolation.0").unwrap();
        draft.unset("voice.fusion").unwrap();
        draft.unset("safeguards.rotation.term_ticks").unwrap();
        let base = draft.study().unwrap().base;
        assert_eq!((base.shocks.isolation.len(), base.shocks.isolation[0].start_tick), (1, 9));
        assert_eq!(base.voice, Default::default());
        assert_eq!(base.safeguards.rotation, Some(Default::default()));
    }

    #[test]
    fn values_are_checked_at_once_and_what_needs_others_at_the_end() {
        let mut draft = draft();
        assert!(draft.set("voice.fusion", "7").unwrap_err().to_string().contains("out of range"));
        assert!(draft.set("voice.fuson", "0.5").unwrap_err().code.help().contains("`fusion`"));
        assert!(draft.set("shocks.isolation.7.severity", "0.5").is_err());
        assert!(draft.switch("shocks.surge", true).is_err() && draft.unset("surge").is_err());
        draft.set("organization.members", "30").unwrap();
        draft.set("organization.local_size", "50").unwrap();
        assert_eq!(draft.study().unwrap_err()[0].path, "organization.local_size");
        draft.set("organization.local_size", "30").unwrap();
        assert!(draft.study().is_ok());
        assert!(is_part("lottery").unwrap() && is_part("shocks.isolation").unwrap());
        assert!(!is_part("voice.fusion").unwrap() && is_part("nothing").is_err());
    }
}
