//! Participation: attendance at assemblies, and what keeps people coming.

parameters! {
    /// Participation: attendance at assemblies, and what keeps people coming.
    pub struct Participation {
        /// Participation at the founding.
        founding: f64 = 0.5, in 0.0..=1.0, "share", "free";
        /// How far members' founding participation spreads to either side.
        spread: f64 = 0.2, in 0.0..=1.0, "share", "free";
        /// How fast a member's attendance follows what they live through.
        rate: f64 = 0.04, in 0.0..=1.0, "a month", "free";
        /// Log odds to attend of an average member in an average local.
        base: f64 = 0.0, in -20.0..=20.0, "logits", "free";
        /// How far organizations differ in liveliness (standard deviation).
        organizations_differ: f64 = 0.8, in 0.0..=10.0, "logits", "free", founding;
        /// How far locals differ in liveliness.
        locals_differ: f64 = 0.5, in 0.0..=10.0, "logits", "free", founding;
        /// How far members differ in liveliness.
        members_differ: f64 = 0.9, in 0.0..=10.0, "logits", "free";
        /// How much it weighs that the own local decides.
        own_say: f64 = 3.0, in 0.0..=20.0, "logits", "free";
        /// Share of its affairs settled by the local itself at which that is felt by half.
        own_say_half: f64 = 0.4, in 0.01..=1.0, "share", "free";
        /// How much the own weight among those present weighs.
        own_voice: f64 = 1.0, in 0.0..=20.0, "logits", "free";
        /// How much it weighs that what the local decides is done.
        kept: f64 = 1.5, in 0.0..=20.0, "logits", "free";
        /// How much the company weighs: the share of a member's ties who came to the last meeting.
        company: f64 = 1.5, in 0.0..=20.0, "logits", "free";
        /// Hours that a member can give a month without tiring.
        hours: f64 = 8.0, in 0.1..=200.0, "hours a month", "free";
        /// How much each hour beyond that tires.
        fatigue: f64 = 0.15, in 0.0..=20.0, "logits an hour", "free";
    }
}
