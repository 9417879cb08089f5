//! What the simulation of a world may take: no organization that people founded comes near it, and no scenario is without end.
//!
//! A check of the scenario tells beforehand what certainly goes beyond (`scenario::limits`); what only chance brings
//! about ends the run in the month in which it happens, with an [`Excess`].

use std::fmt;

use crate::diagnostic::told_apart;
use crate::parameters::Parameters;
use crate::state::Organization;

/// Matters that a world may have waiting, beside so many for each founding member.
pub(crate) const MATTERS: (u64, u64) = (1_000_000, 10);
/// Places for members in all organizations of a world.
pub(crate) const PLACES: u64 = 60_000_000;
/// Entries in the ledgers of mandates and in the chronicles.
pub(crate) const ENTRIES: u64 = 5_000_000;
/// Months of all organizations, each with all measures.
pub(crate) const MONTHS: u64 = 2_000_000;
/// Attempts a month to win holders of seats in one organization.
pub(crate) const ATTEMPTS: f64 = 10_000.0;
/// People who are asked in a month to stand for a seat, where all seats of an organization are due.
pub(crate) const ASKED: u64 = 1_000_000;
/// Shocks of a scenario.
pub(crate) const SHOCKS: usize = 200;
/// Months of all shocks in all organizations.
pub(crate) const SHOCK_MONTHS: u64 = 20_000_000;

/// Why a run ended before its time.
#[derive(Debug, Clone, PartialEq)]
pub enum Stopped {
    /// Somebody asked for it.
    Cancelled,
    /// It would take more than a world may.
    Exceeded(Excess),
}

/// What a run would have taken, and how much there is.
#[derive(Debug, Clone, PartialEq)]
pub struct Excess {
    /// Number of the run.
    pub run: u32,
    /// The future in which it happened, where several are simulated.
    pub future: Option<String>,
    /// Month in which it happened.
    pub tick: u32,
    /// Organization that would go beyond its means.
    pub organization: u32,
    /// Of what there was too much.
    pub what: What,
    /// How much.
    pub many: f64,
    /// How much there may be.
    pub most: f64,
}

/// Of what there can be too much.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum What {
    /// Matters that wait.
    Matters,
    /// Attempts to win holders of seats.
    Attempts,
    /// Members, and places for them.
    Places,
    /// Mandates and events.
    Entries,
    /// Months of all organizations.
    Months,
}

impl What {
    /// What it is called, and what makes it fewer.
    fn words(self) -> (&'static str, &'static str) {
        match self {
            Self::Matters => (
                "matters wait to be settled",
                "make decisions.rate smaller, or decisions.lapse_ticks, or let fewer shocks overlap that raise what is to be decided",
            ),
            Self::Attempts => (
                "attempts to win holders of seats come in a month",
                "make cooptation.attempts_per_year smaller, or let fewer shocks overlap that raise it",
            ),
            Self::Places => (
                "places for members are needed",
                "use fewer members or organizations, or a smaller membership.size_max",
            ),
            Self::Entries => (
                "mandates and events are kept",
                "use longer terms, fewer seats, fewer months or fewer organizations",
            ),
            Self::Months => ("months of organizations are kept", "use fewer months or fewer organizations"),
        }
    }
}

impl fmt::Display for Excess {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        let (what, _) = self.what.words();
        let place = match self.organization {
            0 => String::new(),
            number => format!(", in organization {number} of its world"),
        };
        let (many, most) = told_apart(self.many, self.most);
        let future = self.future.as_ref().map_or(String::new(), |name| format!(", in the future \"{name}\""));
        write!(
            f,
            "run {}, month {}{future}{place}: {many} {what}; up to {most} are simulated",
            self.run, self.tick
        )
    }
}

impl Excess {
    /// What to do about it.
    pub fn help(&self) -> &'static str {
        self.what.words().1
    }
}

impl std::error::Error for Excess {}

impl fmt::Display for Stopped {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        match self {
            Self::Cancelled => f.write_str("it was interrupted"),
            Self::Exceeded(excess) => excess.fmt(f),
        }
    }
}

impl std::error::Error for Stopped {}

impl Stopped {
    /// The same, of a run.
    pub fn in_run(self, run: u32) -> Self {
        match self {
            Self::Exceeded(excess) => Self::Exceeded(Excess { run, ..excess }),
            Self::Cancelled => Self::Cancelled,
        }
    }

    /// The same, of one of several futures.
    pub fn in_future(self, name: &str) -> Self {
        match self {
            Self::Exceeded(excess) => Self::Exceeded(Excess { future: Some(name.to_owned()), ..excess }),
            Self::Cancelled => Self::Cancelled,
        }
    }
}

/// How much one organization may hold this month: what a world may, less what the others hold.
#[derive(Debug, Clone, Copy, Default)]
pub struct Means {
    /// Matters that wait.
    pub(crate) matters: u64,
    /// Places for members.
    places: u64,
    /// Mandates and events.
    entries: u64,
}

impl Means {
    /// What a world may hold.
    pub fn of(parameters: &Parameters) -> Self {
        let members = u64::from(parameters.organization.members) * u64::from(parameters.world.organizations);
        Self { matters: MATTERS.0 + MATTERS.1 * members, places: PLACES, entries: ENTRIES }
    }

    /// What an organization holds.
    pub fn held(organization: &Organization) -> Self {
        Self {
            matters: organization.agenda.decisions.len() as u64,
            places: organization.slots() as u64,
            entries: (organization.offices.mandates.len() + organization.books.events.len()) as u64,
        }
    }

    /// What two hold together.
    pub fn and(self, other: Self) -> Self {
        Self {
            matters: self.matters + other.matters,
            places: self.places + other.places,
            entries: self.entries + other.entries,
        }
    }

    /// What is left when something is held.
    pub fn less(self, held: Self) -> Self {
        Self {
            matters: self.matters.saturating_sub(held.matters),
            places: self.places.saturating_sub(held.places),
            entries: self.entries.saturating_sub(held.entries),
        }
    }

    /// Whether so many more matters can come up; if not, what that would be.
    pub fn matters(self, organization: &Organization, coming: f64) -> Result<(), Excess> {
        within(
            organization,
            What::Matters,
            organization.agenda.decisions.len() as f64 + coming,
            self.matters as f64,
        )
    }

    /// Whether so many attempts a month can be simulated; if not, what that would be.
    pub fn attempts(self, organization: &Organization, rate: f64) -> Result<(), Excess> {
        within(organization, What::Attempts, rate, ATTEMPTS)
    }

    /// Whether an organization holds no more than it may.
    pub fn hold(self, organization: &Organization) -> Result<(), Excess> {
        let held = Self::held(organization);
        within(organization, What::Places, held.places as f64, self.places as f64)?;
        within(organization, What::Entries, held.entries as f64, self.entries as f64)
    }

    /// Whether so many months of organizations can be kept.
    pub fn months(organization: &Organization, months: usize) -> Result<(), Excess> {
        within(organization, What::Months, months as f64, MONTHS as f64)
    }
}

fn within(organization: &Organization, what: What, many: f64, most: f64) -> Result<(), Excess> {
    if many <= most {
        return Ok(());
    }
    let (tick, organization) = (organization.tick, organization.number);
    Err(Excess { run: 0, future: None, tick, organization, what, many, most })
}

#[cfg(test)]
mod tests {
    use super::Stopped;
    use crate::Model;
    use crate::history::simulate;

    fn scenario(text: &str) -> Model {
        crate::testing::model(text)
    }

    #[test]
    fn a_run_ends_where_it_would_hold_more() {
        // Nothing tells beforehand that nobody settles what comes up.
        let text = "ticks = 200\n[organization]\nmembers = 1000\n[decisions]\nrate = 10.0\nlapse_ticks = 100_000\n[meetings]\nfloor_hours = 1000\n";
        match simulate(&scenario(text), 3) {
            Err(Stopped::Exceeded(excess)) => {
                let text = excess.to_string();
                assert!(text.starts_with("run 3, month ") && text.contains("matters wait"), "{text}");
                assert_eq!(excess.most, 1_010_000.0);
                let text = Stopped::Exceeded(excess).in_future("much").to_string();
                assert!(
                    text.contains(", in the future \"much\": 1.") && text.contains("up to 1.01 million"),
                    "{text}"
                );
            }
            other => panic!("{:?}", other.map(|history| history.ticks())),
        }
    }
}
