//! Requests: their bodies, and the checks of the scenarios in them.

use serde::Deserialize;
use serde_json::Value as Json;
use thermidor_core::Model;

use super::refusal::{Kind, Refusal};
use thermidor_core::measures::{MEASURES, position};
use thermidor_core::scenario::Scenario;
use thermidor_scenario::read;
use thermidor_scenario::write;

/// One or two futures to simulate; the first is what the second is compared with.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct Asked {
    /// Who asks, a word that the page makes up; a visitor's later request takes the place of the earlier one.
    #[serde(default)]
    #[cfg_attr(test, ts(as = "Option<_>", optional))]
    pub visitor: String,
    /// When they asked, in milliseconds by their own clock: of two requests the earlier can come in last.
    #[serde(default)]
    #[cfg_attr(test, ts(as = "Option<_>", optional))]
    pub at: u64,
    /// The scenarios: what of each is not at its default.
    #[cfg_attr(test, ts(type = "Table[]"))]
    pub arms: Vec<Json>,
    /// Measures to send with every picture; the last picture has all.
    #[serde(default)]
    #[cfg_attr(test, ts(as = "Option<_>", optional))]
    pub measures: Vec<String>,
}

/// One organization to look at.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct AskedOne {
    /// The scenario.
    #[cfg_attr(test, ts(type = "Table"))]
    pub scenario: Json,
    /// Number of the run.
    pub run: u32,
}

/// A scenario to check.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct AskedCheck {
    /// The scenario.
    #[cfg_attr(test, ts(type = "Table"))]
    pub scenario: Json,
    /// What it is compared with, which is to be in its file.
    #[serde(default)]
    #[cfg_attr(test, ts(type = "Table | null", optional))]
    pub pinned: Option<Json>,
}

/// A scenario file to read.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct AskedFile {
    /// Its text.
    pub toml: String,
}

impl Asked {
    /// The scenarios, resolved.
    ///
    /// # Errors
    /// What is wrong with them.
    pub fn scenarios(&self) -> Result<Vec<Model>, Refusal> {
        if self.arms.is_empty() || self.arms.len() > 2 {
            let error = "error: there are one or two futures to simulate\n  help: send one or two scenarios in `arms`";
            return Err(Refusal::new(Kind::Request, error));
        }
        let arms = self.arms.iter().map(scenario).collect::<Result<Vec<_>, _>>()?;
        let same = |a: &Model, b: &Scenario| (a.seed, a.organizations) == (b.seed, b.organizations);
        if !arms.iter().all(|arm| same(arm, &arms[0])) {
            let error = "error: two futures with other luck cannot be compared\n  help: give both the same seed and as many organizations";
            return Err(Refusal::new(Kind::Luck, error));
        }
        Ok(arms)
    }

    /// Positions of the measures that are asked for.
    ///
    /// # Errors
    /// When there is no measure of a name.
    pub fn columns(&self) -> Result<Vec<usize>, Refusal> {
        let column = |name: &String| {
            position(name).ok_or_else(|| {
                let error = format!(
                    "error: there is no measure `{}`\n  help: the {} measures are in /api/about",
                    name.chars().take(40).collect::<String>(),
                    MEASURES.len()
                );
                Refusal::new(Kind::Request, error)
            })
        };
        self.measures.iter().take(MEASURES.len()).map(column).collect()
    }
}

/// The text of a scenario file that says what a page holds.
///
/// # Errors
/// When it is not a table of values.
pub fn text(scenario: &Json) -> Result<String, Refusal> {
    let bad = |why: String| {
        let help = "send what is not at its default, as a JSON object";
        Refusal::new(Kind::Scenario, format!("error: this is not a scenario: {why}\n  help: {help}"))
    };
    // A number or list that is left out is as absent as one that is null.
    let table = toml::Table::try_from(present(scenario)).map_err(|error| bad(error.to_string()))?;
    toml::to_string(&table).map_err(|error| bad(error.to_string()))
}

/// Reads a scenario as the page holds it: what is not at its default.
///
/// # Errors
/// Everything that is wrong with it, with its place in [`text`].
pub fn scenario(scenario: &Json) -> Result<Model, Refusal> {
    Ok(read::parse("scenario", &text(scenario)?, &[])?)
}

/// A value without its nulls.
fn present(value: &Json) -> Json {
    match value {
        Json::Object(object) => Json::Object(
            object
                .iter()
                .filter(|(_, value)| !value.is_null())
                .map(|(key, value)| (key.clone(), present(value)))
                .collect(),
        ),
        Json::Array(list) => Json::Array(list.iter().map(present).collect()),
        other => other.clone(),
    }
}

/// What the page holds for a scenario: all that is not at its default.
pub fn named(scenario: &Model) -> Json {
    serde_json::to_value(write::named(scenario)).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::{Asked, named, scenario};

    #[test]
    fn what_a_page_holds_is_the_scenario() {
        let held = json!({"ticks": 48, "safeguards": {"lottery": {"share": 0.25, "until_tick": null}},
                          "shocks": {"isolation": [{"start_tick": 6}]}});
        let read = scenario(&held).unwrap();
        assert_eq!(read.safeguards.lottery.as_ref().unwrap().share, 0.25);
        assert_eq!(scenario(&named(&read)).unwrap(), read);
        let wrong = scenario(&json!({"safeguards": {"lotery": {}}, "ticks": 0})).unwrap_err().error;
        assert!(wrong.contains("`lottery`") && wrong.contains("ticks"), "{wrong}");
        assert!(scenario(&json!([1])).is_err() && scenario(&json!("ticks = 3")).is_err());
    }

    #[test]
    fn futures_are_compared_with_the_same_luck_only() {
        let asked = |arms| Asked { visitor: String::new(), at: 0, arms, measures: vec![] };
        assert!(asked(vec![json!({}), json!({"ticks": 60})]).scenarios().is_ok());
        assert!(asked(vec![json!({}), json!({"seed": 2})]).scenarios().is_err());
        assert!(asked(vec![]).scenarios().is_err());
    }
}
