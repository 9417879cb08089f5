//! Victory: resources, responsibilities and people flood in.

use super::Shock;
use crate::rules::Pressure;
use crate::sentence::{Sentence, Template};

shock! {
    /// Victory.
    pub struct Victory {
        /// Factor on what comes up to be decided, at full severity.
        responsibilities: f64 = 3.0, in 1.0..=100.0, "factor", "free";
        /// Factor on income, at full severity.
        resources: f64 = 3.0, in 1.0..=100.0, "factor", "free";
        /// Factor on those who want to join, at full severity.
        people: f64 = 4.0, in 1.0..=100.0, "factor", "free";
        /// Means of production that fall to the organization each month at full severity, in months of full dues.
        assets: f64 = 1.0, in 0.0..=1000.0, "months of dues a month", "free";
    } severity 1.0 lasting 24.0 fading 24.0
}

impl Shock for Victory {
    const NAME: &'static str = "victory";
    const TEMPLATES: &'static [Template] = &[(
        "effect.victory",
        "victory multiplies what the organization has to decide by {responsibilities:factor}, its income by \
         {resources:factor} and its newcomers by {people:factor}. Each month means of production worth {assets:months} of \
         dues fall to it.",
    )];

    fn effect(&self, sentence: Sentence) -> Sentence {
        sentence
            .number("responsibilities", 1.0 + self.severity * (self.responsibilities - 1.0))
            .number("resources", 1.0 + self.severity * (self.resources - 1.0))
            .number("people", 1.0 + self.severity * (self.people - 1.0))
            .number("assets", self.severity * self.assets)
    }

    fn press(&self, level: f64, pressure: &mut Pressure) {
        pressure.affairs *= 1.0 + level * (self.responsibilities - 1.0);
        pressure.income *= 1.0 + level * (self.resources - 1.0);
        pressure.recruitment *= 1.0 + level * (self.people - 1.0);
        pressure.assets += level * self.assets;
    }
}

#[cfg(test)]
mod tests {
    use crate::testing::mean;

    #[test]
    fn there_is_more_to_decide_and_it_waits() {
        assert!(
            mean("shocks.victory = [{ start_tick = 36 }]\n", "backlog", 40..60)
                > 2.0 * mean("", "backlog", 40..60)
        );
    }
}
