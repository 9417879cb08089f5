//! What must come out of the mechanisms, with slack: two basins, no drift without reinforcement, and what the guided tour says.

use rayon::prelude::*;
use serde_json::Value as Json;
use thermidor_core::Model;
use thermidor_core::history::{History, simulate};
use thermidor_core::measures::position;
use thermidor_core::outcome::Condition;
use thermidor_core::state::What;
use thermidor_scenario::read;

fn captured(text: &str, organizations: u32) -> u32 {
    let scenario = read::parse("test", text, &[]).expect("a valid scenario");
    (0..organizations)
        .filter(|n| simulate(&scenario, *n).unwrap().outcome.condition == Condition::Captured)
        .count() as u32
}

#[test]
fn never_shocked_most_stay_self_governing_and_isolation_locks_most_in() {
    let isolation = "[[shocks.isolation]]\nstart_tick = 60\nduration_ticks = 36\n";
    assert!(captured("", 24) <= 4);
    assert!(captured(isolation, 24) >= 12);
    assert!(captured(&format!("{isolation}[safeguards.international_alliances]\n"), 24) <= 6);
}

/// γ = 0 takes precedent out, ρ = 0 speed; a barrier of ln 4 then means that one matter in five goes to the centre.
#[test]
fn without_reinforcement_and_shocks_there_is_no_drift() {
    let text = "[precedent]\ngamma = 0.0\nspeed = 0.0\nbarrier = 1.386294\n";
    assert_eq!(captured(text, 8), 0);
    let scenario = read::parse("test", text, &[]).expect("a valid scenario");
    let share = position("central_share_stakes").expect("a measure");
    let last: f32 = (0..8).map(|n| simulate(&scenario, n).unwrap().row(239)[share]).sum::<f32>() / 8.0;
    // Eight organizations with some 600 decisions a year each: the standard error is below 0.01.
    assert!((last - 0.2).abs() < 0.04, "{last}");
}

/// Enough that a twentieth more or less is seen.
const RUNS: u32 = 240;

/// The guided tour explains what people have just seen; an explanation must go when what it explains does.
#[test]
fn what_the_tour_says_of_its_stations_is_so() {
    let stations: Vec<Json> =
        serde_json::from_str(include_str!("../web/src/stations.json")).expect("stations");
    let histories = |scenario: &Json| -> Vec<History> {
        // The first station has nothing to compare with.
        let Some(scenario) = serde_json::from_value::<Option<Model>>(scenario.clone()).expect("a scenario")
        else {
            return Vec::new();
        };
        (0..RUNS).into_par_iter().map(|n| simulate(&scenario, n).unwrap()).collect()
    };
    let share = |histories: &[History]| {
        let captured = histories.iter().filter(|one| one.outcome.condition == Condition::Captured);
        captured.count() as f64 / histories.len() as f64
    };
    let [now, before] = ["scenario", "before"]
        .map(|which| stations.iter().map(|one| histories(&one[which])).collect::<Vec<Vec<History>>>());
    let of = |arm: &[Vec<History>], station: usize| share(&arm[station - 1]);
    assert!(of(&now, 1) < 0.05, "none gives way without a push");
    assert!(of(&before, 2) < 0.05 && of(&now, 2) > 0.5, "a siege that is long over");
    let (without, sunset) = (of(&before, 3), of(&now, 3));
    assert!(sunset < without - 0.05 && sunset > 0.2, "fewer, but not few: {sunset} of {without}");
    let renewed = |history: &History| {
        history.events.iter().filter(|event| event.what == What::PowersRenewed && event.tick < 100).count()
    };
    assert!(
        now[2].iter().map(renewed).sum::<usize>() > RUNS as usize * 3,
        "members renew while the threat is real"
    );
    assert!(of(&before, 4) < 0.1 && of(&now, 4) > without, "stamped charters are worse than none");
    let (lots, recall) = (of(&before, 5), of(&now, 5));
    assert!(lots < 0.2 && recall > without, "recall is worse than nothing: {recall}, {without}, lots {lots}");
    let mut without_hours = stations[4]["scenario"].clone();
    without_hours["safeguards"]["recall"]["hours"] = 0.into();
    let harm = share(&histories(&without_hours)) - without;
    assert!(harm < 0.5 * (recall - without), "the ballots' hours are what does it: {harm}");
    let quality = position("quality").expect("a measure");
    let mean = |arm: &[History]| arm.iter().map(|one| one.average(quality)).sum::<f64>();
    assert!(mean(&before[4]) < mean(&before[2]), "those drawn have less experience");
    assert!(of(&before, 6) < 0.15 && of(&now, 6) > 0.4, "begun late");
}
