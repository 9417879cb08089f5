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
        for body in 1..=tick.scenario.organization.domains as usize {
            let (active, age) = (organization.bodies[body].active, tick.number - organization.bodies[body].chartered);
            if !active && age >= self.gap_ticks {
                organization.bodies[body].active = true;
                organization.bodies[body].chartered = tick.number;
            } else if active && age >= self.lifetime_ticks {
                self.review(organization, tick, body);
            }
        }
    }
}

impl TimeBombedCommittees {
    fn review(&self, organization: &mut Organization, tick: &Tick, body: usize) {
        let mut dice = tick.luck.dice(Draw::Charters, tick.number, body as u32);
        if !dice.chance(self.compliance) {
            // A dead letter today is one for a lifetime: nobody looks again before the next date.
            return;
        }
        debug_assert!(organization.bodies[body].tier == Tier::Committee);
        organization.flow.safeguard_hours +=
            self.review_hours * f64::from(organization.turnout()) * organization.size() as f64;
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
