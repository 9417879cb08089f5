//! What is measured at the end of each month: the register.
//!
//! A measure is read off the ledgers and columns of an organization. It is a profile; there is no headline
//! composite. Nothing in the model reads a measure.

pub mod outcome;

mod readings;

use crate::engine::Organization;

/// One measure: what it is called, what it means and how it is read.
#[derive(Debug, Clone, Copy)]
pub struct Measure {
    /// Name in tables.
    pub name: &'static str,
    /// Name on charts.
    pub label: &'static str,
    /// Unit, in words.
    pub unit: &'static str,
    /// Smallest and largest possible value.
    pub range: (f32, f32),
    /// What it means, in a sentence.
    pub doc: &'static str,
    /// Reads it at the end of a month; not a number where it is a share of what there was nothing of.
    pub read: fn(&Organization) -> f32,
}

pub use readings::MEASURES;

/// Position of a measure in [`MEASURES`].
pub fn position(name: &str) -> Option<usize> {
    MEASURES.iter().position(|measure| measure.name == name)
}
