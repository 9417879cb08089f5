//! Capture: thresholds from which an organization counts as captured, locked in or split.

parameters! {
    /// Capture: thresholds from which an organization counts as captured, locked in or split.
    pub struct Capture {
        /// The centre settles more than this share of the stakes …
        central_share_above: f64 = 0.6, in 0.0..=1.0, "share", "free";
        /// … and the chance that the ruling group is left with at most half of the seats in two years is below this …
        replaceability_below: f64 = 0.3, in 0.0..=1.0, "probability", "free";
        /// … for this many months running.
        months: u32 = 12, in 1..=1200, "months", "free";
        /// Capture loosely taken has the first threshold lower by this, and strictly taken higher by it.
        share_step: f64 = 0.1, in 0.0..=1.0, "share", "free";
        /// Capture loosely taken has the second threshold higher by this, and strictly taken lower by it.
        replaceability_step: f64 = 0.2, in 0.0..=1.0, "probability", "free";
        /// Lock-in: still captured this many months after the last shock was over.
        lock_in_months: u32 = 60, in 1..=1200, "months", "free";
        /// Share of all its members that has left with their locals, above which an organization counts as split.
        split_share: f64 = 0.5, in 0.0..=1.0, "share", "free";
    }
}
