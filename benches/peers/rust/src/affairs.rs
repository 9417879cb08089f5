//! An organization above its members: locals, bodies, their floors, and the measures of a month. It is the same in every
//! peer written in Rust, and plain; what members do is written anew in each. `matters` and `seats` have the rest.

#![allow(clippy::disallowed_methods, reason = "plain Rust takes the functions of the standard library")]

use crate::Month;
use crate::matters::{Done, Habit, Matter, Settled};
use crate::seats::Body;
use rand::{Rng, RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;
use rand_distr::{Distribution, StandardNormal};
use std::ops::Range;

/// Whom each member listens to.
pub const TIES: usize = 4;
/// Members of a local.
pub const LOCAL: usize = 50;
/// Domains of affairs, each with a committee.
pub const DOMAINS: usize = 4;

/// Hours that a local meets a month.
pub(crate) const MEETING: f64 = 3.5;

/// What a member is founded with.
pub struct Traits {
    pub skill: f64,
    pub participation: f64,
    pub liveliness: f64,
    pub tolerance: f64,
    pub threshold: f64,
    pub ambition: f64,
}

impl Traits {
    pub fn draw(rng: &mut impl Rng) -> Self {
        let mut spread =
            |mean: f64, width: f64| (mean + width * (2.0 * rng.random::<f64>() - 1.0)).clamp(0.0, 1.0);
        let (skill, participation, tolerance) = (spread(0.5, 0.2), spread(0.5, 0.2), spread(0.3, 0.25));
        let (liveliness, threshold) = (0.9 * normal(rng), (0.55 + 0.25 * normal(rng)).max(0.02));
        let ambition = rng.random::<f64>().powi(3);
        Self { skill, participation, liveliness, tolerance, threshold, ambition }
    }
}

/// A standard normal number.
pub fn normal(rng: &mut impl Rng) -> f64 {
    StandardNormal.sample(rng)
}

/// 1/(1 + e⁻ˣ).
pub fn logistic(x: f64) -> f64 {
    1.0 / (1.0 + (-x).exp())
}

/// Somebody else of the same local.
pub fn neighbour(rng: &mut impl Rng, local: &Range<usize>, own: usize) -> usize {
    loop {
        let other = rng.random_range(local.clone());
        if other != own {
            return other;
        }
    }
}

/// Followers for each tie of one's own.
pub fn standing(followers: u32) -> f64 {
    f64::from(followers) / TIES as f64
}

/// Weight in an assembly.
pub fn weight(followers: u32) -> f64 {
    (1.0 + standing(followers)).powf(0.7)
}

/// Pull on those who look for somebody to listen to.
pub fn pull(followers: u32, skill: f64) -> f64 {
    (1.4 * standing(followers).sqrt() + skill).exp()
}

/// Running sums of pulls: among everybody and, apart, in each local, whose own pulls would be lost to rounding beside
/// somebody whom nearly all follow.
#[derive(Default)]
pub struct Pulls {
    everywhere: Vec<f64>,
    here: Vec<f64>,
}

impl Pulls {
    /// Sums the pulls of all members, in their order.
    pub fn add_up(&mut self, pulls: impl Iterator<Item = f64>) {
        self.everywhere.clear();
        self.here.clear();
        let (mut everywhere, mut here) = (0.0, 0.0);
        for (i, pull) in pulls.enumerate() {
            here = if i % LOCAL == 0 { pull } else { here + pull };
            everywhere += pull;
            self.everywhere.push(everywhere);
            self.here.push(here);
        }
    }

    /// Somebody of a local or, without one, of all; each as likely as their pull.
    pub fn choose(&self, rng: &mut impl Rng, local: Option<&Local>) -> usize {
        let (first, sums) = match local {
            Some(local) => (local.members.start, &self.here[local.members.clone()]),
            None => (0, &self.everywhere[..]),
        };
        let point = rng.random::<f64>() * sums[sums.len() - 1];
        first + sums.partition_point(|sum| *sum <= point)
    }
}

/// The members, as what happens above them needs them.
pub trait Members {
    fn count(&self) -> usize;
    fn person(&self, who: usize) -> Person;
    /// One seat more or one fewer.
    fn seat(&mut self, who: usize, change: i32);
}

/// A member as others see them.
pub struct Person {
    pub skill: f64,
    pub participation: f64,
    pub ambition: f64,
    pub followers: u32,
    pub seats: i32,
    pub speaks: bool,
    pub ties: [usize; TIES],
}

/// An assembly.
pub struct Local {
    pub members: Range<usize>,
    pub own_say: f64,
    pub present: usize,
    /// Added up over those present.
    pub skill: f64,
    pub weight: f64,
    /// Hope of those who speak.
    pub hope: f64,
    /// Mean legitimacy.
    pub belief: f64,
    pub speakers: usize,
    pub(crate) liveliness: f64,
    /// Mean weight of those present last month, and log odds to come that are the same for all.
    mean_weight: f64,
    odds: f64,
    pub(crate) kept: f64,
    pub(crate) kept_centre: f64,
    pub(crate) claim: f64,
    pub(crate) hours: f64,
    pub(crate) floor: f64,
    pub(crate) backlog: f64,
    pub(crate) work: f64,
    pub(crate) settled: Settled,
    /// By domain, of ordinary and of big matters.
    pub(crate) habits: [[Habit; 2]; DOMAINS],
}

impl Local {
    fn found(number: usize, rng: &mut impl Rng) -> Self {
        Self {
            members: number * LOCAL..(number + 1) * LOCAL,
            own_say: 0.5,
            present: 0,
            skill: 0.0,
            weight: 0.0,
            hope: 1.0,
            belief: 0.7,
            speakers: 0,
            liveliness: 0.5 * normal(rng),
            mean_weight: 1.0,
            odds: 0.0,
            kept: 0.8,
            kept_centre: 0.8,
            claim: 0.0,
            hours: 0.0,
            floor: 0.0,
            backlog: 0.0,
            work: 0.0,
            settled: Settled::default(),
            habits: [Habit::founding(); DOMAINS],
        }
    }

    /// Somebody comes to this month's assembly.
    pub fn welcome(&mut self, skill: f64, weight: f64) {
        self.present += 1;
        self.skill += skill;
        self.weight += weight;
    }

    /// What a member's participation moves to.
    pub fn wish(&self, liveliness: f64, weight: f64, company: usize) -> f64 {
        let voice = weight / (weight + self.mean_weight) - 0.5;
        logistic(liveliness + self.odds + voice + 1.5 * (company as f64 / TIES as f64 - 0.5))
    }

    /// What the organization gives its members, of which legitimacy comes.
    pub fn given(&self, fairness: f64) -> f64 {
        let kept = self.own_say * self.kept + (1.0 - self.own_say) * self.kept_centre;
        0.15 + 0.05 * self.own_say + 0.45 * kept + fairness
    }

    /// Stakes that the assembly settled for each unit of weight.
    pub fn each(&self) -> f64 {
        if self.settled.own > 0.0 { self.settled.own / self.weight } else { 0.0 }
    }

    pub(crate) fn mean_skill(&self) -> f64 {
        self.skill / (self.present as f64).max(1.0)
    }

    /// Share of the centre's decisions that is not carried out.
    pub(crate) fn refused(&self) -> f64 {
        let voice = self.speakers as f64 / self.members.len() as f64;
        (0.3 * (1.0 - self.belief + voice)).clamp(0.0, 1.0)
    }

    /// A new month: nobody has come yet.
    fn open(&mut self) {
        let say = self.own_say * self.own_say;
        self.odds = self.liveliness + 3.0 * (say / (say + 0.16) - 0.65) + 1.5 * (self.kept - 0.7)
            - 0.15 * (self.hours - 4.0).max(0.0);
        self.mean_weight = if self.present > 0 { self.weight / self.present as f64 } else { 1.0 };
        (self.present, self.skill, self.weight) = (0, 0.0, 0.0);
    }

    /// Matters that the assembly can hear, in working groups where that helps.
    fn hear(&self) -> f64 {
        let present = self.present as f64;
        if present < 10.0 {
            return 0.0;
        }
        let (plenary, expected) = (MEETING / floor_hours(present), self.backlog + 5.0);
        let most = (present / 12.0).floor();
        if plenary >= expected || most < 2.0 {
            return plenary;
        }
        let each = MEETING / expected - 0.15;
        let needed = (floor_hours(present / most) / each).ceil();
        let groups = if each > 0.0 { needed.clamp(2.0, most) } else { most };
        plenary.max(MEETING / (floor_hours(present / groups) / groups + 0.15))
    }
}

/// Hours that a matter takes on the floor of so many people.
fn floor_hours(people: f64) -> f64 {
    0.4 * people.max(1.0).powf(0.15)
}

/// Members' values of a month, from which it is measured.
pub struct Totals {
    pub influence: Vec<f64>,
    pub followers: Vec<u32>,
    pub legitimacy: f64,
    pub skill: f64,
    pub grievance: f64,
}

/// An organization without its members.
pub struct Affairs {
    pub locals: Vec<Local>,
    /// How far participation moves this month.
    pub rate: f64,
    pub(crate) rng: ChaCha8Rng,
    pub(crate) bodies: Vec<Body>,
    pub(crate) matters: Vec<Matter>,
    /// Work of the centre that waits, and its hands.
    pub(crate) work: f64,
    pub(crate) hands: f64,
    pub(crate) bench: f64,
    pub(crate) done: Done,
}

impl Affairs {
    /// # Panics
    /// When the members do not fill their locals.
    pub fn found(n: usize, seed: u64) -> Self {
        assert!(n.is_multiple_of(LOCAL), "members come in locals of {LOCAL}");
        let mut rng = ChaCha8Rng::seed_from_u64(seed);
        Self {
            locals: (0..n / LOCAL).map(|number| Local::found(number, &mut rng)).collect(),
            rate: 0.0,
            rng,
            bodies: std::iter::once(9).chain([5; DOMAINS]).map(Body::found).collect(),
            matters: Vec::new(),
            work: 0.0,
            hands: 0.0,
            bench: 0.0,
            done: Done::default(),
        }
    }

    /// Nobody has come yet.
    pub fn open(&mut self, t: usize) {
        self.rate = if t == 0 { 0.0 } else { 0.04 };
        for local in &mut self.locals {
            local.open();
        }
    }

    /// Opens the floors.
    pub fn open_floors(&mut self) {
        for local in &mut self.locals {
            (local.floor, local.settled) = (local.hear(), Settled::default());
        }
        self.hands = 0.0;
        for (number, body) in self.bodies.iter_mut().enumerate() {
            let (hours, held) = (if number == 0 { 15.0 } else { 10.0 }, body.held().count() as f64);
            body.floor = if held > 0.0 { hours / floor_hours(held) } else { 0.0 };
            body.stakes = 0.0;
            self.hands += 16.0 * held;
        }
    }

    /// The part of legitimacy that is the same for all: visibly fair selections, and a choice of people.
    pub fn fairness(&self) -> f64 {
        let held = || self.bodies.iter().flat_map(Body::held);
        let over = held().filter(|seat| seat.holdover).count() as f64 / held().count().max(1) as f64;
        0.25 * (1.0 - 0.65 * over) * (0.5 + self.bench.min(4.0) / 8.0)
    }

    /// Mean over locals of what they do not settle themselves.
    pub fn lost(&self) -> f64 {
        self.locals.iter().map(|local| 1.0 - local.own_say).sum::<f64>() / self.locals.len() as f64
    }

    /// Locals of the executive's holders and of those to whom they listen.
    pub(crate) fn heard(&self, members: &impl Members) -> Vec<bool> {
        let mut heard = vec![false; self.locals.len()];
        for holder in self.bodies[0].held().filter_map(|seat| seat.holder) {
            heard[holder / LOCAL] = true;
            members.person(holder).ties.iter().for_each(|tie| heard[tie / LOCAL] = true);
        }
        heard
    }

    /// Claims of locals where somebody speaks are granted or refused.
    pub fn claim(&mut self, members: &impl Members) {
        let heard = self.heard(members);
        for (local, heard) in self.locals.iter_mut().zip(heard) {
            let share = local.speakers as f64 / local.members.len() as f64;
            let granted = 0.15 * 0.7 * share * if heard { 1.0 } else { 0.5 };
            if share == 0.0 {
                local.hope += 0.01 * (1.0 - local.hope);
            } else if self.rng.random::<f64>() < granted {
                local.claim += 0.5;
                local.hope += 0.3 * (1.0 - local.hope);
            } else {
                local.hope *= 1.0 - 0.05 * share;
            }
        }
    }

    /// This month's measures.
    pub fn measure(&self, t: usize, mut totals: Totals) -> Month {
        let n = totals.influence.len();
        let (members, top) = (n as f64, n.div_ceil(100));
        totals.influence.sort_by(f64::total_cmp);
        let influence = &totals.influence;
        let sum: f64 = influence.iter().sum();
        let ranked: f64 =
            influence.iter().enumerate().map(|(i, x)| (2.0 * (i as f64 + 1.0) - members - 1.0) * x).sum();
        totals.followers.sort_unstable();
        let followed: u32 = totals.followers[n - top..].iter().sum();
        let held = || self.bodies.iter().flat_map(Body::held);
        let tenure: f64 = held().map(|seat| seat.months(t)).sum();
        let mean =
            |value: fn(&Local) -> f64| self.locals.iter().map(value).sum::<f64>() / self.locals.len() as f64;
        [
            self.done.central / (self.done.central + self.done.own).max(1e-9),
            if sum > 0.0 { ranked / (members * sum) } else { 0.0 },
            if sum > 0.0 { influence[n - top..].iter().sum::<f64>() / sum } else { 0.0 },
            f64::from(followed) / (TIES as f64 * members),
            self.present() as f64 / members,
            totals.legitimacy / members,
            totals.skill / members,
            totals.grievance / members,
            self.speaking() as f64 / members,
            tenure / held().count().max(1) as f64,
            self.done.delay,
            1000.0 * self.matters.len() as f64 / members,
            self.done.share,
            mean(|local| local.kept),
            self.bench,
        ]
    }

    pub(crate) fn present(&self) -> usize {
        self.locals.iter().map(|local| local.present).sum()
    }

    pub(crate) fn speaking(&self) -> usize {
        self.locals.iter().map(|local| local.speakers).sum()
    }
}
