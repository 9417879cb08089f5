//! Reading a scenario file: strict, all problems at once, each with its place and what to do.

use std::collections::BTreeSet;
use std::path::Path;
use thermidor_core::Model;

use crate::diagnostic::{Code, Diagnostic, Door, Explain};
use crate::edit::{Edit, apply, edited, path_of, vary};
use crate::source::{Read, Source};
use crate::{Error, schema, text as texts};
use thermidor_core::diagnostic as core;
use thermidor_core::scenario::Scenario;

/// A scenario and the variants that its file names.
#[derive(Debug, Clone, PartialEq)]
pub struct Study {
    /// The scenario that variants are compared with.
    pub base: Model,
    /// The variants, each complete.
    pub variants: Vec<Model>,
}

/// Reads a scenario file and applies `PATH=VALUE` overrides.
///
/// # Errors
/// Every problem at once: unknown keys, wrong types, values out of range, parts that do not fit together.
pub fn load(path: &Path, overrides: &[String]) -> Result<Model, Error> {
    load_study(path, overrides, &[]).map(|study| study.base)
}

/// Like [`load`], with the variants of the file and those that `edits` make of it.
///
/// # Errors
/// As [`load`].
pub fn load_study(path: &Path, overrides: &[String], edits: &[Edit]) -> Result<Study, Error> {
    parse_study(&path.display().to_string(), &text(path)?, overrides, edits)
}

/// The text of a scenario file.
///
/// # Errors
/// When it cannot be read.
pub fn text(path: &Path) -> Result<String, Error> {
    texts::read(path, texts::MOST_BY_HAND).map_err(|why| Error::Read { path: path.to_owned(), why })
}

/// Like [`load`], from text; `name` is what messages call it.
///
/// # Errors
/// As [`load`].
pub fn parse(name: &str, text: &str, overrides: &[String]) -> Result<Model, Error> {
    parse_study(name, text, overrides, &[]).map(|study| study.base)
}

/// Like [`load_study`], from text.
///
/// # Errors
/// As [`load`].
pub fn parse_study(name: &str, text: &str, overrides: &[String], edits: &[Edit]) -> Result<Study, Error> {
    let source = Source::new(name, text);
    studied(&source, overrides, edits)
        .map_err(|diagnostics| Error::Invalid { source_text: Some(source), diagnostics })
}

fn studied(source: &Source, overrides: &[String], edits: &[Edit]) -> Result<Study, Vec<Diagnostic>> {
    let Read { mut table, found: mut wrong } = source.read(schema::value()).map_err(|found| vec![found])?;
    if table.contains_key("block") {
        return Err(vec![Diagnostic::new("block", Code::AnExperiment)]);
    }
    let named = take_variants(&mut table);
    let set = |text: &String| apply(schema::value(), &mut table, Door::Set, text).err();
    wrong.extend(overrides.iter().filter_map(set));
    let base = built(table.clone(), "", overrides, &mut wrong);
    let Some(base) = base.filter(|_| wrong.is_empty()) else { return Err(wrong) };
    let mut variants = variants(&table, named, overrides, &mut wrong);
    for edit in edits {
        match edited(schema::value(), &table, edit) {
            Ok(edited) => variants.extend(built(edited, "", &[], &mut wrong)),
            Err(found) => wrong.push(found),
        }
    }
    if wrong.is_empty() { Ok(Study { base, variants }) } else { Err(wrong) }
}

/// Takes the variants out of the table of a file, as they were written.
pub(crate) fn take_variants(table: &mut toml::Table) -> Vec<toml::Value> {
    match table.remove("variant") {
        Some(toml::Value::Array(named)) => named,
        _ => Vec::new(),
    }
}

/// The variants of a file, each put over the base.
pub(crate) fn variants(
    base: &toml::Table,
    named: Vec<toml::Value>,
    overrides: &[String],
    wrong: &mut Vec<Diagnostic>,
) -> Vec<Model> {
    let mut variants = Vec::new();
    for (i, variant) in named.into_iter().enumerate() {
        let merged = vary(base, variant, i, wrong);
        variants.extend(built(merged, &format!("variant.{i}."), overrides, wrong));
    }
    variants
}

/// Puts what is wrong with a scenario to what is wrong with its file, or with an override where one is to blame.
fn blame(found: Vec<core::Diagnostic>, prefix: &str, overrides: &[String], wrong: &mut Vec<Diagnostic>) {
    let in_file = wrong.iter().filter(|other| !other.code.says_where());
    let known: BTreeSet<String> = in_file.map(|other| other.path.clone()).collect();
    for diagnostic in found.into_iter().map(|found| found.within(prefix).map(Code::from)) {
        if let Some(text) = overrides.iter().rev().find(|text| path_of(text) == diagnostic.path) {
            wrong.push(diagnostic.map(|code| code.given(Door::Set, text)));
        } else if !known.contains(&diagnostic.path) {
            wrong.push(diagnostic);
        }
    }
}

/// The scenario that a table is, or what is wrong with it; `prefix` is where the table stands in its file.
pub(crate) fn built(
    table: toml::Table,
    prefix: &str,
    overrides: &[String],
    wrong: &mut Vec<Diagnostic>,
) -> Option<Model> {
    match toml::Value::Table(table).try_into::<Scenario>() {
        Ok(scenario) => Model::new(scenario).map_err(|found| blame(found, prefix, overrides, wrong)).ok(),
        Err(error) => {
            // What is known to be wrong explains why it cannot be read.
            if wrong.is_empty() {
                let message = error.message().to_owned();
                wrong.push(Diagnostic::new("", Code::NoScenario { message }));
            }
            None
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{parse, parse_study};

    fn error(text: &str) -> String {
        parse("test.toml", text, &[]).expect_err("must be refused").to_string()
    }

    #[test]
    fn of_many_problems_the_first_are_told() {
        let text: String = (0..3000).map(|i| format!("zz{i} = 1\n")).collect();
        let error = parse("t", &text, &[]).unwrap_err().to_string();
        assert_eq!(error.matches("there is no such key").count(), 20);
        assert!(
            error.ends_with("error: 2980 more like these\n  help: correct those that are shown first"),
            "{error}"
        );
    }

    #[test]
    fn all_problems_are_told_at_once_with_their_place() {
        let text =
            error("tiks = 12\n[safeguards.rotaton]\n[voice]\nfusion = 1.4\n[mandates]\nterm_ticks = -3\n");
        for part in ["test.toml:1:1", "`ticks`", "`rotation`", "1.4", "test.toml:6", "-3", "help"] {
            assert!(text.contains(part), "{part} is missing in:\n{text}");
        }
    }

    #[test]
    fn a_number_has_the_kind_of_its_parameter_however_it_is_written() {
        let whole = "ticks = 60\n[voice]\nfusion = 1\n[[shocks.isolation]]\nstart_tick = 12\n[[variant]]\nvoice.tolerance = 0\n";
        let real = "ticks = 60.0\n[voice]\nfusion = 1.0\n[[shocks.isolation]]\nstart_tick = 1.2e1\n[[variant]]\nvoice.tolerance = -0.0\n";
        let read = |text: &str| parse_study("t", text, &[], &[]).unwrap();
        assert_eq!(format!("{:?}", read(whole)), format!("{:?}", read(real)));
        let set = |text: &str| parse("t", "", &[text.to_owned()]);
        assert_eq!(set("organization.members=50.0").unwrap(), set("organization.members=50").unwrap());
        assert_eq!(set("seed=9223372036854775807").unwrap().seed, u64::MAX >> 1);
        for (text, part) in [
            ("organization.members=50.5", "50.5 is not a whole number"),
            ("seed=9223372036854775807.0", "may not be the whole number that was written"),
            ("seed=18446744073709551615", "too large"),
            ("voice.fusion=nan", "out of range"),
            ("organization.members=inf", "where a whole number is needed"),
        ] {
            let found = set(text).unwrap_err().to_string();
            assert!(found.contains(part), "{text}: {found}");
        }
        let wrong = error("ticks = 60\n[organization]\nmembers = 50.5\n");
        assert!(wrong.contains("test.toml:3:11") && wrong.contains("not a whole number"), "{wrong}");
    }

    #[test]
    fn an_experiment_is_told_from_a_scenario() {
        let text = error("set = []\nreplicates = 20\n[[block]]\ndesign = \"grid\"\n");
        assert!(text.contains("test.toml:3") && text.contains("thermidor sweep"), "{text}");
        assert_eq!(text.matches("error:").count(), 1, "{text}");
    }

    #[test]
    fn a_shock_after_the_horizon_is_refused() {
        assert!(
            error("ticks = 24\n[[shocks.isolation]]\nstart_tick = 30\n")
                .contains("not before the horizon of 24")
        );
    }

    #[test]
    fn a_file_that_is_not_toml_is_refused() {
        assert!(error("once upon a time").contains("not valid TOML"));
    }

    #[test]
    fn overrides_reach_any_depth_and_are_checked() {
        let set = |text: &str| parse("t", "[[shocks.isolation]]\n", &[text.to_owned()]);
        assert_eq!(
            set("safeguards.rotation.term_ticks=6").unwrap().safeguards.rotation.as_ref().unwrap().term_ticks,
            6
        );
        assert_eq!(set("shocks.isolation.0.severity=0.25").unwrap().shocks.isolation[0].severity, 0.25);
        assert_eq!(set("name=A free town").unwrap().name, "A free town");
        assert!(set("safeguards.rotaton.term_ticks=6").unwrap_err().to_string().contains("`rotation`"));
        assert!(set("voice.fusion=2").unwrap_err().to_string().contains("out of range"));
        assert!(
            set("shocks.isolation.4.severity=0.2")
                .unwrap_err()
                .to_string()
                .contains("nothing at this position")
        );
    }

    #[test]
    fn overrides_and_file_are_told_together_and_each_by_its_own_name() {
        let text = "ticks = 24\n[voice]\nfusion = 1.4\n[[shocks.isolation]]\nstart_tick = 30\n";
        let set =
            ["organization.local_size=5000", "start=1917-13", "emergency.ratchet=99"].map(str::to_owned);
        let found = parse("t", text, &set).unwrap_err().to_string();
        for part in [
            "1.4",
            "not before the horizon",
            "--set organization.local_size=5000",
            "--set start=1917-13",
            "--set emergency.ratchet=99",
        ] {
            assert!(found.contains(part), "{part} is missing in:\n{found}");
        }
        let nothing =
            parse("t", "", &["shocks.isolation.0.severity=0.5".to_owned()]).unwrap_err().to_string();
        assert!(nothing.contains("nothing at this position"), "{nothing}");
        assert_eq!(parse("t", "", &["name=1917".to_owned()]).unwrap().name, "1917");
        assert!(error("ticks = 0xFFFFFF\n").contains("from 1 to 6000"));
    }

    #[test]
    fn variants_are_complete_and_their_mistakes_are_found_where_they_stand() {
        let text = "[safeguards.rotation]\nterm_ticks = 6\n\n[[variant]]\nname = \"no rotation\"\nwithout = [\"rotation\"]\n\n\
                    [[variant]]\n[variant.safeguards.lottery]\nshare = 0.25\n";
        let study = parse_study("t", text, &["ticks=99".to_owned()], &[]).unwrap();
        let [first, second] = &study.variants[..] else { panic!("two variants") };
        assert!(first.safeguards.rotation.is_none() && first.name == "no rotation" && first.ticks == 99);
        assert_eq!(second.safeguards.lottery.as_ref().unwrap().share, 0.25);
        assert_eq!(second.safeguards.rotation, study.base.safeguards.rotation);
        let wrong = error("[[variant]]\nwithout = [\"lottery\"]\n");
        assert!(wrong.contains("test.toml:2") && wrong.contains("no `lottery` to leave out"), "{wrong}");
        let wrong = error("[[variant]]\nseed = 3\n");
        assert!(wrong.contains("test.toml:2") && wrong.contains("there is no such key"), "{wrong}");
        let wrong = error("[[variant]]\n[variant.safeguards.lottery]\nfrom_tick = 900\n");
        assert!(wrong.contains("test.toml:3") && wrong.contains("not before the horizon"), "{wrong}");
    }

    #[test]
    fn a_text_with_a_byte_order_mark_is_read_in_its_places() {
        assert_eq!(parse("t", "\u{feff}ticks = 12\n", &[]).unwrap().ticks, 12);
        assert!(error("\u{feff}tiks = 12\n").contains("test.toml:1:1"));
    }
}
