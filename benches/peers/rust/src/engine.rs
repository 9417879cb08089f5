//! The core as thermidor runs it: the whole engine on a scenario in which all the rest is turned off.

use std::path::Path;

use crate::Month;
use thermidor::measures::position;
use thermidor::scenario::read;

/// Reads the scenario once; what is given back tells the months of an organization of so many members.
///
/// # Panics
/// When `core.toml` is not a scenario or a measure is gone.
pub fn prepare() -> impl Fn(usize, u64) -> Vec<Month> {
    let measures = NAMES.map(|name| &thermidor::measures::MEASURES[position(name).expect("a measure")]);
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("../core.toml");
    let scenario = read::load(&file, &[]).unwrap_or_else(|error| panic!("{error}"));
    move |members, seed| {
        let mut scenario = scenario.clone();
        scenario.organization.members = members as u32;
        scenario.seed = seed;
        let months = thermidor::run::measure(&scenario, 0, &measures);
        let month = |values: &[f32; NAMES.len()]| -> Month {
            let values = values.map(f64::from);
            // What is spoken and what is hidden is one measure of the peers.
            core::array::from_fn(|k| match k {
                0..GRIEVANCE => values[k],
                GRIEVANCE => values[k] + values[k + 1],
                _ => values[k + 1],
            })
        };
        months.as_chunks().0.iter().map(month).collect()
    }
}

/// [`MEASURES`](crate::MEASURES) as the engine has them.
const NAMES: [&str; 13] = [
    "central_share_stakes",
    "influence_gini",
    "influence_top1",
    "deference",
    "participation",
    "legitimacy",
    "skill",
    "grievance_visible",
    "grievance_hidden",
    "voice",
    "tenure",
    "delay",
    "backlog",
];

/// Where the first of both stands.
const GRIEVANCE: usize = 7;
