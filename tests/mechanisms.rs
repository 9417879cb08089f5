//! Each mechanism does what it is there for, and can be switched off.

use std::ops::Range;
use thermidor_core::Model;

use thermidor_core::history::simulate;
use thermidor_core::measures::position;
use thermidor_core::state::What;
use thermidor_scenario::read;

const SIEGE: &str = "shocks.isolation = [{ start_tick = 36, duration_ticks = 36 }]\n";
const CENTRAL: &str = "precedent.barrier = -20.0\n";
const LOCAL: &str = "precedent.barrier = 20.0\n";
/// Locals that meet for one hour, and a large apparatus that costs little.
const BUSY: &str = "meetings.a_month = 1.0\nmeetings.hours = 1.0\napparatus.founding_per_1000 = 20.0\napparatus.wage = 1.0\n";

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
fn habit_keeps_a_beginning_and_without_habit_it_is_forgotten() {
    let share = |habit: &str, founded: &str| {
        let text = format!("precedent.habit = {habit}\nprecedent.founding_central_share = {founded}\n");
        mean(&text, "central_share_stakes", 96..120)
    };
    assert!(share("2.4", "0.9") - share("2.4", "0.1") > 0.4);
    assert!(share("0.0", "0.9") - share("0.0", "0.1") < 0.2);
}

#[test]
fn what_a_dissolved_body_did_goes_on_as_far_as_it_is_inherited() {
    let redesigned = "[safeguards.periodic_redesign]\nperiod_ticks = 12\ndepth = 1.0\n";
    let share = |continuity: &str| {
        let text = format!("{SIEGE}precedent.continuity = {continuity}\n{redesigned}");
        mean(&text, "central_share_stakes", 84..120)
    };
    assert!(share("1.0") > share("0.0") + 0.1);
}

#[test]
fn matters_go_up_to_people_who_are_listened_to() {
    let followed = "deference.founding_leader = 0.8\ndeference.founding_anywhere = true\n";
    let share = |listening: &str| {
        mean(&format!("{followed}precedent.listening = {listening}\n"), "central_share_stakes", 6..60)
    };
    assert!(share("4.0") > share("0.0") + 0.2);
}

#[test]
fn a_floor_hears_one_matter_at_a_time_and_working_groups_help_it() {
    let waiting = |size: &str, groups: &str| {
        let text = format!("{LOCAL}organization.local_size = {size}\nmeetings.working_group = {groups}\n");
        mean(&text, "delay", 24..60)
    };
    assert!(waiting("100", "0") > 3.0 * waiting("25", "0"));
    assert!(waiting("100", "12") < 0.4 * waiting("100", "0"));
}

#[test]
fn hands_carry_out_and_small_groups_lack_them() {
    let done = |size: &str| mean(&format!("{LOCAL}organization.local_size = {size}\n"), "done", 24..60);
    assert!(done("8") < done("25") - 0.01);
}

#[test]
fn staff_settle_what_is_routine() {
    let staffed = "apparatus.founding_per_1000 = 20.0\n";
    let alone = |routine: &str, measure: &str| {
        mean(&format!("{CENTRAL}{staffed}work.routine = {routine}\n"), measure, 12..36)
    };
    assert_eq!(alone("0.0", "staff_share_stakes"), 0.0);
    assert!(alone("0.8", "staff_share_stakes") > 0.02);
    assert!(alone("0.8", "delay") < alone("0.0", "delay"));
}

#[test]
fn a_centre_with_staff_is_faster_where_locals_have_no_time() {
    let delay = |routing: &str| mean(&format!("{BUSY}{routing}"), "delay", 3..12);
    assert!(delay(CENTRAL) < 0.5 * delay(LOCAL));
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
    let indifferent = format!("{CENTRAL}participation.own_say = 0.0\n");
    assert!(mean(&indifferent, "participation", 60..120) > 2.0 * mean(CENTRAL, "participation", 60..120));
}

#[test]
fn what_the_centre_decides_is_refused_where_nobody_believes_in_it() {
    let refused = |refusal: &str, measure: &str| {
        mean(&format!("{CENTRAL}legitimacy.refusal = {refusal}\n"), measure, 36..60)
    };
    assert!(refused("1.0", "kept_centre") < refused("0.0", "kept_centre") - 0.1);
    assert!(refused("1.0", "legitimacy") < refused("0.0", "legitimacy"));
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
fn the_levy_moves_money_to_the_centre_while_powers_are_in_force() {
    let money = |levy: &str| mean(&format!("{SIEGE}emergency.levy = {levy}\n"), "central_resources", 40..72);
    assert!(money("0.6") > money("0.0") + 0.2);
}

#[test]
fn where_speaking_is_dangerous_the_centre_decides_on_flattered_reports() {
    let quality = |flattery: &str| {
        let text = format!("{CENTRAL}{SIEGE}voice.fusion = 1.0\nvoice.flattery = {flattery}\n");
        mean(&text, "quality", 40..72)
    };
    assert!(quality("1.0") < quality("0.0") - 0.05);
}

#[test]
fn a_rule_that_nobody_watches_wears_off() {
    let tenure = |worn: &str| {
        let text = format!("{SIEGE}adoption.worn = {worn}\nadoption.kept_up = 0.0\n[safeguards.rotation]\n");
        mean(&text, "tenure", 60..120)
    };
    assert!(tenure("0.2") > 1.5 * tenure("0.0"));
}

#[test]
fn posts_that_nobody_stands_for_stay_with_their_holders() {
    let tenure = |asked: &str| mean(&format!("mandates.asked = {asked}\n"), "tenure", 60..120);
    assert!(tenure("1") > 1.5 * tenure("16"));
}

#[test]
fn appointment_gathers_the_seats_for_one_faction_that_cannot_be_replaced() {
    let ruled = |appointed: &str, measure: &str| {
        let text = format!("mandates.appointed = {appointed}\npatronage.retention = 0.0\n");
        mean(&text, measure, 96..120)
    };
    assert!(ruled("true", "faction_concentration") > ruled("false", "faction_concentration") + 0.1);
    assert!(ruled("true", "replaceability") < 0.5 * ruled("false", "replaceability"));
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
    // Mistakes and delays cost next to nothing, so that there is money for wages.
    let cheap = "apparatus.wage = 3.0\nviability.execution_cost = 0.1\nviability.wrong_cost = 0.1\nviability.missed_cost = 0.1\nwork.dropped_cost = 0.0\n";
    let staff = |rate: &str| mean(&format!("{CENTRAL}decisions.rate = {rate}\n{cheap}"), "staff", 36..60);
    assert!(staff("0.5") > 5.0 * staff("0.05"));
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
    let reserve = |rate: &str| mean(&format!("{CENTRAL}{}", angry.replace("0.2", rate)), "reserve", 24..48);
    assert!(reserve("0.2") < reserve("0.0"));
}

#[test]
fn people_leave_for_want_of_hope_and_join_what_is_theirs() {
    assert!(mean(CENTRAL, "moves_out", 60..120) > 1.3 * mean("", "moves_out", 60..120));
    let joined = |text: &str| mean(text, "moves_in", 60..120);
    assert!(joined(CENTRAL) < 0.8 * joined(""), "{} {}", joined(CENTRAL), joined(""));
    let closed = "membership.entry = 0.0\nmembership.exit = 0.0\nmembership.exit_grievance = 0.0\nmembership.expulsion = 0.0\n";
    assert_eq!(mean(closed, "membership", 119..120), 300.0);
}

#[test]
fn efficiency_now_costs_legitimacy_later() {
    let (central, local) = (format!("{BUSY}{CENTRAL}"), format!("{BUSY}{LOCAL}"));
    assert!(mean(&central, "delay", 3..12) < mean(&local, "delay", 3..12));
    assert!(mean(&central, "legitimacy", 48..96) < mean(&local, "legitimacy", 48..96));
}

#[test]
fn victory_brings_people_money_and_work() {
    let victory = "shocks.victory = [{ start_tick = 36 }]\n";
    for measure in ["membership", "backlog", "central_assets"] {
        assert!(mean(victory, measure, 48..60) > mean("", measure, 48..60), "{measure}");
    }
}
