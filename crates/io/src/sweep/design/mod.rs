//! Designs: which points a block has. A point is made from its number alone.

mod factor;
mod form;
mod list;

pub(super) use factor::never;

use std::collections::BTreeMap;

use toml::Value;

use super::experiment::{Block, Column, Design};
use crate::diagnostic::Diagnostic;
use factor::Values;
use thermidor_core::random::{StreamId, Streams};
use thermidor_scenario::source::Source;
use thermidor_scenario::template::Template;

/// The points of a block.
pub struct Sampler {
    design: Design,
    factors: Vec<Values>,
    points: u64,
    streams: Streams,
    seed: u32,
    /// For a Latin hypercube, the slice of each point, by factor.
    slices: Vec<Vec<u32>>,
}

/// The columns that a block brings, each with the place of its factor in the experiment file.
type Columns = Vec<(String, Column)>;

/// The factors of a block, and how many points a list has.
struct Factors {
    columns: Columns,
    values: Vec<Values>,
    rows: u64,
}

impl Design {
    /// Whether points are drawn, and not made of named values.
    fn is_drawn(self) -> bool {
        match self {
            Self::Random | Self::LatinHypercube | Self::Sobol => true,
            Self::Grid | Self::Zip | Self::List => false,
        }
    }
}

impl Sampler {
    /// The sampler of a block, and the columns that it brings; `number` is the block's in its experiment.
    ///
    /// # Errors
    /// Every problem of the block.
    pub fn new(
        block: &Block,
        number: usize,
        template: &Template,
        lists: &BTreeMap<String, Source>,
    ) -> Result<(Self, Columns), Vec<Diagnostic>> {
        let place = format!("block.{number}");
        let mut problems = form::problems(block, &place);
        let factors = if block.design == Design::List {
            list::factors(lists.get(&block.file), &place, template, &mut problems)
        } else {
            factor::factors(block, &place, template, &mut problems)
        };
        let Factors { columns, values: factors, rows } = factors;
        let lengths: Vec<u64> = factors.iter().map(|values| values.named().len() as u64).collect();
        if block.design == Design::Zip && problems.is_empty() {
            problems.extend(form::unequal(&lengths, &place));
        }
        if !problems.is_empty() {
            return Err(problems);
        }
        let points = match block.design {
            Design::Grid => lengths.iter().fold(1u64, |product, length| product.saturating_mul(*length)),
            Design::Zip => lengths[0],
            Design::List => rows,
            Design::Random | Design::LatinHypercube | Design::Sobol => u64::from(block.points),
        };
        // A key of its own for each block, far from those of organizations.
        let streams = Streams::new(u64::from(block.seed), u64::MAX, number as u64);
        let slices = match block.design {
            Design::LatinHypercube => (0..factors.len())
                .map(|factor| streams.rng(StreamId::Study, factor as u32, u32::MAX).order(block.points))
                .collect(),
            _ => Vec::new(),
        };
        Ok((Self { design: block.design, factors, points, streams, seed: block.seed, slices }, columns))
    }

    /// Number of points.
    pub fn len(&self) -> u64 {
        self.points
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.points == 0
    }

    /// The values of a factor where they were named and not drawn, each of the kind of its parameter.
    pub fn named(&self, factor: usize) -> Option<&[Value]> {
        match self.factors.get(factor)? {
            Values::Some(values) => Some(values),
            Values::Range { .. } => None,
        }
    }

    /// Whether the points can be simulated in their order: its beginning favours no corner of the space.
    pub fn begins_anywhere(&self) -> bool {
        self.design.is_drawn()
    }

    /// The values of all factors at a point; in a grid the last factor varies fastest.
    pub fn point(&self, index: u32) -> Vec<Value> {
        let listed = |values: &Values, at: usize| match values {
            Values::Some(values) => values[at].clone(),
            range @ Values::Range { .. } => range.at(0.0),
        };
        match self.design {
            Design::Grid => {
                let mut rest = index as usize;
                let mut point: Vec<Value> = Vec::with_capacity(self.factors.len());
                for factor in self.factors.iter().rev() {
                    let length = factor.named().len().max(1);
                    point.push(listed(factor, rest % length));
                    rest /= length;
                }
                point.reverse();
                point
            }
            Design::Zip | Design::List => {
                self.factors.iter().map(|values| listed(values, index as usize)).collect()
            }
            Design::Random | Design::LatinHypercube | Design::Sobol => {
                self.factors.iter().enumerate().map(|(k, values)| values.at(self.share(index, k))).collect()
            }
        }
    }

    /// Where a drawn point lies between the ends of a factor.
    fn share(&self, index: u32, factor: usize) -> f64 {
        let anywhere = || self.streams.rng(StreamId::Study, factor as u32, index).unit();
        match self.design {
            Design::LatinHypercube => {
                (f64::from(self.slices[factor][index as usize]) + anywhere()) / self.points as f64
            }
            Design::Sobol => f64::from(sobol_burley::sample(index, factor as u32, self.seed)),
            Design::Random => anywhere(),
            // Their points are no draws.
            Design::Grid | Design::Zip | Design::List => 0.0,
        }
    }
}

#[cfg(test)]
mod tests;
