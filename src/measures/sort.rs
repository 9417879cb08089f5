//! Numbers from least to most: the one thing about influence that no sum tells.
//!
//! However it is done the result is the same, since there is only one order. Few numbers go through the standard
//! library, many through a radix sort, and what lies between, which is most organizations in most months, through
//! a network of comparisons (Batcher 1968) where registers hold sixteen.

/// Fewer numbers than this do not repay the counting that a radix sort begins with.
const FEW: usize = 256;

/// For as many as this the room that a radix sort takes is dearer than its time.
const LARGE: usize = 1 << 16;

/// Sorts numbers that are not negative.
pub fn sort(values: &mut Vec<f32>) {
    if wide::sort(values) {
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
    pub fn sort(_values: &mut Vec<f32>) -> bool {
        false
    }
}

#[cfg(target_arch = "x86_64")]
mod wide {
    use std::arch::x86_64::{__m512, __m512i};

    use pulp::bytemuck::cast;
    use pulp::x86::V4;
    use pulp::{Arch, NullaryFnOnce, Simd, f32x16};

    /// Beyond this the network, whose steps grow as the square of the logarithm, is slower than a radix sort.
    const MANY: usize = 8192;
    const LANES: usize = 16;

    /// Sorts by a network of comparisons where the machine has registers of sixteen lanes; tells whether it did.
    pub fn sort(values: &mut Vec<f32>) -> bool {
        let many = values.len();
        let Arch::V4(simd) = Arch::new() else { return false };
        #[cfg(test)]
        if crate::engine::wide::tests::NARROW.get() {
            return false;
        }
        if !(LANES + 1..=MANY).contains(&many) {
            return false;
        }
        values.resize(many.next_power_of_two(), f32::INFINITY);
        simd.vectorize(Network { simd, rows: V4::as_mut_simd_f32s(values).0 });
        values.truncate(many);
        true
    }

    /// Sorts rows whose number is a power of two.
    struct Network<'a> {
        simd: V4,
        rows: &'a mut [f32x16],
    }

    impl NullaryFnOnce for Network<'_> {
        type Output = ();

        /// Runs of doubled length are sorted up and down in turn, and each pair of them is merged into one.
        #[inline(always)]
        fn call(self) {
            let Self { simd, rows } = self;
            let partners = Partners::new(simd);
            for (number, row) in rows.iter_mut().enumerate() {
                partners.merge(row, 1, UPPER[1]);
                partners.merge(row, 2, UPPER[2]);
                partners.merge(row, 4, UPPER[3]);
                partners.merge(row, 8, downwards(number & 1));
            }
            let mut run = 2;
            while run <= rows.len() {
                let mut apart = run / 2;
                while apart > 0 {
                    exchange_rows(simd, rows, apart, run);
                    apart /= 2;
                }
                for (number, row) in rows.iter_mut().enumerate() {
                    partners.merge(row, 8, downwards(number & run));
                }
                run *= 2;
            }
        }
    }

    /// Compares rows that lie so far apart, and puts the smaller in front where the run goes up.
    #[inline(always)]
    fn exchange_rows(simd: V4, rows: &mut [f32x16], apart: usize, run: usize) {
        for (number, pair) in rows.chunks_exact_mut(2 * apart).enumerate() {
            let up = (number * 2 * apart) & run == 0;
            let (front, back) = pair.split_at_mut(apart);
            for (front, back) in front.iter_mut().zip(back) {
                let (low, high) = (simd.min_f32x16(*front, *back), simd.max_f32x16(*front, *back));
                (*front, *back) = if up { (low, high) } else { (high, low) };
            }
        }
    }

    /// Of lanes that lie 1, 2, 4 or 8 apart the upper ones.
    const UPPER: [u16; 4] = [0xaaaa, 0xcccc, 0xf0f0, 0xff00];

    /// All lanes of a row go down, or none.
    #[inline(always)]
    fn downwards(down: usize) -> u16 {
        if down == 0 { 0 } else { !0 }
    }

    /// For each lane the one that it is compared with, by how far they lie apart: 1, 2, 4 or 8.
    struct Partners(V4, [__m512i; 4]);

    impl Partners {
        #[inline(always)]
        fn new(simd: V4) -> Self {
            let partner = |apart| cast(core::array::from_fn::<i32, LANES, _>(|lane| (lane ^ apart) as i32));
            Self(simd, [1, 2, 4, 8].map(partner))
        }

        /// Compares lanes that lie so far apart, then half as far, down to neighbours; `down` are those that go down.
        #[inline(always)]
        fn merge(&self, row: &mut f32x16, from: u32, down: u16) {
            let simd = self.0;
            for step in (0..=from.trailing_zeros() as usize).rev() {
                let values: __m512 = cast(*row);
                let others = simd.avx512f._mm512_permutexvar_ps(self.1[step], values);
                let low = cast(simd.min_f32x16(*row, cast(others)));
                let higher = UPPER[step] ^ down;
                *row = cast(simd.avx512f._mm512_mask_max_ps(low, higher, values, others));
            }
        }
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
        for many in (0..300).chain([1000, 1024, 1025, 5000, 8192, 8193, 20_000, 70_000]) {
            // Many of them alike, many of them nothing.
            let mut values: Vec<f32> =
                (0..many).map(|_| (dice.single() * 400.0).floor() / 8.0 - 10.0).collect();
            values.iter_mut().for_each(|x| *x = x.max(0.0));
            let mut expected = values.clone();
            expected.sort_unstable_by(f32::total_cmp);
            let mut plain = values.clone();
            sort(&mut values);
            narrow(|| sort(&mut plain));
            assert_eq!((&values, &plain), (&expected, &expected), "{many}");
        }
    }
}
