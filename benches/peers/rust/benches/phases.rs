//! What each part of a month costs, as a share of what the core of the model in plain Rust costs.
//!
//! In each iteration both are run, one after the other, and what is measured is the ratio of their times for a member and
//! a month: so it means the same on a machine that wavers, and on another as far as machines differ in speed only.
//! `benches/guard` holds the ratios against those that are committed.

use std::hint::black_box;
use std::path::Path;
use std::sync::atomic::AtomicBool;
use std::time::{Duration, Instant};
use thermidor_core::Model;

use criterion::measurement::{Measurement, ValueFormatter};
use criterion::{Criterion, SamplingMode, Throughput, criterion_group, criterion_main};
use peers::{MONTHS, plain};
use thermidor_analysis::run::Timings;
use thermidor_scenario::read;

const MEMBERS: usize = 1000;

/// Runs of an iteration, the same in each: what a phase costs depends on what happens.
const RUNS: u32 = 5;

/// The engine's time divided by that of plain Rust.
struct Ratio;

impl Measurement for Ratio {
    type Intermediate = ();
    type Value = f64;

    // Both times are taken within an iteration, and nothing around it.
    fn start(&self) {}

    fn end(&self, (): ()) -> f64 {
        unreachable!("iterations tell their ratios themselves")
    }

    fn add(&self, a: &f64, b: &f64) -> f64 {
        a + b
    }

    fn zero(&self) -> f64 {
        0.0
    }

    fn to_f64(&self, value: &f64) -> f64 {
        *value
    }

    fn formatter(&self) -> &dyn ValueFormatter {
        &Percent
    }
}

struct Percent;

impl ValueFormatter for Percent {
    fn scale_values(&self, _typical: f64, values: &mut [f64]) -> &'static str {
        values.iter_mut().for_each(|value| *value *= 100.0);
        "% of plain Rust"
    }

    fn scale_throughputs(&self, typical: f64, _: &Throughput, values: &mut [f64]) -> &'static str {
        self.scale_values(typical, values)
    }

    fn scale_for_machines(&self, _values: &mut [f64]) -> &'static str {
        "times plain Rust"
    }
}

/// Runs plain Rust and the engine in turn; gives each part's ratio, and that of all together.
fn ratios(scenario: &Model) -> Vec<(&'static str, f64)> {
    let (mut plain, timings) = (Duration::ZERO, Timings::begin());
    for run in 1..=RUNS {
        let begun = Instant::now();
        black_box(plain::simulate(MEMBERS, u64::from(run)));
        plain += begun.elapsed();
        black_box(timings.simulate(&AtomicBool::new(false), scenario, run).expect("a small one"));
    }
    let plain = plain.as_secs_f64() * 1e9 / (MEMBERS * MONTHS * RUNS as usize) as f64;
    let mut parts: Vec<_> = timings.parts().into_iter().map(|(part, each)| (part, each / plain)).collect();
    parts.push(("all", parts.iter().map(|(_, each)| each).sum()));
    parts
}

fn phases(criterion: &mut Criterion<Ratio>) {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../scenarios/isolation.toml");
    let scenario = read::load(&file, &[]).unwrap_or_else(|error| panic!("{error}"));
    let scenario =
        scenario.with(|scenario| scenario.organization.members = MEMBERS as u32).expect("a valid one");
    let mut group = criterion.benchmark_group("phases");
    group.sampling_mode(SamplingMode::Flat);
    for (number, (part, _)) in ratios(&scenario).into_iter().enumerate() {
        group.bench_function(part, |bencher| {
            bencher.iter_custom(|iterations| (0..iterations).map(|_| ratios(&scenario)[number].1).sum());
        });
    }
}

criterion_group! {
    name = all;
    config = Criterion::default()
        .with_measurement(Ratio)
        .sample_size(15)
        .warm_up_time(Duration::from_millis(200))
        .measurement_time(Duration::from_secs(2))
        .nresamples(2000);
    targets = phases
}
criterion_main!(all);
