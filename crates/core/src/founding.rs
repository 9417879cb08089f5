//! Founding: members with their traits, locals, bodies, ties and the first precedents.

use std::ops::ControlFlow;

use crate::budget::Stopped;
use crate::mechanisms::joining::{TRAITS, local, settle, stride, traits};
use crate::mechanisms::offices::{empty_seat, seat_id};
use crate::mechanisms::{apparatus, mandates};
use crate::parameters::mandates::Mandates;
use crate::parameters::organization::{GROUP_MIN, OrganizationSize};
use crate::random::{StreamId, Streams, below, unit};
use crate::scenario::Scenario;
use crate::schedule::Watch;
use crate::state::{Body, Offices, Organization, STRETCH, Tier};

impl Organization {
    /// A newly founded organization, the `number`th of its world; `watch` hears of every few thousand members.
    ///
    /// # Errors
    /// When `watch` ends it.
    pub fn found(scenario: &Scenario, streams: &Streams, number: u32, watch: Watch) -> Result<Self, Stopped> {
        let mut organization = Self {
            number,
            ties: scenario.deference.ties as usize,
            shocks: scenario.shocks.levels(scenario.ticks, streams, number),
            shocked_as: number,
            repealed: vec![None; crate::safeguards::NAMES.len()],
            adopted: vec![None; crate::safeguards::NAMES.len()],
            practice: vec![None; crate::safeguards::NAMES.len()],
            offices: Offices {
                removability: 1.0,
                replaceability: 1.0,
                replaceability_open: 1.0,
                ..Offices::default()
            },
            ..Self::default()
        };
        people(&mut organization, scenario, streams, watch)?;
        first_ties(&mut organization, scenario, streams, watch)?;
        let n = organization.size() as f64;
        organization.treasury.reserve =
            scenario.viability.founding_reserve_months * n * scenario.viability.founding_central_money;
        organization.treasury.central_dues = scenario.budget.founding_central_dues;
        organization.treasury.assets = scenario.budget.assets_months * n;
        organization.treasury.assets_central = scenario.budget.founding_central_dues;
        liven(&mut organization, scenario, streams);
        organization.open(scenario, streams, 0);
        sat_before(&mut organization, &scenario.mandates, streams);
        Ok(organization)
    }

    /// Sets up the bodies, fills their seats and hires the first staff.
    pub fn open(&mut self, scenario: &Scenario, streams: &Streams, tick: u32) {
        self.founded_at = tick;
        self.tick = tick;
        self.offices.bodies = bodies(scenario, self.size() as f64, tick);
        mandates::first_elections(self, &scenario.parameters(), streams);
        let (members, founders) = (self.size() as f64, f64::from(scenario.organization.members));
        self.offices.staff_wanted = scenario.apparatus.first(members, founders);
        apparatus::hire(self, streams, tick);
    }
}

impl Organization {
    /// Sets up the seats of a parallel institution that nobody had thought of at the founding.
    pub fn give_seats_to_delegates(&mut self, scenario: &Scenario) {
        let wanted = scenario.safeguards.delegates();
        let body = self.parallel();
        if self.offices.bodies[body].seats.is_empty() && wanted > 0 {
            let scale = (self.size() as f64 / f64::from(scenario.organization.members)).min(1.0);
            let seats = libm::ceil(f64::from(wanted) * scale) as usize;
            self.offices.bodies[body].seats = vec![empty_seat(self.tick + 1); seats];
        }
    }
}

/// What founding is called where its time is told.
pub(crate) const FOUNDING: &str = "founding";

/// Lets `watch` end the founding; a million members with many ties take seconds.
fn go_on(watch: Watch) -> Result<(), Stopped> {
    match watch(FOUNDING) {
        ControlFlow::Continue(()) => Ok(()),
        ControlFlow::Break(()) => Err(Stopped::Cancelled),
    }
}

fn people(
    organization: &mut Organization,
    scenario: &Scenario,
    streams: &Streams,
    watch: Watch,
) -> Result<(), Stopped> {
    let parameters = &scenario.parameters();
    let (sizes, stride) = (sizes(&scenario.organization, streams), stride(parameters));
    let many = sizes.len();
    // Local by local, since to fill gigabytes at a time takes seconds; and without a copy, since it is known how many.
    organization.members.reserve(many * stride, organization.ties);
    let mut words = Vec::new();
    let mut column = streams.column(StreamId::Founding, 0, &mut words);
    for (number, count) in sizes.into_iter().enumerate() {
        if number % STRETCH.div_ceil(stride) == 0 {
            go_on(watch)?;
        }
        let slots = number * stride..(number + 1) * stride;
        organization.locals.push(local(parameters, slots.clone(), count as usize));
        organization.members.grow(stride, organization.ties);
        let words = column.next(stride * TRAITS);
        let members = &mut organization.members;
        let columns = [
            &mut members.skill[slots.clone()],
            &mut members.participation[slots.clone()],
            &mut members.tolerance[slots.clone()],
            &mut members.ambition[slots.clone()],
            &mut members.voice_threshold[slots.clone()],
            &mut members.liveliness[slots.clone()],
        ];
        traits(parameters, words, columns);
        let start = slots.start;
        let end = start + count as usize;
        for slot in start..end {
            let faction = match scenario.patronage.factions {
                0 => organization.count,
                factions => below(words[(TRAITS - 1) * stride + slot - start], factions),
            };
            settle(organization, parameters, slot, faction);
        }
        for slot in end..slots.end {
            organization.members.empty(slot);
        }
    }
    organization.factions = match scenario.patronage.factions {
        0 => organization.count,
        factions => factions,
    };
    Ok(())
}

/// Organizations and their locals differ in liveliness, and organizations in their culture.
fn liven(organization: &mut Organization, scenario: &Scenario, streams: &Streams) {
    let participation = &scenario.participation;
    let mut rng = streams.rng(StreamId::Liveliness, 0, 0);
    organization.liveliness = (participation.organizations_differ * rng.normal()) as f32;
    organization.culture = (scenario.legitimacy.organizations_differ * rng.normal()) as f32;
    for local in &mut organization.locals {
        local.liveliness = (participation.locals_differ * rng.normal()) as f32;
    }
}

/// Members of each local: as even as can be, or log-normal within bounds.
fn sizes(organization: &OrganizationSize, streams: &Streams) -> Vec<u32> {
    let (n, many) = (organization.members, organization.many_locals());
    if organization.size_spread == 0.0 {
        return (0..many).map(|number| n / many + u32::from(number < n % many)).collect();
    }
    let key = streams.key(StreamId::Beginning, 0);
    let weight = |number| libm::exp(organization.size_spread * key.rng(number).normal());
    let weights: Vec<f64> = (0..many).map(weight).collect();
    let (least, most) = (f64::from(GROUP_MIN), f64::from(organization.size_max()));
    let within = |scale: f64| weights.iter().map(move |weight| (scale * weight).clamp(least, most));
    // The scale at which they make up the whole, by bisection.
    let (mut low, mut high) = (0.0, most / weights.iter().copied().fold(f64::MAX, f64::min));
    for _ in 0..60 {
        let middle = 0.5 * (low + high);
        let bound = if within(middle).sum::<f64>() > f64::from(n) { &mut high } else { &mut low };
        *bound = middle;
    }
    let mut sizes: Vec<u32> = within(low).map(|size| size as u32).collect();
    // Fractions leave fewer members over than there are locals.
    let mut over = n - sizes.iter().sum::<u32>();
    for size in sizes.iter_mut().filter(|size| f64::from(**size) < most) {
        *size += over.min(1);
        over -= over.min(1);
    }
    sizes
}

/// Everybody begins by listening to some of their own local; a share of the ties may point at one leader.
fn first_ties(
    organization: &mut Organization,
    scenario: &Scenario,
    streams: &Streams,
    watch: Watch,
) -> Result<(), Stopped> {
    let m = organization.ties;
    let mut words = Vec::new();
    let mut column = streams.column(StreamId::FoundingTies, 0, &mut words);
    let leader = scenario.deference.founding_leader;
    for number in 0..organization.locals.len() {
        let local = &organization.locals[number];
        // The first slots of a local are taken and no others.
        let (slots, count) = (local.slots.clone(), local.count as usize);
        let own = slots.start..slots.start + count;
        let words = column.next(slots.len() * m);
        for (slot, words) in own.clone().zip(words.chunks_exact(m)) {
            if slot % STRETCH == 0 {
                go_on(watch)?;
            }
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
    Ok(())
}

/// In an organization in mid-life, holders have sat for a while, and served terms.
fn sat_before(organization: &mut Organization, mandates: &Mandates, streams: &Streams) {
    let key = streams.key(StreamId::Beginning, 1);
    let Offices { bodies, mandates: ledger, .. } = &mut organization.offices;
    for (number, body) in bodies.iter_mut().enumerate() {
        for (position, seat) in body.seats.iter_mut().enumerate().filter(|(_, seat)| seat.holder.is_some()) {
            let months = 2.0 * mandates.founding_tenure * key.rng(seat_id((number, position))).unit();
            let months = libm::round(months) as u32;
            seat.since -= months as i32;
            seat.terms += (months / mandates.term(body.tier)) as u16;
            ledger[seat.mandate as usize].from = seat.since;
        }
    }
}

fn bodies(scenario: &Scenario, size: f64, tick: u32) -> Vec<Body> {
    let mandates = &scenario.mandates;
    // A part that has left needs fewer seats than the whole had.
    let part = (size / f64::from(scenario.organization.members)).min(1.0);
    let body = |tier, seats: u32| Body {
        tier,
        // Founding terms are staggered, so that a body never turns over all at once.
        seats: (0..seats)
            .map(|i| tick + 1 + if mandates.staggered { i * mandates.term(tier) / seats } else { 0 })
            .map(empty_seat)
            .collect(),
        chartered: tick,
        fit: 1.0,
        // A committee without seats is none.
        active: seats > 0 && matches!(tier, Tier::Executive | Tier::Committee),
        ceiling: f32::INFINITY,
        floor: 0.0,
        prepared: 0.0,
        backlog: 0.0,
        settled: 0.0,
    };
    let standing = |tier| body(tier, mandates.seats(tier, size, part));
    let other = |tier, seats: u32| body(tier, libm::ceil(f64::from(seats) * part) as u32);
    std::iter::once(standing(Tier::Executive))
        .chain((0..scenario.organization.domains).map(|_| standing(Tier::Committee)))
        .chain([other(Tier::Command, scenario.emergency.command_seats)])
        .chain([other(Tier::Parallel, scenario.safeguards.delegates())])
        .collect()
}

#[cfg(test)]
mod tests {
    use std::ops::ControlFlow;

    use crate::budget::Stopped;
    use crate::history::simulate;
    use crate::measures::position;
    use crate::world::World;

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
            let scenario = crate::testing::model(&text);
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
    fn a_founding_can_be_ended_every_few_thousand_members() {
        for text in ["organization.local_size = 5\n", "organization.local_size = 20_000\n"] {
            let text = format!("organization.members = 60_000\n{text}");
            let scenario = crate::testing::model(&text);
            let mut parts = 0;
            let world = World::found_watched(&scenario, 0, &mut |_| {
                parts += 1;
                ControlFlow::Continue(())
            });
            assert!(world.is_ok_and(|world| world.organizations[0].count == 60_000));
            assert!(parts >= 60_000 / 8192, "{parts} parts with {text}");
            let ended = World::found_watched(&scenario, 0, &mut |_| {
                parts -= 1;
                if parts == 2 { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
            });
            assert!(matches!(ended, Err(Stopped::Cancelled)) && parts == 2);
        }
    }

    #[test]
    fn ties_of_newcomers_are_spread_as_well() {
        // All ties come from those who join and those whose ties have gone, since nobody renews any.
        let text = "organization.members = 1000\nticks = 60\ndeference.renewal = 0.0\nmembership.exit = 0.05\n\
                    membership.entry = 0.1\n";
        let scenario = crate::testing::model(text);
        let deference = position("deference").expect("a measure");
        let last: f32 =
            (0..5).map(|run| simulate(&scenario, run).unwrap().row(59)[deference]).sum::<f32>() / 5.0;
        // The top hundredth of 1,000 with about 4 ± 2 followers each has some 11 to 14 each of the 4,000 ties.
        assert!((0.025..0.040).contains(&last), "{last}");
    }
}
