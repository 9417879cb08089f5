//! Civil war: a war for survival at home. Allies abroad do not end it.

use super::Shock;
use crate::rules::Pressure;
use crate::sentence::{Sentence, Template};

shock! {
    /// Civil war.
    pub struct CivilWar {
        /// Share of income lost at full severity.
        scarcity: f64 = 0.3, in 0.0..=1.0, "share", "free";
    } severity 0.9 lasting 36.0 fading 3.0
}

impl Shock for CivilWar {
    const NAME: &'static str = "civil_war";
    const TEMPLATES: &'static [Template] = &[(
        "effect.civil_war",
        "civil war raises the threat to the organization to {threat:points} of 100 and takes {loss:percent} of \
         its income.",
    )];

    fn effect(&self, sentence: Sentence) -> Sentence {
        sentence.number("threat", self.severity).number("loss", self.severity * self.scarcity)
    }

    fn press(&self, level: f64, pressure: &mut Pressure) {
        pressure.threat = pressure.threat.max(level);
        pressure.scarcity = 1.0 - (1.0 - pressure.scarcity) * (1.0 - level * self.scarcity);
    }
}

#[cfg(test)]
mod tests {
    use crate::testing::mean;

    #[test]
    fn war_brings_emergency_powers_and_damage() {
        assert!(
            mean("shocks.civil_war = [{ start_tick = 36 }]\n", "emergency", 40..60) > 0.9
                && mean("shocks.civil_war = [{ start_tick = 36 }]\n", "damage", 40..60)
                    > mean("", "damage", 40..60)
        );
    }
}
