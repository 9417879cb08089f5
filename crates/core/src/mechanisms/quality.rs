//! Quality: the probability that a decision is right, by Condorcet's jury theorem over its effective voices.
//!
//! With accuracy p = ½ + ½·skill·information and n = 1/Σw² effective independent voices, the chance that the
//! majority is right is the regularised incomplete beta function `I_p((n+1)/2, (n+1)/2)`. If all
//! members defer to one person, n is 1 and a large assembly is as good as that person.

/// A number of effective voices, with the terms that do not depend on their accuracy.
#[derive(Debug, Clone, Copy)]
pub struct Jury {
    /// Number of voices, at least 1.
    pub voices: f64,
    count: Count,
}

/// Method of computation.
#[derive(Debug, Clone, Copy)]
enum Count {
    /// An odd number of voices, each of them heard: the binomial's upper half.
    Odd(u32),
    /// Any other number, with −ln of the beta function with both parameters (n + 1)/2.
    Between { log_beta: f64 },
}

/// Larger juries use the beta function.
const COUNTED: f64 = 31.0;

impl Jury {
    /// A jury of n effective voices; fewer than one count as one.
    pub fn of(voices: f64) -> Self {
        let a = 0.5 * (voices.max(1.0) + 1.0);
        let count = if voices.max(1.0) <= COUNTED && libm::floor(a) == a {
            Count::Odd(voices.max(1.0) as u32)
        } else {
            Count::Between { log_beta: libm::lgamma(2.0 * a) - 2.0 * libm::lgamma(a) }
        };
        Self { voices, count }
    }

    /// Probability that the majority is right where each voice is right with probability p, 0–1.
    pub fn right(&self, accuracy: f64) -> f64 {
        let accuracy = accuracy.clamp(0.0, 1.0);
        match self.count {
            Count::Odd(voices) => majority(voices, accuracy),
            Count::Between { log_beta } => {
                incomplete_beta(0.5 * (self.voices.max(1.0) + 1.0), log_beta, accuracy)
            }
        }
    }
}

/// Probability that more than half of an odd number are right, each with probability p: the sum over k > n/2 of
/// C(n, k)·pᵏ·(1 − p)ⁿ⁻ᵏ, from k = n down.
fn majority(voices: u32, p: f64) -> f64 {
    let half = voices / 2;
    let (mut ways, mut wrong, mut sum) = (1.0, 1.0, 1.0);
    for others in 1..=half {
        ways *= f64::from(voices - others + 1) / f64::from(others);
        wrong *= 1.0 - p;
        sum = sum * p + ways * wrong;
    }
    (0..=half).fold(sum, |product, _| product * p)
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
    fn what_is_counted_and_what_lies_between_agree() {
        for voices in [1.0, 3.0, 5.0, 9.0, 31.0] {
            for accuracy in [0.0, 0.1, 0.5, 0.62, 0.93, 1.0] {
                let (counted, beside) = (condorcet(voices, accuracy), condorcet(voices + 1e-9, accuracy));
                assert!((counted - beside).abs() < 1e-7, "{voices} {accuracy}: {counted} {beside}");
            }
        }
    }

    #[test]
    fn one_voice_is_as_good_as_itself_and_chance_stays_chance() {
        assert!((condorcet(1.0, 0.8) - 0.8).abs() < 1e-9);
        assert!((condorcet(101.0, 0.5) - 0.5).abs() < 1e-9);
        assert!(condorcet(101.0, 0.6) > 0.97);
    }
}
