//! Time-bombed committees: a charter expires unless it is renewed.
//!
//! When its time is over a committee ends: for some months there is none, and what it would have settled stays with the
//! locals. Then it is chartered anew, its seats are filled anew, and its mandate is narrower: matters above a ceiling of
//! stakes are not its business. Costs hours of deliberation and a gap in capacity. Fails as a rubber stamp: real reviews renew
//! 96.5–98 % of what they look at.

use super::{Safeguard, Setting, Takes};
use crate::mechanisms::mandates;
use crate::mechanisms::offices::leave_seat;
use crate::mechanisms::precedent;
use crate::mechanisms::scratch::Scratch;
use crate::mechanisms::structures;
use crate::month::Month;
use crate::phase::PhaseName;
use crate::random::StreamId;
use crate::sentence::{Sentence, Template};
use crate::state::{Exit, Organization, Reason, What};

safeguard! {
    /// Time-bombed committees.
    pub struct TimeBombedCommittees {
        /// Life of a charter.
        lifetime_ticks: u32 = 24, in 1..=600, "months", "free";
        /// Chance that a review renews the charter as it is, unread.
        rubber_stamp: f64 = 0.3, in 0.0..=1.0, "probability", "free; .965–.98 in the real world (sunset reviews, US emergencies)";
        /// Share of members present that it takes to charter a committee anew.
        quorum: f64 = 0.15, in 0.0..=1.0, "share", "free";
        /// Stakes above which ordinary matters are not the business of a committee that is chartered anew.
        ceiling: f64 = 1.2, in 0.0..=1e6, "mean stakes", "free";
        /// Hours that a review takes of each member present.
        review_hours: f64 = 1.0, in 0.0..=100.0, "hours", "free";
        /// Months without a committee after its charter has expired.
        gap_ticks: u32 = 3, in 1..=600, "months", "free";
    }
}

impl Safeguard for TimeBombedCommittees {
    const NAME: &'static str = "time_bombed_committees";
    const TAKES: Takes = Takes::Power;
    const TEMPLATES: &'static [Template] = &[(
        "effect.time_bombed_committees",
        "The charter of each committee is reviewed {lifetime_ticks:every}. {rubber_stamp:percent} of reviews \
         renew it unread; after all others there is no committee for {gap_ticks:months}, and the locals settle its \
         matters. Then, where at least {quorum:percent} of members are present, it is chartered anew with new \
         elections, and matters with stakes above {ceiling}, where the mean is 1, are no longer its business. A \
         review costs each member present {review_hours:hours}.",
    )];

    fn effect(&self, sentence: Sentence, _setting: &Setting) -> Sentence {
        sentence
            .number("lifetime_ticks", self.lifetime_ticks)
            .number("rubber_stamp", self.rubber_stamp)
            .number("ceiling", self.ceiling)
            .number("quorum", self.quorum)
            .number("gap_ticks", self.gap_ticks)
            .number("review_hours", self.review_hours)
    }

    fn act(
        &self,
        after: PhaseName,
        organization: &mut Organization,
        month: &mut Month,
        scratch: &mut Scratch,
    ) {
        if after != PhaseName::Mandates {
            return;
        }
        let committees = month.parameters.organization.domains;
        for body in 1..=committees as usize {
            let age = month.number - organization.offices.bodies[body].chartered;
            if organization.offices.bodies[body].active {
                if self.is_due(month.number, body as u32, committees) {
                    self.review(organization, month, body);
                }
            } else if age >= self.gap_ticks
                && !organization.offices.bodies[body].seats.is_empty()
                && f64::from(organization.turnout) >= self.quorum
            {
                organization.offices.bodies[body].active = true;
                organization.offices.bodies[body].ceiling = self.ceiling as f32;
                structures::rewrite(organization, month, body, Reason::GapOver);
                mandates::fill_body(organization, month, &mut scratch.polls, &scratch.tables, body);
            }
        }
    }

    /// Committees that are gone come back.
    fn end(&self, organization: &mut Organization, month: &Month) {
        for body in 1..organization.command() {
            let state = &organization.offices.bodies[body];
            if !state.active && !state.seats.is_empty() {
                organization.offices.bodies[body].active = true;
                structures::rewrite(organization, month, body, Reason::NoLongerExpire);
            }
            organization.offices.bodies[body].ceiling = f32::INFINITY;
        }
    }
}

impl TimeBombedCommittees {
    /// Dates come one lifetime apart, and committee after committee, so that they do not all fall into one month.
    pub fn is_due(&self, tick: u32, committee: u32, committees: u32) -> bool {
        let first = self.from_tick + (self.lifetime_ticks * committee / committees).max(1);
        tick >= first && (tick - first).is_multiple_of(self.lifetime_ticks)
    }

    fn review(&self, organization: &mut Organization, month: &Month, body: usize) {
        let mut rng = month.rng(StreamId::Charters, body as u32);
        // A date that is let pass is let pass: nobody looks again before the next one.
        if !rng.chance(self.compliance) {
            return;
        }
        organization.owe_hours(self.review_hours);
        if rng.chance(self.rubber_stamp) {
            organization.note(What::CharterRenewed, body, None, None);
            return;
        }
        self.expire(organization, month, body);
    }

    fn expire(&self, organization: &mut Organization, month: &Month, body: usize) {
        precedent::succeed(organization, body, month.parameters.precedent.continuity);
        organization.offices.bodies[body].active = false;
        organization.offices.bodies[body].chartered = month.number;
        organization.note(What::CharterExpired, body, None, Reason::TimeOver);
        for seat in 0..organization.offices.bodies[body].seats.len() {
            leave_seat(organization, body, seat, month.number, Exit::Expiry);
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::testing::{SIEGE, mean};

    const RULE: &str = "[safeguards.time_bombed_committees]\nlifetime_ticks = 12\n";

    #[test]
    fn charters_stay_young_the_centre_stays_small_and_reviews_take_hours() {
        assert!(mean(RULE, "body_age", 60..120) < 40.0);
        let siege = |rule: &str| mean(&format!("{SIEGE}{rule}"), "central_share_stakes", 90..120);
        assert!(siege(RULE) < siege("") - 0.1, "{} {}", siege(RULE), siege(""));
        assert!(mean(RULE, "safeguard_hours", 60..120) > 0.0);
    }

    #[test]
    fn a_rubber_stamp_does_little() {
        let share = |rule: &str| mean(&format!("{SIEGE}{rule}"), "central_share_stakes", 90..120);
        let stamped =
            share("[safeguards.time_bombed_committees]\nlifetime_ticks = 12\nrubber_stamp = 0.98\n");
        assert!((share("") - stamped) < 0.35 * (share("") - share(RULE)));
    }
}
