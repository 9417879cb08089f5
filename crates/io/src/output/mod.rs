//! Output: tables, charts, the manifest and the answer in words. No model logic.

pub mod ablation;
pub mod answer;
pub mod charts;
pub mod comparison;
pub mod difference;
pub mod files;
pub mod manifest;
pub mod replay;
pub mod run;
pub mod staging;
pub mod summary;
pub mod tables;
