//! The floor: clock hours in which a body hears one matter at a time, and the time until it meets.
//!
//! A matter takes `floor_hours · present^congestion` clock hours, so a meeting of H hours hears H over that. An assembly
//! whose floor is too short for what waits divides into w working groups: they hear matters side by side, and the whole
//! assembly hears `report_hours` of each. Urgent matters wait until a body is called together, √people days, and never
//! longer than until its next meeting. Members and seats differ here in nothing but their number.

use crate::mechanisms::tables::Tables;
use crate::month::Month;
use crate::parameters::meetings::Meetings;
use crate::rules::TermLimit;
use crate::state::{Autonomy, Body, Class, Local, Organization, Settled, Tier};

/// Days of a month.
const DAYS: f32 = 30.0;

/// Ordinary meetings of a body above the locals, a month: its clock hours are those of one.
const BODIES_MEET: f64 = 1.0;

/// Opens the floors of a month.
pub fn run(organization: &mut Organization, month: &mut Month, tables: &mut Tables) {
    tables.learn(&month.parameters, month.number);
    month.rules.member_hours += std::mem::take(&mut organization.agenda.hours_owed);
    drill(organization, month);
    let present: f32 = organization.locals.iter().map(|local| local.present).sum();
    organization.books.flow.safeguard_hours += f64::from(month.rules.member_hours * present);
    let hours = local_hours(month);
    let coming = coming(organization, month);
    for local in &mut organization.locals {
        (local.settled, local.cost) = (Settled::default(), 0.0);
        let expected = local.backlog + coming * local.count as f32;
        let each = tables.hours_of_matter(month.parameters.meetings, local.present as u32);
        (local.floor, local.groups) =
            assembly_floor(month.parameters.meetings, local, (hours, each), expected);
    }
    staff(organization, month);
    for body in &mut organization.offices.bodies {
        body.settled = 0.0;
        body.prepared = 0.0;
        let (hours, taken) = body_hours(body, month);
        organization.books.flow.safeguard_hours += f64::from(taken * held(body));
        let each = tables.hours_of_matter(month.parameters.meetings, held(body) as u32);
        body.floor = if body.active && held(body) > 0.0 { hours / each } else { 0.0 };
    }
}

/// Matters that are expected to come up with each member.
fn coming(organization: &Organization, month: &Month) -> f32 {
    let decisions = month.parameters.decisions;
    let threat = 1.0 + decisions.rate_threat * f64::from(organization.emergency.threat);
    (decisions.rate * month.rules.pressure.affairs * threat) as f32
}

/// Clock hours that each local meets this month.
pub fn local_hours(month: &Month) -> f32 {
    let meetings = month.parameters.meetings;
    ((meetings.a_month * meetings.hours) as f32 - month.rules.member_hours).max(0.0)
}

/// Clock hours of a matter before so many people.
pub fn hours_of_matter(meetings: &Meetings, people: f32) -> f32 {
    (meetings.floor_hours * libm::pow(f64::from(people.max(1.0)), meetings.congestion)) as f32
}

/// Matters that an assembly can hear, and the working groups into which it divides for that; each matter takes so many of its
/// hours before all.
fn assembly_floor(
    meetings: &Meetings,
    local: &Local,
    (hours, each): (f32, f32),
    expected: f32,
) -> (f32, f32) {
    let quorum = (meetings.quorum * f64::from(local.count)).max(meetings.quorum_min).min(meetings.quorum_max);
    if f64::from(local.present) < quorum.min(f64::from(local.count)) || local.present < 1.0 {
        return (0.0, 1.0);
    }
    let plenary = hours / each;
    let most = if meetings.working_group > 0 {
        libm::floorf(local.present / meetings.working_group as f32)
    } else {
        1.0
    };
    if plenary >= expected || most < 2.0 {
        return (plenary, 1.0);
    }
    // As many groups as the floor asks for: w such that each matter takes the hours that there are.
    let report = meetings.report_hours as f32;
    let each = hours / expected - report;
    let small = hours_of_matter(meetings, local.present / most);
    let groups = if each > 0.0 { libm::ceilf(small / each).clamp(2.0, most) } else { most };
    let divided = hours / (hours_of_matter(meetings, local.present / groups) / groups + report);
    if divided > plenary { (divided, groups) } else { (plenary, 1.0) }
}

/// Matters that the staff can prepare or settle this month, and the person-hours of the centre.
fn staff(organization: &mut Organization, month: &Month) {
    let work = month.parameters.work;
    let staff = organization.offices.staff.len() as f32;
    let seats: f32 = organization.centre().iter().filter(|body| body.active).map(held).sum();
    let idle = work.parkinson as f32 * staff / (staff + seats).max(1.0);
    organization.agenda.staff_left = staff * (1.0 - idle) * work.prepared as f32;
    let taken = month.rules.seat_hours.min(work.seat_hours as f32);
    let handovers = |bodies: &[Body]| bodies.iter().map(|body| handover_hours(body, month)).sum::<f32>();
    let (central, all) = (handovers(organization.centre()), handovers(&organization.offices.bodies));
    organization.books.flow.safeguard_hours += f64::from(seats * taken + all);
    organization.offices.hands = (seats * (work.seat_hours as f32 - taken) - central).max(0.0);
}

/// Seats of a body that somebody holds.
fn held(body: &Body) -> f32 {
    body.seats.iter().filter(|seat| seat.holder.is_some()).count() as f32
}

/// Clock hours that a body meets this month, and those that safeguards take.
fn body_hours(body: &Body, month: &Month) -> (f32, f32) {
    let meetings = month.parameters.meetings;
    let hours = match body.tier {
        Tier::Executive | Tier::Command => meetings.executive_hours,
        Tier::Committee | Tier::Parallel => meetings.body_hours,
    } as f32;
    let taken = if body.active { hearing_hours(body, month).min(hours) } else { 0.0 };
    let paused = match month.rules.pause {
        Some(pause) if body.tier != Tier::Parallel => (pause.scope * pause.part) as f32,
        _ => 0.0,
    };
    ((hours - taken) * (1.0 - paused), taken)
}

/// Person-hours of the seats that handovers under rotation take in a body.
fn handover_hours(body: &Body, month: &Month) -> f32 {
    let new = |rule: &TermLimit| {
        let seats = body.seats.iter().filter(|seat| seat.holder.is_some() && seat.months(month.number) == 1);
        seats.filter(|seat| seat.bound).count() as f64 * rule.handover_hours
    };
    if body.active { month.rules.term_limit.as_ref().map_or(0.0, new) as f32 } else { 0.0 }
}

/// Clock hours of a body in which it hears the critics in its shadow office.
fn hearing_hours(body: &Body, month: &Month) -> f32 {
    let shadows = body.seats.iter().filter(|seat| seat.shadow.is_some()).count() as f64;
    month.rules.critics.map_or(0.0, |rule| rule.hours * shadows) as f32
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

/// Months until so many people are together: √n days, or half the time between two meetings if that is sooner.
fn convening(meetings: &Meetings, people: f32, a_month: f64) -> f32 {
    let called = meetings.convening_days as f32 * libm::sqrtf(people.max(1.0)) / DAYS;
    called.min((0.5 / a_month) as f32)
}

/// Months until an assembly hears a matter, or the seats of a body above it: called together for what is urgent, else at
/// the next meeting.
pub fn wait(meetings: &Meetings, people: f32, urgency: f32, is_above: bool) -> f32 {
    let a_month = if is_above { BODIES_MEET } else { meetings.a_month };
    if urgency > 0.5 { convening(meetings, people, a_month) } else { (0.5 / a_month) as f32 }
}

/// Months that a new urgent matter would take in its local.
pub fn local_delay(local: &Local, month: &Month) -> f32 {
    let meetings = month.parameters.meetings;
    // An assembly without a quorum has to be called once more.
    let called = convening(meetings, local.present, meetings.a_month);
    if local.floor > 0.0 {
        (called + local.backlog / local.floor).clamp(0.02, 24.0)
    } else {
        (called + 1.0 + local.backlog).clamp(0.02, 24.0)
    }
}

/// Months that a new big matter would take before the general assembly; `None` where there is none.
pub fn general_delay(organization: &Organization, month: &Month) -> Option<f32> {
    let period = month.parameters.meetings.general_period_ticks;
    let to_go = match period {
        0 => return None,
        period if month.number.is_multiple_of(period) => 0,
        period => period - month.number % period,
    };
    let floor = general_floor(organization, month.parameters.meetings).max(1.0);
    let sittings = libm::floorf(organization.agenda.general_backlog / floor) * period as f32;
    Some((to_go as f32 + 0.5 + sittings).clamp(0.02, 24.0))
}

/// Whether the general assembly sits this month.
pub fn general_sits(month: &Month) -> bool {
    let period = month.parameters.meetings.general_period_ticks;
    period > 0 && month.number.is_multiple_of(period)
}

/// Matters that a general assembly can hear.
pub fn general_floor(organization: &Organization, meetings: &Meetings) -> f32 {
    let people = organization.turnout * organization.count as f32;
    if people < 1.0 { 0.0 } else { meetings.general_hours as f32 / hours_of_matter(meetings, people) }
}

/// Months that a new urgent matter would take at the centre: the way there, the call, and the queue.
pub fn central_delay(organization: &Organization, domain: u8, class: Class, month: &Month) -> f32 {
    let Some(number) = organization.body_for_domain(domain, class, 1.0) else { return 24.0 };
    let body = &organization.offices.bodies[number];
    let bodies = organization.centre().iter().filter(|body| body.active).count().max(1) as f32;
    let rate = body.floor + organization.agenda.staff_left / bodies;
    let called = convening(month.parameters.meetings, body.seats.len() as f32, BODIES_MEET);
    let queue = body.backlog / rate.max(1.0);
    (month.rules.distance as f32 + called + queue).clamp(0.02, 24.0)
}

#[cfg(test)]
mod tests {
    use super::hours_of_matter;
    use crate::parameters::meetings::Meetings;
    use crate::state::Local;

    fn local(count: u32, present: f32) -> Local {
        Local { count, present, ..Local::default() }
    }

    fn assembly_floor(meetings: &Meetings, local: &Local, hours: f32, expected: f32) -> (f32, f32) {
        super::assembly_floor(meetings, local, (hours, hours_of_matter(meetings, local.present)), expected)
    }

    #[test]
    fn a_floor_hears_one_matter_at_a_time() {
        let meetings = Meetings { congestion: 0.0, ..Meetings::default() };
        for present in [8.0, 20.0] {
            // Five hours of 0.4 each, whoever is there.
            assert_eq!(assembly_floor(&meetings, &local(40, present), 5.0, 0.0), (12.5, 1.0));
        }
        assert_eq!(assembly_floor(&meetings, &local(40, 7.9), 5.0, 0.0), (0.0, 1.0), "no quorum");
        assert_eq!(hours_of_matter(&Meetings { congestion: 1.0, ..meetings }, 10.0), 4.0);
    }

    #[test]
    fn an_overrun_assembly_divides_at_the_cost_of_reports() {
        let meetings =
            Meetings { congestion: 0.0, report_hours: 0.1, working_group: 10, ..Meetings::default() };
        // 5 h / (0.4/2 + 0.1).
        let (floor, groups) = assembly_floor(&meetings, &local(60, 30.0), 5.0, 16.0);
        assert!(groups == 2.0 && (floor - 5.0 / 0.3).abs() < 1e-4, "{floor} {groups}");
        let (floor, groups) = assembly_floor(&meetings, &local(60, 30.0), 5.0, 1e6);
        assert!(groups == 3.0 && floor < 50.0, "{floor}: reports bound what groups can do");
        // Reports that take as long as hearing help nobody.
        let slow = Meetings { report_hours: 0.4, ..meetings };
        assert_eq!(assembly_floor(&slow, &local(60, 30.0), 5.0, 16.0).1, 1.0);
    }
}
