//! `thermidor report`: results as one page to hand out.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::Args;

use super::delivery::{Stop, claim, name};
use super::interrupt;
use crate::output::manifest;
use crate::output::report::{self, Source};
use crate::output::workshop::{Replace, real_place};
use crate::sweep::store::{self, Shard, Store};

/// Arguments of `thermidor report`.
#[derive(Args)]
pub struct ReportArgs {
    /// Directories of results, in the order in which they are to stand.
    #[arg(required = true)]
    results: Vec<PathBuf>,
    /// The file to write [default: outputs/NAME.html, with a number where that exists].
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
    /// Replace the report in --out, if there is one, when the new one is whole.
    #[arg(long, requires = "out")]
    force: bool,
}

/// Runs the command.
pub fn run(args: ReportArgs) -> ExitCode {
    match write(&args) {
        Ok(path) => {
            eprintln!("Open     {}", path.display());
            ExitCode::SUCCESS
        }
        Err(stop) => stop.tell(),
    }
}

fn write(args: &ReportArgs) -> Result<PathBuf, Stop> {
    interrupt::end_at_once()?;
    spare(args)?;
    let replace = if args.force { Replace::Page } else { Replace::Nothing };
    let (path, workshop) = claim(args.out.as_deref(), replace, &name(&args.results[0]), ".html")?;
    let results = args
        .results
        .iter()
        .map(|result| Ok((result.as_path(), source(result)?)))
        .collect::<Result<Vec<_>, String>>();
    let html = results.and_then(|results| report::page(&results)).map_err(Stop::Refused)?;
    fs::write(workshop.directory().join("page"), html).and_then(|()| workshop.deliver_only("page")).map_err(
        |error| {
            Stop::Refused(format!(
                "error: {} cannot be written: {error}\n  help: choose another place with --out",
                path.display()
            ))
        },
    )?;
    Ok(path)
}

/// A result to show, of which every file is what was written.
fn source(directory: &Path) -> Result<Source, String> {
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

/// Refuses to write a report into a result, whose hashes would no longer hold.
fn spare(args: &ReportArgs) -> Result<(), Stop> {
    let Some(out) = &args.out else { return Ok(()) };
    let real = real_place(out);
    let Some(result) = args.results.iter().find(|result| real.starts_with(real_place(result))) else {
        return Ok(());
    };
    Err(Stop::Refused(format!(
        "error: --out {} lies in {}, which it would change\n  help: choose a place outside of the results with --out",
        out.display(),
        result.display()
    )))
}
