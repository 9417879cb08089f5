//! What became of an organization: captured, self-governing, collapsed, or undecided.
//!
//! Captured is a state: the centre settles more than a declared share of the stakes *and* those who hold
//! office can hardly be removed, for a declared number of months running. Nothing in the model reads it.

use serde::{Deserialize, Serialize};

use crate::parameters::parameters;

parameters! {
    /// When an organization counts as captured.
    pub struct Capture {
        /// The centre settles more than this share of the stakes …
        central_share_above: f64 = 0.6, in 0.0..=1.0, "share", "free";
        /// … and the chance that a holder most disapprove of is out within 12 months is below this …
        removability_below: f64 = 0.5, in 0.0..=1.0, "probability", "free";
        /// … for this many months running.
        months: u32 = 12, in 1..=1200, "months", "free";
        /// Lock-in: still captured this many months after the last shock was over.
        lock_in_months: u32 = 60, in 1..=1200, "months", "free";
    }
}

/// An organization's condition in one month.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Condition {
    /// Neither of the signs of capture.
    SelfGoverning,
    /// Some of the signs, or not for long enough.
    Contested,
    /// Captured.
    Captured,
    /// It exists no more.
    Collapsed,
}

impl Condition {
    /// All conditions, from free to gone.
    pub const ALL: [Self; 4] = [Self::SelfGoverning, Self::Contested, Self::Captured, Self::Collapsed];

    /// Name in tables.
    pub fn name(self) -> &'static str {
        match self {
            Self::SelfGoverning => "self_governing",
            Self::Contested => "contested",
            Self::Captured => "captured",
            Self::Collapsed => "collapsed",
        }
    }

    /// Name on charts and in sentences.
    pub fn label(self) -> &'static str {
        match self {
            Self::SelfGoverning => "self-governing",
            Self::Contested => "contested",
            Self::Captured => "captured",
            Self::Collapsed => "collapsed",
        }
    }
}

/// How an organization's history ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Outcome {
    /// Its condition in the last month it lived through.
    pub condition: Condition,
    /// Months until it was first captured; `None` is censored at `ended_at`.
    pub captured_at: Option<u32>,
    /// Months until it collapsed.
    pub collapsed_at: Option<u32>,
    /// Month in which it first left capture again, by way of contest or self-government.
    pub recovered_at: Option<u32>,
    /// Months spent captured.
    pub months_captured: u32,
    /// Still captured so long after the last shock; `None` where the horizon is too near to tell.
    pub locked_in: Option<bool>,
    /// Months lived through.
    pub ended_at: u32,
}

/// The record from which condition and outcome are read.
#[derive(Debug, Clone, Default)]
pub struct Record {
    streak: u32,
    conditions: u32,
    current: Option<Condition>,
    captured_at: Option<u32>,
    collapsed_at: Option<u32>,
    recovered_at: Option<u32>,
    months_captured: u32,
    last_shock: Option<u32>,
    locked_in: Option<bool>,
}

impl Record {
    /// Condition at the end of the last recorded month.
    pub fn condition(&self) -> Condition {
        self.current.unwrap_or(Condition::SelfGoverning)
    }

    /// Records a month: the centre's share of the stakes settled, removability, whether a shock is on, and
    /// whether the organization has collapsed.
    pub fn month(
        &mut self,
        capture: &Capture,
        share: f32,
        removability: f32,
        shocked: bool,
        collapsed: bool,
    ) {
        let tick = self.conditions;
        self.conditions += 1;
        let central = f64::from(share) > capture.central_share_above;
        let entrenched = f64::from(removability) < capture.removability_below;
        self.streak = if central && entrenched { self.streak + 1 } else { 0 };
        let was = self.condition();
        let now = match (collapsed, central, entrenched) {
            (true, _, _) => Condition::Collapsed,
            _ if self.streak >= capture.months => Condition::Captured,
            (_, false, false) => Condition::SelfGoverning,
            (_, true, _) | (_, _, true) => Condition::Contested,
        };
        self.current = Some(now);
        match now {
            Condition::Captured => {
                self.captured_at.get_or_insert(tick + 1);
                self.months_captured += 1;
            }
            Condition::Collapsed => {
                self.collapsed_at.get_or_insert(tick + 1);
            }
            Condition::SelfGoverning | Condition::Contested => {}
        }
        if was == Condition::Captured && matches!(now, Condition::SelfGoverning | Condition::Contested) {
            self.recovered_at.get_or_insert(tick + 1);
        }
        if shocked {
            self.last_shock = Some(tick);
            self.locked_in = None;
        } else if self.last_shock.is_some_and(|last| tick - last == capture.lock_in_months) {
            self.locked_in = Some(now == Condition::Captured);
        }
    }

    /// How the history ended.
    pub fn outcome(&self) -> Outcome {
        Outcome {
            condition: self.condition(),
            captured_at: self.captured_at,
            collapsed_at: self.collapsed_at,
            recovered_at: self.recovered_at,
            months_captured: self.months_captured,
            locked_in: self.locked_in,
            ended_at: self.conditions,
        }
    }
}
