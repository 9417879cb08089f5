//! What is measured at the end of each month: the register.
//!
//! A measure is read off the ledgers and columns of an organization. It is a profile; there is no headline
//! composite. Nothing in the model reads a measure.

pub mod outcome;

mod readings;
mod sort;

use std::cell::OnceCell;
use std::ops::Deref;

use crate::engine::Organization;
use crate::engine::wide::{F32s, LANES, Lanes, per_row, registers, total, wide};

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
    /// Grievance of all, and of those who speak up.
    grievance: f64,
    spoken: f64,
}

impl<'a> Reading<'a> {
    /// Begins to read.
    pub fn new(organization: &'a Organization) -> Self {
        Self { organization, influence: OnceCell::new(), sums: OnceCell::new() }
    }

    fn influence(&self) -> &Influence {
        self.influence.get_or_init(|| {
            let members = &self.organization.members;
            // As large as it gets from the start, since the columns of a million members are moved at a cost. Empty slots
            // are written over by those who come after, which is cheaper than asking; the last of them into one place more.
            let mut sorted = vec![0.0; self.organization.size() + 1];
            let mut many = 0;
            for (influence, taken) in members.influence.iter().zip(&members.taken) {
                sorted[many] = *influence;
                many += usize::from(*taken);
            }
            sorted.truncate(many);
            sort::sort(&mut sorted);
            let (gini, sum) = readings::gini(&sorted);
            Influence { sorted, sum, gini }
        })
    }

    /// One pass over the columns, local by local. A slot without a member adds nothing to any sum.
    fn sums(&self) -> &Sums {
        self.sums.get_or_init(|| {
            let members = &self.organization.members;
            let mut sums = Sums::default();
            for local in &self.organization.locals {
                let slots = local.slots.clone();
                let [influence, squared, legitimacy, skill, grievance] = sum_columns(
                    &members.influence[slots.clone()],
                    &members.legitimacy[slots.clone()],
                    &members.skill[slots.clone()],
                    &members.grievance[slots.clone()],
                )
                .map(f64::from);
                sums.influence += influence;
                sums.influence_squared += squared;
                sums.legitimacy += legitimacy;
                sums.skill += skill;
                sums.grievance += grievance;
                if self.organization.speaking > 0 {
                    sums.spoken +=
                        f64::from(spoken(&members.grievance[slots.clone()], &members.speaks[slots]));
                }
            }
            sums
        })
    }
}

wide! {
    /// Grievance of those who speak up.
    fn spoken<S>(_simd, grievance: &'a [f32], speaks: &'a [bool]) -> f32 {
        let mut lanes = [0.0; LANES];
        for (grievance, speaks) in grievance.as_chunks::<LANES>().0.iter().zip(speaks.as_chunks::<LANES>().0) {
            for lane in 0..LANES {
                lanes[lane] += if speaks[lane] { grievance[lane] } else { 0.0 };
            }
        }
        total(lanes)
    }

    /// Sums of influence, its square, legitimacy, skill and grievance.
    fn sum_columns<S>(
        simd,
        influence: &'a [f32],
        legitimacy: &'a [f32],
        skill: &'a [f32],
        grievance: &'a [f32],
    ) -> [f32; 5] {
        let mut sums = [Lanes::<S>::zero(simd); 5];
        let traits = registers::<S>(legitimacy).iter().zip(registers::<S>(skill)).zip(registers::<S>(grievance));
        for (i, (influence, ((legitimacy, skill), grievance))) in registers::<S>(influence).iter().zip(traits).enumerate() {
            let k = i % per_row::<S>();
            let influence = F32s::of(simd, *influence);
            let traits = [*legitimacy, *skill, *grievance].map(|x| F32s::of(simd, x));
            let values = [influence, influence * influence, traits[0], traits[1], traits[2]];
            sums.iter_mut().zip(values).for_each(|(sum, value)| sum.add(k, value));
        }
        sums.map(Lanes::total)
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
