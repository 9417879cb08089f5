//! What is wrong with a scenario: data until somebody has to read it, and then one sentence and what to do.
//!
//! Checks give [`Diagnostic`]s. Programs match on the [`Code`]; people read [`Explain::message`] and [`Explain::help`],
//! which are the only place where these texts are made. Crates above this one have diagnostics with codes of their own,
//! which hold these.

use std::fmt;
use std::ops::Range;

use crate::text::{Flaw, grouped};

/// What can be wrong, as data that becomes a sentence where somebody reads it.
pub trait Explain {
    /// What is wrong, in a sentence without its full stop.
    fn message(&self) -> String;

    /// What to do about it; empty where a look at the range of the parameter is all that is needed.
    fn help(&self) -> String;

    /// Whether the sentence says by itself what is concerned, so that no path and no line of a file needs to.
    fn says_where(&self) -> bool {
        false
    }
}

/// One thing that is wrong with a scenario, or with what refers to one.
#[derive(Debug, Clone, PartialEq)]
pub struct Diagnostic<C = Code> {
    /// What is wrong.
    pub code: C,
    /// Dotted path of the parameter concerned, positions in lists as numbers: `shocks.isolation.0.start_tick`.
    /// Empty where it is of no single parameter.
    pub path: String,
    /// Bytes of the file that are concerned, where the scenario comes from one.
    pub span: Option<Range<usize>>,
}

impl<C> Diagnostic<C> {
    /// Something that is wrong with a parameter.
    pub fn new(path: impl Into<String>, code: C) -> Self {
        Self { code, path: path.into(), span: None }
    }

    /// The same of a part that is at `prefix`, which ends with a point where it is not empty.
    pub fn within(mut self, prefix: &str) -> Self {
        self.path.insert_str(0, prefix);
        self
    }

    /// The same with another code.
    pub fn map<D>(self, code: impl FnOnce(C) -> D) -> Diagnostic<D> {
        Diagnostic { code: code(self.code), path: self.path, span: self.span }
    }
}

impl<C: Explain> fmt::Display for Diagnostic<C> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if !self.path.is_empty() && !self.code.says_where() {
            write!(f, "{}: ", self.path)?;
        }
        f.write_str(&self.code.message())
    }
}

impl<C: Explain + fmt::Debug> std::error::Error for Diagnostic<C> {}

/// What can be wrong with a scenario, with the numbers that say so.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub enum Code {
    /// A number is below its range.
    Below {
        /// The least that it may be.
        low: f64,
    },
    /// A number is above its range.
    Above {
        /// The most that it may be.
        high: f64,
    },
    /// A local is larger than the organization.
    LocalTooLarge {
        /// Members of a local.
        local: u32,
        /// Members of the organization.
        members: u32,
    },
    /// Locals would have fewer members than a local needs.
    TooManyLocals {
        /// Locals.
        locals: u32,
        /// Members of the organization.
        members: u32,
        /// Members that a local needs.
        least: u32,
    },
    /// Two parameters say the same in two ways, and both are named.
    BothNamed {
        /// The other one.
        other: &'static str,
    },
    /// The calendar begins with something else than a month.
    NotAMonth {
        /// The beginning of what is there.
        text: String,
    },
    /// A name or a description cannot be shown everywhere.
    Text(Flaw),
    /// A shock strikes an organization that the world does not have.
    NoSuchOrganization {
        /// Its number.
        number: u32,
        /// Organizations of the world.
        organizations: u32,
    },
    /// A shock starts after the end.
    StartsAfterTheEnd {
        /// Its first month.
        start: u32,
        /// Months of the run.
        ticks: u32,
    },
    /// A safeguard begins after the end.
    BeginsAfterTheEnd {
        /// Its first month.
        from: u32,
        /// Months of the run.
        ticks: u32,
    },
    /// A safeguard ends before it begins.
    EndsBeforeItBegins {
        /// Its first month.
        from: u32,
        /// The first month in which it is no longer in force.
        until: u32,
    },
    /// More domains are reserved to the locals than there are.
    TooManyReserved {
        /// Domains reserved.
        reserved: u32,
        /// Domains.
        domains: u32,
    },
    /// Organizations can grow to more members than are simulated.
    TooManyMembers {
        /// Organizations of the world.
        organizations: u64,
        /// Members that they can have.
        members: f64,
        /// The most that are simulated.
        most: f64,
    },
    /// A run has more months than it can keep.
    TooManyMonths {
        /// Organizations of the world.
        organizations: u64,
        /// Months of each.
        ticks: u32,
        /// The most months of all.
        most: u64,
    },
    /// More people are asked to stand in a month than are simulated.
    TooManyAsked {
        /// Seats that can be due in a month.
        seats: u64,
        /// People who are asked then.
        asked: u64,
        /// The most that are simulated.
        most: u64,
    },
    /// There are more shocks than a scenario may have.
    TooManyShocks {
        /// Shocks.
        shocks: usize,
        /// The most that there may be.
        most: usize,
    },
    /// More matters can come up in a month than are simulated.
    TooManyMatters {
        /// The month.
        tick: u32,
        /// Matters that can come up in it.
        matters: f64,
        /// The most that are simulated.
        most: f64,
    },
    /// More attempts to win holders of seats can come in a month than are simulated.
    TooManyAttempts {
        /// The month.
        tick: u32,
        /// Attempts that can come in it.
        attempts: f64,
        /// The most that are simulated.
        most: f64,
    },
}

impl Explain for Code {
    fn message(&self) -> String {
        match self {
            Self::Below { low } => format!("lower than {low}"),
            Self::Above { high } => format!("greater than {high}"),
            Self::LocalTooLarge { local, members } => {
                format!("a local of {local} is larger than the organization of {members}")
            }
            Self::TooManyLocals { locals, members, least } => {
                format!("{members} members make no {locals} locals of at least {least}")
            }
            Self::BothNamed { other } => format!("{other} says the same in another way, and both are named"),
            Self::NotAMonth { text } => format!("\"{text}\" is not a month"),
            Self::Text(flaw) => flaw.message(),
            Self::NoSuchOrganization { number, organizations } => {
                format!("there is no organization {number} in a world of {organizations}")
            }
            Self::StartsAfterTheEnd { start, ticks } => {
                format!("it starts in month {start}, not before the horizon of {ticks} months")
            }
            Self::BeginsAfterTheEnd { from, ticks } => {
                format!("month {from} is not before the horizon of {ticks} months")
            }
            Self::EndsBeforeItBegins { from, until } => {
                format!("it would end in month {until}, not after it begins in month {from}")
            }
            Self::TooManyReserved { reserved, domains } => {
                format!("{reserved} domains are reserved, but there are {domains}")
            }
            Self::TooManyMembers { organizations, members, most } => {
                let grown = match organizations {
                    1 => "an organization that grows to size_max has",
                    _ => "organizations that grow to membership.size_max have",
                };
                let (members, most) = told_apart(*members, *most);
                format!("{grown} {members} members; up to {most} are simulated")
            }
            Self::TooManyMonths { organizations, ticks, most } => {
                let (months, most) = told_apart((organizations * u64::from(*ticks)) as f64, *most as f64);
                format!(
                    "{organizations} organizations over {ticks} months are {months} months; a run keeps up to {most}"
                )
            }
            Self::TooManyAsked { seats, asked, most } => {
                let (seats, (asked, most)) = (told(*seats as f64), told_apart(*asked as f64, *most as f64));
                format!(
                    "where {seats} seats are due in a month, {asked} people are asked to stand; up to {most} are simulated"
                )
            }
            Self::TooManyShocks { shocks, most } => {
                format!("there are {shocks} shocks; a scenario has up to {most}")
            }
            Self::TooManyMatters { tick, matters, most } => {
                let (matters, most) = told_apart(*matters, *most);
                format!(
                    "in month {tick}, {matters} matters can come up to be decided; up to {most} are simulated"
                )
            }
            Self::TooManyAttempts { tick, attempts, most } => {
                let (attempts, most) = told_apart(*attempts, *most);
                format!(
                    "in month {tick}, there can be {attempts} attempts to win holders of seats; up to {most} are simulated"
                )
            }
        }
    }

    fn help(&self) -> String {
        match self {
            Self::Below { .. } | Self::Above { .. } => String::new(),
            Self::LocalTooLarge { .. } => "make local_size at most organization.members".into(),
            Self::TooManyLocals { members, least, .. } => {
                format!("have at most {} locals, or more members", members / least)
            }
            Self::BothNamed { .. } => "leave one of the two out".into(),
            Self::NotAMonth { .. } => "write it as \"1917-11\"".into(),
            Self::Text(flaw) => flaw.help().into(),
            Self::NoSuchOrganization { organizations, .. } => {
                format!("use numbers from 0 to {}, or make world.organizations larger", organizations - 1)
            }
            Self::StartsAfterTheEnd { ticks, .. } => {
                format!("start it before month {ticks}, or make ticks larger")
            }
            Self::BeginsAfterTheEnd { ticks, .. } => {
                format!("begin it before month {ticks}, or make ticks larger")
            }
            Self::EndsBeforeItBegins { .. } => {
                "make until_tick larger than from_tick, or leave it out".into()
            }
            Self::TooManyReserved { .. } => "reserve at most organization.domains".into(),
            Self::TooManyMembers { .. } => {
                "use fewer members or organizations, or a smaller membership.size_max".into()
            }
            Self::TooManyMonths { .. } => "use fewer months or fewer organizations".into(),
            Self::TooManyAsked { .. } => "make it smaller, or have fewer seats or domains".into(),
            Self::TooManyShocks { .. } => {
                "leave some out; one with `rate_per_year` comes as often as you like".into()
            }
            Self::TooManyMatters { .. } => {
                "make the factors of overlapping shocks smaller, or decisions.rate".into()
            }
            Self::TooManyAttempts { .. } => {
                "make the factors of overlapping shocks smaller, or cooptation.attempts_per_year".into()
            }
        }
    }
}

/// Numbers of this size are told in words: people do not count digits.
pub(crate) fn told(number: f64) -> String {
    told_to(number, 1)
}

/// The same with so many decimals.
fn told_to(number: f64, decimals: i32) -> String {
    let scale = libm::pow(10.0, f64::from(decimals));
    match number {
        n if n >= 1e15 => format!("{n:.*e}", decimals as usize - 1),
        n if n >= 1e9 => format!("{} billion", libm::round(n / 1e9 * scale) / scale),
        n if n >= 1e6 => format!("{} million", libm::round(n / 1e6 * scale) / scale),
        n => grouped(n as u64),
    }
}

/// How many there are and how many there may be, with as many digits as tell them apart.
pub(crate) fn told_apart(many: f64, most: f64) -> (String, String) {
    let both = |decimals| (told_to(many, decimals), told_to(most, decimals));
    (1..9).map(both).find(|(many, most)| many != most).unwrap_or_else(|| both(1))
}

#[cfg(test)]
mod tests {
    use super::{told, told_apart};

    #[test]
    fn numbers_are_told_in_words() {
        let of = |number: f64| told(number);
        assert_eq!([of(10_000.0), of(1_234_567.0), of(25e9)], ["10 000", "1.2 million", "25 billion"]);
        assert_eq!(of(3.4e18), "3e18");
        let apart = |many, most| {
            let (many, most) = told_apart(many, most);
            format!("{many} of {most}")
        };
        assert_eq!(apart(1_010_000.0, 1_000_000.0), "1.01 million of 1 million");
        assert_eq!(apart(1_000_001.0, 1e6), "1.000001 million of 1 million");
        assert_eq!(apart(25e9, 6e7), "25 billion of 60 million");
        assert_eq!(apart(10_001.0, 1e4), "10 001 of 10 000");
    }
}
