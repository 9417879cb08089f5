//! Means, shares and paired differences, each with an interval.

use serde::Serialize;
use statrs::distribution::{ContinuousCDF, Normal, StudentsT};

/// Confidence of every interval that is reported, unless it says otherwise.
pub const LEVEL: f64 = 0.95;

/// An estimate and the ends of its confidence interval.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Interval {
    /// The estimate.
    pub estimate: f64,
    /// Lower end.
    pub low: f64,
    /// Upper end.
    pub high: f64,
}

impl Interval {
    /// Half its width.
    pub fn half_width(&self) -> f64 {
        (self.high - self.low) / 2.0
    }

    /// Whether chance alone could make it: zero lies inside.
    pub fn holds_zero(&self) -> bool {
        self.low <= 0.0 && self.high >= 0.0
    }
}

/// Count, mean and spread of numbers that come one after the other (Welford 1962).
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Moments {
    /// How many.
    pub n: u64,
    /// Their mean.
    pub mean: f64,
    squares: f64,
}

impl Moments {
    /// Takes one more.
    pub fn add(&mut self, value: f64) {
        self.n += 1;
        let off = value - self.mean;
        self.mean += off / self.n as f64;
        self.squares += off * (value - self.mean);
    }

    /// Sample variance; 0 for fewer than two.
    pub fn variance(&self) -> f64 {
        if self.n < 2 { 0.0 } else { self.squares / (self.n - 1) as f64 }
    }

    /// Standard error of the mean; infinite for fewer than two.
    pub fn error(&self) -> f64 {
        if self.n < 2 { f64::INFINITY } else { libm::sqrt(self.variance() / self.n as f64) }
    }

    /// The mean with Student's interval at a confidence `level` in 0–1.
    pub fn interval(&self, level: f64) -> Interval {
        let half =
            if self.n < 2 { f64::INFINITY } else { self.error() * student(level, (self.n - 1) as f64) };
        Interval { estimate: self.mean, low: self.mean - half, high: self.mean + half }
    }
}

impl FromIterator<f64> for Moments {
    fn from_iter<T: IntoIterator<Item = f64>>(values: T) -> Self {
        let mut moments = Self::default();
        values.into_iter().for_each(|value| moments.add(value));
        moments
    }
}

/// Two-sided quantile of the normal distribution: 1.96 for a level of 0.95.
pub fn normal(level: f64) -> f64 {
    Normal::standard().inverse_cdf(0.5 + level / 2.0)
}

/// Two-sided quantile of Student's distribution.
fn student(level: f64, freedom: f64) -> f64 {
    // At so many degrees of freedom it is the normal one to five digits.
    if freedom > 1e6 {
        return normal(level);
    }
    StudentsT::new(0.0, 1.0, freedom).map_or(f64::INFINITY, |t| t.inverse_cdf(0.5 + level / 2.0))
}

/// `k` of `n` as a share, with Wilson's interval (1927), which is sound at 0 and at n too.
pub fn share(k: u64, n: u64, level: f64) -> Interval {
    if n == 0 {
        return Interval { estimate: 0.0, low: 0.0, high: 1.0 };
    }
    let (z, n, p) = (normal(level), n as f64, k as f64 / n as f64);
    let middle = (p + z * z / (2.0 * n)) / (1.0 + z * z / n);
    let half = z / (1.0 + z * z / n) * libm::sqrt(p * (1.0 - p) / n + z * z / (4.0 * n * n));
    Interval { estimate: p, low: (middle - half).min(p), high: (middle + half).max(p) }
}

/// Difference of two shares over the same `n` pairs, second less first, where `lost` pairs have it in the first
/// only and `won` in the second only: the interval of Bonett and Price (2012), sound for few discordant pairs.
pub fn paired_shares(n: u64, lost: u64, won: u64, level: f64) -> Interval {
    if n == 0 {
        return Interval { estimate: 0.0, low: -1.0, high: 1.0 };
    }
    let (n, lost, won) = (n as f64, lost as f64, won as f64);
    let estimate = (won - lost) / n;
    let (p, q) = ((lost + 1.0) / (n + 2.0), (won + 1.0) / (n + 2.0));
    let half = normal(level) * libm::sqrt((p + q - (q - p) * (q - p)) / (n + 2.0));
    let (low, high) = ((q - p - half).max(-1.0), (q - p + half).min(1.0));
    Interval { estimate, low: low.min(estimate), high: high.max(estimate) }
}

#[cfg(test)]
mod tests {
    use super::{Moments, paired_shares, share};
    use rand::{RngExt, SeedableRng};
    use rand_xoshiro::Xoshiro256PlusPlus;

    /// Share of 2,000 simulated samples whose interval holds the truth.
    fn coverage(truth: f64, mut sample: impl FnMut(&mut Xoshiro256PlusPlus) -> super::Interval) -> f64 {
        let mut rng = Xoshiro256PlusPlus::seed_from_u64(7);
        let held = (0..2000).filter(|_| {
            let interval = sample(&mut rng);
            interval.low <= truth && truth <= interval.high
        });
        held.count() as f64 / 2000.0
    }

    #[test]
    fn students_interval_is_the_textbook_one() {
        // R: t.test(c(4.1, 5.0, 6.2, 5.5, 4.7))$conf.int is 4.11055661 6.08944339.
        let interval = [4.1, 5.0, 6.2, 5.5, 4.7].into_iter().collect::<Moments>().interval(0.95);
        assert!(
            (interval.low - 4.110_556_61).abs() < 1e-8 && (interval.high - 6.089_443_39).abs() < 1e-8,
            "{interval:?}"
        );
    }

    #[test]
    fn wilsons_interval_is_the_published_one() {
        // R: prop.test(15, 50, correct = FALSE)$conf.int is 0.191035535 0.437503505.
        let interval = share(15, 50, 0.95);
        assert!(
            (interval.low - 0.191_035_535).abs() < 1e-9 && (interval.high - 0.437_503_505).abs() < 1e-9,
            "{interval:?}"
        );
    }

    #[test]
    fn intervals_cover_at_their_nominal_rate() {
        let mean =
            coverage(0.5, |rng| (0..20).map(|_| rng.random::<f64>()).collect::<Moments>().interval(0.95));
        let shares = coverage(0.2, |rng| {
            share((0..200).filter(|_| rng.random::<f64>() < 0.2).count() as u64, 200, 0.95)
        });
        // In a tenth of the pairs only the first has it, in 3 of 100 only the second.
        let pairs = coverage(-0.07, |rng| {
            let draws: Vec<f64> = (0..100).map(|_| rng.random()).collect();
            let lost = draws.iter().filter(|u| **u < 0.1).count() as u64;
            let won = draws.iter().filter(|u| (0.1..0.13).contains(*u)).count() as u64;
            paired_shares(100, lost, won, 0.95)
        });
        for (name, covered) in [("mean", mean), ("share", shares), ("paired shares", pairs)] {
            assert!((0.93..=0.975).contains(&covered), "{name}: {covered}");
        }
    }
}
