//! Voice: grievance, the price of speaking up, and claims.

parameters! {
    /// Voice: grievance, the price of speaking up, and claims.
    pub struct Voice {
        /// Mean threshold to speak up.
        threshold: f64 = 0.55, in 0.0..=5.0, "share", "free";
        /// Spread of the thresholds (standard deviation).
        threshold_spread: f64 = 0.25, in 0.0..=5.0, "share", "free";
        /// Lowest threshold; below 0 somebody speaks whatever the others do.
        threshold_min: f64 = 0.02, in -10.0..=1.0, "share", "free";
        /// How far members go by those whom they listen to, and not by everybody.
        circle: f64 = 1.0, in 0.0..=1.0, "share", "free";
        /// Mean concentration that is taken without complaint.
        tolerance: f64 = 0.3, in 0.0..=1.0, "share", "free";
        /// How far tolerance spreads to either side.
        tolerance_spread: f64 = 0.25, in 0.0..=1.0, "share", "free";
        /// How much grievance each point of concentration beyond what is tolerated brings.
        grievance_gain: f64 = 1.5, in 0.0..=10.0, "factor", "free";
        /// Months in which grievance adapts.
        time_ticks: f64 = 6.0, in 1.0..=600.0, "months", "free";
        /// What is seen of the rest of the organization in ordinary times.
        transparency: f64 = 0.3, in 0.0..=1.0, "share", "free";
        /// How far the organization equates itself with the state or the people.
        fusion: f64 = 0.3, in 0.0..=1.0, "share", "free";
        /// Chance a month that a claim backed by everybody is granted.
        response: f64 = 0.15, in 0.0..=1.0, "a month", "free";
        /// How far threat and fusion together raise the price of dissent.
        treason: f64 = 2.0, in 0.0..=20.0, "share", "free";
        /// Barrier against central routing that a granted claim brings.
        claim: f64 = 0.5, in 0.0..=10.0, "logits", "free";
        /// Months in which a granted claim loses half its force.
        claim_half_life_ticks: f64 = 8.0, in 0.1..=1200.0, "months", "free";
        /// Hope of a local at its founding; 0 is cynicism.
        founding_hope: f64 = 1.0, in 0.0..=1.0, "share", "free";
        /// How much hope a granted claim restores.
        hope: f64 = 0.3, in 0.0..=1.0, "share", "free";
        /// How fast hope returns where nobody claims anything.
        hope_returns: f64 = 0.01, in 0.0..=1.0, "a month", "free";
        /// How fast refused claims turn hope into cynicism.
        cynicism: f64 = 0.05, in 0.0..=1.0, "a month", "free";
        /// How much of its knowledge of the locals the centre loses where speaking up is as dangerous as can be: reports are flattered.
        flattery: f64 = 0.5, in 0.0..=1.0, "share", "free";
        /// How much readier a member who speaks up is to stand for office.
        challenge: f64 = 1.0, in 0.0..=10.0, "share", "free";
        /// How much less a claim is granted to locals to which nobody in the executive listens.
        gate: f64 = 0.5, in 0.0..=1.0, "share", "free";
    }
}
