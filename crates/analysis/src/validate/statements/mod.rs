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
    /// Each statement that is judged.
    pub verdicts: Vec<Verdict>,
    /// Organizations of many sizes.
    pub sizes: Vec<sizes::Row>,
    /// Two basins.
    pub basins: basins::Basins,
    /// Things that come apart.
    pub correlations: Vec<correlations::Pair>,
    /// What dangers do.
    pub dangers: Vec<dangers::Row>,
    /// What safeguards do; reported, and not judged.
    pub safeguards: Vec<signs::Row>,
}

/// The verdict on a statement.
#[derive(Debug, Clone, Serialize)]
pub struct Verdict {
    /// The statement.
    pub statement: String,
    /// The observation, with its interval.
    pub observed: String,
    /// Whether it holds.
    pub holds: bool,
}

/// Looks at all statements, on the threads of the pool that it is called in; `progress` is called for each organization.
///
/// # Errors
/// When it is cancelled.
pub fn check(size: Size, cancel: &AtomicBool, progress: &(dyn Fn() + Sync)) -> Result<Statements, Error> {
    let (watch, draws) = (Watch { cancel, progress }, size.draws);
    let sizes = sizes::check(size.sizes, watch)?;
    let basins = basins::check(draws, size.basins, watch)?;
    let correlations = correlations::check(draws, size.correlations, watch)?;
    let dangers = dangers::check(draws, size.effects, watch)?;
    let safeguards = signs::check(draws, size.effects, watch)?;
    let mut verdicts = vec![sizes::verdict(&sizes)];
    verdicts.extend(basins.verdicts());
    verdicts.push(correlations::verdict(&correlations));
    verdicts.extend(dangers.iter().map(dangers::Row::verdict));
    let constants = ensemble::constants().len();
    Ok(Statements { size, constants, verdicts, sizes, basins, correlations, dangers, safeguards })
}

impl Statements {
    /// Whether all of them hold.
    pub fn holds(&self) -> bool {
        self.verdicts.iter().all(|verdict| verdict.holds)
    }

    fn summary(&self) -> Table {
        let mut table = Table::new(["statement", "observed", "holds"]);
        for Verdict { statement, observed, holds } in &self.verdicts {
            let holds = if *holds { "yes" } else { "**no**" };
            table.row([statement.clone(), observed.clone(), holds.to_owned()]);
        }
        table
    }
}

impl fmt::Display for Statements {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Size { draws, sizes, basins, correlations, effects } = self.size;
        let constants = self.constants;
        writeln!(f, "{constants} free constants are drawn within ±30 % of their defaults, {draws} times.\n")?;
        writeln!(f, "{}", self.summary())?;
        writeln!(f, "### Sizes\n\nNever shocked, at the defaults, {sizes} organizations of each size.\n")?;
        writeln!(f, "{}", sizes::table(&self.sizes))?;
        writeln!(f, "### Basins\n\n{basins} organizations in each draw. {ABOUT_BASINS}\n")?;
        writeln!(f, "{}\n{}", self.basins.table(), self.basins.each())?;
        writeln!(f, "### Correlations\n\n{correlations} organizations in each draw. {ABOUT_CORRELATIONS}\n")?;
        writeln!(f, "{}", correlations::table(&self.correlations))?;
        writeln!(f, "### Dangers\n\n{effects} pairs of organizations in each draw. {ABOUT_DANGERS}\n")?;
        writeln!(f, "{}\n{}", dangers::table(&self.dangers), dangers::all(&self.dangers))?;
        writeln!(f, "### Safeguards\n\n{effects} pairs of organizations in each draw. {ABOUT_SAFEGUARDS}\n")?;
        write!(f, "{}\n{}", signs::table(&self.safeguards), signs::means(&self.safeguards))
    }
}

const ABOUT_BASINS: &str = "The siege is three years of isolation from month 36 on. A basin is there where it holds a tenth \
    of the organizations: the centre settles more than .5 of the stakes in the upper one, and less than .4 in the lower one.";
const ABOUT_CORRELATIONS: &str = "They are of six shipped scenarios, seen at the end of each year. An interval comes from \
    leaving out each draw in turn.";
const ABOUT_DANGERS: &str = "Counted are the draws in which an outcome is less, and those in which it is more, than with the \
    danger as it is, beyond 2 standard errors. Means are over the draws.";
const ABOUT_SAFEGUARDS: &str = "Each safeguard stands alone at its defaults under three years of isolation, against none. \
    Counted are the draws in which an outcome is less, and those in which it is more, beyond 2 standard errors. A direction is \
    named where more than a tenth of the draws show it; chance alone makes one in forty.";

#[cfg(test)]
mod tests {
    use super::{Size, check};
    use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};

    const LEAST: Size = Size { draws: 1, sizes: 1, basins: 1, correlations: 1, effects: 1 };

    #[test]
    fn the_work_ends_when_it_is_cancelled() {
        let error = check(LEAST, &AtomicBool::new(true), &|| ()).expect_err("cancelled");
        assert_eq!(error, crate::Error::Interrupted);
    }

    #[test]
    fn as_many_organizations_are_simulated_as_are_announced() {
        let seen = AtomicU64::new(0);
        let progress = || {
            seen.fetch_add(1, Ordering::Relaxed);
        };
        let found = check(LEAST, &AtomicBool::new(false), &progress).unwrap();
        assert_eq!(seen.into_inner(), LEAST.runs());
        assert_eq!(found.safeguards.len(), 18);
    }
}
