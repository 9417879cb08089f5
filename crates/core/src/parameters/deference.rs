//! Deference: the ties by which members listen to each other.

parameters! {
    /// Deference: the ties by which members listen to each other.
    pub struct Deference {
        /// Pull of standing β.
        pull: f64 = 1.4, in 0.0..=10.0, "log odds", "free; equality is unstable above 2 (Kawakatsu et al. 2021)";
        /// Pull of skill β_k.
        skill_pull: f64 = 1.0, in 0.0..=10.0, "log odds", "free";
        /// Chance that a member renews one tie in a month.
        renewal: f64 = 0.1, in 0.0..=1.0, "a month", "free";
        /// Chance to look among everybody and not in the own local (v).
        visibility: f64 = 0.2, in 0.0..=1.0, "share", "free";
        /// Ties of each member (m).
        ties: u32 = 4, in 1..=64, "ties", "free", founding;
        /// Share of the founding ties that point at one leader.
        founding_leader: f64 = 0.0, in 0.0..=1.0, "share", "free", founding;
        /// Founding ties reach anywhere, and not only into the own local.
        founding_anywhere: bool = false, "", "free", founding;
    }
}
