//! Buffers that many phases use, one after the other.

use crate::simd::BitSet;

/// Columns without a meaning of their own: a phase finds anything in them and leaves anything behind.
#[derive(Debug, Clone, Default)]
pub struct Buffers {
    /// A number for each slot.
    pub column: Vec<f32>,
    /// Random words.
    pub words: Vec<u32>,
    /// Places of those few to whom something happens.
    pub places: Vec<u32>,
    /// Those who are there, or who speak up.
    pub present: BitSet,
}
