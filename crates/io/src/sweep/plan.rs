//! The plan of a sweep: which points with which replicates, in which order, cut into parts.
//!
//! A part is a fixed piece of the plan, so its bytes do not depend on who made it, when, or how often it was
//! interrupted. Shards are every N-th part.

use std::collections::BTreeMap;
use std::ops::Range;
use thermidor_core::Model;

use sha2::{Digest, Sha256};

use super::design::Sampler;
use super::experiment::{Experiment, Keep, Resolved, Streams};
use crate::{Error, Refused, identity};
use thermidor_core::measures;
use thermidor_core::measures::MEASURES;
use thermidor_core::random::{self, StreamId};
use thermidor_core::scenario::Scenario;
use thermidor_core::text::grouped;
use thermidor_scenario::Diagnostic;

/// Parts that a large sweep is cut into, so that shards have enough to share.
const PARTS: u64 = 64;
/// Fewest and most runs of a part.
const RUNS: (u64, u64) = (50, 20_000);
/// Most memory for the recorded months of one part, in bytes.
const MEMORY: u64 = 64 << 20;
/// Replicates below which averages over points that share random streams rest on few fates.
const FEW: u32 = 10;

/// A point with the replicates that are to be simulated.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unit {
    /// Number of the point in the store.
    pub point: u32,
    /// Its number in the experiment.
    pub index: u32,
    /// Seed of its random streams.
    pub seed: u64,
    /// Numbers of the runs.
    pub replicates: Range<u32>,
}

/// One experiment of a store: the first one, or one that adds to those before it.
pub struct Stage {
    /// What varies.
    pub resolved: Resolved,
    /// All work, in the order in which it is done.
    pub units: Vec<Unit>,
    /// What identifies the stage and all before it, with the version of the program.
    pub id: String,
    /// Number of the stage, from 1.
    pub number: u32,
    /// Which measures trajectories keep, by position.
    pub measures: Vec<usize>,
    per_part: usize,
}

impl Stage {
    /// The stage of an experiment that comes after some others.
    ///
    /// # Errors
    /// When it does not add to them.
    pub fn after(earlier: &[Self], resolved: Resolved) -> Result<Self, Error> {
        if let Some(last) = earlier.last() {
            last.is_added_to_by(&resolved)?;
        }
        let mut known = known(earlier);
        let own = resolved.sources.experiment.luck == Streams::Own;
        // Earlier stages decide what is left; a first stage has none.
        let keys = if earlier.is_empty() && !own { Vec::new() } else { keys(&resolved) };
        let root = resolved.study.base.seed;
        let seed = |index: u32| if own { own_seed(root, &keys[index as usize]) } else { root };
        let wanted = resolved.sources.experiment.replicates;
        let mut next = known.len() as u32;
        let mut units: Vec<Unit> = Vec::new();
        for index in order(&resolved) {
            let unit = if earlier.is_empty() {
                Unit { point: index, index, seed: seed(index), replicates: 0..wanted }
            } else {
                let (point, done) = *known.entry(keys[index as usize]).or_insert_with(|| {
                    next += 1;
                    (next - 1, 0)
                });
                Unit { point, index, seed: seed(index), replicates: done..wanted }
            };
            if !unit.replicates.is_empty() {
                units.push(unit);
            }
        }
        if units.is_empty() {
            return Err(Refused::AddsNothing { name: resolved.sources.experiment.name.clone() }.into());
        }
        let measures = kept_measures(&resolved.sources.experiment);
        let id = identity(earlier.last(), &resolved);
        let per_part = per_part(&resolved, &units, measures.len());
        Ok(Self { resolved, units, id, number: earlier.len() as u32 + 1, measures, per_part })
    }

    /// Number of parts.
    pub fn parts(&self) -> u32 {
        self.units.len().div_ceil(self.per_part) as u32
    }

    /// The work of a part.
    pub fn part(&self, number: u32) -> &[Unit] {
        let from = number as usize * self.per_part;
        &self.units[from..(from + self.per_part).min(self.units.len())]
    }

    /// Name of the files of a part.
    pub fn part_name(&self, number: u32) -> String {
        format!("stage{}-part{number:05}", self.number)
    }

    /// Runs in all.
    pub fn runs(&self) -> u64 {
        runs(&self.units)
    }

    /// The scenario of a unit.
    ///
    /// # Errors
    /// Why it cannot be simulated.
    pub fn scenario(&self, unit: &Unit) -> Result<Model, Diagnostic> {
        let settings = self.resolved.settings(unit.index);
        Ok(self.resolved.scenario(&settings)?.seeded(unit.seed))
    }

    /// A note for the user, where points share random streams and replicates are few.
    pub fn few_fates(&self) -> Option<String> {
        let experiment = &self.resolved.sources.experiment;
        let (n, points) = (experiment.replicates, self.resolved.points);
        if experiment.luck == Streams::Own || n >= FEW || points < 2 {
            return None;
        }
        let fates = if n == 1 { "one fate".to_owned() } else { format!("{n} fates") };
        Some(format!(
            "All {} points share the same {fates} (luck = \"shared\"): differences between points are well measured, but averages \
             over points rest on {fates}, however many points there are. Add replicates, or set luck = \"own\".",
            grouped(u64::from(points))
        ))
    }

    /// Whether trajectories have a month; months are counted from 0.
    pub fn keeps(&self, tick: usize) -> bool {
        let experiment = &self.resolved.sources.experiment;
        match experiment.trajectories {
            Keep::None => false,
            Keep::Full => true,
            Keep::Quantiles | Keep::Thinned => (tick + 1).is_multiple_of(experiment.every_ticks as usize),
        }
    }

    /// Whether an experiment can add to this one: only replicates and points may be more.
    fn is_added_to_by(&self, other: &Resolved) -> Result<(), Error> {
        let (old, new) = (&self.resolved, other);
        let (then, now) = (&old.sources.experiment, &new.sources.experiment);
        let same = [
            ("the scenario, its variants or overrides", assumed(old) == assumed(new)),
            ("the factors", old.columns == new.columns),
            ("luck", then.luck == now.luck),
            (
                "what is kept of trajectories",
                (then.trajectories, then.every_ticks, &then.measures)
                    == (now.trajectories, now.every_ticks, &now.measures),
            ),
        ];
        match same.iter().find(|(_, same)| !same) {
            None => Ok(()),
            Some((what, _)) => Err(Refused::Differs { what, name: now.name.clone() }.into()),
        }
    }
}

/// Runs of some units.
pub fn runs(units: &[Unit]) -> u64 {
    units.iter().map(|unit| unit.replicates.len() as u64).sum()
}

/// The points of earlier stages by their settings: their number, and how many replicates they have.
fn known(earlier: &[Stage]) -> BTreeMap<Key, (u32, u32)> {
    let mut known: BTreeMap<Key, (u32, u32)> = BTreeMap::new();
    for stage in earlier {
        let keys = keys(&stage.resolved);
        for unit in &stage.units {
            let entry = known.entry(keys[unit.index as usize]).or_insert((unit.point, 0));
            entry.1 = entry.1.max(unit.replicates.end);
        }
    }
    known
}

/// What tells points apart, wherever they stand: a hash of their settings, and which of those with the same settings
/// each is.
pub(super) type Key = ([u8; 32], u32);

fn keys(resolved: &Resolved) -> Vec<Key> {
    let paths: Vec<&str> = resolved.columns.iter().map(|column| column.path.as_str()).collect();
    keys_of(&paths, resolved.points, &|index| resolved.settings(index))
}

/// The keys of so many points; `settings` gives the value of each path at a point.
pub(super) fn keys_of(paths: &[&str], points: u32, settings: &dyn Fn(u32) -> Vec<toml::Value>) -> Vec<Key> {
    let mut order: Vec<usize> = (0..paths.len()).collect();
    order.sort_by_key(|column| paths[*column]);
    let mut seen: BTreeMap<[u8; 32], u32> = BTreeMap::new();
    let key = |index| {
        let settings = settings(index);
        let mut hash = Sha256::new();
        for column in &order {
            hash.update(format!("{}={}\u{1f}", paths[*column], settings[*column]));
        }
        let settings: [u8; 32] = hash.finalize().into();
        let count = seen.entry(settings).and_modify(|count| *count += 1).or_insert(0);
        (settings, *count)
    };
    (0..points).map(key).collect()
}

/// The seed of a point's own random streams. `thermidor run` takes it as a seed and makes the point's runs again.
pub(super) fn own_seed(root: u64, (settings, count): &Key) -> u64 {
    let hash = Sha256::new().chain_update(root.to_le_bytes()).chain_update(settings);
    let hash = hash.chain_update(count.to_le_bytes()).finalize();
    let word = hash.iter().take(8).fold(0, |word, byte| word << 8 | u64::from(*byte));
    // TOML's integers end at 2⁶³ − 1.
    word >> 1
}

/// The points in an order of which no beginning favours a corner of the space.
fn order(resolved: &Resolved) -> Vec<u32> {
    match &resolved.samplers[..] {
        [sampler] if sampler.begins_anywhere() => (0..resolved.points).collect(),
        _ => random::Streams::new(0, u64::MAX, u64::MAX).rng(StreamId::Study, 0, 0).order(resolved.points),
    }
}

fn kept_measures(experiment: &Experiment) -> Vec<usize> {
    if experiment.measures.is_empty() {
        return (0..MEASURES.len()).collect();
    }
    experiment.measures.iter().filter_map(|name| measures::position(name)).collect()
}

/// Units in a part: few large files, enough parts to share, and little memory.
fn per_part(resolved: &Resolved, units: &[Unit], measures: usize) -> usize {
    let experiment = &resolved.sources.experiment;
    let ticks = u64::from(resolved.study.base.ticks);
    let months = match experiment.trajectories {
        Keep::None => 0,
        Keep::Full => ticks,
        Keep::Quantiles | Keep::Thinned => ticks / u64::from(experiment.every_ticks),
    };
    let bytes = (months * measures as u64 * 4).max(1);
    let most = RUNS.1.min(MEMORY / bytes).max(RUNS.0);
    let runs = (runs(units) / PARTS).clamp(RUNS.0, most);
    let longest = units.iter().map(|unit| unit.replicates.len() as u64).max().unwrap_or(1);
    (runs / longest).max(1) as usize
}

/// The assumptions at every point, apart from the factors.
fn assumed(resolved: &Resolved) -> serde_json::Value {
    // Replicates take the place of a scenario's own number of organizations.
    let study = &resolved.study;
    let arms = std::iter::once(&study.base).chain(&study.variants);
    let mut arms: Vec<Scenario> = arms.map(|arm| arm.scenario().clone()).collect();
    for arm in &mut arms {
        arm.organizations = 1;
        arm.description.clear();
    }
    serde_json::json!(arms)
}

/// What identifies a stage: all that its results depend on.
fn identity(before: Option<&Stage>, resolved: &Resolved) -> String {
    let sources = &resolved.sources;
    let told = Experiment {
        name: String::new(),
        description: String::new(),
        on: String::new(),
        // Its overrides and seed are in the scenario.
        set: Vec::new(),
        seed: None,
        ..sources.experiment.clone()
    };
    // The values of a list, however they are written.
    let of_list =
        |sampler: &Sampler| (0..).map_while(|factor| sampler.named(factor).map(<[_]>::to_vec)).collect();
    let lists: Vec<Vec<Vec<toml::Value>>> = (resolved.samplers.iter().zip(&sources.experiment.block))
        .filter(|(_, block)| !block.file.is_empty())
        .map(|(sampler, _)| of_list(sampler))
        .collect();
    let paths: Vec<&str> = resolved.columns.iter().map(|column| column.path.as_str()).collect();
    let all = serde_json::json!([
        identity::build_id(),
        before.map(|stage| &stage.id),
        assumed(resolved),
        told,
        paths,
        lists
    ]);
    crate::output::manifest::hash_of(all.to_string().as_bytes())[..32].to_owned()
}
