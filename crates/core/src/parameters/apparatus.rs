//! The apparatus: paid staff, their growth and their wages.

parameters! {
    /// The apparatus: paid staff, their growth and their wages.
    pub struct Apparatus {
        /// Paid staff at the founding, in heads.
        founding: Option<f64> = None, in 0.0..=1e6, "staff", "free", founding;
        /// Paid staff at the founding, per 1,000 members; 4 where neither this nor `founding` is named.
        founding_per_1000: Option<f64> = None, in 0.0..=500.0, "staff per 1,000 members", "free", founding;
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

/// Staff per 1,000 members where nothing else is said.
const USUAL_PER_1000: f64 = 4.0;

impl Apparatus {
    /// Staff with whom so many members begin, where the whole organization was founded by `founders`. A part that has left
    /// begins with its part.
    pub fn first(&self, members: f64, founders: f64) -> f64 {
        let heads = self.founding.map(|heads| heads * (members / founders).min(1.0));
        heads.unwrap_or(self.founding_per_1000.unwrap_or(USUAL_PER_1000) * members / 1000.0)
    }
}
