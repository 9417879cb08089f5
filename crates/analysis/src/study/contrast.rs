//! Paired contrasts: what differs between a base and its variants where random streams are the same.
//!
//! Each run is its own control, so what both arms share drops out of the difference. How much that saves is
//! computed from the same runs: the variance that the difference would have had with streams of its own in each arm,
//! the sum of both variances, over the variance that it has.

use crate::study::Endpoint;
use thermidor_core::Model;
use thermidor_core::history::History;
use thermidor_core::measures::MEASURES;
use thermidor_core::outcome::{Condition, ENDINGS, Outcome};
use thermidor_stats::interval::{LEVEL, difference_of_shares, paired_shares, share};
use thermidor_stats::survival::Subject;
use thermidor_stats::{Interval, Moments};

/// A base, its variants, and what came of them over the same runs.
#[derive(Debug, Clone)]
pub struct Comparison {
    /// The endpoint.
    pub on: Endpoint,
    /// The base, then its variants.
    pub arms: Vec<Arm>,
    /// What differs between the base and each variant, in their order.
    pub contrasts: Vec<Contrast>,
    /// Confidence at which the interval of what was asked is computed.
    pub level: f64,
}

/// One arm.
#[derive(Debug, Clone)]
pub struct Arm {
    /// Its scenario.
    pub scenario: Model,
    /// How each run ended, by its number.
    pub outcomes: Vec<Outcome>,
}

/// What differs between the base and one variant.
#[derive(Debug, Clone)]
pub struct Contrast {
    /// Paired differences of each measure by month, over runs in which both were still there.
    pub differences: Vec<Paired>,
    /// Paired differences of each measure's mean over the months that each lived through.
    pub averages: Vec<Paired>,
    /// Paired difference of what the question is about.
    asked: Paired,
}

/// A paired difference, second less first.
#[derive(Debug, Clone, Copy, Default)]
pub struct Paired {
    first: Moments,
    second: Moments,
    difference: Moments,
}

impl Paired {
    /// Takes one pair.
    pub fn add(&mut self, first: f64, second: f64) {
        self.first.add(first);
        self.second.add(second);
        self.difference.add(second - first);
    }

    /// How many pairs.
    pub fn pairs(&self) -> u64 {
        self.difference.n
    }

    /// Means of the first and of the second.
    pub fn means(&self) -> (f64, f64) {
        (self.first.mean(), self.second.mean())
    }

    /// Whether two pairs differ otherwise than two others.
    pub fn varies(&self) -> bool {
        self.difference.varies()
    }

    /// The difference of numbers within a `range`, with its interval.
    pub fn interval(&self, level: f64, (least, most): (f64, f64)) -> Interval {
        self.difference.interval(level, (least - most, most - least))
    }

    /// By how much pairing made the variance smaller: 4 is as good as four times the runs with streams of their own.
    /// `None` where nothing varies.
    pub fn saved(&self) -> Option<f64> {
        let alone = self.first.variance() + self.second.variance();
        let paired = self.difference.variance();
        (alone > 0.0 && paired > 0.0).then(|| alone / paired)
    }
}

/// A contrast of one ending.
#[derive(Debug, Clone, Copy)]
pub struct EndingContrast {
    /// Runs.
    pub runs: u64,
    /// Runs of which it is asked in the base, and in the variant.
    pub of: (u64, u64),
    /// Mean over these, or share of them, in the base and in the variant.
    pub means: (f64, f64),
    /// Variant less base.
    pub difference: Interval,
    /// Runs in which it came to that in both, in the base only, in the variant only, in neither.
    pub counts: [u64; 4],
    /// By how much pairing made the variance smaller.
    pub saved: Option<f64>,
}

impl Comparison {
    /// An empty comparison; the first arm is the base.
    pub fn new(arms: &[Model], on: Endpoint) -> Self {
        let cells = arms[0].ticks as usize * MEASURES.len();
        let arm = |model: &Model| Arm { scenario: model.clone(), outcomes: Vec::new() };
        let contrast = |_| Contrast {
            differences: vec![Paired::default(); cells],
            averages: vec![Paired::default(); MEASURES.len()],
            asked: Paired::default(),
        };
        let contrasts = arms[1..].iter().map(contrast).collect();
        Self { on, arms: arms.iter().map(arm).collect(), contrasts, level: LEVEL }
    }

    /// Takes one run: a history an arm.
    pub fn take(&mut self, futures: &[History]) {
        for (arm, history) in self.arms.iter_mut().zip(futures) {
            arm.outcomes.push(history.outcome);
        }
        for (contrast, variant) in self.contrasts.iter_mut().zip(&futures[1..]) {
            let pairs = futures[0].measures.iter().zip(&variant.measures);
            for (cell, (first, second)) in contrast.differences.iter_mut().zip(pairs) {
                cell.add(f64::from(*first), f64::from(*second));
            }
            if let (Some(first), Some(second)) = (self.on.of(&futures[0]), self.on.of(variant)) {
                contrast.asked.add(first, second);
            }
            for (column, cell) in contrast.averages.iter_mut().enumerate() {
                cell.add(futures[0].average(column), variant.average(column));
            }
        }
    }

    /// Runs so far.
    pub fn runs(&self) -> u32 {
        self.arms[0].outcomes.len() as u32
    }

    /// Months covered.
    pub fn ticks(&self) -> usize {
        self.arms[0].scenario.ticks as usize
    }

    /// The contrast of an ending between the base and a variant (0 is the first variant).
    ///
    /// Where it is asked of some organizations only and these are others in each arm, a run has no pair: the difference is
    /// that of two shares which are taken as independent.
    pub fn ending(&self, variant: usize, ending: usize, level: f64) -> EndingContrast {
        let ending = &ENDINGS[ending];
        let (base, other) = (&self.arms[0].outcomes, &self.arms[variant + 1].outcomes);
        let (mut paired, mut alone) = (Paired::default(), [Moments::default(); 2]);
        let mut counts = [0; 4];
        for (first, second) in base.iter().zip(other) {
            let values = [first, second].map(|outcome| ending.of(outcome));
            alone
                .iter_mut()
                .zip(values)
                .for_each(|(alone, value)| value.into_iter().for_each(|value| alone.add(value)));
            if let [Some(first), Some(second)] = values {
                paired.add(first, second);
            }
            let which = match values.map(|value| value.is_some_and(|value| value > 0.0)) {
                [true, true] => 0,
                [true, false] => 1,
                [false, true] => 2,
                [false, false] => 3,
            };
            counts[which] += 1;
        }
        let of = (alone[0].n, alone[1].n);
        let all_paired = of == (paired.pairs(), paired.pairs());
        let difference = if !ending.binary {
            paired.interval(level, Endpoint::Ending(ending).range(self.ticks() as u32))
        } else if all_paired {
            paired_shares(paired.pairs(), counts[1], counts[2], level)
        } else {
            difference_of_shares((alone[0].yes(), of.0), (alone[1].yes(), of.1), level)
        };
        let means = alone.map(|alone| if alone.n == 0 { f64::NAN } else { alone.mean() });
        let saved = paired.saved().filter(|_| all_paired);
        EndingContrast { runs: base.len() as u64, of, means: means.into(), difference, counts, saved }
    }

    /// The contrast of what the question is about; counts are of yes-or-no outcomes.
    pub fn asked(&self, variant: usize) -> EndingContrast {
        if let Endpoint::Ending(asked) = self.on
            && let Some(position) = ENDINGS.iter().position(|ending| ending.name == asked.name)
        {
            return self.ending(variant, position, self.level);
        }
        let asked = &self.contrasts[variant].asked;
        let difference = asked.interval(self.level, self.on.range(self.ticks() as u32));
        let (runs, means) = (asked.pairs(), asked.means());
        EndingContrast { runs, of: (runs, runs), means, difference, counts: [0; 4], saved: asked.saved() }
    }

    /// Widest half-width of the difference in what is asked, over all variants.
    pub fn half_width(&self) -> f64 {
        let widths = (0..self.contrasts.len()).map(|variant| self.asked(variant).difference.half_width());
        widths.fold(0.0, f64::max)
    }

    /// By how much pairing made the variance smaller, at a typical measure and month.
    pub fn median_saving(&self, variant: usize) -> Option<f64> {
        let mut saved: Vec<f64> =
            self.contrasts[variant].differences.iter().filter_map(Paired::saved).collect();
        saved.sort_unstable_by(f64::total_cmp);
        saved.get(saved.len() / 2).copied()
    }
}

/// What can happen to an organization: each has a time of its own, and the first of them can be asked for.
pub const COMPETING: [&str; 3] = ["captured", "collapsed", "split"];

impl Arm {
    /// Time to capture. What collapsed is not captured any more, and is watched to the end of the time like everybody
    /// else (Fine and Gray 1999): so a curve of these is one less the cumulative incidence of capture. To end the
    /// watching with such an end would ask who would be captured if nobody could come to it.
    pub fn times_to_capture(&self) -> Vec<Subject> {
        let subject = |outcome: &Outcome| Subject {
            time: outcome.captured_at.unwrap_or(self.scenario.ticks),
            event: outcome.captured_at.map(|_| 0),
        };
        self.outcomes.iter().map(subject).collect()
    }

    /// Time to the first of the [`COMPETING`] events.
    pub fn times_to_first(&self) -> Vec<Subject> {
        self.outcomes
            .iter()
            .map(|outcome| {
                let at = [outcome.captured_at, outcome.collapsed_at, outcome.split_at];
                let first = (0..3).filter_map(|cause| Some((at[cause]?, cause))).min();
                Subject {
                    time: first.map_or(outcome.ended_at, |(time, _)| time),
                    event: first.map(|(_, cause)| cause),
                }
            })
            .collect()
    }

    /// Time from the first capture to being free again, of those that were captured.
    pub fn times_to_recovery(&self) -> Vec<Subject> {
        let captured = self.outcomes.iter().filter_map(|outcome| Some((outcome, outcome.captured_at?)));
        captured
            .map(|(outcome, since)| Subject {
                time: outcome.recovered_at.unwrap_or(outcome.ended_at) - since,
                event: outcome.recovered_at.map(|_| 0),
            })
            .collect()
    }

    /// Share locked in of those whose lock-in could be told; `None` where there are none.
    pub fn locked_in(&self) -> Option<Interval> {
        let told = self.outcomes.iter().filter_map(|outcome| outcome.locked_in);
        let (locked, all) = told.fold((0, 0), |(locked, all), is| (locked + u64::from(is), all + 1));
        (all > 0).then(|| share(locked, all, LEVEL))
    }

    /// Runs that ended in each condition.
    pub fn ended(&self) -> [u32; 4] {
        let mut ended = [0; 4];
        self.outcomes.iter().for_each(|outcome| ended[outcome.condition as usize] += 1);
        ended
    }

    /// Condition of each run at the end.
    pub fn conditions(&self) -> impl Iterator<Item = Condition> + '_ {
        self.outcomes.iter().map(|outcome| outcome.condition)
    }
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::AtomicBool;
    use thermidor_core::Model;

    use super::{Arm, Comparison};
    use crate::study::{Endpoint, futures};
    use thermidor_core::measures::position;
    use thermidor_core::outcome::{Condition, Outcome};
    use thermidor_scenario::edit::Edit;
    use thermidor_scenario::read;
    use thermidor_stats::Moments;
    use thermidor_stats::survival::{Subject, cumulative_incidence, kaplan_meier};

    fn arms() -> Vec<Model> {
        let text = "ticks = 48\n[organization]\nmembers = 60\nlocal_size = 10\n[[shocks.isolation]]\nstart_tick = 12\nduration_ticks = 12\n";
        let edits = [Edit::With("subsidiarity".into())];
        let study = read::parse_study("t", text, &[], &edits).expect("a study");
        std::iter::once(study.base).chain(study.variants).collect()
    }

    /// Nobody sets it.
    static NEVER: AtomicBool = AtomicBool::new(false);

    #[test]
    fn what_pairing_saves_is_what_luck_of_ones_own_would_cost() {
        let arms = arms();
        let mut comparison = Comparison::new(&arms, Endpoint::find("captured_at_end").expect("an ending"));
        let mut alone = Moments::default();
        let column = position("participation").expect("a measure");
        for run in 0..400 {
            let both = futures(&NEVER, &arms, run).unwrap();
            comparison.take(&both);
            // The variant with the streams of another run: a difference without pairing.
            let other = futures(&NEVER, &arms[1..], run + 1000).unwrap();
            let at = |history: &thermidor_core::history::History| f64::from(history.row(17)[column]);
            alone.add(at(&other[0]) - at(&both[0]));
        }
        let paired =
            &comparison.contrasts[0].differences[17 * thermidor_core::measures::MEASURES.len() + column];
        let (claimed, real) =
            (paired.saved().expect("it varies"), alone.variance() / paired.difference.variance());
        assert!(claimed > 2.0, "pairing saves only {claimed}");
        assert!((0.75..1.33).contains(&(claimed / real)), "claimed {claimed}, measured {real}");
    }

    #[test]
    fn an_arm_like_the_base_differs_in_nothing() {
        let arms = [arms()[0].clone(), arms()[0].clone()];
        let mut comparison = Comparison::new(&arms, Endpoint::find("captured_at_end").expect("an ending"));
        (0..20).for_each(|run| comparison.take(&futures(&NEVER, &arms, run).unwrap()));
        assert!(
            comparison.contrasts[0]
                .differences
                .iter()
                .all(|cell| cell.means().0 == cell.means().1 && !cell.varies())
        );
        let ending = comparison.ending(0, 0, 0.95);
        assert_eq!((ending.counts[1], ending.counts[2]), (0, 0));
        assert!(ending.difference.holds_zero());
    }

    #[test]
    fn recovery_is_of_those_captured() {
        let on = Endpoint::find("recovered").expect("an ending");
        let mut comparison = Comparison::new(&[arms()[0].clone(), arms()[0].clone()], on);
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
        // 398 captured, of which 6 were free again, against 8 and none.
        comparison.arms[0].outcomes = (0..400).map(|run| outcome(run < 398, run < 6)).collect();
        comparison.arms[1].outcomes = (0..400).map(|run| outcome(run < 8, false)).collect();
        let found = comparison.asked(0);
        assert_eq!((found.of, found.counts), ((398, 8), [0, 6, 0, 394]));
        assert_eq!((found.means.0, found.means.1), (6.0 / 398.0, 0.0));
        // Eight say little: as many as three of ten may come free.
        assert!(found.difference.low > -0.04 && found.difference.high > 0.3, "{:?}", found.difference);
        // The same organizations in both have pairs.
        comparison.arms[1].outcomes = (0..400).map(|run| outcome(run < 398, run < 2)).collect();
        assert_eq!(comparison.asked(0).difference, thermidor_stats::interval::paired_shares(398, 4, 0, 0.95));
        // Where none was captured there is no share.
        comparison.arms[1].outcomes = (0..400).map(|_| outcome(false, false)).collect();
        let none = comparison.asked(0);
        assert!(none.means.1.is_nan() && none.difference.estimate.is_nan() && none.saved.is_none());
    }

    #[test]
    fn whoever_collapsed_is_not_captured() {
        // Of 500, 2 are captured late, when all others but 4 have collapsed.
        let scenario = arms()[0].clone();
        let outcome = |captured_at: Option<u32>, collapsed_at: Option<u32>| Outcome {
            condition: Condition::Contested,
            captured_at,
            captured_loose_at: captured_at,
            captured_strict_at: None,
            captured_open_at: None,
            collapsed_at,
            split_at: None,
            recovered_at: None,
            months_captured: 0,
            locked_in: None,
            ended_at: collapsed_at.unwrap_or(scenario.ticks),
        };
        let collapsed = (0..494).map(|run| outcome(None, Some(10 + run % 20)));
        let rest = [Some(35), Some(40), None, None, None, None].map(|captured| outcome(captured, None));
        let arm = Arm { scenario: scenario.clone(), outcomes: collapsed.chain(rest).collect() };
        let curve = kaplan_meier(&arm.times_to_capture(), 0.95);
        assert!((curve.at(scenario.ticks, 0.95).estimate - 498.0 / 500.0).abs() < 1e-12);
        // The same as Aalen and Johansen say of capture and collapse as events that compete.
        let competing: Vec<Subject> = arm
            .outcomes
            .iter()
            .map(|outcome| Subject {
                time: outcome.captured_at.unwrap_or(outcome.ended_at),
                event: outcome.captured_at.map(|_| 0).or(outcome.collapsed_at.map(|_| 1)),
            })
            .collect();
        let incidence = &cumulative_incidence(&competing, 2, 0.95)[0];
        assert_eq!(curve.steps.len(), 2);
        for (left, captured) in curve.steps.iter().zip(incidence) {
            assert_eq!(left.time, captured.time);
            assert!((left.level.estimate + captured.level.estimate - 1.0).abs() < 1e-12);
            assert!((left.error - captured.error).abs() < 1e-12, "{} {}", left.error, captured.error);
        }
    }
}
