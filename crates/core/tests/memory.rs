//! A month allocates nothing: scratch buffers are kept from month to month. Only the record of events grows, and seldom,
//! since its capacity doubles.

mod again;

use allocation_counter::measure;
use thermidor_core::Model;
use thermidor_core::footprint::{history_bytes, world_bytes};
use thermidor_core::measures::{MEASURES, Notes, Reading};
use thermidor_core::safeguards::NAMES;
use thermidor_core::scenario::Scenario;
use thermidor_core::world::World;

/// Allocations in each of the last ten years' months, all measures and their reading among it.
fn asks(text: &str) -> Vec<u64> {
    let text = format!("organization.members = 1000\nticks = 240\n{text}");
    let scenario: Scenario = toml::from_str(&text).unwrap_or_else(|error| panic!("{error}"));
    let scenario = Model::new(scenario).unwrap_or_else(|found| panic!("{found:?}"));
    let mut world = World::found(&scenario, 0);
    let (mut notes, mut sum) = (Notes::default(), 0.0);
    let months = (0..scenario.ticks).map(|tick| {
        let asked = measure(|| {
            world.month(&scenario, tick).unwrap();
            let reading = Reading::new(&world.organizations[0], &mut notes);
            sum += MEASURES
                .iter()
                .map(|measure| (measure.read)(&reading))
                .filter(|value| !value.is_nan())
                .sum::<f32>();
        });
        asked.count_total
    });
    let months: Vec<u64> = months.collect();
    assert!(sum > 0.0 && world.organizations[0].books.record.is_open(), "nothing was computed");
    months[120..].to_vec()
}

#[test]
fn no_width_of_registers_allocates() {
    again::at_every_width("a_month_allocates_nothing");
}

#[test]
fn a_month_allocates_nothing() {
    let shock = "[[shocks.isolation]]\nstart_tick = 130\n";
    // Who splits off founds an organization, and who builds something anew sets it up.
    let founds = ["freedom_to_split", "time_bombed_committees", "periodic_redesign", "parallel_institutions"];
    let safeguards = NAMES.iter().filter(|name| !founds.contains(name));
    let safeguards: String = safeguards.map(|name| format!("[safeguards.{name}]\n")).collect();
    for text in ["", shock, &format!("{shock}{safeguards}")] {
        let asks = asks(text);
        let quiet = asks.iter().filter(|asked| **asked == 0).count();
        assert!(
            quiet >= 100 && asks.iter().all(|asked| *asked <= 8),
            "{quiet} months ask for nothing: {asks:?}"
        );
    }
}

#[test]
fn the_memory_of_a_run_is_estimated() {
    let small = "organization.local_size = 5\norganization.domains = 16\ndeference.ties = 64\n";
    let closed = "membership.entry = 0.0\n";
    let growing = "organization.members = 2000\nmembership.entry = 0.5\nmembership.exit = 0.0\n";
    for (text, ticks) in [
        (format!("organization.members = 50_000\n{closed}"), 2),
        (format!("organization.members = 20_000\n{small}{closed}"), 1),
        (format!("organization.members = 200\nworld.organizations = 100\n{small}{closed}"), 12),
        (format!("{growing}membership.size_max = 10.0\nviability.execution_cost = 0.0\n"), 60),
        (
            format!(
                "organization.members = 5000\ndecisions.rate = 5.0\nmeetings.floor_hours = 1000\n{closed}"
            ),
            24,
        ),
        (
            format!(
                "organization.members = 50\nworld.organizations = 30\n{}",
                "[[shocks.surge]]\n".repeat(9)
            ),
            3000,
        ),
    ] {
        let scenario = toml::from_str::<Scenario>(&format!("ticks = {ticks}\n{text}"));
        let scenario = Model::new(scenario.unwrap_or_else(|error| panic!("{error}"))).expect("a valid one");
        let estimated = world_bytes(&scenario) + history_bytes(&scenario);
        let taken = measure(|| drop(scenario.run(0).unwrap())).bytes_max;
        let ratio = estimated as f64 / taken as f64;
        assert!((0.9..2.5).contains(&ratio), "{ratio:.2} times the {taken} bytes of {text}");
    }
}
