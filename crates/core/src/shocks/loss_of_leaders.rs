//! Loss of leaders: those who hold office are killed, jailed or driven out.

use super::Shock;
use crate::rules::Pressure;
use crate::sentence::{Sentence, Template};

shock! {
    /// Loss of leaders.
    pub struct LossOfLeaders {
        /// Chance that each holder is lost in a month, at full severity.
        share: f64 = 0.6, in 0.0..=1.0, "a month", "free";
    } severity 1.0 lasting 1.0 fading 0.0
}

impl Shock for LossOfLeaders {
    const NAME: &'static str = "loss_of_leaders";
    const TEMPLATES: &'static [Template] = &[(
        "effect.loss_of_leaders",
        "each holder of office, in every body, is lost with a chance of {loss:percent} a month.",
    )];

    fn effect(&self, sentence: Sentence) -> Sentence {
        sentence.number("loss", self.severity * self.share)
    }

    fn press(&self, level: f64, pressure: &mut Pressure) {
        pressure.leaders_lost = pressure.leaders_lost.max(level * self.share);
    }
}

#[cfg(test)]
mod tests {
    use crate::testing::mean;

    #[test]
    fn holders_are_gone_and_others_have_to_learn() {
        let loss = "shocks.loss_of_leaders = [{ start_tick = 36 }]\n";
        assert!(mean(loss, "turnover_purge", 36..37) > 0.4);
        assert!(mean(loss, "tenure", 37..42) < mean("", "tenure", 37..42));
    }
}
