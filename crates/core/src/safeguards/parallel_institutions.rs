//! Federation and parallel institutions: councils, co-operatives and mutual aid that the locals build
//! themselves, before a breakthrough or after.
//!
//! Costs money and hours while it is built, and its delegates' hours after. Fails as its own top: where few
//! come its delegates stay on past their mandates like any others.

use super::{Safeguard, Setting, Takes};
use crate::mechanisms::mandates::fill_body;
use crate::mechanisms::offices::leave_seat;
use crate::mechanisms::precedent;
use crate::mechanisms::scratch::Scratch;
use crate::mechanisms::settlement::count_backlogs;
use crate::mechanisms::structures;
use crate::month::Month;
use crate::phase::PhaseName;
use crate::sentence::{Sentence, Template};
use crate::state::{Exit, Organization, Reason, Route};

safeguard! {
    /// Federation and parallel institutions.
    pub struct ParallelInstitutions {
        /// Share of matters bound for the centre that they take over once they are built.
        share: f64 = 0.5, in 0.0..=1.0, "share", "free";
        /// Months that it takes to build them, in quiet times.
        building_ticks: u32 = 24, in 1..=600, "months", "free";
        /// Delegates who meet.
        delegates: u32 = 20, in 1..=1000, "seats", "free", founding;
        /// Share of what stays with the locals that is pooled in them.
        resources: f64 = 0.15, in 0.0..=1.0, "share", "free";
        /// How far members take what their federation settles as their own say.
        own_say: f64 = 0.6, in 0.0..=1.0, "share", "free";
        /// Money a month that building and upkeep take.
        upkeep: f64 = 0.03, in 0.0..=10.0, "dues a member", "free";
        /// Hours a month of each member present while they are built.
        hours: f64 = 0.3, in 0.0..=100.0, "hours", "free";
    }
}

impl Safeguard for ParallelInstitutions {
    const NAME: &'static str = "parallel_institutions";
    const TAKES: Takes = Takes::Money;
    const TEMPLATES: &'static [Template] = &[
        (
            "effect.parallel_institutions",
            "The locals build institutions of their own{when}: after {building_ticks:months} in quiet times a council \
             of {delegates:delegates} takes over {share:percent} of what would go to the centre and pools \
             {resources:percent} of the locals' money. It costs {upkeep:dues} a month for each member and, while it \
             is built, each member present {hours:hours} a month; under threat building slows.",
        ),
        ("when.never", ""),
        ("when.before", ", before any shock"),
        ("when.after", ", after the first shock"),
    ];

    fn effect(&self, sentence: Sentence, setting: &Setting) -> Sentence {
        let when = match setting.first_shock {
            None => "never",
            Some(start) if start < self.from_tick => "after",
            Some(_) => "before",
        };
        sentence
            .choice("when", when)
            .number("building_ticks", self.building_ticks)
            .number("delegates", self.delegates)
            .number("share", self.share)
            .number("resources", self.resources)
            .number("upkeep", self.upkeep)
            .number("hours", self.hours)
    }

    fn shape(&self, organization: &Organization, month: &mut Month) {
        let rules = &mut month.rules;
        rules.parallel_share = (self.share * self.compliance) as f32;
        rules.upkeep += self.upkeep * self.compliance * organization.size() as f64;
        rules.parallel_resources = f64::from(organization.built) * self.resources * self.compliance;
        rules.parallel_own_say = self.own_say as f32;
        if organization.built < 1.0 {
            rules.member_hours += (self.hours * self.compliance) as f32;
        }
    }

    fn act(
        &self,
        after: PhaseName,
        organization: &mut Organization,
        month: &mut Month,
        scratch: &mut Scratch,
    ) {
        if after != PhaseName::Membership || self.compliance == 0.0 {
            return;
        }
        let number = organization.parallel();
        if !organization.offices.bodies[number].active {
            organization.offices.bodies[number].active = true;
            structures::rewrite(organization, month, number, Reason::LocalsFederate);
            fill_body(organization, month, &mut scratch.polls, &scratch.tables, number);
        }
        // Who fights for survival builds little, and so does who has no money.
        let calm = 1.0 - organization.emergency.threat;
        let funded = if organization.locals.iter().any(|local| local.reserve > 0.0) { 1.0 } else { 0.0 };
        let built = calm * funded * self.compliance as f32 / self.building_ticks as f32;
        organization.built = (organization.built + built).min(1.0);
    }

    fn delegates(&self) -> u32 {
        self.delegates
    }

    /// Their money and their matters go back to the locals.
    fn end(&self, organization: &mut Organization, month: &Month) {
        let number = organization.parallel();
        for seat in 0..organization.offices.bodies[number].seats.len() {
            leave_seat(organization, number, seat, month.number, Exit::Expiry);
        }
        organization.offices.bodies[number].active = false;
        precedent::succeed(organization, number, 0.0);
        organization.built = 0.0;
        let each = organization.treasury.parallel_reserve / organization.locals.len() as f64;
        organization.locals.iter_mut().for_each(|local| local.reserve += each);
        organization.treasury.parallel_reserve = 0.0;
        for decision in
            organization.agenda.decisions.iter_mut().filter(|decision| decision.route == Route::Parallel)
        {
            decision.route = Route::Local;
        }
        count_backlogs(organization);
    }
}

#[cfg(test)]
mod tests {
    use crate::testing::{SIEGE, mean};

    const RULE: &str = "[safeguards.parallel_institutions]\n";

    #[test]
    fn they_take_over_matters_and_cost_money_and_hours() {
        assert!(mean(RULE, "influence_parallel", 60..120) > 0.02);
        let siege = |rule: &str| mean(&format!("{SIEGE}{rule}"), "central_share_stakes", 90..120);
        assert!(siege(RULE) < siege(""));
        assert!(mean(RULE, "safeguard_hours", 2..20) > 0.0);
        assert!(mean(RULE, "reserve", 2..12) < mean("", "reserve", 2..12));
    }

    #[test]
    fn begun_under_siege_they_come_too_late() {
        let share =
            |from: u32| mean(&format!("{SIEGE}{RULE}from_tick = {from}\n"), "central_share_stakes", 60..90);
        assert!(share(0) < share(40));
    }

    #[test]
    fn where_few_come_its_own_top_stays_on() {
        let passive = "participation.founding = 0.1\nparticipation.base = -3.0\n";
        let turnover = |ground: &str| mean(&format!("{ground}{RULE}"), "turnover_term", 60..120);
        assert!(turnover(passive) < 0.5 * turnover(""));
    }
}
