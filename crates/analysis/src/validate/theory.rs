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

/// A committee that ends and comes back: the chance that it stands, and the mean of something that goes with it, times that
/// chance; the same of the months since it ended.
struct Charters {
    standing: [f64; 2],
    gone: VecDeque<[f64; 2]>,
}

impl Charters {
    /// It stands for certain, with so much; it will be gone for so many months.
    fn new(amount: f64, gap: u32) -> Self {
        Self { standing: [1.0, amount], gone: VecDeque::from(vec![[0.0; 2]; gap as usize]) }
    }

    /// A month ends: it ends with probability `ends`, and then keeps a share `kept` of what goes with it. Returns the chance that
    /// it comes back.
    fn turn(&mut self, ends: f64, kept: f64) -> f64 {
        let [chance, amount] = self.standing;
        self.gone.push_back([ends * chance, ends * kept * amount]);
        let back = self.gone.pop_front().unwrap_or([0.0; 2]);
        self.standing = [(1.0 - ends) * chance + back[0], (1.0 - ends) * amount + back[1]];
        back[0]
    }
}

/// Share of some `months` in which a committee stands, and mean age of its charter with 0 counted where there is none, averaged
/// over as many `charters`.
///
/// All are written in month 0. When it is `due` (month, charter from 1) a charter stays as it is with probability q
/// (`renewal`), else its committee is gone for `gap` ≥ 1 months, and then its charter has age 0. Both expectations are carried
/// forward exactly. Without a gap, and where charters are due every τ months, ages tend to (τ(1+q)/(1-q) - 1)/2, over some
/// τ/(1-q) months. Source: length-biased sampling of the total life T, (E\[T²\]/E\[T\] - 1)/2, with T/τ geometric (Cox 1962,
/// "Renewal Theory").
pub fn charter_age(
    renewal: f64,
    gap: u32,
    charters: u32,
    due: impl Fn(u32, u32) -> bool,
    months: Range<u32>,
) -> (f64, f64) {
    let mut sums = (0.0, 0.0);
    for charter in 1..=charters {
        let mut chain = Charters::new(0.0, gap);
        let by_month: Vec<[f64; 2]> = (0..months.end)
            .map(|month| {
                chain.standing[1] += if month == 0 { 0.0 } else { chain.standing[0] };
                chain.turn(if due(month, charter) { 1.0 - renewal } else { 0.0 }, 0.0);
                chain.standing
            })
            .collect();
        sums.0 += average(by_month.iter().map(|standing| standing[0]), months.start);
        sums.1 += average(by_month.iter().map(|standing| standing[1]), months.start);
    }
    (sums.0 / f64::from(charters), sums.1 / f64::from(charters))
}

/// Mean weight, in some `months`, of the habit of a committee that ends now and then.
///
/// It begins with the weight `first`. A standing committee settles `arrivals` a month, and a share `fade` of all is left at the
/// end of the month. When it is `due` the committee ends with probability `ends`; then a share κ (`continuity`) of the weight is
/// inherited, and for `gap` months nothing comes to it. In the month after that its seats are filled, so that what came up
/// is settled in the next one. The mean is carried forward exactly. Source: elementary; the weight is linear in what comes.
pub fn inherited(
    (first, arrivals, fade): (f64, f64, f64),
    (ends, continuity, gap): (f64, f64, u32),
    due: impl Fn(u32) -> bool,
    months: Range<u32>,
) -> f64 {
    let (mut chain, mut waited) = (Charters::new(first, gap + 1), 0.0);
    let weights = (0..months.end).map(|month| {
        chain.standing[1] += arrivals * (chain.standing[0] + waited);
        let all = chain.gone.iter_mut().chain([&mut chain.standing]);
        all.for_each(|state| state[1] *= fade);
        let weight: f64 = chain.gone.iter().chain([&chain.standing]).map(|state| state[1]).sum();
        let ends = if due(month) { ends } else { 0.0 };
        let lost = ends * (1.0 - continuity) * chain.standing[1];
        waited = chain.turn(ends, continuity);
        weight - lost
    });
    average(weights, months.start)
}

/// Share C of what the centre settles after so many `months` under habit alone.
///
/// `weights` are what the centre and the local have settled so far. In each month `arrivals` matters come, of which the share
/// σ(h(2C - 1) - b) goes to the centre, with h the `habit` and b the `bias`; a share `fade` of all is left at the end of the month. With many
/// matters a month that is what happens, without chance. It tends to C = σ(h(2C - 1) - b), which at b = 0 has one solution up
/// to h = 2 and two stable ones above. Source: the mean-field magnet (Weiss 1907; Brock & Durlauf 2001).
pub fn habit(habit: f64, bias: f64, weights: (f64, f64), arrivals: f64, fade: f64, months: u32) -> f64 {
    let share = |(centre, own): (f64, f64)| centre / (centre + own);
    let month = |(centre, own): (f64, f64), _| {
        let up = 1.0 / (1.0 + libm::exp(bias - habit * (2.0 * share((centre, own)) - 1.0)));
        (fade * (centre + arrivals * up), fade * (own + arrivals * (1.0 - up)))
    };
    share((0..months).fold(weights, month))
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

/// Factor on that variance where ties are renewed month by month and not one by one: (1 - q/2)/(1 - q(1 - β/2)/2), with q the
/// chance that a tie is renewed in a month (`renewal`).
///
/// In a month each of d followers goes with probability q, so that 2mq(1 - q/2) is the variance of what comes and goes, and a
/// deviation keeps the share 1 - r of itself, r = q(1 - β/2); stationary is 2mq(1 - q/2)/(2r - r²). Without a pull it is 1.
/// Source: linear noise in discrete time, an autoregression.
pub fn monthly_steps(pull: f64, renewal: f64) -> f64 {
    (1.0 - renewal / 2.0) / (1.0 - renewal * (1.0 - pull / 2.0) / 2.0)
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

/// A floor: clock hours a month, clock hours f·n^c of a matter before n people, clock hours of a working group's report, and
/// people in a working group (0 where there are none).
#[derive(Clone, Copy, Debug)]
pub struct Floor {
    /// H.
    pub hours: f64,
    /// f.
    pub matter: f64,
    /// c.
    pub congestion: f64,
    /// r.
    pub report: f64,
    /// People in a working group.
    pub group: u32,
}

impl Floor {
    /// Matters that so many people hear a month, where more wait than they can hear: H/t together, H/(t/w + r) in w groups.
    pub fn heard(&self, people: u32) -> f64 {
        let hours = |people: f64| self.matter * libm::pow(people, self.congestion);
        let people = f64::from(people);
        let groups = if self.group > 0 { libm::floor(people / f64::from(self.group)) } else { 1.0 };
        let plenary = self.hours / hours(people.max(1.0));
        match (people < 1.0, groups < 2.0) {
            (true, _) => 0.0,
            (_, true) => plenary,
            _ => plenary.max(self.hours / (hours(people / groups) / groups + self.report)),
        }
    }

    /// The same on average where each of so many `members` comes with probability `chance`.
    pub fn heard_by_some(&self, members: u32, chance: f64) -> f64 {
        (0..=members).map(|people| binomial(members, people, chance) * self.heard(people)).sum()
    }

    /// Members beyond whom a group hears less than comes up, at λ matters a member and month (`rate`), where all come and hear
    /// matters together: λn = H/(f·n^c) at n = (H/(λf))^(1/(1+c)).
    pub fn keeps_up(&self, rate: f64) -> f64 {
        libm::pow(self.hours / (rate * self.matter), 1.0 / (1.0 + self.congestion))
    }
}

/// Size at which an urgent matter is soonest decided and done: n = (60w/(ch))^(2/3).
///
/// It takes c√n days to call n people together (`days`), and w/(n·h) months until n people who give h hours a month
/// (`given`) have worked the w hours of a matter (`work`), if they do nothing else. c√n/30 + w/(nh) is least where
/// c/(60√n) = w/(hn²). Source: elementary.
pub fn best_size(days: f64, work: f64, given: f64) -> f64 {
    libm::pow(60.0 * work / (days * given), 2.0 / 3.0)
}

/// Share of the waiting work that is done a month, and matters whose work is dropped, where Poisson(λ) matters come each month
/// (`arrivals`), hands can do the work of m (`hands`), and drop what would take them longer than K months (`patience`).
///
/// Once K months' work lies there and at least m matters come each month, m are done of K·m + N, and N - m are dropped.
/// Source: elementary.
pub fn overworked(arrivals: f64, hands: f64, patience: f64) -> (f64, f64) {
    let mut terms = Vec::new();
    poisson_terms(arrivals, &mut terms);
    let done = terms.iter().enumerate().map(|(n, p)| p * hands / (patience * hands + n as f64)).sum();
    (done, arrivals - hands)
}

/// Probability that of `seats` at most half go to a group, where each does with probability p (`share`): a binomial tail.
pub fn at_most_half(seats: u32, share: f64) -> f64 {
    (0..=seats / 2).map(|many| binomial(seats, many, share)).sum()
}

/// Share of some `months` after which a rule is in force that is not at first: motions bring it in with probability a a month
/// (`births`), and out with b (`deaths`). It tends to a/(a + b). Source: elementary, a chain of two states.
pub fn in_force(births: f64, deaths: f64, months: Range<u32>) -> f64 {
    let mut chance = 0.0;
    let by_month = (0..months.end).map(|_| {
        chance += births * (1.0 - chance) - deaths * chance;
        chance
    });
    average(by_month, months.start)
}

/// Mean practice of a rule in some `months`: p ← p + k(c - p) - w·p from p = c, with c its `compliance`, k the rate at which it
/// comes back (`kept`) and w that at which it is worn (`worn`). It tends to kc/(k + w). Source: elementary.
pub fn practice(compliance: f64, kept: f64, worn: f64, months: Range<u32>) -> f64 {
    let mut practice = compliance;
    let by_month = (0..months.end).map(|_| {
        practice += kept * (compliance - practice) - worn * practice;
        practice
    });
    average(by_month, months.start)
}

/// Mean share, in some `months`, of something that is moved a `step` of the way to `spent` at the end of each `period`.
/// Source: elementary.
pub fn budget(first: f64, spent: f64, step: f64, period: u32, months: Range<u32>) -> f64 {
    let mut share = first;
    let by_month = (0..months.end).map(|month| {
        share += if (month + 1).is_multiple_of(period) { step * (spent - share) } else { 0.0 };
        share
    });
    average(by_month, months.start)
}

#[cfg(test)]
mod tests;
