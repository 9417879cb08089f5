//! Who works when: a slice of work at a time on all threads, first pictures before later ones, and those who have had
//! least before those who have had much.
//!
//! A request works on a few runs, lets others have their turn, and asks again. Slices that are short take turns in the
//! quick lane; what takes longer than [`QUICK`] is broken off there and goes on in the slow lane, on threads of its own, so
//! that nobody waits behind it. No estimate has to be right for that.

use std::collections::{BTreeMap, VecDeque};
use std::future::Future;
use std::net::IpAddr;
use std::sync::atomic::{AtomicBool, AtomicU64, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use tokio::sync::oneshot;

use super::askers::Askers;

/// Requests that may be waiting or at work; more are asked to come back.
const PLACES: usize = 192;
/// Of these, those from one address: a room behind one router has one.
const PLACES_AN_ADDRESS: usize = 64;
/// How long a slice is meant to take.
const SLICE: Duration = Duration::from_millis(150);
/// How long a slice may hold up those in the quick lane.
pub const QUICK: Duration = Duration::from_secs(1);
/// A run that is thought to take longer on one thread begins in the slow lane.
const SHORT: Duration = Duration::from_millis(500);
/// Runs of the first slice, since nothing is known before it.
const FIRST: u32 = 8;
/// Addresses of which it is known how much longer their work took than was thought.
const KNOWN: usize = 100;
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
    /// What is left of each request.
    left: BTreeMap<u64, Left>,
    /// How much longer the work of an address takes than was thought; the one learned last stands last.
    slower: VecDeque<(IpAddr, f64)>,
}

struct Left {
    lane: Lane,
    /// Seconds that it is thought to need still where no other lane is busy.
    seconds: f64,
    askers: Askers,
}

#[derive(Default)]
struct Turns {
    busy: bool,
    waiting: Vec<Waiting>,
}

struct Waiting {
    stage: u32,
    askers: Askers,
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
    /// For whom it is; also those pay who go away meanwhile.
    addresses: Vec<IpAddr>,
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
    fn one(self) -> f64 {
        self.core_seconds / f64::from(self.runs.max(1))
    }
}

/// A request at work.
pub struct Job {
    queue: Queue,
    /// Who waits for it.
    askers: Askers,
    load: Load,
    ticket: u64,
    lane: Lane,
    /// Seconds that a run takes on one thread where no other lane is busy; what was thought until there was one.
    one: f64,
    /// Seconds of work so far.
    spent: f64,
    /// Share of the machine that the last slice had.
    share: f64,
    /// How often a slice was broken off.
    broken: u32,
    /// Seconds of one thread that so many runs took where no other lane is busy.
    learned: (f64, f64),
    /// Who waited for it at the beginning.
    first: Vec<IpAddr>,
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
#[cfg_attr(test, derive(ts_rs::TS))]
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
        // No address holds more places than it leaves, so that there is one for whoever has none.
        let free = PLACES.saturating_sub(shared.taken.load(Ordering::Relaxed));
        if here >= PLACES_AN_ADDRESS.min(free) {
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

    /// How long a request from an address will take: those who are at work in its lane share the threads, so that each of
    /// them holds it up for as long as it needs itself, or less; and both lanes share the machine while both are busy.
    /// Where it is at work already, for `mine`, what is left of it counts.
    pub fn wait(&self, address: IpAddr, load: Load, mine: Option<&Askers>) -> Wait {
        let state = self.shared.state();
        let is_mine = |left: &Left| mine.is_some_and(|mine| mine.is(&left.askers));
        let (lane, own) = state.left.values().find(|left| is_mine(left)).map_or_else(
            || (Lane::of(load.one()), load.core_seconds / self.threads() * state.slower(Some(address))),
            |left| (left.lane, left.seconds),
        );
        let (mut ahead, mut here, mut beside) = (0, own, 0.0);
        for left in state.left.values().filter(|left| !is_mine(left)) {
            ahead += 1;
            if left.lane == lane {
                here += left.seconds.min(own);
            } else {
                beside += left.seconds;
            }
        }
        Wait { ahead, seconds: here + beside.min(here) }
    }

    /// Threads of a lane.
    fn threads(&self) -> f64 {
        self.threads[0].current_num_threads() as f64
    }

    /// Waits for a turn.
    async fn turn(&self, lane: Lane, stage: u32, askers: &Askers) -> Turn {
        let receiver = {
            let mut state = self.shared.state();
            let turns = &mut state.lanes[lane as usize];
            if !turns.busy {
                turns.busy = true;
                return Turn::new(&self.shared, lane, askers);
            }
            let (sender, receiver) = oneshot::channel();
            let ticket = self.shared.ticket();
            turns.waiting.push(Waiting { stage, askers: askers.clone(), ticket, sender });
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
                // Where no run was done, one takes at least so long.
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

impl Lane {
    /// Where runs that take so many seconds of one thread are simulated.
    fn of(one: f64) -> Self {
        if one > SHORT.as_secs_f64() { Self::Slow } else { Self::Quick }
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

    /// How much longer work takes than was thought: that of an address as its own did, since nobody else is told; or as
    /// that of most did, since the work of one address may be like no other. Where there is none it takes as long.
    fn slower(&self, address: Option<IpAddr>) -> f64 {
        let own = self.slower.iter().find(|(known, _)| Some(*known) == address);
        own.map_or_else(
            || {
                let mut all: Vec<f64> = self.slower.iter().map(|(_, slower)| *slower).chain([1.0]).collect();
                all.sort_unstable_by(f64::total_cmp);
                all[(all.len() - 1) / 2]
            },
            |(_, slower)| *slower,
        )
    }

    /// Learns how much longer the work of an address took; where something is known of it, that is half believed.
    fn learn(&mut self, address: IpAddr, found: f64) {
        let known = self.slower.iter().find(|(known, _)| *known == address);
        let slower = known.map_or(found, |(_, before)| libm::sqrt(before * found));
        self.slower.retain(|(known, _)| *known != address);
        self.slower.push_back((address, slower));
        if self.slower.len() > KNOWN {
            self.slower.pop_front();
        }
    }

    /// Takes out who is next: twice as much had is one stage later, and an answer for many is for the one who has had
    /// least.
    fn next(&mut self, lane: Lane, now: Instant) -> Option<Waiting> {
        let waiting = &self.lanes[lane as usize].waiting;
        let rank = |one: &Waiting| {
            let had = one.askers.least(|address| self.had(address, now)).map_or(0.0, |(had, _)| had);
            f64::from(one.stage) + libm::log2(1.0 + had)
        };
        let next = (0..waiting.len()).min_by(|a, b| {
            let (a, b) = (&waiting[*a], &waiting[*b]);
            rank(a).total_cmp(&rank(b)).then(a.ticket.cmp(&b.ticket))
        })?;
        Some(self.lanes[lane as usize].waiting.swap_remove(next))
    }
}

impl Turn {
    fn new(shared: &Arc<Shared>, lane: Lane, askers: &Askers) -> Self {
        let (shared, addresses) = (Arc::clone(shared), askers.all());
        Self { shared, lane, addresses, begun: Instant::now(), spent: false }
    }
}

impl Drop for Turn {
    fn drop(&mut self) {
        if self.spent {
            return;
        }
        let now = Instant::now();
        let mut state = self.shared.state();
        let each = (now - self.begun).as_secs_f64() / self.addresses.len().max(1) as f64;
        self.addresses.iter().for_each(|address| state.add(*address, each, now));
        while let Some(next) = state.next(self.lane, now) {
            match next.sender.send(Self::new(&self.shared, self.lane, &next.askers)) {
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

    use super::super::askers::{Asker, Askers};
    use super::{Lane, Load, PLACES_AN_ADDRESS, Queue, Slice};

    const HERE: IpAddr = IpAddr::V4(Ipv4Addr::LOCALHOST);
    const AWAY: IpAddr = IpAddr::V4(Ipv4Addr::new(192, 168, 0, 7));

    fn queue(patience: Duration) -> Queue {
        let pool = || thermidor_analysis::run::threads(Some(1)).unwrap().0;
        Queue::new(pool(), pool(), patience)
    }

    /// Somebody who waits from an address.
    fn from(address: IpAddr) -> (Askers, Asker) {
        let askers = Askers::default();
        let asker = askers.join(address);
        (askers, asker)
    }

    fn load(runs: u32, core_seconds: f64) -> Load {
        Load { runs, core_seconds, at_once: u32::MAX }
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
        let (here, _asker) = from(HERE);
        let first = queue.turn(Lane::Quick, 0, &here).await;
        let order = Arc::new(Mutex::new(Vec::new()));
        let mut tasks = Vec::new();
        for (number, &(stage, address)) in all.iter().enumerate() {
            let (own, order) = (queue.clone(), Arc::clone(&order));
            tasks.push(tokio::spawn(async move {
                let (askers, _asker) = from(address);
                let _turn = own.turn(Lane::Quick, stage, &askers).await;
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
        drop(queue.turn(Lane::Quick, 9, &here).await);
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
            // Three addresses that take all they get leave places for a fourth.
            for third in [[10, 0, 0, 1], [10, 0, 0, 2]].map(IpAddr::from) {
                let all = (0..PLACES_AN_ADDRESS).map_while(|i| queue.enter(third, &i.to_string(), 0));
                places.extend(all);
            }
            assert!(places.len() < super::PLACES - 10 && queue.enter([10, 0, 0, 3].into(), "x", 0).is_some());
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
    fn a_wait_counts_those_who_are_at_work_and_how_work_goes_here() {
        let queue = queue(Duration::from_secs(9));
        let wait = |address| queue.wait(address, load(100, 4.0), None);
        assert_eq!(wait(HERE).seconds, 4.0);
        let (away, _away) = from(AWAY);
        let mut long = queue.begin(&away, load(1000, 100.0));
        let short = queue.begin(&from(HERE).0, load(10, 1.0));
        assert_eq!((wait(HERE).ahead, wait(HERE).seconds), (2, 4.0 + 4.0 + 1.0));
        // What is in the slow lane has half of the machine as long as it is there.
        let giant = queue.begin(&from(HERE).0, load(1, 3.0));
        assert_eq!(wait(HERE).seconds, 9.0 + 3.0);
        drop((giant, short));
        // Whoever waits for the long one is told what is left of it.
        let told = queue.wait(AWAY, load(1000, 100.0), Some(&away));
        assert_eq!((told.ahead, told.seconds), (0, 100.0));
        // The runs took four times as long as was thought, which is believed of that address.
        long.learn(10, 4.0, 990);
        assert_eq!(wait(HERE).seconds, 4.0 + 4.0);
        drop(long);
        assert_eq!((wait(HERE).seconds, wait(AWAY).seconds), (4.0, 16.0));
    }

    #[test]
    fn what_one_address_does_changes_the_waits_and_lanes_of_no_other() {
        let queue = queue(Duration::from_secs(9));
        let (here, _here) = from(HERE);
        for _ in 0..20 {
            let (away, _away) = from(AWAY);
            let mut bad = queue.begin(&away, load(4, 0.01));
            bad.learn(1, 60.0, 3);
        }
        assert_eq!(queue.wait(HERE, load(10, 1.0), None).seconds, 1.0);
        assert_eq!(queue.begin(&here, load(10, 1.0)).lane, Lane::Quick);
        // A run that is thought to be long is not tried in the quick lane, however many threads there are.
        assert_eq!(queue.begin(&here, load(10, 10.0)).lane, Lane::Slow);
        // What most have found is believed.
        for last in 1..=3 {
            let (other, _other) = from(IpAddr::from([10, 0, 0, last]));
            let mut job = queue.begin(&other, load(10, 1.0));
            job.learn(10, 4.0, 0);
        }
        assert_eq!(queue.wait(HERE, load(10, 1.0), None).seconds, 4.0);
    }

    #[test]
    fn what_is_broken_off_teaches_nothing_and_goes_back_once() {
        runtime().block_on(async {
            let queue = queue(Duration::from_secs(9));
            let (here, _here) = from(HERE);
            let until_late = |_: &rayon::ThreadPool, cancel: &std::sync::atomic::AtomicBool| {
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
    fn an_answer_for_many_is_due_to_the_one_who_has_had_least_and_all_pay() {
        let queue = queue(Duration::from_secs(9));
        let (both, _away) = from(AWAY);
        let _here = both.join(HERE);
        let mut state = queue.shared.state();
        state.add(AWAY, 100.0, Instant::now());
        let rank = |state: &super::State| both.least(|address| state.had(address, Instant::now()));
        assert_eq!(rank(&state), Some((0.0, HERE)));
        drop(state);
        let turn = super::Turn::new(&queue.shared, Lane::Quick, &both);
        std::thread::sleep(Duration::from_millis(20));
        drop(turn);
        let had = queue.shared.state().had(HERE, Instant::now());
        assert!((0.005..1.0).contains(&had), "{had}");
    }

    #[test]
    fn a_slice_keeps_all_threads_busy_and_within_memory() {
        let queue = queue(Duration::from_secs(9));
        let (here, _here) = from(HERE);
        let mut job = queue.begin(&here, load(1000, 1.0));
        assert_eq!(job.runs(1000), super::FIRST);
        job.spent = 1.0;
        assert_eq!(job.runs(1000), 150);
        job.load.at_once = 3;
        assert_eq!((job.runs(1000), job.runs(2)), (3, 2));
    }
}
