//! Secession: locals that want to leave.

parameters! {
    /// Secession: locals that want to leave.
    pub struct Secession {
        /// Mean grievance of a local at which it begins to think of leaving.
        threshold: f64 = 0.45, in 0.0..=1.0, "share", "free";
        /// Chance a month that a local beyond that tries.
        rate: f64 = 0.05, in 0.0..=1.0, "a month", "free";
        /// Money that holding down a local takes, for each of its members.
        suppression_cost: f64 = 1.0, in 0.0..=1000.0, "dues a member", "free";
        /// Share of their hope that those who were held down lose.
        suppression_hope: f64 = 0.5, in 0.0..=1.0, "share", "free";
    }
}
