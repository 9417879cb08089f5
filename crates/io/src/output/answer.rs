//! The answer in words, with natural frequencies.

use serde::Serialize;
use thermidor_core::Model;

use super::summary::{Summary, Tally};
use thermidor_analysis::study::Endpoint;
use thermidor_stats::Interval;
use thermidor_stats::figures::{ends, per_cent, plain};
use thermidor_stats::interval::LEVEL;

/// The outcomes of a run, for programs.
#[derive(Debug, Serialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
pub struct Answer {
    /// Organizations simulated.
    pub organizations: u32,
    /// Months simulated.
    pub ticks: u32,
    /// Captured at some time.
    pub captured: u32,
    /// Captured at some time at thresholds one step looser than the declared ones, and one step stricter.
    pub captured_loose: u32,
    /// See `captured_loose`.
    pub captured_strict: u32,
    /// Month by which half of those were captured.
    pub captured_median_tick: Option<u32>,
    /// Of the captured, free again at some time.
    pub recovered: u32,
    /// Of those still there long enough after the last shock, captured then.
    pub locked_in: Option<(u32, u32)>,
    /// At the end: self-governing.
    pub self_governing_at_end: u32,
    /// At the end: contested.
    pub contested_at_end: u32,
    /// At the end: captured.
    pub captured_at_end: u32,
    /// At the end: collapsed.
    pub collapsed_at_end: u32,
    /// Split at some time: most members left with their locals.
    pub split: u32,
    /// Mean of the centre's share of the stakes in the last year of each.
    pub central_share: f64,
    /// Organizations that split off and were founded on the way.
    pub splinters: u32,
    /// The endpoint.
    pub on: &'static str,
    /// Of how many organizations: some things can be asked of some only.
    pub of: u64,
    /// Its share of these, or its mean, with a 95 % interval.
    pub estimate: Interval,
    /// The interval is widened, since the number of organizations depends on it (`--precision`).
    pub widened: bool,
}

impl Answer {
    /// Reads the answer off a summary.
    pub fn new(scenario: &Model, summary: &Summary) -> Self {
        let tally = &summary.tally;
        let [self_governing_at_end, contested_at_end, captured_at_end, collapsed_at_end] = tally.ended;
        let [captured_loose, captured_strict] = tally.captured_otherwise;
        Self {
            organizations: tally.organizations,
            ticks: scenario.ticks,
            captured: tally.captured_at.values().sum(),
            captured_loose,
            captured_strict,
            captured_median_tick: median(tally),
            recovered: tally.recovered,
            locked_in: (tally.locked_in.0 > 0).then_some((tally.locked_in.1, tally.locked_in.0)),
            self_governing_at_end,
            contested_at_end,
            captured_at_end,
            collapsed_at_end,
            split: tally.split,
            central_share: tally.central_share.mean(),
            splinters: tally.splinters,
            on: summary.on.name(),
            of: summary.asked_of(),
            estimate: summary.endpoint(),
            widened: summary.level != LEVEL,
        }
    }

    /// The answer in words.
    pub fn words(&self, scenario: &Model) -> String {
        let span = months(self.ticks);
        let all = match self.organizations {
            1 => "1 organization".to_owned(),
            many => format!("{many} organizations"),
        };
        let mut text = if self.captured == 0 {
            format!("Of {all}, none was captured within {span}")
        } else {
            let were = if self.captured == 1 { "was" } else { "were" };
            let half = self
                .captured_median_tick
                .map_or(String::new(), |tick| format!(", half of them by month {tick}"));
            format!("Of {all}, {} {were} captured within {span}{half}", self.captured)
        };
        if self.recovered > 0 {
            text.push_str(&format!("; {} of those were free again for a time", self.recovered));
        }
        text.push_str(&format!(
            ".\nLoosely taken {} were captured, strictly taken {}; {} collapsed and {} split. The centre settled {} of the \
             stakes in the last year of each.",
            self.captured_loose,
            self.captured_strict,
            self.collapsed_at_end,
            self.split,
            per_cent(self.central_share)
        ));
        text.push_str(&format!(
            "\nAt the end {} governed {}, {} {} contested, {} captured, {} had collapsed.",
            self.self_governing_at_end,
            if self.self_governing_at_end == 1 { "itself" } else { "themselves" },
            self.contested_at_end,
            if self.contested_at_end == 1 { "was" } else { "were" },
            self.captured_at_end,
            self.collapsed_at_end
        ));
        if self.splinters > 0 {
            text.push_str(&format!(
                "\nLocals left {} times and became organizations of their own.",
                self.splinters
            ));
        }
        if let Some((locked, of)) = self.locked_in {
            text.push_str(&format!(
                "\n{} months after the last shock, {locked} of the {of} still there were captured: locked in.",
                scenario.capture.lock_in_months
            ));
        }
        text.push_str(&self.precision(scenario.world.organizations > 1));
        text
    }

    /// How precise the answer is.
    fn precision(&self, is_world: bool) -> String {
        let Ok(on) = Endpoint::find(self.on) else { return String::new() };
        let among = on.among();
        if self.of == 0 {
            let among = among.unwrap_or("simulated");
            return format!("\nNo organization was {among}, so that none can be {}.", on.label());
        }
        let estimate = self.estimate.estimate;
        if self.of < 2 && !on.is_binary() {
            let mean = plain(estimate, 4);
            return format!("\nMean of {}: {mean}; so few runs have no interval.", on.label());
        }
        let widened = if self.widened { ", widened for each look at it on the way" } else { "" };
        if on.is_binary() {
            // The unit stands once, at the end.
            let ends = ends(&self.estimate, |share| plain(100.0 * share, 1));
            let among = among.map_or(String::new(), |among| format!(" of the {} {among}", self.of));
            let among =
                if is_world { format!("{among} of the first organizations of all worlds") } else { among };
            format!("\n{}{among} were {} (95 % interval {ends} %{widened}).", per_cent(estimate), on.label())
        } else {
            let ends = ends(&self.estimate, |mean| plain(mean, 4));
            let whose = if is_world { " of the first organizations of all worlds" } else { "" };
            format!(
                "\nMean of {}{whose}: {} (95 % interval {ends}{widened}).",
                on.label(),
                plain(estimate, 4)
            )
        }
    }
}

fn median(tally: &Tally) -> Option<u32> {
    let captured: u32 = tally.captured_at.values().sum();
    let mut before = 0;
    tally.captured_at.iter().find_map(|(month, count)| {
        before += count;
        (2 * before >= captured).then_some(*month)
    })
}

fn months(ticks: u32) -> String {
    match ticks {
        1 => "a month".to_owned(),
        12 => "a year".to_owned(),
        ticks if ticks.is_multiple_of(12) => format!("{} years", ticks / 12),
        ticks => format!("{ticks} months"),
    }
}
