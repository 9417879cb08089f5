//! The patterns: what credible defaults should show, as paired experiments, each with its interval.
//!
//! Both arms of a contrast share their random streams run by run; intervals are 95 % over runs.

use std::fmt;
use thermidor_core::Model;

use rayon::prelude::*;
use serde::Serialize;

use crate::Error;
use thermidor_core::budget::Stopped;
use thermidor_core::history::simulate;
use thermidor_core::measures::{MEASURES, position};
use thermidor_core::outcome::{Condition, Outcome};
use thermidor_scenario::read;
use thermidor_stats::figures::{ends, plain};
use thermidor_stats::interval::{EVERYWHERE, LEVEL, share};
use thermidor_stats::{Interval, Moments};

/// The finding on a pattern.
#[derive(Debug, Clone, Serialize)]
pub struct Finding {
    /// The pattern.
    pub pattern: &'static str,
    /// The observations, with intervals.
    pub observed: String,
    /// Whether it holds.
    pub holds: bool,
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let verdict = if self.holds { "holds" } else { "DOES NOT HOLD" };
        write!(f, "\n{}\n    {}\n    {verdict}", self.pattern, self.observed)
    }
}

const SIEGE: &str = "[[shocks.isolation]]\nstart_tick = 60\nduration_ticks = 36\n";
/// Members with little time, missed deadlines that cost much, and a war.
const WAR: &str = "ticks = 120\nviability.missed_cost = 12.0\nparticipation.hours = 2.5\n\
                   [[shocks.civil_war]]\nstart_tick = 12\nscarcity = 0.0\n";
/// Where a matter goes depends on nothing but a standing barrier of ln 4, no class of matters is apart, and members come as they
/// did at the founding.
const FREE: &str = "[precedent]\nhabit = 0.0\nspeed = 0.0\nabsence = 0.0\nlistening = 0.0\nmoney = 0.0\ntrust = 0.0\n\
                    bias = 0.0\nbig = 0.0\nbarrier = 1.386294\n\
                    [participation]\nrate = 0.0\n[voice]\ntolerance = 1.0\ntolerance_spread = 0.0\n";
/// Costs of safeguards at zero, for a bundle of four.
const BUNDLE: [&str; 2] = [
    "[safeguards.rotation]\n[safeguards.transparency]\n[safeguards.dissent_cycles]\n[safeguards.public_audit]\n",
    "[safeguards.rotation]\nhandover_hours = 0.0\n[safeguards.transparency]\nhours = 0.0\nexposure = 0.0\n\
     [safeguards.dissent_cycles]\nhours = 0.0\n[safeguards.public_audit]\nhours = 0.0\n",
];

/// A run in short: the outcome, and the mean of each measure in each year.
struct Seen {
    outcome: Outcome,
    years: Vec<Vec<f32>>,
}

/// One arm of an experiment: many runs of a scenario.
struct Arm(Vec<Seen>);

impl Arm {
    fn run(scenario: &Model, runs: u32, progress: &(dyn Fn() + Sync)) -> Result<Self, Error> {
        let seen = (0..runs).into_par_iter().map(|run| {
            let seen = Seen::of(scenario, run);
            progress();
            seen
        });
        let seen: Result<_, Stopped> = seen.collect();
        seen.map(Self).map_err(Error::Stopped)
    }

    /// A value of each run.
    fn values(&self, value: impl Fn(&Seen) -> f64) -> Vec<f64> {
        self.0.iter().map(value).collect()
    }

    fn condition(&self, condition: Condition) -> Vec<f64> {
        self.values(|seen| f64::from(u8::from(seen.outcome.condition == condition)))
    }

    fn measure(&self, name: &'static str, year: usize) -> Vec<f64> {
        self.values(|seen| seen.measure(name, year))
    }
}

impl Seen {
    fn of(scenario: &Model, run: u32) -> Result<Self, Stopped> {
        let history = simulate(scenario, run)?;
        let year = |from: usize| {
            let months = from..(from + 12).min(history.ticks());
            let mean =
                |k: usize| months.clone().map(|tick| history.row(tick)[k]).sum::<f32>() / months.len() as f32;
            (0..MEASURES.len()).map(mean).collect()
        };
        Ok(Self { outcome: history.outcome, years: (0..history.ticks()).step_by(12).map(year).collect() })
    }

    /// Mean of a measure over a year; an organization that ended earlier counts with its last year.
    fn measure(&self, name: &'static str, year: usize) -> f64 {
        let year = self.years.get(year).or(self.years.last());
        let column = position(name);
        year.zip(column).map_or(0.0, |(year, column)| f64::from(year[column]))
    }
}

/// Share of the runs in which it is so.
fn share_of(yes: &[f64]) -> Interval {
    let found: Moments = yes.iter().copied().collect();
    share(found.yes(), found.n, LEVEL)
}

/// Mean over runs of how many more it is in one arm than in another, where a run counts as yes or no in each; sums of
/// `most` such differences.
fn more_runs(differences: impl Iterator<Item = f64>, most: f64) -> Interval {
    differences.collect::<Moments>().interval_of_few(LEVEL, (-most, most))
}

/// The paired difference of two arms in which a run counts as yes or no.
fn more(with: &[f64], without: &[f64]) -> Interval {
    more_runs(with.iter().zip(without).map(|(a, b)| a - b), 1.0)
}

/// Mean of a measure over runs.
fn mean(values: &[f64]) -> Interval {
    values.iter().copied().collect::<Moments>().interval(LEVEL, EVERYWHERE)
}

/// The paired difference of a measure in two arms.
fn difference(with: &[f64], without: &[f64]) -> Interval {
    mean(&with.iter().zip(without).map(|(a, b)| a - b).collect::<Vec<_>>())
}

/// With its ends.
fn told(found: Interval) -> String {
    format!("{} ({})", plain(found.estimate, 3), ends(&found, |x| plain(x, 3)))
}

/// How the runs of all arms are asked for.
type Runner<'a> = &'a dyn Fn(&str) -> Result<Arm, Error>;

/// The finding of an experiment; a text that is no scenario is an error, and never the default scenario.
type Found = Result<Finding, Error>;

/// An experiment, and the number of its arms.
type Experiment = (u32, fn(Runner) -> Found);

/// The experiments, the negative controls last.
const EXPERIMENTS: &[Experiment] = &[
    (1, never_shocked),
    (1, isolation),
    (2, powers_outlive),
    (2, rotation_and_staff),
    (3, rubber_stamp),
    (2, critics),
    (2, real_threat),
    (1, inner_core),
    (1, contested),
    (6, combinations),
    (1, control_without_reinforcement),
    (2, control_dead_letter),
    (3, control_costs),
];

/// Arms of all experiments together.
pub fn arms() -> u32 {
    EXPERIMENTS.iter().map(|(arms, _)| arms).sum()
}

/// Runs all experiments; `go_on` is called before each arm.
///
/// # Errors
/// When `go_on` says so, or the text of an arm is no scenario.
pub fn check(
    runs: u32,
    go_on: &(dyn Fn() -> Result<(), Error> + Sync),
    progress: &(dyn Fn() + Sync),
) -> Result<Vec<Finding>, Error> {
    let runner = |text: &str| {
        go_on()?;
        Arm::run(&read::parse("pattern", text, &[])?, runs, progress)
    };
    EXPERIMENTS.iter().map(|(_, experiment)| experiment(&runner)).collect()
}

fn with(base: &str, safeguards: &str) -> String {
    format!("{base}{safeguards}")
}

fn never_shocked(run: Runner) -> Found {
    let free = share_of(&run("")?.condition(Condition::SelfGoverning));
    Ok(Finding {
        pattern: "1. Never shocked, most organizations stay self-governing for 20 years.",
        observed: format!("self-governing after 20 years: {} of runs", told(free)),
        holds: free.low > 0.5,
    })
}

fn isolation(run: Runner) -> Found {
    let arm = run(SIEGE)?;
    let locked = share_of(&arm.condition(Condition::Captured));
    let captured = arm.0.iter().filter(|seen| seen.outcome.captured_at.is_some());
    let back: Vec<f64> =
        captured.map(|seen| f64::from(u8::from(seen.outcome.recovered_at.is_some()))).collect();
    let back = share_of(&back);
    Ok(Finding {
        pattern: "2. Isolation of three years: most lock in, some return.",
        observed: format!(
            "captured after 20 years: {}; of those captured at some time, free again: {}",
            told(locked),
            told(back)
        ),
        holds: locked.low > 0.5 && back.low > 0.01,
    })
}

fn powers_outlive(run: Runner) -> Found {
    // Year 8 begins when the isolation is over; by year 9 nothing of it is left to fear.
    let after = |arm: &Arm| arm.measure("emergency", 9);
    let (without, sunset) = (run(SIEGE)?, run(&with(SIEGE, "[safeguards.emergency_sunset]\n"))?);
    let kept = mean(&after(&without));
    let fewer = difference(&after(&without), &after(&sunset));
    Ok(Finding {
        pattern: "3. Emergency powers outlive the emergency unless they expire.",
        observed: format!(
            "share of the second year after it under powers: {}; less with a sunset: {}",
            told(kept),
            told(fewer)
        ),
        holds: kept.low > 0.0 && fewer.low > 0.0,
    })
}

fn rotation_and_staff(run: Runner) -> Found {
    let staff = |arm: &Arm| {
        arm.values(|seen| {
            let (staff, seats) = (seen.measure("influence_staff", 9), seen.measure("influence_seats", 9));
            staff / (staff + seats).max(1e-9)
        })
    };
    let more = difference(&staff(&run("[safeguards.rotation]\n")?), &staff(&run("")?));
    Ok(Finding {
        pattern: "4. Rotation alone moves power to staff.",
        observed: format!("staff's share of what seats and staff shape, in year 10, more by {}", told(more)),
        holds: more.low > 0.0,
    })
}

fn rubber_stamp(run: Runner) -> Found {
    let captured =
        |text: &str| -> Result<_, Error> { Ok(run(&with(SIEGE, text))?.condition(Condition::Captured)) };
    let none = captured("")?;
    let (read, stamped) = (
        captured("[safeguards.time_bombed_committees]\n")?,
        captured("[safeguards.time_bombed_committees]\nrubber_stamp = 0.97\n")?,
    );
    // Twice what stamping does falls short of what reading does.
    let short =
        none.iter().zip(&read).zip(&stamped).map(|((none, read), stamped)| 2.0 * stamped - none - read);
    let short = more_runs(short, 2.0);
    let [read, stamped] = [read, stamped].map(|arm| more(&none, &arm));
    Ok(Finding {
        pattern: "5. A rubber-stamp sunset (renewal of .97 a review) does less than half as much as one that is read.",
        observed: format!(
            "fewer captured where charters are read: {}; where they are stamped: {}; the first less twice the second: {}",
            told(read),
            told(stamped),
            told(short)
        ),
        holds: read.low > 0.0 && short.low > 0.0,
    })
}

fn critics(run: Runner) -> Found {
    let captured = |critics: &str| -> Result<_, Error> {
        let text = format!("[safeguards.shadow_office]\ncritics = \"{critics}\"\n");
        Ok(run(&with(SIEGE, &text))?.condition(Condition::Captured))
    };
    let fewer = more(&captured("assigned")?, &captured("authentic")?);
    Ok(Finding {
        pattern: "6. Assigned critics do less than authentic ones.",
        observed: format!("fewer captured with authentic critics than with assigned ones: {}", told(fewer)),
        holds: fewer.low > 0.0,
    })
}

fn real_threat(run: Runner) -> Found {
    let rule = "[safeguards.subsidiarity]\nreserved_domains = 4\nbarrier = 8.0\nlocal_resources = 0.9\n";
    let (reserved, open) = (run(&with(WAR, rule))?, run(WAR)?);
    let pairs =
        reserved.condition(Condition::Collapsed).into_iter().zip(open.condition(Condition::Collapsed));
    let lost = share_of(&pairs.map(|(a, b)| if a > b { 1.0 } else { 0.0 }).collect::<Vec<_>>());
    let net = more(&reserved.condition(Condition::Collapsed), &open.condition(Condition::Collapsed));
    Ok(Finding {
        pattern: "7. Under a real threat some decentralized organizations collapse that a centralizing one would have carried through.",
        observed: format!(
            "collapsed with all domains reserved and not without: {} of pairs; net {}",
            told(lost),
            told(net)
        ),
        holds: lost.low > 0.0 && net.low > 0.0,
    })
}

fn inner_core(run: Runner) -> Found {
    let arm = run(SIEGE)?;
    let grown = difference(&arm.measure("staff", 15), &arm.measure("staff", 4));
    let fewer = difference(&arm.measure("influence_people", 4), &arm.measure("influence_people", 15));
    Ok(Finding {
        pattern: "8. Formal bodies grow while power shrinks to an inner core.",
        observed: format!(
            "isolation, year 16 less year 5: staff per 1,000 members {}; people with influence, as a share of members, fewer by {}",
            told(grown),
            told(fewer)
        ),
        holds: grown.low > 0.0 && fewer.low > 0.0,
    })
}

fn contested(run: Runner) -> Found {
    let arm = run("")?;
    let late = mean(&arm.measure("contested", 19));
    let fewer = difference(&arm.measure("contested", 1), &arm.measure("contested", 19));
    Ok(Finding {
        pattern: "9. Contested selections become rare with age.",
        observed: format!(
            "never shocked: contested in year 20 {}, fewer than in year 2 by {}",
            told(late),
            told(fewer)
        ),
        holds: late.high < 0.5 && fewer.low > 0.0,
    })
}

fn combinations(run: Runner) -> Found {
    let captured = |names: &[&str]| -> Result<_, Error> {
        let text: String = names.iter().map(|name| format!("[safeguards.{name}]\n")).collect();
        Ok(run(&with(SIEGE, &text))?.condition(Condition::Captured))
    };
    let (none, shadow) = (captured(&[])?, captured(&["shadow_office"])?);
    let (open, recall) = (captured(&["transparency"])?, captured(&["recall"])?);
    let beyond = |pair: &[f64], a: &[f64], b: &[f64]| {
        let runs = pair.iter().zip(a).zip(b).zip(&none);
        more_runs(runs.map(|(((pair, a), b), none)| pair - a - b + none), 2.0)
    };
    let helps = beyond(&captured(&["shadow_office", "transparency"])?, &shadow, &open);
    let backfires = beyond(&captured(&["shadow_office", "recall"])?, &shadow, &recall);
    Ok(Finding {
        pattern: "10. Combined safeguards are not the sum of the single ones: some pairs help, some backfire.",
        observed: format!(
            "captured beyond the sum of both effects: shadow office and transparency {}; shadow office and recall {}",
            told(helps),
            told(backfires)
        ),
        holds: helps.high < 0.0 && backfires.low > 0.0,
    })
}

fn control_without_reinforcement(run: Runner) -> Found {
    let arm = run(FREE)?;
    let drift = difference(&arm.measure("central_share_stakes", 19), &arm.measure("central_share_stakes", 4));
    Ok(Finding {
        pattern: "Control: no reinforcement and no shocks, no drift (no habit, speed, absence, listening, money, trust or claims, and steady attendance; a barrier of ln 4 sends one matter in five to the centre).",
        observed: format!("share of the centre, year 20 less year 5: {}", told(drift)),
        holds: drift.estimate.abs() < 0.01,
    })
}

fn control_dead_letter(run: Runner) -> Found {
    let dead: String = thermidor_core::safeguards::NAMES
        .iter()
        .map(|name| format!("[safeguards.{name}]\ncompliance = 0.0\n"))
        .collect();
    let (without, with) = (run(SIEGE)?, run(&with(SIEGE, &dead))?);
    let pairs = without.0.iter().zip(&with.0);
    let same = pairs.filter(|(a, b)| a.outcome == b.outcome && a.years == b.years).count();
    Ok(Finding {
        pattern: "Control: safeguards at compliance 0 change nothing, bit for bit.",
        observed: format!("{same} of {} runs the same", without.0.len()),
        holds: same == without.0.len(),
    })
}

/// Reported, and not judged: how far conclusions rest on what safeguards cost.
fn control_costs(run: Runner) -> Found {
    let captured =
        |text: &str| -> Result<_, Error> { Ok(run(&with(SIEGE, text))?.condition(Condition::Captured)) };
    let none = captured("")?;
    let [costly, free] = [captured(BUNDLE[0])?, captured(BUNDLE[1])?].map(|bundle| more(&bundle, &none));
    Ok(Finding {
        pattern: "Control: rotation, transparency, dissent cycles and audits at their costs, and at none (reported only).",
        observed: format!(
            "captured, less than without any: {} at their costs, {} at none",
            told(costly),
            told(free)
        ),
        holds: true,
    })
}

#[cfg(test)]
mod tests {
    use std::cell::Cell;

    use super::{Arm, EXPERIMENTS, arms, more, powers_outlive, share_of, told};
    use thermidor_scenario::read;

    #[test]
    fn every_text_of_every_experiment_is_a_scenario_and_another_text_is_an_error() {
        let asked = Cell::new(0);
        let runner = |text: &str| {
            let scenario = read::parse("pattern", text, &[])?;
            // Small, since only the texts matter here.
            let scenario = scenario.with(|scenario| scenario.organization.members = 60).expect("a valid one");
            asked.set(asked.get() + 1);
            Arm::run(&scenario, 1, &|| ())
        };
        for (_, experiment) in EXPERIMENTS {
            experiment(&runner).unwrap_or_else(|error| panic!("{error}"));
        }
        assert_eq!(asked.get(), arms());
        let misspelt = |text: &str| runner(&text.replace("emergency_sunset", "emergency_sunsets"));
        let error = powers_outlive(&misspelt).expect_err("a safeguard that is none");
        assert!(error.to_string().contains("did you mean `emergency_sunset`"), "{error}");
    }

    #[test]
    fn what_all_runs_agree_on_is_not_certain() {
        let all = share_of(&[1.0; 100]);
        assert!(all.estimate == 1.0 && all.low < 0.97 && all.high == 1.0, "{all:?}");
        let same = more(&[1.0; 100], &[1.0; 100]);
        assert!(same.estimate == 0.0 && same.low < -0.02 && same.high > 0.02, "{same:?}");
        assert_eq!(told(all), "1.000 (0.963 to 1.000)");
    }
}
