//! Buffers that many phases use, one after the other.

use crate::simd::BitSet;

/// Columns without a meaning of their own: their content is undefined at the start of a phase.
#[derive(Debug, Clone, Default)]
pub struct Buffers {
    /// A number for each slot.
    pub column: Vec<f32>,
    /// A count for each slot.
    pub counts: Vec<u32>,
    /// Random words.
    pub words: Vec<u32>,
    /// Positions of the few members that an event concerns.
    pub places: Vec<u32>,
    /// A truth value for each local.
    pub flags: Vec<bool>,
    /// Members who are present, or who speak up.
    pub present: BitSet,
}
