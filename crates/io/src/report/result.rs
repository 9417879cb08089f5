//! The part of a page that shows a result of `run`, `compare`, `ablate` or `replay`.

use std::collections::BTreeMap;
use std::path::Path;
use thermidor_core::Model;

use serde_json::{Value as Json, json};

use super::tables::page_tables;
use super::{ArmPart, Part, Picture, Pictures, arm_part, read_file, summary};
use crate::Error;
use crate::output::manifest::{Kind, Manifest};
use crate::output::tables::{self};
use thermidor_core::measures::MEASURES;

pub(super) fn part(directory: &Path, manifest: &Manifest) -> Result<Part, Error> {
    let read = |name: &str| read_file(directory, name);
    let scenario = &manifest.scenario;
    let (pictures, answer, title) = match manifest.kind {
        Kind::Run => (RUN, read("answer.txt")?, scenario.name.clone()),
        Kind::Compare => (COMPARE, read("answer.txt")?, format!("What if: {}", scenario.name)),
        Kind::Ablate => (ABLATE, read("answer.txt")?, format!("Which safeguard did it: {}", scenario.name)),
        Kind::Replay => (REPLAY, story(directory, &read)?, format!("What happened: {}", scenario.name)),
    };
    // The first paragraph is for everybody; a story has none.
    let (lead, rest) = match manifest.kind {
        Kind::Replay => ("", answer.as_str()),
        _ => answer.split_once("\n\n").unwrap_or((&answer, "")),
    };
    // A result may have been made without charts.
    let picture = |(file, caption): &(&str, &'static str)| {
        manifest.files.contains_key(*file).then(|| Some(Picture { svg: read(file).ok()?, caption }))?
    };
    let summary: Json = match manifest.kind {
        Kind::Replay => Json::Null,
        _ => summary(directory)?,
    };
    // Pages of the same result are the same, however long it took.
    let own = Manifest { wall_seconds: 0.0, ..manifest.clone() };
    let futures = match manifest.variants.len() {
        0 => String::new(),
        n => format!(" in each of {} futures with the same luck", n + 1),
    };
    let (explore, data) = match manifest.kind {
        Kind::Run => ("Every measure, month by month", fans(directory, scenario)?),
        Kind::Compare => ("What differs, measure by measure", differences(directory, manifest)?),
        Kind::Ablate | Kind::Replay => ("", String::new()),
    };
    Ok(Part {
        title,
        question: if scenario.description.is_empty() {
            scenario.name.clone()
        } else {
            scenario.description.clone()
        },
        lead: lead.trim_end().to_owned(),
        answer: rest.trim_end().to_owned(),
        pictures: pictures.iter().filter_map(picture).collect(),
        explore,
        data,
        tables: page_tables(manifest.kind, &summary),
        arms: arms(manifest),
        version: manifest.identity.version.clone(),
        build: manifest.identity.build.clone(),
        seed: manifest.seed,
        size: format!("{} organizations{futures}", manifest.organizations),
        manifest: embedded(&json!(own)),
        again: format!(
            "thermidor verify RESULT --sample 5%     # runs a sample of its rows again\n{}",
            manifest.again
        ),
        files: manifest.files.clone().into_iter().collect(),
    })
}

const RUN: Pictures = &[
    ("charts/outcomes.svg", "What became of the organizations, month by month."),
    (
        "charts/profile.svg",
        "Twelve measures: half of the organizations lie in the dark band, nine in ten in the light one.",
    ),
];
const COMPARE: Pictures = &[
    (
        "charts/futures.svg",
        "The same organizations in each future, each a square in the colour of what became of it.",
    ),
    (
        "charts/capture.svg",
        "Share of all organizations not yet captured, by month, with 95 % bands. Those that collapsed or split uncaptured stay among them.",
    ),
    ("charts/differences.svg", "What differs over time, with 95 % bands."),
    ("charts/endings.svg", "Which came first: capture, collapse or split."),
];
const ABLATE: Pictures = &[
    (
        "charts/shares.svg",
        "Each safeguard's share of the whole effect beside the hours that it costs, with 95 % intervals.",
    ),
    (
        "charts/interactions.svg",
        "What each pair does beyond the sum of both. Where one alone does nearly all that can be done, a second cannot add, and shows as red.",
    ),
];
const REPLAY: Pictures = &[(
    "timeline.svg",
    "One organization's time: condition, emergency powers (black bar), four measures, and what happened.",
)];

fn story(directory: &Path, read: &dyn Fn(&str) -> Result<String, Error>) -> Result<String, Error> {
    let story = read("story.txt")?;
    Ok(if directory.join("story-changed.txt").exists() {
        format!("{story}\nWith the change\n\n{}", read("story-changed.txt")?)
    } else {
        story
    })
}

fn arms(manifest: &Manifest) -> Vec<ArmPart> {
    manifest.arms().iter().enumerate().map(|(i, arm)| arm_part(i, arm)).collect()
}

/// Four digits are more than a chart can show.
fn short(value: f64) -> Json {
    format!("{value:.3e}").parse::<f64>().map_or(Json::Null, |value| json!(value))
}

/// JSON that can stand in a page.
fn embedded(value: &Json) -> String {
    value.to_string().replace("</", "<\\/")
}

/// Points of one line: month, then numbers.
type Points = Vec<Vec<Json>>;

/// Lines of a table by measure and name, whose points are the month and some columns.
fn lines(
    directory: &Path,
    table: &str,
    name: Option<&str>,
    columns: &[&str],
) -> Result<BTreeMap<(String, String), Points>, Error> {
    let mut lines: BTreeMap<(String, String), Points> = BTreeMap::new();
    for record in tables::records(&directory.join(table))? {
        let record = record?;
        let text = |column: &str| record.get(column).cloned().unwrap_or_default();
        let number = |column: &&str| text(column).parse::<f64>().map_or(Json::Null, short);
        let mut point = vec![text("tick").parse::<u32>().map_or(Json::Null, |tick| json!(tick))];
        point.extend(columns.iter().map(number));
        lines.entry((text("measure"), name.map_or_else(String::new, text))).or_default().push(point);
    }
    Ok(lines)
}

fn fans(directory: &Path, scenario: &Model) -> Result<String, Error> {
    let lines = lines(directory, "trajectories.csv", None, &["p05", "p25", "p50", "p75", "p95"])?;
    Ok(embedded(&explorable("fan", scenario, &lines, &[String::new()])))
}

fn differences(directory: &Path, manifest: &Manifest) -> Result<String, Error> {
    let lines = lines(directory, "contrasts.csv", Some("variant"), &["low", "difference", "high"])?;
    let names: Vec<String> = manifest.variants.iter().map(|variant| variant.name.clone()).collect();
    Ok(embedded(&explorable("difference", &manifest.scenario, &lines, &names)))
}

fn explorable(
    kind: &str,
    scenario: &Model,
    lines: &BTreeMap<(String, String), Points>,
    names: &[String],
) -> Json {
    let measures: Vec<Json> = MEASURES
        .iter()
        .map(|measure| {
            let points = |name: &String| lines.get(&(measure.name.to_owned(), name.clone())).cloned().unwrap_or_default();
            json!({
                "label": measure.label,
                "unit": measure.unit,
                "share": measure.range == (0.0, 1.0),
                "lines": names.iter().map(|name| json!({"name": name, "points": points(name)})).collect::<Vec<_>>(),
            })
        })
        .collect();
    json!({"kind": kind, "ticks": scenario.ticks, "start": scenario.start, "measures": measures})
}
