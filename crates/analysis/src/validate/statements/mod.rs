//! The statements of the model, as experiments over draws of all its free constants.
//!
//! A statement that holds at one set of constants says little: nobody has measured them. Each statement is therefore looked at
//! in an [`ensemble`]: organizations in which every free constant is drawn within ±30 % of its default.

pub mod basins;
pub mod correlations;
pub mod dangers;
pub mod effects;
pub mod ensemble;
pub mod runs;
pub mod signs;
pub mod sizes;
pub mod table;

use std::fmt;
use std::sync::atomic::AtomicBool;

use serde::Serialize;

use crate::Error;
use runs::Watch;
use table::Table;

/// How much is simulated.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Size {
    /// Draws of the free constants.
    pub draws: u32,
    /// Runs of each size of organizations.
    pub sizes: u32,
    /// Runs of each draw, for the basins.
    pub basins: u32,
    /// Runs of each draw and scenario, for the correlations.
    pub correlations: u32,
    /// Runs of each draw and arm, for dangers and safeguards.
    pub effects: u32,
}

impl Size {
    /// About a minute on two cores.
    pub const QUICK: Self = Self { draws: 6, sizes: 10, basins: 10, correlations: 2, effects: 8 };
    /// All that the statements are judged by.
    pub const FULL: Self = Self { draws: 48, sizes: 60, basins: 30, correlations: 4, effects: 24 };

    /// Organizations to simulate in all.
    pub fn runs(&self) -> u64 {
        sizes::size(self.sizes)
            + basins::size(self.draws, self.basins)
            + correlations::size(self.draws, self.correlations)
            + dangers::size(self.draws, self.effects)
            + signs::size(self.draws, self.effects)
    }
}

/// All that was found.
#[derive(Debug, Clone, Serialize)]
pub struct Statements {
    /// How much was simulated.
    pub size: Size,
    /// Free constants that were drawn.
    pub constants: usize,
    /// Organizations of many sizes.
    pub sizes: Vec<sizes::Row>,
    /// Two basins.
    pub basins: basins::Basins,
    /// Things that come apart.
    pub correlations: Vec<correlations::Pair>,
    /// What dangers do.
    pub dangers: Vec<dangers::Row>,
    /// What safeguards do.
    pub safeguards: Vec<signs::Row>,
}

/// Looks at all statements, on the threads of the pool that it is called in; `progress` is called for each organization.
///
/// # Errors
/// When it is cancelled.
pub fn check(size: Size, cancel: &AtomicBool, progress: &(dyn Fn() + Sync)) -> Result<Statements, Error> {
    let (watch, draws) = (Watch { cancel, progress }, size.draws);
    Ok(Statements {
        size,
        constants: ensemble::constants().len(),
        sizes: sizes::check(size.sizes, watch)?,
        basins: basins::check(draws, size.basins, watch)?,
        correlations: correlations::check(draws, size.correlations, watch)?,
        dangers: dangers::check(draws, size.effects, watch)?,
        safeguards: signs::check(draws, size.effects, watch)?,
    })
}

impl Statements {
    /// Each statement that is judged, and whether it holds.
    pub fn verdicts(&self) -> Vec<(String, bool)> {
        let [quiet, both] = self.basins.holds();
        let mut verdicts = vec![
            (
                "Never shocked, most organizations of every size govern themselves for ten years.".to_owned(),
                sizes::holds(&self.sizes),
            ),
            (
                "In three draws of four most never-shocked organizations govern themselves at year 10."
                    .to_owned(),
                quiet,
            ),
            (
                "In half of the draws both basins are there seven years after the siege began.".to_owned(),
                both,
            ),
            ("No two measures correlate beyond .85.".to_owned(), correlations::holds(&self.correlations)),
        ];
        let moves = |row: &dangers::Row| {
            (
                format!("Off and doubled, {} moves a stated outcome in half of the draws.", row.danger),
                row.holds(),
            )
        };
        verdicts.extend(self.dangers.iter().map(moves));
        verdicts
    }

    /// Whether all of them hold.
    pub fn holds(&self) -> bool {
        self.verdicts().iter().all(|(_, holds)| *holds)
    }

    fn summary(&self) -> Table {
        let mut table = Table::new(["statement", "holds"]);
        for (statement, holds) in self.verdicts() {
            table.row([statement, if holds { "yes" } else { "**no**" }.to_owned()]);
        }
        table
    }
}

impl fmt::Display for Statements {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Size { draws, sizes, basins, correlations, effects } = self.size;
        writeln!(f, "\n{} free constants are drawn within ±30 %, {draws} times.\n", self.constants)?;
        writeln!(f, "{}", self.summary())?;
        writeln!(
            f,
            "### Sizes\n\nNever shocked, at the defaults, {sizes} runs each.\n\n{}",
            sizes::table(&self.sizes)
        )?;
        writeln!(
            f,
            "### Basins\n\n{basins} runs of each draw. A basin is there where a tenth of the runs are in it: the centre settles more than .5 of the stakes, or less than .4.\n\n{}\n{}",
            self.basins.table(),
            self.basins.each()
        )?;
        writeln!(
            f,
            "### Correlations\n\nOver organization-months at the end of each year: {draws} draws of six scenarios, {correlations} runs each.\n\n{}",
            correlations::table(&self.correlations)
        )?;
        writeln!(
            f,
            "### Dangers\n\nDraws in which the outcome is less and more than with the danger as it is, beyond 2 standard errors of {effects} pairs; then the mean difference over the draws.\n\n{}\n{}",
            dangers::table(&self.dangers),
            dangers::all(&self.dangers)
        )?;
        writeln!(
            f,
            "### Safeguards\n\nEach alone at its defaults under three years of isolation, against none: draws in which the outcome is less and more beyond 2 standard errors of {effects} pairs. A direction is named where more than a tenth of the draws show it.\n\n{}\n{}",
            signs::table(&self.safeguards),
            signs::means(&self.safeguards)
        )
    }
}

#[cfg(test)]
mod tests {
    use super::{Size, check};
    use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};

    const LEAST: Size = Size { draws: 2, sizes: 1, basins: 1, correlations: 1, effects: 2 };

    #[test]
    fn the_work_ends_when_it_is_cancelled() {
        let error = check(LEAST, &AtomicBool::new(true), &|| ()).expect_err("cancelled");
        assert_eq!(error, crate::Error::Interrupted);
    }

    #[test]
    #[ignore = "minutes without optimization"]
    fn as_many_organizations_are_simulated_as_are_announced() {
        let seen = AtomicU64::new(0);
        let found =
            check(LEAST, &AtomicBool::new(false), &|| drop(seen.fetch_add(1, Ordering::Relaxed))).unwrap();
        assert_eq!(seen.into_inner(), LEAST.runs());
        assert_eq!(found.safeguards.len(), 18);
    }
}
