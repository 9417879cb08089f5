//! Internal split: those outside the leading faction are set against it.

use super::Shock;
use crate::rules::Pressure;
use crate::sentence::{Sentence, Template};

shock! {
    /// Internal split.
    pub struct InternalSplit {
        /// Grievance that it adds for those outside the leading faction, at full severity.
        rift: f64 = 0.5, in 0.0..=1.0, "share", "free";
    } severity 1.0 lasting 12.0 fading 6.0
}

impl Shock for InternalSplit {
    const NAME: &'static str = "internal_split";
    const TEMPLATES: &'static [Template] = &[(
        "effect.internal_split",
        "members outside the leading faction bear {grievance:points} points more grievance.",
    )];

    fn effect(&self, sentence: Sentence) -> Sentence {
        sentence.number("grievance", self.severity * self.rift)
    }

    fn press(&self, level: f64, pressure: &mut Pressure) {
        pressure.rift = pressure.rift.max(level * self.rift);
    }
}

#[cfg(test)]
mod tests {
    use crate::testing::mean;

    #[test]
    fn the_others_mind_and_some_leave() {
        let split = "shocks.internal_split = [{ start_tick = 36 }]\n";
        let minded =
            |text: &str| mean(text, "grievance_hidden", 40..52) + mean(text, "grievance_visible", 40..52);
        assert!(minded(split) > minded("") + 0.1);
        assert!(mean(split, "membership", 60..80) < mean("", "membership", 60..80));
    }
}
