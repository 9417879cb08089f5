//! Runs of many models in parallel, and what is read off each.

use std::sync::atomic::AtomicBool;

use rayon::prelude::*;
use thermidor_core::Model;
use thermidor_core::budget::Stopped;
use thermidor_core::history::History;
use thermidor_core::measures::{MEASURES, position};
use thermidor_core::outcome::{ENDINGS, Outcome};
use thermidor_scenario::read;

use super::ensemble::Draw;
use crate::Error;

/// A siege of three years, early enough that years are left to see what comes of it.
pub const SIEGE: &str = "[[shocks.isolation]]\nstart_tick = 36\nduration_ticks = 36\n";

/// Month from which measures are averaged: that in which a shock begins.
const FROM: usize = 36;

/// The watch over the work: it ends when `cancel` is set, and `progress` is called for each organization.
#[derive(Clone, Copy)]
pub struct Watch<'a> {
    /// Ends the work.
    pub cancel: &'a AtomicBool,
    /// Hears of each organization.
    pub progress: &'a (dyn Fn() + Sync),
}

impl Watch<'_> {
    /// A value of each run of each model, model by model. All models share the random streams of a run.
    ///
    /// # Errors
    /// When it is cancelled.
    pub fn each<T: Send>(
        self,
        models: &[Model],
        runs: u32,
        read: impl Fn(&History) -> T + Sync,
    ) -> Result<Vec<Vec<T>>, Error> {
        let one = |job: u64| {
            let (model, run) = (&models[(job / u64::from(runs)) as usize], (job % u64::from(runs)) as u32);
            let history = model.run_unless(self.cancel, run)?.swap_remove(0);
            (self.progress)();
            Ok(read(&history))
        };
        let jobs = (0..models.len() as u64 * u64::from(runs)).into_par_iter();
        let mut values = jobs.map(one).collect::<Result<Vec<T>, Stopped>>().map_err(stopped)?.into_iter();
        Ok(models.iter().map(|_| values.by_ref().take(runs as usize).collect()).collect())
    }
}

fn stopped(why: Stopped) -> Error {
    match why {
        Stopped::Cancelled => Error::Interrupted,
        why => Error::Stopped(why),
    }
}

/// The model of a text, with so many months.
///
/// # Errors
/// When the text is no scenario.
pub fn model(text: &str, ticks: u32) -> Result<Model, Error> {
    let model = read::parse("statement", text, &[])?;
    model.with(|scenario| scenario.ticks = ticks).map_err(|found| Error::Scenario(found.into()))
}

/// Each of these models in each of so many draws, draw by draw.
///
/// # Errors
/// Where the numbers of a draw do not fit together.
pub fn drawn(models: &[Model], draws: u32) -> Result<Vec<Model>, Error> {
    (0..draws)
        .map(Draw::new)
        .flat_map(|draw| models.iter().map(move |model| draw.of(model)).collect::<Vec<_>>())
        .collect()
}

/// One number of a history.
#[derive(Debug, Clone, Copy)]
pub enum Reading {
    /// Mean of a measure from the month on in which shocks begin.
    Mean(usize),
    /// How it ended, as yes or no.
    Ended(fn(&Outcome) -> f64),
}

impl Reading {
    /// The reading of this name: a measure, an ending, or `captured_or_collapsed` at some time.
    ///
    /// # Panics
    /// For a name that is none: names stand in this program, and a test reads them all.
    pub fn find(name: &str) -> Self {
        if name == "captured_or_collapsed" {
            return Self::Ended(|o| f64::from(u8::from(o.captured_at.is_some() || o.collapsed_at.is_some())));
        }
        let ending = ENDINGS.iter().find(|ending| ending.name == name).map(|ending| Self::Ended(ending.read));
        ending.or(position(name).map(Self::Mean)).unwrap_or_else(|| panic!("no reading {name}"))
    }

    /// The range of a difference of two values.
    pub fn differences(self) -> (f64, f64) {
        let (least, most) = match self {
            Self::Ended(_) => (0.0, 1.0),
            Self::Mean(column) => MEASURES[column].bounds(),
        };
        (least - most, most - least)
    }

    /// Its value. An organization that ended before shocks begin counts with its last month.
    pub fn of(self, history: &History) -> f64 {
        match self {
            Self::Ended(read) => read(&history.outcome),
            Self::Mean(column) => {
                let months = FROM.min(history.ticks() - 1)..history.ticks();
                let many = months.len() as f64;
                months.map(|tick| f64::from(history.row(tick)[column])).sum::<f64>() / many
            }
        }
    }
}
