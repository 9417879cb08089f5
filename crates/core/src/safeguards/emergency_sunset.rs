//! Emergency sunset: emergency powers that expire.
//!
//! Fails as renewal by default where the holders renew their own powers; costs protection where the threat
//! is real, since powers that have lapsed cannot be raised again at once.

use serde::{Deserialize, Serialize};

use super::{Safeguard, Setting, Takes};
use crate::mechanisms::scratch::Scratch;
use crate::month::Month;
use crate::phase::PhaseName;
use crate::random::StreamId;
use crate::sentence::{Sentence, Template};
use crate::state::{Organization, Reason, What};

/// Who decides on renewal.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Renewer {
    /// Those who hold the powers.
    Holders,
    /// The assemblies.
    Assemblies,
}

safeguard! {
    /// Emergency sunset.
    pub struct EmergencySunset {
        /// Months after which emergency powers end unless they are renewed.
        months: u32 = 6, in 1..=600, "months", "free";
        /// Who decides on renewal: "holders" or "assemblies".
        renewed_by: Renewer = Renewer::Assemblies, "", "free";
        /// Chance that holders renew.
        renewal_probability: f64 = 0.97, in 0.0..=1.0, "probability", "US emergencies: .965–.98 a review";
        /// Share of the assemblies that it takes to renew.
        majority: f64 = 0.6, in 0.0..=1.0, "share", "free";
        /// Months before lapsed powers may be raised again.
        pause_ticks: u32 = 3, in 0..=120, "months", "free";
        /// Hours that a vote takes of each member present.
        hours: f64 = 0.5, in 0.0..=100.0, "hours", "free";
    }
}

impl Safeguard for EmergencySunset {
    const NAME: &'static str = "emergency_sunset";
    const TAKES: Takes = Takes::Power;
    const TEMPLATES: &'static [Template] = &[
        (
            "effect.emergency_sunset",
            "Emergency powers end after {months:months} unless {renewed_by}. Lapsed powers {again}{vote}.",
        ),
        (
            "renewed_by.holders",
            "those who hold them renew them, as they do in {renewal_probability:percent} of cases",
        ),
        ("renewed_by.assemblies", "at least {majority:percent} of the assemblies renew them"),
        ("vote.holders", ""),
        ("vote.assemblies", ", and a vote costs each member present {hours:hours}"),
        ("again.barred", "cannot be raised again for {pause_ticks:months}, even where the threat is real"),
        ("again.at_once", "may be raised again at once"),
    ];

    fn effect(&self, sentence: Sentence, _setting: &Setting) -> Sentence {
        let renewed_by = match self.renewed_by {
            Renewer::Holders => "holders",
            Renewer::Assemblies => "assemblies",
        };
        sentence
            .number("months", self.months)
            .choice("renewed_by", renewed_by)
            .number("renewal_probability", self.renewal_probability)
            .number("majority", self.majority)
            .choice("again", if self.pause_ticks > 0 { "barred" } else { "at_once" })
            .number("pause_ticks", self.pause_ticks)
            .choice("vote", renewed_by)
            .number("hours", self.hours)
    }

    fn act(
        &self,
        after: PhaseName,
        organization: &mut Organization,
        month: &mut Month,
        _scratch: &mut Scratch,
    ) {
        let Some(powers) = organization.emergency.powers.filter(|_| after == PhaseName::Voice) else {
            return;
        };
        let age = month.number - powers.since;
        let mut rng = month.rng(StreamId::Sunset, 0);
        // A date that is let pass is let pass: the next one is as far away as the first was.
        if age == 0 || !age.is_multiple_of(self.months) || !rng.chance(self.compliance) {
            return;
        }
        let renewed = match self.renewed_by {
            Renewer::Holders => rng.chance(self.renewal_probability),
            Renewer::Assemblies => {
                organization.owe_hours(self.hours);
                self.assemblies_in_favour(organization, month) >= self.majority
            }
        };
        if renewed {
            organization.note(What::PowersRenewed, 0, None, Reason::HeldOn);
        } else {
            organization.emergency.powers = None;
            organization.emergency.barred_until = month.number + self.pause_ticks;
            organization.note(What::PowersLapsed, 0, None, Reason::NotRenewed);
        }
    }
}

impl EmergencySunset {
    /// An assembly renews where its members fear the threat more than they mind the powers.
    fn assemblies_in_favour(&self, organization: &Organization, month: &Month) -> f64 {
        let fear = f64::from(organization.emergency.threat) - month.parameters.emergency.threshold * 0.5;
        let favours = |local: &&crate::state::Local| {
            let minded: f32 = organization.members.grievance[local.slots.clone()].iter().sum();
            fear > f64::from(minded) / f64::from(local.count)
        };
        let alive = || organization.locals.iter().filter(|local| local.count > 0);
        alive().filter(favours).count() as f64 / alive().count().max(1) as f64
    }
}

#[cfg(test)]
mod tests {
    use crate::testing::{SIEGE, mean};

    const RULE: &str = "[safeguards.emergency_sunset]\nmonths = 3\n";

    fn powers(rule: &str) -> f32 {
        mean(&format!("{SIEGE}emergency.ratchet = 3.0\n{rule}"), "emergency", 76..110)
    }

    #[test]
    fn powers_do_not_outlive_the_threat() {
        assert!(powers(RULE) < 0.5 * powers(""));
    }

    #[test]
    fn holders_renew_their_own_powers() {
        assert!(powers(&format!("{RULE}renewed_by = \"holders\"\n")) > 2.0 * powers(RULE));
    }
}
