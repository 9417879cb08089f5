//! Sentences of safeguards and shocks: templates with their values, so that every language can say them; and the English.
//!
//! `{share:percent}` in a template is a number and how it is written, `{pool}` a choice or a list. A choice has a template of
//! its own, named after both: `pool.members`. The template of a safeguard or a shock stands in its file.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::rules::Tiers;
use crate::state::Tier;

/// A template: its name and its English text.
pub type Template = (&'static str, &'static str);

/// A sentence: which template, and what is filled in.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
pub struct Sentence {
    /// Name of its template.
    pub key: &'static str,
    /// Numbers by name.
    pub numbers: BTreeMap<&'static str, f64>,
    /// Choices by name.
    pub choices: BTreeMap<&'static str, &'static str>,
    /// Lists by name, of choices or of what is written as it is.
    pub lists: BTreeMap<&'static str, Vec<String>>,
}

impl Sentence {
    /// One without values.
    pub fn new(key: &'static str) -> Self {
        let (numbers, choices, lists) = Default::default();
        Self { key, numbers, choices, lists }
    }

    /// With a number.
    pub fn number(mut self, name: &'static str, value: impl Into<f64>) -> Self {
        self.numbers.insert(name, value.into());
        self
    }

    /// With a choice.
    pub fn choice(mut self, name: &'static str, choice: &'static str) -> Self {
        self.choices.insert(name, choice);
        self
    }

    /// With a list.
    pub fn list(mut self, name: &'static str, items: Vec<String>) -> Self {
        self.lists.insert(name, items);
        self
    }

    /// With the bodies that a rule is about, under the name `tiers`: the executive and the committees where it names none.
    pub fn bodies(self, named: Tiers) -> Self {
        let all = [
            (Tier::Executive, "executive"),
            (Tier::Committee, "committee"),
            (Tier::Command, "command"),
            (Tier::Parallel, "parallel"),
        ];
        let about = all.iter().filter(|(tier, _)| named.reach(*tier));
        self.list("tiers", about.map(|(_, name)| (*name).to_owned()).collect())
    }

    /// The sentence in English, from the templates of a safeguard or a shock and those of all.
    pub fn english(&self, own: &[Template]) -> String {
        let template = |key: &str| {
            let found = own.iter().chain(SHARED).find(|(name, _)| *name == key);
            found.map(|(_, template)| *template)
        };
        self.fill(template(self.key).unwrap_or_default(), &template)
    }

    fn fill(&self, text: &str, template: &dyn Fn(&str) -> Option<&'static str>) -> String {
        let mut filled = String::new();
        let mut rest = text;
        while let Some((before, (hole, after))) =
            rest.split_once('{').and_then(|(before, rest)| Some((before, rest.split_once('}')?)))
        {
            filled.push_str(before);
            let (name, unit) = hole.split_once(':').unwrap_or((hole, ""));
            filled.push_str(&self.value(name, unit, template));
            rest = after;
        }
        filled + rest
    }

    fn value(&self, name: &str, unit: &str, template: &dyn Fn(&str) -> Option<&'static str>) -> String {
        let part = |choice: &str| template(&format!("{name}.{choice}"));
        if let Some(value) = self.numbers.get(name) {
            return written(*value, unit);
        }
        if let Some(items) = self.lists.get(name) {
            let items = items.iter().map(|item| part(item).map_or_else(|| item.clone(), str::to_owned));
            return list(&items.collect::<Vec<_>>());
        }
        let chosen = self.choices.get(name).and_then(|choice| part(choice));
        chosen.map_or_else(|| format!("{{{name}}}"), |text| self.fill(text, template))
    }
}

/// Templates that belong to no single safeguard or shock: what surrounds their effects, and bodies.
pub const SHARED: &[Template] = &[
    ("safeguard", "{effect}{followed}{window}{adopted}"),
    ("followed.always", ""),
    ("followed.often", " It is followed on {compliance:percent} of occasions."),
    ("followed.never", " It is never followed."),
    ("window.always", ""),
    ("window.from", " In force from month {from_tick:month}."),
    ("window.until", " In force from month {from_tick:month} through month {last_tick:month}."),
    ("window.only", " In force in month {from_tick:month} only."),
    ("adopted.founding", ""),
    ("adopted.decree", " That is a decree: it holds whoever rules."),
    (
        "adopted.moved",
        " It holds once members have moved it and it is voted in: by those present in the assemblies as far as the locals \
         decide their own affairs, and otherwise by the holders of the executive.",
    ),
    ("shock", "{begins}, for {duration_ticks:months}{fades}: {effect}{struck}"),
    ("begins.once", "From month {start_tick:month}"),
    ("begins.random", "{rate_per_year:times}, at random from month {start_tick:month}"),
    ("fades.slowly", ", then halving {decay_ticks:every}"),
    ("fades.at_once", ""),
    ("struck.all", ""),
    ("struck.some", " Of the world's organizations it strikes only number {strikes}."),
    ("tiers.executive", "the executive"),
    ("tiers.committee", "the committees"),
    ("tiers.command", "the emergency command"),
    ("tiers.parallel", "the parallel institution"),
];

/// English words for what is counted: of what is written as 1, and of all else.
const UNITS: &[(&str, &str, &str)] = &[
    ("months", "{n} month", "{n} months"),
    ("days", "{n} day", "{n} days"),
    ("every", "every month", "every {n} months"),
    ("every_days", "every day", "every {n} days"),
    ("each", "Every month", "Every {n} months"),
    ("times", "Once a year", "{n} times a year"),
    ("hours", "{n} hour", "{n} hours"),
    ("terms", "{n} term", "{n} terms"),
    ("domains", "{n} domain", "{n} domains"),
    ("delegates", "{n} delegate", "{n} delegates"),
    ("allies", "{n} ally leaves", "{n} allies leave"),
    ("dues", "{n} dues", "{n} dues"),
];

/// A year of 365.25 days has twelve.
const DAYS_A_MONTH: f64 = 30.4375;

/// A number in English, as a template asks for it.
fn written(value: f64, unit: &str) -> String {
    match unit {
        "percent" => format!("{} %", points(value)),
        "points" => points(value),
        // 1 changes nothing.
        "factor" => short(value, (1.0, 1.0)),
        // A name and no amount.
        "month" => format!("{value}"),
        unit => {
            let (value, unit) = in_days(value, unit);
            let number = number(value);
            match UNITS.iter().find(|(name, ..)| *name == unit) {
                Some((_, one, _)) if number == "1" => one.replace("{n}", &number),
                Some((_, _, more)) => more.replace("{n}", &number),
                None => number,
            }
        }
    }
}

/// A time of less than a month, in days.
fn in_days(value: f64, unit: &str) -> (f64, &str) {
    let days = match unit {
        "months" => "days",
        "every" => "every_days",
        _ => return (value, unit),
    };
    if value <= 0.0 || value >= 1.0 {
        return (value, unit);
    }
    (libm::round(value * DAYS_A_MONTH).max(1.0), days)
}

/// A number with at most six decimals, in groups of three.
fn number(value: f64) -> String {
    rounded(value, 6)
}

/// A factor, a share of 100 or points of 100: one decimal does, but near nothing and near all of it more matter.
fn short(value: f64, (nothing, all): (f64, f64)) -> String {
    rounded(value, if (value - nothing).abs() < 1.0 || (value - all).abs() < 1.0 { 4 } else { 1 })
}

/// A share in points of 100.
fn points(share: f64) -> String {
    short(share * 100.0, (0.0, 100.0))
}

fn rounded(value: f64, decimals: usize) -> String {
    // Halves go up, as they do on the page.
    let scale = libm::pow(10.0, decimals as f64);
    let text = format!("{:.decimals$}", libm::round(value * scale) / scale);
    let (whole, rest) = text.split_once('.').unwrap_or((&text, ""));
    let mut groups = String::new();
    for (i, digit) in whole.chars().enumerate() {
        if i > 0 && (whole.len() - i).is_multiple_of(3) {
            groups.push(',');
        }
        groups.push(digit);
    }
    match rest.trim_end_matches('0') {
        "" => groups,
        rest => format!("{groups}.{rest}"),
    }
}

/// "a", "a and b", "a, b, and c".
fn list(items: &[String]) -> String {
    match items {
        [] => String::new(),
        [one] => one.clone(),
        [one, other] => format!("{one} and {other}"),
        [rest @ .., last] => format!("{}, and {last}", rest.join(", ")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_say_as_much_as_they_mean() {
        let said = [0.0, 0.004, 0.343, 0.9995, 1.0].map(|share| written(share, "percent"));
        assert_eq!(said, ["0 %", "0.4 %", "34.3 %", "99.95 %", "100 %"]);
        assert_eq!(
            [1.0, 1.04, 12.25, 1000.0].map(|factor| written(factor, "factor")),
            ["1", "1.04", "12.3", "1,000"]
        );
        assert_eq!(number(0.1 * 3.0), "0.3");
        assert_eq!(
            [0.0, 1.0, 6000.0].map(|months| written(months, "months")),
            ["0 months", "1 month", "6,000 months"]
        );
        let said = [(0.03, "months"), (0.23, "months"), (0.23, "every"), (0.5, "every"), (1.5, "months")];
        assert_eq!(
            said.map(|(value, unit)| written(value, unit)),
            ["1 day", "7 days", "every 7 days", "every 15 days", "1.5 months"]
        );
        let said = [(1.0, "hours"), (0.5, "hours"), (1.0, "each"), (6.0, "each"), (1200.0, "month")];
        assert_eq!(
            said.map(|(value, unit)| written(value, unit)),
            ["1 hour", "0.5 hours", "Every month", "Every 6 months", "1200"]
        );
    }

    #[test]
    fn bodies_are_named_once_and_in_order() {
        let bodies =
            |named: &[Tier]| Sentence::new("own").bodies(Tiers::of(named)).english(&[("own", "{tiers}")]);
        assert_eq!(bodies(&[]), "the executive and the committees");
        assert_eq!(bodies(&[Tier::Command, Tier::Command]), "the emergency command");
        let all = [Tier::Parallel, Tier::Committee, Tier::Executive];
        assert_eq!(bodies(&all), "the executive, the committees, and the parallel institution");
    }
}
