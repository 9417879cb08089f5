//! Sets of members, one bit a slot.

use super::avx512;

/// A set of members, one bit a slot: the set of a million members fits the second cache level. Where only plain code reads it,
/// it is one byte a slot, which takes fewer instructions.
#[derive(Debug, Clone, Default)]
pub struct BitSet {
    members: Vec<bool>,
    /// Longer than the set by one table of [`avx512`], which can begin at any word.
    pub(super) bits: Vec<u64>,
    /// Slots that can be in the set.
    pub(super) slots: usize,
}

impl BitSet {
    /// Makes this the set of those slots that are true.
    pub fn assign(&mut self, members: &[bool]) {
        self.members.clear();
        self.members.extend_from_slice(members);
        self.pack();
    }

    /// Makes this the set of those slots whose number is above 0.
    pub fn assign_positive(&mut self, members: &[f32]) {
        self.members.clear();
        self.members.extend(members.iter().map(|member| *member > 0.0));
        self.pack();
    }

    fn pack(&mut self) {
        self.slots = self.members.len();
        let words = self.slots.div_ceil(64);
        self.bits.resize(words + avx512::TABLE / 64, 0);
        self.bits[words..].fill(0);
        avx512::to_bits(&self.members, &mut self.bits[..words]);
    }

    /// 1 for a slot in the set, 0 for any other.
    #[inline(always)]
    pub(super) fn get(&self, slot: u32) -> u32 {
        self.members.get(slot as usize).map_or(0, |member| u32::from(*member))
    }

    /// Finds, among consecutive members from slot `first` on, those with a neighbour that is not in the set.
    pub fn lacking(
        &self,
        first: usize,
        neighbours: &[u32],
        each: usize,
        (counts, places): (&mut [u32], &mut Vec<u32>),
    ) {
        let (four, rest) = neighbours.as_chunks::<4>();
        let is_four = each == 4 && rest.is_empty();
        if !is_four {
            self.count_neighbours(first, neighbours, each, counts);
        } else if avx512::count_four_neighbours(self, first, four, counts).is_none() {
            // They are few, so that plain code can branch.
            places.clear();
            let has_all = |four: &[u32; 4]| four.iter().map(|slot| self.get(*slot)).sum::<u32>() == 4;
            places.extend((0..).zip(four).filter(|(_, four)| !has_all(four)).map(|(place, _)| place));
            return;
        }
        super::compress_below(counts, each as u64, places);
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
