//! The core as thermidor runs it: the whole engine on a scenario in which all the rest is turned off. It reads all its
//! measures each month, of which twelve are handed on.

use std::path::Path;

use peers::{MEASURES, Month};
use thermidor::measures::position;
use thermidor::run::simulate;
use thermidor::scenario::read;

fn main() {
    let columns: Vec<Vec<usize>> = MEASURES
        .iter()
        .map(|name| match *name {
            "grievance" => vec!["grievance_visible", "grievance_hidden"],
            name => vec![name],
        })
        .map(|names| names.iter().map(|name| position(name).expect("a measure")).collect())
        .collect();
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("../core.toml");
    peers::main(|members, seed| {
        let overrides = [format!("organization.members={members}"), format!("seed={seed}")];
        let scenario = read::load(&file, &overrides).unwrap_or_else(|error| panic!("{error}"));
        let history = simulate(&scenario, 0);
        let row = |tick| -> Month {
            let row = history.row(tick);
            core::array::from_fn(|k| columns[k].iter().map(|column| f64::from(row[*column])).sum())
        };
        (0..history.ticks()).map(row).collect()
    });
}
