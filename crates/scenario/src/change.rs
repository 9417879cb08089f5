//! A change to a running organization: the scenario that holds from some month on.

use std::collections::BTreeMap;
use thermidor_core::Model;

use serde_json::Value as Json;

use crate::diagnostic::{Change, Code, Diagnostic, Door, Part, Past};
use crate::edit::{parts, path_of, put};
use crate::read::built;
use crate::schema::{self, fixed_at_the_founding, full_path, is_section, node_at, resolve};
use crate::tree::{get, has_place, insert};

/// The month of a change to a running organization, as in `tick 40: safeguards.lottery.share=0.5, without rotation`,
/// and what is changed.
///
/// # Errors
/// When there is no month, or none within the run.
pub fn month_of_change<'a>(base: &Model, text: &'a str) -> Result<(u32, &'a str), Diagnostic> {
    let bad = |change: Change| of(text, "", change.into());
    let (when, what) = text.split_once(':').ok_or_else(|| bad(Change::NoColon))?;
    let when = when.trim();
    let tick = when.strip_prefix("tick").or_else(|| when.strip_prefix("month")).unwrap_or(when).trim();
    let tick: u32 = tick.parse().map_err(|_| bad(Change::NotAMonth { text: tick.to_owned() }))?;
    if tick == 0 || tick >= base.ticks {
        return Err(bad(Change::OutsideTheRun { tick, last: base.ticks.saturating_sub(1) }));
    }
    Ok((tick, what))
}

/// What is wrong with the change that a text names, and the path concerned.
fn of(text: &str, path: &str, code: Code) -> Diagnostic {
    Diagnostic::new(path, code.given(Door::Change, &format!("'{text}'")))
}

/// A change to a running organization, as in `tick 40: safeguards.lottery.share=0.5, without rotation`: the month, and
/// the scenario that holds from then on. A safeguard that is new begins in that month, and one that is left out
/// ends in it.
///
/// # Errors
/// What cannot be understood, what is fixed at the founding, and what would have had to happen before that month.
pub fn change(base: &Model, text: &str) -> Result<(u32, Model), Diagnostic> {
    let (tick, what) = month_of_change(base, text)?;
    let table_of = |model: &Model| {
        let bad = |error: toml::ser::Error| Change::NoTable { message: error.to_string() };
        toml::Table::try_from(model).map_err(|error| of(text, "", bad(error).into()))
    };
    let before = table_of(base)?;
    let fixed = fixed_at_the_founding(schema::value());
    let mut changing = Changing {
        text,
        tick,
        schema: schema::value(),
        fixed: &fixed,
        before: &before,
        table: before.clone(),
    };
    parts(what).try_for_each(|part| changing.take(part))?;
    let mut wrong = Vec::new();
    let changed = built(changing.table, "", &[], &mut wrong).ok_or_else(|| first(text, wrong))?;
    let after = table_of(&changed)?;
    if let Some((path, change)) = looks_back(&before, &after, tick) {
        return Err(of(text, &path, change.into()));
    }
    // A whole table can change what no path has named.
    let differs = |path: &&String| has_place(&before, path) && get(&before, path) != get(&after, path);
    match fixed.iter().find(differs) {
        Some(path) => Err(is_fixed(text, path)),
        None => Ok((tick, changed)),
    }
}

/// The first thing that is wrong with the scenario that a change makes. The change may not have named its path.
fn first(text: &str, mut wrong: Vec<Diagnostic>) -> Diagnostic {
    let Diagnostic { path, code, .. } = wrong.swap_remove(0);
    let code = if path.is_empty() { code } else { Code::At { path: path.clone(), code: Box::new(code) } };
    of(text, &path, code)
}

fn is_fixed(text: &str, path: &str) -> Diagnostic {
    of(text, path, Change::Fixed { path: path.to_owned() }.into())
}

/// A change in the making.
struct Changing<'a> {
    /// As it was written, for messages.
    text: &'a str,
    tick: u32,
    schema: &'a Json,
    /// Paths that are fixed at the founding.
    fixed: &'a [String],
    before: &'a toml::Table,
    table: toml::Table,
}

impl Changing<'_> {
    /// Takes one of its parts: a value, a safeguard that is new, or one that is left out.
    fn take(&mut self, part: &str) -> Result<(), Diagnostic> {
        let left_out = part.strip_prefix("without ");
        let edit = match left_out {
            Some(name) => format!("{}.until_tick={}", full_path(name.trim()), self.tick),
            None => full_path(part),
        };
        let path = path_of(&edit);
        let names = |fixed: &&String| path == *fixed || path.starts_with(&format!("{fixed}."));
        let fixed = self.fixed.iter().find(names).filter(|path| has_place(self.before, path));
        if let Some(path) = fixed {
            return Err(is_fixed(self.text, path));
        }
        let safeguard: String = path.split('.').take(2).collect::<Vec<_>>().join(".");
        let is_new = path.starts_with("safeguards.") && get(&self.table, &safeguard).is_none();
        if is_new && left_out.is_some() {
            let path = safeguard.clone();
            return Err(of(self.text, &safeguard, Change::NotThere { path }.into()));
        }
        self.put(path, &edit)?;
        if is_new && get(&self.table, &format!("{safeguard}.from_tick")).is_none() {
            let begins = toml::Value::Integer(i64::from(self.tick));
            insert(&mut self.table, &format!("{safeguard}.from_tick"), begins);
        }
        Ok(())
    }

    /// Puts a value in its place; a path without a value must be that of a section.
    fn put(&mut self, path: &str, edit: &str) -> Result<(), Diagnostic> {
        if edit.contains('=') {
            return put(self.schema, &mut self.table, edit)
                .map_err(|found| of(self.text, &found.path, found.code));
        }
        let node = node_at(self.schema, path).map_err(|found| of(self.text, &found.path, found.code))?;
        let is_section = is_section(resolve(self.schema, node));
        if is_section { Ok(()) } else { Err(of(self.text, path, Change::NothingSet.into())) }
    }
}

/// The first part of a change that would have had to happen before its month, with its path.
fn looks_back(before: &toml::Table, after: &toml::Table, tick: u32) -> Option<(String, Change)> {
    let of = |table: &toml::Table, what: &str| table.get(what).and_then(toml::Value::as_table).cloned();
    let tick = i64::from(tick);
    let [was, is] = [before, after].map(|table| of(table, "safeguards").unwrap_or_default());
    let safeguard = |(name, past): (&String, Past)| {
        let path = format!("safeguards.{name}");
        (path, Change::Past { past, part: Part::Safeguard(name.clone()), tick })
    };
    if let Some(found) = safeguards_look_back(&was, &is, tick) {
        return Some(safeguard(found));
    }
    let [was, is] = [before, after].map(|table| of(table, "shocks").unwrap_or_default());
    let (path, past) = shocks_look_back(&was, &is, tick)?;
    Some((path.clone(), Change::Past { past, part: Part::Shock(path), tick }))
}

fn month(of: &toml::Value, key: &str) -> Option<i64> {
    of.get(key).and_then(toml::Value::as_integer)
}

fn safeguards_look_back<'a>(
    was: &'a toml::Table,
    is: &'a toml::Table,
    tick: i64,
) -> Option<(&'a String, Past)> {
    let moved = was.iter().find_map(|(name, was)| {
        let Some(is) = is.get(name) else { return Some((name, Past::Gone)) };
        let [(began, begins), (ended, ends)] =
            ["from_tick", "until_tick"].map(|key| (month(was, key), month(is, key)));
        if began != begins && began.is_some_and(|began| began < tick) {
            return Some((name, Past::Begun));
        }
        (ends != ended && ends.is_some_and(|ends| ends < tick)).then_some((name, Past::Ended))
    });
    let begins = |name: &String, is: &toml::Value| {
        month(is, "from_tick") != was.get(name).and_then(|was| month(was, "from_tick"))
            && month(is, "from_tick").is_some_and(|begins| begins < tick)
    };
    let begun = || is.iter().find(|(name, is)| begins(name, is)).map(|(name, _)| (name, Past::Beginning));
    moved.or_else(begun)
}

/// A shock acts from its onset on. Neither its onset nor its end can be moved out of the past or into it.
fn shocks_look_back(was: &toml::Table, is: &toml::Table, tick: i64) -> Option<(String, Past)> {
    let (was, is) = (shocks(was), shocks(is));
    let moved = was.iter().find_map(|(path, before)| {
        shock_looks_back(before, is.get(path), tick).map(|past| (path.clone(), past))
    });
    let begins = |(path, shock): &(&String, &toml::Value)| {
        start(shock) < tick && was.get(*path).is_none_or(|was| start(was) != start(shock))
    };
    moved.or_else(|| is.iter().find(begins).map(|(path, _)| (path.clone(), Past::Beginning)))
}

/// All shocks, by their paths.
fn shocks(table: &toml::Table) -> BTreeMap<String, toml::Value> {
    let each = |(name, list): (&String, &toml::Value)| {
        let list = list.as_array().cloned().unwrap_or_default();
        let named = list.into_iter().enumerate();
        named.map(|(i, shock)| (format!("shocks.{name}.{i}"), shock)).collect::<Vec<_>>()
    };
    table.iter().flat_map(each).collect()
}

fn start(shock: &toml::Value) -> i64 {
    month(shock, "start_tick").unwrap_or(0)
}

fn shock_looks_back(before: &toml::Value, after: Option<&toml::Value>, tick: i64) -> Option<Past> {
    let number = |shock: &toml::Value, key: &str| shock.get(key).and_then(toml::Value::as_float);
    let end = |shock: &toml::Value| start(shock) as f64 + number(shock, "duration_ticks").unwrap_or(0.0);
    let rate = |shock: &toml::Value| number(shock, "rate_per_year");
    let Some(after) = after else { return Some(Past::Gone) };
    let begun = start(before) < tick;
    if begun && (start(before) != start(after) || rate(before) != rate(after)) {
        return Some(Past::Begun);
    }
    (begun && end(before) != end(after) && end(after).min(end(before)) < tick as f64).then_some(Past::Ended)
}

#[cfg(test)]
mod tests {
    use super::change;
    use crate::diagnostic::Explain;
    use crate::read::parse;

    #[test]
    fn a_change_reaches_what_is_still_to_come_and_nothing_else() {
        let base = parse("t", "[safeguards.rotation]\n[safeguards.parallel_institutions]\n", &[]).unwrap();
        let bare = parse("t", "", &[]).unwrap();
        let refused = |text: &str| change(&base, text).expect_err(text).to_string();
        for text in [
            "tick 12: parallel_institutions.delegates=19",
            "tick 12: safeguards.parallel_institutions={delegates=19}",
            "tick 12: mandates.executive_seats=3",
            "tick 12: mandates={committee_seats=3}",
            "tick 12: name=another",
            "tick 12: variant.0.name=another",
            "tick 12: lottery, seed=3",
        ] {
            assert!(refused(text).contains("is fixed at the founding"), "{text}: {}", refused(text));
        }
        assert!(refused("tick 12: rotation.until_tick=5").contains("cannot end before the change"));
        assert!(refused("tick 12: rotation.from_tick=20").contains("has begun already"));
        let gone = change(&base, "tick 12: safeguards={}").unwrap_err().code.help();
        assert!(gone.contains("write 'without parallel_institutions'"), "{gone}");
        assert!(refused("month 12: lottery.from_tick=3").contains("cannot begin before the change"));
        let shock = "ticks = 60\n[[shocks.isolation]]\nstart_tick = 6\nduration_ticks = 12\n[[shocks.surge]]\nstart_tick = 40\n";
        let base = parse("t", shock, &[]).unwrap();
        let refused = |text: &str| change(&base, text).expect_err(text).to_string();
        for (what, why) in [
            ("isolation.0.start_tick=3", "has begun already"),
            ("isolation.0.start_tick=20", "has begun already"),
            ("isolation.0.rate_per_year=2.0", "has begun already"),
            ("isolation.0.duration_ticks=2", "cannot end before the change"),
            ("surge.0.start_tick=9", "cannot begin before the change"),
        ] {
            let said = refused(&format!("tick 10: shocks.{what}"));
            assert!(said.contains(why), "{what}: {said}");
        }
        for what in ["isolation.0.duration_ticks=30", "isolation.0.severity=0.1", "surge.0.start_tick=20"] {
            assert!(change(&base, &format!("tick 10: shocks.{what}")).is_ok(), "{what}");
        }
        // Its seats are given to it in the month in which it is new.
        let (tick, changed) =
            change(&bare, "tick 12: parallel_institutions, parallel_institutions.delegates=19").unwrap();
        let rule = changed.safeguards.parallel_institutions.as_ref().unwrap();
        assert_eq!((tick, rule.delegates, rule.from_tick), (12, 19, 12));
        let (_, changed) = change(&bare, "tick 12: lottery={share=0.5}").unwrap();
        assert_eq!(changed.safeguards.lottery.as_ref().unwrap().from_tick, 12);
        for text in [
            "tick 12: world.aid=0.5",
            "tick 12: skill.founding=0.9",
            "tick 12: precedent.founding_central_share=0.6",
        ] {
            assert!(change(&base, text).is_ok(), "{text} matters to newcomers or every month");
        }
        let short = parse("t", "ticks = 1\n", &[]).unwrap();
        assert!(change(&short, "tick 1: lottery").unwrap_err().code.help().contains("make ticks larger"));
    }
}
