//! Who works when: one slice of work at a time on all threads, first pictures before later ones.
//!
//! A request asks for a turn, works on a few runs, gives the turn back and asks again. Those who have seen least are
//! served first, so that a room of phones all get a picture before anyone gets the last one.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use tokio::sync::oneshot;

/// Requests that may be waiting or at work; more are asked to come back.
const PLACES: usize = 128;
/// Of these, those from one address other than this machine.
const PLACES_AN_ADDRESS: usize = 24;

/// The queue.
#[derive(Clone)]
pub struct Queue {
    shared: Arc<Shared>,
    /// Threads that simulate.
    pub threads: Arc<rayon::ThreadPool>,
}

#[derive(Default)]
struct Shared {
    state: Mutex<State>,
    tickets: AtomicU64,
    taken: AtomicUsize,
}

#[derive(Default)]
struct State {
    busy: bool,
    waiting: BTreeMap<(u32, u64), oneshot::Sender<Turn>>,
    /// Tickets of those who have a place and when they asked, by who asks.
    visitors: BTreeMap<String, (u64, u64, oneshot::Sender<()>)>,
    addresses: BTreeMap<std::net::IpAddr, usize>,
}

/// The right to use all threads, until it is dropped.
pub struct Turn {
    shared: Arc<Shared>,
    spent: bool,
}

/// A place in the queue, until it is dropped.
pub struct Place {
    shared: Arc<Shared>,
    address: std::net::IpAddr,
    visitor: String,
    ticket: u64,
    /// Hears when the visitor asks for something else.
    pub replaced: oneshot::Receiver<()>,
}

impl Queue {
    /// A queue for some threads.
    pub fn new(threads: rayon::ThreadPool) -> Self {
        Self { shared: Arc::default(), threads: Arc::new(threads) }
    }

    /// Takes a place, and ends what the same visitor asked for before; `None` where there is no room. What was asked later
    /// (`at`) and came in first goes on.
    pub fn enter(&self, address: std::net::IpAddr, visitor: &str, at: u64) -> Option<Place> {
        let shared = Arc::clone(&self.shared);
        let mut state = shared.state();
        let here = state.addresses.get(&address).copied().unwrap_or(0);
        let is_full = shared.taken.load(Ordering::Relaxed) >= PLACES;
        if is_full || (here >= PLACES_AN_ADDRESS && !address.is_loopback()) {
            return None;
        }
        shared.taken.fetch_add(1, Ordering::Relaxed);
        *state.addresses.entry(address).or_default() += 1;
        let ticket = shared.tickets.fetch_add(1, Ordering::Relaxed);
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

    /// Waits for a turn; those at an earlier `stage` come first.
    pub async fn turn(&self, stage: u32) -> Turn {
        let receiver = {
            let mut state = self.shared.state();
            if !state.busy {
                state.busy = true;
                return Turn { shared: Arc::clone(&self.shared), spent: false };
            }
            let (sender, receiver) = oneshot::channel();
            state.waiting.insert((stage, self.shared.tickets.fetch_add(1, Ordering::Relaxed)), sender);
            receiver
        };
        match receiver.await {
            Ok(turn) => turn,
            // Senders are dropped with the queue only, and the queue is in use here.
            Err(_) => unreachable!("a queue in use was dropped"),
        }
    }

    /// How many wait for a turn.
    pub fn waiting(&self) -> usize {
        self.shared.state().waiting.values().filter(|sender| !sender.is_closed()).count()
    }
}

impl Shared {
    fn state(&self) -> std::sync::MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for Turn {
    fn drop(&mut self) {
        if self.spent {
            return;
        }
        let mut state = self.shared.state();
        while let Some((_, next)) = state.waiting.pop_first() {
            let turn = Turn { shared: Arc::clone(&self.shared), spent: false };
            match next.send(turn) {
                Ok(()) => return,
                // Nobody waits there any more.
                Err(mut turn) => turn.spent = true,
            }
        }
        state.busy = false;
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
    use std::sync::{Arc, Mutex};

    use super::{PLACES_AN_ADDRESS, Queue};

    const HERE: IpAddr = IpAddr::V4(Ipv4Addr::LOCALHOST);

    fn runtime() -> tokio::runtime::Runtime {
        tokio::runtime::Builder::new_multi_thread().worker_threads(2).build().unwrap()
    }

    #[test]
    fn who_has_seen_least_comes_first_and_who_left_is_passed_over() {
        runtime().block_on(async {
            let queue = Queue::new(crate::run::threads(Some(1)).unwrap().0);
            let first = queue.turn(0).await;
            let order = Arc::new(Mutex::new(Vec::new()));
            let mut tasks = Vec::new();
            for stage in [3, 1, 2] {
                let (own, order) = (queue.clone(), Arc::clone(&order));
                tasks.push(tokio::spawn(async move {
                    let _turn = own.turn(stage).await;
                    order.lock().unwrap().push(stage);
                }));
                while queue.waiting() < tasks.len() {
                    tokio::task::yield_now().await;
                }
            }
            tasks.remove(1).abort();
            while queue.waiting() > 2 {
                tokio::task::yield_now().await;
            }
            drop(first);
            for task in tasks {
                task.await.unwrap();
            }
            assert_eq!(*order.lock().unwrap(), [2, 3]);
            // The turn is free again.
            drop(queue.turn(9).await);
        });
    }

    #[test]
    fn a_visitor_has_one_place_and_an_address_a_few() {
        runtime().block_on(async {
            let queue = Queue::new(crate::run::threads(Some(1)).unwrap().0);
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
            let away = IpAddr::V4(Ipv4Addr::new(192, 168, 0, 7));
            let mut places: Vec<_> =
                (0..PLACES_AN_ADDRESS).map(|i| queue.enter(away, &i.to_string(), 0).unwrap()).collect();
            assert!(queue.enter(away, "x", 0).is_none());
            places.pop();
            assert!(queue.enter(away, "x", 0).is_some());
        });
    }
}
