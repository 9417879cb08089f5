//! Scratch buffers.

use super::decisions::Matters;
use super::deference::{Pulls, Seekers};
use super::elections::Polls;
use super::precedent::View;
use super::removability::Holders;
use crate::simd;
use crate::state::{Exit, Place};

/// Room for what one phase reckons and the next does not need: it is kept, so that a month asks for no memory. A phase
/// takes it and lays it back.
#[derive(Debug, Clone, Default)]
pub struct Scratch {
    /// A number for each slot; see [`Organization::take_desk_with_column`].
    pub column: Vec<f32>,
    /// Words of luck.
    pub words: Vec<u32>,
    /// Places of those few to whom something happens.
    pub places: Vec<u32>,
    /// Who is there, or speaks up.
    pub marks: simd::BitSet,
    /// What comes up in a month.
    pub matters: Matters,
    /// What those who route it go by.
    pub view: View,
    /// How strongly members draw others.
    pub pulls: Pulls,
    /// Those who look for somebody else to listen to.
    pub seekers: Seekers,
    /// Hours left in each local and each body.
    pub hours: (Vec<f32>, Vec<f32>),
    /// Chances to be right of each local and each body.
    pub chances: (Vec<f32>, Vec<f32>),
    /// Members and a trait of theirs.
    pub posts: Vec<(usize, f32)>,
    /// Members who leave, and how.
    pub gone: Vec<(usize, Exit)>,
    /// Seats that are to be filled.
    pub due: Vec<Place>,
    /// What elections go by.
    pub polls: Polls,
    /// What removability is reckoned from.
    pub holders: Holders,
}
