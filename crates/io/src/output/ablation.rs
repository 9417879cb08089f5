//! An ablation in tables and in words.

use std::io;
use std::path::Path;

use serde::Serialize;

use super::tables::{Place, Table, Value, number, real, text};
use thermidor_analysis::study::ablation::{Ablation, Advice, Effect, together};
use thermidor_analysis::study::{BESIDE, COSTS, beside_words, capital};
use thermidor_core::measures::{MEASURES, position};
use thermidor_stats::Interval;
use thermidor_stats::figures::{ends, per_cent, plain, signed};
use thermidor_stats::interval::{EVERYWHERE, LEVEL};

/// An ablation, for programs.
#[derive(Debug, Clone, Serialize)]
pub struct Answer {
    /// The endpoint.
    pub on: &'static str,
    /// In sentences.
    pub label: String,
    /// Yes or no.
    pub binary: bool,
    /// Whether more of it is better.
    pub more_is_better: bool,
    /// Runs of every set.
    pub organizations: u64,
    /// Every subset was simulated; else shares are over orders that were drawn.
    pub exact: bool,
    /// Without any safeguard, and with all.
    pub ends: (f64, f64),
    /// All against none.
    pub whole: Interval,
    /// What else came of them, without any safeguard and with all.
    pub beside: Vec<(&'static str, f64, f64)>,
    /// Each safeguard.
    pub safeguards: Vec<SafeguardAnswer>,
    /// Each pair.
    pub pairs: Vec<PairAnswer>,
    /// Those that make it worse alone.
    pub backfires_alone: Vec<&'static str>,
    /// (first, second, by how much): the second makes it worse beside the first.
    pub backfires_beside: Vec<(&'static str, &'static str, Interval)>,
    /// The next step.
    pub advice: AdviceAnswer,
    /// Intervals are widened, since the number of organizations depends on them (`--precision`).
    pub widened: bool,
}

/// One safeguard, for programs.
#[derive(Debug, Clone, Serialize)]
pub struct SafeguardAnswer {
    /// Its name.
    pub name: &'static str,
    /// Alone against none.
    pub alone: Interval,
    /// All but this against all.
    pub left_out: Interval,
    /// Shapley's share of the whole effect.
    pub share: Interval,
    /// Its cost alone, by measure.
    pub costs: Vec<Cost>,
}

/// What something does to a measure of costs, as a mean over the whole time.
#[derive(Debug, Clone, Serialize)]
pub struct Cost {
    /// The measure.
    pub measure: &'static str,
    /// In words, with its unit.
    pub label: &'static str,
    /// By how much.
    pub difference: Interval,
}

/// One pair, for programs.
#[derive(Debug, Clone, Serialize)]
pub struct PairAnswer {
    /// One.
    pub first: &'static str,
    /// The other.
    pub second: &'static str,
    /// What both do beyond the sum of what each does alone.
    pub interaction: Interval,
    /// The same with an interval that is widened for the number of pairs.
    pub widened: Interval,
}

/// The next step, for programs.
#[derive(Debug, Clone, Serialize)]
pub struct AdviceAnswer {
    /// "add", "drop" or "nothing".
    pub what: &'static str,
    /// The safeguard.
    pub safeguard: Option<&'static str>,
    /// Its effect on what was asked, with an interval that is widened for the number of changes looked at.
    pub effect: Option<Interval>,
    /// The cost of the change.
    pub costs: Vec<Cost>,
}

fn costs(effect: &Effect) -> Vec<Cost> {
    let bounds = |measure: &str| {
        let (least, most) = position(measure).map_or(EVERYWHERE, |at| MEASURES[at].bounds());
        (least - most, most - least)
    };
    let costs = COSTS.iter().zip(&effect.costs);
    costs
        .map(|((measure, label), found)| Cost {
            measure,
            label,
            difference: found.interval(LEVEL, bounds(measure)),
        })
        .collect()
}

impl Answer {
    /// Reads the answer off an ablation.
    pub fn new(ablation: &Ablation, more: bool) -> Self {
        let names = &ablation.plan.names;
        let (alone, beside) = ablation.backfires(more);
        let safeguard = |(i, share): (usize, Interval)| SafeguardAnswer {
            name: names[i],
            alone: ablation.interval(&ablation.alone[i], ablation.level),
            left_out: ablation.interval(&ablation.left_out[i], ablation.level),
            share,
            costs: costs(&ablation.alone[i]),
        };
        let level = together(ablation.pairs.len());
        let pair = |(number, (i, j, ..)): (usize, &(usize, usize, Effect, Effect))| PairAnswer {
            first: names[*i],
            second: names[*j],
            interaction: ablation.interaction(number, ablation.level),
            widened: ablation.interaction(number, level),
        };
        let advice = match ablation.advice(more) {
            Advice::Add(i, effect) => {
                let safeguard = Some(ablation.plan.absent[i]);
                AdviceAnswer {
                    what: "add",
                    safeguard,
                    effect: Some(effect),
                    costs: costs(&ablation.added[i]),
                }
            }
            Advice::Drop(i, effect) => {
                let costs = costs(&ablation.left_out[i]);
                AdviceAnswer { what: "drop", safeguard: Some(names[i]), effect: Some(effect), costs }
            }
            Advice::Nothing => {
                AdviceAnswer { what: "nothing", safeguard: None, effect: None, costs: Vec::new() }
            }
        };
        Self {
            on: ablation.plan.on.name(),
            label: ablation.plan.on.label(),
            binary: ablation.plan.on.is_binary(),
            more_is_better: more,
            organizations: ablation.runs(),
            exact: ablation.plan.exact,
            ends: ablation.ends(),
            whole: ablation.interval(&ablation.whole, ablation.level),
            beside: BESIDE
                .iter()
                .zip(&ablation.beside)
                .map(|((name, _), (a, b))| (*name, a.mean(), b.mean()))
                .collect(),
            safeguards: ablation.shares().into_iter().enumerate().map(safeguard).collect(),
            pairs: ablation.pairs.iter().enumerate().map(pair).collect(),
            backfires_alone: alone.into_iter().map(|i| names[i]).collect(),
            widened: ablation.level != LEVEL,
            backfires_beside: beside.into_iter().map(|(i, j, by)| (names[i], names[j], by)).collect(),
            advice,
        }
    }

    /// A number of what was asked: points where it is a share.
    fn by(&self, interval: &Interval) -> String {
        if self.binary {
            let points = |share: f64| signed(100.0 * share, 1);
            format!("{} points ({})", points(interval.estimate), ends(interval, points))
        } else {
            format!("{} ({})", signed(interval.estimate, 3), ends(interval, |x| signed(x, 3)))
        }
    }

    /// The answer in words.
    pub fn words(&self) -> String {
        let how = if self.exact { "every subset simulated" } else { "orders drawn at random" };
        let (none, all) = self.ends;
        let level = |x: f64| if self.binary { per_cent(x) } else { plain(x, 3) };
        let widened = if self.widened { "; intervals are widened for each look on the way" } else { "" };
        let beside = beside_words(self.on, |place| {
            let (_, none, all) = self.beside[place];
            format!("{} without any, {} with all", per_cent(none), per_cent(all))
        });
        let mut text = format!(
            "{}, {} organizations for each set of safeguards with the same luck: {} without any, {} with all {}.\n\
             Together: {}. Beside that, {}.\nAdvice: {}\n\nShares add up to the whole ({how}{widened}).\n\n  {:30} {:>29}  {:>29}  {:>29}\n",
            capital(&self.label),
            self.organizations,
            level(none),
            level(all),
            self.safeguards.len(),
            self.by(&self.whole),
            beside,
            self.advice_words(),
            "",
            "share (Shapley)",
            "alone",
            "all others, without it"
        );
        for safeguard in &self.safeguards {
            let columns = [&safeguard.share, &safeguard.alone, &safeguard.left_out]
                .map(|x| self.by(x).replace(" points", ""));
            text.push_str(&format!(
                "  {:30} {:>29}  {:>29}  {:>29}\n",
                safeguard.name.replace('_', " "),
                columns[0],
                columns[1],
                columns[2]
            ));
        }
        text.push_str("\nWhat each costs alone, where it can be told from chance:\n");
        for safeguard in &self.safeguards {
            text.push_str(&format!(
                "  {:30} {}\n",
                safeguard.name.replace('_', " "),
                cost_words(&safeguard.costs)
            ));
        }
        text.push_str(&self.interactions());
        text
    }

    fn interactions(&self) -> String {
        let mut text = String::new();
        let told: Vec<&PairAnswer> = self.pairs.iter().filter(|pair| !pair.widened.holds_zero()).collect();
        if !told.is_empty() {
            text.push_str(
                "\nTogether otherwise than the sum of both (intervals widened for the number of pairs):\n",
            );
        }
        for pair in told {
            let names = format!("{} and {}", pair.first, pair.second).replace('_', " ");
            text.push_str(&format!("  {names}: {}\n", self.by(&pair.widened)));
        }
        for name in &self.backfires_alone {
            text.push_str(&format!("\nBackfires: {} makes it worse alone.\n", name.replace('_', " ")));
        }
        for (first, second, by) in &self.backfires_beside {
            let words =
                format!("\nBackfires: {second} makes it worse beside {first} alone: ").replace('_', " ");
            text.push_str(&format!("{words}{}\n", self.by(by)));
        }
        text
    }

    fn advice_words(&self) -> String {
        let (Some(name), Some(effect)) = (self.advice.safeguard, &self.advice.effect) else {
            return "no single safeguard, added or left out, makes it better by more than chance could."
                .to_owned();
        };
        let name = name.replace('_', " ");
        let what = match self.advice.what {
            "add" => format!("add {name} (at its defaults)"),
            _ => format!("leave {name} out"),
        };
        let costs = cost_words(&self.advice.costs);
        let beside =
            if costs.starts_with("nothing") { String::new() } else { format!(" Beside that: {costs}.") };
        format!(
            "{what}: {}, the interval widened for the number of changes looked at.{beside}",
            self.by(effect)
        )
    }
}

fn cost_words(costs: &[Cost]) -> String {
    let told =
        costs.iter().filter(|cost| !cost.difference.holds_zero() && cost.difference.estimate.abs() > 5e-4);
    let words: Vec<String> =
        told.map(|cost| format!("{} {}", cost.label, signed(cost.difference.estimate, 3))).collect();
    if words.is_empty() { "nothing that can be told from chance".into() } else { words.join(", ") }
}

fn numbers(interval: &Interval) -> [Value; 3] {
    [interval.estimate, interval.low, interval.high].map(number)
}

/// Writes all of an ablation into a directory: tables, the answer, and charts where they are wanted.
///
/// # Errors
/// When a file cannot be written.
pub fn pages(directory: &Path, ablation: &Ablation, answer: &Answer, with_charts: bool) -> io::Result<()> {
    tables(directory, ablation, answer)?;
    words(directory, answer, with_charts)
}

/// Writes what is for people into a directory: the answer, and charts where they are wanted.
///
/// # Errors
/// When a file cannot be written.
pub fn words(directory: &Path, answer: &Answer, with_charts: bool) -> io::Result<()> {
    super::files::answer(directory, answer, &answer.words())?;
    if with_charts {
        super::charts::ablation::write(&directory.join("charts"), answer)
            .map_err(|error| io::Error::other(format!("charts: {error}")))?;
    }
    Ok(())
}

/// Writes `safeguards` (what each does and costs), `pairs` and `sets`.
///
/// # Errors
/// When one cannot be written.
pub fn tables(to: impl Into<Place>, ablation: &Ablation, answer: &Answer) -> io::Result<()> {
    let to = to.into();
    let three = |name: &str| ["", "_low", "_high"].map(|end| real(&format!("{name}{end}")));
    let mut columns = vec![text("safeguard")];
    columns.extend(["share", "alone", "left_out"].iter().flat_map(|name| three(name)));
    columns.extend(COSTS.iter().flat_map(|(name, _)| three(name)));
    let mut table = Table::create(&to, "safeguards", columns)?;
    for safeguard in &answer.safeguards {
        let mut row = vec![Value::Text(safeguard.name.into())];
        row.extend([&safeguard.share, &safeguard.alone, &safeguard.left_out].into_iter().flat_map(numbers));
        row.extend(safeguard.costs.iter().flat_map(|cost| numbers(&cost.difference)));
        table.row(row)?;
    }
    table.finish()?;
    let mut columns = vec![text("first"), text("second")];
    columns.extend(three("interaction"));
    let mut table = Table::create(&to, "pairs", columns)?;
    for pair in &answer.pairs {
        let mut row = vec![Value::Text(pair.first.into()), Value::Text(pair.second.into())];
        row.extend(numbers(&pair.interaction));
        table.row(row)?;
    }
    table.finish()?;
    let mut columns = vec![text("safeguards")];
    columns.extend(three(answer.on));
    let mut table = Table::create(&to, "sets", columns)?;
    for (names, interval) in ablation.sets() {
        let mut row = vec![Value::Text(names.join(" "))];
        row.extend(numbers(&interval));
        table.row(row)?;
    }
    table.finish()
}
