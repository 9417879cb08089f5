//! What a request would cost, and how much one may cost.

use std::time::Duration;
use thermidor_core::Model;

use thermidor_analysis::study::Paired;
use thermidor_core::footprint::{history_bytes, world_bytes};
use thermidor_core::measures::MEASURES;
use thermidor_core::mechanisms::joining::stride;
use thermidor_core::parameters::decisions::Decisions;
use thermidor_core::parameters::deference::Deference;
use thermidor_core::parameters::membership::Membership;
use thermidor_core::scenario::Scenario;
use thermidor_io::output::summary::EXACT;

use super::queue::Load;
use super::refusal::{Kind, Refusal};

/// Seconds of one core for a member's month; a little more than is measured (`docs/performance.md`).
const MEMBER_MONTH: f64 = 55e-9;
/// A month costs as much as this many members even where there is nobody: 908 ns a member at 20 members, 25 at 10,000.
const FIXED: f64 = 330.0;
/// A matter that only waits and lapses costs as much as half a member's month: 21 to 26 ns.
const MATTER: f64 = 0.5;
/// Slots that a member takes as it was measured: a local of fifty has 64. What has more takes longer by so much.
const SLOTS: f64 = 64.0 / 50.0;
/// A tie beyond the usual four costs as much as this part of a member's month: 64 of them 2.6 times as much as four.
const TIE: f64 = 0.03;
/// A slot costs as much to found as this part of a member's month, and each tie so much more: 60 and 15 ns where a member's
/// month takes 105.
const FOUNDING: (f64, f64) = (0.5, 0.15);
/// Whoever is asked to stand for a seat costs as much as half a member's month, and as much again for every fifty who
/// were asked before them: 540 ns of a thousand.
const ASKED: (f64, f64) = (0.5, 0.01);

/// How much work a visitor may ask for.
#[derive(Debug, Clone, Copy)]
pub struct Limits {
    /// Seconds of one core that a request may take, as far as can be told beforehand.
    pub core_seconds: f64,
    /// Seconds that one run may take, since a run is not interrupted.
    pub run_seconds: f64,
    /// Values kept for the pictures of a request, of four bytes each.
    pub values: u32,
    /// Values kept for all requests together; who comes when there is no room waits.
    pub values_in_all: u32,
    /// Bytes of the worlds that are simulated in one lane at the same time; two lanes have twice as many.
    pub bytes: u64,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            core_seconds: 120.0,
            run_seconds: 4.0,
            values: 40_000_000,
            values_in_all: 600_000_000,
            bytes: 500_000_000,
        }
    }
}

/// What a request costs.
#[derive(Debug, Clone, Copy, serde::Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct Cost {
    /// Values kept for its pictures.
    pub values: u32,
    /// Member-months to simulate.
    pub member_months: f64,
    /// Seconds of one core, estimated.
    pub core_seconds: f64,
    /// Bytes of one run: the largest of its worlds, and the histories of all.
    pub bytes: u64,
}

/// What some arms cost over a number of runs.
pub fn cost(arms: &[Model], runs: u32) -> Cost {
    let worlds = arms.iter().map(|arm| world_bytes(arm)).max().unwrap_or(0);
    let bytes = arms.iter().map(|arm| history_bytes(arm)).sum::<u64>().saturating_add(worlds);
    let mut cost = Cost { values: values(arms, runs), member_months: 0.0, core_seconds: 0.0, bytes };
    for arm in arms {
        let months = f64::from(arm.ticks) * f64::from(arm.world.organizations) * f64::from(runs);
        // What may grow without end costs as if it did; up to the usual limit growth is left out, since it is rare.
        let growth = (arm.membership.size_max / Membership::default().size_max).max(1.0);
        let members = f64::from(arm.organization.members) * growth;
        cost.member_months += months * members;
        let month = members * busy(arm) * slots(arm) * ties(arm) + FIXED + elections(arm);
        let founders = f64::from(arm.organization.members) * f64::from(arm.world.organizations);
        let founding = founders * slots(arm) * (FOUNDING.0 + FOUNDING.1 * f64::from(arm.deference.ties));
        cost.core_seconds += (months * month + founding * f64::from(runs)) * MEMBER_MONTH;
    }
    cost
}

/// Slots that a member of small locals takes, over what is usual.
fn slots(arm: &Model) -> f64 {
    let each = stride(&arm.parameters()) as f64 / f64::from(arm.organization.usual_size());
    (each / SLOTS).max(1.0)
}

/// How many times as long a member's month takes with more ties than usual.
fn ties(arm: &Model) -> f64 {
    1.0 + TIE * (f64::from(arm.deference.ties) - f64::from(Deference::default().ties)).max(0.0)
}

/// How many times as long a member's month takes where more comes up to be decided than usual.
fn busy(arm: &Model) -> f64 {
    let matters = arm.decisions.rate * arm.shocks.mean(arm.ticks, |pressure| pressure.affairs);
    // Four times the usual matters take 3.2 times as long, twenty times 3.5 times: more of them only wait and lapse.
    let settled = (0.75 * (matters / Decisions::default().rate - 1.0)).clamp(0.0, 2.5);
    1.0 + settled + MATTER * matters
}

/// What a month's elections cost beyond the usual, in members' months.
fn elections(arm: &Model) -> f64 {
    let each = |arm: &Scenario| {
        let asked = f64::from(arm.mandates.asked.min(arm.organization.members));
        f64::from(arm.seats()) / f64::from(arm.mandates.term_ticks) * asked * (ASKED.0 + ASKED.1 * asked)
    };
    (each(arm) - each(&Scenario::default())).max(0.0)
}

/// Values that the summaries of some arms keep: up to a number of each, and counts beyond; and what the sums of paired
/// differences take, in values of four bytes.
fn values(arms: &[Model], runs: u32) -> u32 {
    let kept = |arm: &Model| {
        let organizations = u64::from(arm.world.organizations) * u64::from(runs);
        u64::from(arm.ticks) * organizations.min(EXACT as u64) * MEASURES.len() as u64
    };
    let cells = arms.first().map_or(0, |arm| u64::from(arm.ticks)) * MEASURES.len() as u64;
    let paired =
        arms.len().saturating_sub(1) as u64 * cells * (size_of::<Paired>() / size_of::<f32>()) as u64;
    u32::try_from(arms.iter().map(kept).sum::<u64>() + paired).unwrap_or(u32::MAX)
}

impl Cost {
    /// What the queue is to know of it.
    pub fn load(&self, runs: u32, limits: &Limits) -> Load {
        let at_once = limits.bytes / self.bytes.max(1);
        let at_once = u32::try_from(at_once).unwrap_or(u32::MAX);
        Load { runs, core_seconds: self.core_seconds, at_once }
    }
}

impl Limits {
    /// How long a slice with a single run may take on a busy machine.
    pub fn patience(&self) -> Duration {
        Duration::try_from_secs_f64(self.run_seconds * 4.0).unwrap_or(Duration::MAX)
    }

    /// Why a run is not waited for any longer.
    pub fn long_run(&self) -> Refusal {
        let seconds = self.patience().as_secs_f64();
        let error = format!(
            "error: one organization of this scenario takes more than {seconds:.0} seconds\n  \
             help: use fewer members or months, or `thermidor run` on a machine of your own"
        );
        Refusal::new(Kind::LongRun, error).with([("seconds", seconds), ("most", self.run_seconds)])
    }

    fn much_memory(&self, bytes: u64) -> Refusal {
        let [megabytes, most] = [bytes, self.bytes].map(|bytes| (bytes as f64 / 1e6).round());
        let error = format!(
            "error: one organization of this scenario, with those around it, takes about {megabytes} MB of memory; this page takes on up to {most}\n  \
             help: use fewer members, fewer ties, larger locals or a smaller membership.size_max, or `thermidor run` on a machine of your own"
        );
        Refusal::new(Kind::MuchMemory, error).with([("megabytes", megabytes), ("most", most)])
    }

    /// Whether a request may be worked on.
    ///
    /// # Errors
    /// What it costs and what to do.
    pub fn admit(&self, arms: &[Model], runs: u32) -> Result<Cost, Refusal> {
        let whole = cost(arms, runs);
        let one = cost(arms, 1).core_seconds;
        if one > self.run_seconds {
            let error = format!(
                "error: one organization of this scenario takes about {one:.0} seconds; this page takes on up to {:.0}\n  \
                 help: use fewer members or months, or `thermidor run` on a machine of your own",
                self.run_seconds
            );
            return Err(
                Refusal::new(Kind::LongRun, error).with([("seconds", one), ("most", self.run_seconds)])
            );
        }
        if whole.core_seconds > self.core_seconds {
            let (millions, organizations) = (whole.member_months / 1e6, (self.core_seconds / one).floor());
            let error = format!(
                "error: this scenario has {millions:.0} million member-months, about {:.0} seconds of work; this page takes on up to {:.0}\n  \
                 help: use at most {organizations} organizations, fewer members or fewer months",
                whole.core_seconds, self.core_seconds,
            );
            return Err(Refusal::new(Kind::MuchWork, error).with([
                ("millions", millions),
                ("seconds", whole.core_seconds),
                ("most", self.core_seconds),
                ("organizations", organizations),
            ]));
        }
        if whole.bytes > self.bytes {
            return Err(self.much_memory(whole.bytes));
        }
        if whole.values > self.values {
            let (millions, most) = (f64::from(whole.values) / 1e6, f64::from(self.values) / 1e6);
            let error = format!(
                "error: the pictures of this scenario have {millions:.0} million values; this page takes on up to {most:.0}\n  \
                 help: use fewer months or fewer organizations"
            );
            return Err(Refusal::new(Kind::ManyValues, error).with([("millions", millions), ("most", most)]));
        }
        Ok(whole)
    }
}

#[cfg(test)]
mod tests {
    use super::{Kind, Limits, MEASURES, Paired};
    use thermidor_core::Model;
    use thermidor_core::scenario::Scenario;

    #[test]
    fn what_is_too_big_is_refused_with_its_cost() {
        let limits = Limits::default();
        let mut scenario = Scenario::default();
        let model = |scenario: &Scenario| Model::new(scenario.clone()).unwrap();
        assert!(limits.admit(&[model(&scenario), model(&scenario)], 500).is_ok());
        let many = limits.admit(&[model(&scenario)], 1_000_000).unwrap_err();
        assert!(many.error.contains("240000 million member-months"), "{many:?}");
        assert!(many.error.contains("use at most"), "{many:?}");
        assert_eq!((many.kind, many.values["millions"]), (Kind::MuchWork, 240_000.0));
        scenario.membership.size_max = 10_000.0;
        assert!(limits.admit(&[model(&scenario)], 1).unwrap_err().error.contains("one organization"));
        scenario.membership.size_max = 3.0;
        scenario.organization.members = 10_000_000;
        assert!(limits.admit(&[model(&scenario)], 1).unwrap_err().error.contains("one organization"));
        scenario.ticks = 1;
        scenario.deference.ties = 64;
        scenario.organization.members = 2_000_000;
        let much = limits.admit(&[model(&scenario)], 1).unwrap_err();
        assert_eq!(much.kind, Kind::MuchMemory, "{much:?}");
        assert!((800.0..1000.0).contains(&much.values["megabytes"]), "{much:?}");
        scenario.deference.ties = 4;
        scenario.organization.members = 50;
        scenario.ticks = 6000;
        assert!(limits.admit(&[model(&scenario)], 500).unwrap_err().error.contains("values"));
    }

    #[test]
    fn founding_ties_and_contrasts_are_counted() {
        let limits = Limits { bytes: u64::MAX, ..Limits::default() };
        let mut scenario = Scenario::default();
        scenario.ticks = 1;
        let model = |scenario: &Scenario| Model::new(scenario.clone()).unwrap();
        scenario.organization.members = 1_000_000;
        let usual = limits.admit(&[model(&scenario)], 1).unwrap();
        (scenario.deference.ties, scenario.organization.local_size) = (64, Some(5));
        let much = limits.admit(&[model(&scenario)], 1).unwrap();
        // 2.1 s were measured where 0.06 was thought, on a machine half as fast.
        assert!((1.0..2.5).contains(&much.core_seconds) && usual.core_seconds < 0.2, "{much:?} {usual:?}");
        assert!(much.bytes > 3 * usual.bytes);
        assert_eq!(much.load(10, &Limits { bytes: much.bytes * 3, ..limits }).at_once, 3);
        let mut scenario = Scenario::default();
        (scenario.ticks, scenario.organizations) = (6000, 1);
        let two = super::cost(&[model(&scenario), model(&scenario)], 1).values;
        let paired = size_of::<Paired>() / size_of::<f32>();
        let beyond = two - 2 * super::cost(&[model(&scenario)], 1).values;
        assert_eq!(beyond as usize, 6000 * MEASURES.len() * paired);
    }
}
