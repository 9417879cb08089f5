use super::{Ablation, Advice, Plan, exact_shares, order, sampled_shares};
use crate::study::{BESIDE, Endpoint};
use thermidor_scenario::read;

#[test]
fn shares_of_a_known_game_are_shapleys() {
    // The glove game: one left glove, two right gloves; a pair is worth 1. Shares 2/3, 1/6, 1/6.
    let value = |set: u32| f64::from(u8::from(set & 1 == 1 && set & 0b110 != 0));
    assert_eq!(exact_shares(3, value), [4.0, 1.0, 1.0]);
}

#[test]
fn sampled_shares_add_up_and_tend_to_the_exact_ones() {
    let k = 12;
    let value = |set: u32| {
        f64::from(set.count_ones()) + f64::from(u8::from(set & 3 == 3)) * 5.0
            - f64::from(u8::from(set & 12 == 12)) * 2.0
    };
    let mut sums = vec![0.0; k];
    for run in 0..2000 {
        let shares = sampled_shares(&order(1, run, k), |set| Ok::<_, ()>(value(set))).unwrap();
        assert_eq!(shares.iter().sum::<f64>(), 2.0 * (value((1 << k) - 1) - value(0)));
        sums.iter_mut().zip(shares).for_each(|(sum, share)| *sum += share / 4000.0);
    }
    for (i, share) in sums.iter().enumerate() {
        let exact = 1.0
            + if i < 2 {
                2.5
            } else if i < 4 {
                -1.0
            } else {
                0.0
            };
        assert!((share - exact).abs() < 0.15, "{i}: {share} for {exact}");
    }
}

#[test]
fn shares_add_up_to_the_whole_effect_exactly() {
    let text = "ticks = 60\n[organization]\nmembers = 60\nlocal_size = 10\n[[shocks.isolation]]\nstart_tick = 12\nduration_ticks = 24\n\
                [safeguards]\nrotation = {}\nsubsidiarity = {}\ndissent_cycles = {}\n";
    let scenario = read::parse("t", text, &[]).expect("a scenario");
    let mut ablation =
        Ablation::new(Plan::new(&scenario, Endpoint::find("captured_at_end").expect("an ending")));
    assert_eq!(ablation.plan.size(), 8 + 15);
    (0..40).for_each(|run| ablation.take(&ablation.plan.run(&Default::default(), run).unwrap()));
    let (totals, whole) = ablation.totals();
    assert_eq!(totals.iter().sum::<f64>(), whole);
    assert!(whole != 0.0, "the safeguards do nothing");
    // What helps is not to be left out.
    let (alone, _) = ablation.backfires(false);
    let subsidiarity =
        ablation.plan.names.iter().position(|name| *name == "subsidiarity").expect("it is there");
    assert!(ablation.interval(&ablation.alone[subsidiarity], 0.95).high < 0.0, "subsidiarity does not help");
    assert!(!alone.contains(&subsidiarity));
    assert!(!matches!(ablation.advice(false), Advice::Drop(i, _) if i == subsidiarity));
}

#[test]
fn what_stands_beside_is_what_would_have_been_asked() {
    let text = "ticks = 60\ncapture.months = 3\n[organization]\nmembers = 60\nlocal_size = 10\n\
                [[shocks.isolation]]\nstart_tick = 12\nduration_ticks = 24\n[safeguards]\nsubsidiarity = {}\n";
    let scenario = read::parse("t", text, &[]).expect("a scenario");
    let asked = |on: &str| {
        let mut ablation = Ablation::new(Plan::new(&scenario, Endpoint::find(on).expect("an endpoint")));
        (0..6).for_each(|run| ablation.take(&ablation.plan.run(&Default::default(), run).unwrap()));
        ablation
    };
    let ablation = asked("damage");
    assert_eq!(ablation.beside.len(), BESIDE.len(), "a name is unknown");
    for ((name, _), (none, all)) in BESIDE.iter().zip(&ablation.beside) {
        assert_eq!(asked(name).ends(), (none.mean(), all.mean()), "{name}");
    }
    // Without the safeguard more are captured, so that both sides cannot be exchanged.
    let (none, all) = &ablation.beside[0];
    assert!(none.mean() > all.mean(), "{} {}", none.mean(), all.mean());
}
