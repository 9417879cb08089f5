//! Histories of many organizations: in parallel and handed on in order, and where the time goes.

mod batch;
mod threads;
mod timings;

pub use batch::{Cancelled, Sink, in_order, simulate_all};
pub use threads::threads;
pub use timings::Timings;
