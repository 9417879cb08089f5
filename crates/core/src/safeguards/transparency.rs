//! Transparency: open ledgers, minutes and relationships.
//!
//! Costs hours of those who publish. Fails under threat: it exposes those who dissent too.

use super::{Safeguard, Setting, Takes};
use crate::month::Month;
use crate::sentence::{Sentence, Template};
use crate::state::Organization;

safeguard! {
    /// Transparency.
    pub struct Transparency {
        /// How open the ledgers are.
        ledgers: f64 = 0.8, in 0.0..=1.0, "share", "free";
        /// How open the minutes are.
        minutes: f64 = 0.8, in 0.0..=1.0, "share", "free";
        /// How open relationships with institutions and funders are.
        relationships: f64 = 0.5, in 0.0..=1.0, "share", "free";
        /// Hours a month of each seat that full openness takes.
        hours: f64 = 2.0, in 0.0..=100.0, "hours", "free";
        /// How much more stigma falls on those who are seen to dissent when minutes are fully open.
        exposure: f64 = 0.3, in 0.0..=10.0, "share", "free; exposed delegates spoke less in Vietnam's assembly";
    }
}

impl Safeguard for Transparency {
    const NAME: &'static str = "transparency";
    const TAKES: Takes = Takes::Hours;
    const TEMPLATES: &'static [Template] = &[(
        "effect.transparency",
        "The ledgers of the bodies are {ledgers:percent} open, their minutes {minutes:percent} and their \
         relationships with institutions and funders {relationships:percent}, so members see more of the whole \
         and locals know more. It costs each seat {takes:hours} a month, and dissenters bear {stigma:percent} \
         more stigma.",
    )];

    fn effect(&self, sentence: Sentence, _setting: &Setting) -> Sentence {
        let open = (self.ledgers + self.minutes + self.relationships) / 3.0;
        sentence
            .number("ledgers", self.ledgers)
            .number("minutes", self.minutes)
            .number("relationships", self.relationships)
            .number("takes", self.hours * open)
            .number("stigma", self.exposure * self.minutes)
    }

    fn shape(&self, _organization: &Organization, month: &mut Month) {
        let open = self.compliance * (self.ledgers + self.minutes + self.relationships) / 3.0;
        let rules = &mut month.rules;
        rules.transparency += ((1.0 - f64::from(rules.transparency)) * open) as f32;
        rules.seat_hours += (self.hours * open) as f32;
        rules.exposure *= 1.0 + (self.exposure * self.minutes * self.compliance) as f32;
    }
}

#[cfg(test)]
mod tests {
    use crate::testing::{SIEGE, mean};

    const RULE: &str = "[safeguards.transparency]\n";

    #[test]
    fn members_see_more_and_seats_pay_in_hours() {
        let minded = |rule: &str| {
            mean(&format!("{SIEGE}{rule}"), "grievance_hidden", 90..120)
                + mean(&format!("{SIEGE}{rule}"), "grievance_visible", 90..120)
        };
        assert!(minded(RULE) > minded(""));
        assert!(mean(RULE, "safeguard_hours", 60..120) > 0.0);
    }

    #[test]
    fn it_exposes_those_who_dissent() {
        let price = |rule: &str| mean(&format!("{SIEGE}{rule}"), "voice_price", 40..60);
        assert!(price(RULE) > price(""));
    }
}
