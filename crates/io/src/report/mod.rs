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
use crate::{Damage, Error, Refused, Remedy};
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
/// Where a file is not what was written, a sweep is not complete, or one shard of several.
pub fn source(directory: &Path) -> Result<Source, Error> {
    if !store::is_one(directory) {
        let manifest = manifest::read(directory)?;
        manifest.check(directory)?;
        return Ok(Source::Result(Box::new(manifest)));
    }
    let told = store::read_manifest(directory)?;
    if !told.complete {
        return Err(Refused::Incomplete { directory: directory.to_owned() }.into());
    }
    if told.shard != Shard::ALL {
        return Err(Refused::OneShard { directory: directory.to_owned(), shard: told.shard }.into());
    }
    manifest::check(directory, &told.files)?;
    Ok(Source::Sweep(Box::new(Store::read(directory)?)))
}

/// Makes the page of some results, each with its directory.
///
/// # Errors
/// Where a file of a result cannot be read.
pub fn page(results: &[(&Path, Source)]) -> Result<String, Error> {
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
    page.render().map_err(|error| Error::Page { message: error.to_string() })
}

/// Marks the manifest of a result in a page.
const MARK: &str = "<script type=\"application/json\" class=\"manifest\">";

/// The manifests of a page's results.
///
/// # Errors
/// Why they cannot be read: what is no such page, or one with a sweep.
pub fn manifests(page: &str) -> Result<Vec<Manifest>, Damage> {
    let found: Vec<&str> =
        page.split(MARK).skip(1).filter_map(|rest| rest.split("</script>").next()).collect();
    if found.is_empty() || found.len() != page.matches("<article id=\"result-").count() {
        return Err(Damage::NoPage);
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

pub(super) fn read_file(directory: &Path, name: &str) -> Result<String, Error> {
    let path = directory.join(name);
    text::whole(&path).map_err(|error| Error::read(&path, error, Remedy::MakeAgain))
}

/// A summary for programs.
pub(super) fn summary(directory: &Path) -> Result<Json, Error> {
    let name = "summary.json";
    let damage = |error: serde_json::Error| Damage::Format(error.to_string());
    serde_json::from_str(&read_file(directory, name)?)
        .map_err(|error| Error::damaged(Path::new(name), damage(error), Remedy::MakeAgain))
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
