//! What is measured at the end of each month: the register.
//!
//! A measure is read off the ledgers and columns of an organization. It is a profile; there is no headline
//! composite. Nothing in the model reads a measure.

pub mod outcome;

mod readings;

use std::cell::OnceCell;
use std::ops::Deref;

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
    pub read: fn(&Reading) -> f32,
}

/// An organization while it is read: what several measures need is reckoned once.
pub struct Reading<'a> {
    organization: &'a Organization,
    influence: OnceCell<Vec<f32>>,
}

impl<'a> Reading<'a> {
    /// Begins to read.
    pub fn new(organization: &'a Organization) -> Self {
        Self { organization, influence: OnceCell::new() }
    }

    /// Influence of the members, from least to most.
    fn influence(&self) -> &[f32] {
        self.influence.get_or_init(|| {
            let members = &self.organization.members;
            let taken = members.influence.iter().zip(&members.taken).filter(|(_, taken)| **taken);
            let mut sorted: Vec<f32> = taken.map(|(influence, _)| *influence).collect();
            sorted.sort_unstable_by(f32::total_cmp);
            sorted
        })
    }
}

impl Deref for Reading<'_> {
    type Target = Organization;

    fn deref(&self) -> &Organization {
        self.organization
    }
}

pub use readings::MEASURES;

/// Position of a measure in [`MEASURES`].
pub fn position(name: &str) -> Option<usize> {
    MEASURES.iter().position(|measure| measure.name == name)
}
