//! Removability: the probability that a holder with a disapproving majority is out within twelve months, under the present
//! rules and against the likely challengers.

use crate::mechanisms::elections::{self, Polls};
use crate::mechanisms::tables::Tables;
use crate::month::Month;
use crate::parameters::mandates::Electorate;
use crate::rules::{Recall, TermLimit};
use crate::simd::{F32s, LANES, LaneSums, kernel, per_row, registers};
use crate::state::{Organization, Seat, Tier};

/// Scratch: odds of each held seat of the centre.
#[derive(Debug, Clone, Default)]
pub struct Holders {
    /// Log odds to win against the likely challengers.
    pub(super) odds: Vec<f32>,
    /// Increase by a lost election of the probability to be out.
    weights: Vec<f32>,
    /// Factions that held seats serve.
    pub(super) factions: Vec<u32>,
}

/// Mean over the held seats of the centre; 1 without held seats.
pub fn compute(
    organization: &Organization,
    month: &Month,
    polls: &Polls,
    tables: &Tables,
    holders: &mut Holders,
) -> f32 {
    let Holders { odds, weights, .. } = holders;
    odds.clear();
    weights.clear();
    let (mut out, mut count) = (0.0, 0u32);
    let rivals = Rivals::expected(organization, month);
    let is_quorate = f64::from(organization.turnout) >= month.parameters.mandates.quorum;
    let recall = month.rules.recall.filter(|_| is_quorate && organization.emergency.powers.is_none());
    for body in organization.centre().iter().filter(|body| body.active) {
        let drawn = month.rules.sortition.map_or(0.0, |rule| rule.chance(body.tier));
        for seat in &body.seats {
            let Some(holder) = seat.holder else { continue };
            let recalled = recall.map_or(0.0, |rule| recalled(&rule, body.tier, seat, month.number));
            let stays = (1.0 - drawn) * (1.0 - recalled);
            count += 1;
            if seat.ends.saturating_sub(month.number) > 12 {
                out += recalled;
                continue;
            }
            match as_the_term_ends(organization, month, seat, is_quorate) {
                Some(chance) => out += 1.0 - stays * (1.0 - chance),
                None => {
                    out += 1.0 - stays;
                    let own = polls.disliked(organization, &month.parameters, tables, holder) - rivals.score;
                    odds.push(rivals.against(own) as f32);
                    weights.push((stays * rivals.any) as f32);
                }
            }
        }
    }
    let many = odds.len().next_multiple_of(LANES);
    odds.resize(many, 0.0);
    weights.resize(many, 0.0);
    if count == 0 { 1.0 } else { ((out + f64::from(lost(odds, weights))) / f64::from(count)) as f32 }
}

/// Chance that a holder whom half of the members speak against is recalled within twelve months.
fn recalled(rule: &Recall, tier: Tier, seat: &Seat, now: u32) -> f64 {
    let is_safe = seat.months(now) + 12 < rule.cooling_off_ticks;
    if rule.tiers.reach(tier) && !is_safe && rule.signatures <= 0.5 { rule.compliance } else { 0.0 }
}

kernel! {
    /// Weighted sum of the probabilities to lose.
    fn lost<S>(simd, odds: &'a [f32], weights: &'a [f32]) -> f32 {
        let one = F32s::all(simd, 1.0);
        let mut sum = LaneSums::<S>::zero(simd);
        for (i, (odds, weight)) in registers::<S>(odds).iter().zip(registers::<S>(weights)).enumerate() {
            let lost = F32s::of(simd, *weight) / (one + F32s::of(simd, *odds).exp());
            sum.add(i % per_row::<S>(), lost);
        }
        sum.total()
    }
}

/// Likely challengers of a holder, as many as in recent elections.
#[derive(Clone, Copy)]
pub(super) struct Rivals {
    /// Probability that there is one.
    pub(super) any: f64,
    /// Log odds of all together.
    pub(super) score: f64,
    /// How many they are.
    many: f64,
    /// Locals that have a vote each; `None` where members vote together.
    locals: Option<f64>,
}

impl Rivals {
    /// Probability that a holder with this score wins against them, or without one.
    pub(super) fn beaten_by(&self, score: f64) -> f64 {
        1.0 - self.any / (1.0 + libm::exp(self.against(score - self.score)))
    }

    /// As many as in recent elections, each of ordinary skill and standing.
    pub(super) fn expected(organization: &Organization, month: &Month) -> Self {
        let mandates = &month.parameters.mandates;
        let many = f64::from(organization.offices.bench - 1.0).max(0.0);
        let score = elections::ordinary(mandates) + libm::log(many.max(0.01));
        let voting = organization.locals.iter().filter(|local| local.count > 0).count() as f64;
        let locals = (mandates.elected_by == Electorate::Delegates).then_some(voting.max(1.0));
        Self { any: 1.0 - libm::exp(-many), score, many, locals }
    }

    /// Log odds to win against them, from the log odds to win a vote.
    pub(super) fn against(&self, odds: f64) -> f64 {
        self.locals.map_or(odds, |locals| by_locals(odds, self.many.max(1.0), locals))
    }
}

/// Log odds to win where locals have a vote each, from those to win one of the votes. Votes more than those of each rival
/// are normal deviates that share what they have in common: the chance is its mean over that, on thirteen points.
fn by_locals(odds: f64, rivals: f64, locals: f64) -> f64 {
    let own = 1.0 / (1.0 + libm::exp(-odds));
    let other = (1.0 - own) / rivals;
    let ahead = own - other;
    let spread = (own + other - ahead * ahead).max(1e-12);
    let shared = ((own * (1.0 - own) + 2.0 * own * other - other * other) / spread).clamp(0.0, 0.99);
    let beats = |common: f64| {
        let least = ahead * libm::sqrt(locals / spread) + libm::sqrt(shared) * common;
        0.5 * libm::erfc(-least / libm::sqrt(2.0 * (1.0 - shared)))
    };
    let points = (-6..=6).map(|point| 0.5 * f64::from(point));
    let (sum, wins) = points.fold((0.0, 0.0), |(sum, wins), point| {
        let weight = libm::exp(-0.5 * point * point);
        (sum + weight, wins + weight * libm::pow(beats(point), rivals))
    });
    let chance = (wins / sum).clamp(1e-9, 1.0 - 1e-9);
    libm::log(chance / (1.0 - chance))
}

/// Probability to be out at the end of the term; `None` where members vote on it.
fn as_the_term_ends(
    organization: &Organization,
    month: &Month,
    seat: &Seat,
    is_quorate: bool,
) -> Option<f64> {
    let limited = |rule: &&TermLimit| seat.bound && u32::from(seat.terms) >= rule.terms_in_a_row;
    if month.rules.term_limit.as_ref().filter(limited).is_some() {
        Some(1.0)
    } else if organization.emergency.powers.is_some() || month.parameters.mandates.appointed {
        Some(1.0 - month.parameters.patronage.retention)
    } else {
        (!is_quorate).then_some(0.0)
    }
}

#[cfg(test)]
mod tests {
    use super::by_locals;
    use crate::random::{StreamId, Streams};

    /// Chance of a holder to have more votes than each rival, by trial.
    fn won(own: f64, rivals: usize, locals: u32) -> f64 {
        let (mut rng, runs) = (Streams::new(1, 2, 3).rng(StreamId::Study, 0, 0), 20_000);
        let mut wins = 0.0;
        for _ in 0..runs {
            let mut votes = vec![0.0; rivals + 1];
            for _ in 0..locals {
                votes[if rng.chance(own) { 0 } else { 1 + rng.below(rivals as u32) as usize }] += 1.0;
            }
            votes.iter_mut().for_each(|votes| *votes += rng.unit());
            wins += f64::from(u8::from(votes[1..].iter().all(|rival| *rival < votes[0])));
        }
        wins / f64::from(runs)
    }

    #[test]
    fn a_vote_for_each_local_is_approximated() {
        for (own, rivals, locals) in [(0.5, 1, 11), (0.6, 1, 11), (0.35, 3, 11), (0.3, 3, 101), (0.2, 3, 21)]
        {
            let odds = by_locals(libm::log(own / (1.0 - own)), rivals as f64, f64::from(locals));
            let (told, tried) = (1.0 / (1.0 + libm::exp(-odds)), won(own, rivals, locals));
            assert!((told - tried).abs() < 0.025, "{told} for {tried}: {own} of {rivals} in {locals}");
        }
    }
}
