//! What `run`, `compare` and `ablate` have in common: how many organizations, with which luck, and how sure to be.

use std::io;
use std::ops::Range;

use clap::Args;
use indicatif::ProgressBar;

use super::Format;
use super::delivery::{Stop, Where, progress_bar};
use thermidor_analysis::run::Cancelled;
use thermidor_analysis::study::{Endpoint, precision};
use thermidor_stats::interval::LEVEL;

/// Arguments of every command that simulates many organizations.
#[derive(Args)]
pub struct Common {
    #[command(flatten)]
    pub place: Where,
    /// How many organizations to simulate (in each future), in place of the scenario's number.
    #[arg(long, value_name = "N")]
    organizations: Option<u32>,
    /// Seed of all random streams, in place of the scenario's seed.
    #[arg(long, value_name = "S")]
    seed: Option<u64>,
    /// Override a parameter (in every future), as in --set safeguards.rotation.term_ticks=12; can be repeated.
    #[arg(long = "set", value_name = "PATH=VALUE")]
    pub set: Vec<String>,
    /// What the question is about: an outcome such as captured_at_end, collapsed or months_captured, or a measure
    /// in the last month.
    #[arg(long, value_name = "OUTCOME", default_value = "captured_at_end")]
    on: String,
    /// Add organizations until the 95 % interval of --on is no wider than this on either side, as in 0.02; at least
    /// a hundred.
    #[arg(long, value_name = "HALF-WIDTH")]
    precision: Option<f64>,
    /// Draw no charts.
    #[arg(long)]
    pub no_charts: bool,
    /// How to print the answer: text on standard error, or JSON on standard output.
    #[arg(long, value_enum, default_value = "text")]
    pub format: Format,
}

/// What is asked, and how precisely.
#[derive(Clone, Copy)]
pub struct Wanted {
    /// What is asked.
    pub on: Endpoint,
    /// Largest half-width of its interval.
    pub target: Option<f64>,
}

impl Wanted {
    /// Confidence at which the interval of what is asked is computed.
    pub fn level(&self) -> f64 {
        if self.target.is_some() { precision::LEVEL } else { LEVEL }
    }
}

impl Common {
    /// All overrides, as `PATH=VALUE`.
    pub fn overrides(&self) -> Vec<String> {
        let mut all = self.set.clone();
        all.extend(self.organizations.map(|n| format!("organizations={n}")));
        all.extend(self.seed.map(|seed| format!("seed={seed}")));
        all
    }

    /// What is asked, and how precisely.
    pub fn wanted(&self) -> Result<Wanted, Stop> {
        let on = Endpoint::find(&self.on).map_err(thermidor_analysis::Error::from)?;
        match self.precision {
            Some(target) if !(target > 0.0 && target.is_finite()) => Err(Stop::Refused(format!(
                "error: --precision {target}: a half-width is above 0\n  help: use a number such as 0.02"
            ))),
            target => Ok(Wanted { on, target }),
        }
    }
}

/// Simulates the `first` runs, and then more until the half-width of what is asked is as wanted; gives how many they
/// were. `what` is what the runs are called beside the progress bar.
pub fn simulate_enough<S>(
    wanted: Wanted,
    first: u32,
    what: &str,
    state: &mut S,
    simulate: impl Fn(&mut S, Range<u32>, &ProgressBar) -> io::Result<Result<(), Cancelled>>,
    half_width: impl Fn(&S) -> f64,
) -> Result<u32, Stop> {
    let simulate = |state: &mut S, runs: Range<u32>| {
        let bar = progress_bar(u64::from(runs.end - runs.start), what);
        let ended = simulate(state, runs, &bar);
        bar.finish_and_clear();
        ended
    };
    let ended = precision::enough(wanted.target, first, state, simulate, half_width)?;
    let Ok((done, missed)) = ended else { return Err(Stop::Interrupted) };
    if let Some(missed) = missed {
        let help = if missed.half.is_finite() {
            "ask for a larger half-width"
        } else {
            "ask about something else with --on, or leave --precision out"
        };
        eprintln!("note: {missed}\n  help: {help}");
    }
    Ok(done)
}
