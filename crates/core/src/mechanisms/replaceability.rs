//! Replaceability: the chance that the ruling group loses its majority within two years, by the rules and people as they stand.
//!
//! The ruling group is the faction that most seats of the centre serve. Persons can go and their group stay: a term limit
//! changes persons, and a patron chooses the next ones. Where no faction has most seats, those who sit there are the group,
//! with those whom they appoint: a mixed board that nobody can vote out rules, too. Each seat goes through the selections that are due. A selection moves the
//! chance p that the seat serves the ruling group:
//!
//! p ← d·φ + (1 − d)·(p·(s + (1 − s)·q) + (1 − p)·(1 − s′)·q)
//!
//! d is the chance of a lot, φ the group's share of the members, s and s′ the chance that a holder of the group, or of another
//! one, stays, and q the chance that a new holder serves the group. The number of seats that serve it is then
//! Poisson-binomial, and replaceability is the chance that it is at most half.
//!
//! Holders who die or leave the organization are left out: their number is small beside that of selections.

use crate::mechanisms::elections::{self, Polls};
use crate::mechanisms::patronage;
use crate::mechanisms::recall;
use crate::mechanisms::removability::{Holders, Rivals};
use crate::mechanisms::tables::Tables;
use crate::month::Month;
use crate::rules::{MINDED, Newcomers, TermLimit};
use crate::simd::{F32s, LANES, kernel, registers_mut};
use crate::state::{Body, Organization, Seat};

/// Months within which the majority can be lost.
const HORIZON: u32 = 24;

/// Replaceability of the ruling group, a probability; 1 where no seat is held. Without `lots` as if no seat were drawn.
pub fn compute(
    organization: &Organization,
    month: &Month,
    polls: &Polls,
    tables: &Tables,
    holders: &mut Holders,
    lots: bool,
) -> f32 {
    let active = || organization.centre().iter().filter(|body| body.active);
    let held = active().flat_map(|body| &body.seats).filter(|seat| seat.holder.is_some());
    holders.factions.clear();
    holders.factions.extend(held.map(|seat| seat.faction));
    if holders.factions.is_empty() {
        return 1.0;
    }
    let seats: usize = active().map(|body| body.seats.len()).sum();
    let ruling = patronage::majority(&mut holders.factions, seats);
    let outlook = Outlook { lots, ..Outlook::new(organization, month, polls, ruling) };
    let Holders { odds, .. } = holders;
    odds.clear();
    let score = |who| polls.liked(organization, &month.parameters, tables, who);
    odds.extend(active().flat_map(|body| &body.seats).map(|seat| {
        let score = seat.holder.map_or(0.0, score);
        outlook.rivals.against(score - outlook.rivals.score) as f32
    }));
    odds.resize(seats.next_multiple_of(LANES), 0.0);
    wins(odds, outlook.rivals.any as f32);
    let mut tally = Tally::of(seats);
    let mut wins = odds.iter();
    for body in active() {
        for (position, wins) in (0..body.seats.len()).zip(&mut wins) {
            tally.add(outlook.seat(body, position, f64::from(*wins)));
        }
    }
    tally.at_most_half() as f32
}

kernel! {
    /// Turns log odds to win against the likely rivals into chances, where there is a rival with the chance `any`.
    fn wins<S>(simd, odds: &'a mut [f32], any: f32) {
        let one = F32s::all(simd, 1.0);
        for odds in registers_mut::<S>(odds) {
            *odds = (one - F32s::all(simd, any) / (one + F32s::of(simd, *odds).exp())).get();
        }
    }
}

kernel! {
    /// Members of a faction: a plain loop, which the compiler fits to each width.
    fn members<S>(simd, factions: &'a [u32], taken: &'a [bool], of: u32) -> u32 {
        let _ = simd;
        factions.iter().zip(taken).map(|(faction, taken)| u32::from((*faction == of) & *taken)).sum()
    }
}

/// How seats are filled, as it stands.
struct Outlook<'a> {
    month: &'a Month<'a>,
    /// Seats can be drawn.
    lots: bool,
    /// The faction that rules; `None` where those who sit there do.
    ruling: Option<u32>,
    /// φ: share of the members in the ruling group; of those who sit there it is nearly nothing.
    share: f64,
    /// q: chance that a new holder who is not drawn serves it.
    next: f64,
    way: Way,
    rivals: Rivals,
    /// Chance that nobody stands for a seat whose holder may not.
    unopposed: f64,
    /// Chances that an ordinary holder wins: one of the ruling faction, and one of another.
    ordinary: [f64; 2],
    /// Share of members who speak, and share of those present who mind; `None` where nobody can be recalled.
    discontent: Option<(f64, f64)>,
}

/// The way in which a seat that is not drawn is filled.
#[derive(Clone, Copy, PartialEq)]
enum Way {
    /// Members vote.
    Election,
    /// The executive appoints.
    Appointment,
    /// Too few come to vote: holders stay.
    Nothing,
}

impl Way {
    fn now(organization: &Organization, month: &Month, polls: &Polls) -> Self {
        let mandates = month.parameters.mandates;
        let appointed = organization.emergency.powers.is_some() || mandates.appointed;
        match appointed && !polls.patrons.is_empty() {
            true => Self::Appointment,
            false if f64::from(organization.turnout) >= mandates.quorum => Self::Election,
            false => Self::Nothing,
        }
    }
}

impl<'a> Outlook<'a> {
    fn new(organization: &Organization, month: &'a Month<'a>, polls: &Polls, ruling: Option<u32>) -> Self {
        let patronage = month.parameters.patronage;
        let of = |faction| {
            let members = members(&organization.members.faction, &organization.members.taken, faction);
            f64::from(members) / organization.size().max(1) as f64
        };
        let (share, way) = (ruling.map_or(0.0, of), Way::now(organization, month, polls));
        // How much more a candidate of the ruling faction weighs, and the mean weight of all candidates.
        let (favour, weight) = match polls.favoured() {
            Some(favoured) => {
                let ours = ruling == Some(favoured);
                let helped = if ours { share } else { of(favoured) };
                let favour = if ours { patronage.favour } else { 0.0 };
                (favour, 1.0 + helped * (libm::exp(patronage.favour) - 1.0))
            }
            None => (0.0, 1.0),
        };
        let next = if way == Way::Appointment {
            let serves = |faction| ruling.is_none_or(|ruling| ruling == faction);
            let loyal = polls.patrons.iter().filter(|patron| serves(patron.faction)).count();
            let loyal = loyal as f64 / polls.patrons.len() as f64;
            loyal + month.rules.impartial * (share - loyal)
        } else {
            share * libm::exp(favour) / weight
        };
        let mut rivals = Rivals::expected(organization, month);
        rivals.score += libm::log(weight);
        let ordinary = elections::ordinary_holder(organization, &month.parameters);
        let minds = |i: usize| organization.members.grievance[i] > MINDED;
        let recalls = way == Way::Election && organization.emergency.powers.is_none();
        Self {
            month,
            lots: true,
            ruling,
            share,
            next,
            way,
            unopposed: libm::exp(-f64::from(organization.offices.bench)),
            ordinary: [favour, 0.0].map(|favour| rivals.beaten_by(ordinary + favour)),
            rivals,
            discontent: month
                .rules
                .recall
                .filter(|_| recalls)
                .map(|_| (f64::from(organization.voice()), recall::share_of_present(organization, minds))),
        }
    }

    /// Chance that a seat serves the ruling faction in two years; `wins` is the chance of its holder to win a vote.
    fn seat(&self, body: &Body, position: usize, wins: f64) -> f64 {
        let limit = self.month.rules.term_limit.as_ref().filter(|rule| rule.tiers.reach(body.tier));
        let plain = || self.chain(body, position, wins, None);
        match limit {
            Some(rule) if rule.compliance >= 1.0 => self.chain(body, position, wins, limit),
            Some(rule) if rule.compliance > 0.0 => {
                let bound = self.chain(body, position, wins, limit);
                rule.compliance * bound + (1.0 - rule.compliance) * plain()
            }
            _ => plain(),
        }
    }

    /// The same where all mandates of the seat follow a term limit, or none does.
    fn chain(&self, body: &Body, position: usize, wins: f64, limit: Option<&TermLimit>) -> f64 {
        let (seat, now) = (&body.seats[position], self.month.number);
        let drawn =
            self.month.rules.sortition.filter(|_| self.lots).map_or(0.0, |rule| rule.chance(body.tier));
        let reserved = self.reserved(body, position);
        let recalled = self.recalled(body, seat);
        let serves = seat.holder.is_some() && self.ruling.is_none_or(|ruling| ruling == seat.faction);
        let mut chance = f64::from(u8::from(serves)) * (1.0 - recalled)
            + recalled * self.select(0.0, drawn, self.stays(1.0, self.ordinary));
        let mut wins = if seat.holder.is_some() { [wins; 2] } else { self.ordinary };
        let (mut due, mut terms) = match seat.holder {
            Some(_) => (seat.ends.max(now + 1), u32::from(seat.terms)),
            None => (now + 1, u32::MAX),
        };
        while due <= now + HORIZON {
            let barred = terms >= limit.map_or(u32::MAX, |rule| rule.terms_in_a_row);
            let stays = self.stays(if barred { 1.0 } else { reserved }, wins);
            chance = self.select(chance, drawn, stays);
            terms = if barred { 1 } else { terms + 1 };
            wins = self.ordinary;
            due += limit.map_or(self.month.parameters.mandates.term(body.tier), |rule| rule.term_ticks);
        }
        chance
    }

    /// One selection: from the chance that the seat serves the ruling faction before to that after.
    fn select(&self, before: f64, drawn: f64, [ours, others]: [f64; 2]) -> f64 {
        let chosen = before * (ours + (1.0 - ours) * self.next) + (1.0 - before) * (1.0 - others) * self.next;
        drawn * self.share + (1.0 - drawn) * chosen
    }

    /// Chances that a holder of the ruling faction stays, and one of another; `barred` is the chance that the holder may not
    /// stand, and `wins` are the chances of those who do.
    fn stays(&self, barred: f64, wins: [f64; 2]) -> [f64; 2] {
        match self.way {
            Way::Nothing => [1.0; 2],
            Way::Appointment if barred == 1.0 => [0.0; 2],
            Way::Appointment => [self.month.parameters.patronage.retention; 2],
            Way::Election => wins.map(|wins| wins + barred * (self.unopposed - wins)),
        }
    }

    /// Chance that a seat is kept for a newcomer.
    fn reserved(&self, body: &Body, position: usize) -> f64 {
        let kept = |rule: &Newcomers| rule.keeps(body.tier, position, body.seats.len());
        self.month.rules.newcomers.filter(kept).map_or(0.0, |rule| rule.compliance)
    }

    /// Chance that the holder is recalled: petitions come every month, and people stand as they do now.
    fn recalled(&self, body: &Body, seat: &Seat) -> f64 {
        let (Some(rule), Some((speak, mind))) = (self.month.rules.recall, self.discontent) else {
            return 0.0;
        };
        // Members of other factions may act out of spite.
        let others = self
            .ruling
            .map_or(0.0, |ruling| if seat.faction == ruling { 1.0 - self.share } else { self.share });
        let safe_until = seat.since.saturating_add_unsigned(rule.cooling_off_ticks).max(0) as u32;
        let months = (self.month.number + HORIZON + 1).saturating_sub(safe_until.max(self.month.number + 1));
        let is_lost = seat.holder.is_some()
            && rule.tiers.reach(body.tier)
            && rule.joined(speak, others) >= rule.signatures
            && rule.joined(mind, others) > 0.5;
        if is_lost { 1.0 - libm::pow(1.0 - rule.compliance, f64::from(months)) } else { 0.0 }
    }
}

/// Seats of which the law of the number is exact; with more it is taken as normal.
const EXACT: usize = 64;

/// How many seats serve the ruling faction: a sum of independent yes or no (Poisson-binomial).
///
/// Up to [`EXACT`] seats in doubt the law is exact. Beyond, it is normal with continuity correction: the error at the half is
/// below 0.002 where all chances are between 0.2 and 0.8, and below 0.01 wherever more than 64 chances are between 0.05 and 0.95.
struct Tally {
    /// Half of all seats.
    half: usize,
    /// Seats that serve it for certain.
    certain: usize,
    /// Seats of which it is not certain whether they do.
    doubtful: usize,
    /// Probabilities of each number of these, up to half of all seats.
    law: [f64; EXACT + 1],
    mean: f64,
    variance: f64,
}

impl Tally {
    /// A tally of so many seats, before the first of them.
    fn of(seats: usize) -> Self {
        let mut law = [0.0; EXACT + 1];
        law[0] = 1.0;
        Self { half: seats / 2, certain: 0, doubtful: 0, law, mean: 0.0, variance: 0.0 }
    }

    /// Adds a seat with the chance that it serves the faction.
    fn add(&mut self, chance: f64) {
        if chance <= 0.0 || chance >= 1.0 {
            self.certain += usize::from(chance >= 1.0);
            return;
        }
        if self.doubtful < EXACT {
            for number in (1..=(self.doubtful + 1).min(self.half)).rev() {
                self.law[number] = self.law[number] * (1.0 - chance) + self.law[number - 1] * chance;
            }
            self.law[0] *= 1.0 - chance;
        }
        self.doubtful += 1;
        self.mean += chance;
        self.variance += chance * (1.0 - chance);
    }

    /// Chance that at most half of the seats serve it.
    fn at_most_half(&self) -> f64 {
        let Some(most) = self.half.checked_sub(self.certain) else { return 0.0 };
        match most {
            most if most >= self.doubtful => 1.0,
            most if self.doubtful <= EXACT => self.law[..=most].iter().sum(),
            _ => self.normal(most as f64 + 0.5),
        }
    }

    fn normal(&self, below: f64) -> f64 {
        0.5 * libm::erfc((self.mean - below) / libm::sqrt(2.0 * self.variance))
    }
}

#[cfg(test)]
mod tests {
    use super::{EXACT, Tally};
    use crate::random::{StreamId, Streams};
    use crate::state::Organization;
    use crate::world::World;

    /// The organization of a text after two months, in which a change is made before.
    fn after_two_months(text: &str, change: impl Fn(&mut Organization)) -> Organization {
        let text = format!(
            "organization.members = 1000\norganization.domains = 3\nmembership.exit = 0.0\n\
             membership.exit_grievance = 0.0\nmembership.entry = 0.0\nmembership.expulsion = 0.0\nadoption.worn = 0.0\n{text}"
        );
        let model = crate::testing::model(&text);
        let mut world = World::found(&model, 0);
        change(&mut world.organizations[0]);
        (0..2).for_each(|tick| world.month(&model, tick).unwrap());
        world.organizations.swap_remove(0)
    }

    /// The faction with most seats of the centre (of several the last, as in the mechanism), its share of the members, and the
    /// number of seats.
    fn ruling(organization: &Organization) -> (f64, u32) {
        let bodies = organization.centre().iter().filter(|body| body.active);
        let seats: Vec<u32> = bodies.flat_map(|body| &body.seats).map(|seat| seat.faction).collect();
        let of = |faction| seats.iter().filter(|other| **other == faction).count();
        let most = (0..organization.factions).max_by_key(|faction| of(*faction)).unwrap();
        let members = organization.members.faction.iter().zip(&organization.members.taken);
        let share = members.filter(|(faction, taken)| **taken && **faction == most).count();
        (share as f64 / organization.size() as f64, seats.len() as u32)
    }

    /// Chance that a binomial number is at most half of its trials.
    fn binomial_tail(n: u32, p: f64) -> f64 {
        let choose = |k: u32| (1..=k).fold(1.0, |product, i| product * f64::from(n + 1 - i) / f64::from(i));
        (0..=n / 2)
            .map(|k| choose(k) * libm::pow(p, f64::from(k)) * libm::pow(1.0 - p, f64::from(n - k)))
            .sum()
    }

    fn is_binomial(organization: &Organization) -> bool {
        let (share, seats) = ruling(organization);
        assert_eq!(seats, 24);
        let (found, theory) = (f64::from(organization.offices.replaceability), binomial_tail(seats, share));
        assert!((0.01..0.999).contains(&theory), "{theory}");
        (found - theory).abs() < 1e-6
    }

    const TWO: &str = "patronage.factions = 2\npatronage.favour = 0.0\n";
    const TERMS: &str = "[safeguards.rotation]\n";

    #[test]
    fn seats_by_lot_are_a_sample_of_the_members() {
        assert!(is_binomial(&after_two_months(&format!("{TWO}[safeguards.lottery]\nshare = 1.0\n"), |_| ())));
    }

    #[test]
    fn elections_without_advantage_are_a_sample_of_the_members() {
        // So many are asked that somebody stands for every seat.
        assert!(is_binomial(&after_two_months(&format!("mandates.asked = 1000\n{TWO}{TERMS}"), |_| ())));
    }

    #[test]
    fn favour_and_office_help_the_ruling_group_and_challengers_the_others() {
        let of = |text: &str| after_two_months(text, |_| ()).offices.replaceability;
        let plain = of(TWO);
        assert!(of(&TWO.replace("favour = 0.0", "favour = 2.0")) < plain);
        assert!(of(&format!("mandates.incumbency = 0.0\n{TWO}")) > plain);
    }

    #[test]
    fn where_nobody_votes_or_no_term_ends_nothing_changes() {
        for text in ["mandates.quorum = 1.0\n", "mandates.term_ticks = 60\nmandates.staggered = false\n"] {
            let organization = after_two_months(&format!("{TWO}{text}"), |_| ());
            assert!([0.0, 1.0].contains(&organization.offices.replaceability), "{text}");
        }
    }

    #[test]
    fn a_board_whose_terms_are_long_is_replaced_later() {
        let of = |text: &str| after_two_months(&format!("mandates.committee_seats = 0\n{TWO}{text}"), |_| ());
        let of = |text: &str| of(text).offices.replaceability;
        assert_eq!(of("mandates.executive_term_ticks = 6\n"), of("mandates.term_ticks = 6\n"));
        assert_ne!(of("mandates.executive_term_ticks = 6\n"), of(""));
    }

    #[test]
    fn patrons_choose_the_next_whoever_has_to_go() {
        for terms in ["", TERMS] {
            let text = format!("mandates.appointed = true\npatronage.retention = 0.3\n{TWO}{terms}");
            let all_ours = |organization: &mut Organization| {
                let bodies = &mut organization.offices.bodies;
                bodies.iter_mut().flat_map(|body| &mut body.seats).for_each(|seat| seat.faction = 1);
            };
            let organization = after_two_months(&text, all_ours);
            assert_eq!(organization.offices.replaceability, 0.0, "{terms}");
            assert!(organization.offices.removability > 0.5);
        }
    }

    #[test]
    fn where_no_faction_rules_those_who_sit_there_do() {
        let of = |text: &str| after_two_months(&format!("patronage.factions = 0\n{text}"), |_| ());
        let of = |text: &str| of(text).offices.replaceability;
        assert_eq!(of("mandates.quorum = 1.0\n"), 0.0);
        assert_eq!(of("mandates.appointed = true\n"), 0.0);
        assert_eq!(of("[safeguards.lottery]\nshare = 1.0\n"), 1.0);
        assert!(of(TERMS) > 0.99 && of("mandates.incumbency = 20.0\n") < 0.01);
    }

    /// The exact law for any number of seats.
    fn exact(chances: &[f64]) -> f64 {
        let mut law = vec![1.0];
        for p in chances {
            law.push(0.0);
            for k in (0..law.len()).rev() {
                law[k] = law[k] * (1.0 - p) + if k > 0 { law[k - 1] * p } else { 0.0 };
            }
        }
        law[..=chances.len() / 2].iter().sum()
    }

    #[test]
    fn the_law_is_exact_for_few_seats_and_nearly_for_many() {
        let mut rng = Streams::new(1, 2, 3).rng(StreamId::Study, 0, 0);
        for (low, high, most) in [(0.2, 0.8, 0.002), (0.05, 0.95, 0.01)] {
            let mut worst = 0.0f64;
            for trial in 0..2000 {
                let n = if trial < 100 { 1 + trial % 64 } else { EXACT + 1 + trial % 200 };
                // From groups of seats that differ in their chances.
                let (one, other) = (low + (high - low) * rng.unit(), low + (high - low) * rng.unit());
                let share = rng.unit();
                let chances: Vec<f64> =
                    (0..n).map(|_| if rng.unit() < share { one } else { other }).collect();
                let mut tally = Tally::of(n);
                chances.iter().for_each(|p| tally.add(*p));
                let error = (tally.at_most_half() - exact(&chances)).abs();
                if n <= EXACT {
                    assert!(error < 1e-12, "{n}: {error}");
                }
                worst = worst.max(error);
            }
            assert!(worst < most, "{low} {worst}");
        }
    }
}
