//! The door to simulation: a scenario that was checked.

use std::ops::{ControlFlow, Deref};
use std::sync::atomic::AtomicBool;

use crate::budget::Stopped;
use crate::diagnostic::Diagnostic;
use crate::history::{self, History};
use crate::scenario::Scenario;

/// A scenario in which nothing is wrong. Only from it can organizations be simulated.
///
/// A model is read like its scenario and cannot be changed: change a clone of the scenario and make another model of
/// it.
///
/// ```
/// use thermidor_core::{Model, scenario::Scenario};
///
/// let mut scenario = Scenario::default();
/// scenario.ticks = 12;
/// scenario.organization.members = 100;
/// let model = Model::new(scenario.clone()).expect("a valid scenario");
/// let histories = model.run(0).expect("it takes little");
/// assert_eq!((histories.len(), histories[0].ticks()), (1, 12));
///
/// scenario.organization.local_size = Some(200);
/// let found = Model::new(scenario).expect_err("a local is larger than the organization");
/// assert_eq!(found[0].path, "organization.local_size");
/// assert_eq!(found[0].to_string(), "organization.local_size: a local of 200 is larger than the organization of 100");
/// ```
#[derive(Debug, Clone, PartialEq, serde::Serialize)]
#[serde(transparent)]
pub struct Model(Scenario);

impl Model {
    /// The model of a scenario.
    ///
    /// # Errors
    /// Everything that is wrong with it.
    pub fn new(scenario: Scenario) -> Result<Self, Vec<Diagnostic>> {
        let found = scenario.check();
        if found.is_empty() { Ok(Self(scenario)) } else { Err(found) }
    }

    /// Its scenario.
    pub fn scenario(&self) -> &Scenario {
        &self.0
    }

    /// The scenario alone.
    pub fn into_scenario(self) -> Scenario {
        self.0
    }

    /// The model with the safeguards of the given names alone. Fewer safeguards make no scenario wrong.
    pub fn only(&self, names: &[&str]) -> Self {
        let only = Self(Scenario { safeguards: self.safeguards.only(names), ..self.0.clone() });
        debug_assert_eq!(only.check(), []);
        only
    }

    /// Another model: a scenario like this one with some changes.
    ///
    /// # Errors
    /// Everything that is wrong with the scenario then.
    pub fn with(&self, change: impl FnOnce(&mut Scenario)) -> Result<Self, Vec<Diagnostic>> {
        let mut scenario = self.0.clone();
        change(&mut scenario);
        Self::new(scenario)
    }

    /// The model with another root of all randomness.
    pub fn seeded(self, seed: u64) -> Self {
        Self(Scenario { seed, ..self.0 })
    }

    /// Simulates the world of one run, from 0. Its histories depend on the scenario and that number alone.
    ///
    /// The histories of the founding organizations come first, then those that split off, in the order of their
    /// founding.
    ///
    /// # Errors
    /// When it would take more than a world may.
    pub fn run(&self, run: u32) -> Result<Vec<History>, Stopped> {
        history::simulate_watched(self, &[], run, &mut |_| ControlFlow::Continue(()))
    }

    /// Like [`Model::run`], going on under another model from each of the given months on, in their order. They differ
    /// from this one in nothing that is fixed at the founding.
    ///
    /// # Errors
    /// When it would take more than a world may.
    pub fn run_changed(&self, changes: &[(u32, Self)], run: u32) -> Result<Vec<History>, Stopped> {
        history::simulate_watched(self, changes, run, &mut |_| ControlFlow::Continue(()))
    }

    /// Like [`Model::run`], until `cancel` is set: then it ends within the month.
    ///
    /// # Errors
    /// When it is cancelled, or would take more than a world may.
    pub fn run_unless(&self, cancel: &AtomicBool, run: u32) -> Result<Vec<History>, Stopped> {
        history::simulate_watched(self, &[], run, &mut history::unless(cancel))
    }
}

impl Deref for Model {
    type Target = Scenario;

    fn deref(&self) -> &Scenario {
        &self.0
    }
}

impl<'de> serde::Deserialize<'de> for Model {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let scenario = Scenario::deserialize(deserializer)?;
        let name = scenario.name.clone();
        Self::new(scenario).map_err(|found| serde::de::Error::custom(format!("{name}: {}", found[0])))
    }
}

impl Default for Model {
    /// The model of the default scenario.
    fn default() -> Self {
        Self(Scenario::default())
    }
}

impl TryFrom<Scenario> for Model {
    type Error = Vec<Diagnostic>;

    fn try_from(scenario: Scenario) -> Result<Self, Self::Error> {
        Self::new(scenario)
    }
}

#[cfg(test)]
mod tests {
    use super::Model;
    use crate::scenario::Scenario;

    #[test]
    fn the_default_is_a_model() {
        assert_eq!(Model::new(Scenario::default()), Ok(Model::default()));
    }
}
