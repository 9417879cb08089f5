//! One organization over ten years, read month by month.
//!
//! `cargo run --release --package thermidor-analysis --example run`

use std::error::Error;

use thermidor_core::Model;
use thermidor_core::measures::position;

fn main() -> Result<(), Box<dyn Error>> {
    let model = Model::default().with(|scenario| {
        scenario.ticks = 120;
        scenario.organization.members = 200;
    });
    let model = model.map_err(|wrong| wrong[0].to_string())?;

    // Run 0 is the same on every machine; run 1 is another organization with the same scenario.
    let history = model.run(0)?.swap_remove(0);
    let attendance = position("participation").ok_or("no such measure")?;
    for year in 0..history.ticks() / 12 {
        let months = 12 * year..12 * (year + 1);
        let mean = months.map(|month| history.row(month)[attendance]).sum::<f32>() / 12.0;
        println!("year {:2}: {:4.1} % come to a meeting", year + 1, 100.0 * mean);
    }
    println!("at the end it is {}", history.outcome.condition.label());
    Ok(())
}
