//! Voice: visible concentration, grievance, speaking up, and claims.
//!
//! A member sees the lost say of the own local, and that of the others in proportion to transparency. Grievance follows
//! the gap to tolerance. A member speaks where grievance + share of speakers among the own ties ≥
//! threshold·(1 + stigma) (Granovetter). Stigma grows with threat × fusion, since dissent is treason where
//! party is state, and with exposure.

use pulp::Simd;

use crate::mechanisms::buffers::Buffers;
use crate::mechanisms::{critics, patronage, settlement};
use crate::month::Month;
use crate::random::StreamId;
use crate::simd::{F32s, LaneSums, Mask, kernel, masks, per_row, registers, registers_mut};
use crate::state::{Local, Members, NONE, Organization, Post, STRETCH};

/// Grievance, voice and claims of a month.
pub fn run(
    organization: &mut Organization,
    month: &Month,
    buffers: &mut Buffers,
    paid: &mut Vec<(usize, f32)>,
) {
    let voice = &month.parameters.voice;
    let powers =
        if organization.emergency.powers.is_some() { month.parameters.emergency.stigma } else { 0.0 };
    let stigma = (f64::from(organization.emergency.threat) * month.rules.fusion * voice.treason + powers)
        * f64::from(month.rules.exposure);
    organization.stigma = stigma as f32;
    grieve(organization, month, paid);
    speak(organization, month, buffers);
    claim(organization, month, buffers);
}

fn grieve(organization: &mut Organization, month: &Month, paid: &mut Vec<(usize, f32)>) {
    let rate = (1.0 / month.parameters.voice.time_ticks) as f32;
    let gain = month.parameters.voice.grievance_gain as f32;
    let alive = || organization.locals.iter().filter(|local| local.count > 0);
    // Published: the way in which affairs of all locals were settled.
    let elsewhere = alive().map(|local| 1.0 - local.own_say).sum::<f32>() / alive().count().max(1) as f32;
    let seen = month.rules.transparency;
    let rift = month.rules.pressure.rift as f32;
    let factions = || patronage::patrons(organization).map(|patron| patron.faction).collect::<Vec<_>>();
    let leading = if rift > 0.0 { patronage::most(&mut factions()) } else { None };
    // Without a leading faction there is none to oppose.
    let (leading, rift) = leading.map_or((NONE, 0.0), |leading| (leading, rift));
    let members = &mut organization.members;
    // Staff have no grievance. They are few: the kernel ignores that, and theirs is corrected afterwards.
    let before = |post: &Post| (post.member as usize, members.grievance[post.member as usize]);
    paid.clear();
    paid.extend(organization.offices.staff.iter().map(before));
    mind_all(members, &organization.locals, (seen * elsewhere, gain, rate), (leading, rift));
    for &mut (who, grievance) in paid {
        members.grievance[who] = grievance + rate * (0.0 - grievance);
    }
}

fn speak(organization: &mut Organization, month: &Month, buffers: &mut Buffers) {
    let everybody = organization.voice();
    let circle = month.parameters.voice.circle as f32;
    let cost = 1.0 + organization.stigma;
    let ties = organization.ties as f32;
    let others = (circle / ties, (1.0 - circle) * everybody);
    let stride = organization.stride();
    let Buffers { counts, present: speakers, .. } = buffers;
    speakers.assign(&organization.members.speaks);
    let mut speaking = 0.0;
    for locals in organization.locals.chunks_mut((STRETCH / stride).max(1)) {
        let (first, many) = (locals[0].slots.start, locals.len() * stride);
        counts.resize(counts.len().max(many), 0);
        let voices = &mut counts[..many];
        if everybody > 0.0 {
            let ties = &organization.members.ties[first * organization.ties..][..many * organization.ties];
            speakers.count_neighbours(first, ties, organization.ties, voices);
        } else {
            voices.fill(0);
        }
        speaking += dare_all(&mut organization.members, locals, voices, others, cost);
    }
    organization.speaking = speaking as u32;
}

kernel! {
    fn mind_all<S>(
        simd,
        members: &'a mut Members,
        locals: &'a [Local],
        world: (f32, f32, f32),
        quarrel: (u32, f32),
    ) {
        let (published, gain, rate) = world;
        for local in locals {
            let visible = 0.5 * (1.0 - local.own_say) + 0.5 * published;
            let slots = local.slots.clone();
            mind(
                simd,
                &mut members.grievance[slots.clone()],
                &members.tolerance[slots.clone()],
                &members.taken[slots.clone()],
                &members.faction[slots],
                (visible, gain, rate),
                quarrel,
            );
        }
    }

    /// Returns the number of speakers.
    fn dare_all<S>(
        simd,
        members: &'a mut Members,
        locals: &'a mut [Local],
        voices: &'a mut [u32],
        others: (f32, f32),
        cost: f32,
    ) -> f64 {
        let mut speaking = 0.0;
        let stride = voices.len() / locals.len();
        for (local, voices) in locals.iter_mut().zip(voices.chunks_exact_mut(stride)) {
            let slots = local.slots.clone();
            local.speakers = dare(
                simd,
                voices,
                &members.grievance[slots.clone()],
                &members.voice_threshold[slots.clone()],
                &members.taken[slots.clone()],
                others,
                (local.hope, cost),
            );
            speaking += f64::from(local.speakers);
            let all = members.speaks[slots].iter_mut().zip(voices);
            all.for_each(|(speaks, voice)| *speaks = *voice > 0);
        }
        speaking
    }
}

/// Grievance follows the gap between visible and tolerated concentration; an empty slot stays at 0.
#[inline(always)]
fn mind<S: Simd>(
    simd: S,
    grievance: &mut [f32],
    tolerance: &[f32],
    taken: &[bool],
    faction: &[u32],
    world: (f32, f32, f32),
    quarrel: (u32, f32),
) {
    let all = |value| F32s::<S>::all(simd, value);
    let (visible, gain, rate) = world;
    let people = registers::<S>(tolerance).iter().zip(masks::<S>(taken)).zip(S::as_simd_u32s(faction).0);
    for (grievance, ((tolerance, taken), faction)) in registers_mut::<S>(grievance).iter_mut().zip(people) {
        let before = F32s::of(simd, *grievance);
        let set_against = Mask::equal(simd, *faction, quarrel.0).choose(all(0.0), all(quarrel.1));
        let gap = (all(gain) * (all(visible) - F32s::of(simd, *tolerance))).clamp_share();
        let moved = before + all(rate) * ((gap + set_against).clamp_share() - before);
        *grievance = Mask::of(simd, taken).choose(moved, before).get();
    }
}

/// Replaces the number of speakers among the ties of each member by 1 for a speaker and 0 for any other; returns the number
/// of speakers.
#[inline(always)]
fn dare<S: Simd>(
    simd: S,
    voices: &mut [u32],
    grievance: &[f32],
    threshold: &[f32],
    taken: &[bool],
    others: (f32, f32),
    odds: (f32, f32),
) -> f32 {
    let all = |value| F32s::<S>::all(simd, value);
    let minds = registers::<S>(grievance).iter().zip(registers::<S>(threshold)).zip(masks::<S>(taken));
    let voices = S::as_mut_simd_u32s(voices).0;
    let mut speakers = LaneSums::zero(simd);
    for (i, (voice, ((grievance, threshold), taken))) in voices.iter_mut().zip(minds).enumerate() {
        let heard = F32s::from_counts(simd, *voice) * all(others.0) + all(others.1);
        let felt = F32s::of(simd, *grievance) + heard;
        // Cynicism: without hope the cost is not worth it.
        let dares = (F32s::of(simd, *threshold) * all(odds.1)).at_most(felt * all(odds.0));
        let speaks = dares.and(Mask::of(simd, taken));
        speakers.add(i % per_row::<S>(), speaks.choose(all(1.0), all(0.0)));
        *voice = speaks.ones();
    }
    speakers.total()
}

fn claim(organization: &mut Organization, month: &Month, buffers: &mut Buffers) {
    let voice = &month.parameters.voice;
    // Critics with grievance carry claims to the deciding body.
    let heard = month.rules.critics.map_or(0.0, |rule| critics::hearing(organization, &rule));
    // Where the organization is the state or the people, a claim on it is a claim against them.
    let own = 1.0 - month.rules.fusion;
    let key = month.key(StreamId::Claims);
    buffers.flags.clear();
    buffers.flags.resize(organization.locals.len(), false);
    settlement::heard(organization, &mut buffers.flags);
    for (number, local) in organization.locals.iter_mut().enumerate() {
        let share = f64::from(local.speakers) / f64::from(local.count.max(1));
        if share == 0.0 {
            local.hope += voice.hope_returns as f32 * (1.0 - local.hope);
            continue;
        }
        let mut rng = key.rng(number as u32);
        organization.books.flow.claims.0 += share;
        // The executive's holders keep the gate: they hear those to whom they listen.
        let gate = if buffers.flags[number] { 1.0 } else { 1.0 - voice.gate };
        if rng.chance((voice.response * gate + heard) * own * share) {
            local.claim += voice.claim as f32;
            local.hope += voice.hope as f32 * (1.0 - local.hope);
            organization.books.flow.claims.1 += share;
        } else {
            local.hope *= 1.0 - (voice.cynicism * share) as f32;
        }
    }
}
