//! Ties of new members, of leaving members, and replacements of broken ties.

use std::ops::Range;

use rand::{Rng as _, SeedableRng};
use rand_xoshiro::SplitMix64;

use super::buffers::Buffers;
use crate::random::{StreamId, StreamKey, Streams};
use crate::state::{NONE, Organization, STRETCH};

impl Organization {
    /// Points a tie at another member of the own local, or at the nearest member without one.
    pub fn listen(&mut self, slot: usize, tie: usize, word: f64) {
        self.listen_within(self.locals[self.local_of(slot)].slots.clone(), slot, tie, word);
    }

    pub(crate) fn listen_within(&mut self, range: Range<usize>, slot: usize, tie: usize, word: f64) {
        let nearest = || (1..self.slots()).map(|step| (slot + step) % self.slots());
        let found = self.somebody_else(slot, range, word);
        self.point(slot, tie, found.or_else(|| nearest().find(|&other| self.members.taken[other])));
    }

    pub(crate) fn listen_anywhere(&mut self, slot: usize, tie: usize, word: f64) {
        let found = self.somebody_else(slot, 0..self.slots(), word);
        self.point(slot, tie, found);
    }

    /// A uniformly random other member in a range of slots. An empty slot is rejected and the draw repeated: taking the next
    /// member would favour those after empty slots.
    fn somebody_else(&self, slot: usize, range: Range<usize>, word: f64) -> Option<usize> {
        let is_other = |other: &usize| *other != slot && self.members.taken[*other];
        let first = range.start + (word * range.len() as f64) as usize;
        if is_other(&first) {
            return Some(first);
        }
        let mut again = SplitMix64::seed_from_u64(word.to_bits());
        let mut look = || ((u128::from(again.next_u64()) * range.len() as u128) >> 64) as usize;
        // With hardly any members the slots are searched in order.
        (0..1000).map(|_| range.start + look()).find(is_other).or_else(|| range.clone().find(is_other))
    }

    fn point(&mut self, slot: usize, tie: usize, at: Option<usize>) {
        self.members.ties[slot * self.ties + tie] = at.map_or(NONE, |other| other as u32);
        if let Some(other) = at {
            self.members.followers[other] += 1;
        }
    }

    /// Removes a member with post and ties; ties of others that point at it are replaced by `rewire`.
    pub fn vacate(&mut self, slot: usize) {
        for k in 0..self.ties {
            let tie = std::mem::replace(&mut self.members.ties[slot * self.ties + k], NONE);
            if tie != NONE {
                self.members.followers[tie as usize] -= 1;
            }
        }
        if self.members.paid[slot] {
            self.offices.staff.retain(|post| post.member as usize != slot);
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

    /// Replaces ties that point at empty slots by ties within the own local.
    pub fn rewire(&mut self, streams: &Streams, buffers: &mut Buffers) {
        let Buffers { counts, places, present, .. } = buffers;
        present.assign(&self.members.taken);
        let key = streams.key(StreamId::Rewiring, self.tick);
        for start in (0..self.slots()).step_by(STRETCH) {
            let end = (start + STRETCH).min(self.slots());
            counts.resize(counts.len().max(end - start), 0);
            let kept = &mut counts[..end - start];
            let ties = &self.members.ties[start * self.ties..end * self.ties];
            present.lacking(start, ties, self.ties, (kept, places));
            for slot in places.iter().map(|place| start + *place as usize) {
                self.rewire_ties(slot, &key);
            }
        }
    }

    fn rewire_ties(&mut self, slot: usize, key: &StreamKey) {
        if !self.members.taken[slot] {
            return;
        }
        for k in 0..self.ties {
            let tie = self.members.ties[slot * self.ties + k];
            if tie == NONE || !self.members.taken[tie as usize] {
                if tie != NONE {
                    self.members.followers[tie as usize] -= 1;
                }
                self.listen(slot, k, key.rng((slot * self.ties + k) as u32).unit());
            }
        }
    }
}
