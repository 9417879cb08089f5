//! Mandates: seats, terms, candidates and elections.

parameters! {
    /// Mandates: seats, terms, candidates and elections.
    pub struct Mandates {
        /// Seats of the executive.
        executive_seats: u32 = 9, in 1..=1000, "seats", "free", founding;
        /// Seats of each standing committee.
        committee_seats: u32 = 5, in 1..=1000, "seats", "free", founding;
        /// Length of a term.
        term_ticks: u32 = 12, in 1..=600, "months", "free";
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
