//! Never shocked, organizations of many sizes: how many govern themselves after ten and after twenty years.

use serde::Serialize;
use thermidor_core::Model;
use thermidor_core::history::History;
use thermidor_core::outcome::Condition;
use thermidor_stats::Interval;
use thermidor_stats::interval::{LEVEL, share};

use super::Verdict;
use super::runs::{Watch, model};
use super::table::{Table, told};
use crate::Error;

/// Members, and the seats of a board and of committees that suit as many; the small ones have a board alone.
const SIZES: [(u32, u32, u32); 5] = [(40, 3, 0), (120, 5, 0), (340, 9, 0), (1000, 9, 5), (5000, 15, 7)];

/// Members of a group.
const GROUPS: [u32; 5] = [8, 15, 25, 40, 60];

/// Last months of year 10 and of year 20.
pub const YEARS: [usize; 2] = [119, 239];

/// One size of organizations.
#[derive(Debug, Clone, Serialize)]
pub struct Row {
    /// Members.
    pub members: u32,
    /// Members of a group.
    pub group: u32,
    /// Share of organizations that govern themselves at the end of year 10, and of year 20.
    pub self_governing: [Interval; 2],
    /// Share that collapsed within 20 years.
    pub collapsed: Interval,
}

/// The sizes that are looked at; a group is no larger than half of its organization.
fn sizes() -> impl Iterator<Item = ((u32, u32, u32), u32)> {
    let all = SIZES.into_iter().flat_map(|size| GROUPS.map(|group| (size, group)));
    all.filter(|((members, ..), group)| 2 * group <= *members)
}

fn models() -> Result<Vec<Model>, Error> {
    sizes()
        .map(|((members, executive, committee), group)| {
            let text = format!(
                "[organization]\nmembers = {members}\nlocal_size = {group}\n\
                 [mandates]\nexecutive_seats = {executive}\ncommittee_seats = {committee}\n"
            );
            model(&text, 240)
        })
        .collect()
}

/// Organizations to simulate.
pub fn size(runs: u32) -> u64 {
    sizes().count() as u64 * u64::from(runs)
}

/// Whether it governs itself in a month; an organization that is gone does not.
pub fn governs_itself(history: &History, month: usize) -> bool {
    history.conditions.get(month) == Some(&Condition::SelfGoverning)
}

/// Looks at all sizes.
///
/// # Errors
/// When it is cancelled.
pub fn check(runs: u32, watch: Watch) -> Result<Vec<Row>, Error> {
    let seen = watch.each(&models()?, runs, |history| {
        let [ten, twenty] = YEARS.map(|month| governs_itself(history, month));
        [ten, twenty, history.outcome.collapsed_at.is_some()]
    })?;
    let rows = sizes().zip(seen).map(|(((members, ..), group), seen)| {
        let [ten, twenty, collapsed] = [0, 1, 2]
            .map(|k| share(seen.iter().filter(|seen| seen[k]).count() as u64, seen.len() as u64, LEVEL));
        Row { members, group, self_governing: [ten, twenty], collapsed }
    });
    Ok(rows.collect())
}

/// Whether most govern themselves for ten years at every size, told from chance.
pub fn verdict(rows: &[Row]) -> Verdict {
    let most = rows.iter().filter(|row| row.self_governing[0].low > 0.5).count();
    Verdict {
        statement: "Never shocked, most organizations of every size govern themselves for ten years."
            .to_owned(),
        observed: format!("told from chance at {most} of {} sizes", rows.len()),
        holds: most == rows.len(),
    }
}

/// The rows as a table.
pub fn table(rows: &[Row]) -> Table {
    let mut table =
        Table::new(["members", "of a group", "self-governing, year 10", "year 20", "collapsed in 20 years"]);
    for row in rows {
        let [ten, twenty] = &row.self_governing;
        let shares = [ten, twenty, &row.collapsed].map(|share| told(share, 2));
        table.row([row.members.to_string(), row.group.to_string()].into_iter().chain(shares));
    }
    table
}
