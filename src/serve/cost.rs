//! What a request would cost, and how much one may cost.

use std::time::Duration;
use thermidor_core::Model;

use thermidor_core::measures::MEASURES;
use thermidor_core::parameters::decisions::Decisions;
use thermidor_core::parameters::membership::Membership;
use thermidor_core::scenario::Scenario;
use thermidor_io::output::summary::EXACT;

use super::refusal::{Kind, Refusal};

/// Seconds of one core for a member's month; a little more than is measured (`docs/performance.md`).
const MEMBER_MONTH: f64 = 55e-9;
/// A month costs as much as this many members even where there is nobody: 908 ns a member at 20 members, 25 at 10,000.
const FIXED: f64 = 330.0;
/// A matter that only waits and lapses costs as much as half a member's month: 21 to 26 ns.
const MATTER: f64 = 0.5;
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
}

impl Default for Limits {
    fn default() -> Self {
        Self { core_seconds: 120.0, run_seconds: 4.0, values: 40_000_000, values_in_all: 600_000_000 }
    }
}

/// What a request costs.
#[derive(Debug, Clone, Copy, serde::Serialize)]
pub struct Cost {
    /// Values kept for its pictures.
    pub values: u32,
    /// Member-months to simulate.
    pub member_months: f64,
    /// Seconds of one core, estimated.
    pub core_seconds: f64,
}

/// What some arms cost over a number of runs.
pub fn cost(arms: &[Model], runs: u32) -> Cost {
    let mut cost = Cost { values: values(arms, runs), member_months: 0.0, core_seconds: 0.0 };
    for arm in arms {
        let months = f64::from(arm.ticks) * f64::from(arm.world.organizations) * f64::from(runs);
        // What may grow without end costs as if it did; up to the usual limit growth is left out, since it is rare.
        let growth = (arm.membership.size_max / Membership::default().size_max).max(1.0);
        let members = f64::from(arm.organization.members) * growth;
        cost.member_months += months * members;
        cost.core_seconds += months * (members * busy(arm) + FIXED + elections(arm)) * MEMBER_MONTH;
    }
    cost
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

/// Values that the summaries of some arms keep: up to a number of each, and counts beyond.
fn values(arms: &[Model], runs: u32) -> u32 {
    let kept = |arm: &Model| {
        let organizations = u64::from(arm.world.organizations) * u64::from(runs);
        u64::from(arm.ticks) * organizations.min(EXACT as u64) * MEASURES.len() as u64
    };
    u32::try_from(arms.iter().map(kept).sum::<u64>()).unwrap_or(u32::MAX)
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
    use super::{Kind, Limits};
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
        scenario.organization.members = 50;
        scenario.ticks = 6000;
        assert!(limits.admit(&[model(&scenario)], 500).unwrap_err().error.contains("values"));
    }
}
