//! Founding: members with their traits, locals, bodies, ties and the first precedents.

use std::ops::ControlFlow;

use crate::budget::Stopped;
use crate::mechanisms::joining::{TRAITS, local, settle, stride, traits};
use crate::mechanisms::{apparatus, mandates};
use crate::random::{StreamId, Streams, below, unit};
use crate::scenario::Scenario;
use crate::schedule::Watch;
use crate::state::{Body, Entry, NONE, Offices, Organization, STRETCH, Seat, Tier};

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
            offices: Offices { removability: 1.0, replaceability: 1.0, ..Offices::default() },
            ..Self::default()
        };
        people(&mut organization, scenario, streams, watch)?;
        first_ties(&mut organization, scenario, streams, watch)?;
        let n = organization.size() as f64;
        organization.treasury.reserve =
            scenario.viability.founding_reserve_months * n * scenario.viability.founding_central_money;
        organization.open(scenario, streams, 0);
        Ok(organization)
    }

    /// Sets up the bodies, fills their seats and hires the first staff.
    pub fn open(&mut self, scenario: &Scenario, streams: &Streams, tick: u32) {
        self.founded_at = tick;
        self.tick = tick;
        self.offices.bodies = bodies(scenario, self.size() as f64, tick);
        mandates::first_elections(self, &scenario.parameters(), streams);
        self.offices.staff_wanted = scenario.apparatus.founding_per_1000 * self.size() as f64 / 1000.0;
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
            self.offices.bodies[body].seats = vec![seat(self.tick + 1); seats];
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
    let size = scenario.organization.local_size as usize;
    let parameters = &scenario.parameters();
    let (n, stride) = (scenario.organization.members as usize, stride(parameters));
    let many = n.div_ceil(size);
    // Local by local, since to fill gigabytes at a time takes seconds; and without a copy, since it is known how many.
    organization.members.reserve(many * stride, organization.ties);
    let mut words = Vec::new();
    let mut column = streams.column(StreamId::Founding, 0, &mut words);
    for number in 0..many {
        if number % STRETCH.div_ceil(stride) == 0 {
            go_on(watch)?;
        }
        let (slots, count) = (number * stride..(number + 1) * stride, size.min(n - number * size));
        organization.locals.push(local(parameters, slots.clone(), count));
        organization.members.grow(stride, organization.ties);
        let words = column.next(stride * TRAITS);
        let members = &mut organization.members;
        let columns = [
            &mut members.skill[slots.clone()],
            &mut members.participation[slots.clone()],
            &mut members.tolerance[slots.clone()],
            &mut members.ambition[slots.clone()],
            &mut members.voice_threshold[slots.clone()],
        ];
        traits(parameters, words, columns);
        let start = slots.start;
        let end = start + organization.locals[number].count as usize;
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
    let delegates = scenario.safeguards.delegates();
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
