//! One organization's history, from founding to the horizon or its end.

use std::ops::ControlFlow;
use std::sync::atomic::{AtomicBool, Ordering};

use crate::Model;
use crate::budget::{Means, Stopped};
use crate::founding::FOUNDING;
use crate::measures::{MEASURES, Measure, Notes, Reading};
use crate::outcome::{Condition, Outcome};
use crate::safeguards;
use crate::schedule::Watch;
use crate::state::{Event, Mandate, Organization, Subject};
use crate::world::World;

/// The subject of an event in words: "body 2", "local 7", the name of a safeguard; empty where there is none.
pub fn subject_name(event: &Event) -> String {
    match event.kind() {
        Subject::Nothing => String::new(),
        Subject::Body => format!("body {}", event.subject),
        Subject::Local => format!("local {}", event.subject),
        Subject::Safeguard => safeguards::NAMES[event.subject as usize].to_owned(),
    }
}

/// What one organization went through.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct History {
    /// Number of the run, from 0; with the scenario's seed it is the key of all its random streams.
    pub organization: u32,
    /// Number of the organization in its world: 0 where it stands alone; those that have split off come last.
    pub sibling: u32,
    /// Month of its founding: 0, or the month in which it split off.
    pub founded_at: u32,
    /// Measures at the end of each month it lived through: `ticks × MEASURES.len()`, month by month.
    pub measures: Vec<f32>,
    /// Its condition at the end of each month it lived through.
    pub conditions: Vec<Condition>,
    /// What happened, in order.
    pub events: Vec<Event>,
    /// Who held which seat, from when to when and how; in the order in which they came in.
    pub mandates: Vec<Mandate>,
    /// How it ended; months are counted from its founding.
    pub outcome: Outcome,
}

impl History {
    /// Months lived through.
    pub fn ticks(&self) -> usize {
        self.conditions.len()
    }

    /// All measures of one month since its founding, in the order of [`MEASURES`].
    pub fn row(&self, tick: usize) -> &[f32] {
        &self.measures[tick * MEASURES.len()..(tick + 1) * MEASURES.len()]
    }

    /// Mean of a measure over the months lived through.
    pub fn average(&self, column: usize) -> f64 {
        let months = (0..self.ticks()).map(|tick| f64::from(self.row(tick)[column]));
        months.sum::<f64>() / self.ticks().max(1) as f64
    }

    fn begin(run: u32, organization: &Organization, months: u32) -> Self {
        Self {
            organization: run,
            sibling: organization.number,
            founded_at: organization.founded_at,
            measures: Vec::with_capacity(months as usize * MEASURES.len()),
            conditions: Vec::with_capacity(months as usize),
            events: Vec::new(),
            mandates: Vec::new(),
            outcome: organization.books.record.outcome(),
        }
    }

    fn month(&mut self, organization: &Organization, notes: &mut Notes) {
        let reading = Reading::new(organization, notes);
        write_down(&reading, MEASURES.iter(), &mut self.measures);
        notes.put_back(organization);
        self.conditions.push(organization.books.record.condition());
    }
}

/// Adds a month of these measures to a table of them.
fn write_down<'a>(
    reading: &Reading,
    measures: impl ExactSizeIterator<Item = &'a Measure>,
    table: &mut Vec<f32>,
) {
    let before = table.len().checked_sub(measures.len());
    for (i, measure) in measures.enumerate() {
        let value = (measure.read)(reading);
        // A share of nothing, say the quality of no decisions, is still what it was when there was something.
        let last = before.map_or(0.0, |at| table[at + i]);
        // Nothing is nothing: a sum of no terms is -0, and adding 0 makes it 0.
        table.push(if value.is_nan() { last } else { value + 0.0 });
    }
}

/// A watch that ends the work when `cancel` is set.
pub fn unless(cancel: &AtomicBool) -> impl FnMut(&'static str) -> ControlFlow<()> {
    |_| if cancel.load(Ordering::Relaxed) { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
}

/// Simulates the world of one run, as [`Model::run`] does, going on under another model from each of the given months
/// on, in their order; `watch` hears of each part of the work as it ends, and can end it.
///
/// # Errors
/// When it is ended, or would take more than a world may.
pub fn simulate_watched(
    model: &Model,
    changes: &[(u32, Model)],
    run: u32,
    watch: Watch,
) -> Result<Vec<History>, Stopped> {
    let mut model = model;
    let go_on = |watch: Watch, part| match watch(part) {
        ControlFlow::Continue(()) => Ok(()),
        ControlFlow::Break(()) => Err(Stopped::Cancelled),
    };
    let mut world = World::found_watched(model, run, watch)?;
    go_on(watch, FOUNDING)?;
    let mut histories: Vec<History> = Vec::new();
    let mut notes = Notes::default();
    let (mut open, mut months) = (Vec::new(), 0);
    for tick in 0..model.ticks {
        open.clear();
        open.extend(world.organizations.iter().map(|organization| organization.books.record.is_open()));
        if !open.contains(&true) {
            break;
        }
        if let Some((_, changed)) = changes.iter().find(|(at, _)| *at == tick) {
            model = changed;
            world.change(model);
        }
        world.month_watched(model, tick, watch)?;
        go_on(watch, "world")?;
        for (i, organization) in world.organizations.iter().enumerate() {
            if histories.len() == i {
                histories.push(History::begin(run, organization, model.ticks - tick));
            }
            // Who has just split off lives through its first month with the next one.
            if open.get(i) == Some(&true) {
                histories[i].month(organization, &mut notes);
                months += 1;
                Means::months(organization, months)
                    .map_err(|excess| Stopped::Exceeded(excess).in_run(run))?;
            }
        }
        go_on(watch, "measures")?;
    }
    for (history, organization) in histories.iter_mut().zip(&mut world.organizations) {
        history.outcome = organization.books.record.outcome();
        history.events = std::mem::take(&mut organization.books.events);
        history.mandates = std::mem::take(&mut organization.offices.mandates);
    }
    histories.retain(|history| history.ticks() > 0);
    Ok(histories)
}

/// The history of the first organization of a run.
///
/// # Errors
/// When its world would take more than a world may.
pub fn simulate(model: &Model, run: u32) -> Result<History, Stopped> {
    Ok(model.run(run)?.swap_remove(0))
}

/// Some measures of the first organization of a run: a table of months × measures, as long as it lives. It is what
/// [`simulate`] gives of them, and takes less time.
///
/// # Errors
/// When its world would take more than a world may.
pub fn measure(model: &Model, run: u32, measures: &[&Measure]) -> Result<Vec<f32>, Stopped> {
    let mut world = World::found(model, run);
    let mut table = Vec::with_capacity(model.ticks as usize * measures.len());
    let mut notes = Notes::default();
    for tick in 0..model.ticks {
        if !world.organizations[0].books.record.is_open() {
            break;
        }
        world.month(model, tick)?;
        let organization = &world.organizations[0];
        let reading = Reading::new(organization, &mut notes);
        write_down(&reading, measures.iter().copied(), &mut table);
        notes.put_back(organization);
    }
    Ok(table)
}

#[cfg(test)]
mod tests {
    use super::{measure, simulate};
    use crate::measures::MEASURES;
    use crate::simd::tests::at_most;

    #[test]
    fn some_measures_are_those_of_the_whole_history() {
        // Organizations that collapse, and locals that split off and live on.
        let texts =
            ["", "viability.execution_cost = 60.0\n", "safeguards.freedom_to_split = { threshold = 0.1 }\n"];
        let (chosen, mut lives) = ([30, 0, 6, 15, 42], Vec::new());
        for text in texts {
            let text = format!("ticks = 60\norganization.members = 200\nsecession.threshold = 0.1\n{text}");
            let scenario = crate::testing::model(&text);
            for run in 0..3 {
                let whole = simulate(&scenario, run).unwrap();
                let rows = (0..whole.ticks()).flat_map(|tick| chosen.map(|at| whole.row(tick)[at]));
                let some = measure(&scenario, run, &chosen.map(|at| &MEASURES[at])).unwrap();
                assert!(rows.eq(some), "not the same in run {run} of {text}");
                lives.push(whole.ticks());
            }
        }
        assert!(lives.contains(&60) && lives.iter().any(|months| *months < 60), "{lives:?}");
    }

    #[test]
    fn all_widths_give_the_same_bytes() {
        let texts = [
            "organization.members = 300\nshocks.isolation = [{ start_tick = 10, duration_ticks = 20 }]\n",
            // Locals that do not fill their rows, other numbers of ties, leavers, newcomers, splits and quarrels.
            "organization.members = 130\norganization.local_size = 7\ndeference.ties = 3\nmembership.exit = 0.03\n\
             membership.entry = 0.05\nsecession.threshold = 0.1\nsafeguards.freedom_to_split = { threshold = 0.1 }\n\
             shocks.internal_split = [{ start_tick = 5 }]\nvoice.circle = 0.7\n",
            "organization.members = 40\norganization.local_size = 40\nshaping.standing = 2.5\ndeference.pull = 4.0\n",
        ];
        for text in texts {
            let scenario = crate::testing::model(&format!("ticks = 60\n{text}"));
            for run in 0..4 {
                let widest = scenario.run(run).unwrap();
                for lanes in [1, 8] {
                    let narrow = at_most(lanes, || scenario.run(run).unwrap());
                    assert!(widest == narrow, "not the same on {lanes} lanes in run {run} of {text}");
                }
            }
        }
    }
}
