//! How many runs are enough: adds runs until an interval is as narrow as was asked for.
//!
//! How many there are next depends on the runs so far and on nothing else, so the result is the same whatever
//! the batches and threads. An interval that was looked at before it was final covers a little less than it says;
//! with steps of a hundred runs and more that is below its rounding.

/// Runs beyond which nobody waits.
pub const MOST: u32 = 1_000_000;

/// Runs to go on to when `runs` have given an interval of `half` its width, and `target` is wanted; `None` when
/// that is enough, or when [`MOST`] would not be.
pub fn next(runs: u32, half: f64, target: f64) -> Option<u32> {
    if half <= target || runs >= MOST {
        return None;
    }
    // The width goes with one over the square root of the number.
    let wanted = f64::from(runs) * (half / target) * (half / target);
    let wanted = if wanted.is_finite() { wanted.min(f64::from(MOST)) } else { f64::from(MOST) };
    let wanted = (wanted / 100.0).ceil() as u32 * 100;
    Some(wanted.clamp(runs.saturating_add(100), runs.saturating_mul(2).max(200)).min(MOST))
}

#[cfg(test)]
mod tests {
    use super::{MOST, next};

    #[test]
    fn runs_are_added_until_the_interval_is_narrow() {
        assert_eq!(next(500, 0.02, 0.02), None);
        assert_eq!(next(500, 0.021, 0.02), Some(600));
        assert_eq!(next(500, 0.08, 0.02), Some(1000));
        assert_eq!(next(MOST, 0.08, 0.02), None);
        assert_eq!(next(2, f64::INFINITY, 0.02), Some(200));
    }
}
