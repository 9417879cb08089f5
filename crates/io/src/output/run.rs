//! All that a run writes.

use std::io;
use std::path::Path;
use thermidor_core::Model;

use super::answer::Answer;
use super::charts;
use super::files;
use super::summary::Summary;
use super::tables::{self, Place};
use thermidor_analysis::run::Sink;
use thermidor_analysis::study::Endpoint;
use thermidor_core::history::History;

/// The tables of a run, as its histories come.
pub struct Run {
    to: Place,
    summary: Summary,
    outcomes: tables::Outcomes,
    full: Option<(tables::FullTrajectories, tables::Events)>,
}

impl Run {
    /// Begins the tables in their place; `full` is whether to keep every month of every organization, and what happened.
    ///
    /// # Errors
    /// When a file cannot be created.
    pub fn begin(to: impl Into<Place>, scenario: &Model, on: Endpoint, full: bool) -> io::Result<Self> {
        let to = to.into();
        let full = match full {
            true => Some((
                tables::FullTrajectories::create(&to, "trajectories-full")?,
                tables::Events::create(&to, "events")?,
            )),
            false => None,
        };
        let outcomes = tables::Outcomes::create(&to, scenario.seed, false)?;
        Ok(Self { to, summary: Summary::new(scenario, on), outcomes, full })
    }

    /// Computes the interval of what is asked at another confidence.
    #[must_use]
    pub fn at(mut self, level: f64) -> Self {
        self.summary.level = level;
        self
    }

    /// The results so far.
    pub fn summary(&self) -> &Summary {
        &self.summary
    }

    /// Completes all tables.
    ///
    /// # Errors
    /// When they cannot be written.
    pub fn finish(self) -> io::Result<Summary> {
        self.outcomes.finish()?;
        if let Some((trajectories, events)) = self.full {
            trajectories.finish()?;
            events.finish()?;
        }
        tables::trajectories(&self.to, &self.summary)?;
        Ok(self.summary)
    }
}

impl Sink for Run {
    fn take(&mut self, history: &History) -> io::Result<()> {
        self.summary.take(history)?;
        self.outcomes.take(history)?;
        if let Some((trajectories, events)) = &mut self.full {
            trajectories.take(history)?;
            events.take(history)?;
        }
        Ok(())
    }
}

/// Writes what is for people into a directory: the answer, and charts where they are wanted.
///
/// # Errors
/// When a file cannot be written.
pub fn pages(
    directory: &Path,
    scenario: &Model,
    summary: &Summary,
    answer: &Answer,
    with_charts: bool,
) -> io::Result<()> {
    if with_charts {
        charts::write(&directory.join("charts"), scenario, summary)
            .map_err(|error| io::Error::other(format!("charts: {error}")))?;
    }
    files::answer(directory, answer, &answer.words(scenario))
}
