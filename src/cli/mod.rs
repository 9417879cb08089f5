//! The command line. It holds no model logic.

/// Prints a line to standard output, without control characters of names and files. Who stops reading, as `head` does,
/// has read enough.
macro_rules! say {
    ($($text:tt)*) => {{
        use std::io::Write;
        let _ = writeln!(std::io::stdout(), "{}", crate::text::shown(&format!($($text)*)));
    }};
}

mod ablate;
mod common;
mod compare;
mod delivery;
mod merge;
mod replay;
mod report;
mod run;
mod scenario;
mod serve;
mod sweep;
mod validate;
mod verify;

use std::borrow::Cow;
use std::process::ExitCode;

use clap::{Parser, Subcommand};

use crate::text::shown;

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
    eprintln!("{}", shown(&message.to_string()));
    ExitCode::from(2)
}

/// Whether a text would do something to a terminal.
fn is_unsafe(text: &str) -> bool {
    matches!(shown(text), Cow::Owned(_))
}

/// Runs the command; exit codes are 0 done, 1 a check did not hold, 2 bad input, 130 interrupted.
pub fn main() -> ExitCode {
    let cli = match Cli::try_parse() {
        Ok(cli) => cli,
        Err(error)
            if error.use_stderr() && std::env::args_os().any(|word| is_unsafe(&word.to_string_lossy())) =>
        {
            // Without colours, which are control characters themselves.
            eprint!("{}", shown(&error.render().to_string()));
            return ExitCode::from(2);
        }
        Err(error) => error.exit(),
    };
    match cli.command {
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
    }
}
