use super::*;
use thermidor_core::measures::chance::poisson_gini;

/// Knuth's MMIX generator, read from its high bits.
struct Lcg(u64);

impl Lcg {
    fn unit(&mut self) -> f64 {
        self.0 = self.0.wrapping_mul(6364136223846793005).wrapping_add(1442695040888963407);
        (self.0 >> 11) as f64 / 9007199254740992.0
    }

    fn poisson(&mut self, mean: f64) -> u32 {
        let floor = libm::exp(-mean);
        let (mut count, mut product) = (0, self.unit());
        while product > floor {
            count += 1;
            product *= self.unit();
        }
        count
    }
}

fn near(found: f64, expected: f64, tolerance: f64) {
    assert!((found - expected).abs() <= tolerance, "found {found}, expected {expected}");
}

#[test]
fn urn_share_is_a_martingale_for_unit_gamma() {
    let found = urn(1.0, 0.0, (3.0, 7.0), 1.5, 20);
    near(found.map_or(0.0, |m| m.mean), 0.3, 1e-10);
}

#[test]
fn urn_spread_after_one_tick_is_binomial() {
    // Given k arrivals the share is (3 + Bin(k, .3))/(10 + k).
    let mut pmf = libm::exp(-4.0);
    let mut variance = 0.0;
    for k in 0..60 {
        let k = f64::from(k);
        variance += pmf * 0.21 * k / ((10.0 + k) * (10.0 + k));
        pmf *= 4.0 / (k + 1.0);
    }
    let found = urn(1.0, 0.0, (3.0, 7.0), 4.0, 1);
    near(found.map_or(0.0, |m| m.sd), variance.sqrt(), 1e-10);
}

#[test]
fn urn_agrees_with_monte_carlo() {
    let (runs, mut rng) = (40_000, Lcg(1));
    let (mut sum, mut squares) = (0.0, 0.0);
    for _ in 0..runs {
        let (mut c, mut l) = (4.0, 3.0);
        for _ in 0..12 {
            let p = 1.0 / (1.0 + libm::exp(0.2 - 1.6 * libm::log(c / l)));
            for _ in 0..rng.poisson(2.0) {
                *(if rng.unit() < p { &mut c } else { &mut l }) += 1.0;
            }
        }
        let share = c / (c + l);
        sum += share;
        squares += share * share;
    }
    let mean = sum / f64::from(runs);
    let sd = (squares / f64::from(runs) - mean * mean).sqrt();
    let found = urn(1.6, 0.2, (4.0, 3.0), 2.0, 12).unwrap_or(Moments { mean: 0.0, sd: 0.0 });
    near(found.mean, mean, 0.005);
    near(found.sd, sd, 0.003);
}

#[test]
fn urn_limits() {
    assert!(urn(1.0, 0.0, (1.0, 1.0), 3.0, 200).is_none());
    assert!(urn(1.0, 0.0, (0.0, 0.0), 1.0, 10).is_none());
    // An empty side stays empty; no ticks leave the share as it was.
    assert_eq!(urn(1.0, 0.0, (0.0, 2.0), 1.0, 10), Some(Moments { mean: 0.0, sd: 0.0 }));
    assert_eq!(urn(2.0, 1.0, (1.0, 3.0), 1.0, 0), Some(Moments { mean: 0.25, sd: 0.0 }));
}

#[test]
fn lots_terms_and_charters() {
    near(never_drawn(5.0, 100.0, 20.0), 0.358485922408542, 1e-12);
    // In the long run the closed forms; r = 1 makes waves of L months.
    near(turnover_under_limit(0.5, 2, 400..500), 2.0 / 3.0, 1e-12);
    near(turnover_under_limit(0.7, 4, 400..500), 0.3 / (1.0 - libm::pow(0.7, 4.0)), 1e-12);
    near(turnover_under_limit(0.0, 3, 1..9), 1.0, 1e-15);
    near(turnover_under_limit(1.0, 4, 400..800), 0.25, 1e-15);
    near(charter_age(0.5, 0, 1, every(4), 400..800).1, 5.5, 1e-12);
}

/// Due every so many months.
fn every(lifetime: u32) -> impl Fn(u32, u32) -> bool {
    move |month, _| month > 0 && month.is_multiple_of(lifetime)
}

#[test]
fn a_short_history_is_not_the_long_run() {
    // Two terms at most, kept with one half: in months 1 to 3 a half, then all second terms and half of the first, …
    let by_hand = [0.0, 0.5, 0.75, 0.625];
    for (month, turnover) in (0..).zip(by_hand) {
        near(turnover_under_limit(0.5, 2, month..month + 1), turnover, 1e-15);
    }
    // Charters that are due in month 2 and 4: ages 0, 1, q·2, q·2 + 1, q·(q·2 + 2).
    for (month, age) in (0..).zip([0.0, 1.0, 1.4, 2.4, 0.7 * 3.4]) {
        near(charter_age(0.7, 0, 1, every(2), month..month + 1).1, age, 1e-12);
    }
    // Renewed 97 of 100 times every second year, charters of 2,400 months are younger than in the long run.
    let long = (24.0 * 1.97 / 0.03 - 1.0) / 2.0;
    near(charter_age(0.97, 0, 1, every(24), 60_000..61_200).1, long, 0.5);
    let short = charter_age(0.97, 0, 1, every(24), 1200..2400).1;
    assert!((690.0..720.0).contains(&short), "{short}");
    // One matter in the first month, and what the first months leave.
    near(queue_present(0.8, 1, 0..1), 0.8, 1e-15);
    near(queue_present(0.8, 1, 1..2), 1.6 - (1.0 - libm::exp(-0.8)), 1e-12);
    near(faction_identity(10.0, 0.1, 5.0, 1..2), 0.081 + 0.19 / 5.0, 1e-15);
    near(duty_cycle(0.04, 6, 0.1, 2)[1], 1.0 - 0.96 * 0.96, 1e-15);
    near(cascade(0.25, 0.12, 1), libm::erfc(0.25 / (0.12 * SQRT_2)) / 2.0, 1e-15);
}

#[test]
fn charter_age_agrees_with_enumeration() {
    let (mut ages, mut ticks, mut chance) = (0.0, 0.0, 0.3);
    for periods in 1..200 {
        for age in 0..3 * periods {
            ages += chance * f64::from(age);
            ticks += chance;
        }
        chance *= 0.7;
    }
    near(charter_age(0.7, 0, 1, every(3), 300..600).1, ages / ticks, 1e-10);
}

#[test]
fn duty_cycle_agrees_with_monte_carlo() {
    let (months, mut rng) = (400_000, Lcg(2));
    let (mut left, mut on, mut count) = (0, false, 0);
    for _ in 0..months {
        left = if rng.unit() < 0.04 { 6 } else { left };
        on = left > 0 || (on && rng.unit() >= 0.1);
        count += u32::from(on);
        left -= left.min(1);
    }
    let long = |onset, end_rate| duty_cycle(onset, 6, end_rate, 2000)[1999];
    near(long(0.04, 0.1), f64::from(count) / f64::from(months), 0.01);
    let (quiet, lasting) = (libm::pow(0.96, 5.0), 0.9 * 0.96);
    near(long(0.04, 0.1), 1.0 - 0.96 * quiet + 0.04 * quiet * lasting / (1.0 - lasting), 1e-12);
    near(long(0.04, 1.0), 1.0 - libm::pow(0.96, 6.0), 1e-12);
    near(long(0.04, 0.0), 1.0, 1e-12);
    assert_eq!(long(0.0, 0.0), 0.0);
}

#[test]
fn queues() {
    let long = |arrivals: f64, servers| queue_present(arrivals, servers, 3000..3001);
    for load in [0.1, 0.5, 0.9] {
        near(long(load, 1), load + load * load / (2.0 * (1.0 - load)), 1e-8);
    }
    near(long(0.0, 5), 0.0, 1e-12);
    // Bailey (1954): λ + Σ 1/(1-z) - (c(c-1) - λ²)/(2(c-λ)) over the roots z ≠ 1 of z^c = e^(λ(z-1)); for c = 2 the root is
    // real, that of z = -e^(λ(z-1)/2).
    let root = settle(0.0, 1e-15, |z| -libm::exp(0.6 * (z - 1.0)));
    near(long(1.2, 2), 1.2 + 1.0 / (1.0 - root) - (2.0 - 1.44) / 1.6, 1e-9);
}

#[test]
fn faction_identity_solves_its_equation() {
    let long = |lottery| faction_identity(10.0, lottery, 5.0, 2000..2001);
    near(long(0.1), 0.119 / 0.271, 1e-12);
    near(long(0.0), 1.0, 1e-12);
    near(long(1.0), 0.2, 1e-14);
}

#[test]
fn faction_identity_agrees_with_monte_carlo() {
    let (sittings, mut rng) = (60_000, Lcg(3));
    let (mut house, mut same) = (vec![0; 8], 0.0);
    for _ in 0..sittings {
        let next: Vec<usize> = (0..8)
            .map(|_| match rng.unit() < 0.15 {
                true => (rng.unit() * 4.0) as usize,
                false => house[(rng.unit() * 8.0) as usize],
            })
            .collect();
        house = next;
        let pairs: usize = (0..4)
            .map(|faction| house.iter().filter(|seat| **seat == faction).count())
            .map(|size| size * (size.max(1) - 1))
            .sum();
        same += pairs as f64 / 56.0;
    }
    near(faction_identity(8.0, 0.15, 4.0, 500..501), same / f64::from(sittings), 0.01);
}

#[test]
fn followers_variance_limits() {
    near(followers_variance(0.0, 30.0).unwrap_or(0.0), 30.0, 1e-6);
    near(followers_variance(1.0, 400.0).unwrap_or(0.0), 800.0, 16.0);
    near(followers_variance(0.5, 400.0).unwrap_or(0.0), 400.0 / 0.75, 8.0);
    assert!(followers_variance(2.5, 50.0).is_none());
    assert!(followers_variance(1.0, 0.0).is_none());
}

#[test]
fn monthly_steps_agree_with_the_recursion_of_the_variance() {
    // d' = d - Bin(d, q) + Poisson(mq(1 + β/2·(d/m - 1))), in which q and β/2 both pull a deviation back.
    for (pull, renewal, ties) in [(0.8, 1.0 / 64.0, 64.0), (1.5, 0.2, 10.0)] {
        let kept = 1.0 - renewal * (1.0 - pull / 2.0);
        let noise = ties * renewal * (1.0 - renewal) + ties * renewal;
        let stationary = (0..20_000).fold(ties, |variance, _| kept * kept * variance + noise);
        near(stationary, ties / (1.0 - pull / 2.0) * monthly_steps(pull, renewal), 1e-9);
    }
    assert_eq!(monthly_steps(0.0, 0.3), 1.0);
}

#[test]
fn followers_variance_agrees_with_the_master_equation() {
    // Forward integration for m = 3, β = .6, with Z kept such that births balance the mean.
    let m = 3.0;
    let pulls: Vec<f64> = (0..60).map(|d| libm::exp(0.6 * ((f64::from(d) / m).sqrt() - 1.0))).collect();
    let mut law = vec![0.0; 61];
    law[3] = 1.0;
    for _ in 0..4000 {
        let z: f64 = law.iter().zip(&pulls).map(|(p, pull)| p * pull).sum();
        let flows: Vec<f64> =
            (0..60).map(|d| law[d] * m * pulls[d] / z - law[d + 1] * (d as f64 + 1.0)).collect();
        for (d, flow) in flows.iter().enumerate() {
            law[d] -= 0.01 * flow;
            law[d + 1] += 0.01 * flow;
        }
    }
    near(mean_of(&law), m, 1e-9);
    let variance: f64 = (0..61).map(|d| law[d] * (d as f64 - m) * (d as f64 - m)).sum();
    near(followers_variance(0.6, m).unwrap_or(0.0), variance, 1e-5);
}

#[test]
fn tie_breaking_fades_with_the_worth_of_a_draw() {
    near(tie_breaking(1.0, 400.0), 2.0 * tie_breaking(1.0, 1600.0), 1e-12);
    // At a mean of one draw two people have one each with probability e^-2, and so on.
    let by_hand = 0.135335 * (1.0 + 0.353553 + 0.0481125 + 0.00347222);
    near(tie_breaking(1.0, 1.0 / core::f64::consts::PI), by_hand, 5e-5);
}

#[test]
fn leader_share_is_its_own_image_and_has_its_limits() {
    let (pull, ties, people) = (0.9, 8.0, 100.0);
    let x = leader_share(pull, ties, people);
    // The others' weight by brute force: a binomial number of the ties that the leader has not.
    let spare = libm::round(people * ties * (1.0 - x)) as u32;
    let weight: f64 = (0..=spare)
        .map(|d| binomial(spare, d, 1.0 / (people - 1.0)) * libm::exp(pull * libm::sqrt(f64::from(d) / ties)))
        .sum();
    let leader = libm::exp(pull * libm::sqrt(people * x));
    near(x, (people - 1.0) / people * leader / (leader + (people - 1.0) * weight), 1e-3);
    near(leader_share(0.0, 4.0, 50.0), 0.02 * 0.98, 1e-12);
    near(leader_share(50.0, 4.0, 1e6), 1.0 - 1e-6, 1e-12);
}

#[test]
fn cascade_has_granovetters_jump() {
    let cascade = |mean, sd| cascade(mean, sd, 10_000);
    let r = cascade(0.25, 0.122);
    assert!(r > 0.04 && r < 0.07, "found {r}");
    assert!(cascade_slope(0.25, 0.122, r) < 1.0);
    assert!(cascade(0.25, 0.123) > 0.99);
    assert_eq!(cascade(0.25, 0.0), 0.0);
    let phi = |r: f64| libm::erfc((0.25 - r) / (0.122 * SQRT_2)) / 2.0;
    near(cascade_slope(0.25, 0.122, 0.1), (phi(0.10001) - phi(0.09999)) / 2e-5, 1e-7);
}

#[test]
fn majority_agrees_with_enumeration() {
    near(majority(3, 0.6), 0.648, 1e-12);
    near(majority(2, 0.6), 0.6, 1e-12);
    near(majority(5, 1.0), 1.0, 1e-12);
    near(majority(5, 0.0), 0.0, 1e-12);
    for voters in [9_u32, 10] {
        let mut right = 0.0;
        for votes in 0..1_u32 << voters {
            let yes = votes.count_ones();
            let chance: f64 = (0..voters).map(|v| if votes >> v & 1 == 1 { 0.55 } else { 0.45 }).product();
            right +=
                chance * (f64::from(u8::from(2 * yes > voters)) + f64::from(u8::from(2 * yes >= voters)));
        }
        near(majority(voters, 0.55), right / 2.0, 1e-12);
    }
}

#[test]
fn poisson_gini_agrees_with_the_double_sum() {
    near(poisson_gini(1.0), 0.5237776118026087, 1e-12);
    near(poisson_gini(0.0), 1.0, 1e-15);
    let mut terms = Vec::new();
    poisson_terms(2.5, &mut terms);
    let mut gap = 0.0;
    for (i, p) in terms.iter().enumerate() {
        for (j, q) in terms.iter().enumerate() {
            gap += p * q * i.abs_diff(j) as f64;
        }
    }
    near(poisson_gini(2.5), gap / 5.0, 1e-11);
    // For large means the law is normal, with Gini 1/√(π mean).
    near(poisson_gini(10_000.0) * (PI * 10_000.0).sqrt(), 1.0, 1e-4);
}

#[test]
fn multinomial_gini_and_hhi_agree_with_enumeration() {
    let (people, draws) = (3_usize, 5_u32);
    let outcomes = people.pow(draws);
    let (mut gap, mut hhi, mut ahead) = (0.0, 0.0, 0.0);
    for outcome in 0..outcomes {
        let mut counts = [0_usize; 3];
        let mut rest = outcome;
        for _ in 0..draws {
            counts[rest % people] += 1;
            rest /= people;
        }
        gap += counts[0].abs_diff(counts[1]) as f64;
        // All three pairs, where the first has two beforehand.
        ahead += (counts[0] + 2).abs_diff(counts[1]) as f64
            + (counts[0] + 2).abs_diff(counts[2]) as f64
            + counts[1].abs_diff(counts[2]) as f64;
        hhi += counts.iter().map(|count| count * count).sum::<usize>() as f64 / 25.0;
    }
    let outcomes = outcomes as f64;
    near(multinomial_gini(3.0, 5.0, 0.0), gap / outcomes / (2.0 * 5.0 / 3.0), 1e-12);
    near(multinomial_gini(3.0, 5.0, 2.0), ahead / 3.0 / outcomes / (2.0 * 7.0 / 3.0), 1e-12);
    near(null_hhi(3.0, 5.0), hhi / outcomes, 1e-12);
    // Two people: the gap is that of a walk of four steps, 1.5, over twice the mean 2.
    near(multinomial_gini(2.0, 4.0, 0.0), 0.375, 1e-12);
    near(multinomial_gini(1e5, 3e5, 0.0), poisson_gini(3.0), 1e-4);
}

#[test]
fn simon_singletons_agree_with_the_limit_and_monte_carlo() {
    near(simon_singletons(1, 1, 1.0, 1_000_000, 0.3), 1.0 / 1.7, 1e-4);
    let mut rng = Lcg(4);
    let (mut alone, mut all) = (0_usize, 0_usize);
    for _ in 0..20_000 {
        let mut members = vec![0_usize, 0, 1];
        let mut factions = 2;
        while members.len() < 20 {
            if rng.unit() < 0.2 {
                members.push(factions);
                factions += 1;
            } else {
                members.push(members[(rng.unit() * members.len() as f64) as usize]);
            }
        }
        all += factions;
        alone += (0..factions).filter(|f| members.iter().filter(|m| *m == f).count() == 1).count();
    }
    near(simon_singletons(3, 2, 1.0, 20, 0.2), alone as f64 / all as f64, 0.005);
}

#[test]
fn a_committee_that_is_gone_for_a_while_has_no_age() {
    // Due in month 2 and 6, ends for certain, gone for 3 months: ages 0, 1, -, -, -, 0, -, …
    let by_hand = [(1.0, 0.0), (1.0, 1.0), (0.0, 0.0), (0.0, 0.0), (0.0, 0.0), (1.0, 0.0), (0.0, 0.0)];
    let due = |month: u32, _| month % 4 == 2;
    for (month, expected) in (0..).zip(by_hand) {
        assert_eq!(charter_age(0.0, 3, 1, due, month..month + 1), expected, "{month}");
    }
}

#[test]
fn what_is_inherited_agrees_with_monte_carlo() {
    let (runs, months, due) = (20_000, 60, |month: u32| month % 7 == 3);
    let (fade, mut rng, mut sum) = (0.9, Lcg(5), 0.0);
    for _ in 0..runs {
        // Back in so many months, and what waits for a body whose seats are empty.
        let (mut weight, mut back, mut waits) = (5.0, 0, 0.0);
        for month in 0..months {
            let comes = f64::from(rng.poisson(2.0));
            match back {
                0 => weight += comes + std::mem::take(&mut waits),
                1 => waits = comes,
                _ => {}
            }
            weight *= fade;
            back -= i32::from(back > 0);
            if back == 0 && waits == 0.0 && due(month) && rng.unit() < 0.4 {
                (weight, back) = (0.3 * weight, 3);
            }
            sum += if month >= 30 { weight } else { 0.0 };
        }
    }
    let found = sum / f64::from(runs * 30);
    near(inherited((5.0, 2.0, fade), (0.4, 0.3, 2), due, 30..60), found, 0.005 * found);
    // One that never ends is a sum that fades.
    let plain = inherited((0.0, 1.0, 0.5), (0.0, 0.0, 2), due, 80..81);
    near(plain, 1.0, 1e-12);
}

#[test]
fn habit_has_one_state_below_two_and_two_above() {
    let long = |h: f64, first: f64| habit(h, 0.0, (first, 1.0 - first), 0.1, 0.9, 20_000);
    for (h, first, states) in [(1.9, 0.01, 0.5), (1.9, 0.99, 0.5), (3.0, 0.49, 0.0707), (3.0, 0.51, 0.9293)] {
        let found = long(h, first);
        near(found, 1.0 / (1.0 + libm::exp(-h * (2.0 * found - 1.0))), 1e-9);
        near(found, states, 1e-4);
    }
    near(habit(0.0, 2.0, (0.5, 0.5), 0.1, 0.9, 2000), 1.0 / (1.0 + libm::exp(2.0)), 1e-12);
}

#[test]
fn floors() {
    let floor = Floor { hours: 5.0, matter: 0.4, congestion: 0.0, report: 0.1, group: 10 };
    near(floor.heard(30), 5.0 / (0.4 / 3.0 + 0.1), 1e-12);
    near(floor.heard(19), 12.5, 1e-12);
    assert_eq!(floor.heard(0), 0.0);
    near(floor.heard_by_some(1, 0.3), 0.3 * 12.5, 1e-12);
    // Reports that take as long as hearing help nobody.
    near(Floor { report: 0.4, ..floor }.heard(30), 12.5, 1e-12);
    // At the size that keeps up as much is heard as comes.
    let floor = Floor { congestion: 0.5, group: 0, ..floor };
    let size = floor.keeps_up(0.5);
    near(5.0 / (0.4 * libm::pow(size, 0.5)), 0.5 * size, 1e-9);
}

#[test]
fn best_size_is_where_calling_and_doing_take_least() {
    let months = |n: f64| 0.5 * libm::sqrt(n) / 30.0 + 8.0 / (n * 4.0);
    let best = best_size(0.5, 8.0, 4.0);
    assert!(months(best) < months(best - 0.01) && months(best) < months(best + 0.01));
}

#[test]
fn rules_and_budgets_settle() {
    near(in_force(0.1, 0.3, 500..900), 0.25, 1e-12);
    near(in_force(0.1, 0.3, 0..2), (0.1 + 0.1 + 0.1 * 0.6) / 2.0, 1e-12);
    near(practice(0.8, 0.06, 0.02, 2000..2001), 0.6, 1e-12);
    near(practice(0.8, 0.5, 0.0, 0..9), 0.8, 1e-12);
    near(budget(0.1, 0.6, 0.25, 12, 2000..2400), 0.6, 1e-12);
    near(budget(0.1, 0.6, 0.25, 2, 0..2), 0.1 + 0.125 / 2.0, 1e-12);
    let (done, dropped) = overworked(50.0, 20.0, 3.0);
    near(done, 20.0 / 110.0, 0.001);
    near(dropped, 30.0, 1e-12);
    near(at_most_half(3, 0.4), 0.648, 1e-12);
}
