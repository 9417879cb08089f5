//! Numbers in registers: arithmetic, masks, and sums whose order does not depend on the width.

use std::ops::{Add, Div, Mul, Sub};

use pulp::Simd;

use super::{LANES, per_row, registers, registers_mut};

/// The numbers of one register.
#[derive(Clone, Copy)]
pub struct F32s<S: Simd>(S, S::f32s);

/// One truth value for each lane of a register.
#[derive(Clone, Copy)]
pub struct Mask<S: Simd>(S, S::m32s);

/// Whether these are the registers of x86 with eight or sixteen lanes. Their instructions reduce halves with halves, and their
/// minimum and maximum give the second operand where neither is larger; other machines need more steps for the same bytes.
#[inline(always)]
const fn is_x86<S: Simd>() -> bool {
    cfg!(target_arch = "x86_64") && per_row::<S>() <= 2
}

impl<S: Simd> F32s<S> {
    /// The same number in all lanes.
    #[inline(always)]
    pub fn all(simd: S, value: f32) -> Self {
        Self(simd, simd.splat_f32s(value))
    }

    /// The numbers of a register.
    #[inline(always)]
    pub fn of(simd: S, register: S::f32s) -> Self {
        Self(simd, register)
    }

    /// The register.
    #[inline(always)]
    pub fn get(self) -> S::f32s {
        self.1
    }

    /// Random words as uniforms on [0, 1), in steps of 2⁻²³.
    #[inline(always)]
    pub fn uniform(simd: S, words: S::u32s) -> Self {
        let mantissa = simd.wrapping_dyn_shr_u32s(words, simd.splat_u32s(9));
        let bits = simd.or_u32s(mantissa, simd.splat_u32s(1.0f32.to_bits()));
        Self(simd, simd.transmute_f32s_u32s(bits)) - Self::all(simd, 1.0)
    }

    /// Counts as numbers; counts above 2²³ − 1 become 2²³ − 1.
    #[inline(always)]
    pub fn from_counts(simd: S, counts: S::u32s) -> Self {
        // A count fits the mantissa of 2²³, to which it is added bit by bit.
        const BASE: f32 = 8_388_608.0;
        let most = simd.splat_u32s(0x007f_ffff);
        let counts = simd.min_u32s(counts, most);
        let bits = simd.or_u32s(counts, simd.splat_u32s(BASE.to_bits()));
        Self(simd, simd.transmute_f32s_u32s(bits)) - Self::all(simd, BASE)
    }

    /// Lanes in which this is below the other.
    #[inline(always)]
    pub fn below(self, other: Self) -> Mask<S> {
        Mask(self.0, self.0.less_than_f32s(self.1, other.1))
    }

    /// Lanes in which this is not above the other.
    #[inline(always)]
    pub fn at_most(self, other: Self) -> Mask<S> {
        Mask(self.0, self.0.less_than_or_equal_f32s(self.1, other.1))
    }

    /// The smaller of both; this one where they are equal, as zeros of both signs are.
    #[inline(always)]
    pub fn min(self, other: Self) -> Self {
        if is_x86::<S>() {
            return Self(self.0, self.0.min_f32s(other.1, self.1));
        }
        other.below(self).choose(other, self)
    }

    /// The larger of both; this one where they are equal, as zeros of both signs are.
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
        reduce_halves(lanes, |a, b| if a > b { a } else { b })
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

    /// This × factor + more, rounded once at every width; one instruction on most machines.
    #[inline(always)]
    pub fn mul_add(self, factor: Self, more: Self) -> Self {
        Self(self.0, self.0.mul_add_f32s(self.1, factor.1, more.1))
    }

    /// eˣ with a relative error below 2·10⁻⁷; 0 below −87. Polynomial of Cephes' `expf`.
    #[inline(always)]
    pub fn exp(self) -> Self {
        let simd = self.0;
        let all = |value| Self::all(simd, value);
        let x = self.max(all(-87.0)).min(all(88.0));
        // Adding 1.5·2²³ rounds to a whole number, which the lowest bits then hold.
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

    /// Natural logarithm, for numbers from 2⁻¹²⁶ on. The error is below 2·10⁻⁷, relative where |ln x| > 1. Polynomial of
    /// Cephes' `logf`.
    #[inline(always)]
    pub fn ln(self) -> Self {
        let simd = self.0;
        let all = |value| Self::all(simd, value);
        // x = 2ᵏ·m with m from √½ to √2.
        let root_half = std::f32::consts::FRAC_1_SQRT_2.to_bits();
        let bits = simd.transmute_u32s_f32s(self.1);
        let shifted = simd.add_u32s(bits, simd.splat_u32s(1.0f32.to_bits() - root_half));
        let exponent = simd.wrapping_dyn_shr_u32s(shifted, simd.splat_u32s(23));
        let k = Self::from_counts(simd, exponent) - all(127.0);
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

    /// cos 2πx with an error below 10⁻⁶, for x from 0 to 1.
    #[inline(always)]
    pub fn cos_turns(self) -> Self {
        let all = |value| Self::all(self.0, value);
        // cos 2πx = 2 sin²(π(x − ½)) − 1; within a quarter turn the sine needs few terms.
        let z = (self - all(0.5)) * all(std::f32::consts::PI);
        let squared = z * z;
        let mut poly = all(-2.505_210_8e-8);
        for coefficient in [2.755_731_9e-6, -1.984_127e-4, 8.333_333e-3, -1.666_666_7e-1, 1.0] {
            poly = poly.mul_add(squared, all(coefficient));
        }
        let sine = z * poly;
        (all(2.0) * sine).mul_add(sine, all(-1.0))
    }

    /// A standard normal deviate from two uniforms on [0, 1) (Box and Muller 1958).
    #[inline(always)]
    pub fn normal(uniform: Self, turns: Self) -> Self {
        let all = |value| Self::all(uniform.0, value);
        (all(-2.0) * (all(1.0) - uniform).ln()).sqrt() * turns.cos_turns()
    }
}

impl<S: Simd> Mask<S> {
    /// Truth values of a column, one for each lane of a register.
    #[inline(always)]
    pub fn of(simd: S, values: &[bool]) -> Self {
        let mut words = [0; LANES];
        for (word, value) in words.iter_mut().zip(values) {
            *word = u32::from(*value);
        }
        Self::equal(simd, S::as_simd_u32s(&words).0[0], 1)
    }

    /// Lanes in which both are true.
    #[inline(always)]
    pub fn and(self, other: Self) -> Self {
        Self(self.0, self.0.and_m32s(self.1, other.1))
    }

    /// 1 in lanes in which it is true, 0 in the others.
    #[inline(always)]
    pub fn ones(self) -> S::u32s {
        self.0.select_u32s(self.1, self.0.splat_u32s(1), self.0.splat_u32s(0))
    }

    /// Number of lanes in which it is true.
    #[inline(always)]
    pub fn count(self) -> usize {
        // AVX-512 has mask registers with one bit a lane; elsewhere a mask is a register of numbers.
        match const { size_of::<S::m32s>() } {
            1 => pulp::bytemuck::cast::<_, u8>(self.1).count_ones() as usize,
            2 => pulp::bytemuck::cast::<_, u16>(self.1).count_ones() as usize,
            _ => {
                let ones = self.choose(F32s::all(self.0, 1.0), F32s::all(self.0, 0.0));
                self.0.reduce_sum_f32s(ones.get()) as usize
            }
        }
    }

    /// `yes` in lanes in which it is true, `no` in the others.
    #[inline(always)]
    pub fn choose(self, yes: F32s<S>, no: F32s<S>) -> F32s<S> {
        F32s(self.0, self.0.select_f32s(self.1, yes.1, no.1))
    }

    /// Lanes in which a number equals `one`.
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

/// A sum in [`LANES`] lanes: slot i of a local is added to lane i mod [`LANES`], at every width.
#[derive(Clone, Copy)]
pub struct LaneSums<S: Simd>([F32s<S>; LANES]);

impl<S: Simd> LaneSums<S> {
    /// Sums of nothing.
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

    /// The sum of all lanes, halves added to halves.
    #[inline(always)]
    pub fn total(self) -> f32 {
        if is_x86::<S>() {
            let sums = if per_row::<S>() == 1 { self.0[0] } else { self.0[0] + self.0[1] };
            return sums.0.reduce_sum_f32s(sums.1);
        }
        reduce_halves(self.lanes(), |a, b| a + b)
    }
}

/// Number of a row's numbers that are not above a point.
#[inline(always)]
pub fn count_at_most<S: Simd>(simd: S, numbers: &[f32; LANES], point: f32) -> usize {
    let point = F32s::all(simd, point);
    registers::<S>(numbers).iter().map(|register| F32s::of(simd, *register).at_most(point).count()).sum()
}

/// Joins the upper half of the lanes to the lower half, and so on until one lane is left.
#[inline(always)]
pub fn reduce_halves<T: Copy>(mut lanes: [T; LANES], join: impl Fn(T, T) -> T) -> T {
    let mut half = LANES / 2;
    while half > 0 {
        for lane in 0..half {
            lanes[lane] = join(lanes[lane], lanes[lane + half]);
        }
        half /= 2;
    }
    lanes[0]
}
