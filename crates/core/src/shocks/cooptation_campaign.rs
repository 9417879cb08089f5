//! Co-optation campaign: outside actors try harder to win those who hold seats.

use super::Shock;
use crate::rules::Pressure;
use crate::sentence::{Sentence, Template};

shock! {
    /// Co-optation campaign.
    pub struct CooptationCampaign {
        /// Factor on attempts, at full severity.
        attempts: f64 = 20.0, in 1.0..=1000.0, "factor", "free";
    } severity 1.0 lasting 24.0 fading 6.0
}

impl Shock for CooptationCampaign {
    const NAME: &'static str = "cooptation_campaign";
    const TEMPLATES: &'static [Template] = &[(
        "effect.cooptation_campaign",
        "a co-optation campaign multiplies outside actors' attempts to win holders of office by {attempts:factor}.",
    )];

    fn effect(&self, sentence: Sentence) -> Sentence {
        sentence.number("attempts", 1.0 + self.severity * (self.attempts - 1.0))
    }

    fn press(&self, level: f64, pressure: &mut Pressure) {
        pressure.cooptation *= 1.0 + level * (self.attempts - 1.0);
    }
}

#[cfg(test)]
mod tests {
    use crate::testing::mean;

    #[test]
    fn seats_are_won_where_little_is_seen() {
        let campaign = "shocks.cooptation_campaign = [{ start_tick = 36 }]\n";
        let opaque = |rule: &str| {
            mean(&format!("{campaign}voice.transparency = 0.0\n{rule}"), "seats_outside", 40..66)
        };
        assert!(opaque("") > mean("voice.transparency = 0.0\n", "seats_outside", 40..66));
        assert!(
            opaque("[safeguards.transparency]\nledgers = 1.0\nminutes = 1.0\nrelationships = 1.0\n")
                < 0.5 * opaque("")
        );
    }
}
