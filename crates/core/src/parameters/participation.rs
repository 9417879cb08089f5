//! Participation: attendance at assemblies, and its causes.

parameters! {
    /// Participation: attendance at assemblies, and its causes.
    pub struct Participation {
        /// Participation at the founding.
        founding: f64 = 0.6, in 0.0..=1.0, "share", "free";
        /// How far members' founding participation spreads to either side.
        spread: f64 = 0.2, in 0.0..=1.0, "share", "free";
        /// How far attendance depends on legitimacy (w).
        legitimacy: f64 = 0.5, in 0.0..=1.0, "share", "free";
        /// Participation of those who find that it changes nothing.
        base: f64 = 0.05, in 0.0..=1.0, "share", "free";
        /// What full own say adds.
        gain: f64 = 0.75, in 0.0..=1.0, "share", "free";
        /// Months in which participation adapts.
        time_ticks: f64 = 9.0, in 1.0..=600.0, "months", "free";
        /// Hours that each who comes can give a month.
        hours: f64 = 4.0, in 0.1..=200.0, "hours a month", "free";
        /// Loss of participation for each hour asked beyond half of those.
        fatigue: f64 = 0.06, in 0.0..=1.0, "share an hour", "free";
    }
}
