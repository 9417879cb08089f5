//! The core as thermidor runs it: the whole engine on a scenario in which all the rest is turned off.

use std::path::Path;

use crate::{MEASURES, Month};
use thermidor_core::measures::position;
use thermidor_core::scenario::Scenario;
use thermidor_scenario::read;

/// Reads the scenario once; what is given back tells the months of an organization of so many members.
///
/// # Panics
/// When `core.toml` is not a scenario or a measure is gone.
pub fn prepare() -> impl Fn(usize, u64) -> Vec<Month> {
    // What is spoken and what is hidden is one measure of the peers.
    let names = MEASURES.map(|name| match name {
        "grievance" => vec!["grievance_visible", "grievance_hidden"],
        name => vec![name],
    });
    let measure = |name: &&str| &thermidor_core::measures::MEASURES[position(name).expect("a measure")];
    let measures: Vec<_> = names.iter().flatten().map(measure).collect();
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("../core.toml");
    let scenario = read::load(&file, &[]).unwrap_or_else(|error| panic!("{error}"));
    move |members, seed| {
        let of_size = |scenario: &mut Scenario| {
            scenario.organization.members = members as u32;
            scenario.seed = seed;
        };
        let model = scenario.with(of_size).unwrap_or_else(|found| panic!("{found:?}"));
        let months = thermidor_core::history::measure(&model, 0, &measures).expect("a small one");
        let month = |row: &[f32]| -> Month {
            let mut values = row.iter().map(|value| f64::from(*value));
            core::array::from_fn(|k| values.by_ref().take(names[k].len()).sum())
        };
        months.chunks_exact(measures.len()).map(month).collect()
    }
}
