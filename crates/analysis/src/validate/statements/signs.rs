//! What each safeguard does in each draw: the table of signs, with and without what it decides by its definition.

use serde::Serialize;
use thermidor_core::safeguards::NAMES;

use super::effects::{Effect, effects};
use super::runs::{SIEGE, Watch, model};
use super::table::{Table, told};
use crate::Error;

/// The outcomes. `captured_open` and `central_share_open` leave out what a safeguard decides by its definition: matters that a
/// rule keeps from the centre, and the chance that lots alone give.
const OUTCOMES: [&str; 8] = [
    "captured",
    "captured_open",
    "captured_or_collapsed",
    "central_share_stakes",
    "central_share_open",
    "replaceability",
    "damage",
    "safeguard_hours",
];

/// A safeguard and what it does.
#[derive(Debug, Clone, Serialize)]
pub struct Row {
    /// The safeguard.
    pub safeguard: &'static str,
    /// Its effect on each outcome.
    pub effects: Vec<Effect>,
}

/// Organizations to simulate.
pub fn size(draws: u32, runs: u32) -> u64 {
    (1 + NAMES.len() as u64) * u64::from(draws) * u64::from(runs)
}

/// Each safeguard at its defaults from the founding on, under a siege, against none.
///
/// # Errors
/// When it is cancelled.
pub fn check(draws: u32, runs: u32, watch: Watch) -> Result<Vec<Row>, Error> {
    let texts = [String::new()].into_iter().chain(NAMES.iter().map(|name| format!("[safeguards.{name}]\n")));
    let arms = texts.map(|text| model(&format!("{SIEGE}{text}"), 180)).collect::<Result<Vec<_>, _>>()?;
    let found = effects(&arms, &OUTCOMES, (draws, runs), watch)?;
    Ok(NAMES.iter().zip(found).map(|(safeguard, effects)| Row { safeguard, effects }).collect())
}

/// In how many draws each safeguard makes less and more of each outcome.
pub fn table(rows: &[Row]) -> Table {
    let mut table = Table::new(["less / more"].into_iter().chain(OUTCOMES));
    for row in rows {
        let cells =
            row.effects.iter().map(|effect| format!("{} / {} {}", effect.less, effect.more, effect.sign()));
        table.row([format!("`{}`", row.safeguard)].into_iter().chain(cells));
    }
    table
}

/// The mean differences over the draws.
pub fn means(rows: &[Row]) -> Table {
    let mut table = Table::new(["mean difference"].into_iter().chain(OUTCOMES));
    for row in rows {
        let cells = row.effects.iter().map(|effect| told(&effect.mean, 4));
        table.row([format!("`{}`", row.safeguard)].into_iter().chain(cells));
    }
    table
}
