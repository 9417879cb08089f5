//! The budget: the division of the dues is a matter too, and so is the control of the means of production.
//!
//! Once a period it is decided, by the centre with the log odds of any big matter and otherwise by the members. The centre
//! wishes for what it spent and `appetite` more; members grant what it spent, less `thrift` as far as they do not hold the
//! organization to be theirs. The share of the dues moves a step towards the wish. Assets belong to all members; control of
//! them, and of what they yield, moves to whoever decided.

use crate::month::Month;
use crate::random::StreamId;
use crate::state::{Organization, Route};

/// Divides the dues anew where it is time.
pub fn run(organization: &mut Organization, month: &Month) {
    let parameters = month.parameters.budget;
    if !(month.number + 1).is_multiple_of(parameters.period_ticks) {
        return;
    }
    let (spent, dues) = std::mem::take(&mut organization.treasury.since_budget);
    let used = if dues > 0.0 { (spent / dues).max(0.0) } else { 0.0 };
    let decider = decider(organization, month);
    let (wish, control) = match decider {
        Route::Central => (used * (1.0 + parameters.appetite), 1.0),
        _ => (used * (1.0 - parameters.thrift * (1.0 - belief(organization))), 0.0),
    };
    let treasury = &mut organization.treasury;
    treasury.central_dues += parameters.step * (wish.min(1.0) - treasury.central_dues);
    treasury.assets_central += parameters.assets_step * (control - treasury.assets_central);
    let habit = &mut organization.agenda.budget;
    match decider {
        Route::Central => habit.body += 1.0,
        _ => habit.own += 1.0,
    }
}

/// Means of production fall to the organization: to the centre as far as it spends the dues and the locals have built nothing
/// that could take them over.
pub fn seize(organization: &mut Organization, month: &Month) {
    let seized = month.rules.pressure.assets * organization.size() as f64;
    if seized <= 0.0 {
        return;
    }
    let treasury = &mut organization.treasury;
    let central = treasury.central_dues * (1.0 - f64::from(organization.built));
    let all = treasury.assets + seized;
    treasury.assets_central = (treasury.assets_central * treasury.assets + central * seized) / all;
    treasury.assets = all;
}

/// Share of the dues that reaches the centre: what the budget gives it, what it requisitions under emergency powers, and
/// less what rules keep for the locals.
pub fn central_share(organization: &Organization, month: &Month) -> f64 {
    let levy = if organization.emergency.powers.is_some() { month.parameters.emergency.levy } else { 0.0 };
    let dues = organization.treasury.central_dues;
    (dues + (1.0 - dues) * levy).min(1.0 - month.rules.local_share_floor) * (1.0 - month.rules.dissent_share)
}

/// Who decides: the centre or the members.
fn decider(organization: &Organization, month: &Month) -> Route {
    let precedent = month.parameters.precedent;
    let habit = organization.agenda.budget;
    let outside = f64::from(habit.outside()) + precedent.founding_central_share;
    let share = outside / (outside + f64::from(habit.own) + 1.0 - precedent.founding_central_share);
    let powers =
        if organization.emergency.powers.is_some() { month.parameters.emergency.central_push } else { 0.0 };
    let odds = precedent.habit * (2.0 * share - 1.0) - precedent.bias
        + precedent.big
        + precedent.absence * (0.5 - f64::from(organization.turnout))
        + powers;
    let up = 1.0 / (1.0 + libm::exp(-odds));
    if month.rng(StreamId::Budget, 0).chance(up) { Route::Central } else { Route::Local }
}

/// Mean belief of members that the organization is theirs.
fn belief(organization: &Organization) -> f64 {
    let believers = |local: &crate::state::Local| f64::from(local.belief) * f64::from(local.count);
    organization.locals.iter().map(believers).sum::<f64>() / organization.size().max(1) as f64
}
