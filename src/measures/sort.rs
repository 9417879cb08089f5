//! Numbers from least to most: the one thing about influence that no sum tells.
//!
//! However it is done the result is the same, since there is only one order. Where registers hold sixteen numbers, many are
//! parted around a pivot until few are left (quicksort, as Bramas 2017 has it), and few go through a network of comparisons
//! (Batcher 1968). Elsewhere few numbers go through the standard library and many through a radix sort.

/// Fewer numbers than this do not repay the counting that a radix sort begins with.
const FEW: usize = 256;

/// For as many as this the room that a radix sort takes is dearer than its time.
const LARGE: usize = 1 << 16;

/// Sorts numbers that are not negative; `room` is used on the way.
pub fn sort(values: &mut [f32], room: &mut Vec<f32>) {
    if wide::sort(values, room) {
        return;
    }
    if (FEW..LARGE).contains(&values.len()) {
        radsort::sort(values);
    } else {
        // The bits of numbers that are not negative have their order.
        pulp::bytemuck::cast_slice_mut::<f32, u32>(values).sort_unstable();
    }
}

#[cfg(not(target_arch = "x86_64"))]
mod wide {
    pub fn sort(_values: &mut [f32], _room: &mut Vec<f32>) -> bool {
        false
    }
}

#[cfg(target_arch = "x86_64")]
mod wide {
    use std::arch::x86_64::{__m512, __m512i};

    use pulp::bytemuck::{cast, cast_slice_mut};
    use pulp::x86::V4;
    use pulp::{NullaryFnOnce, f32x16};

    use crate::engine::wide::sixteen::sixteen;

    const LANES: usize = 16;

    /// Of more than these no more than a fourth is moved at a time, so that a large organization needs little room.
    const MANY: usize = 1 << 16;

    /// As many rows as registers hold at once, and so many numbers, are sorted by a network.
    const ROWS: usize = 16;
    const FEW: usize = ROWS * LANES;

    /// Sorts where the machine has registers of sixteen lanes; tells whether it did.
    pub fn sort(values: &mut [f32], room: &mut Vec<f32>) -> bool {
        let Some(simd) = sixteen() else { return false };
        let least = values.len().min(MANY) + LANES;
        if room.len() < least {
            room.resize(least, 0.0);
        }
        simd.vectorize(Quick { simd, values, room });
        true
    }

    /// Of two parts the larger one waits, so that never more wait than a length has bits.
    struct Quick<'a> {
        simd: V4,
        values: &'a mut [f32],
        room: &'a mut Vec<f32>,
    }

    impl NullaryFnOnce for Quick<'_> {
        type Output = ();

        #[inline(always)]
        fn call(self) {
            let Self { simd, values, room } = self;
            let partners = Partners::new(simd);
            let mut waiting = [(0, 0); usize::BITS as usize];
            let (mut many, mut from, mut upto) = (0, 0, values.len());
            loop {
                while upto - from > FEW {
                    let part = &mut values[from..upto];
                    let pivot = pivot(&partners, part);
                    let below = match divide(simd, part, room, |row| {
                        simd.avx512f._mm512_cmplt_ps_mask(row, pivot)
                    }) {
                        // The pivot is the least of all: those that are like it are in their place.
                        0 => {
                            from +=
                                divide(simd, part, room, |row| simd.avx512f._mm512_cmple_ps_mask(row, pivot));
                            continue;
                        }
                        below => from + below,
                    };
                    let (front, back) = ((from, below), (below, upto));
                    let front_is_larger = below - from > upto - below;
                    waiting[many] = if front_is_larger { front } else { back };
                    (from, upto) = if front_is_larger { back } else { front };
                    many += 1;
                }
                few(&partners, &mut values[from..upto]);
                if many == 0 {
                    return;
                }
                many -= 1;
                (from, upto) = waiting[many];
            }
        }
    }

    /// The middle one of a sample, or one of the larger where there are many.
    #[inline(always)]
    fn pivot(partners: &Partners, part: &[f32]) -> __m512 {
        let apart = part.len() / LANES;
        let sample: [f32; LANES] = core::array::from_fn(|lane| part[apart * lane + apart / 2]);
        let mut rows = [cast(sample)];
        partners.sort(&mut rows);
        let sorted: [f32; LANES] = cast(rows[0]);
        cast([sorted[if part.len() > MANY { LANES * 3 / 4 } else { LANES / 2 }]; LANES])
    }

    /// Puts those that are asked for in front of the others; tells how many there are.
    #[inline(always)]
    fn divide(simd: V4, part: &mut [f32], room: &mut Vec<f32>, asked: impl Fn(__m512) -> u16) -> usize {
        if room.len() < part.len() + LANES {
            let rows = part.as_chunks::<LANES>().0.iter();
            let many: usize = rows.map(|row| asked(cast(*row)).count_ones() as usize).sum();
            let others = part.len() - many + LANES;
            room.resize(room.len().max(others), 0.0);
        }
        let packed = |mask, row| -> [f32; LANES] { cast(simd.avx512f._mm512_maskz_compress_ps(mask, row)) };
        let (mut front, mut back) = (0, 0);
        let rest = part.len() / LANES * LANES;
        for start in (0..rest).step_by(LANES) {
            let row: [f32; LANES] = part[start..start + LANES].try_into().expect("a row");
            let mask = asked(cast(row));
            // Nothing that is still to be read is written over, since no more are in front than have been read.
            part[front..front + LANES].copy_from_slice(&packed(mask, cast(row)));
            room[back..back + LANES].copy_from_slice(&packed(!mask, cast(row)));
            let many = mask.count_ones() as usize;
            (front, back) = (front + many, back + LANES - many);
        }
        let left = part.len() - rest;
        let mut row = [0.0; LANES];
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

    /// Sorts what fits the rows of a network.
    #[inline(always)]
    fn few(partners: &Partners, part: &mut [f32]) {
        match part.len().div_ceil(LANES) {
            0 => {}
            1 => network::<1>(partners, part),
            2 => network::<2>(partners, part),
            3..=4 => network::<4>(partners, part),
            5..=8 => network::<8>(partners, part),
            _ => network::<ROWS>(partners, part),
        }
    }

    #[inline(always)]
    fn network<const N: usize>(partners: &Partners, part: &mut [f32]) {
        let mut rows: [f32x16; N] = [cast([f32::INFINITY; LANES]); N];
        cast_slice_mut::<f32x16, f32>(&mut rows)[..part.len()].copy_from_slice(part);
        partners.sort(&mut rows);
        part.copy_from_slice(&cast_slice_mut::<f32x16, f32>(&mut rows)[..part.len()]);
    }

    /// For each lane the one that it is compared with, by how far they lie apart: 1, 2, 4 or 8.
    struct Partners(V4, [__m512i; 4]);

    /// Steps are of fixed places, so that the rows of a network stay in registers.
    impl Partners {
        #[inline(always)]
        fn new(simd: V4) -> Self {
            let partner = |apart| cast(core::array::from_fn::<i32, LANES, _>(|lane| (lane ^ apart) as i32));
            Self(simd, [1, 2, 4, 8].map(partner))
        }

        /// Sorts rows whose number is a power of two: runs of doubled length are sorted up and down in turn, and each pair
        /// of them is merged into one.
        #[inline(always)]
        fn sort<const N: usize>(&self, rows: &mut [f32x16; N]) {
            self.lanes::<N, 2, 1>(rows);
            self.lanes::<N, 4, 2>(rows);
            self.lanes::<N, 4, 1>(rows);
            self.lanes::<N, 8, 4>(rows);
            self.lanes::<N, 8, 2>(rows);
            self.lanes::<N, 8, 1>(rows);
            self.all_lanes::<N, 16>(rows);
            if N >= 2 {
                self.rows::<N, 32, 1>(rows);
                self.all_lanes::<N, 32>(rows);
            }
            if N >= 4 {
                self.rows::<N, 64, 2>(rows);
                self.rows::<N, 64, 1>(rows);
                self.all_lanes::<N, 64>(rows);
            }
            if N >= 8 {
                self.rows::<N, 128, 4>(rows);
                self.rows::<N, 128, 2>(rows);
                self.rows::<N, 128, 1>(rows);
                self.all_lanes::<N, 128>(rows);
            }
            if N >= 16 {
                self.rows::<N, 256, 8>(rows);
                self.rows::<N, 256, 4>(rows);
                self.rows::<N, 256, 2>(rows);
                self.rows::<N, 256, 1>(rows);
                self.all_lanes::<N, 256>(rows);
            }
        }

        #[inline(always)]
        fn all_lanes<const N: usize, const RUN: usize>(&self, rows: &mut [f32x16; N]) {
            self.lanes::<N, RUN, 8>(rows);
            self.lanes::<N, RUN, 4>(rows);
            self.lanes::<N, RUN, 2>(rows);
            self.lanes::<N, RUN, 1>(rows);
        }

        /// Compares numbers that lie so far apart in a row, and puts the smaller in front where their run goes up.
        #[inline(always)]
        fn lanes<const N: usize, const RUN: usize, const APART: usize>(&self, rows: &mut [f32x16; N]) {
            let Self(simd, partners) = *self;
            for (number, row) in rows.iter_mut().enumerate() {
                let values: __m512 = cast(*row);
                let others =
                    simd.avx512f._mm512_permutexvar_ps(partners[APART.trailing_zeros() as usize], values);
                let low = cast(simd.min_f32x16(*row, cast(others)));
                let higher = const { upper(APART) }
                    ^ if RUN < LANES { const { upper(RUN) } } else { downwards((number * LANES) & RUN) };
                *row = cast(simd.avx512f._mm512_mask_max_ps(low, higher, values, others));
            }
        }

        /// Compares rows that lie so far apart, likewise.
        #[inline(always)]
        fn rows<const N: usize, const RUN: usize, const APART: usize>(&self, rows: &mut [f32x16; N]) {
            for number in 0..N {
                if number & APART == 0 {
                    let (front, back) = (rows[number], rows[number + APART]);
                    let (low, high) = (self.0.min_f32x16(front, back), self.0.max_f32x16(front, back));
                    let up = (number * LANES) & RUN == 0;
                    (rows[number], rows[number + APART]) = if up { (low, high) } else { (high, low) };
                }
            }
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

    /// All lanes of a row go down, or none.
    #[inline(always)]
    fn downwards(down: usize) -> u16 {
        if down == 0 { 0 } else { !0 }
    }
}

#[cfg(test)]
mod tests {
    use super::sort;
    use crate::engine::wide::tests::narrow;
    use crate::engine::{Draw, Luck};

    #[test]
    fn every_number_of_numbers_is_sorted() {
        let mut dice = Luck::new(1, 2, 3).dice(Draw::Study, 0, 0);
        let mut room = Vec::new();
        for many in (0..600).chain([1000, 1024, 1025, 5000, 8192, 8193, 20_000, 70_000]) {
            // Many of them alike, many of them nothing.
            let mut values: Vec<f32> =
                (0..many).map(|_| (dice.single() * 400.0).floor() / 8.0 - 10.0).collect();
            values.iter_mut().for_each(|x| *x = x.max(0.0));
            let mut expected = values.clone();
            expected.sort_unstable_by(f32::total_cmp);
            let mut plain = values.clone();
            sort(&mut values, &mut room);
            narrow(|| sort(&mut plain, &mut room));
            assert_eq!((&values, &plain), (&expected, &expected), "{many}");
        }
    }
}
