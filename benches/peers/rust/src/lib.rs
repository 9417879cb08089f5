//! What all programs here have in common: their arguments, the names of the measures and the line of JSON.

pub mod affairs;
pub mod engine;
mod matters;
pub mod plain;
mod seats;

use std::time::Instant;

/// The measures, in the order in which every program gives them.
pub const MEASURES: [&str; 15] = [
    "central_share_stakes",
    "influence_gini",
    "influence_top1",
    "deference",
    "participation",
    "legitimacy",
    "skill",
    "grievance",
    "voice",
    "tenure",
    "delay",
    "backlog",
    "done",
    "kept",
    "bench",
];

/// Months of a run.
pub const MONTHS: usize = 120;

/// One month's measures, in the order of [`MEASURES`].
pub type Month = [f64; MEASURES.len()];

/// Mean of a measure over the first and over the second half of the months.
pub fn halves(months: &[Month], measure: usize) -> [f64; 2] {
    let mean =
        |months: &[Month]| months.iter().map(|month| month[measure]).sum::<f64>() / months.len() as f64;
    [mean(&months[..MONTHS / 2]), mean(&months[MONTHS / 2..])]
}

/// Simulates the runs that the arguments ask for and prints the line of JSON. `simulate` takes the number of members
/// and a seed.
///
/// # Panics
/// When the arguments are not three numbers.
pub fn main(simulate: impl Fn(usize, u64) -> Vec<Month>) {
    let arguments: Vec<u64> =
        std::env::args().skip(1).map(|argument| argument.parse().expect("MEMBERS RUNS SEED")).collect();
    let [members, runs, seed] = arguments[..] else { panic!("MEMBERS RUNS SEED") };
    let begun = Instant::now();
    let histories: Vec<Vec<Month>> =
        (0..runs).map(|run| simulate(members as usize, seed.wrapping_mul(1_000_003) + run)).collect();
    let seconds = begun.elapsed().as_secs_f64();
    let measures: serde_json::Map<_, _> = MEASURES
        .iter()
        .enumerate()
        .map(|(k, name)| {
            let runs = histories.iter().map(|months| halves(months, k));
            ((*name).to_owned(), serde_json::json!(runs.collect::<Vec<_>>()))
        })
        .collect();
    println!("{}", serde_json::json!({"seconds": seconds, "measures": measures}));
}
