//! Failure of allied revolutions: those who were to come and help are beaten, one after the other.

use super::Shock;
use crate::rules::Pressure;
use crate::sentence::{Sentence, Template};

shock! {
    /// Failure of allied revolutions.
    pub struct FailedRevolutions {
        /// Share of the allies that are lost at full severity.
        allies: f64 = 0.7, in 0.0..=1.0, "share", "free";
        /// Threat at full severity, which the allies that are left can relieve.
        isolation: f64 = 0.5, in 0.0..=1.0, "share", "free";
    } severity 1.0 lasting 36.0 fading 24.0
}

impl Shock for FailedRevolutions {
    const NAME: &'static str = "failed_revolutions";
    const TEMPLATES: &'static [Template] = &[(
        "effect.failed_revolutions",
        "failure of allied revolutions takes {loss:percent} of the organization's allies and adds {threat:points} \
         points of threat, which the allies that are left can relieve.",
    )];

    fn effect(&self, sentence: Sentence) -> Sentence {
        sentence.number("threat", self.severity * self.isolation).number("loss", self.severity * self.allies)
    }

    fn press(&self, level: f64, pressure: &mut Pressure) {
        pressure.allies_lost = pressure.allies_lost.max(level * self.allies);
        pressure.isolation = pressure.isolation.max(level * self.isolation);
    }
}

#[cfg(test)]
mod tests {
    use crate::testing::mean;

    #[test]
    fn alliances_help_less_when_allies_are_lost() {
        let siege = "shocks.isolation = [{ start_tick = 36 }]\n";
        let rule = "[safeguards.international_alliances]\n";
        let lost = "shocks.failed_revolutions = [{ start_tick = 30, duration_ticks = 60, isolation = 0.0, allies = 1.0 }]\n";
        assert!(mean(&format!("{siege}{rule}"), "emergency", 40..60) < 0.8);
        assert!(mean(&format!("{siege}{lost}{rule}"), "emergency", 40..60) > 0.8);
    }
}
