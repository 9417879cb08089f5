//! `thermidor report`: results as one page to hand out.

use std::fs;
use std::path::PathBuf;
use std::process::ExitCode;

use clap::Args;

use super::delivery::{Stop, claim, name};
use super::interrupt;
use thermidor_io::output::staging::{Replace, real_place};
use thermidor_io::report;

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
        .map(|result| Ok((result.as_path(), report::source(result)?)))
        .collect::<Result<Vec<_>, thermidor_io::Error>>()?;
    let html = report::page(&results)?;
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
