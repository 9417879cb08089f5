//! Each danger of the essay, switched off and doubled: which outcomes it moves, and in how many draws.

use serde::Serialize;
use thermidor_core::Model;

use super::Verdict;
use super::effects::{Effect, effects};
use super::runs::{SIEGE, Watch, model};
use super::table::{Table, told};
use crate::Error;

/// A danger: the outcomes that it is said to move, the ground on which it is tried, and its texts off and doubled.
struct Danger {
    name: &'static str,
    stated: &'static [&'static str],
    ground: &'static str,
    off: &'static str,
    doubled: &'static str,
}

const VICTORY: &str = "[[shocks.victory]]\nstart_tick = 36\n";
const TWICE_THE_VICTORY: &str = "[[shocks.victory]]\nstart_tick = 36\nresponsibilities = 5.0\nresources = 5.0\npeople = 7.0\nassets = 2.0\n";

/// The dangers. What has no zero is halved where it is to be off (size), or made endless (the half-life of a charter). A
/// victory is doubled by what it adds.
const DANGERS: [Danger; 10] = [
    danger("fusion", &["voice", "damage"], ["[voice]\nfusion = 0.0\n", "[voice]\nfusion = 0.6\n"]),
    danger("treason", &["voice", "damage"], ["[voice]\ntreason = 0.0\n", "[voice]\ntreason = 4.0\n"]),
    danger(
        "charisma",
        &["deference", "influence_gini", "central_share_stakes"],
        ["[deference]\npull = 0.0\n", "[deference]\npull = 2.8\n"],
    ),
    danger(
        "patronage",
        &["faction_concentration", "replaceability"],
        ["[patronage]\nfavour = 0.0\nloyalty = 0.0\n", "[patronage]\nfavour = 1.0\nloyalty = 4.0\n"],
    ),
    danger(
        "co-optation",
        &["influence_outside", "diverted", "damage"],
        ["[cooptation]\nattempts_per_year = 0.0\n", "[cooptation]\nattempts_per_year = 2.0\n"],
    ),
    danger(
        "calcification",
        &["quality", "damage"],
        ["[structures]\nhalf_life_ticks = 1e12\n", "[structures]\nhalf_life_ticks = 48.0\n"],
    ),
    danger(
        "ratchet",
        &["emergency", "central_share_stakes"],
        ["[emergency]\nratchet = 0.0\n", "[emergency]\nratchet = 2.0\n"],
    ),
    danger(
        "levy",
        &["central_resources", "reserve"],
        ["[emergency]\nlevy = 0.0\n", "[emergency]\nlevy = 0.6\n"],
    ),
    danger(
        "size",
        &["central_share_stakes", "replaceability"],
        ["[organization]\nmembers = 500\n", "[organization]\nmembers = 2000\n"],
    ),
    Danger {
        name: "victory",
        stated: &["central_share_stakes", "staff_share_stakes", "central_resources"],
        ground: VICTORY,
        off: "",
        doubled: TWICE_THE_VICTORY,
    },
];

const fn danger(
    name: &'static str,
    stated: &'static [&'static str],
    [off, doubled]: [&'static str; 2],
) -> Danger {
    Danger { name, stated, ground: SIEGE, off, doubled }
}

/// All outcomes that are looked at.
const OUTCOMES: [&str; 19] = [
    "central_share_stakes",
    "staff_share_stakes",
    "participation",
    "legitimacy",
    "removability",
    "replaceability",
    "central_resources",
    "reserve",
    "voice",
    "emergency",
    "deference",
    "influence_gini",
    "faction_concentration",
    "influence_outside",
    "diverted",
    "quality",
    "damage",
    "captured",
    "captured_or_collapsed",
];

/// A danger and what it moves.
#[derive(Debug, Clone, Serialize)]
pub struct Row {
    /// The danger.
    pub danger: &'static str,
    /// The outcomes that it is said to move.
    pub stated: &'static [&'static str],
    /// What changes where it is off: on each outcome.
    pub off: Vec<Effect>,
    /// What changes where it is doubled.
    pub doubled: Vec<Effect>,
}

impl Row {
    /// The stated outcome that an arm moves in most draws.
    fn strongest<'a>(&self, arm: &'a [Effect]) -> Option<&'a Effect> {
        let stated = arm.iter().filter(|effect| self.stated.contains(&effect.outcome));
        stated.max_by_key(|effect| effect.less + effect.more)
    }

    /// Whether it moves one of its stated outcomes in at least half of the draws, off and doubled.
    pub fn verdict(&self) -> Verdict {
        let arms = [("off", &self.off), ("doubled", &self.doubled)];
        let strongest = arms.map(|(name, arm)| (name, self.strongest(arm)));
        let said = strongest.map(|(name, effect)| {
            effect.map_or(String::new(), |effect| {
                let moved = effect.less + effect.more;
                format!("{name}: `{}` in {moved} of {}", effect.outcome, effect.draws)
            })
        });
        Verdict {
            statement: format!(
                "Off and doubled, {} moves a stated outcome in half of the draws.",
                self.danger
            ),
            observed: said.join("; "),
            holds: strongest.iter().all(|(_, effect)| effect.is_some_and(Effect::moves_half)),
        }
    }
}

/// Organizations to simulate.
pub fn size(draws: u32, runs: u32) -> u64 {
    let grounds = 2;
    (grounds + 2 * DANGERS.len() as u64) * u64::from(draws) * u64::from(runs)
}

/// Looks at all dangers: those on one ground share the runs without a change.
///
/// # Errors
/// When it is cancelled.
pub fn check(draws: u32, runs: u32, watch: Watch) -> Result<Vec<Row>, Error> {
    let mut rows = Vec::new();
    for ground in [SIEGE, VICTORY] {
        let dangers: Vec<&Danger> = DANGERS.iter().filter(|danger| danger.ground == ground).collect();
        let found = effects(&arms(ground, &dangers)?, &OUTCOMES, (draws, runs), watch)?;
        rows.extend(dangers.iter().zip(found.chunks_exact(2)).map(|(danger, arms)| Row {
            danger: danger.name,
            stated: danger.stated,
            off: arms[0].clone(),
            doubled: arms[1].clone(),
        }));
    }
    Ok(rows)
}

/// The ground as it is, then each danger off and doubled. A victory takes the place of its ground.
fn arms(ground: &str, dangers: &[&Danger]) -> Result<Vec<Model>, Error> {
    let on = |text: &str| if ground == VICTORY { text.to_owned() } else { format!("{ground}{text}") };
    let changed = dangers.iter().flat_map(|danger| [on(danger.off), on(danger.doubled)]);
    [ground.to_owned()].into_iter().chain(changed).map(|text| model(&text, 180)).collect()
}

/// What each danger does to the outcomes that it is said to move.
pub fn table(rows: &[Row]) -> Table {
    let mut table = Table::new([
        "danger",
        "stated outcome",
        "off: less / more",
        "off: mean difference",
        "doubled: less / more",
        "doubled: mean difference",
    ]);
    for row in rows {
        let arms = row.off.iter().zip(&row.doubled);
        for (off, doubled) in arms.filter(|(off, _)| row.stated.contains(&off.outcome)) {
            let said = [off, doubled]
                .map(|effect| [format!("{} / {}", effect.less, effect.more), told(&effect.mean, 4)]);
            let name = [row.danger.to_owned(), format!("`{}`", off.outcome)];
            table.row(name.into_iter().chain(said.concat()));
        }
    }
    table
}

/// In how many draws each danger moves each outcome: off, then doubled.
pub fn all(rows: &[Row]) -> Table {
    let mut table = Table::new(["off less/more, doubled less/more"].into_iter().chain(OUTCOMES));
    for row in rows {
        let cells =
            row.off.iter().zip(&row.doubled).map(|(off, doubled)| {
                format!("{}/{}, {}/{}", off.less, off.more, doubled.less, doubled.more)
            });
        table.row([row.danger.to_owned()].into_iter().chain(cells));
    }
    table
}

#[cfg(test)]
mod tests {
    use super::{DANGERS, OUTCOMES, SIEGE, VICTORY, arms};
    use crate::validate::statements::runs::Reading;

    #[test]
    fn every_danger_is_a_scenario_and_its_outcomes_are_looked_at() {
        for ground in [SIEGE, VICTORY] {
            let dangers: Vec<_> = DANGERS.iter().filter(|danger| danger.ground == ground).collect();
            let models = arms(ground, &dangers).unwrap();
            assert!(models.iter().skip(1).all(|model| *model != models[0]));
        }
        for name in DANGERS.iter().flat_map(|danger| danger.stated) {
            assert!(OUTCOMES.contains(name), "{name}");
        }
        OUTCOMES.iter().for_each(|name| {
            Reading::find(name);
        });
    }

    #[test]
    fn doubled_is_twice_the_default() {
        let plain = thermidor_core::Model::default();
        let dangers: Vec<_> = DANGERS.iter().filter(|danger| danger.ground == SIEGE).collect();
        let models = arms(SIEGE, &dangers).unwrap();
        let doubled = |name: &str| {
            let at = dangers.iter().position(|danger| danger.name == name).unwrap();
            &models[2 + 2 * at]
        };
        assert_eq!(doubled("fusion").voice.fusion, 2.0 * plain.voice.fusion);
        assert_eq!(doubled("treason").voice.treason, 2.0 * plain.voice.treason);
        assert_eq!(doubled("charisma").deference.pull, 2.0 * plain.deference.pull);
        assert_eq!(doubled("patronage").patronage.favour, 2.0 * plain.patronage.favour);
        assert_eq!(doubled("patronage").patronage.loyalty, 2.0 * plain.patronage.loyalty);
        let attempts = plain.cooptation.attempts_per_year;
        assert_eq!(doubled("co-optation").cooptation.attempts_per_year, 2.0 * attempts);
        assert_eq!(
            doubled("calcification").structures.half_life_ticks,
            plain.structures.half_life_ticks / 2.0
        );
        assert_eq!(doubled("ratchet").emergency.ratchet, 2.0 * plain.emergency.ratchet);
        assert_eq!(doubled("levy").emergency.levy, 2.0 * plain.emergency.levy);
        assert_eq!(doubled("size").organization.members, 2 * plain.organization.members);
    }
}
