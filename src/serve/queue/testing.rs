//! A queue for tests, and those who wait in it.

use std::net::{IpAddr, Ipv4Addr};
use std::time::Duration;

use super::{Load, Queue};
use crate::serve::askers::{Asker, Askers};

pub(super) const HERE: IpAddr = IpAddr::V4(Ipv4Addr::LOCALHOST);
pub(super) const AWAY: IpAddr = IpAddr::V4(Ipv4Addr::new(192, 168, 0, 7));

pub(super) fn queue(patience: Duration) -> Queue {
    let pool = || thermidor_analysis::run::threads(Some(1)).unwrap().0;
    Queue::new(pool(), pool(), patience)
}

/// Somebody who waits from an address.
pub(super) fn from(address: IpAddr) -> (Askers, Asker) {
    let askers = Askers::default();
    let asker = askers.join(address);
    (askers, asker)
}

pub(super) fn load(runs: u32, core_seconds: f64) -> Load {
    Load { runs, core_seconds, at_once: u32::MAX }
}

pub(super) fn runtime() -> tokio::runtime::Runtime {
    tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_time().build().unwrap()
}
