//! What a sweep varies: an experiment file, read as strictly as a scenario.

use std::collections::BTreeMap;
use std::path::Path;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::Value as Json;
use smart_default::SmartDefault;

use thermidor_analysis::study::Endpoint;
use thermidor_core::measures;
use thermidor_core::scenario::Problem;
use thermidor_core::text::grouped;
use thermidor_scenario::message::BadInput;
use thermidor_scenario::read::parse_study;
use thermidor_scenario::source::{Read, Source};
use thermidor_scenario::template::Template;
use thermidor_scenario::text;
use thermidor_scenario::values::Found;

use super::design::Sampler;

/// Points beyond which a sweep is refused.
pub const MOST_POINTS: u64 = 4_000_000;

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
    /// Root of all luck, in place of the scenario's.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(range(min = 0, max = 9_223_372_036_854_775_807u64))]
    pub seed: Option<u64>,
    /// Whether run n has the same luck at all points, or each point has luck of its own.
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
    /// Run n has the same luck at all points: differences between points are well measured, and averages over points
    /// rest on as few fates as there are replicates.
    #[default]
    Shared,
    /// Each point has luck of its own, told by its values: points are independent of each other.
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
    /// Root of the luck by which points are drawn.
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

/// A text with the name by which messages call it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Text {
    /// Where it came from.
    pub name: String,
    /// What it says.
    pub text: String,
}

impl Text {
    /// Reads a file of at most so many bytes; `help` says what to do where the file itself does not.
    fn read(path: &Path, most: u64, help: &str) -> Result<Self, Problem> {
        let name = path.display().to_string();
        match text::read(path, most) {
            Ok(text) => Ok(Self { name, text }),
            Err(error) => Err(Problem {
                path: String::new(),
                message: format!("cannot read {name}: {}", error.what),
                help: error.help.unwrap_or_else(|| help.to_owned()),
            }),
        }
    }
}

/// An experiment with all that it refers to, so that it means the same anywhere.
pub struct Sources {
    /// The experiment; `scenario` and each block's `file` name the texts below.
    pub experiment: Experiment,
    /// The scenario file.
    pub scenario: Text,
    /// The files of blocks that are lists, by their name.
    pub lists: BTreeMap<String, Text>,
    /// The experiment file, for messages.
    origin: Text,
}

/// Names of the scenario and of a list beside an experiment that is kept.
pub const SCENARIO: &str = "scenario.toml";

impl Sources {
    /// Reads an experiment file and what it refers to. `adjust` may change what the file says, as options of the command
    /// line do.
    ///
    /// # Errors
    /// Every problem of its form at once; what its values mean is seen by [`Sources::resolve`].
    pub fn load(path: &Path, adjust: impl FnOnce(&mut Experiment)) -> Result<Self, BadInput> {
        let help = "name an experiment file; docs/sweeps.md shows one";
        let origin = Text::read(path, text::MOST_BY_HAND, help)
            .map_err(|Problem { message, help, .. }| BadInput(format!("error: {message}\n  help: {help}")))?;
        let mut experiment = parse(&origin)?;
        adjust(&mut experiment);
        let beside = |file: &str| path.parent().unwrap_or(Path::new("")).join(file);
        let help = "give its path as seen from this file";
        let located = |path: String, problem: Problem| all(&origin, vec![Problem { path, ..problem }]);
        let scenario = if experiment.scenario.is_empty() {
            Text { name: "the default scenario".into(), text: String::new() }
        } else {
            Text::read(&beside(&experiment.scenario), text::MOST_BY_HAND, help)
                .map_err(|problem| located("scenario".into(), problem))?
        };
        experiment.scenario = SCENARIO.to_owned();
        let mut lists = BTreeMap::new();
        for (i, block) in experiment.block.iter_mut().enumerate().filter(|(_, block)| !block.file.is_empty())
        {
            let text = Text::read(&beside(&block.file), text::MOST_OF_A_TABLE, help)
                .map_err(|problem| located(format!("block.{i}.file"), problem))?;
            block.file = format!("list-{}.csv", i + 1);
            lists.insert(block.file.clone(), text);
        }
        Ok(Self { experiment, scenario, lists, origin })
    }

    /// The experiment and what it refers to, as files that can be kept side by side: name and text.
    pub fn files(&self) -> Vec<(String, String)> {
        let mut files = vec![
            ("experiment.toml".to_owned(), toml::to_string(&self.experiment).unwrap_or_default()),
            (SCENARIO.to_owned(), self.scenario.text.clone()),
        ];
        files.extend(self.lists.iter().map(|(name, list)| (name.clone(), list.text.clone())));
        files
    }

    /// From what [`Sources::files`] gives.
    ///
    /// # Errors
    /// As [`Sources::load`], and where a file is missing.
    pub fn from_files(files: &[(String, String)]) -> Result<Self, BadInput> {
        let find = |wanted: &str| {
            let found = files.iter().find(|(name, _)| name == wanted);
            found.map(|(name, text)| Text { name: name.clone(), text: text.clone() }).ok_or_else(|| {
                BadInput(format!(
                    "error: {wanted} is missing\n  help: keep the files of an experiment together"
                ))
            })
        };
        let origin = find("experiment.toml")?;
        let experiment = parse(&origin)?;
        let named = experiment.block.iter().filter(|block| !block.file.is_empty());
        let lists = named
            .map(|block| Ok((block.file.clone(), find(&block.file)?)))
            .collect::<Result<_, BadInput>>()?;
        Ok(Self { scenario: find(SCENARIO)?, experiment, lists, origin })
    }

    /// What the experiment means: a scenario to vary, and how.
    ///
    /// # Errors
    /// Every problem at once: paths that name nothing, values that do not fit, empty designs, too many points.
    pub fn resolve(mut self) -> Result<Resolved, BadInput> {
        let mut set = self.experiment.set.clone();
        set.extend(self.experiment.seed.map(|seed| format!("seed={seed}")));
        let study = parse_study(&self.scenario.name, &self.scenario.text, &set, &[])?;
        let template = Template::new(&study);
        let mut problems = Vec::new();
        let on = Endpoint::find(&self.experiment.on).map_err(|unknown| problems.push(unknown.at("on")));
        for (i, name) in self.experiment.measures.iter().enumerate() {
            if measures::position(name).is_none()
                && let Err(unknown) = Endpoint::find(name)
            {
                problems.push(unknown.at(&format!("measures.{i}")));
            }
        }
        let mut samplers = Vec::new();
        let mut columns: Vec<Column> = Vec::new();
        for (i, block) in self.experiment.block.iter().enumerate() {
            match Sampler::new(block, i, &template, &self.lists) {
                Ok((sampler, new)) => {
                    for (place, column) in new {
                        problems.extend(collision(&columns, &column, place));
                        columns.push(column);
                    }
                    samplers.push(sampler);
                }
                Err(found) => problems.extend(found),
            }
        }
        let points = samplers.iter().fold(1u64, |product, sampler| product.saturating_mul(sampler.len()));
        if problems.is_empty() && (samplers.is_empty() || points == 0) {
            problems.push(Problem {
                path: "block".into(),
                message: "there is nothing to vary".into(),
                help: "add a [[block]] with a [[block.factor]]; docs/sweeps.md shows some".into(),
            });
        } else if problems.is_empty() && points > MOST_POINTS {
            problems.push(Problem {
                path: "block".into(),
                message: format!("these blocks make {} points", grouped(points)),
                help: format!(
                    "a sweep has at most {} points; give factors fewer values, or draw points with design = \"sobol\"",
                    grouped(MOST_POINTS)
                ),
            });
        }
        match on {
            Ok(on) if problems.is_empty() => {
                self.settle(&samplers);
                Ok(Resolved { sources: self, study, template, columns, samplers, points: points as u32, on })
            }
            _ => Err(all(&self.origin, problems)),
        }
    }
}

impl Sources {
    /// Gives named values the kinds of their parameters, so that `0` and `0.0` are one experiment.
    fn settle(&mut self, samplers: &[Sampler]) {
        for (block, sampler) in self.experiment.block.iter_mut().zip(samplers) {
            let named = block.factor.iter_mut().enumerate().filter(|(_, factor)| !factor.values.is_empty());
            for (place, factor) in named {
                if let Some(values) = sampler.named(place) {
                    factor.values = values.to_vec();
                }
            }
        }
    }
}

/// A factor of the whole experiment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Column {
    /// Full path of what it sets.
    pub path: String,
    /// Name of its column.
    pub name: String,
}

/// An experiment whose every point is known.
pub struct Resolved {
    /// Where it came from.
    pub sources: Sources,
    /// The scenario that it varies, and its variants.
    pub study: thermidor_scenario::read::Study,
    /// The same, to be changed.
    pub template: Template,
    /// All factors, in the order of the blocks.
    pub columns: Vec<Column>,
    /// One a block.
    pub samplers: Vec<Sampler>,
    /// Number of points.
    pub points: u32,
    /// What the charts and the answer are about.
    pub on: Endpoint,
}

impl Resolved {
    /// The values of all factors at a point; the last block varies fastest.
    pub fn settings(&self, point: u32) -> Vec<toml::Value> {
        let mut rest = u64::from(point);
        let mut of_blocks: Vec<Vec<toml::Value>> = Vec::new();
        for sampler in self.samplers.iter().rev() {
            of_blocks.push(sampler.point((rest % sampler.len()) as u32));
            rest /= sampler.len();
        }
        of_blocks.into_iter().rev().flatten().collect()
    }

    /// The scenario at a point.
    ///
    /// # Errors
    /// Why it cannot be simulated.
    pub fn scenario(&self, settings: &[toml::Value]) -> Result<thermidor_core::scenario::Scenario, Problem> {
        let paths = self.columns.iter().map(|column| column.path.as_str());
        self.template.with(&paths.zip(settings).collect::<Vec<_>>())
    }
}

/// Reads an experiment's form.
fn parse(origin: &Text) -> Result<Experiment, BadInput> {
    let source = Source { name: &origin.name, text: &origin.text };
    let Read { tree, table, found } = source.read(&schema_value())?;
    if !found.is_empty() {
        return Err(BadInput(source.all(&tree, found).join("\n\n")));
    }
    let experiment: Experiment = toml::Value::Table(table).try_into().map_err(|error: toml::de::Error| {
        BadInput(format!("error: {}: {}\n  help: see docs/sweeps.md", origin.name, error.message()))
    })?;
    let problems = flaws(&experiment);
    if problems.is_empty() { Ok(experiment) } else { Err(all(origin, problems)) }
}

/// What is wrong with the texts that go to charts and tables.
fn flaws(experiment: &Experiment) -> Vec<Problem> {
    let mut texts = vec![
        ("name".to_owned(), &experiment.name, text::Kind::Name),
        ("description".to_owned(), &experiment.description, text::Kind::Description),
    ];
    for (i, block) in experiment.block.iter().enumerate() {
        let names = block.factor.iter().enumerate();
        texts.extend(
            names.map(|(j, factor)| (format!("block.{i}.factor.{j}.name"), &factor.name, text::Kind::Name)),
        );
    }
    let wrong = |(path, text, kind): (String, &String, text::Kind)| {
        let (message, help) = text::flaw(text, kind)?;
        Some(Problem { path, message, help: help.to_owned() })
    };
    texts.into_iter().filter_map(wrong).collect()
}

fn all(origin: &Text, problems: Vec<Problem>) -> BadInput {
    let source = Source { name: &origin.name, text: &origin.text };
    let found = problems.into_iter().map(|problem| Found { problem, span: None }).collect();
    // What could be parsed once can be parsed again.
    let tree = toml::de::DeTable::parse(&origin.text).map(toml::Spanned::into_inner).unwrap_or_default();
    BadInput(source.all(&tree, found).join("\n\n"))
}

fn collision(there: &[Column], new: &Column, place: String) -> Option<Problem> {
    let say = |message: String, help: &str| Some(Problem { path: place, message, help: help.into() });
    if there.iter().any(|column| column.path == new.path) {
        say(format!("{} varies already", new.path), "name every path once")
    } else if there.iter().any(|column| column.name == new.name) || super::parts::is_taken(&new.name) {
        say(format!("there is another column called `{}`", new.name), "give it another name")
    } else {
        None
    }
}
