//! Columns walked many members at a time, on whatever vector registers the machine has.
//!
//! A walk is written once, over [`F32s`], and compiled for each width: the widest that the machine has is chosen while
//! the program runs. All widths give the same bytes: what is reckoned member by member does not depend on the width,
//! sums have [`LANES`] lanes whatever it is, nothing is approximated by the machine, and what is multiplied and added in
//! one step is so everywhere. The functions here (exponential, logarithm, cosine) are polynomials for the same reason.

use std::ops::{Add, Div, Mul, Sub};

use pulp::Simd;

pub(crate) mod avx512;
mod width;

pub use width::{VARIABLE, Width, width, widths};

/// Lanes of every sum; slots of a local are a multiple of it.
pub const LANES: usize = 16;

/// Declares a walk: `wide! { fn name<S>(simd, column: &'a mut [f32], factor: f32) -> f32 { … } }`.
macro_rules! wide {
    ($($(#[$meta:meta])* $vis:vis fn $name:ident<$S:ident>($simd:ident, $($arg:ident: $type:ty),* $(,)?) $(-> $out:ty)? $body:block)*) => {$(
        $(#[$meta])*
        #[allow(clippy::too_many_arguments, reason = "columns")]
        $vis fn $name<'a>($($arg: $type),*) $(-> $out)? {
            struct Walk<'a> { $($arg: $type,)* lifetime: std::marker::PhantomData<&'a ()> }
            #[allow(unused_parens, reason = "a walk may give nothing back")]
            impl<'a> pulp::WithSimd for Walk<'a> {
                type Output = ($($out)?);
                #[inline(always)]
                fn with_simd<$S: pulp::Simd>(self, $simd: $S) -> Self::Output {
                    let Self { $($arg,)* .. } = self;
                    $body
                }
            }
            $crate::simd::dispatch(Walk { $($arg,)* lifetime: std::marker::PhantomData })
        }
    )*};
}
pub(crate) use wide;

/// Runs a walk at the width that was chosen: see [`width`].
///
/// # Panics
/// Where `THERMIDOR_SIMD` names a width that the machine lacks; the command and the Python package refuse it before.
#[inline]
pub fn dispatch<W: pulp::WithSimd>(walk: W) -> W::Output {
    arch().dispatch(walk)
}

#[inline]
fn arch() -> pulp::Arch {
    let chosen = width().unwrap_or_else(|refusal| panic!("{refusal}")).arch;
    #[cfg(test)]
    let chosen = tests::at_most_allowed(chosen);
    chosen
}

/// As many numbers as a register holds.
#[derive(Clone, Copy)]
pub struct F32s<S: Simd>(S, S::f32s);

/// As many answers.
#[derive(Clone, Copy)]
pub struct Mask<S: Simd>(S, S::m32s);

/// Registers to a row of [`LANES`].
#[inline(always)]
pub const fn per_row<S: Simd>() -> usize {
    LANES / S::F32_LANES
}

/// Whether these are registers of eight or sixteen lanes of x86, which know steps that other machines take otherwise: they add
/// up halves with halves, and of two numbers they keep the second one where neither is more than the other.
#[inline(always)]
const fn is_x86<S: Simd>() -> bool {
    cfg!(target_arch = "x86_64") && per_row::<S>() <= 2
}

/// A column as registers; what does not fill one is left out.
#[inline(always)]
pub fn registers<S: Simd>(column: &[f32]) -> &[S::f32s] {
    S::as_simd_f32s(column).0
}

/// A column as registers to be written.
#[inline(always)]
pub fn registers_mut<S: Simd>(column: &mut [f32]) -> &mut [S::f32s] {
    S::as_mut_simd_f32s(column).0
}

impl<S: Simd> F32s<S> {
    /// The same number in all lanes.
    #[inline(always)]
    pub fn all(simd: S, value: f32) -> Self {
        Self(simd, simd.splat_f32s(value))
    }

    /// What a register holds.
    #[inline(always)]
    pub fn of(simd: S, register: S::f32s) -> Self {
        Self(simd, register)
    }

    /// What is in the register.
    #[inline(always)]
    pub fn get(self) -> S::f32s {
        self.1
    }

    /// The bits of what is in the register.
    #[inline(always)]
    pub fn bits(self) -> S::u32s {
        self.0.transmute_u32s_f32s(self.1)
    }

    /// Words of luck as uniforms on [0, 1), in steps of 2⁻²³.
    #[inline(always)]
    pub fn unit(simd: S, words: S::u32s) -> Self {
        let mantissa = simd.wrapping_dyn_shr_u32s(words, simd.splat_u32s(9));
        let bits = simd.or_u32s(mantissa, simd.splat_u32s(1.0f32.to_bits()));
        Self(simd, simd.transmute_f32s_u32s(bits)) - Self::all(simd, 1.0)
    }

    /// Counts as numbers; whatever is beyond 2²³ − 1 counts as that.
    #[inline(always)]
    pub fn count(simd: S, counts: S::u32s) -> Self {
        // A count fits the mantissa of 2²³, to which it is added bit by bit.
        const BASE: f32 = 8_388_608.0;
        let most = simd.splat_u32s(0x007f_ffff);
        let counts = simd.min_u32s(counts, most);
        let bits = simd.or_u32s(counts, simd.splat_u32s(BASE.to_bits()));
        Self(simd, simd.transmute_f32s_u32s(bits)) - Self::all(simd, BASE)
    }

    /// Where this is below the other.
    #[inline(always)]
    pub fn below(self, other: Self) -> Mask<S> {
        Mask(self.0, self.0.less_than_f32s(self.1, other.1))
    }

    /// Where this is not above the other.
    #[inline(always)]
    pub fn up_to(self, other: Self) -> Mask<S> {
        Mask(self.0, self.0.less_than_or_equal_f32s(self.1, other.1))
    }

    /// The smaller of both; this one where they are alike.
    #[inline(always)]
    pub fn min(self, other: Self) -> Self {
        if is_x86::<S>() {
            return Self(self.0, self.0.min_f32s(other.1, self.1));
        }
        other.below(self).choose(other, self)
    }

    /// The larger of both; this one where they are alike.
    #[inline(always)]
    pub fn max(self, other: Self) -> Self {
        if is_x86::<S>() {
            return Self(self.0, self.0.max_f32s(other.1, self.1));
        }
        self.below(other).choose(other, self)
    }

    /// The largest of all lanes.
    #[inline(always)]
    pub fn largest(self) -> f32 {
        if is_x86::<S>() {
            return self.0.reduce_max_f32s(self.1);
        }
        let mut lanes = [f32::NEG_INFINITY; LANES];
        registers_mut::<S>(&mut lanes)[0] = self.1;
        halve(lanes, |a, b| if a > b { a } else { b })
    }

    /// Kept within 0–1.
    #[inline(always)]
    pub fn clamp_share(self) -> Self {
        self.max(Self::all(self.0, 0.0)).min(Self::all(self.0, 1.0))
    }

    /// Square root, correctly rounded.
    #[inline(always)]
    pub fn sqrt(self) -> Self {
        Self(self.0, self.0.sqrt_f32s(self.1))
    }

    /// This times one number and another added, rounded once: the same on every machine, and one step on most.
    #[inline(always)]
    pub fn mul_add(self, factor: Self, more: Self) -> Self {
        Self(self.0, self.0.mul_add_f32s(self.1, factor.1, more.1))
    }

    /// eˣ within 2·10⁻⁷ of itself; 0 below −87. (Cephes' `expf`.)
    #[inline(always)]
    pub fn exp(self) -> Self {
        let simd = self.0;
        let all = |value| Self::all(simd, value);
        let x = self.max(all(-87.0)).min(all(88.0));
        // Adding 1.5·2²³ rounds to a whole number, and leaves it in the lowest bits.
        let magic = x.mul_add(all(std::f32::consts::LOG2_E), all(12_582_912.0));
        let whole = magic - all(12_582_912.0);
        let rest = whole.mul_add(all(-0.693_359_4), x);
        let rest = whole.mul_add(all(2.121_944_4e-4), rest);
        let mut poly = all(1.987_569_1e-4);
        for coefficient in [1.398_199_9e-3, 8.333_452e-3, 4.166_579_6e-2, 1.666_666_5e-1, 5.0e-1] {
            poly = poly.mul_add(rest, all(coefficient));
        }
        let poly = poly.mul_add(rest * rest, rest + all(1.0));
        let power = simd.wrapping_dyn_shl_u32s(simd.transmute_u32s_f32s(magic.1), simd.splat_u32s(23));
        let scale = simd.add_u32s(power, simd.splat_u32s(1.0f32.to_bits()));
        self.below(all(-87.0)).choose(all(0.0), poly * Self(simd, simd.transmute_f32s_u32s(scale)))
    }

    /// Natural logarithm within 2·10⁻⁷ of itself or of 1, for numbers from 2⁻¹²⁶ on. (Cephes' `logf`.)
    #[inline(always)]
    pub fn ln(self) -> Self {
        let simd = self.0;
        let all = |value| Self::all(simd, value);
        // x = 2ᵏ·m with m from √½ to √2.
        let root_half = std::f32::consts::FRAC_1_SQRT_2.to_bits();
        let bits = simd.transmute_u32s_f32s(self.1);
        let shifted = simd.add_u32s(bits, simd.splat_u32s(1.0f32.to_bits() - root_half));
        let exponent = simd.wrapping_dyn_shr_u32s(shifted, simd.splat_u32s(23));
        let k = Self::count(simd, exponent) - all(127.0);
        let mantissa = simd.and_u32s(shifted, simd.splat_u32s(0x007f_ffff));
        let m = simd.transmute_f32s_u32s(simd.add_u32s(mantissa, simd.splat_u32s(root_half)));
        let f = Self(simd, m) - all(1.0);
        let mut poly = all(7.037_683_6e-2);
        for coefficient in [
            -1.151_461e-1,
            1.167_699_9e-1,
            -1.242_014_1e-1,
            1.424_932_3e-1,
            -1.666_805_8e-1,
            2.000_071_5e-1,
            -2.499_999_4e-1,
            0.333_333_3,
        ] {
            poly = poly.mul_add(f, all(coefficient));
        }
        let squared = f * f;
        let tail = k.mul_add(all(-2.121_944_4e-4), poly * f * squared);
        let tail = squared.mul_add(all(-0.5), tail);
        k.mul_add(all(0.693_359_4), f + tail)
    }

    /// cos 2πx within 10⁻⁶, for x from 0 to 1.
    #[inline(always)]
    pub fn cos_turns(self) -> Self {
        let all = |value| Self::all(self.0, value);
        // cos 2πx = 2 sin²(π(x − ½)) − 1, and the series of the sine ends early within a quarter turn.
        let z = (self - all(0.5)) * all(std::f32::consts::PI);
        let squared = z * z;
        let mut poly = all(-2.505_210_8e-8);
        for coefficient in [2.755_731_9e-6, -1.984_127e-4, 8.333_333e-3, -1.666_666_7e-1, 1.0] {
            poly = poly.mul_add(squared, all(coefficient));
        }
        let sine = z * poly;
        (all(2.0) * sine).mul_add(sine, all(-1.0))
    }

    /// A standard normal deviate of two uniforms on [0, 1) (Box and Muller 1958).
    #[inline(always)]
    pub fn normal(uniform: Self, turns: Self) -> Self {
        let all = |value| Self::all(uniform.0, value);
        (all(-2.0) * (all(1.0) - uniform).ln()).sqrt() * turns.cos_turns()
    }
}

impl<S: Simd> Mask<S> {
    /// In how many lanes it holds.
    #[inline(always)]
    pub fn count(self) -> usize {
        // A bit a lane where the machine has registers for masks, a number a lane elsewhere.
        match const { size_of::<S::m32s>() } {
            1 => pulp::bytemuck::cast::<_, u8>(self.1).count_ones() as usize,
            2 => pulp::bytemuck::cast::<_, u16>(self.1).count_ones() as usize,
            _ => {
                let ones = self.choose(F32s::all(self.0, 1.0), F32s::all(self.0, 0.0));
                self.0.reduce_sum_f32s(ones.get()) as usize
            }
        }
    }

    /// One where it holds, the other where it does not.
    #[inline(always)]
    pub fn choose(self, yes: F32s<S>, no: F32s<S>) -> F32s<S> {
        F32s(self.0, self.0.select_f32s(self.1, yes.1, no.1))
    }

    /// Where a number is this one.
    #[inline(always)]
    pub fn equal(simd: S, numbers: S::u32s, one: u32) -> Self {
        Self(simd, simd.equal_u32s(numbers, simd.splat_u32s(one)))
    }
}

macro_rules! operators {
    ($($trait:ident $name:ident $call:ident;)*) => {$(
        impl<S: Simd> $trait for F32s<S> {
            type Output = Self;
            #[inline(always)]
            fn $name(self, other: Self) -> Self {
                Self(self.0, self.0.$call(self.1, other.1))
            }
        }
    )*};
}

operators! {
    Add add add_f32s;
    Sub sub sub_f32s;
    Mul mul mul_f32s;
    Div div div_f32s;
}

/// A sum in [`LANES`] lanes, member i of a local in lane i modulo their number: the same at any width.
#[derive(Clone, Copy)]
pub struct Lanes<S: Simd>([F32s<S>; LANES]);

impl<S: Simd> Lanes<S> {
    /// Nothing.
    #[inline(always)]
    pub fn zero(simd: S) -> Self {
        Self([F32s::all(simd, 0.0); LANES])
    }

    /// Adds the `k`th register of a row.
    #[inline(always)]
    pub fn add(&mut self, k: usize, more: F32s<S>) {
        self.0[k] = self.0[k] + more;
    }

    /// The sums so far in the lanes of the `k`th register of a row.
    #[inline(always)]
    pub fn get(&self, k: usize) -> F32s<S> {
        self.0[k]
    }

    /// The lanes themselves.
    #[inline(always)]
    pub fn lanes(self) -> [f32; LANES] {
        let mut lanes = [0.0; LANES];
        for (place, sum) in registers_mut::<S>(&mut lanes).iter_mut().zip(self.0) {
            *place = sum.1;
        }
        lanes
    }

    /// All lanes together, halves added to halves.
    #[inline(always)]
    pub fn total(self) -> f32 {
        if is_x86::<S>() {
            let sums = if per_row::<S>() == 1 { self.0[0] } else { self.0[0] + self.0[1] };
            return sums.0.reduce_sum_f32s(sums.1);
        }
        halve(self.lanes(), |a, b| a + b)
    }
}

/// How many of these numbers are not above a point.
#[inline(always)]
pub fn up_to<S: Simd>(simd: S, numbers: &[f32; LANES], point: f32) -> usize {
    let point = F32s::all(simd, point);
    registers::<S>(numbers).iter().map(|register| F32s::of(simd, *register).up_to(point).count()).sum()
}

/// A word of luck as a uniform on [0, 1) in steps of 2⁻³².
#[inline(always)]
pub fn share(word: u32) -> f64 {
    f64::from(word) / 4_294_967_296.0
}

/// What is left of lanes when halves are joined with halves.
#[inline(always)]
pub fn halve<T: Copy>(mut lanes: [T; LANES], join: impl Fn(T, T) -> T) -> T {
    let mut half = LANES / 2;
    while half > 0 {
        for lane in 0..half {
            lanes[lane] = join(lanes[lane], lanes[lane + half]);
        }
        half /= 2;
    }
    lanes[0]
}

wide! {
    /// The sum of a column; what does not fill a row is left out.
    pub fn sum<S>(simd, column: &'a [f32]) -> f32 {
        let mut lanes = Lanes::<S>::zero(simd);
        for row in registers::<S>(column).chunks_exact(per_row::<S>()) {
            for (k, each) in row.iter().enumerate() {
                lanes.add(k, F32s::of(simd, *each));
            }
        }
        lanes.total()
    }

    /// The largest of a column of counts; what does not fill a register is left out.
    pub fn largest<S>(simd, counts: &'a [u32]) -> u32 {
        let larger = |a, b| simd.max_u32s(a, b);
        // Four at a time, so that none waits for the one before.
        let (fours, rest) = S::as_simd_u32s(counts).0.as_chunks::<4>();
        let mut largest = [simd.splat_u32s(0); 4];
        for four in fours {
            largest = core::array::from_fn(|k| larger(largest[k], four[k]));
        }
        let [a, b, c, d] = largest;
        let largest = rest.iter().fold(larger(larger(a, b), larger(c, d)), |most, count| larger(most, *count));
        let mut lanes = [0u32; LANES];
        S::as_mut_simd_u32s(&mut lanes).0[0] = largest;
        halve(lanes, u32::max)
    }

    /// eˣ of each.
    pub fn exp<S>(simd, column: &'a mut [f32]) {
        for x in registers_mut::<S>(column) {
            *x = F32s::of(simd, *x).exp().get();
        }
    }

    /// Natural logarithm of each.
    pub fn ln<S>(simd, column: &'a mut [f32]) {
        for x in registers_mut::<S>(column) {
            *x = F32s::of(simd, *x).ln().get();
        }
    }
}

/// The places of those whose word is below a limit, in their order; `places` is as long as they are many.
pub fn below(words: &[u32], limit: u64, places: &mut Vec<u32>) {
    places.resize(words.len() + LANES, 0);
    let (rows, rest) = words.as_chunks::<LANES>();
    let mut many = match avx512::below(rows, limit, places) {
        Some(many) => many,
        None => write_down(rows.as_flattened(), 0, limit, places, 0),
    };
    many = write_down(rest, rows.len() * LANES, limit, places, many);
    places.truncate(many);
}

/// Writes those numbers of a column that are not below a floor into `found`, in their order, and tells how many there are.
/// There is room for a row more than that.
pub fn at_least(column: &[u32], floor: u32, found: &mut [u32]) -> usize {
    let (rows, rest) = column.as_chunks::<LANES>();
    let (mut many, rest) = match avx512::at_least(rows, floor, found) {
        Some(many) => (many, rest),
        None => (0, column),
    };
    for number in rest {
        found[many] = *number;
        many += usize::from(*number >= floor);
    }
    many
}

/// Looks numbers up in a table that has them all.
pub fn look_up(table: &[f32], numbers: &[u32], values: &mut [f32]) {
    if avx512::look_up(table, numbers, values).is_none() {
        for (value, number) in values.iter_mut().zip(numbers) {
            *value = table[*number as usize];
        }
    }
}

/// Who has a mark, as bits: marks of a million fit into the memory next to the core.
#[derive(Debug, Clone, Default)]
pub struct BitSet {
    /// As many more as a table has, so that one can begin anywhere.
    bits: Vec<u64>,
    many: usize,
}

impl BitSet {
    /// Notes who has a mark now.
    pub fn note(&mut self, marks: &[bool]) {
        self.many = marks.len();
        let words = marks.len().div_ceil(64);
        self.bits.clear();
        self.bits.resize(words + avx512::PLACES / 64, 0);
        if avx512::bits(marks, &mut self.bits[..words]).is_none() {
            for (bits, marks) in self.bits.iter_mut().zip(marks.chunks(64)) {
                *bits = marks.iter().rev().fold(0, |bits, mark| bits << 1 | u64::from(*mark));
            }
        }
    }

    /// 1 where there is a mark.
    #[inline(always)]
    fn mark(&self, place: u32) -> u32 {
        self.bits.get(place as usize / 64).map_or(0, |bits| (bits >> (place % 64)) as u32 & 1)
    }

    /// How many of each one's places are marked, `each` places being theirs: counts, kept in the bits of numbers. A place is
    /// that of a mark or `u32::MAX`, which never counts. They follow each other from the place `first`, near which most of
    /// theirs are expected.
    pub fn count(&self, first: usize, places: &[u32], each: usize, counts: &mut [f32]) {
        match places.as_chunks::<4>() {
            // The usual number, for which the compiler can unroll the loop.
            (four, []) if each == 4 => {
                if avx512::count_four(self, first, four, counts).is_none() {
                    for (count, four) in counts.iter_mut().zip(four) {
                        *count = f32::from_bits(four.map(|place| self.mark(place)).iter().sum());
                    }
                }
            }
            _ => {
                for (count, places) in counts.iter_mut().zip(places.chunks_exact(each)) {
                    *count = f32::from_bits(places.iter().map(|place| self.mark(*place)).sum());
                }
            }
        }
    }
}

/// Nobody can guess who counts, so that nothing is asked on the way: each place is written down, and the next one over
/// it unless it counts.
fn write_down(words: &[u32], start: usize, limit: u64, places: &mut [u32], mut many: usize) -> usize {
    for (word, place) in words.iter().zip(start as u32..) {
        places[many] = place;
        many += usize::from(u64::from(*word) < limit);
    }
    many
}

#[cfg(test)]
pub(crate) mod tests {
    use std::cell::Cell;

    use super::{F32s, LANES, registers_mut};

    thread_local! {
        /// Registers of this thread's walks have no more lanes than that.
        pub static LANES_MAX: Cell<usize> = const { Cell::new(LANES) };
    }

    /// The widest registers that this thread's walks may use, if not the ones that were chosen.
    pub fn at_most_allowed(chosen: pulp::Arch) -> pulp::Arch {
        match LANES_MAX.get() {
            1 => pulp::Arch::Scalar,
            8 if is_wider(chosen) => {
                super::widths().into_iter().find(|one| !is_wider(one.arch)).expect("scalar").arch
            }
            _ => chosen,
        }
    }

    fn is_wider(arch: pulp::Arch) -> bool {
        #[cfg(target_arch = "x86_64")]
        return matches!(arch, pulp::Arch::V4(_));
        #[cfg(not(target_arch = "x86_64"))]
        return false;
    }

    /// What `work` gives on registers of eight lanes, or one member at a time.
    pub fn at_most<T>(lanes: usize, work: impl FnOnce() -> T) -> T {
        LANES_MAX.set(lanes);
        let result = work();
        LANES_MAX.set(LANES);
        result
    }

    /// What `work` gives one member at a time.
    pub fn narrow<T>(work: impl FnOnce() -> T) -> T {
        at_most(1, work)
    }

    wide! {
        fn cosines<S>(simd, column: &'a mut [f32]) {
            for x in registers_mut::<S>(column) {
                *x = F32s::of(simd, *x).cos_turns().get();
            }
        }

        fn counts<S>(simd, counts: &'a [u32], numbers: &'a mut [f32]) {
            for (number, count) in registers_mut::<S>(numbers).iter_mut().zip(S::as_simd_u32s(counts).0) {
                *number = F32s::count(simd, *count).get();
            }
        }
    }

    /// Numbers from low to high, a multiple of the lanes.
    fn grid(low: f32, high: f32) -> Vec<f32> {
        let many = 4096 * LANES;
        (0..many).map(|i| low + (high - low) * i as f32 / (many - 1) as f32).collect()
    }

    fn worst(low: f32, high: f32, walk: fn(&mut [f32]), exact: fn(f64) -> f64, relative: bool) -> f64 {
        let (x, mut y) = (grid(low, high), grid(low, high));
        walk(&mut y);
        let mut same = x.clone();
        narrow(|| walk(&mut same));
        assert!(y.iter().zip(&same).all(|(a, b)| a.to_bits() == b.to_bits()), "not the same at all widths");
        let error = |(x, y): (&f32, &f32)| {
            let exact = exact(f64::from(*x));
            (f64::from(*y) - exact).abs() / if relative { exact.abs() } else { exact.abs().max(1.0) }
        };
        x.iter().zip(&y).map(error).fold(0.0, f64::max)
    }

    #[test]
    fn functions_are_as_close_as_they_say() {
        assert!(worst(-86.9, 87.9, super::exp, libm::exp, true) < 2e-7);
        assert!(worst(-1.0, 1.0, super::exp, libm::exp, true) < 2e-7);
        for high in [1e-30, 1.0, 4.0, 1e30] {
            assert!(worst(1e-37, high, super::ln, libm::log, false) < 2e-7);
        }
        assert!(worst(0.0, 1.0, cosines, |x| libm::cos(2.0 * std::f64::consts::PI * x), false) < 1e-6);
    }

    #[test]
    fn the_exponential_of_very_little_is_nothing() {
        let mut x =
            [-87.1, -1e9, f32::MIN, 0.0, 88.0, 88.0, 0.0, 1.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0];
        super::exp(&mut x);
        assert_eq!(x[..4], [0.0, 0.0, 0.0, 1.0]);
    }

    #[test]
    fn counts_are_numbers() {
        let counts: Vec<u32> = (0..32).flat_map(|k| [1u32 << k, (1u32 << k) - 1, (1u32 << k) | 3]).collect();
        let mut numbers = vec![0.0; counts.len()];
        super::tests::counts(&counts, &mut numbers);
        let most = 8_388_607;
        assert!(
            counts.iter().zip(&numbers).all(|(count, number)| (*count).min(most) as f32 == *number),
            "{numbers:?}"
        );
    }

    wide! {
        fn counted<S>(simd, numbers: &'a [f32; LANES], point: f32) -> usize {
            super::up_to(simd, numbers, point)
        }
    }

    #[test]
    fn numbers_up_to_a_point_are_all_of_them() {
        for many in 0..=LANES {
            let numbers: [f32; LANES] = core::array::from_fn(|lane| if lane < many { 0.5 } else { 2.0 });
            assert_eq!(counted(&numbers, 0.5), many);
            assert_eq!(narrow(|| counted(&numbers, 0.5)), many);
            let mut turned = numbers;
            turned.reverse();
            assert_eq!(counted(&turned, 1.0), many);
        }
    }

    #[test]
    fn places_below_a_limit_are_all_of_them() {
        let words: Vec<u32> = (0..1003u32).map(|i| i.wrapping_mul(0x9e37_79b9)).collect();
        for many in [0, 1, 15, 16, 17, 64, 1003] {
            for limit in [0u64, 1, 1 << 29, 1 << 31, u64::from(u32::MAX), 1 << 32] {
                let plain: Vec<u32> = (0..many).filter(|i| u64::from(words[*i as usize]) < limit).collect();
                let mut places = vec![7; 3];
                super::below(&words[..many as usize], limit, &mut places);
                assert_eq!(places, plain, "{many} {limit}");
                narrow(|| super::below(&words[..many as usize], limit, &mut places));
                assert_eq!(places, plain, "{many} {limit}");
            }
        }
    }

    #[test]
    fn numbers_from_a_floor_on_are_all_of_them() {
        let numbers: Vec<u32> = (0..1003u32).map(|i| i.wrapping_mul(0x9e37_79b9) >> 20).collect();
        for many in [0, 1, 16, 17, 1003] {
            for floor in [0, 1, 1000, 4095, 4096] {
                let numbers = &numbers[..many];
                let plain: Vec<u32> = numbers.iter().copied().filter(|number| *number >= floor).collect();
                let found = || {
                    let mut found = vec![7; many + LANES];
                    let many = super::at_least(numbers, floor, &mut found);
                    found[..many].to_vec()
                };
                assert_eq!((found(), narrow(found)), (plain.clone(), plain), "{many} {floor}");
            }
        }
    }

    #[test]
    fn marks_are_counted_wherever_they_are() {
        // As many marks as registers hold, and more; owners from the first on and from a later one; near and far places; other
        // numbers of places than four.
        let few = [(16, 0, 4), (1024, 0, 4), (1040, 0, 4), (2032, 0, 4), (96, 0, 3)];
        for (many, first, each) in
            [&few[..], &[(2048, 0, 4), (4096, 0, 4), (9008, 0, 4), (9008, 2400, 4)]].concat()
        {
            let random = |i: usize| (i as u32).wrapping_mul(0x9e37_79b9) >> 8;
            let marks: Vec<bool> = (0..many).map(|i| random(i) % 3 == 0 || i + 1 == many).collect();
            let place = |i: usize| match random(i + many) as usize {
                odd if odd % 7 == 0 => u32::MAX,
                odd if odd % 11 == 0 => many as u32 - 1,
                odd if odd % 2 == 0 => ((i / each).saturating_sub(20) + odd % 40).min(many - 1) as u32,
                odd => (odd % many) as u32,
            };
            let places: Vec<u32> = (first * each..many * each).map(place).collect();
            let is_marked = |place: &&u32| **place != u32::MAX && marks[**place as usize];
            let plain: Vec<u32> =
                places.chunks(each).map(|own| own.iter().filter(is_marked).count() as u32).collect();
            let counted = || {
                let mut counts = vec![9.0; many - first];
                let mut noted = super::BitSet::default();
                noted.note(&vec![true; 30_000]);
                noted.note(&marks);
                noted.count(first, &places, each, &mut counts);
                counts.into_iter().map(f32::to_bits).collect::<Vec<u32>>()
            };
            assert!(many < 1000 || (plain.contains(&(each as u32)) && plain.contains(&0)));
            assert_eq!((&counted(), &narrow(counted)), (&plain, &plain), "{many} {first} {each}");
        }
    }

    #[test]
    fn numbers_are_looked_up_in_tables_of_any_length() {
        for known in [1u32, 5, 31, 32, 33, 500] {
            let table: Vec<f32> = (0..known).map(|k| (k * k) as f32 + 0.5).collect();
            let numbers: Vec<u32> = (0..160u32).map(|i| i.wrapping_mul(0x9e37_79b9) % known).collect();
            let mut values = vec![0.0; numbers.len()];
            let plain: Vec<f32> = numbers.iter().map(|k| table[*k as usize]).collect();
            super::look_up(&table, &numbers, &mut values);
            assert_eq!(values, plain, "{known}");
            narrow(|| super::look_up(&table, &numbers, &mut values));
            assert_eq!(values, plain, "{known}");
        }
    }

    wide! {
        /// The smaller and the larger of each two, as bits, and the largest of all.
        fn extremes<S>(simd, a: &'a [f32; LANES], b: &'a [f32; LANES]) -> ([[u32; LANES]; 2], f32) {
            let mut both = [[0.0; LANES]; 2];
            let mut largest = f32::NEG_INFINITY;
            let pairs = super::registers::<S>(a).iter().zip(super::registers::<S>(b));
            let [low, high] = &mut both;
            let places = registers_mut::<S>(low).iter_mut().zip(registers_mut::<S>(high));
            for ((low, high), (a, b)) in places.zip(pairs) {
                let (a, b) = (F32s::of(simd, *a), F32s::of(simd, *b));
                (*low, *high) = (a.min(b).get(), a.max(b).get());
                largest = largest.max(a.max(b).largest());
            }
            (both.map(|lanes| lanes.map(f32::to_bits)), largest)
        }
    }

    #[test]
    fn extremes_are_the_same_at_any_width() {
        // Zeros of either sign, which are alike: the first stays.
        let cases = [-0.0, 0.0, 1.5, -2.0];
        let a: [f32; LANES] = core::array::from_fn(|lane| cases[lane / 4]);
        let b: [f32; LANES] = core::array::from_fn(|lane| cases[lane % 4]);
        let low = core::array::from_fn(|lane| if b[lane] < a[lane] { b[lane] } else { a[lane] }.to_bits());
        let high = core::array::from_fn(|lane| if a[lane] < b[lane] { b[lane] } else { a[lane] }.to_bits());
        for lanes in [1, 8, LANES] {
            assert_eq!(at_most(lanes, || extremes(&a, &b)), ([low, high], 1.5), "{lanes} lanes");
        }
    }

    #[test]
    fn sums_are_the_same_at_any_width() {
        let column: Vec<f32> = (0..160).map(|i| 1.0 / (1 + i) as f32).collect();
        let sum = super::sum(&column);
        for lanes in [1, 8] {
            assert_eq!(sum.to_bits(), at_most(lanes, || super::sum(&column)).to_bits(), "{lanes} lanes");
        }
        assert!((f64::from(sum) - column.iter().map(|x| f64::from(*x)).sum::<f64>()).abs() < 1e-5);
    }
}
