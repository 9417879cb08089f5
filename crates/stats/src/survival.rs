//! Time to an event, where some are never seen to have it: Kaplan and Meier (1958), log-rank, restricted means,
//! and cumulative incidence where events compete (Aalen and Johansen 1978).

use serde::Serialize;
use statrs::distribution::{ChiSquared, ContinuousCDF};

use super::interval::{Interval, alike, normal, share};

/// A subject under observation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Subject {
    /// When the event came, or when watching ended.
    pub time: u32,
    /// Which event, from 0; `None` where watching ended without any (censored).
    pub event: Option<usize>,
}

/// A step of a curve, at a time with at least one event.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Step {
    /// When.
    pub time: u32,
    /// Watched until then without an event.
    pub at_risk: u32,
    /// Events at that time.
    pub events: u32,
    /// Level of the curve from then on, with its pointwise interval by the log-log transform.
    pub level: Interval,
    /// Standard error of the level.
    pub error: f64,
}

/// Times of events or of the end of watching, in order: (time, at risk, events by cause, censored).
fn table(subjects: &[Subject], causes: usize) -> Vec<(u32, u32, Vec<u32>, u32)> {
    let mut sorted = subjects.to_vec();
    sorted.sort_unstable_by_key(|subject| subject.time);
    let mut at_risk = sorted.len() as u32;
    sorted
        .chunk_by(|a, b| a.time == b.time)
        .map(|group| {
            let mut events = vec![0; causes];
            group.iter().filter_map(|subject| subject.event).for_each(|cause| events[cause] += 1);
            let row =
                (group[0].time, at_risk, events, group.iter().filter(|s| s.event.is_none()).count() as u32);
            at_risk -= group.len() as u32;
            row
        })
        .collect()
}

/// Levels nearer to 0 or 1 than this are 0 or 1: no table has as many subjects as would make them anything else.
const ROUNDING: f64 = 1e-9;

/// Interval of a level p with standard error s by ln(−ln p), which stays inside 0–1. At 0 and 1 that has no width: there
/// the level lies between p and `beside`, the far end of the level before.
fn log_log(p: f64, error: f64, level: f64, beside: f64) -> Interval {
    // Sums of steps miss 0 and 1 by their rounding.
    let p = if p < ROUNDING {
        0.0
    } else if p > 1.0 - ROUNDING {
        1.0
    } else {
        p
    };
    if p <= 0.0 || p >= 1.0 || !error.is_finite() {
        return Interval { estimate: p, low: p.min(beside), high: p.max(beside) };
    }
    let width = normal(level) * error / (p * libm::log(p)).abs();
    let end = |width: f64| libm::pow(p, libm::exp(width));
    Interval { estimate: p, low: end(width), high: end(-width) }
}

/// Share still without the event, by time; every event counts alike.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Curve {
    /// Its steps.
    pub steps: Vec<Step>,
    /// How many are watched.
    pub subjects: u32,
}

/// Kaplan and Meier's estimate with Greenwood's error.
pub fn kaplan_meier(subjects: &[Subject], level: f64) -> Curve {
    let (mut left, mut greenwood, mut steps) = (1.0, 0.0, Vec::<Step>::new());
    let all = subjects.len() as u64;
    for (time, at_risk, events, _) in table(subjects, causes(subjects)) {
        let (n, events) = (f64::from(at_risk), events.iter().sum::<u32>());
        if events == 0 {
            continue;
        }
        let d = f64::from(events);
        left *= 1.0 - d / n;
        greenwood += d / (n * (n - d));
        // With nobody left there is no error to speak of.
        let error = if at_risk == events { f64::NAN } else { left * libm::sqrt(greenwood) };
        let beside = steps.last().map_or_else(|| share(0, all, level).high, |step| step.level.high);
        steps.push(Step { time, at_risk, events, level: log_log(left, error, level, beside), error });
    }
    Curve { steps, subjects: subjects.len() as u32 }
}

fn causes(subjects: &[Subject]) -> usize {
    subjects.iter().filter_map(|subject| subject.event).max().map_or(1, |cause| cause + 1)
}

impl Curve {
    /// First time at which at most half are without the event, and the ends of its interval (Brookmeyer and
    /// Crowley 1982): first times at which the lower and the upper band are at or below a half.
    pub fn median(&self) -> (Option<u32>, Option<u32>, Option<u32>) {
        // Bands end where nobody is left; equality to a half is met up to rounding.
        let first = |at: fn(&Interval) -> f64| {
            self.steps.iter().find(|step| at(&step.level) <= 0.5 + 1e-12).map(|step| step.time)
        };
        (first(|level| level.estimate), first(|level| level.low), first(|level| level.high))
    }

    /// Mean time without the event within `horizon`, the area under the curve, with its interval; where all times are
    /// alike, that of [`Moments::interval`](super::Moments::interval).
    pub fn restricted_mean(&self, horizon: u32, level: f64) -> Interval {
        let steps: Vec<&Step> = self.steps.iter().filter(|step| step.time < horizon).collect();
        let end = |i: usize| steps.get(i + 1).map_or(horizon, |step| step.time);
        let pieces: Vec<f64> =
            (0..steps.len()).map(|i| f64::from(end(i) - steps[i].time) * steps[i].level.estimate).collect();
        let mean = f64::from(steps.first().map_or(horizon, |step| step.time)) + pieces.iter().sum::<f64>();
        let mut after: f64 = pieces.iter().sum();
        let mut variance = 0.0;
        for (step, piece) in steps.iter().zip(&pieces) {
            let (n, d) = (f64::from(step.at_risk), f64::from(step.events));
            if n > d {
                variance += after * after * d / (n * (n - d));
            }
            after -= piece;
        }
        let horizon = f64::from(horizon);
        if variance <= 0.0 && self.subjects > 0 {
            return alike(u64::from(self.subjects), mean, level, (0.0, horizon));
        }
        let half = normal(level) * libm::sqrt(variance);
        Interval { estimate: mean, low: (mean - half).max(0.0), high: (mean + half).min(horizon) }
    }

    /// Level at a time, with its interval; Wilson's where nobody has had the event yet.
    pub fn at(&self, time: u32, level: f64) -> Interval {
        let step = self.steps.iter().take_while(|step| step.time <= time).last();
        step.map_or_else(
            || share(u64::from(self.subjects), u64::from(self.subjects), level),
            |step| step.level,
        )
    }
}

/// A test of whether groups differ.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS), ts(rename = "LogRank"))]
pub struct Test {
    /// The statistic, χ² under the null hypothesis.
    pub statistic: f64,
    /// Its degrees of freedom.
    pub freedom: u32,
    /// Probability of one at least as large where groups do not differ.
    pub p: f64,
}

/// The log-rank test (Mantel 1966) between two groups. It takes them as independent: with paired streams it errs on the
/// careful side.
pub fn log_rank(first: &[Subject], second: &[Subject]) -> Test {
    let both: Vec<Subject> = first.iter().chain(second).copied().collect();
    let mut excess = 0.0;
    let mut variance = 0.0;
    for (time, at_risk, events, _) in table(&both, causes(&both)) {
        let (n, d) = (f64::from(at_risk), f64::from(events.iter().sum::<u32>()));
        let n1 = first.iter().filter(|subject| subject.time >= time).count() as f64;
        let d1 =
            first.iter().filter(|subject| subject.time == time && subject.event.is_some()).count() as f64;
        excess += d1 - d * n1 / n;
        if n > 1.0 {
            variance += d * (n1 / n) * (1.0 - n1 / n) * (n - d) / (n - 1.0);
        }
    }
    if variance <= 0.0 {
        return Test { statistic: 0.0, freedom: 1, p: 1.0 };
    }
    let statistic = excess * excess / variance;
    let p = ChiSquared::new(1.0).map_or(f64::NAN, |chi| chi.sf(statistic));
    Test { statistic, freedom: 1, p }
}

/// Share to whom each of `causes` competing events has come first, by time (Aalen and Johansen), a curve a cause;
/// errors by the infinitesimal jackknife, as in R's `survival`.
pub fn cumulative_incidence(subjects: &[Subject], causes: usize, level: f64) -> Vec<Vec<Step>> {
    let (table, all) = (table(subjects, causes), subjects.len() as u64);
    // Subjects with the same time and event have the same influence on every curve.
    let mut groups: Vec<(Subject, f64)> = Vec::new();
    for (time, _, events, censored) in &table {
        for (cause, count) in events.iter().enumerate().filter(|(_, count)| **count > 0) {
            groups.push((Subject { time: *time, event: Some(cause) }, f64::from(*count)));
        }
        if *censored > 0 {
            groups.push((Subject { time: *time, event: None }, f64::from(*censored)));
        }
    }
    let mut on_left = vec![0.0; groups.len()];
    let mut on_share = vec![vec![0.0; causes]; groups.len()];
    let (mut left, mut share) = (1.0, vec![0.0; causes]);
    let mut curves = vec![Vec::new(); causes];
    for (time, at_risk, events, _) in &table {
        let n = f64::from(*at_risk);
        let hazard: Vec<f64> = events.iter().map(|d| f64::from(*d) / n).collect();
        let any: f64 = hazard.iter().sum();
        for (k, (subject, _)) in groups.iter().enumerate().filter(|(_, (subject, _))| subject.time >= *time) {
            let had =
                |cause: usize| f64::from(u8::from(subject.time == *time && subject.event == Some(cause)));
            for cause in 0..causes {
                on_share[k][cause] += on_left[k] * hazard[cause] + left * (had(cause) - hazard[cause]) / n;
            }
            let had_any = f64::from(u8::from(subject.time == *time && subject.event.is_some()));
            on_left[k] = on_left[k] * (1.0 - any) - left * (had_any - any) / n;
        }
        for (k, _) in groups.iter().enumerate().filter(|(_, (subject, _))| subject.time < *time) {
            for cause in 0..causes {
                on_share[k][cause] += on_left[k] * hazard[cause];
            }
            on_left[k] *= 1.0 - any;
        }
        for cause in 0..causes {
            share[cause] += left * hazard[cause];
            if events[cause] > 0 {
                let variance: f64 =
                    groups.iter().zip(&on_share).map(|((_, count), on)| count * on[cause] * on[cause]).sum();
                let error = libm::sqrt(variance);
                let before = curves[cause].last();
                let beside =
                    before.map_or(super::interval::share(all, all, level).low, |step: &Step| step.level.low);
                curves[cause].push(Step {
                    time: *time,
                    at_risk: *at_risk,
                    events: events[cause],
                    level: log_log(share[cause], error, level, beside),
                    error,
                });
            }
        }
        left *= 1.0 - any;
    }
    curves
}

#[cfg(test)]
mod tests {
    use super::{Subject, cumulative_incidence, kaplan_meier, log_rank};
    use rand::{RngExt, SeedableRng};
    use rand_xoshiro::Xoshiro256PlusPlus;

    fn close(found: f64, published: f64) {
        assert!(
            (found - published).abs() < 5e-9 * published.abs().max(1.0),
            "{found}, published {published}"
        );
    }

    fn subjects(times: &[(u32, u32)]) -> Vec<Subject> {
        times.iter().map(|&(time, event)| Subject { time, event: (event > 0).then_some(0) }).collect()
    }

    /// Acute myelogenous leukaemia (Miller 1997), `aml` in R's survival 3.5.
    fn aml() -> (Vec<Subject>, Vec<Subject>) {
        let maintained = [
            (9, 1),
            (13, 1),
            (13, 0),
            (18, 1),
            (23, 1),
            (28, 0),
            (31, 1),
            (34, 1),
            (45, 0),
            (48, 1),
            (161, 0),
        ];
        let not = [
            (5, 1),
            (5, 1),
            (8, 1),
            (8, 1),
            (12, 1),
            (16, 0),
            (23, 1),
            (27, 1),
            (30, 1),
            (33, 1),
            (43, 1),
            (45, 1),
        ];
        (subjects(&maintained), subjects(&not))
    }

    #[test]
    fn survival_of_leukaemia_patients_is_as_published() {
        let curve = kaplan_meier(&aml().0, 0.95);
        // summary(survfit(Surv(time, status) ~ x, aml, conf.type = "log-log")): time, survival, error, band.
        let published = [
            (9, 0.909_090_909_09, 0.086_678_417_20, 0.508_080_205_770, 0.986_673_822_7),
            (13, 0.818_181_818_18, 0.116_291_299_83, 0.447_428_614_682, 0.951_162_228_6),
            (18, 0.715_909_090_91, 0.139_664_970_56, 0.350_190_385_908, 0.899_023_974_2),
            (23, 0.613_636_363_64, 0.152_632_331_03, 0.265_752_040_001, 0.835_299_243_3),
            (31, 0.490_909_090_91, 0.164_193_267_22, 0.167_330_909_777, 0.753_399_790_4),
            (34, 0.368_181_818_18, 0.162_668_885_83, 0.092_829_574_937, 0.657_040_832_4),
            (48, 0.184_090_909_09, 0.153_492_745_79, 0.011_738_480_123, 0.525_014_842_7),
        ];
        assert_eq!(curve.steps.len(), published.len());
        for (step, (time, survival, error, low, high)) in curve.steps.iter().zip(published) {
            assert_eq!(step.time, time);
            close(step.level.estimate, survival);
            close(step.error, error);
            close(step.level.low, low);
            close(step.level.high, high);
        }
        assert_eq!(curve.median(), (Some(31), Some(13), None));
        assert_eq!(kaplan_meier(&aml().1, 0.95).median(), (Some(23), Some(5), Some(33)));
    }

    #[test]
    fn restricted_means_are_as_published() {
        // summary(..., rmean = 161)$table and rmean = 40.
        for (group, horizon, mean, error) in [
            (aml().0, 161, 52.645_454_55, 19.828_602_796),
            (aml().1, 161, 22.708_333_33, 4.180_941_981),
            (aml().0, 40, 28.897_727_27, 3.467_577_679),
            (aml().1, 40, 21.930_555_56, 3.835_641_163),
        ] {
            let found = kaplan_meier(&group, 0.95).restricted_mean(horizon, 0.95);
            close(found.estimate, mean);
            close(found.half_width() / super::normal(0.95), error);
        }
    }

    #[test]
    fn log_rank_is_as_published() {
        // survdiff(Surv(time, status) ~ x, aml).
        let test = log_rank(&aml().0, &aml().1);
        close(test.statistic, 3.396_388_699);
        close(test.p, 0.065_339_322_04);
    }

    #[test]
    fn competing_events_are_as_published() {
        // Primary biliary cholangitis (Mayo Clinic), `pbc` in R's survival: 0 censored, 1 transplant, 2 death.
        let text = include_str!("../../../tests/data/pbc.csv");
        let patients: Vec<Subject> = text
            .lines()
            .skip(1)
            .map(|line| {
                let (time, status) = line.split_once(',').expect("two columns");
                let status: usize = status.parse().expect("a status");
                Subject { time: time.parse().expect("days"), event: status.checked_sub(1) }
            })
            .collect();
        let curves = cumulative_incidence(&patients, 2, 0.95);
        // summary(survfit(Surv(time, factor(status)) ~ 1, pbc), times = …): transplant, death, their errors.
        for (time, cause, share, error) in [
            (365, 1, 0.071_770_334_93, 0.012_624_438_40),
            (1000, 0, 0.016_812_925_06, 0.006_301_157_363),
            (1000, 1, 0.182_397_071_04, 0.018_923_495_76),
            (2000, 0, 0.044_573_926_29, 0.010_630_796_362),
            (2000, 1, 0.301_982_101_29, 0.023_612_842_47),
            (4000, 0, 0.083_829_769_28, 0.017_302_372_391),
            (4000, 1, 0.564_358_996_21, 0.039_219_038_33),
        ] {
            let step = curves[cause].iter().take_while(|step| step.time <= time).last().expect("a step");
            close(step.level.estimate, share);
            // Later times without an event of this kind move its error, which is written down at its own.
            assert!((step.error / error - 1.0).abs() < 2e-3, "{time}: {} for {error}", step.error);
        }
    }

    #[test]
    fn bands_cover_at_their_nominal_rate() {
        let mut rng = Xoshiro256PlusPlus::seed_from_u64(11);
        let mut covered = (0, 0);
        for _ in 0..1000 {
            // Exponential times with mean 50 in steps of one, censored uniformly up to 120.
            let sample: Vec<Subject> = (0..80)
                .map(|_| {
                    let (time, end) =
                        (-50.0 * libm::log(1.0 - rng.random::<f64>()), 120.0 * rng.random::<f64>());
                    Subject { time: time.min(end) as u32 + 1, event: (time <= end).then_some(0) }
                })
                .collect();
            let curve = kaplan_meier(&sample, 0.95);
            let level = curve.at(40, 0.95);
            let truth = libm::exp(-40.0 / 50.0);
            covered.0 += u32::from(level.low <= truth && truth <= level.high);
            let mean = curve.restricted_mean(60, 0.95);
            let area: f64 = (0..60).map(|t| libm::exp(-f64::from(t) / 50.0)).sum();
            covered.1 += u32::from(mean.low <= area && area <= mean.high);
        }
        assert!((930..=970).contains(&covered.0) && (925..=970).contains(&covered.1), "{covered:?}");
    }
}
