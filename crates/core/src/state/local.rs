//! The locals: assemblies that meet every month.

use std::ops::Range;

use super::decision::{Class, Habit};

/// How far a local runs itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Autonomy {
    /// Matters go to the centre or stay, as habit and speed have it.
    #[default]
    Normal,
    /// The centre pauses for it this month.
    Drilled,
    /// It has left the organization; its slots stay empty.
    Seceded,
}

/// Stakes settled in a month, by who settled them, and of those the part that was settled rightly.
#[derive(Debug, Clone, Copy, Default)]
pub struct Settled {
    /// By the assembly itself.
    pub own: f32,
    /// For it by the general assembly.
    pub general: f32,
    /// For it by the centre.
    pub centre: f32,
    /// For it by delegates.
    pub delegates: f32,
    /// Of the assembly's and the general assembly's, what was settled rightly and in time.
    pub right_own: f32,
    /// The same of the centre's and the delegates'.
    pub right_centre: f32,
}

impl Settled {
    /// By all.
    pub fn all(&self) -> f32 {
        self.own + self.general + self.centre + self.delegates
    }
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
    /// How lively it is beside others, in log odds to attend.
    pub liveliness: f32,
    /// Members present this month.
    pub present: f32,
    /// Mean skill of those present.
    pub skill: f32,
    /// Sum of the weights of those present, and of their squares.
    pub weight: (f32, f32),
    /// Matters that this month's meetings can hear.
    pub floor: f32,
    /// Working groups into which the assembly divides; 1 means that it does not.
    pub groups: f32,
    /// Matters waiting.
    pub backlog: f32,
    /// Person-hours that its hands can work this month.
    pub hands: f32,
    /// Person-hours of carrying out that are still to be worked.
    pub work: f32,
    /// Share of that work that was done this month.
    pub done: f32,
    /// Hours that meetings and work took of each member present, this month.
    pub hours: f32,
    /// Stakes settled this month.
    pub settled: Settled,
    /// Members who spoke up this month.
    pub speakers: f32,
    /// Share of its affairs that it settled itself lately.
    pub own_say: f32,
    /// Share of its own decisions that turned out right and were carried out lately.
    pub kept: f32,
    /// The same of decisions that the centre took for it.
    pub kept_centre: f32,
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
    /// Its habits: two classes for each domain.
    pub habits: Vec<Habit>,
}

impl Local {
    /// Position of a habit.
    pub fn cell(domain: usize, class: Class) -> usize {
        2 * domain + class as usize
    }

    /// Share of what the centre decides for it that its members do not carry out.
    pub fn refused(&self, refusal: f32) -> f32 {
        let voice = self.speakers / self.count.max(1) as f32;
        (refusal * (1.0 - self.belief + voice)).clamp(0.0, 1.0)
    }
}
