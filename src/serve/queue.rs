//! Who works when: a slice of work at a time on all threads, first pictures before later ones, and those who have had
//! least before those who have had much.
//!
//! A request works on a few runs, lets others have their turn, and asks again. Slices that are short take turns in the
//! quick lane; what takes longer than [`QUICK`] is broken off there and goes on in the slow lane, on threads of its own, so
//! that nobody waits behind it. No estimate has to be right for that.

use std::collections::BTreeMap;
use std::future::Future;
use std::net::IpAddr;
use std::sync::atomic::{AtomicBool, AtomicU64, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use tokio::sync::oneshot;

/// Requests that may be waiting or at work; more are asked to come back.
const PLACES: usize = 192;
/// Of these, those from one address: a room behind one router has one.
const PLACES_AN_ADDRESS: usize = 64;
/// How long a slice is meant to take.
const SLICE: Duration = Duration::from_millis(150);
/// How long a slice may hold up those in the quick lane.
pub const QUICK: Duration = Duration::from_secs(1);
/// Time in which what an address has had of the threads counts half as much.
const FORGOTTEN: f64 = 30.0;

/// Where a slice is worked on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Lane {
    Quick,
    Slow,
}

/// The queue.
#[derive(Clone)]
pub struct Queue {
    shared: Arc<Shared>,
    /// Threads of the quick and of the slow lane.
    threads: [Arc<rayon::ThreadPool>; 2],
    /// How long a slice may take at all.
    patience: Duration,
}

#[derive(Default)]
struct Shared {
    state: Mutex<State>,
    tickets: AtomicU64,
    taken: AtomicUsize,
}

#[derive(Default)]
struct State {
    lanes: [Turns; 2],
    /// Tickets of those who have a place and when they asked, by who asks.
    visitors: BTreeMap<String, (u64, u64, oneshot::Sender<()>)>,
    addresses: BTreeMap<IpAddr, usize>,
    /// Seconds of all threads that each address has had lately.
    had: BTreeMap<IpAddr, Had>,
    /// Seconds that each request is thought to need still.
    left: BTreeMap<u64, f64>,
    /// How much longer work takes than was thought; nothing is known before there was any.
    slower: Option<f64>,
}

#[derive(Default)]
struct Turns {
    busy: bool,
    waiting: Vec<Waiting>,
}

struct Waiting {
    stage: u32,
    address: IpAddr,
    ticket: u64,
    sender: oneshot::Sender<Turn>,
}

#[derive(Clone, Copy)]
struct Had {
    seconds: f64,
    at: Instant,
}

/// The right to use all threads of a lane, until it is dropped.
struct Turn {
    shared: Arc<Shared>,
    lane: Lane,
    address: IpAddr,
    begun: Instant,
    spent: bool,
}

/// A place in the queue, until it is dropped.
pub struct Place {
    shared: Arc<Shared>,
    address: IpAddr,
    visitor: String,
    ticket: u64,
    /// Hears when the visitor asks for something else.
    pub replaced: oneshot::Receiver<()>,
}

/// A request at work.
pub struct Job {
    queue: Queue,
    /// Who asked first.
    address: IpAddr,
    ticket: u64,
    lane: Lane,
    /// Seconds that a run takes; what was thought until there was one.
    pace: f64,
    /// Seconds of work so far.
    spent: f64,
}

/// How a slice ended.
pub enum Slice<T> {
    /// It is done.
    Done(T),
    /// It was broken off after [`QUICK`] and goes on in the slow lane.
    Slow(T),
    /// It was broken off in the slow lane, too.
    Long(T),
    /// Nobody waits for it any more.
    Unwanted,
    /// It panicked.
    Failed,
}

/// What stands between a visitor and an answer.
#[derive(Debug, Clone, Copy, PartialEq, serde::Serialize)]
pub struct Wait {
    /// Requests of others that are waiting or at work.
    pub ahead: usize,
    /// Seconds until all is simulated, as far as can be told.
    pub seconds: f64,
}

impl Queue {
    /// A queue for the threads of two lanes; a slice may take as long as `patience` in the slow one.
    pub fn new(quick: rayon::ThreadPool, slow: rayon::ThreadPool, patience: Duration) -> Self {
        Self { shared: Arc::default(), threads: [Arc::new(quick), Arc::new(slow)], patience }
    }

    /// Takes a place, and ends what the same visitor asked for before; `None` where there is no room. What was asked later
    /// (`at`) and came in first goes on.
    pub fn enter(&self, address: IpAddr, visitor: &str, at: u64) -> Option<Place> {
        let shared = Arc::clone(&self.shared);
        let mut state = shared.state();
        let here = state.addresses.get(&address).copied().unwrap_or(0);
        if shared.taken.load(Ordering::Relaxed) >= PLACES || here >= PLACES_AN_ADDRESS {
            return None;
        }
        shared.taken.fetch_add(1, Ordering::Relaxed);
        *state.addresses.entry(address).or_default() += 1;
        let ticket = shared.ticket();
        let named = format!("{address} {visitor}");
        let is_overtaken = state.visitors.get(&named).is_some_and(|(_, later, _)| *later > at);
        // Who gives no name cannot be told from others who give none.
        let visitor = if visitor.is_empty() || is_overtaken { format!("#{ticket}") } else { named };
        let (replace, replaced) = oneshot::channel();
        if let Some((_, _, earlier)) = state.visitors.insert(visitor.clone(), (ticket, at, replace)) {
            let _ = earlier.send(());
        }
        drop(state);
        Some(Place { shared, address, visitor, ticket, replaced })
    }

    /// Begins to work on a request of so many runs, each thought to take some seconds of one core.
    pub fn begin(&self, address: IpAddr, runs: u32, core_seconds: f64) -> Job {
        let ticket = self.shared.ticket();
        let pace = self.seconds(core_seconds) / f64::from(runs.max(1));
        let lane = if pace > QUICK.as_secs_f64() { Lane::Slow } else { Lane::Quick };
        let job = Job { queue: self.clone(), address, ticket, lane, pace, spent: 0.0 };
        job.left(runs);
        job
    }

    /// How long a request that is thought to take so many seconds of one core will take: those who are at work share
    /// the threads, so that each of them holds it up for as long as it needs itself, or less.
    pub fn wait(&self, core_seconds: f64) -> Wait {
        let own = self.seconds(core_seconds);
        let state = self.shared.state();
        let others: f64 = state.left.values().map(|left| left.min(own)).sum();
        Wait { ahead: state.left.len(), seconds: own + others }
    }

    /// Seconds on all threads, as work has gone here lately.
    fn seconds(&self, core_seconds: f64) -> f64 {
        core_seconds / self.threads[0].current_num_threads() as f64
            * self.shared.state().slower.unwrap_or(1.0)
    }

    /// Waits for a turn.
    async fn turn(&self, lane: Lane, stage: u32, address: IpAddr) -> Turn {
        let receiver = {
            let mut state = self.shared.state();
            let turns = &mut state.lanes[lane as usize];
            if !turns.busy {
                turns.busy = true;
                return Turn::new(&self.shared, lane, address);
            }
            let (sender, receiver) = oneshot::channel();
            turns.waiting.push(Waiting { stage, address, ticket: self.shared.ticket(), sender });
            receiver
        };
        match receiver.await {
            Ok(turn) => turn,
            // Senders are dropped with the queue only, and the queue is in use here.
            Err(_) => unreachable!("a queue in use was dropped"),
        }
    }
}

impl Job {
    /// How many of the runs that are left to simulate in one slice.
    pub fn runs(&self, left: u32) -> u32 {
        let many = (SLICE.as_secs_f64() / self.pace.max(1e-9)).min(f64::from(u32::MAX)) as u32;
        // In the slow lane no thread should be idle.
        let least = match self.lane {
            Lane::Quick => 1,
            Lane::Slow => self.queue.threads[1].current_num_threads() as u32,
        };
        // Nothing is known before the first slice, so that it is a small one.
        let most = if self.spent > 0.0 { u32::MAX } else { 8 };
        many.clamp(least, most.max(least)).min(left)
    }

    /// Seconds of one core that it has had so far.
    pub fn core_seconds(&self) -> f64 {
        self.spent * self.queue.threads[0].current_num_threads() as f64
    }

    /// Tells how many runs are left to simulate.
    fn left(&self, runs: u32) {
        self.queue.shared.state().left.insert(self.ticket, self.pace * f64::from(runs));
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
            turn = self.queue.turn(self.lane, stage, self.address) => turn,
        };
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
                // Where no run was done, one takes at least so long.
                self.pace = self.pace.max(seconds);
                Slice::Slow(made)
            }
            Ok(made) => Slice::Long(made),
        }
    }

    /// Learns how long the runs of a slice took that began so long ago.
    pub fn learn(&mut self, runs: u32, seconds: f64, left: u32) {
        if runs > 0 {
            let pace = seconds / f64::from(runs);
            let mut state = self.queue.shared.state();
            let before = state.slower.unwrap_or(1.0);
            // What one request was mistaken in is half believed of the next.
            let found = (before * pace / self.pace.max(1e-9)).clamp(0.02, 50.0);
            state.slower = Some(libm::sqrt(before * found));
            drop(state);
            self.pace = pace;
        }
        self.left(left);
    }
}

impl Drop for Job {
    fn drop(&mut self) {
        self.queue.shared.state().left.remove(&self.ticket);
    }
}

impl Shared {
    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn ticket(&self) -> u64 {
        self.tickets.fetch_add(1, Ordering::Relaxed)
    }
}

impl State {
    /// Seconds that an address has had, as much as is remembered of them.
    fn had(&self, address: IpAddr, now: Instant) -> f64 {
        let faded = |had: &Had| had.seconds * libm::exp2(-(now - had.at).as_secs_f64() / FORGOTTEN);
        self.had.get(&address).map_or(0.0, faded)
    }

    fn add(&mut self, address: IpAddr, seconds: f64, now: Instant) {
        let seconds = self.had(address, now) + seconds;
        self.had.insert(address, Had { seconds, at: now });
        if self.had.len() > 1000 {
            let kept: Vec<IpAddr> =
                self.had.keys().copied().filter(|one| self.had(*one, now) > 0.1).collect();
            self.had.retain(|one, _| kept.contains(one));
        }
    }

    /// Takes out who is next: twice as much had is one stage later.
    fn next(&mut self, lane: Lane, now: Instant) -> Option<Waiting> {
        let waiting = &self.lanes[lane as usize].waiting;
        let rank = |one: &Waiting| f64::from(one.stage) + libm::log2(1.0 + self.had(one.address, now));
        let next = (0..waiting.len()).min_by(|a, b| {
            let (a, b) = (&waiting[*a], &waiting[*b]);
            rank(a).total_cmp(&rank(b)).then(a.ticket.cmp(&b.ticket))
        })?;
        Some(self.lanes[lane as usize].waiting.swap_remove(next))
    }
}

impl Turn {
    fn new(shared: &Arc<Shared>, lane: Lane, address: IpAddr) -> Self {
        Self { shared: Arc::clone(shared), lane, address, begun: Instant::now(), spent: false }
    }
}

impl Drop for Turn {
    fn drop(&mut self) {
        if self.spent {
            return;
        }
        let now = Instant::now();
        let mut state = self.shared.state();
        state.add(self.address, (now - self.begun).as_secs_f64(), now);
        while let Some(next) = state.next(self.lane, now) {
            match next.sender.send(Self::new(&self.shared, self.lane, next.address)) {
                Ok(()) => return,
                // Nobody waits there any more.
                Err(mut turn) => turn.spent = true,
            }
        }
        state.lanes[self.lane as usize].busy = false;
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        let mut state = self.shared.state();
        self.shared.taken.fetch_sub(1, Ordering::Relaxed);
        if state.visitors.get(&self.visitor).is_some_and(|(ticket, ..)| *ticket == self.ticket) {
            state.visitors.remove(&self.visitor);
        }
        if let Some(here) = state.addresses.get_mut(&self.address) {
            *here -= 1;
            if *here == 0 {
                state.addresses.remove(&self.address);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use std::net::{IpAddr, Ipv4Addr};
    use std::sync::atomic::Ordering;
    use std::sync::{Arc, Mutex};
    use std::time::{Duration, Instant};

    use super::{Lane, PLACES_AN_ADDRESS, Queue, Slice};

    const HERE: IpAddr = IpAddr::V4(Ipv4Addr::LOCALHOST);
    const AWAY: IpAddr = IpAddr::V4(Ipv4Addr::new(192, 168, 0, 7));

    fn queue(patience: Duration) -> Queue {
        let pool = || thermidor_analysis::run::threads(Some(1)).unwrap().0;
        Queue::new(pool(), pool(), patience)
    }

    fn runtime() -> tokio::runtime::Runtime {
        tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_time().build().unwrap()
    }

    fn waiting(queue: &Queue) -> usize {
        let state = queue.shared.state();
        state.lanes[0].waiting.iter().filter(|one| !one.sender.is_closed()).count()
    }

    /// In which order those are served who wait for the first one to be done.
    async fn order(queue: &Queue, all: &[(u32, IpAddr)], leaves: Option<usize>) -> Vec<usize> {
        let first = queue.turn(Lane::Quick, 0, HERE).await;
        let order = Arc::new(Mutex::new(Vec::new()));
        let mut tasks = Vec::new();
        for (number, &(stage, address)) in all.iter().enumerate() {
            let (own, order) = (queue.clone(), Arc::clone(&order));
            tasks.push(tokio::spawn(async move {
                let _turn = own.turn(Lane::Quick, stage, address).await;
                order.lock().unwrap().push(number);
            }));
            while waiting(queue) < tasks.len() {
                tokio::task::yield_now().await;
            }
        }
        if let Some(number) = leaves {
            tasks.remove(number).abort();
            while waiting(queue) > tasks.len() {
                tokio::task::yield_now().await;
            }
        }
        drop(first);
        for task in tasks {
            task.await.unwrap();
        }
        // The turn is free again.
        drop(queue.turn(Lane::Quick, 9, HERE).await);
        Arc::into_inner(order).unwrap().into_inner().unwrap()
    }

    #[test]
    fn who_has_seen_or_had_least_comes_first_and_who_left_is_passed_over() {
        runtime().block_on(async {
            let queue = queue(Duration::from_secs(9));
            assert_eq!(order(&queue, &[(3, AWAY), (1, AWAY), (2, AWAY)], Some(1)).await, [2, 0]);
            // Who has had seven seconds waits as if three stages on.
            queue.shared.state().add(AWAY, 7.0, Instant::now());
            assert_eq!(
                order(&queue, &[(0, AWAY), (2, HERE), (3, HERE), (1, AWAY)], None).await,
                [1, 0, 2, 3]
            );
        });
    }

    #[test]
    fn a_visitor_has_one_place_and_an_address_a_few() {
        runtime().block_on(async {
            let queue = queue(Duration::from_secs(9));
            let mut earlier = queue.enter(HERE, "a", 5).unwrap();
            let mut other = queue.enter(HERE, "b", 0).unwrap();
            let mut later = queue.enter(HERE, "a", 9).unwrap();
            assert!(earlier.replaced.try_recv().is_ok());
            assert!(other.replaced.try_recv().is_err());
            // What was asked in between comes in last, and ends nothing; what is asked after all does.
            let _overtaken = queue.enter(HERE, "a", 7).unwrap();
            assert!(later.replaced.try_recv().is_err());
            let _last = queue.enter(HERE, "a", 10).unwrap();
            assert!(later.replaced.try_recv().is_ok());
            let mut places: Vec<_> =
                (0..PLACES_AN_ADDRESS).map(|i| queue.enter(AWAY, &i.to_string(), 0).unwrap()).collect();
            assert!(queue.enter(AWAY, "x", 0).is_none() && queue.enter(HERE, "x", 0).is_some());
            places.pop();
            assert!(queue.enter(AWAY, "x", 0).is_some());
        });
    }

    #[test]
    fn what_has_no_end_is_broken_off_and_holds_nobody_up() {
        runtime().block_on(async {
            let queue = queue(Duration::from_millis(300));
            let endless = |_: &rayon::ThreadPool, cancel: &std::sync::atomic::AtomicBool| {
                while !cancel.load(Ordering::Relaxed) {
                    std::thread::sleep(Duration::from_millis(1));
                }
            };
            let mut job = queue.begin(AWAY, 1, 0.0);
            assert!(matches!(job.slice(0, std::future::pending(), endless).await, Slice::Slow(())));
            let mut other = queue.begin(HERE, 1, 0.0);
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
    fn a_wait_counts_those_who_are_at_work_and_how_work_goes_here() {
        let queue = queue(Duration::from_secs(9));
        assert_eq!(queue.wait(4.0).seconds, 4.0);
        let mut long = queue.begin(AWAY, 10, 100.0);
        let _short = queue.begin(AWAY, 1, 1.0);
        let wait = queue.wait(4.0);
        assert_eq!((wait.ahead, wait.seconds), (2, 4.0 + 4.0 + 1.0));
        // The first run took four times as long as was thought.
        long.learn(1, 40.0, 9);
        assert_eq!(queue.wait(4.0).seconds, 8.0 + 8.0 + 1.0);
        drop(long);
        assert_eq!(queue.wait(4.0).seconds, 8.0 + 1.0);
    }
}
