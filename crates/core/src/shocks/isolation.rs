//! Isolation: the allies that were hoped for do not come; the organization is left alone in a hostile world.

use super::Shock;
use crate::rules::Pressure;
use crate::sentence::{Sentence, Template};

shock! {
    /// Isolation.
    pub struct Isolation {
        /// Share of income lost at full severity, for want of trade and help.
        scarcity: f64 = 0.2, in 0.0..=1.0, "share", "free";
    } severity 0.7 lasting 36.0 fading 3.0
}

impl Shock for Isolation {
    const NAME: &'static str = "isolation";
    const TEMPLATES: &'static [Template] = &[(
        "effect.isolation",
        "isolation adds {threat:points} points of threat, which allies can relieve, and takes {loss:percent} of \
         the organization's income.",
    )];

    fn effect(&self, sentence: Sentence) -> Sentence {
        sentence.number("threat", self.severity).number("loss", self.severity * self.scarcity)
    }

    fn press(&self, level: f64, pressure: &mut Pressure) {
        pressure.isolation = pressure.isolation.max(level);
        pressure.scarcity = 1.0 - (1.0 - pressure.scarcity) * (1.0 - level * self.scarcity);
    }
}

#[cfg(test)]
mod tests {
    use crate::testing::mean;

    #[test]
    fn it_brings_emergency_powers_and_damage() {
        let siege = "shocks.isolation = [{ start_tick = 36 }]\n";
        assert!(mean(siege, "emergency", 40..60) > 0.9);
        assert!(mean(siege, "damage", 40..60) > mean("", "damage", 40..60));
    }
}
