//! Newcomers' quota: seats kept for people who have not held office before.
//!
//! Costs experience, and seats that stay with their holders where no newcomer stands.

use super::{Safeguard, Setting, Takes};
use crate::month::Month;
use crate::rules::{Newcomers, Tiers};
use crate::sentence::{Sentence, Template};
use crate::state::Organization;

safeguard! {
    /// Newcomers' quota.
    pub struct NewcomersQuota {
        /// Share of the seats of each body that are kept for newcomers to office.
        share: f64 = 0.33, in 0.0..=1.0, "share", "one in three (German Greens)";
        /// Months after which somebody who left office counts as new again; 0 means never.
        new_again_ticks: u32 = 0, in 0..=6000, "months", "free";
    }
}

impl Safeguard for NewcomersQuota {
    const NAME: &'static str = "newcomers_quota";
    const TAKES: Takes = Takes::Office;
    const TEMPLATES: &'static [Template] = &[
        (
            "effect.newcomers_quota",
            "{share:percent} of the seats of {tiers} are kept for people who are new to office{again}. They bring \
             less experience, and where no newcomer stands the holder stays on past the mandate.",
        ),
        ("again.later", " or have been out of it for {new_again_ticks:months}"),
        ("again.never", ""),
    ];

    fn effect(&self, sentence: Sentence, _setting: &Setting) -> Sentence {
        sentence
            .number("share", self.share)
            .bodies(Tiers::default())
            .choice("again", if self.new_again_ticks > 0 { "later" } else { "never" })
            .number("new_again_ticks", self.new_again_ticks)
    }

    fn shape(&self, _organization: &Organization, month: &mut Month) {
        // After a redesign all seats are kept for strangers: that is more than a quota asks for.
        if month.rules.newcomers.is_some() {
            return;
        }
        month.rules.newcomers = Some(Newcomers {
            tiers: Tiers::default(),
            share: self.share,
            new_again_ticks: Some(self.new_again_ticks).filter(|months| *months > 0),
            compliance: self.compliance,
        });
    }
}

#[cfg(test)]
mod tests {
    use crate::testing::mean;

    #[test]
    fn offices_change_hands_and_the_staff_gain() {
        let rule = "[safeguards.newcomers_quota]\nshare = 1.0\n";
        assert!(mean(rule, "tenure", 60..120) < mean("", "tenure", 60..120));
        assert!(mean(rule, "influence_staff", 60..120) > mean("", "influence_staff", 60..120));
    }
}
