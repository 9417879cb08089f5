//! Luck: every draw is keyed by (seed, replicate, organization, stream, tick, member).
//!
//! ChaCha (with eight rounds) is a counter-based generator, so a draw can be read at its key without reading those
//! before it. That is why any two variants of a scenario share their luck draw by draw, why any run can be made again
//! alone, and why no thread count or batch size changes a bit. Its blocks are reckoned as many at a time as the machine
//! has lanes for; they are the same whichever way.

use std::cell::OnceCell;

use pulp::{Scalar, Simd, WithSimd};
use rand::{Rng as _, RngExt, SeedableRng};
use rand_xoshiro::Xoshiro256PlusPlus;

use crate::simd;

/// The named streams. A number is for ever: results made with it stay reproducible.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(u32)]
pub enum StreamId {
    /// Who joins, where, and with what traits.
    Entry = 1,
    /// Decisions that come up, with the luck they carry.
    Arrivals = 2,
    /// The wavering of the threat.
    Threat = 3,
    /// Attempts to co-opt, and what comes to light.
    Cooptation = 4,
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
    /// Whether a local tries to leave.
    Secession = 14,
    /// Who leaves.
    Exit = 15,
    /// Traits that members are founded with.
    Founding = 16,
    /// Whom those listen to whose tie has gone, or who have just come.
    Rewiring = 17,
    /// Who comes to a meeting.
    Attendance = 18,
    /// Founding ties.
    FoundingTies = 19,
    /// Whom the enemy takes.
    Losses = 20,
    /// Motions to repeal, and how each votes.
    Repeal = 21,
    /// The graph of alliances.
    Alliances = 22,
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
    /// Draws of a study and not of the model: orders of safeguards, samples of runs.
    Study = 120,
}

/// Changes when the meaning of any draw does, so that old and new luck cannot be mixed up.
pub const STREAM_VERSION: u64 = 5;

/// All the luck of one organization in one replicate.
#[derive(Debug, Clone)]
pub struct Streams {
    key: [u32; 8],
}

impl Streams {
    /// The luck of an organization: its seed is the whole 256-bit key, so no two runs share a stream.
    pub fn new(seed: u64, replicate: u64, organization: u64) -> Self {
        let mut key = [0; 8];
        for (pair, word) in key.chunks_exact_mut(2).zip([seed, replicate, organization, STREAM_VERSION]) {
            pair.copy_from_slice(&[word as u32, (word >> 32) as u32]);
        }
        Self { key }
    }

    /// Draws for each member, in the order of their slots: slot `i` gets the same word whoever else is there.
    /// They are read through `words`, whatever is in it.
    pub fn column<'a>(&'a self, draw: StreamId, tick: u32, words: &'a mut Vec<u32>) -> Column<'a> {
        Column { key: &self.key, stream: stream(draw, tick), next: 0, words, known: 0, read: 0 }
    }

    /// A cup of dice for things that happen rarely: one for each whom it can happen to.
    pub fn key(&self, draw: StreamId, tick: u32) -> StreamKey {
        let mut words = [0; 16];
        let blocks = Blocks { key: &self.key, stream: stream(draw, tick), first: 0, words: &mut words };
        // One block alone is soonest reckoned one word at a time.
        blocks.with_simd(Scalar);
        StreamKey::of(words)
    }

    /// The cups of all draws of a month.
    pub fn month_keys(&self, tick: u32) -> MonthKeys<'_> {
        MonthKeys { key: &self.key, tick, groups: Default::default() }
    }

    /// A die of a cup that is needed only once.
    pub fn rng(&self, draw: StreamId, tick: u32, id: u32) -> Rng {
        self.key(draw, tick).rng(id)
    }
}

fn stream(draw: StreamId, tick: u32) -> u64 {
    u64::from(draw as u32) << 32 | u64::from(tick)
}

/// Words that are reckoned together: sixteen blocks of sixteen.
const STRETCH: usize = 256;

/// The draws of a stream, read on from local to local, so that no more of them are held than a local needs.
///
/// Slot 256·g + 16·w + b has word w of block 16·g + b, which is the order in which lanes give them.
pub struct Column<'a> {
    key: &'a [u32; 8],
    stream: u64,
    /// The block that comes next.
    next: u64,
    words: &'a mut Vec<u32>,
    /// Words that have been reckoned, and of those the ones that have been read.
    known: usize,
    read: usize,
}

impl Column<'_> {
    /// The next `many` words.
    pub fn next(&mut self, many: usize) -> &[u32] {
        if self.known - self.read < many {
            self.words.copy_within(self.read..self.known, 0);
            (self.known, self.read) = (self.known - self.read, 0);
            let end = self.known + (many - self.known).next_multiple_of(STRETCH);
            if self.words.len() < end {
                self.words.resize(end, 0);
            }
            let words = &mut self.words[self.known..end];
            let blocks = (words.len() / 16) as u64;
            simd::dispatch(Blocks { key: self.key, stream: self.stream, first: self.next, words });
            self.next += blocks;
            self.known = end;
        }
        self.read += many;
        &self.words[self.read - many..self.read]
    }
}

/// Fills words with ChaCha8's blocks from the first on, a stretch after the other; what is left at the end of less than
/// a stretch are the blocks one after the other.
struct Blocks<'a> {
    key: &'a [u32; 8],
    stream: u64,
    first: u64,
    words: &'a mut [u32],
}

/// "expand 32-byte k".
const CONSTANT: [u32; 4] = [0x6170_7865, 0x3320_646e, 0x7962_2d32, 0x6b20_6574];

impl WithSimd for Blocks<'_> {
    type Output = ();

    #[inline(always)]
    fn with_simd<S: Simd>(self, simd: S) {
        let (mut number, lanes) = (self.first, S::U32_LANES);
        let mut stretches = self.words.chunks_exact_mut(STRETCH);
        for stretch in &mut stretches {
            for lane in (0..16).step_by(lanes) {
                let block = block(simd, self.key, |k| (self.stream, number + (lane + k) as u64));
                for (word, row) in block.iter().zip(stretch.chunks_exact_mut(16)) {
                    S::as_mut_simd_u32s(&mut row[lane..lane + lanes]).0[0] = *word;
                }
            }
            number += 16;
        }
        for words in stretches.into_remainder().chunks_mut(16) {
            let block = block(Scalar, self.key, |_| (self.stream, number));
            words.copy_from_slice(&block[..words.len()]);
            number += 1;
        }
    }
}

/// As many blocks as there are lanes, word by word; `which` tells the stream and the number of each.
#[inline(always)]
fn block<S: Simd>(simd: S, key: &[u32; 8], which: impl Fn(usize) -> (u64, u64)) -> [S::u32s; 16] {
    let which: [(u64, u64); 16] = core::array::from_fn(which);
    let mut begin = [simd.splat_u32s(0); 16];
    for (word, constant) in begin.iter_mut().zip(CONSTANT.iter().chain(key)) {
        *word = simd.splat_u32s(*constant);
    }
    let [numbers, streams] = [which.map(|(_, number)| number), which.map(|(stream, _)| stream)];
    for (k, of) in [numbers, streams].into_iter().enumerate() {
        begin[12 + 2 * k] = S::as_simd_u32s(&of.map(|half| half as u32)).0[0];
        begin[13 + 2 * k] = S::as_simd_u32s(&of.map(|half| (half >> 32) as u32)).0[0];
    }
    let mut state = begin;
    // Two rounds at a time: down the columns, then along the diagonals.
    for _ in 0..4 {
        for k in 0..4 {
            quarter(simd, &mut state, [k, 4 + k, 8 + k, 12 + k]);
        }
        for k in 0..4 {
            quarter(simd, &mut state, [k, 4 + (k + 1) % 4, 8 + (k + 2) % 4, 12 + (k + 3) % 4]);
        }
    }
    for (word, begun) in state.iter_mut().zip(begin) {
        *word = simd.add_u32s(*word, begun);
    }
    state
}

#[inline(always)]
fn quarter<S: Simd>(simd: S, state: &mut [S::u32s; 16], [a, b, c, d]: [usize; 4]) {
    for (x, y, z, left) in [(a, b, d, 16), (c, d, b, 12), (a, b, d, 8), (c, d, b, 7)] {
        state[x] = simd.add_u32s(state[x], state[y]);
        let mixed = simd.xor_u32s(state[z], state[x]);
        let (up, down) = (simd.splat_u32s(left), simd.splat_u32s(32 - left));
        state[z] =
            simd.or_u32s(simd.wrapping_dyn_shl_u32s(mixed, up), simd.wrapping_dyn_shr_u32s(mixed, down));
    }
}

/// Draws that a month has room for.
const DRAWS: usize = 48;

/// The cups of a month. Those of sixteen draws are reckoned together, word by word and side by side, once one of them is
/// asked for: they take little longer than one.
#[derive(Clone)]
pub struct MonthKeys<'a> {
    key: &'a [u32; 8],
    tick: u32,
    groups: [OnceCell<[[u32; 16]; 16]>; DRAWS / 16],
}

impl MonthKeys<'_> {
    /// The cup of a draw.
    pub fn key(&self, draw: StreamId) -> StreamKey {
        let (number, lane) = (draw as usize / 16, draw as usize % 16);
        let group = || simd::dispatch(Group { key: self.key, tick: self.tick, first: 16 * number as u32 });
        let words = self.groups[number].get_or_init(group);
        StreamKey::of(core::array::from_fn(|word| words[word][lane]))
    }
}

/// Reckons the first block of the streams of sixteen draws in a month.
struct Group<'a> {
    key: &'a [u32; 8],
    tick: u32,
    first: u32,
}

impl WithSimd for Group<'_> {
    type Output = [[u32; 16]; 16];

    #[inline(always)]
    fn with_simd<S: Simd>(self, simd: S) -> Self::Output {
        let (lanes, mut words) = (S::U32_LANES, [[0; 16]; 16]);
        for lane in (0..16).step_by(lanes) {
            let stream = |k: usize| u64::from(self.first + (lane + k) as u32) << 32 | u64::from(self.tick);
            let block = block(simd, self.key, |k| (stream(k), 0));
            for (word, row) in block.iter().zip(&mut words) {
                S::as_mut_simd_u32s(&mut row[lane..lane + lanes]).0[0] = *word;
            }
        }
        words
    }
}

/// A cup of dice: the luck of one stream in one month, for all whom it is about.
#[derive(Debug, Clone, Default)]
pub struct StreamKey([u64; 8]);

impl StreamKey {
    /// The cup that a stream's first block fills.
    fn of(words: [u32; 16]) -> Self {
        Self(core::array::from_fn(|k| u64::from(words[2 * k]) | u64::from(words[2 * k + 1]) << 32))
    }

    /// The die of whom it is about. Its 256 bits of state are the cup's, half of them mixed with the number.
    pub fn rng(&self, id: u32) -> Rng {
        let id = u64::from(id).wrapping_mul(0x9e37_79b9_7f4a_7c15);
        let [a, b, c, d, ..] = self.0;
        let mut seed = [0; 32];
        let words = [mix(a.wrapping_add(id)), mix(b ^ id), c, d];
        for (bytes, word) in seed.chunks_exact_mut(8).zip(words) {
            bytes.copy_from_slice(&word.to_le_bytes());
        }
        Rng(Xoshiro256PlusPlus::from_seed(seed))
    }

    /// Two words for whom it is about, where two are all that is needed.
    #[inline(always)]
    pub fn pair(&self, id: u32) -> (u32, u32) {
        let id = u64::from(id).wrapping_mul(0x9e37_79b9_7f4a_7c15);
        let word = mix(self.0[4].wrapping_add(id)) ^ self.0[5];
        (word as u32, (word >> 32) as u32)
    }
}

/// SplitMix64's finalizer (Steele, Lea and Flood 2014), in which every bit depends on every other.
#[inline(always)]
fn mix(mut z: u64) -> u64 {
    z = (z ^ z >> 30).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    z = (z ^ z >> 27).wrapping_mul(0x94d0_49bb_1331_11eb);
    z ^ z >> 31
}

/// A few draws for one event.
#[derive(Debug, Clone)]
pub struct Rng(Xoshiro256PlusPlus);

impl Rng {
    /// Uniform on [0, 1).
    pub fn unit(&mut self) -> f64 {
        self.0.random()
    }

    /// Uniform on [0, 1) in single precision.
    pub fn single(&mut self) -> f32 {
        unit((self.0.next_u64() >> 32) as u32)
    }

    /// Uniform on (0, 1) in single precision, neither end among them.
    pub fn open(&mut self) -> f32 {
        // Odd numbers of 24 bits.
        (self.0.next_u64() >> 40 | 1) as f32 * (1.0 / 16_777_216.0)
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
        below((self.0.next_u64() >> 32) as u32, n)
    }

    /// Two words.
    pub fn pair(&mut self) -> (u32, u32) {
        let word = self.0.next_u64();
        (word as u32, (word >> 32) as u32)
    }

    /// Uniform on 0..n, and a word that has nothing to do with it.
    pub fn below_and_word(&mut self, n: u32) -> (u32, u32) {
        let (other, word) = self.pair();
        (below(word, n), other)
    }

    /// A standard normal deviate (Box and Muller 1958).
    pub fn normal(&mut self) -> f64 {
        let (u, v) = (self.unit(), self.unit());
        libm::sqrt(-2.0 * libm::log(1.0 - u)) * libm::cos(2.0 * core::f64::consts::PI * v)
    }

    /// A Poisson deviate.
    pub fn poisson(&mut self, mean: f64) -> u32 {
        self.count(&Poisson::new(mean))
    }

    /// A Poisson deviate by inversion.
    pub fn count(&mut self, of: &Poisson) -> u32 {
        (0..of.pieces).map(|_| self.piece(of.piece, of.none)).sum()
    }

    fn piece(&mut self, mean: f64, none: f64) -> u32 {
        let (mut term, mut point, mut k) = (none, self.unit(), 0u32);
        // Past 200 the rest of the probability is below what a double can tell from 0.
        while point >= term && k < 200 {
            point -= term;
            k += 1;
            term *= mean * RECIPROCALS[k as usize];
        }
        k
    }
}

/// One in so many: the machine divides slowly.
const RECIPROCALS: [f64; 201] = {
    let mut reciprocals = [0.0; 201];
    let mut k = 1;
    while k < reciprocals.len() {
        reciprocals[k] = 1.0 / k as f64;
        k += 1;
    }
    reciprocals
};

/// A mean, for many deviates. Large ones are taken in equal pieces, so that no exponential underflows.
#[derive(Debug, Clone, Copy)]
pub struct Poisson {
    pieces: u32,
    piece: f64,
    /// Chance that a piece brings nothing.
    none: f64,
}

impl Poisson {
    /// What all deviates of a mean share.
    pub fn new(mean: f64) -> Self {
        let pieces = libm::ceil(mean.max(0.0) / 30.0) as u32;
        let piece = mean / f64::from(pieces.max(1));
        Self { pieces, piece, none: libm::exp(-piece) }
    }
}

/// A word of a column as a uniform on 0..n.
pub fn below(word: u32, n: u32) -> u32 {
    ((u64::from(word) * u64::from(n)) >> 32) as u32
}

/// A word of a column as a uniform on [0, 1).
#[inline(always)]
pub fn unit(word: u32) -> f32 {
    (word >> 8) as f32 * (1.0 / 16_777_216.0)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use chacha20::ChaCha8Rng;
    use rand::{Rng, SeedableRng};

    use super::{StreamId, Streams, unit};
    use crate::simd;

    /// Words of a stream as an independent program reckons them.
    fn published(draw: StreamId, tick: u32, many: usize) -> Vec<u32> {
        let mut key = [0; 32];
        for (bytes, word) in key.chunks_exact_mut(8).zip([1u64, 2, 3, super::STREAM_VERSION]) {
            bytes.copy_from_slice(&word.to_le_bytes());
        }
        let mut rng = ChaCha8Rng::from_seed(key);
        rng.set_stream(super::stream(draw, tick));
        (0..many).map(|_| rng.next_u32()).collect()
    }

    #[test]
    fn words_are_those_of_chacha8_in_the_order_of_lanes() {
        let words = published(StreamId::Ties, 77, 4096);
        let expected = |slot: usize| words[(slot / 256 * 16 + slot % 16) * 16 + slot / 16 % 16];
        // However many are asked for at a time.
        for many in [1, 16, 64, 48, 256, 272, 1000] {
            let read = |column: &mut super::Column| -> Vec<u32> {
                (0..4096 / many).flat_map(|_| column.next(many).to_vec()).collect()
            };
            let luck = Streams::new(1, 2, 3);
            let wide = read(&mut luck.column(StreamId::Ties, 77, &mut Vec::new()));
            assert!(wide.iter().enumerate().all(|(slot, word)| *word == expected(slot)), "{many}");
            let narrow = simd::tests::narrow(|| read(&mut luck.column(StreamId::Ties, 77, &mut vec![9; 70])));
            assert_eq!(wide, narrow, "{many}");
        }
    }

    #[test]
    fn the_cups_of_a_month_are_those_of_each_draw() {
        let luck = Streams::new(1, 2, 3);
        for draw in [StreamId::Founding, StreamId::Ties, StreamId::Election, StreamId::Parallel] {
            let words = published(draw, 77, 2);
            let narrow = simd::tests::narrow(|| luck.month_keys(77).key(draw));
            for key in [luck.key(draw, 77), luck.month_keys(77).key(draw), narrow] {
                assert_eq!(key.0[0], u64::from(words[0]) | u64::from(words[1]) << 32, "{draw:?}");
                assert_eq!(key.0, luck.key(draw, 77).0, "{draw:?}");
            }
        }
    }

    #[test]
    fn dice_of_a_cup_have_nothing_in_common() {
        let key = Streams::new(1, 2, 3).key(StreamId::Election, 9);
        let many = 20_000;
        let mut words = BTreeSet::new();
        let mut bits = [0u32; 64];
        let (mut sum, mut product, mut before) = (0.0, 0.0, 0.5);
        for id in 0..many {
            let mut rng = key.rng(id);
            let (a, b) = key.pair(id);
            for word in [rng.0.next_u64(), rng.0.next_u64(), u64::from(a) << 32 | u64::from(b)] {
                assert!(words.insert(word));
                (0..64).for_each(|bit| bits[bit] += (word >> bit & 1) as u32);
            }
            let next = f64::from(unit(b));
            sum += next;
            product += (next - 0.5) * (before - 0.5);
            before = next;
        }
        // Half of the bits are set, and neighbours' are not alike: within five standard deviations.
        let slack = 5.0 * (3.0 * f64::from(many)).sqrt() / 2.0;
        assert!(bits.iter().all(|set| (f64::from(*set) - 1.5 * f64::from(many)).abs() < slack), "{bits:?}");
        let n = f64::from(many);
        assert!((sum / n - 0.5).abs() < 5.0 / (12.0 * n).sqrt(), "{sum}");
        assert!((product / n).abs() < 5.0 / (12.0 * n.sqrt()), "{product}");
    }

    #[test]
    fn deviates_have_their_moments() {
        let mut rng = Streams::new(1, 2, 3).rng(StreamId::Founding, 0, 0);
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
        let mut normal = rng.clone();
        let (mean, variance) = moments(Box::new(move || normal.normal()));
        assert!(mean.abs() < 0.01 && (variance - 1.0).abs() < 0.015, "{mean} {variance}");
        for expected in [0.3, 4.0, 75.0] {
            let mut poisson = rng.clone();
            let (mean, variance) = moments(Box::new(move || f64::from(poisson.poisson(expected))));
            let slack = 4.0 * (expected / f64::from(n)).sqrt();
            assert!((mean - expected).abs() < slack, "{mean} for {expected}");
            assert!((variance / expected - 1.0).abs() < 0.03, "{variance} for {expected}");
        }
        assert_eq!(rng.poisson(0.0), 0);
    }
}
