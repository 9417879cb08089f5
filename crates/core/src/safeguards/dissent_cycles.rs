//! Dissent cycles: critique with a stake.
//!
//! Costs hours, and the money that a bloc spends elsewhere. Fails as a ritual vent where the stake is nil:
//! grievance is let off and nothing moves.

use serde::{Deserialize, Serialize};

use super::{Safeguard, Setting, Takes};
use crate::mechanisms::scratch::Scratch;
use crate::month::Month;
use crate::phase::PhaseName;
use crate::random::StreamId;
use crate::rules::MINDED;
use crate::sentence::{Sentence, Template};
use crate::state::{Class, Local, Organization};

/// What a dissenting bloc can win in a cycle.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Stake {
    /// Nothing: a forum.
    Nothing,
    /// A budget line.
    Budget,
    /// A review of what the centre has drawn to itself.
    Review,
    /// Budget and review in turn.
    Alternating,
    /// One of the two, by lot.
    Varied,
}

safeguard! {
    /// Dissent cycles.
    pub struct DissentCycles {
        /// Months between cycles.
        period_ticks: u32 = 6, in 1..=600, "months", "free";
        /// What is at stake: "nothing", "budget", "review", "alternating" or "varied".
        stake: Stake = Stake::Varied, "", "free";
        /// Share of the central income that a bloc spends in the locals for the month.
        budget_share: f64 = 0.2, in 0.0..=1.0, "share", "free";
        /// Months in which, after a review, the centre may not take up ordinary matters of the domain in which it settled most.
        review_ticks: u32 = 3, in 0..=600, "months", "free";
        /// Share of members with a grievance that it takes.
        quorum: f64 = 0.05, in 0.0..=1.0, "share", "free";
        /// Hours that a cycle takes of each member present.
        hours: f64 = 1.0, in 0.0..=100.0, "hours", "free";
        /// Share of their grievance that members let off where nothing is at stake.
        vent: f64 = 0.3, in 0.0..=1.0, "share", "free";
        /// Share of their hope that they lose when nothing comes of it.
        disappointment: f64 = 0.05, in 0.0..=1.0, "share", "free";
    }
}

impl DissentCycles {
    fn is_due(&self, tick: u32) -> bool {
        tick > self.from_tick && (tick - self.from_tick).is_multiple_of(self.period_ticks)
    }

    fn held(&self, month: &Month) -> bool {
        self.is_due(month.number) && month.rng(StreamId::Dissent, 0).chance(self.compliance)
    }

    fn stake(&self, month: &Month) -> Stake {
        let review = match self.stake {
            Stake::Alternating => (month.number / self.period_ticks).is_multiple_of(2),
            Stake::Varied => month.rng(StreamId::Dissent, 1).chance(0.5),
            fixed => return fixed,
        };
        if review { Stake::Review } else { Stake::Budget }
    }

    /// Members with a grievance that they would voice where it is safe.
    fn bloc(organization: &Organization) -> f64 {
        let minded = organization.members.grievance.iter().filter(|grievance| **grievance > MINDED).count();
        minded as f64 / organization.size().max(1) as f64
    }
}

impl Safeguard for DissentCycles {
    const NAME: &'static str = "dissent_cycles";
    const TAKES: Takes = Takes::Power;
    const TEMPLATES: &'static [Template] = &[
        (
            "effect.dissent_cycles",
            "{period_ticks:each} members with a grievance are heard: where they are at least {quorum:percent} of \
             members, {stake}. A cycle costs each member present {hours:hours}.",
        ),
        (
            "stake.nothing",
            "members let off {vent:percent} of their grievance and win nothing, and locals lose \
             {disappointment:percent} of their hope",
        ),
        ("stake.budget", "they win {budget_share:percent} of the month's central income for the locals"),
        (
            "stake.review",
            "they win a review, after which for {review_ticks:months} the centre may not take up ordinary matters of the domain in which it settled most",
        ),
        (
            "stake.alternating",
            "they win, in turn, {budget_share:percent} of the month's central income for the locals and a review, after \
             which for {review_ticks:months} the centre may not take up ordinary matters of the domain in which it settled \
             most",
        ),
        (
            "stake.varied",
            "they win, by lot, {budget_share:percent} of the month's central income for the locals or a review, after \
             which for {review_ticks:months} the centre may not take up ordinary matters of the domain in which it settled \
             most",
        ),
    ];

    fn effect(&self, sentence: Sentence, _setting: &Setting) -> Sentence {
        let stake = match self.stake {
            Stake::Nothing => "nothing",
            Stake::Budget => "budget",
            Stake::Review => "review",
            Stake::Alternating => "alternating",
            Stake::Varied => "varied",
        };
        sentence
            .number("period_ticks", self.period_ticks)
            .number("quorum", self.quorum)
            .choice("stake", stake)
            .number("budget_share", self.budget_share)
            .number("review_ticks", self.review_ticks)
            .number("vent", self.vent)
            .number("disappointment", self.disappointment)
            .number("hours", self.hours)
    }

    fn shape(&self, organization: &Organization, month: &mut Month) {
        if self.held(month) {
            month.rules.member_hours += self.hours as f32;
            if self.stake(month) == Stake::Budget && Self::bloc(organization) >= self.quorum {
                month.rules.dissent_share += self.budget_share;
            }
        }
    }

    fn act(
        &self,
        after: PhaseName,
        organization: &mut Organization,
        month: &mut Month,
        _scratch: &mut Scratch,
    ) {
        if after != PhaseName::Voice || !self.held(month) || Self::bloc(organization) < self.quorum {
            return;
        }
        let stake = self.stake(month);
        if stake == Stake::Nothing {
            // The vent: what was said is said, and next time fewer believe in it.
            let left = (1.0 - self.vent) as f32;
            organization.members.grievance.iter_mut().for_each(|grievance| *grievance *= left);
            let kept = (1.0 - self.disappointment) as f32;
            organization.locals.iter_mut().for_each(|local| local.hope *= kept);
            return;
        }
        for local in &mut organization.locals {
            local.hope += month.parameters.voice.hope as f32 * (1.0 - local.hope);
        }
        if stake == Stake::Review {
            let domain = most_central(organization);
            organization.agenda.barred_until[domain] = month.number + 1 + self.review_ticks;
        }
    }
}

/// The domain in whose ordinary matters the centre has the largest habit.
fn most_central(organization: &Organization) -> usize {
    let domains = organization.locals[0].habits.len() / 2;
    let centre = |domain: usize| {
        let habits =
            organization.locals.iter().map(|local| local.habits[Local::cell(domain, Class::Ordinary)]);
        habits.fold(0.0, |sum, habit| sum + f64::from(habit.body + habit.staff))
    };
    (0..domains).max_by(|a, b| centre(*a).total_cmp(&centre(*b))).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use crate::testing::{SIEGE, mean};

    const RULE: &str = "[safeguards.dissent_cycles]\nstake = \"review\"\nquorum = 0.0\n";

    #[test]
    fn reviews_hold_the_centre_back_and_take_hours() {
        let share = |rule: &str| mean(&format!("{SIEGE}{rule}"), "central_share_stakes", 90..120);
        assert!(share(RULE) < share("") - 0.05);
        assert!(mean(RULE, "safeguard_hours", 60..120) > 0.0);
    }

    #[test]
    fn without_a_stake_it_is_a_vent() {
        let vent = "[safeguards.dissent_cycles]\nstake = \"nothing\"\nquorum = 0.0\n";
        let at = |rule: &str, measure: &str| mean(&format!("{SIEGE}{rule}"), measure, 90..120);
        assert!(
            at(vent, "grievance_hidden") + at(vent, "grievance_visible")
                < at("", "grievance_hidden") + at("", "grievance_visible")
        );
        assert!(at(vent, "central_share_stakes") > at("", "central_share_stakes") - 0.05);
    }
}
