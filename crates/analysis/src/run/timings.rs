//! Where the time goes: how long each part of the work took, over all runs and threads.

use std::fmt::Write;
use std::sync::atomic::AtomicBool;
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};
use thermidor_core::Model;

use thermidor_core::budget::Stopped;
use thermidor_core::history::{History, simulate_watched, unless};
use thermidor_core::measures::position;
use thermidor_core::simd::width;

/// Time by part of the work, added up over threads.
#[derive(Debug)]
pub struct Timings {
    begun: Instant,
    spent: Mutex<Spent>,
}

#[derive(Debug, Default)]
struct Spent {
    parts: Vec<(&'static str, Duration)>,
    member_months: f64,
}

impl Spent {
    fn add(&mut self, part: &'static str, time: Duration) {
        match self.parts.iter_mut().find(|(name, _)| *name == part) {
            Some((_, sum)) => *sum += time,
            None => self.parts.push((part, time)),
        }
    }
}

impl Timings {
    /// Begins now.
    pub fn begin() -> Self {
        Self { begun: Instant::now(), spent: Mutex::default() }
    }

    /// Time since the beginning.
    pub fn elapsed(&self) -> Duration {
        self.begun.elapsed()
    }

    /// Simulates the world of one run, as [`Model::run_unless`] does, and keeps the time of each part.
    ///
    /// # Errors
    /// When it is cancelled, or would take more than a world may.
    pub fn simulate(&self, cancel: &AtomicBool, scenario: &Model, run: u32) -> Result<Vec<History>, Stopped> {
        let (mut own, mut go_on) = (Spent::default(), unless(cancel));
        let mut last = Instant::now();
        let histories = simulate_watched(scenario, &[], run, &mut |part| {
            let now = Instant::now();
            own.add(part, now - last);
            last = now;
            go_on(part)
        })?;
        let members = position("membership").unwrap_or_default();
        own.member_months = histories
            .iter()
            .flat_map(|history| (0..history.ticks()).map(|tick| f64::from(history.row(tick)[members])))
            .sum();
        let mut spent = self.spent.lock().unwrap_or_else(PoisonError::into_inner);
        own.parts.iter().for_each(|(part, time)| spent.add(part, *time));
        spent.member_months += own.member_months;
        Ok(histories)
    }

    /// Nanoseconds a member-month of each part, in the order in which they were first heard of.
    pub fn parts(&self) -> Vec<(&'static str, f64)> {
        let spent = self.spent.lock().unwrap_or_else(PoisonError::into_inner);
        let each = |time: Duration| time.as_secs_f64() * 1e9 / spent.member_months.max(1.0);
        spent.parts.iter().map(|(part, time)| (*part, each(*time))).collect()
    }

    /// A table of it all, the longest part first; `simulated` is when the last run was done.
    pub fn words(&self, threads: usize, simulated: Duration) -> String {
        let mut parts = self.parts();
        let whole: f64 = parts.iter().map(|(_, each)| each).sum();
        parts.sort_by(|a, b| b.1.total_cmp(&a.1));
        let mut text = format!("{:<16}{:>8}{:>22}\n", "Part", "Share", "ns a member-month");
        for (part, each) in parts {
            let _ = writeln!(text, "{part:<16}{:>7.1}%{each:>22.2}", 100.0 * each / whole.max(1e-9));
        }
        let wall = self.elapsed();
        let _ = writeln!(text, "{:<16}{:>7}%{whole:>22.2}\n", "all", 100);
        let _ = writeln!(
            text,
            "Simulated in {:.2} s on {threads} thread(s) with {} registers; {:.2} s more for tables and charts.",
            simulated.as_secs_f64(),
            width().map_or("no", |width| width.name),
            (wall - simulated).as_secs_f64()
        );
        text
    }
}
