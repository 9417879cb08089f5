//! Secession: a local whose grievance is collective wants to leave.
//!
//! Where secession is allowed, the local becomes an organization of its own with its members and its money, an ally if it
//! was federated. Where it is not, the local is suppressed, at a cost. The last local has nobody to leave.

use crate::month::Month;
use crate::random::StreamId;
use crate::simd;
use crate::state::{Autonomy, Local, Organization, Reason, What};

/// Lets locals leave, or suppresses them.
pub fn run(organization: &mut Organization, month: &mut Month) {
    let parameters = &month.parameters.secession;
    if parameters.rate <= 0.0 {
        return;
    }
    let rule = month.rules.exodus;
    let threshold = rule.map_or(parameters.threshold, |rule| rule.threshold);
    let is_there = |local: &Local| local.count > 0 && local.autonomy != Autonomy::Seceded;
    let mut there = organization.locals.iter().filter(|local| is_there(local)).count();
    for number in 0..organization.locals.len() {
        if there < 2 {
            return;
        }
        let local = &organization.locals[number];
        // Fewer than five members make no organization.
        if local.count < 5 || local.autonomy == Autonomy::Seceded {
            continue;
        }
        let sum = simd::sum(&organization.members.grievance[local.slots.clone()]);
        if f64::from(sum) <= threshold * f64::from(local.count) {
            continue;
        }
        let mut rng = month.rng(StreamId::Secession, number as u32);
        if !rng.chance(parameters.rate) {
            continue;
        }
        match rule.filter(|rule| rng.chance(rule.compliance)) {
            Some(rule) => {
                there -= 1;
                organization.secession.leaving.push((number as u32, rule.takes));
                organization.note(What::Seceded, number, None, Reason::LocalHadEnough);
            }
            None => suppress(organization, month, number),
        }
    }
}

fn suppress(organization: &mut Organization, month: &Month, number: usize) {
    let parameters = &month.parameters.secession;
    let cost = parameters.suppression_cost * f64::from(organization.locals[number].count);
    organization.treasury.reserve -= cost;
    organization.books.flow.money.1 += cost;
    organization.locals[number].hope *= (1.0 - parameters.suppression_hope) as f32;
    organization.note(What::Suppressed, number, None, Reason::LeavingNotAllowed);
}

#[cfg(test)]
mod tests {
    use crate::history::History;
    use crate::model::Model;
    use crate::outcome::Condition;
    use crate::scenario::Scenario;
    use crate::state::What;

    /// Everybody minds, and whoever may leave does.
    fn histories(groups: u32) -> Vec<History> {
        let mut scenario = Scenario::default();
        (scenario.ticks, scenario.organization.members, scenario.organization.groups) =
            (24, 40, Some(groups));
        (scenario.voice.tolerance, scenario.voice.tolerance_spread) = (0.0, 0.0);
        (scenario.voice.grievance_gain, scenario.secession.rate) = (10.0, 1.0);
        scenario.safeguards.freedom_to_split = Some(Default::default());
        Model::new(scenario).expect("a valid scenario").run(0).expect("it runs")
    }

    #[test]
    fn the_last_local_has_nobody_to_leave() {
        let seceded = |history: &History| history.events.iter().any(|event| event.what == What::Seceded);
        assert!(!histories(1).iter().any(seceded));
        let parts = histories(4);
        assert_eq!(parts.len(), 4, "three of four leave");
        assert!(parts.iter().all(|part| part.outcome.condition != Condition::Collapsed));
    }
}
