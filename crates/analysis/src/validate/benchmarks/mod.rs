//! Analytic benchmarks: for the numbers of a scenario, theory gives a value, and the engine must give the same.
//!
//! A benchmark is a scenario file with a `theory` (`scenarios/limits`): with most of the model switched off, the rest has a
//! known solution.

mod bodies;
mod habits;
mod members;
mod rules;
mod work;

use std::ops::Range;
use thermidor_core::Model;

use rayon::prelude::*;
use serde::Serialize;

pub use crate::error::Unfit;
use bodies::{
    charter_age, emergency_duty, lottery_coverage, read_charter_age, read_never_drawn, read_powers,
    read_turnover, term_limit,
};
use habits::{
    habit, inheritance, read_body_habit, read_central_precedent, read_share, read_urn, shot_noise, urn,
};
use members::{
    cascade, condorcet, deference_equality, deference_leader, patronage, read_factions, read_followers,
    read_identity, read_inequality, read_leader, read_right, read_voice, sparse_sampling, yule_simon,
};
use rules::{
    adoption, budget, majority, practice, read_central_dues, read_in_force, read_majority, read_practice,
};
use thermidor_core::budget::Stopped;
use thermidor_core::state::Organization;
use thermidor_core::theory::Theory;
use thermidor_core::world::World;
use work::{
    best_size, execution, group_size, heard, pooling, queue, read_done, read_group_size, read_heard,
    read_months, read_queue, read_work,
};

/// Standard errors by which theory and engine may differ.
pub const TOLERANCE: f64 = 4.0;

/// Bias, as a share of theory, that a comparison without noise excludes …
const BIAS: f64 = 0.01;

/// … or as it stands, where theory is smaller than this.
const LEAST: f64 = 0.001;

macro_rules! benchmarks {
    ($($name:ident $when:ident $expect:ident $read:ident;)*) => {
        fn when(theory: Theory) -> When {
            match theory { $(Theory::$name => When::$when),* }
        }

        fn expect(theory: Theory, scenario: &Model) -> Result<Vec<Quantity>, Unfit> {
            match theory { $(Theory::$name => $expect(scenario)),* }
        }

        fn read(theory: Theory, organization: &Organization, scenario: &Model, expected: &[Quantity]) -> Vec<f64> {
            match theory { $(Theory::$name => $read(organization, scenario, expected)),* }
        }
    };
}

benchmarks! {
    Urn End urn read_urn;
    Habit End habit read_share;
    Inheritance SecondHalf inheritance read_body_habit;
    ShotNoise SecondHalf shot_noise read_central_precedent;
    LotteryCoverage End lottery_coverage read_never_drawn;
    TermLimit SecondHalf term_limit read_turnover;
    CharterAge SecondHalf charter_age read_charter_age;
    EmergencyDuty SecondHalf emergency_duty read_powers;
    Queue SecondHalf queue read_queue;
    Pooling SecondHalf pooling read_work;
    Floor SecondHalf heard read_heard;
    GroupSize End group_size read_group_size;
    BestSize SecondHalf best_size read_months;
    Execution SecondHalf execution read_done;
    Patronage SecondHalf patronage read_identity;
    Majority SecondHalf majority read_majority;
    Adoption SecondHalf adoption read_in_force;
    Practice SecondHalf practice read_practice;
    Budget SecondHalf budget read_central_dues;
    DeferenceEquality SecondHalf deference_equality read_followers;
    DeferenceLeader SecondHalf deference_leader read_leader;
    Cascade End cascade read_voice;
    Condorcet SecondHalf condorcet read_right;
    SparseSampling End sparse_sampling read_inequality;
    YuleSimon End yule_simon read_factions;
}

/// When the engine is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum When {
    /// In every month of the second half of the time, and averaged.
    SecondHalf,
    /// At the end.
    End,
}

/// A number that theory gives.
#[derive(Debug, Clone, PartialEq)]
pub struct Quantity {
    name: &'static str,
    theory: f64,
}

/// Theory and engine beside each other.
#[derive(Debug, Clone, Serialize)]
pub struct Verdict {
    /// The quantity.
    pub quantity: &'static str,
    /// The value of the theory.
    pub theory: f64,
    /// The value of the engine, on average over runs.
    pub engine: f64,
    /// Standard error of that.
    pub standard_error: f64,
    /// How many of those theory and engine are apart.
    pub z: f64,
    /// Runs.
    pub runs: u32,
    /// Whether they agree.
    pub holds: bool,
    /// Whether noise could hide a bias of one per cent of theory: 4 standard errors are more than that. What holds without
    /// noise is within one per cent.
    pub is_noisy: bool,
}

/// Compares theory and engine for a scenario, which names its theory.
///
/// # Errors
/// When it names none, or when its numbers leave the ground on which the theory holds.
pub fn check(scenario: &Model, runs: u32, progress: &(dyn Fn() + Sync)) -> Result<Vec<Verdict>, Unfit> {
    let theory = scenario.theory.ok_or(Unfit::NoTheory)?;
    if !matches!(theory, Theory::EmergencyDuty | Theory::ShotNoise | Theory::Adoption) {
        need(scenario.emergency.raise_rate == 0.0, "no emergency powers (emergency.raise_rate = 0)")?;
    }
    let expected = expect(theory, scenario)?;
    let observed: Vec<Vec<f64>> = (0..runs)
        .into_par_iter()
        .map(|run| {
            let seen = observe(theory, scenario, run, &expected).map_err(Unfit::from);
            progress();
            seen
        })
        .collect::<Result<_, _>>()?;
    Ok((0..expected.len()).map(|k| verdict(&expected[k], k, &observed)).collect())
}

fn observe(theory: Theory, scenario: &Model, run: u32, expected: &[Quantity]) -> Result<Vec<f64>, Stopped> {
    let mut world = World::found(scenario, run);
    let first = match when(theory) {
        When::SecondHalf => second_half(scenario).start,
        When::End => scenario.ticks - 1,
    };
    let mut sums = vec![0.0; expected.len()];
    for tick in 0..scenario.ticks {
        world.month(scenario, tick)?;
        if tick >= first {
            let seen = read(theory, &world.organizations[0], scenario, expected);
            sums.iter_mut().zip(seen).for_each(|(sum, value)| *sum += value);
        }
    }
    Ok(sums.iter().map(|sum| sum / f64::from(scenario.ticks - first)).collect())
}

fn verdict(expected: &Quantity, position: usize, observed: &[Vec<f64>]) -> Verdict {
    let n = observed.len() as f64;
    let values = || observed.iter().map(|seen| seen[position]);
    let engine = values().sum::<f64>() / n;
    // In two passes: `Moments` takes one, and its last digits, which the report for programs shows, are others.
    let variance =
        values().map(|value| (value - engine) * (value - engine)).sum::<f64>() / (n - 1.0).max(1.0);
    let standard_error = libm::sqrt(variance / n);
    let apart = engine - expected.theory;
    // Where all runs agree to the last digits there is no spread to go by: six digits have to be right.
    let exact = apart.abs() <= 1e-6 * expected.theory.abs().max(1e-3);
    let z = if exact { 0.0 } else { apart / standard_error.max(1e-12) };
    let bias = if expected.theory.abs() < LEAST { LEAST } else { BIAS * expected.theory.abs() };
    Verdict {
        quantity: expected.name,
        theory: expected.theory,
        engine,
        standard_error,
        z,
        runs: observed.len() as u32,
        holds: z.abs() <= TOLERANCE,
        is_noisy: TOLERANCE * standard_error > bias,
    }
}

/// The months in which the engine is read and averaged.
fn second_half(scenario: &Model) -> Range<u32> {
    scenario.ticks / 2..scenario.ticks
}

/// Times that something has to settle in before the second half, for a theory that holds in the long run only: what is left
/// then of how it began is less than a ten-thousandth.
const SETTLED: f64 = 10.0;

/// Refuses histories too short for a theory of the long run, which is reached at a rate a month.
fn need_months(scenario: &Model, rate: f64) -> Result<(), Unfit> {
    let months = libm::ceil(2.0 * SETTLED / rate.max(1e-9));
    need(
        f64::from(scenario.ticks) >= months,
        &format!("a history that is long enough to settle (ticks = {months} or more)"),
    )
}

/// Refuses safeguards that change what the theory is about: all but those named, and their repeal.
fn need_only(scenario: &Model, named: &[&str]) -> Result<(), Unfit> {
    let present = scenario.safeguards.present();
    let other = present.iter().find(|name| !named.contains(name));
    need(
        other.is_none(),
        &format!("no other safeguard than {}; leave out {}", named.join(" and "), other.unwrap_or(&"")),
    )?;
    need(
        present.is_empty() || scenario.repeal.motions_per_year == 0.0,
        "no motions to repeal it (repeal.motions_per_year = 0)",
    )?;
    need(
        present.is_empty() || scenario.adoption.worn == 0.0,
        "rules that are followed as they are written (adoption.worn = 0)",
    )
}

/// Refuses numbers for which a theory says nothing.
fn need(holds: bool, what: &str) -> Result<(), Unfit> {
    if holds { Ok(()) } else { Err(Unfit::Needs { what: what.to_owned() }) }
}

fn one(name: &'static str, theory: f64) -> Result<Vec<Quantity>, Unfit> {
    Ok(vec![Quantity { name, theory }])
}

/// Matters that come up in the whole organization in a month.
fn arrivals(scenario: &Model) -> f64 {
    scenario.decisions.rate * f64::from(scenario.organization.members)
}

/// Refuses members who stay away.
fn everybody(scenario: &Model) -> Result<(), Unfit> {
    let participation = &scenario.participation;
    need(
        participation.founding == 1.0 && participation.spread == 0.0 && participation.rate == 0.0,
        "everybody to be there (participation.founding = 1, spread = rate = 0)",
    )
}

/// Refuses matters that others than the committee of their domain settle at the centre, or that are handed on to it.
fn ordinary_only(scenario: &Model) -> Result<(), Unfit> {
    let decisions = &scenario.decisions;
    need(
        decisions.several == 0.0 && decisions.big >= 1e3 && decisions.handed_on == 0.0,
        "ordinary matters that are not handed on (decisions.several = handed_on = 0, big = 1e6)",
    )
}

fn one_local(scenario: &Model) -> Result<(), Unfit> {
    let size = &scenario.organization;
    need(size.many_locals() == 1 && size.domains == 1, "one local (local_size = members) and one domain")?;
    need(
        scenario.membership.entry == 0.0 && scenario.membership.exit == 0.0,
        "nobody to come or go (membership.entry = exit = 0)",
    )
}

#[cfg(test)]
mod tests {
    use super::check;
    use thermidor_scenario::read;

    fn verdict(limit: &str, set: &[&str], runs: u32) -> Result<Vec<super::Verdict>, super::Unfit> {
        let path = format!("{}/../../scenarios/limits/{limit}.toml", env!("CARGO_MANIFEST_DIR"));
        let set: Vec<String> = set.iter().map(|&one| one.to_owned()).collect();
        check(&read::load(path.as_ref(), &set).expect("a scenario"), runs, &|| ())
    }

    #[test]
    fn theory_is_that_of_the_months_that_are_read() {
        // Each is far from the long run, by which it used to be judged.
        let stamped = "safeguards.time_bombed_committees.rubber_stamp=0.97";
        for (limit, set, runs) in [
            ("charter-age", &["ticks=240", stamped][..], 100),
            (
                "charter-age",
                &["ticks=2400", "safeguards.time_bombed_committees.lifetime_ticks=24", stamped],
                20,
            ),
            ("charter-age", &["ticks=7"], 50),
            ("inheritance", &["ticks=30"], 200),
            ("inheritance", &["ticks=60", "precedent.continuity=1.0"], 100),
            ("habit-low", &["ticks=6"], 4),
            ("habit-high", &["ticks=60", "precedent.barrier=0.2"], 4),
            ("adoption", &["ticks=6"], 500),
            ("practice", &["ticks=9"], 1),
            ("budget", &["ticks=36"], 100),
            ("floor", &["ticks=60", "participation.founding=0.2", "meetings.congestion=0.6"], 40),
            ("execution", &["work.dropped_ticks=0.5"], 100),
            ("term-limit", &["ticks=4", "organization.members=1000"], 60),
            ("emergency-duty", &["ticks=8"], 500),
            ("shot-noise", &["ticks=12"], 200),
            ("queue", &["ticks=6"], 500),
            ("pooling", &["ticks=6"], 500),
            ("patronage", &["ticks=6"], 120),
            ("cascade-above", &["ticks=3", "organization.members=20000"], 8),
        ] {
            for found in verdict(limit, set, runs).expect("theory") {
                assert!(found.holds, "{limit} {set:?}: {found:?}");
            }
        }
    }

    #[test]
    fn what_theory_does_not_reach_is_refused() {
        for (limit, set, help) in [
            ("deference-equal", "ticks=200", "long enough to settle (ticks = 1067 or more)"),
            ("deference-threshold", "ticks=1500", "long enough to settle"),
            ("deference-hysteresis", "deference.renewal=0.01", "long enough to settle"),
            ("queue", "decisions.lapse_ticks=12", "matters that do not lapse"),
            ("charter-age", "safeguards.periodic_redesign.compliance=1", "leave out periodic_redesign"),
            ("charter-age", "repeal.motions_per_year=1", "no motions to repeal it"),
            ("emergency-duty", "environment.threat=0.6", "no emergency without it"),
            ("condorcet", "decisions.rate=0.01", "matters in every month"),
            ("cascade-below", "environment.threat=0.1", "no threat"),
            ("polya", "precedent.habit=1.0", "no bounded habit"),
            ("polya", "precedent.trust=1.0", "money = trust"),
            ("habit-low", "decisions.handed_on=0.5", "not handed on"),
            ("habit-low", "decisions.rate=0.1", "so many matters"),
            ("queue", "participation.rate=0.04", "everybody to be there"),
            ("queue", "emergency.raise_rate=0.5", "no emergency powers"),
            ("group-size", "ticks=60", "a history long enough"),
            ("execution", "ticks=3", "a history long enough for work to gather"),
            ("execution", "decisions.rate=0.5", "far more to come up"),
            ("pooling", "work.dropped_ticks=1", "work that is not dropped"),
            ("floor", "decisions.rate=0.5", "more to come up than reports"),
            ("inheritance", "safeguards.time_bombed_committees.gap_ticks=12", "a gap shorter"),
            ("charter-age", "adoption.worn=0.01", "as they are written"),
            ("adoption", "adoption.foresight=1.0", "every motion for it to pass"),
            ("practice", "work.seat_hours=16.0", "as much as can be"),
            ("budget", "decisions.rate=1.3", "less to be spent"),
            ("best-size", "meetings.a_month=60.0", "never wait for a meeting"),
        ] {
            let refused = verdict(limit, &[set], 1).expect_err(limit);
            assert!(refused.to_string().contains(help), "{limit} {set}: {refused}");
        }
    }

    #[test]
    fn groups_of_the_best_size_decide_and_do_soonest() {
        // The least of both times together, as the engine measures them, is where theory has it.
        let model = |members: u32| {
            let set =
                [format!("organization.members={members}"), format!("organization.local_size={members}")];
            let set: Vec<&str> = set.iter().map(String::as_str).collect();
            let seen = verdict("best-size", &set, 4).expect("theory");
            seen.iter().map(|seen| seen.engine).sum::<f64>()
        };
        let best = libm::round(crate::validate::theory::best_size(0.25, 4.0, 4.0)) as u32;
        let months = [best / 2, best - 8, best, best + 10, 2 * best].map(model);
        let least = months.iter().copied().fold(f64::INFINITY, f64::min);
        assert_eq!((best, least.to_bits()), (38, months[2].to_bits()), "{months:?}");
    }

    #[test]
    fn noise_and_bias_are_told_apart() {
        let quantity = super::Quantity { name: "", theory: 1.0 };
        let of = |values: [f64; 4]| {
            let seen = super::verdict(&quantity, 0, &values.map(|value| vec![value]));
            (seen.holds, seen.is_noisy)
        };
        assert_eq!(of([0.9, 1.1, 1.12, 0.96]), (true, true), "two per cent apart, within noise");
        assert_eq!(of([1.0251, 1.0249, 1.025, 1.025]), (false, false), "beyond noise");
        assert_eq!(of([1.0051, 0.9949, 1.0, 1.0]), (true, false));
    }
}
