//! Shadow office: beside every office somebody whose task is critique.
//!
//! Costs hours of those who have to listen. An authentic critic comes from those who mind; where nobody minds
//! or dares there is none. An assigned one is always there and worth little.

use serde::{Deserialize, Serialize};

use super::{Safeguard, Setting, Takes};
use crate::month::Month;
use crate::rules::{self, Tiers};
use crate::sentence::{Sentence, Template};
use crate::state::Organization;

/// Where critics come from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Critics {
    /// From those who mind.
    Authentic,
    /// Anybody, told to play the part.
    Assigned,
}

safeguard! {
    /// Shadow office.
    pub struct ShadowOffice {
        /// Tiers that have shadows: "executive", "committee", "command"; none named means the first two.
        tiers: Tiers = Tiers::default(), "tiers", "free";
        /// Where critics come from: "authentic" or "assigned".
        critics: Critics = Critics::Authentic, "", "authentic minorities beat every form of devil's advocate";
        /// What an assigned critic is worth beside an authentic one.
        assigned_worth: f64 = 0.25, in 0.0..=1.0, "share", "free";
        /// How much more readily claims are granted where every office has an authentic critic.
        hearing: f64 = 0.3, in 0.0..=1.0, "a month", "free";
        /// Hours a month of a body that each critic takes.
        hours: f64 = 0.5, in 0.0..=100.0, "hours", "free";
    }
}

impl Safeguard for ShadowOffice {
    const NAME: &'static str = "shadow_office";
    const TAKES: Takes = Takes::Hours;
    const TEMPLATES: &'static [Template] = &[
        (
            "effect.shadow_office",
            "Beside every office of {tiers}, {critics} has critique as a task: an independent voice in its decisions, \
             a candidate for it, and an ear for claims. Each critic costs the body {hours:hours} a month.",
        ),
        ("critics.authentic", "a member with a grievance, where there is one,"),
        (
            "critics.assigned",
            "a member told to play the part, worth {assigned_worth:percent} of one who means it,",
        ),
    ];

    fn effect(&self, sentence: Sentence, _setting: &Setting) -> Sentence {
        let critics = match self.critics {
            Critics::Authentic => "authentic",
            Critics::Assigned => "assigned",
        };
        sentence
            .bodies(self.tiers)
            .choice("critics", critics)
            .number("assigned_worth", self.assigned_worth)
            .number("hours", self.hours)
    }

    fn shape(&self, _organization: &Organization, month: &mut Month) {
        month.rules.critics = Some(rules::Critics {
            tiers: self.tiers,
            authentic: self.critics == Critics::Authentic,
            weight: match self.critics {
                Critics::Authentic => 1.0,
                Critics::Assigned => self.assigned_worth,
            },
            hearing: self.hearing,
            hours: self.hours,
            compliance: self.compliance,
        });
    }

    fn end(&self, organization: &mut Organization, _month: &Month) {
        organization
            .offices
            .bodies
            .iter_mut()
            .flat_map(|body| &mut body.seats)
            .for_each(|seat| seat.shadow = None);
    }
}

#[cfg(test)]
mod tests {
    use crate::testing::{SIEGE, mean};

    const RULE: &str = "[safeguards.shadow_office]\n";

    #[test]
    fn critics_improve_decisions_and_take_hours() {
        let ground = "mandates.committee_seats = 1\nvoice.tolerance = 0.1\nprecedent.barrier = -100.0\n";
        let quality = |rule: &str| mean(&format!("{SIEGE}{ground}{rule}"), "quality", 60..120);
        assert!(quality(RULE) > quality(""), "{} {}", quality(RULE), quality(""));
        assert!(mean(&format!("{SIEGE}{RULE}"), "safeguard_hours", 60..120) > 0.0);
    }

    #[test]
    fn assigned_critics_are_heard_less_than_authentic_ones() {
        let share = |critics: &str| {
            mean(
                &format!("{SIEGE}{RULE}critics = \"{critics}\"\nhearing = 1.0\n"),
                "central_share_stakes",
                80..120,
            )
        };
        assert!(share("authentic") < share("assigned"));
    }

    #[test]
    fn where_nobody_minds_there_is_no_authentic_critic() {
        let content = "voice.tolerance = 1.0\nvoice.tolerance_spread = 0.0\n";
        assert_eq!(mean(&format!("{content}{RULE}"), "safeguard_hours", 60..120), 0.0);
    }
}
