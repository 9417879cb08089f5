//! A scenario in which parts are set anew for each point of a sweep.

use serde_json::Value as Json;
use thermidor_core::Model;
use toml::Value;

use crate::diagnostic::{Code, Diagnostic, Position};
use crate::read::Study;
use crate::schema::{self, full_path, holds_parts, is, is_section, node_at, resolve};
use crate::tree::{get, insert, remove_all};
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
    pub fn kind(&self, path: &str) -> Result<Kind, Diagnostic> {
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
    pub fn value(&self, path: &str, text: &str) -> Result<Value, Diagnostic> {
        let wrong = |code: Code| Err(Diagnostic::new(path, code));
        match self.kind(path)? {
            Kind::Variant => {
                let name = text.trim_matches('"');
                if self.variants().any(|known| known == name) {
                    return Ok(Value::String(name.to_owned()));
                }
                Err(self.no_variant(name))
            }
            Kind::Part => match text.to_ascii_lowercase().as_str() {
                "true" => Ok(Value::Boolean(true)),
                "false" => Ok(Value::Boolean(false)),
                _ => wrong(Code::NotOnOrOff { text: text.to_owned() }),
            },
            kind => match value_at(self.schema, path, text)? {
                // Tables have 32 bits for whole numbers.
                Value::Integer(number) if kind == Kind::Whole && i32::try_from(number).is_err() => {
                    wrong(Code::TooLarge { number })
                }
                value => Ok(value),
            },
        }
    }

    fn no_variant(&self, name: &str) -> Diagnostic {
        let known = self.variants().map(str::to_owned).collect();
        Diagnostic::new(VARIANT, Code::UnknownVariant { name: name.to_owned(), known })
    }

    /// Gives a value that was written the kind of its place, a full path that names a `kind`.
    ///
    /// # Errors
    /// When it does not fit there.
    pub fn given(&self, path: &str, kind: Kind, value: &Value) -> Result<Value, Diagnostic> {
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
    pub fn with(&self, settings: &[(&str, &Value)]) -> Result<Model, Diagnostic> {
        let chosen = settings.iter().find(|(path, _)| *path == VARIANT).and_then(|(_, name)| name.as_str());
        let arm = self.arms.iter().find(|(name, _)| chosen.is_none_or(|chosen| name == chosen));
        let (_, table) = arm.ok_or_else(|| self.no_variant(chosen.unwrap_or("")))?;
        let mut table = table.clone();
        let part = |path: &str, value: &Value| {
            value.as_bool().filter(|_| self.kind(path).is_ok_and(|kind| kind == Kind::Part))
        };
        for (path, _) in settings.iter().filter(|(path, value)| part(path, value) == Some(true)) {
            self.turn_on(&mut table, path)?;
        }
        for (path, value) in
            settings.iter().filter(|(path, value)| *path != VARIANT && part(path, value).is_none())
        {
            insert(&mut table, path, (*value).clone())
                .ok_or_else(|| Diagnostic::new(*path, Code::NoPosition(Position::OfAFile)))?;
        }
        let off = settings.iter().filter(|(path, value)| part(path, value) == Some(false));
        remove_all(&mut table, off.map(|(path, _)| *path));
        let scenario: Scenario = Value::Table(table).try_into().map_err(|error: toml::de::Error| {
            Diagnostic::new("", Code::NoScenario { message: error.message().to_owned() })
        })?;
        // The first of what is wrong; there is one, or it would be a model.
        Model::new(scenario).map_err(|mut wrong| wrong.swap_remove(0).map(Code::from))
    }

    /// Puts in a part with its defaults where it is not there.
    fn turn_on(&self, table: &mut toml::Table, path: &str) -> Result<(), Diagnostic> {
        if get(table, path).is_some() {
            return Ok(());
        }
        let nothing = |position| Diagnostic::new(path, Code::NoPosition(position));
        if !is_section(resolve(self.schema, node_at(self.schema, path)?)) {
            return Err(nothing(Position::List));
        }
        let part = Value::Table(toml::Table::new());
        insert(table, path, part).ok_or_else(|| nothing(Position::OfAFile))
    }
}

#[cfg(test)]
mod tests {
    use thermidor_core::Model;
    use toml::Value;

    use super::{Kind, Template};
    use crate::diagnostic::Explain;
    use crate::edit::Edit;
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
        assert!(
            none.to_string().contains("no variant \"bear\"") && none.code.help().contains("bare"),
            "{none:?}"
        );
        let late = template.with(&[("shocks.isolation.0.start_tick", &Value::Integer(9000))]).unwrap_err();
        assert_eq!(late.path, "shocks.isolation.0.start_tick");
    }

    #[test]
    fn items_of_lists_are_turned_off_and_on_by_their_positions() {
        let text = "[[shocks.isolation]]\nstart_tick = 1\n[[shocks.isolation]]\nstart_tick = 2\n\
                    [[shocks.isolation]]\nstart_tick = 3\n[[variant]]\nname = \"late\"\n\
                    without = [\"shocks.isolation.0\", \"shocks.isolation.1\"]\n";
        let edits = [Edit::Without("shocks.isolation.2, shocks.isolation.0".into())];
        let study = parse_study("t", text, &[], &edits).unwrap();
        let starts = |model: &Model| -> Vec<u32> {
            model.shocks.isolation.iter().map(|shock| shock.start_tick).collect()
        };
        assert_eq!(study.variants.iter().map(starts).collect::<Vec<_>>(), [vec![3], vec![2]]);
        let template = Template::new(&study);
        let (yes, no) = (Value::Boolean(true), Value::Boolean(false));
        let of = |settings: &[(&str, &Value)]| template.with(settings).map(|model| starts(&model));
        assert_eq!(of(&[("shocks.isolation.0", &no)]), Ok(vec![2, 3]));
        assert_eq!(of(&[("shocks.isolation.0", &no), ("shocks.isolation.2", &no)]), Ok(vec![2]));
        assert_eq!(of(&[("shocks.isolation.1", &yes)]), Ok(vec![1, 2, 3]));
        assert_eq!(of(&[("shocks.isolation.3", &yes)]).unwrap_err().path, "shocks.isolation.3");
        let twice = [Edit::Without("shocks.isolation.0, shocks.isolation.0".into())];
        assert!(parse_study("t", text, &[], &twice).is_err());
        let beyond = [Edit::With("shocks.isolation.3".into())];
        assert!(parse_study("t", text, &[], &beyond).is_err());
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
        assert!(template.kind("voice.fushion").unwrap_err().code.help().contains("`fusion`"));
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
            ("voice.fusion", "true", "true or false where a number"),
            ("voice.fusion", "", "there is no value"),
            ("mandates.term_ticks", "50.5", "not a whole number"),
            ("mandates.term_ticks", "1e300", "may not be the whole number"),
            ("mandates.term_ticks", "nan", "where a whole number is needed"),
            ("mandates.staggered", "1", "where true or false is needed"),
            ("shocks.isolation.0.strikes.0", "4000000000", "out of range"),
        ] {
            let found = template.value(path, text).unwrap_err().code.message();
            assert!(found.contains(part), "{path} = {text}: {found}");
        }
        assert!(template.value("voice.fusion", "7").unwrap_err().code.message().contains("out of range"));
        assert!(template.value("variant", "bar").unwrap_err().code.help().contains("bare"));
        assert!(
            template
                .value("safeguards.lottery", "0.5")
                .unwrap_err()
                .code
                .message()
                .contains("not true or false")
        );
    }
}
