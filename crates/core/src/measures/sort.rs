//! Numbers from least to most: the one thing about influence that no sum tells.
//!
//! However it is done the result is the same, since there is only one order. Where registers hold sixteen numbers, many are
//! parted around a pivot until few are left (quicksort, as Bramas 2017 has it), and few go through a network of comparisons
//! (Batcher 1968). Elsewhere few numbers and very many go through the standard library, and those between through a radix
//! sort, which is written here because the published ones allocate each time.

use pulp::bytemuck::cast_slice_mut;

/// Fewer numbers than this do not repay the counting that a radix sort begins with.
const FEW: usize = 256;

/// For as many as this the room that a radix sort takes is dearer than its time.
const LARGE: usize = 1 << 16;

/// What is kept from one sort to the next.
#[derive(Debug, Default)]
pub struct Sorter {
    /// For those that are moved.
    room: Vec<u32>,
    /// Numbers that parted the last ones evenly: good pivots for numbers that are much like them.
    pivots: Vec<u32>,
}

impl Sorter {
    /// Sorts numbers that are not negative.
    pub fn sort(&mut self, values: &mut [f32]) {
        // The bits of numbers that are not negative have their order, and are compared sooner.
        let values = cast_slice_mut(values);
        if avx512::sort(values, self) {
            return;
        }
        if (FEW..LARGE).contains(&values.len()) {
            radix(values, &mut self.room);
        } else {
            values.sort_unstable();
        }
    }
}

/// Sorts by one byte after the other, from the least significant on. All bytes are counted in one pass, and a byte that
/// all numbers share moves none.
fn radix(values: &mut [u32], room: &mut Vec<u32>) {
    if room.len() < values.len() {
        room.resize(values.len(), 0);
    }
    let mut counts = [[0u32; 256]; 4];
    for value in &*values {
        for (counts, byte) in counts.iter_mut().zip(value.to_le_bytes()) {
            counts[usize::from(byte)] += 1;
        }
    }
    let (mut from, mut to) = (values, &mut room[..]);
    let many = from.len();
    to = &mut to[..many];
    let mut moves = 0;
    for (byte, counts) in counts.iter_mut().enumerate() {
        if counts.iter().any(|count| *count as usize == many) {
            continue;
        }
        let mut next = 0;
        for count in counts.iter_mut() {
            next += std::mem::replace(count, next);
        }
        for value in &*from {
            let place = &mut counts[usize::from(value.to_le_bytes()[byte])];
            to[*place as usize] = *value;
            *place += 1;
        }
        std::mem::swap(&mut from, &mut to);
        moves += 1;
    }
    if moves % 2 == 1 {
        to.copy_from_slice(from);
    }
}

#[cfg(not(target_arch = "x86_64"))]
mod avx512 {
    pub fn sort(_values: &mut [u32], _sorter: &mut super::Sorter) -> bool {
        false
    }
}

#[cfg(target_arch = "x86_64")]
mod avx512 {
    use std::arch::x86_64::__m512i;

    use pulp::bytemuck::{cast, cast_slice_mut};
    use pulp::x86::V4;
    use pulp::{NullaryFnOnce, u32x16};

    use super::Sorter;
    use crate::simd::avx512;

    const LANES: usize = 16;

    /// Of more than these no more than a fourth is moved at a time, so that a large organization needs little room.
    const MANY: usize = 1 << 16;

    /// As many rows as registers hold at once, and so many numbers, are sorted by a network.
    const ROWS: usize = 16;
    const FEW: usize = ROWS * LANES;

    /// Parts between the pivots that are kept.
    const PARTS: usize = 64;

    /// Sorts where the machine has registers of sixteen lanes; tells whether it did.
    pub fn sort(values: &mut [u32], sorter: &mut Sorter) -> bool {
        let Some(simd) = avx512::token() else { return false };
        let Sorter { room, pivots } = sorter;
        if values.len() <= FEW {
            simd.vectorize(Few { simd, values });
            return true;
        }
        let least = values.len().min(MANY) + LANES;
        if room.len() < least {
            room.resize(least, 0);
        }
        simd.vectorize(Quick { simd, values, room, pivots });
        pivots.clear();
        pivots.extend((0..PARTS).map(|part| values[values.len() * part / PARTS]));
        true
    }

    struct Few<'a> {
        simd: V4,
        values: &'a mut [u32],
    }

    impl NullaryFnOnce for Few<'_> {
        type Output = ();

        #[inline(always)]
        fn call(self) {
            Network::new(self.simd).few(self.values);
        }
    }

    struct Quick<'a> {
        simd: V4,
        values: &'a mut [u32],
        room: &'a mut Vec<u32>,
        pivots: &'a [u32],
    }

    /// Numbers from one place up to another, and which of the pivots that are kept lie among them.
    #[derive(Clone, Copy, Default)]
    struct Part {
        from: usize,
        upto: usize,
        pivots: (usize, usize),
    }

    impl NullaryFnOnce for Quick<'_> {
        type Output = ();

        #[inline(always)]
        fn call(self) {
            let Self { simd, values, room, pivots } = self;
            let network = Network::new(simd);
            // Pivots that are kept are halved each time. Without them the larger part waits. So never more wait than this.
            let mut waiting = [Part::default(); (usize::BITS + PARTS.ilog2()) as usize];
            let mut many = 0;
            let mut part = Part { from: 0, upto: values.len(), pivots: (0, pivots.len()) };
            loop {
                while part.upto - part.from > FEW {
                    let Part { from, upto, pivots: (low, high) } = part;
                    let numbers = &mut values[from..upto];
                    let middle = (low + high) / 2;
                    if middle > low {
                        let pivot = cast([pivots[middle]; LANES]);
                        let below = divide(simd, numbers, room, |row| {
                            simd.avx512f._mm512_cmplt_epu32_mask(row, pivot)
                        });
                        let back = Part { from: from + below, upto, pivots: (middle, high) };
                        part = Part { from, upto: from + below, pivots: (low, middle) };
                        if below == 0 {
                            part = back;
                        } else if below < numbers.len() {
                            waiting[many] = back;
                            many += 1;
                        }
                        continue;
                    }
                    let pivot = network.pivot(numbers);
                    let below = match divide(simd, numbers, room, |row| {
                        simd.avx512f._mm512_cmplt_epu32_mask(row, pivot)
                    }) {
                        // The pivot is the least of all: those that are like it are in their place.
                        0 => {
                            part.from += divide(simd, numbers, room, |row| {
                                simd.avx512f._mm512_cmple_epu32_mask(row, pivot)
                            });
                            continue;
                        }
                        below => from + below,
                    };
                    let front = Part { upto: below, ..part };
                    let back = Part { from: below, ..part };
                    let front_is_larger = below - from > upto - below;
                    waiting[many] = if front_is_larger { front } else { back };
                    part = if front_is_larger { back } else { front };
                    many += 1;
                }
                network.few(&mut values[part.from..part.upto]);
                if many == 0 {
                    return;
                }
                many -= 1;
                part = waiting[many];
            }
        }
    }

    /// Puts those that are asked for in front of the others; tells how many there are.
    #[inline(always)]
    fn divide(simd: V4, part: &mut [u32], room: &mut Vec<u32>, asked: impl Fn(__m512i) -> u16) -> usize {
        if room.len() < part.len() + LANES {
            let rows = part.as_chunks::<LANES>().0.iter();
            let many: usize = rows.map(|row| asked(cast(*row)).count_ones() as usize).sum();
            let others = part.len() - many + LANES;
            room.resize(room.len().max(others), 0);
        }
        let packed =
            |mask, row| -> [u32; LANES] { cast(simd.avx512f._mm512_maskz_compress_epi32(mask, row)) };
        let (mut front, mut back) = (0, 0);
        let rest = part.len() / LANES * LANES;
        for start in (0..rest).step_by(LANES) {
            let row: [u32; LANES] = part[start..start + LANES].try_into().expect("a row");
            let mask = asked(cast(row));
            // Nothing that is still to be read is written over, since no more are in front than have been read.
            part[front..front + LANES].copy_from_slice(&packed(mask, cast(row)));
            room[back..back + LANES].copy_from_slice(&packed(!mask, cast(row)));
            let many = mask.count_ones() as usize;
            (front, back) = (front + many, back + LANES - many);
        }
        let left = part.len() - rest;
        let mut row = [0; LANES];
        row[..left].copy_from_slice(&part[rest..]);
        let (mask, here) = (asked(cast(row)), (1u16 << left) - 1);
        let many = (mask & here).count_ones() as usize;
        part[front..front + many].copy_from_slice(&packed(mask & here, cast(row))[..many]);
        room[back..back + LANES].copy_from_slice(&packed(!mask & here, cast(row)));
        front += many;
        let others = part.len() - front;
        part[front..].copy_from_slice(&room[..others]);
        front
    }

    /// Sorts what registers hold at once. Steps are of fixed places, so that the rows stay in registers.
    ///
    /// The places of lanes that lie 1, 2, 4 or 8 apart, and those of 2, 4, 8 or 16 lanes from the last to the first.
    #[derive(Clone, Copy)]
    struct Network(V4, [__m512i; 4], [__m512i; 4]);

    impl Network {
        #[inline(always)]
        fn new(simd: V4) -> Self {
            let partner = |apart| cast(core::array::from_fn::<u32, LANES, _>(|lane| lane as u32 ^ apart));
            Self(simd, [1, 2, 4, 8].map(partner), [1, 3, 7, 15].map(partner))
        }

        /// The middle one of a sample, or one of the larger where there are many.
        #[inline(always)]
        fn pivot(&self, part: &[u32]) -> __m512i {
            let apart = part.len() / LANES;
            let mut sample: [u32; LANES] = core::array::from_fn(|lane| part[apart * lane + apart / 2]);
            self.few(&mut sample);
            cast([sample[if part.len() > MANY { LANES * 3 / 4 } else { LANES / 2 }]; LANES])
        }

        /// Sorts no more than a network takes.
        #[inline(always)]
        fn few(&self, part: &mut [u32]) {
            match part.len().div_ceil(LANES) {
                0 => {}
                1 => self.sort::<1>(part),
                2 => self.sort::<2>(part),
                3..=4 => self.sort::<4>(part),
                5..=8 => self.sort::<8>(part),
                _ => self.sort::<ROWS>(part),
            }
        }

        /// Sorts each lane from row to row, and then joins lanes two by two; what one lane holds at last comes before what
        /// the next one does.
        #[inline(always)]
        fn sort<const N: usize>(&self, part: &mut [u32]) {
            let mut rows: [u32x16; N] = [cast([u32::MAX; LANES]); N];
            cast_slice_mut::<u32x16, u32>(&mut rows)[..part.len()].copy_from_slice(part);
            self.rows::<N, 1, 1>(&mut rows);
            self.rows::<N, 2, 2>(&mut rows);
            self.rows::<N, 2, 1>(&mut rows);
            self.rows::<N, 4, 4>(&mut rows);
            self.rows::<N, 4, 2>(&mut rows);
            self.rows::<N, 4, 1>(&mut rows);
            self.rows::<N, 8, 8>(&mut rows);
            self.rows::<N, 8, 4>(&mut rows);
            self.rows::<N, 8, 2>(&mut rows);
            self.rows::<N, 8, 1>(&mut rows);
            self.join::<N, 2>(&mut rows);
            self.join::<N, 4>(&mut rows);
            self.join::<N, 8>(&mut rows);
            self.join::<N, 16>(&mut rows);
            self.write(&rows, part);
        }

        /// A step of Batcher's odd-even merge, by which runs of so many rows are merged into runs of twice as many.
        #[inline(always)]
        fn rows<const N: usize, const RUN: usize, const APART: usize>(&self, rows: &mut [u32x16; N]) {
            for row in APART % RUN..N {
                let is_lower = ((row - APART % RUN) / APART).is_multiple_of(2) && row + APART < N;
                // Where all rows are one run already there is nothing to merge.
                if RUN < N && is_lower && row / (2 * RUN) == (row + APART) / (2 * RUN) {
                    self.compare(rows, row, row + APART);
                }
            }
        }

        /// Merges what so many lanes hold, whose lower and upper halves are sorted.
        #[inline(always)]
        fn join<const N: usize, const MANY: usize>(&self, rows: &mut [u32x16; N]) {
            let (back, upper) = (self.2[MANY.ilog2() as usize - 1], const { upper(MANY / 2) });
            // The least with the most, and so on.
            for row in 0..N.div_ceil(2) {
                let (front, last) = (rows[row], rows[N - 1 - row]);
                rows[row] = self.keep(front, last, back, upper);
                rows[N - 1 - row] = self.keep(last, front, back, upper);
            }
            self.lanes::<N, MANY, 4>(rows);
            self.lanes::<N, MANY, 2>(rows);
            self.lanes::<N, MANY, 1>(rows);
            self.halves::<N, 8>(rows);
            self.halves::<N, 4>(rows);
            self.halves::<N, 2>(rows);
            self.halves::<N, 1>(rows);
        }

        /// Compares lanes that lie so far apart, where halves of so many have been told apart.
        #[inline(always)]
        fn lanes<const N: usize, const MANY: usize, const APART: usize>(&self, rows: &mut [u32x16; N]) {
            if APART < MANY / 2 {
                for row in rows {
                    *row = self.keep(*row, *row, self.1[APART.ilog2() as usize], const { upper(APART) });
                }
            }
        }

        /// Compares rows that lie so far apart.
        #[inline(always)]
        fn halves<const N: usize, const APART: usize>(&self, rows: &mut [u32x16; N]) {
            for row in 0..N {
                if row & APART == 0 && row + APART < N {
                    self.compare(rows, row, row + APART);
                }
            }
        }

        /// Puts the smaller numbers of two rows into the first.
        #[inline(always)]
        fn compare<const N: usize>(&self, rows: &mut [u32x16; N], a: usize, b: usize) {
            (rows[a], rows[b]) = (self.0.min_u32x16(rows[a], rows[b]), self.0.max_u32x16(rows[a], rows[b]));
        }

        /// Of a row and the partners of its lanes in another the larger ones in upper lanes and the smaller ones elsewhere.
        #[inline(always)]
        fn keep(&self, row: u32x16, other: u32x16, partners: __m512i, upper: u16) -> u32x16 {
            let others = self.0.avx512f._mm512_permutexvar_epi32(partners, cast(other));
            let low = cast(self.0.min_u32x16(row, cast(others)));
            cast(self.0.avx512f._mm512_mask_max_epu32(low, upper, cast(row), others))
        }

        /// Writes what is in the lanes one after the other.
        #[inline(always)]
        fn write<const N: usize>(&self, rows: &[u32x16; N], part: &mut [u32]) {
            let turned = if N == 1 { [rows[0]; LANES] } else { self.turn(rows) };
            // What a shorter lane is written with goes over its end, where the next one follows.
            let mut numbers = [0u32; (ROWS + 1) * LANES];
            for (lane, row) in turned.into_iter().enumerate() {
                if N > 1 || lane == 0 {
                    numbers[lane * N..][..LANES].copy_from_slice(&cast::<_, [u32; LANES]>(row));
                }
            }
            part.copy_from_slice(&numbers[..part.len()]);
        }

        /// Lanes as rows: pairs, fours, and then whole blocks of four change places.
        #[inline(always)]
        fn turn<const N: usize>(&self, rows: &[u32x16; N]) -> [u32x16; LANES] {
            const EVEN: i32 = 0b10_00_10_00;
            const ODD: i32 = 0b11_01_11_01;
            let avx512 = self.0.avx512f;
            let mut turned = [cast([0u32; LANES]); LANES];
            for (turned, row) in turned.iter_mut().zip(rows) {
                *turned = cast(*row);
            }
            for row in (0..LANES).step_by(2) {
                let (a, b) = (turned[row], turned[row + 1]);
                turned[row] = avx512._mm512_unpacklo_epi32(a, b);
                turned[row + 1] = avx512._mm512_unpackhi_epi32(a, b);
            }
            for row in (0..LANES).step_by(4) {
                let [a, b, c, d] = [turned[row], turned[row + 1], turned[row + 2], turned[row + 3]];
                turned[row] = avx512._mm512_unpacklo_epi64(a, c);
                turned[row + 1] = avx512._mm512_unpackhi_epi64(a, c);
                turned[row + 2] = avx512._mm512_unpacklo_epi64(b, d);
                turned[row + 3] = avx512._mm512_unpackhi_epi64(b, d);
            }
            for row in 0..4 {
                let [a, b, c, d] = [turned[row], turned[4 + row], turned[8 + row], turned[12 + row]];
                let even =
                    (avx512._mm512_shuffle_i32x4::<EVEN>(a, b), avx512._mm512_shuffle_i32x4::<EVEN>(c, d));
                let odd =
                    (avx512._mm512_shuffle_i32x4::<ODD>(a, b), avx512._mm512_shuffle_i32x4::<ODD>(c, d));
                turned[row] = avx512._mm512_shuffle_i32x4::<EVEN>(even.0, even.1);
                turned[4 + row] = avx512._mm512_shuffle_i32x4::<EVEN>(odd.0, odd.1);
                turned[8 + row] = avx512._mm512_shuffle_i32x4::<ODD>(even.0, even.1);
                turned[12 + row] = avx512._mm512_shuffle_i32x4::<ODD>(odd.0, odd.1);
            }
            cast(turned)
        }
    }

    /// Of lanes that lie so far apart the upper ones.
    const fn upper(apart: usize) -> u16 {
        let (mut mask, mut lane) = (0, 0);
        while lane < LANES {
            mask |= ((lane & apart != 0) as u16) << lane;
            lane += 1;
        }
        mask
    }
}

#[cfg(test)]
mod tests {
    use super::Sorter;
    use crate::random::{StreamId, Streams};
    use crate::simd::tests::narrow;

    #[test]
    fn every_number_of_numbers_is_sorted() {
        let mut rng = Streams::new(1, 2, 3).rng(StreamId::Study, 0, 0);
        let mut sorter = Sorter::default();
        for many in (0..600).chain([1000, 1024, 1025, 5000, 8192, 8193, 20_000, 70_000]) {
            // Many of them alike, many of them nothing; like the last ones, or more or less than those.
            let scale = [8.0, 8.0, 0.01, 1e6][many % 4];
            let mut values: Vec<f32> =
                (0..many).map(|_| (rng.unit() as f32 * 400.0).floor() / scale - 80.0 / scale).collect();
            values.iter_mut().for_each(|x| *x = x.max(0.0));
            let mut expected = values.clone();
            expected.sort_unstable_by(f32::total_cmp);
            let mut plain = values.clone();
            sorter.sort(&mut values);
            narrow(|| sorter.sort(&mut plain));
            assert_eq!((&values, &plain), (&expected, &expected), "{many}");
        }
    }
}
