//! Separation of party and state: the organization does not equate itself with the state or the people, and
//! its leaders do not fill the offices of the state with their own.
//!
//! Costs coordination: what party and state would have settled between them takes longer.

use super::{Safeguard, Setting, Takes};
use crate::month::Month;
use crate::sentence::{Sentence, Template};
use crate::state::Organization;

safeguard! {
    /// Separation of party and state.
    pub struct SeparationOfPartyAndState {
        /// Fusion above this is ended.
        fusion_cap: f64 = 0.1, in 0.0..=1.0, "share", "free";
        /// Offices are incompatible: whoever is appointed is not of the patron's circle and serves their own faction.
        incompatible_offices: bool = true, "", "free";
        /// Time that it adds to every matter that goes to the centre.
        coordination_ticks: f64 = 0.15, in 0.0..=12.0, "months", "free";
    }
}

impl Safeguard for SeparationOfPartyAndState {
    const NAME: &'static str = "separation_of_party_and_state";
    const TAKES: Takes = Takes::Power;
    const TEMPLATES: &'static [Template] = &[
        (
            "effect.separation_of_party_and_state",
            "Fusion of party and state is held to at most {fusion_cap:percent} (it would be \
             {fusion:percent}){treason}{incompatible_offices}. Every matter that goes to the centre takes \
             {coordination_ticks:months} longer.",
        ),
        ("treason.less", ", so dissent is less of a treason"),
        ("treason.same", ""),
        ("incompatible_offices.true", "; whoever is appointed to an office is not of the patron's circle"),
        ("incompatible_offices.false", ""),
    ];

    fn effect(&self, sentence: Sentence, setting: &Setting) -> Sentence {
        let fusion = setting.parameters.voice.fusion;
        sentence
            .number("fusion_cap", self.fusion_cap)
            .number("fusion", fusion)
            .choice("treason", if self.fusion_cap < fusion { "less" } else { "same" })
            .choice("incompatible_offices", if self.incompatible_offices { "true" } else { "false" })
            .number("coordination_ticks", self.coordination_ticks)
    }

    fn shape(&self, _organization: &Organization, month: &mut Month) {
        let rules = &mut month.rules;
        rules.fusion -= (rules.fusion - self.fusion_cap).max(0.0) * self.compliance;
        rules.distance += self.coordination_ticks * self.compliance;
        rules.impartial = if self.incompatible_offices { self.compliance } else { 0.0 };
    }
}

#[cfg(test)]
mod tests {
    use crate::testing::{SIEGE, mean};

    const FUSED: &str = "voice.fusion = 1.0\n";
    const RULE: &str = "[safeguards.separation_of_party_and_state]\n";

    #[test]
    fn dissent_is_cheaper() {
        let price = |rule: &str| mean(&format!("{SIEGE}{FUSED}{rule}"), "voice_price", 40..60);
        assert!(price(RULE) < 0.7 * price(""));
    }

    #[test]
    fn coordination_takes_longer() {
        let delay = |rule: &str| mean(&format!("precedent.barrier = -20.0\n{rule}"), "delay", 12..60);
        assert!(delay(RULE) > delay("") + 0.1);
    }
}
