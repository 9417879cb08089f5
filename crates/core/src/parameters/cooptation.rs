//! Co-optation: attempts from outside to win holders of seats.

parameters! {
    /// Co-optation: attempts from outside to win holders of seats.
    pub struct Cooptation {
        /// Attempts of outside actors a year.
        attempts_per_year: f64 = 1.0, in 0.0..=120.0, "a year", "free";
        /// Chance of an attempt on a body of one where nothing is seen and money is badly needed.
        success: f64 = 0.8, in 0.0..=1.0, "probability", "free";
        /// Exponent of the number of people to be won.
        fewness: f64 = 0.5, in 0.0..=5.0, "exponent", "free";
        /// Months of dues in reserve at which money is not needed any more.
        comfort_months: f64 = 3.0, in 0.01..=120.0, "months", "free";
        /// Share of a captured seat's part of central income that goes outside.
        take: f64 = 0.5, in 0.0..=1.0, "share", "free";
        /// Chance a month that a captured seat is found out by chance.
        chance_finds: f64 = 0.01, in 0.0..=1.0, "a month", "free";
        /// Chance a month that full transparency adds.
        openness_finds: f64 = 0.06, in 0.0..=1.0, "a month", "free";
    }
}
