//! Shaping: the division of influence among those who decide.

parameters! {
    /// Shaping: the division of influence among those who decide.
    pub struct Shaping {
        /// How much standing weighs in an assembly (ω); 0 makes everybody equal.
        standing: f64 = 0.7, in 0.0..=5.0, "exponent", "free";
        /// Months in office or on the staff until a post is learned; two to three years at most.
        learning_ticks: f64 = 18.0, in 1.0..=240.0, "months", "two to three years at most (kibbutz managers)";
        /// Share of the expertise of a post that a newcomer brings along.
        newcomer: f64 = 0.3, in 0.0..=1.0, "share", "free";
        /// Months in which influence of the past loses half its weight in the books.
        memory_ticks: f64 = 12.0, in 1.0..=1e12, "months", "free";
    }
}
