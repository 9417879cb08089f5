//! Means, shares and paired differences, each with an interval.

use serde::Serialize;
use statrs::distribution::{ContinuousCDF, Normal, StudentsT};

/// Confidence of every interval that is reported, unless it says otherwise.
pub const LEVEL: f64 = 0.95;

/// An estimate and the ends of its confidence interval.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
pub struct Interval {
    /// The estimate.
    pub estimate: f64,
    /// Lower end.
    pub low: f64,
    /// Upper end.
    pub high: f64,
}

impl Interval {
    /// Half its width; infinite where there is no estimate.
    pub fn half_width(&self) -> f64 {
        if self.estimate.is_nan() { f64::INFINITY } else { (self.high - self.low) / 2.0 }
    }

    /// Whether chance alone could make it: zero lies inside.
    pub fn holds_zero(&self) -> bool {
        self.low <= 0.0 && self.high >= 0.0
    }
}

/// Count, mean and spread of numbers that come one after the other (Welford 1962).
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Moments {
    /// How many.
    pub n: u64,
    /// Added up in order: exact where they are whole numbers.
    sum: f64,
    centre: f64,
    squares: f64,
    least: f64,
    most: f64,
}

impl Default for Moments {
    fn default() -> Self {
        let (least, most) = EVERYWHERE;
        Self { n: 0, sum: 0.0, centre: 0.0, squares: 0.0, least: most, most: least }
    }
}

/// The range of what has no bounds.
pub const EVERYWHERE: (f64, f64) = (f64::NEG_INFINITY, f64::INFINITY);

impl Moments {
    /// Takes one more.
    pub fn add(&mut self, value: f64) {
        self.n += 1;
        self.sum += value;
        let off = value - self.centre;
        self.centre += off / self.n as f64;
        self.squares += off * (value - self.centre);
        (self.least, self.most) = (self.least.min(value), self.most.max(value));
    }

    /// Their mean: the sum over the number, so that it is exact where they are whole. 0 for none.
    pub fn mean(&self) -> f64 {
        if self.n == 0 { 0.0 } else { self.sum / self.n as f64 }
    }

    /// How many are 1, where all are 0 or 1.
    pub fn yes(&self) -> u64 {
        self.sum as u64
    }

    /// Whether two of them differ.
    pub fn varies(&self) -> bool {
        self.least < self.most
    }

    /// Sample variance; 0 for fewer than two.
    pub fn variance(&self) -> f64 {
        if self.n < 2 { 0.0 } else { self.squares / (self.n - 1) as f64 }
    }

    /// Standard error of the mean; infinite for fewer than two.
    pub fn error(&self) -> f64 {
        if self.n < 2 { f64::INFINITY } else { libm::sqrt(self.variance() / self.n as f64) }
    }

    /// The mean of numbers within a `range`, with its interval at a confidence `level` in 0–1.
    ///
    /// It is Student's, or that of the same numbers and one more at either end of what was seen, whichever reaches
    /// further. Two more observations are what Agresti and Caffo (2000) add to shares: they keep the interval wide
    /// enough where a few large values make the mean.
    ///
    /// Where all are alike no spread is known. Of the runs not seen at most the share z²/(n + z²) then differs (Wilson's
    /// upper end at 0 of n), by no more than the range allows; in a range without end, by no more than the value itself.
    /// Nothing bounds what was always 0 there, nor fewer than two numbers: then the ends are those of the range.
    pub fn interval(&self, level: f64, range: (f64, f64)) -> Interval {
        let (mean, (least, most)) = (self.mean(), range);
        if self.n < 2 {
            let estimate = if self.n == 0 { f64::NAN } else { mean };
            return Interval { estimate, low: least, high: most };
        }
        if !self.varies() {
            return alike(self.n, self.least, level, range);
        }
        let quantile = student(level, (self.n - 1) as f64);
        let (n, half) = (self.n as f64, quantile * self.error());
        let [down, up] = [self.least - self.centre, self.most - self.centre];
        let shift = (down + up) / (n + 2.0);
        let squares = self.squares + down * down + up * up - (n + 2.0) * shift * shift;
        let wide = quantile * libm::sqrt(squares / ((n + 1.0) * (n + 2.0)));
        Interval {
            estimate: mean,
            low: (mean - half).min(mean + shift - wide).max(least),
            high: (mean + half).max(mean + shift + wide).min(most),
        }
    }

    /// The mean of numbers that take few values within a `range`, with its interval: as [`paired_shares`], which is the
    /// same for −1, 0 and 1 in the range from −1 to 1.
    pub fn interval_of_few(&self, level: f64, range: (f64, f64)) -> Interval {
        let squares = self.squares + self.n as f64 * self.centre * self.centre;
        one_more_at_each_end(self.n, self.sum, squares, level, range)
    }
}

/// The interval of `n` numbers that all are `value`.
pub(super) fn alike(n: u64, value: f64, level: f64, (least, most): (f64, f64)) -> Interval {
    let z = normal(level);
    let others = z * z / (n as f64 + z * z);
    let reach = |end: f64| match ((end - value).abs(), value.abs()) {
        // A share of nothing is nothing, and no multiple of what was never seen bounds it.
        (0.0, _) => 0.0,
        (f64::INFINITY, 0.0) => f64::INFINITY,
        (f64::INFINITY, size) => others * size,
        (room, _) => others * room,
    };
    Interval { estimate: value, low: value - reach(least), high: value + reach(most) }
}

/// The mean of `n` numbers with this sum and sum of squares, and Wald's interval of these and of one more at each end of
/// the `range`: never without width, and within the range.
fn one_more_at_each_end(n: u64, sum: f64, squares: f64, level: f64, (least, most): (f64, f64)) -> Interval {
    if n == 0 {
        return Interval { estimate: f64::NAN, low: least, high: most };
    }
    let estimate = sum / n as f64;
    let n = n as f64 + 2.0;
    let middle = (sum + least + most) / n;
    let variance = ((squares + least * least + most * most) / n - middle * middle).max(0.0);
    let half = normal(level) * libm::sqrt(variance / n);
    Interval {
        estimate,
        low: (middle - half).max(least).min(estimate),
        high: (middle + half).min(most).max(estimate),
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

/// `k` of `n` as a share, with Wilson's interval (1927), which is sound at 0 and at n too. A share of none is not a
/// number, between 0 and 1.
pub fn share(k: u64, n: u64, level: f64) -> Interval {
    if n == 0 {
        return Interval { estimate: f64::NAN, low: 0.0, high: 1.0 };
    }
    let (z, size, p) = (normal(level), n as f64, k as f64 / n as f64);
    let middle = (p + z * z / (2.0 * size)) / (1.0 + z * z / size);
    let half = z / (1.0 + z * z / size) * libm::sqrt(p * (1.0 - p) / size + z * z / (4.0 * size * size));
    // At the ends both terms are equal, and their difference is a rounding error.
    let low = if k == 0 { 0.0 } else { middle - half };
    let high = if k == n { 1.0 } else { middle + half };
    Interval { estimate: p, low, high }
}

/// Difference of two shares over the same `n` pairs, second less first, where `lost` pairs have it in the first
/// only and `won` in the second only: the interval of Bonett and Price (2012), sound without discordant pairs and at ±1.
pub fn paired_shares(n: u64, lost: u64, won: u64, level: f64) -> Interval {
    let (lost, won) = (lost as f64, won as f64);
    one_more_at_each_end(n, won - lost, won + lost, level, (-1.0, 1.0))
}

/// Difference of the shares `k` of `n` in two groups that are taken as independent, second less first: Newcombe's
/// interval from both of Wilson's (1998, method 10). Where one group is empty it is not a number.
pub fn difference_of_shares(first: (u64, u64), second: (u64, u64), level: f64) -> Interval {
    let (a, b) = (share(first.0, first.1, level), share(second.0, second.1, level));
    if first.1 == 0 || second.1 == 0 {
        return Interval { estimate: f64::NAN, low: -1.0, high: 1.0 };
    }
    let apart = b.estimate - a.estimate;
    Interval {
        estimate: apart,
        low: apart - libm::hypot(b.estimate - b.low, a.high - a.estimate),
        high: apart + libm::hypot(b.high - b.estimate, a.estimate - a.low),
    }
}

#[cfg(test)]
mod tests {
    use super::{EVERYWHERE, Interval, Moments, difference_of_shares, paired_shares, share};
    use rand::{RngExt, SeedableRng};
    use rand_xoshiro::Xoshiro256PlusPlus;
    use statrs::distribution::{Binomial, Discrete};

    fn ends(found: Interval, low: f64, high: f64, digits: f64) {
        assert!((found.low - low).abs() < digits && (found.high - high).abs() < digits, "{found:?}");
    }

    /// Share of 2,000 simulated samples whose interval holds the truth.
    fn coverage(truth: f64, mut sample: impl FnMut(&mut Xoshiro256PlusPlus) -> Interval) -> f64 {
        let mut rng = Xoshiro256PlusPlus::seed_from_u64(7);
        let held = (0..2000).filter(|_| holds(sample(&mut rng), truth));
        held.count() as f64 / 2000.0
    }

    fn holds(found: Interval, truth: f64) -> bool {
        found.low <= truth && truth <= found.high
    }

    fn law(n: u64, p: f64) -> Vec<f64> {
        let law = Binomial::new(p, n).expect("a law");
        (0..=n).map(|k| law.pmf(k)).collect()
    }

    #[test]
    fn students_interval_is_the_textbook_one() {
        // R: t.test(c(4.1, 5.0, 6.2, 5.5, 4.7))$conf.int is 4.11055661 6.08944339. One more at either end reaches less far.
        let found: Moments = [4.1, 5.0, 6.2, 5.5, 4.7].into_iter().collect();
        ends(found.interval(0.95, EVERYWHERE), 4.110_556_61, 6.089_443_39, 1e-8);
        ends(found.interval(0.95, (0.0, 6.0)), 4.110_556_61, 6.0, 1e-8);
        // R: x <- c(rep(0, 29), 3, 0, 3); mean(x) + c(-1, 1) * qt(.975, 29) * sd(x) / sqrt(32) is -0.079776 0.454776; and
        // t.test(c(rep(0, 29), 3))$conf.int is -0.104523 0.304523.
        let few: Moments = std::iter::repeat_n(0.0, 29).chain([3.0]).collect();
        ends(few.interval(0.95, EVERYWHERE), -0.104_523, 0.454_776, 1e-3);
        assert_eq!(few.interval(0.95, (0.0, 60.0)).low, 0.0);
    }

    #[test]
    fn what_never_varied_is_not_certain() {
        let alike =
            |value: f64, n, range| std::iter::repeat_n(value, n).collect::<Moments>().interval(0.95, range);
        // A share that was never seen has Wilson's end, and so has a mean that may lie anywhere between 0 and 1.
        let none = alike(0.0, 100, (0.0, 1.0));
        assert_eq!((none.estimate, none.low), (0.0, 0.0));
        ends(none, 0.0, share(0, 100, 0.95).high, 1e-12);
        ends(alike(0.4, 100, (0.0, 1.0)), 0.4 - 0.4 * 0.036_995, 0.4 + 0.6 * 0.036_995, 1e-6);
        ends(alike(0.0, 100, (0.0, 60.0)), 0.0, 60.0 * 0.036_995, 1e-4);
        // Without bounds it may be as much more or less as it is; what was never there has no bound.
        ends(alike(2.0, 100, EVERYWHERE), 2.0 - 2.0 * 0.036_995, 2.0 + 2.0 * 0.036_995, 1e-5);
        assert_eq!(alike(0.0, 100, (0.0, f64::INFINITY)).half_width(), f64::INFINITY);
        // Neither have fewer than two.
        assert_eq!(alike(0.4, 1, (0.0, 1.0)), Interval { estimate: 0.4, low: 0.0, high: 1.0 });
        assert!(alike(0.4, 0, (0.0, 1.0)).estimate.is_nan());
        // Differences of which none was seen, one by one and as means of few values.
        let nothing: Moments = std::iter::repeat_n(0.0, 100).collect();
        let (paired, few) = (paired_shares(100, 0, 0, 0.95), nothing.interval_of_few(0.95, (-1.0, 1.0)));
        assert_eq!(paired, few);
        assert!(paired.low < -0.02 && paired.high > 0.02 && paired.high < 0.037, "{paired:?}");
    }

    #[test]
    fn sums_of_whole_numbers_are_exact() {
        let thirds: Moments = [1.0, 2.0, -3.0].into_iter().cycle().take(3 * 1001).collect();
        assert_eq!(thirds.mean(), 0.0);
        let yes: Moments = (0..1000).map(|i| f64::from(u8::from(i % 3 == 0))).collect();
        assert_eq!((yes.yes(), yes.mean()), (334, 0.334));
    }

    #[test]
    fn intervals_of_single_shares_are_the_published_ones() {
        // Newcombe (1998), Statistics in Medicine 17, 857–872, table I, method 3.
        for (k, n, low, high) in [
            (81, 263, 0.2553, 0.3662),
            (15, 148, 0.0624, 0.1605),
            (0, 20, 0.0, 0.1611),
            (1, 29, 0.0061, 0.1718),
        ] {
            ends(share(k, n, 0.95), low, high, 5.1e-5);
        }
        for n in [1, 2, 30, 97, 1000, 1_000_000] {
            assert_eq!((share(0, n, 0.95).low, share(n, n, 0.95).high), (0.0, 1.0), "{n}");
        }
        assert!(share(0, 0, 0.95).estimate.is_nan());
    }

    #[test]
    fn intervals_of_paired_shares_are_the_published_ones() {
        // Fagerland, Lydersen and Laake (2014), Statistics in Medicine 33, 2850–2875: airway hyper-responsiveness before and
        // after stem cell transplantation, 1, 1, 7 and 12 children; Bonett and Price.
        let found = paired_shares(21, 1, 7, 0.95);
        ends(found, 0.013, 0.508, 5e-4);
        assert_eq!(found.estimate, 6.0 / 21.0);
        // At the ends, too, it stays within what is possible and keeps a width.
        for (lost, won) in [(0, 0), (0, 30), (30, 0), (0, 1), (15, 15)] {
            let found = paired_shares(30, lost, won, 0.95);
            assert!(found.low >= -1.0 && found.high <= 1.0 && found.high - found.low > 0.1, "{found:?}");
            assert!(holds(found, found.estimate));
        }
    }

    #[test]
    fn intervals_of_differences_of_shares_are_the_published_ones() {
        // Newcombe (1998), Statistics in Medicine 17, 873–890, table II, method 10.
        for (first, second, low, high) in [
            ((48, 80), (56, 70), 0.0524, 0.3339),
            ((3, 10), (9, 10), 0.1705, 0.8090),
            ((0, 29), (5, 56), -0.0381, 0.1926),
            ((0, 20), (0, 10), -0.1611, 0.2775),
            ((0, 10), (10, 10), 0.6075, 1.0),
        ] {
            ends(difference_of_shares(first, second, 0.95), low, high, 5.1e-5);
        }
        assert!(difference_of_shares((0, 0), (3, 8), 0.95).estimate.is_nan());
    }

    #[test]
    fn intervals_of_shares_cover_by_enumeration() {
        // Every outcome weighed by its probability: single shares, two groups, and pairs.
        let (mut single, mut apart) = (Vec::new(), Vec::new());
        for p in [0.02, 0.1, 0.3, 0.5] {
            let held = law(100, p).into_iter().zip(0..).filter(|(_, k)| holds(share(*k, 100, 0.95), p));
            single.push(held.map(|(mass, _)| mass).sum::<f64>());
            for q in [0.02, 0.1, 0.5] {
                let mut covered = 0.0;
                for (i, first) in law(60, p).iter().enumerate() {
                    for (j, second) in law(40, q).iter().enumerate() {
                        let found = difference_of_shares((i as u64, 60), (j as u64, 40), 0.95);
                        covered += if holds(found, q - p) { first * second } else { 0.0 };
                    }
                }
                apart.push(covered);
            }
        }
        let mut pairs = Vec::new();
        for (lost, won) in [(0.0, 0.01), (0.01, 0.01), (0.0, 0.1), (0.1, 0.03), (0.2, 0.2), (0.05, 0.8)] {
            let mut covered = 0.0;
            for (discordant, mass) in law(100, lost + won).iter().enumerate() {
                for (up, share) in law(discordant as u64, won / (lost + won)).iter().enumerate() {
                    let found = paired_shares(100, (discordant - up) as u64, up as u64, 0.95);
                    covered += if holds(found, won - lost) { mass * share } else { 0.0 };
                }
            }
            pairs.push(covered);
        }
        for (name, covered) in [("single", single), ("two groups", apart), ("pairs", pairs)] {
            let least = covered.iter().copied().fold(1.0, f64::min);
            let mean = covered.iter().sum::<f64>() / covered.len() as f64;
            assert!(least > 0.93 && (0.94..0.99).contains(&mean), "{name}: {covered:.3?}");
        }
    }

    #[test]
    fn intervals_of_means_cover_at_their_nominal_rate() {
        let normal = |rng: &mut Xoshiro256PlusPlus| (0..12).map(|_| rng.random::<f64>()).sum::<f64>() - 6.0;
        let even =
            coverage(0.0, |rng| (0..20).map(|_| normal(rng)).collect::<Moments>().interval(0.95, EVERYWHERE));
        // Months of which most have none, and some of 16 organizations between 1 and 60.
        let lump = coverage(30.5 / 16.0, |rng| {
            let months = (0..100).map(|_| match rng.random::<f64>() < 1.0 / 16.0 {
                true => libm::ceil(60.0 * rng.random::<f64>()),
                false => 0.0,
            });
            months.collect::<Moments>().interval(0.95, (0.0, 60.0))
        });
        // Shapley's shares of two safeguards: halves of −1, 0 and 1, mostly 0.
        let halves = coverage(0.045, |rng| {
            let shares = (0..100).map(|_| match rng.random::<f64>() {
                u if u < 0.03 => 1.0,
                u if u < 0.08 => 0.5,
                u if u < 0.10 => -0.5,
                _ => 0.0,
            });
            shares.collect::<Moments>().interval_of_few(0.95, (-1.0, 1.0))
        });
        for (name, covered) in [("normal", even), ("lump", lump), ("halves", halves)] {
            assert!((0.935..=0.985).contains(&covered), "{name}: {covered}");
        }
    }
}
