//! A scenario in which parts are set anew for each point of a sweep.

use serde_json::Value as Json;
use thermidor_core::Model;
use toml::Value;

use crate::Problem;
use crate::read::Study;
use crate::schema::{self, full_path, holds_parts, is, is_section, node_at, resolve};
use crate::tree::{get, insert};
use crate::values::value_at;
use crate::write;
use thermidor_core::scenario::Scenario;

/// The name that stands for the choice of a whole variant.
pub const VARIANT: &str = "variant";
/// The variant that is the scenario itself.
pub const BASE: &str = "base";

/// The kind of thing that a path of a scenario names.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// The choice of a whole variant.
    Variant,
    /// A part that can be there or not, such as a safeguard or all shocks of a kind.
    Part,
    /// A whole number.
    Whole,
    /// A number.
    Real,
    /// Yes or no.
    Flag,
    /// A word, a list or whatever else.
    Other,
}

/// A scenario and its variants, ready to be changed in many ways.
pub struct Template {
    schema: &'static Json,
    /// The base first.
    arms: Vec<(String, toml::Table)>,
}

impl Template {
    /// A template of a scenario and the variants in its file.
    pub fn new(study: &Study) -> Self {
        let named = |scenario: &Scenario| {
            let mut table = write::named(scenario);
            table.remove("description");
            table
        };
        let mut arms = vec![(BASE.to_owned(), named(&study.base))];
        arms.extend(study.variants.iter().map(|variant| (variant.name.clone(), named(variant))));
        Self { schema: schema::value(), arms }
    }

    /// Names of the base and the variants.
    pub fn variants(&self) -> impl Iterator<Item = &str> {
        self.arms.iter().map(|(name, _)| name.as_str())
    }

    /// The full path that a path stands for: a safeguard may be named without `safeguards.`.
    pub fn full_path(&self, path: &str) -> String {
        if path == VARIANT { path.to_owned() } else { full_path(path) }
    }

    /// The kind of thing that a full path names.
    ///
    /// # Errors
    /// When it names nothing.
    pub fn kind(&self, path: &str) -> Result<Kind, Problem> {
        if path == VARIANT {
            return Ok(Kind::Variant);
        }
        let node = resolve(self.schema, node_at(self.schema, path)?);
        Ok(if holds_parts(self.schema, node) {
            Kind::Part
        } else if is(node, "integer") {
            Kind::Whole
        } else if is(node, "number") {
            Kind::Real
        } else if is(node, "boolean") {
            Kind::Flag
        } else {
            Kind::Other
        })
    }

    /// Reads the text of a value for a full path. A number has the kind of its parameter: 1 and 1.0 are the same value.
    ///
    /// # Errors
    /// When it does not fit there.
    pub fn value(&self, path: &str, text: &str) -> Result<Value, Problem> {
        let problem = |message: String, help: String| Err(Problem { path: path.to_owned(), message, help });
        match self.kind(path)? {
            Kind::Variant => {
                let name = text.trim_matches('"');
                if self.variants().any(|known| known == name) {
                    return Ok(Value::String(name.to_owned()));
                }
                let known: Vec<&str> = self.variants().collect();
                problem(
                    format!("there is no variant \"{name}\""),
                    format!("use one of: {}", known.join(", ")),
                )
            }
            Kind::Part => match text.to_ascii_lowercase().as_str() {
                "true" => Ok(Value::Boolean(true)),
                "false" => Ok(Value::Boolean(false)),
                _ => problem(
                    format!("{text} is not true or false"),
                    "a part of a scenario is on or off: use true and false".into(),
                ),
            },
            kind => match value_at(self.schema, path, text)? {
                // Tables have 32 bits for whole numbers.
                Value::Integer(number) if kind == Kind::Whole && i32::try_from(number).is_err() => {
                    problem(format!("{number} is out of range"), "use a smaller number".into())
                }
                value => Ok(value),
            },
        }
    }

    /// Gives a value that was written the kind of its place, a full path that names a `kind`.
    ///
    /// # Errors
    /// When it does not fit there.
    pub fn given(&self, path: &str, kind: Kind, value: &Value) -> Result<Value, Problem> {
        // The names of variants are looked up as they are; all else is written as in a scenario file.
        let text = value.as_str().filter(|_| kind == Kind::Variant);
        self.value(path, &text.map_or_else(|| value.to_string(), str::to_owned))
    }

    /// The scenario in which each full path has its value.
    ///
    /// A variant is chosen first. Then parts are turned on, numbers set, and parts turned off, so that a number of a part
    /// that is off does not bring it back.
    ///
    /// # Errors
    /// The first problem of that scenario.
    pub fn with(&self, settings: &[(&str, &Value)]) -> Result<Model, Problem> {
        let chosen = settings.iter().find(|(path, _)| *path == VARIANT).and_then(|(_, name)| name.as_str());
        let arm = self.arms.iter().find(|(name, _)| chosen.is_none_or(|chosen| name == chosen));
        let nothing = |path: &str, help: &str| Problem {
            path: path.to_owned(),
            message: "there is nothing at this position".to_owned(),
            help: help.to_owned(),
        };
        let no_variant = || Problem {
            path: VARIANT.to_owned(),
            message: format!("there is no variant \"{}\"", chosen.unwrap_or("")),
            help: format!("use one of: {}", self.variants().collect::<Vec<_>>().join(", ")),
        };
        let mut table = arm.map(|(_, table)| table.clone()).ok_or_else(no_variant)?;
        let part = |path: &str, value: &Value| {
            value.as_bool().filter(|_| self.kind(path).is_ok_and(|kind| kind == Kind::Part))
        };
        for (path, value) in settings {
            if part(path, value) == Some(true) && get(&table, path).is_none() {
                if !is_section(resolve(self.schema, node_at(self.schema, path)?)) {
                    return Err(nothing(path, "a list that is turned on must stand in the scenario"));
                }
                insert(&mut table, path, Value::Table(toml::Table::new()));
            }
        }
        for (path, value) in
            settings.iter().filter(|(path, value)| *path != VARIANT && part(path, value).is_none())
        {
            insert(&mut table, path, (*value).clone())
                .ok_or_else(|| nothing(path, "add it in the scenario file first"))?;
        }
        for (path, value) in settings {
            if part(path, value) == Some(false) {
                remove(&mut table, path);
            }
        }
        let scenario: Scenario =
            Value::Table(table).try_into().map_err(|error: toml::de::Error| Problem {
                path: String::new(),
                message: error.message().to_owned(),
                help: "see `thermidor scenario schema`".to_owned(),
            })?;
        // The first of what is wrong; there is one, or it would be a model.
        Model::new(scenario).map_err(|mut wrong| wrong.swap_remove(0).into())
    }
}

fn remove(table: &mut toml::Table, path: &str) {
    match path.split_once('.') {
        None => {
            table.remove(path);
        }
        Some((first, rest)) => {
            if let Some(inner) = table.get_mut(first).and_then(Value::as_table_mut) {
                remove(inner, rest);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use toml::Value;

    use super::{Kind, Template};
    use crate::read::parse_study;

    fn template() -> Template {
        let text = "[safeguards.rotation]\nterm_ticks = 6\n[[shocks.isolation]]\n[[variant]]\nname = \"bare\"\nwithout = [\"rotation\"]\n";
        Template::new(&parse_study("t", text, &[], &[]).unwrap())
    }

    #[test]
    fn points_change_numbers_parts_and_variants() {
        let template = template();
        let (yes, no) = (Value::Boolean(true), Value::Boolean(false));
        let same = template.with(&[]).unwrap();
        assert_eq!(same.safeguards.rotation.as_ref().unwrap().term_ticks, 6);
        let other = template
            .with(&[("safeguards.lottery", &yes), ("safeguards.rotation", &no), ("shocks.isolation", &no)])
            .unwrap();
        assert!(other.safeguards.lottery.is_some() && other.safeguards.rotation.is_none());
        assert!(other.shocks.isolation.is_empty());
        let off =
            template.with(&[("safeguards.lottery", &no), ("safeguards.lottery.share", &Value::Float(0.5))]);
        assert!(off.unwrap().safeguards.lottery.is_none(), "a number brings back what is off");
        let bare = template.with(&[("variant", &Value::String("bare".into()))]).unwrap();
        assert!(bare.safeguards.rotation.is_none());
        let none = template.with(&[("variant", &Value::String("bear".into()))]).unwrap_err();
        assert!(none.message.contains("no variant \"bear\"") && none.help.contains("bare"), "{none:?}");
        let late = template.with(&[("shocks.isolation.0.start_tick", &Value::Integer(9000))]).unwrap_err();
        assert_eq!(late.path, "shocks.isolation.0.start_tick");
    }

    #[test]
    fn paths_and_values_are_held_against_the_schema() {
        let template = template();
        assert_eq!(template.kind("voice.fusion"), Ok(Kind::Real));
        assert_eq!(template.kind("mandates.term_ticks"), Ok(Kind::Whole));
        assert_eq!(template.kind("safeguards.lottery"), Ok(Kind::Part));
        assert_eq!(template.kind(&template.full_path("lottery")), Ok(Kind::Part));
        assert_eq!(template.kind("shocks.isolation"), Ok(Kind::Part));
        assert_eq!(template.kind("shocks.isolation.0.strikes"), Ok(Kind::Other));
        assert_eq!(template.kind("mandates.staggered"), Ok(Kind::Flag));
        assert!(template.kind("voice.fushion").unwrap_err().help.contains("`fusion`"));
        for (path, text, value) in [
            ("voice.fusion", "1", Value::Float(1.0)),
            ("voice.fusion", "-0.0", Value::Float(0.0)),
            ("voice.fusion", "1e-05", Value::Float(1e-5)),
            ("precedent.barrier", "-1", Value::Float(-1.0)),
            ("mandates.term_ticks", "50.0", Value::Integer(50)),
            ("mandates.term_ticks", "5e1", Value::Integer(50)),
            ("safeguards.rotation.until_tick", "48.0", Value::Integer(48)),
            ("mandates.staggered", "TRUE", Value::Boolean(true)),
            ("safeguards.lottery", "False", Value::Boolean(false)),
            ("safeguards.lottery.pool", "present", Value::String("present".into())),
        ] {
            let found = template.value(path, text);
            // -0.0 equals 0.0, and is not the same text.
            assert_eq!(found.as_ref().map(ToString::to_string), Ok(value.to_string()), "{path} = {text}");
        }
        for (path, text, part) in [
            ("voice.fusion", "nan", "out of range"),
            ("voice.fusion", "-inf", "out of range"),
            ("voice.fusion", "true", "boolean where number"),
            ("voice.fusion", "", "there is no value"),
            ("mandates.term_ticks", "50.5", "not a whole number"),
            ("mandates.term_ticks", "1e300", "may not be the whole number"),
            ("mandates.term_ticks", "nan", "where integer is needed"),
            ("mandates.staggered", "1", "where boolean is needed"),
            ("shocks.isolation.0.strikes.0", "4000000000", "out of range"),
        ] {
            let found = template.value(path, text).unwrap_err().message;
            assert!(found.contains(part), "{path} = {text}: {found}");
        }
        assert!(template.value("voice.fusion", "7").unwrap_err().message.contains("out of range"));
        assert!(template.value("variant", "bar").unwrap_err().help.contains("bare"));
        assert!(
            template.value("safeguards.lottery", "0.5").unwrap_err().message.contains("not true or false")
        );
    }
}
