//! Disband days: the centre pauses and the locals organize themselves.
//!
//! What the centre would have done waits, and what is urgent does damage. Fails where locals have become
//! too passive to take over.

use super::{Safeguard, Setting, Takes};
use crate::month::Month;
use crate::random::StreamId;
use crate::rules::Pause;
use crate::sentence::{Sentence, Template};
use crate::state::Organization;

safeguard! {
    /// Disband days.
    pub struct DisbandDays {
        /// Months between drills.
        period_ticks: u32 = 12, in 1..=600, "months", "free";
        /// Length of a drill; a day is 0.03.
        length_ticks: f64 = 1.0, in 0.03..=120.0, "months", "free";
        /// Share of the locals for which the centre pauses.
        scope: f64 = 1.0, in 0.0..=1.0, "share", "free";
    }
}

impl Safeguard for DisbandDays {
    const NAME: &'static str = "disband_days";
    const TAKES: Takes = Takes::Power;
    const TEMPLATES: &'static [Template] = &[(
        "effect.disband_days",
        "{period_ticks:each} the centre pauses for {pause:months}, in which {scope:percent} of the locals settle \
         everything themselves. What waits at the centre waits longer, and urgent matters do damage meanwhile.",
    )];

    fn effect(&self, sentence: Sentence, _setting: &Setting) -> Sentence {
        sentence
            .number("period_ticks", self.period_ticks)
            // A drill that lasts until the next one begins goes on.
            .number("pause", self.length_ticks.min(f64::from(self.period_ticks)))
            .number("scope", self.scope)
    }

    fn events(&self, ticks: u32) -> Vec<(u32, String)> {
        let first = self.from_tick + self.period_ticks;
        (first..ticks)
            .step_by(self.period_ticks as usize)
            .map(|tick| (tick, "disband day".to_owned()))
            .collect()
    }

    fn shape(&self, _organization: &Organization, month: &mut Month) {
        let since = month.number - self.from_tick;
        let drill = since / self.period_ticks;
        let part = (self.length_ticks - f64::from(since % self.period_ticks)).min(1.0);
        if drill > 0
            && part > 0.0
            && month.streams.rng(StreamId::DisbandDays, drill, 0).chance(self.compliance)
        {
            let offset = month.streams.rng(StreamId::DisbandDays, drill, 1).unit();
            month.rules.pause = Some(Pause { scope: self.scope, part, offset });
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::testing::mean;

    const RULE: &str = "[safeguards.disband_days]\nperiod_ticks = 6\n";

    #[test]
    fn the_centre_has_the_rest_of_the_month() {
        // All matters go to the centre, and each is settled in its month.
        let all = "precedent.barrier = -50.0\nmeetings.floor_hours = 0.001\nadoption.worn = 0.0\n";
        let share = |length: f64| {
            let rule = format!("[safeguards.disband_days]\nperiod_ticks = 1\nlength_ticks = {length}\n");
            mean(&format!("{all}{rule}"), "central_share_count", 20..60)
        };
        assert!((share(0.25) - 0.75).abs() < 0.02, "{}", share(0.25));
        assert_eq!(share(1.0), 0.0);
    }

    #[test]
    fn locals_decide_more_and_what_the_centre_has_waits() {
        assert!(mean(RULE, "central_share_stakes", 60..120) < mean("", "central_share_stakes", 60..120));
        let waiting = |rule: &str| mean(&format!("decisions.rate = 0.3\n{rule}"), "backlog", 60..120);
        assert!(waiting(RULE) > waiting(""));
    }
}
