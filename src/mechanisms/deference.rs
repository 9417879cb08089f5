//! Deference: who listens to whom.
//!
//! A member renews a tie now and then and chooses j ∝ exp(β·s_j + β_k·skill_j) with s_j = √(followers_j/m),
//! where m is the ties of each, among everybody with probability v and otherwise in the own local. Equality is unstable above β = 2
//! (Kawakatsu et al. 2021), and below it a one-leader state survives once it is reached.

use crate::engine::wide::{self, F32s, LANES, Lanes, per_row, registers, registers_mut, wide};
use crate::engine::{Desk, Draw, NONE, Organization, Tick, unit};
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
    let mut desk = organization.take_desk_with_column();
    let Desk { column: sums, words, places, pulls, .. } = &mut desk;
    pulls.reckon(sums, organization, parameters);
    let mut column = tick.luck.column(Draw::Ties, tick.number, words);
    let choices = tick.luck.cup(Draw::TieTargets, tick.number);
    // The upper 24 bits of a word say who renews a tie, the lower 8 which one.
    let limit = (parameters.renewal * 16_777_216.0) as u64 * 256;
    let stride = organization.stride();
    for number in 0..organization.locals.len() {
        let slots = organization.locals[number].slots.clone();
        let words = column.next(slots.len());
        wide::below(words, limit, places);
        for place in places.iter() {
            let (slot, word) = (slots.start + *place as usize, words[*place as usize]);
            if !organization.members.taken[slot] {
                continue;
            }
            let (scope, point) = choices.pair(slot as u32);
            let local = if f64::from(unit(scope)) < parameters.visibility { None } else { Some(number) };
            // Nobody listens to themselves: who finds nobody else stays with the tie that was.
            let found = pulls.choose(sums, stride, local, point);
            if let Some(found) = found.filter(|found| *found != slot) {
                let members = &mut organization.members;
                let tie = slot * organization.ties + (((word & 0xff) as usize * organization.ties) >> 8);
                if members.ties[tie] != NONE {
                    members.followers[members.ties[tie] as usize] -= 1;
                }
                members.followers[found] += 1;
                members.ties[tie] = found as u32;
            }
        }
    }
    organization.lay_back(desk);
}

/// How strongly each member draws others, as it stands at the beginning of the phase.
///
/// Pulls are measured from the strongest of each local, so that none is lost beside somebody far away. They are summed
/// in lanes, in the desk's column: a member's entry is the sum of those in its lane of its local up to itself.
#[derive(Debug, Clone, Default)]
pub struct Pulls {
    /// The locals, each with its running sums of lanes.
    locals: Vec<(usize, [f32; LANES])>,
    /// The strongest pull of each, in log odds.
    strongest: Vec<f32>,
    /// Running sums of the locals' pulls, as measured from the strongest of all.
    all: Vec<f64>,
}

impl Pulls {
    fn reckon(&mut self, sums: &mut [f32], organization: &Organization, parameters: &Deference) {
        let members = &organization.members;
        self.locals.clear();
        self.strongest.clear();
        self.all.clear();
        for local in &organization.locals {
            let slots = local.slots.clone();
            let pulls = &mut sums[slots.clone()];
            let strongest = pull(
                pulls,
                &members.followers[slots.clone()],
                &members.skill[slots.clone()],
                &members.voice_threshold[slots],
                1.0 / organization.ties as f32,
                (parameters.pull as f32, parameters.skill_pull as f32),
            );
            let mut lanes = if local.count > 0 { add_up(pulls, strongest) } else { [0.0; LANES] };
            for lane in 1..LANES {
                lanes[lane] += lanes[lane - 1];
            }
            self.strongest.push(strongest);
            self.locals.push((local.slots.start, lanes));
        }
        let strongest = self.strongest.iter().copied().fold(NOBODY, f32::max);
        let mut sum = 0.0;
        self.all.extend(self.locals.iter().zip(&self.strongest).map(|((_, lanes), own)| {
            sum += f64::from(lanes[LANES - 1]) * libm::exp(f64::from(own - strongest));
            sum
        }));
    }

    /// A member of a local, or of any; `None` where rounding leaves nobody.
    fn choose(&self, sums: &[f32], stride: usize, local: Option<usize>, word: u32) -> Option<usize> {
        let share = wide::share(word);
        let (local, share) = match local {
            Some(local) => (local, share),
            None => {
                let point = share * self.all.last()?;
                let local = self.all.partition_point(|sum| *sum <= point);
                let before = if local == 0 { 0.0 } else { self.all[local - 1] };
                (local, (point - before) / (self.all.get(local)? - before))
            }
        };
        let (start, lanes) = &self.locals[local];
        let point = (share * f64::from(lanes[LANES - 1])) as f32;
        let lane: usize = lanes.iter().map(|upto| usize::from(*upto <= point)).sum();
        // Rounding can put a point at the very end, beyond everybody.
        let before = if lane == 0 { 0.0 } else { lanes[lane - 1] };
        let sums = &sums[*start..*start + stride];
        let row = first_above(sums, lane.min(LANES - 1), point - before);
        (lane < LANES).then_some(start + lane + LANES * row)
    }
}

/// The first row in which the sum of a lane is above a point, or the last row.
fn first_above(sums: &[f32], lane: usize, point: f32) -> usize {
    let (mut row, mut rows) = (0, sums.len() / LANES);
    // Halves while there are many rows; a few are counted, since nobody can guess in which it is.
    while rows > 8 {
        let half = rows / 2;
        row += if sums[(row + half - 1) * LANES + lane] <= point { half } else { 0 };
        rows -= half;
    }
    row + (row..row + rows - 1).map(|row| usize::from(sums[row * LANES + lane] <= point)).sum::<usize>()
}

/// Of a slot without a member, in log odds.
const NOBODY: f32 = -1e30;

wide! {
    /// Log odds of each member, β·√(followers/m) + β_k·skill; gives the largest.
    fn pull<S>(
        simd,
        pulls: &'a mut [f32],
        followers: &'a [u32],
        skill: &'a [f32],
        threshold: &'a [f32],
        each: f32,
        weights: (f32, f32),
    ) -> f32 {
        let all = |value| F32s::<S>::all(simd, value);
        let mut largest = all(NOBODY);
        let traits = registers::<S>(skill).iter().zip(registers::<S>(threshold)).zip(S::as_simd_u32s(followers).0);
        for (pull, ((skill, threshold), followers)) in registers_mut::<S>(pulls).iter_mut().zip(traits) {
            let standing = (F32s::count(simd, *followers) * all(each)).sqrt();
            let odds = all(weights.0) * standing + all(weights.1) * F32s::of(simd, *skill);
            let odds = F32s::of(simd, *threshold).below(all(f32::INFINITY)).choose(odds, all(NOBODY));
            largest = largest.max(odds);
            *pull = odds.get();
        }
        let mut lanes = [NOBODY; LANES];
        registers_mut::<S>(&mut lanes)[0] = largest.get();
        lanes.iter().fold(NOBODY, |most, odds| if *odds > most { *odds } else { most })
    }

    /// Turns log odds into running sums of pulls, lane by lane; gives the last of each lane.
    fn add_up<S>(simd, pulls: &'a mut [f32], strongest: f32) -> [f32; LANES] {
        let mut sums = Lanes::zero(simd);
        for row in registers_mut::<S>(pulls).chunks_exact_mut(per_row::<S>()) {
            for (k, pull) in row.iter_mut().enumerate() {
                sums.add(k, (F32s::of(simd, *pull) - F32s::all(simd, strongest)).exp());
                *pull = sums.get(k).get();
            }
        }
        sums.lanes()
    }
}

#[cfg(test)]
mod tests {
    use super::{LANES, first_above};

    #[test]
    fn the_row_is_the_first_above() {
        for rows in 1..20 {
            // Lane 3 rises by one every other row.
            let sums: Vec<f32> = (0..rows * LANES)
                .map(|i| if i % LANES == 3 { (i / LANES).div_ceil(2) as f32 + 1.0 } else { 99.0 })
                .collect();
            let whole = sums[(rows - 1) * LANES + 3];
            for tenths in 0..(whole * 10.0) as u32 {
                let point = tenths as f32 / 10.0;
                let plain = (0..rows).find(|row| sums[row * LANES + 3] > point).unwrap();
                assert_eq!(first_above(&sums, 3, point), plain, "{rows} rows, {point}");
            }
        }
    }
}
