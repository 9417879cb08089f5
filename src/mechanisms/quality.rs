//! Quality: the chance that a decision is right, by Condorcet's jury theorem over those who shape it.
//!
//! With accuracy p = ½ + ½·skill·information and n = 1/Σw² effective independent voices, the chance that the
//! majority is right is the regularised incomplete beta function `I_p((n+1)/2, (n+1)/2)`. Where everybody
//! defers to one person n is 1, and a large assembly is as good as that person.

use crate::parameters::parameters;

parameters! {
    /// How well it is settled.
    pub struct Quality {
        /// Information that locals have on their own affairs when nothing is published.
        local_information: f64 = 0.6, in 0.0..=1.0, "share", "free";
        /// What full transparency adds to it.
        published_information: f64 = 0.3, in 0.0..=1.0, "share", "free";
        /// Information that the centre has on a local's affairs.
        central_information: f64 = 0.6, in 0.0..=1.0, "share", "free";
        /// Independent voices beyond which more make no difference, since people share their sources.
        voices_max: f64 = 9.0, in 1.0..=1000.0, "people", "free";
    }
}

/// So many effective voices; what does not depend on their accuracy is reckoned once.
#[derive(Debug, Clone, Copy)]
pub struct Jury {
    /// How many, at least 1.
    pub voices: f64,
    /// −ln of the beta function with both parameters (n + 1)/2.
    log_beta: f64,
}

impl Jury {
    /// A jury of n effective voices; fewer than one count as one.
    pub fn of(voices: f64) -> Self {
        let a = 0.5 * (voices.max(1.0) + 1.0);
        Self { voices, log_beta: libm::lgamma(2.0 * a) - 2.0 * libm::lgamma(a) }
    }

    /// Chance that most of them are right where each is with probability p, 0–1.
    pub fn right(&self, accuracy: f64) -> f64 {
        incomplete_beta(0.5 * (self.voices.max(1.0) + 1.0), self.log_beta, accuracy.clamp(0.0, 1.0))
    }
}

/// Regularised incomplete beta function with equal parameters, by Lentz's continued fraction (Numerical
/// Recipes §6.4); better than 1e-10 for a up to 1e4.
fn incomplete_beta(a: f64, log_beta: f64, x: f64) -> f64 {
    if x <= 0.0 || x >= 1.0 {
        return x.clamp(0.0, 1.0);
    }
    if x > 0.5 {
        return 1.0 - incomplete_beta(a, log_beta, 1.0 - x);
    }
    let front = libm::exp(log_beta + a * libm::log(x) + a * libm::log(1.0 - x)) / a;
    let (mut c, mut d) = (1.0, 1.0 / nonzero(1.0 - 2.0 * a * x / (a + 1.0)));
    let mut fraction = d;
    for m in 1..300 {
        let m = f64::from(m);
        let even = m * (a - m) * x / ((a + 2.0 * m - 1.0) * (a + 2.0 * m));
        d = 1.0 / nonzero(1.0 + even * d);
        c = nonzero(1.0 + even / c);
        fraction *= d * c;
        let odd = -(a + m) * (2.0 * a + m) * x / ((a + 2.0 * m) * (a + 2.0 * m + 1.0));
        d = 1.0 / nonzero(1.0 + odd * d);
        c = nonzero(1.0 + odd / c);
        let step = d * c;
        fraction *= step;
        if (step - 1.0).abs() < 1e-12 {
            break;
        }
    }
    (front * fraction).clamp(0.0, 1.0)
}

fn nonzero(x: f64) -> f64 {
    if x.abs() < 1e-300 { 1e-300 } else { x }
}

#[cfg(test)]
mod tests {
    use super::Jury;

    fn condorcet(voices: f64, accuracy: f64) -> f64 {
        Jury::of(voices).right(accuracy)
    }

    #[test]
    fn three_jurors_match_the_binomial() {
        let p: f64 = 0.7;
        assert!((condorcet(3.0, p) - (p * p * p + 3.0 * p * p * (1.0 - p))).abs() < 1e-9);
    }

    #[test]
    fn one_voice_is_as_good_as_itself_and_chance_stays_chance() {
        assert!((condorcet(1.0, 0.8) - 0.8).abs() < 1e-9);
        assert!((condorcet(101.0, 0.5) - 0.5).abs() < 1e-9);
        assert!(condorcet(101.0, 0.6) > 0.97);
    }
}
