//! Founding: members with their traits, locals, bodies, ties and the first precedents.

use std::ops::Range;

use pulp::Simd;
use pulp::bytemuck::cast_slice;
use rand::{Rng, SeedableRng};
use rand_xoshiro::SplitMix64;

use crate::random::below;
use crate::simd::{self, F32s, LANES, registers_mut, wide};
use crate::state::{Body, Entry, Local, Members, NONE, Organization, STRETCH, Seat, Tier};
use crate::random::{Cup, Dice, Draw, Luck, unit};
use crate::mechanisms::scratch::Desk;
use crate::mechanisms::{apparatus, mandates};
use crate::scenario::Scenario;

/// Words of luck that a new member takes.
const TRAITS: usize = 7;

impl Organization {
    /// A newly founded organization, the `number`th of its world.
    pub fn found(scenario: &Scenario, luck: &Luck, number: u32) -> Self {
        let mut organization = Self {
            number,
            ties: scenario.deference.ties as usize,
            shocks: scenario.shocks.levels(scenario.ticks, luck, number),
            shocked_as: number,
            repealed: vec![None; crate::safeguards::NAMES.len()],
            removability: 1.0,
            ..Self::default()
        };
        people(&mut organization, scenario, luck);
        first_ties(&mut organization, scenario, luck);
        let n = organization.size() as f64;
        organization.reserve =
            scenario.viability.founding_reserve_months * n * scenario.viability.founding_central_money;
        organization.open(scenario, luck, 0);
        organization
    }

    /// Sets up the bodies, fills their seats and hires the first staff.
    pub fn open(&mut self, scenario: &Scenario, luck: &Luck, tick: u32) {
        self.founded_at = tick;
        self.tick = tick;
        self.bodies = bodies(scenario, self.size() as f64, tick);
        mandates::first_elections(self, scenario, luck);
        self.staff_wanted = scenario.apparatus.founding_per_1000 * self.size() as f64 / 1000.0;
        apparatus::hire(self, luck, tick);
    }
}

impl Organization {
    /// Sets up the seats of a parallel institution that nobody had thought of at the founding.
    pub fn give_seats_to_delegates(&mut self, scenario: &Scenario) {
        let wanted = scenario.safeguards.parallel_institutions.as_ref().map_or(0, |rule| rule.delegates);
        let body = self.parallel();
        if self.bodies[body].seats.is_empty() && wanted > 0 {
            let scale = (self.size() as f64 / f64::from(scenario.organization.members)).min(1.0);
            let seats = libm::ceil(f64::from(wanted) * scale) as usize;
            self.bodies[body].seats = vec![seat(self.tick + 1); seats];
        }
    }
}

/// Members for whom a local has room: a quarter more than it is founded with.
pub fn room(scenario: &Scenario) -> u32 {
    let size = scenario.organization.local_size;
    size + size.div_ceil(4)
}

/// Slots of a local: whole rows, so that walks over columns have no ends to see to.
pub fn stride(scenario: &Scenario) -> usize {
    (room(scenario) as usize).next_multiple_of(LANES)
}

fn people(organization: &mut Organization, scenario: &Scenario, luck: &Luck) {
    let size = scenario.organization.local_size as usize;
    let (n, stride) = (scenario.organization.members as usize, stride(scenario));
    for number in 0..n.div_ceil(size) {
        let count = size.min(n - number * size);
        organization.locals.push(local(scenario, number * stride..(number + 1) * stride, count));
    }
    organization.members.grow(organization.locals.len() * stride, organization.ties);
    let mut words = Vec::new();
    let mut column = luck.column(Draw::Founding, 0, &mut words);
    for number in 0..organization.locals.len() {
        let words = column.next(stride * TRAITS);
        let slots = organization.locals[number].slots.clone();
        let members = &mut organization.members;
        let columns = [
            &mut members.skill[slots.clone()],
            &mut members.participation[slots.clone()],
            &mut members.tolerance[slots.clone()],
            &mut members.ambition[slots.clone()],
            &mut members.voice_threshold[slots.clone()],
        ];
        traits(scenario, words, columns);
        let start = slots.start;
        let end = start + organization.locals[number].count as usize;
        for slot in start..end {
            let faction = match scenario.patronage.factions {
                0 => organization.count,
                factions => below(words[(TRAITS - 1) * stride + slot - start], factions),
            };
            settle(organization, scenario, slot, faction);
        }
        for slot in end..slots.end {
            organization.members.empty(slot);
        }
    }
    organization.factions = match scenario.patronage.factions {
        0 => organization.count,
        factions => factions,
    };
}

wide! {
    /// Draws skill, participation, tolerance, ambition and threshold to speak from words of luck, trait by trait.
    fn traits<S>(simd, scenario: &'a Scenario, words: &'a [u32], columns: [&'a mut [f32]; 5]) {
        let all = |value: f64| F32s::<S>::all(simd, value as f32);
        let voice = &scenario.voice;
        let many = columns[0].len();
        let words: [_; TRAITS] = core::array::from_fn(|k| S::as_simd_u32s(&words[k * many..(k + 1) * many]).0);
        let [skill, participation, tolerance, ambition, threshold] = columns.map(registers_mut::<S>);
        let traits = skill.iter_mut().zip(participation).zip(tolerance).zip(ambition).zip(threshold);
        for (i, ((((skill, participation), tolerance), ambition), threshold)) in traits.enumerate() {
            let mut uniform = [all(0.0); TRAITS];
            for (uniform, words) in uniform.iter_mut().zip(words) {
                *uniform = F32s::unit(simd, words[i]);
            }
            *skill = spread(simd, uniform[0], scenario.skill.founding, scenario.skill.spread);
            *participation =
                spread(simd, uniform[1], scenario.participation.founding, scenario.participation.spread);
            *tolerance = spread(simd, uniform[2], voice.tolerance, voice.tolerance_spread);
            // Cubed, so that few are ambitious and most are not.
            let its = uniform[3];
            *ambition = (its * its * its).get();
            let normal = F32s::normal(uniform[4], uniform[5]);
            let its = all(voice.threshold) + all(voice.threshold_spread) * normal;
            *threshold = its.max(all(voice.threshold_min)).get();
        }
    }
}

/// Shares that spread evenly to either side of their mean.
#[inline(always)]
fn spread<S: Simd>(simd: S, uniform: F32s<S>, mean: f64, width: f64) -> S::f32s {
    let [least, range] = [mean - width, 2.0 * width].map(|value| F32s::all(simd, value as f32));
    (least + range * uniform).clamp_share().get()
}

/// Puts a new member, whose traits are drawn, into a free slot.
fn settle(organization: &mut Organization, scenario: &Scenario, slot: usize, faction: u32) {
    let members = &mut organization.members;
    members.taken[slot] = true;
    members.legitimacy[slot] = scenario.legitimacy.founding as f32;
    members.faction[slot] = faction;
    organization.count += 1;
}

impl Organization {
    /// A newcomer takes a free slot: little skill, no standing, ties into the own local.
    pub fn join(&mut self, scenario: &Scenario, dice: &mut Dice, slot: usize, faction: u32) {
        // Theirs is the first lane of a row.
        let mut words = [0; TRAITS * LANES];
        let mut columns = [[0.0; LANES]; 5];
        words.iter_mut().step_by(LANES).for_each(|word| *word = dice.pair().0);
        traits(scenario, &words, columns.each_mut().map(|column| column.as_mut_slice()));
        let [skill, participation, tolerance, ambition, threshold] = columns.map(|column| column[0]);
        let members = &mut self.members;
        members.skill[slot] = skill * scenario.membership.newcomer_skill as f32;
        members.participation[slot] = participation;
        members.tolerance[slot] = tolerance;
        members.ambition[slot] = ambition;
        members.voice_threshold[slot] = threshold;
        settle(self, scenario, slot, faction);
        let local = self.local_of(slot);
        self.locals[local].count += 1;
        for k in 0..self.ties {
            self.listen(slot, k, dice.unit());
        }
    }

    /// Points a tie at somebody of the own local, or at the nearest member where there is nobody else.
    pub fn listen(&mut self, slot: usize, tie: usize, word: f64) {
        self.listen_within(self.locals[self.local_of(slot)].slots.clone(), slot, tie, word);
    }

    fn listen_within(&mut self, range: Range<usize>, slot: usize, tie: usize, word: f64) {
        let nearest = || (1..self.slots()).map(|step| (slot + step) % self.slots());
        let found = self.somebody_else(slot, range, word);
        self.point(slot, tie, found.or_else(|| nearest().find(|&other| self.members.taken[other])));
    }

    fn listen_anywhere(&mut self, slot: usize, tie: usize, word: f64) {
        let found = self.somebody_else(slot, 0..self.slots(), word);
        self.point(slot, tie, found);
    }

    /// A member in a range of slots, each but oneself as likely as the others. Who meets an empty slot looks again:
    /// to go on to the next member would make leaders of those who come after the empty ones.
    fn somebody_else(&self, slot: usize, range: Range<usize>, word: f64) -> Option<usize> {
        let is_other = |other: &usize| *other != slot && self.members.taken[*other];
        let first = range.start + (word * range.len() as f64) as usize;
        if is_other(&first) {
            return Some(first);
        }
        let mut again = SplitMix64::seed_from_u64(word.to_bits());
        let mut look = || ((u128::from(again.next_u64()) * range.len() as u128) >> 64) as usize;
        // Where there is hardly anybody they are looked for one by one.
        (0..1000).map(|_| range.start + look()).find(is_other).or_else(|| range.clone().find(is_other))
    }

    fn point(&mut self, slot: usize, tie: usize, at: Option<usize>) {
        self.members.ties[slot * self.ties + tie] = at.map_or(NONE, |other| other as u32);
        if let Some(other) = at {
            self.members.followers[other] += 1;
        }
    }

    /// A member leaves: office, post and ties go; whoever listened to them has to look for somebody else.
    pub fn vacate(&mut self, slot: usize) {
        for k in 0..self.ties {
            let tie = std::mem::replace(&mut self.members.ties[slot * self.ties + k], NONE);
            if tie != NONE {
                self.members.followers[tie as usize] -= 1;
            }
        }
        if self.members.paid[slot] {
            self.staff.retain(|post| post.member as usize != slot);
        }
        let members = &mut self.members;
        members.taken[slot] = false;
        self.speaking -= u32::from(members.speaks[slot]);
        members.paid[slot] = false;
        members.left_office_at[slot] = None;
        members.speaks[slot] = false;
        members.empty(slot);
        let local = self.local_of(slot);
        self.locals[local].count -= 1;
        self.count -= 1;
    }

    /// Ties that point at empty slots are renewed within the own local.
    pub fn rewire(&mut self, luck: &Luck) {
        let mut desk = self.take_desk();
        let Desk { column, places, marks, .. } = &mut *desk;
        marks.note(&self.members.taken);
        let cup = luck.cup(Draw::Rewiring, self.tick);
        for start in (0..self.slots()).step_by(STRETCH) {
            let end = (start + STRETCH).min(self.slots());
            column.resize(column.len().max(end - start), 0.0);
            let kept = &mut column[..end - start];
            let ties = &self.members.ties[start * self.ties..end * self.ties];
            marks.count(start, ties, self.ties, kept);
            simd::below(cast_slice(kept), self.ties as u64, places);
            for slot in places.iter().map(|place| start + *place as usize) {
                self.rewire_ties(slot, &cup);
            }
        }
        self.lay_back(desk);
    }

    fn rewire_ties(&mut self, slot: usize, cup: &Cup) {
        if !self.members.taken[slot] {
            return;
        }
        for k in 0..self.ties {
            let tie = self.members.ties[slot * self.ties + k];
            if tie == NONE || !self.members.taken[tie as usize] {
                if tie != NONE {
                    self.members.followers[tie as usize] -= 1;
                }
                self.listen(slot, k, cup.dice((slot * self.ties + k) as u32).unit());
            }
        }
    }

    /// Founds a local with empty slots; its first members are still to come.
    pub fn add_local(&mut self, scenario: &Scenario) -> usize {
        let (start, stride) = (self.slots(), self.stride());
        self.locals.push(local(scenario, start..start + stride, 0));
        self.members.grow(stride, self.ties);
        self.locals.len() - 1
    }
}

/// Everybody begins by listening to some of their own local; a share of the ties may point at one leader.
fn first_ties(organization: &mut Organization, scenario: &Scenario, luck: &Luck) {
    let m = organization.ties;
    let mut words = Vec::new();
    let mut column = luck.column(Draw::FoundingTies, 0, &mut words);
    let leader = scenario.deference.founding_leader;
    for number in 0..organization.locals.len() {
        let local = &organization.locals[number];
        // The first slots of a local are taken and no others.
        let (slots, count) = (local.slots.clone(), local.count as usize);
        let own = slots.start..slots.start + count;
        let words = column.next(slots.len() * m);
        for (slot, words) in own.clone().zip(words.chunks_exact(m)) {
            for (k, word) in words.iter().enumerate() {
                let word = f64::from(unit(*word));
                if slot != 0 && word < leader {
                    organization.members.ties[slot * m + k] = 0;
                    organization.members.followers[0] += 1;
                } else if slot == 0 || leader < 1.0 {
                    let anew = if slot == 0 { word } else { (word - leader) / (1.0 - leader) };
                    if scenario.deference.founding_anywhere {
                        organization.listen_anywhere(slot, k, anew);
                    } else {
                        organization.listen_within(own.clone(), slot, k, anew);
                    }
                }
            }
        }
    }
}

/// A local with the precedents that the founding generation brings along.
fn local(scenario: &Scenario, slots: Range<usize>, count: usize) -> Local {
    let domains = scenario.organization.domains as usize;
    let precedent = &scenario.precedent;
    let share = precedent.founding_central_share;
    let each = scenario.decisions.rate * f64::from(scenario.organization.local_size) / domains as f64;
    let weight = each * precedent.founding_ticks;
    let money = &scenario.viability;
    Local {
        precedents: vec![((share * weight) as f32, ((1.0 - share) * weight) as f32); domains],
        own_say: 1.0 - share as f32,
        kept: 0.8,
        belief: scenario.legitimacy.founding as f32,
        hope: 1.0,
        reserve: money.founding_reserve_months * count as f64 * (1.0 - money.founding_central_money),
        slots,
        count: count as u32,
        ..Local::default()
    }
}

/// An empty seat.
fn seat(ends: u32) -> Seat {
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

fn bodies(scenario: &Scenario, size: f64, tick: u32) -> Vec<Body> {
    let mandates = &scenario.mandates;
    // A part that has left needs fewer seats than the whole had.
    let scale = (size / f64::from(scenario.organization.members)).min(1.0);
    let body = |tier, seats: u32, active| {
        let seats = libm::ceil(f64::from(seats) * scale) as u32;
        Body {
            tier,
            // Founding terms are staggered, so that a body never turns over all at once.
            seats: (0..seats)
                .map(|i| {
                    seat(tick + 1 + if mandates.staggered { i * mandates.term_ticks / seats } else { 0 })
                })
                .collect(),
            chartered: tick,
            fit: 1.0,
            active,
            capacity: 0.0,
            backlog: 0.0,
            settled: 0.0,
        }
    };
    let delegates = scenario.safeguards.parallel_institutions.as_ref().map_or(0, |rule| rule.delegates);
    std::iter::once(body(Tier::Executive, mandates.executive_seats, true))
        .chain(
            (0..scenario.organization.domains).map(|_| body(Tier::Committee, mandates.committee_seats, true)),
        )
        .chain([body(Tier::Command, scenario.emergency.command_seats, false)])
        .chain([body(Tier::Parallel, delegates, false)])
        .collect()
}

#[cfg(test)]
mod tests {
    use crate::world::World;
    use crate::history::simulate;
    use crate::measures::position;

    /// Mean followers of the member who stands first in each local, and of all others.
    fn followers(organization: &crate::state::Organization) -> (f64, f64) {
        let firsts: Vec<usize> = organization.locals.iter().map(|local| local.slots.start).collect();
        let all: u32 = organization.members.followers.iter().sum();
        let first: u32 = firsts.iter().map(|slot| organization.members.followers[*slot]).sum();
        let others = organization.size() - firsts.len();
        (f64::from(first) / firsts.len() as f64, f64::from(all - first) / others as f64)
    }

    #[test]
    fn who_stands_beside_empty_slots_is_followed_no_more_than_others() {
        for text in ["", "deference.founding_anywhere = true\n"] {
            let text = format!("organization.members = 4000\n{text}");
            let scenario = crate::testing::scenario(&text);
            let means: Vec<f64> = (0..20)
                .map(|run| followers(&World::found(&scenario, run).organizations[0]))
                .map(|(first, others)| first - others)
                .collect();
            // 80 firsts in each of 20 organizations, with about 4 ± 2 followers each.
            let mean = means.iter().sum::<f64>() / means.len() as f64;
            assert!(mean.abs() < 4.0 * 2.0 / 1600f64.sqrt(), "{mean} followers more in {text}");
        }
    }

    #[test]
    fn ties_of_newcomers_are_spread_as_well() {
        // All ties come from those who join and those whose ties have gone, since nobody renews any.
        let text = "organization.members = 1000\nticks = 60\ndeference.renewal = 0.0\nmembership.exit = 0.05\n\
                    membership.entry = 0.1\n";
        let scenario = crate::testing::scenario(text);
        let deference = position("deference").expect("a measure");
        let last: f32 =
            (0..5).map(|run| simulate(&scenario, run).unwrap().row(59)[deference]).sum::<f32>() / 5.0;
        // The top hundredth of 1,000 with about 4 ± 2 followers each has some 11 to 14 each of the 4,000 ties.
        assert!((0.025..0.040).contains(&last), "{last}");
    }
}
