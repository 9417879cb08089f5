//! An experiment with the files that it names, and what it means.

use std::collections::BTreeMap;
use std::path::Path;

use thermidor_analysis::study::Endpoint;
use thermidor_core::measures;
use thermidor_scenario::diagnostic as scenario;
use thermidor_scenario::read::parse_study;
use thermidor_scenario::source::{Read, Source};
use thermidor_scenario::template::Template;
use thermidor_scenario::{schema, text};

use super::{Experiment, MOST_POINTS, schema_value};
use crate::diagnostic::{Code, Diagnostic};
use crate::sweep::design::Sampler;
use crate::{Error, Remedy};

/// An experiment with all that it refers to, so that it means the same anywhere.
pub struct Sources {
    /// The experiment; `scenario` and each block's `file` name the texts below.
    pub experiment: Experiment,
    /// The scenario file.
    pub scenario: Source,
    /// The files of blocks that are lists, by their name.
    pub lists: BTreeMap<String, Source>,
    /// The experiment file, for messages.
    origin: Source,
}

/// Name of an experiment that is kept.
pub const EXPERIMENT: &str = "experiment.toml";

/// Name of its scenario, beside it.
pub const SCENARIO: &str = "scenario.toml";

impl Sources {
    /// Reads an experiment file and what it refers to. `adjust` may change what the file says, as options of the command
    /// line do.
    ///
    /// # Errors
    /// Every problem of its form at once; what its values mean is seen by [`Sources::resolve`].
    pub fn load(path: &Path, adjust: impl FnOnce(&mut Experiment)) -> Result<Self, Error> {
        let origin = file(path, text::MOST_BY_HAND).map_err(|why| Error::Read {
            path: path.to_owned(),
            why,
            remedy: Remedy::NameExperiment,
        })?;
        let mut experiment = parse(&origin)?;
        adjust(&mut experiment);
        let beside = |at: String, name: &str, most: u64| {
            let place = path.parent().unwrap_or(Path::new("")).join(name);
            file(&place, most).map_err(|why| {
                let code = Code::Unreadable { name: place.display().to_string(), why };
                invalid(&origin, vec![Diagnostic::new(at, code)])
            })
        };
        let scenario = if experiment.scenario.is_empty() {
            Source::new("the default scenario", "")
        } else {
            beside("scenario".into(), &experiment.scenario, text::MOST_BY_HAND)?
        };
        experiment.scenario = SCENARIO.to_owned();
        let mut lists = BTreeMap::new();
        for (i, block) in experiment.block.iter_mut().enumerate().filter(|(_, block)| !block.file.is_empty())
        {
            let list = beside(format!("block.{i}.file"), &block.file, text::MOST_OF_A_TABLE)?;
            block.file = format!("list-{}.csv", i + 1);
            lists.insert(block.file.clone(), list);
        }
        Ok(Self { experiment, scenario, lists, origin })
    }

    /// The experiment and what it refers to, as files that can be kept side by side: name and text.
    pub fn files(&self) -> Vec<(String, String)> {
        let mut files = vec![
            (EXPERIMENT.to_owned(), toml::to_string(&self.experiment).unwrap_or_default()),
            (SCENARIO.to_owned(), self.scenario.text.clone()),
        ];
        files.extend(self.lists.iter().map(|(name, list)| (name.clone(), list.text.clone())));
        files
    }

    /// From what [`Sources::files`] gives.
    ///
    /// # Errors
    /// As [`Sources::load`], and where a file is missing.
    pub fn from_files(files: &[(String, String)]) -> Result<Self, Error> {
        let find = |wanted: &str| {
            let found = files.iter().find(|(name, _)| name == wanted);
            found
                .map(|(name, text)| Source { name: name.clone(), text: text.clone() })
                .ok_or_else(|| Error::Missing { name: wanted.to_owned() })
        };
        let origin = find(EXPERIMENT)?;
        let experiment = parse(&origin)?;
        let named = experiment.block.iter().filter(|block| !block.file.is_empty());
        let lists =
            named.map(|block| Ok((block.file.clone(), find(&block.file)?))).collect::<Result<_, Error>>()?;
        Ok(Self { scenario: find(SCENARIO)?, experiment, lists, origin })
    }

    /// The meaning of the experiment: a scenario, and how it varies.
    ///
    /// # Errors
    /// Every problem at once: paths that name nothing, values that do not fit, empty designs, too many points.
    pub fn resolve(mut self) -> Result<Resolved, Error> {
        let mut set = self.experiment.set.clone();
        set.extend(self.experiment.seed.map(|seed| format!("seed={seed}")));
        let study = parse_study(&self.scenario.name, &self.scenario.text, &set, &[])?;
        let template = Template::new(&study);
        let mut problems = Vec::new();
        let on = Endpoint::find(&self.experiment.on)
            .map_err(|unknown| problems.push(Diagnostic::new("on", unknown.into())));
        for (i, name) in self.experiment.measures.iter().enumerate() {
            if measures::position(name).is_none()
                && let Err(unknown) = Endpoint::find(name)
            {
                problems.push(Diagnostic::new(format!("measures.{i}"), unknown.into()));
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
            problems.push(Diagnostic::new("block", Code::NothingVaries));
        } else if problems.is_empty() && points > MOST_POINTS {
            problems.push(Diagnostic::new("block", Code::TooManyPoints { points }));
        }
        match on {
            Ok(on) if problems.is_empty() => {
                self.settle(&samplers);
                Ok(Resolved { sources: self, study, template, columns, samplers, points: points as u32, on })
            }
            _ => Err(invalid(&self.origin, problems)),
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
    /// The subject of the charts and of the answer.
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
    pub fn scenario(&self, settings: &[toml::Value]) -> Result<thermidor_core::Model, scenario::Diagnostic> {
        let paths = self.columns.iter().map(|column| column.path.as_str());
        self.template.with(&paths.zip(settings).collect::<Vec<_>>())
    }
}

/// Reads an experiment's form.
fn parse(origin: &Source) -> Result<Experiment, Error> {
    let read = origin.read(&schema_value());
    let Read { table, found } = read.map_err(|found| invalid(origin, vec![found.map(Code::from)]))?;
    if let Some(stray) = found.iter().find(|found| is_of_scenarios(&found.path)) {
        let code = Code::OfAScenario { key: stray.path.clone() };
        return Err(invalid(origin, vec![Diagnostic::new(&stray.path, code)]));
    }
    if !found.is_empty() {
        return Err(invalid(origin, found.into_iter().map(|found| found.map(Code::from)).collect()));
    }
    let experiment: Experiment = toml::Value::Table(table).try_into().map_err(|error: toml::de::Error| {
        Error::NoExperiment { name: origin.name.clone(), message: error.message().to_owned() }
    })?;
    let problems = flaws(&experiment);
    if problems.is_empty() { Ok(experiment) } else { Err(invalid(origin, problems)) }
}

/// Whether a key at the top of an experiment is one that scenarios have and experiments do not.
fn is_of_scenarios(key: &str) -> bool {
    let has = |schema: &serde_json::Value| schema["properties"].get(key).is_some();
    has(schema::value()) && !has(&schema_value())
}

/// A file of at most so many bytes.
fn file(path: &Path, most: u64) -> Result<Source, text::Unreadable> {
    Ok(Source { name: path.display().to_string(), text: text::read(path, most)? })
}

/// The problems of texts that go to charts and tables.
fn flaws(experiment: &Experiment) -> Vec<Diagnostic> {
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
        let flaw = text::flaw(text, kind)?;
        let code = thermidor_core::diagnostic::Code::Text(flaw);
        Some(Diagnostic::new(path, Code::Scenario(code.into())))
    };
    texts.into_iter().filter_map(wrong).collect()
}

fn invalid(origin: &Source, diagnostics: Vec<Diagnostic>) -> Error {
    Error::Invalid { source_text: origin.clone(), diagnostics }
}

fn collision(there: &[Column], new: &Column, place: String) -> Option<Diagnostic> {
    let code = if there.iter().any(|column| column.path == new.path) {
        Code::VariesAlready { path: new.path.clone() }
    } else if there.iter().any(|column| column.name == new.name) || crate::sweep::parts::is_taken(&new.name) {
        Code::NameTaken { name: new.name.clone() }
    } else {
        return None;
    };
    Some(Diagnostic::new(place, code))
}
