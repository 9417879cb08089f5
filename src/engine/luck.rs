//! Luck: every draw is keyed by (seed, replicate, organization, stream, tick, member).
//!
//! ChaCha is a counter-based generator, so a draw can be read at its key without reading those before it.
//! That is why any two variants of a scenario share their luck draw by draw, why any run can be made again
//! alone, and why no thread count or batch size changes a bit.

use rand::{Rng, RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;
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
}

/// Changes when the meaning of any draw does, so that old and new luck cannot be mixed up.
const LUCK_VERSION: u64 = 1;

/// All the luck of one organization in one replicate.
#[derive(Debug, Clone)]
pub struct Luck {
    root: ChaCha8Rng,
}

impl Luck {
    /// The luck of an organization: its seed is the whole 256-bit key, so no two runs share a stream.
    pub fn new(seed: u64, replicate: u64, organization: u64) -> Self {
        let mut key = [0u8; 32];
        for (chunk, word) in key.chunks_exact_mut(8).zip([seed, replicate, organization, LUCK_VERSION]) {
            chunk.copy_from_slice(&word.to_le_bytes());
        }
        Self { root: ChaCha8Rng::from_seed(key) }
    }

    fn at(&self, draw: Draw, tick: u32) -> ChaCha8Rng {
        let mut rng = self.root.clone();
        rng.set_stream(u64::from(draw as u32) << 32 | u64::from(tick));
        rng
    }

    /// One draw a member, in the order of their slots: member `i` gets the same word whoever else is there.
    pub fn column(&self, draw: Draw, tick: u32, out: &mut [u32]) {
        let mut rng = self.at(draw, tick);
        for word in out {
            *word = rng.next_u32();
        }
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

    /// Uniform on 0..n; `n` is at least 1.
    pub fn below(&mut self, n: u32) -> u32 {
        (((self.0.next_u64() >> 32) * u64::from(n)) >> 32) as u32
    }

    /// A standard Gumbel deviate: the largest of score + Gumbel is a draw from the softmax of the scores.
    pub fn gumbel(&mut self) -> f64 {
        -libm::log(-libm::log(self.unit().max(1e-300)))
    }

    /// A draw from a distribution.
    pub fn sample<T>(&mut self, distribution: &impl rand_distr::Distribution<T>) -> T {
        distribution.sample(&mut self.0)
    }
}

/// A word of a column as a uniform on [0, 1).
pub fn unit(word: u32) -> f32 {
    (word >> 8) as f32 * (1.0 / 16_777_216.0)
}
