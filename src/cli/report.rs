//! `thermidor report`: results as one page to hand out.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::Args;

use super::refuse;
use crate::output::{manifest, report};

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
        .map(|result| Ok((result.as_path(), manifest::read(result)?)))
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

fn place(args: &ReportArgs) -> Result<PathBuf, String> {
    if let Some(out) = &args.out {
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
