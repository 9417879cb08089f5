//! Matters to be decided: how many, their stakes, urgency and deadlines.

parameters! {
    /// Matters to be decided: how many, their stakes, urgency and deadlines.
    pub struct Decisions {
        /// Matters that come up per member and month.
        rate: f64 = 0.05, in 1e-9..=10.0, "a member and month", "free";
        /// Spread of the stakes (standard deviation of their logarithm); their mean is 1.
        stakes_spread: f64 = 1.0, in 0.0..=3.0, "log units", "free";
        /// Hours of work that a matter takes.
        hours: f64 = 24.0, in 0.1..=10000.0, "hours", "free";
        /// Mean urgency in quiet times.
        urgency: f64 = 0.35, in 0.0..=1.0, "share", "free";
        /// How much a full threat adds to urgency.
        urgency_threat: f64 = 0.4, in 0.0..=1.0, "share", "free";
        /// How much more comes up under a full threat.
        rate_threat: f64 = 0.6, in 0.0..=10.0, "share", "free";
        /// Mean time until an urgent matter does damage.
        deadline_ticks: f64 = 2.5, in 0.1..=120.0, "months", "free";
        /// Arrivals of so many months wait at the founding; they are routed and grow old as if they had come up in its first month.
        founding_backlog: f64 = 0.0, in 0.0..=24.0, "months", "free", founding;
        /// Matters that nobody has settled lapse, with their damage, after this time.
        lapse_ticks: u32 = 6, in 1..=100_000, "months", "free";
    }
}
