//! Capacity and delay: the hours of assemblies, seats and staff, and the time that matters wait.
//!
//! An assembly works as one. A central body pools its seats and staff, and pooling cuts delay
//! (Erlang-C). That efficiency is a true benefit; it makes the centre seductive.

use crate::mechanisms::quality::Jury;
use crate::mechanisms::structures;
use crate::mechanisms::tables::Tables;
use crate::month::Month;
use crate::rules::TermLimit;
use crate::state::{Autonomy, Body, Decision, Local, Organization, Route, Tier};

/// Counts this month's hours.
pub fn run(organization: &mut Organization, month: &mut Month, tables: &mut Tables) {
    let capacity = &month.parameters.capacity;
    tables.learn(&month.parameters, month.number);
    month.rules.member_hours += std::mem::take(&mut organization.agenda.hours_owed);
    let hours = (month.parameters.participation.hours as f32 - month.rules.member_hours).max(0.0);
    let gain = capacity.skill_gain as f32;
    drill(organization, month);
    for local in &mut organization.locals {
        local.capacity = local.present * hours * (1.0 - gain + gain * local.skill);
        local.settled = (0.0, 0.0, 0.0);
        local.cost = 0.0;
    }
    let staff = organization.offices.staff.len() as f32;
    let active = || organization.centre().iter().filter(|body| body.active);
    let seats: usize = active().map(|body| body.seats.len()).sum();
    let idle = capacity.parkinson as f32 * staff / (staff + seats as f32).max(1.0);
    let waiting: f32 = active().map(|body| body.backlog + 1.0).sum();
    let pooled = staff * capacity.staff_hours as f32 * (1.0 - idle);
    let taken = month.rules.seat_hours.min(capacity.seat_hours as f32);
    let seat_hours = (capacity.seat_hours as f32 - month.rules.seat_hours).max(0.0);
    for body in &mut organization.offices.bodies {
        body.settled = 0.0;
        let held = body.seats.iter().filter(|seat| seat.holder.is_some()).count() as f32;
        let own = own_hours(body, month);
        let seats = (held * seat_hours - own).max(0.0);
        organization.books.flow.safeguard_hours += f64::from(held * taken + own);
        // Staff belong to the centre; the parallel institution has its delegates alone.
        let share = if body.tier == Tier::Parallel { 0.0 } else { (body.backlog + 1.0) / waiting };
        body.capacity = if body.active { seats + pooled * share } else { 0.0 };
    }
}

/// Hours that handovers under rotation and hearings of the shadow office take of a body.
fn own_hours(body: &Body, month: &Month) -> f32 {
    let new = |rule: &TermLimit| {
        let seats = body.seats.iter().filter(|seat| seat.holder.is_some() && seat.months(month.number) == 1);
        seats.filter(|seat| seat.bound).count() as f64 * rule.handover_hours
    };
    let shadows = body.seats.iter().filter(|seat| seat.shadow.is_some()).count() as f64;
    let heard = month.rules.critics.map_or(0.0, |rule| rule.hours * shadows);
    (month.rules.term_limit.as_ref().map_or(0.0, new) + heard) as f32
}

/// Marks the locals for which the centre pauses this month.
fn drill(organization: &mut Organization, month: &Month) {
    let count = organization.locals.len() as f64;
    for (number, local) in organization.locals.iter_mut().enumerate() {
        let drilled = month.rules.pause.is_some_and(|pause| {
            let place = (number as f64 + 0.5) / count + 1.0 - pause.offset;
            place - libm::floor(place) < pause.scope
        });
        local.autonomy = match local.autonomy {
            Autonomy::Seceded => Autonomy::Seceded,
            Autonomy::Normal | Autonomy::Drilled if drilled => Autonomy::Drilled,
            Autonomy::Normal | Autonomy::Drilled => Autonomy::Normal,
        };
    }
}

/// Months that a new matter would take in its local.
pub fn local_delay(local: &Local, month: &Month) -> f32 {
    let work = month.parameters.decisions.hours as f32;
    ((local.backlog + work) / local.capacity.max(1.0)).clamp(0.02, 24.0)
}

/// Months that a new matter would take at the centre: the way there, the queue, and Erlang's wait.
pub fn central_delay(organization: &Organization, domain: u8, month: &Month) -> f32 {
    let body = &organization.offices.bodies[organization.body_for_domain(domain, 1.0)];
    let work = month.parameters.decisions.hours;
    let bodies = organization.centre().iter().filter(|body| body.active).count().max(1);
    let servers = (body.seats.len() + organization.offices.staff.len() / bodies).max(1) as u32;
    let each = f64::from(body.capacity.max(1.0)) / f64::from(servers);
    let load = f64::from(body.backlog) / each;
    let wait = erlang_c(servers.min(500), load.min(0.98 * f64::from(servers.min(500))));
    let service =
        (work / f64::from(body.capacity.max(1.0))).max(work / month.parameters.capacity.staff_hours);
    let queue = f64::from(body.backlog / body.capacity.max(1.0));
    (month.rules.distance + service * (1.0 + wait) + queue).clamp(0.02, 24.0) as f32
}

/// Probability of a wait where `servers` share one queue, by Erlang's C formula; `load` in servers.
pub fn erlang_c(servers: u32, load: f64) -> f64 {
    let blocking = (1..=servers).fold(1.0, |b, k| load * b / (f64::from(k) + load * b));
    let use_of_each = load / f64::from(servers);
    blocking / (1.0 - use_of_each * (1.0 - blocking))
}

/// Hours left and accuracy, of each local and each body.
#[derive(Debug, Clone, Default)]
pub struct Settling {
    hours: (Vec<f32>, Vec<f32>),
    /// Hours that each body has for the locals of a drill.
    drilled: Vec<f32>,
    chances: (Vec<f32>, Vec<f32>),
}

/// Settles waiting matters, oldest first, while hours last; the others wait on or lapse.
pub fn settle(organization: &mut Organization, month: &Month, settling: &mut Settling, tables: &Tables) {
    let mut waiting = std::mem::take(&mut organization.agenda.decisions);
    let Settling { hours, drilled, chances } = settling;
    fill(&mut hours.0, organization.locals.iter().map(|local| local.capacity));
    fill(&mut hours.1, organization.offices.bodies.iter().map(|body| body.capacity));
    let part = month.rules.pause.map_or(0.0, |pause| pause.part as f32);
    fill(drilled, hours.1.iter().map(|hours| (1.0 - part) * hours));
    right(organization, month, tables, chances);
    waiting.retain_mut(|decision| {
        let body = organization.body_for(decision);
        let drill = decision.route == Route::Central
            && organization.locals[decision.local as usize].autonomy == Autonomy::Drilled;
        let hours = match body {
            Some(body) => &mut hours.1[body],
            None => &mut hours.0[decision.local as usize],
        };
        let mut worked = hours.min(decision.hours);
        if let Some(left) = body.filter(|_| drill).map(|body| &mut drilled[body]) {
            worked = worked.min(*left);
            *left -= worked;
        }
        *hours -= worked;
        decision.hours -= worked;
        if decision.hours <= 0.0 {
            close(organization, month, decision, body, chances, *hours);
            return false;
        }
        if month.number - decision.since >= month.parameters.decisions.lapse_ticks {
            let loss = month.parameters.viability.missed_cost
                * f64::from(decision.stakes * organization.emergency.threat);
            organization.books.flow.damage += loss;
            organization.locals[decision.local as usize].cost += if body.is_some() { 0.0 } else { loss };
            return false;
        }
        true
    });
    organization.agenda.decisions = waiting;
    count_backlogs(organization);
}

/// Puts what there is in the place of what there was.
fn fill(column: &mut Vec<f32>, values: impl Iterator<Item = f32>) {
    column.clear();
    column.extend(values);
}

/// Sums the hours of waiting matters by local and body.
pub fn count_backlogs(organization: &mut Organization) {
    organization.locals.iter_mut().for_each(|local| local.backlog = 0.0);
    organization.offices.bodies.iter_mut().for_each(|body| body.backlog = 0.0);
    for k in 0..organization.agenda.decisions.len() {
        let decision = organization.agenda.decisions[k];
        match organization.body_for(&decision) {
            Some(body) => organization.offices.bodies[body].backlog += decision.hours,
            None => organization.locals[decision.local as usize].backlog += decision.hours,
        }
    }
}

/// Accuracy this month of each local and each body.
fn right(organization: &Organization, month: &Month, tables: &Tables, chances: &mut (Vec<f32>, Vec<f32>)) {
    let quality = &month.parameters.quality;
    let seen = f64::from(month.rules.transparency);
    let information = (quality.local_information + quality.published_information * seen).min(1.0);
    // Most have as many voices as count.
    let mut jury = Jury::of(quality.voices_max);
    let mut chance = |voices: f64, skill: f64, information: f64| {
        let voices = voices.clamp(1.0, quality.voices_max);
        if voices != jury.voices {
            jury = Jury::of(voices);
        }
        jury.right(0.5 + 0.5 * skill * information) as f32
    };
    let assembly = |local: &Local| {
        let voices = f64::from(local.weight.0 * local.weight.0 / local.weight.1.max(1e-9));
        chance(voices, f64::from(local.skill), information)
    };
    fill(&mut chances.0, organization.locals.iter().map(assembly));
    let body = |body: &Body| {
        let (voices, skill) = critics(organization, month, tables, body);
        let known = structures::known(body.fit, month.parameters.structures);
        chance(voices, skill, quality.central_information * known)
    };
    fill(&mut chances.1, organization.offices.bodies.iter().map(body));
}

/// Independent voices in a body and their mean skill: the seats, and the critics in the shadow office.
fn critics(organization: &Organization, month: &Month, tables: &Tables, body: &Body) -> (f64, f64) {
    let skill = |who: u32, months: u32| {
        let skill = organization.members.skill[who as usize];
        f64::from(tables.expertise(month.parameters.shaping, skill, months))
    };
    let (mut voices, mut sum) = (0.0, 0.0);
    for seat in &body.seats {
        if let Some(who) = seat.holder {
            voices += 1.0;
            sum += skill(who, seat.months(month.number));
        }
        if let (Some(who), Some(rule)) = (seat.shadow, month.rules.critics) {
            let weight = rule.weight;
            voices += weight;
            sum += weight * skill(who, 0);
        }
    }
    (voices, sum / f64::max(voices, 1.0))
}

fn close(
    organization: &mut Organization,
    month: &Month,
    decision: &Decision,
    body: Option<usize>,
    chances: &(Vec<f32>, Vec<f32>),
    hours_left: f32,
) {
    let threat = organization.emergency.threat;
    let number = decision.local as usize;
    let (chance, capacity) = match body {
        Some(body) => (chances.1[body], organization.offices.bodies[body].capacity),
        None => (chances.0[number], organization.locals[number].capacity),
    };
    enter(organization, decision, body);
    let way = if decision.route == Route::Central { month.rules.distance as f32 } else { 0.0 };
    // The time of the month follows from the hours spent before.
    let delay = (month.number - decision.since) as f32 + 1.0 - hours_left / capacity.max(1e-6) + way;
    organization.books.flow.delay += f64::from(delay);
    organization.books.flow.quality += f64::from(chance * decision.stakes);
    let wrong = decision.uniform >= chance;
    let late = delay > decision.deadline && decision.urgency > 0.5;
    let cost = &month.parameters.viability;
    let loss = if wrong { cost.wrong_cost * f64::from(decision.stakes * (1.0 + threat)) } else { 0.0 }
        + if late { cost.missed_cost * f64::from(decision.stakes * threat) } else { 0.0 };
    organization.books.flow.damage += loss;
    organization.books.flow.wrong += if wrong { f64::from(decision.stakes) } else { 0.0 };
    let local = &mut organization.locals[number];
    local.cost += if body.is_some() { 0.0 } else { loss + cost.execution_cost * f64::from(decision.stakes) };
    // A local carries out central decisions as far as its members believe that the organization is theirs.
    let refused = match decision.route {
        Route::Central => month.parameters.legitimacy.refusal as f32 * (1.0 - local.belief),
        Route::Local | Route::Parallel => 0.0,
    };
    let kept = if wrong || late { 0.0 } else { 1.0 - refused };
    local.kept += cost.kept_rate as f32 * (kept - local.kept);
}

/// Enters a settled matter in the books.
fn enter(organization: &mut Organization, decision: &Decision, body: Option<usize>) {
    let stakes = decision.stakes;
    let local = &mut organization.locals[decision.local as usize];
    let precedent = &mut local.precedents[usize::from(decision.domain)];
    let flow = &mut organization.books.flow;
    match decision.route {
        Route::Central => {
            precedent.0 += stakes;
            local.settled.1 += stakes;
            flow.count.0 += 1;
            flow.stakes.0 += f64::from(stakes);
        }
        Route::Local => {
            precedent.1 += stakes;
            local.settled.0 += stakes;
            flow.count.1 += 1;
            flow.stakes.1 += f64::from(stakes);
        }
        Route::Parallel => {
            precedent.1 += stakes;
            local.settled.2 += stakes;
            flow.count.2 += 1;
            flow.stakes.2 += f64::from(stakes);
        }
    }
    if let Some(body) = body {
        organization.offices.bodies[body].settled += stakes;
    }
}

#[cfg(test)]
mod tests {
    use super::erlang_c;

    #[test]
    fn erlang_matches_the_single_server_and_a_published_value() {
        assert!((erlang_c(1, 0.5) - 0.5).abs() < 1e-12);
        // Two servers, load one: C = 1/3 (any queueing text).
        assert!((erlang_c(2, 1.0) - 1.0 / 3.0).abs() < 1e-12);
    }
}
