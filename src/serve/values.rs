//! Memory for the pictures of all requests at work: who comes when there is none waits, and no address can take all of it.

use std::collections::BTreeMap;
use std::net::IpAddr;
use std::sync::{Arc, Mutex, PoisonError};

use tokio::sync::{OwnedSemaphorePermit, Semaphore};

/// Room for values, in thousands.
pub struct Values {
    all: Arc<Semaphore>,
    /// What each address may take at most: half of it.
    most: usize,
    each: Mutex<BTreeMap<IpAddr, Arc<Semaphore>>>,
}

/// Room that is taken, until it is dropped.
pub struct Taken {
    _own: Option<OwnedSemaphorePermit>,
    _all: Option<OwnedSemaphorePermit>,
}

impl Values {
    /// Room for so many.
    pub fn new(values: u32) -> Self {
        let most = values as usize / 2000;
        Self { all: Arc::new(Semaphore::new(2 * most)), most, each: Mutex::default() }
    }

    /// Waits until there is room for so many values of a request from an address.
    pub async fn room_for(&self, address: IpAddr, values: u32) -> Taken {
        let own = {
            let mut each = self.each.lock().unwrap_or_else(PoisonError::into_inner);
            // Who has nothing any more is forgotten.
            each.retain(|_, own| Arc::strong_count(own) > 1 || own.available_permits() < self.most);
            Arc::clone(each.entry(address).or_insert_with(|| Arc::new(Semaphore::new(self.most))))
        };
        let thousands = (values / 1000).min(self.most as u32);
        // Semaphores are closed by nobody.
        let own = own.acquire_many_owned(thousands).await.ok();
        let all = Arc::clone(&self.all).acquire_many_owned(thousands).await.ok();
        Taken { _own: own, _all: all }
    }
}

#[cfg(test)]
mod tests {
    use std::net::IpAddr;
    use std::time::Duration;

    use tokio::time::timeout;

    use super::Values;

    #[tokio::test(start_paused = true)]
    async fn who_asks_for_much_leaves_room_for_others() {
        let values = Values::new(100_000);
        let (hog, other) = (IpAddr::from([10, 0, 0, 1]), IpAddr::from([10, 0, 0, 2]));
        let soon = Duration::from_secs(1);
        let first = values.room_for(hog, 40_000).await;
        assert!(timeout(soon, values.room_for(hog, 40_000)).await.is_err(), "half is taken");
        let second = timeout(soon, values.room_for(other, 50_000)).await;
        assert!(second.is_ok());
        drop(first);
        assert!(timeout(soon, values.room_for(hog, 40_000)).await.is_ok());
    }
}
