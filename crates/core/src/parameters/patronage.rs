//! Patronage: factions, and the loyalty of those appointed.

parameters! {
    /// Patronage: factions, and the loyalty of those appointed.
    pub struct Patronage {
        /// Factions at the founding; 0 gives each member their own.
        factions: u32 = 3, in 0..=100_000, "factions", "free", founding;
        /// Chance that a newcomer founds a faction of their own, and does not join that of somebody who is there.
        new_faction: f64 = 0.02, in 0.0..=1.0, "probability", "free";
        /// How much candidates of the executive's largest faction gain in an election.
        favour: f64 = 0.5, in 0.0..=20.0, "log odds", "free";
        /// Chance that those who appoint keep the holder.
        retention: f64 = 0.8, in 0.0..=1.0, "probability", "leads retained .70–.95 a year (OpenStack, Rust teams)";
        /// How far votes of the staff go to the holders who pay them.
        loyalty: f64 = 2.0, in 0.0..=20.0, "log odds", "free";
    }
}
