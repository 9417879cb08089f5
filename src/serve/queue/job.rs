//! Jobs: requests at work, a slice at a time.

use std::future::Future;
use std::net::IpAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use super::Queue;
use super::state::{Lane, Left};
use crate::serve::askers::Askers;

/// How long a slice is meant to take.
const SLICE: Duration = Duration::from_millis(150);

/// How long a slice may hold up those in the quick lane.
const QUICK: Duration = Duration::from_secs(1);

/// Runs of the first slice, since nothing is known before it.
const FIRST: u32 = 8;

/// What a request is thought to take.
#[derive(Debug, Clone, Copy)]
pub struct Load {
    /// Its runs.
    pub runs: u32,
    /// Seconds of one core for all of them.
    pub core_seconds: f64,
    /// Runs for which there is memory at the same time.
    pub at_once: u32,
}

impl Load {
    /// Seconds of one core for a run.
    pub(super) fn one(self) -> f64 {
        self.core_seconds / f64::from(self.runs.max(1))
    }
}

/// A request at work.
pub struct Job {
    pub(super) queue: Queue,
    /// Who waits for it.
    pub(super) askers: Askers,
    pub(super) load: Load,
    pub(super) ticket: u64,
    pub(super) lane: Lane,
    /// Seconds that a run takes on one thread where no other lane is busy; what was thought until there was one.
    pub(super) one: f64,
    /// Seconds of work so far.
    pub(super) spent: f64,
    /// Share of the machine that the last slice had.
    pub(super) share: f64,
    /// How often a slice was broken off.
    pub(super) broken: u32,
    /// Seconds of one thread that so many runs took where no other lane is busy.
    pub(super) learned: (f64, f64),
    /// Who waited for it at the beginning.
    pub(super) first: Vec<IpAddr>,
}

impl Job {
    /// How many of the runs that are left to simulate in one slice.
    pub fn runs(&self, left: u32) -> u32 {
        // No thread should be idle.
        let least = self.queue.threads();
        let many = (SLICE.as_secs_f64() / self.one.max(1e-9) * least).max(least).min(f64::from(u32::MAX));
        let most = if self.spent > 0.0 { u32::MAX } else { FIRST.max(least as u32) };
        (many as u32).min(most).min(self.load.at_once.max(1)).min(left)
    }

    /// Goes on in the slow lane, whatever comes.
    pub fn slowly(&mut self) {
        (self.lane, self.broken) = (Lane::Slow, u32::MAX);
    }

    /// Seconds of one core that it has had so far.
    pub fn core_seconds(&self) -> f64 {
        self.spent * self.queue.threads()
    }

    /// Tells how many runs are left to simulate.
    fn left(&self, runs: u32) {
        let seconds = self.one * f64::from(runs) / self.queue.threads();
        let left = Left { lane: self.lane, seconds, askers: self.askers.clone() };
        self.queue.shared.state().left.insert(self.ticket, left);
    }

    /// Works on a slice when it is its turn; those at an earlier `stage` come first. `unwanted` ends it, as does time:
    /// `work` is to look at what it is given, and to end when that is set.
    pub async fn slice<T: Send + 'static>(
        &mut self,
        stage: u32,
        unwanted: impl Future<Output = ()>,
        work: impl FnOnce(&rayon::ThreadPool, &AtomicBool) -> T + Send + 'static,
    ) -> Slice<T> {
        tokio::pin!(unwanted);
        let turn = tokio::select! {
            biased;
            () = &mut unwanted => return Slice::Unwanted,
            turn = self.queue.turn(self.lane, stage, &self.askers) => turn,
        };
        self.share = if self.queue.shared.state().lanes[1 - self.lane as usize].busy { 0.5 } else { 1.0 };
        let threads = Arc::clone(&self.queue.threads[self.lane as usize]);
        let cancel = Arc::new(AtomicBool::new(false));
        let ends = Arc::clone(&cancel);
        let begun = Instant::now();
        let mut working = tokio::task::spawn_blocking(move || {
            let made = work(&threads, &ends);
            drop(turn);
            made
        });
        let patience = if self.lane == Lane::Quick { QUICK } else { self.queue.patience };
        let (is_late, made) = tokio::select! {
            made = &mut working => (false, made),
            () = &mut unwanted => {
                cancel.store(true, Ordering::Relaxed);
                let _ = working.await;
                return Slice::Unwanted;
            }
            () = tokio::time::sleep(patience) => {
                cancel.store(true, Ordering::Relaxed);
                (true, working.await)
            }
        };
        let seconds = begun.elapsed().as_secs_f64();
        self.spent += seconds;
        match made {
            Err(_) => Slice::Failed,
            Ok(made) if !is_late => Slice::Done(made),
            Ok(made) if self.lane == Lane::Quick => {
                self.lane = Lane::Slow;
                self.broken = self.broken.saturating_add(1);
                // One run takes at least as long as a slice in which none ended.
                self.one = self.one.max(seconds * self.share);
                Slice::Slow(made)
            }
            Ok(made) => Slice::Long(made),
        }
    }

    /// Learns how long the runs of a slice took that began so long ago.
    pub fn learn(&mut self, runs: u32, seconds: f64, left: u32) {
        if runs > 0 {
            let many = f64::from(runs);
            let taken = seconds * many.min(self.queue.threads()) * self.share;
            self.one = taken / many;
            self.learned = (self.learned.0 + taken, self.learned.1 + many);
            // What was broken off once because the machine was busy may go back.
            if self.broken < 2 {
                self.lane = Lane::of(self.one);
            }
        }
        self.left(left);
    }
}

impl Drop for Job {
    fn drop(&mut self) {
        let mut state = self.queue.shared.state();
        state.left.remove(&self.ticket);
        let (taken, runs) = self.learned;
        if runs > 0.0 {
            let found = (taken / runs / self.load.one().max(1e-9)).clamp(0.02, 50.0);
            self.first.iter().for_each(|address| state.learn(*address, found));
        }
    }
}

/// How a slice ended.
pub enum Slice<T> {
    /// It is done.
    Done(T),
    /// It was broken off after `QUICK` and goes on in the slow lane.
    Slow(T),
    /// It was broken off in the slow lane, too.
    Long(T),
    /// Nobody waits for it any more.
    Unwanted,
    /// It panicked.
    Failed,
}

impl Queue {
    /// Begins to work on a request. Its lane is that of what was thought: how long the work of others took changes no
    /// lane, and what was thought wrongly is broken off.
    pub fn begin(&self, askers: &Askers, load: Load) -> Job {
        let (ticket, first) = (self.shared.ticket(), askers.all());
        let one = load.one() * self.shared.state().slower(None);
        let job = Job {
            queue: self.clone(),
            askers: askers.clone(),
            load,
            ticket,
            lane: Lane::of(load.one()),
            one,
            spent: 0.0,
            share: 1.0,
            broken: 0,
            learned: (0.0, 0.0),
            first,
        };
        job.left(load.runs);
        job
    }
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicBool, Ordering};
    use std::time::Duration;

    use super::super::state::Lane;
    use super::super::testing::{AWAY, HERE, from, load, queue, runtime};
    use super::{FIRST, Slice};

    #[test]
    fn what_has_no_end_is_broken_off_and_holds_nobody_up() {
        runtime().block_on(async {
            let queue = queue(Duration::from_millis(300));
            let endless = |_: &rayon::ThreadPool, cancel: &AtomicBool| {
                while !cancel.load(Ordering::Relaxed) {
                    std::thread::sleep(Duration::from_millis(1));
                }
            };
            let mut job = queue.begin(&from(AWAY).0, load(1, 0.0));
            assert!(matches!(job.slice(0, std::future::pending(), endless).await, Slice::Slow(())));
            let mut other = queue.begin(&from(HERE).0, load(1, 0.0));
            let slow = job.slice(0, std::future::pending(), endless);
            let quick = other.slice(0, std::future::pending(), |_, _| 7);
            let (slow, quick) = tokio::join!(slow, quick);
            assert!(matches!(slow, Slice::Long(())) && matches!(quick, Slice::Done(7)));
            let gone = job.slice(0, tokio::time::sleep(Duration::from_millis(5)), endless);
            assert!(matches!(gone.await, Slice::Unwanted));
            let panics = other.slice(0, std::future::pending(), |_, _| panic!("as it is meant to"));
            assert!(matches!(panics.await, Slice::<()>::Failed));
        });
    }

    #[test]
    fn what_is_broken_off_teaches_nothing_and_goes_back_once() {
        runtime().block_on(async {
            let queue = queue(Duration::from_secs(9));
            let (here, _here) = from(HERE);
            let until_late = |_: &rayon::ThreadPool, cancel: &AtomicBool| {
                while !cancel.load(Ordering::Relaxed) {
                    std::thread::sleep(Duration::from_millis(1));
                }
            };
            let mut job = queue.begin(&here, load(10, 1.0));
            for lane in [Lane::Quick, Lane::Slow] {
                assert!(matches!(job.slice(0, std::future::pending(), until_late).await, Slice::Slow(())));
                assert_eq!(job.lane, Lane::Slow);
                // Some runs were done in that time.
                job.learn(4, 0.4, 6);
                assert_eq!(job.lane, lane);
            }
            drop(job);
            assert_eq!(queue.wait(HERE, load(10, 1.0), None).seconds, 1.0);
        });
    }

    #[test]
    fn a_slice_keeps_all_threads_busy_and_within_memory() {
        let queue = queue(Duration::from_secs(9));
        let (here, _here) = from(HERE);
        let mut job = queue.begin(&here, load(1000, 1.0));
        assert_eq!(job.runs(1000), FIRST);
        job.spent = 1.0;
        assert_eq!(job.runs(1000), 150);
        job.load.at_once = 3;
        assert_eq!((job.runs(1000), job.runs(2)), (3, 2));
    }
}
