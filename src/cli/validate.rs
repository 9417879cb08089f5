//! `thermidor validate`: theory and engine side by side, and the patterns.

use std::path::PathBuf;
use std::process::ExitCode;

use clap::Args;

use super::delivery::{pool, progress_bar};
use super::{Format, refuse};
use crate::scenario::{Scenario, read};
use crate::validate::limits::{self, Verdict};
use crate::validate::patterns::{self, Finding};

/// The limits that come with the program.
const SHIPPED: &[(&str, &str)] = &include!("limits.in");

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
    /// Four times as many runs, and the patterns as well.
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
    let scenarios = match scenarios(&args) {
        Ok(scenarios) => scenarios,
        Err(error) => return refuse(error),
    };
    let more = if args.full { 4 } else { 1 };
    let mut report = Report::default();
    if !args.patterns {
        let total: u32 = scenarios.iter().map(|(_, scenario)| scenario.organizations * more).sum();
        let bar = progress_bar(u64::from(total), "organizations");
        for (name, scenario) in &scenarios {
            let progress = || bar.inc(1);
            match threads.install(|| limits::check(scenario, scenario.organizations * more, &progress)) {
                Ok(verdicts) => report.limits.push((name.clone(), verdicts)),
                Err(reason) => {
                    bar.finish_and_clear();
                    return refuse(format!("error: {name}: {reason}"));
                }
            }
        }
        bar.finish_and_clear();
    }
    if args.patterns || (args.full && args.files.is_empty()) {
        let runs = if args.full { 400 } else { 100 };
        let bar = progress_bar(u64::from(patterns::arms() * runs), "organizations");
        let found = threads.install(|| patterns::check(runs, &|| bar.inc(1)));
        bar.finish_and_clear();
        report.patterns = match found {
            Ok(found) => found,
            Err(error) => return refuse(error),
        };
    }
    report.print(args.format);
    if report.holds() { ExitCode::SUCCESS } else { ExitCode::from(1) }
}

fn scenarios(args: &ValidateArgs) -> Result<Vec<(String, Scenario)>, read::BadInput> {
    if !args.files.is_empty() {
        let load = |path: &PathBuf| Ok((path.display().to_string(), read::load(path, &args.set)?));
        return args.files.iter().map(load).collect();
    }
    SHIPPED.iter().map(|(name, text)| Ok(((*name).to_owned(), read::parse(name, text, &[])?))).collect()
}

/// All that was found.
#[derive(Default, serde::Serialize)]
struct Report {
    limits: Vec<(String, Vec<Verdict>)>,
    patterns: Vec<Finding>,
}

impl Report {
    fn holds(&self) -> bool {
        self.limits.iter().flat_map(|(_, verdicts)| verdicts).all(|verdict| verdict.holds)
            && self.patterns.iter().all(|finding| finding.holds)
    }

    fn print(&self, format: Format) {
        if format == Format::Json {
            say!("{}", super::json(self));
            return;
        }
        if !self.limits.is_empty() {
            say!("{:24} {:68} {:>9} {:>9} {:>8} {:>6}", "limit", "quantity", "theory", "engine", "s.e.", "z");
        }
        for (name, verdicts) in &self.limits {
            let short = name.rsplit('/').next().unwrap_or(name).trim_end_matches(".toml");
            for v in verdicts {
                say!(
                    "{short:24} {:68} {:9.4} {:9.4} {:8.4} {:+6.1} {}",
                    v.quantity,
                    v.theory,
                    v.engine,
                    v.standard_error,
                    v.z,
                    if v.holds { "holds" } else { "DOES NOT HOLD" }
                );
            }
        }
        for finding in &self.patterns {
            say!("{finding}");
        }
        let all = self.limits.iter().flat_map(|(_, verdicts)| verdicts).map(|verdict| verdict.holds);
        let all: Vec<bool> = all.chain(self.patterns.iter().map(|finding| finding.holds)).collect();
        let held = all.iter().filter(|holds| **holds).count();
        say!("\n{held} of {} hold.", all.len());
    }
}
