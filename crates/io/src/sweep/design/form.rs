//! The form of a block, whatever its values: what its design needs, and what it has no use for.

use super::problem;
use crate::sweep::experiment::{Block, Design};
use thermidor_scenario::Problem;

/// Longest sequence that the library of Sobol' sequences gives.
const MOST_SOBOL: u32 = 1 << 16;
/// Most factors that it gives one for.
const MOST_SOBOL_FACTORS: usize = sobol_burley::NUM_DIMENSIONS as usize;

/// The problems in the form of a block.
pub(super) fn problems(block: &Block, place: &str) -> Vec<Problem> {
    let of_design = if block.design == Design::List { of_a_list(block) } else { of_factors(block) };
    let all = of_design.into_iter().chain(of_points(block));
    all.map(|(key, message, help)| problem(&format!("{place}.{key}"), message, help)).collect()
}

/// The key that is wrong, what is wrong with it, and what to do.
type Wrong = (&'static str, &'static str, &'static str);

/// Those of a list: `wrong` where the condition holds.
fn chosen<const N: usize>(all: [(bool, Wrong); N]) -> Vec<Wrong> {
    all.into_iter().filter(|(is_wrong, _)| *is_wrong).map(|(_, wrong)| wrong).collect()
}

fn of_a_list(block: &Block) -> Vec<Wrong> {
    chosen([
        (
            block.file.is_empty(),
            (
                "design",
                "a list needs a file",
                "add file = \"points.csv\", with a column a path and a row a point",
            ),
        ),
        (
            !block.factor.is_empty(),
            (
                "factor",
                "the columns of a list are its factors",
                "leave the factors out, or put them in another [[block]]",
            ),
        ),
    ])
}

fn of_factors(block: &Block) -> Vec<Wrong> {
    chosen([
        (!block.file.is_empty(), ("file", "only a list has a file", "use design = \"list\"")),
        (
            block.factor.is_empty(),
            (
                "factor",
                "the design is empty: there is no factor",
                "add a [[block.factor]] with a path and values",
            ),
        ),
    ])
}

fn of_points(block: &Block) -> Vec<Wrong> {
    let (is_drawn, is_sobol) = (block.design.is_drawn(), block.design == Design::Sobol);
    chosen([
        (
            is_drawn && block.points == 0,
            ("points", "the design is empty: it has no points", "add points = 100"),
        ),
        (
            !is_drawn && block.points != 0,
            (
                "points",
                "the factors say how many points there are",
                "leave points out, or use a design that is drawn, such as \"sobol\"",
            ),
        ),
        (
            is_sobol && block.points > MOST_SOBOL,
            (
                "points",
                "a Sobol' sequence here has at most 65536 points",
                "use fewer, or design = \"latin_hypercube\"",
            ),
        ),
        (
            is_sobol && block.factor.len() > MOST_SOBOL_FACTORS,
            ("factor", "a Sobol' sequence here has at most 256 factors", "use design = \"latin_hypercube\""),
        ),
    ])
}

/// The problem of zipped factors that have different numbers of values.
pub(super) fn unequal(lengths: &[u64], place: &str) -> Option<Problem> {
    lengths.iter().any(|length| *length != lengths[0]).then(|| {
        problem(
            &format!("{place}.factor"),
            &format!("factors that are zipped have as many values each, and these have {lengths:?}"),
            "give each as many values, or use design = \"grid\"",
        )
    })
}
