//! The world around an organization when no shock is on.

parameters! {
    /// The world around an organization when no shock is on.
    pub struct Environment {
        /// Threat in ordinary times; 1 is a war for survival.
        threat: f64 = 0.05, in 0.0..=1.0, "share", "free";
        /// How much the threat wavers from month to month (standard deviation).
        threat_noise: f64 = 0.03, in 0.0..=0.5, "share", "free";
        /// Share of ordinary income that scarcity takes away.
        scarcity: f64 = 0.0, in 0.0..=0.95, "share", "free";
    }
}
