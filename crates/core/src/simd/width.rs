//! The width of the vector registers that kernels run on: the widest that the machine has, or the one that `THERMIDOR_SIMD`
//! names. All widths give the same bytes; a narrower one is for tests and for measurements.

use std::ffi::OsStr;
use std::sync::OnceLock;

use pulp::Arch;
#[cfg(target_arch = "x86_64")]
use pulp::x86::{V3, V4};

/// The environment variable that forces a width.
pub const VARIABLE: &str = "THERMIDOR_SIMD";

/// A width by name, as `THERMIDOR_SIMD` takes it.
#[derive(Debug, Clone, Copy)]
pub struct Width {
    /// `avx512`, `avx2`, `neon`, `simd128` or `scalar`.
    pub name: &'static str,
    pub(super) arch: Arch,
}

/// The widths that this machine has, the widest first; `scalar` is always among them.
pub fn widths() -> Vec<Width> {
    let mut widths = Vec::new();
    #[cfg(target_arch = "x86_64")]
    {
        widths.extend(V4::try_new().map(|simd| Width { name: "avx512", arch: Arch::V4(simd) }));
        widths.extend(V3::try_new().map(|simd| Width { name: "avx2", arch: Arch::V3(simd) }));
    }
    #[cfg(target_arch = "aarch64")]
    widths.push(Width { name: "neon", arch: Arch::new() });
    #[cfg(target_arch = "wasm32")]
    widths.push(Width { name: "simd128", arch: Arch::new() });
    widths.push(Width { name: "scalar", arch: Arch::Scalar });
    widths
}

/// The width that kernels run on. It is chosen once, at the first call.
///
/// # Errors
/// A message for the user where `THERMIDOR_SIMD` names a width that this machine lacks.
pub fn width() -> Result<Width, &'static str> {
    static CHOSEN: OnceLock<Result<Width, String>> = OnceLock::new();
    let choose = || choose(&widths(), std::env::var_os(VARIABLE).as_deref());
    CHOSEN.get_or_init(choose).as_ref().map(|width| *width).map_err(String::as_str)
}

fn choose(widths: &[Width], wanted: Option<&OsStr>) -> Result<Width, String> {
    let Some(wanted) = wanted.filter(|wanted| !wanted.is_empty()) else { return Ok(widths[0]) };
    widths.iter().find(|width| wanted == width.name).copied().ok_or_else(|| {
        let names: Vec<&str> = widths.iter().map(|width| width.name).collect();
        format!(
            "error: {VARIABLE}={} names no width of vector registers that this machine has\n  \
             help: use one of {}, or unset it for the widest",
            wanted.display(),
            names.join(", ")
        )
    })
}

#[cfg(test)]
mod tests {
    use std::ffi::OsStr;

    use super::{choose, widths};

    #[test]
    fn a_width_is_the_widest_or_the_one_that_is_named() {
        let widths = widths();
        for wanted in [None, Some(OsStr::new(""))] {
            assert_eq!(choose(&widths, wanted).map(|width| width.name), Ok(widths[0].name));
        }
        for width in &widths {
            assert_eq!(choose(&widths, Some(OsStr::new(width.name))).map(|one| one.name), Ok(width.name));
        }
        assert_eq!(widths.last().map(|width| width.name), Some("scalar"));
        let refusal = choose(&widths[1..], Some(OsStr::new("avx9000"))).expect_err("there is no such width");
        assert!(refusal.contains("THERMIDOR_SIMD=avx9000") && refusal.contains("scalar"), "{refusal}");
    }
}
