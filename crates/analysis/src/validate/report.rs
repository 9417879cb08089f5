//! Theory and engine side by side, the patterns and the statements: what is looked at, and all that was found.

use std::sync::atomic::{AtomicBool, Ordering};
use thermidor_core::Model;

use super::benchmarks::{self, Verdict};
use super::patterns::{self, Finding};
use super::statements::{self, Size, Statements};
use crate::Error;
use thermidor_scenario::read;

/// The benchmarks that come with the program.
const SHIPPED: &[(&str, &str)] = &include!("benchmarks.in");

/// The subject of the checks.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Subject {
    /// Theory and engine are compared; if all shipped benchmarks are run in full, the patterns are looked at as well.
    #[default]
    Benchmarks,
    /// The patterns.
    Patterns,
    /// The statements, over draws of the free constants.
    Statements,
}

/// The checks to run.
#[derive(Debug, Clone, Default)]
pub struct Question {
    /// Scenarios with a `theory`, by their names; those that come with the program where there are none.
    pub named: Vec<(String, Model)>,
    /// What is checked.
    pub subject: Subject,
    /// Sixteen times as many runs of benchmarks, nearly all of which then exclude a bias of one per cent, four times as many of
    /// patterns, and of the statements all draws.
    pub full: bool,
}

impl Question {
    fn asks_for_patterns(&self) -> bool {
        match self.subject {
            Subject::Benchmarks => self.full && self.named.is_empty(),
            Subject::Patterns => true,
            Subject::Statements => false,
        }
    }

    /// Runs of a benchmark.
    fn of_benchmark(&self, scenario: &Model) -> u32 {
        scenario.organizations * if self.full { 16 } else { 1 }
    }

    /// Runs of each arm of the patterns.
    fn of_patterns(&self) -> u32 {
        if self.full { 400 } else { 100 }
    }

    fn of_statements(&self) -> Size {
        if self.full { Size::FULL } else { Size::QUICK }
    }

    fn scenarios(&self) -> Result<Vec<(String, Model)>, Error> {
        if !self.named.is_empty() {
            return Ok(self.named.clone());
        }
        SHIPPED.iter().map(|(name, text)| Ok(((*name).to_owned(), read::parse(name, text, &[])?))).collect()
    }

    /// Organizations to simulate in all.
    pub fn runs(&self) -> u64 {
        let all = self.scenarios().unwrap_or_default();
        let benchmarks: u64 = all.iter().map(|(_, scenario)| u64::from(self.of_benchmark(scenario))).sum();
        let patterns = u64::from(patterns::arms()) * u64::from(self.of_patterns());
        let asked = [
            (self.subject == Subject::Benchmarks, benchmarks),
            (self.asks_for_patterns(), patterns),
            (self.subject == Subject::Statements, self.of_statements().runs()),
        ];
        asked.into_iter().filter(|(is_asked, _)| *is_asked).map(|(_, runs)| runs).sum()
    }
}

/// Looks at everything, on the threads of the pool that it is called in; `progress` is called for each organization.
/// `cancel` is looked at between scenarios and between patterns.
///
/// # Errors
/// When it is cancelled, when a scenario names no theory, or leaves the ground on which its theory holds.
pub fn check(
    question: &Question,
    cancel: &AtomicBool,
    progress: &(dyn Fn() + Sync),
) -> Result<Report, Error> {
    let mut report = Report::default();
    if question.subject == Subject::Benchmarks {
        for (name, scenario) in question.scenarios()? {
            unless_cancelled(cancel)?;
            let verdicts = benchmarks::check(&scenario, question.of_benchmark(&scenario), progress)
                .map_err(|why| Error::Benchmark { name: name.clone(), why })?;
            report.benchmarks.push((name, verdicts));
        }
    }
    if question.asks_for_patterns() {
        report.patterns = patterns::check(question.of_patterns(), &|| unless_cancelled(cancel), progress)?;
    }
    if question.subject == Subject::Statements {
        report.statements = Some(statements::check(question.of_statements(), cancel, progress)?);
    }
    Ok(report)
}

fn unless_cancelled(cancel: &AtomicBool) -> Result<(), Error> {
    if cancel.load(Ordering::Relaxed) { Err(Error::Interrupted) } else { Ok(()) }
}

/// All that was found.
#[derive(Debug, Default, serde::Serialize)]
pub struct Report {
    /// Each scenario by its name, and theory and engine beside each other.
    #[serde(rename = "limits")]
    pub benchmarks: Vec<(String, Vec<Verdict>)>,
    /// Each pattern.
    pub patterns: Vec<Finding>,
    /// The statements, where they were asked for.
    pub statements: Option<Statements>,
}

impl Report {
    /// Whether everything holds.
    pub fn holds(&self) -> bool {
        self.benchmarks.iter().flat_map(|(_, verdicts)| verdicts).all(|verdict| verdict.holds)
            && self.patterns.iter().all(|finding| finding.holds)
            && self.statements.as_ref().is_none_or(Statements::holds)
    }
}
