//! What the safeguards' tests share: a small organization, with and without the rule, with the same luck.

use std::ops::Range;

use crate::history::simulate;
use crate::measures::position;

/// Three years of isolation.
pub const SIEGE: &str = "shocks.isolation = [{ start_tick = 36, duration_ticks = 36 }]\n";

/// Mean of a measure over some months of forty-eight organizations of 300 members.
pub fn mean(text: &str, measure: &str, months: Range<usize>) -> f32 {
    let text = format!("ticks = 120\norganization.members = 300\n{text}");
    let scenario = crate::testing::scenario(&text);
    let column = position(measure).expect("a measure");
    let (mut sum, mut count) = (0.0, 0u32);
    for number in 0..48 {
        let history = simulate(&scenario, number).unwrap();
        for tick in months.clone().filter(|tick| *tick < history.ticks()) {
            sum += history.row(tick)[column];
            count += 1;
        }
    }
    sum / count.max(1) as f32
}
