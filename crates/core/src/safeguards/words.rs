//! Numbers and names in the sentences of effects. The page writes the same English ones from `web/src/sentences.ts`.

use crate::rules::Tiers;
use crate::state::Tier;

/// A number with at most six decimals, in groups of three.
pub fn number(value: f64) -> String {
    rounded(value, 6)
}

/// A factor, a share of 100 or points of 100: one decimal does, but near nothing and near all of it more matter.
fn short(value: f64, (nothing, all): (f64, f64)) -> String {
    rounded(value, if (value - nothing).abs() < 1.0 || (value - all).abs() < 1.0 { 4 } else { 1 })
}

/// A share in per cent.
pub fn percent(share: f64) -> String {
    format!("{} %", points(share))
}

/// A share in points of 100.
pub fn points(share: f64) -> String {
    short(share * 100.0, (0.0, 100.0))
}

/// A factor; 1 changes nothing.
pub fn factor(factor: f64) -> String {
    short(factor, (1.0, 1.0))
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

/// A number with its unit, of which there is one or more.
pub fn counted(value: f64, one: &str, more: &str) -> String {
    let number = number(value);
    // What is written as 1 is one.
    format!("{number} {}", if number == "1" { one } else { more })
}

/// A time in months.
pub fn months(months: impl Into<f64>) -> String {
    counted(months.into(), "month", "months")
}

/// An effort in hours.
pub fn hours(hours: f64) -> String {
    counted(hours, "hour", "hours")
}

/// How often: "every month", "every 6 months".
pub fn every(months: impl Into<f64>) -> String {
    let number = number(months.into());
    if number == "1" { "every month".to_owned() } else { format!("every {number} months") }
}

/// The same at the beginning of a sentence.
pub fn each(months: u32) -> String {
    every(months).replacen('e', "E", 1)
}

/// "a", "a and b", "a, b, and c".
pub fn list(items: &[String]) -> String {
    match items {
        [] => String::new(),
        [one] => one.clone(),
        [one, other] => format!("{one} and {other}"),
        [rest @ .., last] => format!("{}, and {last}", rest.join(", ")),
    }
}

/// The bodies that a rule is about: "the executive and the committees" where it names no tiers.
pub fn bodies(tiers: &[Tier]) -> String {
    let all = [
        (Tier::Executive, "the executive"),
        (Tier::Committee, "the committees"),
        (Tier::Command, "the emergency command"),
        (Tier::Parallel, "the parallel institution"),
    ];
    let about: Vec<_> = all
        .iter()
        .filter(|(tier, _)| Tiers::of(tiers).reach(*tier))
        .map(|(_, name)| (*name).to_owned())
        .collect();
    list(&about)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_say_as_much_as_they_mean() {
        let said = [0.0, 0.004, 0.343, 0.9995, 1.0].map(percent);
        assert_eq!(said, ["0 %", "0.4 %", "34.3 %", "99.95 %", "100 %"]);
        assert_eq!([1.0, 1.04, 12.25, 1000.0].map(factor), ["1", "1.04", "12.3", "1,000"]);
        assert_eq!(number(0.1 * 3.0), "0.3");
        assert_eq!([0, 1, 6000].map(|n: u32| months(n)), ["0 months", "1 month", "6,000 months"]);
        assert_eq!(
            [hours(1.0), hours(0.5), each(1), each(6)],
            ["1 hour", "0.5 hours", "Every month", "Every 6 months"]
        );
    }

    #[test]
    fn bodies_are_named_once_and_in_order() {
        assert_eq!(bodies(&[]), "the executive and the committees");
        assert_eq!(bodies(&[Tier::Command, Tier::Command]), "the emergency command");
        let all = [Tier::Parallel, Tier::Committee, Tier::Executive];
        assert_eq!(bodies(&all), "the executive, the committees, and the parallel institution");
    }
}
