//! Removability: the probability that a holder with a disapproving majority is out within twelve months, under the present
//! rules and against the likely challengers.

use crate::mechanisms::elections::{self, Polls};
use crate::mechanisms::tables::Tables;
use crate::month::Month;
use crate::rules::TermLimit;
use crate::simd::{F32s, LANES, LaneSums, kernel, per_row, registers};
use crate::state::{Organization, Seat};

/// Scratch: odds of each held seat of the centre.
#[derive(Debug, Clone, Default)]
pub struct Holders {
    /// Log odds to win against the likely challengers.
    odds: Vec<f32>,
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
    let recalled = match month.rules.recall {
        Some(rule) if is_quorate && organization.emergency.powers.is_none() => rule.compliance,
        _ => 0.0,
    };
    for body in organization.centre().iter().filter(|body| body.active) {
        let drawn = month.rules.sortition.map_or(0.0, |rule| rule.chance(body.tier));
        let stays = (1.0 - drawn) * (1.0 - recalled);
        for seat in &body.seats {
            let Some(holder) = seat.holder else { continue };
            count += 1;
            if seat.ends.saturating_sub(month.number) > 12 {
                out += recalled;
                continue;
            }
            match as_the_term_ends(organization, month, seat, is_quorate) {
                Some(chance) => out += 1.0 - stays * (1.0 - chance),
                None => {
                    out += 1.0 - stays;
                    odds.push(
                        (polls.disliked(organization, &month.parameters, tables, holder) - rivals.score)
                            as f32,
                    );
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
    any: f64,
    /// Log odds of all together.
    pub(super) score: f64,
}

impl Rivals {
    /// Probability that a holder with this score wins against them, or without one.
    pub(super) fn beaten_by(&self, score: f64) -> f64 {
        1.0 - self.any / (1.0 + libm::exp(score - self.score))
    }

    /// As many as in recent elections, each of ordinary skill and standing.
    pub(super) fn expected(organization: &Organization, month: &Month) -> Self {
        let mandates = &month.parameters.mandates;
        let many = f64::from(organization.offices.bench - 1.0).max(0.0);
        let score = elections::ordinary(mandates) + libm::log(many.max(0.01));
        Self { any: 1.0 - libm::exp(-many), score }
    }
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
