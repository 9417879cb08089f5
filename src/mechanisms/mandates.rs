//! Mandates: who holds office, how they come in and how they go.
//!
//! Terms end; a successor is elected, appointed from above under emergency powers, or drawn by lot. A post
//! that nobody stands for, or an election to which too few come, leaves the holder where they are.

use crate::engine::{Draw, Entry, Exit, Luck, Mandate, Organization, Seat, Tick, Tier};
use crate::parameters::parameters;
use crate::safeguards::{lottery::Lottery, rotation::Rotation};
use crate::scenario::Scenario;

parameters! {
    /// Who holds office, how they came in and how they go.
    pub struct Mandates {
        /// Seats of the executive.
        executive_seats: u32 = 9, in 1..=1000, "seats", "free";
        /// Seats of each standing committee.
        committee_seats: u32 = 5, in 1..=1000, "seats", "free";
        /// Length of a term.
        term_ticks: u32 = 12, in 1..=600, "months", "free";
        /// Members who are asked whether they would stand.
        asked: u32 = 16, in 1..=1000, "members", "free";
        /// How much a skilled candidate gains.
        skill: f64 = 1.0, in 0.0..=20.0, "log odds", "free";
        /// How much standing gains.
        standing: f64 = 1.0, in 0.0..=20.0, "log odds", "free";
        /// Advantage of the holder.
        incumbency: f64 = 1.0, in 0.0..=20.0, "log odds", "exit hazard of about .30 a term (OpenStack)";
        /// What full voice against the holders costs them.
        disapproval: f64 = 4.0, in 0.0..=50.0, "log odds", "free";
        /// How much an opponent's standing keeps others from standing.
        deterrence: f64 = 0.5, in 0.0..=10.0, "exponent", "free";
        /// Turnout below which no election is held.
        quorum: f64 = 0.2, in 0.0..=1.0, "share of members", "free";
    }
}

/// Fills every seat at the founding.
pub fn first_elections(organization: &mut Organization, scenario: &Scenario, luck: &Luck) {
    let (mut stood, mut seats) = (0, 0);
    for body in
        (0..organization.bodies.len()).filter(|&body| organization.bodies[body].active).collect::<Vec<_>>()
    {
        for seat in 0..organization.bodies[body].seats.len() {
            let id = seat_id(body, seat);
            let candidates = willing(organization, scenario, luck, 0, id, None);
            stood += candidates.len();
            seats += 1;
            if let Some(winner) = elect(organization, scenario, luck, 0, id, &candidates, None) {
                let ends = organization.bodies[body].seats[seat].ends;
                take_seat(organization, body, seat, winner, 0, Entry::Election);
                organization.bodies[body].seats[seat].ends = ends;
            }
        }
    }
    organization.bench = stood as f32 / seats.max(1) as f32;
}

/// Fills the empty seats of an active body.
pub fn fill_body(organization: &mut Organization, tick: &Tick, body: usize) {
    for seat in 0..organization.bodies[body].seats.len() {
        if organization.bodies[body].active && organization.bodies[body].seats[seat].holder.is_none() {
            fill(organization, tick, body, seat);
        }
    }
}

/// Ends the terms that are over and fills the seats.
pub fn run(organization: &mut Organization, tick: &mut Tick) {
    let mut willing_now = 0.0;
    let mut asked_for = 0.0f32;
    for body in 0..organization.bodies.len() {
        if !organization.bodies[body].active {
            continue;
        }
        for seat in 0..organization.bodies[body].seats.len() {
            let state = organization.bodies[body].seats[seat];
            if state.holder.is_none() || state.ends <= tick.number {
                willing_now += fill(organization, tick, body, seat);
                asked_for += 1.0;
            }
        }
    }
    if asked_for > 0.0 {
        organization.bench += 0.2 * (willing_now / asked_for - organization.bench);
    }
    organization.removability = removability(organization, tick);
}

/// A stable number for a seat.
fn seat_id(body: usize, seat: usize) -> u32 {
    (body * 4096 + seat) as u32
}

/// Fills one seat; tells how many were willing.
fn fill(organization: &mut Organization, tick: &Tick, body: usize, seat: usize) -> f32 {
    let id = seat_id(body, seat);
    let state = organization.bodies[body].seats[seat];
    let tier = organization.bodies[body].tier;
    let rotation = tick.scenario.safeguards.rotation.as_ref().filter(|rule| rule.binds(tier, tick, id));
    let lottery = tick.scenario.safeguards.lottery.as_ref().filter(|rule| rule.draws(tier, tick, id));
    let barred = rotation.is_some_and(|rule| state.terms as u32 >= rule.terms_in_a_row);
    let running = state.holder.filter(|_| !barred);
    let mut candidates = willing(organization, tick.scenario, tick.luck, tick.number, id, running);
    if let Some(rule) = rotation {
        candidates.retain(|&who| Some(who) == running || rule.has_cooled_off(organization, who, tick.number));
    }
    let quorate = f64::from(organization.turnout()) >= tick.scenario.mandates.quorum;
    let (winner, entry) = if let Some(rule) = lottery {
        (rule.draw(organization, tick, id), Entry::Lottery)
    } else if organization.powers.is_some() {
        (appoint(organization, tick, id, running), Entry::Appointment)
    } else if quorate {
        (
            elect(organization, tick.scenario, tick.luck, tick.number, id, &candidates, running),
            Entry::Election,
        )
    } else {
        (None, Entry::Election)
    };
    count(organization, entry, winner, &candidates);
    match winner {
        Some(winner) => seat_winner(organization, tick, (body, seat), winner, entry, rotation),
        // Nobody stands, or too few come: the holder stays on past the mandate.
        None => organization.bodies[body].seats[seat].ends = tick.number + 1,
    }
    candidates.len() as f32
}

fn count(organization: &mut Organization, entry: Entry, winner: Option<u32>, candidates: &[u32]) {
    if winner.is_some() {
        organization.flow.selections.0 += 1;
        organization.flow.selections.1 += u32::from(entry == Entry::Election && candidates.len() > 1);
    }
}

fn seat_winner(
    organization: &mut Organization,
    tick: &Tick,
    (body, seat): (usize, usize),
    winner: u32,
    entry: Entry,
    rotation: Option<&Rotation>,
) {
    let state = organization.bodies[body].seats[seat];
    let term = rotation.map_or(tick.scenario.mandates.term_ticks, |rule| rule.term_ticks);
    if state.holder == Some(winner) {
        let state = &mut organization.bodies[body].seats[seat];
        state.terms = state.terms.saturating_add(1);
        state.entry = entry;
    } else {
        leave_seat(organization, body, seat, tick.number, Exit::Term);
        organization.flow.turnover += u32::from(state.holder.is_some());
        take_seat(organization, body, seat, winner, tick.number, entry);
    }
    let state = &mut organization.bodies[body].seats[seat];
    state.ends = tick.number + term;
    state.bound = rotation.is_some();
}

/// Empties a seat and closes its entry in the ledger.
pub fn leave_seat(organization: &mut Organization, body: usize, seat: usize, tick: u32, exit: Exit) {
    let state = &mut organization.bodies[body].seats[seat];
    if let Some(holder) = state.holder.take() {
        organization.mandates[state.mandate as usize].left = Some((tick, exit));
        state.mandate = u32::MAX;
        organization.members.seats[holder as usize] -= 1;
        organization.members.left_office_at[holder as usize] = tick;
    }
}

fn take_seat(
    organization: &mut Organization,
    body: usize,
    seat: usize,
    winner: u32,
    tick: u32,
    entry: Entry,
) {
    organization.members.seats[winner as usize] += 1;
    let mandate = organization.mandates.len() as u32;
    let record =
        Mandate { body: body as u16, seat: seat as u16, holder: winner, from: tick, entry, left: None };
    organization.mandates.push(record);
    organization.bodies[body].seats[seat] =
        Seat { holder: Some(winner), since: tick, ends: tick, entry, terms: 1, bound: false, mandate };
}

/// Some members are asked; those with ambition who take part are willing. A strong holder deters.
fn willing(
    organization: &Organization,
    scenario: &Scenario,
    luck: &Luck,
    tick: u32,
    id: u32,
    holder: Option<u32>,
) -> Vec<u32> {
    let mandates = &scenario.mandates;
    let members = &organization.members;
    let mut dice = luck.dice(Draw::Candidacy, tick, id);
    let mean = crate::engine::TIES as f64;
    let strong = holder.map_or(0.0, |who| f64::from(members.followers[who as usize]) / mean);
    let deterred = libm::pow(1.0 + strong, -mandates.deterrence);
    let mut found: Vec<u32> = holder.into_iter().collect();
    for _ in 0..mandates.asked {
        let who = dice.below(organization.size() as u32);
        let i = who as usize;
        let ready = f64::from(members.ambition[i] * members.participation[i]).sqrt() * deterred;
        if dice.chance(ready)
            && members.seats[i] == 0
            && members.hired_at[i] == u32::MAX
            && !found.contains(&who)
        {
            found.push(who);
        }
    }
    found
}

/// Log odds of a candidate among those who vote.
fn score(organization: &Organization, scenario: &Scenario, who: u32, holder: bool) -> f64 {
    let mandates = &scenario.mandates;
    let members = &organization.members;
    let standing = f64::from(members.followers[who as usize]) / crate::engine::TIES as f64;
    let known =
        mandates.standing * libm::log1p(standing) + mandates.skill * f64::from(members.skill[who as usize]);
    if !holder {
        return known;
    }
    // Staff vote for those who pay them.
    let voters = f64::from(organization.turnout()) * organization.size() as f64;
    let loyal = organization.staff.len() as f64 / (voters + 1.0);
    known + mandates.incumbency + 2.0 * loyal - mandates.disapproval * f64::from(organization.voice())
}

fn elect(
    organization: &Organization,
    scenario: &Scenario,
    luck: &Luck,
    tick: u32,
    id: u32,
    candidates: &[u32],
    holder: Option<u32>,
) -> Option<u32> {
    let mut dice = luck.dice(Draw::Election, tick, id);
    let scored = candidates
        .iter()
        .map(|&who| (score(organization, scenario, who, Some(who) == holder) + dice.gumbel(), who));
    scored.max_by(|a, b| a.0.total_cmp(&b.0)).map(|(_, who)| who)
}

/// The executive puts in somebody it knows: one that its members listen to, or the holder who served it well.
fn appoint(organization: &Organization, tick: &Tick, id: u32, holder: Option<u32>) -> Option<u32> {
    let mut dice = tick.luck.dice(Draw::Appointment, tick.number, id);
    if holder.is_some() && dice.chance(0.8) {
        return holder;
    }
    let holders: Vec<u32> = organization.bodies[0].seats.iter().filter_map(|seat| seat.holder).collect();
    let &patron = holders.get(dice.below(holders.len().max(1) as u32) as usize)?;
    let known = organization.members.ties[patron as usize];
    let choice = known[dice.below(known.len() as u32) as usize];
    (organization.members.seats[choice as usize] == 0).then_some(choice).or(holder)
}

/// The chance that a holder of whom a majority disapproves is out within 12 months, by the rules as they
/// stand and the people who would stand against them. Averaged over the seats of the centre.
fn removability(organization: &Organization, tick: &Tick) -> f32 {
    let mandates = &tick.scenario.mandates;
    let quorate = f64::from(organization.turnout()) >= mandates.quorum;
    let rivals = f64::from(organization.bench - 1.0).max(0.0);
    let (mut sum, mut count) = (0.0, 0u32);
    for body in organization.bodies.iter().filter(|body| body.active) {
        for seat in body.seats.iter().filter(|seat| seat.holder.is_some()) {
            let within = |months: u32| months <= 12;
            let limit = tick
                .scenario
                .safeguards
                .rotation
                .as_ref()
                .filter(|rule| seat.bound && u32::from(seat.terms) >= rule.terms_in_a_row);
            let months = seat.ends.saturating_sub(tick.number);
            count += 1;
            if !within(months) {
                continue;
            }
            let replaced = 1.0 - libm::exp(-rivals);
            sum += if organization.powers.is_some() {
                0.0
            } else if limit.is_some() {
                1.0
            } else if quorate {
                let holder = seat.holder.unwrap_or(0);
                let known = score(organization, tick.scenario, holder, true)
                    + mandates.disapproval * (f64::from(organization.voice()) - 0.5);
                let rival =
                    mandates.skill * 0.5 + mandates.standing * libm::log(2.0) + libm::log(rivals.max(0.01));
                replaced / (1.0 + libm::exp(known - rival))
            } else {
                0.0
            };
        }
    }
    if count == 0 { 1.0 } else { (sum / f64::from(count)) as f32 }
}

impl Lottery {
    /// Draws somebody by lot who accepts, or nobody after twenty refusals.
    fn draw(&self, organization: &Organization, tick: &Tick, id: u32) -> Option<u32> {
        let mut dice = tick.luck.dice(Draw::Lottery, tick.number, id + 1_000_000);
        (0..20)
            .map(|_| (dice.below(organization.size() as u32), dice.unit()))
            .find(|&(who, luck)| {
                let i = who as usize;
                let members = &organization.members;
                members.seats[i] == 0
                    && members.hired_at[i] == u32::MAX
                    && luck < f64::from(members.participation[i])
            })
            .map(|(who, _)| who)
    }
}

/// Tiers that a rule reaches: all where none is named.
pub fn reaches(tiers: &[Tier], tier: Tier) -> bool {
    tiers.is_empty() || tiers.contains(&tier)
}
