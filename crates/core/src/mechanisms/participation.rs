//! Participation: attendance, and what keeps a member coming.
//!
//! A member comes with probability pᵢ, which follows what that member lives through:
//! `pᵢ += r·(σ(aᵢ + e·(E − .65) + v·(Vᵢ − ½) + k·(K − .7) + c·(Cᵢ − ½) − tired) − pᵢ)`.
//! aᵢ is the liveliness of the member, the local and the organization. E is felt own say, s²/(s² + half²) with s the share of
//! its affairs that the local settles itself. V is the own weight beside the mean of those present, w/(w + w̄). K is how far
//! what the local decided was right and done, C the share of the member's ties who came to the last meeting.

use crate::parameters::participation::Participation;
use pulp::Simd;

use crate::mechanisms::buffers::Buffers;
use crate::mechanisms::tables::Tables;
use crate::month::Month;
use crate::random::StreamId;
use crate::simd::{F32s, LaneSums, Mask, kernel, masks, per_row, registers, registers_mut};
use crate::state::{Local, Members, Organization, STRETCH};

/// Members make up their minds, come or stay away; weights of this month's assemblies.
pub fn run(organization: &mut Organization, month: &Month, tables: &mut Tables, buffers: &mut Buffers) {
    let parameters = month.parameters.participation;
    let Buffers { words, counts, present, .. } = buffers;
    present.assign_positive(&organization.members.weight);
    tables.weigh(organization, month.parameters.shaping.standing);
    let mut column = month.streams.column(StreamId::Attendance, month.number, words);
    let (stride, ties) = (organization.stride(), organization.ties);
    let lively = organization.liveliness + parameters.base as f32;
    // In the first month nobody has met yet: nobody's mind is moved.
    let rate = if month.number == organization.founded_at { 0.0 } else { parameters.rate as f32 };
    let mut all = 0.0;
    for locals in organization.locals.chunks_mut((STRETCH / stride).max(1)) {
        let (first, many) = (locals[0].slots.start, locals.len() * stride);
        counts.resize(counts.len().max(many), 0);
        let company = &mut counts[..many];
        present.count_neighbours(
            first,
            &organization.members.ties[first * ties..][..many * ties],
            ties,
            company,
        );
        all += come_all(
            &mut organization.members,
            locals,
            (company, column.next(many)),
            parameters,
            (lively, rate, ties as f32),
        );
    }
    organization.turnout = all / organization.count.max(1) as f32;
}

kernel! {
    /// Returns the number of members who come.
    fn come_all<S>(
        simd,
        members: &'a mut Members,
        locals: &'a mut [Local],
        numbers: (&'a [u32], &'a [u32]),
        parameters: &'a Participation,
        common: (f32, f32, f32),
    ) -> f32 {
        let mut all = 0.0;
        let ((company, words), (lively, rate, ties)) = (numbers, common);
        let stride = company.len() / locals.len();
        let numbers = words.chunks_exact(stride).zip(company.chunks_exact(stride));
        for (local, numbers) in locals.iter_mut().zip(numbers) {
            let slots = local.slots.clone();
            let mean = local.weight.0 / local.present.max(1.0);
            let mind = Mind {
                pull: lively + pull(local, parameters),
                voice: parameters.own_voice as f32,
                mean: if mean > 0.0 { mean } else { 1.0 },
                company: parameters.company as f32 / ties,
                rate,
            };
            let assembly = come(
                simd,
                numbers,
                &mut members.participation[slots.clone()],
                &members.liveliness[slots.clone()],
                (&members.skill[slots.clone()], &members.taken[slots.clone()]),
                &mut members.weight[slots],
                &mind,
                (parameters.company * 0.5 + parameters.own_voice * 0.5) as f32,
            );
            let Assembly { present, skill, weight } = assembly;
            all += present;
            local.present = present;
            local.skill = if present > 0.0 { skill / present } else { 0.0 };
            local.weight = weight;
        }
        all
    }
}

/// What pulls all members of a local to its meetings, or keeps them away.
fn pull(local: &Local, parameters: &Participation) -> f32 {
    let (own, half) =
        (local.own_say * local.own_say, (parameters.own_say_half * parameters.own_say_half) as f32);
    let felt = own / (own + half);
    let tired = (local.hours - parameters.hours as f32).max(0.0) * parameters.fatigue as f32;
    local.liveliness + parameters.own_say as f32 * (felt - 0.65) + parameters.kept as f32 * (local.kept - 0.7)
        - tired
}

/// What moves the members of a local.
struct Mind {
    /// Log odds that are the same for all of them.
    pull: f32,
    /// Weight of the own weight, and the mean weight at the last meeting.
    voice: f32,
    mean: f32,
    /// Weight of each tie that came.
    company: f32,
    rate: f32,
}

/// Members present at an assembly.
struct Assembly {
    present: f32,
    /// Sum of their skills.
    skill: f32,
    /// Sums of their weights and of the squared weights.
    weight: (f32, f32),
}

/// Moves minds and draws attendance; absent members get weight 0, and an empty slot stays at 0.
#[inline(always)]
#[allow(clippy::too_many_arguments, reason = "columns")]
fn come<S: Simd>(
    simd: S,
    (words, company): (&[u32], &[u32]),
    participation: &mut [f32],
    liveliness: &[f32],
    (skill, taken): (&[f32], &[bool]),
    weight: &mut [f32],
    mind: &Mind,
    usual: f32,
) -> Assembly {
    let all = |value| F32s::<S>::all(simd, value);
    let (nobody, somebody) = (all(0.0), all(1.0));
    let [mut present, mut skills, mut weights, mut squares] = [LaneSums::zero(simd); 4];
    let minds = registers_mut::<S>(participation).iter_mut().zip(registers::<S>(liveliness));
    let draws = S::as_simd_u32s(words).0.iter().zip(S::as_simd_u32s(company).0);
    let traits = registers::<S>(skill).iter().zip(masks::<S>(taken));
    let people = registers_mut::<S>(weight).iter_mut().zip(minds.zip(draws.zip(traits)));
    for (i, (weight, ((participation, lively), ((word, company), (skill, taken))))) in people.enumerate() {
        let its = F32s::of(simd, *weight);
        let voice = its / (its + all(mind.mean));
        let near = F32s::from_counts(simd, *company);
        let odds = F32s::of(simd, *lively)
            + all(mind.pull - usual)
            + all(mind.voice) * voice
            + all(mind.company) * near;
        let wanted = somebody / (somebody + (nobody - odds).exp());
        let before = F32s::of(simd, *participation);
        let moved = before + all(mind.rate) * (wanted - before);
        let chance = Mask::of(simd, taken).choose(moved, nobody);
        *participation = chance.get();
        let comes = F32s::uniform(simd, *word).below(chance);
        let its = comes.choose(its, nobody);
        let k = i % per_row::<S>();
        present.add(k, comes.choose(somebody, nobody));
        skills.add(k, comes.choose(F32s::of(simd, *skill), nobody));
        weights.add(k, its);
        squares.add(k, its * its);
        *weight = its.get();
    }
    Assembly { present: present.total(), skill: skills.total(), weight: (weights.total(), squares.total()) }
}
