//! What became of an organization: captured, self-governing, collapsed, or undecided.
//!
//! Captured is a state: the centre settles more than a declared share of the stakes *and* the group that rules it can hardly
//! be replaced, for a declared number of months running. It is told at three strictnesses, one step below the declared
//! thresholds, at them, and one step above. Nothing in the model reads it.
//!
//! Capture, collapse and split have no order of rank: each has a time of its own, and a history can have all three. A collapse
//! ends it. A split does not, since those who stayed go on.

use crate::parameters::capture::Capture;
use serde::{Deserialize, Serialize};

/// An organization's condition in one month.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
pub enum Condition {
    /// The centre settles less than even loose capture takes.
    SelfGoverning,
    /// The centre settles much, and is not captured.
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
    /// Months until it was first captured at thresholds one step looser.
    pub captured_loose_at: Option<u32>,
    /// Months until it was first captured at thresholds one step stricter.
    pub captured_strict_at: Option<u32>,
    /// Months until it was first captured by the signs that no safeguard decides by its definition: the centre's share of
    /// matters that no rule keeps from it or makes harder to take, and replaceability without the chance that lots alone give.
    pub captured_open_at: Option<u32>,
    /// Months until it collapsed.
    pub collapsed_at: Option<u32>,
    /// Months until most of its members had left with their locals.
    pub split_at: Option<u32>,
    /// Months until it first left capture again, to be contested or self-governing.
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
    captured_loose "captured at some time, loosely taken" good false binary true among None, |o| yes(o.captured_loose_at.is_some());
    captured_open "captured, apart from what rules decide" good false binary true among None, |o| yes(o.captured_open_at.is_some());
    captured_strict "captured at some time, strictly taken" good false binary true among None, |o| yes(o.captured_strict_at.is_some());
}

/// What a month leaves in the record.
#[derive(Debug, Clone, Copy)]
pub struct Signs {
    /// The centre's share of the stakes settled lately: a tally that fades by a twelfth a month.
    pub central_share: f32,
    /// Chance that the ruling group is left with at most half of the seats in two years.
    pub replaceability: f32,
    /// Both, apart from what safeguards decide by their definition.
    pub open: (f32, f32),
    /// A shock is on.
    pub shocked: bool,
    /// It is no organization any more.
    pub collapsed: bool,
    /// Most of it has left.
    pub split: bool,
}

/// Strictness of capture: steps from the declared thresholds. The declared ones are in the middle.
const STRICTNESS: [f64; 3] = [-1.0, 0.0, 1.0];
const DECLARED: usize = 1;

/// The record from which condition and outcome are read.
#[derive(Debug, Clone, Default)]
pub struct Record {
    /// Months in a row with both signs, at each strictness.
    streaks: [u32; 3],
    /// Months until first captured, at each strictness.
    captured_at: [Option<u32>; 3],
    /// The same of the signs that no safeguard decides by its definition, at the declared strictness.
    open: (u32, Option<u32>),
    conditions: u32,
    current: Option<Condition>,
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
        self.current != Some(Condition::Collapsed)
    }

    /// Records a month.
    pub fn month(&mut self, capture: &Capture, month: Signs) {
        let tick = self.conditions;
        self.conditions += 1;
        let was = self.condition();
        for (place, steps) in STRICTNESS.into_iter().enumerate() {
            let (central, entrenched) = signs(capture, (month.central_share, month.replaceability), steps);
            let streak = &mut self.streaks[place];
            *streak = if central && entrenched { *streak + 1 } else { 0 };
            if *streak >= capture.months {
                self.captured_at[place].get_or_insert(tick + 1);
            }
        }
        self.open.0 = if signs(capture, month.open, 0.0) == (true, true) { self.open.0 + 1 } else { 0 };
        if self.open.0 >= capture.months {
            self.open.1.get_or_insert(tick + 1);
        }
        let captured = self.streaks[DECLARED] >= capture.months;
        self.months_captured += u32::from(captured);
        // An organization governs itself where the centre settles less than even loose capture takes.
        let (central, _) = signs(capture, (month.central_share, month.replaceability), STRICTNESS[0]);
        let now = match central {
            _ if month.collapsed => Condition::Collapsed,
            _ if captured => Condition::Captured,
            false => Condition::SelfGoverning,
            true => Condition::Contested,
        };
        self.current = Some(now);
        if month.collapsed {
            self.collapsed_at.get_or_insert(tick + 1);
        }
        if month.split {
            self.split_at.get_or_insert(tick + 1);
        }
        if was == Condition::Captured && matches!(now, Condition::SelfGoverning | Condition::Contested) {
            self.recovered_at.get_or_insert(tick + 1);
        }
        if month.shocked {
            self.last_shock = Some(tick);
            self.locked_in = None;
        } else if self.last_shock.is_some_and(|last| tick - last == capture.lock_in_months) {
            self.locked_in = Some(captured);
        }
    }

    /// How the history ended.
    pub fn outcome(&self) -> Outcome {
        let [captured_loose_at, captured_at, captured_strict_at] = self.captured_at;
        Outcome {
            condition: self.condition(),
            captured_at,
            captured_loose_at,
            captured_strict_at,
            captured_open_at: self.open.1,
            collapsed_at: self.collapsed_at,
            split_at: self.split_at,
            recovered_at: self.recovered_at,
            months_captured: self.months_captured,
            locked_in: self.locked_in,
            ended_at: self.conditions,
        }
    }
}

/// Whether the centre settles most, and whether the ruling group can hardly be replaced, so many steps from the declared
/// thresholds.
fn signs(capture: &Capture, (central, replaceable): (f32, f32), steps: f64) -> (bool, bool) {
    let share = capture.central_share_above + steps * capture.share_step;
    let chance = capture.replaceability_below - steps * capture.replaceability_step;
    (f64::from(central) > share, f64::from(replaceable) < chance)
}

#[cfg(test)]
mod tests {
    use super::{Condition, Record, Signs};
    use crate::parameters::capture::Capture;

    const FREE: Signs = Signs {
        central_share: 0.3,
        replaceability: 0.9,
        open: (0.3, 0.9),
        shocked: false,
        collapsed: false,
        split: false,
    };

    /// The record of months with these signs, a year of each.
    fn record(years: &[Signs]) -> Record {
        let mut record = Record::default();
        let capture = Capture::default();
        years.iter().for_each(|year| (0..12).for_each(|_| record.month(&capture, *year)));
        record
    }

    #[test]
    fn what_is_strictly_captured_is_captured_and_what_is_captured_is_loosely_so() {
        let signs = |central_share, replaceability| Signs { central_share, replaceability, ..FREE };
        let times = |signs| {
            let outcome = record(&[FREE, signs]).outcome();
            [outcome.captured_loose_at, outcome.captured_at, outcome.captured_strict_at]
        };
        assert_eq!(times(signs(0.55, 0.4)), [Some(24), None, None]);
        assert_eq!(times(signs(0.65, 0.2)), [Some(24), Some(24), None]);
        assert_eq!(times(signs(0.75, 0.05)), [Some(24); 3]);
        assert_eq!(times(signs(0.75, 0.9)), [None; 3]);
    }

    #[test]
    fn capture_split_and_collapse_have_times_of_their_own() {
        let captured = Signs { central_share: 0.9, replaceability: 0.0, ..FREE };
        let split = Signs { split: true, ..captured };
        let gone = record(&[captured, split, Signs { collapsed: true, ..split }]);
        let outcome = gone.outcome();
        let times = [outcome.captured_at, outcome.split_at, outcome.collapsed_at];
        assert_eq!(times, [Some(12), Some(13), Some(25)]);
        assert!(!gone.is_open() && record(&[split]).is_open());
        assert_eq!(record(&[captured, split]).condition(), Condition::Captured);
    }
}
