//! International alliances: relief from outside.
//!
//! Costs upkeep, and allies' own crises spread. Relieves isolation, not a war at home.

use super::{Safeguard, Setting, Takes};
use crate::month::Month;
use crate::parameters::world::Alliances;
use crate::random::StreamId;
use crate::sentence::{Sentence, Template};
use crate::state::Organization;

safeguard! {
    /// International alliances.
    pub struct InternationalAlliances {
        /// Allied organizations, where the world has no graph of alliances of its own.
        partners: u32 = 3, in 0..=100, "organizations", "free";
        /// Share of isolation that one ally takes away.
        relief: f64 = 0.15, in 0.0..=1.0, "share", "free";
        /// Money a month that each alliance takes, for each 1,000 members.
        upkeep: f64 = 15.0, in 0.0..=1000.0, "dues per 1,000 members", "free";
        /// Crises of one ally a year.
        crises_per_year: f64 = 0.1, in 0.0..=12.0, "a year", "free";
        /// Threat that an ally's crisis brings here for a month.
        contagion: f64 = 0.25, in 0.0..=1.0, "share", "free";
        /// Months between synchronised campaigns; 0 means that there are none.
        campaign_ticks: u32 = 0, in 0..=600, "months", "free";
        /// Factor on newcomers in the month of a campaign.
        campaign_recruitment: f64 = 2.0, in 1.0..=100.0, "factor", "free";
        /// Hours that a campaign takes of each member present.
        campaign_hours: f64 = 2.0, in 0.0..=100.0, "hours", "free";
    }
}

impl Safeguard for InternationalAlliances {
    const NAME: &'static str = "international_alliances";
    const TAKES: Takes = Takes::Money;
    const TEMPLATES: &'static [Template] = &[
        ("effect.international_alliances", "{allies}{campaign}"),
        (
            "allies.agreed",
            "{partners:allies} the organization {left:percent} of any isolation. Each costs it {upkeep:dues} a month \
             for each 1,000 members and has {crises_per_year} crises a year; a crisis raises the threat here to at \
             least {contagion:points} of 100 for a month.",
        ),
        (
            "allies.world",
            "Each ally in the world takes away {relief:percent} of the isolation that is left and costs the \
             organization {upkeep:dues} a month for each 1,000 members; an ally's emergency raises the threat here to \
             at least {contagion:points} of 100.",
        ),
        ("campaign.none", ""),
        (
            "campaign.joint",
            " {campaign_ticks:each} a joint campaign multiplies newcomers by {campaign_recruitment:factor} and costs \
             each member present {campaign_hours:hours}.",
        ),
    ];

    fn effect(&self, sentence: Sentence, setting: &Setting) -> Sentence {
        let world = setting.parameters.world;
        let is_world = world.alliances != Alliances::None && world.organizations > 1;
        sentence
            .choice("allies", if is_world { "world" } else { "agreed" })
            .number("partners", self.partners)
            .number("left", libm::pow(1.0 - self.relief, f64::from(self.partners)))
            .number("relief", self.relief)
            .number("upkeep", self.upkeep)
            .number("crises_per_year", self.crises_per_year)
            .number("contagion", self.contagion)
            .choice("campaign", if self.campaign_ticks > 0 { "joint" } else { "none" })
            .number("campaign_ticks", self.campaign_ticks)
            .number("campaign_recruitment", self.campaign_recruitment)
            .number("campaign_hours", self.campaign_hours)
    }

    fn shape(&self, organization: &Organization, month: &mut Month) {
        let (firm, in_crisis) = self.allies(month);
        month.rules.allied = self.compliance > 0.0;
        for pressure in [&mut month.rules.pressure, &mut month.rules.peak] {
            let left = firm * (1.0 - pressure.allies_lost);
            pressure.isolation *= libm::pow(1.0 - self.relief * self.compliance, left);
            if in_crisis {
                pressure.threat = pressure.threat.max(self.contagion * self.compliance);
            }
        }
        month.rules.upkeep += self.upkeep * firm * self.compliance * organization.size() as f64 / 1000.0;
        let since = month.number - self.from_tick;
        if self.campaign_ticks > 0 && since > 0 && since.is_multiple_of(self.campaign_ticks) {
            month.rules.pressure.recruitment *= 1.0 + (self.campaign_recruitment - 1.0) * self.compliance;
            month.rules.member_hours += (self.campaign_hours * self.compliance) as f32;
        }
    }

    fn end(&self, organization: &mut Organization, _month: &Month) {
        organization.keeps_alliances = false;
    }
}

impl InternationalAlliances {
    /// Allies that stand firm, and whether any is in a crisis: those of the world where it has a graph of them,
    /// or else as many as were agreed, each with crises of its own.
    fn allies(&self, month: &Month) -> (f64, bool) {
        if month.neighbours.real {
            return (f64::from(month.neighbours.firm), month.neighbours.in_crisis > 0);
        }
        let chance = 1.0 - libm::exp(-self.crises_per_year / 12.0);
        let in_crisis = |ally| month.rng(StreamId::Allies, ally).chance(chance);
        (f64::from(self.partners), self.compliance > 0.0 && (0..self.partners).any(in_crisis))
    }
}

#[cfg(test)]
mod tests {
    use crate::testing::{SIEGE, mean};

    const RULE: &str = "[safeguards.international_alliances]\n";

    #[test]
    fn allies_relieve_isolation_but_not_a_war_at_home() {
        let powers = |shock: &str| mean(&format!("{shock}{RULE}"), "emergency", 40..60);
        assert!(powers(SIEGE) < mean(SIEGE, "emergency", 40..60) - 0.1);
        assert!(powers("[[shocks.civil_war]]\nstart_tick = 36\nduration_ticks = 36\n") > 0.9);
    }

    #[test]
    fn upkeep_and_allies_crises_cost() {
        assert!(mean(RULE, "reserve", 20..40) < mean("", "reserve", 20..40));
        let spread = format!("{RULE}crises_per_year = 6\ncontagion = 0.9\n");
        assert!(mean(&spread, "emergency", 20..120) > 0.3);
    }
}
