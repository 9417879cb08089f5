//! Places in the queue: one a visitor, a number of them an address.

use std::net::IpAddr;
use std::sync::Arc;
use std::sync::atomic::Ordering;

use tokio::sync::oneshot;

use super::Queue;
use super::state::Shared;

/// Requests that may be waiting or at work; more are asked to come back.
const PLACES: usize = 192;

/// Of these, those from one address: a room behind one router has one.
const PLACES_AN_ADDRESS: usize = 64;

/// A place in the queue, until it is dropped.
pub struct Place {
    shared: Arc<Shared>,
    address: IpAddr,
    visitor: String,
    ticket: u64,
    /// Hears when the visitor asks for something else.
    pub replaced: oneshot::Receiver<()>,
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

impl Queue {
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
}

#[cfg(test)]
mod tests {
    use std::net::IpAddr;
    use std::time::Duration;

    use super::super::testing::{AWAY, HERE, queue, runtime};
    use super::{PLACES, PLACES_AN_ADDRESS};

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
            assert!(places.len() < PLACES - 10 && queue.enter([10, 0, 0, 3].into(), "x", 0).is_some());
        });
    }
}
