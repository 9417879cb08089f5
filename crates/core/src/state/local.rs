//! The locals: assemblies that meet every month.

use std::ops::Range;

/// How far a local runs itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Autonomy {
    /// Matters go to the centre or stay, as precedent and speed have it.
    #[default]
    Normal,
    /// The centre pauses for it this month.
    Drilled,
    /// It has left the organization; its slots stay empty.
    Seceded,
}

/// A local: an assembly that meets every month.
#[derive(Debug, Clone, Default)]
pub struct Local {
    /// Its members' slots, taken or not.
    pub slots: Range<usize>,
    /// Its members.
    pub count: u32,
    /// How far it runs itself.
    pub autonomy: Autonomy,
    /// Members present this month.
    pub present: f32,
    /// Mean skill of those present.
    pub skill: f32,
    /// Sum of the weights of those present, and of their squares.
    pub weight: (f32, f32),
    /// Hours that this month's assembly can work through.
    pub capacity: f32,
    /// Hours of work waiting.
    pub backlog: f32,
    /// Stakes settled this month by the assembly itself, for it by the centre, and by parallel institutions.
    pub settled: (f32, f32, f32),
    /// Members who spoke up this month.
    pub speakers: f32,
    /// Share of its affairs that it settled itself lately.
    pub own_say: f32,
    /// Share of its settled decisions that were carried out without loss lately.
    pub kept: f32,
    /// Mean belief of its members that the organization is theirs.
    pub belief: f32,
    /// What members have learned about claims: 1 hope, 0 cynicism.
    pub hope: f32,
    /// Money that this month's own decisions cost it.
    pub cost: f64,
    /// Granted claims still in force: added to the barrier against central routing.
    pub claim: f32,
    /// Money in its own hands.
    pub reserve: f64,
    /// Weights of precedent per domain: (central, local).
    pub precedents: Vec<(f32, f32)>,
}
