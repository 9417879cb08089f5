//! Lottery (sortition): seats filled by lot.
//!
//! Costs competence: who is drawn has the skill of anybody. Fails where the agenda stays with staff and
//! with those who are not drawn.

use super::Safeguard;
use crate::engine::{Draw, Tick, Tier};
use crate::mechanisms::mandates::reaches;
use crate::scenario::Scenario;

safeguard! {
    /// Lottery (sortition).
    pub struct Lottery {
        /// Share of the mandates that are filled by lot.
        share: f64 = 0.5, in 0.0..=1.0, "share", "free; matters once seats × share is about a half";
        /// Tiers that are drawn: "executive", "committee"; none named means all.
        tiers: Vec<Tier> = Vec::new(), "tiers", "free";
    }
}

impl Lottery {
    /// Whether the mandate that begins now is filled by lot.
    pub fn draws(&self, tier: Tier, tick: &Tick, seat: u32) -> bool {
        self.in_force(tick.number)
            && reaches(&self.tiers, tier)
            && tick.luck.dice(Draw::Lottery, tick.number, seat).chance(self.share * self.compliance)
    }
}

impl Safeguard for Lottery {
    const NAME: &'static str = "lottery";

    fn effect(&self, _scenario: &Scenario) -> String {
        format!(
            "{:.0} % of mandates are filled by lot among members who take part. \
             Those drawn are as skilled as anybody, so bodies decide with less experience.",
            self.share * 100.0
        )
    }
}

#[cfg(test)]
mod tests {
    use crate::safeguards::testing::mean;

    const RULE: &str = "[safeguards.lottery]\nshare = 1.0\n";

    #[test]
    fn nobody_runs_and_holders_change() {
        assert!(mean(RULE, "contested", 60..120) < 0.05);
        assert!(mean(RULE, "tenure", 60..120) < mean("", "tenure", 60..120));
    }

    #[test]
    fn the_agenda_moves_to_the_staff() {
        assert!(mean(RULE, "influence_staff", 60..120) > mean("", "influence_staff", 60..120));
    }
}
