//! Which safeguard did it: each alone, each left out, all pairs, and Shapley's shares of the whole effect.
//!
//! A safeguard's share (Shapley 1953) is what it adds when safeguards are introduced one after the other, on average
//! over all orders. Shares add up to the whole effect, run by run. With up to [`EXACT`] safeguards every subset is
//! simulated; beyond that each run draws an order and goes through it forwards and backwards, which leaves the
//! average as it is and makes it vary less (Castro, Gómez & Tejada 2009). All subsets share their random streams.

use std::io;
use std::ops::Range;
use std::sync::atomic::AtomicBool;
use thermidor_core::Model;

use crate::run::{Cancelled, in_order};
use crate::study::{COSTS, Endpoint, Through, beside};
use thermidor_core::budget::Stopped;
use thermidor_core::measures::position;
use thermidor_core::random::{StreamId, Streams};
use thermidor_core::safeguards::NAMES;
use thermidor_stats::interval::{LEVEL, paired_shares};
use thermidor_stats::{Interval, Moments};

/// Safeguards up to which all subsets are simulated.
pub const EXACT: usize = 10;

/// A set of safeguards, a bit each in the order of [`Plan::names`].
pub type Set = u32;

/// The plan.
#[derive(Debug, Clone)]
pub struct Plan {
    /// The endpoint.
    pub on: Endpoint,
    /// Safeguards of the scenario.
    pub names: Vec<&'static str>,
    /// Safeguards that could be added, at their defaults.
    pub absent: Vec<&'static str>,
    /// The scenario with each of them.
    added: Vec<Model>,
    /// Every subset is simulated.
    pub exact: bool,
    scenario: Model,
    sets: Vec<Set>,
    beside: Vec<Endpoint>,
}

/// The result of one set in one run.
#[derive(Debug, Clone)]
struct Cell {
    value: f64,
    costs: [f64; COSTS.len()],
    beside: Vec<f64>,
}

/// The results of one run.
pub struct Row {
    cells: Vec<Cell>,
    added: Vec<Cell>,
    shapley: Vec<f64>,
}

/// Why a scenario's safeguards cannot be taken apart for a question.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unasked {
    /// Whether more of it is better is for the asker to say.
    Better,
    /// It is asked of some organizations only, and safeguards change which these are.
    Among(&'static str),
    /// There are no safeguards.
    NoSafeguards,
    /// No safeguard decides by its definition what is asked.
    NoDefinition,
}

impl Plan {
    /// Plans the ablation of a scenario's safeguards on one way, and whether more of what is asked is better.
    ///
    /// # Errors
    /// Why that cannot be asked.
    pub fn asked(
        scenario: &Model,
        on: Endpoint,
        through: Through,
        better: Option<bool>,
    ) -> Result<(Self, bool), Unasked> {
        let on = through.endpoint(on).ok_or(Unasked::NoDefinition)?;
        let more = better.or_else(|| on.more_is_better()).ok_or(Unasked::Better)?;
        if let Some(among) = on.among() {
            return Err(Unasked::Among(among));
        }
        let plan = Self::new(scenario, on);
        if plan.names.is_empty() { Err(Unasked::NoSafeguards) } else { Ok((plan, more)) }
    }

    /// Plans the ablation of a scenario's safeguards.
    pub fn new(scenario: &Model, on: Endpoint) -> Self {
        let names = scenario.safeguards.present();
        let absent = NAMES.iter().copied().filter(|name| !names.contains(name));
        // One that does not fit at its defaults is not tried: there may be too few domains for it, or too few months.
        let with = |name| {
            let safeguards = scenario.safeguards.and(name);
            let model = scenario.with(|scenario| scenario.safeguards = safeguards);
            Some((name, model.ok()?))
        };
        let (absent, added) = absent.filter_map(with).unzip();
        let k = names.len();
        let exact = k <= EXACT;
        let all: Set = (1u32 << k) - 1;
        let sets = if exact { (0..=all).collect() } else { some_sets(k, all) };
        Self { on, names, absent, added, exact, scenario: scenario.clone(), sets, beside: beside() }
    }

    /// Simulations that a run takes, at most.
    pub fn size(&self) -> usize {
        let orders = if self.exact { 0 } else { 2 * (self.names.len() - 3) };
        self.sets.len() + self.absent.len() + orders
    }

    fn all(&self) -> Set {
        (1 << self.names.len()) - 1
    }

    /// Factor that makes Shapley's weights whole numbers: k!, or 2 for an order and its reverse.
    fn unit(&self) -> f64 {
        if self.exact { factorial(self.names.len()) } else { 2.0 }
    }

    /// Simulates all sets with the random streams of one run, until `cancel` is set.
    ///
    /// # Errors
    /// When it is cancelled, or would take more than a world may.
    pub fn run(&self, cancel: &AtomicBool, run: u32) -> Result<Row, Stopped> {
        let cell = |model: &Model| {
            let history = model.run_unless(cancel, run)?.swap_remove(0);
            let beside = self.beside.iter().filter_map(|on| on.of(&history)).collect();
            let costs = COSTS.map(|(name, _)| position(name).map_or(0.0, |column| history.average(column)));
            // An endpoint of only some organizations is refused.
            Ok(Cell { value: self.on.of(&history).unwrap_or(0.0), costs, beside })
        };
        let cells: Vec<Cell> =
            self.sets.iter().map(|set| cell(&self.with(*set))).collect::<Result<_, _>>()?;
        let added = self.added.iter().map(cell).collect::<Result<_, _>>()?;
        let shapley = if self.exact {
            exact_shares(self.names.len(), |set| cells[set as usize].value)
        } else {
            let value = |set: Set| match self.sets.binary_search(&set) {
                Ok(place) => Ok(cells[place].value),
                Err(_) => Ok(cell(&self.with(set))?.value),
            };
            sampled_shares(&order(self.scenario.seed, run, self.names.len()), value)?
        };
        Ok(Row { cells, added, shapley })
    }

    fn with(&self, set: Set) -> Model {
        let names: Vec<&str> =
            self.names.iter().enumerate().filter(|(i, _)| set >> i & 1 == 1).map(|(_, name)| *name).collect();
        self.scenario.only(&names)
    }

    fn place(&self, set: Set) -> usize {
        self.sets.binary_search(&set).unwrap_or(0)
    }
}

/// None, all, each alone, each left out, and all pairs; in order.
fn some_sets(k: usize, all: Set) -> Vec<Set> {
    let mut sets = vec![0, all];
    for i in 0..k {
        sets.extend([1 << i, all & !(1 << i)]);
        sets.extend((0..i).map(|j| 1 << i | 1 << j));
    }
    sets.sort_unstable();
    sets.dedup();
    sets
}

fn factorial(n: usize) -> f64 {
    (1..=n).map(|i| i as f64).product()
}

/// Shapley's shares times k!, so that they are whole numbers where values are.
fn exact_shares(k: usize, value: impl Fn(Set) -> f64) -> Vec<f64> {
    let weight: Vec<f64> = (0..k).map(|size| factorial(size) * factorial(k - size - 1)).collect();
    let sets = 0..1u32 << k;
    (0..k)
        .map(|i| {
            let without = sets.clone().filter(|set| set >> i & 1 == 0);
            without.map(|set| weight[set.count_ones() as usize] * (value(set | 1 << i) - value(set))).sum()
        })
        .collect()
}

/// What each adds along an order and along its reverse, added up.
fn sampled_shares<E>(order: &[usize], value: impl Fn(Set) -> Result<f64, E>) -> Result<Vec<f64>, E> {
    let mut shares = vec![0.0; order.len()];
    let backwards: Vec<usize> = order.iter().rev().copied().collect();
    for order in [order, &backwards] {
        let (mut set, mut before) = (0, value(0)?);
        for &i in order {
            set |= 1 << i;
            let after = value(set)?;
            shares[i] += after - before;
            before = after;
        }
    }
    Ok(shares)
}

/// The order that a run draws.
fn order(seed: u64, run: u32, k: usize) -> Vec<usize> {
    let mut rng = Streams::new(seed, u64::from(run), u64::MAX).rng(StreamId::Study, 0, 0);
    rng.order(k as u32).into_iter().map(|i| i as usize).collect()
}

/// A paired effect on what is asked, and on the costs.
#[derive(Debug, Clone, Default)]
pub struct Effect {
    value: Moments,
    /// Runs in which it goes from yes to no, and from no to yes.
    turned: (u64, u64),
    /// Its effect on each of [`COSTS`].
    pub costs: [Moments; COSTS.len()],
}

impl Effect {
    fn add(&mut self, from: &Cell, to: &Cell) {
        self.value.add(to.value - from.value);
        self.turned.0 += u64::from(from.value > to.value);
        self.turned.1 += u64::from(to.value > from.value);
        for (cost, (from, to)) in self.costs.iter_mut().zip(from.costs.iter().zip(to.costs)) {
            cost.add(to - from);
        }
    }
}

/// The results of an ablation.
#[derive(Debug, Clone)]
pub struct Ablation {
    /// The plan.
    pub plan: Plan,
    /// Mean of what is asked in every set, in the order of [`Ablation::sets`].
    means: Vec<Moments>,
    /// All safeguards against none.
    pub whole: Effect,
    /// Each of [`crate::study::BESIDE`] without any safeguard, and with all.
    pub beside: Vec<(Moments, Moments)>,
    /// Each alone against none.
    pub alone: Vec<Effect>,
    /// All but each against all.
    pub left_out: Vec<Effect>,
    /// Each pair (i, j), i < j: both against the first alone, and against the second alone.
    pub pairs: Vec<(usize, usize, Effect, Effect)>,
    interactions: Vec<Moments>,
    /// One more, at its defaults, against all.
    pub added: Vec<Effect>,
    shares: Vec<Moments>,
    totals: Vec<f64>,
    whole_total: f64,
    /// Confidence of intervals, where they are not widened for how many were looked at.
    pub level: f64,
}

impl Ablation {
    /// An empty ablation.
    pub fn new(plan: Plan) -> Self {
        let k = plan.names.len();
        let pairs: Vec<_> = (0..k)
            .flat_map(|i| (i + 1..k).map(move |j| (i, j, Effect::default(), Effect::default())))
            .collect();
        Self {
            means: vec![Moments::default(); plan.sets.len()],
            whole: Effect::default(),
            beside: vec![Default::default(); plan.beside.len()],
            alone: vec![Effect::default(); k],
            left_out: vec![Effect::default(); k],
            interactions: vec![Moments::default(); pairs.len()],
            pairs,
            added: vec![Effect::default(); plan.absent.len()],
            shares: vec![Moments::default(); k],
            totals: vec![0.0; k],
            whole_total: 0.0,
            level: LEVEL,
            plan,
        }
    }

    /// Simulates runs in every set; `progress` is called for each of them.
    ///
    /// # Errors
    /// None of its own.
    pub fn simulate(
        &mut self,
        runs: Range<u32>,
        threads: &rayon::ThreadPool,
        cancel: &AtomicBool,
        progress: &(dyn Fn() + Sync),
    ) -> io::Result<Result<(), Cancelled>> {
        let plan = self.plan.clone();
        let work = |run| {
            let row = plan.run(cancel, run)?;
            progress();
            Ok(row)
        };
        in_order(runs, threads, cancel, &work, &mut |row: Row| {
            self.take(&row);
            Ok(())
        })
    }

    /// Takes one run.
    pub fn take(&mut self, row: &Row) {
        let plan = &self.plan;
        let at = |set: Set| &row.cells[plan.place(set)];
        let (none, all) = (at(0), at(plan.all()));
        self.means.iter_mut().zip(&row.cells).for_each(|(mean, cell)| mean.add(cell.value));
        self.whole.add(none, all);
        for (place, (without, with)) in self.beside.iter_mut().enumerate() {
            without.add(none.beside[place]);
            with.add(all.beside[place]);
        }
        self.whole_total += all.value - none.value;
        for i in 0..plan.names.len() {
            self.alone[i].add(none, at(1 << i));
            self.left_out[i].add(all, at(plan.all() & !(1 << i)));
            self.shares[i].add(row.shapley[i] / plan.unit());
            self.totals[i] += row.shapley[i];
        }
        for ((i, j, with_first, with_second), interaction) in
            self.pairs.iter_mut().zip(&mut self.interactions)
        {
            let (first, second, both) = (at(1 << *i), at(1 << *j), at(1 << *i | 1 << *j));
            with_first.add(first, both);
            with_second.add(second, both);
            interaction.add(both.value - first.value - second.value + none.value);
        }
        self.added.iter_mut().zip(&row.added).for_each(|(effect, cell)| effect.add(all, cell));
    }

    /// Runs so far.
    pub fn runs(&self) -> u64 {
        self.whole.value.n
    }

    /// Mean of what is asked without any safeguard, and with all.
    pub fn ends(&self) -> (f64, f64) {
        (self.means[self.plan.place(0)].mean(), self.means[self.plan.place(self.plan.all())].mean())
    }

    /// Every set that was simulated in every run: its safeguards, and the mean of what is asked.
    pub fn sets(&self) -> impl Iterator<Item = (Vec<&'static str>, Interval)> + '_ {
        self.plan.sets.iter().zip(&self.means).map(|(set, mean)| {
            let names = self.plan.names.iter().enumerate().filter(|(i, _)| set >> i & 1 == 1);
            let interval = self.plan.on.interval(mean, self.plan.scenario.ticks, self.level);
            (names.map(|(_, name)| *name).collect(), interval)
        })
    }

    /// An effect with its interval, at a confidence level.
    pub fn interval(&self, effect: &Effect, level: f64) -> Interval {
        if self.plan.on.is_binary() {
            paired_shares(effect.value.n, effect.turned.0, effect.turned.1, level)
        } else {
            effect.value.interval(level, self.differences(1.0))
        }
    }

    /// The range of so many differences of what is asked.
    fn differences(&self, many: f64) -> (f64, f64) {
        let (least, most) = self.plan.on.range(self.plan.scenario.ticks);
        (many * (least - most), many * (most - least))
    }

    /// What differences of what is asked come to on average, `many` of them added up in each run.
    fn mean_difference(&self, found: &Moments, many: f64, level: f64) -> Interval {
        if self.plan.on.is_binary() {
            found.interval_of_few(level, self.differences(many))
        } else {
            found.interval(level, self.differences(many))
        }
    }

    /// Shapley's share of the whole effect for each safeguard: the mean of whole numbers over their unit where what is
    /// asked is yes or no, so that a share of nothing is nothing.
    pub fn shares(&self) -> Vec<Interval> {
        let all = self.plan.unit() * self.runs() as f64;
        let share = |(share, total): (&Moments, &f64)| Interval {
            estimate: total / all,
            ..self.mean_difference(share, 1.0, self.level)
        };
        self.shares.iter().zip(&self.totals).map(share).collect()
    }

    /// Widest half-width of the shares.
    pub fn half_width(&self) -> f64 {
        self.shares().iter().map(Interval::half_width).fold(0.0, f64::max)
    }

    /// What both of a pair do beyond the sum of what each does alone.
    pub fn interaction(&self, pair: usize, level: f64) -> Interval {
        self.mean_difference(&self.interactions[pair], 2.0, level)
    }

    /// Shares times the number of orders and of runs, and the whole effect likewise: whole numbers where what is asked is yes
    /// or no, so that their sum is exact.
    pub fn totals(&self) -> (&[f64], f64) {
        (&self.totals, self.whole_total * self.plan.unit())
    }
}

/// A level at which one of `many` intervals at most misses with the probability that a single one has at [`LEVEL`]
/// (Bonferroni).
pub fn together(many: usize) -> f64 {
    1.0 - (1.0 - LEVEL) / many.max(1) as f64
}

/// The next step, by the evidence.
#[derive(Debug, Clone, PartialEq)]
pub enum Advice {
    /// Add a safeguard, at its defaults, by its position among those absent.
    Add(usize, Interval),
    /// Leave a safeguard out, by its position among those present.
    Drop(usize, Interval),
    /// Nothing that can be told from chance.
    Nothing,
}

impl Ablation {
    /// The one change that helps most, of those of which it can be told from chance that they help; intervals are
    /// widened for how many changes were looked at. `more` is whether more of what is asked is better.
    pub fn advice(&self, more: bool) -> Advice {
        let level = together(self.added.len() + self.left_out.len());
        let sign = if more { 1.0 } else { -1.0 };
        let interval = |effect: &Effect| self.interval(effect, level);
        let add = self.added.iter().enumerate().map(|(i, effect)| Advice::Add(i, interval(effect)));
        let drop = self.left_out.iter().enumerate().map(|(i, effect)| Advice::Drop(i, interval(effect)));
        let gain = |advice: &Advice| match advice {
            Advice::Add(_, interval) | Advice::Drop(_, interval) if !interval.holds_zero() => {
                sign * interval.estimate
            }
            _ => 0.0,
        };
        let best = add.chain(drop).max_by(|a, b| gain(a).total_cmp(&gain(b)));
        best.filter(|best| gain(best) > 0.0).unwrap_or(Advice::Nothing)
    }

    /// Safeguards that make it worse alone, and pairs (first, second) in which the second makes it worse beside the
    /// first; all told from chance with intervals widened for how many there are.
    pub fn backfires(&self, more: bool) -> (Vec<usize>, Vec<(usize, usize, Interval)>) {
        let sign = if more { 1.0 } else { -1.0 };
        let harms = |interval: &Interval| !interval.holds_zero() && sign * interval.estimate < 0.0;
        let level = together(self.alone.len());
        let alone = (0..self.alone.len()).filter(|&i| harms(&self.interval(&self.alone[i], level))).collect();
        let level = together(2 * self.pairs.len());
        let beside = self.pairs.iter().flat_map(|(i, j, with_first, with_second)| {
            [(*i, *j, self.interval(with_first, level)), (*j, *i, self.interval(with_second, level))]
        });
        (alone, beside.filter(|(_, _, interval)| harms(interval)).collect())
    }
}

#[cfg(test)]
mod tests;
