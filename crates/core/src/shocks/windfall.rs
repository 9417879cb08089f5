//! Windfall: a funder gives to the centre, and what is given is soon needed.

use super::Shock;
use crate::rules::Pressure;
use crate::sentence::{Sentence, Template};

shock! {
    /// Windfall.
    pub struct Windfall {
        /// Money a month to the centre, at full severity.
        money: f64 = 0.4, in 0.0..=100.0, "dues a member", "free";
        /// Factor on attempts to co-opt, at full severity: who pays would like to have a say.
        attempts: f64 = 4.0, in 1.0..=1000.0, "factor", "free";
    } severity 1.0 lasting 24.0 fading 0.0
}

impl Shock for Windfall {
    const NAME: &'static str = "windfall";
    const TEMPLATES: &'static [Template] = &[(
        "effect.windfall",
        "a funder gives the centre {money:dues} a month for each member, and multiplies outside actors' attempts \
         to win holders of office by {attempts:factor}.",
    )];

    fn effect(&self, sentence: Sentence) -> Sentence {
        sentence
            .number("money", self.severity * self.money)
            .number("attempts", 1.0 + self.severity * (self.attempts - 1.0))
    }

    fn press(&self, level: f64, pressure: &mut Pressure) {
        pressure.windfall += level * self.money;
        pressure.cooptation *= 1.0 + level * (self.attempts - 1.0);
    }
}

#[cfg(test)]
mod tests {
    use crate::testing::mean;

    #[test]
    fn the_centre_is_rich_and_sought_after() {
        let windfall = "shocks.windfall = [{ start_tick = 36 }]\n";
        assert!(mean(windfall, "central_resources", 40..60) > mean("", "central_resources", 40..60));
        let opaque = |text: &str| mean(&format!("voice.transparency = 0.0\n{text}"), "seats_outside", 40..66);
        assert!(opaque(windfall) > opaque(""));
    }
}
