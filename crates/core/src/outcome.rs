//! What became of an organization: captured, self-governing, collapsed, or undecided.
//!
//! Captured is a state: the centre settles more than a declared share of the stakes *and* those who hold
//! office can hardly be removed, for a declared number of months running. Nothing in the model reads it.

use crate::parameters::capture::Capture;
use serde::{Deserialize, Serialize};

/// An organization's condition in one month.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
pub enum Condition {
    /// Neither of the signs of capture.
    SelfGoverning,
    /// Some of the signs, or not for long enough.
    Contested,
    /// Captured.
    Captured,
    /// It exists no more.
    Collapsed,
    /// Most of it has left and made organizations of their own.
    Split,
}

impl Condition {
    /// All conditions, from free to gone.
    pub const ALL: [Self; 5] =
        [Self::SelfGoverning, Self::Contested, Self::Captured, Self::Collapsed, Self::Split];

    /// Name in tables.
    pub fn name(self) -> &'static str {
        match self {
            Self::SelfGoverning => "self_governing",
            Self::Contested => "contested",
            Self::Captured => "captured",
            Self::Collapsed => "collapsed",
            Self::Split => "split",
        }
    }

    /// Name on charts and in sentences.
    pub fn label(self) -> &'static str {
        match self {
            Self::SelfGoverning => "self-governing",
            Self::Contested => "contested",
            Self::Captured => "captured",
            Self::Collapsed => "collapsed",
            Self::Split => "split",
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
    /// Months until it counted as split.
    pub split_at: Option<u32>,
    /// Signs in which it first left capture again, by way of contest or self-government.
    pub recovered_at: Option<u32>,
    /// Months spent captured.
    pub months_captured: u32,
    /// Still captured so long after the last shock; `None` where the horizon is too near to tell.
    pub locked_in: Option<bool>,
    /// Months lived through.
    pub ended_at: u32,
}

/// What can be asked of how a history ended.
#[derive(Debug, Clone, Copy)]
pub struct Ending {
    /// Name in tables and on the command line.
    pub name: &'static str,
    /// Name in sentences: "312 of 500 organizations were …".
    pub label: &'static str,
    /// Whether more of it is better.
    pub good: bool,
    /// 1 where it came to that and 0 where not; months where it is a time.
    pub read: fn(&Outcome) -> f64,
    /// Whether it is yes or no.
    pub binary: bool,
    /// Of which organizations it is asked; `None` of all.
    pub among: Option<Among>,
}

/// Organizations for which an ending is defined: only captured ones can be free again.
#[derive(Debug, Clone, Copy)]
pub struct Among {
    /// Their name in sentences: "6 of the 398 captured were …".
    pub label: &'static str,
    /// Whether it is one of them.
    pub holds: fn(&Outcome) -> bool,
}

/// Only what was captured can be free again.
const CAPTURED: Among = Among { label: "captured", holds: |o| o.captured_at.is_some() };

/// Only what lasts long enough after the last shock can be locked in.
const LASTING: Among =
    Among { label: "still there long enough after the last shock", holds: |o| o.locked_in.is_some() };

macro_rules! endings {
    ($($name:ident $label:literal good $good:literal binary $binary:literal among $among:expr, $read:expr;)*) => {
        /// All of them.
        pub static ENDINGS: &[Ending] = &[$(Ending {
            name: stringify!($name), label: $label, good: $good, binary: $binary, read: $read, among: $among,
        }),*];
    };
}

impl Ending {
    /// Its value in an outcome; `None` where it is not asked of such an organization.
    pub fn of(&self, outcome: &Outcome) -> Option<f64> {
        self.among.is_none_or(|among| (among.holds)(outcome)).then(|| (self.read)(outcome))
    }
}

fn yes(is: bool) -> f64 {
    f64::from(u8::from(is))
}

endings! {
    captured_at_end "captured at the end" good false binary true among None, |o| yes(o.condition == Condition::Captured);
    captured "captured at some time" good false binary true among None, |o| yes(o.captured_at.is_some());
    recovered "free again after capture" good true binary true among Some(CAPTURED), |o| yes(o.recovered_at.is_some());
    locked_in "locked in" good false binary true among Some(LASTING), |o| yes(o.locked_in == Some(true));
    self_governing_at_end "self-governing at the end" good true binary true among None, |o| yes(o.condition == Condition::SelfGoverning);
    collapsed "collapsed" good false binary true among None, |o| yes(o.collapsed_at.is_some());
    split "split" good false binary true among None, |o| yes(o.split_at.is_some());
    lost "captured or collapsed at the end" good false binary true among None,
        |o| yes(matches!(o.condition, Condition::Captured | Condition::Collapsed));
    months_captured "months captured" good false binary false among None, |o| f64::from(o.months_captured);
}

/// What a month leaves in the record.
#[derive(Debug, Clone, Copy)]
pub struct Signs {
    /// The centre's share of the stakes settled in the last year.
    pub central_share: f32,
    /// Chance that a holder of whom a majority disapproves is out within 12 months.
    pub removability: f32,
    /// A shock is on.
    pub shocked: bool,
    /// It is no organization any more.
    pub collapsed: bool,
    /// Most of it has left.
    pub split: bool,
}

/// The record from which condition and outcome are read.
#[derive(Debug, Clone, Default)]
pub struct Record {
    streak: u32,
    conditions: u32,
    current: Option<Condition>,
    captured_at: Option<u32>,
    collapsed_at: Option<u32>,
    split_at: Option<u32>,
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

    /// Whether there is still an organization to go on with.
    pub fn is_open(&self) -> bool {
        !matches!(self.current, Some(Condition::Collapsed | Condition::Split))
    }

    /// Records a month.
    pub fn month(&mut self, capture: &Capture, month: Signs) {
        let tick = self.conditions;
        self.conditions += 1;
        let central = f64::from(month.central_share) > capture.central_share_above;
        let entrenched = f64::from(month.removability) < capture.removability_below;
        self.streak = if central && entrenched { self.streak + 1 } else { 0 };
        let was = self.condition();
        let now = match (month.collapsed, central, entrenched) {
            (true, _, _) => Condition::Collapsed,
            _ if month.split => Condition::Split,
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
            Condition::Split => {
                self.split_at.get_or_insert(tick + 1);
            }
            Condition::SelfGoverning | Condition::Contested => {}
        }
        if was == Condition::Captured && matches!(now, Condition::SelfGoverning | Condition::Contested) {
            self.recovered_at.get_or_insert(tick + 1);
        }
        if month.shocked {
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
            split_at: self.split_at,
            recovered_at: self.recovered_at,
            months_captured: self.months_captured,
            locked_in: self.locked_in,
            ended_at: self.conditions,
        }
    }
}
