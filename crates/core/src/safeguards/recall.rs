//! Recall: holders can be voted out before their mandate is over.
//!
//! Costs hours and steadiness: who has just learned a post loses it. Fails where factions use it against each
//! other, where too few dare to sign, and under emergency powers.

use super::{Safeguard, Setting, Takes};
use crate::month::Month;
use crate::rules::{self, Tiers};
use crate::sentence::{Sentence, Template};
use crate::state::Organization;

safeguard! {
    /// Recall.
    pub struct Recall {
        /// Share of the members who have to speak up for a vote to be held.
        signatures: f64 = 0.1, in 0.0..=1.0, "share", "free";
        /// Months of a mandate in which nobody can be recalled.
        cooling_off_ticks: u32 = 6, in 0..=600, "months", "free";
        /// Share of those of other factions who sign and vote against a holder for that alone.
        factional: f64 = 0.1, in 0.0..=1.0, "share", "free";
        /// Tiers whose holders can be recalled; none named means the executive and the committees.
        tiers: Tiers = Tiers::default(), "tiers", "free";
        /// Hours that a ballot, over all holders petitioned against in a month, takes of each member present.
        hours: f64 = 0.5, in 0.0..=100.0, "hours", "free";
    }
}

impl Safeguard for Recall {
    const NAME: &'static str = "recall";
    const TAKES: Takes = Takes::Office;
    const TEMPLATES: &'static [Template] = &[
        (
            "effect.recall",
            "Once {signatures:percent} of members sign, a holder in {tiers}{seated} is put to the vote and goes if \
             most members present are against. A ballot costs each of them {hours:hours}, and {factional:percent} of \
             members of other factions sign and vote against a holder for that alone.",
        ),
        ("seated.for", " who has sat for {cooling_off_ticks:months}"),
        ("seated.at_once", ""),
    ];

    fn effect(&self, sentence: Sentence, _setting: &Setting) -> Sentence {
        sentence
            .number("signatures", self.signatures)
            .bodies(self.tiers)
            .choice("seated", if self.cooling_off_ticks > 0 { "for" } else { "at_once" })
            .number("cooling_off_ticks", self.cooling_off_ticks)
            .number("hours", self.hours)
            .number("factional", self.factional)
    }

    fn shape(&self, _organization: &Organization, month: &mut Month) {
        if self.compliance > 0.0 {
            month.rules.recall = Some(rules::Recall {
                tiers: self.tiers,
                signatures: self.signatures,
                cooling_off_ticks: self.cooling_off_ticks,
                factional: self.factional,
                hours: self.hours,
                compliance: self.compliance,
            });
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::testing::mean;

    const DISCONTENT: &str =
        "voice.tolerance = 0.0\nvoice.tolerance_spread = 0.0\nvoice.grievance_gain = 4.0\n";
    const RULE: &str = "[safeguards.recall]\nsignatures = 0.02\n";

    #[test]
    fn discontent_members_recall_and_it_takes_hours() {
        let with = |measure: &str| mean(&format!("{DISCONTENT}{RULE}"), measure, 12..60);
        assert!(with("turnover_recall") > 0.01);
        assert!(with("safeguard_hours") > 0.0);
    }

    #[test]
    fn factions_churn_offices() {
        let skill = |rule: &str| mean(rule, "tenure", 24..120);
        let spite = "[safeguards.recall]\nfactional = 1.0\n";
        assert!(skill(spite) < 0.8 * skill(""), "{} {}", skill(spite), skill(""));
    }
}
