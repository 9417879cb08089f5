//! How sure to be: --on and --precision.

use clap::Args;

use super::delivery::Stop;
use crate::study::Endpoint;

/// Arguments of every command whose answer has an interval.
#[derive(Args)]
pub struct PrecisionArgs {
    /// What the question is about: an outcome such as captured_at_end, collapsed or months_captured, or a measure
    /// in the last month.
    #[arg(long, value_name = "OUTCOME", default_value = "captured_at_end")]
    on: String,
    /// Add organizations until the 95 % interval of --on is no wider than this on either side, as in 0.02.
    #[arg(long, value_name = "HALF-WIDTH")]
    precision: Option<f64>,
}

/// What is asked, and how precisely.
#[derive(Clone, Copy)]
pub struct Wanted {
    /// What is asked.
    pub on: Endpoint,
    /// Largest half-width of its interval.
    pub target: Option<f64>,
}

impl PrecisionArgs {
    /// Reads the arguments.
    pub fn wanted(&self) -> Result<Wanted, Stop> {
        let on = Endpoint::find(&self.on).map_err(Stop::Refused)?;
        match self.precision {
            Some(target) if !(target > 0.0 && target.is_finite()) => Err(Stop::Refused(format!(
                "error: --precision {target}: a half-width is above 0\n  help: use a number such as 0.02"
            ))),
            target => Ok(Wanted { on, target }),
        }
    }
}
