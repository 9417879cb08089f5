//! Precedent: habits by which matters go to the centre or stay with locals.

parameters! {
    /// Precedent: habits by which matters go to the centre or stay with locals.
    pub struct Precedent {
        /// Weight of precedent γ: below 1 it disperses, at 1 it is a Pólya urn, above 1 it locks in.
        gamma: f64 = 0.85, in 0.0..=3.0, "exponent", "free";
        /// Months in which a precedent loses half its weight.
        half_life_ticks: f64 = 24.0, in 1.0..=1e12, "months", "free";
        /// Months of precedents that the founding generation brings along; in a steady state 1/(1 − 2^(−1/half-life)).
        founding_ticks: f64 = 35.0, in 0.1..=1e6, "months", "free";
        /// Share of matters that the founders expect the centre to settle.
        founding_central_share: f64 = 0.2, in 0.01..=0.99, "share", "free";
        /// How much a difference in delay weighs for an urgent matter (ρ).
        speed: f64 = 1.0, in 0.0..=10.0, "logits", "free";
        /// How far a local looks at the others' precedents as well as its own.
        contagion: f64 = 0.3, in 0.0..=1.0, "share", "free";
        /// Standing barrier against central routing.
        barrier: f64 = 0.0, in -100.0..=100.0, "logits", "free";
        /// How fast members' idea of their own say follows what was settled where.
        own_say_rate: f64 = 0.25, in 0.001..=1.0, "a month", "free";
    }
}
