//! What the simulation of a world may take: no organization that people founded comes near it, and no scenario is without end.
//!
//! A check of the scenario tells beforehand what certainly goes beyond ([`Means::problems`]); what only luck brings
//! about ends the run in the month in which it happens, with an [`Excess`].

use std::fmt;

use crate::rules::Pressure;
use crate::scenario::{Problem, Scenario};
use crate::state::Organization;
use crate::text::grouped;

/// Matters that a world may have waiting, beside so many for each founding member.
const MATTERS: (u64, u64) = (1_000_000, 10);
/// Places for members in all organizations of a world.
const PLACES: u64 = 60_000_000;
/// Entries in the ledgers of mandates and in the chronicles.
const ENTRIES: u64 = 5_000_000;
/// Months of all organizations, each with all measures.
const MONTHS: u64 = 2_000_000;
/// Attempts a month to win holders of seats in one organization.
const ATTEMPTS: f64 = 10_000.0;
/// People who are asked in a month to stand for a seat, where all seats of an organization are due.
const ASKED: u64 = 1_000_000;
/// Shocks of a scenario.
const SHOCKS: usize = 200;
/// Months of all shocks in all organizations.
const SHOCK_MONTHS: u64 = 20_000_000;

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
    /// Month in which it happened.
    pub tick: u32,
    /// Organization in which it happened.
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

/// Numbers of this size are told in words: people do not count digits.
fn told(number: f64) -> String {
    match number {
        n if n >= 1e15 => format!("{n:.0e}"),
        n if n >= 1e9 => format!("{} billion", libm::round(n / 1e8) / 10.0),
        n if n >= 1e6 => format!("{} million", libm::round(n / 1e5) / 10.0),
        n => grouped(n as u64),
    }
}

impl fmt::Display for Excess {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        let (what, _) = self.what.words();
        let place = match self.organization {
            0 => String::new(),
            number => format!(", in organization {number} of its world"),
        };
        let (many, most) = (told(self.many), told(self.most));
        write!(f, "run {}, month {}{place}: {many} {what}; up to {most} are simulated", self.run, self.tick)
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
}

/// How much one organization may hold this month: what a world may, less what the others hold.
#[derive(Debug, Clone, Copy, Default)]
pub struct Means {
    /// Matters that wait.
    matters: u64,
    /// Places for members.
    places: u64,
    /// Mandates and events.
    entries: u64,
}

impl Means {
    /// What a world may hold.
    pub fn of(scenario: &Scenario) -> Self {
        let members = u64::from(scenario.organization.members) * u64::from(scenario.world.organizations);
        Self { matters: MATTERS.0 + MATTERS.1 * members, places: PLACES, entries: ENTRIES }
    }

    /// What an organization holds.
    pub fn held(organization: &Organization) -> Self {
        Self {
            matters: organization.decisions.len() as u64,
            places: organization.slots() as u64,
            entries: (organization.mandates.len() + organization.events.len()) as u64,
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
        within(organization, What::Matters, organization.decisions.len() as f64 + coming, self.matters as f64)
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

    /// What of a scenario certainly takes more than a world may, and what would at the worst that its shocks can bring.
    pub fn problems(scenario: &Scenario) -> Vec<Problem> {
        let mut problems = Vec::new();
        let mut say = |path: String, message: String, help: &str| {
            problems.push(Problem { path, message, help: help.into() });
        };
        let organizations = u64::from(scenario.world.organizations);
        let founding = f64::from(scenario.organization.members) * organizations as f64;
        let places = founding * scenario.membership.size_max.max(1.0);
        if places > PLACES as f64 {
            let (path, what) = match organizations {
                1 => ("membership.size_max", "an organization that grows to size_max has"),
                _ => ("world.organizations", "organizations that grow to membership.size_max have"),
            };
            let message =
                format!("{what} {} members; up to {} are simulated", told(places), told(PLACES as f64));
            say(path.into(), message, "use fewer members or organizations, or a smaller membership.size_max");
        }
        let months = organizations * u64::from(scenario.ticks);
        if months > MONTHS {
            let message = format!(
                "{organizations} organizations over {} months are {} months; a run keeps up to {}",
                scenario.ticks,
                told(months as f64),
                told(MONTHS as f64)
            );
            say("world.organizations".into(), message, "use fewer months or fewer organizations");
        }
        let seats = u64::from(scenario.seats());
        let asked = seats * u64::from(scenario.mandates.asked.min(scenario.organization.members));
        if asked > ASKED {
            let message = format!(
                "where {} seats are due in a month, {} people are asked to stand; up to {} are simulated",
                told(seats as f64),
                told(asked as f64),
                told(ASKED as f64)
            );
            say("mandates.asked".into(), message, "make it smaller, or have fewer seats or domains");
        }
        let shocks = scenario.shocks.timings().len();
        if shocks > SHOCKS || shocks as u64 * months > SHOCK_MONTHS {
            let message = format!(
                "there are {shocks} shocks; a scenario has up to {}",
                SHOCKS.min((SHOCK_MONTHS / months.max(1)) as usize)
            );
            say(
                "shocks".into(),
                message,
                "leave some out; one with `rate_per_year` comes as often as you like",
            );
            return problems;
        }
        let worst = scenario.shocks.worst(scenario.ticks, scenario.world.organizations);
        let decisions = &scenario.decisions;
        let most = Self::of(scenario).matters as f64;
        let matters = |pressure: &Pressure| {
            // The threat that shocks bring is at most full.
            decisions.rate * pressure.affairs * (1.0 + decisions.rate_threat) * founding
        };
        if let Some((tick, many)) = worst.largest(matters).filter(|(_, many)| *many > most) {
            say(
                worst.path(tick, "decisions.rate", |pressure| pressure.affairs),
                format!(
                    "in month {tick}, {} matters can come up to be decided; up to {} are simulated",
                    told(many),
                    told(most)
                ),
                "make the factors of overlapping shocks smaller, or decisions.rate",
            );
        }
        let attempts =
            |pressure: &Pressure| scenario.cooptation.attempts_per_year / 12.0 * pressure.cooptation;
        if let Some((tick, many)) = worst.largest(attempts).filter(|(_, many)| *many > ATTEMPTS) {
            say(
                worst.path(tick, "cooptation.attempts_per_year", |pressure| pressure.cooptation),
                format!(
                    "in month {tick}, there can be {} attempts to win holders of seats; up to {} are simulated",
                    told(many),
                    told(ATTEMPTS)
                ),
                "make the factors of overlapping shocks smaller, or cooptation.attempts_per_year",
            );
        }
        problems
    }
}

fn within(organization: &Organization, what: What, many: f64, most: f64) -> Result<(), Excess> {
    if many <= most {
        return Ok(());
    }
    Err(Excess { run: 0, tick: organization.tick, organization: organization.number, what, many, most })
}

#[cfg(test)]
mod tests {
    use super::{Means, Stopped, told};
    use crate::history::simulate;
    use crate::scenario::Scenario;

    fn scenario(text: &str) -> Scenario {
        crate::testing::scenario(text)
    }

    /// What is wrong with a scenario: paths and messages.
    fn problems(text: &str) -> Vec<(String, String)> {
        let mut scenario = Scenario::default();
        let table: toml::Table = text.parse().unwrap();
        let given: Scenario = table.try_into().unwrap();
        scenario.clone_from(&given);
        Means::problems(&scenario).into_iter().map(|problem| (problem.path, problem.message)).collect()
    }

    #[test]
    fn what_overlapping_shocks_can_bring_has_an_end() {
        let windfalls = "[[shocks.windfall]]\nstart_tick = 0\nattempts = 1000\n";
        assert!(problems(windfalls).is_empty());
        let found = problems(&windfalls.repeat(3));
        assert_eq!(found.len(), 1);
        assert_eq!(found[0].0, "shocks.windfall.0");
        assert!(found[0].1.starts_with("in month 0, there can be 25 million attempts"), "{found:?}");
        let found = problems(&"[[shocks.victory]]\nstart_tick = 7\n".repeat(16));
        assert_eq!(found[0].0, "shocks.victory.0");
        assert!(found[0].1.starts_with("in month 7, "), "{found:?}");
        // One after the other they do not multiply, and neither do those that strike different organizations.
        let apart = |k: u32| format!("[[shocks.windfall]]\nstart_tick = {}\nattempts = 1000\n", 24 * k);
        assert!(problems(&(0..3).map(apart).collect::<String>()).is_empty());
        let others =
            |k: u32| format!("[[shocks.windfall]]\nstart_tick = 0\nattempts = 1000\nstrikes = [{k}]\n");
        let world = "world.organizations = 3\n";
        assert!(problems(&format!("{world}{}", (0..3).map(others).collect::<String>())).is_empty());
        assert!(!problems(&format!("{world}{}", others(1).repeat(3))).is_empty());
        // Those that come at random may come together.
        assert!(
            !problems(&"[[shocks.windfall]]\nattempts = 1000\nrate_per_year = 0.1\n".repeat(3)).is_empty()
        );
    }

    #[test]
    fn what_a_world_holds_has_an_end() {
        for (text, path) in [
            ("[organization]\nmembers = 1_000_000\n[world]\norganizations = 100\n", "world.organizations"),
            ("[membership]\nsize_max = 100\n[organization]\nmembers = 1_000_000\n", "membership.size_max"),
            ("ticks = 6000\n[world]\norganizations = 1000\n", "world.organizations"),
            ("[mandates]\nasked = 1000\nexecutive_seats = 1000\n", "mandates.asked"),
        ] {
            let found = problems(text);
            assert!(found.iter().any(|(there, _)| there == path), "{text}: {found:?}");
        }
        assert_eq!(problems(&"[[shocks.surge]]\n".repeat(201))[0].0, "shocks");
        assert!(problems("[organization]\nmembers = 10_000_000\n").is_empty());
        assert!(problems("ticks = 600\n[world]\norganizations = 1000\n").is_empty());
    }

    #[test]
    fn a_run_ends_where_it_would_hold_more() {
        // Nothing tells beforehand that nobody settles what comes up.
        let text = "ticks = 200\n[organization]\nmembers = 1000\n[decisions]\nrate = 10.0\nhours = 10000\nlapse_ticks = 100_000\n";
        match simulate(&scenario(text), 3) {
            Err(Stopped::Exceeded(excess)) => {
                let text = excess.to_string();
                assert!(text.starts_with("run 3, month ") && text.contains("matters wait"), "{text}");
                assert_eq!(excess.most, 1_010_000.0);
            }
            other => panic!("{:?}", other.map(|history| history.ticks())),
        }
    }

    #[test]
    fn numbers_are_told_in_words() {
        let of = |number: f64| told(number);
        assert_eq!([of(10_000.0), of(1_234_567.0), of(25e9)], ["10 000", "1.2 million", "25 billion"]);
        assert_eq!(of(3.4e18), "3e18");
    }
}
