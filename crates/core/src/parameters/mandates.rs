//! Mandates: seats, terms, candidates and elections.

use serde::{Deserialize, Serialize};

/// Who elects.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Electorate {
    /// All members together.
    Members,
    /// A delegate for each local, with one vote.
    Delegates,
    /// The general assembly of all members, when it sits.
    Assembly,
}

parameters! {
    /// Mandates: seats, terms, candidates and elections.
    pub struct Mandates {
        /// Seats of the executive.
        executive_seats: u32 = 9, in 1..=1000, "seats", "free", founding;
        /// Seats of each standing committee; 0 means that there are no committees, and the executive has all domains.
        committee_seats: u32 = 5, in 0..=1000, "seats", "free", founding;
        /// Seats of the executive per 1,000 members, if that is more; they grow once a year, up to 1,000.
        executive_per_1000: f64 = 0.0, in 0.0..=1000.0, "seats per 1,000 members", "free";
        /// Seats of each standing committee per 1,000 members, if that is more; they grow once a year, up to 1,000.
        committee_per_1000: f64 = 0.0, in 0.0..=1000.0, "seats per 1,000 members", "free";
        /// Length of a term.
        term_ticks: u32 = 12, in 1..=600, "months", "free";
        /// Length of a term in the executive; left out, it is that of the others.
        executive_term_ticks: Option<u32> = None, in 1..=600, "months", "free";
        /// Mean time that holders have sat at the founding; they are spread evenly from none to twice as long.
        founding_tenure: f64 = 0.0, in 0.0..=600.0, "months", "free", founding;
        /// Who elects: "members" all together; "delegates", one for each local with one vote each; or the general "assembly" of all members, for which holders wait (all members where there is none).
        elected_by: Electorate = Electorate::Members, "", "free";
        /// Founding terms end one after the other, and not all at once.
        staggered: bool = true, "", "free", founding;
        /// Central seats are filled by appointment at all times, and not only under emergency powers.
        appointed: bool = false, "", "free";
        /// Members who are asked whether they would stand.
        asked: u32 = 16, in 1..=1000, "members", "free";
        /// Share of those asked who are named by a member who listens to them; the others are anybody.
        named: f64 = 0.5, in 0.0..=1.0, "share", "free";
        /// How much a skilled candidate gains.
        skill: f64 = 1.0, in 0.0..=20.0, "log odds", "free";
        /// How much standing gains.
        standing: f64 = 1.0, in 0.0..=20.0, "log odds", "free";
        /// Advantage of a candidate in their own local, where delegates elect.
        home: f64 = 1.0, in 0.0..=20.0, "log odds", "free";
        /// Advantage of the holder.
        incumbency: f64 = 1.0, in 0.0..=20.0, "log odds", "exit hazard of about .30 a term (OpenStack)";
        /// What full voice against the holders costs them.
        disapproval: f64 = 4.0, in 0.0..=50.0, "log odds", "free";
        /// How much an opponent's standing keeps others from standing.
        deterrence: f64 = 0.5, in 0.0..=10.0, "exponent", "free";
        /// Turnout below which no election is held.
        quorum: f64 = 0.2, in 0.0..=1.0, "share of members", "free";
        /// How fast what is held to be an ordinary number of candidates follows the last elections.
        bench_rate: f64 = 0.2, in 0.0..=1.0, "a month", "free";
    }
}

impl Mandates {
    /// The most months that somebody can have sat at the founding.
    pub fn tenure_max(&self) -> u32 {
        libm::ceil(2.0 * self.founding_tenure) as u32
    }
}
