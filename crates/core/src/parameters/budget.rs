//! The budget: who divides the dues, and who holds the means of production.

parameters! {
    /// The budget: who divides the dues, and who holds the means of production.
    pub struct Budget {
        /// Share of the dues that the centre spends at the founding.
        founding_central_dues: f64 = 0.3, in 0.0..=1.0, "share", "free";
        /// Months between two decisions on the division of dues.
        period_ticks: u32 = 12, in 1..=600, "months", "free";
        /// How far a decision moves that share towards what is wished by the deciders.
        step: f64 = 0.25, in 0.0..=1.0, "share", "free";
        /// How much more than it spent the centre wishes for, where it decides on the budget.
        appetite: f64 = 0.15, in 0.0..=10.0, "share", "free";
        /// How much less than it spent members grant the centre, where they decide and do not hold the organization to be theirs.
        thrift: f64 = 0.3, in 0.0..=1.0, "share", "free";
        /// Means of production at the founding, in months of full dues.
        assets_months: f64 = 0.0, in 0.0..=10_000.0, "months", "free", founding;
        /// What they yield a month to those who control them.
        assets_yield: f64 = 0.005, in 0.0..=1.0, "a month", "free";
        /// How far control of them moves to those who decide on the budget, each time.
        assets_step: f64 = 0.1, in 0.0..=1.0, "share", "free";
    }
}
