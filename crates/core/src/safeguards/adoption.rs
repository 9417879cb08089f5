//! Adoption, repeal and practice: rules are taken up, kept and lost by people.
//!
//! *Adoption.* A safeguard that is moved is not in force until a motion for it passes. Motions come with grievance, in a crisis,
//! and where an ally has it. Whoever has the say votes: those present in the assemblies with the chance that locals settle
//! their own affairs, else the holders of the executive. Log odds of a vote for it:
//! `foresight` + `grievance`·own grievance − `interest`·stake − `reluctance`, with a stake for holders only.
//!
//! *Repeal.* A motion comes up now and then. Each holder of the executive votes by what the safeguard takes from them
//! and by the emergency, and holds back the more members speak up. The votes and their reasons are in the chronicle.
//!
//! *Practice.* How far a safeguard is followed begins at its compliance. Each month
//! practice += `kept_up`·watched·(compliance − practice) − `worn`·gain·practice: being watched holds it up, and the gain of
//! breaking it wears it down.

use super::{Safeguards, Takes};
use crate::month::Month;
use crate::random::{Rng, StreamId};
use crate::state::{Event, Organization, Reason, What};

/// Motions of the month with the votes on them, and a month of practice.
pub fn run(organization: &mut Organization, month: &Month, safeguards: &Safeguards) {
    adopt(organization, month, safeguards);
    repeal(organization, month, safeguards);
    practise(organization, month, safeguards);
}

/// Sets the practice of a safeguard as the month begins; `compliance` is `None` where it is not in force.
pub(super) fn begin(
    organization: &mut Organization,
    month: &Month,
    position: usize,
    compliance: Option<f64>,
) {
    let practice = &mut organization.practice[position];
    let is_worn = month.parameters.adoption.worn > 0.0;
    *practice = compliance.map(|compliance| practice.filter(|_| is_worn).unwrap_or(compliance));
}

/// Motions to take up safeguards that are not in force.
fn adopt(organization: &mut Organization, month: &Month, safeguards: &Safeguards) {
    let a_year = month.parameters.adoption.motions_per_year;
    let proposed = safeguards.proposed(organization, month.number);
    if a_year <= 0.0 || proposed.is_empty() {
        return;
    }
    let pressing = grievance(organization) + crisis(organization);
    for (position, takes, _) in proposed {
        let example = f64::from(month.neighbours.safeguards >> position & 1);
        let chance = 1.0 - libm::exp(-a_year * (pressing + example) / 12.0);
        let mut rng = month.rng(StreamId::Adoption, position as u32);
        if rng.chance(chance) {
            vote_in(organization, month, &mut rng, (position, takes));
        }
    }
}

/// Mean grievance of the members.
fn grievance(organization: &Organization) -> f64 {
    let all: f64 = organization.members.grievance.iter().map(|grievance| f64::from(*grievance)).sum();
    all / organization.size().max(1) as f64
}

/// 1 under emergency powers, else the month's damage in monthly dues of a member, at most 1.
fn crisis(organization: &Organization) -> f64 {
    if organization.emergency.powers.is_some() {
        return 1.0;
    }
    (organization.books.flow.damage / organization.size().max(1) as f64).min(1.0)
}

/// Chance that members have the say: their locals' part in deciding their own affairs.
fn own_say(organization: &Organization) -> f64 {
    let of = |local: &crate::state::Local| f64::from(local.own_say) * f64::from(local.count);
    organization.locals.iter().map(of).sum::<f64>() / organization.size().max(1) as f64
}

fn vote_in(organization: &mut Organization, month: &Month, rng: &mut Rng, (position, takes): (usize, Takes)) {
    let adoption = month.parameters.adoption;
    let all = influence(organization);
    let odds = |who: u32, is_bound: bool| {
        let stake = if is_bound { stake(organization, month, all, who, takes) } else { 0.0 };
        let minded = f64::from(organization.members.grievance[who as usize]);
        adoption.foresight + adoption.grievance * minded - adoption.interest * stake - adoption.reluctance
    };
    let by_members = rng.chance(own_say(organization));
    let (yes, no) = if by_members {
        let present = (0..organization.slots()).filter(|slot| organization.is_present(*slot));
        let holds = |slot: usize| organization.members.seats[slot] > 0;
        count(rng, present.map(|slot| odds(slot as u32, holds(slot))))
    } else {
        count(rng, holders(organization).map(|holder| odds(holder, true)))
    };
    let (what, reason) = match (yes > no, by_members) {
        (true, true) => (What::Adopted, Reason::MembersWantIt),
        (true, false) => (What::Adopted, Reason::HoldersGrantIt),
        (false, true) => (What::AdoptionFailed, Reason::NoNeed),
        // Stakes stopped it where holders without any would have been for it.
        (false, false) if holders(organization).map(|holder| odds(holder, false)).sum::<f64>() > 0.0 => {
            (What::AdoptionFailed, own_reason(takes))
        }
        (false, false) => (What::AdoptionFailed, Reason::NoNeed),
    };
    if yes > no {
        organization.adopted[position] = Some(month.number + 1);
        organization.repealed[position] = None;
    }
    note(organization, month, position, (what, reason), (yes, no));
}

/// Counts the votes of people with these log odds to vote for it.
fn count(rng: &mut Rng, odds: impl Iterator<Item = f64>) -> (u32, u32) {
    odds.fold(
        (0, 0),
        |(yes, no), odds| {
            if rng.chance(1.0 / (1.0 + libm::exp(-odds))) { (yes + 1, no) } else { (yes, no + 1) }
        },
    )
}

fn holders(organization: &Organization) -> impl Iterator<Item = u32> {
    organization.offices.bodies[0].seats.iter().filter_map(|seat| seat.holder)
}

/// Motions to repeal safeguards in force.
fn repeal(organization: &mut Organization, month: &Month, safeguards: &Safeguards) {
    let chance = 1.0 - libm::exp(-month.parameters.repeal.motions_per_year / 12.0);
    if chance <= 0.0 {
        return;
    }
    for (position, takes, _) in safeguards.standing(organization, month.number) {
        let mut rng = month.rng(StreamId::Repeal, position as u32);
        if rng.chance(chance) {
            vote_out(organization, month, &mut rng, safeguards, (position, takes));
        }
    }
}

/// How much an emergency weighs.
fn emergency(organization: &Organization, month: &Month) -> f64 {
    let powers = organization.emergency.powers.map(|_| f64::from(organization.emergency.threat));
    month.parameters.repeal.emergency * powers.unwrap_or(0.0)
}

fn vote_out(
    organization: &mut Organization,
    month: &Month,
    rng: &mut Rng,
    safeguards: &Safeguards,
    (position, takes): (usize, Takes),
) {
    let repeal = month.parameters.repeal;
    let pressing = emergency(organization, month);
    let restrained = repeal.restraint * f64::from(organization.voice());
    let all = influence(organization);
    let interest = |holder| repeal.interest * stake(organization, month, all, holder, takes);
    let others = pressing - restrained - repeal.reluctance;
    let (yes, no) = count(rng, holders(organization).map(|holder| interest(holder) + others));
    let interests: f64 = holders(organization).map(interest).sum();
    let interested = interests / f64::from((yes + no).max(1));
    let why = if yes > no {
        organization.repealed[position] = Some(month.number);
        (organization.adopted[position], organization.practice[position]) = (None, None);
        safeguards.end(Some(position), organization, month);
        let reason = if interested > pressing {
            own_reason(takes)
        } else if pressing > 0.0 {
            Reason::Emergency
        } else {
            Reason::NoNeed
        };
        (What::Repealed, reason)
    } else {
        (What::RepealFailed, if restrained > 0.5 { Reason::MembersObject } else { Reason::NoNeed })
    };
    note(organization, month, position, why, (yes, no));
}

fn note(
    organization: &mut Organization,
    month: &Month,
    position: usize,
    (what, reason): (What, Reason),
    votes: (u32, u32),
) {
    organization.books.events.push(Event {
        tick: month.number,
        what,
        subject: position as u32,
        who: None,
        votes: Some(votes),
        reason: Some(reason),
    });
}

/// A month of practice of each safeguard in force.
fn practise(organization: &mut Organization, month: &Month, safeguards: &Safeguards) {
    let adoption = month.parameters.adoption;
    let standing = safeguards.standing(organization, month.number);
    if adoption.worn <= 0.0 || standing.is_empty() {
        return;
    }
    let all = influence(organization);
    let (open, voice) = (f64::from(month.rules.transparency), f64::from(organization.voice()));
    let watched = open + (1.0 - open) * voice;
    for (position, takes, compliance) in standing {
        let stakes: f64 =
            holders(organization).map(|holder| stake(organization, month, all, holder, takes)).sum();
        let gain = stakes / holders(organization).count().max(1) as f64;
        let worn = adoption.worn * gain * (1.0 + emergency(organization, month));
        if let Some(practice) = &mut organization.practice[position] {
            *practice = practised(*practice, compliance, adoption.kept_up * watched, worn);
        }
    }
}

/// Practice a month later: it comes back at the rate `kept` and is lost at the rate `worn`.
fn practised(practice: f64, compliance: f64, kept: f64, worn: f64) -> f64 {
    (practice + kept * (compliance - practice) - worn * practice).max(0.0)
}
/// All influence there is.
fn influence(organization: &Organization) -> f64 {
    organization.members.influence.iter().map(|influence| f64::from(*influence)).sum()
}

/// What the safeguard takes from somebody, 0–1, as they see it themselves; `all` is all influence there is.
fn stake(organization: &Organization, month: &Month, all: f64, holder: u32, takes: Takes) -> f64 {
    let members = &organization.members;
    let i = holder as usize;
    match takes {
        Takes::Office => f64::from(members.ambition[i]),
        Takes::Power => {
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

/// The reason of somebody from whom the safeguard takes something.
fn own_reason(takes: Takes) -> Reason {
    match takes {
        Takes::Office => Reason::KeepsFromOffice,
        Takes::Power => Reason::TiesHands,
        Takes::Hours => Reason::TooManyHours,
        Takes::Money => Reason::NoMoney,
    }
}

#[cfg(test)]
mod tests {
    use super::practised;
    use crate::history::simulate;
    use crate::safeguards::NAMES;
    use crate::state::{Organization, What};
    use crate::world::World;

    /// The organization of a text after so many months, and after how many of the last `counted` an adopted safeguard was to be in
    /// force in the next one.
    fn after(text: &str, months: u32, counted: u32, run: u32) -> (Organization, u32) {
        let model = crate::testing::model(&format!("ticks = {months}\n{text}"));
        let (mut world, mut in_force) = (World::found(&model, run), 0);
        for tick in 0..months {
            world.month(&model, tick).unwrap();
            let stands = world.organizations[0].adopted.iter().any(Option::is_some);
            in_force += u32::from(stands && tick >= months - counted);
        }
        (world.organizations.swap_remove(0), in_force)
    }

    fn votes(organization: &Organization, what: What) -> usize {
        organization.books.events.iter().filter(|event| event.what == what).count()
    }

    #[test]
    fn with_constant_rates_adoption_is_a_birth_death_process() {
        // Every motion passes, and motions come at constant rates: under powers that never end, without grievance.
        let text = "organization.members = 60\norganization.local_size = 10\nenvironment.threat = 1.0\n\
                    viability.wrong_cost = 0.0\nviability.missed_cost = 0.0\nvoice.tolerance = 1.0\n\
                    viability.execution_cost = 0.0\nviability.months_below_zero = 120\n\
                    voice.tolerance_spread = 0.0\n\
                    repeal.motions_per_year = 3.0\nrepeal.reluctance = 0.0\nrepeal.emergency = 20.0\n\
                    adoption.motions_per_year = 1.0\nadoption.foresight = 50.0\nadoption.interest = 0.0\n\
                    [safeguards.separation_of_party_and_state]\nadopted = \"moved\"\n";
        let (runs, months) = (200, 96);
        let (mut in_force, mut failed) = (0, 0);
        for run in 0..runs {
            let (organization, stands) = after(text, 24 + months, months, run);
            assert!(organization.books.record.is_open());
            failed += votes(&organization, What::AdoptionFailed) + votes(&organization, What::RepealFailed);
            in_force += stands;
        }
        // A vote without voters fails; there is hardly any.
        assert!(failed <= 3, "{failed}");
        let [a, b] = [1.0f64, 3.0].map(|a_year| 1.0 - libm::exp(-a_year / 12.0));
        let (share, n) = (f64::from(in_force) / f64::from(runs * months), f64::from(runs * months));
        // A chain of two states: the variance of a share over n months is p(1 − p)(1 + λ)/(1 − λ)/n, λ = 1 − a − b.
        let p = a / (a + b);
        let error = (p * (1.0 - p) * (2.0 - a - b) / (a + b) / n).sqrt();
        assert!((share - p).abs() < 4.0 * error, "{share} for {p} ± {error}");
    }

    #[test]
    fn practice_settles_where_it_comes_back_as_fast_as_it_is_worn() {
        let (kept, worn, compliance) = (0.06, 0.02, 0.8);
        let settled = (0..2000).fold(compliance, |practice, _| practised(practice, compliance, kept, worn));
        assert!((settled - kept * compliance / (kept + worn)).abs() < 1e-12, "{settled}");
        assert_eq!(practised(0.7, 0.7, kept, 0.0).to_bits(), 0.7f64.to_bits());
    }

    #[test]
    fn what_nobody_watches_is_worn_and_without_wear_all_is_as_it_is_written() {
        let practice = |text: &str| {
            let text = format!("organization.members = 100\n{text}\nsafeguards.rotation.compliance = 0.9\n");
            let position = NAMES.iter().position(|name| *name == "rotation").unwrap();
            after(&text, 120, 0, 0).0.practice[position].unwrap()
        };
        assert_eq!(
            practice("adoption.worn = 0.0\nrepeal.motions_per_year = 0.0").to_bits(),
            0.9f64.to_bits()
        );
        let worn = practice("adoption.worn = 0.05\nrepeal.motions_per_year = 0.0");
        let unseen =
            practice("adoption.worn = 0.05\nrepeal.motions_per_year = 0.0\nvoice.transparency = 0.0");
        assert!(unseen < worn && worn < 0.9, "{unseen} {worn}");
    }

    #[test]
    fn holders_stop_what_would_bind_them_where_they_have_the_say() {
        let ground = "organization.members = 100\nadoption.motions_per_year = 12.0\nadoption.foresight = 3.0\n\
                      adoption.interest = 20.0\nrepeal.motions_per_year = 0.0\nenvironment.threat = 0.6\n";
        let adopted = |central: &str| {
            let text = format!("{ground}{central}[safeguards.rotation]\nadopted = \"moved\"\n");
            (0..8).map(|run| votes(&after(&text, 6, 0, run).0, What::Adopted)).sum::<usize>()
        };
        let own = "precedent.founding_central_share = 0.05\n";
        let central = "precedent.founding_central_share = 0.95\n";
        assert!(adopted(own) > adopted(central), "{} {}", adopted(own), adopted(central));
    }

    #[test]
    fn what_is_moved_and_never_voted_in_changes_nothing() {
        let of = |text: &str| {
            let text = format!("ticks = 36\norganization.members = 100\n{text}");
            simulate(&crate::testing::model(&text), 0).unwrap().measures
        };
        let moved = "adoption.motions_per_year = 0.0\n[safeguards.lottery]\nadopted = \"moved\"\n";
        assert!(of(moved) == of(""));
    }

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
