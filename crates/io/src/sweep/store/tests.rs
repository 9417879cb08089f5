use std::path::Path;
use std::sync::atomic::AtomicBool;
use thermidor_core::Model;

use parquet::record::Field;

use super::{Begin, Shard, Store, begin};
use crate::sweep::experiment::{Resolved, Sources};
use crate::sweep::plan::Stage;
use crate::sweep::work::{Simulate, Work};
use thermidor_core::budget::Stopped;
use thermidor_core::history::History;

const EXPERIMENT: &str = "replicates = 3\nset = [\"organization.members=20\", \"organization.local_size=5\", \"ticks=13\"]\n\
    [[block]]\n[[block.factor]]\npath = \"voice.fusion\"\nvalues = [0.1, 0.5, 0.9]\n";

fn resolved(text: &str) -> Resolved {
    let files =
        [("experiment.toml".to_owned(), text.to_owned()), ("scenario.toml".to_owned(), String::new())];
    Sources::from_files(&files).and_then(Sources::resolve).unwrap()
}

fn make(store: &Store, simulate: &Simulate) -> u64 {
    let threads = rayon::ThreadPoolBuilder::new().num_threads(2).build().unwrap();
    let failed = std::cell::Cell::new(0);
    let count = |is: bool| failed.set(failed.get() + u64::from(is));
    let work = Work {
        threads: &threads,
        cancel: &AtomicBool::new(false),
        progress: &count,
        note: &|_| (),
        simulate,
    };
    for part in store.missing().unwrap() {
        store.make(part, &work).unwrap().unwrap();
    }
    failed.get()
}

fn rows(store: &Store, columns: &[&str]) -> Vec<String> {
    let mut found = Vec::new();
    store
        .outcomes(columns, &mut |row| {
            let fields: Vec<&Field> = columns.iter().map(|column| row.field(column)).collect();
            found.push(format!("{fields:?}"))
        })
        .unwrap();
    found.sort();
    found
}

fn first(place: &Path, text: &str) -> Store {
    Store::create(place, Stage::after(&[], resolved(text)).unwrap(), Shard::ALL).unwrap()
}

#[test]
fn a_run_that_exceeds_its_means_is_a_row_with_its_reason_and_one_that_is_cancelled_is_none() {
    let directory = tempfile::tempdir().unwrap();
    let text = "replicates = 2\nset = [\"organization.members=20\", \"organization.local_size=5\", \"ticks=400\", \
                \"decisions.lapse_ticks=100000\", \"meetings.floor_hours=1000\"]\n\
                [[block]]\n[[block.factor]]\npath = \"decisions.rate\"\nvalues = [0.1, 10.0]\n";
    let victory = "[[shocks.victory]]\nstart_tick = 0\nduration_ticks = 400\nresponsibilities = 100\n";
    let files =
        [("experiment.toml".to_owned(), text.to_owned()), ("scenario.toml".to_owned(), victory.to_owned())];
    let resolved = Sources::from_files(&files).and_then(Sources::resolve).unwrap();
    let store =
        Store::create(&directory.path().join("sweep"), Stage::after(&[], resolved).unwrap(), Shard::ALL);
    let store = store.unwrap();
    assert_eq!(make(&store, &Model::run_unless), 2);
    let failed = rows(&store, &["outcome", "decisions.rate", "reason"]);
    assert_eq!(failed.len(), 4);
    assert_eq!(
        failed.iter().filter(|row| row.contains("matters wait to be settled")).count(),
        2,
        "{failed:?}"
    );

    let store = first(&directory.path().join("cancelled"), EXPERIMENT);
    let part = store.missing().unwrap()[0];
    let cancel = AtomicBool::new(false);
    let threads = rayon::ThreadPoolBuilder::new().num_threads(1).build().unwrap();
    let cancels = |scenario: &Model, cancel: &AtomicBool, run: u32| {
        cancel.store(run == 1, std::sync::atomic::Ordering::Relaxed);
        scenario.run_unless(cancel, run)
    };
    let work = Work {
        threads: &threads,
        cancel: &cancel,
        progress: &|failed| assert!(!failed),
        note: &|_| (),
        simulate: &cancels,
    };
    assert_eq!(store.make(part, &work).unwrap().unwrap_err().finished, 1);
    assert_eq!(make(&store, &Model::run_unless), 0);
}

#[test]
fn a_run_that_fails_is_a_row_with_its_reason_and_can_be_tried_again() {
    let directory = tempfile::tempdir().unwrap();
    let place = directory.path().join("sweep");
    let store = first(&place, EXPERIMENT);
    let fails = |scenario: &Model, cancel: &AtomicBool, run: u32| -> Result<Vec<History>, Stopped> {
        assert!(!(run == 1 && scenario.voice.fusion == 0.5), "it fell over");
        scenario.run_unless(cancel, run)
    };
    assert_eq!(make(&store, &fails), 1);
    let failed: Vec<String> = rows(&store, &["outcome", "organization", "voice.fusion", "reason"])
        .into_iter()
        .filter(|row| row.contains("failed"))
        .collect();
    assert_eq!(failed.len(), 1);
    assert!(
        failed[0].contains("Int(1), Double(0.5)")
            && failed[0].contains("it fell over (sweep/store/tests.rs:"),
        "{failed:?}"
    );
    assert_eq!(rows(&store, &["point"]).len(), 9);
    assert_eq!(store.forget_failed().unwrap(), 1);
    assert_eq!(make(&store, &Model::run_unless), 0);
    let undisturbed = first(&directory.path().join("other"), EXPERIMENT);
    make(&undisturbed, &Model::run_unless);
    let all = ["point", "organization", "outcome", "reason", "participation"];
    assert_eq!(rows(&store, &all), rows(&undisturbed, &all));
}

#[test]
fn replicates_and_points_can_be_added_and_make_the_same_rows() {
    let directory = tempfile::tempdir().unwrap();
    let place = directory.path().join("sweep");
    make(&first(&place, EXPERIMENT), &Model::run_unless);
    let threads = rayon::ThreadPoolBuilder::new().num_threads(1).build().unwrap();
    let extend = |text: &str| {
        begin(&place, resolved(text), Shard::ALL, Begin::Extend, &threads).map(|(store, _)| store)
    };
    let more = EXPERIMENT.replace("replicates = 3", "replicates = 5").replace("0.9]", "0.9, 0.2]");
    let extended = extend(&more).unwrap();
    make(&extended, &Model::run_unless);
    drop(extended);
    let extended = Store::resume(&place, resolved(&more), Shard::ALL).unwrap();
    assert!(extended.missing().unwrap().is_empty());
    let at_once = first(&directory.path().join("other"), &more);
    make(&at_once, &Model::run_unless);
    let all = ["point", "voice.fusion", "organization", "outcome", "participation"];
    assert_eq!(rows(&extended, &all), rows(&at_once, &all));
    assert_eq!(rows(&extended, &["point"]).len(), 20);
    drop(extended);
    let refused = |text: &str| extend(text).err().unwrap();
    assert!(refused(&more).to_string().contains("adds nothing"));
    assert!(refused(&more.replace("ticks=13", "ticks=14")).to_string().contains("the scenario"));
    let other = resolved(&more.replace("0.2", "0.3"));
    assert!(Store::resume(&place, other, Shard::ALL).err().unwrap().to_string().contains("another plan"));
    assert!(
        Store::resume(&place, resolved(&more), Shard { number: 1, of: 2 })
            .err()
            .unwrap()
            .to_string()
            .contains("shard 1/1")
    );
}

#[test]
fn points_with_the_same_settings_are_added_to_one_by_one() {
    let directory = tempfile::tempdir().unwrap();
    let place = directory.path().join("sweep");
    let twice = EXPERIMENT.replace("0.9]", "0.5]");
    make(&first(&place, &twice), &Model::run_unless);
    let more = twice.replace("replicates = 3", "replicates = 4").replace("0.5]", "0.5, 0.9]");
    let threads = rayon::ThreadPoolBuilder::new().num_threads(1).build().unwrap();
    let (extended, _) = begin(&place, resolved(&more), Shard::ALL, Begin::Extend, &threads).unwrap();
    make(&extended, &Model::run_unless);
    let at_once = first(&directory.path().join("other"), &more);
    make(&at_once, &Model::run_unless);
    let all = ["point", "voice.fusion", "organization", "participation"];
    assert_eq!(rows(&extended, &all), rows(&at_once, &all));
}
