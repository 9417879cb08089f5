//! Closed-form and exactly computed results against which the simulation engine is checked.
//!
//! Every function is pure and takes the parameters of a deliberately reduced model: one mechanism of
//! the simulator, isolated. Four kinds of result appear: closed forms (`never_drawn`), distributions summed
//! exactly (`urn`, `majority`, `multinomial_gini`), expectations carried forward month by month from the
//! founding on (`charter_age`, `duty_cycle`, `queue_present`, `cascade`), and fixed points found by a convergent
//! iteration (`leader_share`, `followers_variance`). Where a result is carried forward it is exact for a history of
//! any length; a fixed point is for one that is long enough, which whoever compares has to see to.
//! Transcendental functions come from `libm`, so that results agree bit for bit across platforms.

use std::collections::VecDeque;
use std::f64::consts::{PI, SQRT_2};
use std::ops::Range;

use thermidor_core::measures::chance::bulk;

/// Probability below which a state or a tail term of a distribution is dropped.
const NEGLIGIBLE: f64 = 1e-14;

/// Iterations allowed to a fixed point.
const PATIENCE: u32 = 100_000;

/// Mean and standard deviation of a random quantity, in the unit of that quantity.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Moments {
    /// Mean.
    pub mean: f64,
    /// Standard deviation.
    pub sd: f64,
}

/// Share C/(C+L) of a generalised Pólya urn after `ticks` ticks (dimensionless).
///
/// In each tick Poisson(`arrivals`) unit matters arrive; each goes to C with probability
/// p = 1/(1 + exp(-(γ ln(C/L) - b))), with C and L the weights at the start of the tick and b the
/// `barrier`; then the weights grow by the counts. Given the state, the two counts are independent
/// Poisson(`arrivals` p) and Poisson(`arrivals` (1-p)), so the joint distribution of the matters gone to
/// each side is carried forward exactly, up to probabilities below 1e-14. For γ = 1, b = 0 the share is a
/// martingale. `None` when `arrivals` × `ticks` exceeds 400 or when the weights are not positive in sum.
///
/// Source: Hill, Lane & Sudderth (1980), "A strong law for some generalized urn processes".
pub fn urn(gamma: f64, barrier: f64, initial: (f64, f64), arrivals: f64, ticks: u32) -> Option<Moments> {
    let expected = arrivals * f64::from(ticks);
    let (c, l) = initial;
    let valid = (0.0..=400.0).contains(&expected) && c >= 0.0 && l >= 0.0 && c + l > 0.0;
    if !valid {
        return None;
    }
    let obstacle = libm::exp(barrier);
    let chance = |x: f64, y: f64| 1.0 / (1.0 + obstacle * libm::pow((l + y) / (c + x), gamma));
    let side = (expected + 9.0 * expected.sqrt()) as usize + 40;
    let mut states = vec![0.0; side * side];
    states[0] = 1.0;
    for _ in 0..ticks {
        states = urn_tick(&states, side, arrivals, chance);
    }
    let total: f64 = states.iter().sum();
    let shares = || {
        states.iter().enumerate().map(|(state, mass)| {
            let (x, y) = ((state / side) as f64, (state % side) as f64);
            ((c + x) / (c + l + x + y), mass / total)
        })
    };
    let mean: f64 = shares().map(|(share, mass)| mass * share).sum();
    let variance: f64 = shares().map(|(share, mass)| mass * (share - mean) * (share - mean)).sum();
    Some(Moments { mean, sd: variance.sqrt() })
}

/// The distribution of (matters gone to C, matters gone to L) one tick later; row index C, column index L.
fn urn_tick(states: &[f64], side: usize, arrivals: f64, chance: impl Fn(f64, f64) -> f64) -> Vec<f64> {
    let mut next = vec![0.0; states.len()];
    let (mut to_c, mut to_l) = (Vec::new(), Vec::new());
    for (state, &mass) in states.iter().enumerate().filter(|(_, mass)| **mass >= NEGLIGIBLE) {
        let (x, y) = (state / side, state % side);
        let p = chance(x as f64, y as f64);
        poisson_terms(arrivals * p, &mut to_c);
        poisson_terms(arrivals * (1.0 - p), &mut to_l);
        for (row, in_c) in next.chunks_exact_mut(side).skip(x).zip(&to_c) {
            let weight = mass * in_c;
            for (slot, in_l) in row.iter_mut().skip(y).zip(&to_l) {
                *slot += weight * in_l;
            }
        }
    }
    next
}

/// Fills `terms` with the Poisson probabilities of 0, 1, 2, ... up to where the tail is negligible.
fn poisson_terms(mean: f64, terms: &mut Vec<f64>) {
    terms.clear();
    let (mut term, mut count) = (libm::exp(-mean), 0.0);
    while count <= mean || term >= NEGLIGIBLE {
        terms.push(term);
        count += 1.0;
        term *= mean / count;
    }
}

/// Probability that a given person is never drawn: (1 - k/N)^T.
///
/// `seats` k are drawn by lot without replacement among `people` N, afresh in each of `draws` T draws.
/// Source: elementary; the draws are independent and each leaves a person out with probability 1 - k/N.
pub fn never_drawn(seats: f64, people: f64, draws: f64) -> f64 {
    libm::pow(1.0 - seats / people, draws)
}

/// Mean share of seats that change hands in some `months`, under a term limit and terms of one month.
///
/// All seats are filled in month 0. From month 1 on a holder is retained with probability r (`retention`), and leaves
/// after L (`terms` ≥ 1) terms at the latest; the distribution of terms served is carried forward exactly. It tends to
/// (1-r)/(1-r^L), and to 1/L at r = 1. Source: renewal theory (Cox 1962, "Renewal Theory").
pub fn turnover_under_limit(retention: f64, terms: u32, months: Range<u32>) -> f64 {
    let mut serving = vec![0.0; terms as usize];
    serving[0] = 1.0;
    let turnover = (0..months.end).map(|month| {
        if month == 0 {
            return 0.0;
        }
        let last = serving[serving.len() - 1];
        let kept = retention * (serving.iter().sum::<f64>() - last);
        serving.rotate_right(1);
        serving.iter_mut().for_each(|share| *share *= retention);
        serving[0] = 1.0 - kept;
        1.0 - kept
    });
    average(turnover, months.start)
}

/// Mean over the months from `first` on of what is given month by month, from month 0.
fn average(by_month: impl Iterator<Item = f64>, first: u32) -> f64 {
    let (sum, many) = by_month.skip(first as usize).fold((0.0, 0.0), |(sum, many), x| (sum + x, many + 1.0));
    sum / many
}

/// Mean age, in ticks, of a charter in some `months`, averaged over as many `charters`.
///
/// All are written in month 0. When it is `due` (month, charter from 1) a charter stays as it is with probability q
/// (`renewal`), else it is replaced and has age 0. Expected ages are carried forward exactly; where charters are due every
/// τ months they tend to (τ(1+q)/(1-q) - 1)/2, over some τ/(1-q) months. Source: length-biased sampling of the total life T,
/// (E\[T²\]/E\[T\] - 1)/2, with T/τ geometric (Cox 1962, "Renewal Theory").
pub fn charter_age(renewal: f64, charters: u32, due: impl Fn(u32, u32) -> bool, months: Range<u32>) -> f64 {
    let of = |charter: u32| {
        let mut age = 0.0;
        let ages = (0..months.end).map(|month| {
            age = if month == 0 { 0.0 } else { age + 1.0 } * if due(month, charter) { renewal } else { 1.0 };
            age
        });
        average(ages, months.start)
    };
    (1..=charters).map(of).sum::<f64>() / f64::from(charters)
}

/// Probability that emergency powers are on, by month from 0 on.
///
/// An onset comes each month with probability p (`onset`) and is active for D months (`duration`), overlaps merging. Powers
/// are on while any onset is active; in each month without one they end with probability e (`end_rate`) before that
/// month counts. Nothing has come before month 0. The probabilities of how many active months are left, and of powers without
/// any, are carried forward exactly; they tend to 1 - q^D + p q^(D-1) a/(1-a), with q = 1-p and a = (1-e) q, over some
/// D + 1/e months. Source: elementary, a Markov chain.
pub fn duty_cycle(onset: f64, duration: u32, end_rate: f64, months: u32) -> Vec<f64> {
    if duration == 0 {
        return vec![0.0; months as usize];
    }
    // By months left after this one; the first are in their last month.
    let mut active = VecDeque::from(vec![0.0; duration as usize]);
    let mut kept = 0.0;
    let quiet = 1.0 - onset;
    let month = |_| {
        let over = active.pop_front().unwrap_or(0.0);
        active.iter_mut().for_each(|share| *share *= quiet);
        active.push_back(onset);
        kept = quiet * (1.0 - end_rate) * (kept + over);
        active.iter().sum::<f64>() + kept
    };
    (0..months).map(month).collect()
}

/// Mean number present, waiting or in service, before c `servers` in some `months`.
///
/// Poisson(λ) matters come each month (`arrivals`); up to c of those present are settled, and the others wait. Nothing
/// waits before month 0. The distribution of those who wait is carried forward, up to probabilities below 1e-14. For one server
/// the mean tends to λ + λ²/(2(1-λ)) (Pollaczek and Khinchine), for more to Bailey's bulk service (1954), over some
/// λ/(c-λ)² months.
pub fn queue_present(arrivals: f64, servers: u32, months: Range<u32>) -> f64 {
    let mut terms = Vec::new();
    poisson_terms(arrivals, &mut terms);
    let mut waiting = vec![1.0];
    let present = (0..months.end).map(|_| {
        let present = arrivals + mean_of(&waiting);
        let mut next = vec![0.0; (waiting.len() + terms.len()).saturating_sub(servers as usize).max(1)];
        for (queue, mass) in waiting.iter().enumerate() {
            for (come, term) in terms.iter().enumerate() {
                next[(queue + come).saturating_sub(servers as usize)] += mass * term;
            }
        }
        let last = next.iter().rposition(|mass| *mass >= NEGLIGIBLE).unwrap_or(0);
        next.truncate(last + 1);
        waiting = next;
        present
    });
    average(present, months.start)
}

/// Mean probability, in some `months`, that two seats belong to the same faction.
///
/// In month 0 all belong to different ones. From then on each of N `seats` copies the faction of a random seat of the month
/// before, or with probability u (`lottery`) takes one of K `factions` at random:
/// F' = a(1/N + (1-1/N)F) + (1-a)/K, with a = (1-u)². It tends to the fixed point of that, over some 1/(1 - a(1-1/N)) months.
/// Source: identity by descent in the Wright-Fisher K-allele model (Malécot 1948; Ewens 2004, "Mathematical Population
/// Genetics").
pub fn faction_identity(seats: f64, lottery: f64, factions: f64, months: Range<u32>) -> f64 {
    let copied = (1.0 - lottery) * (1.0 - lottery);
    let mut same = 0.0;
    let identity = (0..months.end).map(|month| {
        if month > 0 {
            same = copied * (1.0 / seats + (1.0 - 1.0 / seats) * same) + (1.0 - copied) / factions;
        }
        same
    });
    average(identity, months.start)
}

/// Stationary variance of the number of followers, in followers², where the mean is m (`ties`).
///
/// In state d followers come at the rate m exp(β(√(d/m) - 1))/Z and leave at the rate d, with β the
/// `pull` and Z such that the stationary mean is m. The stationary law is that of a birth-death chain,
/// π(d+1)/π(d) = birth(d)/(d+1), from 0 up to where it would begin to rise again: beyond lies the state
/// with one leader, and between the two the barrier that makes equality last. Z is found by bisection.
/// `None` where equality does not last: the barrier carries more than 1e-6 at the solution, or no Z gives
/// the mean m. For large m the variance tends to m/(1 - β/2), and the barrier is gone at β = 2.
///
/// Source: detailed balance; large m by the linear noise approximation (van Kampen 1992).
pub fn followers_variance(pull: f64, ties: f64) -> Option<f64> {
    let steps: Vec<f64> = (0..(20.0 * ties) as u32)
        .map(|d| {
            let d = f64::from(d);
            libm::log(ties / (d + 1.0)) + pull * ((d / ties).sqrt() - 1.0)
        })
        .collect();
    let mut low = steps.iter().copied().fold(f64::INFINITY, f64::min) - 2.0;
    let mut high = steps.iter().copied().fold(f64::NEG_INFINITY, f64::max) + 40.0;
    for _ in 0..100 {
        let log_z = (low + high) / 2.0;
        let law = followers_law(&steps, log_z, ties);
        // A barrier that carries weight is one over which followers run away: Z is too small.
        if mean_of(&law) > ties || law.last().is_some_and(|top| *top > 1e-6) {
            low = log_z;
        } else {
            high = log_z;
        }
    }
    let law = followers_law(&steps, (low + high) / 2.0, ties);
    let reached = (mean_of(&law) - ties).abs() <= 1e-6 * ties;
    let localised = law.last().is_some_and(|top| *top <= 1e-6);
    let variance = law.iter().enumerate().map(|(d, p)| p * (d as f64 - ties) * (d as f64 - ties)).sum();
    (reached && localised).then_some(variance)
}

/// Stationary probabilities of a chain with log π(d+1) - log π(d) = `steps[d]` - `log_z`, up to the barrier.
fn followers_law(steps: &[f64], log_z: f64, ties: f64) -> Vec<f64> {
    let rises = |(d, step): &(usize, &f64)| (*d as f64) <= ties || **step <= log_z;
    let climb = steps.iter().enumerate().take_while(rises).scan(0.0, |level, (_, step)| {
        *level += step - log_z;
        Some(*level)
    });
    let levels: Vec<f64> = std::iter::once(0.0).chain(climb).collect();
    let peak = levels.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    let weights: Vec<f64> = levels.iter().map(|level| libm::exp(level - peak)).collect();
    let total: f64 = weights.iter().sum();
    weights.iter().map(|weight| weight / total).collect()
}

/// Mean of a distribution over 0, 1, 2, ...
fn mean_of(law: &[f64]) -> f64 {
    law.iter().enumerate().map(|(d, p)| d as f64 * p).sum()
}

/// Share of all ties held by a single leader, in mean field: the largest fixed point of x = p(n-1)/n with
/// p = e^(b√(nx)) / (e^(b√(nx)) + (n-1) E e^(b√(D/m))).
///
/// n `people` have m `ties` each; nobody listens to themselves, so the leader has nmx followers and every
/// other D, a Poisson number with mean nm(1-x)/(n-1); a tie is drawn to somebody with d followers with weight
/// exp(b√(d/m)), b being the `pull`. The map increases in x, hence the iteration down from x = 1 ends at the
/// largest fixed point. Source: self-consistency of the mean shares; compare Evans & Hanney (2005).
pub fn leader_share(pull: f64, ties: f64, people: f64) -> f64 {
    let map = |x: f64| {
        let mean = people * ties * (1.0 - x).max(0.0) / (people - 1.0);
        let mut terms = Vec::new();
        poisson_terms(mean, &mut terms);
        let leader = (people * x).sqrt();
        let weight = |d: usize| libm::exp(pull * ((d as f64 / ties).sqrt() - leader));
        let others: f64 = terms.iter().enumerate().map(|(d, p)| p * weight(d)).sum();
        (people - 1.0) / people / (1.0 + (people - 1.0) * others)
    };
    settle(1.0, 1e-15, map)
}

/// Iterates x ← `map`(x) from `start` until x changes by less than `tolerance`.
fn settle(start: f64, tolerance: f64, map: impl Fn(f64) -> f64) -> f64 {
    let mut x = start;
    for _ in 0..PATIENCE {
        let next = map(x);
        let change = (next - x).abs();
        x = next;
        if change < tolerance {
            break;
        }
    }
    x
}

/// Share of a population that has joined after so many `months`: r' = Φ((r - mean)/sd), from r = 0.
///
/// Thresholds are normal with `mean` and `sd`, all as shares of the population; a person joins once the
/// share that had joined a month before reaches the threshold. It tends to the smallest fixed point.
/// Source: Granovetter (1978), "Threshold models of collective behavior".
pub fn cascade(mean: f64, sd: f64, months: u32) -> f64 {
    if sd <= 0.0 {
        return if mean > 0.0 { 0.0 } else { 1.0 };
    }
    (0..months).fold(0.0, |r, _| libm::erfc((mean - r) / (sd * SQRT_2)) / 2.0)
}

/// Slope φ((r - mean)/sd)/sd of the threshold map of [`cascade`] at the share `r` (dimensionless).
///
/// A fixed point is stable where the slope is below 1, and 1/(1 - slope) is its response to a small push.
/// Source: derivative of the normal distribution function.
pub fn cascade_slope(mean: f64, sd: f64, r: f64) -> f64 {
    let z = (r - mean) / sd;
    libm::exp(-z * z / 2.0) / (sd * (2.0 * PI).sqrt())
}

/// Probability that the majority of `voters` is right, ties counting half:
/// Σ_{2k>n} C(n,k) p^k (1-p)^(n-k) + half the term at 2k = n.
///
/// Each voter is right independently with probability p (`accuracy`).
/// Source: Condorcet (1785), the jury theorem.
pub fn majority(voters: u32, accuracy: f64) -> f64 {
    let won: f64 = (voters / 2 + 1..=voters).map(|k| binomial(voters, k, accuracy)).sum();
    let tied = if voters.is_multiple_of(2) { binomial(voters, voters / 2, accuracy) } else { 0.0 };
    won + tied / 2.0
}

/// Binomial probability of `k` successes in `n` trials of probability `p`.
fn binomial(n: u32, k: u32, p: f64) -> f64 {
    let (n, k) = (f64::from(n), f64::from(k));
    let ways = libm::lgamma(n + 1.0) - libm::lgamma(k + 1.0) - libm::lgamma(n - k + 1.0);
    libm::exp(ways + times_log(k, p) + times_log(n - k, 1.0 - p))
}

/// a ln x, with 0 ln 0 = 0.
fn times_log(a: f64, x: f64) -> f64 {
    if a == 0.0 { 0.0 } else { a * libm::log(x) }
}

/// Gini coefficient expected when T `draws` (rounded) fall at random on N `people`, of whom one has g more (`given`)
/// beforehand: E|X1-X2| over twice the mean, (T+g)/N.
///
/// X1 and X2 are the counts of two different people. What they draw together, s, is Bin(T, 2/N), and what one of them
/// does of it Bin(s, 1/2), so that their distance is that of a simple random walk of s steps, from g in those 2/N of the
/// pairs that the one is in and from 0 in the others. The average being over pairs of different people, a Gini whose
/// double sum includes each person paired with himself, Σ|xi-xj|/(2N²·mean), has the expectation (1 - 1/N) times this.
/// Source: Gini's mean difference of the multinomial, as in Ramasubban (1958); Feller (1968), ch. III.
pub fn multinomial_gini(people: f64, draws: f64, given: f64) -> f64 {
    let trials = libm::round(draws) as u32;
    if people < 2.0 || trials == 0 {
        return 0.0;
    }
    let (p, total) = (2.0 / people, f64::from(trials));
    let (first, last) = bulk(total * p, total * p * (1.0 - p)).into_inner();
    let gap = |start: f64| -> f64 {
        (first..=last.min(trials)).map(|s| binomial(trials, s, p) * walk_distance(start, s)).sum()
    };
    // One is in two of every n ordered pairs.
    ((people - 2.0) * gap(0.0) + 2.0 * gap(given)) / people / ((total + given) * p)
}

/// Expected distance from 0 after `steps` steps of a simple random walk that begins at `start`.
fn walk_distance(start: f64, steps: u32) -> f64 {
    let place = |up: u32| start + 2.0 * f64::from(up) - f64::from(steps);
    (0..=steps).map(|up| binomial(steps, up, 0.5) * place(up).abs()).sum()
}

/// What it adds to that Gini that two people with equally many draws do not have quite the same, where each
/// draw is worth a Poisson number with mean μ (`worth`) of units: Σ_c π(c)² √(c/(πμ))/λ with π(c) the
/// Poisson probability of c draws at their `mean` number λ. Source: mean difference of two normals.
pub fn tie_breaking(mean: f64, worth: f64) -> f64 {
    let mut terms = Vec::new();
    poisson_terms(mean, &mut terms);
    let difference = |c: usize| libm::sqrt(c as f64 / (core::f64::consts::PI * worth));
    terms.iter().enumerate().map(|(c, p)| p * p * difference(c)).sum::<f64>() / mean
}

/// Herfindahl index expected when T unit `draws` fall at random on N `people`: 1/T + (1 - 1/T)/N.
///
/// Dimensionless, between 1/N and 1. Source: two draws, taken with replacement, are the same draw with
/// probability 1/T and otherwise fall on the same person with probability 1/N.
pub fn null_hhi(people: f64, draws: f64) -> f64 {
    1.0 / draws + (1.0 - 1.0 / draws) / people
}

/// Expected number of factions of one member over the expected number of factions (dimensionless).
///
/// From `people` ≥ 1 members in `factions`, of which `singletons` have one member, to `until` members:
/// each newcomer founds a faction with probability α (`alpha`), else joins that of a uniformly chosen
/// member. At t members N1' = N1 + α - (1-α) N1/t and K' = K + α; the ratio tends to 1/(2-α).
/// Source: Simon (1955), "On a class of skew distribution functions".
pub fn simon_singletons(people: u32, factions: u32, singletons: f64, until: u32, alpha: f64) -> f64 {
    let start = (singletons, f64::from(factions));
    let (alone, all) = (people..until)
        .fold(start, |(alone, all), t| (alone + alpha - (1.0 - alpha) * alone / f64::from(t), all + alpha));
    alone / all
}

/// Probability that an arrival waits in an M/M/c queue, with a (`load`) the offered load in erlangs:
/// C = w/(Σ_{k<c} a^k/k! + w), w = (a^c/c!) c/(c-a); 1 from a = c (`servers`) on.
///
/// Computed as 1/(1 + (1 - a/c) Σ_{k<c} exp(ln(a^k/k!) - ln(a^c/c!))).
/// Source: Erlang (1917).
pub fn erlang_c(servers: u32, load: f64) -> f64 {
    let c = f64::from(servers);
    if load >= c {
        return 1.0;
    }
    let log_load = libm::log(load);
    let idle: f64 = (0..servers)
        .map(f64::from)
        .map(|k| libm::exp((k - c) * log_load - libm::lgamma(k + 1.0) + libm::lgamma(c + 1.0)))
        .sum();
    1.0 / (1.0 + (1.0 - load / c) * idle)
}

#[cfg(test)]
mod tests {
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
        near(charter_age(0.5, 1, every(4), 400..800), 5.5, 1e-12);
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
            near(charter_age(0.7, 1, every(2), month..month + 1), age, 1e-12);
        }
        // Renewed 97 of 100 times every second year, charters of 2,400 months are younger than in the long run.
        let long = (24.0 * 1.97 / 0.03 - 1.0) / 2.0;
        near(charter_age(0.97, 1, every(24), 60_000..61_200), long, 0.5);
        let short = charter_age(0.97, 1, every(24), 1200..2400);
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
        near(charter_age(0.7, 1, every(3), 300..600), ages / ticks, 1e-10);
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
            .map(|d| {
                binomial(spare, d, 1.0 / (people - 1.0)) * libm::exp(pull * libm::sqrt(f64::from(d) / ties))
            })
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
                let chance: f64 =
                    (0..voters).map(|v| if votes >> v & 1 == 1 { 0.55 } else { 0.45 }).product();
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
    fn erlang_c_agrees_with_the_recursion() {
        near(erlang_c(1, 0.7), 0.7, 1e-12);
        near(erlang_c(2, 1.0), 1.0 / 3.0, 1e-12);
        assert_eq!(erlang_c(3, 0.0), 0.0);
        assert_eq!(erlang_c(3, 3.0), 1.0);
        for (servers, load) in [(30, 25.0), (200, 190.0)] {
            let blocked = (1..=servers).fold(1.0, |b, k| load * b / (f64::from(k) + load * b));
            let rho = load / f64::from(servers);
            near(erlang_c(servers, load), blocked / (1.0 - rho * (1.0 - blocked)), 1e-11);
        }
    }
}
