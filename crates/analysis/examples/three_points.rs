//! A sweep of three points: how much a lottery on seats changes, in forty organizations each.
//!
//! The runs of a number share their random streams at all points, so that differences are due to the lottery and not
//! to chance. `cargo run --release --package thermidor-analysis --example three_points`

use std::error::Error;
use std::io;
use std::sync::atomic::AtomicBool;

use thermidor_analysis::run::{Sink, simulate_all, threads};
use thermidor_core::history::History;
use thermidor_core::outcome::Condition;
use thermidor_scenario::read;
use thermidor_stats::interval::{LEVEL, share};

/// Counts captured organizations.
#[derive(Default)]
struct Captured(u64);

impl Sink for Captured {
    fn take(&mut self, history: &History) -> io::Result<()> {
        self.0 += u64::from(history.outcome.condition == Condition::Captured);
        Ok(())
    }
}

fn main() -> Result<(), Box<dyn Error>> {
    let text = "ticks = 120\norganization.members = 200\nsafeguards.lottery.share = 0.0\n\
                [[shocks.isolation]]\nstart_tick = 36\nduration_ticks = 36\n";
    let base = read::parse("isolation", text, &[])?;
    let (pool, _) = threads(None)?;
    let runs = 40;
    for part in [0.0, 0.5, 1.0] {
        let model = base.with(|scenario| {
            if let Some(lottery) = &mut scenario.safeguards.lottery {
                lottery.share = part;
            }
        });
        let model = model.map_err(|wrong| wrong[0].to_string())?;
        let mut captured = Captured::default();
        let cancel = AtomicBool::new(false);
        let one = |run| model.run_unless(&cancel, run);
        let ended = simulate_all(&one, 0..runs, &pool, &cancel, &|| (), &mut captured)?;
        ended.map_err(|cancelled| format!("cancelled after {} runs", cancelled.finished))?;
        let found = share(captured.0, u64::from(runs), LEVEL);
        println!(
            "{:3.0} % by lot: {:4.1} % captured ({:.1} to {:.1})",
            100.0 * part,
            100.0 * found.estimate,
            100.0 * found.low,
            100.0 * found.high
        );
    }
    Ok(())
}
