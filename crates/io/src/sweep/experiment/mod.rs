//! What a sweep varies: an experiment file, read as strictly as a scenario.

mod sources;

pub use crate::diagnostic::MOST_POINTS;
pub use sources::{Column, EXPERIMENT, Resolved, SCENARIO, Sources};

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::Value as Json;
use smart_default::SmartDefault;

/// An experiment file: a scenario, and what of it takes which values.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema, SmartDefault)]
#[serde(deny_unknown_fields, default)]
pub struct Experiment {
    /// Title, shown on charts.
    #[default("A sweep")]
    pub name: String,
    /// The question, in a sentence or two.
    pub description: String,
    /// The scenario file, seen from the place of this file; without one, the default scenario.
    pub scenario: String,
    /// Overrides of the scenario at every point, as in "organization.members=200".
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub set: Vec<String>,
    /// Organizations (or worlds) simulated at each point.
    #[default(20)]
    #[schemars(range(min = 1, max = 1_000_000), extend("x-unit" = "organizations"))]
    pub replicates: u32,
    /// Seed of all random streams, in place of the scenario's.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(range(min = 0, max = 9_223_372_036_854_775_807u64))]
    pub seed: Option<u64>,
    /// Whether run n has the same random streams ("the same luck") at all points, or each point has its own.
    pub luck: Streams,
    /// What the charts and the answer are about: an outcome such as captured_at_end, or a measure in the last month.
    #[default("captured_at_end")]
    pub on: String,
    /// What is kept of the months between founding and end.
    pub trajectories: Keep,
    /// Of which months: the last of every so many.
    #[default(12)]
    #[schemars(range(min = 1, max = 6000), extend("x-unit" = "months"))]
    pub every_ticks: u32,
    /// Which measures trajectories keep; all where none is named.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub measures: Vec<String>,
    /// What to do with points that cannot be simulated, because their values do not fit together.
    pub impossible: Impossible,
    /// What varies. Every point of a block is crossed with every point of the others.
    pub block: Vec<Block>,
}

/// Which random streams the points of a sweep have.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema, Default)]
#[serde(rename_all = "snake_case")]
pub enum Streams {
    /// Run n has the same random streams at all points: differences between points are well measured, and averages over points
    /// rest on as few fates as there are replicates.
    #[default]
    Shared,
    /// Each point has random streams of its own, derived from its values: points are independent of each other.
    Own,
}

/// What is kept of the months between founding and end.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema, Default)]
#[serde(rename_all = "snake_case")]
pub enum Keep {
    /// Quantiles over the replicates of a point: 5, 25, 50, 75 and 95 %.
    #[default]
    Quantiles,
    /// The months of every organization that `every_ticks` names.
    Thinned,
    /// Every month of every organization.
    Full,
    /// Nothing; the table of outcomes has the last month.
    None,
}

/// What to do with points whose values do not fit together.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema, Default)]
#[serde(rename_all = "snake_case")]
pub enum Impossible {
    /// Say so before anything is simulated.
    #[default]
    Refuse,
    /// Write their runs as failed, with the reason, and go on.
    Record,
}

/// Factors that vary together by one design.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Block {
    /// How its points are chosen.
    pub design: Design,
    /// How many, for designs that are drawn.
    #[serde(skip_serializing_if = "is_zero")]
    #[schemars(range(min = 0, max = 4_000_000), extend("x-unit" = "points"))]
    pub points: u32,
    /// Seed of the random streams by which points are drawn.
    #[serde(skip_serializing_if = "is_zero")]
    #[schemars(range(min = 0, max = 4_294_967_295u32))]
    pub seed: u32,
    /// A table in CSV for the design `list`: a column a path, a row a point.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub file: String,
    /// What varies.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub factor: Vec<Factor>,
}

fn is_zero(number: &u32) -> bool {
    *number == 0
}

/// How the points of a block are chosen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema, Default)]
#[serde(rename_all = "snake_case")]
pub enum Design {
    /// Every value of each factor with every value of the others.
    #[default]
    Grid,
    /// The first values of all factors, then the second ones, and so on.
    Zip,
    /// The rows of a file.
    List,
    /// Each point by itself, anywhere.
    Random,
    /// Each factor cut into as many slices as there are points, a point in each (McKay, Beckman & Conover 1979).
    LatinHypercube,
    /// Sobol' sequence, scrambled after Owen: spread evenly over all factors, and still so when points are added.
    Sobol,
}

/// What varies, and which values it takes.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Factor {
    /// A parameter, as in "voice.fusion" or "shocks.isolation.0.start_tick"; a safeguard, on or off; or "variant".
    pub path: String,
    /// Name of its column; the path where none is given.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub name: String,
    /// The values themselves: numbers, words, true and false, names of variants.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[schemars(with = "Vec<Json>")]
    pub values: Vec<toml::Value>,
    /// Lowest value.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub from: Option<f64>,
    /// Highest value.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub to: Option<f64>,
    /// How many values, for designs that are not drawn.
    #[serde(skip_serializing_if = "is_zero")]
    #[schemars(range(min = 0, max = 1_000_000))]
    pub steps: u32,
    /// How values lie between the lowest and the highest; whole numbers where the parameter is one.
    pub scale: Scale,
}

/// How values lie between the lowest and the highest.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema, Default)]
#[serde(rename_all = "snake_case")]
pub enum Scale {
    /// Equal differences.
    #[default]
    Linear,
    /// Equal ratios.
    Log,
}

/// The JSON Schema of experiment files, for editors.
pub fn schema() -> String {
    serde_json::to_string_pretty(&schema_value()).unwrap_or_default() + "\n"
}

fn schema_value() -> Json {
    schemars::schema_for!(Experiment).to_value()
}
