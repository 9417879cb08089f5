//! What a sweep costs beyond the engine: the same runs simulated and forgotten, and simulated and kept.
//!
//! `cargo bench --bench sweep` prints the ratio of the two, interleaved, with its spread.

use std::sync::atomic::AtomicBool;
use std::time::Instant;

use rayon::prelude::*;
use thermidor_core::Model;
use thermidor_io::sweep::answer::conclude;
use thermidor_io::sweep::experiment::Sources;
use thermidor_io::sweep::plan::Stage;
use thermidor_io::sweep::store::{Shard, Store};
use thermidor_io::sweep::work::Work;

const EXPERIMENT: &str = "set = [\"organization.members=100\", \"ticks=120\"]\nreplicates = 10\n[[block]]\n\
    design = \"sobol\"\npoints = 300\n[[block.factor]]\npath = \"precedent.habit\"\nfrom = 1.0\nto = 4.0\n\
    [[block.factor]]\npath = \"voice.fusion\"\nfrom = 0.0\nto = 1.0\n";
const ROUNDS: usize = 7;

fn stage() -> Stage {
    let files =
        [("experiment.toml".to_owned(), EXPERIMENT.to_owned()), ("scenario.toml".to_owned(), String::new())];
    let resolved = Sources::from_files(&files).and_then(Sources::resolve).expect("an experiment");
    Stage::after(&[], resolved).expect("a plan")
}

fn main() {
    let threads = rayon::ThreadPoolBuilder::new().build().expect("threads");
    let directory = std::env::temp_dir().join(format!("thermidor-bench-{}", std::process::id()));
    let mut ratios: Vec<f64> = (0..ROUNDS)
        .map(|round| {
            let begun = Instant::now();
            let plan = stage();
            let runs: Vec<(usize, u32)> = (0..plan.units.len())
                .flat_map(|unit| plan.units[unit].replicates.clone().map(move |run| (unit, run)))
                .collect();
            let scenarios: Vec<_> =
                plan.units.iter().map(|unit| plan.scenario(unit).expect("a scenario")).collect();
            let months: usize = threads.install(|| {
                runs.par_iter()
                    .with_max_len(1)
                    .map(|(unit, run)| scenarios[*unit].run(*run).expect("small ones")[0].ticks())
                    .sum()
            });
            assert!(months > 0);
            let engine = begun.elapsed().as_secs_f64();
            let begun = Instant::now();
            let place = directory.join(round.to_string());
            std::fs::create_dir_all(&directory).expect("a directory");
            let store = Store::create(&place, stage(), Shard::ALL).expect("a store");
            let work = Work {
                threads: &threads,
                cancel: &AtomicBool::new(false),
                progress: &|_| {},
                note: &|_| {},
                simulate: &Model::run_unless,
            };
            for part in store.missing().expect("parts") {
                store.make(part, &work).expect("a part").expect("no interruption");
            }
            conclude(&store, false).expect("a conclusion");
            let kept = begun.elapsed().as_secs_f64();
            println!("engine {engine:.2} s, sweep {kept:.2} s, ratio {:.3}", kept / engine);
            kept / engine
        })
        .collect();
    std::fs::remove_dir_all(&directory).expect("an end");
    ratios.sort_by(f64::total_cmp);
    println!(
        "sweep / engine: median {:.3}, from {:.3} to {:.3}",
        ratios[ROUNDS / 2],
        ratios[0],
        ratios[ROUNDS - 1]
    );
}
