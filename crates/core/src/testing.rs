//! What tests share.

use std::ops::Range;

use crate::Model;
use crate::history::simulate;
use crate::measures::position;
use crate::scenario::Scenario;

/// The model of a TOML text, which must be a valid one.
pub(crate) fn model(text: &str) -> Model {
    let scenario: Scenario = toml::from_str(text).unwrap_or_else(|error| {
        panic!(
            "{error}
{text}"
        )
    });
    Model::new(scenario).unwrap_or_else(|found| {
        panic!(
            "{found:?}
{text}"
        )
    })
}

/// Three years of isolation.
pub(crate) const SIEGE: &str = "shocks.isolation = [{ start_tick = 36, duration_ticks = 36 }]\n";

/// Mean of a measure over some months of forty-eight organizations of 300 members.
pub(crate) fn mean(text: &str, measure: &str, months: Range<usize>) -> f32 {
    let text = format!("ticks = 120\norganization.members = 300\n{text}");
    let scenario = model(&text);
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
