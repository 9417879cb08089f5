//! The same bytes at all widths, and the errors of the functions.

use std::cell::Cell;

use super::{BitSet, F32s, LANES, kernel, registers_mut};

thread_local! {
    /// Most lanes that registers of this thread's kernels may have.
    pub static LANES_MAX: Cell<usize> = const { Cell::new(LANES) };
}

/// The chosen width, or the widest that this thread's kernels may use.
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

/// Runs `work` on registers of eight lanes, or one member at a time.
pub fn at_most<T>(lanes: usize, work: impl FnOnce() -> T) -> T {
    LANES_MAX.set(lanes);
    let result = work();
    LANES_MAX.set(LANES);
    result
}

/// Runs `work` one member at a time.
pub fn narrow<T>(work: impl FnOnce() -> T) -> T {
    at_most(1, work)
}

kernel! {
    fn cosines<S>(simd, column: &'a mut [f32]) {
        for x in registers_mut::<S>(column) {
            *x = F32s::of(simd, *x).cos_turns().get();
        }
    }

    fn counts<S>(simd, counts: &'a [u32], numbers: &'a mut [f32]) {
        for (number, count) in registers_mut::<S>(numbers).iter_mut().zip(S::as_simd_u32s(counts).0) {
            *number = F32s::from_counts(simd, *count).get();
        }
    }
}

/// Numbers from low to high, a multiple of the lanes.
fn grid(low: f32, high: f32) -> Vec<f32> {
    let many = 4096 * LANES;
    (0..many).map(|i| low + (high - low) * i as f32 / (many - 1) as f32).collect()
}

fn worst(low: f32, high: f32, kernel: fn(&mut [f32]), exact: fn(f64) -> f64, relative: bool) -> f64 {
    let (x, mut y) = (grid(low, high), grid(low, high));
    kernel(&mut y);
    let mut same = x.clone();
    narrow(|| kernel(&mut same));
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
    let mut x = [-87.1, -1e9, f32::MIN, 0.0, 88.0, 88.0, 0.0, 1.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0];
    super::exp(&mut x);
    assert_eq!(x[..4], [0.0, 0.0, 0.0, 1.0]);
}

#[test]
fn counts_are_numbers() {
    let counts: Vec<u32> = (0..32).flat_map(|k| [1u32 << k, (1u32 << k) - 1, (1u32 << k) | 3]).collect();
    let mut numbers = vec![0.0; counts.len()];
    self::counts(&counts, &mut numbers);
    let most = 8_388_607;
    assert!(
        counts.iter().zip(&numbers).all(|(count, number)| (*count).min(most) as f32 == *number),
        "{numbers:?}"
    );
}

kernel! {
    fn counted<S>(simd, numbers: &'a [f32; LANES], point: f32) -> usize {
        super::count_at_most(simd, numbers, point)
    }
}

#[test]
fn numbers_at_most_a_point_are_counted() {
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
fn compress_below_finds_all() {
    let words: Vec<u32> = (0..1003u32).map(|i| i.wrapping_mul(0x9e37_79b9)).collect();
    for many in [0, 1, 15, 16, 17, 64, 1003] {
        for limit in [0u64, 1, 1 << 29, 1 << 31, u64::from(u32::MAX), 1 << 32] {
            let plain: Vec<u32> = (0..many).filter(|i| u64::from(words[*i as usize]) < limit).collect();
            let mut places = vec![7; 3];
            super::compress_below(&words[..many as usize], limit, &mut places);
            assert_eq!(places, plain, "{many} {limit}");
            narrow(|| super::compress_below(&words[..many as usize], limit, &mut places));
            assert_eq!(places, plain, "{many} {limit}");
        }
    }
}

#[test]
fn compress_at_least_finds_all() {
    let numbers: Vec<u32> = (0..1003u32).map(|i| i.wrapping_mul(0x9e37_79b9) >> 20).collect();
    for many in [0, 1, 16, 17, 1003] {
        for floor in [0, 1, 1000, 4095, 4096] {
            let numbers = &numbers[..many];
            let plain: Vec<u32> = numbers.iter().copied().filter(|number| *number >= floor).collect();
            let found = || {
                let mut found = vec![7; many + LANES];
                let many = super::compress_at_least(numbers, floor, &mut found);
                found[..many].to_vec()
            };
            assert_eq!((found(), narrow(found)), (plain.clone(), plain), "{many} {floor}");
        }
    }
}

#[test]
fn neighbours_are_counted_near_and_far() {
    // Sets that registers hold, and larger ones; members from the first on and from a later one; near and far neighbours;
    // other numbers of neighbours than four.
    let few = [(16, 0, 4), (1024, 0, 4), (1040, 0, 4), (2032, 0, 4), (96, 0, 3)];
    for (many, first, each) in
        [&few[..], &[(2048, 0, 4), (4096, 0, 4), (9008, 0, 4), (9008, 2400, 4)]].concat()
    {
        let random = |i: usize| (i as u32).wrapping_mul(0x9e37_79b9) >> 8;
        let members: Vec<bool> = (0..many).map(|i| random(i) % 3 == 0 || i + 1 == many).collect();
        let neighbour = |i: usize| match random(i + many) as usize {
            odd if odd % 7 == 0 => u32::MAX,
            odd if odd % 11 == 0 => many as u32 - 1,
            odd if odd % 2 == 0 => ((i / each).saturating_sub(20) + odd % 40).min(many - 1) as u32,
            odd => (odd % many) as u32,
        };
        let neighbours: Vec<u32> = (first * each..many * each).map(neighbour).collect();
        let is_in = |slot: &&u32| **slot != u32::MAX && members[**slot as usize];
        let plain: Vec<u32> =
            neighbours.chunks(each).map(|own| own.iter().filter(is_in).count() as u32).collect();
        let counted = || {
            let mut counts = vec![9; many - first];
            let mut set = BitSet::default();
            set.assign(&vec![true; 30_000]);
            set.assign(&members);
            set.count_neighbours(first, &neighbours, each, &mut counts);
            counts
        };
        assert!(many < 1000 || (plain.contains(&(each as u32)) && plain.contains(&0)));
        assert_eq!((&counted(), &narrow(counted)), (&plain, &plain), "{many} {first} {each}");
    }
}

#[test]
fn tables_of_any_length_are_gathered() {
    for known in [1u32, 5, 31, 32, 33, 500] {
        let table: Vec<f32> = (0..known).map(|k| (k * k) as f32 + 0.5).collect();
        let numbers: Vec<u32> = (0..160u32).map(|i| i.wrapping_mul(0x9e37_79b9) % known).collect();
        let mut values = vec![0.0; numbers.len()];
        let plain: Vec<f32> = numbers.iter().map(|k| table[*k as usize]).collect();
        super::gather(&table, &numbers, &mut values);
        assert_eq!(values, plain, "{known}");
        narrow(|| super::gather(&table, &numbers, &mut values));
        assert_eq!(values, plain, "{known}");
    }
}

kernel! {
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
