//! `thermidor validate`: theory and engine side by side, the patterns and the statements.

use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::atomic::AtomicBool;

use clap::Args;

use super::delivery::{pool, progress_bar};
use super::{Format, refuse};
use thermidor_analysis::validate::benchmarks::Verdict;
use thermidor_analysis::validate::report;
use thermidor_analysis::validate::report::{Question, Report, Subject};
use thermidor_scenario::read;

/// Arguments of `thermidor validate`.
#[derive(Args)]
pub struct ValidateArgs {
    /// Scenario files with a `theory` [default: all that come with the program].
    files: Vec<PathBuf>,
    /// Override a parameter, as in --set precedent.gamma=1.2; the theory is computed for the changed number.
    #[arg(long = "set", value_name = "PATH=VALUE", requires = "files")]
    set: Vec<String>,
    /// The patterns in place of the limits.
    #[arg(long, conflicts_with = "files")]
    patterns: bool,
    /// The statements over draws of all free constants, in place of the limits.
    #[arg(long, conflicts_with_all = ["files", "patterns"])]
    statements: bool,
    /// Sixteen times as many runs, so that hardly any benchmark is noisy; and the patterns as well, with four times as many.
    /// With --statements all 48 draws.
    #[arg(long)]
    full: bool,
    /// Threads [default and at most: one a core]; the results are the same with any number.
    #[arg(long, value_name = "T")]
    threads: Option<usize>,
    /// How to print the table: text, or JSON on standard output.
    #[arg(long, value_enum, default_value = "text")]
    format: Format,
}

/// Runs the command; exit code 1 where something does not hold.
pub fn run(args: ValidateArgs) -> ExitCode {
    let threads = match pool(args.threads) {
        Ok(threads) => threads,
        Err(stop) => return stop.tell(),
    };
    let loaded = |path: &PathBuf| Ok((path.display().to_string(), read::load(path, &args.set)?));
    let named = match args.files.iter().map(loaded).collect::<Result<Vec<_>, thermidor_scenario::Error>>() {
        Ok(named) => named,
        Err(error) => return refuse(error),
    };
    let subject = match (args.patterns, args.statements) {
        (true, _) => Subject::Patterns,
        (_, true) => Subject::Statements,
        _ => Subject::Benchmarks,
    };
    let question = Question { named, subject, full: args.full };
    let bar = progress_bar(question.runs(), "organizations");
    let report = threads.install(|| report::check(&question, &AtomicBool::new(false), &|| bar.inc(1)));
    bar.finish_and_clear();
    match report {
        Ok(report) => {
            print(&report, args.format);
            if report.holds() { ExitCode::SUCCESS } else { ExitCode::from(1) }
        }
        Err(error) => refuse(error),
    }
}

/// A benchmark that holds is within one per cent of theory, unless noise could hide more.
fn verdict(found: &Verdict) -> &'static str {
    match (found.holds, found.is_noisy) {
        (false, _) => "DOES NOT HOLD",
        (true, true) => "holds, noisy",
        (true, false) => "holds",
    }
}

fn print(report: &Report, format: Format) {
    if format == Format::Json {
        say!("{}", super::json(report));
        return;
    }
    if !report.benchmarks.is_empty() {
        say!("{:24} {:72} {:>9} {:>9} {:>8} {:>6}", "limit", "quantity", "theory", "engine", "s.e.", "z");
    }
    for (name, verdicts) in &report.benchmarks {
        let short = name.rsplit('/').next().unwrap_or(name).trim_end_matches(".toml");
        for v in verdicts {
            say!(
                "{short:24} {:72} {:9.4} {:9.4} {:8.4} {:+6.1} {}",
                v.quantity,
                v.theory,
                v.engine,
                v.standard_error,
                v.z,
                verdict(v)
            );
        }
    }
    for finding in &report.patterns {
        say!("{finding}");
    }
    if let Some(statements) = &report.statements {
        say!("{statements}");
        return;
    }
    let all = report.benchmarks.iter().flat_map(|(_, verdicts)| verdicts).map(|verdict| verdict.holds);
    let all: Vec<bool> = all.chain(report.patterns.iter().map(|finding| finding.holds)).collect();
    let held = all.iter().filter(|holds| **holds).count();
    say!("\n{held} of {} hold.", all.len());
}
