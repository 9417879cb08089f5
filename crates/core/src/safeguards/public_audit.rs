//! Public audit at a mandate's end: what was decided, what was rejected, what went wrong.
//!
//! Costs hours. Central auditors are captured where they are of the same faction as those they audit; local
//! ones depend on how many come, since an audit by everybody is one that everybody leaves to the others.

use serde::{Deserialize, Serialize};

use super::{Safeguard, Setting, Takes};
use crate::month::Month;
use crate::rules::Audit;
use crate::sentence::{Sentence, Template};
use crate::state::Organization;

/// Who audits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Auditors {
    /// Somebody sent by the executive.
    Central,
    /// The assemblies.
    Local,
}

safeguard! {
    /// Public audit at a mandate's end.
    pub struct PublicAudit {
        /// Chance that a mandate that ends is audited.
        probability: f64 = 1.0, in 0.0..=1.0, "probability", "free; .04 and 1 were compared in Indonesian villages";
        /// How deep the audit goes.
        depth: f64 = 0.6, in 0.0..=1.0, "share", "free";
        /// Who audits: "central" or "local".
        auditors: Auditors = Auditors::Central, "", "free";
        /// Hours that a full audit takes: of the bodies' seats together if it is central, of each member present if it is local.
        hours: f64 = 4.0, in 0.0..=1000.0, "hours", "free";
        /// Share of what goes missing that the certainty of a full audit prevents.
        deterrence: f64 = 0.3, in 0.0..=1.0, "share", "8 of 28 points of spending in Indonesian villages";
    }
}

impl Safeguard for PublicAudit {
    const NAME: &'static str = "public_audit";
    const TAKES: Takes = Takes::Office;
    const TEMPLATES: &'static [Template] = &[
        (
            "effect.public_audit",
            "{probability:percent} of the mandates that end, in every body, are audited to a depth of {depth:percent} \
             by {auditors}. Holders lose the advantage of holding office as far as something comes to light, and \
             {less:percent} less money goes missing. An audit costs {cost}.",
        ),
        ("auditors.central", "auditors sent by the executive, who find nothing against their own faction"),
        ("auditors.local", "the assemblies, as far as members come"),
        ("cost.central", "the seats of the bodies {takes:hours} together"),
        ("cost.local", "the members present in one local {takes:hours} each"),
    ];

    fn effect(&self, sentence: Sentence, _setting: &Setting) -> Sentence {
        let auditors = match self.auditors {
            Auditors::Central => "central",
            Auditors::Local => "local",
        };
        sentence
            .number("probability", self.probability)
            .number("depth", self.depth)
            .choice("auditors", auditors)
            .number("less", self.deterrence * self.probability * self.depth)
            .choice("cost", auditors)
            .number("takes", self.hours * self.depth)
    }

    fn shape(&self, _organization: &Organization, month: &mut Month) {
        month.rules.audit = Some(Audit {
            probability: self.probability * self.compliance,
            depth: self.depth,
            by_assemblies: self.auditors == Auditors::Local,
            hours: self.hours,
        });
        month.rules.leak *= 1.0 - self.deterrence * self.probability * self.depth * self.compliance;
        if self.auditors == Auditors::Central {
            // Writing up what was decided and rejected takes hours of every seat, a month's part of a term.
            let term = f64::from(month.parameters.mandates.term_ticks);
            month.rules.seat_hours +=
                (self.hours * self.depth * self.probability * self.compliance / term) as f32;
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::testing::mean;

    const RULE: &str = "[safeguards.public_audit]\ndepth = 1.0\n";

    #[test]
    fn less_goes_missing_and_hours_are_taken() {
        assert!(mean(RULE, "diverted", 60..120) < 0.85 * mean("", "diverted", 60..120));
        assert!(mean(RULE, "safeguard_hours", 60..120) > 0.0);
    }

    #[test]
    fn auditors_of_the_same_faction_find_nothing() {
        let tenure = |rule: &str| {
            mean(&format!("patronage.factions = 1\npatronage.new_faction = 0.0\n{rule}"), "tenure", 60..120)
        };
        // Where all are of one faction a central audit takes no advantage from anybody, and a local one does.
        let local = format!("{RULE}auditors = \"local\"\nhours = 0.0\n");
        assert!(tenure(&local) < tenure(RULE) - 1.0, "{} {}", tenure(&local), tenure(RULE));
    }
}
