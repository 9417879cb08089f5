//! Functions that need AVX-512: compression of a row in one instruction, and tables in registers. On other machines each of them
//! returns `None`, and the caller goes number by number.

use super::{BitSet, LANES};

pub use implementation::*;

/// Slots of a table of bits in registers.
pub const TABLE: usize = 2048;

#[cfg(not(target_arch = "x86_64"))]
mod implementation {
    use super::{BitSet, LANES};

    pub fn compress_below(_rows: &[[u32; LANES]], _limit: u64, _places: &mut [u32]) -> Option<usize> {
        None
    }

    pub fn compress_at_least(_rows: &[[u32; LANES]], _floor: u32, _found: &mut [u32]) -> Option<usize> {
        None
    }

    pub fn to_bits(_members: &[bool], _bits: &mut [u64]) -> Option<()> {
        None
    }

    pub fn count_four_neighbours(
        _set: &BitSet,
        _first: usize,
        _neighbours: &[[u32; 4]],
        _counts: &mut [u32],
    ) -> Option<()> {
        None
    }

    pub fn gather(_table: &[f32], _numbers: &[u32], _values: &mut [f32]) -> Option<()> {
        None
    }
}

#[cfg(target_arch = "x86_64")]
mod implementation {
    use std::arch::x86_64::{__m512, __m512i};

    use pulp::bytemuck::{cast, cast_slice};
    use pulp::x86::V4;
    use pulp::{Arch, NullaryFnOnce};

    use super::{BitSet, LANES, TABLE};

    /// Proof that the chosen width is AVX-512.
    pub fn token() -> Option<V4> {
        if let Arch::V4(simd) = crate::simd::arch() { Some(simd) } else { None }
    }

    /// Writes the positions of words that are below a limit; returns how many there are.
    pub fn compress_below(rows: &[[u32; LANES]], limit: u64, places: &mut [u32]) -> Option<usize> {
        let simd = token()?;
        let limit = u32::try_from(limit).ok()?;
        Some(simd.vectorize(CompressBelow { simd, rows, limit, places }))
    }

    /// Writes the numbers that are not below a floor; returns how many there are.
    pub fn compress_at_least(rows: &[[u32; LANES]], floor: u32, found: &mut [u32]) -> Option<usize> {
        let simd = token()?;
        Some(simd.vectorize(CompressAtLeast { simd, rows, floor, found }))
    }

    /// Packs truth values into bits.
    pub fn to_bits(members: &[bool], bits: &mut [u64]) -> Option<()> {
        let simd = token()?;
        simd.vectorize(ToBits { simd, members, bits });
        Some(())
    }

    /// Counts how many of the four neighbours of each member are in a set. Members are consecutive from slot `first` on, and
    /// neighbours near them take little time. All columns are whole rows.
    pub fn count_four_neighbours(
        set: &BitSet,
        first: usize,
        neighbours: &[[u32; 4]],
        counts: &mut [u32],
    ) -> Option<()> {
        let simd = token()?;
        if set.slots < TABLE {
            simd.vectorize(CountFourNeighbours::<true> { simd, set, near: 0, neighbours, counts });
            return Some(());
        }
        // Members are in the middle of the table.
        let members = neighbours.chunks(TABLE / 2).zip(counts.chunks_mut(TABLE / 2));
        for (first, (neighbours, counts)) in (first..).step_by(TABLE / 2).zip(members) {
            let near = first.saturating_sub(TABLE / 4) / 64 * 64;
            simd.vectorize(CountFourNeighbours::<false> { simd, set, near, neighbours, counts });
        }
        Some(())
    }

    /// Entries of a table; those at positions below 32 take little time. All columns are whole rows.
    pub fn gather(table: &[f32], numbers: &[u32], values: &mut [f32]) -> Option<()> {
        let simd = token()?;
        simd.vectorize(Gather { simd, table, numbers, values });
        Some(())
    }

    /// For each row `select` gives a mask and values; writes the values of lanes in the mask, and returns how many there are.
    #[inline(always)]
    fn compress(
        simd: V4,
        rows: &[[u32; LANES]],
        packed: &mut [u32],
        mut select: impl FnMut(__m512i) -> (u16, __m512i),
    ) -> usize {
        let mut many = 0;
        for row in rows {
            let (lanes, values) = select(cast(*row));
            let row: [u32; LANES] = cast(simd.avx512f._mm512_maskz_compress_epi32(lanes, values));
            packed[many..many + LANES].copy_from_slice(&row);
            many += lanes.count_ones() as usize;
        }
        many
    }

    struct CompressBelow<'a> {
        simd: V4,
        rows: &'a [[u32; LANES]],
        limit: u32,
        places: &'a mut [u32],
    }

    impl NullaryFnOnce for CompressBelow<'_> {
        type Output = usize;

        #[inline(always)]
        fn call(self) -> usize {
            let Self { simd, rows, limit, places } = self;
            let limit = cast([limit; LANES]);
            let mut here: [u32; LANES] = core::array::from_fn(|lane| lane as u32);
            compress(simd, rows, places, |row| {
                let place = cast(here);
                here.iter_mut().for_each(|place| *place += LANES as u32);
                (simd.avx512f._mm512_cmplt_epu32_mask(row, limit), place)
            })
        }
    }

    struct CompressAtLeast<'a> {
        simd: V4,
        rows: &'a [[u32; LANES]],
        floor: u32,
        found: &'a mut [u32],
    }

    impl NullaryFnOnce for CompressAtLeast<'_> {
        type Output = usize;

        #[inline(always)]
        fn call(self) -> usize {
            let Self { simd, rows, floor, found } = self;
            let floor = cast([floor; LANES]);
            compress(simd, rows, found, |row| (simd.avx512f._mm512_cmpge_epu32_mask(row, floor), row))
        }
    }

    struct Gather<'a> {
        simd: V4,
        table: &'a [f32],
        numbers: &'a [u32],
        values: &'a mut [f32],
    }

    impl NullaryFnOnce for Gather<'_> {
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
                    gather_beyond(table, row, values, beyond);
                }
            }
        }
    }

    /// Not inlined, so that the usual row stays in its register.
    #[inline(never)]
    fn gather_beyond(table: &[f32], row: &[u32; LANES], values: &mut [f32; LANES], mut beyond: u16) {
        while beyond != 0 {
            let lane = beyond.trailing_zeros() as usize;
            values[lane] = table[row[lane] as usize];
            beyond &= beyond - 1;
        }
    }

    struct ToBits<'a> {
        simd: V4,
        members: &'a [bool],
        bits: &'a mut [u64],
    }

    impl NullaryFnOnce for ToBits<'_> {
        type Output = ();

        #[inline(always)]
        fn call(self) {
            let Self { simd, members, bits } = self;
            for (bits, members) in bits.iter_mut().zip(cast_slice::<bool, u8>(members).chunks(64)) {
                let mut bytes = [0u8; 64];
                bytes[..members.len()].copy_from_slice(members);
                *bits = simd.avx512bw._mm512_test_epi8_mask(cast(bytes), cast([1u8; 64]));
            }
        }
    }

    /// `NEAR`: the table has all slots.
    struct CountFourNeighbours<'a, const NEAR: bool> {
        simd: V4,
        set: &'a BitSet,
        near: usize,
        neighbours: &'a [[u32; 4]],
        counts: &'a mut [u32],
    }

    impl<const NEAR: bool> NullaryFnOnce for CountFourNeighbours<'_, NEAR> {
        type Output = ();

        #[inline(always)]
        fn call(self) {
            let Self { simd, set, near, neighbours, counts } = self;
            let f = simd.avx512f;
            let (table, _) = set.bits[near / 64..].as_chunks::<{ TABLE / 64 }>();
            let [a, b, c, d]: [__m512i; 4] = cast(table[0]);
            let [one, upper]: [__m512i; 2] = [cast([1u32; LANES]), cast([TABLE as u32 / 2; LANES])];
            let [near, size]: [__m512i; 2] = [cast([near as u32; LANES]), cast([TABLE as u32; LANES])];
            let all = cast([set.slots as u32; LANES]);
            // Neighbours that are in the table and in the set, and those beyond the table.
            let look = |neighbours: &[[u32; 4]; 4]| -> (u16, u16) {
                let slots = cast(*neighbours);
                let here = f._mm512_sub_epi32(slots, near);
                let is_near = if NEAR { !0 } else { f._mm512_cmplt_epu32_mask(here, size) };
                let words = f._mm512_srli_epi32::<5>(here);
                let low = f._mm512_permutex2var_epi32(a, words, b);
                let high = f._mm512_permutex2var_epi32(c, words, d);
                let is_high = f._mm512_test_epi32_mask(here, upper);
                let word = f._mm512_mask_blend_epi32(is_high, low, high);
                // Bit 0 is the slot's own; the bits above it are other slots'.
                let is_in = f._mm512_mask_test_epi32_mask(is_near, f._mm512_rorv_epi32(word, here), one);
                (is_in, if NEAR { 0 } else { f._mm512_mask_cmplt_epu32_mask(!is_near, slots, all) })
            };
            let nibbles: __m512i = cast(core::array::from_fn::<u32, LANES, _>(|lane| 4 * (lane as u32 % 8)));
            let nibble: __m512i = cast([0xfu32; LANES]);
            let rows = neighbours.as_chunks::<4>().0.as_chunks::<4>().0;
            for (counts, rows) in counts.as_chunks_mut::<LANES>().0.iter_mut().zip(rows) {
                let (mut bits, mut far) = (0, 0);
                for (k, neighbours) in rows.iter().enumerate() {
                    let (near, beyond) = look(neighbours);
                    bits |= u64::from(near) << (16 * k);
                    far |= u64::from(beyond) << (16 * k);
                }
                let neighbours = rows.as_flattened().as_flattened();
                while far != 0 {
                    let k = far.trailing_zeros();
                    bits |= u64::from(set.get(neighbours[k as usize])) << k;
                    far &= far - 1;
                }
                // Number of bits set in each nibble.
                let pairs = bits - (bits >> 1 & 0x5555_5555_5555_5555);
                let fours = (pairs & 0x3333_3333_3333_3333) + (pairs >> 2 & 0x3333_3333_3333_3333);
                let halves: [u32; LANES] =
                    core::array::from_fn(|lane| if lane < 8 { fours as u32 } else { (fours >> 32) as u32 });
                *counts = cast(f._mm512_and_si512(f._mm512_srlv_epi32(cast(halves), nibbles), nibble));
            }
        }
    }
}
