//! Many histories in little memory: quantiles of each measure in each month, counts of conditions, outcomes.

use std::collections::BTreeMap;
use std::io;
use thermidor_core::Model;

use thermidor_analysis::run::Sink;
use thermidor_analysis::study::Endpoint;
use thermidor_core::history::History;
use thermidor_core::measures::{MEASURES, position};
use thermidor_core::outcome::Condition;
use thermidor_stats::interval::LEVEL;
use thermidor_stats::{Interval, Moments};

/// Values stored exactly for each measure and month; more are counted in bins of less than 1 %.
pub const EXACT: usize = 2048;

/// Histories that may wait where there are more than [`EXACT`].
const FEW: usize = 64;

/// The quantiles that tables and charts show.
pub const QUANTILES: [f64; 5] = [0.05, 0.25, 0.5, 0.75, 0.95];

/// The [`QUANTILES`] of some values, which it rearranges.
pub(crate) fn quantiles(mut values: &mut [f32]) -> [f32; 5] {
    let ranks = QUANTILES.map(|q| (q * (values.len() - 1) as f64).round() as usize);
    let mut found = [0.0; 5];
    // From the highest down, since the next is not above it.
    for (rank, found) in ranks.into_iter().zip(&mut found).rev() {
        *found = *values.select_nth_unstable_by(rank, f32::total_cmp).1;
        values = &mut values[..=rank];
    }
    found
}

/// Quantiles, counts and outcomes of many histories.
#[derive(Debug, Clone)]
pub struct Summary {
    /// Measures of histories that are not in the cells yet: a history is put down in one go, and its cells are far apart.
    waiting: Vec<Vec<f32>>,
    /// Of each measure in each month, once there are too many histories to wait.
    cells: Vec<Cell>,
    /// Organizations in each condition, by month: in the order of [`Condition::ALL`].
    pub conditions: Vec<[u32; 4]>,
    /// How often each outcome was seen, and when capture came, flat in the number of organizations.
    pub tally: Tally,
    /// The endpoint.
    pub on: Endpoint,
    /// Confidence at which the interval of what was asked is computed.
    pub level: f64,
    asked: Moments,
}

/// The counts behind the answer in words.
#[derive(Debug, Clone, Default)]
pub struct Tally {
    /// Organizations simulated.
    pub organizations: u32,
    /// Organizations that were captured at some time, by month.
    pub captured_at: BTreeMap<u32, u32>,
    /// Organizations that were captured at some time, loosely and strictly taken.
    pub captured_otherwise: [u32; 2],
    /// Organizations that split.
    pub split: u32,
    /// The centre's share of the stakes in the last year of each.
    pub central_share: Moments,
    /// Of the captured, the ones free again at some time.
    pub recovered: u32,
    /// Organizations whose lock-in could be told, and those locked in.
    pub locked_in: (u32, u32),
    /// Organizations at the end, in the order of [`Condition::ALL`].
    pub ended: [u32; 4],
    /// Organizations that split off others.
    pub splinters: u32,
}

impl Tally {
    fn take(&mut self, history: &History) {
        let outcome = &history.outcome;
        self.organizations += 1;
        self.ended[outcome.condition as usize] += 1;
        if let Some(month) = outcome.captured_at {
            *self.captured_at.entry(month).or_default() += 1;
        }
        let otherwise = [outcome.captured_loose_at, outcome.captured_strict_at];
        for (count, at) in self.captured_otherwise.iter_mut().zip(otherwise) {
            *count += u32::from(at.is_some());
        }
        self.split += u32::from(outcome.split_at.is_some());
        if let (Some(column), Some(tick)) = (position("central_share_stakes"), history.ticks().checked_sub(1))
        {
            self.central_share.add(f64::from(history.row(tick)[column]));
        }
        self.recovered += u32::from(outcome.recovered_at.is_some());
        if let Some(locked) = outcome.locked_in {
            self.locked_in.0 += 1;
            self.locked_in.1 += u32::from(locked);
        }
    }
}

impl Summary {
    /// An empty summary for a scenario.
    pub fn new(scenario: &Model, on: Endpoint) -> Self {
        let ticks = scenario.ticks as usize;
        Self {
            waiting: Vec::new(),
            cells: Vec::new(),
            conditions: vec![[0; 4]; ticks],
            tally: Tally::default(),
            on,
            level: LEVEL,
            asked: Moments::default(),
        }
    }

    /// The endpoint with its interval.
    pub fn endpoint(&self) -> Interval {
        self.on.interval(&self.asked, self.ticks() as u32, self.level)
    }

    /// Of how many organizations it was asked.
    pub fn asked_of(&self) -> u64 {
        self.asked.n
    }

    /// Months covered.
    pub fn ticks(&self) -> usize {
        self.conditions.len()
    }

    /// How many organizations were alive in a month, and the quantiles of a measure over them.
    pub fn quantiles(&self, measure: usize, tick: usize) -> Option<(u32, [f32; 5])> {
        self.quantiles_at(tick * MEASURES.len() + measure)
    }

    /// The same of all measures in all months: by month, and then by measure.
    pub fn all_quantiles(&self) -> Vec<Option<(u32, [f32; 5])>> {
        (0..self.ticks() * MEASURES.len()).map(|place| self.quantiles_at(place)).collect()
    }

    fn quantiles_at(&self, place: usize) -> Option<(u32, [f32; 5])> {
        let mut cell = self.cells.get(place).cloned().unwrap_or_default();
        cell.take(&self.waiting, place);
        cell.quantiles()
    }
}

impl Sink for Summary {
    fn take(&mut self, history: &History) -> io::Result<()> {
        // Organizations that split off later are counted, and are not part of the question.
        if history.founded_at > 0 {
            self.tally.splinters += 1;
            return Ok(());
        }
        self.waiting.push(history.measures.clone());
        let most = if self.cells.is_empty() { EXACT } else { FEW };
        if self.waiting.len() > most {
            self.cells.resize(self.ticks() * MEASURES.len(), Cell::default());
            // A few at a time, so that each is given back before the next are in the cells.
            while !self.waiting.is_empty() {
                let few: Vec<_> = self.waiting.drain(..FEW.min(self.waiting.len())).collect();
                for (place, cell) in self.cells.iter_mut().enumerate() {
                    cell.take(&few, place);
                }
            }
        }
        let last = history.conditions.last().copied().unwrap_or(Condition::SelfGoverning);
        for (tick, counts) in self.conditions.iter_mut().enumerate() {
            counts[history.conditions.get(tick).copied().unwrap_or(last) as usize] += 1;
        }
        if history.sibling == 0 {
            self.on.of(history).into_iter().for_each(|value| self.asked.add(value));
        }
        self.tally.take(history);
        Ok(())
    }
}

/// Values of one measure in one month.
#[derive(Debug, Clone)]
enum Cell {
    Exact(Vec<f32>),
    Bins(BTreeMap<u16, Bin>),
}

impl Default for Cell {
    fn default() -> Self {
        Self::Exact(Vec::new())
    }
}

/// A key that sorts as the value does; seven bits of fraction keep bins narrower than 1 %.
fn key(value: f32) -> u16 {
    let bits = value.to_bits();
    let ordered = if bits >> 31 == 1 { !bits } else { bits | 1 << 31 };
    (ordered >> 16) as u16
}

/// Values that lie close together.
#[derive(Debug, Clone, Copy)]
struct Bin {
    many: u32,
    low: f32,
    high: f32,
}

impl Bin {
    /// A value for all of them. It lies between them, and is exact where they are equal, as shares of 0 and 1 often are.
    fn middle(self) -> f32 {
        self.low + 0.5 * (self.high - self.low)
    }
}

fn count(bins: &mut BTreeMap<u16, Bin>, values: &[f32]) {
    for &value in values {
        let bin = bins.entry(key(value)).or_insert(Bin { many: 0, low: value, high: value });
        *bin = Bin { many: bin.many + 1, low: bin.low.min(value), high: bin.high.max(value) };
    }
}

impl Cell {
    /// Takes its values of some histories; an organization that ended before that month has none.
    fn take(&mut self, histories: &[Vec<f32>], place: usize) {
        let mut its = Vec::with_capacity(histories.len());
        its.extend(histories.iter().filter_map(|measures| measures.get(place)));
        self.add(its);
    }

    fn add(&mut self, more: Vec<f32>) {
        match self {
            Self::Exact(values) if values.is_empty() && more.len() <= EXACT => *values = more,
            Self::Exact(values) if values.len() + more.len() <= EXACT => values.extend(more),
            Self::Exact(values) => {
                let mut bins = BTreeMap::new();
                count(&mut bins, values);
                count(&mut bins, &more);
                *self = Self::Bins(bins);
            }
            Self::Bins(bins) => count(bins, &more),
        }
    }

    fn quantiles(self) -> Option<(u32, [f32; 5])> {
        match self {
            Self::Exact(values) if values.is_empty() => None,
            Self::Exact(mut values) => Some((values.len() as u32, quantiles(&mut values))),
            Self::Bins(bins) => {
                let n: u32 = bins.values().map(|bin| bin.many).sum();
                let at = |q: f64| {
                    let rank = (q * f64::from(n - 1)).round() as u32;
                    let mut before = 0;
                    let found = bins.values().find(|bin| {
                        before += bin.many;
                        before > rank
                    });
                    found.map_or(0.0, |bin| bin.middle())
                };
                Some((n, QUANTILES.map(at)))
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Cell, EXACT, QUANTILES, quantiles};

    #[test]
    fn bins_agree_with_exact_values_within_a_hundredth() {
        let mut cell = Cell::default();
        for i in 0..10_000u32 {
            cell.add(vec![((i * 7919) % 10_000) as f32 / 10_000.0 - 0.25]);
        }
        let (n, quantiles) = cell.quantiles().unwrap();
        assert_eq!(n, 10_000);
        for (found, exact) in quantiles.iter().zip([-0.2, 0.0, 0.25, 0.5, 0.7]) {
            assert!((found - exact).abs() < 0.01, "{found} for {exact}");
        }
    }

    #[test]
    fn bins_of_equal_values_are_exact_and_none_is_beyond_its_values() {
        let mut cell = Cell::default();
        for i in 0..5000u32 {
            cell.add(vec![[0.0, 1.0, 0.3][i as usize % 3], [-0.1, 0.3, 1.0][i as usize % 3]]);
        }
        assert!(matches!(cell, Cell::Bins(_)));
        let (n, quantiles) = cell.quantiles().unwrap();
        assert_eq!((n, quantiles), (10_000, [-0.1, 0.0, 0.3, 1.0, 1.0]));
    }

    #[test]
    fn quantiles_are_those_of_sorted_values() {
        for many in 1..50u32 {
            let mut values: Vec<f32> = (0..many).map(|i| ((i * 7919) % 31) as f32 - 9.0).collect();
            let mut sorted = values.clone();
            sorted.sort_by(f32::total_cmp);
            let plain = QUANTILES.map(|q| sorted[(q * f64::from(many - 1)).round() as usize]);
            assert_eq!(quantiles(&mut values), plain, "{many}");
        }
    }

    #[test]
    fn values_may_come_one_by_one_or_many_at_once() {
        // Every third organization ends before the second month.
        for many in [5, EXACT, EXACT + 1, 3 * EXACT / 2, 2 * EXACT] {
            let measures = |i: usize| -> Vec<f32> {
                let months = if i.is_multiple_of(3) { 1 } else { 2 };
                (0..months).map(|tick| ((i * 7919) % 997 + tick) as f32).collect()
            };
            let histories: Vec<_> = (0..many).map(measures).collect();
            for place in 0..2 {
                let [mut one, mut all] = [Cell::default(), Cell::default()];
                histories.chunks(1).for_each(|history| one.take(history, place));
                histories.chunks(EXACT + 1).for_each(|some| all.take(some, place));
                assert_eq!(one.quantiles(), all.quantiles(), "{many}");
            }
        }
    }
}
