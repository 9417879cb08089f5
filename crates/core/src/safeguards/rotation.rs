//! Rotation and term limits: office as a chore that ends.
//!
//! Costs competence: who must go takes what they learned, and handing over takes hours. Fails where power
//! sits with the staff or in tiers that do not rotate, and where candidates run out.

use super::{Safeguard, Setting, Takes};
use crate::month::Month;
use crate::rules::{TermLimit, Tiers};
use crate::sentence::{Sentence, Template};
use crate::state::Organization;

safeguard! {
    /// Rotation and term limits.
    pub struct Rotation {
        /// Length of a term.
        term_ticks: u32 = 12, in 1..=600, "months", "free";
        /// Terms in a row that one person may serve.
        terms_in_a_row: u32 = 1, in 1..=100, "terms", "free";
        /// Months before somebody who left may stand again.
        cooling_off_ticks: u32 = 12, in 0..=600, "months", "free";
        /// Tiers that rotate: "executive", "committee", "command", "parallel"; none named means the first two.
        tiers: Tiers = Tiers::default(), "tiers", "free";
        /// Hours of a body that each handover takes.
        handover_hours: f64 = 8.0, in 0.0..=1000.0, "hours", "free";
    }
}

impl Safeguard for Rotation {
    const NAME: &'static str = "rotation";
    const TAKES: Takes = Takes::Office;
    const TEMPLATES: &'static [Template] = &[
        (
            "effect.rotation",
            "Mandates of {tiers} last {term_ticks:months}, and nobody serves more than {terms_in_a_row:terms} in a \
             row; whoever leaves may stand for another seat {wait}. Each handover costs the body \
             {handover_hours:hours}, and what was learned in office goes with the holder.",
        ),
        ("wait.later", "after {cooling_off_ticks:months}"),
        ("wait.at_once", "at once"),
    ];

    fn effect(&self, sentence: Sentence, _setting: &Setting) -> Sentence {
        let wait = if self.cooling_off_ticks > 0 { "later" } else { "at_once" };
        sentence
            .bodies(self.tiers)
            .number("term_ticks", self.term_ticks)
            .number("terms_in_a_row", self.terms_in_a_row)
            .choice("wait", wait)
            .number("cooling_off_ticks", self.cooling_off_ticks)
            .number("handover_hours", self.handover_hours)
    }

    fn shape(&self, _organization: &Organization, month: &mut Month) {
        month.rules.term_limit = Some(TermLimit {
            tiers: self.tiers,
            term_ticks: self.term_ticks,
            terms_in_a_row: self.terms_in_a_row,
            cooling_off_ticks: self.cooling_off_ticks,
            handover_hours: self.handover_hours,
            compliance: self.compliance,
        });
    }
}

#[cfg(test)]
mod tests {
    use crate::testing::mean;

    const RULE: &str = "[safeguards.rotation]\nterm_ticks = 6\n";

    #[test]
    fn holders_leave_sooner_and_handing_over_takes_hours() {
        assert!(mean(RULE, "tenure", 60..120) < 0.5 * mean("", "tenure", 60..120));
        assert!(mean(RULE, "safeguard_hours", 60..120) > 0.0);
    }

    #[test]
    fn power_moves_to_the_staff() {
        assert!(mean(RULE, "influence_staff", 60..120) > mean("", "influence_staff", 60..120));
    }
}
