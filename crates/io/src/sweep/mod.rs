//! Sweeps: a scenario at many points, with the same luck at each or luck of its own, into a store that survives being killed.
//!
//! [`experiment`] says what varies, [`design`] which points that makes, [`plan`] in which order and in which
//! parts; [`parts`] makes the tables of a part, [`work`] simulates it, [`store`] keeps it, [`mod@merge`] puts shards together.
//! [`points`] is a sweep without a store: points that are given, and a table in memory.

pub mod answer;
pub mod axis;
pub mod charts;
pub mod design;
pub mod experiment;
mod files;
mod journal;
pub mod merge;
pub mod parts;
pub mod plan;
pub mod points;
pub mod probe;
pub mod responses;
pub mod store;
pub mod work;
