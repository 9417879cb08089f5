//! Scenarios as TOML: of each no more than is not at its default.

use thermidor_core::scenario::Scenario;

/// A scenario as a file: all that is not at its default.
pub fn to_toml(scenario: &Scenario) -> String {
    toml::to_string(&named(scenario)).unwrap_or_default()
}

/// A scenario file with a variant: [`parse_study`](crate::read::parse_study) gives both back, the base with the base's seed.
pub fn to_toml_with(base: &Scenario, variant: &Scenario) -> String {
    let (mut whole, other) = (named(base), named(variant));
    let (mut changed, mut without) = (toml::Table::new(), Vec::new());
    differences(&whole, &other, "", &mut changed, &mut without);
    // A variant is not called after its base.
    changed.insert("name".into(), toml::Value::String(variant.name.clone()));
    // Nor is it described by its base's description.
    if !variant.description.is_empty() {
        changed.insert("description".into(), toml::Value::String(variant.description.clone()));
    }
    without.retain(|path| path.as_str() != Some("description"));
    if !without.is_empty() {
        changed.insert("without".into(), toml::Value::Array(without));
    }
    whole.insert("variant".into(), toml::Value::Array(vec![toml::Value::Table(changed)]));
    toml::to_string(&whole).unwrap_or_default()
}

/// What another table has otherwise than this one, and the paths of what it has not.
fn differences(
    table: &toml::Table,
    other: &toml::Table,
    prefix: &str,
    changed: &mut toml::Table,
    without: &mut Vec<toml::Value>,
) {
    for key in table.keys().filter(|key| !other.contains_key(*key)) {
        without.push(toml::Value::String(format!("{prefix}{key}")));
    }
    for (key, value) in other {
        match (table.get(key), value) {
            (Some(same), value) if same == value => {}
            (Some(toml::Value::Table(inner)), toml::Value::Table(value)) => {
                let mut of = toml::Table::new();
                differences(inner, value, &format!("{prefix}{key}."), &mut of, without);
                if !of.is_empty() {
                    changed.insert(key.clone(), toml::Value::Table(of));
                }
            }
            _ => drop(changed.insert(key.clone(), value.clone())),
        }
    }
}

/// The parts of a scenario that differ from their defaults.
pub fn named(scenario: &Scenario) -> toml::Table {
    let table = |scenario: &Scenario| toml::Table::try_from(scenario).unwrap_or_default();
    let mut named = table(scenario);
    strip(&mut named, &table(&Scenario::default()));
    named
}

/// Takes out what is as in another table. Safeguards and shocks, which are absent by default, stay as they are.
fn strip(table: &mut toml::Table, default: &toml::Table) {
    table.retain(|key, value| match (value, default.get(key)) {
        (toml::Value::Table(inner), Some(toml::Value::Table(default))) => {
            strip(inner, default);
            !inner.is_empty()
        }
        (value, Some(default)) => value != default,
        (_, None) => true,
    });
}

#[cfg(test)]
mod tests {
    use super::{to_toml, to_toml_with};
    use crate::read::{parse, parse_study};

    #[test]
    fn two_futures_go_into_one_file_and_come_out_again() {
        let base = "name = \"before\"\ndescription = \"How it was.\"\nticks = 60\n[voice]\nfusion = 0.3\n[safeguards.rotation]\nterm_ticks = 8\n\
                    [safeguards.transparency]\n[[shocks.isolation]]\nstart_tick = 6\n[[shocks.windfall]]\nstart_tick = 9\n";
        for text in [
            "name = \"after\"\ndescription = \"How it was.\"\nticks = 60\n",
            "name = \"after\"\nticks = 60\n[voice]\nfusion = 0.9\ntolerance = 0.5\n[safeguards.lottery]\nshare = 0.5\n",
            "name = \"after\"\nticks = 60\n[safeguards.rotation]\nterm_ticks = 8\ncompliance = 0.5\n[[shocks.isolation]]\nstart_tick = 7\n",
        ] {
            let (base, variant) = (parse("a", base, &[]).unwrap(), parse("b", text, &[]).unwrap());
            let file = to_toml_with(&base, &variant);
            let study =
                parse_study("both", &file, &[], &[]).unwrap_or_else(|error| panic!("{error}\n{file}"));
            assert_eq!(study.base, base);
            assert_eq!(study.variants, [variant], "{file}");
        }
    }

    #[test]
    fn a_scenario_as_a_file_is_read_back_the_same() {
        let text =
            "seed = 7\n[voice]\nfusion = 0.4\n[safeguards.rotation]\nterm_ticks = 6\n[[shocks.isolation]]\n";
        let scenario = parse("t", text, &[]).unwrap();
        let written = to_toml(&scenario);
        assert_eq!(parse("t", &written, &[]).unwrap(), scenario);
        assert!(written.contains("fusion = 0.4") && !written.contains("tolerance"), "{written}");
    }
}
