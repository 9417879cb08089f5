//! Measures at the end of each month: the register.
//!
//! A measure is computed from the ledgers and columns of an organization. Together they are a profile without a headline
//! index. Nothing in the model reads a measure.

pub mod chance;

mod readings;
mod sort;

use std::ops::Deref;

use pulp::Simd;
use pulp::bytemuck::{cast_slice, cast_slice_mut};

use crate::simd;
use crate::simd::{F32s, LaneSums, Mask, kernel, masks, per_row, registers};
use crate::state::Organization;
use sort::Sorter;

/// One measure: names, meaning and computation.
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
    /// Meaning, in a sentence.
    pub doc: &'static str,
    /// Computes it at the end of a month; NaN for a share of nothing.
    pub read: fn(&Reading) -> f32,
}

impl Measure {
    /// Bounds of a mean; a range that is declared only to catch errors gives infinity.
    pub fn bounds(&self) -> (f64, f64) {
        let (least, most) = (f64::from(self.range.0), f64::from(self.range.1));
        (least, if most >= BOUNDLESS { f64::INFINITY } else { most })
    }
}

/// Declared maxima from this on are no bounds.
const BOUNDLESS: f64 = 1e6;

/// An organization while measures are computed from it.
pub struct Reading<'a> {
    organization: &'a Organization,
    notes: &'a Notes,
}

/// Intermediate results of several measures, computed once a month; their memory is kept from month to month.
#[derive(Debug, Default)]
pub struct Notes {
    influence: Influence,
    sums: Sums,
    followed: Followed,
}

/// Followers of the most followed hundredth of the members.
#[derive(Debug, Clone, Default)]
struct Followed {
    sum: u64,
    /// Fewest followers among them at the last count: members with fewer are skipped.
    floor: u32,
    /// Scratch: numbers of followers.
    found: Vec<u32>,
}

/// Influence of the members.
#[derive(Debug, Default)]
struct Influence {
    /// Positive influence, in ascending order.
    sorted: Vec<f32>,
    sorter: Sorter,
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
    /// Grievance of all, and of speakers.
    grievance: f64,
    spoken: f64,
}

impl<'a> Reading<'a> {
    /// Prepares the measures of an organization; overwrites earlier notes.
    pub fn new(organization: &'a Organization, notes: &'a mut Notes) -> Self {
        notes.sums = Sums::of(organization);
        notes.followed.count(organization);
        notes.influence.rank(organization);
        Self { organization, notes }
    }
}

impl Notes {
    /// Frees the notes of a large organization, which saves memory at the cost of allocations.
    pub fn put_back(&mut self, organization: &Organization) {
        if organization.is_large() {
            let followed = Followed { found: Vec::new(), ..self.followed };
            *self = Self { followed, ..Self::default() };
        }
    }
}

impl Influence {
    fn rank(&mut self, organization: &Organization) {
        // Only positive influence has to be sorted: zeros, and empty slots among them, would come first. Compression writes
        // whole rows.
        let size = organization.size();
        self.sorted.resize(size + simd::LANES, 0.0);
        // Bits of non-negative numbers are ordered as the numbers.
        let (from, to) = (cast_slice(&organization.members.influence), cast_slice_mut(&mut self.sorted));
        let many = simd::compress_at_least(from, 1, to);
        self.sorter.sort(&mut self.sorted[..many]);
        self.sorted.truncate(many);
        (self.gini, self.sum) = readings::gini(size, &self.sorted);
    }
}

impl Sums {
    /// One pass over the columns. A slot without a member adds nothing to any sum.
    fn of(organization: &Organization) -> Self {
        let [influence, influence_squared, legitimacy, skill, grievance, spoken] = sum_locals(organization);
        Self { influence, influence_squared, legitimacy, skill, grievance, spoken }
    }
}

impl Followed {
    fn count(&mut self, organization: &Organization) {
        let followers = &organization.members.followers;
        let top = organization.size().div_ceil(100);
        // At most all members have followers.
        self.found.resize(organization.size() + simd::LANES, 0);
        let found = &mut self.found[..];
        let mut many = simd::compress_at_least(followers, self.floor.max(1), found);
        if many < top {
            many = simd::compress_at_least(followers, 1, found);
        }
        let (found, top) = (&mut found[..many], top.min(many));
        if let Some(last) = top.checked_sub(1) {
            self.floor = *found.select_nth_unstable_by(last, |a, b| b.cmp(a)).1;
        }
        self.sum = found[..top].iter().map(|followers| u64::from(*followers)).sum();
    }
}

kernel! {
    /// Sums of influence, its square, legitimacy, skill, grievance and the grievance of speakers, added local by local.
    fn sum_locals<S>(simd, organization: &'a Organization) -> [f64; 6] {
        let members = &organization.members;
        let mut sums = [0.0; 6];
        for local in &organization.locals {
            let slots = local.slots.clone();
            let five = sum_columns(
                simd,
                &members.influence[slots.clone()],
                &members.legitimacy[slots.clone()],
                &members.skill[slots.clone()],
                &members.grievance[slots.clone()],
            );
            let spoken = if local.speakers > 0.0 {
                spoken(simd, &members.grievance[slots.clone()], &members.speaks[slots])
            } else {
                0.0
            };
            let [a, b, c, d, e] = five;
            sums.iter_mut().zip([a, b, c, d, e, spoken]).for_each(|(sum, more)| *sum += f64::from(more));
        }
        sums
    }
}

/// Sums of influence, its square, legitimacy, skill and grievance.
#[inline(always)]
fn sum_columns<S: Simd>(
    simd: S,
    influence: &[f32],
    legitimacy: &[f32],
    skill: &[f32],
    grievance: &[f32],
) -> [f32; 5] {
    let mut sums = [LaneSums::<S>::zero(simd); 5];
    let traits = registers::<S>(legitimacy).iter().zip(registers::<S>(skill)).zip(registers::<S>(grievance));
    for (i, (influence, ((legitimacy, skill), grievance))) in
        registers::<S>(influence).iter().zip(traits).enumerate()
    {
        let k = i % per_row::<S>();
        let influence = F32s::of(simd, *influence);
        let traits = [*legitimacy, *skill, *grievance].map(|x| F32s::of(simd, x));
        let values = [influence, influence * influence, traits[0], traits[1], traits[2]];
        sums.iter_mut().zip(values).for_each(|(sum, value)| sum.add(k, value));
    }
    let [a, b, c, d, e] = sums;
    [a.total(), b.total(), c.total(), d.total(), e.total()]
}

/// Sum of the grievance of speakers.
#[inline(always)]
fn spoken<S: Simd>(simd: S, grievance: &[f32], speaks: &[bool]) -> f32 {
    let mut sum = LaneSums::<S>::zero(simd);
    for (i, (grievance, speaks)) in registers::<S>(grievance).iter().zip(masks::<S>(speaks)).enumerate() {
        let spoken = Mask::of(simd, speaks).choose(F32s::of(simd, *grievance), F32s::all(simd, 0.0));
        sum.add(i % per_row::<S>(), spoken);
    }
    sum.total()
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
