//! Sets of members, one bit a slot.

use super::avx512;

/// A set of members, one bit a slot: the set of a million members fits the second cache level.
#[derive(Debug, Clone, Default)]
pub struct BitSet {
    /// Longer than the set by one table of [`avx512`], which can begin at any word.
    pub(super) bits: Vec<u64>,
    /// Slots that can be in the set.
    pub(super) slots: usize,
}

impl BitSet {
    /// Makes this the set of those slots that are true.
    pub fn assign(&mut self, members: &[bool]) {
        self.slots = members.len();
        let words = members.len().div_ceil(64);
        self.bits.clear();
        self.bits.resize(words + avx512::TABLE / 64, 0);
        if avx512::to_bits(members, &mut self.bits[..words]).is_none() {
            for (bits, members) in self.bits.iter_mut().zip(members.chunks(64)) {
                *bits = members.iter().rev().fold(0, |bits, member| bits << 1 | u64::from(*member));
            }
        }
    }

    /// Makes this the set of those slots whose number is above 0.
    pub fn assign_positive(&mut self, members: &[f32]) {
        self.slots = members.len();
        self.bits.clear();
        self.bits.resize(members.len().div_ceil(64) + avx512::TABLE / 64, 0);
        for (bits, members) in self.bits.iter_mut().zip(members.chunks(64)) {
            *bits = members.iter().rev().fold(0, |bits, member| bits << 1 | u64::from(*member > 0.0));
        }
    }

    /// 1 for a slot in the set, 0 for any other.
    #[inline(always)]
    pub(super) fn get(&self, slot: u32) -> u32 {
        self.bits.get(slot as usize / 64).map_or(0, |bits| (bits >> (slot % 64)) as u32 & 1)
    }

    /// For consecutive members from slot `first` on, counts the neighbours that are in the set. Each member has `each` entries
    /// in `neighbours`: slots, most of them near its own, or `u32::MAX` for none.
    pub fn count_neighbours(&self, first: usize, neighbours: &[u32], each: usize, counts: &mut [u32]) {
        match neighbours.as_chunks::<4>() {
            // Four is the default number of ties; the compiler unrolls the loop for it.
            (four, []) if each == 4 => {
                if avx512::count_four_neighbours(self, first, four, counts).is_none() {
                    for (count, four) in counts.iter_mut().zip(four) {
                        *count = four.map(|slot| self.get(slot)).iter().sum();
                    }
                }
            }
            _ => {
                for (count, neighbours) in counts.iter_mut().zip(neighbours.chunks_exact(each)) {
                    *count = neighbours.iter().map(|slot| self.get(*slot)).sum();
                }
            }
        }
    }
}
