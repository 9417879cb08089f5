//! Different things come apart: no two of them correlate so that one would do, over a pooled ensemble.

use serde::Serialize;
use thermidor_core::history::History;
use thermidor_core::measures::position;
use thermidor_scenario::read;
use thermidor_stats::Interval;
use thermidor_stats::figures::plain;
use thermidor_stats::interval::{LEVEL, normal};

use super::Verdict;
use super::runs::{Watch, drawn};
use super::table::{Table, told};
use crate::Error;

/// The measures. Money is told twice: what the centre holds, and the share of dues that it spends.
const OF: [&str; 7] = [
    "central_share_stakes",
    "participation",
    "legitimacy",
    "central_resources",
    "removability",
    "replaceability",
    "central_dues",
];

/// A correlation beyond this makes two measures one.
const ONE: f64 = 0.85;

macro_rules! shipped {
    ($($name:literal)*) => { [$(($name, include_str!(concat!("../../../../../scenarios/", $name, ".toml")))),*] };
}

/// Six scenarios that come with the program: quiet, besieged, victorious, fused, bought, and strong at its base.
const SCENARIOS: [(&str, &str); 6] = shipped![
    "default" "isolation" "victorious-movement" "party-fused-with-state" "bought-from-outside" "union-with-strong-locals"
];

/// A pair of measures.
#[derive(Debug, Clone, Serialize)]
pub struct Pair {
    /// Both.
    pub of: [&'static str; 2],
    /// Correlation over organization-months, with an interval from leaving out each draw in turn.
    pub correlation: Interval,
}

/// Sums from which a correlation is computed: how many, x, y, xx, yy, xy.
type Sums = [f64; 6];

/// Organizations to simulate.
pub fn size(draws: u32, runs: u32) -> u64 {
    SCENARIOS.len() as u64 * u64::from(draws) * u64::from(runs)
}

fn pairs() -> impl Iterator<Item = (usize, usize)> {
    (0..OF.len()).flat_map(|i| (i + 1..OF.len()).map(move |j| (i, j)))
}

/// Sums of each pair over the last month of each year.
fn sums(history: &History, columns: &[usize]) -> Vec<Sums> {
    let years: Vec<Vec<f64>> = (11..history.ticks())
        .step_by(12)
        .map(|tick| columns.iter().map(|column| f64::from(history.row(tick)[*column])).collect())
        .collect();
    let of = |(i, j): (usize, usize)| {
        years.iter().fold([0.0; 6], |sums, year| {
            let (x, y) = (year[i], year[j]);
            add(sums, [1.0, x, y, x * x, y * y, x * y])
        })
    };
    pairs().map(of).collect()
}

fn add(a: Sums, b: Sums) -> Sums {
    std::array::from_fn(|k| a[k] + b[k])
}

fn correlation([n, x, y, xx, yy, xy]: Sums) -> f64 {
    (n * xy - x * y) / libm::sqrt((n * xx - x * x) * (n * yy - y * y))
}

/// The correlation over all draws, with the jackknife's interval: draws are independent, months of one are not.
fn jackknife(draws: &[Sums]) -> Interval {
    let all = draws.iter().copied().fold([0.0; 6], add);
    let estimate = correlation(all);
    let without: Vec<f64> =
        draws.iter().map(|draw| correlation(std::array::from_fn(|k| all[k] - draw[k]))).collect();
    let n = draws.len() as f64;
    let mean = without.iter().sum::<f64>() / n;
    let squares: f64 = without.iter().map(|r| (r - mean) * (r - mean)).sum();
    let half = normal(LEVEL) * libm::sqrt(squares * (n - 1.0) / n);
    Interval { estimate, low: (estimate - half).max(-1.0), high: (estimate + half).min(1.0) }
}

/// Looks at all pairs over so many draws, and so many runs of each scenario in each.
///
/// # Errors
/// When it is cancelled.
pub fn check(draws: u32, runs: u32, watch: Watch) -> Result<Vec<Pair>, Error> {
    let shipped = SCENARIOS.map(|(name, text)| read::parse(name, text, &[]));
    let shipped = shipped.into_iter().collect::<Result<Vec<_>, _>>()?;
    let columns: Vec<usize> = OF.iter().filter_map(|name| position(name)).collect();
    let all = watch.each(&drawn(&shipped, draws)?, runs, |history| sums(history, &columns))?;
    let of_draw = |pair: usize| {
        let draws = all.chunks_exact(SCENARIOS.len());
        draws.map(move |arms| arms.iter().flatten().map(|run| run[pair]).fold([0.0; 6], add))
    };
    let found = pairs().enumerate().map(|(pair, (i, j))| Pair {
        of: [OF[i], OF[j]],
        correlation: jackknife(&of_draw(pair).collect::<Vec<_>>()),
    });
    Ok(found.collect())
}

/// Whether no two are one.
pub fn verdict(pairs: &[Pair]) -> Verdict {
    let ones: Vec<String> = pairs
        .iter()
        .filter(|pair| pair.correlation.estimate.abs() > ONE)
        .map(|pair| format!("`{}` and `{}` {}", pair.of[0], pair.of[1], told(&pair.correlation, 2)))
        .collect();
    let strongest = pairs.iter().map(|pair| pair.correlation.estimate.abs()).fold(0.0, f64::max);
    Verdict {
        statement: "No two measures correlate beyond .85.".to_owned(),
        holds: ones.is_empty(),
        observed: if ones.is_empty() { format!("at most {}", plain(strongest, 2)) } else { ones.join("; ") },
    }
}

/// The pairs as a table, the strongest first.
pub fn table(pairs: &[Pair]) -> Table {
    let mut table = Table::new(["measure", "and measure", "correlation"]);
    let mut pairs: Vec<&Pair> = pairs.iter().collect();
    pairs.sort_by(|a, b| b.correlation.estimate.abs().total_cmp(&a.correlation.estimate.abs()));
    for pair in pairs {
        table.row([format!("`{}`", pair.of[0]), format!("`{}`", pair.of[1]), told(&pair.correlation, 2)]);
    }
    table
}

#[cfg(test)]
mod tests {
    use super::{add, correlation, jackknife};

    #[test]
    fn what_goes_together_correlates_and_what_does_not_does_not() {
        let of = |points: &[(f64, f64)]| {
            points.iter().fold([0.0; 6], |sums, (x, y)| add(sums, [1.0, *x, *y, x * x, y * y, x * y]))
        };
        assert!((correlation(of(&[(0.0, 1.0), (1.0, 3.0), (2.0, 5.0)])) - 1.0).abs() < 1e-12);
        assert!(correlation(of(&[(0.0, 0.0), (0.0, 1.0), (1.0, 0.0), (1.0, 1.0)])).abs() < 1e-12);
        let draws =
            [of(&[(0.0, 0.1), (1.0, 0.8)]), of(&[(0.0, 0.0), (1.0, 1.1)]), of(&[(0.5, 0.2), (0.2, 0.9)])];
        let found = jackknife(&draws);
        assert!(found.low < found.estimate && found.estimate < found.high, "{found:?}");
    }
}
