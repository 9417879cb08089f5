//! The promise: same scenario, seed and version give the same bytes, whatever else goes on.

use std::sync::atomic::AtomicBool;
use thermidor_core::Model;

use thermidor_analysis::run::{Sink, simulate_all};
use thermidor_core::history::{History, simulate};
use thermidor_core::random::{StreamId, Streams};
use thermidor_scenario::read;

#[derive(Default)]
struct Keep(Vec<History>);

impl Sink for Keep {
    fn take(&mut self, history: &History) -> std::io::Result<()> {
        self.0.push(history.clone());
        Ok(())
    }
}

fn scenario(text: &str) -> Model {
    let small = "ticks = 90\norganizations = 40\norganization.members = 200\n";
    read::parse("test", &format!("{small}{text}"), &[]).expect("a valid scenario")
}

fn all(scenario: &Model, threads: usize, count: u32) -> Vec<History> {
    let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().expect("threads");
    let mut keep = Keep::default();
    simulate_all(&|number| scenario.run(number), 0..count, &pool, &AtomicBool::new(false), &|| {}, &mut keep)
        .expect("no sink fails")
        .expect("nobody cancels");
    keep.0
}

const SIEGE: &str = "[[shocks.isolation]]\nstart_tick = 20\nduration_ticks = 24\n";

#[test]
fn threads_and_numbers_change_nothing() {
    let scenario = scenario(SIEGE);
    let alone = all(&scenario, 1, 40);
    assert_eq!(alone, all(&scenario, 2, 40));
    assert_eq!(alone[..10], all(&scenario, 2, 10));
    assert_eq!(alone[7], simulate(&scenario, 7).unwrap());
    assert_ne!(alone[7].measures, alone[8].measures);
}

#[test]
fn a_dead_letter_changes_nothing() {
    let without = simulate(&scenario(SIEGE), 3).unwrap();
    for name in thermidor_core::safeguards::NAMES {
        let with =
            simulate(&scenario(&format!("{SIEGE}[safeguards.{name}]\ncompliance = 0.0\n")), 3).unwrap();
        assert!(
            without.measures == with.measures && without.conditions == with.conditions,
            "{name} at compliance 0"
        );
    }
}

#[test]
fn every_safeguard_does_something_and_says_what() {
    // People who mind a lot, so that some want to leave.
    let shocks = format!(
        "voice.tolerance = 0.0\nvoice.grievance_gain = 3.0\n{SIEGE}[[shocks.scarcity]]\nstart_tick = 30\n"
    );
    let without = simulate(&scenario(&shocks), 1).unwrap();
    for name in thermidor_core::safeguards::NAMES {
        let scenario = scenario(&format!("{shocks}[safeguards.{name}]\n"));
        assert_ne!(
            without.measures,
            simulate(&scenario, 1).unwrap().measures,
            "{name} has no effect at its defaults"
        );
        let entries = scenario.safeguards.entries(&scenario.setting());
        assert!(entries[0].effect.len() > 40, "{name} does not say what it does");
    }
}

#[test]
fn variants_share_their_past_until_they_differ() {
    let without = simulate(&scenario(SIEGE), 5).unwrap();
    let with = simulate(&scenario(&format!("{SIEGE}[safeguards.rotation]\nfrom_tick = 30\n")), 5).unwrap();
    for tick in 0..30 {
        assert_eq!(without.row(tick), with.row(tick), "month {tick}");
    }
    assert_ne!(without.row(80), with.row(80));
}

#[test]
fn draws_keep_their_values() {
    // These words are a promise to old results: if they change, STREAM_VERSION must, and results with them.
    let streams = Streams::new(1917, 3, 0);
    let words = streams.column(StreamId::Attendance, 12, &mut Vec::new()).next(200).to_vec();
    assert_eq!(words[..3], EXPECTED);
    // In pieces of any size, they are the same.
    let mut buffer = Vec::new();
    let mut pieces = streams.column(StreamId::Attendance, 12, &mut buffer);
    let read: Vec<u32> = [1, 62, 3, 70, 64].iter().flat_map(|many| pieces.next(*many).to_vec()).collect();
    assert_eq!(words, read);
    let mut rng = streams.rng(StreamId::Election, 7, 42);
    assert_eq!((rng.below(1000), rng.below(1000)), DRAWS);
}

const EXPECTED: [u32; 3] = [2634154682, 1392496034, 2470485326];
const DRAWS: (u32, u32) = (434, 178);

#[test]
fn worlds_and_splits_are_the_same_at_any_thread_count() {
    let scenario = scenario(
        "voice.tolerance = 0.0\nvoice.grievance_gain = 3.0\nworld.organizations = 3\nworld.alliances = \"ring\"\n\
         [[shocks.isolation]]\nstart_tick = 20\nstrikes = [1]\n\
         [safeguards.freedom_to_split]\nthreshold = 0.2\n[safeguards.international_alliances]\n[safeguards.parallel_institutions]\n",
    );
    let alone = all(&scenario, 1, 8);
    assert_eq!(alone, all(&scenario, 2, 8));
    assert!(alone.iter().any(|history| history.founded_at > 0), "nobody has split off");
    assert_eq!(alone.iter().filter(|history| history.founded_at == 0).count(), 24);
}
