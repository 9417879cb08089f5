//! From a scenario to finished histories: one organization at a time, or many in parallel and in order.

mod batch;
mod history;
mod model;
mod threads;
mod timings;

pub use batch::{Cancelled, Sink, in_order, simulate_all};
pub use history::{
    History, measure, simulate, simulate_changed, simulate_unless, simulate_watched, simulate_world, unless,
};
pub use model::{GOLDEN, MODEL_VERSION};
pub use threads::threads;
pub use timings::Timings;
