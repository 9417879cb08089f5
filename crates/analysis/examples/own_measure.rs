//! A measure of your own: how many of the seats above the locals are held by the most frequent faction.
//!
//! A measure is a function of an organization at the end of a month. Nothing in the model reads it.
//! `cargo run --release --package thermidor-analysis --example own_measure`

use std::collections::BTreeMap;
use std::error::Error;

use thermidor_core::Model;
use thermidor_core::state::Organization;
use thermidor_core::world::World;

/// Share of the held seats that serve one faction, 0–1; 0 where no seat is held.
fn largest_faction(organization: &Organization) -> f64 {
    let mut seats: BTreeMap<u32, u32> = BTreeMap::new();
    let held = organization.centre().iter().flat_map(|body| &body.seats).filter(|seat| seat.holder.is_some());
    held.for_each(|seat| *seats.entry(seat.faction).or_default() += 1);
    let all: u32 = seats.values().sum();
    f64::from(seats.values().copied().max().unwrap_or(0)) / f64::from(all.max(1))
}

fn main() -> Result<(), Box<dyn Error>> {
    let model = Model::default().with(|scenario| {
        scenario.ticks = 240;
        scenario.patronage.factions = 5;
    });
    let model = model.map_err(|wrong| wrong[0].to_string())?;
    let mut world = World::found(&model, 0);
    for month in 0..model.ticks {
        world.month(&model, month)?;
        if month % 60 == 59 {
            let share = largest_faction(&world.organizations[0]);
            println!("month {:3}: {:3.0} % of the seats serve one faction", month + 1, 100.0 * share);
        }
    }
    Ok(())
}
