//! Viability: dues, costs, reserves, and the end of an organization.

parameters! {
    /// Viability: dues, costs, reserves, and the end of an organization.
    pub struct Viability {
        /// Reserve at the founding, in months of full dues.
        founding_reserve_months: f64 = 3.0, in 0.0..=120.0, "months", "free", founding;
        /// Share of the founding reserve that is in central hands.
        founding_central_money: f64 = 0.3, in 0.0..=1.0, "share", "free", founding;
        /// Cost of carrying out what was decided, per unit of stakes.
        execution_cost: f64 = 2.75, in 0.0..=1000.0, "dues", "free";
        /// Loss from a wrong decision, per unit of stakes, without a threat.
        wrong_cost: f64 = 1.25, in 0.0..=1000.0, "dues", "free";
        /// Loss from an urgent matter settled late or never, per unit of stakes under a full threat.
        missed_cost: f64 = 2.5, in 0.0..=1000.0, "dues", "free";
        /// Months of dues beyond which a reserve is spent on what the organization is for.
        reserve_months_max: f64 = 6.0, in 0.1..=120.0, "months", "free";
        /// Months below zero after which the organization collapses.
        months_below_zero: u32 = 6, in 1..=120, "months", "free";
        /// Members below which it is no organization any more.
        members_min: u32 = 5, in 0..=1000, "members", "free";
        /// Share of what the centre spends on its work that goes missing.
        leak: f64 = 0.05, in 0.0..=1.0, "share", "free";
        /// How fast trust in promises follows what became of the decisions of a month.
        kept_rate: f64 = 0.1, in 0.0..=1.0, "a month", "free";
        /// Share of that trust that a local without money loses in a month.
        kept_loss: f64 = 0.05, in 0.0..=1.0, "a month", "free";
    }
}
