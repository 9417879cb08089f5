//! Random scenarios: ledgers balance (asserted inside the engine in test builds), numbers are finite and in range.

use proptest::prelude::*;
use thermidor::measures::MEASURES;
use thermidor::run::simulate;
use thermidor::scenario::read;

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn random_scenarios_stay_sound(
        seed in 0u64..1_000_000,
        members in 20u32..400,
        local in 5u32..20,
        gamma in 0.0f64..1.5,
        rate in 0.001f64..0.5,
        staff in 0.0f64..60.0,
        pull in 0.0f64..4.0,
        severity in 0.0f64..1.0,
        which in 0usize..9,
        other in 0usize..9,
        shock in 0usize..4,
        compliance in 0.0f64..1.0,
    ) {
        let names = thermidor::safeguards::NAMES;
        let mut text = format!(
            "ticks = 60\nseed = {seed}\n[organization]\nmembers = {members}\nlocal_size = {local}\n\
             [precedent]\ngamma = {gamma}\n[decisions]\nrate = {rate}\n[apparatus]\nfounding_per_1000 = {staff}\n\
             [deference]\npull = {pull}\n[[shocks.{}]]\nstart_tick = 10\nduration_ticks = 20\nseverity = {severity}\n\
             [safeguards.{}]\ncompliance = {compliance}\n",
            thermidor::shocks::NAMES[shock], names[which],
        );
        if other != which {
            text.push_str(&format!("[safeguards.{}]\n", names[other]));
        }
        let scenario = read::parse("random", &text, &[]).expect("a valid scenario");
        let history = simulate(&scenario, 0);
        for tick in 0..history.ticks() {
            for (measure, value) in MEASURES.iter().zip(history.row(tick)) {
                prop_assert!(value.is_finite(), "{} is {value} in month {tick}", measure.name);
                let (low, high) = measure.range;
                if measure.range == (0.0, 1.0) {
                    prop_assert!((low - 1e-4..=high + 1e-4).contains(value), "{} is {value}", measure.name);
                }
            }
        }
    }
}
