//! Membership: entry, exit and the largest size.

parameters! {
    /// Membership: entry, exit and the largest size.
    pub struct Membership {
        /// Chance a month to leave for reasons of one's own.
        exit: f64 = 0.004, in 0.0..=1.0, "a month", "free";
        /// What full grievance without any hope adds.
        exit_grievance: f64 = 0.012, in 0.0..=1.0, "a month", "free";
        /// Chance a month that somebody who speaks up is expelled, for each unit of stigma.
        expulsion: f64 = 0.01, in 0.0..=1.0, "a month", "free";
        /// Newcomers for each member and month where everybody holds the organization to be theirs.
        entry: f64 = 0.007, in 0.0..=1.0, "a member and month", "free";
        /// Size, as a multiple of the founding size, at which nobody is left to join.
        size_max: f64 = 3.0, in 0.1..=10000.0, "factor", "free";
        /// A newcomer's skill, as a share of what founding members had.
        newcomer_skill: f64 = 0.5, in 0.0..=1.0, "share", "free";
    }
}
