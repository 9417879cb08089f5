//! Kernels: functions over columns of members, on the vector registers of the machine.
//!
//! A column has one number for each slot of an organization. A kernel reads and writes columns register by register. It is
//! written once, over [`F32s`], and the [`kernel!`] macro compiles it for each width: sixteen lanes (AVX-512), eight (AVX2),
//! four (NEON, WebAssembly) and one. [`dispatch`] runs the widest that the machine has, or the one that `THERMIDOR_SIMD` names;
//! see [`width()`].
//!
//! # Why all widths give the same bytes
//!
//! - **One member at a time, nothing depends on the width.** IEEE 754 defines +, −, ×, ÷ and √ to the last bit, in every lane of
//!   every machine.
//! - **Sums have sixteen lanes at every width.** Slot i of a local is added to lane i mod 16 ([`LaneSums`]). A narrow register
//!   keeps a part of the sixteen sums. At the end the upper half is added to the lower half, and so on.
//! - **Products are fused at every width or at none.** [`F32s::mul_add`] rounds once, also where the machine has no such
//!   instruction. `x * a + b` rounds twice: the compiler does not contract it.
//! - **Functions are polynomials of these operations.** `exp`, `ln` and `cos_turns` call no library of the platform.
//! - **Equal operands are settled.** `min` and `max` give the first of two equal numbers, which matters for zeros of two signs.
//!
//! Compression, gathering and sorting have no rounding. Each has one right result, so `avx512` may compute it in another way.
//!
//! # What may be written in a kernel
//!
//! - Arithmetic of [`F32s`], comparisons that give a [`Mask`], and [`Mask::choose`] between two results.
//! - Sums of members in [`LaneSums`] only. The register `i` of a column belongs to part `i % per_row` of a row.
//! - Branches on numbers of a local or of the organization, outside the loop over registers.
//! - Calls of `#[inline(always)]` functions. Any other function is compiled for the narrowest machine, and its arguments
//!   go through memory.
//!
//! # What may not
//!
//! - A branch on a member's number or on a random word: it is unpredictable, and registers hold many members. Compute both
//!   results and choose.
//! - `reduce_sum_f32s` and the like, whose order depends on the width; approximate reciprocals and roots; `f32::exp`.
//! - A loop for the rest of a column. Locals have whole rows of [`LANES`] slots. Empty slots hold numbers that change no sum, or the
//!   occupancy column masks them ([`masks`]).
//! - An allocation, or anything that can fail.
//!
//! # A worked kernel
//!
//! ```
//! use thermidor_core::simd::{F32s, LaneSums, kernel, per_row, registers_mut};
//!
//! kernel! {
//!     /// Moves each share towards a target at a rate, but none above 0.9; returns the sum of all.
//!     fn approach<S>(simd, shares: &'a mut [f32], target: f32, rate: f32) -> f32 {
//!         // The same number in all lanes.
//!         let all = |value| F32s::<S>::all(simd, value);
//!         let mut sum = LaneSums::zero(simd);
//!         for (i, share) in registers_mut::<S>(shares).iter_mut().enumerate() {
//!             let before = F32s::of(simd, *share);
//!             let after = before + all(rate) * (all(target) - before);
//!             // Both results, and a choice instead of a branch.
//!             let after = after.below(all(0.9)).choose(after, before);
//!             sum.add(i % per_row::<S>(), after);
//!             *share = after.get();
//!         }
//!         sum.total()
//!     }
//! }
//!
//! // Two rows of sixteen members.
//! let mut shares = [0.5; 32];
//! shares[20] = 0.875;
//! let sum = approach(&mut shares, 1.0, 0.5);
//! assert_eq!((shares[0], shares[20]), (0.75, 0.875));
//! assert_eq!(sum, 31.0 * 0.75 + 0.875);
//! ```

#[doc(no_inline)]
pub use pulp;
use pulp::Simd;

pub(crate) mod avx512;
mod bitset;
mod columns;
mod lanes;
mod width;

#[cfg(test)]
pub(crate) mod tests;

pub use bitset::BitSet;
pub use columns::{compress_at_least, compress_below, exp, gather, largest, ln, share, sum};
pub use lanes::{F32s, LaneSums, Mask, count_at_most, reduce_halves};
pub use width::{VARIABLE, Width, width, widths};

/// Numbers of a row, and lanes of every sum. A local has a multiple of it in slots.
pub const LANES: usize = 16;

/// Declares kernels: `kernel! { fn name<S>(simd, column: &'a mut [f32], factor: f32) -> f32 { … } }` declares a function
/// `name(column, factor)` that runs its body at the chosen width. References have the lifetime `'a`.
#[doc(hidden)]
#[macro_export]
macro_rules! kernel {
    ($($(#[$meta:meta])* $vis:vis fn $name:ident<$S:ident>($simd:ident, $($arg:ident: $type:ty),* $(,)?) $(-> $out:ty)? $body:block)*) => {$(
        $(#[$meta])*
        #[allow(clippy::too_many_arguments, reason = "columns")]
        $vis fn $name<'a>($($arg: $type),*) $(-> $out)? {
            struct Kernel<'a> { $($arg: $type,)* lifetime: ::std::marker::PhantomData<&'a ()> }
            #[allow(unused_parens, reason = "a kernel may return nothing")]
            impl<'a> $crate::simd::pulp::WithSimd for Kernel<'a> {
                type Output = ($($out)?);
                #[inline(always)]
                fn with_simd<$S: $crate::simd::pulp::Simd>(self, $simd: $S) -> Self::Output {
                    let Self { $($arg,)* .. } = self;
                    $body
                }
            }
            $crate::simd::dispatch(Kernel { $($arg,)* lifetime: ::std::marker::PhantomData })
        }
    )*};
}
#[doc(inline)]
pub use kernel;

/// Runs a kernel at the chosen width: see [`width()`].
///
/// # Panics
/// If `THERMIDOR_SIMD` names a width that the machine lacks; the command and the Python package refuse it before.
#[inline]
pub fn dispatch<K: pulp::WithSimd>(kernel: K) -> K::Output {
    arch().dispatch(kernel)
}

#[inline]
fn arch() -> pulp::Arch {
    let chosen = width().unwrap_or_else(|refusal| panic!("{refusal}")).arch;
    #[cfg(test)]
    let chosen = tests::at_most_allowed(chosen);
    chosen
}

/// Registers of a row of [`LANES`] numbers.
#[inline(always)]
pub const fn per_row<S: Simd>() -> usize {
    LANES / S::F32_LANES
}

/// A column as registers; numbers after the last whole register are left out.
#[inline(always)]
pub fn registers<S: Simd>(column: &[f32]) -> &[S::f32s] {
    S::as_simd_f32s(column).0
}

/// A column of truth values, in parts as long as a register: each makes a [`Mask`].
#[inline(always)]
pub fn masks<S: Simd>(column: &[bool]) -> std::slice::ChunksExact<'_, bool> {
    column.chunks_exact(S::F32_LANES)
}

/// A column as registers that can be written.
#[inline(always)]
pub fn registers_mut<S: Simd>(column: &mut [f32]) -> &mut [S::f32s] {
    S::as_mut_simd_f32s(column).0
}
