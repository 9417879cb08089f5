use std::collections::BTreeMap;

use toml::Value;

use super::Sampler;
use crate::sweep::experiment::{Block, Design, Factor, Scale};
use thermidor_scenario::read::parse_study;
use thermidor_scenario::template::Template;

fn template() -> Template {
    let study = parse_study("t", "[[shocks.isolation]]\n[[variant]]\nname = \"other\"\n", &[], &[]);
    Template::new(&study.unwrap())
}

fn range(path: &str, from: f64, to: f64, steps: u32, scale: Scale) -> Factor {
    Factor { path: path.into(), from: Some(from), to: Some(to), steps, scale, ..Factor::default() }
}

fn sampler(design: Design, points: u32, factor: Vec<Factor>) -> Sampler {
    let block = Block { design, points, factor, ..Block::default() };
    Sampler::new(&block, 0, &template(), &BTreeMap::new())
        .map_err(|problems| format!("{problems:?}"))
        .unwrap()
        .0
}

fn problems(design: Design, points: u32, factor: Vec<Factor>) -> String {
    let block = Block { design, points, factor, ..Block::default() };
    match Sampler::new(&block, 0, &template(), &BTreeMap::new()) {
        Ok(_) => String::new(),
        Err(problems) => thermidor_scenario::source::told(None, &problems),
    }
}

#[test]
fn scales_end_where_they_were_told_to() {
    let ratios = sampler(Design::Grid, 0, vec![range("voice.fusion", 0.01, 1.0, 3, Scale::Log)]);
    let values: Vec<f64> = (0..3).map(|i| ratios.point(i)[0].as_float().unwrap()).collect();
    assert_eq!((values[0], values[2]), (0.01, 1.0));
    assert!((values[1] - 0.1).abs() < 1e-12);
    // Whole numbers that fall together are one value.
    let few = sampler(Design::Grid, 0, vec![range("mandates.term_ticks", 1.0, 3.0, 9, Scale::Linear)]);
    assert_eq!(few.len(), 3);
}

#[test]
fn a_latin_hypercube_has_a_point_in_every_slice_of_every_factor() {
    let factors = vec![
        range("voice.fusion", 0.0, 1.0, 0, Scale::Linear),
        range("voice.tolerance", 0.0, 1.0, 0, Scale::Linear),
    ];
    let cube = sampler(Design::LatinHypercube, 40, factors);
    for factor in 0..2 {
        let mut slices: Vec<u32> =
            (0..40).map(|i| (cube.point(i)[factor].as_float().unwrap() * 40.0) as u32).collect();
        slices.sort_unstable();
        assert_eq!(slices, (0..40).collect::<Vec<_>>());
    }
}

/// How unevenly points lie: the largest share by which the number in a box from the origin is off its area.
fn discrepancy(points: &[(f64, f64)]) -> f64 {
    let inside = |x: f64, y: f64| points.iter().filter(|(a, b)| *a < x && *b < y).count() as f64;
    let corners = (1..=20).flat_map(|i| (1..=20).map(move |j| (f64::from(i) / 20.0, f64::from(j) / 20.0)));
    corners.map(|(x, y)| (inside(x, y) / points.len() as f64 - x * y).abs()).fold(0.0, f64::max)
}

#[test]
fn sobol_points_lie_more_evenly_than_random_ones_and_the_first_stay_when_more_come() {
    let pairs = |design, n: u32| -> Vec<(f64, f64)> {
        let factors = vec![
            range("voice.fusion", 0.0, 1.0, 0, Scale::Linear),
            range("voice.tolerance", 0.0, 1.0, 0, Scale::Linear),
        ];
        let drawn = sampler(design, n, factors);
        (0..n).map(|i| drawn.point(i)).map(|p| (p[0].as_float().unwrap(), p[1].as_float().unwrap())).collect()
    };
    let (even, any) = (pairs(Design::Sobol, 256), pairs(Design::Random, 256));
    assert!(3.0 * discrepancy(&even) < discrepancy(&any), "{} {}", discrepancy(&even), discrepancy(&any));
    assert_eq!(even[..], pairs(Design::Sobol, 1000)[..256]);
    assert_eq!(any[..], pairs(Design::Random, 1000)[..256]);
}

#[test]
fn drawn_whole_numbers_reach_both_ends_equally_often() {
    let drawn = sampler(Design::Sobol, 4096, vec![range("mandates.term_ticks", 3.0, 6.0, 0, Scale::Linear)]);
    let mut counts = BTreeMap::new();
    (0..4096).for_each(|i| *counts.entry(drawn.point(i)[0].as_integer().unwrap()).or_insert(0) += 1);
    assert_eq!(counts.keys().copied().collect::<Vec<_>>(), [3, 4, 5, 6]);
    assert!(counts.values().all(|count| (1000..1050).contains(count)), "{counts:?}");
}

#[test]
fn parts_variants_and_timing_can_vary() {
    let path = |path: &str| Factor { path: path.into(), ..Factor::default() };
    let grid = sampler(
        Design::Grid,
        0,
        vec![
            path("lottery"),
            path("variant"),
            range("shocks.isolation.0.start_tick", 12.0, 36.0, 2, Scale::Linear),
        ],
    );
    assert_eq!(grid.len(), 8);
    let last = grid.point(7);
    assert_eq!(last, [Value::Boolean(true), Value::String("other".into()), Value::Integer(36)]);
}

#[test]
fn what_is_wrong_is_said() {
    let fusion = |values: &[f64]| Factor {
        path: "voice.fusion".into(),
        values: values.iter().map(|value| Value::Float(*value)).collect(),
        ..Factor::default()
    };
    let linear = Scale::Linear;
    for (found, part) in [
        (problems(Design::Grid, 0, vec![]), "the design is empty"),
        (problems(Design::Grid, 0, vec![fusion(&[])]), "has no values"),
        (problems(Design::Sobol, 0, vec![range("voice.fusion", 0.0, 1.0, 0, linear)]), "no points"),
        (problems(Design::Sobol, 70_000, vec![range("voice.fusion", 0.0, 1.0, 0, linear)]), "65536"),
        (
            problems(Design::Zip, 0, vec![fusion(&[0.1]), range("voice.tolerance", 0.0, 1.0, 3, linear)]),
            "as many values",
        ),
        (problems(Design::Grid, 0, vec![range("voice.fusion", 0.0, 7.0, 3, linear)]), "out of range"),
        (problems(Design::Grid, 0, vec![range("voice.fusion", 0.5, 0.1, 3, linear)]), "above"),
        (problems(Design::Grid, 0, vec![range("voice.fusion", 0.0, 1.0, 3, Scale::Log)]), "equal ratios"),
        (
            problems(Design::Grid, 0, vec![range("voice.fushion", 0.0, 1.0, 3, linear)]),
            "did you mean `fusion`",
        ),
        (
            problems(Design::Grid, 0, vec![range("organizations", 1.0, 10.0, 3, linear)]),
            "set replicates instead",
        ),
        (problems(Design::List, 0, vec![]), "needs a file"),
    ] {
        assert!(found.contains(part), "{part} is missing in:\n{found}");
    }
}
