//! What only registers of sixteen lanes can do: numbers picked out of a row in one step, and a table in registers. Elsewhere
//! each of these gives nothing, and whoever asked goes number by number.

use super::{BitSet, LANES};

pub use here::*;

/// A table in registers has a bit for each of so many places.
pub const PLACES: usize = 2048;

#[cfg(not(target_arch = "x86_64"))]
mod here {
    use super::{BitSet, LANES};

    pub fn below(_rows: &[[u32; LANES]], _limit: u64, _places: &mut [u32]) -> Option<usize> {
        None
    }

    pub fn at_least(_rows: &[[u32; LANES]], _floor: u32, _found: &mut [u32]) -> Option<usize> {
        None
    }

    pub fn bits(_marks: &[bool], _bits: &mut [u64]) -> Option<()> {
        None
    }

    pub fn count_four(
        _marks: &BitSet,
        _first: usize,
        _places: &[[u32; 4]],
        _counts: &mut [f32],
    ) -> Option<()> {
        None
    }

    pub fn look_up(_table: &[f32], _numbers: &[u32], _values: &mut [f32]) -> Option<()> {
        None
    }
}

#[cfg(target_arch = "x86_64")]
mod here {
    use std::arch::x86_64::{__m512, __m512i};

    use pulp::bytemuck::{cast, cast_slice};
    use pulp::x86::V4;
    use pulp::{Arch, NullaryFnOnce};

    use super::{BitSet, LANES, PLACES};

    /// The machine's registers of sixteen lanes, if it has them.
    pub fn sixteen() -> Option<V4> {
        if let Arch::V4(simd) = crate::simd::arch() { Some(simd) } else { None }
    }

    /// Writes the places of those words that are below a limit; tells how many there are.
    pub fn below(rows: &[[u32; LANES]], limit: u64, places: &mut [u32]) -> Option<usize> {
        let simd = sixteen()?;
        let limit = u32::try_from(limit).ok()?;
        Some(simd.vectorize(Below { simd, rows, limit, places }))
    }

    /// Writes those numbers that are not below a floor; tells how many there are.
    pub fn at_least(rows: &[[u32; LANES]], floor: u32, found: &mut [u32]) -> Option<usize> {
        let simd = sixteen()?;
        Some(simd.vectorize(AtLeast { simd, rows, floor, found }))
    }

    /// Turns marks into bits.
    pub fn bits(marks: &[bool], bits: &mut [u64]) -> Option<()> {
        let simd = sixteen()?;
        simd.vectorize(Bits { simd, marks, bits });
        Some(())
    }

    /// Counts how many of each four places are marked, which is quick for those near their owner: owners follow each other from
    /// `first`. Counts are kept in the bits of numbers. All columns are whole rows.
    pub fn count_four(marks: &BitSet, first: usize, places: &[[u32; 4]], counts: &mut [f32]) -> Option<()> {
        let simd = sixteen()?;
        if marks.many < PLACES {
            simd.vectorize(CountFour::<true> { simd, marks, near: 0, places, counts });
            return Some(());
        }
        // Owners are in the middle of what is near.
        let owners = places.chunks(PLACES / 2).zip(counts.chunks_mut(PLACES / 2));
        for (first, (places, counts)) in (first..).step_by(PLACES / 2).zip(owners) {
            let near = first.saturating_sub(PLACES / 4) / 64 * 64;
            simd.vectorize(CountFour::<false> { simd, marks, near, places, counts });
        }
        Some(())
    }

    /// Looks numbers up in a table, which is quick for those below 32; all columns are whole rows.
    pub fn look_up(table: &[f32], numbers: &[u32], values: &mut [f32]) -> Option<()> {
        let simd = sixteen()?;
        simd.vectorize(LookUp { simd, table, numbers, values });
        Some(())
    }

    /// Writes of each row what `pick` gives of it, in those lanes that it names; tells how many there are.
    #[inline(always)]
    fn pack(
        simd: V4,
        rows: &[[u32; LANES]],
        packed: &mut [u32],
        mut pick: impl FnMut(__m512i) -> (u16, __m512i),
    ) -> usize {
        let mut many = 0;
        for row in rows {
            let (lanes, values) = pick(cast(*row));
            let row: [u32; LANES] = cast(simd.avx512f._mm512_maskz_compress_epi32(lanes, values));
            packed[many..many + LANES].copy_from_slice(&row);
            many += lanes.count_ones() as usize;
        }
        many
    }

    struct Below<'a> {
        simd: V4,
        rows: &'a [[u32; LANES]],
        limit: u32,
        places: &'a mut [u32],
    }

    impl NullaryFnOnce for Below<'_> {
        type Output = usize;

        #[inline(always)]
        fn call(self) -> usize {
            let Self { simd, rows, limit, places } = self;
            let limit = cast([limit; LANES]);
            let mut here: [u32; LANES] = core::array::from_fn(|lane| lane as u32);
            pack(simd, rows, places, |row| {
                let place = cast(here);
                here.iter_mut().for_each(|place| *place += LANES as u32);
                (simd.avx512f._mm512_cmplt_epu32_mask(row, limit), place)
            })
        }
    }

    struct AtLeast<'a> {
        simd: V4,
        rows: &'a [[u32; LANES]],
        floor: u32,
        found: &'a mut [u32],
    }

    impl NullaryFnOnce for AtLeast<'_> {
        type Output = usize;

        #[inline(always)]
        fn call(self) -> usize {
            let Self { simd, rows, floor, found } = self;
            let floor = cast([floor; LANES]);
            pack(simd, rows, found, |row| (simd.avx512f._mm512_cmpge_epu32_mask(row, floor), row))
        }
    }

    struct LookUp<'a> {
        simd: V4,
        table: &'a [f32],
        numbers: &'a [u32],
        values: &'a mut [f32],
    }

    impl NullaryFnOnce for LookUp<'_> {
        type Output = ();

        #[inline(always)]
        fn call(self) {
            let Self { simd, table, numbers, values } = self;
            let f = simd.avx512f;
            let mut few = [0.0; 2 * LANES];
            let known = table.len().min(2 * LANES);
            few[..known].copy_from_slice(&table[..known]);
            let [low, high]: [__m512; 2] = cast(few);
            let last = cast([2 * LANES as u32 - 1; LANES]);
            let rows = numbers.as_chunks::<LANES>().0.iter();
            for (row, values) in rows.zip(values.as_chunks_mut::<LANES>().0) {
                let numbers = cast(*row);
                *values = cast(f._mm512_permutex2var_ps(low, numbers, high));
                let beyond = f._mm512_cmpgt_epu32_mask(numbers, last);
                if beyond != 0 {
                    look_further(table, row, values, beyond);
                }
            }
        }
    }

    /// Apart, so that the others' row stays in its register.
    #[inline(never)]
    fn look_further(table: &[f32], row: &[u32; LANES], values: &mut [f32; LANES], mut beyond: u16) {
        while beyond != 0 {
            let lane = beyond.trailing_zeros() as usize;
            values[lane] = table[row[lane] as usize];
            beyond &= beyond - 1;
        }
    }

    struct Bits<'a> {
        simd: V4,
        marks: &'a [bool],
        bits: &'a mut [u64],
    }

    impl NullaryFnOnce for Bits<'_> {
        type Output = ();

        #[inline(always)]
        fn call(self) {
            let Self { simd, marks, bits } = self;
            for (bits, marks) in bits.iter_mut().zip(cast_slice::<bool, u8>(marks).chunks(64)) {
                let mut bytes = [0u8; 64];
                bytes[..marks.len()].copy_from_slice(marks);
                *bits = simd.avx512bw._mm512_test_epi8_mask(cast(bytes), cast([1u8; 64]));
            }
        }
    }

    /// All places are near, or some are far.
    struct CountFour<'a, const NEAR: bool> {
        simd: V4,
        marks: &'a BitSet,
        near: usize,
        places: &'a [[u32; 4]],
        counts: &'a mut [f32],
    }

    impl<const NEAR: bool> NullaryFnOnce for CountFour<'_, NEAR> {
        type Output = ();

        #[inline(always)]
        fn call(self) {
            let Self { simd, marks, near, places, counts } = self;
            let f = simd.avx512f;
            let (table, _) = marks.bits[near / 64..].as_chunks::<{ PLACES / 64 }>();
            let [a, b, c, d]: [__m512i; 4] = cast(table[0]);
            let [one, upper]: [__m512i; 2] = [cast([1u32; LANES]), cast([PLACES as u32 / 2; LANES])];
            let [near, size]: [__m512i; 2] = [cast([near as u32; LANES]), cast([PLACES as u32; LANES])];
            let all = cast([marks.many as u32; LANES]);
            // Which of these places are near and marked, and which are far.
            let look = |places: &[[u32; 4]; 4]| -> (u16, u16) {
                let places = cast(*places);
                let here = f._mm512_sub_epi32(places, near);
                let is_near = if NEAR { !0 } else { f._mm512_cmplt_epu32_mask(here, size) };
                let words = f._mm512_srli_epi32::<5>(here);
                let low = f._mm512_permutex2var_epi32(a, words, b);
                let high = f._mm512_permutex2var_epi32(c, words, d);
                let is_high = f._mm512_test_epi32_mask(here, upper);
                let word = f._mm512_mask_blend_epi32(is_high, low, high);
                // Bit 0 is that of the place; what is above it is of others.
                let marked = f._mm512_mask_test_epi32_mask(is_near, f._mm512_rorv_epi32(word, here), one);
                (marked, if NEAR { 0 } else { f._mm512_mask_cmplt_epu32_mask(!is_near, places, all) })
            };
            let nibbles: __m512i = cast(core::array::from_fn::<u32, LANES, _>(|lane| 4 * (lane as u32 % 8)));
            let nibble: __m512i = cast([0xfu32; LANES]);
            let rows = places.as_chunks::<4>().0.as_chunks::<4>().0;
            for (counts, rows) in counts.as_chunks_mut::<LANES>().0.iter_mut().zip(rows) {
                let (mut bits, mut far) = (0, 0);
                for (k, places) in rows.iter().enumerate() {
                    let (near, beyond) = look(places);
                    bits |= u64::from(near) << (16 * k);
                    far |= u64::from(beyond) << (16 * k);
                }
                let places = rows.as_flattened().as_flattened();
                while far != 0 {
                    let k = far.trailing_zeros();
                    bits |= u64::from(marks.mark(places[k as usize])) << k;
                    far &= far - 1;
                }
                // How many of the four bits of each nibble are set.
                let pairs = bits - (bits >> 1 & 0x5555_5555_5555_5555);
                let fours = (pairs & 0x3333_3333_3333_3333) + (pairs >> 2 & 0x3333_3333_3333_3333);
                let halves: [u32; LANES] =
                    core::array::from_fn(|lane| if lane < 8 { fours as u32 } else { (fours >> 32) as u32 });
                *counts = cast(f._mm512_and_si512(f._mm512_srlv_epi32(cast(halves), nibbles), nibble));
            }
        }
    }
}
