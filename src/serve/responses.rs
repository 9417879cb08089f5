//! What routes answer, where it is more than one value; `types.rs` makes the page's types of it.

use std::collections::BTreeMap;

use serde::Serialize;
use serde_json::Value as Json;

use super::cost::Cost;
use super::page::Story;
use super::queue::Wait;
use super::refusal::Refusal;
use thermidor_core::measures::MEASURES;
use thermidor_core::outcome::Condition;
use thermidor_core::safeguards::Entry;
use thermidor_core::scenario::Scenario;
use thermidor_core::sentence::SHARED;
use thermidor_core::{safeguards, shocks};

/// What the page has to know before anything is asked.
#[derive(Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct About<'a> {
    /// Version of the program.
    pub version: &'static str,
    /// The JSON Schema of scenarios.
    #[cfg_attr(test, ts(type = "Schema"))]
    pub schema: &'a Json,
    /// A scenario in which nothing is changed.
    #[cfg_attr(test, ts(type = "Table"))]
    pub defaults: Scenario,
    /// All measures, in the order of tables.
    pub measures: Vec<Measure>,
    /// All conditions, in the order of their positions.
    pub conditions: [Condition; 4],
    /// Measures of what safeguards cost.
    pub costs: Vec<&'static str>,
    /// All safeguards, at their defaults.
    pub safeguards: Vec<Entry>,
    /// English templates of the sentences of safeguards and shocks, by name.
    pub sentences: BTreeMap<&'static str, &'static str>,
    /// Names of all shocks.
    pub shocks: &'static [&'static str],
    /// Scenarios that come with the program.
    pub stories: &'a [Story],
    /// Stations of the tour.
    pub stations: u8,
    /// Whether this is asked from the machine that serves.
    pub is_host: bool,
    /// Addresses at which others can open the page.
    pub addresses: &'a [String],
}

/// English templates of the sentences of safeguards and shocks, by name.
pub fn templates() -> BTreeMap<&'static str, &'static str> {
    safeguards::templates().chain(shocks::templates()).chain(SHARED.iter().copied()).collect()
}

/// A measure.
#[derive(Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct Measure {
    name: &'static str,
    /// Its name on charts.
    label: &'static str,
    unit: &'static str,
    /// Its meaning.
    doc: &'static str,
    /// Whether it is between 0 and 1.
    share: bool,
}

impl Measure {
    /// All measures.
    pub fn all() -> Vec<Self> {
        let told = |measure: &thermidor_core::measures::Measure| Self {
            name: measure.name,
            label: measure.label,
            unit: measure.unit,
            doc: measure.doc,
            share: measure.range == (0.0, 1.0),
        };
        MEASURES.iter().map(told).collect()
    }
}

/// A scenario that can be simulated.
#[derive(Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct Checked {
    /// Effects of its safeguards.
    pub safeguards: Vec<Entry>,
    /// Effects of its shocks.
    pub shocks: Vec<Entry>,
    /// Its cost, with that of the future it is compared with.
    pub cost: Cost,
    /// How long it would take now.
    pub wait: Wait,
    /// Why it would be refused, if it would.
    pub refused: Option<Refusal>,
    /// The scenario file, with both futures where there are two.
    pub toml: String,
    /// Name of that file.
    pub file: String,
}

/// The scenario of a file.
#[derive(Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct Read {
    /// The scenario; of a file with variants the first of these.
    #[cfg_attr(test, ts(type = "Table"))]
    pub scenario: Json,
    /// The base of the variants.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(test, ts(type = "Table", optional))]
    pub pinned: Option<Json>,
    /// How many more variants there are.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(test, ts(optional))]
    pub left_out: Option<usize>,
}
