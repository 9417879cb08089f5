//! Work to clean up when a process ends early.

use std::collections::BTreeMap;
use std::sync::{Mutex, MutexGuard, PoisonError};

type Tidy = Box<dyn Fn() + Send>;

/// The actions that clean up, by number.
static UNFINISHED: Mutex<BTreeMap<u64, Tidy>> = Mutex::new(BTreeMap::new());

pub(super) fn unfinished() -> MutexGuard<'static, BTreeMap<u64, Tidy>> {
    UNFINISHED.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Something on the disk that is tidied when this is dropped, or by [`abandon`] where the process ends first.
pub struct Unfinished(u64);

impl Unfinished {
    /// Has something tidied.
    pub fn new(tidy: impl Fn() + Send + 'static) -> Self {
        let mut all = unfinished();
        let number = all.last_key_value().map_or(0, |(last, _)| last + 1);
        all.insert(number, Box::new(tidy));
        Self(number)
    }
}

impl Drop for Unfinished {
    fn drop(&mut self) {
        let mut all = unfinished();
        if let Some(tidy) = all.remove(&self.0) {
            tidy();
        }
    }
}

/// Tidies all that is unfinished; nothing is delivered or begun from then on. Only for a process that ends.
pub fn abandon() -> impl Sized {
    let all = unfinished();
    all.values().for_each(|tidy| tidy());
    all
}
