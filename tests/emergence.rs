//! What must come out of the mechanisms, with slack: two basins, no drift without reinforcement, and what the guided tour says.

use rayon::prelude::*;
use serde_json::Value as Json;
use thermidor_core::Model;
use thermidor_core::history::{History, simulate};
use thermidor_core::measures::position;
use thermidor_core::outcome::Condition;
use thermidor_core::state::What;
use thermidor_scenario::read;

const ISOLATION: &str = "[[shocks.isolation]]\nstart_tick = 60\nduration_ticks = 36\n";

fn simulated(text: &str, organizations: u32) -> Vec<History> {
    let scenario = read::parse("test", text, &[]).expect("a valid scenario");
    (0..organizations).into_par_iter().map(|n| simulate(&scenario, n).unwrap()).collect()
}

/// Share of organizations that were captured at some time.
fn ever_captured(histories: &[History]) -> f64 {
    let captured = histories.iter().filter(|one| one.outcome.captured_at.is_some());
    captured.count() as f64 / histories.len() as f64
}

/// What the centre settles in the last month.
fn last_shares(histories: &[History]) -> Vec<f32> {
    let share = position("central_share_stakes").expect("a measure");
    histories.iter().map(|one| one.row(one.ticks() - 1)[share]).collect()
}

#[test]
fn never_shocked_most_stay_self_governing_and_isolation_leaves_both_kinds_behind() {
    let quiet = simulated("", 48);
    let free = quiet.iter().filter(|one| one.outcome.condition == Condition::SelfGoverning).count();
    assert!(free >= 40, "{free} of 48");
    let besieged = simulated(ISOLATION, 48);
    let shares = last_shares(&besieged);
    let (high, low) = (
        shares.iter().filter(|share| **share > 0.5).count(),
        shares.iter().filter(|share| **share < 0.4).count(),
    );
    assert!(high >= 5 && low >= 5, "{high} high, {low} low of 48");
    let allied = simulated(&format!("{ISOLATION}[safeguards.international_alliances]\n"), 48);
    assert!(ever_captured(&allied) < 0.5 * ever_captured(&besieged));
}

/// Without habit and all that moves matters, a bias of ln 4 means that one matter in five goes to the centre.
#[test]
fn without_reinforcement_and_shocks_there_is_no_drift() {
    let text = "[precedent]\nhabit = 0.0\nspeed = 0.0\nbig = 0.0\nabsence = 0.0\nlistening = 0.0\nmoney = 0.0\n\
                trust = 0.0\nbias = 1.386294\n[decisions]\nhanded_on = 0.0\n[work]\nroutine = 0.0\n\
                [emergency]\nraise_rate = 0.0\n";
    let histories = simulated(text, 8);
    assert_eq!(ever_captured(&histories), 0.0);
    let last = last_shares(&histories).iter().sum::<f32>() / 8.0;
    // Eight organizations with some 1,200 matters a year each: the standard error is below 0.005.
    assert!((last - 0.2).abs() < 0.03, "{last}");
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
    let average = |histories: &[History], measure: &str, month: usize| {
        let column = position(measure).expect("a measure");
        histories.iter().map(|one| f64::from(one.row(month)[column])).sum::<f64>() / histories.len() as f64
    };
    let [now, before] = ["scenario", "before"]
        .map(|which| stations.iter().map(|one| histories(&one[which])).collect::<Vec<Vec<History>>>());
    let of = |arm: &[Vec<History>], station: usize| share(&arm[station - 1]);
    let central = |arm: &[Vec<History>], station: usize, month| {
        average(&arm[station - 1], "central_share_stakes", month)
    };
    assert!(of(&now, 1) < 0.05, "hardly any gives way without a push");
    let siege = of(&now, 2);
    assert!(of(&before, 2) < 0.05 && siege > 0.1, "a siege that is long over: {siege}");
    assert!(central(&now, 2, 95) > 0.5, "more than half at the end of the siege");
    assert!(ever_captured(&now[1]) > 2.0 * siege, "more than twice as many at some time");
    let sunset = of(&now, 3);
    assert!(sunset < 0.5 * siege, "less than half as many with a sunset: {sunset}, {siege}");
    let powers = [&now[2], &before[2]].map(|arm| average(arm, "emergency", 108));
    assert!(powers[0] < 0.2 && powers[1] > 0.6, "a year later: {powers:?}");
    assert!((central(&now, 3, 95) - central(&before, 3, 95)).abs() < 0.03, "as much at the end of the siege");
    let renewed = |history: &History| {
        history.events.iter().filter(|event| event.what == What::PowersRenewed && event.tick < 100).count()
    };
    assert!(
        now[2].iter().map(renewed).sum::<usize>() > RUNS as usize * 3,
        "members renew while the threat is real"
    );
    let (earnest, stamped) = (of(&before, 4), of(&now, 4));
    assert!(earnest < 0.1 && stamped > 2.0 * earnest, "charters that end {earnest}, stamped ones {stamped}");
    let (lots, recall) = (of(&before, 5), of(&now, 5));
    assert!(lots < 0.05 && (recall - siege).abs() < 0.08, "lots {lots}, recall {recall}, neither {siege}");
    assert!(
        (ever_captured(&now[4]) - ever_captured(&now[1])).abs() < 0.03,
        "as many at some time with recall"
    );
    let last = 239;
    assert!(central(&before, 5, last) > 0.8 * central(&now, 2, last), "the centre decides nearly as much");
    assert!(
        average(&before[4], "quality", 120) < average(&now[1], "quality", 120),
        "people who are drawn have less experience"
    );
    let (early, late) = (of(&before, 6), of(&now, 6));
    assert!(early < 0.25 && late < 0.25 && (early - late).abs() < 0.08, "small at the end: {early}, {late}");
    let mut without = stations[5]["scenario"].clone();
    without.as_object_mut().expect("a table").remove("safeguards");
    let [early, late, none] = [&before[5], &now[5], &histories(&without)].map(|arm| ever_captured(arm));
    assert!(none > 0.5, "more than half without councils: {none}");
    assert!(early < late - 0.06 && late < none - 0.06, "{early} begun early, {late} late, {none} never");
}
