//! Matters that come up to be decided: what each is about, with whom it comes up, and who is to settle it.

use crate::mechanisms::precedent::{Odds, View, to_delegates};
use crate::mechanisms::settlement::count_waiting;
use crate::month::Month;
use crate::parameters::decisions::Decisions;
use crate::random::{Poisson, Rng, StreamId, unit};
use crate::simd::{F32s, LANES, kernel, per_row, registers, registers_mut};
use crate::state::{Class, Decision, Local, NONE, Organization, Route, Tier};

/// Matters come up in every local and are routed.
pub fn run(organization: &mut Organization, month: &mut Month, view: &mut View, matters: &mut Matters) {
    let parameters = month.parameters.decisions;
    let threat = f64::from(organization.emergency.threat);
    // An organization in mid-life has matters of the months before, which are routed as others are.
    let months = if month.number == 0 { 1.0 + parameters.founding_backlog } else { 1.0 };
    let affairs = months * month.rules.pressure.affairs;
    let rate = parameters.rate * affairs * (1.0 + parameters.rate_threat * threat);
    if !month.afford(month.means.matters(organization, rate * organization.size() as f64)) {
        return;
    }
    let urgency = (parameters.urgency + parameters.urgency_threat * threat).min(1.0);
    view.compute(organization, month);
    matters.clear();
    let key = month.key(StreamId::Arrivals);
    // Most locals have as many members as the last one.
    let mut usual = (0, Poisson::new(0.0));
    for (number, local) in organization.locals.iter().enumerate() {
        if local.count != usual.0 {
            usual = (local.count, Poisson::new(rate * f64::from(local.count)));
        }
        let mut rng = key.rng(number as u32);
        let odds = view.odds(number);
        for _ in 0..rng.poisson_with(&usual.1) {
            let with = With::somebody(organization, month, local, &mut rng);
            matters.add(&mut rng, number as u32, &odds, with.moves(month));
        }
    }
    matters.weigh(parameters, urgency);
    for place in 0..matters.many {
        let decision = matters.decision(organization, month, view, place);
        count_waiting(organization, &decision);
        organization.agenda.decisions.push(decision);
    }
}

/// The member with whom a matter comes up.
struct With {
    /// Chance to attend.
    attends: f32,
    /// Share of their ties that point at holders of seats above the locals.
    listens: f32,
}

impl With {
    fn somebody(organization: &Organization, _month: &Month, local: &Local, rng: &mut Rng) -> Self {
        let members = &organization.members;
        let many = local.slots.len() as u32;
        // A slot without a member is drawn again; a local has members, or nothing would come up.
        let slot = (0..64)
            .map(|_| local.slots.start + rng.below(many) as usize)
            .find(|slot| members.taken[*slot])
            .or_else(|| local.slots.clone().find(|slot| members.taken[*slot]));
        let Some(slot) = slot else { return Self { attends: 0.5, listens: 0.0 } };
        let ties = organization.ties_of(slot);
        let listens = ties.iter().filter(|tie| **tie != NONE && members.seats[**tie as usize] > 0).count();
        Self { attends: members.participation[slot], listens: listens as f32 / ties.len() as f32 }
    }

    /// Log odds that this adds: who does not attend writes to the office, and people hand a matter to those they listen to.
    fn moves(&self, month: &Month) -> f32 {
        let precedent = month.parameters.precedent;
        precedent.absence as f32 * (0.5 - self.attends) + precedent.listening as f32 * self.listens
    }
}

/// Matters of a month, in rows: random words are drawn matter by matter, and a kernel computes a row from them.
#[derive(Debug, Clone, Default)]
pub struct Matters {
    rows: Vec<Row>,
    many: usize,
}

/// Positions of the words of a matter.
const STAKES: usize = 0;
const TURNS: usize = 1;
const URGENCY: usize = 2;
const DEADLINE: usize = 3;
const BOUND: usize = 4;
const RIGHT: usize = 5;
const TAKEN_OVER: usize = 6;
const SEVERAL: usize = 7;
const STAFF: usize = 8;
const PAUSED: usize = 9;
const WORDS: usize = 10;

/// A row of matters, one in each lane.
#[derive(Debug, Clone, Default)]
struct Row {
    /// Local and domain.
    places: [(u32, u8); LANES],
    words: [[u32; LANES]; WORDS],
    /// Share C of ordinary and of big matters.
    shares: [[f32; LANES]; 2],
    /// Log odds to go to the centre of an ordinary and of a big matter, then what full urgency adds to each.
    odds: [[f32; LANES]; 4],
    stakes: [f32; LANES],
    urgency: [f32; LANES],
    /// Months until a matter does damage.
    deadlines: [f32; LANES],
    /// 1 for a big matter.
    big: [f32; LANES],
    /// Its uniform less its chance to go to the centre: it goes there where that is below 0.
    bound: [f32; LANES],
}

impl Matters {
    fn clear(&mut self) {
        self.many = 0;
    }

    /// Adds a matter and draws its words.
    fn add(&mut self, rng: &mut Rng, local: u32, odds: &Odds, moves: f32) {
        let (number, lane) = (self.many / LANES, self.many % LANES);
        if number == self.rows.len() {
            self.rows.push(Row::default());
        }
        let row = &mut self.rows[number];
        let (domain, stakes) = rng.below_and_word(odds.domains());
        row.words[STAKES][lane] = stakes;
        row.words[PAUSED][lane] = rng.pair().0;
        for k in (TURNS..PAUSED).step_by(2) {
            (row.words[k][lane], row.words[k + 1][lane]) = rng.pair();
        }
        row.places[lane] = (local, domain as u8);
        let of = odds.of(domain as usize);
        for (place, (odds, more)) in row.odds.iter_mut().zip(of.into_iter().zip([moves, moves, 0.0, 0.0])) {
            place[lane] = odds + more;
        }
        for class in Class::ALL {
            row.shares[class as usize][lane] = odds.shares[Local::cell(domain as usize, class)];
        }
        self.many += 1;
    }

    fn weigh(&mut self, parameters: &Decisions, urgency: f64) {
        // Uniform around the mean, as wide as 0–1 allows.
        let spread = 2.0 * urgency.min(1.0 - urgency);
        let rows = &mut self.rows[..self.many.div_ceil(LANES)];
        weigh(
            rows,
            parameters.stakes_spread as f32,
            parameters.deadline_ticks as f32,
            ((urgency - 0.5 * spread) as f32, spread as f32),
            (parameters.several as f32, parameters.big as f32),
        );
    }

    /// A matter, with who is to settle it.
    fn decision(
        &self,
        organization: &mut Organization,
        month: &Month,
        view: &View,
        place: usize,
    ) -> Decision {
        let (row, lane) = (&self.rows[place / LANES], place % LANES);
        let (local, domain) = row.places[lane];
        let class = if row.big[lane] > 0.0 { Class::Big } else { Class::Ordinary };
        let mut decision = Decision {
            local,
            domain,
            class,
            route: Route::Local,
            closed: view.is_touched(usize::from(domain), class),
            stakes: row.stakes[lane],
            urgency: row.urgency[lane],
            deadline: row.deadlines[lane],
            left: 1.0,
            since: month.number,
            uniform: unit(row.words[RIGHT][lane]),
        };
        let kept = stays(organization, month, view, &decision, unit(row.words[PAUSED][lane]));
        decision.closed |= kept;
        let share = row.shares[class as usize][lane];
        decision.route = if kept {
            own(month, class)
        } else if by_staff(organization, month, view, &decision, share, unit(row.words[STAFF][lane])) {
            organization.agenda.staff_left -= 1.0;
            Route::Staff
        } else if row.bound[lane] >= 0.0 {
            own(month, class)
        } else {
            outside(organization, month, &mut decision, unit(row.words[TAKEN_OVER][lane]))
        };
        decision
    }
}

/// Where a matter is settled that does not leave the members.
fn own(month: &Month, class: Class) -> Route {
    let has_general = month.parameters.meetings.general_period_ticks > 0;
    if has_general && class == Class::Big { Route::General } else { Route::Local }
}

/// A matter that leaves its local goes to a central body, or to delegates who have taken over.
fn outside(organization: &Organization, month: &Month, decision: &mut Decision, uniform: f32) -> Route {
    let local = &organization.locals[decision.local as usize];
    let cell = Local::cell(decision.domain.into(), decision.class);
    let rules = &month.rules;
    if uniform < to_delegates(local, cell, &month.parameters, organization.built, rules.parallel_share) {
        decision.closed = true;
        Route::Parallel
    } else {
        Route::Central
    }
}

/// Whether a rule keeps a matter where it came up: a pause, a domain without a committee or barred, a ceiling.
fn stays(organization: &Organization, month: &Month, view: &View, decision: &Decision, uniform: f32) -> bool {
    let drilled = organization.locals[decision.local as usize].autonomy == crate::state::Autonomy::Drilled;
    let fraction = month.rules.pause.map_or(0.0, |pause| pause.part as f32);
    if drilled && uniform < fraction {
        return true;
    }
    // Under emergency powers the command takes what is urgent, whatever else is closed.
    match organization.body_for_domain(decision.domain, decision.class, decision.urgency) {
        None => true,
        Some(body) => {
            let body = &organization.offices.bodies[body];
            let barred = view.closed[usize::from(decision.domain)] && decision.class == Class::Ordinary;
            body.tier != Tier::Command && (barred || decision.stakes > body.ceiling)
        }
    }
}

/// Whether the staff settle a matter by themselves: routine, in a domain in which the centre is used to deciding.
fn by_staff(
    organization: &Organization,
    month: &Month,
    view: &View,
    decision: &Decision,
    share: f32,
    uniform: f32,
) -> bool {
    let domain = usize::from(decision.domain);
    let ceiling = month.parameters.work.routine as f32 * (1.0 + view.overrun[domain]);
    decision.class == Class::Ordinary
        && !view.is_touched(domain, decision.class)
        && organization.agenda.staff_left >= 1.0
        && decision.stakes < ceiling
        && uniform < their_share(organization, decision, share)
}

/// Chance that the staff take a routine matter: two such matters of the local would have gone to the centre, and a claim that
/// was granted to the local holds them back as it holds back the others.
fn their_share(organization: &Organization, decision: &Decision, share: f32) -> f32 {
    let local = &organization.locals[decision.local as usize];
    let habit = &local.habits[Local::cell(decision.domain.into(), decision.class)];
    let central = share * (1.0 - habit.delegates / habit.outside().max(1e-9));
    if local.claim > 0.0 { central * central * libm::expf(-local.claim) } else { central * central }
}

kernel! {
    /// Stakes are log-normal with mean 1, deadlines exponential.
    fn weigh<S>(
        simd,
        rows: &'a mut [Row],
        spread: f32,
        deadline: f32,
        urgency: (f32, f32),
        reach: (f32, f32),
    ) {
        let all = |value| F32s::<S>::all(simd, value);
        let one = all(1.0);
        for row in rows {
            for k in 0..per_row::<S>() {
                let uniform = |word: usize| F32s::uniform(simd, S::as_simd_u32s(&row.words[word]).0[k]);
                let of = |numbers: &[f32; LANES]| F32s::of(simd, registers::<S>(numbers)[k]);
                let normal = F32s::normal(uniform(STAKES), uniform(TURNS));
                let stakes = (all(spread) * normal - all(0.5 * spread * spread)).exp();
                let months = all(-deadline) * (one - uniform(DEADLINE)).ln();
                let urgent = all(urgency.0) + all(urgency.1) * uniform(URGENCY);
                let nothing = all(0.0);
                let several = uniform(SEVERAL).below(all(reach.0)).choose(one, nothing);
                let big = all(reach.1).below(stakes).choose(one, several);
                let is_big = nothing.below(big);
                let base = is_big.choose(of(&row.odds[1]), of(&row.odds[0]));
                let odds = base + urgent * is_big.choose(of(&row.odds[3]), of(&row.odds[2]));
                let chance = one / (one + (nothing - odds).exp());
                // A barred matter never goes to the centre.
                let chance = odds.below(all(-80.0)).choose(nothing, chance);
                let bound = uniform(BOUND) - chance;
                registers_mut::<S>(&mut row.stakes)[k] = stakes.get();
                registers_mut::<S>(&mut row.deadlines)[k] = months.get();
                registers_mut::<S>(&mut row.urgency)[k] = urgent.get();
                registers_mut::<S>(&mut row.big)[k] = big.get();
                registers_mut::<S>(&mut row.bound)[k] = bound.get();
            }
        }
    }
}

impl Organization {
    /// The body that settles a matter; `None` where an assembly or the staff does, or where there is no such body now.
    pub fn body_for(&self, decision: &Decision) -> Option<usize> {
        match decision.route {
            Route::Local | Route::General | Route::Staff => None,
            Route::Central => self.body_for_domain(decision.domain, decision.class, decision.urgency),
            Route::Parallel => Some(self.parallel()),
        }
    }

    /// The central body for a matter: the emergency command for an urgent one where it exists, the executive for a big one
    /// and where there are no committees, else the committee of the domain; `None` while that one is gone.
    pub fn body_for_domain(&self, domain: u8, class: Class, urgency: f32) -> Option<usize> {
        let (command, committee) = (self.command(), usize::from(domain) + 1);
        if urgency > 0.5 && self.offices.bodies[command].active {
            return Some(command);
        }
        if class == Class::Big || self.offices.bodies[committee].seats.is_empty() {
            return Some(0);
        }
        self.offices.bodies[committee].active.then_some(committee)
    }
}
