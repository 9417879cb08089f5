//! Two programs for one text: the engine and the plain version give the same measures, as far as chance allows.

use peers::{MEASURES, Month, engine, halves, plain};

const RUNS: u64 = 600;

/// Mean over runs and its variance.
fn moments(values: &[f64]) -> (f64, f64) {
    let n = values.len() as f64;
    let mean = values.iter().sum::<f64>() / n;
    (mean, values.iter().map(|value| (value - mean) * (value - mean)).sum::<f64>() / (n - 1.0) / n)
}

#[test]
fn the_plain_version_and_the_engine_agree_in_every_measure() {
    let runs = |simulate: &dyn Fn(usize, u64) -> Vec<Month>, seed: u64| -> Vec<Vec<Month>> {
        (0..RUNS).map(|run| simulate(300, seed + run)).collect()
    };
    let (ours, theirs) = (runs(&engine::prepare(), 1000), runs(&plain::simulate, 2000));
    for (k, name) in MEASURES.iter().enumerate() {
        for half in [0, 1] {
            let of = |runs: &[Vec<Month>]| {
                moments(&runs.iter().map(|months| halves(months, k)[half]).collect::<Vec<_>>())
            };
            let ((a, var_a), (b, var_b)) = (of(&ours), of(&theirs));
            let z = (a - b) / (var_a + var_b).sqrt();
            // Seeds are fixed, so this cannot fail by chance from one time to the next.
            assert!(z.abs() < 4.0, "{name}, half {half}: engine {a}, plain {b}, {z:.1} s.e.");
        }
    }
}
