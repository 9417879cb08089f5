//! Periodic redesign: structures are dissolved and written anew, fitting or not.
//!
//! Costs hours, a month of disruption, and what those who sat there had learned.

use super::{Safeguard, Setting, Takes};
use crate::mechanisms::offices::leave_seat;
use crate::mechanisms::precedent;
use crate::mechanisms::scratch::Scratch;
use crate::mechanisms::structures;
use crate::month::Month;
use crate::phase::PhaseName;
use crate::random::StreamId;
use crate::rules::{Newcomers, Tiers};
use crate::sentence::{Sentence, Template};
use crate::state::{Exit, Organization, Reason};

safeguard! {
    /// Periodic redesign.
    pub struct PeriodicRedesign {
        /// Months between redesigns.
        period_ticks: u32 = 36, in 1..=600, "months", "free";
        /// Share of the bodies of the centre that are dissolved and written anew.
        depth: f64 = 0.5, in 0.0..=1.0, "share", "free";
        /// Months in which nobody who has just left office may stand in the elections that follow.
        strangers_ticks: u32 = 12, in 0..=600, "months", "free";
        /// Hours that a redesign takes of each member present.
        hours: f64 = 2.0, in 0.0..=100.0, "hours", "free";
    }
}

impl PeriodicRedesign {
    fn is_due(&self, tick: u32, month: &Month) -> bool {
        tick > self.from_tick
            && (tick - self.from_tick).is_multiple_of(self.period_ticks)
            && month.streams.rng(StreamId::Redesign, tick, 0).chance(self.compliance)
    }
}

impl Safeguard for PeriodicRedesign {
    const NAME: &'static str = "periodic_redesign";
    const TAKES: Takes = Takes::Office;
    const TEMPLATES: &'static [Template] = &[(
        "effect.periodic_redesign",
        "{period_ticks:each} the executive and each of the committees are dissolved and written anew with a \
         chance of {depth:percent}, so that they fit again. Nobody who has held office in the last \
         {strangers_ticks:months} may stand in the elections that follow. A redesign costs each member present {hours:hours}, and what was \
         learned in office is lost.",
    )];

    fn effect(&self, sentence: Sentence, _setting: &Setting) -> Sentence {
        sentence
            .number("period_ticks", self.period_ticks)
            .number("depth", self.depth)
            .number("strangers_ticks", self.strangers_ticks)
            .number("hours", self.hours)
    }

    fn events(&self, ticks: u32) -> Vec<(u32, String)> {
        let first = self.from_tick + self.period_ticks;
        (first..ticks).step_by(self.period_ticks as usize).map(|tick| (tick, "redesign".to_owned())).collect()
    }

    fn shape(&self, _organization: &Organization, month: &mut Month) {
        if self.is_due(month.number, month) {
            month.rules.member_hours += self.hours as f32;
        }
        // The elections come in the month after the redesign.
        if month.number > 0 && self.strangers_ticks > 0 && self.is_due(month.number - 1, month) {
            month.rules.newcomers = Some(Newcomers {
                tiers: Tiers::of(&[]),
                share: 1.0,
                new_again_ticks: Some(self.strangers_ticks),
                compliance: 1.0,
            });
        }
    }

    /// After the selections of the month, so that the seats stay empty until those of the next one.
    fn act(
        &self,
        after: PhaseName,
        organization: &mut Organization,
        month: &mut Month,
        _scratch: &mut Scratch,
    ) {
        if after != PhaseName::Mandates || !self.is_due(month.number, month) {
            return;
        }
        for body in 0..organization.command() {
            if !organization.offices.bodies[body].active
                || !month.rng(StreamId::Redesign, 1 + body as u32).chance(self.depth)
            {
                continue;
            }
            structures::rewrite(organization, month, body, Reason::PeriodicRedesign);
            for seat in 0..organization.offices.bodies[body].seats.len() {
                leave_seat(organization, body, seat, month.number, Exit::Expiry);
            }
            precedent::succeed(organization, body, month.parameters.precedent.continuity);
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::testing::mean;

    const RULE: &str = "[safeguards.periodic_redesign]\nperiod_ticks = 12\ndepth = 1.0\n";

    #[test]
    fn bodies_fit_again_and_it_takes_hours() {
        assert!(mean(RULE, "body_fit", 60..120) > mean("", "body_fit", 60..120) + 0.2);
        assert!(mean(RULE, "safeguard_hours", 60..120) > 0.0);
    }

    #[test]
    fn experience_goes_and_the_staff_gain() {
        let staff =
            |rule: &str| mean(&format!("precedent.barrier = -100.0\n{rule}"), "influence_staff", 60..120);
        assert!(mean(RULE, "tenure", 60..120) < 0.7 * mean("", "tenure", 60..120));
        assert!(staff(RULE) > staff(""));
    }
}
