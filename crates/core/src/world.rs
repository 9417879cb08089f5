//! A world: organizations side by side, who is allied with whom, and what passes between them.

use crate::parameters::world::Alliances;
use std::ops::ControlFlow;

use crate::Model;
use crate::budget::{Means, Stopped};
use crate::mechanisms::scratch::Scratch;
use crate::month::Neighbours;
use crate::outcome::Condition;
use crate::random::{StreamId, Streams};
use crate::scenario::Scenario;
use crate::schedule::{self, Around, Watch};
use crate::state::Organization;

/// Organizations side by side.
#[derive(Debug, Clone)]
pub struct World {
    /// The organizations, splinters last.
    pub organizations: Vec<Organization>,
    /// Allies of each, by position.
    pub allies: Vec<Vec<u32>>,
    streams: Vec<Streams>,
    replicate: u32,
    /// What each saw of its allies at the end of last month.
    seen: Vec<Neighbours>,
    scratch: Scratch,
}

impl World {
    /// A world in its first month.
    pub fn found(model: &Model, replicate: u32) -> Self {
        match Self::found_watched(model, replicate, &mut |_| ControlFlow::Continue(())) {
            Ok(world) => world,
            Err(_) => unreachable!("a founding that nobody ends was ended"),
        }
    }

    /// Like [`World::found`]; `watch` hears of every few thousand members, and can end it.
    ///
    /// # Errors
    /// When it is ended.
    pub fn found_watched(model: &Model, replicate: u32, watch: Watch) -> Result<Self, Stopped> {
        let streams: Vec<Streams> = (0..model.world.organizations)
            .map(|number| Streams::new(model.seed, u64::from(replicate), u64::from(number)))
            .collect();
        let organizations = streams
            .iter()
            .zip(0..)
            .map(|(streams, number)| Organization::found(model, streams, number, watch))
            .collect::<Result<_, _>>()?;
        let allies = graph(model, &streams[0]);
        let scratch = Scratch::default();
        Ok(Self { organizations, allies, streams, replicate, seen: Vec::new(), scratch })
    }

    /// Simulates one month of every organization that still is one.
    ///
    /// # Errors
    /// When that would take more than a world may.
    pub fn month(&mut self, model: &Model, number: u32) -> Result<(), Stopped> {
        self.month_watched(model, number, &mut |_| ControlFlow::Continue(()))
    }

    /// Like [`World::month`]; `watch` hears of each part of it as it ends, and can end it.
    ///
    /// # Errors
    /// When it is ended, or would take more than a world may; it cannot go on then.
    pub fn month_watched(&mut self, model: &Model, number: u32, watch: Watch) -> Result<(), Stopped> {
        let mut seen = std::mem::take(&mut self.seen);
        seen.clear();
        seen.extend((0..self.organizations.len()).map(|i| self.neighbours(i)));
        let all = Means::of(&model.parameters());
        let mut held = self.organizations.iter().map(Means::held).fold(Means::default(), Means::and);
        for (i, neighbours) in seen.iter().copied().enumerate() {
            let organization = &mut self.organizations[i];
            if organization.books.record.is_open() {
                let others = held.less(Means::held(organization));
                let (streams, means) = (&self.streams[i], all.less(others));
                schedule::month(
                    organization,
                    Around { scenario: model, streams, number, neighbours, means },
                    &mut self.scratch,
                    watch,
                )
                .map_err(|stopped| stopped.in_run(self.replicate))?;
                held = others.and(Means::held(organization));
            }
        }
        self.seen = seen;
        self.send_aid(model);
        self.part(model);
        Ok(())
    }

    /// Goes on under another model, which differs from the last one in nothing that is read at the founding only.
    pub fn change(&mut self, model: &Model) {
        for organization in &mut self.organizations {
            let number = organization.shocked_as;
            organization.shocks = model.shocks.levels(model.ticks, &self.streams[number as usize], number);
            organization.give_seats_to_delegates(model);
        }
    }

    fn neighbours(&self, number: usize) -> Neighbours {
        let allies = &self.allies[number];
        let in_crisis = allies
            .iter()
            .map(|&ally| &self.organizations[ally as usize])
            .filter(|ally| {
                ally.emergency.powers.is_some() || ally.books.record.condition() == Condition::Collapsed
            })
            .count() as u32;
        let safeguards = allies
            .iter()
            .map(|&ally| self.organizations[ally as usize].safeguards_in_force())
            .fold(0, |all, has| all | has);
        Neighbours { real: !allies.is_empty(), firm: allies.len() as u32 - in_crisis, in_crisis, safeguards }
    }

    /// Allies with money to spare help those who have none, where both keep up the alliance.
    fn send_aid(&mut self, scenario: &Scenario) {
        for needy in 0..self.organizations.len() {
            let need = -self.organizations[needy].treasury.reserve;
            if need <= 0.0 || !self.is_allied(needy) {
                continue;
            }
            let mut left = need;
            for k in 0..self.allies[needy].len() {
                let ally = self.allies[needy][k] as usize;
                if !self.is_allied(ally) {
                    continue;
                }
                let spare =
                    self.organizations[ally].treasury.reserve - 3.0 * self.organizations[ally].size() as f64;
                let sent = (spare * scenario.world.aid).clamp(0.0, left);
                self.organizations[ally].treasury.reserve -= sent;
                self.organizations[needy].treasury.reserve += sent;
                left -= sent;
            }
        }
    }

    fn is_allied(&self, number: usize) -> bool {
        let organization = &self.organizations[number];
        organization.books.record.is_open() && organization.keeps_alliances
    }

    /// Locals that leave become organizations of their own, allied with the one they left if it was a federation.
    fn part(&mut self, scenario: &Scenario) {
        for parent in 0..self.organizations.len() {
            for (local, share) in std::mem::take(&mut self.organizations[parent].secession.leaving) {
                let number = self.organizations.len() as u32;
                let streams = Streams::new(scenario.seed, u64::from(self.replicate), u64::from(number));
                let home = &mut self.organizations[parent];
                let federated = home.built > 0.0;
                let splinter = home.split_off(
                    scenario,
                    &streams,
                    local as usize,
                    share,
                    number,
                    &mut self.scratch.buffers,
                );
                self.organizations.push(splinter);
                self.streams.push(streams);
                self.allies.push(if federated { vec![parent as u32] } else { Vec::new() });
                if federated {
                    self.allies[parent].push(number);
                }
            }
        }
    }
}

fn graph(scenario: &Scenario, streams: &Streams) -> Vec<Vec<u32>> {
    let n = scenario.world.organizations;
    let allied = |a: u32, b: u32| match scenario.world.alliances {
        Alliances::None => false,
        Alliances::Complete => true,
        Alliances::Ring => b - a == 1 || (a == 0 && b == n - 1),
        Alliances::Random => streams.rng(StreamId::Alliances, a, b).chance(scenario.world.density),
    };
    let pair = |a: u32, b: u32| a != b && allied(a.min(b), a.max(b));
    (0..n).map(|a| (0..n).filter(|&b| pair(a, b)).collect()).collect()
}
