//! A comparison in words, and for programs.

use serde::Serialize;

use thermidor_analysis::study::contrast::{Arm, COMPETING, EndingContrast};
use thermidor_analysis::study::{COSTS, Comparison, Endpoint, capital};
use thermidor_core::measures::MEASURES;
use thermidor_core::outcome::ENDINGS;
use thermidor_stats::Interval;
use thermidor_stats::figures::{ends, per_cent, plain, signed};
use thermidor_stats::interval::LEVEL;
use thermidor_stats::survival::{Test, kaplan_meier, log_rank};

/// A comparison, for programs.
#[derive(Debug, Clone, Serialize)]
pub struct Answer {
    /// Organizations simulated in each arm.
    pub organizations: u32,
    /// Months simulated.
    pub ticks: u32,
    /// The base, then its variants.
    pub arms: Vec<ArmAnswer>,
    /// What differs between the base and each variant.
    pub contrasts: Vec<ContrastAnswer>,
    /// The interval of what was asked is widened, since the number of organizations depends on it (`--precision`).
    pub widened: bool,
}

/// One arm, for programs.
#[derive(Debug, Clone, Serialize)]
pub struct ArmAnswer {
    /// Its name.
    pub name: String,
    /// Runs that ended in each condition, from free to gone.
    pub ended: [u32; 4],
    /// Month by which half were captured, and the ends of its interval.
    pub capture_median: (Option<u32>, Option<u32>, Option<u32>),
    /// Months without having been captured within the horizon, on average.
    pub capture_restricted_mean: Interval,
    /// Months from capture to being free again, by which half of the captured were.
    pub recovery_median: (Option<u32>, Option<u32>, Option<u32>),
    /// Share locked in, of those of whom it could be told.
    pub locked_in: Option<Interval>,
}

/// One contrast, for programs.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
#[cfg_attr(feature = "types", ts(rename = "Contrast"))]
pub struct ContrastAnswer {
    /// Name of the variant.
    pub variant: String,
    /// The endpoint.
    pub asked: EndingAnswer,
    /// How runs ended.
    pub endings: Vec<EndingAnswer>,
    /// Means of measures over the whole time.
    pub measures: Vec<MeasureAnswer>,
    /// Whether times to capture differ.
    pub log_rank: Test,
    /// Median over all measures and months of how much smaller pairing made the variance.
    pub variance_saved: Option<f64>,
}

/// A contrast of one ending, or of whatever was asked, for programs.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
#[cfg_attr(feature = "types", ts(rename = "Ending"))]
pub struct EndingAnswer {
    /// Its name.
    pub ending: &'static str,
    /// Its name in sentences.
    pub label: String,
    /// Yes or no.
    pub binary: bool,
    /// Of which organizations it is asked, in sentences; of all where there is nothing.
    pub among: Option<&'static str>,
    /// Of how many in the base, and in the variant.
    pub of: (u64, u64),
    /// Its share of these, or its mean, in the base.
    pub base: f64,
    /// The same in the variant.
    pub with_variant: f64,
    /// The difference.
    pub difference: Interval,
    /// Runs in which it came to that in both, the base only, the variant only, neither.
    pub counts: [u64; 4],
    /// By how much pairing made the variance smaller.
    pub variance_saved: Option<f64>,
}

/// A contrast of one measure's mean over the whole time, for programs.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
#[cfg_attr(feature = "types", ts(rename = "MeasureContrast"))]
pub struct MeasureAnswer {
    /// Its name.
    pub measure: &'static str,
    /// Its mean in the base.
    pub base: f64,
    /// The same in the variant.
    pub with_variant: f64,
    /// The difference.
    pub difference: Interval,
}

impl Answer {
    /// Reads the answer off a comparison.
    pub fn new(comparison: &Comparison) -> Self {
        Self {
            organizations: comparison.runs(),
            ticks: comparison.ticks() as u32,
            arms: comparison.arms.iter().map(|arm| arm_answer(arm, comparison.ticks() as u32)).collect(),
            contrasts: (0..comparison.contrasts.len()).map(|i| contrast_answer(comparison, i)).collect(),
            widened: comparison.level != LEVEL,
        }
    }

    /// The answer in words.
    pub fn words(&self) -> String {
        let mut words = format!(
            "{} organizations over {} months in every future, with the same luck decision by decision.\n",
            self.organizations, self.ticks
        );
        self.contrasts.iter().for_each(|contrast| words.push_str(&headline(contrast, &self.arms[0].name)));
        self.contrasts.iter().for_each(|contrast| words.push_str(&contrast_words(self, contrast)));
        words
    }
}

fn arm_answer(arm: &Arm, horizon: u32) -> ArmAnswer {
    let capture = kaplan_meier(&arm.times_to_capture(), LEVEL);
    ArmAnswer {
        name: arm.scenario.name.clone(),
        ended: arm.ended(),
        capture_median: capture.median(),
        capture_restricted_mean: capture.restricted_mean(horizon, LEVEL),
        recovery_median: kaplan_meier(&arm.times_to_recovery(), LEVEL).median(),
        locked_in: arm.locked_in(),
    }
}

fn contrast_answer(comparison: &Comparison, variant: usize) -> ContrastAnswer {
    let answer = |on: Endpoint, found: EndingContrast| EndingAnswer {
        ending: on.name(),
        label: on.label(),
        binary: on.is_binary(),
        among: on.among(),
        of: found.of,
        base: found.means.0,
        with_variant: found.means.1,
        difference: found.difference,
        counts: found.counts,
        variance_saved: found.saved,
    };
    let endings = ENDINGS.iter().enumerate();
    let averages = MEASURES.iter().zip(&comparison.contrasts[variant].averages);
    ContrastAnswer {
        variant: comparison.arms[variant + 1].scenario.name.clone(),
        asked: answer(comparison.on, comparison.asked(variant)),
        endings: endings
            .map(|(i, ending)| answer(Endpoint::Ending(ending), comparison.ending(variant, i, LEVEL)))
            .collect(),
        measures: averages
            .map(|(measure, cell)| MeasureAnswer {
                measure: measure.name,
                base: cell.means().0,
                with_variant: cell.means().1,
                difference: cell.interval(LEVEL, measure.bounds()),
            })
            .collect(),
        log_rank: log_rank(
            &comparison.arms[0].times_to_capture(),
            &comparison.arms[variant + 1].times_to_capture(),
        ),
        variance_saved: comparison.median_saving(variant),
    }
}

fn contrast_words(answer: &Answer, contrast: &ContrastAnswer) -> String {
    let mut words = format!("\n{} → {}\n", answer.arms[0].name, contrast.variant);
    for ending in contrast.endings.iter().filter(|ending| ending.binary) {
        // Capture is never told without what else can have happened.
        let is_rare = ending.counts[3] == u64::from(answer.organizations);
        if (is_rare && !COMPETING.contains(&ending.ending))
            || (ending.ending == "lost" && contrast.asked.ending != "lost")
        {
            continue;
        }
        let points = |share: f64| signed(100.0 * share, 1);
        words.push_str(&format!(
            "  {:27} {:>5} → {:<5} {:>6} points ({})\n",
            ending.label,
            ending.count(0),
            ending.count(1),
            points(ending.difference.estimate),
            ends(&ending.difference, points)
        ));
    }
    if let Some(share) = contrast.central_share() {
        words.push_str(&format!(
            "  The centre's share of the stakes: {} → {} ({})\n",
            per_cent(share.base),
            per_cent(share.with_variant),
            ends(&share.difference, |x| signed(100.0 * x, 1))
        ));
    }
    let half = |median: Option<u32>| {
        median.map_or("never within the time".to_owned(), |month| format!("month {month}"))
    };
    let with = answer.arms.iter().find(|arm| arm.name == contrast.variant).unwrap_or(&answer.arms[0]);
    words.push_str(&format!(
        "  Half were captured by: {} → {} (log-rank p {}).\n",
        half(answer.arms[0].capture_median.0),
        half(with.capture_median.0),
        if contrast.log_rank.p < 0.001 { "< 0.001".into() } else { format!("{:.3}", contrast.log_rank.p) }
    ));
    for (measure, label) in COSTS {
        let Some(found) = contrast.measures.iter().find(|found| found.measure == measure) else { continue };
        if !found.difference.holds_zero() {
            words.push_str(&format!(
                "  {label}: {} → {} ({})\n",
                plain(found.base, 3),
                plain(found.with_variant, 3),
                ends(&found.difference, |x| signed(x, 3))
            ));
        }
    }
    let asked = &contrast.asked;
    let savings: Vec<String> = [
        asked.variance_saved.map(|saved| format!("{saved:.1} times on {}", asked.label)),
        contrast.variance_saved.map(|saved| format!("{saved:.1} times on a typical measure and month")),
    ]
    .into_iter()
    .flatten()
    .collect();
    if !savings.is_empty() {
        words.push_str(&format!(
            "  The same luck on both sides makes the variance of the difference smaller: {}.\n",
            savings.join(", ")
        ));
    }
    words
}

/// The endpoint, in natural frequencies or in means.
fn headline(contrast: &ContrastAnswer, base: &str) -> String {
    let (name, asked) = (capital(&contrast.variant), &contrast.asked);
    if !asked.binary {
        let change = signed(asked.difference.estimate, 3);
        let ends = ends(&asked.difference, |x| signed(x, 3));
        let [before, after] = [asked.base, asked.with_variant].map(|x| plain(x, 3));
        return format!("{name}: {} {after}, not {before}: {change} ({ends}).\n", asked.label);
    }
    let label = &asked.label;
    if let Some(among) = asked.among {
        let [before, after] = [(0, asked.of.0), (1, asked.of.1)].map(|(arm, of)| match of {
            0 => format!("none of 0 {among}"),
            of => format!("{} of {of} {among}", asked.yes(arm)),
        });
        return format!("{name}: {label} {after}; in {base}, {before}.\n");
    }
    let (before, after) = (asked.yes(0), asked.yes(1));
    let [_, base_only, variant_only, _] = asked.counts;
    let (n, were) = (asked.of.1, if after == 1 { "was" } else { "were" });
    let beside = contrast.beside();
    let headline = match (before, after) {
        (0, 0) => return format!("{name}: none of {n} was {label}, and none in {base} either.{beside}\n"),
        _ if base_only + variant_only == 0 => {
            return format!("{name}: {after} of {n} {were} {label}, the same as in {base}.{beside}\n");
        }
        _ if before == after => format!("{name}: {after} of {n} {were} {label}, as many as in {base}."),
        _ => format!("{name}: {after} of {n} {were} {label}, not {before}."),
    };
    format!("{headline}{}{beside}\n", frequencies(before, base_only, variant_only))
}

impl ContrastAnswer {
    fn central_share(&self) -> Option<&MeasureAnswer> {
        self.measures.iter().find(|found| found.measure == "central_share_stakes")
    }

    /// What stands beside a sentence about capture: collapses, splits, and the centre's share.
    fn beside(&self) -> String {
        if !self.asked.ending.starts_with("captured") && self.asked.ending != "lost" {
            return String::new();
        }
        let of = |name: &str| self.endings.iter().find(|ending| ending.ending == name);
        let counts = ["collapsed", "split"].into_iter().filter_map(|name| {
            let ending = of(name)?;
            Some(format!("{} {name}, not {}", ending.yes(1), ending.yes(0)))
        });
        let share = self.central_share().map(|share| {
            let [before, after] = [share.base, share.with_variant].map(per_cent);
            format!("the centre settled {after} of the stakes, not {before}")
        });
        format!(" Beside that, {}.", counts.chain(share).collect::<Vec<_>>().join("; "))
    }
}

/// Which organizations it is that differ; nothing where the headline says it.
fn frequencies(before: u64, base_only: u64, variant_only: u64) -> String {
    let others = match variant_only {
        0 => "no other would".to_owned(),
        1 => "1 other would".to_owned(),
        others => format!("{others} others would"),
    };
    match before {
        0 => String::new(),
        before => format!(" Of the {before}, {base_only} would not have been; {others}."),
    }
}

impl EndingAnswer {
    /// In how many runs of the base (0) or the variant (1) it came to that.
    fn yes(&self, arm: usize) -> u64 {
        self.counts[0] + self.counts[1 + arm]
    }

    /// The same, and of how many where it is not asked of all.
    fn count(&self, arm: usize) -> String {
        let of = [self.of.0, self.of.1][arm];
        if self.among.is_some() { format!("{} of {of}", self.yes(arm)) } else { self.yes(arm).to_string() }
    }
}

#[cfg(test)]
mod tests {
    use thermidor_analysis::study::{Comparison, Endpoint};
    use thermidor_core::Model;
    use thermidor_core::outcome::{Condition, Outcome};

    use super::Answer;

    #[test]
    fn a_share_of_those_captured_says_of_how_many() {
        let on = Endpoint::find("recovered").expect("an ending");
        let mut comparison = Comparison::new(&[Model::default(), Model::default()], on);
        let outcome = |captured: bool, recovered: bool| Outcome {
            condition: Condition::Contested,
            captured_at: captured.then_some(20),
            captured_loose_at: captured.then_some(20),
            captured_strict_at: None,
            captured_open_at: None,
            collapsed_at: None,
            split_at: None,
            recovered_at: recovered.then_some(30),
            months_captured: 0,
            locked_in: None,
            ended_at: 48,
        };
        comparison.arms[0].outcomes = (0..400).map(|run| outcome(run < 398, run < 6)).collect();
        comparison.arms[1].outcomes = (0..400).map(|_| outcome(false, false)).collect();
        let told = Answer::new(&comparison).words();
        assert!(told.contains("6 of 398") && told.contains("none of 0 captured"), "{told}");
    }
}
