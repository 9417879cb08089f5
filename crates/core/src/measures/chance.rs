//! Inequality by chance alone: the Gini coefficient of independent counts.

use std::sync::LazyLock;

/// Gini coefficient of a Poisson distribution: e^(-2l) (I0(2l) + I1(2l)), with l the `mean` (dimensionless).
///
/// Summed as Σ p(k) (p(k) + p(k+1)) over Poisson probabilities p, which is the Bessel series term by term
/// and cannot overflow. Source: Ramasubban (1958), "The mean difference and the mean deviation of some
/// discontinuous distributions".
pub fn poisson_gini(mean: f64) -> f64 {
    let log = libm::log(mean);
    let poisson = |k: u32| {
        let times_log = if k == 0 { 0.0 } else { f64::from(k) * log };
        libm::exp(times_log - mean - log_factorial(k))
    };
    let range = bulk(mean, mean);
    let (mut here, mut sum) = (poisson(*range.start()), 0.0);
    for k in range {
        let next = here * mean / f64::from(k + 1);
        sum += here * (here + next);
        here = next;
        // The remaining terms do not change the sum.
        if f64::from(k) > mean && here < 1e-12 {
            break;
        }
    }
    sum
}

/// ln k!; small ones are cached, since a measure uses them every month.
fn log_factorial(k: u32) -> f64 {
    static FIRST: LazyLock<Vec<f64>> =
        LazyLock::new(|| (0..1024).map(|k| libm::lgamma(f64::from(k) + 1.0)).collect());
    FIRST.get(k as usize).copied().unwrap_or_else(|| libm::lgamma(f64::from(k) + 1.0))
}

/// The counts outside which a binomial or Poisson law of this mean and variance is negligible.
pub fn bulk(mean: f64, variance: f64) -> std::ops::RangeInclusive<u32> {
    let reach = 10.0 * variance.sqrt() + 40.0;
    (mean - reach).max(0.0) as u32..=(mean + reach) as u32
}
