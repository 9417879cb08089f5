//! Time-bombed committees: a charter expires unless it is renewed.
//!
//! Costs hours of deliberation and, where a charter lapses, a gap in capacity. Fails as a rubber stamp:
//! real reviews renew 96.5–98 % of what they look at.

use super::Safeguard;
use crate::engine::{Draw, Exit, Organization, PhaseName, Tick, Tier};
use crate::mechanisms::mandates::leave_seat;
use crate::scenario::Scenario;

safeguard! {
    /// Time-bombed committees.
    pub struct TimeBombedCommittees {
        /// Life of a charter.
        lifetime_ticks: u32 = 24, in 1..=600, "months", "free";
        /// Chance that a review renews the charter as it is, unread.
        rubber_stamp: f64 = 0.3, in 0.0..=1.0, "probability", "free; .965–.98 in the real world (sunset reviews, US emergencies)";
        /// Share of members present below which there is no review, and the charter expires.
        quorum: f64 = 0.15, in 0.0..=1.0, "share", "free";
        /// Share of the centre's precedents in the domain that a rewritten or expired charter ends.
        narrowing: f64 = 0.5, in 0.0..=1.0, "share", "free";
        /// Hours that a review takes of each member present.
        review_hours: f64 = 1.0, in 0.0..=100.0, "hours", "free";
        /// Months until an expired committee is chartered anew.
        gap_ticks: u32 = 6, in 1..=600, "months", "free";
    }
}

impl Safeguard for TimeBombedCommittees {
    const NAME: &'static str = "time_bombed_committees";

    fn effect(&self, _scenario: &Scenario) -> String {
        format!(
            "Committees expire after {} months; {:.0} % of reviews renew the charter unread, the others rewrite it and end {:.0} % \
             of the centre's precedents. A review costs {} hours of each member present; without a quorum of {:.0} % the committee is gone for {} months.",
            self.lifetime_ticks, self.rubber_stamp * 100.0, self.narrowing * 100.0, self.review_hours, self.quorum * 100.0, self.gap_ticks
        )
    }

    fn act(&self, after: PhaseName, organization: &mut Organization, tick: &mut Tick) {
        if after != PhaseName::Mandates {
            return;
        }
        let committees = tick.scenario.organization.domains;
        for body in 1..=committees as usize {
            let (active, age) = (organization.bodies[body].active, tick.number - organization.bodies[body].chartered);
            if !active && age >= self.gap_ticks {
                organization.bodies[body].active = true;
                organization.bodies[body].chartered = tick.number;
            } else if active && age >= self.lifetime(organization.bodies[body].chartered, body as u32, committees) {
                self.review(organization, tick, body);
            }
        }
    }
}

impl TimeBombedCommittees {
    /// Charters of the founding expire one after the other, so that reviews do not all fall into one month.
    fn lifetime(&self, chartered: u32, committee: u32, committees: u32) -> u32 {
        if chartered == 0 { (self.lifetime_ticks * committee / committees).max(1) } else { self.lifetime_ticks }
    }

    fn review(&self, organization: &mut Organization, tick: &Tick, body: usize) {
        let mut dice = tick.luck.dice(Draw::Charters, tick.number, body as u32);
        if !dice.chance(self.compliance) {
            // A dead letter today is one for a lifetime: nobody looks again before the next date.
            return;
        }
        debug_assert!(organization.bodies[body].tier == Tier::Committee);
        organization.owe_hours(self.review_hours);
        organization.bodies[body].chartered = tick.number;
        if dice.chance(self.rubber_stamp) {
            return;
        }
        let kept = (1.0 - self.narrowing) as f32;
        for local in &mut organization.locals {
            local.precedents[body - 1].0 *= kept;
        }
        if f64::from(organization.turnout()) < self.quorum {
            organization.bodies[body].active = false;
        }
        for seat in 0..organization.bodies[body].seats.len() {
            if organization.bodies[body].active {
                organization.bodies[body].seats[seat].ends = tick.number + 1;
            } else {
                leave_seat(organization, body, seat, tick.number, Exit::Expiry);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::safeguards::testing::{SIEGE, mean};

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
        let stamped = share("[safeguards.time_bombed_committees]\nlifetime_ticks = 12\nrubber_stamp = 0.98\n");
        assert!((share("") - stamped) < 0.35 * (share("") - share(RULE)));
    }
}
