//! Lottery (sortition): seats filled by lot.
//!
//! Costs competence: who is drawn has the skill of anybody. Fails where the agenda stays with staff and
//! with those who are not drawn.

use serde::{Deserialize, Serialize};

use super::{Safeguard, Setting, Takes};
use crate::month::Month;
use crate::rules::{Sortition, Tiers};
use crate::sentence::{Sentence, Template};
use crate::state::Organization;

/// Who can be drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Pool {
    /// Every member.
    Members,
    /// Those who came to this month's assembly.
    Present,
}

safeguard! {
    /// Lottery (sortition).
    pub struct Lottery {
        /// Share of the mandates that are filled by lot.
        share: f64 = 0.5, in 0.0..=1.0, "share", "free; matters once seats × share is about a half";
        /// Tiers that are drawn: "executive", "committee", "command", "parallel"; none named means the first two.
        tiers: Tiers = Tiers::default(), "tiers", "free";
        /// Who is in the pool: "members" or, of those, only the "present".
        pool: Pool = Pool::Members, "", "free";
    }
}

impl Safeguard for Lottery {
    const NAME: &'static str = "lottery";
    const TAKES: Takes = Takes::Office;
    const TEMPLATES: &'static [Template] = &[
        (
            "effect.lottery",
            "{share:percent} of the mandates of {tiers} are filled by lot among {pool} and have no office or paid \
             post. Those drawn are as skilled as anybody: the more of them, the less experience these bodies have.",
        ),
        ("pool.members", "members who take part"),
        ("pool.present", "members who come to the month's assembly"),
    ];

    fn effect(&self, sentence: Sentence, _setting: &Setting) -> Sentence {
        let pool = match self.pool {
            Pool::Members => "members",
            Pool::Present => "present",
        };
        sentence.number("share", self.share).bodies(self.tiers).choice("pool", pool)
    }

    fn shape(&self, _organization: &Organization, month: &mut Month) {
        month.rules.sortition = Some(Sortition {
            tiers: self.tiers,
            share: self.share * self.compliance,
            present_only: self.pool == Pool::Present,
        });
    }
}

#[cfg(test)]
mod tests {
    use crate::testing::mean;

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
