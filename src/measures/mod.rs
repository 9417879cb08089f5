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
    influence: OnceCell<Influence>,
    sums: OnceCell<Sums>,
}

/// Influence of the members.
struct Influence {
    /// From least to most.
    sorted: Vec<f32>,
    sum: f64,
    gini: f32,
}

/// Sums over all members.
#[derive(Debug, Clone, Copy, Default)]
struct Sums {
    influence: f64,
    influence_squared: f64,
    legitimacy: f64,
    skill: f64,
    /// Grievance of those who speak up, and of those who do not.
    spoken: f64,
    silent: f64,
}

impl<'a> Reading<'a> {
    /// Begins to read.
    pub fn new(organization: &'a Organization) -> Self {
        Self { organization, influence: OnceCell::new(), sums: OnceCell::new() }
    }

    fn influence(&self) -> &Influence {
        self.influence.get_or_init(|| {
            let members = &self.organization.members;
            let taken = members.influence.iter().zip(&members.taken).filter(|(_, taken)| **taken);
            // As large as it gets from the start, since the columns of a million members are moved at a cost.
            let mut sorted = Vec::with_capacity(self.organization.size());
            sorted.extend(taken.map(|(influence, _)| *influence));
            // A radix sort counts 256 bins a byte before it begins, which few members do not repay.
            if sorted.len() < 256 {
                sorted.sort_unstable_by(f32::total_cmp);
            } else {
                radsort::sort(&mut sorted);
            }
            let (gini, sum) = readings::gini(&sorted);
            Influence { sorted, sum, gini }
        })
    }

    /// One pass over the columns. A slot without a member adds nothing to any sum.
    fn sums(&self) -> &Sums {
        self.sums.get_or_init(|| {
            let members = &self.organization.members;
            let mut sums = Sums::default();
            let traits = members.influence.iter().zip(&members.legitimacy).zip(&members.skill);
            let minds = members.grievance.iter().zip(&members.speaks);
            for (((influence, legitimacy), skill), (grievance, speaks)) in traits.zip(minds) {
                let (influence, grievance) = (f64::from(*influence), f64::from(*grievance));
                sums.influence += influence;
                sums.influence_squared += influence * influence;
                sums.legitimacy += f64::from(*legitimacy);
                sums.skill += f64::from(*skill);
                sums.spoken += if *speaks { grievance } else { 0.0 };
                sums.silent += if *speaks { 0.0 } else { grievance };
            }
            sums
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
