//! Surge: many want to join at once, who know little and nobody.

use super::Shock;
use crate::rules::Pressure;
use crate::sentence::{Sentence, Template};

shock! {
    /// Surge.
    pub struct Surge {
        /// Factor on those who want to join, at full severity.
        people: f64 = 12.0, in 1.0..=1000.0, "factor", "free";
    } severity 1.0 lasting 6.0 fading 2.0
}

impl Shock for Surge {
    const NAME: &'static str = "surge";
    const TEMPLATES: &'static [Template] = &[(
        "effect.surge",
        "a surge multiplies the people who want to join the organization by {people:factor}.",
    )];

    fn effect(&self, sentence: Sentence) -> Sentence {
        sentence.number("people", 1.0 + self.severity * (self.people - 1.0))
    }

    fn press(&self, level: f64, pressure: &mut Pressure) {
        pressure.recruitment *= 1.0 + level * (self.people - 1.0);
    }
}

#[cfg(test)]
mod tests {
    use crate::testing::mean;

    #[test]
    fn many_come_and_know_little() {
        let surge = "shocks.surge = [{ start_tick = 36, people = 30.0 }]\n";
        assert!(mean(surge, "membership", 44..54) > 1.2 * mean("", "membership", 44..54));
        assert!(mean(surge, "skill", 42..48) < mean("", "skill", 42..48));
    }
}
