//! Memory for the pictures of all requests at work: who comes when there is none waits, those first whose address holds
//! least. No address may hold more than it leaves free, so that there is always room for one that holds nothing.

use std::collections::BTreeMap;
use std::net::IpAddr;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use tokio::sync::oneshot;

use super::askers::Askers;

/// Room for values.
pub struct Values {
    shared: Arc<Mutex<State>>,
}

struct State {
    all: u64,
    free: u64,
    held: BTreeMap<IpAddr, u64>,
    /// In the order in which they came.
    waiting: Vec<Waiting>,
}

struct Waiting {
    askers: Askers,
    values: u64,
    sender: oneshot::Sender<Taken>,
}

/// Room that is taken, until it is dropped.
pub struct Taken {
    shared: Arc<Mutex<State>>,
    address: IpAddr,
    values: u64,
}

impl Values {
    /// Room for so many.
    pub fn new(values: u32) -> Self {
        let all = u64::from(values);
        let state = State { all, free: all, held: BTreeMap::new(), waiting: Vec::new() };
        Self { shared: Arc::new(Mutex::new(state)) }
    }

    /// Waits until there is room for so many values of an answer. It counts as held by that address which waits for it
    /// and holds least; `None` when nobody lets anybody in any more.
    pub async fn room_for(&self, askers: &Askers, values: u32) -> Option<Taken> {
        let (sender, receiver) = oneshot::channel();
        {
            let mut state = lock(&self.shared);
            // One request alone is always let in.
            let values = u64::from(values).min(state.all / 2);
            state.waiting.push(Waiting { askers: askers.clone(), values, sender });
        }
        self.let_in();
        receiver.await.ok()
    }

    /// Lets in all for whom there is room; to be called where others begin to wait for an answer, too.
    pub fn let_in(&self) {
        let_in(&self.shared);
    }
}

fn lock(shared: &Mutex<State>) -> MutexGuard<'_, State> {
    shared.lock().unwrap_or_else(PoisonError::into_inner)
}

fn let_in(shared: &Arc<Mutex<State>>) {
    loop {
        let Some((waiting, address)) = lock(shared).next() else { return };
        let taken = Taken { shared: Arc::clone(shared), address, values: waiting.values };
        // Dropped where it comes too late, it gives its room back, for which the state must not be locked.
        let _ = waiting.sender.send(taken);
    }
}

impl State {
    fn held(&self, address: IpAddr) -> u64 {
        self.held.get(&address).copied().unwrap_or(0)
    }

    /// Takes out who is next among those who fit in, and what they need: small ones pass large ones that wait.
    fn next(&mut self) -> Option<(Waiting, IpAddr)> {
        self.waiting.retain(|one| !one.sender.is_closed());
        let fits = |one: &Waiting| {
            let (_, address) = one.askers.least(|address| self.held(address) as f64)?;
            let held = self.held(address);
            (held + 2 * one.values <= self.free).then_some((held, address))
        };
        let fitting = self.waiting.iter().enumerate().filter_map(|(place, one)| Some((fits(one)?, place)));
        let ((_, address), place) = fitting.min_by_key(|((held, _), place)| (*held, *place))?;
        let waiting = self.waiting.remove(place);
        self.free -= waiting.values;
        *self.held.entry(address).or_default() += waiting.values;
        Some((waiting, address))
    }
}

impl Drop for Taken {
    fn drop(&mut self) {
        let mut state = lock(&self.shared);
        state.free += self.values;
        let left = state.held(self.address) - self.values;
        match left {
            0 => state.held.remove(&self.address),
            _ => state.held.insert(self.address, left),
        };
        drop(state);
        let_in(&self.shared);
    }
}

#[cfg(test)]
mod tests {
    use std::net::IpAddr;
    use std::time::Duration;

    use tokio::time::timeout;

    use super::{Askers, Taken, Values};

    const HOG: IpAddr = IpAddr::V4(std::net::Ipv4Addr::new(10, 0, 0, 1));
    const OTHER: IpAddr = IpAddr::V4(std::net::Ipv4Addr::new(10, 0, 0, 2));
    const THIRD: IpAddr = IpAddr::V4(std::net::Ipv4Addr::new(10, 0, 0, 3));

    async fn soon(values: &Values, askers: &Askers, many: u32) -> Option<Taken> {
        timeout(Duration::from_secs(1), values.room_for(askers, many)).await.ok().flatten()
    }

    #[tokio::test(start_paused = true)]
    async fn who_asks_for_much_leaves_room_for_others() {
        let values = Values::new(100_000);
        let all: Vec<Askers> = (0..3).map(|_| Askers::default()).collect();
        let _asking: Vec<_> =
            all.iter().zip([HOG, OTHER, THIRD]).map(|(askers, from)| askers.join(from)).collect();
        let first = soon(&values, &all[0], 90_000).await;
        assert!(first.is_some(), "whatever one asks for alone");
        drop(first);
        let first = soon(&values, &all[0], 40_000).await;
        assert!(first.is_some() && soon(&values, &all[0], 40_000).await.is_none());
        let second = soon(&values, &all[1], 30_000).await;
        assert!(second.is_some() && soon(&values, &all[2], 20_000).await.is_none());
        let third = soon(&values, &all[2], 15_000).await;
        assert!(third.is_some(), "there is always room for a small one");
        drop(first);
        assert!(soon(&values, &all[0], 20_000).await.is_some());
    }

    #[tokio::test(start_paused = true)]
    async fn who_holds_least_comes_first_and_small_ones_pass_large_ones() {
        let values = Values::new(100_000);
        let (hog, other, third) = (Askers::default(), Askers::default(), Askers::default());
        let _asking = [hog.join(HOG), other.join(OTHER), third.join(THIRD)];
        let first = soon(&values, &hog, 45_000).await.unwrap();
        let second = soon(&values, &other, 25_000).await.unwrap();
        let (large, small) = (values.room_for(&third, 25_000), values.room_for(&third, 10_000));
        tokio::pin!(large, small);
        assert!(timeout(Duration::from_secs(1), &mut large).await.is_err());
        let small =
            timeout(Duration::from_secs(1), &mut small).await.expect("it passes the large one").unwrap();
        let more = values.room_for(&hog, 1000);
        tokio::pin!(more);
        assert!(timeout(Duration::from_secs(1), &mut more).await.is_err());
        drop((second, small));
        let large = timeout(Duration::from_secs(1), &mut large).await.expect("it holds least").unwrap();
        assert_eq!((large.address, first.address), (THIRD, HOG));
        assert!(timeout(Duration::from_secs(1), &mut more).await.is_err());
    }

    #[tokio::test(start_paused = true)]
    async fn who_joins_brings_the_room_of_their_address() {
        let values = Values::new(100_000);
        let (hog, shared) = (Askers::default(), Askers::default());
        let _asking = [hog.join(HOG), shared.join(HOG)];
        let _first = soon(&values, &hog, 45_000).await.unwrap();
        let waits = values.room_for(&shared, 10_000);
        tokio::pin!(waits);
        assert!(timeout(Duration::from_secs(1), &mut waits).await.is_err(), "the hog has enough");
        let _joined = shared.join(OTHER);
        values.let_in();
        let taken = timeout(Duration::from_secs(1), &mut waits).await.expect("somebody else waits").unwrap();
        assert_eq!(taken.address, OTHER);
    }
}
