//! A change to a running organization: the scenario that holds from some month on.

use std::collections::BTreeMap;
use thermidor_core::Model;

use serde_json::Value as Json;

use crate::edit::{apply, parts, path_of};
use crate::message::{BadInput, Complaint, or_default};
use crate::read::built;
use crate::schema::{self, fixed_at_the_founding, full_path, is_section, node_at, resolve};
use crate::tree::{get, has_place, insert};

/// The month of a change to a running organization, as in `tick 40: safeguards.lottery.share=0.5, without rotation`,
/// and what is changed.
///
/// # Errors
/// When there is no month, or none within the run.
pub fn month_of_change<'a>(base: &Model, text: &'a str) -> Result<(u32, &'a str), BadInput> {
    let (when, what) =
        text.split_once(':').ok_or_else(|| not_a_change(text, "there is no `:` after the month", HOW))?;
    let when = when.trim();
    let tick = when.strip_prefix("tick").or_else(|| when.strip_prefix("month")).unwrap_or(when).trim();
    let tick: u32 = tick.parse().map_err(|_| not_a_change(text, &format!("`{tick}` is not a month"), HOW))?;
    if tick == 0 || tick >= base.ticks {
        let most = base.ticks.saturating_sub(1);
        let help =
            if most == 0 { "make ticks larger".to_owned() } else { format!("use a month from 1 to {most}") };
        return Err(not_a_change(text, &format!("month {tick} is not within the run"), &help));
    }
    Ok((tick, what))
}

const HOW: &str = "write it as 'tick 40: safeguards.lottery.share=0.5' or 'tick 40: without rotation'";

fn not_a_change(text: &str, message: &str, help: &str) -> BadInput {
    Complaint::of_option("--change", &format!("'{text}'"), message, help).into()
}

/// A change to a running organization, as in `tick 40: safeguards.lottery.share=0.5, without rotation`: the month, and
/// the scenario that holds from then on. A safeguard that is new begins in that month, and one that is left out
/// ends in it.
///
/// # Errors
/// What cannot be understood, what is fixed at the founding, and what would have had to happen before that month.
pub fn change(base: &Model, text: &str) -> Result<(u32, Model), BadInput> {
    let bad = |message: &str, help: &str| not_a_change(text, message, help);
    let (tick, what) = month_of_change(base, text)?;
    let before = toml::Table::try_from(base).map_err(|error| bad(&error.to_string(), HOW))?;
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
    let (mut found, mut wrong) = (Vec::new(), Vec::new());
    let changed = built(changing.table, "", &[], &mut found, &mut wrong);
    if let Some(found) = found.first() {
        let message = format!("{}: {}", found.problem.path, found.problem.message);
        return Err(bad(&message, or_default(&found.problem.help)));
    }
    let changed = changed
        .ok_or_else(|| BadInput(wrong.iter().map(Complaint::to_string).collect::<Vec<_>>().join("\n\n")))?;
    let after = toml::Table::try_from(&changed).map_err(|error| bad(&error.to_string(), HOW))?;
    if let Some((message, help)) = looks_back(&before, &after, tick) {
        return Err(bad(&message, &help));
    }
    // A whole table can change what no path has named.
    let differs = |path: &&String| has_place(&before, path) && get(&before, path) != get(&after, path);
    match fixed.iter().find(differs) {
        Some(path) => Err(is_fixed(text, path)),
        None => Ok((tick, changed)),
    }
}

fn is_fixed(text: &str, path: &str) -> BadInput {
    let message = format!("{path} is fixed at the founding");
    not_a_change(text, &message, "change it in the scenario, and run that")
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
    fn take(&mut self, part: &str) -> Result<(), BadInput> {
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
            return Err(self.bad(&format!("there is no `{safeguard}` to leave out"), HOW));
        }
        self.put(path, &edit)?;
        if is_new && get(&self.table, &format!("{safeguard}.from_tick")).is_none() {
            let begins = toml::Value::Integer(i64::from(self.tick));
            insert(&mut self.table, &format!("{safeguard}.from_tick"), begins);
        }
        Ok(())
    }

    /// Puts a value in its place; a path without a value must be that of a section.
    fn put(&mut self, path: &str, edit: &str) -> Result<(), BadInput> {
        if edit.contains('=') {
            return apply(self.schema, &mut self.table, "--change", edit).map_err(BadInput::from);
        }
        let node = node_at(self.schema, path).map_err(|problem| self.bad(&problem.message, &problem.help))?;
        if is_section(resolve(self.schema, node)) { Ok(()) } else { Err(self.bad("there is no value", HOW)) }
    }

    fn bad(&self, message: &str, help: &str) -> BadInput {
        not_a_change(self.text, message, help)
    }
}

/// The first part of a change that would have had to happen before its month.
fn looks_back(before: &toml::Table, after: &toml::Table, tick: u32) -> Option<(String, String)> {
    let of = |table: &toml::Table, what: &str| table.get(what).and_then(toml::Value::as_table).cloned();
    let tick = i64::from(tick);
    let [was, is] = [before, after].map(|table| of(table, "safeguards").unwrap_or_default());
    let safeguards = safeguards_look_back(&was, &is, tick);
    let [was, is] = [before, after].map(|table| of(table, "shocks").unwrap_or_default());
    safeguards.or_else(|| shocks_look_back(&was, &is, tick))
}

fn month(of: &toml::Value, key: &str) -> Option<i64> {
    of.get(key).and_then(toml::Value::as_integer)
}

fn safeguards_look_back(was: &toml::Table, is: &toml::Table, tick: i64) -> Option<(String, String)> {
    for (name, was) in was {
        let Some(is) = is.get(name) else {
            let help = format!("write 'without {name}'");
            return Some((format!("safeguards.{name} would be gone as if it had never been"), help));
        };
        let [(began, begins), (_, ends)] =
            ["from_tick", "until_tick"].map(|key| (month(was, key), month(is, key)));
        if began != begins && began.is_some_and(|began| began < tick) {
            let help = format!("leave from_tick as it is, or write 'without {name}' to end it");
            return Some((format!("safeguards.{name} has begun already"), help));
        }
        if ends != month(was, "until_tick") && ends.is_some_and(|ends| ends < tick) {
            return Some((
                format!("safeguards.{name} cannot end before the change"),
                format!("use an until_tick of {tick} or later, or write 'without {name}'"),
            ));
        }
    }
    let begins = |name: &String, is: &toml::Value| {
        month(is, "from_tick") != was.get(name).and_then(|was| month(was, "from_tick"))
            && month(is, "from_tick").is_some_and(|begins| begins < tick)
    };
    is.iter().find(|(name, is)| begins(name, is)).map(|(name, _)| {
        let help = format!("use a from_tick of {tick} or later, or leave it out");
        (format!("safeguards.{name} cannot begin before the change"), help)
    })
}

/// A shock acts from its onset on. Neither its onset nor its end can be moved out of the past or into it.
fn shocks_look_back(was: &toml::Table, is: &toml::Table, tick: i64) -> Option<(String, String)> {
    let (was, is) = (shocks(was), shocks(is));
    let moved = was.iter().find_map(|(path, before)| shock_looks_back(path, before, is.get(path), tick));
    let begins = |(path, shock): &(&String, &toml::Value)| {
        start(shock) < tick && was.get(*path).is_none_or(|was| start(was) != start(shock))
    };
    moved.or_else(|| {
        let (path, _) = is.iter().find(begins)?;
        let help = format!("use a start_tick of {tick} or later");
        Some((format!("{path} cannot begin before the change"), help))
    })
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

fn shock_looks_back(
    path: &str,
    before: &toml::Value,
    after: Option<&toml::Value>,
    tick: i64,
) -> Option<(String, String)> {
    let end = |shock: &toml::Value| start(shock) + month(shock, "duration_ticks").unwrap_or(0);
    let rate = |shock: &toml::Value| shock.get("rate_per_year").and_then(toml::Value::as_float);
    let say = |what: &str, help: &str| Some((format!("{path} {what}"), help.to_owned()));
    let Some(after) = after else {
        return say("would be gone as if it had never been", "make its severity 0");
    };
    let moved = start(before) != start(after) || rate(before) != rate(after);
    if moved && start(before) < tick {
        let help = "leave start_tick and rate_per_year as they are, or make its severity 0";
        return say("has begun already", help);
    }
    if end(before) != end(after) && start(before) < tick && end(after).min(end(before)) < tick {
        return say("cannot end before the change", "change what is still to come, or make its severity 0");
    }
    None
}

#[cfg(test)]
mod tests {
    use super::change;
    use crate::read::parse;

    #[test]
    fn a_change_reaches_what_is_still_to_come_and_nothing_else() {
        let base = parse("t", "[safeguards.rotation]\n[safeguards.parallel_institutions]\n", &[]).unwrap();
        let bare = parse("t", "", &[]).unwrap();
        let refused = |text: &str| change(&base, text).expect_err(text).0;
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
        assert!(refused("tick 12: safeguards={}").contains("write 'without parallel_institutions'"));
        assert!(refused("month 12: lottery.from_tick=3").contains("cannot begin before the change"));
        let shock = "ticks = 60\n[[shocks.isolation]]\nstart_tick = 6\nduration_ticks = 12\n[[shocks.surge]]\nstart_tick = 40\n";
        let base = parse("t", shock, &[]).unwrap();
        let refused = |text: &str| change(&base, text).expect_err(text).0;
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
        assert!(change(&short, "tick 1: lottery").unwrap_err().0.contains("make ticks larger"));
    }
}
