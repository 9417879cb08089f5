//! A local leaves and becomes an organization of its own.

use crate::mechanisms::buffers::Buffers;
use crate::mechanisms::joining::stride;
use crate::mechanisms::offices;
use crate::random::{StreamId, Streams};
use crate::scenario::Scenario;
use crate::state::{Autonomy, NONE, Offices, Organization};

impl Organization {
    /// Takes a local out, with its people and a share of its money; what is left of it here is an empty shell.
    /// `streams` are the new organization's.
    pub fn split_off(
        &mut self,
        scenario: &Scenario,
        streams: &Streams,
        local: usize,
        share: f64,
        number: u32,
        buffers: &mut Buffers,
    ) -> Self {
        let mut splinter = Self {
            number,
            ties: self.ties,
            shocks: self.shocks.clone(),
            shocked_as: self.shocked_as,
            repealed: vec![None; self.repealed.len()],
            adopted: vec![None; self.repealed.len()],
            practice: vec![None; self.repealed.len()],
            factions: self.factions,
            liveliness: self.liveliness,
            culture: self.culture,
            offices: Offices {
                removability: 1.0,
                replaceability: 1.0,
                replaceability_open: 1.0,
                ..Offices::default()
            },
            tick: self.tick,
            ..Self::default()
        };
        splinter.locals.push(self.locals[local].clone());
        splinter.locals[0].slots = 0..stride(&scenario.parameters());
        splinter.members.grow(stride(&scenario.parameters()), self.ties);
        let from = self.locals[local].slots.clone();
        for (slot, to) in from.clone().zip(0..) {
            if self.members.taken[slot] {
                self.move_member(&mut splinter, slot, to);
            }
        }
        splinter.locals[0].count = splinter.count;
        splinter.treasury.reserve = self.take_money(local, share);
        splinter.locals[0].reserve = 0.0;
        splinter.treasury.central_dues = scenario.budget.founding_central_dues;
        splinter.treasury.assets_central = scenario.budget.founding_central_dues;
        self.locals[local].autonomy = Autonomy::Seceded;
        self.secession.seceded += splinter.count;
        self.drop_matters(local);
        self.rewire_after_split(scenario, streams, &mut splinter, from.start as u32, buffers);
        splinter.open(scenario, streams, self.tick);
        splinter
    }

    fn move_member(&mut self, splinter: &mut Self, slot: usize, to: usize) {
        offices::leave_all_seats(self, slot as u32, crate::state::Exit::Resignation);
        let (here, there) = (&self.members, &mut splinter.members);
        there.taken[to] = true;
        there.skill[to] = here.skill[slot];
        there.participation[to] = here.participation[slot];
        there.liveliness[to] = here.liveliness[slot];
        there.grievance[to] = here.grievance[slot];
        there.tolerance[to] = here.tolerance[slot];
        there.voice_threshold[to] = here.voice_threshold[slot];
        there.ambition[to] = here.ambition[slot];
        there.legitimacy[to] = here.legitimacy[slot];
        there.influence[to] = here.influence[slot];
        there.faction[to] = here.faction[slot];
        let ties = self.ties;
        there.ties[to * ties..(to + 1) * ties].copy_from_slice(self.ties_of(slot));
        splinter.count += 1;
        self.vacate(slot);
    }

    /// The share of the local's money that leaves; the rest stays with the centre.
    fn take_money(&mut self, local: usize, share: f64) -> f64 {
        let money = std::mem::take(&mut self.locals[local].reserve);
        let taken = money.max(0.0) * share;
        self.treasury.reserve += money - taken;
        taken
    }

    fn drop_matters(&mut self, local: usize) {
        self.agenda.decisions.retain(|decision| decision.local as usize != local);
        crate::mechanisms::settlement::count_backlogs(self);
    }

    /// Ties within the local are kept; all others are renewed, on both sides.
    fn rewire_after_split(
        &mut self,
        scenario: &Scenario,
        streams: &Streams,
        splinter: &mut Self,
        start: u32,
        buffers: &mut Buffers,
    ) {
        self.rewire(streams, buffers);
        let stride = stride(&scenario.parameters()) as u32;
        for slot in 0..splinter.slots() {
            for k in 0..splinter.ties {
                let entry = slot * splinter.ties + k;
                let tie = splinter.members.ties[entry];
                let kept = tie != NONE
                    && (start..start + stride).contains(&tie)
                    && splinter.members.taken[(tie - start) as usize];
                if !splinter.members.taken[slot] {
                    splinter.members.ties[entry] = NONE;
                } else if kept {
                    splinter.members.ties[entry] = tie - start;
                    splinter.members.followers[(tie - start) as usize] += 1;
                } else {
                    splinter.listen(
                        slot,
                        k,
                        streams.rng(StreamId::Rewiring, splinter.tick, entry as u32).unit(),
                    );
                }
            }
        }
    }
}
