//! One organization's history, from founding to the horizon or its collapse.

use crate::engine::{Luck, Organization, step};
use crate::measures::MEASURES;
use crate::measures::outcome::{Condition, Outcome};
use crate::scenario::Scenario;

/// What one organization went through.
#[derive(Debug, Clone, PartialEq)]
pub struct History {
    /// Number of the organization, from 0; with the scenario's seed it is the key of all its luck.
    pub organization: u32,
    /// Measures at the end of each month it lived through: `ticks_lived × MEASURES.len()`, month by month.
    pub measures: Vec<f32>,
    /// Its condition at the end of each month it lived through.
    pub conditions: Vec<Condition>,
    /// How it ended.
    pub outcome: Outcome,
}

impl History {
    /// Months lived through.
    pub fn ticks(&self) -> usize {
        self.conditions.len()
    }

    /// All measures of one month, in the order of [`MEASURES`].
    pub fn row(&self, tick: usize) -> &[f32] {
        &self.measures[tick * MEASURES.len()..(tick + 1) * MEASURES.len()]
    }
}

/// Simulates organization number `organization` of a resolved scenario. Its result depends on nothing else.
pub fn simulate(scenario: &Scenario, organization: u32) -> History {
    let luck = Luck::new(scenario.seed, u64::from(organization), 0);
    let mut state = Organization::found(scenario, &luck);
    let mut measures = Vec::with_capacity(scenario.ticks as usize * MEASURES.len());
    let mut conditions = Vec::with_capacity(scenario.ticks as usize);
    for tick in 0..scenario.ticks {
        step::month(&mut state, scenario, &luck, tick);
        measures.extend(MEASURES.iter().map(|measure| (measure.read)(&state)));
        conditions.push(state.record.condition());
        if state.record.condition() == Condition::Collapsed {
            break;
        }
    }
    let outcome = state.record.outcome();
    History { organization, measures, conditions, outcome }
}
