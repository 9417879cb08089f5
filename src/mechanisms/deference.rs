//! Deference: who listens to whom.
//!
//! A member renews a tie now and then and chooses j ∝ exp(β·s_j + β_k·skill_j) with s_j = √(followers_j/m),
//! where m is the ties of each, among everybody with probability v and otherwise in the own local. Equality is unstable above β = 2
//! (Kawakatsu et al. 2021), and below it a one-leader state survives once it is reached.

use crate::engine::{Draw, NONE, Organization, Tick, unit};
use crate::parameters::parameters;

parameters! {
    /// Who listens to whom.
    pub struct Deference {
        /// Pull of standing β.
        pull: f64 = 1.4, in 0.0..=10.0, "log odds", "free; equality is unstable above 2 (Kawakatsu et al. 2021)";
        /// Pull of skill β_k.
        skill_pull: f64 = 1.0, in 0.0..=10.0, "log odds", "free";
        /// Chance that a member renews one tie in a month.
        renewal: f64 = 0.1, in 0.0..=1.0, "a month", "free";
        /// Chance to look among everybody and not in the own local (v).
        visibility: f64 = 0.2, in 0.0..=1.0, "share", "free";
        /// Ties of each member (m).
        ties: u32 = 4, in 1..=64, "ties", "free";
        /// Share of the founding ties that point at one leader.
        founding_leader: f64 = 0.0, in 0.0..=1.0, "share", "free";
        /// Founding ties reach anywhere, and not only into the own local.
        founding_anywhere: bool = false, "", "free";
    }
}

/// Some look for somebody else to listen to.
pub fn run(organization: &mut Organization, tick: &mut Tick) {
    let parameters = &tick.scenario.deference;
    let cumulative = weights(organization, parameters);
    let (mut renewals, mut choices) =
        (tick.luck.column(Draw::Ties, tick.number), tick.luck.column(Draw::TieTargets, tick.number));
    let threshold = (parameters.renewal * 16_777_216.0) as u32;
    for number in 0..organization.locals.len() {
        let range = organization.locals[number].slots.clone();
        let (who, targets) = (renewals.next(range.len()), choices.next(2 * range.len()));
        for (i, (word, target)) in range.clone().zip(who.iter().zip(targets.chunks_exact(2))) {
            if word >> 8 >= threshold || !organization.members.taken[i] {
                continue;
            }
            let scope = if f64::from(unit(target[0])) < parameters.visibility {
                0..organization.slots()
            } else {
                range.clone()
            };
            let (low, high) = (cumulative[scope.start], cumulative[scope.end]);
            let point = low + (high - low) * f64::from(unit(target[1]));
            let found =
                scope.start + cumulative[scope.start + 1..scope.end].partition_point(|sum| *sum <= point);
            // Nobody listens to themselves: who finds nobody else stays with the tie that was.
            if found != i && organization.members.taken[found] {
                let members = &mut organization.members;
                let tie = i * organization.ties + (((word & 0xff) as usize * organization.ties) >> 8);
                if members.ties[tie] != NONE {
                    members.followers[members.ties[tie] as usize] -= 1;
                }
                members.followers[found] += 1;
                members.ties[tie] = found as u32;
            }
        }
    }
}

/// Running sums of the choice weights; entry `i` is the sum before member `i`.
fn weights(organization: &mut Organization, parameters: &Deference) -> Vec<f64> {
    let members = &organization.members;
    let most = members.followers.iter().copied().max().unwrap_or(0);
    let ties = organization.ties as f64;
    let standing = |d: u32| libm::sqrt(f64::from(d) / ties);
    let highest = standing(most);
    // Measured from the strongest, so that no exponential overflows; only for numbers of followers that somebody has.
    let mut table = vec![0.0; most as usize + 1];
    members.followers.iter().for_each(|followers| table[*followers as usize] = 1.0);
    for (followers, pull) in table.iter_mut().enumerate().filter(|(_, met)| **met > 0.0) {
        *pull = libm::exp(parameters.pull * (standing(followers as u32) - highest));
    }
    // 65 steps of skill are finer than anybody can tell.
    let (of, mut skills) = std::mem::take(&mut organization.skill_pulls);
    if of != parameters.skill_pull || skills.is_empty() {
        let pull = |k: u32| libm::exp(parameters.skill_pull * (f64::from(k) / 64.0 - 1.0));
        skills = (0..=64).map(pull).collect();
    }
    let mut cumulative = vec![0.0; members.taken.len() + 1];
    let mut sum = 0.0;
    // No call in this loop, so that the sum stays in a register.
    let traits = members.followers.iter().zip(&members.skill).zip(&members.taken);
    for (after, ((followers, skill), taken)) in cumulative[1..].iter_mut().zip(traits) {
        let pull = table[*followers as usize] * skills[(skill * 64.0 + 0.5) as usize];
        sum += f64::from(u8::from(*taken)) * pull;
        *after = sum;
    }
    organization.skill_pulls = (parameters.skill_pull, skills);
    cumulative
}
