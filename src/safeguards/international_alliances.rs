//! International alliances: relief from outside.
//!
//! Costs upkeep, and allies' own crises spread. Relieves isolation, not a war at home.

use super::Safeguard;
use crate::engine::{Draw, Organization, Tick};
use crate::scenario::Scenario;

safeguard! {
    /// International alliances.
    pub struct InternationalAlliances {
        /// Allied organizations.
        partners: u32 = 3, in 0..=100, "organizations", "free";
        /// Share of isolation that one ally takes away.
        relief: f64 = 0.3, in 0.0..=1.0, "share", "free";
        /// Money a month that each alliance takes, for each 1,000 members.
        upkeep: f64 = 15.0, in 0.0..=1000.0, "dues per 1,000 members", "free";
        /// Crises of one ally a year.
        crises_per_year: f64 = 0.1, in 0.0..=12.0, "a year", "free";
        /// Threat that an ally's crisis brings here for a month.
        contagion: f64 = 0.25, in 0.0..=1.0, "share", "free";
    }
}

impl Safeguard for InternationalAlliances {
    const NAME: &'static str = "international_alliances";

    fn effect(&self, _scenario: &Scenario) -> String {
        let left = libm::pow(1.0 - self.relief, f64::from(self.partners));
        format!(
            "{} allies leave {:.0} % of any isolation. They cost {} dues a month for each 1,000 members, \
             and each has {} crises a year that bring {:.0} points of threat here.",
            self.partners, left * 100.0, self.upkeep * f64::from(self.partners), self.crises_per_year, self.contagion * 100.0
        )
    }

    fn shape(&self, organization: &Organization, tick: &mut Tick) {
        let partners = f64::from(self.partners);
        let chance = 1.0 - libm::exp(-self.crises_per_year * self.compliance / 12.0);
        let in_crisis = (0..self.partners).any(|ally| tick.luck.dice(Draw::Allies, tick.number, ally).chance(chance));
        let pressure = &mut tick.rules.pressure;
        pressure.isolation *= libm::pow(1.0 - self.relief * self.compliance, partners);
        if in_crisis {
            pressure.threat = pressure.threat.max(self.contagion);
        }
        tick.rules.upkeep += self.upkeep * partners * self.compliance * organization.size() as f64 / 1000.0;
    }
}

#[cfg(test)]
mod tests {
    use crate::safeguards::testing::{SIEGE, mean};

    const RULE: &str = "[safeguards.international_alliances]\n";

    #[test]
    fn allies_relieve_isolation_but_not_a_war_at_home() {
        let powers = |shock: &str| mean(&format!("{shock}{RULE}"), "emergency", 40..60);
        assert!(powers(SIEGE) < 0.1);
        assert!(powers("[[shocks.civil_war]]\nstart_tick = 36\nduration_ticks = 36\n") > 0.9);
    }

    #[test]
    fn upkeep_and_allies_crises_cost() {
        assert!(mean(RULE, "reserve", 20..40) < mean("", "reserve", 20..40));
        let spread = format!("{RULE}crises_per_year = 6\ncontagion = 0.9\n");
        assert!(mean(&spread, "emergency", 20..120) > 0.3);
    }
}
