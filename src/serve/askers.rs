//! From where an answer is waited for. Many can wait for the same one, so that no rank and no account of it is that of
//! the address which happened to ask first.

use std::collections::BTreeMap;
use std::net::IpAddr;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// Addresses that wait for an answer, with how often each does.
#[derive(Debug, Clone, Default)]
pub struct Askers(Arc<Mutex<BTreeMap<IpAddr, usize>>>);

/// One who waits, until it is dropped.
#[derive(Debug)]
pub struct Asker {
    /// Those to whom they belong.
    pub askers: Askers,
    address: IpAddr,
}

impl Askers {
    /// One more waits.
    pub fn join(&self, address: IpAddr) -> Asker {
        *self.addresses().entry(address).or_default() += 1;
        Asker { askers: self.clone(), address }
    }

    /// Whether these are the same.
    pub fn is(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.0, &other.0)
    }

    /// All addresses from which it is waited for.
    pub fn all(&self) -> Vec<IpAddr> {
        self.addresses().keys().copied().collect()
    }

    /// The address that has had least, and how much; `None` where nobody waits any more.
    pub fn least(&self, had: impl Fn(IpAddr) -> f64) -> Option<(f64, IpAddr)> {
        let addresses = self.addresses();
        addresses.keys().map(|address| (had(*address), *address)).min_by(|a, b| a.0.total_cmp(&b.0))
    }

    fn addresses(&self) -> MutexGuard<'_, BTreeMap<IpAddr, usize>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for Asker {
    fn drop(&mut self) {
        let mut addresses = self.askers.addresses();
        if let Some(here) = addresses.get_mut(&self.address) {
            *here -= 1;
            if *here == 0 {
                addresses.remove(&self.address);
            }
        }
    }
}
