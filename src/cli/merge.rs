//! `thermidor merge`: the shards of a sweep, put together; and how every finished sweep is concluded.

use std::path::PathBuf;
use std::process::ExitCode;

use clap::Args;

use super::delivery::Stop;
use super::interrupt;
use super::{Format, json};
use thermidor_io::sweep::merge::merge;
use thermidor_io::sweep::store::Store;
use thermidor_io::sweep::{answer, charts};

/// Arguments of `thermidor merge`.
#[derive(Args)]
pub struct MergeArgs {
    /// The directories of all shards.
    #[arg(required = true)]
    shards: Vec<PathBuf>,
    /// Where to put the whole.
    #[arg(long, value_name = "DIR")]
    out: PathBuf,
    /// Draw no charts.
    #[arg(long)]
    no_charts: bool,
    /// How to print the answer: text on standard error, or JSON on standard output.
    #[arg(long, value_enum, default_value = "text")]
    format: Format,
}

/// Runs the command.
pub fn run(args: MergeArgs) -> ExitCode {
    let merged = interrupt::end_at_once().and_then(|()| Ok(merge(&args.shards, &args.out)?));
    match merged.and_then(|store| conclude(&store, !args.no_charts, args.format)) {
        Ok(()) => ExitCode::SUCCESS,
        Err(stop) => stop.tell(),
    }
}

/// Concludes a sweep that has all its parts, and says what came out.
pub fn conclude(store: &Store, with_charts: bool, format: Format) -> Result<(), Stop> {
    let directory = &store.directory;
    let Some(answer) = answer::conclude(store, with_charts)? else {
        eprintln!(
            "Shard {}/{} is complete in {}; put all together with `thermidor merge`.",
            store.shard.number,
            store.shard.of,
            directory.display()
        );
        return Ok(());
    };
    if format == Format::Json {
        say!("{}", json(&answer));
    }
    eprintln!("\n{}", answer.words());
    for chart in charts::NAMES {
        let path = directory.join(format!("charts/{chart}.png"));
        if path.exists() {
            eprintln!("Look at  {}", path.display());
        }
    }
    eprintln!("Tables   {}", directory.join("responses.csv").display());
    eprintln!("         {}", directory.join("outcomes/*.parquet").display());
    Ok(())
}
