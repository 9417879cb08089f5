//! Adoption and repeal: votes on safeguards, and how far they are practised.

parameters! {
    /// Adoption: votes of members to take up a safeguard, and how far those in force are practised.
    pub struct Adoption {
        /// Motions a year to take up each safeguard that is moved, at full grievance, in a crisis, or with an ally who has it.
        motions_per_year: f64 = 1.0, in 0.0..=12.0, "a year", "free";
        /// How far people see ahead: log odds for a safeguard of somebody who has no grievance.
        foresight: f64 = 1.0, in 0.0..=50.0, "log odds", "free";
        /// Weight of the grievance of the one who votes.
        grievance: f64 = 4.0, in 0.0..=50.0, "log odds", "free";
        /// Weight of what the safeguard takes from a holder who votes.
        interest: f64 = 2.0, in 0.0..=50.0, "log odds", "free";
        /// Log odds against what is new.
        reluctance: f64 = 2.5, in 0.0..=50.0, "log odds", "free";
        /// Share of the gap to its compliance by which the practice of a safeguard recovers, where all see what is done.
        kept_up: f64 = 0.2, in 0.0..=1.0, "a month", "free";
        /// Share of its practice that a safeguard loses where breaking it gains the holders most; 0 holds it at its compliance.
        worn: f64 = 0.01, in 0.0..=1.0, "a month", "free";
    }
}

parameters! {
    /// Repeal: votes of those whom a safeguard binds against it.
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
