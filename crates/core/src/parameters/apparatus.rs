//! The apparatus: paid staff, their growth and their wages.

parameters! {
    /// The apparatus: paid staff, their growth and their wages.
    pub struct Apparatus {
        /// Paid staff at the founding, per 1,000 members.
        founding_per_1000: f64 = 4.0, in 0.0..=500.0, "staff per 1,000 members", "free", founding;
        /// Growth a year without a backlog.
        growth_quiet: f64 = 0.06, in 0.0..=10.0, "a year", "Parkinson 1957: about 6 % a year in peace";
        /// Growth a year where all work is late.
        growth_pressed: f64 = 1.85, in 0.0..=20.0, "a year", "Secretariat 1919–21: doubling every 4.5 months";
        /// Wage of one of the staff; a full member's dues are 1.
        wage: f64 = 25.0, in 0.1..=1000.0, "dues", "free";
        /// Largest share of the members who can be on the staff.
        share_max: f64 = 0.25, in 0.0..=1.0, "share", "free";
    }
}
