//! The report: one self-contained HTML file that opens from a memory stick, prints, and asks no network for anything.

use std::collections::BTreeMap;
use std::path::Path;
use thermidor_core::Model;

use askama::Template;
use serde_json::{Value as Json, json};

use crate::output::manifest::{self, Kind, Manifest};
use crate::output::tables::{self, Sheet};
use crate::sweep::store;
use crate::sweep::store::{Shard, Store};
use thermidor_core::measures::MEASURES;
use thermidor_core::outcome::Condition;
use thermidor_core::text::grouped;
use thermidor_scenario::text;
use thermidor_scenario::{explain, write};
use thermidor_stats::Interval;
use thermidor_stats::figures::{ends, signed};

/// A page of one or more results.
#[derive(Template)]
#[template(path = "report.html")]
struct Page {
    title: String,
    css: &'static str,
    js: &'static str,
    version: &'static str,
    results: Vec<Part>,
}

/// One result.
struct Part {
    title: String,
    question: String,
    lead: String,
    answer: String,
    pictures: Vec<Picture>,
    explore: &'static str,
    data: String,
    tables: Vec<PageTable>,
    arms: Vec<ArmPart>,
    version: String,
    build: String,
    seed: u64,
    /// How many organizations there are, in words.
    size: String,
    again: String,
    /// The manifest as JSON, so that the page can be made again; empty for a sweep.
    manifest: String,
    files: Vec<(String, String)>,
}

struct Picture {
    svg: String,
    caption: &'static str,
}

struct PageTable {
    title: String,
    head: Vec<String>,
    rows: Vec<Vec<String>>,
}

struct ArmPart {
    name: String,
    explained: String,
    file: String,
    toml: String,
}

/// What a page is made of.
pub enum Source {
    /// A result, by its manifest.
    Result(Box<Manifest>),
    /// A sweep that is complete.
    Sweep(Box<Store>),
}

/// A result to show, of which every file is what was written.
///
/// # Errors
/// A message for the user.
pub fn source(directory: &Path) -> Result<Source, String> {
    if !store::is_one(directory) {
        let manifest = manifest::read(directory)?;
        manifest.check(directory)?;
        return Ok(Source::Result(Box::new(manifest)));
    }
    let what = directory.display();
    let told = store::read_manifest(directory)?;
    if !told.complete {
        return Err(format!("error: {what} is not complete\n  help: finish it with --resume"));
    }
    if told.shard != Shard::ALL {
        let Shard { number, of } = told.shard;
        return Err(format!(
            "error: {what} is shard {number}/{of}, which has no answer of its own\n  help: put all shards together with `thermidor merge`, and report that"
        ));
    }
    manifest::check(directory, &told.files)?;
    Ok(Source::Sweep(Box::new(Store::read(directory)?)))
}

/// Makes the page of some results, each with its directory.
///
/// # Errors
/// A message for the user where a file of a result cannot be read.
pub fn page(results: &[(&Path, Source)]) -> Result<String, String> {
    let parts = results
        .iter()
        .map(|(directory, source)| match source {
            Source::Result(manifest) => part(directory, manifest),
            Source::Sweep(store) => sweep(directory, store),
        })
        .collect::<Result<Vec<_>, _>>()?;
    let page = Page {
        title: parts.iter().map(|part| part.title.clone()).collect::<Vec<_>>().join(", "),
        css: include_str!("../templates/report.css"),
        js: include_str!("../templates/report.js"),
        version: env!("CARGO_PKG_VERSION"),
        results: parts,
    };
    page.render()
        .map_err(|error| format!("error: the report cannot be made: {error}\n  help: report this as a bug"))
}

/// Marks the manifest of a result in a page.
const MARK: &str = "<script type=\"application/json\" class=\"manifest\">";

/// The manifests of a page's results.
///
/// # Errors
/// Why they cannot be read: what is no such page, or one with a sweep.
pub fn manifests(page: &str) -> Result<Vec<Manifest>, String> {
    let found: Vec<&str> =
        page.split(MARK).skip(1).filter_map(|rest| rest.split("</script>").next()).collect();
    if found.is_empty() || found.len() != page.matches("<article id=\"result-").count() {
        return Err(
            "this is no page whose results can be made again (a sweep is verified in its directory)".into()
        );
    }
    found.into_iter().map(manifest::parse).collect()
}

fn read_file(directory: &Path, name: &str) -> Result<String, String> {
    let path = directory.join(name);
    text::whole(&path).map_err(|error| {
        format!("error: cannot read {}: {error}\n  help: make the result again", path.display())
    })
}

/// A summary for programs.
fn summary(directory: &Path) -> Result<Json, String> {
    serde_json::from_str(&read_file(directory, "summary.json")?)
        .map_err(|error| format!("error: summary.json is damaged: {error}\n  help: make the result again"))
}

/// The part of a sweep: its answer, its charts, its factors, and its first points.
fn sweep(directory: &Path, store: &Store) -> Result<Part, String> {
    let manifest = store::read_manifest(directory)?;
    let summary = summary(directory)?;
    let last = store.last();
    let experiment = &last.sources.experiment;
    let picture = |(name, caption): &(&str, &'static str)| {
        manifest
            .files
            .contains_key(*name)
            .then(|| Some(Picture { svg: read_file(directory, name).ok()?, caption }))?
    };
    let text = |value: &Json| value.as_str().map_or_else(|| short_text(value), str::to_owned);
    let factors = summary["factors"].as_array().into_iter().flatten().map(|factor| {
        let end = |end: &str| [text(&factor[end][1]), text(&factor[end][0])];
        [vec![text(&factor["factor"])], end("lowest").to_vec(), end("highest").to_vec()].concat()
    });
    let all = [&last.study.base].into_iter().chain(&last.study.variants).enumerate();
    let mut arms: Vec<ArmPart> = all.map(|(i, arm)| arm_part(i, arm)).collect();
    for (i, stage) in store.stages.iter().enumerate() {
        let files = stage.resolved.sources.files();
        let text = files.first().map(|(_, text)| text.clone()).unwrap_or_default();
        let name = if i == 0 { "What varies".into() } else { format!("What varies, stage {}", i + 1) };
        let file = format!("plan/{}/experiment.toml", i + 1);
        arms.push(ArmPart { name, explained: text.clone(), file, toml: text });
    }
    let runs: u64 = manifest.stages.iter().map(|stage| stage.runs).sum();
    let points = summary["points"].as_u64().unwrap_or(0);
    Ok(Part {
        title: format!("Sweep: {}", experiment.name),
        question: if experiment.description.is_empty() {
            experiment.name.clone()
        } else {
            experiment.description.clone()
        },
        lead: String::new(),
        answer: read_file(directory, "answer.txt")?.trim_end().to_owned(),
        pictures: SWEEP.iter().filter_map(picture).collect(),
        explore: "",
        data: String::new(),
        tables: vec![
            PageTable {
                title: format!("What each factor does to {}", text(&summary["on"])),
                head: texts(["factor", "lowest", "at", "highest", "at"]),
                rows: factors.collect(),
            },
            points_of(directory)?,
        ],
        arms,
        version: manifest.identity.version,
        build: manifest.identity.build,
        seed: last.study.base.seed,
        size: format!("{} runs at {} points", grouped(runs), grouped(points)),
        again: format!(
            "thermidor verify RESULT --sample 10%     # makes a tenth of its parts again\n{}",
            manifest.again
        ),
        manifest: String::new(),
        files: manifest.files.into_iter().collect(),
    })
}

/// The first points of a sweep, with what came out.
fn points_of(directory: &Path) -> Result<PageTable, String> {
    const MOST: usize = 100;
    let Sheet { head, mut rows } = tables::sheet(&directory.join("responses.csv"))?;
    let title = match rows.len() {
        n if n > MOST => format!("The first {MOST} of {n} points; responses.csv has all"),
        _ => "Points".to_owned(),
    };
    rows.truncate(MOST);
    Ok(PageTable { title, head, rows })
}

/// A number of a summary, as far as anybody reads it.
fn short_text(value: &Json) -> String {
    value.as_f64().map_or_else(|| value.to_string(), |number| format!("{number:.3}"))
}

fn part(directory: &Path, manifest: &Manifest) -> Result<Part, String> {
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

type Pictures = &'static [(&'static str, &'static str)];

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
const SWEEP: Pictures = &[
    ("charts/response.svg", "What was asked, by factor, with 95 % intervals."),
    ("charts/map.svg", "What was asked, over the two factors that matter most."),
    ("charts/phases.svg", "How the runs ended, over the same two factors."),
];
const REPLAY: Pictures = &[(
    "timeline.svg",
    "One organization's time: condition, emergency powers (black bar), four measures, and what happened.",
)];

fn story(directory: &Path, read: &dyn Fn(&str) -> Result<String, String>) -> Result<String, String> {
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

fn arm_part(i: usize, arm: &Model) -> ArmPart {
    ArmPart {
        name: arm.name.clone(),
        explained: explain::explain(arm),
        file: file_name(i),
        toml: write::to_toml(arm),
    }
}

fn file_name(arm: usize) -> String {
    if arm == 0 { "scenario.toml".into() } else { format!("variant-{arm}.toml") }
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
) -> Result<BTreeMap<(String, String), Points>, String> {
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

fn fans(directory: &Path, scenario: &Model) -> Result<String, String> {
    let lines = lines(directory, "trajectories.csv", None, &["p05", "p25", "p50", "p75", "p95"])?;
    Ok(embedded(&explorable("fan", scenario, &lines, &[String::new()])))
}

fn differences(directory: &Path, manifest: &Manifest) -> Result<String, String> {
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

fn page_tables(kind: Kind, summary: &Json) -> Vec<PageTable> {
    match kind {
        Kind::Run => vec![endings_of_a_run(summary)],
        Kind::Compare => contrasts(summary),
        Kind::Ablate => vec![safeguards(summary)],
        Kind::Replay => Vec::new(),
    }
}

fn texts<const N: usize>(names: [&str; N]) -> Vec<String> {
    names.map(str::to_owned).to_vec()
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
