//! The core as thermidor runs it: the whole engine on a scenario in which all the rest is turned off. It reads all its
//! measures each month, of which twelve are handed on.

use std::path::Path;

use crate::{MEASURES, Month};
use thermidor::measures::position;
use thermidor::scenario::read;

/// Reads the scenario once; what is given back tells the months of an organization of so many members.
///
/// # Panics
/// When `core.toml` is not a scenario or a measure is gone.
pub fn prepare() -> impl Fn(usize, u64) -> Vec<Month> {
    let columns: Vec<Vec<usize>> = MEASURES
        .iter()
        .map(|name| match *name {
            "grievance" => vec!["grievance_visible", "grievance_hidden"],
            name => vec![name],
        })
        .map(|names| names.iter().map(|name| position(name).expect("a measure")).collect())
        .collect();
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("../core.toml");
    let scenario = read::load(&file, &[]).unwrap_or_else(|error| panic!("{error}"));
    move |members, seed| {
        let mut scenario = scenario.clone();
        scenario.organization.members = members as u32;
        scenario.seed = seed;
        let history = thermidor::run::simulate(&scenario, 0);
        let row = |tick| -> Month {
            let row = history.row(tick);
            core::array::from_fn(|k| columns[k].iter().map(|column| f64::from(row[*column])).sum())
        };
        (0..history.ticks()).map(row).collect()
    }
}
