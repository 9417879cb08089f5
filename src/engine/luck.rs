//! Luck: every draw is keyed by (seed, replicate, organization, stream, tick, member).
//!
//! ChaCha is a counter-based generator, so a draw can be read at its key without reading those before it.
//! That is why any two variants of a scenario share their luck draw by draw, why any run can be made again
//! alone, and why no thread count or batch size changes a bit.

use chacha20::ChaCha8Rng;
use rand::{Rng, RngExt, SeedableRng};
use rand_xoshiro::Xoshiro256PlusPlus;

/// The named streams. A number is for ever: results made with it stay reproducible.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(u32)]
pub enum Draw {
    /// Traits that members are founded with.
    Founding = 1,
    /// Decisions that come up, with the luck they carry.
    Arrivals = 2,
    /// The wavering of the threat.
    Threat = 3,
    /// Who comes to a meeting.
    Attendance = 4,
    /// Who looks for somebody else to listen to.
    Ties = 5,
    /// Whom they choose.
    TieTargets = 6,
    /// Who is asked to stand and who is willing.
    Candidacy = 7,
    /// Who wins.
    Election = 8,
    /// Who is appointed.
    Appointment = 9,
    /// Whether those who hold emergency powers give them up.
    Emergency = 10,
    /// Whether a claim of those who speak up is granted.
    Claims = 11,
    /// Who is hired.
    Hiring = 12,
    /// When shocks come that have a rate.
    Shocks = 13,
    /// Founding ties.
    FoundingTies = 14,
    /// Who leaves.
    Exit = 15,
    /// Who joins, where, and with what traits.
    Entry = 16,
    /// Whom those listen to whose tie has gone, or who have just come.
    Rewiring = 17,
    /// Attempts to co-opt, and what comes to light.
    Cooptation = 18,
    /// Whether a local tries to leave.
    Secession = 19,
    /// Whom the enemy takes.
    Losses = 20,
    /// Motions to repeal, and how each votes.
    Repeal = 21,
    /// The graph of alliances.
    Alliances = 22,
    /// Draws of a study and not of the model: orders of safeguards, samples of runs.
    Study = 120,
    /// Rotation: whether a mandate follows the rule.
    Rotation = 32,
    /// Lottery: which seats, and who.
    Lottery = 33,
    /// Time-bombed committees: review.
    Charters = 34,
    /// Dissent cycles: stakes and blocs.
    Dissent = 35,
    /// Disband days: who keeps them.
    DisbandDays = 36,
    /// Emergency sunset: the vote on renewal.
    Sunset = 37,
    /// Allies' own crises.
    Allies = 38,
    /// Audits: whether there is one, and who the auditor is.
    Audit = 39,
    /// Shadow offices: who holds them.
    Shadow = 40,
    /// Recall: whether the rule is followed.
    Recall = 41,
    /// Newcomers' quota: whether it is followed.
    Newcomers = 42,
    /// Staff rotation: whether it is followed.
    StaffRotation = 43,
    /// Periodic redesign: whether it is held, and which bodies.
    Redesign = 44,
    /// Separation of party and state: whether an appointment follows it.
    Separation = 45,
    /// Parallel institutions: which matters they take over.
    Parallel = 46,
}

/// Changes when the meaning of any draw does, so that old and new luck cannot be mixed up.
const LUCK_VERSION: u64 = 3;

/// All the luck of one organization in one replicate.
#[derive(Debug, Clone)]
pub struct Luck {
    key: [u8; 32],
}

impl Luck {
    /// The luck of an organization: its seed is the whole 256-bit key, so no two runs share a stream.
    pub fn new(seed: u64, replicate: u64, organization: u64) -> Self {
        let mut key = [0u8; 32];
        for (chunk, word) in key.chunks_exact_mut(8).zip([seed, replicate, organization, LUCK_VERSION]) {
            chunk.copy_from_slice(&word.to_le_bytes());
        }
        Self { key }
    }

    fn at(&self, draw: Draw, tick: u32) -> ChaCha8Rng {
        let mut rng = ChaCha8Rng::from_seed(self.key);
        rng.set_stream(u64::from(draw as u32) << 32 | u64::from(tick));
        rng
    }

    /// Draws for each member, in the order of their slots: member `i` gets the same words whoever else is there.
    pub fn column(&self, draw: Draw, tick: u32) -> Column {
        Column { rng: self.at(draw, tick), words: Vec::new() }
    }

    /// A small generator of its own for one thing that happens rarely; `id` is whose it is.
    pub fn dice(&self, draw: Draw, tick: u32, id: u32) -> Dice {
        let mut rng = self.at(draw, tick);
        rng.set_word_pos(u128::from(id) * 8);
        let mut seed = [0u8; 32];
        rng.fill_bytes(&mut seed);
        Dice(Xoshiro256PlusPlus::from_seed(seed))
    }
}

/// The draws of a stream, read on from local to local, so that no more of them are held than a local needs.
pub struct Column {
    rng: ChaCha8Rng,
    words: Vec<u32>,
}

impl Column {
    /// The next `many` words.
    pub fn next(&mut self, many: usize) -> &[u32] {
        self.words.resize(many, 0);
        self.rng.fill(self.words.as_mut_slice());
        &self.words
    }
}

/// A few draws for one event.
#[derive(Debug, Clone)]
pub struct Dice(Xoshiro256PlusPlus);

impl Dice {
    /// Uniform on [0, 1).
    pub fn unit(&mut self) -> f64 {
        self.0.random()
    }

    /// True with this probability.
    pub fn chance(&mut self, probability: f64) -> bool {
        self.unit() < probability
    }

    /// The numbers below `n` in a random order.
    pub fn order(&mut self, n: u32) -> Vec<u32> {
        let mut order: Vec<u32> = (0..n).collect();
        for i in (1..n).rev() {
            order.swap(i as usize, self.below(i + 1) as usize);
        }
        order
    }

    /// Uniform on 0..n; `n` is at least 1.
    pub fn below(&mut self, n: u32) -> u32 {
        (((self.0.next_u64() >> 32) * u64::from(n)) >> 32) as u32
    }

    /// A standard Gumbel deviate: the largest of score + Gumbel is a draw from the softmax of the scores.
    pub fn gumbel(&mut self) -> f64 {
        -libm::log(-libm::log(self.unit().max(1e-300)))
    }

    /// A standard normal deviate (Box and Muller 1958).
    pub fn normal(&mut self) -> f64 {
        box_muller(self.unit(), self.unit())
    }

    /// A Poisson deviate, by inversion; large means are taken in pieces, so that no exponential underflows.
    pub fn poisson(&mut self, mean: f64) -> u32 {
        let (mut left, mut count) = (mean, 0);
        while left > 0.0 {
            let piece = left.min(30.0);
            left -= piece;
            let (mut term, mut point, mut k) = (libm::exp(-piece), self.unit(), 0u32);
            // Past 200 the rest of the probability is below what a double can tell from 0.
            while point >= term && k < 200 {
                point -= term;
                k += 1;
                term *= piece / f64::from(k);
            }
            count += k;
        }
        count
    }
}

/// A standard normal deviate from two uniforms on [0, 1).
pub fn box_muller(u: f64, v: f64) -> f64 {
    libm::sqrt(-2.0 * libm::log(1.0 - u)) * libm::cos(2.0 * core::f64::consts::PI * v)
}

/// A word of a column as a uniform on [0, 1).
pub fn unit(word: u32) -> f32 {
    (word >> 8) as f32 * (1.0 / 16_777_216.0)
}

#[cfg(test)]
mod tests {
    use super::{Draw, Luck};

    #[test]
    fn deviates_have_their_moments() {
        let mut dice = Luck::new(1, 2, 3).dice(Draw::Founding, 0, 0);
        let n = 200_000;
        let moments = |mut draw: Box<dyn FnMut() -> f64>| {
            let (mut sum, mut squares) = (0.0, 0.0);
            for _ in 0..n {
                let x = draw();
                sum += x;
                squares += x * x;
            }
            let mean = sum / f64::from(n);
            (mean, squares / f64::from(n) - mean * mean)
        };
        let mut normal = dice.clone();
        let (mean, variance) = moments(Box::new(move || normal.normal()));
        assert!(mean.abs() < 0.01 && (variance - 1.0).abs() < 0.015, "{mean} {variance}");
        for expected in [0.3, 4.0, 75.0] {
            let mut poisson = dice.clone();
            let (mean, variance) = moments(Box::new(move || f64::from(poisson.poisson(expected))));
            let slack = 4.0 * (expected / f64::from(n)).sqrt();
            assert!((mean - expected).abs() < slack, "{mean} for {expected}");
            assert!((variance / expected - 1.0).abs() < 0.03, "{variance} for {expected}");
        }
        assert_eq!(dice.poisson(0.0), 0);
    }
}
