//! The part of a page that shows a sweep.

use std::path::Path;

use serde_json::Value as Json;

use super::{ArmPart, PageTable, Part, Picture, Pictures, arm_part, read_file, summary, texts};
use crate::Error;
use crate::output::tables::{self, Sheet};
use crate::sweep::store;
use crate::sweep::store::Store;
use thermidor_core::text::grouped;

/// The part of a sweep: its answer, its charts, its factors, and its first points.
pub(super) fn part(directory: &Path, store: &Store) -> Result<Part, Error> {
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

const SWEEP: Pictures = &[
    ("charts/response.svg", "What was asked, by factor, with 95 % intervals."),
    ("charts/map.svg", "What was asked, over the two factors that matter most."),
    ("charts/phases.svg", "How the runs ended, over the same two factors."),
];
/// The first points of a sweep, with what came out.
fn points_of(directory: &Path) -> Result<PageTable, Error> {
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
