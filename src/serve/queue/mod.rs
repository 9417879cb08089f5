//! Who works when: a slice of work at a time on all threads, first pictures before later ones, and those who have had
//! least before those who have had much.
//!
//! A request works on a few runs, lets others have their turn, and asks again. Slices that are short take turns in the
//! quick lane; what takes longer than a second is broken off there and goes on in the slow lane, on threads of its own, so
//! that nobody waits behind it. No estimate has to be right for that.

mod job;
mod places;
mod state;
#[cfg(test)]
mod testing;
mod turns;
mod wait;

use std::sync::Arc;
use std::time::Duration;

pub use job::{Job, Load, Slice};
pub use places::Place;
pub use wait::Wait;

use state::Shared;

/// The queue.
#[derive(Clone)]
pub struct Queue {
    shared: Arc<Shared>,
    /// Threads of the quick and of the slow lane.
    threads: [Arc<rayon::ThreadPool>; 2],
    /// How long a slice may take at all.
    patience: Duration,
}

impl Queue {
    /// A queue for the threads of two lanes; a slice may take as long as `patience` in the slow one.
    pub fn new(quick: rayon::ThreadPool, slow: rayon::ThreadPool, patience: Duration) -> Self {
        Self { shared: Arc::default(), threads: [Arc::new(quick), Arc::new(slow)], patience }
    }

    /// Threads of a lane.
    fn threads(&self) -> f64 {
        self.threads[0].current_num_threads() as f64
    }
}
