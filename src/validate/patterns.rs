//! The patterns: what credible defaults should show, as paired experiments, each with its interval.
//!
//! Both arms of a contrast share their luck run by run; intervals are 95 % over runs.

use std::fmt;

use rayon::prelude::*;
use serde::Serialize;

use crate::measures::outcome::{Condition, Outcome};
use crate::measures::{MEASURES, position};
use crate::run::simulate;
use crate::scenario::read::BadInput;
use crate::scenario::{Scenario, read};

/// What came of a pattern.
#[derive(Debug, Clone, Serialize)]
pub struct Finding {
    /// The pattern.
    pub pattern: &'static str,
    /// What was seen, with intervals.
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
const FREE: &str = "[precedent]\ngamma = 0.0\nspeed = 0.0\nbarrier = 1.386294\n[voice]\ntolerance = 1.0\ntolerance_spread = 0.0\n";
/// Costs of safeguards at zero, for a bundle of four.
const BUNDLE: [&str; 2] = [
    "[safeguards.rotation]\n[safeguards.transparency]\n[safeguards.dissent_cycles]\n[safeguards.public_audit]\n",
    "[safeguards.rotation]\nhandover_hours = 0.0\n[safeguards.transparency]\nhours = 0.0\nexposure = 0.0\n\
     [safeguards.dissent_cycles]\nhours = 0.0\n[safeguards.public_audit]\nhours = 0.0\n",
];

/// What is kept of a run: the outcome, and the mean of each measure in each year.
struct Seen {
    outcome: Outcome,
    years: Vec<Vec<f32>>,
}

/// One arm of an experiment: many runs of a scenario.
struct Arm(Vec<Seen>);

impl Arm {
    fn run(scenario: &Scenario, runs: u32, progress: &(dyn Fn() + Sync)) -> Self {
        let seen = (0..runs).into_par_iter().map(|run| {
            let seen = Seen::of(scenario, run);
            progress();
            seen
        });
        Self(seen.collect())
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
    fn of(scenario: &Scenario, run: u32) -> Self {
        let history = simulate(scenario, run);
        let year = |from: usize| {
            let months = from..(from + 12).min(history.ticks());
            let mean =
                |k: usize| months.clone().map(|tick| history.row(tick)[k]).sum::<f32>() / months.len() as f32;
            (0..MEASURES.len()).map(mean).collect()
        };
        Self { outcome: history.outcome, years: (0..history.ticks()).step_by(12).map(year).collect() }
    }

    /// Mean of a measure over a year; who did not live so long counts with the last year lived.
    fn measure(&self, name: &'static str, year: usize) -> f64 {
        let year = self.years.get(year).or(self.years.last());
        let column = position(name);
        year.zip(column).map_or(0.0, |(year, column)| f64::from(year[column]))
    }
}

/// A mean over runs, with the half-width of its 95 % interval.
#[derive(Clone, Copy)]
struct Mean {
    mean: f64,
    half: f64,
}

impl Mean {
    fn of(values: &[f64]) -> Self {
        let n = values.len() as f64;
        let mean = values.iter().sum::<f64>() / n;
        let variance = values.iter().map(|x| (x - mean) * (x - mean)).sum::<f64>() / (n - 1.0).max(1.0);
        Self { mean, half: 1.96 * libm::sqrt(variance / n) }
    }

    /// The paired difference of two arms.
    fn difference(with: &[f64], without: &[f64]) -> Self {
        Self::of(&with.iter().zip(without).map(|(a, b)| a - b).collect::<Vec<_>>())
    }

    fn low(self) -> f64 {
        self.mean - self.half
    }

    fn high(self) -> f64 {
        self.mean + self.half
    }
}

impl fmt::Display for Mean {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:.3} ± {:.3}", self.mean, self.half)
    }
}

/// How the runs of all arms are asked for.
type Runner<'a> = &'a dyn Fn(&str) -> Result<Arm, BadInput>;

/// What an experiment found; a text of it that is no scenario is an error, and never the default scenario.
type Found = Result<Finding, BadInput>;

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

/// Runs all experiments.
///
/// # Errors
/// When the text of an arm is no scenario.
pub fn check(runs: u32, progress: &(dyn Fn() + Sync)) -> Result<Vec<Finding>, BadInput> {
    let runner = |text: &str| Ok(Arm::run(&read::parse("pattern", text, &[])?, runs, progress));
    EXPERIMENTS.iter().map(|(_, experiment)| experiment(&runner)).collect()
}

fn with(base: &str, safeguards: &str) -> String {
    format!("{base}{safeguards}")
}

fn never_shocked(run: Runner) -> Found {
    let free = Mean::of(&run("")?.condition(Condition::SelfGoverning));
    Ok(Finding {
        pattern: "1. Never shocked, most organizations stay self-governing for 20 years.",
        observed: format!("self-governing after 20 years: {free} of runs"),
        holds: free.low() > 0.5,
    })
}

fn isolation(run: Runner) -> Found {
    let arm = run(SIEGE)?;
    let locked = Mean::of(&arm.condition(Condition::Captured));
    let back = Mean::of(&arm.values(|seen| f64::from(u8::from(seen.outcome.recovered_at.is_some()))));
    Ok(Finding {
        pattern: "2. Isolation of three years: most lock in, some return.",
        observed: format!("captured after 20 years: {locked}; free again at some time: {back}"),
        holds: locked.low() > 0.5 && back.low() > 0.0,
    })
}

fn powers_outlive(run: Runner) -> Found {
    // Year 8 begins when the isolation is over; by year 9 nothing of it is left to fear.
    let after = |arm: &Arm| arm.measure("emergency", 9);
    let (without, sunset) = (run(SIEGE)?, run(&with(SIEGE, "[safeguards.emergency_sunset]\n"))?);
    let kept = Mean::of(&after(&without));
    let fewer = Mean::difference(&after(&without), &after(&sunset));
    Ok(Finding {
        pattern: "3. Emergency powers outlive the emergency unless they expire.",
        observed: format!(
            "share of the second year after it under powers: {kept}; less with a sunset: {fewer}"
        ),
        holds: kept.low() > 0.0 && fewer.low() > 0.0,
    })
}

fn rotation_and_staff(run: Runner) -> Found {
    let staff = |arm: &Arm| {
        arm.values(|seen| {
            let (staff, seats) = (seen.measure("influence_staff", 9), seen.measure("influence_seats", 9));
            staff / (staff + seats).max(1e-9)
        })
    };
    let more = Mean::difference(&staff(&run("[safeguards.rotation]\n")?), &staff(&run("")?));
    Ok(Finding {
        pattern: "4. Rotation alone moves power to staff.",
        observed: format!("staff's share of what seats and staff shape, in year 10, more by {more}"),
        holds: more.low() > 0.0,
    })
}

fn rubber_stamp(run: Runner) -> Found {
    let captured =
        |text: &str| -> Result<_, BadInput> { Ok(run(&with(SIEGE, text))?.condition(Condition::Captured)) };
    let none = captured("")?;
    let read = Mean::difference(&none, &captured("[safeguards.time_bombed_committees]\n")?);
    let stamped =
        Mean::difference(&none, &captured("[safeguards.time_bombed_committees]\nrubber_stamp = 0.97\n")?);
    Ok(Finding {
        pattern: "5. A rubber-stamp sunset (renewal of .97 a review) does little.",
        observed: format!(
            "fewer captured where charters are read: {read}; where they are stamped: {stamped}"
        ),
        holds: read.low() > 0.0 && stamped.high() < 0.5 * read.mean,
    })
}

fn critics(run: Runner) -> Found {
    let captured = |critics: &str| -> Result<_, BadInput> {
        let text = format!("[safeguards.shadow_office]\ncritics = \"{critics}\"\n");
        Ok(run(&with(SIEGE, &text))?.condition(Condition::Captured))
    };
    let fewer = Mean::difference(&captured("assigned")?, &captured("authentic")?);
    Ok(Finding {
        pattern: "6. Assigned critics do less than authentic ones.",
        observed: format!("fewer captured with authentic critics than with assigned ones: {fewer}"),
        holds: fewer.low() > 0.0,
    })
}

fn real_threat(run: Runner) -> Found {
    let rule = "[safeguards.subsidiarity]\nreserved_domains = 4\nbarrier = 8.0\nlocal_resources = 0.9\n";
    let (reserved, open) = (run(&with(WAR, rule))?, run(WAR)?);
    let pairs =
        reserved.condition(Condition::Collapsed).into_iter().zip(open.condition(Condition::Collapsed));
    let lost = Mean::of(&pairs.map(|(a, b)| if a > b { 1.0 } else { 0.0 }).collect::<Vec<_>>());
    let more =
        Mean::difference(&reserved.condition(Condition::Collapsed), &open.condition(Condition::Collapsed));
    Ok(Finding {
        pattern: "7. Under a real threat some decentralized organizations collapse that a centralizing one would have carried through.",
        observed: format!("collapsed with all domains reserved and not without: {lost} of pairs; net {more}"),
        holds: lost.low() > 0.0 && more.low() > 0.0,
    })
}

fn inner_core(run: Runner) -> Found {
    let arm = run(SIEGE)?;
    let grown = Mean::difference(&arm.measure("staff", 15), &arm.measure("staff", 4));
    let fewer = Mean::difference(&arm.measure("influence_people", 4), &arm.measure("influence_people", 15));
    Ok(Finding {
        pattern: "8. Formal bodies grow while power shrinks to an inner core.",
        observed: format!(
            "isolation, year 16 less year 5: staff per 1,000 members {grown}; people with influence, as a share of members, fewer by {fewer}"
        ),
        holds: grown.low() > 0.0 && fewer.low() > 0.0,
    })
}

fn contested(run: Runner) -> Found {
    let arm = run("")?;
    let late = Mean::of(&arm.measure("contested", 19));
    let fewer = Mean::difference(&arm.measure("contested", 1), &arm.measure("contested", 19));
    Ok(Finding {
        pattern: "9. Contested selections become rare with age.",
        observed: format!("never shocked: contested in year 20 {late}, fewer than in year 2 by {fewer}"),
        holds: late.high() < 0.5 && fewer.low() > 0.0,
    })
}

fn combinations(run: Runner) -> Found {
    let captured = |names: &[&str]| -> Result<_, BadInput> {
        let text: String = names.iter().map(|name| format!("[safeguards.{name}]\n")).collect();
        Ok(run(&with(SIEGE, &text))?.condition(Condition::Captured))
    };
    let (none, shadow) = (captured(&[])?, captured(&["shadow_office"])?);
    let (open, recall) = (captured(&["transparency"])?, captured(&["recall"])?);
    let beyond = |pair: &[f64], a: &[f64], b: &[f64]| {
        let runs = pair.iter().zip(a).zip(b).zip(&none);
        Mean::of(&runs.map(|(((pair, a), b), none)| pair - a - b + none).collect::<Vec<_>>())
    };
    let helps = beyond(&captured(&["shadow_office", "transparency"])?, &shadow, &open);
    let backfires = beyond(&captured(&["shadow_office", "recall"])?, &shadow, &recall);
    Ok(Finding {
        pattern: "10. Combined safeguards are not the sum of the single ones: some pairs help, some backfire.",
        observed: format!(
            "captured beyond the sum of both effects: shadow office and transparency {helps}; shadow office and recall {backfires}"
        ),
        holds: helps.high() < 0.0 && backfires.low() > 0.0,
    })
}

fn control_without_reinforcement(run: Runner) -> Found {
    let arm = run(FREE)?;
    let drift =
        Mean::difference(&arm.measure("central_share_stakes", 19), &arm.measure("central_share_stakes", 4));
    Ok(Finding {
        pattern: "Control: no reinforcement and no shocks, no drift (γ = 0, ρ = 0, nobody claims anything; a barrier of ln 4 puts one matter in five at the centre).",
        observed: format!("share of the centre, year 20 less year 5: {drift}"),
        holds: drift.mean.abs() < 0.01,
    })
}

fn control_dead_letter(run: Runner) -> Found {
    let dead: String = crate::safeguards::NAMES
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
        |text: &str| -> Result<_, BadInput> { Ok(run(&with(SIEGE, text))?.condition(Condition::Captured)) };
    let none = captured("")?;
    let [costly, free] =
        [captured(BUNDLE[0])?, captured(BUNDLE[1])?].map(|bundle| Mean::difference(&bundle, &none));
    Ok(Finding {
        pattern: "Control: rotation, transparency, dissent cycles and audits at their costs, and at none (reported only).",
        observed: format!("captured, less than without any: {costly} at their costs, {free} at none"),
        holds: true,
    })
}

#[cfg(test)]
mod tests {
    use std::cell::Cell;

    use super::{Arm, EXPERIMENTS, Mean, arms, powers_outlive};
    use crate::scenario::read;

    #[test]
    fn every_text_of_every_experiment_is_a_scenario_and_another_text_is_an_error() {
        let asked = Cell::new(0);
        let runner = |text: &str| {
            let mut scenario = read::parse("pattern", text, &[])?;
            // Short and small, since only the texts matter here.
            (scenario.ticks, scenario.organization.members) = (3, 60);
            asked.set(asked.get() + 1);
            Ok(Arm::run(&scenario, 1, &|| ()))
        };
        for (_, experiment) in EXPERIMENTS {
            experiment(&runner).unwrap_or_else(|error| panic!("{error}"));
        }
        assert_eq!(asked.get(), arms());
        let misspelt = |text: &str| runner(&text.replace("emergency_sunset", "emergency_sunsets"));
        let error = powers_outlive(&misspelt).expect_err("a safeguard that is none");
        assert!(error.0.contains("did you mean `emergency_sunset`"), "{error}");
    }

    #[test]
    fn intervals_are_what_they_say() {
        let mean = Mean::of(&[1.0, 2.0, 3.0, 4.0]);
        assert!((mean.mean - 2.5).abs() < 1e-12 && (mean.half - 1.96 * 0.645497).abs() < 1e-5);
        let paired = Mean::difference(&[2.0, 3.0], &[1.0, 2.0]);
        assert!((paired.mean - 1.0).abs() < 1e-12 && paired.half < 1e-12);
    }
}
