//! The ensemble: the model with all its free constants drawn anew, within ±30 % of where a scenario has them.

use std::sync::LazyLock;

use serde::Deserialize;
use serde_json::Value as Json;
use thermidor_core::Model;
use thermidor_core::random::{StreamId, Streams};
use thermidor_core::scenario::Scenario;
use thermidor_scenario::schema::{self, is_section, resolve};

use crate::Error;

/// Groups of parameters that say which organization it is and what happens to it, and not how people act.
const NOT_ASSUMED: [&str; 5] = ["organization", "world", "capture", "safeguards", "shocks"];

/// How far a constant is drawn from where it is.
const SPREAD: f64 = 0.3;

/// Root of the draws.
const SEED: u64 = 1;

/// A constant that no observation anchors.
#[derive(Debug, Clone, PartialEq)]
pub struct Constant {
    /// Its group and its name.
    pub path: [String; 2],
    /// Its range.
    pub range: (f64, f64),
}

/// All free constants, in the order of the schema.
pub fn constants() -> &'static [Constant] {
    static CONSTANTS: LazyLock<Vec<Constant>> = LazyLock::new(|| {
        let schema = schema::value();
        let groups = schema["properties"].as_object().into_iter().flatten();
        groups
            .filter(|(group, _)| !NOT_ASSUMED.contains(&group.as_str()))
            .flat_map(|(group, part)| free_in(group, resolve(schema, part)))
            .collect()
    });
    &CONSTANTS
}

/// Free constants of a group; whatever is no group of parameters has none.
fn free_in(group: &str, part: &Json) -> Vec<Constant> {
    let fields = part["properties"].as_object().filter(|_| is_section(part)).into_iter().flatten();
    let free = fields.filter(|(_, field)| field["x-source"].as_str().is_some_and(|s| s.starts_with("free")));
    free.filter_map(|(name, field)| {
        let range = (field["minimum"].as_f64()?, field["maximum"].as_f64()?);
        Some(Constant { path: [group.to_owned(), name.clone()], range })
    })
    .collect()
}

/// One draw: a factor for each of the [`constants`].
#[derive(Debug, Clone)]
pub struct Draw(Vec<f64>);

impl Draw {
    /// The draw of this number: the same on every machine.
    pub fn new(number: u32) -> Self {
        let streams = Streams::new(SEED, u64::from(number), u64::MAX - 1);
        let factor = |k| 1.0 - SPREAD + 2.0 * SPREAD * streams.rng(StreamId::Study, 0, k).unit();
        Self((0..constants().len() as u32).map(factor).collect())
    }

    /// A model with its constants multiplied. What a model has at 0, or does not name, stays; whole numbers are rounded.
    ///
    /// # Errors
    /// Where the numbers do not fit together.
    pub fn of(&self, model: &Model) -> Result<Model, Error> {
        let mut json = serde_json::to_value(model.scenario()).unwrap_or_default();
        for (constant, factor) in constants().iter().zip(&self.0) {
            let [group, name] = &constant.path;
            let value = &mut json[group][name];
            if let Some(number) = value.as_f64() {
                let number = (number * factor).clamp(constant.range.0, constant.range.1);
                *value = if value.is_f64() { number.into() } else { (number.round() as u64).into() };
            }
        }
        let scenario = Scenario::deserialize(json).map_err(|why| Error::Draw { why: why.to_string() })?;
        Model::new(scenario).map_err(|found| Error::Scenario(found.into()))
    }
}

#[cfg(test)]
mod tests {
    use super::{Draw, constants};
    use thermidor_core::Model;

    #[test]
    fn a_draw_multiplies_what_is_free_and_nothing_else() {
        let (base, drawn) = (Model::default(), Draw::new(3).of(&Model::default()).unwrap());
        let factor = drawn.deference.pull / base.deference.pull;
        assert!((0.7..=1.3).contains(&factor) && factor != 1.0, "{factor}");
        assert_eq!(drawn.organization, base.organization);
        assert_eq!(drawn.capture, base.capture);
        // Retention has an observation behind it.
        assert_eq!(drawn.patronage.retention, base.patronage.retention);
        assert_eq!(drawn, Draw::new(3).of(&base).unwrap());
        assert_ne!(drawn, Draw::new(4).of(&base).unwrap());
    }

    #[test]
    fn all_draws_of_the_full_size_are_models() {
        assert!(constants().len() > 100, "{}", constants().len());
        for number in 0..super::super::Size::FULL.draws {
            Draw::new(number).of(&Model::default()).unwrap_or_else(|error| panic!("{number}: {error}"));
        }
    }

    #[test]
    fn factors_fill_the_whole_spread() {
        let all: Vec<f64> = (0..40).flat_map(|number| Draw::new(number).0).collect();
        let (least, most) = all.iter().fold((2.0f64, 0.0f64), |(a, b), x| (a.min(*x), b.max(*x)));
        let mean = all.iter().sum::<f64>() / all.len() as f64;
        assert!(least > 0.7 && least < 0.701 && most < 1.3 && most > 1.299 && (mean - 1.0).abs() < 0.01);
    }
}
