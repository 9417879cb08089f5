//! Many histories in parallel, handed on in order, so that no thread count changes what is written.

use std::io;
use std::ops::Range;
use std::sync::atomic::{AtomicBool, Ordering};

use rayon::prelude::*;

use super::{History, simulate_world};
use crate::scenario::Scenario;

/// Takes finished histories, in the order of their numbers.
pub trait Sink {
    /// Takes one history.
    ///
    /// # Errors
    /// When it cannot be written; the run stops there.
    fn take(&mut self, history: &History) -> io::Result<()>;
}

/// The run was asked to stop; `finished` histories had been handed on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Cancelled {
    /// Histories handed on before the stop.
    pub finished: u32,
}

/// Works on the given numbers in parallel and hands the results on in order.
///
/// Memory holds one batch of results, whatever their number. `cancel` is looked at before each number;
/// `work` runs on any thread, `take` on this one.
///
/// # Errors
/// The first error of `take`.
pub fn in_order<T: Send>(
    numbers: Range<u32>,
    threads: &rayon::ThreadPool,
    cancel: &AtomicBool,
    work: &(dyn Fn(u32) -> T + Sync),
    take: &mut dyn FnMut(T) -> io::Result<()>,
) -> io::Result<Result<(), Cancelled>> {
    let batch = (threads.current_num_threads() * 16).max(32) as u32;
    let mut next = numbers.start;
    while next < numbers.end {
        let end = next.saturating_add(batch).min(numbers.end);
        let finished: Vec<Option<T>> = threads.install(|| {
            (next..end)
                .into_par_iter()
                .map(|number| (!cancel.load(Ordering::Relaxed)).then(|| work(number)))
                .collect()
        });
        for result in finished {
            let Some(result) = result else {
                return Ok(Err(Cancelled { finished: next - numbers.start }));
            };
            take(result)?;
            next += 1;
        }
    }
    Ok(Ok(()))
}

/// Simulates the runs of the given numbers and hands their histories on in order; `progress` is called for each
/// run finished, from any thread.
///
/// # Errors
/// The first error of the sink.
pub fn simulate_all(
    scenario: &Scenario,
    numbers: Range<u32>,
    threads: &rayon::ThreadPool,
    cancel: &AtomicBool,
    progress: &(dyn Fn() + Sync),
    sink: &mut dyn Sink,
) -> io::Result<Result<(), Cancelled>> {
    let work = |number| {
        let histories = simulate_world(scenario, number);
        progress();
        histories
    };
    in_order(numbers, threads, cancel, &work, &mut |histories: Vec<History>| {
        histories.iter().try_for_each(|history| sink.take(history))
    })
}
