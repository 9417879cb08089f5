//! What a change does to outcomes, draw by draw: in how many it moves them beyond chance, and which way.

use serde::Serialize;
use thermidor_core::Model;
use thermidor_stats::interval::LEVEL;
use thermidor_stats::{Interval, Moments};

use super::runs::{Reading, Watch, drawn};
use crate::Error;

/// Standard errors of a paired difference beyond which it is told from chance.
const BEYOND: f64 = 2.0;

/// A direction counts as seen where it is found beyond chance in more than this share of the draws. Chance alone makes one in
/// forty.
const SEEN: f64 = 0.1;

/// What a change does to one outcome.
#[derive(Debug, Clone, Serialize)]
pub struct Effect {
    /// The outcome.
    pub outcome: &'static str,
    /// Draws in which it is less, beyond chance.
    pub less: u32,
    /// Draws in which it is more, beyond chance.
    pub more: u32,
    /// All draws.
    pub draws: u32,
    /// Mean difference over the draws.
    pub mean: Interval,
}

impl Effect {
    /// The directions that are seen: "less", "more", "either way" or "no difference".
    pub fn sign(&self) -> &'static str {
        let seen = |count: u32| f64::from(count) > SEEN * f64::from(self.draws);
        match (seen(self.less), seen(self.more)) {
            (true, false) => "less",
            (false, true) => "more",
            (true, true) => "either way",
            (false, false) => "no difference",
        }
    }

    /// Whether it is moved beyond chance in at least half of the draws.
    pub fn moves_half(&self) -> bool {
        2 * (self.less + self.more) >= self.draws
    }

    fn of(outcome: &'static str, differences: &[Moments], range: (f64, f64)) -> Self {
        let beyond = |found: &&Moments| found.mean() != 0.0 && found.mean().abs() > BEYOND * found.error();
        let (less, more): (Vec<&Moments>, Vec<&Moments>) =
            differences.iter().filter(beyond).partition(|found| found.mean() < 0.0);
        let means: Moments = differences.iter().map(Moments::mean).collect();
        Self {
            outcome,
            less: less.len() as u32,
            more: more.len() as u32,
            draws: differences.len() as u32,
            mean: means.interval(LEVEL, range),
        }
    }
}

/// The effects of each of some changes on each of some outcomes, change by change: `arms` are a model without any change, and
/// with each.
///
/// # Errors
/// When it is cancelled.
pub fn effects(
    arms: &[Model],
    outcomes: &[&'static str],
    (draws, runs): (u32, u32),
    watch: Watch,
) -> Result<Vec<Vec<Effect>>, Error> {
    let readings: Vec<Reading> = outcomes.iter().map(|name| Reading::find(name)).collect();
    let read = |history: &_| readings.iter().map(|reading| reading.of(history)).collect::<Vec<f64>>();
    let all = watch.each(&drawn(arms, draws)?, runs, read)?;
    let effect = |arm: usize, k: usize| {
        let differences: Vec<Moments> = all
            .chunks_exact(arms.len())
            .map(|arms| arms[arm].iter().zip(&arms[0]).map(|(with, without)| with[k] - without[k]).collect())
            .collect();
        Effect::of(outcomes[k], &differences, readings[k].differences())
    };
    Ok((1..arms.len()).map(|arm| (0..outcomes.len()).map(|k| effect(arm, k)).collect()).collect())
}

#[cfg(test)]
mod tests {
    use super::Effect;
    use thermidor_stats::Moments;

    #[test]
    fn draws_count_by_what_is_beyond_chance_in_them() {
        let draw = |values: &[f64]| values.iter().copied().collect::<Moments>();
        let draws = [
            draw(&[-1.0, -1.1, -0.9]),
            draw(&[-1.0, 1.0, 0.1]),
            draw(&[0.0, 0.0, 0.0]),
            draw(&[2.0, 2.0, 2.0]),
        ];
        let effect = Effect::of("damage", &draws, (-9.0, 9.0));
        assert_eq!((effect.less, effect.more, effect.draws), (1, 1, 4));
        assert_eq!(effect.sign(), "either way");
        assert!(effect.moves_half());
        assert_eq!(Effect::of("damage", &draws[..2], (-9.0, 9.0)).sign(), "less");
        assert_eq!(Effect::of("damage", &draws[1..3], (-9.0, 9.0)).sign(), "no difference");
    }
}
