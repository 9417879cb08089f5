//! Matters to be decided: how many, their stakes, their reach, urgency and deadlines.

parameters! {
    /// Matters to be decided: how many, their stakes, their reach, urgency and deadlines.
    pub struct Decisions {
        /// Matters that come up per member and month.
        rate: f64 = 0.1, in 1e-9..=10.0, "a member and month", "free";
        /// Spread of the stakes (standard deviation of their logarithm); their mean is 1.
        stakes_spread: f64 = 0.8, in 0.0..=3.0, "log units", "free";
        /// Chance that a matter concerns several locals; such a matter is big whatever its stakes.
        several: f64 = 0.12, in 0.0..=1.0, "share", "free";
        /// Stakes above which a matter is big.
        big: f64 = 2.5, in 0.0..=1e6, "mean stakes", "free";
        /// Mean urgency in quiet times.
        urgency: f64 = 0.25, in 0.0..=1.0, "share", "free";
        /// How much a full threat adds to urgency.
        urgency_threat: f64 = 0.3, in 0.0..=1.0, "share", "free";
        /// How much more comes up under a full threat.
        rate_threat: f64 = 0.5, in 0.0..=10.0, "share", "free";
        /// Mean time until an urgent matter does damage.
        deadline_ticks: f64 = 2.5, in 0.1..=120.0, "months", "free";
        /// Months after which a matter that waits in a local can be handed to the centre.
        patience_ticks: u32 = 2, in 1..=100_000, "months", "free";
        /// Chance a month that a matter is handed to the centre then; 0 means never.
        handed_on: f64 = 0.5, in 0.0..=1.0, "a month", "free";
        /// Arrivals of so many months wait at the founding; they are routed and grow old as if they had come up in its first month.
        founding_backlog: f64 = 0.0, in 0.0..=24.0, "months", "free", founding;
        /// Matters that nobody has settled lapse, with their damage, after this time.
        lapse_ticks: u32 = 6, in 1..=100_000, "months", "free";
    }
}
