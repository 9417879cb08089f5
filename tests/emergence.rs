//! What must come out of the mechanisms, with slack: two basins, and a ratchet that follows its parameter.

use thermidor::measures::outcome::Condition;
use thermidor::measures::position;
use thermidor::run::simulate;
use thermidor::scenario::read;

fn captured(text: &str, organizations: u32) -> u32 {
    let scenario = read::parse("test", text, &[]).expect("a valid scenario");
    (0..organizations).filter(|n| simulate(&scenario, *n).outcome.condition == Condition::Captured).count()
        as u32
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
    let last: f32 = (0..8).map(|n| simulate(&scenario, n).row(239)[share]).sum::<f32>() / 8.0;
    // Eight organizations with some 600 decisions a year each: the standard error is below 0.01.
    assert!((last - 0.2).abs() < 0.04, "{last}");
}
