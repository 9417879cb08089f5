//! What a visitor sees: the futures that were simulated so far, as one line of JSON.

use std::collections::BTreeMap;
use std::io;
use std::sync::atomic::AtomicBool;
use thermidor_core::Model;

use serde::Serialize;

use super::queue::Wait;
use super::refusal::Refusal;
use thermidor_analysis::run::{Sink, in_order};
use thermidor_analysis::study::{Comparison, Endpoint};
use thermidor_core::history::History;
use thermidor_core::measures::MEASURES;
use thermidor_core::outcome::Condition;
use thermidor_io::output::answer::Answer;
use thermidor_io::output::comparison::{Answer as Compared, ContrastAnswer};
use thermidor_io::output::summary::Summary;
use thermidor_stats::interval::LEVEL;
use thermidor_stats::survival::{Curve, kaplan_meier};

/// Futures in the making.
pub struct Futures {
    arms: Vec<Model>,
    summaries: Vec<Summary>,
    comparison: Comparison,
    /// Conditions of the organizations that have not been sent yet.
    fates: Vec<Vec<Fate>>,
    done: u32,
}

/// When an organization came into which condition, by its position in [`Condition::ALL`].
type Fate = Vec<(u32, u8)>;

/// One line of the answer to a request.
#[derive(Serialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
#[cfg_attr(test, derive(ts_rs::TS))]
pub enum Line {
    /// Others are at work, too: told at once, and every two seconds until there is a picture.
    Queued(Wait),
    /// What was found so far.
    Picture(Box<Picture>),
    /// No more will come.
    Stopped {
        /// Why.
        refused: Refusal,
    },
}

/// What was found so far.
#[derive(Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct Picture {
    /// Runs so far, and runs in all.
    done: u32,
    of: u32,
    arms: Vec<ArmPicture>,
    /// The second less the first.
    contrast: Option<ContrastAnswer>,
}

#[derive(Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
struct ArmPicture {
    name: String,
    answer: Answer,
    /// Organizations in each condition, by month.
    conditions: [Vec<u32>; 4],
    /// Quantiles of measures (5, 25, 50, 75, 95 %), by month; nothing where no organization is left.
    fans: BTreeMap<&'static str, [Vec<Option<f32>>; 5]>,
    /// Share not yet captured: month, estimate, low, high.
    survival: Vec<(u32, f64, f64, f64)>,
    /// Fates of the organizations that were not in an earlier line.
    fates: Vec<Fate>,
}

impl Futures {
    /// Nothing simulated yet.
    pub fn new(arms: Vec<Model>, on: Endpoint) -> Self {
        let summaries = arms.iter().map(|arm| Summary::new(arm, on)).collect();
        let comparison = Comparison::new(&arms, on);
        let fates = vec![Vec::new(); arms.len()];
        Self { arms, summaries, comparison, fates, done: 0 }
    }

    /// Runs so far.
    pub fn done(&self) -> u32 {
        self.done
    }

    /// Simulates some more runs, until `cancel` is set: then those that are done are kept.
    ///
    /// # Errors
    /// When a run would take more than a world may.
    pub fn simulate(
        &mut self,
        runs: u32,
        threads: &rayon::ThreadPool,
        cancel: &AtomicBool,
    ) -> io::Result<()> {
        let Self { arms, summaries, comparison, fates, done } = self;
        let several = arms.len() > 1;
        let future = |arm: &Model, run| {
            let histories = arm.run_unless(cancel, run);
            histories.map_err(|stopped| if several { stopped.in_future(&arm.name) } else { stopped })
        };
        let one = |run: u32| arms.iter().map(|arm| future(arm, run)).collect();
        let numbers = *done..*done + runs;
        let take = &mut |futures: Vec<Vec<History>>| {
            let mut homes = Vec::new();
            for (i, mut histories) in futures.into_iter().enumerate() {
                for history in &histories {
                    summaries[i].take(history)?;
                }
                let home = histories.swap_remove(0);
                fates[i].push(fate(&home));
                homes.push(home);
            }
            comparison.take(&homes);
            *done += 1;
            Ok(())
        };
        // What was cancelled is told by how many are done.
        in_order(numbers, threads, cancel, &one, take).map(drop)
    }

    /// The line that shows what was found so far, with the measures at some positions; all of them and all fates where
    /// it is the last.
    pub fn picture(&mut self, of: u32, columns: &[usize]) -> Picture {
        let all: Vec<usize> = (0..MEASURES.len()).collect();
        let columns = if self.done == of { &all } else { columns };
        let compared = (self.arms.len() > 1).then(|| Compared::new(&self.comparison));
        let arms = (0..self.arms.len())
            .map(|i| {
                let (scenario, summary) = (&self.arms[i], &self.summaries[i]);
                let answer = Answer::new(scenario, summary);
                ArmPicture {
                    name: scenario.name.clone(),
                    answer,
                    conditions: std::array::from_fn(|c| {
                        summary.conditions.iter().map(|month| month[c]).collect()
                    }),
                    fans: columns
                        .iter()
                        .map(|&column| (MEASURES[column].name, fan(summary, column)))
                        .collect(),
                    survival: survival(&kaplan_meier(&self.comparison.arms[i].times_to_capture(), LEVEL)),
                    fates: std::mem::take(&mut self.fates[i]),
                }
            })
            .collect();
        Picture { done: self.done, of, arms, contrast: compared.and_then(|mut all| all.contrasts.pop()) }
    }
}

fn fate(history: &History) -> Fate {
    let mut fate: Fate = Vec::new();
    for (month, condition) in history.conditions.iter().enumerate() {
        let position = Condition::ALL.iter().position(|one| one == condition).unwrap_or(0) as u8;
        if fate.last().is_none_or(|(_, last)| *last != position) {
            fate.push((month as u32, position));
        }
    }
    fate
}

fn fan(summary: &Summary, column: usize) -> [Vec<Option<f32>>; 5] {
    let months: Vec<Option<[f32; 5]>> = (0..summary.ticks())
        .map(|tick| summary.quantiles(column, tick).map(|(_, quantiles)| quantiles))
        .collect();
    std::array::from_fn(|q| months.iter().map(|month| month.map(|quantiles| quantiles[q])).collect())
}

fn survival(curve: &Curve) -> Vec<(u32, f64, f64, f64)> {
    curve.steps.iter().map(|step| (step.time, step.level.estimate, step.level.low, step.level.high)).collect()
}
