//! Decision quality: information and independent voices.

parameters! {
    /// Decision quality: information and independent voices.
    pub struct Quality {
        /// Information that locals have on their own affairs when nothing is published.
        local_information: f64 = 0.6, in 0.0..=1.0, "share", "free";
        /// What full transparency adds to it.
        published_information: f64 = 0.3, in 0.0..=1.0, "share", "free";
        /// Information that the centre has on a local's affairs.
        central_information: f64 = 0.6, in 0.0..=1.0, "share", "free";
        /// Independent voices beyond which more make no difference, since people share their sources.
        voices_max: f64 = 9.0, in 1.0..=1000.0, "people", "free";
    }
}
