//! Whom members listen to, follow and agree with.

use super::{Quantity, Unfit, arrivals, need, need_months, need_only, one, second_half};
use crate::validate::theory;
use thermidor_core::Model;
use thermidor_core::state::Organization;

pub(super) fn patronage(scenario: &Model) -> Result<Vec<Quantity>, Unfit> {
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

pub(super) fn read_identity(organization: &Organization, _: &Model, _: &[Quantity]) -> Vec<f64> {
    let seats = &organization.offices.bodies[0].seats;
    let n = seats.len();
    let same = (0..n)
        .flat_map(|a| (0..a).map(move |b| (a, b)))
        .filter(|&(a, b)| seats[a].faction == seats[b].faction);
    vec![2.0 * same.count() as f64 / (n * (n - 1)) as f64]
}

fn everywhere(scenario: &Model) -> Result<(), Unfit> {
    let deference = &scenario.deference;
    need(
        deference.visibility == 1.0 && deference.skill_pull == 0.0,
        "deference.visibility = 1 and skill_pull = 0",
    )
}

pub(super) fn deference_equality(scenario: &Model) -> Result<Vec<Quantity>, Unfit> {
    everywhere(scenario)?;
    let deference = &scenario.deference;
    let variance = theory::followers_variance(deference.pull, f64::from(deference.ties));
    let variance = variance.ok_or(Unfit::NoEquality)?;
    // Deviations fade with the ties that are renewed, the more slowly the nearer to a pull of 2; squares twice as fast.
    let renewal = deference.renewal / f64::from(deference.ties);
    need_months(scenario, 2.0 * renewal * (1.0 - deference.pull / 2.0))?;
    // Followers add up to a fixed number, which takes one degree of freedom.
    one("variance of followers", variance * (1.0 - 1.0 / f64::from(scenario.organization.members)))
}

pub(super) fn read_followers(organization: &Organization, _: &Model, _: &[Quantity]) -> Vec<f64> {
    let mean = organization.ties as f64;
    let apart = |slot: usize| f64::from(organization.members.followers[slot]) - mean;
    let members = (0..organization.slots()).filter(|&slot| organization.members.taken[slot]);
    vec![members.map(|slot| apart(slot) * apart(slot)).sum::<f64>() / organization.size() as f64]
}

pub(super) fn deference_leader(scenario: &Model) -> Result<Vec<Quantity>, Unfit> {
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

pub(super) fn read_leader(organization: &Organization, _: &Model, _: &[Quantity]) -> Vec<f64> {
    let most = organization.members.followers.iter().copied().max().unwrap_or(0);
    vec![f64::from(most) / (organization.ties * organization.size()) as f64]
}

pub(super) fn cascade(scenario: &Model) -> Result<Vec<Quantity>, Unfit> {
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

pub(super) fn read_voice(organization: &Organization, _: &Model, _: &[Quantity]) -> Vec<f64> {
    vec![f64::from(organization.voice())]
}

pub(super) fn condorcet(scenario: &Model) -> Result<Vec<Quantity>, Unfit> {
    let seats = scenario.mandates.committee_seats;
    need(scenario.precedent.barrier <= -50.0, "everything to go to the centre (precedent.barrier = -100)")?;
    need(seats % 2 == 1, "an odd number of jurors (mandates.committee_seats)")?;
    need(scenario.quality.voices_max >= f64::from(seats), "every juror to count (quality.voices_max)")?;
    need(scenario.voice.flattery == 0.0, "reports that flatter nobody (voice.flattery = 0)")?;
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

pub(super) fn read_right(organization: &Organization, _: &Model, _: &[Quantity]) -> Vec<f64> {
    let flow = &organization.books.flow;
    vec![1.0 - flow.wrong / flow.stakes.seats.max(1e-9)]
}

pub(super) fn sparse_sampling(scenario: &Model) -> Result<Vec<Quantity>, Unfit> {
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

pub(super) fn read_inequality(organization: &Organization, _: &Model, _: &[Quantity]) -> Vec<f64> {
    let mut notes = thermidor_core::measures::Notes::default();
    let from = thermidor_core::measures::Reading::new(organization, &mut notes);
    let reading = |name: &str| {
        let measure = thermidor_core::measures::position(name)
            .map(|at| (thermidor_core::measures::MEASURES[at].read)(&from));
        f64::from(measure.unwrap_or(f32::NAN))
    };
    vec![reading("influence_gini"), 1.0 / (reading("influence_people") * organization.size() as f64)]
}

pub(super) fn yule_simon(scenario: &Model) -> Result<Vec<Quantity>, Unfit> {
    need(
        scenario.patronage.factions == 0,
        "each founding member to be of their own faction (patronage.factions = 0)",
    )?;
    need(scenario.membership.exit == 0.0, "nobody to leave (membership.exit = 0)")?;
    one("share of factions with one member, over theory for the size reached", 1.0)
}

pub(super) fn read_factions(organization: &Organization, scenario: &Model, _: &[Quantity]) -> Vec<f64> {
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
    vec![f64::from(alone) / f64::from(all) / expected]
}
