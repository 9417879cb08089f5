//! Mandates: the third ledger, offices. Holders, entries and exits.
//!
//! At the end of a term a successor is elected, appointed from above, or drawn by lot. Elected and drawn holders serve
//! their own faction, appointed ones that of their patron. Without candidates, or with too few voters, the holder stays
//! past the mandate.

use crate::mechanisms::buffers::Buffers;
use crate::mechanisms::elections::{Election, Polls};
use crate::mechanisms::eligibility::{binds, has_cooled_off, is_new, is_reserved};
use crate::mechanisms::floor;
use crate::mechanisms::offices::{
    close_mandate, count_departure, end_record, leave_all_seats, seat_id, take_seat,
};
use crate::mechanisms::patronage;
use crate::mechanisms::patronage::Patron;
use crate::mechanisms::removability::Holders;
use crate::mechanisms::tables::Tables;
use crate::mechanisms::{audit, critics, offices, recall, removability, replaceability, sortition};
use crate::month::Month;
use crate::parameters::Parameters;
use crate::parameters::mandates::Electorate;
use crate::random::{StreamId, Streams};
use crate::state::{Entry, Exit, Organization, Place, Reason, Seat, Tier, What};

/// Offset of seat numbers in founding elections.
const FOUNDING: u32 = 1 << 30;

/// Fills every seat at the founding.
pub fn first_elections(organization: &mut Organization, parameters: &Parameters, streams: &Streams) {
    let (mut stood, mut seats) = (0, 0);
    let (mut polls, tables) = (Polls::default(), Tables::default());
    polls.open(organization, |stream| streams.key(stream, organization.tick));
    for body in 0..organization.offices.bodies.len() {
        if !organization.offices.bodies[body].active {
            continue;
        }
        for seat in 0..organization.offices.bodies[body].seats.len() {
            // A number of its own: the same month fills a seat once more that stays empty.
            let id = FOUNDING + seat_id((body, seat));
            polls.nominate(organization, parameters, &tables, id, None);
            stood += polls.candidates.len();
            seats += 1;
            let election = Election { parameters, id, holder: None, incumbency: 0.0 };
            if let Some(winner) = polls.elect(organization, &election, &tables) {
                let ends = organization.offices.bodies[body].seats[seat].ends;
                let faction = organization.members.faction[winner as usize];
                take_seat(organization, (body, seat), winner, Entry::Election, faction);
                organization.offices.bodies[body].seats[seat].ends = ends;
            }
        }
    }
    organization.offices.bench = stood as f32 / seats.max(1) as f32;
}

/// Fills the empty seats of an active body.
pub fn fill_body(
    organization: &mut Organization,
    month: &Month,
    polls: &mut Polls,
    tables: &Tables,
    body: usize,
) {
    polls.open(organization, |stream| month.key(stream));
    for seat in 0..organization.offices.bodies[body].seats.len() {
        if organization.offices.bodies[body].active
            && organization.offices.bodies[body].seats[seat].holder.is_none()
        {
            fill(organization, month, (body, seat), polls, tables);
        }
    }
}

/// Civil war may remove leaders.
pub fn losses(organization: &mut Organization, month: &Month, buffers: &mut Buffers) {
    let chance = month.rules.pressure.leaders_lost;
    if chance <= 0.0 {
        return;
    }
    let mut lost = Vec::new();
    for (number, body) in organization.offices.bodies.iter().enumerate() {
        for (position, seat) in body.seats.iter().enumerate() {
            let id = seat_id((number, position));
            if let Some(who) = seat.holder
                && month.rng(StreamId::Losses, id).chance(chance)
            {
                lost.push((number, who));
            }
        }
    }
    for (body, who) in lost {
        if organization.members.taken[who as usize] {
            organization.note(What::LeaderLost, body, Some(who), Reason::TakenByEnemy);
            leave_all_seats(organization, who, Exit::Loss);
            organization.vacate(who as usize);
            organization.books.flow.moves.1 += 1;
        }
    }
    organization.rewire(month.streams, buffers);
}

/// Recalls holders, names critics, ends terms that are over, and fills seats.
pub fn run(
    organization: &mut Organization,
    month: &Month,
    (polls, tables): (&mut Polls, &Tables),
    due: &mut Vec<Place>,
    holders: &mut Holders,
) {
    if let Some(rule) = month.rules.recall {
        recall::run(organization, month, &rule);
    }
    if let Some(rule) = month.rules.critics {
        critics::fill(organization, month, &rule);
    }
    if (month.number - organization.founded_at) % 12 == 11 {
        offices::grow(organization, month);
    }
    due.clear();
    due.extend(over(organization, month));
    // All mandates that are over end before any choice, so that each holder can be chosen for any seat.
    for &(body, seat) in &*due {
        if let Some(holder) = organization.offices.bodies[body].seats[seat].holder {
            organization.members.seats[holder as usize] -= 1;
            // Cooling off, and the loss of newcomer status, hold for all seats that are filled this month.
            organization.leave_office(holder);
        }
    }
    if !due.is_empty() {
        polls.open(organization, |stream| month.key(stream));
        let stood: usize = due.iter().map(|&place| fill(organization, month, place, polls, tables)).sum();
        let rate = month.parameters.mandates.bench_rate as f32;
        organization.offices.bench += rate * (stood as f32 / due.len() as f32 - organization.offices.bench);
    }
    polls.look_up(organization);
    organization.offices.removability = removability::compute(organization, month, polls, tables, holders);
    let replaceable = replaceability::compute(organization, month, polls, tables, holders, true);
    organization.offices.replaceability = replaceable;
    organization.offices.replaceability_open = match month.rules.sortition {
        Some(_) => replaceability::compute(organization, month, polls, tables, holders, false),
        None => replaceable,
    };
}

/// Whether seats stay as they are until the general assembly that elects sits; who appoints need not wait.
fn waits_for_assembly(organization: &Organization, month: &Month) -> bool {
    let mandates = month.parameters.mandates;
    mandates.elected_by == Electorate::Assembly
        && !mandates.appointed
        && organization.emergency.powers.is_none()
        && month.parameters.meetings.general_period_ticks > 0
        && !floor::general_sits(month)
}

/// Seats of active bodies that are empty or whose mandate is over.
fn over(organization: &Organization, month: &Month) -> impl Iterator<Item = Place> {
    let bodies = organization.offices.bodies.iter().enumerate().filter(|(_, body)| body.active);
    let seats = bodies.flat_map(|(number, body)| {
        body.seats.iter().enumerate().map(move |(position, seat)| ((number, position), seat))
    });
    let waits = waits_for_assembly(organization, month);
    let month = month.number;
    seats
        .filter(move |(_, seat)| !waits && (seat.holder.is_none() || seat.ends <= month))
        .map(|(place, _)| place)
}

/// Fills one seat, whose former mandate has ended; returns the number of willing members.
fn fill(
    organization: &mut Organization,
    month: &Month,
    (body, seat): Place,
    polls: &mut Polls,
    tables: &Tables,
) -> usize {
    let id = seat_id((body, seat));
    let audited = match month.rules.audit {
        Some(rule) => audit::run(organization, month, &rule, (body, seat)),
        None => 0.0,
    };
    let state = organization.offices.bodies[body].seats[seat];
    let tier = organization.offices.bodies[body].tier;
    let rotation = month.rules.term_limit.filter(|rule| binds(month, rule, tier, id));
    let barred = rotation.is_some_and(|rule| u32::from(state.terms) >= rule.terms_in_a_row);
    let free = |who: &u32| organization.members.seats[*who as usize] == 0;
    let running = state.holder.filter(|_| !barred).filter(free);
    polls.nominate(organization, &month.parameters, tables, id, running);
    let candidates = &mut polls.candidates;
    if let Some(rule) = rotation {
        candidates.retain(|&who| {
            Some(who) == running || (Some(who) != state.holder && has_cooled_off(organization, &rule, who))
        });
    }
    if let Some(rule) =
        month.rules.newcomers.filter(|rule| is_reserved(organization, month, rule, (body, seat)))
    {
        candidates.retain(|&who| is_new(organization, &rule, who, state.holder));
    }
    if let Some(shadow) = state.shadow.filter(free).filter(|who| !candidates.contains(who)) {
        candidates.push(shadow);
    }
    let incumbency = month.parameters.mandates.incumbency * (1.0 - audited);
    let stood = candidates.len();
    let choice = choose(organization, month, (body, seat), (polls, tables), running, incumbency);
    let selected = u32::from(choice.who.is_some());
    organization.books.flow.selections.0 += selected;
    let contested = matches!(choice.entry, Entry::Election | Entry::Shadow) && stood > 1;
    organization.books.flow.selections.1 += selected * u32::from(contested);
    install(organization, month, (body, seat), choice, rotation.map(|rule| rule.term_ticks));
    stood
}

/// The next holder of a seat, and the way of selection.
struct Choice {
    who: Option<u32>,
    entry: Entry,
    faction: u32,
}

fn choose(
    organization: &Organization,
    month: &Month,
    (body, seat): Place,
    (polls, tables): (&mut Polls, &Tables),
    running: Option<u32>,
    incumbency: f64,
) -> Choice {
    let id = seat_id((body, seat));
    let tier = organization.offices.bodies[body].tier;
    let own = |who: Option<u32>| who.map_or(0, |who| organization.members.faction[who as usize]);
    let central = tier != Tier::Parallel;
    if let Some(rule) = month.rules.sortition.filter(|rule| sortition::draws(month, rule, tier, id)) {
        let barred = organization.offices.bodies[body].seats[seat].holder.filter(|_| running.is_none());
        let who = sortition::draw(organization, month, &rule, id, barred);
        return Choice { who, entry: Entry::Lottery, faction: own(who) };
    }
    // Without an appointer members elect, even under emergency powers.
    let appointed = organization.emergency.powers.is_some() || month.parameters.mandates.appointed;
    if central && appointed && !polls.patrons.is_empty() {
        let seat = &organization.offices.bodies[body].seats[seat];
        return appoint(organization, month, id, seat, running, &polls.patrons);
    }
    let quorate = f64::from(organization.turnout) >= month.parameters.mandates.quorum;
    let election = Election { parameters: &month.parameters, id, holder: running, incumbency };
    let who = if quorate { polls.elect(organization, &election, tables) } else { None };
    let shadow = who.is_some() && who == organization.offices.bodies[body].seats[seat].shadow;
    Choice { who, entry: if shadow { Entry::Shadow } else { Entry::Election }, faction: own(who) }
}

/// Seats the chosen member, or keeps the holder.
fn install(
    organization: &mut Organization,
    month: &Month,
    (body, seat): Place,
    choice: Choice,
    bound_term: Option<u32>,
) {
    let before = organization.offices.bodies[body].seats[seat];
    let stays = |who: u32| organization.members.seats[who as usize] == 0;
    let (who, entry, faction) = match (choice.who, before.holder) {
        (Some(who), _) => (who, choice.entry, choice.faction),
        // No candidates, or too few voters: the holder stays past the mandate.
        (None, Some(holder)) if stays(holder) => (holder, Entry::Holdover, before.faction),
        (None, holder) => {
            if holder.is_some() {
                close_mandate(organization, (body, seat), Exit::Term);
            }
            organization.offices.bodies[body].seats[seat].ends = month.number + 1;
            return;
        }
    };
    let reelected = before.holder == Some(who);
    let holdover = (before.entry == Entry::Holdover) != (entry == Entry::Holdover);
    if reelected && !holdover {
        organization.members.seats[who as usize] += 1;
    } else {
        if before.holder.is_some() {
            end_record(organization, (body, seat), Exit::Term);
            if !reelected {
                count_departure(organization, (body, seat), Exit::Term);
            }
        }
        take_seat(organization, (body, seat), who, entry, faction);
    }
    let tier = organization.offices.bodies[body].tier;
    let state = &mut organization.offices.bodies[body].seats[seat];
    if reelected {
        let served = u16::from(entry != Entry::Holdover);
        (state.since, state.terms) = (before.since, before.terms.saturating_add(served));
        (state.outside, state.faction) = (before.outside, faction);
    }
    (state.entry, state.shadow) = (entry, before.shadow.filter(|shadow| *shadow != who));
    let term = bound_term.unwrap_or(month.parameters.mandates.term(tier));
    state.ends = month.number + if entry == Entry::Holdover { 1 } else { term };
    state.bound = bound_term.is_some();
}

/// A member of the executive appoints an acquaintance, or keeps a loyal holder.
fn appoint(
    organization: &Organization,
    month: &Month,
    id: u32,
    seat: &Seat,
    running: Option<u32>,
    patrons: &[Patron],
) -> Choice {
    let mut rng = month.rng(StreamId::Appointment, id);
    let kept = Choice { who: running, entry: Entry::Appointment, faction: seat.faction };
    if running.is_some() && rng.chance(month.parameters.patronage.retention) {
        return kept;
    }
    let Some(&patron) = patrons.get(rng.below(patrons.len().max(1) as u32) as usize) else { return kept };
    let impartial = month.rng(StreamId::Separation, id).chance(month.rules.impartial);
    match patronage::protege(organization, &mut rng, patron, impartial, seat.holder) {
        Some(who) => {
            let faction = if impartial { organization.members.faction[who as usize] } else { patron.faction };
            Choice { who: Some(who), entry: Entry::Appointment, faction }
        }
        None => kept,
    }
}
