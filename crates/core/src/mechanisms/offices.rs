//! Offices: taking and leaving a seat, with its entry in the ledger of mandates.

use crate::month::Month;
use crate::state::{Entry, Exit, Mandate, NONE, Organization, Place, Reason, Seat, Turnover, What};

/// A stable number for a seat.
pub fn seat_id((body, seat): Place) -> u32 {
    (body * 4096 + seat) as u32
}

pub(crate) fn take_seat(
    organization: &mut Organization,
    (body, seat): Place,
    who: u32,
    entry: Entry,
    faction: u32,
) {
    organization.members.seats[who as usize] += 1;
    let mandate = organization.offices.mandates.len() as u32;
    let tick = organization.tick;
    let from = tick as i32;
    let record = Mandate { body: body as u16, seat: seat as u16, holder: who, from, entry, left: None };
    organization.offices.mandates.push(record);
    let state = &mut organization.offices.bodies[body].seats[seat];
    *state = Seat {
        holder: Some(who),
        since: from,
        ends: tick,
        entry,
        terms: 1,
        bound: false,
        faction,
        outside: false,
        shadow: state.shadow,
        mandate,
    };
}

/// An empty seat, to be filled from a month on.
pub(crate) fn empty_seat(ends: u32) -> Seat {
    Seat {
        holder: None,
        since: 0,
        ends,
        entry: Entry::Election,
        terms: 0,
        bound: false,
        faction: 0,
        outside: false,
        shadow: None,
        mandate: NONE,
    }
}

/// Adds empty seats to the standing bodies where members have become more; none is taken away.
pub(crate) fn grow(organization: &mut Organization, month: &Month) {
    let members = organization.size() as f64;
    for body in organization.offices.bodies.iter_mut().filter(|body| !body.seats.is_empty()) {
        // The seats that are named were there from the beginning.
        let wanted = month.parameters.mandates.seats_per_1000(body.tier, members) as usize;
        body.seats.resize(wanted.max(body.seats.len()), empty_seat(month.number));
    }
}

/// Empties a seat and closes its entry in the ledger.
pub fn leave_seat(organization: &mut Organization, body: usize, seat: usize, tick: u32, exit: Exit) {
    debug_assert_eq!(tick, organization.tick);
    if let Some(holder) = organization.offices.bodies[body].seats[seat].holder {
        organization.members.seats[holder as usize] -= 1;
        close_mandate(organization, (body, seat), exit);
    }
}

/// Empties every seat of a member.
pub fn leave_all_seats(organization: &mut Organization, who: u32, exit: Exit) {
    for body in 0..organization.offices.bodies.len() {
        for seat in 0..organization.offices.bodies[body].seats.len() {
            if organization.offices.bodies[body].seats[seat].holder == Some(who) {
                leave_seat(organization, body, seat, organization.tick, exit);
            }
            let shadow = &mut organization.offices.bodies[body].seats[seat].shadow;
            *shadow = shadow.filter(|shadow| *shadow != who);
        }
    }
}

/// Empties a seat whose mandate has ended.
pub(crate) fn close_mandate(organization: &mut Organization, place: Place, exit: Exit) {
    end_record(organization, place, exit);
    count_departure(organization, place, exit);
    let state = &mut organization.offices.bodies[place.0].seats[place.1];
    (state.holder, state.outside) = (None, false);
}

pub(crate) fn end_record(organization: &mut Organization, (body, seat): Place, exit: Exit) {
    let state = &mut organization.offices.bodies[body].seats[seat];
    organization.offices.mandates[state.mandate as usize].left = Some((organization.tick, exit));
    state.mandate = NONE;
}

pub(crate) fn count_departure(organization: &mut Organization, (body, seat): Place, exit: Exit) {
    let state = &organization.offices.bodies[body].seats[seat];
    let months = state.months(organization.tick) as usize;
    if let Some(holder) = state.holder {
        organization.leave_office(holder);
    }
    if organization.offices.tenures.len() <= months {
        organization.offices.tenures.resize(months + 1, 0);
    }
    organization.offices.tenures[months] += 1;
    let kind = match exit {
        Exit::Term | Exit::Expiry => Turnover::Term,
        Exit::Recall => Turnover::Recall,
        Exit::Expulsion | Exit::Loss => Turnover::Removal,
        Exit::Resignation => Turnover::Resignation,
    };
    organization.books.flow.turnover[kind as usize] += 1;
}

/// Expels an exposed holder from office.
pub fn expose(organization: &mut Organization, month: &Month, body: usize, seat: usize, reason: Reason) {
    let who = organization.offices.bodies[body].seats[seat].holder;
    organization.note(What::Expelled, body, who, reason);
    leave_seat(organization, body, seat, month.number, Exit::Expulsion);
}
