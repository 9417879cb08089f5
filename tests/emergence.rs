//! What must come out of the mechanisms, with slack: two basins, and a ratchet that follows its parameter.

use thermidor::measures::outcome::Condition;
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

#[test]
fn without_reinforcement_there_is_no_drift() {
    let text = "[precedent]\ngamma = 0.0\n[[shocks.isolation]]\nseverity = 0.0\n";
    assert_eq!(captured(text, 8), 0);
}
