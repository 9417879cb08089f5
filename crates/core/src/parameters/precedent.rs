//! Precedent: the ways by which matters stay with locals or go to the centre, and the habits that they leave.

parameters! {
    /// Precedent: the ways by which matters stay with locals or go to the centre, and the habits that they leave.
    pub struct Precedent {
        /// Weight of habit: what a domain in which the centre has settled everything adds to the log odds of the next matter, beside one in which it has settled half. Above 2 habit alone has two stable states.
        habit: f64 = 2.4, in 0.0..=20.0, "logits", "free";
        /// Exponent γ of an urn, added to the log odds as γ·ln(W_C/W_L): for the analytic benchmarks; below 1 it disperses, at 1 it is a Pólya urn, above 1 it locks in.
        gamma: f64 = 0.0, in 0.0..=3.0, "exponent", "0: a bounded habit takes its place";
        /// Months of precedents as the founders expected them that no habit overrides.
        prior_ticks: f64 = 3.0, in 0.0..=1e6, "months", "free";
        /// Months in which a precedent loses half its weight.
        half_life_ticks: f64 = 30.0, in 1.0..=1e12, "months", "free";
        /// Months of precedents that the founding generation brings along; in a steady state 1/(1 − 2^(−1/half-life)).
        founding_ticks: f64 = 43.0, in 0.0..=1e6, "months", "free";
        /// Share of matters that the founders expect the centre to settle.
        founding_central_share: f64 = 0.15, in 0.01..=0.99, "share", "free";
        /// Constitution: how far matters belong to the local where they come up.
        bias: f64 = 1.2, in -20.0..=20.0, "logits", "free";
        /// How much more a big matter goes to the centre.
        big: f64 = 1.5, in -20.0..=20.0, "logits", "free";
        /// How much more a matter goes to the centre where the member with whom it comes up never attends, beside one who always does: who does not come to meetings writes to the office.
        absence: f64 = 2.5, in 0.0..=20.0, "logits", "free";
        /// How much a difference in delay weighs for a fully urgent matter (ρ).
        speed: f64 = 0.5, in 0.0..=10.0, "logits", "free";
        /// Largest difference in delay that is noticed, as a natural logarithm.
        speed_max: f64 = 2.0, in 0.0..=20.0, "log units", "free";
        /// How much more a matter goes to the centre where all ties of the member with whom it comes up point at holders of seats there.
        listening: f64 = 1.5, in 0.0..=20.0, "logits", "free";
        /// How much the money weighs: the centre's share of dues beyond that at the founding.
        money: f64 = 0.8, in 0.0..=20.0, "logits", "free";
        /// How much a difference weighs between promises that the centre and that the local keeps.
        trust: f64 = 1.5, in 0.0..=20.0, "logits", "free";
        /// How far a local goes by the others' habits as well as by its own.
        contagion: f64 = 0.3, in 0.0..=1.0, "share", "free";
        /// Standing barrier against central routing.
        barrier: f64 = 0.0, in -100.0..=100.0, "logits", "free";
        /// Share of a dissolved body's habits that its successor inherits.
        continuity: f64 = 1.0, in 0.0..=1.0, "share", "free";
        /// How fast members' idea of their own say follows what was settled where.
        own_say_rate: f64 = 0.15, in 0.001..=1.0, "a month", "free";
    }
}
