//! The report: one self-contained HTML file that opens from a memory stick, prints, and asks no network for anything.

mod result;
mod sweep;
mod tables;

use std::path::Path;
use thermidor_core::Model;

use askama::Template;
use serde_json::Value as Json;

use crate::output::manifest::{self, Manifest};
use crate::sweep::store;
use crate::sweep::store::{Shard, Store};
use thermidor_scenario::text;
use thermidor_scenario::{explain, write};

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

/// A source of a page.
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
            Source::Result(manifest) => result::part(directory, manifest),
            Source::Sweep(store) => sweep::part(directory, store),
        })
        .collect::<Result<Vec<_>, _>>()?;
    let page = Page {
        title: parts.iter().map(|part| part.title.clone()).collect::<Vec<_>>().join(", "),
        css: include_str!("../../templates/report.css"),
        js: include_str!("../../templates/report.js"),
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

/// One result.
pub(super) struct Part {
    pub(super) title: String,
    pub(super) question: String,
    pub(super) lead: String,
    pub(super) answer: String,
    pub(super) pictures: Vec<Picture>,
    pub(super) explore: &'static str,
    pub(super) data: String,
    pub(super) tables: Vec<PageTable>,
    pub(super) arms: Vec<ArmPart>,
    pub(super) version: String,
    pub(super) build: String,
    pub(super) seed: u64,
    /// How many organizations there are, in words.
    pub(super) size: String,
    pub(super) again: String,
    /// The manifest as JSON, so that the page can be made again; empty for a sweep.
    pub(super) manifest: String,
    pub(super) files: Vec<(String, String)>,
}

pub(super) struct Picture {
    pub(super) svg: String,
    pub(super) caption: &'static str,
}

/// Names of drawings with their captions.
pub(super) type Pictures = &'static [(&'static str, &'static str)];

pub(super) struct PageTable {
    pub(super) title: String,
    pub(super) head: Vec<String>,
    pub(super) rows: Vec<Vec<String>>,
}

pub(super) struct ArmPart {
    pub(super) name: String,
    pub(super) explained: String,
    pub(super) file: String,
    pub(super) toml: String,
}

pub(super) fn read_file(directory: &Path, name: &str) -> Result<String, String> {
    let path = directory.join(name);
    text::whole(&path).map_err(|error| {
        format!("error: cannot read {}: {error}\n  help: make the result again", path.display())
    })
}

/// A summary for programs.
pub(super) fn summary(directory: &Path) -> Result<Json, String> {
    serde_json::from_str(&read_file(directory, "summary.json")?)
        .map_err(|error| format!("error: summary.json is damaged: {error}\n  help: make the result again"))
}

pub(super) fn arm_part(i: usize, arm: &Model) -> ArmPart {
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

pub(super) fn texts<const N: usize>(names: [&str; N]) -> Vec<String> {
    names.map(str::to_owned).to_vec()
}
