//! Two basins: never shocked, organizations stay with their members; after a siege some do and some do not.

use serde::Serialize;
use thermidor_core::history::History;
use thermidor_core::measures::position;
use thermidor_stats::Interval;
use thermidor_stats::figures::plain;
use thermidor_stats::interval::{LEVEL, share};

use super::Verdict;
use super::runs::{SIEGE, Watch, drawn, model};
use super::sizes::{YEARS, governs_itself};
use super::table::{Table, told};
use crate::Error;

/// The centre settles more than this in the upper basin, and less than that in the lower one.
const BASINS: (f64, f64) = (0.5, 0.4);

/// Share of the runs that a basin needs to be one.
const ENOUGH: f64 = 0.1;

/// One draw; each pair is of year 10 and year 20, each number a share of the runs.
#[derive(Debug, Clone, Copy, Serialize)]
pub struct Row {
    /// Never shocked: self-governing.
    pub quiet: [f64; 2],
    /// Besieged: in the upper basin.
    pub upper: [f64; 2],
    /// Besieged: in the lower basin.
    pub lower: [f64; 2],
    /// Besieged: collapsed in 20 years.
    pub collapsed: f64,
}

impl Row {
    fn has_both(&self, year: usize) -> bool {
        self.upper[year] >= ENOUGH && self.lower[year] >= ENOUGH
    }
}

/// The draws, and in how many of them it is so.
#[derive(Debug, Clone, Serialize)]
pub struct Basins {
    /// Each draw.
    pub draws: Vec<Row>,
    /// Most never-shocked organizations govern themselves, at year 10 and at year 20.
    pub quiet: [Interval; 2],
    /// Both basins are there after the siege, at year 10 and at year 20.
    pub both: [Interval; 2],
}

/// Organizations to simulate.
pub fn size(draws: u32, runs: u32) -> u64 {
    2 * u64::from(draws) * u64::from(runs)
}

/// What is read off a run: two years of each, and collapse.
struct Seen {
    governs: [bool; 2],
    upper: [bool; 2],
    lower: [bool; 2],
    collapsed: bool,
}

fn seen(history: &History, column: usize) -> Seen {
    let central = |month: usize| (month < history.ticks()).then(|| f64::from(history.row(month)[column]));
    Seen {
        governs: YEARS.map(|month| governs_itself(history, month)),
        upper: YEARS.map(|month| central(month).is_some_and(|share| share > BASINS.0)),
        lower: YEARS.map(|month| central(month).is_some_and(|share| share < BASINS.1)),
        collapsed: history.outcome.collapsed_at.is_some(),
    }
}

/// Looks at so many draws.
///
/// # Errors
/// When it is cancelled.
pub fn check(draws: u32, runs: u32, watch: Watch) -> Result<Basins, Error> {
    let column = position("central_share_stakes").unwrap_or_default();
    let models = drawn(&[model("", 240)?, model(SIEGE, 240)?], draws)?;
    let all = watch.each(&models, runs, |history| seen(history, column))?;
    let draws: Vec<Row> = all
        .chunks_exact(2)
        .map(|arms| {
            let of = |arm: &[Seen], is: &dyn Fn(&Seen) -> bool| {
                arm.iter().filter(|seen| is(seen)).count() as f64 / arm.len() as f64
            };
            Row {
                quiet: [0, 1].map(|year| of(&arms[0], &|seen| seen.governs[year])),
                upper: [0, 1].map(|year| of(&arms[1], &|seen| seen.upper[year])),
                lower: [0, 1].map(|year| of(&arms[1], &|seen| seen.lower[year])),
                collapsed: of(&arms[1], &|seen| seen.collapsed),
            }
        })
        .collect();
    let count = |is: &dyn Fn(&Row) -> bool| {
        share(draws.iter().filter(|row| is(row)).count() as u64, draws.len() as u64, LEVEL)
    };
    let quiet = [0, 1].map(|year| count(&|row| row.quiet[year] > 0.5));
    let both = [0, 1].map(|year| count(&|row| row.has_both(year)));
    Ok(Basins { quiet, both, draws })
}

impl Basins {
    /// Whether three draws of four stay quiet and one of two has both basins, at year 10.
    pub fn verdicts(&self) -> [Verdict; 2] {
        let observed = |years: &[Interval; 2]| {
            let [ten, twenty] = years.each_ref().map(|share| told(share, 2));
            format!("year 10: {ten} of the draws; year 20: {twenty}")
        };
        [
            Verdict {
                statement:
                    "In three draws of four most never-shocked organizations govern themselves at year 10."
                        .to_owned(),
                observed: observed(&self.quiet),
                holds: self.quiet[0].estimate >= 0.75,
            },
            Verdict {
                statement: "In half of the draws both basins are there at year 10, four years after a siege."
                    .to_owned(),
                observed: observed(&self.both),
                holds: self.both[0].estimate >= 0.5,
            },
        ]
    }

    /// The counts as a table.
    pub fn table(&self) -> Table {
        let mut table = Table::new(["share of the draws", "year 10", "year 20"]);
        let said = |years: &[Interval; 2]| years.each_ref().map(|share| told(share, 2));
        for (name, years) in [
            ("never shocked, most organizations self-governing", &self.quiet),
            ("three years of isolation, both basins", &self.both),
        ] {
            table.row([name.to_owned()].into_iter().chain(said(years)));
        }
        table
    }

    /// Every draw as a table.
    pub fn each(&self) -> Table {
        let mut table = Table::new([
            "draw",
            "quiet: self-governing, year 10",
            "year 20",
            "siege: above .5, year 10",
            "year 20",
            "below .4, year 10",
            "year 20",
            "collapsed",
        ]);
        for (number, row) in self.draws.iter().enumerate() {
            let numbers = [row.quiet, row.upper, row.lower].concat().into_iter().chain([row.collapsed]);
            table.row([number.to_string()].into_iter().chain(numbers.map(|share| plain(share, 2))));
        }
        table
    }
}
