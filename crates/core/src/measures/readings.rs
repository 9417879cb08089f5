//! The measures, each with its name, unit, range and meaning.

use smallvec::SmallVec;

use super::{Influence, Measure, Reading};
use crate::mechanisms::viability;
use crate::simd::{F32s, LANES, LaneSums, kernel, per_row, registers};
use crate::state::{Body, Local, Organization, Role, Seat, Turnover};

macro_rules! measures {
    ($($name:ident $label:literal $unit:literal $lo:literal .. $hi:expr, $doc:literal = $read:expr;)*) => {
        /// All measures, in the order of every table.
        pub static MEASURES: &[Measure] = &[$(Measure {
            name: stringify!($name), label: $label, unit: $unit, range: ($lo, $hi), doc: $doc,
            read: $read,
        }),*];
    };
}

measures! {
    central_share_stakes "Settled by the centre (stakes)" "share" 0.0..1.0,
        "Share of the stakes settled in the last year that the centre settled." =
        |o| ratio(o.books.recent.stakes.centre(), o.books.recent.stakes.all());
    central_share_count "Settled by the centre (number)" "share" 0.0..1.0,
        "Share of this month's decisions that the centre settled." =
        |o| ratio(o.books.flow.count.centre(), settled(o));
    assemblies_share_stakes "Settled by assemblies" "share" 0.0..1.0,
        "Share of the stakes settled in the last year that assemblies of members settled." =
        |o| ratio(o.books.recent.stakes.assemblies, o.books.recent.stakes.all());
    seats_share_stakes "Settled by central seats" "share" 0.0..1.0,
        "Share of the stakes settled in the last year that bodies of the centre settled." =
        |o| ratio(o.books.recent.stakes.seats, o.books.recent.stakes.all());
    staff_share_stakes "Settled by the staff alone" "share" 0.0..1.0,
        "Share of the stakes settled in the last year that the staff settled by themselves." =
        |o| ratio(o.books.recent.stakes.staff, o.books.recent.stakes.all());
    delegates_share_stakes "Settled by delegates" "share" 0.0..1.0,
        "Share of the stakes settled in the last year that delegates of parallel institutions settled." =
        |o| ratio(o.books.recent.stakes.delegates, o.books.recent.stakes.all());
    central_share_big "Big matters settled by the centre" "share" 0.0..1.0,
        "Share of the stakes of big matters of the last year that the centre settled." =
        |o| ratio(o.books.recent.big.centre(), o.books.recent.big.all());
    central_share_open "Settled by the centre where no rule stands in the way" "share" 0.0..1.0,
        "Share that the centre settled of the last year's stakes, without the matters that a safeguard keeps from it or makes harder to take." =
        |o| ratio(o.books.recent.open.centre(), o.books.recent.open.all());
    central_resources "Money in central hands" "share" 0.0..1.0,
        "Share of all reserves and of this month's income that is in central hands." =
        |o| ratio(o.treasury.reserve.max(0.0) + o.books.flow.pooled.0, money(o));
    central_dues "Dues in central hands" "share" 0.0..1.0,
        "Share of the dues that the centre spends, as last divided." = |o| o.treasury.central_dues as f32;
    central_assets "Means of production under central control" "share" 0.0..1.0,
        "Share of the means of production, which belong to all members, that the centre controls." =
        |o| if o.treasury.assets > 0.0 { o.treasury.assets_central as f32 } else { f32::NAN };
    parallel_resources "Money in parallel institutions" "share" 0.0..1.0,
        "Share of all reserves and of this month's income that is in the hands of the parallel institution." =
        |o| ratio(o.treasury.parallel_reserve.max(0.0) + o.books.flow.pooled.1, money(o));
    self_governing_locals "Self-governing locals" "share" 0.0..1.0,
        "Share of the locals that lately settled most of their affairs themselves." =
        |o| {
            let alive = || o.locals.iter().filter(|local| local.count > 0);
            ratio(alive().filter(|local| local.own_say > 0.5).count() as f64, alive().count() as f64)
        };
    emergency "Under emergency powers" "share" 0.0..1.0,
        "Share of members under emergency powers." = |o| f32::from(u8::from(o.emergency.powers.is_some()));
    influence_people "Effective number of people with influence" "share of members" 0.0..1.0,
        "Effective number of people (1/HHI of influence) as a share of the members." = |o| effective_share(o);
    influence_gini "Inequality of influence" "Gini" 0.0..1.0,
        "Gini coefficient of the influence of the last months." = |o| o.notes.influence.gini;
    influence_gini_excess "Inequality of influence beyond chance" "Gini" -1.0..1.0,
        "That Gini coefficient, less what it would be if influence had been handed out as often, but to anybody by chance." =
        |o| o.notes.influence.gini - super::chance::poisson_gini(o.books.handings / o.size().max(1) as f64) as f32;
    influence_top1 "Influence of the top 1 %" "share" 0.0..1.0,
        "Share of influence that the most influential hundredth of the members has." = top_share;
    influence_assemblies "Influence of assemblies" "share" 0.0..1.0,
        "Share of this month's influence that came to assemblies." = |o| role(o, Role::Assembly);
    influence_seats "Influence of seats" "share" 0.0..1.0,
        "Share of this month's influence that came to holders of central seats." = |o| role(o, Role::Seat);
    influence_staff "Influence of staff" "share" 0.0..1.0,
        "Share of this month's influence that came to paid staff." = |o| role(o, Role::Staff);
    influence_outside "Influence of outside actors" "share" 0.0..1.0,
        "Share of this month's influence that came to outside actors through seats that they have won." = |o| role(o, Role::Outsider);
    influence_parallel "Influence of delegates" "share" 0.0..1.0,
        "Share of this month's influence that came to delegates of parallel institutions." = |o| role(o, Role::Delegate);
    people_seats "People behind central seats" "people" 0.0..1e6,
        "Effective number of people who shared the influence of central seats lately (1/HHI)." = |o| people(o, 0);
    people_staff "People behind the staff" "people" 0.0..1e6,
        "The same of the staff." = |o| people(o, 1);
    people_delegates "People behind delegates" "people" 0.0..1e6,
        "The same of delegates of parallel institutions: how far their own top has become a few." = |o| people(o, 2);
    deference "Deference to a few" "share" 0.0..1.0,
        "Share of all deference ties that point at the most followed hundredth of the members." = |o| followed(o);
    removability "Removability" "probability" 0.0..1.0,
        "Chance that a holder of whom a majority disapproves is out within 12 months." = |o| o.offices.removability;
    bench "Bench depth" "people a seat" 0.0..1002.0,
        "People willing to stand for a seat that is to be filled, the holder among them." = |o| o.offices.bench;
    contested "Contested selections" "share" 0.0..1.0,
        "Share of the last year's selections that were elections with a choice." =
        |o| ratio(o.books.recent.selections.1, o.books.recent.selections.0);
    turnover_term "Turnover by term" "share a month" 0.0..10.0,
        "Share of the seats left this month because a mandate or a body was over." = |o| left(o, Turnover::Term);
    turnover_recall "Turnover by recall" "share a month" 0.0..10.0,
        "Share of the seats left this month by recall." = |o| left(o, Turnover::Recall);
    turnover_purge "Turnover by purge" "share a month" 0.0..10.0,
        "Share of the seats left this month by expulsion or loss to the enemy." = |o| left(o, Turnover::Removal);
    turnover_resignation "Turnover by resignation" "share a month" 0.0..10.0,
        "Share of the seats left this month because the holder left." = |o| left(o, Turnover::Resignation);
    faction_concentration "Factions at the top" "probability" 0.0..1.0,
        "Chance that two seats of the centre serve the same faction." = |o| faction_concentration(o);
    seats_outside "Seats won from outside" "share" 0.0..1.0,
        "Share of the seats of the centre that serve an outside actor." =
        |o| ratio(held(o).filter(|seat| seat.outside).count() as f64, held(o).count() as f64);
    tenure_median "Median time in office" "months" 0.0..6000.0,
        "Median time in office by Kaplan and Meier over all mandates so far; those that still run are censored. The longest there is where fewer than half have ended." =
        |o| tenure_median(o);
    tenure "Time in office" "months" 0.0..6000.0,
        "Mean months that present holders have held their seats." = |o| tenure(o);
    participation "Attendance" "share" 0.0..1.0,
        "Share of the members who came to this month's assembly." = |o| o.turnout;
    membership "Members" "members" 0.0..1e9, "Members." = |o| o.count as f32;
    moves_in "Newcomers" "share a month" 0.0..1e9,
        "Members who joined this month, as a share of all." = |o| ratio(o.books.flow.moves.0.into(), o.count.into());
    moves_out "Leavers" "share a month" 0.0..1e9,
        "Members who left this month, as a share of those who stayed." = |o| ratio(o.books.flow.moves.1.into(), o.count.into());
    seceded "Left with their locals" "share" 0.0..1.0,
        "Members who have left with their locals, as a share of those and all who are there." =
        |o| ratio(o.secession.seceded.into(), f64::from(o.secession.seceded) + f64::from(o.count));
    legitimacy "Legitimacy" "share" 0.0..1.0,
        "Mean belief of members that the organization is theirs." = |o| each(o, o.notes.sums.legitimacy);
    skill "Skill of members" "share" 0.0..1.0, "Mean skill of members." = |o| each(o, o.notes.sums.skill);
    grievance_visible "Grievance spoken" "share" 0.0..1.0,
        "Mean grievance over all members, counting those who speak up." = |o| each(o, o.notes.sums.spoken);
    grievance_hidden "Grievance hidden" "share" 0.0..1.0,
        "Mean grievance over all members, counting those who stay silent." = |o| each(o, (o.notes.sums.grievance - o.notes.sums.spoken).max(0.0));
    voice "Speaking up" "share" 0.0..1.0, "Share of members who speak up." = |o| o.voice();
    voice_success "Claims granted" "share" 0.0..1.0,
        "Share of this month's claims that were granted." = |o| ratio(o.books.flow.claims.1, o.books.flow.claims.0);
    voice_price "Price of speaking up" "share" 0.0..1000.0, "Stigma on those who speak up." = |o| o.stigma;
    staff "Apparatus" "per 1,000 members" 0.0..1000.0,
        "Paid staff for each 1,000 members." = |o| 1000.0 * o.offices.staff.len() as f32 / o.size().max(1) as f32;
    body_age "Age of charters" "months" 0.0..6000.0,
        "Mean months since the charters of active bodies were written." = |o| body_age(o);
    body_fit "Fit of charters" "share" 0.0..1.0,
        "Mean fit of active bodies of the centre to what they are there for." =
        |o| ratio(active(o).map(|body| f64::from(body.fit)).sum(), active(o).count() as f64);
    delay "Delay" "months" 0.0..1e6,
        "Mean months that a decision settled this month took." = |o| ratio(o.books.flow.delay, settled(o));
    backlog "Backlog" "decisions per 1,000 members" 0.0..1e9,
        "Decisions waiting, for each 1,000 members." =
        |o| 1000.0 * o.agenda.decisions.len() as f32 / o.size().max(1) as f32;
    done "Work done" "share" 0.0..1.0,
        "Share of the hours of carrying out that came up this month that were worked." =
        |o| ratio(o.books.flow.work.1.min(o.books.flow.work.0), o.books.flow.work.0);
    kept "Promises kept" "share" 0.0..1.0,
        "Mean share of locals' own decisions that turned out right and were carried out lately." =
        |o| of_locals(o, |local| local.kept);
    kept_centre "Promises kept by the centre" "share" 0.0..1.0,
        "The same of what the centre decided for them." = |o| of_locals(o, |local| local.kept_centre);
    quality "Decision quality" "probability" 0.0..1.0,
        "Mean chance that a decision settled this month was right, by stakes." =
        |o| ratio(o.books.flow.quality, o.books.flow.stakes.all());
    damage "Damage" "dues a member" 0.0..1e9,
        "Losses of this month from wrong decisions, missed deadlines and work that was dropped." = |o| each(o, o.books.flow.damage);
    diverted "Gone missing" "dues a member" 0.0..1e9,
        "Money that went missing at the centre or to outside actors this month." = |o| each(o, o.books.flow.diverted);
    reserve "Reserve" "months of dues" -1e9..1e9,
        "All reserves, in months of full dues." = |o| each(o, viability::held(o));
    safeguard_hours "Hours for safeguards" "hours a member" 0.0..1e9,
        "Hours that safeguards took of members this month." = |o| each(o, o.books.flow.safeguard_hours);
    safeguard_money "Money for safeguards" "dues a member" 0.0..1e9,
        "Money that safeguards took this month." = |o| each(o, o.books.flow.safeguard_money);
    repealed "Repealed safeguards" "safeguards" 0.0..100.0,
        "Safeguards that those whom they bind have voted away." = |o| o.repealed.iter().flatten().count() as f32;
    replaceability "Replaceability of the ruling group" "probability" 0.0..1.0,
        "Chance that the group with most seats of the centre, a faction or those who sit there, is left with at most half of them in two years." =
        |o| o.offices.replaceability;
}

/// A share; NaN of nothing, for which a history keeps the value of the month before.
fn ratio(part: f64, whole: f64) -> f32 {
    if whole > 0.0 { (part / whole) as f32 } else { f32::NAN }
}

fn each(o: &Organization, sum: f64) -> f32 {
    (sum / o.size().max(1) as f64) as f32
}

fn settled(o: &Organization) -> f64 {
    o.books.flow.count.all()
}

/// Mean over the locals, by members.
fn of_locals(o: &Organization, value: impl Fn(&Local) -> f32) -> f32 {
    let sum = o.locals.iter().map(|local| f64::from(value(local)) * f64::from(local.count)).sum();
    ratio(sum, o.size() as f64)
}

/// All reserves above zero, and this month's income.
fn money(o: &Organization) -> f64 {
    o.books.flow.money.0
        + o.treasury.reserve.max(0.0)
        + o.treasury.parallel_reserve.max(0.0)
        + o.locals.iter().map(|local| local.reserve.max(0.0)).sum::<f64>()
}

fn role(o: &Organization, role: Role) -> f32 {
    ratio(o.books.flow.influence[role as usize], o.books.flow.influence.iter().sum())
}

/// Effective number of people behind a hand.
fn people(o: &Organization, hand: usize) -> f32 {
    o.books.behind[hand].people().map_or(f32::NAN, |people| people as f32)
}

fn effective_share(o: &Reading) -> f32 {
    let sum = o.notes.sums.influence;
    ratio(sum * sum / o.size().max(1) as f64, o.notes.sums.influence_squared)
}

/// Gini coefficient among `size` members, and the sum; `sorted` has the positive values in ascending order.
pub(super) fn gini(many: usize, sorted: &[f32]) -> (f32, f64) {
    let (mut weighted, mut sum) = ranked(sorted);
    let rest = sorted.len() / LANES * LANES;
    for (rank, x) in sorted.iter().enumerate().skip(rest) {
        weighted += rank as f64 * f64::from(*x);
        sum += f64::from(*x);
    }
    let (n, nothing) = (many as f64, (many - sorted.len()) as f64);
    // Σ(2·rank − n − 1)·x with ranks from 1; `weighted` has ranks from 0 among the positive values.
    (ratio(2.0 * (weighted + nothing * sum) + (1.0 - n) * sum, n * sum), sum)
}

kernel! {
    /// Sums of rank × value with ranks from 0 and of the values, over whole rows.
    fn ranked<S>(simd, sorted: &'a [f32]) -> (f64, f64) {
        let all = |value| F32s::<S>::all(simd, value);
        let (mut weighted, mut sum, mut rank) = (0.0, 0.0, 0.0);
        let rows = &registers::<S>(sorted)[..sorted.len() / LANES * per_row::<S>()];
        // Single precision holds over a block; blocks are added up in double.
        for block in rows.chunks(64 * per_row::<S>()) {
            let [mut rows, mut values] = [LaneSums::zero(simd); 2];
            for (number, row) in block.chunks_exact(per_row::<S>()).enumerate() {
                for (k, value) in row.iter().enumerate() {
                    let value = F32s::of(simd, *value);
                    rows.add(k, all(number as f32) * value);
                    values.add(k, value);
                }
            }
            let (rows, values) = (rows.lanes().map(f64::from), values.lanes().map(f64::from));
            for lane in 0..LANES {
                weighted += LANES as f64 * rows[lane] + (rank + lane as f64) * values[lane];
                sum += values[lane];
            }
            rank += 64.0 * LANES as f64;
        }
        (weighted, sum)
    }
}

fn top_share(o: &Reading) -> f32 {
    let Influence { sorted, sum, .. } = &o.notes.influence;
    let top = o.size().div_ceil(100);
    ratio(sorted.iter().rev().take(top).map(|x| f64::from(*x)).sum(), *sum)
}

fn followed(o: &Reading) -> f32 {
    ratio(o.notes.followed.sum as f64, (o.ties * o.size()) as f64)
}

/// Bodies of the centre that have a charter.
fn active(o: &Organization) -> impl Iterator<Item = &Body> {
    o.centre().iter().filter(|body| body.active)
}

/// Seats of the centre that are held.
fn held(o: &Organization) -> impl Iterator<Item = &Seat> {
    o.centre().iter().flat_map(|body| &body.seats).filter(|seat| seat.holder.is_some())
}

/// Departures of one kind, as a share of all seats.
fn left(o: &Organization, kind: Turnover) -> f32 {
    // Bodies of the centre count whether they are active or not, since one may have ended this month.
    let federated = o.offices.bodies[o.parallel()..].iter().filter(|body| body.active);
    let seats: usize = o.centre().iter().chain(federated).map(|body| body.seats.len()).sum();
    ratio(o.books.flow.turnover[kind as usize].into(), seats as f64)
}

/// A number for each held seat; allocates only for very many seats.
type Few = SmallVec<[u32; 64]>;

fn faction_concentration(o: &Organization) -> f32 {
    let mut factions: Few = held(o).map(|seat| seat.faction).collect();
    factions.sort_unstable();
    let n = factions.len() as f64;
    let pairs: f64 =
        factions.chunk_by(|a, b| a == b).map(|group| group.len() as f64 * (group.len() as f64 - 1.0)).sum();
    ratio(pairs, n * (n - 1.0))
}

fn tenure(o: &Organization) -> f32 {
    let months: f64 = held(o).map(|seat| f64::from(seat.months(o.tick))).sum();
    ratio(months, held(o).count() as f64)
}

/// Kaplan–Meier estimate over ended and running mandates.
fn tenure_median(o: &Organization) -> f32 {
    let mut running: Few = held(o).map(|seat| seat.months(o.tick)).collect();
    running.sort_unstable();
    let longest = (o.offices.tenures.len() as u32).max(running.last().map_or(0, |months| months + 1));
    let mut at_risk =
        o.offices.tenures.iter().map(|ended| f64::from(*ended)).sum::<f64>() + running.len() as f64;
    let (mut surviving, mut censored) = (1.0, running.into_iter().peekable());
    for months in 0..longest {
        let ended = f64::from(o.offices.tenures.get(months as usize).copied().unwrap_or(0));
        if at_risk > 0.0 {
            surviving *= 1.0 - ended / at_risk;
        }
        if surviving <= 0.5 {
            return months as f32;
        }
        at_risk -= ended;
        while censored.next_if(|running| *running == months).is_some() {
            at_risk -= 1.0;
        }
    }
    longest.saturating_sub(1) as f32
}

fn body_age(o: &Organization) -> f32 {
    ratio(active(o).map(|body| f64::from(o.tick - body.chartered)).sum(), active(o).count() as f64)
}
