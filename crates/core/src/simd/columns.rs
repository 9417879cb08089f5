//! Whole columns: sums, functions, compression and table look-up.

use super::{F32s, LANES, LaneSums, avx512, per_row, reduce_halves, registers, registers_mut};

/// A random word as a uniform on [0, 1) in steps of 2⁻³².
#[inline(always)]
pub fn share(word: u32) -> f64 {
    f64::from(word) / 4_294_967_296.0
}

crate::kernel! {
    /// The sum of a column; numbers after the last whole row are left out.
    pub fn sum<S>(simd, column: &'a [f32]) -> f32 {
        let mut lanes = LaneSums::<S>::zero(simd);
        for row in registers::<S>(column).chunks_exact(per_row::<S>()) {
            for (k, each) in row.iter().enumerate() {
                lanes.add(k, F32s::of(simd, *each));
            }
        }
        lanes.total()
    }

    /// The largest of a column of counts; counts after the last whole register are left out.
    pub fn largest<S>(simd, counts: &'a [u32]) -> u32 {
        let larger = |a, b| simd.max_u32s(a, b);
        // Four independent maxima, since each step depends on the one before.
        let (fours, rest) = S::as_simd_u32s(counts).0.as_chunks::<4>();
        let mut largest = [simd.splat_u32s(0); 4];
        for four in fours {
            largest = core::array::from_fn(|k| larger(largest[k], four[k]));
        }
        let [a, b, c, d] = largest;
        let largest = rest.iter().fold(larger(larger(a, b), larger(c, d)), |most, count| larger(most, *count));
        let mut lanes = [0u32; LANES];
        S::as_mut_simd_u32s(&mut lanes).0[0] = largest;
        reduce_halves(lanes, u32::max)
    }

    /// Replaces each number x by eˣ.
    pub fn exp<S>(simd, column: &'a mut [f32]) {
        for x in registers_mut::<S>(column) {
            *x = F32s::of(simd, *x).exp().get();
        }
    }

    /// Replaces each number by its natural logarithm.
    pub fn ln<S>(simd, column: &'a mut [f32]) {
        for x in registers_mut::<S>(column) {
            *x = F32s::of(simd, *x).ln().get();
        }
    }
}

/// Positions of the words that are below a limit, in order. `places` gets their length.
pub fn compress_below(words: &[u32], limit: u64, places: &mut Vec<u32>) {
    places.resize(words.len() + LANES, 0);
    let (rows, rest) = words.as_chunks::<LANES>();
    let mut many = match avx512::compress_below(rows, limit, places) {
        Some(many) => many,
        None => compress_below_scalar(rows.as_flattened(), 0, limit, places, 0),
    };
    many = compress_below_scalar(rest, rows.len() * LANES, limit, places, many);
    places.truncate(many);
}

/// Writes the numbers of a column that are not below a floor into `found`, in order, and returns how many there are. `found`
/// is at least one row longer than that.
pub fn compress_at_least(column: &[u32], floor: u32, found: &mut [u32]) -> usize {
    let (rows, rest) = column.as_chunks::<LANES>();
    let (mut many, rest) = match avx512::compress_at_least(rows, floor, found) {
        Some(many) => (many, rest),
        None => (0, column),
    };
    for number in rest {
        found[many] = *number;
        many += usize::from(*number >= floor);
    }
    many
}

/// Branch-free, since the words are unpredictable: each position is written, and the next one overwrites it unless its word is
/// below the limit.
fn compress_below_scalar(
    words: &[u32],
    start: usize,
    limit: u64,
    places: &mut [u32],
    mut many: usize,
) -> usize {
    for (word, place) in words.iter().zip(start as u32..) {
        places[many] = place;
        many += usize::from(u64::from(*word) < limit);
    }
    many
}

/// Entries of a table at these positions, all of which it has.
pub fn gather(table: &[f32], numbers: &[u32], values: &mut [f32]) {
    if avx512::gather(table, numbers, values).is_none() {
        for (value, number) in values.iter_mut().zip(numbers) {
            *value = table[*number as usize];
        }
    }
}
