//! Skill: learning by deciding, and forgetting.

parameters! {
    /// Skill: learning by deciding, and forgetting.
    pub struct Skill {
        /// Skill at the founding.
        founding: f64 = 0.5, in 0.0..=1.0, "share", "free";
        /// How far members' founding skills spread to either side.
        spread: f64 = 0.2, in 0.0..=1.0, "share", "free";
        /// Months of practice in which what is left to learn shrinks to a third.
        learning_ticks: f64 = 24.0, in 1.0..=1e12, "months", "two to three years at most to learn a post";
        /// Months without practice in which skill shrinks to a third.
        forgetting_ticks: f64 = 60.0, in 1.0..=1e12, "months", "free";
    }
}
