//! Named random streams: every random number has a key (seed, replicate, organization, stream, month, member).
//!
//! A stream is ChaCha8, a counter-based generator: a number is computed from its key, without the numbers before it.
//! Variants of a scenario therefore share all random numbers whose keys they share, any run can be simulated again
//! alone, and neither threads nor batches change a bit.
//!
//! # Check a number with the public crates
//!
//! A stream *is* [`rand_chacha::ChaCha8Rng`]. Its 32-byte key has four little-endian words of 64 bits: seed, replicate,
//! organization, [`STREAM_VERSION`]. The stream number has the [`StreamId`] in its upper 32 bits and the month in its
//! lower 32 bits.
//!
//! ```
//! use rand::{Rng, SeedableRng};
//! use rand_chacha::ChaCha8Rng;
//! use thermidor_core::random::{STREAM_VERSION, StreamId, Streams};
//!
//! let (seed, replicate, organization, month) = (1917, 3, 0, 12);
//! let mut key = [0; 32];
//! for (bytes, word) in key.chunks_exact_mut(8).zip([seed, replicate, organization, STREAM_VERSION]) {
//!     bytes.copy_from_slice(&word.to_le_bytes());
//! }
//! let published = |stream: StreamId| {
//!     let mut rng = ChaCha8Rng::from_seed(key);
//!     rng.set_stream(u64::from(stream as u32) << 32 | month);
//!     rng
//! };
//! let streams = Streams::new(seed, replicate, organization);
//!
//! // A column has one word for each slot. Slot 256g + 16w + b has word w of block 16g + b of the stream, since sixteen
//! // blocks of sixteen words are computed side by side.
//! let mut rng = published(StreamId::Attendance);
//! let words: Vec<u32> = (0..1024).map(|_| rng.next_u32()).collect();
//! let mut buffer = Vec::new();
//! let mut column = streams.column(StreamId::Attendance, month as u32, &mut buffer);
//! for (slot, word) in column.next(1024).iter().enumerate() {
//!     let (g, w, b) = (slot / 256, slot / 16 % 16, slot % 16);
//!     assert_eq!(*word, words[16 * (16 * g + b) + w]);
//! }
//!
//! // An event has a generator of its own: xoshiro256++. Its state is the first 256 bits of the stream, half of them mixed
//! // with the number of the event by the finalizer of SplitMix64.
//! let mut rng = published(StreamId::Election);
//! let [a, b, c, d] = [(); 4].map(|()| rng.next_u64());
//! let mix = |z: u64| {
//!     let z = (z ^ z >> 30).wrapping_mul(0xbf58_476d_1ce4_e5b9);
//!     let z = (z ^ z >> 27).wrapping_mul(0x94d0_49bb_1331_11eb);
//!     z ^ z >> 31
//! };
//! let event = 42u64.wrapping_mul(0x9e37_79b9_7f4a_7c15);
//! let state = [mix(a.wrapping_add(event)), mix(b ^ event), c, d].map(u64::to_le_bytes).concat();
//! let mut rng = rand_xoshiro::Xoshiro256PlusPlus::from_seed(state.try_into().unwrap());
//! // 53 bits of a word make a uniform in double precision.
//! let uniform = (rng.next_u64() >> 11) as f64 / (1u64 << 53) as f64;
//! assert_eq!(streams.rng(StreamId::Election, month as u32, 42).unit(), uniform);
//! ```

use std::cell::OnceCell;

use pulp::{Simd, WithSimd};
use rand::{Rng as _, RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;
use rand_xoshiro::Xoshiro256PlusPlus;

use crate::simd;

/// The named streams. The number of a stream does not change while [`STREAM_VERSION`] stays: results remain reproducible.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(u32)]
pub enum StreamId {
    /// New members: their locals and their traits.
    Entry = 1,
    /// Decisions that come up, with the uniforms that settle them.
    Arrivals = 2,
    /// Fluctuation of the threat.
    Threat = 3,
    /// Attempts to co-opt, and their exposure.
    Cooptation = 4,
    /// Members who replace a tie.
    Ties = 5,
    /// Targets of the new ties.
    TieTargets = 6,
    /// Candidates: who is asked to stand, and who is willing.
    Candidacy = 7,
    /// Winners of elections.
    Election = 8,
    /// Appointments.
    Appointment = 9,
    /// Whether holders of emergency powers give them up.
    Emergency = 10,
    /// Whether a claim of speakers is granted.
    Claims = 11,
    /// Hiring.
    Hiring = 12,
    /// Months of shocks that have a rate.
    Shocks = 13,
    /// Attempts of locals to leave.
    Secession = 14,
    /// Members who leave.
    Exit = 15,
    /// Traits of founding members.
    Founding = 16,
    /// Ties that replace broken ones.
    Rewiring = 17,
    /// Attendance of meetings.
    Attendance = 18,
    /// Founding ties.
    FoundingTies = 19,
    /// Members lost to civil war.
    Losses = 20,
    /// Motions to repeal, and how each votes.
    Repeal = 21,
    /// The graph of alliances.
    Alliances = 22,
    /// Motions to take up a safeguard, and how each votes.
    Adoption = 28,
    /// How lively an organization and its locals are.
    Liveliness = 29,
    /// Matters that waited too long in a local and are handed to the centre.
    HandedOn = 30,
    /// Who divides the dues.
    Budget = 31,
    /// Rotation: mandates that follow the rule.
    Rotation = 32,
    /// Lottery: seats that are drawn by lot, and their holders.
    Lottery = 33,
    /// Time-bombed committees: review.
    Charters = 34,
    /// Dissent cycles: stakes and blocs.
    Dissent = 35,
    /// Disband days: bodies that observe them.
    DisbandDays = 36,
    /// Emergency sunset: the vote on renewal.
    Sunset = 37,
    /// Allies' own crises.
    Allies = 38,
    /// Audits: whether one is held, and the auditor.
    Audit = 39,
    /// Shadow offices: their holders.
    Shadow = 40,
    /// Recall: whether the rule is followed.
    Recall = 41,
    /// Newcomers' quota: whether it is followed.
    Newcomers = 42,
    /// Staff rotation: whether it is followed.
    StaffRotation = 43,
    /// Periodic redesign: whether it is held, and its bodies.
    Redesign = 44,
    /// Separation of party and state: whether an appointment follows it.
    Separation = 45,
    /// Parallel institutions: matters that they take over.
    Parallel = 46,
    /// Founding: sizes of locals, and months that holders have sat.
    Beginning = 47,
    /// Studies, not the model: orders of safeguards, samples of runs.
    Study = 120,
}

/// Version of the streams: it is raised when the meaning of a random number changes, so that results of old and new streams
/// are not mixed.
pub const STREAM_VERSION: u64 = 6;

/// All random streams of one organization in one replicate.
#[derive(Debug, Clone)]
pub struct Streams {
    key: [u32; 8],
}

impl Streams {
    /// Streams of an organization. Seed, replicate and organization are words of the 256-bit key, so no two runs share a
    /// stream.
    pub fn new(seed: u64, replicate: u64, organization: u64) -> Self {
        let mut key = [0; 8];
        for (pair, word) in key.chunks_exact_mut(2).zip([seed, replicate, organization, STREAM_VERSION]) {
            pair.copy_from_slice(&[word as u32, (word >> 32) as u32]);
        }
        Self { key }
    }

    /// One word for each member, in the order of slots: the word of a slot does not depend on the other slots.
    /// `words` is the buffer in which they are computed; its content does not matter.
    pub fn column<'a>(&'a self, stream: StreamId, tick: u32, words: &'a mut Vec<u32>) -> Column<'a> {
        let stream = stream_number(stream, tick);
        Column { key: &self.key, stream, next_block: 0, words, filled: 0, read: 0 }
    }

    /// Key of a stream in a month, for events that are rare: each has a generator of its own.
    pub fn key(&self, stream: StreamId, tick: u32) -> StreamKey {
        let mut seed = [0; 32];
        for (bytes, word) in seed.chunks_exact_mut(4).zip(self.key) {
            bytes.copy_from_slice(&word.to_le_bytes());
        }
        let mut rng = ChaCha8Rng::from_seed(seed);
        rng.set_stream(stream_number(stream, tick));
        StreamKey(core::array::from_fn(|_| rng.next_u64()))
    }

    /// Keys of all streams in a month.
    pub fn month_keys(&self, tick: u32) -> MonthKeys<'_> {
        MonthKeys { key: &self.key, tick, groups: Default::default() }
    }

    /// Generator of one event, where a stream has no other in the month.
    pub fn rng(&self, stream: StreamId, tick: u32, event: u32) -> Rng {
        self.key(stream, tick).rng(event)
    }
}

/// ChaCha8's number of a stream in a month.
fn stream_number(stream: StreamId, tick: u32) -> u64 {
    u64::from(stream as u32) << 32 | u64::from(tick)
}

/// Words that are computed together: sixteen blocks of sixteen.
const GROUP: usize = 256;

/// Words of a stream, read local by local: the buffer holds little more than one local needs.
///
/// Slot 256g + 16w + b has word w of block 16g + b, the order in which sixteen lanes compute them.
pub struct Column<'a> {
    key: &'a [u32; 8],
    stream: u64,
    next_block: u64,
    words: &'a mut Vec<u32>,
    /// Words at the front of the buffer that are computed, and of those the ones that have been read.
    filled: usize,
    read: usize,
}

impl Column<'_> {
    /// The next `many` words.
    pub fn next(&mut self, many: usize) -> &[u32] {
        if self.filled - self.read < many {
            self.fill(many);
        }
        self.read += many;
        &self.words[self.read - many..self.read]
    }

    /// Moves words that are not read yet to the front, and computes whole groups until there are `many`.
    fn fill(&mut self, many: usize) {
        self.words.copy_within(self.read..self.filled, 0);
        (self.filled, self.read) = (self.filled - self.read, 0);
        let end = self.filled + (many - self.filled).next_multiple_of(GROUP);
        if self.words.len() < end {
            self.words.resize(end, 0);
        }
        let (groups, _) = self.words[self.filled..end].as_chunks_mut::<GROUP>();
        let blocks = 16 * groups.len() as u64;
        simd::dispatch(FillGroups {
            key: self.key,
            stream: self.stream,
            first_block: self.next_block,
            groups,
        });
        self.next_block += blocks;
        self.filled = end;
    }
}

/// Fills groups with the blocks of a stream from a number on.
struct FillGroups<'a> {
    key: &'a [u32; 8],
    stream: u64,
    first_block: u64,
    groups: &'a mut [[u32; GROUP]],
}

impl WithSimd for FillGroups<'_> {
    type Output = ();

    #[inline(always)]
    fn with_simd<S: Simd>(self, simd: S) {
        let lanes = S::U32_LANES;
        for (group, first) in self.groups.iter_mut().zip((self.first_block..).step_by(16)) {
            for lane in (0..16).step_by(lanes) {
                let blocks = blocks(simd, self.key, |k| (self.stream, first + (lane + k) as u64));
                for (word, row) in blocks.iter().zip(group.chunks_exact_mut(16)) {
                    S::as_mut_simd_u32s(&mut row[lane..lane + lanes]).0[0] = *word;
                }
            }
        }
    }
}

/// "expand 32-byte k".
const CONSTANT: [u32; 4] = [0x6170_7865, 0x3320_646e, 0x7962_2d32, 0x6b20_6574];

/// One ChaCha8 block for each lane, word by word; `numbers` gives stream and block of a lane.
#[inline(always)]
fn blocks<S: Simd>(simd: S, key: &[u32; 8], numbers: impl Fn(usize) -> (u64, u64)) -> [S::u32s; 16] {
    let numbers: [(u64, u64); 16] = core::array::from_fn(numbers);
    let mut begin = [simd.splat_u32s(0); 16];
    for (word, constant) in begin.iter_mut().zip(CONSTANT.iter().chain(key)) {
        *word = simd.splat_u32s(*constant);
    }
    let [counters, streams] = [numbers.map(|(_, block)| block), numbers.map(|(stream, _)| stream)];
    for (k, words) in [counters, streams].into_iter().enumerate() {
        begin[12 + 2 * k] = S::as_simd_u32s(&words.map(|word| word as u32)).0[0];
        begin[13 + 2 * k] = S::as_simd_u32s(&words.map(|word| (word >> 32) as u32)).0[0];
    }
    let mut state = begin;
    // Two rounds at a time: down the columns, then along the diagonals.
    for _ in 0..4 {
        for k in 0..4 {
            quarter_round(simd, &mut state, [k, 4 + k, 8 + k, 12 + k]);
        }
        for k in 0..4 {
            quarter_round(simd, &mut state, [k, 4 + (k + 1) % 4, 8 + (k + 2) % 4, 12 + (k + 3) % 4]);
        }
    }
    for (word, begin) in state.iter_mut().zip(begin) {
        *word = simd.add_u32s(*word, begin);
    }
    state
}

#[inline(always)]
fn quarter_round<S: Simd>(simd: S, state: &mut [S::u32s; 16], [a, b, c, d]: [usize; 4]) {
    for (x, y, z, left) in [(a, b, d, 16), (c, d, b, 12), (a, b, d, 8), (c, d, b, 7)] {
        state[x] = simd.add_u32s(state[x], state[y]);
        let mixed = simd.xor_u32s(state[z], state[x]);
        let (up, down) = (simd.splat_u32s(left), simd.splat_u32s(32 - left));
        state[z] =
            simd.or_u32s(simd.wrapping_dyn_shl_u32s(mixed, up), simd.wrapping_dyn_shr_u32s(mixed, down));
    }
}

/// Streams below this number have keys in [`MonthKeys`].
const STREAMS: usize = 48;

/// Keys of all streams in a month. Those of sixteen streams are computed together at the first use of one of them, which takes
/// little longer than one alone.
#[derive(Clone)]
pub struct MonthKeys<'a> {
    key: &'a [u32; 8],
    tick: u32,
    groups: [OnceCell<[[u32; 16]; 16]>; STREAMS / 16],
}

impl MonthKeys<'_> {
    /// Key of a stream, the same as [`Streams::key`] gives.
    ///
    /// # Panics
    /// For [`StreamId::Study`], which has no part in a month.
    pub fn key(&self, stream: StreamId) -> StreamKey {
        let (group, lane) = (stream as usize / 16, stream as usize % 16);
        let compute = || {
            simd::dispatch(FirstBlocks { key: self.key, tick: self.tick, first_stream: 16 * group as u32 })
        };
        let words = self.groups[group].get_or_init(compute);
        let word = |k: usize| u64::from(words[k][lane]);
        StreamKey(core::array::from_fn(|k| word(2 * k) | word(2 * k + 1) << 32))
    }
}

/// Computes the first block of sixteen streams in a month, word by word.
struct FirstBlocks<'a> {
    key: &'a [u32; 8],
    tick: u32,
    first_stream: u32,
}

impl WithSimd for FirstBlocks<'_> {
    type Output = [[u32; 16]; 16];

    #[inline(always)]
    fn with_simd<S: Simd>(self, simd: S) -> Self::Output {
        let (lanes, mut words) = (S::U32_LANES, [[0; 16]; 16]);
        for lane in (0..16).step_by(lanes) {
            let stream =
                |k: usize| u64::from(self.first_stream + (lane + k) as u32) << 32 | u64::from(self.tick);
            let blocks = blocks(simd, self.key, |k| (stream(k), 0));
            for (word, row) in blocks.iter().zip(&mut words) {
                S::as_mut_simd_u32s(&mut row[lane..lane + lanes]).0[0] = *word;
            }
        }
        words
    }
}

/// The first block of a stream in a month, from which each event of the stream gets its random numbers.
#[derive(Debug, Clone, Default)]
pub struct StreamKey([u64; 8]);

impl StreamKey {
    /// Generator of an event: xoshiro256++, seeded with the first 256 bits of the key, half of them mixed with the number of
    /// the event.
    pub fn rng(&self, event: u32) -> Rng {
        let event = spread(event);
        let [a, b, c, d, ..] = self.0;
        let mut seed = [0; 32];
        let words = [mix(a.wrapping_add(event)), mix(b ^ event), c, d];
        for (bytes, word) in seed.chunks_exact_mut(8).zip(words) {
            bytes.copy_from_slice(&word.to_le_bytes());
        }
        Rng(Xoshiro256PlusPlus::from_seed(seed))
    }

    /// Two words of an event that needs no more; they come from other bits of the key than [`rng`](Self::rng).
    #[inline(always)]
    pub fn pair(&self, event: u32) -> (u32, u32) {
        let word = mix(self.0[4].wrapping_add(spread(event))) ^ self.0[5];
        (word as u32, (word >> 32) as u32)
    }
}

/// Spreads numbers of events over 64 bits: the multiplier is 2⁶⁴ over the golden ratio.
#[inline(always)]
fn spread(event: u32) -> u64 {
    u64::from(event).wrapping_mul(0x9e37_79b9_7f4a_7c15)
}

/// SplitMix64's finalizer (Steele, Lea and Flood 2014), in which every bit depends on every other.
#[inline(always)]
fn mix(mut z: u64) -> u64 {
    z = (z ^ z >> 30).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    z = (z ^ z >> 27).wrapping_mul(0x94d0_49bb_1331_11eb);
    z ^ z >> 31
}

/// Random numbers of one event.
#[derive(Debug, Clone)]
pub struct Rng(Xoshiro256PlusPlus);

impl Rng {
    /// Uniform on [0, 1).
    pub fn unit(&mut self) -> f64 {
        self.0.random()
    }

    /// Uniform on (0, 1) in single precision, without either end.
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

    /// Two words of 32 bits.
    pub fn pair(&mut self) -> (u32, u32) {
        let word = self.0.next_u64();
        (word as u32, (word >> 32) as u32)
    }

    /// Uniform on 0..n, and a word independent of it.
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
        self.poisson_with(&Poisson::new(mean))
    }

    /// A Poisson deviate by inversion, its mean prepared.
    pub fn poisson_with(&mut self, law: &Poisson) -> u32 {
        (0..law.pieces).map(|_| self.piece(law.piece, law.none)).sum()
    }

    fn piece(&mut self, mean: f64, none: f64) -> u32 {
        let (mut term, mut u, mut k) = (none, self.unit(), 0u32);
        // Beyond 200 the remaining probability is below the resolution of a double.
        while u >= term && k < 200 {
            u -= term;
            k += 1;
            term *= mean * RECIPROCALS[k as usize];
        }
        k
    }
}

/// 1/k: a product is faster than a division.
const RECIPROCALS: [f64; 201] = {
    let mut reciprocals = [0.0; 201];
    let mut k = 1;
    while k < reciprocals.len() {
        reciprocals[k] = 1.0 / k as f64;
        k += 1;
    }
    reciprocals
};

/// A Poisson law, prepared for many deviates. A large mean is split into equal pieces, so that no exponential underflows.
#[derive(Debug, Clone, Copy)]
pub struct Poisson {
    pieces: u32,
    piece: f64,
    /// Probability that a piece gives 0.
    none: f64,
}

impl Poisson {
    /// The law of this mean; a negative mean counts as 0.
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

    use rand::{Rng, SeedableRng};
    use rand_chacha::ChaCha8Rng;

    use super::{StreamId, Streams, unit};
    use crate::simd;

    /// Words of a stream as the public crate computes them.
    fn published(stream: StreamId, tick: u32, many: usize) -> Vec<u32> {
        let mut key = [0; 32];
        for (bytes, word) in key.chunks_exact_mut(8).zip([1u64, 2, 3, super::STREAM_VERSION]) {
            bytes.copy_from_slice(&word.to_le_bytes());
        }
        let mut rng = ChaCha8Rng::from_seed(key);
        rng.set_stream(super::stream_number(stream, tick));
        (0..many).map(|_| rng.next_u32()).collect()
    }

    #[test]
    fn words_are_those_of_chacha8_in_the_order_of_lanes() {
        let words = published(StreamId::Ties, 77, 4096);
        let expected = |slot: usize| words[(slot / 256 * 16 + slot % 16) * 16 + slot / 16 % 16];
        // For any number of words in one call.
        for many in [1, 16, 64, 48, 256, 272, 1000] {
            let read = |column: &mut super::Column| -> Vec<u32> {
                (0..4096 / many).flat_map(|_| column.next(many).to_vec()).collect()
            };
            let streams = Streams::new(1, 2, 3);
            let wide = read(&mut streams.column(StreamId::Ties, 77, &mut Vec::new()));
            assert!(wide.iter().enumerate().all(|(slot, word)| *word == expected(slot)), "{many}");
            let narrow =
                simd::tests::narrow(|| read(&mut streams.column(StreamId::Ties, 77, &mut vec![9; 70])));
            assert_eq!(wide, narrow, "{many}");
        }
    }

    #[test]
    fn keys_of_a_month_are_those_of_chacha8() {
        let streams = Streams::new(1, 2, 3);
        for stream in [StreamId::Founding, StreamId::Ties, StreamId::Election, StreamId::Parallel] {
            let words = published(stream, 77, 16);
            let narrow = simd::tests::narrow(|| streams.month_keys(77).key(stream));
            for key in [streams.key(stream, 77), streams.month_keys(77).key(stream), narrow] {
                let halves = key.0.map(|word| [word as u32, (word >> 32) as u32]);
                assert_eq!(halves.as_flattened(), words, "{stream:?}");
            }
        }
    }

    #[test]
    fn events_of_a_key_are_independent() {
        let key = Streams::new(1, 2, 3).key(StreamId::Election, 9);
        let events = 20_000;
        let mut words = BTreeSet::new();
        let mut bits = [0u32; 64];
        let (mut sum, mut product, mut before) = (0.0, 0.0, 0.5);
        for event in 0..events {
            let mut rng = key.rng(event);
            let (a, b) = key.pair(event);
            for word in [rng.0.next_u64(), rng.0.next_u64(), u64::from(a) << 32 | u64::from(b)] {
                assert!(words.insert(word));
                (0..64).for_each(|bit| bits[bit] += (word >> bit & 1) as u32);
            }
            let next = f64::from(unit(b));
            sum += next;
            product += (next - 0.5) * (before - 0.5);
            before = next;
        }
        // Half of the bits are set, and neighbours are not correlated: within five standard deviations.
        let slack = 5.0 * (3.0 * f64::from(events)).sqrt() / 2.0;
        assert!(bits.iter().all(|set| (f64::from(*set) - 1.5 * f64::from(events)).abs() < slack), "{bits:?}");
        let n = f64::from(events);
        assert!((sum / n - 0.5).abs() < 5.0 / (12.0 * n).sqrt(), "{sum}");
        assert!((product / n).abs() < 5.0 / (12.0 * n.sqrt()), "{product}");
    }

    #[test]
    fn deviates_have_their_moments() {
        let mut rng = Streams::new(1, 2, 3).rng(StreamId::Founding, 0, 0);
        let n = 200_000;
        let moments = |mut deviate: Box<dyn FnMut() -> f64>| {
            let (mut sum, mut squares) = (0.0, 0.0);
            for _ in 0..n {
                let x = deviate();
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
