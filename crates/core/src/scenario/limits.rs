//! What of a scenario certainly takes more than a world may, and what would at the worst that its shocks can bring.

use super::Scenario;
use crate::budget::{ASKED, ATTEMPTS, MONTHS, Means, PLACES, SHOCK_MONTHS, SHOCKS};
use crate::diagnostic::{Code, Diagnostic};
use crate::rules::Pressure;

/// Adds what goes beyond what is simulated.
pub(super) fn check(scenario: &Scenario, found: &mut Vec<Diagnostic>) {
    let organizations = u64::from(scenario.world.organizations);
    let founding = f64::from(scenario.organization.members) * organizations as f64;
    let members = founding * scenario.membership.size_max.max(1.0);
    if members > PLACES as f64 {
        let path = if organizations == 1 { "membership.size_max" } else { "world.organizations" };
        let code = Code::TooManyMembers { organizations, members, most: PLACES as f64 };
        found.push(Diagnostic::new(path, code));
    }
    let months = organizations * u64::from(scenario.ticks);
    if months > MONTHS {
        let code = Code::TooManyMonths { organizations, ticks: scenario.ticks, most: MONTHS };
        found.push(Diagnostic::new("world.organizations", code));
    }
    let seats = u64::from(scenario.seats());
    let asked = seats * u64::from(scenario.mandates.asked.min(scenario.organization.members));
    if asked > ASKED {
        found.push(Diagnostic::new("mandates.asked", Code::TooManyAsked { seats, asked, most: ASKED }));
    }
    let shocks = scenario.shocks.timings().len();
    if shocks > SHOCKS || shocks as u64 * months > SHOCK_MONTHS {
        let most = SHOCKS.min((SHOCK_MONTHS / months.max(1)) as usize);
        found.push(Diagnostic::new("shocks", Code::TooManyShocks { shocks, most }));
    } else {
        check_worst_month(scenario, founding, found);
    }
}

/// What shocks can bring where they overlap; `founding` is how many members all organizations are founded with.
fn check_worst_month(scenario: &Scenario, founding: f64, found: &mut Vec<Diagnostic>) {
    let worst = scenario.shocks.worst(scenario.ticks, scenario.world.organizations);
    let decisions = &scenario.decisions;
    let most = Means::of(&scenario.parameters()).matters as f64;
    let matters = |pressure: &Pressure| {
        // The threat that shocks bring is at most full.
        decisions.rate * pressure.affairs * (1.0 + decisions.rate_threat) * founding
    };
    if let Some((tick, matters)) = worst.largest(matters).filter(|(_, matters)| *matters > most) {
        let path = worst.path(tick, "decisions.rate", |pressure| pressure.affairs);
        found.push(Diagnostic::new(path, Code::TooManyMatters { tick, matters, most }));
    }
    let rate = scenario.cooptation.attempts_per_year / 12.0;
    let attempts = |pressure: &Pressure| rate * pressure.cooptation;
    if let Some((tick, attempts)) = worst.largest(attempts).filter(|(_, attempts)| *attempts > ATTEMPTS) {
        let path = worst.path(tick, "cooptation.attempts_per_year", |pressure| pressure.cooptation);
        found.push(Diagnostic::new(path, Code::TooManyAttempts { tick, attempts, most: ATTEMPTS }));
    }
}

#[cfg(test)]
mod tests {
    use super::Scenario;
    use crate::diagnostic::Explain;

    /// What is wrong with a scenario: paths and messages.
    fn problems(text: &str) -> Vec<(String, String)> {
        let mut scenario = Scenario::default();
        let table: toml::Table = text.parse().unwrap();
        let given: Scenario = table.try_into().unwrap();
        scenario.clone_from(&given);
        let mut found = Vec::new();
        super::check(&scenario, &mut found);
        found.into_iter().map(|problem| (problem.path, problem.code.message())).collect()
    }

    #[test]
    fn what_overlapping_shocks_can_bring_has_an_end() {
        let windfalls = "[[shocks.windfall]]\nstart_tick = 0\nattempts = 300\n";
        assert!(problems(windfalls).is_empty());
        let found = problems(&windfalls.repeat(3));
        assert_eq!(found.len(), 1);
        assert_eq!(found[0].0, "shocks.windfall.0");
        assert!(found[0].1.starts_with("in month 0, there can be 2.3 million attempts"), "{found:?}");
        let found = problems(&"[[shocks.victory]]\nstart_tick = 7\n".repeat(16));
        assert_eq!(found[0].0, "shocks.victory.0");
        assert!(found[0].1.starts_with("in month 7, "), "{found:?}");
        // One after the other they do not multiply, and neither do those that strike different organizations.
        let apart = |k: u32| format!("[[shocks.windfall]]\nstart_tick = {}\nattempts = 300\n", 24 * k);
        assert!(problems(&(0..3).map(apart).collect::<String>()).is_empty());
        let others =
            |k: u32| format!("[[shocks.windfall]]\nstart_tick = 0\nattempts = 300\nstrikes = [{k}]\n");
        let world = "world.organizations = 3\n";
        assert!(problems(&format!("{world}{}", (0..3).map(others).collect::<String>())).is_empty());
        assert!(!problems(&format!("{world}{}", others(1).repeat(3))).is_empty());
        // Those that come at random may come together.
        assert!(
            !problems(&"[[shocks.windfall]]\nattempts = 300\nrate_per_year = 0.1\n".repeat(3)).is_empty()
        );
    }

    #[test]
    fn what_a_world_holds_has_an_end() {
        for (text, path) in [
            ("[organization]\nmembers = 1_000_000\n[world]\norganizations = 100\n", "world.organizations"),
            ("[membership]\nsize_max = 100\n[organization]\nmembers = 1_000_000\n", "membership.size_max"),
            ("ticks = 6000\n[world]\norganizations = 1000\n", "world.organizations"),
            ("[mandates]\nasked = 1000\nexecutive_seats = 1000\n", "mandates.asked"),
        ] {
            let found = problems(text);
            assert!(found.iter().any(|(there, _)| there == path), "{text}: {found:?}");
        }
        assert_eq!(problems(&"[[shocks.surge]]\n".repeat(201))[0].0, "shocks");
        assert!(problems("[organization]\nmembers = 10_000_000\n").is_empty());
        assert!(problems("ticks = 600\n[world]\norganizations = 1000\n").is_empty());
    }
}
