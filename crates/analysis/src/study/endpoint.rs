//! Endpoints: how a history ended, or a measure in its last month.

pub use crate::error::UnknownEndpoint;
use thermidor_core::history::History;
use thermidor_core::measures::{MEASURES, Measure, position};
use thermidor_core::outcome::{ENDINGS, Ending};
use thermidor_scenario::suggest::nearest;
use thermidor_stats::interval::share;
use thermidor_stats::{Interval, Moments};

/// One number of a history.
#[derive(Debug, Clone, Copy)]
pub enum Endpoint {
    /// How it ended.
    Ending(&'static Ending),
    /// A measure, by its position, in the last month lived through.
    Measure(usize),
}

impl Endpoint {
    /// Finds an endpoint by name.
    ///
    /// # Errors
    /// When there is none of that name.
    pub fn find(name: &str) -> Result<Self, UnknownEndpoint> {
        let ending = ENDINGS.iter().find(|ending| ending.name == name).map(Self::Ending);
        ending.or_else(|| position(name).map(Self::Measure)).ok_or_else(|| {
            let known: Vec<&'static str> = ENDINGS
                .iter()
                .map(|ending| ending.name)
                .chain(MEASURES.iter().map(|measure| measure.name))
                .collect();
            let nearest = nearest(name, known.iter().copied());
            UnknownEndpoint { name: name.to_owned(), nearest, known }
        })
    }

    /// Its value in a history; `None` where it is not asked of such an organization.
    pub fn of(&self, history: &History) -> Option<f64> {
        match self {
            Self::Ending(ending) => ending.of(&history.outcome),
            Self::Measure(column) => Some(f64::from(history.row(history.ticks() - 1)[*column])),
        }
    }

    /// The organizations of which alone it is asked, in sentences; `None` where it is asked of all.
    pub fn among(&self) -> Option<&'static str> {
        match self {
            Self::Ending(ending) => ending.among.map(|among| among.label),
            Self::Measure(_) => None,
        }
    }

    /// Its smallest and largest possible value over so many months.
    pub fn range(&self, ticks: u32) -> (f64, f64) {
        match self {
            Self::Ending(ending) if ending.binary => (0.0, 1.0),
            Self::Ending(_) => (0.0, f64::from(ticks)),
            Self::Measure(column) => self.measure(*column).bounds(),
        }
    }

    /// Its mean over the organizations of which it is asked, with its interval over so many months.
    pub fn interval(&self, found: &Moments, ticks: u32, level: f64) -> Interval {
        if self.is_binary() {
            share(found.yes(), found.n, level)
        } else {
            found.interval(level, self.range(ticks))
        }
    }

    /// Whether it is yes or no.
    pub fn is_binary(&self) -> bool {
        matches!(self, Self::Ending(ending) if ending.binary)
    }

    /// Whether more is better; `None` where that is for the asker to say.
    pub fn more_is_better(&self) -> Option<bool> {
        match self {
            Self::Ending(ending) => Some(ending.good),
            Self::Measure(_) => None,
        }
    }

    /// Name in tables.
    pub fn name(&self) -> &'static str {
        match self {
            Self::Ending(ending) => ending.name,
            Self::Measure(column) => self.measure(*column).name,
        }
    }

    /// Name in sentences.
    pub fn label(&self) -> String {
        match self {
            Self::Ending(ending) => ending.label.to_owned(),
            Self::Measure(column) => {
                format!("{} in the last month", self.measure(*column).label.to_lowercase())
            }
        }
    }

    fn measure(&self, column: usize) -> &'static Measure {
        &MEASURES[column]
    }
}
