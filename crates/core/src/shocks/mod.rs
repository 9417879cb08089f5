//! What happens to an organization from outside: the contract and the register.
//!
//! A shock presses on the environment of a tick; people and mechanisms react to that. Each can come at a
//! set month or at a rate, more than once, and fades after its time.

use serde::{Deserialize, Serialize};
use smart_default::SmartDefault;

use crate::diagnostic::{Code, Diagnostic};
use crate::parameters::Checked;
use crate::parameters::environment::Environment;
use crate::random::{StreamId, Streams};
use crate::rules::Pressure;
use crate::safeguards::Entry;
use crate::sentence::{Sentence, Template};
use crate::state::Level;

/// When a shock comes and how it fades; every shock has these.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Timing {
    /// Month of onset, or the first month in which it can come.
    pub start_tick: u32,
    /// Months at full strength.
    pub duration_ticks: f64,
    /// Months in which what is left of it halves afterwards; 0 ends it at once.
    pub decay_ticks: f64,
    /// Onsets a year; 0 means one onset, at `start_tick`.
    pub rate_per_year: f64,
    /// Strength at full.
    pub severity: f64,
}

impl Timing {
    /// The month after full strength.
    pub fn over(&self) -> u32 {
        self.start_tick.saturating_add(libm::ceil(self.duration_ticks) as u32)
    }
}

/// What every shock can be asked.
pub trait Shock {
    /// Name in scenario files.
    const NAME: &'static str;
    /// In English, what it does, as `effect.` and its name.
    const TEMPLATES: &'static [Template];
    /// Adds to a sentence what its templates are filled with.
    fn effect(&self, sentence: Sentence) -> Sentence;
    /// Presses on this tick's environment; `level` is severity × what the fading has left of it.
    fn press(&self, level: f64, pressure: &mut Pressure);
}

/// Declares a shock's parameters and adds those that all shocks share.
macro_rules! shock {
    ($(#[$meta:meta])* pub struct $name:ident { $($body:tt)* } severity $severity:literal lasting $duration:literal fading $decay:literal) => {
        crate::parameters::parameters! {
            $(#[$meta])*
            pub struct $name {
                /// Month of onset; with a rate, the first month in which it can come.
                start_tick: u32 = 60, in 0..=6000, "months", "free";
                /// Months at full strength; a week is 0.23.
                duration_ticks: f64 = $duration, in 0.03..=6000.0, "months", "free";
                /// Strength at full; 1 is as bad as it gets.
                severity: f64 = $severity, in 0.0..=1.0, "share", "free";
                /// Months in which what is left halves after that; 0 ends it at once.
                decay_ticks: f64 = $decay, in 0.0..=1200.0, "months", "free";
                /// Onsets a year, at random from `start_tick` on; 0 means once, at `start_tick`.
                rate_per_year: f64 = 0.0, in 0.0..=12.0, "a year", "free";
                /// Numbers of the world's organizations that it strikes, from 0; none named means all.
                strikes: Vec<u32> = Vec::new(), "organizations", "free";
                $($body)*
            }
        }

        impl $name {
            /// When it comes and how it fades.
            pub fn timing(&self) -> crate::shocks::Timing {
                crate::shocks::Timing {
                    start_tick: self.start_tick,
                    duration_ticks: self.duration_ticks,
                    decay_ticks: self.decay_ticks,
                    rate_per_year: self.rate_per_year,
                    severity: self.severity,
                }
            }
        }
    };
}

macro_rules! register {
    ($($(#[$meta:meta])* $module:ident :: $type:ident),* $(,)?) => {
        $(pub mod $module;)*

        /// The shocks of a scenario, any number of each.
        #[derive(Debug, Clone, PartialEq, Serialize, Deserialize, SmartDefault)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
        #[serde(deny_unknown_fields, default)]
        pub struct Shocks {
            $(
                $(#[$meta])*
                #[serde(skip_serializing_if = "Vec::is_empty")]
                pub $module: Vec<$module::$type>,
            )*
        }

        /// Names of all shocks.
        pub const NAMES: &[&str] = &[$(<$module::$type as Shock>::NAME),*];

        /// The templates of all shocks.
        pub fn templates() -> impl Iterator<Item = Template> {
            [$(<$module::$type as Shock>::TEMPLATES),*].into_iter().flatten().copied()
        }

        impl Shocks {
            /// When each shock comes: (name, position among its like, timing), in a fixed order.
            pub fn timings(&self) -> Vec<(&'static str, usize, Timing)> {
                let mut timings = Vec::new();
                $(timings.extend(self.$module.iter().enumerate().map(|(i, s)| (<$module::$type as Shock>::NAME, i, s.timing())));)*
                timings
            }

            /// The organizations that each shock strikes, in the order of [`Shocks::timings`]; none named means all.
            pub fn struck(&self) -> Vec<&[u32]> {
                let mut struck: Vec<&[u32]> = Vec::new();
                $(struck.extend(self.$module.iter().map(|s| s.strikes.as_slice()));)*
                struck
            }

            /// Lets every shock press on the environment; `levels` are in the order of [`Shocks::timings`].
            pub fn press(&self, mut levels: impl Iterator<Item = f64>, pressure: &mut Pressure) {
                $(for shock in &self.$module {
                    if let Some(level) = levels.next().filter(|level| *level > 0.0) {
                        shock.press(level, pressure);
                    }
                })*
            }

            /// Adds a diagnostic for each number outside its range.
            pub fn check(&self, found: &mut Vec<Diagnostic>) {
                $(for (position, shock) in self.$module.iter().enumerate() {
                    shock.check(&format!("shocks.{}.{position}", stringify!($module)), found);
                })*
            }

            /// The shocks that are named, with what they do.
            pub fn entries(&self) -> Vec<Entry> {
                let mut entries = Vec::new();
                $(entries.extend(self.$module.iter().map(|s| {
                    let name = <$module::$type as Shock>::NAME;
                    let sentence = s.effect(timed(name, s.timing(), &s.strikes));
                    Entry::new(name, sentence, <$module::$type as Shock>::TEMPLATES)
                }));)*
                entries
            }
        }
    };
}

register! {
    /// Isolation: left alone in a hostile world.
    isolation::Isolation,
    /// Civil war: a war for survival at home.
    civil_war::CivilWar,
    /// Scarcity or famine: income dries up.
    scarcity::Scarcity,
    /// Victory: resources, responsibilities and people flood in.
    victory::Victory,
    /// Failure of allied revolutions: those who were to help are lost.
    failed_revolutions::FailedRevolutions,
    /// Surge: many want to join at once.
    surge::Surge,
    /// Co-optation campaign: outside actors try harder.
    cooptation_campaign::CooptationCampaign,
    /// Loss of leaders: those who hold office are taken by the enemy.
    loss_of_leaders::LossOfLeaders,
    /// Windfall: a funder gives, and is needed.
    windfall::Windfall,
    /// Internal split: factions are set against each other.
    internal_split::InternalSplit,
}

impl Shocks {
    /// Strength of each shock over the whole run, one row of levels a shock, in the order of [`Shocks::timings`].
    pub fn levels(&self, ticks: u32, streams: &Streams, organization: u32) -> Vec<Vec<Level>> {
        self.timings()
            .iter()
            .zip(self.struck())
            .map(|((name, position, timing), struck)| {
                if !struck.is_empty() && !struck.contains(&organization) {
                    return vec![Level::default(); ticks as usize];
                }
                let onsets = timing.onsets(ticks, streams, name_key(name) << 16 | *position as u32);
                let mut due = onsets.iter().copied().peekable();
                let mut last = None;
                let level = |tick| {
                    last = due.next_if(|onset| *onset <= tick).or(last);
                    last.map_or(Level::default(), |onset| timing.level(tick - onset))
                };
                (0..ticks).map(level).collect()
            })
            .collect()
    }

    /// The worst that they can bring: whatever comes at random comes at once and stays.
    pub fn worst(&self, ticks: u32, organizations: u32) -> Worst<'_> {
        let (timings, struck) = (self.timings(), self.struck());
        // Who is struck by the same shocks fares alike; nobody names the last number, and where all are named it does no harm.
        let mut numbers: Vec<u32> = struck.iter().flat_map(|struck| struck.iter().copied()).collect();
        numbers.push(organizations);
        numbers.sort_unstable();
        numbers.dedup();
        let mut fates: Vec<Vec<bool>> = numbers
            .iter()
            .map(|number| struck.iter().map(|struck| struck.is_empty() || struck.contains(number)).collect())
            .collect();
        fates.sort_unstable();
        fates.dedup();
        // Strength only falls between onsets.
        let mut onsets: Vec<u32> =
            timings.iter().map(|(_, _, timing)| timing.start_tick.min(ticks)).collect();
        onsets.push(0);
        onsets.sort_unstable();
        onsets.dedup();
        let months = onsets
            .into_iter()
            .map(|tick| (tick, timings.iter().map(|(_, _, timing)| timing.most(tick)).collect()));
        Worst { shocks: self, months: months.collect(), fates }
    }

    /// How much the shocks press at some levels, in the order of [`Shocks::timings`].
    fn pressure(&self, levels: impl Iterator<Item = f64>) -> Pressure {
        let mut pressure = Pressure::without_shocks(&Environment::default());
        self.press(levels, &mut pressure);
        pressure
    }

    /// Mean over the months of what some number of the pressure is; shocks that come at random are taken to be always on.
    pub fn mean(&self, ticks: u32, of: impl Fn(&Pressure) -> f64) -> f64 {
        let timings = self.timings();
        let at = |tick| of(&self.pressure(timings.iter().map(|(_, _, timing)| timing.most(tick))));
        (0..ticks).map(at).sum::<f64>() / f64::from(ticks.max(1))
    }

    /// Shocks that the run would never see.
    pub fn problems(&self, ticks: u32, organizations: u32) -> Vec<Diagnostic> {
        let mut found = Vec::new();
        let timings = self.timings();
        for (name, position, timing) in timings.iter().filter(|(_, _, timing)| timing.start_tick >= ticks) {
            let code = Code::StartsAfterTheEnd { start: timing.start_tick, ticks };
            found.push(Diagnostic::new(format!("shocks.{name}.{position}.start_tick"), code));
        }
        for ((name, position, _), struck) in timings.iter().zip(self.struck()) {
            if let Some(&number) = struck.iter().find(|number| **number >= organizations) {
                let code = Code::NoSuchOrganization { number, organizations };
                found.push(Diagnostic::new(format!("shocks.{name}.{position}.strikes"), code));
            }
        }
        found
    }
}

/// The worst months of the shocks of a scenario.
pub struct Worst<'a> {
    shocks: &'a Shocks,
    /// Months of onset, with the strength of each shock.
    months: Vec<(u32, Vec<f64>)>,
    /// Which shocks strike together.
    fates: Vec<Vec<bool>>,
}

impl Worst<'_> {
    /// The month in which some number is largest, and that number.
    pub fn largest(&self, of: impl Fn(&Pressure) -> f64) -> Option<(u32, f64)> {
        let at = |(tick, levels): &(u32, Vec<f64>)| {
            let value = |fate: &Vec<bool>| {
                of(&self.shocks.pressure(
                    levels.iter().zip(fate).map(|(level, struck)| if *struck { *level } else { 0.0 }),
                ))
            };
            (*tick, self.fates.iter().map(value).fold(0.0, f64::max))
        };
        // Of months that are as bad, the first.
        self.months.iter().map(at).reduce(|worst, month| if month.1 > worst.1 { month } else { worst })
    }

    /// Path of the shock that does most to a factor in a month; `other` where none does anything.
    pub fn path(&self, tick: u32, other: &str, factor: impl Fn(&Pressure) -> f64) -> String {
        let levels =
            self.months.iter().find(|(month, _)| *month == tick).map_or(&[][..], |(_, levels)| levels);
        let alone = |at: usize| {
            let own = levels.iter().enumerate().map(|(i, level)| if i == at { *level } else { 0.0 });
            factor(&self.shocks.pressure(own))
        };
        let timings = self.shocks.timings();
        let strongest = (0..levels.len())
            .map(|at| (at, alone(at)))
            .filter(|(_, factor)| *factor > 1.0)
            .reduce(|most, one| if one.1 > most.1 { one } else { most });
        strongest
            .map_or_else(|| other.to_owned(), |(at, _)| format!("shocks.{}.{}", timings[at].0, timings[at].1))
    }
}

impl Timing {
    fn onsets(&self, ticks: u32, streams: &Streams, id: u32) -> Vec<u32> {
        if self.rate_per_year <= 0.0 {
            return vec![self.start_tick];
        }
        let chance = 1.0 - libm::exp(-self.rate_per_year / 12.0);
        (self.start_tick..ticks)
            .filter(|&tick| streams.rng(StreamId::Shocks, tick, id).chance(chance))
            .collect()
    }

    /// Strength so many months after the last onset; no earlier one has more left.
    fn level(&self, age: u32) -> Level {
        let (from, upto) = (f64::from(age), f64::from(age) + 1.0);
        let (mean, peak) = (self.borne(upto) - self.borne(from), self.left(from));
        // Below a thousandth nobody could tell it from ordinary times.
        let felt = |left: f64| if left < 1e-3 { 0.0 } else { self.severity * left.min(1.0) };
        Level { mean: felt(mean), peak: felt(peak) }
    }

    /// What is left of the full strength at some time after the onset.
    fn left(&self, time: f64) -> f64 {
        let past = time - self.duration_ticks;
        match self.decay_ticks {
            _ if past < 0.0 => 1.0,
            0.0 => 0.0,
            half_life => libm::exp2(-past / half_life),
        }
    }

    /// Its sum up to some time after the onset, in months of full strength.
    fn borne(&self, time: f64) -> f64 {
        let past = (time - self.duration_ticks).max(0.0);
        let fading = match self.decay_ticks {
            0.0 => 0.0,
            half_life => half_life / std::f64::consts::LN_2 * (1.0 - libm::exp2(-past / half_life)),
        };
        time.min(self.duration_ticks) + fading
    }

    /// The most that it can press in a month; what comes at random may come in any.
    fn most(&self, tick: u32) -> f64 {
        match tick.checked_sub(self.start_tick) {
            None => 0.0,
            Some(_) if self.rate_per_year > 0.0 => self.level(0).mean,
            Some(age) => self.level(age).mean,
        }
    }
}

/// A shock keeps its random stream when another one is added: its key is its name, not its position in the list.
fn name_key(name: &str) -> u32 {
    name.bytes().fold(0u32, |key, byte| key.wrapping_mul(31).wrapping_add(u32::from(byte))) & 0xffff
}

/// The sentence of a shock, but for its own values: when it comes, how it fades, and whom it strikes.
fn timed(name: &'static str, timing: Timing, strikes: &[u32]) -> Sentence {
    Sentence::new("shock")
        .choice("effect", name)
        .choice("begins", if timing.rate_per_year > 0.0 { "random" } else { "once" })
        .number("start_tick", timing.start_tick)
        .number("rate_per_year", timing.rate_per_year)
        .number("duration_ticks", timing.duration_ticks)
        .choice("fades", if timing.decay_ticks > 0.0 { "slowly" } else { "at_once" })
        .number("decay_ticks", timing.decay_ticks)
        .choice("struck", if strikes.is_empty() { "all" } else { "some" })
        .list("strikes", strikes.iter().map(u32::to_string).collect())
}

#[cfg(test)]
mod tests {
    use super::{Level, Timing};
    use crate::testing::mean;

    fn timing(duration_ticks: f64, decay_ticks: f64) -> Timing {
        Timing { start_tick: 0, duration_ticks, decay_ticks, rate_per_year: 0.0, severity: 0.8 }
    }

    #[test]
    fn the_level_of_a_month_is_its_mean() {
        assert_eq!(timing(1.0, 0.0).level(0), Level { mean: 0.8, peak: 0.8 });
        assert_eq!(timing(1.0, 0.0).level(1), Level::default());
        assert_eq!(timing(0.25, 0.0).level(0), Level { mean: 0.2, peak: 0.8 });
        assert_eq!(timing(2.5, 0.0).level(2), Level { mean: 0.4, peak: 0.8 });
        // All months together bear the duration and the tail: D + h/ln 2.
        for (duration, decay) in [(36.0, 3.0), (0.25, 6.0), (1.5, 0.5)] {
            let all: f64 = (0..200).map(|age| timing(duration, decay).level(age).mean).sum();
            let expected = 0.8 * (duration + decay / std::f64::consts::LN_2);
            assert!((all - expected).abs() < 0.01, "{all} for {expected}");
        }
    }

    #[test]
    fn a_week_of_siege_alarms_and_a_month_at_a_quarter_does_not() {
        let powers = |rest: &str| {
            mean(
                &format!("shocks.isolation = [{{ start_tick = 36, decay_ticks = 0.0, {rest} }}]\n"),
                "emergency",
                36..37,
            )
        };
        assert!(powers("duration_ticks = 0.25") > 0.3);
        assert!(powers("duration_ticks = 1, severity = 0.175") < 0.05);
    }
}
