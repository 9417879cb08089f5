//! `thermidor report`: results as one page to hand out.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::Args;

use super::refuse;
use crate::output::manifest;
use crate::output::report::{self, Source};
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
    /// Replace the file of --out if it exists.
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
        Err(message) => refuse(message),
    }
}

fn write(args: &ReportArgs) -> Result<PathBuf, String> {
    let path = place(args)?;
    let results = args
        .results
        .iter()
        .map(|result| Ok((result.as_path(), source(result)?)))
        .collect::<Result<Vec<_>, String>>()?;
    let html = report::page(&results)?;
    let failed = |error: std::io::Error| {
        format!(
            "error: {} cannot be written: {error}\n  help: choose another place with --out",
            path.display()
        )
    };
    if let Some(parent) = path.parent().filter(|parent| !parent.as_os_str().is_empty()) {
        fs::create_dir_all(parent).map_err(failed)?;
    }
    // Whole or not at all.
    let partial = path.with_extension("html.partial");
    fs::write(&partial, html).and_then(|()| fs::rename(&partial, &path)).map_err(|error| {
        let _ = fs::remove_file(&partial);
        failed(error)
    })?;
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

fn place(args: &ReportArgs) -> Result<PathBuf, String> {
    if let Some(out) = &args.out {
        let real = store::real_place(out);
        let within = |result: &&PathBuf| real.starts_with(store::real_place(result));
        if let Some(result) = args.results.iter().find(within) {
            return Err(format!(
                "error: --out {} lies in {}, which it would change\n  help: choose a place outside of the results with --out",
                out.display(),
                result.display()
            ));
        }
        if out.exists() && !args.force {
            return Err(format!(
                "error: {} exists\n  help: choose another place with --out, or replace it with --force",
                out.display()
            ));
        }
        return Ok(out.clone());
    }
    let name = args.results[0].file_name().unwrap_or_default().to_string_lossy().into_owned();
    let numbered = |n: u32| {
        Path::new("outputs").join(if n == 1 { format!("{name}.html") } else { format!("{name}-{n}.html") })
    };
    (1..)
        .map(numbered)
        .find(|path| !path.exists())
        .ok_or_else(|| "error: outputs is full\n  help: choose a place with --out".into())
}
