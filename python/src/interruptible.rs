//! Long work while Python goes on: the interpreter is free, ctrl-C is heard, progress is told.

use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::mpsc::{RecvTimeoutError, channel};
use std::time::Duration;

use pyo3::prelude::*;

use crate::errors::{Code, fault, refused};
use crate::values;

/// How often signals are looked for and progress is told.
const PAUSE: Duration = Duration::from_millis(100);

/// What long work is given: whether to stop, and how to tell that a piece is done.
pub struct Attendance {
    /// Set when the user asks to stop.
    pub cancel: AtomicBool,
    done: AtomicU64,
    total: AtomicU64,
}

impl Attendance {
    /// There are so many pieces of work in all.
    pub fn expect(&self, total: u64) {
        self.total.store(total, Ordering::Relaxed);
    }

    /// So many pieces of work come to those that were expected.
    pub fn expect_more(&self, more: u64) {
        self.total.fetch_add(more, Ordering::Relaxed);
    }

    /// A piece of work is done.
    pub fn tick(&self) {
        self.done.fetch_add(1, Ordering::Relaxed);
    }
}

/// Works on a thread of its own. `progress`, where there is one, is called with what is done and the total.
pub fn interruptible<T: Send>(
    py: Python<'_>,
    progress: Option<&Bound<'_, PyAny>>,
    total: u64,
    work: impl FnOnce(&Attendance) -> T + Send,
) -> PyResult<T> {
    let attendance =
        Attendance { cancel: AtomicBool::new(false), done: AtomicU64::new(0), total: AtomicU64::new(total) };
    let (send, receive) = channel();
    let receive = std::sync::Mutex::new(receive);
    std::thread::scope(|scope| {
        let shared = &attendance;
        let worker = scope.spawn(move || {
            let result = work(shared);
            // Whoever waits has perhaps gone.
            let _ = send.send(());
            result
        });
        let mut failed = None;
        let mut told = None;
        loop {
            let wait = || receive.lock().ok().map(|receive| receive.recv_timeout(PAUSE));
            let ended = py.detach(wait) != Some(Err(RecvTimeoutError::Timeout));
            let done = attendance.done.load(Ordering::Relaxed);
            let total = attendance.total.load(Ordering::Relaxed);
            if failed.is_none() {
                let tell = |call: &Bound<'_, PyAny>| call.call1((done, total)).map(drop);
                let news = (told != Some(done)).then_some(progress).flatten();
                told = Some(done);
                failed = py.check_signals().and_then(|()| news.map_or(Ok(()), tell)).err();
                if failed.is_some() {
                    attendance.cancel.store(true, Ordering::Relaxed);
                }
            }
            if ended {
                break;
            }
        }
        let result = py.detach(|| worker.join());
        match (failed, result) {
            (Some(error), _) => Err(error),
            (None, Ok(result)) => Ok(result),
            (None, Err(_)) => Err(fault(
                Code::Internal,
                None,
                "the simulation panicked",
                "this is a fault of the program; please report it",
            )),
        }
    })
}

/// Threads to work on; a warning where they are fewer than were wanted.
pub fn pool(py: Python<'_>, threads: Option<&Bound<'_, PyAny>>) -> PyResult<rayon::ThreadPool> {
    let (pool, note) = thermidor_analysis::run::threads(values::threads(threads)?).map_err(refused)?;
    if let Some(note) = note {
        let note = std::ffi::CString::new(note)?;
        PyErr::warn(py, &py.get_type::<pyo3::exceptions::PyUserWarning>(), &note, 1)?;
    }
    Ok(pool)
}
