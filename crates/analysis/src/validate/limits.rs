//! The limits: what theory says for a scenario's numbers, and what to read off the engine.

use std::ops::Range;

use rayon::prelude::*;
use serde::Serialize;

use super::theory;
use thermidor_core::budget::Stopped;
use thermidor_core::mechanisms::capacity;
use thermidor_core::scenario::Scenario;
use thermidor_core::state::{Entry, Organization};
use thermidor_core::theory::Theory;
use thermidor_core::world::World;
use thermidor_stats::Moments;

/// Standard errors by which theory and engine may differ.
pub const TOLERANCE: f64 = 4.0;

macro_rules! limits {
    ($($name:ident $when:ident $expect:ident $read:ident;)*) => {
        fn when(theory: Theory) -> When {
            match theory { $(Theory::$name => When::$when),* }
        }

        fn expect(theory: Theory, scenario: &Scenario) -> Result<Vec<Quantity>, String> {
            match theory { $(Theory::$name => $expect(scenario)),* }
        }

        fn read(theory: Theory, organization: &Organization, scenario: &Scenario, expected: &[Quantity]) -> Vec<f64> {
            match theory { $(Theory::$name => $read(organization, scenario, expected)),* }
        }
    };
}

limits! {
    Urn End urn read_urn;
    LotteryCoverage End lottery_coverage read_never_drawn;
    TermLimit SecondHalf term_limit read_turnover;
    CharterAge SecondHalf charter_age read_charter_age;
    EmergencyDuty SecondHalf emergency_duty read_powers;
    ShotNoise SecondHalf shot_noise read_central_precedent;
    Queue SecondHalf queue read_queue;
    Pooling SecondHalf pooling read_pooling;
    Patronage SecondHalf patronage read_identity;
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
    /// What was compared.
    pub quantity: &'static str,
    /// What theory says.
    pub theory: f64,
    /// What the engine gave, on average over runs.
    pub engine: f64,
    /// Standard error of that.
    pub standard_error: f64,
    /// How many of those theory and engine are apart.
    pub z: f64,
    /// Runs.
    pub runs: u32,
    /// Whether they agree.
    pub holds: bool,
}

/// Compares theory and engine for a scenario, which names its theory.
///
/// # Errors
/// When it names none, or when its numbers leave the ground on which the theory holds.
pub fn check(scenario: &Scenario, runs: u32, progress: &(dyn Fn() + Sync)) -> Result<Vec<Verdict>, String> {
    let theory = scenario
        .theory
        .ok_or("it names no theory\n  help: write, for example, theory = \"urn\" at its top")?;
    let expected = expect(theory, scenario)?;
    let observed: Vec<Vec<f64>> = (0..runs)
        .into_par_iter()
        .map(|run| {
            let seen = observe(theory, scenario, run, &expected).map_err(|stopped| stopped.to_string());
            progress();
            seen
        })
        .collect::<Result<_, _>>()?;
    Ok((0..expected.len()).map(|k| verdict(&expected[k], k, &observed)).collect())
}

fn observe(
    theory: Theory,
    scenario: &Scenario,
    run: u32,
    expected: &[Quantity],
) -> Result<Vec<f64>, Stopped> {
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
    let seen: Moments = observed.iter().map(|seen| seen[position]).collect();
    let engine = seen.mean();
    let standard_error = libm::sqrt(seen.variance() / seen.n as f64);
    let apart = engine - expected.theory;
    // Where all runs agree to the last digits there is no spread to go by: six digits have to be right.
    let exact = apart.abs() <= 1e-6 * expected.theory.abs().max(1e-3);
    let z = if exact { 0.0 } else { apart / standard_error.max(1e-12) };
    Verdict {
        quantity: expected.name,
        theory: expected.theory,
        engine,
        standard_error,
        z,
        runs: observed.len() as u32,
        holds: z.abs() <= TOLERANCE,
    }
}

/// The months in which the engine is read and averaged.
fn second_half(scenario: &Scenario) -> Range<u32> {
    scenario.ticks / 2..scenario.ticks
}

/// Times that something has to settle in before the second half, for a theory that holds in the long run only: what is left
/// then of how it began is less than a ten-thousandth.
const SETTLED: f64 = 10.0;

/// Refuses histories too short for a theory of the long run, which is reached at a rate a month.
fn need_months(scenario: &Scenario, rate: f64) -> Result<(), String> {
    let months = libm::ceil(2.0 * SETTLED / rate.max(1e-9));
    need(
        f64::from(scenario.ticks) >= months,
        &format!("a history that is long enough to settle (ticks = {months} or more)"),
    )
}

/// Refuses safeguards that change what the theory is about: all but those named, and their repeal.
fn need_only(scenario: &Scenario, named: &[&str]) -> Result<(), String> {
    let present = scenario.safeguards.present();
    let other = present.iter().find(|name| !named.contains(name));
    need(
        other.is_none(),
        &format!("no other safeguard than {}; leave out {}", named.join(" and "), other.unwrap_or(&"")),
    )?;
    need(
        present.is_empty() || scenario.repeal.motions_per_year == 0.0,
        "no motions to repeal it (repeal.motions_per_year = 0)",
    )
}

/// Refuses numbers for which a theory says nothing.
fn need(holds: bool, what: &str) -> Result<(), String> {
    if holds { Ok(()) } else { Err(format!("the theory does not reach there\n  help: it needs {what}")) }
}

fn one(name: &'static str, theory: f64) -> Result<Vec<Quantity>, String> {
    Ok(vec![Quantity { name, theory }])
}

/// Matters that come up in the whole organization in a month.
fn arrivals(scenario: &Scenario) -> f64 {
    scenario.decisions.rate * f64::from(scenario.organization.members)
}

fn one_local(scenario: &Scenario) -> Result<(), String> {
    let size = &scenario.organization;
    need(
        size.local_size == size.members && size.domains == 1,
        "one local (local_size = members) and one domain",
    )?;
    need(
        scenario.membership.entry == 0.0 && scenario.membership.exit == 0.0,
        "nobody to come or go (membership.entry = exit = 0)",
    )
}

fn urn(scenario: &Scenario) -> Result<Vec<Quantity>, String> {
    let precedent = &scenario.precedent;
    one_local(scenario)?;
    need(precedent.speed == 0.0 && precedent.contagion == 0.0, "precedent.speed = contagion = 0")?;
    need(precedent.half_life_ticks >= 1e9, "precedents that do not fade (half_life_ticks = 1e12)")?;
    need(scenario.decisions.stakes_spread == 0.0, "equal stakes (decisions.stakes_spread = 0)")?;
    let weight = arrivals(scenario) * precedent.founding_ticks;
    let share = precedent.founding_central_share;
    let initial = (share * weight, (1.0 - share) * weight);
    let moments =
        theory::urn(precedent.gamma, precedent.barrier, initial, arrivals(scenario), scenario.ticks)
            .ok_or("it is too large to compute\n  help: keep rate × members × ticks at 400 or less")?;
    Ok(vec![
        Quantity { name: "mean share of central precedents", theory: moments.mean },
        Quantity { name: "its variance between organizations", theory: moments.sd * moments.sd },
    ])
}

fn read_urn(organization: &Organization, _: &Scenario, expected: &[Quantity]) -> Vec<f64> {
    let (central, local) = organization.locals[0].precedents[0];
    let share = f64::from(central) / f64::from(central + local);
    vec![share, (share - expected[0].theory) * (share - expected[0].theory)]
}

fn lottery_coverage(scenario: &Scenario) -> Result<Vec<Quantity>, String> {
    let mandates = &scenario.mandates;
    let lottery = scenario.safeguards.lottery.as_ref().filter(|rule| rule.share * rule.compliance == 1.0);
    need(lottery.is_some(), "every seat to be drawn by lot (safeguards.lottery.share = 1)")?;
    need(mandates.term_ticks == 1 && !mandates.staggered, "terms of one month that are not staggered")?;
    let seats = mandates.executive_seats + scenario.organization.domains * mandates.committee_seats;
    // The founding holders were elected; the first lots are drawn in month 1.
    let draws = f64::from(scenario.ticks) - 1.0;
    let never = theory::never_drawn(f64::from(seats), f64::from(scenario.organization.members), draws);
    one("share of members never drawn", never)
}

fn read_never_drawn(organization: &Organization, _: &Scenario, _: &[Quantity]) -> Vec<f64> {
    let mut drawn = vec![false; organization.slots()];
    for mandate in organization.mandates.iter().filter(|mandate| mandate.entry == Entry::Lottery) {
        drawn[mandate.holder as usize] = true;
    }
    let ever = drawn.iter().filter(|drawn| **drawn).count() as f64;
    vec![1.0 - ever / organization.size() as f64]
}

fn term_limit(scenario: &Scenario) -> Result<Vec<Quantity>, String> {
    let rule = scenario.safeguards.rotation.as_ref().filter(|rule| rule.compliance == 1.0);
    let rule = rule.ok_or("there is no limit\n  help: name safeguards.rotation, with compliance 1")?;
    need(scenario.mandates.appointed, "appointment at all times (mandates.appointed = true)")?;
    need(rule.term_ticks == 1 && scenario.mandates.term_ticks == 1, "terms of one month")?;
    need_only(scenario, &["rotation", "separation_of_party_and_state"])?;
    need(!scenario.mandates.staggered, "terms that are not staggered (mandates.staggered = false)")?;
    need(rule.from_tick == 0 && rule.until_tick.is_none(), "a limit at all times")?;
    let turnover = theory::turnover_under_limit(
        scenario.patronage.retention,
        rule.terms_in_a_row,
        second_half(scenario),
    );
    one("share of seats that change hands each term", turnover)
}

fn read_turnover(organization: &Organization, _: &Scenario, _: &[Quantity]) -> Vec<f64> {
    let active = organization.centre().iter().filter(|body| body.active);
    let seats: usize = active.map(|body| body.seats.len()).sum();
    vec![f64::from(organization.flow.turnover[0]) / seats as f64]
}

fn charter_age(scenario: &Scenario) -> Result<Vec<Quantity>, String> {
    let rule = scenario.safeguards.time_bombed_committees.as_ref();
    let rule = rule.ok_or("charters do not expire\n  help: name safeguards.time_bombed_committees")?;
    need(rule.quorum == 0.0, "no quorum (safeguards.time_bombed_committees.quorum = 0)")?;
    need_only(scenario, &["time_bombed_committees"])?;
    need(rule.until_tick.is_none(), "charters that expire to the end (no until_tick)")?;
    let renewal = 1.0 - rule.compliance * (1.0 - rule.rubber_stamp);
    let committees = scenario.organization.domains;
    let due = |month, committee| rule.is_due(month, committee, committees);
    let age = theory::charter_age(renewal, committees, due, second_half(scenario));
    one("mean age of committees' charters", age)
}

fn read_charter_age(organization: &Organization, _: &Scenario, _: &[Quantity]) -> Vec<f64> {
    let committees = &organization.bodies[1..organization.command()];
    let ages: f64 = committees.iter().map(|body| f64::from(organization.tick - body.chartered)).sum();
    vec![ages / committees.len() as f64]
}

/// Probability of powers, by month.
fn duty(scenario: &Scenario) -> Result<Vec<f64>, String> {
    need(scenario.shocks.civil_war.len() == 1, "one shock, shocks.civil_war")?;
    let war = &scenario.shocks.civil_war[0];
    need(war.rate_per_year > 0.0 && war.start_tick == 0, "it to come at a rate from month 0")?;
    need(
        war.decay_ticks == 0.0 && war.severity > scenario.emergency.threshold,
        "it to end at once, and to pass the threshold",
    )?;
    need(
        scenario.environment.threat_noise == 0.0,
        "a threat that does not waver (environment.threat_noise = 0)",
    )?;
    need(
        scenario.environment.threat <= scenario.emergency.threshold,
        "no emergency without it (environment.threat below emergency.threshold)",
    )?;
    need(scenario.emergency.ratchet == 0.0, "no ratchet (emergency.ratchet = 0)")?;
    need(scenario.safeguards.present().is_empty(), "no safeguards")?;
    let onset = 1.0 - libm::exp(-war.rate_per_year / 12.0);
    Ok(theory::duty_cycle(onset, war.duration_ticks, scenario.emergency.end_rate, scenario.ticks))
}

fn emergency_duty(scenario: &Scenario) -> Result<Vec<Quantity>, String> {
    one(
        "share of months under emergency powers",
        mean_of(&duty(scenario)?[second_half(scenario).start as usize..]),
    )
}

fn mean_of(values: &[f64]) -> f64 {
    values.iter().copied().collect::<Moments>().mean()
}

fn read_powers(organization: &Organization, _: &Scenario, _: &[Quantity]) -> Vec<f64> {
    vec![f64::from(u8::from(organization.powers.is_some()))]
}

fn shot_noise(scenario: &Scenario) -> Result<Vec<Quantity>, String> {
    let (precedent, decisions) = (&scenario.precedent, &scenario.decisions);
    one_local(scenario)?;
    need(precedent.gamma == 0.0 && precedent.speed == 0.0, "precedent.gamma = speed = 0")?;
    need(
        decisions.urgency == 1.0 && decisions.urgency_threat == 0.0 && decisions.rate_threat == 0.0,
        "decisions.urgency = 1, and urgency_threat = rate_threat = 0",
    )?;
    let routed = |push: f64| 1.0 / (1.0 + libm::exp(precedent.barrier - push));
    let (pushed, ordinary) = (routed(scenario.emergency.central_push), routed(0.0));
    let fade = libm::exp2(-1.0 / precedent.half_life_ticks);
    let matters = arrivals(scenario);
    // What comes in a month fades with what was there, so that expectations can be carried forward.
    let mut weight = matters * precedent.founding_ticks * precedent.founding_central_share;
    let by_month: Vec<f64> = (duty(scenario)?.into_iter())
        .map(|duty| {
            weight = fade * (weight + matters * (duty * pushed + (1.0 - duty) * ordinary));
            weight
        })
        .collect();
    one("mean weight of central precedent", mean_of(&by_month[second_half(scenario).start as usize..]))
}

fn read_central_precedent(organization: &Organization, _: &Scenario, _: &[Quantity]) -> Vec<f64> {
    vec![f64::from(organization.locals[0].precedents[0].0)]
}

fn queue(scenario: &Scenario) -> Result<Vec<Quantity>, String> {
    one_local(scenario)?;
    need(scenario.precedent.barrier >= 50.0, "nothing to go to the centre (precedent.barrier = 100)")?;
    let hours = scenario.participation.hours * f64::from(scenario.organization.members);
    need(
        (hours / scenario.decisions.hours - 1.0).abs() < 1e-9,
        "hours for one matter a month (members × participation.hours = decisions.hours)",
    )?;
    let load = arrivals(scenario);
    need(load < 1.0, "less than one matter a month to come up")?;
    need_patience(scenario)?;
    one("matters before the assembly", theory::queue_present(load, 1, second_half(scenario)))
}

/// Refuses matters that lapse while they wait.
fn need_patience(scenario: &Scenario) -> Result<(), String> {
    need(
        scenario.decisions.lapse_ticks >= scenario.ticks,
        "matters that do not lapse (decisions.lapse_ticks = ticks or more)",
    )
}

fn read_queue(organization: &Organization, _: &Scenario, _: &[Quantity]) -> Vec<f64> {
    let flow = &organization.flow;
    vec![organization.decisions.len() as f64 + f64::from(flow.count.0 + flow.count.1)]
}

fn pooling(scenario: &Scenario) -> Result<Vec<Quantity>, String> {
    one_local(scenario)?;
    need(scenario.precedent.barrier <= -50.0, "everything to go to the centre (precedent.barrier = -100)")?;
    need(
        scenario.capacity.seat_hours == scenario.decisions.hours,
        "a matter a month from each seat (capacity.seat_hours = decisions.hours)",
    )?;
    let (load, seats) = (arrivals(scenario), scenario.mandates.committee_seats);
    // The probability of none is then a number above 0.
    need(load < 700.0, "fewer than 700 matters a month to come up")?;
    need(load < f64::from(seats), "fewer matters a month than seats")?;
    need_patience(scenario)?;
    let present = theory::queue_present(load, seats, second_half(scenario));
    Ok(vec![
        Quantity { name: "matters before the pooled seats", theory: present },
        Quantity {
            name: "Erlang's chance to wait, as routing reckons",
            theory: theory::erlang_c(seats, load),
        },
    ])
}

fn read_pooling(organization: &Organization, scenario: &Scenario, expected: &[Quantity]) -> Vec<f64> {
    let erlang = capacity::erlang_c(scenario.mandates.committee_seats, arrivals(scenario));
    vec![read_queue(organization, scenario, expected)[0], erlang]
}

fn patronage(scenario: &Scenario) -> Result<Vec<Quantity>, String> {
    let mandates = &scenario.mandates;
    need(
        mandates.appointed && scenario.patronage.retention == 0.0,
        "appointment at all times, and nobody kept (mandates.appointed = true, patronage.retention = 0)",
    )?;
    need(mandates.term_ticks == 1 && !mandates.staggered, "terms of one month that are not staggered")?;
    need(scenario.patronage.factions == 0, "each to be of their own faction (patronage.factions = 0)")?;
    let lots = scenario.safeguards.lottery.as_ref().map_or(0.0, |rule| rule.share * rule.compliance);
    need(lots > 0.0, "some lots (safeguards.lottery.share above 0)")?;
    need_only(scenario, &["lottery"])?;
    one(
        "chance that two seats of the executive serve one faction",
        theory::faction_identity(
            f64::from(mandates.executive_seats),
            lots,
            f64::from(scenario.organization.members),
            second_half(scenario),
        ),
    )
}

fn read_identity(organization: &Organization, _: &Scenario, _: &[Quantity]) -> Vec<f64> {
    let seats = &organization.bodies[0].seats;
    let n = seats.len();
    let same = (0..n)
        .flat_map(|a| (0..a).map(move |b| (a, b)))
        .filter(|&(a, b)| seats[a].faction == seats[b].faction);
    vec![2.0 * same.count() as f64 / (n * (n - 1)) as f64]
}

fn everywhere(scenario: &Scenario) -> Result<(), String> {
    let deference = &scenario.deference;
    need(
        deference.visibility == 1.0 && deference.skill_pull == 0.0,
        "deference.visibility = 1 and skill_pull = 0",
    )
}

fn deference_equality(scenario: &Scenario) -> Result<Vec<Quantity>, String> {
    everywhere(scenario)?;
    let deference = &scenario.deference;
    let variance = theory::followers_variance(deference.pull, f64::from(deference.ties));
    let variance = variance.ok_or("equality does not last there\n  help: use a smaller deference.pull, or theory = \"deference_leader\"")?;
    // Deviations fade with the ties that are renewed, the more slowly the nearer to a pull of 2; squares twice as fast.
    let renewal = deference.renewal / f64::from(deference.ties);
    need_months(scenario, 2.0 * renewal * (1.0 - deference.pull / 2.0))?;
    // Followers add up to a fixed number, which takes one degree of freedom.
    one("variance of followers", variance * (1.0 - 1.0 / f64::from(scenario.organization.members)))
}

fn read_followers(organization: &Organization, _: &Scenario, _: &[Quantity]) -> Vec<f64> {
    let mean = organization.ties as f64;
    let apart = |slot: usize| f64::from(organization.members.followers[slot]) - mean;
    let members = (0..organization.slots()).filter(|&slot| organization.members.taken[slot]);
    vec![members.map(|slot| apart(slot) * apart(slot)).sum::<f64>() / organization.size() as f64]
}

fn deference_leader(scenario: &Scenario) -> Result<Vec<Quantity>, String> {
    everywhere(scenario)?;
    let deference = &scenario.deference;
    need(
        deference.pull > 2.0 || deference.founding_leader == 1.0,
        "a pull above 2, or a leader from the founding on (deference.founding_leader = 1)",
    )?;
    let (ties, people) = (f64::from(deference.ties), f64::from(scenario.organization.members));
    // A leader who is there from the founding on has to come down to his share, another has to rise first.
    let rise = if deference.founding_leader == 1.0 { 1.0 } else { (deference.pull / 2.0 - 1.0).min(1.0) };
    need_months(scenario, deference.renewal / ties * rise)?;
    one("share of ties at the most followed", theory::leader_share(deference.pull, ties, people))
}

fn read_leader(organization: &Organization, _: &Scenario, _: &[Quantity]) -> Vec<f64> {
    let most = organization.members.followers.iter().copied().max().unwrap_or(0);
    vec![f64::from(most) / (organization.ties * organization.size()) as f64]
}

fn cascade(scenario: &Scenario) -> Result<Vec<Quantity>, String> {
    let voice = &scenario.voice;
    need(voice.circle == 0.0 && voice.cynicism == 0.0, "voice.circle = cynicism = 0")?;
    need(
        voice.tolerance == 1.0 && voice.tolerance_spread == 0.0,
        "nobody to mind anything (voice.tolerance = 1, tolerance_spread = 0)",
    )?;
    need(voice.threshold_min <= -5.0, "thresholds that can be below 0 (voice.threshold_min = -10)")?;
    need(
        scenario.environment.threat == 0.0 && scenario.environment.threat_noise == 0.0,
        "no threat that makes dissent dearer (environment.threat = threat_noise = 0)",
    )?;
    one("share who speak up", theory::cascade(voice.threshold, voice.threshold_spread, scenario.ticks))
}

fn read_voice(organization: &Organization, _: &Scenario, _: &[Quantity]) -> Vec<f64> {
    vec![f64::from(organization.voice())]
}

fn condorcet(scenario: &Scenario) -> Result<Vec<Quantity>, String> {
    let seats = scenario.mandates.committee_seats;
    need(scenario.precedent.barrier <= -50.0, "everything to go to the centre (precedent.barrier = -100)")?;
    need(seats % 2 == 1, "an odd number of jurors (mandates.committee_seats)")?;
    need(scenario.quality.voices_max >= f64::from(seats), "every juror to count (quality.voices_max)")?;
    let skill = &scenario.skill;
    need(
        skill.spread == 0.0 && skill.learning_ticks >= 1e9 && skill.forgetting_ticks >= 1e9,
        "equal skills that stay (skill.spread = 0, learning_ticks = forgetting_ticks = 1e12)",
    )?;
    need(
        scenario.shaping.newcomer == 1.0 && scenario.structures.half_life_ticks >= 1e9,
        "posts that need not be learned, and charters that last (shaping.newcomer = 1, structures.half_life_ticks = 1e12)",
    )?;
    need(arrivals(scenario) >= 10.0, "matters in every month (decisions.rate × members at least 10)")?;
    let accuracy = 0.5 + 0.5 * skill.founding * scenario.quality.central_information;
    one("share of decisions that are right", theory::majority(seats, accuracy))
}

fn read_right(organization: &Organization, _: &Scenario, _: &[Quantity]) -> Vec<f64> {
    let flow = &organization.flow;
    vec![1.0 - flow.wrong / flow.stakes.0.max(1e-9)]
}

fn sparse_sampling(scenario: &Scenario) -> Result<Vec<Quantity>, String> {
    let mandates = &scenario.mandates;
    let lottery = scenario.safeguards.lottery.as_ref().filter(|rule| rule.share * rule.compliance == 1.0);
    need(
        lottery.is_some() && mandates.committee_seats == 1 && scenario.organization.domains == 1,
        "one seat, drawn by lot (safeguards.lottery.share = 1, mandates.committee_seats = 1, organization.domains = 1)",
    )?;
    need(
        mandates.term_ticks == 1 && scenario.precedent.barrier <= -50.0,
        "terms of one month, and everything to go to the centre",
    )?;
    need(scenario.shaping.memory_ticks >= 1e9, "influence that does not fade (shaping.memory_ticks = 1e12)")?;
    let (people, months) = (f64::from(scenario.organization.members), f64::from(scenario.ticks));
    // The founding holder has the first two months, and a month's stakes are a Poisson number.
    let squares = (months + 2.0) / (months * months) * (1.0 + 1.0 / arrivals(scenario));
    let gini = theory::multinomial_gini(people, months - 2.0, 2.0) * (1.0 - 1.0 / people)
        + theory::tie_breaking(months / people, arrivals(scenario));
    Ok(vec![
        Quantity { name: "Gini of influence", theory: gini },
        Quantity { name: "HHI of influence", theory: squares + (1.0 - squares) / people },
    ])
}

fn read_inequality(organization: &Organization, _: &Scenario, _: &[Quantity]) -> Vec<f64> {
    let mut notes = thermidor_core::measures::Notes::default();
    let from = thermidor_core::measures::Reading::new(organization, &mut notes);
    let reading = |name: &str| {
        let measure = thermidor_core::measures::position(name)
            .map(|at| (thermidor_core::measures::MEASURES[at].read)(&from));
        f64::from(measure.unwrap_or(f32::NAN))
    };
    vec![reading("influence_gini"), 1.0 / (reading("influence_people") * organization.size() as f64)]
}

fn yule_simon(scenario: &Scenario) -> Result<Vec<Quantity>, String> {
    need(
        scenario.patronage.factions == 0,
        "each founding member to be of their own faction (patronage.factions = 0)",
    )?;
    need(scenario.membership.exit == 0.0, "nobody to leave (membership.exit = 0)")?;
    one("share of factions with one member, less theory for the size reached", 0.0)
}

fn read_factions(organization: &Organization, scenario: &Scenario, _: &[Quantity]) -> Vec<f64> {
    let taken =
        organization.members.faction.iter().zip(&organization.members.taken).filter(|(_, taken)| **taken);
    let mut factions: Vec<u32> = taken.map(|(faction, _)| *faction).collect();
    factions.sort_unstable();
    let (mut all, mut alone) = (0u32, 0u32);
    for group in factions.chunk_by(|a, b| a == b) {
        all += 1;
        alone += u32::from(group.len() == 1);
    }
    let founders = scenario.organization.members;
    let alpha = scenario.patronage.new_faction;
    let expected =
        theory::simon_singletons(founders, founders, f64::from(founders), organization.count, alpha);
    vec![f64::from(alone) / f64::from(all) - expected]
}

#[cfg(test)]
mod tests {
    use super::check;
    use thermidor_scenario::read;

    fn verdict(limit: &str, set: &[&str], runs: u32) -> Result<Vec<super::Verdict>, String> {
        let path = format!("{}/scenarios/limits/{limit}.toml", env!("CARGO_MANIFEST_DIR"));
        let set: Vec<String> = set.iter().map(|&one| one.to_owned()).collect();
        check(&read::load(path.as_ref(), &set).expect("a scenario"), runs, &|| ())
    }

    #[test]
    fn theory_is_that_of_the_months_that_are_read() {
        // Each is far from the long run, by which it used to be judged.
        let stamped = "safeguards.time_bombed_committees.rubber_stamp=0.97";
        for (limit, set, runs) in [
            ("charter-age", &["ticks=240", stamped][..], 200),
            ("charter-age", &["ticks=7"], 50),
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
        ] {
            let refused = verdict(limit, &[set], 1).expect_err(limit);
            assert!(refused.contains(help), "{limit} {set}: {refused}");
        }
    }
}
