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
    /// The part of an endpoint that safeguards decide by their definition.
    Definition(&'static Definition),
}

/// An endpoint with a line from safeguards to it by their definition, and the same endpoint without that line.
#[derive(Debug)]
pub struct Definition {
    /// Name of the part that is definition.
    pub name: &'static str,
    /// Name in sentences.
    pub label: &'static str,
    /// Name of the endpoint.
    pub whole: &'static str,
    /// Name of the endpoint without what safeguards decide by their definition.
    pub open: &'static str,
}

/// All of them. A matter that a rule keeps from the centre lowers the centre's share whatever people do, and lots alone give a
/// ruling group some chance to be replaced.
pub static DEFINITIONS: [Definition; 2] = [
    Definition {
        name: "captured_by_definition",
        label: "captured at some time, as far as safeguards decide that by their definition",
        whole: "captured",
        open: "captured_open",
    },
    Definition {
        name: "central_share_by_definition",
        label: "settled by the centre in the last month, as far as safeguards decide that by their definition",
        whole: "central_share_stakes",
        open: "central_share_open",
    },
];

/// The way on which an effect is looked at.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Through {
    /// Both ways together.
    #[default]
    Both,
    /// Rules alone, through what people then do.
    Rules,
    /// The definition of the endpoint alone.
    Definition,
}

impl Through {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Both, Self::Rules, Self::Definition];

    /// Name on the command line and in Python.
    pub fn name(self) -> &'static str {
        match self {
            Self::Both => "both",
            Self::Rules => "rules",
            Self::Definition => "definition",
        }
    }

    /// The endpoint that shows what goes this way; `None` where no safeguard decides `on` by its definition.
    pub fn endpoint(self, on: Endpoint) -> Option<Endpoint> {
        let apart = || DEFINITIONS.iter().find(|definition| definition.whole == on.name());
        match self {
            Self::Both => Some(on),
            Self::Rules => apart().and_then(|definition| Endpoint::find(definition.open).ok()),
            Self::Definition => apart().map(Endpoint::Definition),
        }
    }
}

impl Definition {
    fn of(&self, history: &History) -> Option<f64> {
        let value = |name| Endpoint::find(name).ok()?.of(history);
        Some(value(self.whole)? - value(self.open)?)
    }
}

impl Endpoint {
    /// Finds an endpoint by name.
    ///
    /// # Errors
    /// When there is none of that name.
    pub fn find(name: &str) -> Result<Self, UnknownEndpoint> {
        let ending = ENDINGS.iter().find(|ending| ending.name == name).map(Self::Ending);
        let definition =
            || DEFINITIONS.iter().find(|definition| definition.name == name).map(Self::Definition);
        ending.or_else(|| position(name).map(Self::Measure)).or_else(definition).ok_or_else(|| {
            let known: Vec<&'static str> = ENDINGS
                .iter()
                .map(|ending| ending.name)
                .chain(MEASURES.iter().map(|measure| measure.name))
                .chain(DEFINITIONS.iter().map(|definition| definition.name))
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
            Self::Definition(definition) => definition.of(history),
        }
    }

    /// The organizations of which alone it is asked, in sentences; `None` where it is asked of all.
    pub fn among(&self) -> Option<&'static str> {
        match self {
            Self::Ending(ending) => ending.among.map(|among| among.label),
            Self::Measure(_) | Self::Definition(_) => None,
        }
    }

    /// Its smallest and largest possible value over so many months.
    pub fn range(&self, ticks: u32) -> (f64, f64) {
        match self {
            Self::Ending(ending) if ending.binary => (0.0, 1.0),
            Self::Ending(_) => (0.0, f64::from(ticks)),
            Self::Measure(column) => self.measure(*column).bounds(),
            // Both are shares.
            Self::Definition(_) => (-1.0, 1.0),
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
            Self::Definition(definition) => Self::find(definition.whole).ok()?.more_is_better(),
        }
    }

    /// Name in tables.
    pub fn name(&self) -> &'static str {
        match self {
            Self::Ending(ending) => ending.name,
            Self::Measure(column) => self.measure(*column).name,
            Self::Definition(definition) => definition.name,
        }
    }

    /// Name in sentences.
    pub fn label(&self) -> String {
        match self {
            Self::Ending(ending) => ending.label.to_owned(),
            Self::Measure(column) => {
                format!("{} in the last month", self.measure(*column).label.to_lowercase())
            }
            Self::Definition(definition) => definition.label.to_owned(),
        }
    }

    fn measure(&self, column: usize) -> &'static Measure {
        &MEASURES[column]
    }
}

#[cfg(test)]
mod tests {
    use super::{DEFINITIONS, Endpoint, Through};
    use thermidor_scenario::read;

    #[test]
    fn both_ways_add_up_run_by_run() {
        let text =
            "ticks = 60\n[organization]\nmembers = 100\n[safeguards.subsidiarity]\nreserved_domains = 2\n";
        let model = read::parse("test", text, &[]).unwrap();
        let history = model.run(0).unwrap().swap_remove(0);
        for definition in &DEFINITIONS {
            let on = Endpoint::find(definition.whole).unwrap();
            let [both, rules, by_definition] =
                Through::ALL.map(|through| through.endpoint(on).unwrap().of(&history).unwrap());
            assert!((both - rules - by_definition).abs() < 1e-12, "{both} {rules} {by_definition}");
            assert_eq!(Endpoint::find(definition.name).unwrap().name(), definition.name);
        }
        let share = Endpoint::find("central_share_by_definition").unwrap().of(&history).unwrap();
        assert!(share < 0.0, "reserved matters lower the centre's share by definition: {share}");
    }

    #[test]
    fn what_no_safeguard_decides_by_its_definition_is_not_taken_apart() {
        let on = Endpoint::find("damage").unwrap();
        assert!(Through::Both.endpoint(on).is_some());
        assert!(Through::Rules.endpoint(on).is_none() && Through::Definition.endpoint(on).is_none());
    }
}
