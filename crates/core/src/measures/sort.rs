//! Sorting of influence, the one statistic of it that no sum gives.
//!
//! All methods give the same result, since there is only one order. With AVX-512 a quicksort (Bramas 2017) partitions many
//! numbers, and a sorting network (Batcher 1968) sorts few. Elsewhere the standard library sorts few numbers and very many, and a
//! radix sort those between; it is written here because published ones allocate at each call.

use pulp::bytemuck::cast_slice_mut;

/// Below this the histograms of a radix sort cost more than they save.
const FEW: usize = 256;

/// From this on the buffer of a radix sort costs more than its time saves.
const LARGE: usize = 1 << 16;

/// Buffers and pivots that are kept from one sort to the next.
#[derive(Debug, Default)]
pub struct Sorter {
    /// Buffer for moved numbers.
    buffer: Vec<u32>,
    /// Quantiles of the last sort: good pivots for similar numbers.
    pivots: Vec<u32>,
}

impl Sorter {
    /// Sorts numbers that are not negative.
    pub fn sort(&mut self, values: &mut [f32]) {
        // Bits of non-negative numbers are ordered as the numbers, and compare faster.
        let values = cast_slice_mut(values);
        if avx512::sort(values, self) {
            return;
        }
        if (FEW..LARGE).contains(&values.len()) {
            radix(values, &mut self.buffer);
        } else {
            values.sort_unstable();
        }
    }
}

/// Sorts byte by byte, from the least significant on. One pass makes all histograms; a byte that all numbers share is skipped.
fn radix(values: &mut [u32], buffer: &mut Vec<u32>) {
    if buffer.len() < values.len() {
        buffer.resize(values.len(), 0);
    }
    let mut counts = [[0u32; 256]; 4];
    for value in &*values {
        for (counts, byte) in counts.iter_mut().zip(value.to_le_bytes()) {
            counts[usize::from(byte)] += 1;
        }
    }
    let (mut from, mut to) = (values, &mut buffer[..]);
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

    /// Above this the pivot leaves at most a quarter to be moved, so that a large organization needs a small buffer.
    const MANY: usize = 1 << 16;

    /// Rows that fit the registers at once, and their numbers: a network sorts as many.
    const ROWS: usize = 16;
    const FEW: usize = ROWS * LANES;

    /// Parts between the kept pivots.
    const PARTS: usize = 64;

    /// Sorts where the width is AVX-512; returns whether it did.
    pub fn sort(values: &mut [u32], sorter: &mut Sorter) -> bool {
        let Some(simd) = avx512::token() else { return false };
        let Sorter { buffer, pivots } = sorter;
        if values.len() <= FEW {
            simd.vectorize(Few { simd, values });
            return true;
        }
        let least = values.len().min(MANY) + LANES;
        if buffer.len() < least {
            buffer.resize(least, 0);
        }
        simd.vectorize(Quick { simd, values, buffer, pivots });
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
        buffer: &'a mut Vec<u32>,
        pivots: &'a [u32],
    }

    /// A range of numbers, and the range of the kept pivots that lie in it.
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
            let Self { simd, values, buffer, pivots } = self;
            let network = Network::new(simd);
            // The kept pivots are bisected; without them the larger part waits. So at most this many parts wait.
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
                        let below = divide(simd, numbers, buffer, |row| {
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
                    let below = match divide(simd, numbers, buffer, |row| {
                        simd.avx512f._mm512_cmplt_epu32_mask(row, pivot)
                    }) {
                        // The pivot is the minimum: numbers equal to it are in place.
                        0 => {
                            part.from += divide(simd, numbers, buffer, |row| {
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

    /// Moves the numbers in the mask in front of the others; returns how many there are.
    #[inline(always)]
    fn divide(simd: V4, part: &mut [u32], buffer: &mut Vec<u32>, asked: impl Fn(__m512i) -> u16) -> usize {
        if buffer.len() < part.len() + LANES {
            let rows = part.as_chunks::<LANES>().0.iter();
            let many: usize = rows.map(|row| asked(cast(*row)).count_ones() as usize).sum();
            let others = part.len() - many + LANES;
            buffer.resize(buffer.len().max(others), 0);
        }
        let packed =
            |mask, row| -> [u32; LANES] { cast(simd.avx512f._mm512_maskz_compress_epi32(mask, row)) };
        let (mut front, mut back) = (0, 0);
        let rest = part.len() / LANES * LANES;
        for start in (0..rest).step_by(LANES) {
            let row: [u32; LANES] = part[start..start + LANES].try_into().expect("a row");
            let mask = asked(cast(row));
            // Unread numbers are not overwritten: at most as many numbers are in front as have been read.
            part[front..front + LANES].copy_from_slice(&packed(mask, cast(row)));
            buffer[back..back + LANES].copy_from_slice(&packed(!mask, cast(row)));
            let many = mask.count_ones() as usize;
            (front, back) = (front + many, back + LANES - many);
        }
        let left = part.len() - rest;
        let mut row = [0; LANES];
        row[..left].copy_from_slice(&part[rest..]);
        let (mask, here) = (asked(cast(row)), (1u16 << left) - 1);
        let many = (mask & here).count_ones() as usize;
        part[front..front + many].copy_from_slice(&packed(mask & here, cast(row))[..many]);
        buffer[back..back + LANES].copy_from_slice(&packed(!mask & here, cast(row)));
        front += many;
        let others = part.len() - front;
        part[front..].copy_from_slice(&buffer[..others]);
        front
    }

    /// A sorting network over the registers. All steps have fixed positions, so that the rows stay in registers.
    ///
    /// Its fields are permutations: of lanes 1, 2, 4 or 8 apart, and the reversals of 2, 4, 8 or 16 lanes.
    #[derive(Clone, Copy)]
    struct Network(V4, [__m512i; 4], [__m512i; 4]);

    impl Network {
        #[inline(always)]
        fn new(simd: V4) -> Self {
            let partner = |apart| cast(core::array::from_fn::<u32, LANES, _>(|lane| lane as u32 ^ apart));
            Self(simd, [1, 2, 4, 8].map(partner), [1, 3, 7, 15].map(partner))
        }

        /// The median of a sample, or its upper quartile where there are many numbers.
        #[inline(always)]
        fn pivot(&self, part: &[u32]) -> __m512i {
            let apart = part.len() / LANES;
            let mut sample: [u32; LANES] = core::array::from_fn(|lane| part[apart * lane + apart / 2]);
            self.few(&mut sample);
            cast([sample[if part.len() > MANY { LANES * 3 / 4 } else { LANES / 2 }]; LANES])
        }

        /// Sorts at most `FEW` numbers.
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

        /// Sorts each lane over its rows, then merges lanes two by two. In the end the numbers of a lane precede those of the next.
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

        /// A step of Batcher's odd-even merge of runs of `RUN` rows into runs of twice as many.
        #[inline(always)]
        fn rows<const N: usize, const RUN: usize, const APART: usize>(&self, rows: &mut [u32x16; N]) {
            for row in APART % RUN..N {
                let is_lower = ((row - APART % RUN) / APART).is_multiple_of(2) && row + APART < N;
                // A single run needs no merge.
                if RUN < N && is_lower && row / (2 * RUN) == (row + APART) / (2 * RUN) {
                    self.compare(rows, row, row + APART);
                }
            }
        }

        /// Merges groups of `MANY` lanes whose lower and upper halves are sorted.
        #[inline(always)]
        fn join<const N: usize, const MANY: usize>(&self, rows: &mut [u32x16; N]) {
            let (back, upper) = (self.2[MANY.ilog2() as usize - 1], const { upper(MANY / 2) });
            // Bitonic merge: the first row with the last, and so on.
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

        /// Compares lanes that are `APART` apart, after the halves of `MANY` lanes.
        #[inline(always)]
        fn lanes<const N: usize, const MANY: usize, const APART: usize>(&self, rows: &mut [u32x16; N]) {
            if APART < MANY / 2 {
                for row in rows {
                    *row = self.keep(*row, *row, self.1[APART.ilog2() as usize], const { upper(APART) });
                }
            }
        }

        /// Compares rows that are `APART` apart.
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

        /// Compares a row with partner lanes of another: the larger numbers go to upper lanes, the smaller ones elsewhere.
        #[inline(always)]
        fn keep(&self, row: u32x16, other: u32x16, partners: __m512i, upper: u16) -> u32x16 {
            let others = self.0.avx512f._mm512_permutexvar_epi32(partners, cast(other));
            let low = cast(self.0.min_u32x16(row, cast(others)));
            cast(self.0.avx512f._mm512_mask_max_epu32(low, upper, cast(row), others))
        }

        /// Writes lane after lane.
        #[inline(always)]
        fn write<const N: usize>(&self, rows: &[u32x16; N], part: &mut [u32]) {
            let turned = if N == 1 { [rows[0]; LANES] } else { self.turn(rows) };
            // A short lane is written as a whole row; the next lane overwrites its excess.
            let mut numbers = [0u32; (ROWS + 1) * LANES];
            for (lane, row) in turned.into_iter().enumerate() {
                if N > 1 || lane == 0 {
                    numbers[lane * N..][..LANES].copy_from_slice(&cast::<_, [u32; LANES]>(row));
                }
            }
            part.copy_from_slice(&numbers[..part.len()]);
        }

        /// Transposes lanes and rows: pairs, fours, and then blocks of four.
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

    /// Upper lanes of pairs that are `apart` apart.
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
            // Many equal numbers, many zeros; similar to the last ones, or larger or smaller.
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
