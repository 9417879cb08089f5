//! Many histories in parallel, handed on in order, so that no thread count changes what is written.

use std::any::Any;
use std::collections::BTreeMap;
use std::io;
use std::ops::Range;
use std::panic::{self, AssertUnwindSafe};
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};
use std::sync::{Condvar, Mutex, PoisonError, mpsc};

use thermidor_core::budget::Stopped;
use thermidor_core::history::History;

/// Takes completed histories, in the order of their numbers.
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
/// Threads go on with later numbers while a result is handed on, but not far: memory holds a few results a thread,
/// whatever their number. `cancel` is looked at before each number, and `work` may look at it; it runs on any thread,
/// `take` on this one.
///
/// # Errors
/// The first error of `take`, or the first [`thermidor_core::budget::Excess`] of `work`, as the inner error.
///
/// # Panics
/// When `work` does.
pub fn in_order<T: Send>(
    numbers: Range<u32>,
    threads: &rayon::ThreadPool,
    cancel: &AtomicBool,
    work: &(dyn Fn(u32) -> Result<T, Stopped> + Sync),
    take: &mut dyn FnMut(T) -> io::Result<()>,
) -> io::Result<Result<(), Cancelled>> {
    let window = Window {
        next: AtomicU32::new(numbers.start),
        due: Mutex::new(numbers.start),
        moved: Condvar::new(),
        ahead: (threads.current_num_threads() * 16).max(32) as u32,
        closed: AtomicBool::new(false),
    };
    let (send, receive) = mpsc::channel();
    let (mut due, mut ended) = (numbers.start, Ok(()));
    threads.in_place_scope(|scope| {
        for _ in 0..threads.current_num_threads() {
            let (send, window) = (send.clone(), &window);
            scope.spawn(move |_| {
                while !cancel.load(Ordering::Relaxed) {
                    let Some(number) = window.claim(numbers.end) else { break };
                    // The receiver waits for this number and must learn of a panic.
                    let result = panic::catch_unwind(AssertUnwindSafe(|| work(number)));
                    if send.send((number, result)).is_err() {
                        break;
                    }
                }
            });
        }
        drop(send);
        let mut early = BTreeMap::new();
        for (number, result) in receive {
            early.insert(number, result);
            while let Some(result) = early.remove(&due) {
                ended = match result {
                    Ok(Ok(result)) => take(result).map_err(Ended::Failed),
                    Ok(Err(Stopped::Exceeded(excess))) => Err(Ended::Failed(io::Error::other(excess))),
                    Ok(Err(Stopped::Cancelled)) => Err(Ended::Cancelled),
                    Err(panic) => Err(Ended::Panicked(panic)),
                };
                if ended.is_err() {
                    window.close();
                    return;
                }
                due += 1;
                window.advance(due);
            }
        }
    });
    match ended {
        Ok(()) if due >= numbers.end => Ok(Ok(())),
        Ok(()) | Err(Ended::Cancelled) => Ok(Err(Cancelled { finished: due - numbers.start })),
        Err(Ended::Failed(error)) => Err(error),
        Err(Ended::Panicked(panic)) => panic::resume_unwind(panic),
    }
}

/// Why results are no longer handed on.
enum Ended {
    Cancelled,
    Failed(io::Error),
    Panicked(Box<dyn Any + Send>),
}

/// The numbers that may be worked on: from the one that is due to a little beyond.
struct Window {
    next: AtomicU32,
    due: Mutex<u32>,
    moved: Condvar,
    ahead: u32,
    closed: AtomicBool,
}

impl Window {
    /// The next number, once it is near enough; `None` when there is none.
    fn claim(&self, end: u32) -> Option<u32> {
        let number = self.next.fetch_add(1, Ordering::Relaxed);
        if number >= end {
            return None;
        }
        let due = self.due.lock().unwrap_or_else(PoisonError::into_inner);
        let is_far = |due: &mut u32| number - *due >= self.ahead && !self.closed.load(Ordering::Relaxed);
        drop(self.moved.wait_while(due, is_far));
        (!self.closed.load(Ordering::Relaxed)).then_some(number)
    }

    fn advance(&self, due: u32) {
        *self.due.lock().unwrap_or_else(PoisonError::into_inner) = due;
        self.moved.notify_all();
    }

    fn close(&self) {
        let _due = self.due.lock();
        self.closed.store(true, Ordering::Relaxed);
        self.moved.notify_all();
    }
}

/// Simulates the runs of the given numbers with `simulate` and hands their histories on in order; `progress` is called
/// for each completed run, from any thread.
///
/// # Errors
/// The first error of the sink, or the first [`thermidor_core::budget::Excess`] of a run, as the inner error.
pub fn simulate_all(
    simulate: &(dyn Fn(u32) -> Result<Vec<History>, Stopped> + Sync),
    numbers: Range<u32>,
    threads: &rayon::ThreadPool,
    cancel: &AtomicBool,
    progress: &(dyn Fn() + Sync),
    sink: &mut dyn Sink,
) -> io::Result<Result<(), Cancelled>> {
    let work = |number| {
        let histories = simulate(number)?;
        progress();
        Ok(histories)
    };
    in_order(numbers, threads, cancel, &work, &mut |histories: Vec<History>| {
        histories.iter().try_for_each(|history| sink.take(history))
    })
}

#[cfg(test)]
mod tests {
    use std::io;
    use std::sync::atomic::{AtomicBool, Ordering};

    use super::{Cancelled, in_order};

    fn threads() -> rayon::ThreadPool {
        rayon::ThreadPoolBuilder::new().num_threads(3).build().unwrap()
    }

    #[test]
    fn results_come_in_order_however_long_each_takes() {
        let mut taken = Vec::new();
        let slow_at_first = |number: u32| {
            std::thread::sleep(std::time::Duration::from_micros(if number % 50 == 7 { 3000 } else { 10 }));
            Ok(number)
        };
        let take = &mut |number| {
            taken.push(number);
            Ok(())
        };
        let ended = in_order(5..500, &threads(), &AtomicBool::new(false), &slow_at_first, take);
        assert!(ended.unwrap().is_ok());
        assert_eq!(taken, (5..500).collect::<Vec<_>>());
    }

    #[test]
    fn an_error_or_a_panic_stops_all_threads() {
        let full = &mut |number: u32| if number == 40 { Err(io::Error::other("full")) } else { Ok(()) };
        let ended = in_order(0..1_000_000, &threads(), &AtomicBool::new(false), &|number| Ok(number), full);
        assert_eq!(ended.unwrap_err().to_string(), "full");
        let bad = |number: u32| {
            assert_ne!(number, 70, "no");
            Ok(())
        };
        let ended = std::panic::catch_unwind(|| {
            in_order(0..1_000_000, &threads(), &AtomicBool::new(false), &bad, &mut |()| Ok(()))
        });
        assert!(ended.is_err());
    }

    #[test]
    fn what_was_handed_on_before_a_stop_is_counted() {
        let cancel = AtomicBool::new(false);
        let mut taken = 0;
        let take = &mut |number: u32| {
            taken += 1;
            cancel.store(number >= 10, Ordering::Relaxed);
            Ok(())
        };
        let ended = in_order(0..1_000_000, &threads(), &cancel, &|number| Ok(number), take).unwrap();
        assert_eq!(ended, Err(Cancelled { finished: taken }));
        assert!(taken < 1_000_000);
    }
}
