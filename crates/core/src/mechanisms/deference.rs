//! Deference: ties by which members listen to each other.
//!
//! A member renews a tie now and then and chooses j ∝ exp(β·s_j + β_k·skill_j) with s_j = √(followers_j/m),
//! where m is the number of ties of each, among all members with probability v and otherwise in the own local. Equality is unstable above β = 2
//! (Kawakatsu et al. 2021), and below it a one-leader state survives once it is reached.

use crate::mechanisms::buffers::Buffers;
use crate::month::Month;
use crate::parameters::deference::Deference;
use crate::random::{StreamId, StreamKey, unit};
use crate::simd;
use crate::simd::{F32s, LANES, LaneSums, Mask, kernel, masks, per_row, registers, registers_mut};
use crate::state::{Members, NONE, Organization, STRETCH};
use pulp::Simd;

/// Some members renew a tie.
pub fn run(
    organization: &mut Organization,
    month: &Month,
    buffers: &mut Buffers,
    pulls: &mut Pulls,
    seekers: &mut Seekers,
) {
    let parameters = &month.parameters.deference;
    let Buffers { column: sums, words, places, .. } = buffers;
    sums.resize(organization.slots(), 0.0);
    pulls.compute(sums, organization, parameters);
    // The upper 24 bits of a word decide whether a member renews a tie, the lower 8 which one.
    let limit = (parameters.renewal * 16_777_216.0) as u64 * 256;
    let mut column = month.streams.column(StreamId::Ties, month.number, words);
    let key = month.key(StreamId::TieTargets);
    let (slots, stride) = (organization.slots(), organization.stride());
    for start in (0..slots).step_by(STRETCH) {
        let words = column.next(STRETCH.min(slots - start));
        simd::compress_below(words, limit, places);
        seekers.gather(&organization.members.taken, start, words, places);
        choose(pulls, sums, stride, &key, parameters.visibility, seekers);
        seekers.follow(&mut organization.members, organization.ties);
    }
}

/// Members who renew a tie. Each step is taken for all of them before the next, so that the processor overlaps their steps.
#[derive(Debug, Clone, Default)]
pub struct Seekers {
    slots: Vec<u32>,
    /// The word of each in the stream of renewals.
    words: Vec<u32>,
    /// The local of each target.
    locals: Vec<u32>,
    /// Position of each target along the cumulative pulls of its local, 0–1.
    shares: Vec<f64>,
    /// Positions here of the seekers who choose among all members.
    anywhere: Vec<u32>,
    /// Targets; [`NONE`] where rounding leaves none.
    found: Vec<u32>,
}

impl Seekers {
    /// Keeps the members among these positions of a stretch of slots.
    fn gather(&mut self, taken: &[bool], start: usize, words: &[u32], places: &[u32]) {
        let mut many = 0;
        self.slots.resize(places.len(), 0);
        self.words.resize(places.len(), 0);
        // Branch-free, since empty slots are unpredictable: the next position overwrites one without a member.
        for place in places {
            let slot = start + *place as usize;
            (self.slots[many], self.words[many]) = (slot as u32, words[*place as usize]);
            many += usize::from(taken[slot]);
        }
        self.slots.truncate(many);
        self.words.truncate(many);
    }

    /// Draws the local of each target and its position along the pulls there.
    #[inline(always)]
    fn look(&mut self, stride: usize, key: &StreamKey, visibility: f64) {
        let many = self.slots.len();
        self.locals.resize(many, 0);
        self.shares.resize(many, 0.0);
        self.anywhere.resize(many, 0);
        self.found.resize(many, NONE);
        let mut anywhere = 0;
        let places = self.locals.iter_mut().zip(&mut self.shares);
        for ((i, slot), (local, share)) in (0..).zip(&self.slots).zip(places) {
            let (scope, point) = key.pair(*slot);
            (*local, *share) = (slot / stride as u32, simd::share(point));
            self.anywhere[anywhere] = i;
            anywhere += usize::from(f64::from(unit(scope)) < visibility);
        }
        self.anywhere.truncate(anywhere);
    }

    /// Points the renewed ties at their targets.
    fn follow(&self, members: &mut Members, ties: usize) {
        for ((&slot, &word), &found) in self.slots.iter().zip(&self.words).zip(&self.found) {
            // A member does not listen to itself: without another target the tie stays as it is.
            if found == slot || found == NONE {
                continue;
            }
            let tie = slot as usize * ties + (((word & 0xff) as usize * ties) >> 8);
            if members.ties[tie] != NONE {
                members.followers[members.ties[tie] as usize] -= 1;
            }
            members.followers[found as usize] += 1;
            members.ties[tie] = found;
        }
    }
}

kernel! {
    /// Finds a target for each seeker.
    fn choose<S>(
        simd,
        pulls: &'a Pulls,
        sums: &'a [f32],
        stride: usize,
        key: &'a StreamKey,
        visibility: f64,
        seekers: &'a mut Seekers,
    ) {
        seekers.look(stride, key, visibility);
        for &i in &seekers.anywhere {
            let share = &mut seekers.shares[i as usize];
            (seekers.locals[i as usize], *share) = pulls.local(*share);
        }
        for ((local, share), found) in seekers.locals.iter().zip(&seekers.shares).zip(&mut seekers.found) {
            *found = pulls.member(simd, sums, stride, *local, *share);
        }
    }
}

/// Pull of each member on others, at the beginning of the phase.
///
/// Pulls are relative to the strongest of each local, so that none underflows beside a stronger local. A buffer holds their
/// running sums by lane: a member's entry is the sum over its lane of its local, up to and with itself.
#[derive(Debug, Clone, Default)]
pub struct Pulls {
    /// The locals, each with its running sums of lanes.
    locals: Vec<(usize, [f32; LANES])>,
    /// The strongest pull of each local in log odds; then its ratio to the strongest of all.
    strongest: Vec<f32>,
    /// Running sums of the locals' pulls, relative to the strongest of all.
    all: Vec<f64>,
}

impl Pulls {
    fn compute(&mut self, sums: &mut [f32], organization: &Organization, parameters: &Deference) {
        self.locals.clear();
        self.strongest.clear();
        self.all.clear();
        draw_all(self, sums, organization, parameters);
        // In order, so that a lane without members adds nothing; in a loop of its own, so that locals do not wait for each other.
        for (_, lanes) in &mut self.locals {
            for lane in 1..LANES {
                lanes[lane] += lanes[lane - 1];
            }
        }
        let strongest = self.strongest.iter().copied().fold(NOBODY, f32::max);
        self.strongest.iter_mut().for_each(|own| *own -= strongest);
        self.strongest.resize(self.locals.len().next_multiple_of(LANES), NOBODY);
        simd::exp(&mut self.strongest);
        let mut sum = 0.0;
        self.all.extend(self.locals.iter().zip(&self.strongest).map(|((_, lanes), scale)| {
            sum += f64::from(lanes[LANES - 1]) * f64::from(*scale);
            sum
        }));
    }

    /// Finds the local at this position of the cumulative pulls, and the position within it. Where rounding leaves none, the
    /// local is the one after the last.
    #[inline(always)]
    fn local(&self, share: f64) -> (u32, f64) {
        let point = share * self.all.last().copied().unwrap_or(0.0);
        let local = count_at_most(&self.all, point);
        let before = if local == 0 { 0.0 } else { self.all[local - 1] };
        let upto = self.all.get(local).copied().unwrap_or(f64::INFINITY);
        (local as u32, (point - before) / (upto - before))
    }

    /// Finds the member at this position of the cumulative pulls of a local; [`NONE`] where rounding leaves none.
    #[inline(always)]
    fn member<S: Simd>(&self, simd: S, sums: &[f32], stride: usize, local: u32, share: f64) -> u32 {
        let Some((start, lanes)) = self.locals.get(local as usize) else { return NONE };
        let point = (share * f64::from(lanes[LANES - 1])) as f32;
        let lane = simd::count_at_most(simd, lanes, point);
        // Rounding can put a point beyond the last member.
        let before = if lane == 0 { 0.0 } else { lanes[lane - 1] };
        let row = first_above(&sums[*start..*start + stride], lane.min(LANES - 1), point - before);
        if lane < LANES { (start + lane + LANES * row) as u32 } else { NONE }
    }
}

/// Number of these sums, in ascending order, that are not above a point.
#[inline(always)]
fn count_at_most(mut sums: &[f64], point: f64) -> usize {
    let mut before = 0;
    // Bisection while there are many; the last few are counted without branches, which would be unpredictable.
    while sums.len() > 64 {
        let (front, back) = sums.split_at(sums.len() / 2);
        let is_behind = front[front.len() - 1] <= point;
        before += if is_behind { front.len() } else { 0 };
        sums = if is_behind { back } else { front };
    }
    before + sums.iter().map(|sum| usize::from(*sum <= point)).sum::<usize>()
}

/// The first row in which the sum of a lane is above a point, or the last row.
#[inline(always)]
fn first_above(sums: &[f32], lane: usize, point: f32) -> usize {
    let (mut row, mut rows) = (0, sums.len() / LANES);
    // Bisection while there are many rows; the last few are counted without branches, which would be unpredictable.
    while rows > 8 {
        let half = rows / 2;
        row += if sums[(row + half - 1) * LANES + lane] <= point { half } else { 0 };
        rows -= half;
    }
    row + (row..row + rows - 1).map(|row| usize::from(sums[row * LANES + lane] <= point)).sum::<usize>()
}

/// Log odds of a slot without a member.
const NOBODY: f32 = -1e30;

kernel! {
    /// Sums of lanes and the strongest pull of each local.
    fn draw_all<S>(
        simd,
        pulls: &'a mut Pulls,
        sums: &'a mut [f32],
        organization: &'a Organization,
        parameters: &'a Deference,
    ) {
        let members = &organization.members;
        let each = 1.0 / organization.ties as f32;
        let weights = (parameters.pull as f32, parameters.skill_pull as f32);
        for local in &organization.locals {
            let slots = local.slots.clone();
            let own = &mut sums[slots.clone()];
            let strongest = pull(
                simd,
                own,
                &members.followers[slots.clone()],
                &members.skill[slots.clone()],
                &members.taken[slots.clone()],
                each,
                weights,
            );
            let lanes = if local.count > 0 { add_up(simd, own, strongest) } else { [0.0; LANES] };
            pulls.strongest.push(strongest);
            pulls.locals.push((slots.start, lanes));
        }
    }
}

/// Log odds of each member, β·√(followers/m) + β_k·skill; returns the largest.
#[inline(always)]
fn pull<S: Simd>(
    simd: S,
    pulls: &mut [f32],
    followers: &[u32],
    skill: &[f32],
    taken: &[bool],
    each: f32,
    weights: (f32, f32),
) -> f32 {
    let all = |value| F32s::<S>::all(simd, value);
    let mut largest = all(NOBODY);
    let traits = registers::<S>(skill).iter().zip(masks::<S>(taken)).zip(S::as_simd_u32s(followers).0);
    for (pull, ((skill, taken), followers)) in registers_mut::<S>(pulls).iter_mut().zip(traits) {
        let standing = (F32s::from_counts(simd, *followers) * all(each)).sqrt();
        let odds = all(weights.0) * standing + all(weights.1) * F32s::of(simd, *skill);
        let odds = Mask::of(simd, taken).choose(odds, all(NOBODY));
        largest = largest.max(odds);
        *pull = odds.get();
    }
    largest.largest()
}

/// Turns log odds into running sums of pulls by lane; returns the last of each lane.
#[inline(always)]
fn add_up<S: Simd>(simd: S, pulls: &mut [f32], strongest: f32) -> [f32; LANES] {
    let mut sums = LaneSums::zero(simd);
    for row in registers_mut::<S>(pulls).chunks_exact_mut(per_row::<S>()) {
        for (k, pull) in row.iter_mut().enumerate() {
            sums.add(k, (F32s::of(simd, *pull) - F32s::all(simd, strongest)).exp());
            *pull = sums.get(k).get();
        }
    }
    sums.lanes()
}

#[cfg(test)]
mod tests {
    use super::{LANES, count_at_most, first_above};

    #[test]
    fn sums_up_to_a_point_are_all_of_them() {
        for many in [0usize, 1, 2, 63, 64, 65, 130, 1000] {
            // Each sum stands twice, as after a local without members.
            let sums: Vec<f64> = (0..many).map(|i| (i / 2) as f64).collect();
            for halves in 0..many + 3 {
                let point = halves as f64 / 2.0 - 0.5;
                assert_eq!(
                    count_at_most(&sums, point),
                    sums.partition_point(|sum| *sum <= point),
                    "{many} {point}"
                );
            }
        }
    }

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
