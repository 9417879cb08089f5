//! Scarcity or famine: income dries up, and want is a threat of its own.

use super::Shock;
use crate::rules::Pressure;
use crate::sentence::{Sentence, Template};

shock! {
    /// Scarcity.
    pub struct Scarcity {
        /// Threat at full severity.
        threat: f64 = 0.4, in 0.0..=1.0, "share", "free";
    } severity 0.5 lasting 18.0 fading 3.0
}

impl Shock for Scarcity {
    const NAME: &'static str = "scarcity";
    const TEMPLATES: &'static [Template] = &[(
        "effect.scarcity",
        "scarcity takes {loss:percent} of the organization's income and raises the threat to it to \
         {threat:points} of 100.",
    )];

    fn effect(&self, sentence: Sentence) -> Sentence {
        sentence.number("threat", self.severity * self.threat).number("loss", self.severity)
    }

    fn press(&self, level: f64, pressure: &mut Pressure) {
        pressure.scarcity = 1.0 - (1.0 - pressure.scarcity) * (1.0 - level);
        pressure.threat = pressure.threat.max(level * self.threat);
    }
}

#[cfg(test)]
mod tests {
    use crate::testing::mean;

    #[test]
    fn want_eats_the_reserve() {
        assert!(
            mean("shocks.scarcity = [{ start_tick = 36 }]\n", "reserve", 44..54)
                < mean("", "reserve", 44..54) - 0.3
        );
    }
}
