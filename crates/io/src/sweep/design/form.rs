//! The form of a block, whatever its values: what its design needs, and what it has no use for.

use crate::diagnostic::{Code, Diagnostic, Form};
use crate::sweep::experiment::{Block, Design};

/// Longest sequence that the library of Sobol' sequences gives.
const MOST_SOBOL: u32 = 1 << 16;
/// Largest number of factors that `sobol_burley` has sequences for.
const MOST_SOBOL_FACTORS: usize = sobol_burley::NUM_DIMENSIONS as usize;

/// The problems in the form of a block.
pub(super) fn problems(block: &Block, place: &str) -> Vec<Diagnostic> {
    let of_design = if block.design == Design::List { of_a_list(block) } else { of_factors(block) };
    let all = of_design.into_iter().chain(of_points(block));
    all.map(|(key, form)| Diagnostic::new(format!("{place}.{key}"), form.into())).collect()
}

/// The key that is wrong, and what is wrong with it.
type Wrong = (&'static str, Form);

/// Those of a list: `wrong` where the condition holds.
fn chosen<const N: usize>(all: [(bool, Wrong); N]) -> Vec<Wrong> {
    all.into_iter().filter(|(is_wrong, _)| *is_wrong).map(|(_, wrong)| wrong).collect()
}

fn of_a_list(block: &Block) -> Vec<Wrong> {
    chosen([
        (block.file.is_empty(), ("design", Form::NoFile)),
        (!block.factor.is_empty(), ("factor", Form::FactorsOfAList)),
    ])
}

fn of_factors(block: &Block) -> Vec<Wrong> {
    chosen([
        (!block.file.is_empty(), ("file", Form::FileOfNoList)),
        (block.factor.is_empty(), ("factor", Form::NoFactor)),
    ])
}

fn of_points(block: &Block) -> Vec<Wrong> {
    let (is_drawn, is_sobol) = (block.design.is_drawn(), block.design == Design::Sobol);
    chosen([
        (is_drawn && block.points == 0, ("points", Form::NoPoints)),
        (!is_drawn && block.points != 0, ("points", Form::PointsOfNamed)),
        (is_sobol && block.points > MOST_SOBOL, ("points", Form::LongSobol)),
        (is_sobol && block.factor.len() > MOST_SOBOL_FACTORS, ("factor", Form::WideSobol)),
    ])
}

/// The problem of zipped factors that have different numbers of values.
pub(super) fn unequal(lengths: &[u64], place: &str) -> Option<Diagnostic> {
    let code = Code::UnequalLengths { lengths: lengths.to_vec() };
    let differ = lengths.iter().any(|length| *length != lengths[0]);
    differ.then(|| Diagnostic::new(format!("{place}.factor"), code))
}
