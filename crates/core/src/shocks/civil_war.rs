//! Civil war: a war for survival at home. Allies abroad do not end it.

use super::Shock;
use crate::rules::Pressure;
use crate::safeguards::words;

shock! {
    /// Civil war.
    pub struct CivilWar {
        /// Share of income lost at full severity.
        scarcity: f64 = 0.3, in 0.0..=1.0, "share", "free";
    } severity 0.9 lasting 36 fading 3.0
}

impl Shock for CivilWar {
    const NAME: &'static str = "civil_war";

    fn effect(&self) -> String {
        format!(
            "civil war raises the threat to the organization to {} of 100 and takes {} of its income.",
            words::points(self.severity),
            words::percent(self.severity * self.scarcity)
        )
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
