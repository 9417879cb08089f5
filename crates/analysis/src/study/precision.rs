//! How many runs are enough: adds runs until an interval is as narrow as was asked for.
//!
//! How many there are next depends on the runs so far and on nothing else, so the result is the same whatever
//! the batches and threads. A rule that stops where an interval is narrow stops too early where few large values have been
//! seen yet, and such an interval covers less than it says. Three things answer for that: nobody looks before
//! [`FIRST`] runs; there are few looks, each at half as many runs again at least; and intervals are those of [`LEVEL`], so
//! that after all looks they cover what 95 % intervals do (measured in the tests; `docs/what-if.md` has the figures).

use std::io;
use std::ops::Range;

use crate::run::Cancelled;

/// Runs before the first look.
pub const FIRST: u32 = 100;

/// Runs beyond which nobody waits.
pub const MOST: u32 = 1_000_000;

/// Runs beyond which nobody waits for a spread, where nothing bounds what has been the same in all of them.
pub const MOST_ALIKE: u32 = 10_000;

/// Confidence at which an interval is computed that is to hold 95 % after any number of looks.
pub const LEVEL: f64 = 0.97;

/// Runs beyond those that the last look asks for, as a factor; most often the next look is then the last.
const SLACK: f64 = 1.05;

/// Runs to go on to when `runs` have given an interval of `half` its width, and `target` is wanted; `None` when
/// that is enough, or when [`MOST`] would be far from it.
pub fn next(runs: u32, half: f64, target: f64) -> Option<u32> {
    let hopeless = half.is_infinite() && runs >= MOST_ALIKE;
    if half <= target || runs >= MOST || hopeless {
        return None;
    }
    // The width goes with one over the square root of the number.
    let (n, ratio) = (f64::from(runs), half / target);
    let wanted = SLACK * n * ratio * ratio;
    // A first look tells the width to within a few times; beyond that no number of runs that is allowed will do.
    if half.is_finite() && wanted > 100.0 * f64::from(MOST) {
        return None;
    }
    let wanted = wanted.clamp(1.5 * n, 10.0 * n);
    // Numbers this size are exact, and a million is whole hundreds.
    Some((libm::ceil(wanted / 100.0) * 100.0).min(f64::from(MOST)) as u32)
}

/// Why a precision was not reached.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Missed {
    /// Runs made.
    pub runs: u32,
    /// Half-width after them.
    pub half: f64,
    /// Half-width that was asked for.
    pub target: f64,
}

impl std::fmt::Display for Missed {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Self { runs, half, target } = self;
        if half.is_finite() {
            return write!(f, "after {runs} organizations the half-width is {half:.4} and not {target}");
        }
        write!(
            f,
            "what is asked was the same in all {runs} organizations, or could be asked of none, so that no half-width can be given"
        )
    }
}

/// Makes the `first` runs, and then more until the half-width of what is asked is as wanted; without a target, the first ones are
/// enough. Gives how many there were, and why the target was missed where it was.
///
/// # Errors
/// The first error of `simulate`.
pub fn enough<S>(
    target: Option<f64>,
    first: u32,
    state: &mut S,
    simulate: impl Fn(&mut S, Range<u32>) -> io::Result<Result<(), Cancelled>>,
    half_width: impl Fn(&S) -> f64,
) -> io::Result<Result<(u32, Option<Missed>), Cancelled>> {
    let least = if target.is_some() { FIRST } else { 0 };
    let (mut runs, mut until) = (0, first.max(least));
    loop {
        if let Err(cancelled) = simulate(state, runs..until)? {
            return Ok(Err(cancelled));
        }
        runs = until;
        let Some(target) = target else { return Ok(Ok((runs, None))) };
        let half = half_width(state);
        match next(runs, half, target) {
            Some(more) => until = more,
            None => return Ok(Ok((runs, (half > target).then_some(Missed { runs, half, target })))),
        }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use rand::{RngExt, SeedableRng};
    use rand_xoshiro::Xoshiro256PlusPlus;
    use statrs::distribution::{Binomial, Discrete};

    use super::{FIRST, LEVEL, MOST, MOST_ALIKE, next};
    use thermidor_stats::interval::{EVERYWHERE, share};
    use thermidor_stats::{Interval, Moments};

    #[test]
    fn runs_are_added_until_the_interval_is_narrow() {
        assert_eq!(next(500, 0.02, 0.02), None);
        assert_eq!(next(500, 0.021, 0.02), Some(800));
        assert_eq!(next(500, 0.08, 0.02), Some(5000));
        assert_eq!(next(500, 0.04, 0.02), Some(2100));
        assert_eq!(next(MOST, 0.08, 0.02), None);
        assert_eq!(next(900_000, 0.08, 0.02), Some(MOST));
        assert_eq!(next(100, 0.1, 1e-300), None);
        assert_eq!(next(100, f64::INFINITY, 0.02), Some(1000));
        assert_eq!(next(MOST_ALIKE, f64::INFINITY, 0.02), None);
    }

    fn holds(found: Interval, truth: f64) -> bool {
        found.low <= truth && truth <= found.high
    }

    /// Probability that the interval at which all looks end holds a share of `p`: every history of looks, weighed by its
    /// probability. States are how many of how many runs were yes.
    fn covered(p: f64, target: f64) -> f64 {
        let more = |n: u32| Binomial::new(p, u64::from(n)).expect("a law");
        let law = |n: u32| (0..=n).map(|k| more(n).pmf(u64::from(k))).collect::<Vec<f64>>();
        let mut looks = BTreeMap::from([(FIRST, law(FIRST))]);
        let mut covered = 0.0;
        while let Some((runs, states)) = looks.pop_first() {
            let mut going: BTreeMap<u32, Vec<(usize, f64)>> = BTreeMap::new();
            for (yes, mass) in states.into_iter().enumerate().filter(|(_, mass)| *mass > 1e-12) {
                let found = share(yes as u64, u64::from(runs), LEVEL);
                match next(runs, found.half_width(), target) {
                    Some(until) => going.entry(until).or_default().push((yes, mass)),
                    None => covered += if holds(found, p) { mass } else { 0.0 },
                }
            }
            for (until, states) in going {
                let law = law(until - runs);
                let bulk: Vec<(usize, f64)> =
                    law.into_iter().enumerate().filter(|(_, x)| *x > 1e-12).collect();
                let place = looks.entry(until).or_insert_with(|| vec![0.0; until as usize + 1]);
                for (yes, mass) in states {
                    bulk.iter().for_each(|(more, chance)| place[yes + more] += mass * chance);
                }
            }
        }
        covered
    }

    #[test]
    fn shares_are_covered_after_all_looks() {
        for target in [0.02, 0.03, 0.05, 0.1] {
            for p in [0.005, 0.02, 0.1, 0.5] {
                let covered = covered(p, target);
                assert!((0.95..0.995).contains(&covered), "{p} within {target}: {covered:.4}");
            }
        }
    }

    /// The same for the mean of what is drawn, over 1,000 simulated studies.
    fn mean_covered(
        (truth, range): (f64, (f64, f64)),
        target: f64,
        draw: impl Fn(&mut Xoshiro256PlusPlus) -> f64,
    ) -> f64 {
        let mut rng = Xoshiro256PlusPlus::seed_from_u64(5);
        let study = |_: &u32| {
            let (mut found, mut until) = (Moments::default(), FIRST);
            loop {
                (found.n as u32..until).for_each(|_| found.add(draw(&mut rng)));
                let interval = found.interval(LEVEL, range);
                match next(until, interval.half_width(), target) {
                    Some(more) => until = more,
                    None => return holds(interval, truth),
                }
            }
        };
        (0..1000).filter(study).count() as f64 / 1000.0
    }

    #[test]
    fn means_are_covered_after_all_looks() {
        let months = |share: f64| {
            move |rng: &mut Xoshiro256PlusPlus| match rng.random::<f64>() < share {
                true => libm::ceil(60.0 * rng.random::<f64>()),
                false => 0.0,
            }
        };
        let exponential = |rng: &mut Xoshiro256PlusPlus| -libm::log(1.0 - rng.random::<f64>());
        // Targets that some 400 runs reach. Months captured, of 60, where most organizations have none: at 2 in 100 an
        // interval rests on a handful of them, and covers less than it says.
        for (name, covered, least) in [
            ("exponential", mean_covered((1.0, EVERYWHERE), 0.1, exponential), 0.95),
            ("30 of 100", mean_covered((9.15, (0.0, 60.0)), 1.7, months(0.3)), 0.95),
            ("6 of 100", mean_covered((1.83, (0.0, 60.0)), 0.8, months(0.06)), 0.92),
            ("2 of 100", mean_covered((0.61, (0.0, 60.0)), 0.48, months(0.02)), 0.88),
        ] {
            assert!(covered >= least, "{name}: {covered}");
        }
    }
}
