//! Repeal: votes of members against safeguards that bind them.

parameters! {
    /// Repeal: votes of members against safeguards that bind them.
    pub struct Repeal {
        /// Motions a year to repeal each safeguard.
        motions_per_year: f64 = 0.1, in 0.0..=12.0, "a year", "free";
        /// Log odds against repeal of somebody whom it takes nothing from.
        reluctance: f64 = 2.5, in 0.0..=50.0, "log odds", "free";
        /// Weight of what the safeguard takes from the one who votes.
        interest: f64 = 2.0, in 0.0..=50.0, "log odds", "free";
        /// Weight of an emergency.
        emergency: f64 = 2.0, in 0.0..=50.0, "log odds", "free";
        /// Weight of members who speak up.
        restraint: f64 = 10.0, in 0.0..=100.0, "log odds", "free";
    }
}
