//! Each mechanism does what it is there for, and can be switched off.

use std::ops::Range;
use thermidor_core::Model;

use thermidor_core::history::simulate;
use thermidor_core::measures::position;
use thermidor_core::state::What;
use thermidor_scenario::read;

const SIEGE: &str = "shocks.isolation = [{ start_tick = 36, duration_ticks = 36 }]\n";
const CENTRAL: &str = "precedent.barrier = -20.0\n";

fn scenario(text: &str) -> Model {
    read::parse("test", &format!("ticks = 120\norganization.members = 300\n{text}"), &[])
        .unwrap_or_else(|error| panic!("{error}"))
}

/// Mean of a measure over some months of twelve organizations.
fn mean(text: &str, measure: &str, months: Range<usize>) -> f32 {
    let scenario = scenario(text);
    let column = position(measure).expect("a measure");
    let (mut sum, mut count) = (0.0, 0u32);
    for run in 0..12 {
        let history = simulate(&scenario, run).unwrap();
        for tick in months.clone().filter(|tick| *tick < history.ticks()) {
            sum += history.row(tick)[column];
            count += 1;
        }
    }
    sum / count.max(1) as f32
}

#[test]
fn success_makes_precedent_and_precedent_makes_success() {
    let share =
        |gamma: &str| mean(&format!("{SIEGE}precedent.gamma = {gamma}\n"), "central_share_stakes", 96..120);
    // The emergency leaves more behind where precedent counts for more.
    assert!(share("0.95") - mean("precedent.gamma = 0.95\n", "central_share_stakes", 96..120) > 0.1);
}

#[test]
fn a_pooled_centre_is_faster_where_locals_are_overloaded() {
    let busy = "participation.hours = 1.5\napparatus.founding_per_1000 = 20.0\n";
    let delay = |routing: &str| mean(&format!("{busy}{routing}"), "delay", 3..18);
    assert!(delay(CENTRAL) < delay("precedent.barrier = 20.0\n"));
}

#[test]
fn where_everybody_defers_a_large_assembly_decides_worse() {
    let led = "precedent.barrier = 20.0\ndeference.founding_leader = 1.0\ndeference.renewal = 0.0\nshaping.standing = 3.0\n";
    let equal = "precedent.barrier = 20.0\ndeference.renewal = 0.0\nshaping.standing = 0.0\n";
    assert!(mean(led, "quality", 0..12) < mean(equal, "quality", 0..12));
    assert!(mean(led, "influence_people", 6..24) < mean(equal, "influence_people", 6..24));
}

#[test]
fn charisma_gathers_ties_as_far_as_it_pulls() {
    let followed = |pull: &str| mean(&format!("deference.pull = {pull}\n"), "deference", 60..120);
    assert!(followed("3.0") > 2.0 * followed("0.0"));
}

#[test]
fn members_stop_coming_where_the_centre_decides() {
    assert!(mean(CENTRAL, "participation", 60..120) < 0.4 * mean("", "participation", 60..120));
    assert!(mean(CENTRAL, "legitimacy", 60..120) < mean("", "legitimacy", 60..120));
}

#[test]
fn what_the_centre_decides_is_refused_where_nobody_believes_in_it() {
    let believed =
        |refusal: &str| mean(&format!("{CENTRAL}legitimacy.refusal = {refusal}\n"), "legitimacy", 36..60);
    assert!(believed("1.0") < believed("0.0"));
}

#[test]
fn powers_outlast_the_threat_as_far_as_the_ratchet_goes() {
    let powers =
        |ratchet: &str| mean(&format!("{SIEGE}emergency.ratchet = {ratchet}\n"), "emergency", 80..120);
    assert!(powers("3.0") > powers("0.0") + 0.1);
}

#[test]
fn fusion_makes_dissent_a_treason() {
    let fused =
        |fusion: &str, measure: &str| mean(&format!("{SIEGE}voice.fusion = {fusion}\n"), measure, 50..70);
    assert!(fused("1.0", "voice_price") > 2.0 * fused("0.0", "voice_price"));
    assert!(fused("1.0", "voice") < fused("0.0", "voice"));
}

#[test]
fn posts_that_nobody_stands_for_stay_with_their_holders() {
    let tenure = |asked: &str| mean(&format!("mandates.asked = {asked}\n"), "tenure", 60..120);
    assert!(tenure("1") > 1.5 * tenure("16"));
}

#[test]
fn appointment_gathers_the_seats_for_one_faction() {
    let factions = |appointed: &str| {
        mean(
            &format!("mandates.appointed = {appointed}\npatronage.retention = 0.0\n"),
            "faction_concentration",
            96..120,
        )
    };
    assert!(factions("true") > factions("false") + 0.1);
}

#[test]
fn where_all_leaders_are_lost_members_elect_others_even_under_powers() {
    let text = format!(
        "{SIEGE}mandates.quorum = 0.0\nshocks.loss_of_leaders = [{{ start_tick = 48, share = 1.0 }}]\n"
    );
    assert!(mean(&text, "turnover_purge", 48..49) > 0.8);
    // Without holders nothing would be settled at the centre, and nobody would be there to be removed.
    assert!(mean(&text, "central_share_count", 52..60) > 0.1);
    assert!(mean(&text, "removability", 52..60) < 0.5);
}

#[test]
fn the_apparatus_grows_with_work_that_waits() {
    let staff = |rate: &str| {
        mean(&format!("{CENTRAL}decisions.rate = {rate}\napparatus.wage = 5.0\n"), "staff", 36..60)
    };
    assert!(staff("0.08") > 1.3 * staff("0.01"));
}

#[test]
fn charters_that_no_longer_fit_decide_worse() {
    let quality = |half_life: &str| {
        mean(&format!("{CENTRAL}structures.half_life_ticks = {half_life}\n"), "quality", 60..120)
    };
    assert!(quality("24.0") < quality("1e12") - 0.02);
}

#[test]
fn seats_are_won_from_outside_and_lead_money_there() {
    let tried = |attempts: &str, measure: &str| {
        mean(
            &format!("{CENTRAL}cooptation.attempts_per_year = {attempts}\nvoice.transparency = 0.0\n"),
            measure,
            36..96,
        )
    };
    assert_eq!(tried("0.0", "influence_outside"), 0.0);
    assert!(tried("12.0", "influence_outside") > 0.01);
    assert!(tried("12.0", "diverted") > tried("0.0", "diverted"));
}

#[test]
fn who_wants_to_leave_and_may_not_is_held_down_at_a_cost() {
    let angry = "voice.tolerance = 0.0\nvoice.tolerance_spread = 0.0\nvoice.grievance_gain = 3.0\nsecession.rate = 0.2\n";
    let scenario = scenario(&format!("{CENTRAL}{angry}"));
    let history = simulate(&scenario, 0).unwrap();
    let suppressed = history.events.iter().filter(|event| event.what == What::Suppressed).count();
    assert!(suppressed > 5, "{suppressed}");
    let reserve =
        |rate: &str| mean(&format!("{CENTRAL}{}", angry.replace("0.2", rate)), "central_resources", 24..48);
    assert!(reserve("0.2") < reserve("0.0"));
}

#[test]
fn people_leave_for_want_of_hope_and_join_what_is_theirs() {
    assert!(mean(CENTRAL, "moves_out", 60..120) > 1.3 * mean("", "moves_out", 60..120));
    assert!(mean(CENTRAL, "moves_in", 60..120) < 0.7 * mean("", "moves_in", 60..120));
    let closed = "membership.entry = 0.0\nmembership.exit = 0.0\nmembership.exit_grievance = 0.0\nmembership.expulsion = 0.0\n";
    assert_eq!(mean(closed, "membership", 119..120), 300.0);
}

#[test]
fn efficiency_now_costs_legitimacy_later() {
    let pooled = "apparatus.founding_per_1000 = 20.0\nparticipation.hours = 1.5\n";
    let central = format!("{pooled}{CENTRAL}");
    let local = format!("{pooled}precedent.barrier = 20.0\n");
    assert!(mean(&central, "delay", 3..12) < mean(&local, "delay", 3..12));
    assert!(mean(&central, "legitimacy", 48..96) < mean(&local, "legitimacy", 48..96));
}

#[test]
fn victory_brings_people_money_and_work() {
    let victory = "shocks.victory = [{ start_tick = 36 }]\n";
    for measure in ["membership", "backlog"] {
        assert!(mean(victory, measure, 48..60) > mean("", measure, 48..60), "{measure}");
    }
}
