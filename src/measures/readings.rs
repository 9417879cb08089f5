//! The measures, each with its name, unit, range and meaning.

use super::{Family, Measure};
use crate::engine::{Organization, Seat, TIES};
use crate::mechanisms::viability;

macro_rules! measures {
    ($($name:ident $label:literal $unit:literal $lo:literal .. $hi:expr, $family:ident $doc:literal = $read:expr;)*) => {
        /// All measures, in the order of every table.
        pub static MEASURES: &[Measure] = &[$(Measure {
            name: stringify!($name), label: $label, unit: $unit, range: ($lo, $hi), doc: $doc,
            family: Family::$family, read: $read,
        }),*];
    };
}

measures! {
    central_share_stakes "Settled by the centre (stakes)" "share" 0.0..1.0, Centralization
        "Share of the stakes settled in the last year that the centre settled." =
        |o| ratio(o.recent.stakes.0, o.recent.stakes.0 + o.recent.stakes.1);
    central_share_count "Settled by the centre (number)" "share" 0.0..1.0, Centralization
        "Share of this month's decisions that the centre settled." =
        |o| ratio(o.flow.count.0.into(), (o.flow.count.0 + o.flow.count.1).into());
    central_resources "Money in central hands" "share" 0.0..1.0, Centralization
        "Share of all reserves above zero that a central body holds." =
        |o| ratio(o.reserve.max(0.0), o.reserve.max(0.0) + o.locals.iter().map(|l| l.reserve.max(0.0)).sum::<f64>());
    emergency "Under emergency powers" "share" 0.0..1.0, Centralization
        "Share of members under emergency powers." = |o| f32::from(u8::from(o.powers.is_some()));
    influence_people "Effective number of people with influence" "share of members" 0.0..1.0, Influence
        "Effective number of people (1/HHI of influence) as a share of the members." = effective_share;
    influence_gini "Inequality of influence" "Gini" 0.0..1.0, Influence
        "Gini coefficient of the influence of the last months." = |o| gini(&o.members.influence);
    influence_top1 "Influence of the top 1 %" "share" 0.0..1.0, Influence
        "Share of influence that the most influential hundredth of the members has." = top_share;
    influence_assemblies "Influence of assemblies" "share" 0.0..1.0, Influence
        "Share of this month's influence that came to assemblies." = |o| role(o, 0);
    influence_seats "Influence of seats" "share" 0.0..1.0, Influence
        "Share of this month's influence that came to holders of central seats." = |o| role(o, 1);
    influence_staff "Influence of staff" "share" 0.0..1.0, Influence
        "Share of this month's influence that came to paid staff." = |o| role(o, 2);
    deference "Deference to a few" "share" 0.0..1.0, Influence
        "Share of all deference ties that point at the most followed hundredth of the members." = followed;
    removability "Removability" "probability" 0.0..1.0, Office
        "Chance that a holder of whom a majority disapproves is out within 12 months." = |o| o.removability;
    bench "Bench depth" "people a seat" 0.0..20.0, Office
        "People willing to stand for a seat that is to be filled, the holder among them." = |o| o.bench;
    contested "Contested selections" "share" 0.0..1.0, Office
        "Share of the last year's selections that were elections with a choice." =
        |o| ratio(o.recent.selections.1, o.recent.selections.0);
    turnover "Turnover of seats" "share a month" 0.0..1.0, Office
        "Share of the seats that changed hands this month." =
        |o| ratio(o.flow.turnover.into(), held(o).count() as f64);
    tenure "Time in office" "months" 0.0..6000.0, Office
        "Mean months that present holders have held their seats." = tenure;
    participation "Attendance" "share" 0.0..1.0, Members
        "Share of the members who came to this month's assembly." = |o| o.turnout();
    legitimacy "Legitimacy" "share" 0.0..1.0, Members
        "Mean belief of members that the organization is theirs." = |o| mean(&o.members.legitimacy);
    skill "Skill of members" "share" 0.0..1.0, Members "Mean skill of members." = |o| mean(&o.members.skill);
    grievance_visible "Grievance spoken" "share" 0.0..1.0, Members
        "Mean grievance over all members, counting those who speak up." = |o| grievance(o, true);
    grievance_hidden "Grievance hidden" "share" 0.0..1.0, Members
        "Mean grievance over all members, counting those who stay silent." = |o| grievance(o, false);
    voice "Speaking up" "share" 0.0..1.0, Members "Share of members who speak up." = |o| o.voice();
    voice_success "Claims granted" "share" 0.0..1.0, Members
        "Share of this month's claims that were granted." = |o| ratio(o.flow.claims.1, o.flow.claims.0);
    voice_price "Price of speaking up" "share" 0.0..20.0, Members "Stigma on those who speak up." = |o| o.stigma;
    staff "Apparatus" "per 1,000 members" 0.0..250.0, Performance
        "Paid staff for each 1,000 members." = |o| 1000.0 * o.staff.len() as f32 / o.size() as f32;
    body_age "Age of committees' charters" "months" 0.0..6000.0, Performance
        "Mean months since the charters of active bodies were written." = body_age;
    delay "Delay" "months" 0.0..24.0, Performance
        "Mean months that a decision settled this month took." =
        |o| ratio(o.flow.delay.0 + o.flow.delay.1, (o.flow.count.0 + o.flow.count.1).into());
    backlog "Backlog" "decisions per 1,000 members" 0.0..100000.0, Performance
        "Decisions waiting, for each 1,000 members." = |o| 1000.0 * o.decisions.len() as f32 / o.size() as f32;
    quality "Decision quality" "probability" 0.0..1.0, Performance
        "Mean chance that a decision settled this month was right, by stakes." =
        |o| ratio(o.flow.quality, o.flow.stakes.0 + o.flow.stakes.1);
    damage "Damage" "dues a member" 0.0..1000.0, Performance
        "Losses of this month from wrong decisions and missed deadlines." = |o| (o.flow.damage / o.size() as f64) as f32;
    reserve "Reserve" "months of dues" -120.0..120.0, Performance
        "All reserves, in months of full dues." = |o| (viability::held(o) / o.size() as f64) as f32;
    safeguard_hours "Hours for safeguards" "hours a member" 0.0..1000.0, Performance
        "Hours that safeguards took of members this month." = |o| (o.flow.safeguard_hours / o.size() as f64) as f32;
}

fn ratio(part: f64, whole: f64) -> f32 {
    if whole > 0.0 { (part / whole) as f32 } else { 0.0 }
}

fn mean(values: &[f32]) -> f32 {
    (values.iter().map(|x| f64::from(*x)).sum::<f64>() / values.len() as f64) as f32
}

fn role(o: &Organization, role: usize) -> f32 {
    ratio(o.flow.influence[role], o.flow.influence.iter().sum())
}

fn effective_share(o: &Organization) -> f32 {
    let (sum, squares) = o.members.influence.iter().fold((0.0, 0.0), |(sum, squares), x| {
        let x = f64::from(*x);
        (sum + x, squares + x * x)
    });
    ratio(sum * sum / o.size() as f64, squares)
}

fn sorted(values: &[f32]) -> Vec<f32> {
    let mut sorted = values.to_vec();
    sorted.sort_unstable_by(f32::total_cmp);
    sorted
}

fn gini(values: &[f32]) -> f32 {
    let n = values.len() as f64;
    let (mut weighted, mut sum) = (0.0, 0.0);
    for (i, x) in sorted(values).into_iter().enumerate() {
        weighted += (2.0 * (i as f64 + 1.0) - n - 1.0) * f64::from(x);
        sum += f64::from(x);
    }
    ratio(weighted, n * sum)
}

fn top_share(o: &Organization) -> f32 {
    let sorted = sorted(&o.members.influence);
    let top = o.size().div_ceil(100);
    let sum = |values: &[f32]| values.iter().map(|x| f64::from(*x)).sum::<f64>();
    ratio(sum(&sorted[sorted.len() - top..]), sum(&sorted))
}

fn followed(o: &Organization) -> f32 {
    let mut followers = o.members.followers.clone();
    followers.sort_unstable();
    let top = o.size().div_ceil(100);
    let most: u64 = followers[followers.len() - top..].iter().map(|d| u64::from(*d)).sum();
    most as f32 / (TIES * o.size()) as f32
}

fn grievance(o: &Organization, spoken: bool) -> f32 {
    let m = &o.members;
    let sum: f64 =
        m.grievance.iter().zip(&m.speaks).filter(|(_, s)| **s == spoken).map(|(g, _)| f64::from(*g)).sum();
    (sum / o.size() as f64) as f32
}

fn held(o: &Organization) -> impl Iterator<Item = &Seat> {
    o.bodies.iter().flat_map(|body| &body.seats).filter(|seat| seat.holder.is_some())
}

fn tenure(o: &Organization) -> f32 {
    let months: f64 = held(o).map(|seat| f64::from(o.tick - seat.since)).sum();
    ratio(months, held(o).count() as f64)
}

fn body_age(o: &Organization) -> f32 {
    let active = || o.bodies.iter().filter(|body| body.active);
    ratio(active().map(|body| f64::from(o.tick - body.chartered)).sum(), active().count() as f64)
}
