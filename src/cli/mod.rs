//! The command line. It holds no model logic.

/// Prints a line to standard output, without control characters of names and files. Who stops reading, as `head` does,
/// has read enough; where it is lost otherwise, the command does not end well.
macro_rules! say {
    ($($text:tt)*) => { $crate::cli::print(format_args!($($text)*)) };
}

/// In place of the one of the standard library, which panics where standard error is full or closed. What is told there
/// is also in the results or in the exit code.
macro_rules! eprint {
    ($($text:tt)*) => {{
        use std::io::Write;
        let _ = write!(std::io::stderr(), "{}", thermidor_core::text::shown(&format!($($text)*)));
    }};
}

/// As `eprint`.
macro_rules! eprintln {
    ($($text:tt)*) => {{
        use std::io::Write;
        let _ = writeln!(std::io::stderr(), "{}", thermidor_core::text::shown(&format!($($text)*)));
    }};
}

mod ablate;
mod common;
mod compare;
mod delivery;
mod interrupt;
mod licences;
mod merge;
mod replay;
mod report;
mod run;
mod scenario;
mod serve;
mod sweep;
mod validate;
mod verify;

use std::fmt::Arguments;
use std::io::{self, ErrorKind, Write};
use std::process::ExitCode;
use std::sync::{Mutex, PoisonError};

use clap::{Parser, Subcommand};

use thermidor_core::text::shown;

/// Simulates how organizations centralize, and what safeguards do, cost and how they fail.
#[derive(Parser)]
#[command(name = "thermidor", version, max_term_width = 100)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Simulate the organizations of a scenario and write tables, charts and the answer in words.
    Run(run::RunArgs),
    /// Compare a scenario with variants of it, the same luck decision by decision.
    Compare(compare::CompareArgs),
    /// Tell which safeguard of a scenario did it: alone, left out, in pairs, and its share of the whole.
    Ablate(ablate::AblateArgs),
    /// Simulate a scenario at many points of an experiment, into a store that survives being killed.
    Sweep(sweep::SweepArgs),
    /// Put the shards of a sweep together.
    Merge(merge::MergeArgs),
    /// Make one run of a result again, tell what happened in it, and what would have happened otherwise.
    Replay(replay::ReplayArgs),
    /// Make one page of results that needs no network and can be handed out.
    Report(report::ReportArgs),
    /// Run a sample of a result's rows again and certify that they are what the program makes.
    Verify(verify::VerifyArgs),
    /// Hold the engine to known results, and the defaults to the patterns that they should show.
    Validate(validate::ValidateArgs),
    /// Open the page for a workshop: move a safeguard, see the future change.
    Serve(serve::ServeArgs),
    /// Check, list or explain scenarios, or print their schema.
    Scenario(scenario::ScenarioArgs),
    /// Print the licences of the program and of all that it contains.
    #[command(alias = "licenses")]
    Licences,
}

/// How a table is printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub enum Format {
    /// For people.
    Text,
    /// For programs, on standard output.
    Json,
}

/// Something as JSON, for programs.
fn json(value: &impl serde::Serialize) -> String {
    serde_json::to_string_pretty(value).unwrap_or_default()
}

/// Bad input: one clear message and exit code 2.
fn refuse(message: impl std::fmt::Display) -> ExitCode {
    eprintln!("{message}");
    ExitCode::from(2)
}

/// Why something for standard output was lost, the first time that it was.
static LOST: Mutex<Option<io::Error>> = Mutex::new(None);

/// Writes to standard output, and keeps in mind where that fails.
fn written(write: impl FnOnce() -> io::Result<()>) {
    match write() {
        Err(error) if error.kind() != ErrorKind::BrokenPipe => {
            LOST.lock().unwrap_or_else(PoisonError::into_inner).get_or_insert(error);
        }
        _ => {}
    }
}

fn print(line: Arguments) {
    written(|| writeln!(io::stdout(), "{}", shown(&line.to_string())));
}

/// The exit code, where all that was to be printed was.
fn unless_lost(code: ExitCode) -> ExitCode {
    written(|| io::stdout().flush());
    match LOST.lock().unwrap_or_else(PoisonError::into_inner).take() {
        Some(error) => {
            let told = refuse(format!(
                "error: standard output cannot be written: {error}\n  help: make room, or send it elsewhere"
            ));
            if code == ExitCode::SUCCESS { told } else { code }
        }
        None => code,
    }
}

/// Runs the command. Exit codes: 0 done, 1 a check did not hold, 2 bad input or output that is lost, 130, 143 and 129
/// interrupted by SIGINT, SIGTERM and SIGHUP.
pub fn main() -> ExitCode {
    unless_lost(match Cli::try_parse() {
        Ok(cli) => run(cli.command),
        Err(error) if error.use_stderr() => refuse(error.to_string().trim_end()),
        // Help and version.
        Err(told) => {
            written(|| told.print());
            ExitCode::SUCCESS
        }
    })
}

fn run(command: Command) -> ExitCode {
    if let Err(refusal) = thermidor_core::simd::width() {
        return refuse(refusal);
    }
    match command {
        Command::Run(args) => run::run(args),
        Command::Compare(args) => compare::run(args),
        Command::Ablate(args) => ablate::run(args),
        Command::Sweep(args) => sweep::run(args),
        Command::Merge(args) => merge::run(args),
        Command::Replay(args) => replay::run(args),
        Command::Report(args) => report::run(args),
        Command::Verify(args) => verify::run(args),
        Command::Validate(args) => validate::run(args),
        Command::Serve(args) => serve::run(args),
        Command::Scenario(args) => scenario::run(args),
        Command::Licences => licences::licences(),
    }
}
