//! Membership: exits, expulsions and entries.
//!
//! Members leave for private reasons, and more readily with more grievance and less hope. Speakers may be expelled where
//! dissent is treason. Newcomers are drawn by the belief of members that the organization is theirs. They have little
//! skill and no standing, and most join the faction of a member (Simon 1955).

use crate::mechanisms::buffers::Buffers;
use crate::mechanisms::offices;
use crate::month::Month;
use crate::random::{Rng, StreamId};
use crate::simd;
use crate::state::{Autonomy, Exit, Organization, Reason, What};

/// Members leave, then others join.
pub fn run(
    organization: &mut Organization,
    month: &Month,
    buffers: &mut Buffers,
    gone: &mut Vec<(usize, Exit)>,
) {
    leave(organization, month, buffers, gone);
    join(organization, month);
}

fn leave(
    organization: &mut Organization,
    month: &Month,
    buffers: &mut Buffers,
    gone: &mut Vec<(usize, Exit)>,
) {
    let parameters = &month.parameters.membership;
    // An upper bound of all probabilities: only few members have to be examined.
    let stigma = f64::from(organization.stigma);
    let most = parameters.expulsion * stigma + parameters.exit + parameters.exit_grievance;
    if most <= 0.0 {
        return;
    }
    let limit = libm::ceil(most * 4_294_967_296.0) as u64;
    let Buffers { words, places, .. } = buffers;
    let mut column = month.streams.column(StreamId::Exit, month.number, words);
    gone.clear();
    for local in &organization.locals {
        let hopeless = 1.0 - f64::from(local.hope);
        let words = column.next(local.slots.len());
        simd::compress_below(words, limit, places);
        for place in places.iter() {
            let slot = local.slots.start + *place as usize;
            if !organization.members.taken[slot] {
                continue;
            }
            let minded = f64::from(organization.members.grievance[slot]) * hopeless;
            let speaks = f64::from(u8::from(organization.members.speaks[slot]));
            let expelled = parameters.expulsion * stigma * speaks;
            let uniform = simd::share(words[*place as usize]);
            if uniform < expelled {
                gone.push((slot, Exit::Expulsion));
            } else if uniform < expelled + parameters.exit + parameters.exit_grievance * minded {
                gone.push((slot, Exit::Resignation));
            }
        }
    }
    for &(slot, exit) in &*gone {
        offices::leave_all_seats(organization, slot as u32, exit);
        organization.vacate(slot);
    }
    let many = gone.len() as u32;
    organization.books.flow.moves.1 += many;
    if many > 0 {
        organization.rewire(month.streams, buffers);
    }
}

fn join(organization: &mut Organization, month: &Month) {
    let parameters = &month.parameters.membership;
    if parameters.entry <= 0.0 && organization.waiting == 0 {
        return;
    }
    let locals = organization.locals.iter().map(|local| local.slots.clone());
    let believers: f64 =
        locals.map(|slots| f64::from(simd::sum(&organization.members.legitimacy[slots]))).sum();
    let most = parameters.size_max * f64::from(month.parameters.organization.members);
    let left = (1.0 - organization.size() as f64 / most).max(0.0);
    let wanted = parameters.entry * believers * left * month.rules.pressure.recruitment;
    let mean = wanted.min((most - organization.size() as f64).max(0.0));
    let mut rng = month.rng(StreamId::Entry, 0);
    let size = month.parameters.organization;
    let newcomers = rng.poisson(mean) + std::mem::take(&mut organization.waiting);
    for number in 0..newcomers {
        match free_slot(organization, size.size_max(), &mut rng) {
            Some(slot) => enter(organization, month, &mut rng, slot),
            // Without a slot for one newcomer the later ones find none, but each of them uses its random number.
            None => {
                let locals = organization.locals.len() as u32;
                for _ in number + 1..newcomers {
                    rng.below(locals);
                }
                organization.waiting += newcomers - number;
                break;
            }
        }
    }
    // Newcomers without a slot found a local once they are half a local.
    let half = (size.usual_size() / 2).max(1);
    while organization.waiting >= half {
        let local = organization.add_local(&month.parameters);
        organization.note(What::LocalFounded, local, None, Reason::NoRoom);
        let start = organization.locals[local].slots.start;
        let many = organization.waiting.min(size.usual_size());
        for slot in start..start + many as usize {
            enter(organization, month, &mut rng, slot);
        }
        organization.waiting -= many;
    }
}

/// A free slot in a random local.
fn free_slot(organization: &Organization, capacity: u32, rng: &mut Rng) -> Option<usize> {
    let number = organization.locals.len();
    let start = rng.below(number as u32) as usize;
    let locals = (0..number).map(|step| &organization.locals[(start + step) % number]);
    let roomy = locals
        .into_iter()
        .find(|local| local.count > 0 && local.count < capacity && local.autonomy != Autonomy::Seceded)?;
    roomy.slots.clone().find(|&slot| !organization.members.taken[slot])
}

fn enter(organization: &mut Organization, month: &Month, rng: &mut Rng, slot: usize) {
    let faction = faction(organization, month, rng);
    organization.join(&month.parameters, rng, slot, faction);
    organization.books.flow.moves.0 += 1;
}

fn faction(organization: &mut Organization, month: &Month, rng: &mut Rng) -> u32 {
    let anew = rng.chance(month.parameters.patronage.new_faction);
    let slots = organization.slots() as u32;
    let met = somebody(organization, rng, slots);
    match met.filter(|_| !anew) {
        Some(member) => organization.members.faction[member],
        None => {
            organization.factions += 1;
            organization.factions - 1
        }
    }
}

/// A uniformly random member; `None` where there is none.
fn somebody(organization: &Organization, rng: &mut Rng, slots: u32) -> Option<usize> {
    (0..1000).map(|_| rng.below(slots) as usize).find(|&slot| organization.members.taken[slot])
}
