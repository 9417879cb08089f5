//! Repeal: those whom a safeguard binds can vote it away.
//!
//! A motion comes up now and then. Each holder of the executive votes by what the safeguard takes from them
//! and by the emergency, and holds back the more members speak up. The vote and its reason are in the
//! chronicle.

use super::{Safeguards, Takes};
use crate::month::Month;
use crate::random::{Rng, StreamId};
use crate::state::{Event, Organization, Reason, What};

/// Motions of the month, and the votes on them.
pub fn run(organization: &mut Organization, month: &Month, safeguards: &Safeguards) {
    let repeal = &month.parameters.repeal;
    let chance = 1.0 - libm::exp(-repeal.motions_per_year / 12.0);
    if chance <= 0.0 {
        return;
    }
    for (position, takes) in safeguards.standing(organization, month.number) {
        let mut rng = month.rng(StreamId::Repeal, position as u32);
        if rng.chance(chance) {
            vote(organization, month, &mut rng, safeguards, (position, takes));
        }
    }
}

fn vote(
    organization: &mut Organization,
    month: &Month,
    rng: &mut Rng,
    safeguards: &Safeguards,
    (position, takes): (usize, Takes),
) {
    let repeal = &month.parameters.repeal;
    let pressing = if organization.emergency.powers.is_some() {
        repeal.emergency * f64::from(organization.emergency.threat)
    } else {
        0.0
    };
    let restrained = repeal.restraint * f64::from(organization.voice());
    let (mut yes, mut no, mut interests) = (0, 0, 0.0);
    let holders = || organization.offices.bodies[0].seats.iter().filter_map(|seat| seat.holder);
    for holder in holders() {
        let interest = repeal.interest * stake(organization, month, holder, takes);
        interests += interest;
        let odds = interest + pressing - restrained - repeal.reluctance;
        if rng.chance(1.0 / (1.0 + libm::exp(-odds))) {
            yes += 1;
        } else {
            no += 1;
        }
    }
    let selfish = interests / holders().count().max(1) as f64 > pressing;
    let passed = yes > no;
    let (what, reason) = if passed {
        organization.repealed[position] = Some(month.number);
        safeguards.end(Some(position), organization, month);
        (What::Repealed, reason(takes, selfish))
    } else {
        (What::RepealFailed, if restrained > 0.5 { Reason::MembersObject } else { Reason::NoNeed })
    };
    let event = Event {
        tick: month.number,
        what,
        subject: position as u32,
        who: None,
        votes: Some((yes, no)),
        reason: Some(reason),
    };
    organization.books.events.push(event);
}

/// What the safeguard takes from somebody, 0–1, as they see it themselves.
fn stake(organization: &Organization, month: &Month, holder: u32, takes: Takes) -> f64 {
    let members = &organization.members;
    let i = holder as usize;
    match takes {
        Takes::Office => f64::from(members.ambition[i]),
        Takes::Power => {
            let all: f64 = members.influence.iter().map(|influence| f64::from(*influence)).sum();
            // Ten times what everybody would have if all were equal is as much as somebody can miss.
            let times = f64::from(members.influence[i]) * organization.size() as f64 / all.max(1e-9);
            (times / 10.0).min(1.0)
        }
        Takes::Hours => {
            let hours = month.parameters.work.seat_hours.max(1e-9);
            (f64::from(month.rules.seat_hours) / hours).min(1.0)
        }
        Takes::Money => f64::from(u8::from(organization.treasury.reserve < 0.0)),
    }
}

fn reason(takes: Takes, selfish: bool) -> Reason {
    match (selfish, takes) {
        (false, _) => Reason::Emergency,
        (true, Takes::Office) => Reason::KeepsFromOffice,
        (true, Takes::Power) => Reason::TiesHands,
        (true, Takes::Hours) => Reason::TooManyHours,
        (true, Takes::Money) => Reason::NoMoney,
    }
}

#[cfg(test)]
mod tests {
    use crate::state::What;
    use crate::world::World;

    #[test]
    fn those_whom_it_binds_can_vote_it_away_and_say_why() {
        let text = "organization.members = 200\nrepeal.motions_per_year = 12.0\nrepeal.reluctance = 0.0\n\
                    [safeguards.rotation]\n[safeguards.subsidiarity]\n";
        let scenario = crate::testing::model(text);
        let mut world = World::found(&scenario, 0);
        (0..24).for_each(|tick| world.month(&scenario, tick).unwrap());
        let organization = &world.organizations[0];
        let voted = |what: What| organization.books.events.iter().filter(move |event| event.what == what);
        let repealed = voted(What::Repealed).next().expect("something is repealed");
        let (yes, no) = repealed.votes.expect("votes");
        assert!(yes > no && yes + no <= 9 && repealed.reason.is_some());
        assert!(organization.repealed.iter().flatten().count() == voted(What::Repealed).count());
    }
}
