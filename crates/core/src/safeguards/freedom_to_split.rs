//! Freedom to split: a local that has had enough may leave, with its people and its money.
//!
//! Costs pooling, money and members. It was expected to drain voice; under siege the share of members who speak stays as it is.

use super::{Safeguard, Setting, Takes};
use crate::month::Month;
use crate::rules::Exodus;
use crate::sentence::{Sentence, Template};
use crate::state::Organization;

safeguard! {
    /// Freedom to split.
    pub struct FreedomToSplit {
        /// Mean grievance of a local at which it begins to think of leaving.
        threshold: f64 = 0.3, in 0.0..=1.0, "share", "free";
        /// Share of the local's money that the leavers take.
        takes: f64 = 1.0, in 0.0..=1.0, "share", "free";
    }
}

impl Safeguard for FreedomToSplit {
    const NAME: &'static str = "freedom_to_split";
    const TAKES: Takes = Takes::Power;
    const TEMPLATES: &'static [Template] = &[(
        "effect.freedom_to_split",
        "A local whose members' grievance is above {threshold:percent} on average leaves with a chance of \
         {chance:percent} a month, takes {takes:percent} of its money and becomes an organization of its own. \
         Members who stay pool less and hear fewer who object.",
    )];

    fn effect(&self, sentence: Sentence, setting: &Setting) -> Sentence {
        sentence
            .number("threshold", self.threshold)
            .number("chance", setting.parameters.secession.rate)
            .number("takes", self.takes)
    }

    fn shape(&self, _organization: &Organization, month: &mut Month) {
        if self.compliance > 0.0 {
            month.rules.exodus =
                Some(Exodus { threshold: self.threshold, takes: self.takes, compliance: self.compliance });
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::testing::{SIEGE, mean};

    const RULE: &str = "[safeguards.freedom_to_split]\nthreshold = 0.15\n";

    #[test]
    fn who_has_had_enough_leaves() {
        let siege = |rule: &str, measure: &str| mean(&format!("{SIEGE}{rule}"), measure, 90..120);
        assert!(siege(RULE, "membership") < 0.9 * siege("", "membership"));
        assert!(siege(RULE, "seceded") > 0.2 && siege("", "seceded") == 0.0);
    }
}
