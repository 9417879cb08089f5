//! Structures: how long a charter fits its purpose.

parameters! {
    /// Structures: how long a charter fits its purpose.
    pub struct Structures {
        /// Months in which a body's fit halves.
        half_life_ticks: f64 = 96.0, in 1.0..=1e12, "months", "free";
        /// Share of what a fitting body knows that a wholly unfit one still knows.
        floor: f64 = 0.5, in 0.0..=1.0, "share", "free";
    }
}
