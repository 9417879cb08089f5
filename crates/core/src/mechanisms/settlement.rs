//! Settlement: matters are heard, oldest first, while the floor lasts; the others wait, are handed on, or lapse.
//!
//! The executive sets the order of the centre's queue: matters of locals to which its holders listen come first. Of what
//! is heard at a central body, the staff have prepared as much as they can; a prepared matter takes a tenth of the floor.

use crate::mechanisms::floor::{self, general_floor, general_sits};
use crate::mechanisms::quality::Jury;
use crate::mechanisms::structures;
use crate::mechanisms::tables::Tables;
use crate::month::Month;
use crate::random::{StreamId, StreamKey, unit};
use crate::state::{Autonomy, Body, Class, Decision, Local, Organization, Route, Seat, Tier};

/// Share of the floor that a prepared matter takes.
const NOD: f32 = 0.1;

/// Floors that are left, and accuracies, of each local and each body.
#[derive(Debug, Clone, Default)]
pub struct Settling {
    floors: (Vec<f32>, Vec<f32>),
    general: f32,
    accuracy: Accuracy,
    /// Locals to which holders of the executive listen.
    heard: Vec<bool>,
}

/// Probability to be right.
#[derive(Debug, Clone, Default)]
struct Accuracy {
    locals: Vec<f32>,
    bodies: Vec<f32>,
    general: f32,
    staff: f32,
}

/// Settles what waits.
pub fn run(organization: &mut Organization, month: &Month, settling: &mut Settling, tables: &Tables) {
    settling.open(organization, month, tables);
    let mut waiting = std::mem::take(&mut organization.agenda.decisions);
    let handed_on = month.key(StreamId::HandedOn);
    waiting.retain_mut(|decision| {
        settle_return(organization, decision);
        let is_central = decision.route == Route::Central;
        let comes_first = !is_central || settling.heard[decision.local as usize];
        !(comes_first && hear(organization, month, settling, decision))
    });
    waiting.retain_mut(|decision| {
        let rest = decision.route == Route::Central && !settling.heard[decision.local as usize];
        if rest && hear(organization, month, settling, decision) {
            return false;
        }
        hand_on(organization, month, decision, &handed_on);
        !lapses(organization, month, decision)
    });
    organization.agenda.decisions = waiting;
    let hours = floor::local_hours(month);
    let general = general_hours(organization, month, settling.general);
    for (local, left) in organization.locals.iter_mut().zip(&settling.floors.0) {
        let used = if local.floor > 0.0 { 1.0 - left / local.floor } else { 0.2 };
        local.hours = hours * used.max(0.2) + month.rules.member_hours + general;
    }
    count_backlogs(organization);
}

impl Settling {
    fn open(&mut self, organization: &mut Organization, month: &Month, tables: &Tables) {
        prepare(organization);
        fill(&mut self.floors.0, organization.locals.iter().map(|local| local.floor));
        fill(&mut self.floors.1, organization.offices.bodies.iter().map(|body| body.floor));
        let meetings = month.parameters.meetings;
        self.general = if general_sits(month) { general_floor(organization, meetings) } else { 0.0 };
        self.accuracy.compute(organization, month, tables);
        self.heard.clear();
        self.heard.resize(organization.locals.len(), false);
        heard(organization, &mut self.heard);
    }
}

/// Marks the locals to which holders of the executive listen, and their own.
pub fn heard(organization: &Organization, heard: &mut [bool]) {
    for holder in organization.offices.bodies[0].seats.iter().filter_map(|seat| seat.holder) {
        heard[organization.local_of(holder as usize)] = true;
        for tie in organization.ties_of(holder as usize).iter().filter(|tie| **tie != crate::state::NONE) {
            heard[organization.local_of(*tie as usize)] = true;
        }
    }
}

/// The staff prepare what waits at each central body, and work with what time is left.
fn prepare(organization: &mut Organization) {
    let free = organization.agenda.staff_left;
    let last = organization.parallel();
    let waiting: f32 = organization.centre().iter().filter(|body| body.active).map(|body| body.backlog).sum();
    let prepared = free.min(waiting);
    for body in organization.offices.bodies[..last].iter_mut().filter(|body| body.active) {
        body.prepared = if waiting > 0.0 { prepared * body.backlog / waiting } else { 0.0 };
    }
    organization.agenda.staff_left = free - prepared;
}

/// A matter before a body that is no more goes back to its local.
fn settle_return(organization: &Organization, decision: &mut Decision) {
    if decision.route == Route::Central && organization.body_for(decision).is_none() {
        (decision.route, decision.closed) = (Route::Local, true);
    }
}

/// Hears a matter as far as the floor goes; whether it is settled.
fn hear(
    organization: &mut Organization,
    month: &Month,
    settling: &mut Settling,
    decision: &mut Decision,
) -> bool {
    let number = decision.local as usize;
    let body = organization.body_for(decision);
    let floor = match (decision.route, body) {
        (Route::Staff, _) => {
            close(organization, month, settling, decision, (None, 0.0));
            return true;
        }
        (Route::General, _) => &mut settling.general,
        (_, Some(body)) => &mut settling.floors.1[body],
        (_, None) => &mut settling.floors.0[number],
    };
    // A matter is prepared once, and the last one in part.
    if let Some(body) = body.filter(|_| decision.left == 1.0) {
        let prepared = &mut organization.offices.bodies[body].prepared;
        let part = prepared.min(1.0);
        *prepared -= part;
        decision.left -= part * (1.0 - NOD);
    }
    let heard = floor.min(decision.left);
    *floor -= heard;
    decision.left -= heard;
    let left = *floor;
    if decision.left > 0.0 {
        return false;
    }
    close(organization, month, settling, decision, (body, left));
    true
}

/// A matter that has waited long in a local can be handed to the centre.
fn hand_on(organization: &Organization, month: &Month, decision: &mut Decision, key: &StreamKey) {
    let parameters = month.parameters.decisions;
    let waited = month.number - decision.since;
    if decision.route != Route::Local || decision.closed || waited < parameters.patience_ticks {
        return;
    }
    let event = decision.uniform.to_bits() ^ decision.local.rotate_left(16);
    if f64::from(unit(key.pair(event).0)) < parameters.handed_on
        && organization.locals[decision.local as usize].autonomy != Autonomy::Drilled
        && organization.body_for_domain(decision.domain, decision.class, decision.urgency).is_some()
    {
        (decision.route, decision.left) = (Route::Central, 1.0);
    }
}

/// Whether a matter that nobody has settled lapses, with its damage.
fn lapses(organization: &mut Organization, month: &Month, decision: &Decision) -> bool {
    if month.number - decision.since < month.parameters.decisions.lapse_ticks {
        return false;
    }
    let loss =
        month.parameters.viability.missed_cost * f64::from(decision.stakes * organization.emergency.threat);
    organization.books.flow.damage += loss;
    let is_own = decision.route == Route::Local;
    organization.locals[decision.local as usize].cost += if is_own { loss } else { 0.0 };
    true
}

/// Hours that this month's general assembly took, of which so much of the floor was left.
fn general_hours(organization: &Organization, month: &Month, left: f32) -> f32 {
    let meetings = month.parameters.meetings;
    let floor = if general_sits(month) { general_floor(organization, meetings) } else { 0.0 };
    if floor > 0.0 { meetings.general_hours as f32 * (1.0 - left / floor).max(0.2) } else { 0.0 }
}

/// Puts what there is in the place of what there was.
fn fill(column: &mut Vec<f32>, values: impl Iterator<Item = f32>) {
    column.clear();
    column.extend(values);
}

/// Counts waiting matters by local and body.
pub fn count_backlogs(organization: &mut Organization) {
    organization.locals.iter_mut().for_each(|local| local.backlog = 0.0);
    organization.offices.bodies.iter_mut().for_each(|body| body.backlog = 0.0);
    organization.agenda.general_backlog = 0.0;
    for k in 0..organization.agenda.decisions.len() {
        let decision = organization.agenda.decisions[k];
        count_waiting(organization, &decision);
    }
}

/// Counts a matter among those that wait.
pub fn count_waiting(organization: &mut Organization, decision: &Decision) {
    match (organization.body_for(decision), decision.route) {
        (Some(body), _) => organization.offices.bodies[body].backlog += decision.left,
        (None, Route::General) => organization.agenda.general_backlog += decision.left,
        (None, Route::Staff) => {}
        (None, _) => organization.locals[decision.local as usize].backlog += decision.left,
    }
}

impl Accuracy {
    fn compute(&mut self, organization: &Organization, month: &Month, tables: &Tables) {
        let quality = &month.parameters.quality;
        let seen = f64::from(month.rules.transparency);
        let information = (quality.local_information + quality.published_information * seen).min(1.0);
        // Where speaking is dangerous, reports are flattered and the centre decides on what it is told.
        let fear = f64::from(organization.stigma / (1.0 + organization.stigma));
        let told = quality.central_information * (1.0 - month.parameters.voice.flattery * fear);
        // Most have as many voices as count.
        let mut jury = Jury::of(quality.voices_max);
        let mut chance = |voices: f64, skill: f64, information: f64| {
            let voices = voices.clamp(1.0, quality.voices_max);
            if voices != jury.voices {
                jury = Jury::of(voices);
            }
            jury.right(0.5 + 0.5 * skill * information) as f32
        };
        let voices = |weight: (f32, f32)| f64::from(weight.0 * weight.0 / weight.1.max(1e-9));
        let assembly = |local: &Local| {
            chance(voices(local.weight) / f64::from(local.groups), f64::from(local.skill), information)
        };
        fill(&mut self.locals, organization.locals.iter().map(assembly));
        let (weight, skill) = everybody(organization);
        self.general = chance(voices(weight), skill, information);
        let body = |body: &Body| {
            let (voices, skill) = seats(organization, month, tables, body);
            // Delegates are told what is so: nobody has to fear them.
            let told = if body.tier == Tier::Parallel { quality.central_information } else { told };
            let known = told * structures::known(body.fit, month.parameters.structures);
            let right = chance(voices, skill, known);
            right + (1.0 - right) * caught(organization, month, body, information) as f32
        };
        fill(&mut self.bodies, organization.offices.bodies.iter().map(body));
        self.staff = chance(1.0, staff_skill(organization, month, tables), told);
    }
}

/// Sums of the weights, and of their squares, of all who are present, and their mean skill.
fn everybody(organization: &Organization) -> ((f32, f32), f64) {
    let (mut weight, mut skill, mut present) = ((0.0, 0.0), 0.0, 0.0);
    for local in &organization.locals {
        weight = (weight.0 + local.weight.0, weight.1 + local.weight.1);
        skill += f64::from(local.skill * local.present);
        present += f64::from(local.present);
    }
    (weight, skill / f64::max(present, 1.0))
}

fn staff_skill(organization: &Organization, month: &Month, tables: &Tables) -> f64 {
    let staff = &organization.offices.staff;
    let skill = |post: &crate::state::Post| {
        let skill = organization.members.skill[post.member as usize];
        let months = month.number - post.since.min(month.number);
        f64::from(tables.expertise(month.parameters.shaping, skill, months))
    };
    staff.iter().map(skill).sum::<f64>() / staff.len().max(1) as f64
}

/// Independent voices in a body and their mean skill. A seat that has been won from outside speaks for somebody else: its skill
/// counts against the members.
fn seats(organization: &Organization, month: &Month, tables: &Tables, body: &Body) -> (f64, f64) {
    let skill = |seat: &Seat| {
        let own = organization.members.skill[seat.holder? as usize];
        let its = f64::from(tables.expertise(month.parameters.shaping, own, seat.months(month.number)));
        Some(if seat.outside { -its } else { its })
    };
    let (mut voices, mut sum) = (0.0, 0.0);
    for its in body.seats.iter().filter_map(skill) {
        voices += 1.0;
        sum += its;
    }
    (voices, sum / f64::max(voices, 1.0))
}

/// Share of a body's mistakes that its critics see in time: those who know the locals, by skill.
fn caught(organization: &Organization, month: &Month, body: &Body, information: f64) -> f64 {
    let Some(rule) = month.rules.critics else { return 0.0 };
    let skill =
        |seat: &Seat| seat.shadow.map_or(0.0, |who| f64::from(organization.members.skill[who as usize]));
    let skills: f64 = body.seats.iter().map(skill).sum();
    rule.weight * information * skills / body.seats.len().max(1) as f64
}

/// Months that a matter took, settled with so much of the floor left.
fn delay(
    organization: &Organization,
    month: &Month,
    decision: &Decision,
    (body, left): (Option<usize>, f32),
) -> f32 {
    let meetings = month.parameters.meetings;
    let waited = (month.number - decision.since) as f32;
    let way = if decision.route == Route::Central { month.rules.distance as f32 } else { 0.0 };
    let (floor, people) = match body {
        Some(body) => {
            (organization.offices.bodies[body].floor, organization.offices.bodies[body].seats.len() as f32)
        }
        None => {
            let local = &organization.locals[decision.local as usize];
            (local.floor, local.present)
        }
    };
    match decision.route {
        Route::Staff | Route::General => waited + 0.1,
        _ => {
            // The time of the month follows from the floor that is used once it is settled.
            let used = 1.0 - left / floor.max(1e-6);
            waited + way + floor::wait(meetings, people, decision.urgency, body.is_some()) + 0.5 * used
        }
    }
}

fn close(
    organization: &mut Organization,
    month: &Month,
    settling: &Settling,
    decision: &Decision,
    (body, left): (Option<usize>, f32),
) {
    let threat = organization.emergency.threat;
    let number = decision.local as usize;
    let chance = match (decision.route, body) {
        (Route::Staff, _) => settling.accuracy.staff,
        (Route::General, _) => settling.accuracy.general,
        (_, Some(body)) => settling.accuracy.bodies[body],
        (_, None) => settling.accuracy.locals[number],
    };
    enter(organization, decision, body);
    let delay = delay(organization, month, decision, (body, left));
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
    let is_own = decision.route == Route::Local;
    local.cost += if is_own { loss + cost.execution_cost * f64::from(decision.stakes) } else { 0.0 };
    let right = if wrong || late { 0.0 } else { decision.stakes };
    give_work(organization, month, decision, right);
}

/// What is decided has to be carried out; `right` is what of the stakes was decided rightly and in time.
fn give_work(organization: &mut Organization, month: &Month, decision: &Decision, right: f32) {
    let work = month.parameters.work;
    let hours = work.hours as f32 * libm::sqrtf(decision.stakes);
    let local = &mut organization.locals[decision.local as usize];
    organization.books.flow.work.0 += f64::from(hours);
    let refused = local.refused(month.parameters.legitimacy.refusal as f32);
    match decision.route {
        Route::Local | Route::General => {
            local.work += hours;
            local.settled.right_own += right;
        }
        Route::Parallel => {
            local.work += hours;
            local.settled.right_centre += right;
        }
        Route::Central | Route::Staff => {
            local.work += work.local_part as f32 * hours * (1.0 - refused);
            organization.offices.work += (1.0 - work.local_part as f32) * hours;
            local.settled.right_centre += right;
        }
    }
}

/// Enters a settled matter in the books, and in the habits of its local.
fn enter(organization: &mut Organization, decision: &Decision, body: Option<usize>) {
    let stakes = decision.stakes;
    let flow = &mut organization.books.flow;
    *flow.count.of(decision.route) += 1.0;
    *flow.stakes.of(decision.route) += f64::from(stakes);
    if decision.class == Class::Big {
        *flow.big.of(decision.route) += f64::from(stakes);
    }
    if !decision.closed {
        *flow.open.of(decision.route) += f64::from(stakes);
    }
    let local = &mut organization.locals[decision.local as usize];
    let habit = &mut local.habits[Local::cell(decision.domain.into(), decision.class)];
    let settled = &mut local.settled;
    match decision.route {
        Route::Local => (habit.own, settled.own) = (habit.own + stakes, settled.own + stakes),
        Route::General => (habit.own, settled.general) = (habit.own + stakes, settled.general + stakes),
        Route::Staff => (habit.staff, settled.centre) = (habit.staff + stakes, settled.centre + stakes),
        Route::Parallel => {
            (habit.delegates, settled.delegates) = (habit.delegates + stakes, settled.delegates + stakes);
        }
        Route::Central => {
            let is_command = body.is_some_and(|body| organization.offices.bodies[body].tier == Tier::Command);
            let weight = if is_command { &mut habit.command } else { &mut habit.body };
            *weight += stakes;
            settled.centre += stakes;
        }
    }
    if let Some(body) = body {
        organization.offices.bodies[body].settled += stakes;
    }
}
