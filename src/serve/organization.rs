//! What happened in one organization: its chronicle, its people and bodies through time.

use std::sync::atomic::AtomicBool;
use thermidor_core::Model;

use serde::Serialize;

use thermidor_analysis::study::narrative;
use thermidor_analysis::study::narrative::Line;
use thermidor_analysis::study::snapshot::{Snapshot, draw};
use thermidor_core::budget::Stopped;
use thermidor_core::history::unless;
use thermidor_core::measures::MEASURES;
use thermidor_core::outcome::Condition;

/// One organization.
#[derive(Serialize)]
#[cfg_attr(test, derive(ts_rs::TS), ts(rename = "Organization"))]
pub struct One {
    run: u32,
    story: Vec<Line>,
    /// Condition in each month, by its position.
    conditions: Vec<u8>,
    /// Measures by month.
    measures: Vec<(&'static str, Vec<f32>)>,
    /// Names of the bodies, by their positions.
    bodies: Vec<String>,
    #[serde(flatten)]
    snapshot: Snapshot,
}

/// Simulates one run again and draws its first organization, until `cancel` is set.
///
/// # Errors
/// When it is cancelled, or its world would take more than a world may.
pub fn one(scenario: &Model, run: u32, cancel: &AtomicBool) -> Result<One, Stopped> {
    let history = scenario.run_unless(cancel, run)?.swap_remove(0);
    let position =
        |condition: &Condition| Condition::ALL.iter().position(|one| one == condition).unwrap_or(0) as u8;
    let months = 0..history.ticks();
    Ok(One {
        run,
        story: narrative::tell(scenario, &history, false),
        conditions: history.conditions.iter().map(position).collect(),
        measures: MEASURES
            .iter()
            .enumerate()
            .map(|(column, measure)| {
                (measure.name, months.clone().map(|tick| history.row(tick)[column]).collect())
            })
            .collect(),
        bodies: (0..scenario.organization.domains + 3)
            .map(|body| narrative::body_name(scenario, body))
            .collect(),
        snapshot: draw(scenario, run, &mut unless(cancel))?,
    })
}
