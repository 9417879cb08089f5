//! The engine beside its twin: a slow readable program in Python that was written from the description of the
//! model (`docs/odd.md`) alone. Both simulate the same scenarios with luck of their own; their distributions
//! must agree.

use std::collections::BTreeMap;
use std::process::Command;
use thermidor_core::Model;

use serde_json::Value as Json;
use thermidor_core::history::{History, simulate};
use thermidor_core::measures::position;
use thermidor_core::world::World;
use thermidor_scenario::read;

/// Runs of the twin; the engine, which is faster, makes more.
const TWIN_RUNS: usize = 32;
const ENGINE_RUNS: u32 = 256;
const GROUND: &str = "ticks = 60\norganization.members = 60\norganization.local_size = 10\n";
const SIEGE: &str = "[[shocks.isolation]]\nstart_tick = 12\nduration_ticks = 24\n";

/// Standard errors at which a single comparison fails, and beyond which at most one in fifty may lie (those of one scenario
/// go together).
const FAR: f64 = 6.0;
const APART: f64 = 3.0;
/// Standard errors at which a measure fails that is off to the same side in scenario after scenario. Of some thousand such
/// sums one is beyond that by chance once in sixteen times; the seeds are fixed, so only new random streams try again.
const TOGETHER: f64 = 4.0;

struct Sample {
    mean: f64,
    variance: f64,
    runs: f64,
}

impl Sample {
    fn of(values: &[f64]) -> Self {
        let n = values.len() as f64;
        let mean = values.iter().sum::<f64>() / n;
        let variance = values.iter().map(|x| (x - mean) * (x - mean)).sum::<f64>() / (n - 1.0).max(1.0);
        Self { mean, variance, runs: n }
    }
}

/// What the twin makes of a scenario, with luck of its own for each seed.
fn twin(text: &str, seed: usize) -> Json {
    let file = tempfile::NamedTempFile::with_suffix(".toml").expect("a file");
    std::fs::write(file.path(), text).expect("a scenario");
    let output = Command::new("python3")
        .arg("tests/twin/twin.py")
        .arg(file.path())
        .args([TWIN_RUNS.to_string(), seed.to_string()])
        .env("TWIN_SCHEMA", "docs/scenario.schema.json")
        .output()
        .expect("python3, of version 3.11 or later, runs the twin");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    serde_json::from_slice(&output.stdout).expect("JSON")
}

/// The engine's value of what the twin calls `measure`.
fn read_off(history: &History, measure: &str, month: usize) -> Option<f64> {
    let of = |name: &str| Some(f64::from(history.row(month - 1)[position(name)?]));
    (history.ticks() >= month).then(|| match measure {
        "grievance" => Some(of("grievance_visible")? + of("grievance_hidden")?),
        name => of(name),
    })?
}

/// What the twin has of a measure at each of its months.
fn theirs(values: &Json) -> Vec<Vec<f64>> {
    let months = values.as_array().expect("months").iter();
    months.map(|runs| runs.as_array().expect("runs").iter().filter_map(Json::as_f64).collect()).collect()
}

/// How many standard errors lie between the engine and the twin; `None` where too few runs lived so long.
fn apart(name: &str, measure: &str, month: usize, ours: &[f64], theirs: &[f64]) -> Option<f64> {
    if theirs.len() < TWIN_RUNS / 2 || ours.len() < ENGINE_RUNS as usize / 2 {
        return None;
    }
    let (theirs, ours) = (Sample::of(theirs), Sample::of(ours));
    // What is rare may happen in none of the twin's runs: the engine's variance tells how far off that is.
    let variance = theirs.variance.max(ours.variance) / theirs.runs + ours.variance / ours.runs;
    let error = variance.sqrt().max(1e-3 * ours.mean.abs()).max(1e-4);
    let z = (ours.mean - theirs.mean) / error;
    if z.abs() > APART {
        println!(
            "{name}, month {month}, {measure}: engine {:.4} ({} runs), twin {:.4} ({} runs), z {z:+.1}",
            ours.mean, ours.runs, theirs.mean, theirs.runs
        );
    }
    assert!(z.abs() <= FAR, "{name}, month {month}, {measure}: engine {}, twin {}", ours.mean, theirs.mean);
    Some(z)
}

fn scenario(name: &str, text: &str) -> (String, Model) {
    let text = format!("{GROUND}{text}");
    let scenario = read::parse(name, &text, &[]).unwrap_or_else(|error| panic!("{error}"));
    (text, scenario)
}

/// Standard errors by measure and month, one a scenario.
type Distances = BTreeMap<(String, usize), Vec<f64>>;

/// Compares all measures of a scenario.
fn compare(name: &str, text: &str, seed: usize, distances: &mut Distances) {
    let (text, scenario) = scenario(name, text);
    // Runs of their own for each scenario: variants share their luck, and what is off in all of them would count as many times.
    let first = seed as u32 * ENGINE_RUNS;
    let engine: Vec<History> =
        (first..first + ENGINE_RUNS).map(|run| simulate(&scenario, run).unwrap()).collect();
    for (measure, values) in twin(&text, seed)["measures"].as_object().expect("measures") {
        for (k, theirs) in theirs(values).iter().enumerate() {
            let month = (k + 1) * scenario.ticks as usize / 4;
            let ours: Vec<f64> = engine.iter().filter_map(|h| read_off(h, measure, month)).collect();
            if let Some(z) = apart(name, measure, month, &ours, theirs) {
                distances.entry((measure.clone(), month)).or_default().push(z);
            }
        }
    }
}

fn all(cases: &[(&str, String)]) {
    let mut distances = Distances::new();
    for (seed, (name, text)) in cases.iter().enumerate() {
        compare(name, text, 5 + seed, &mut distances);
    }
    let compared = distances.values().map(Vec::len).sum::<usize>();
    let apart = distances.values().flatten().filter(|z| z.abs() > APART).count();
    println!("{compared} comparisons, {apart} of them more than {APART} standard errors apart");
    for ((measure, month), all) in &distances {
        // What is off by less than can be seen in one scenario adds up over all of them.
        let together = all.iter().sum::<f64>() / (all.len() as f64).sqrt();
        assert!(together.abs() <= TOGETHER, "{measure}, month {month}: {together:+.1} in all, of {all:.1?}");
    }
    assert!(compared > 300 && apart * 50 <= compared, "{apart} of {compared} are apart");
}

/// Of all ties, the share that point at the more skilled half of the members.
fn ties_to_skilled(world: &World) -> f64 {
    let members = &world.organizations[0].members;
    let mut taken: Vec<usize> = (0..members.taken.len()).filter(|slot| members.taken[*slot]).collect();
    taken.sort_by(|a, b| members.skill[*a].total_cmp(&members.skill[*b]));
    let followers =
        |slots: &[usize]| slots.iter().map(|slot| f64::from(members.followers[*slot])).sum::<f64>();
    followers(&taken[taken.len() / 2..]) / followers(&taken)
}

/// Skill counts as it is. Where all skills lie about a half step of 1/64, counting them in such steps would set two halves
/// of the members 10/64 log odds apart who are as good as equal.
#[test]
fn members_are_chosen_by_their_skill_and_not_by_steps_of_it() {
    let edge = "skill.founding = 0.5078125\nskill.spread = 0.002\nskill.learning_ticks = 1e12\n\
                skill.forgetting_ticks = 1e12\nmembership.newcomer_skill = 1.0\ndeference.pull = 0.0\n\
                deference.skill_pull = 10.0\ndeference.ties = 16\ndeference.renewal = 1.0\ndeference.visibility = 0.5\n";
    let (text, scenario) = scenario("edge", edge);
    let months = [15, 30, 45, 60];
    let mut ours = vec![Vec::new(); months.len()];
    for run in 0..ENGINE_RUNS {
        let mut world = World::found(&scenario, run);
        for tick in 0..scenario.ticks {
            world.month(&scenario, tick).unwrap();
            if let Some(k) = months.iter().position(|month| *month == tick + 1) {
                ours[k].push(ties_to_skilled(&world));
            }
        }
    }
    let theirs = theirs(&twin(&text, 5)["measures"]["ties_to_skilled"]);
    let mut sum = 0.0;
    for (k, month) in months.iter().enumerate() {
        let z = apart("edge", "ties_to_skilled", *month as usize, &ours[k], &theirs[k]).expect("all live on");
        assert!(z.abs() <= TOGETHER, "month {month}: {z:+.1} standard errors");
        sum += z;
    }
    assert!(sum.abs() / 2.0 <= TOGETHER, "{:+.1} standard errors in all", sum / 2.0);
}

#[test]
fn the_twin_agrees_without_safeguards() {
    all(&[
        ("quiet", String::new()),
        ("siege", SIEGE.into()),
        ("war", "[[shocks.civil_war]]\nstart_tick = 12\nduration_ticks = 18\n".into()),
        ("hunger", "[[shocks.scarcity]]\nstart_tick = 12\n".into()),
        ("victory", "[[shocks.victory]]\nstart_tick = 12\n".into()),
        ("central", "precedent.founding_central_share = 0.6\nprecedent.barrier = -1.0\n".into()),
        (
            "apparatus",
            "apparatus.founding_per_1000 = 60.0\nviability.months_below_zero = 60\nmandates.term_ticks = 6\n"
                .into(),
        ),
        ("surge", "[[shocks.surge]]\nstart_tick = 12\n[[shocks.windfall]]\nstart_tick = 24\n".into()),
        ("holders", HOLDERS.into()),
    ]);
}

#[test]
fn the_twin_agrees_on_other_organizations() {
    all(&[
        (
            "board",
            "mandates.committee_seats = 0\nmandates.executive_term_ticks = 24\nmandates.elected_by = \"delegates\"\n\
             mandates.founding_tenure = 10.0\napparatus.founding = 1.0\ndecisions.founding_backlog = 1.0\n"
                .into(),
        ),
        (
            "assembly",
            "meetings.general_period_ticks = 3\nmandates.elected_by = \"assembly\"\norganization.size_spread = 0.4\n".into(),
        ),
        ("crowded", "decisions.rate = 0.5\nviability.months_below_zero = 60\nmeetings.a_month = 1.0\nmeetings.working_group = 3\n".into()),
        (
            "appointed",
            "mandates.appointed = true\npatronage.factions = 3\ncooptation.attempts_per_year = 3.0\n\
             voice.transparency = 0.1\nbudget.assets_months = 6.0\n"
                .into(),
        ),
        (
            "discontent",
            "voice.tolerance = 0.1\nvoice.grievance_gain = 3.0\nprecedent.founding_central_share = 0.5\n\
             voice.fusion = 0.6\nenvironment.threat = 0.2\nsecession.threshold = 0.3\n"
                .into(),
        ),
        ("short", "[[shocks.isolation]]\nstart_tick = 12\nduration_ticks = 0.5\ndecay_ticks = 3.0\n".into()),
    ]);
}

/// Holders whom a limit or a quota bars, and who stay past their mandates.
const MEETING: &str = "mandates.executive_term_ticks = 4\nmandates.term_ticks = 6\n\
    [safeguards.newcomers_quota]\nshare = 0.5\ncompliance = 0.8\nnew_again_ticks = 3\n\
    [safeguards.rotation]\nterm_ticks = 6\ncooling_off_ticks = 3\ncompliance = 0.8\n";
/// Three organizations, of which the first falls below zero; in half of its months the others send it money.
const ALLIES: &str = "world.organizations = 3\nworld.alliances = \"ring\"\nworld.aid = 0.5\n\
    viability.months_below_zero = 60\nviability.reserve_months_max = 20.0\n\
    viability.founding_reserve_months = 0.5\n\
    [safeguards.international_alliances]\ncontagion = 0.6\n\
    [[shocks.scarcity]]\nstart_tick = 4\nduration_ticks = 30\nseverity = 1.0\nstrikes = [0]\n\
    [[shocks.victory]]\nstart_tick = 4\nstrikes = [1, 2]\n\
    [[shocks.isolation]]\nstart_tick = 30\nduration_ticks = 12\n";
/// Shocks that strike holders and allies.
const HOLDERS: &str = "[[shocks.loss_of_leaders]]\nstart_tick = 6\nrate_per_year = 1.0\n\
    [[shocks.cooptation_campaign]]\nstart_tick = 6\nattempts = 40.0\n\
    [[shocks.failed_revolutions]]\nstart_tick = 24\n[[shocks.internal_split]]\nstart_tick = 12\n";

fn with(rule: &str, more: &str) -> String {
    format!("{SIEGE}[safeguards.{rule}]\n{more}")
}

#[test]
fn the_twin_agrees_with_safeguards() {
    all(&[
        ("rotation", with("rotation", "term_ticks = 6\n")),
        ("lottery", with("lottery", "")),
        ("time bombs", with("time_bombed_committees", "lifetime_ticks = 12\n")),
        ("dissent cycles", with("dissent_cycles", "period_ticks = 6\nquorum = 0.1\n")),
        ("disband days", with("disband_days", "period_ticks = 6\n")),
        ("transparency", with("transparency", "")),
        ("sunset", with("emergency_sunset", "months = 4\n")),
        ("alliances", with("international_alliances", "")),
        ("subsidiarity", with("subsidiarity", "")),
    ]);
}

#[test]
fn the_twin_agrees_with_more_safeguards() {
    let minded = "voice.tolerance = 0.1\n";
    all(&[
        ("audit", with("public_audit", "")),
        ("shadow office", format!("{minded}{}", with("shadow_office", ""))),
        ("freedom to split", format!("{minded}{}", with("freedom_to_split", "threshold = 0.2\n"))),
        ("recall", format!("{minded}{}", with("recall", "signatures = 0.05\n"))),
        ("separation", with("separation_of_party_and_state", "fusion_cap = 0.1\n")),
        ("councils", with("parallel_institutions", "building_ticks = 6\n")),
        ("redesign", with("periodic_redesign", "period_ticks = 12\n")),
        ("quota", with("newcomers_quota", "")),
        ("staff rotation", with("staff_rotation", "term_ticks = 12\n")),
        (
            "repeal",
            format!(
                "repeal.motions_per_year = 2.0\nadoption.worn = 0.1\n{}",
                with("subsidiarity", "adopted = \"moved\"\n")
            ),
        ),
        ("rules that meet", MEETING.into()),
        ("allies", ALLIES.into()),
        ("moved", format!("adoption.motions_per_year = 6.0\n{}", with("rotation", "adopted = \"moved\"\n"))),
    ]);
}
