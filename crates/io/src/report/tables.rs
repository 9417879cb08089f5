//! The tables of a page, from the summary of a result.

use serde_json::Value as Json;

use super::{PageTable, texts};
use crate::output::manifest::Kind;
use thermidor_core::outcome::Condition;
use thermidor_stats::Interval;
use thermidor_stats::figures::{ends, signed};

pub(super) fn page_tables(kind: Kind, summary: &Json) -> Vec<PageTable> {
    match kind {
        Kind::Run => vec![endings_of_a_run(summary)],
        Kind::Compare => contrasts(summary),
        Kind::Ablate => vec![safeguards(summary)],
        Kind::Replay => Vec::new(),
    }
}

fn endings_of_a_run(summary: &Json) -> PageTable {
    let rows = Condition::ALL.iter().map(|condition| {
        let count = &summary[format!("{}_at_end", condition.name())];
        vec![condition.label().to_owned(), count.to_string()]
    });
    PageTable {
        title: "At the end".into(),
        head: texts(["condition", "organizations"]),
        rows: rows.collect(),
    }
}

/// An interval of a JSON summary, in points where it is of shares.
fn interval(value: &Json, shares: bool) -> String {
    let unit = if shares { 100.0 } else { 1.0 };
    // JSON has no infinite ends.
    let end = |name: &str, none: f64| value[name].as_f64().unwrap_or(none) * unit;
    let found = Interval {
        estimate: end("estimate", f64::NAN),
        low: end("low", f64::NEG_INFINITY),
        high: end("high", f64::INFINITY),
    };
    let number = |x: f64| signed(x, if shares { 1 } else { 3 });
    format!("{} ({})", number(found.estimate), ends(&found, number))
}

fn contrasts(summary: &Json) -> Vec<PageTable> {
    let all = summary["contrasts"].as_array().into_iter().flatten();
    all.map(|contrast| {
        let endings =
            contrast["endings"].as_array().into_iter().flatten().filter(|ending| ending["binary"] == true);
        let rows = endings.map(|ending| {
            let count = |i: usize| ending["counts"][i].as_u64().unwrap_or(0);
            let yes = |arm: usize| match (&ending["among"], count(0) + count(1 + arm)) {
                (Json::String(_), yes) => format!("{yes} of {}", ending["of"][arm]),
                (_, yes) => yes.to_string(),
            };
            vec![
                ending["label"].as_str().unwrap_or("").to_owned(),
                yes(0),
                yes(1),
                interval(&ending["difference"], true),
                count(1).to_string(),
                count(2).to_string(),
                ending["variance_saved"].as_f64().map_or_else(String::new, |saved| format!("{saved:.1}")),
            ]
        });
        PageTable {
            title: format!(
                "{} → {}",
                summary["arms"][0]["name"].as_str().unwrap_or(""),
                contrast["variant"].as_str().unwrap_or("")
            ),
            head: texts([
                "organizations",
                "before",
                "after",
                "points (95 %)",
                "no more",
                "newly",
                "variance saved",
            ]),
            rows: rows.collect(),
        }
    })
    .collect()
}

fn safeguards(summary: &Json) -> PageTable {
    let shares = summary["binary"] == true;
    let rows = summary["safeguards"].as_array().into_iter().flatten().map(|safeguard| {
        let mut row = vec![safeguard["name"].as_str().unwrap_or("").replace('_', " ")];
        row.extend(["share", "alone", "left_out"].map(|name| interval(&safeguard[name], shares)));
        row.push(interval(&safeguard["costs"][0]["difference"], false));
        row
    });
    PageTable {
        title: "Safeguard by safeguard".into(),
        head: texts([
            "safeguard",
            "share (Shapley)",
            "alone",
            "all others, without it",
            "hours a member and month",
        ]),
        rows: rows.collect(),
    }
}
