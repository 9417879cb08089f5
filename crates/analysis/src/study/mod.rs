//! What if: several futures of the same organizations with the same random streams, and the causes of their differences.
//!
//! Nothing here simulates by itself or writes files; it runs the engine and computes from its results.

pub mod ablation;
pub mod contrast;
pub mod endpoint;
pub mod narrative;
pub mod precision;
pub mod snapshot;

pub use contrast::{Comparison, Contrast, Paired};
pub use endpoint::{Endpoint, Through};

use std::sync::atomic::AtomicBool;
use thermidor_core::Model;

use crate::Error;
use thermidor_core::budget::Stopped;
use thermidor_core::history::History;
use thermidor_core::scenario::Scenario;
use thermidor_scenario::Error as Unusable;
use thermidor_scenario::text;

/// The home histories of one run in every arm, until `cancel` is set; random streams are the same decision by decision.
///
/// # Errors
/// When it is cancelled, or would take more than a world may.
pub fn futures(cancel: &AtomicBool, arms: &[Model], run: u32) -> Result<Vec<History>, Stopped> {
    let one = |arm: &Model| {
        let histories = arm.run_unless(cancel, run);
        Ok(histories.map_err(|stopped| stopped.in_future(&arm.name))?.swap_remove(0))
    };
    arms.iter().map(one).collect()
}

/// The arms of a comparison, told apart by their names. Where there is nothing to compare a scenario with, it is itself
/// without any safeguards.
///
/// # Errors
/// When it has none either; `name` is what the message calls it.
pub fn arms(mut arms: Vec<Model>, name: &str) -> Result<Vec<Model>, Error> {
    if arms.len() == 1 {
        if arms[0].safeguards == Default::default() {
            return Err(Error::NothingToCompare { name: name.to_owned() });
        }
        let mut bare = arms[0].only(&[]).into_scenario();
        bare.description.clear();
        arms.push(named(bare, "without any safeguards")?);
    }
    for i in 1..arms.len() {
        let same = arms[..i].iter().filter(|other| other.name == arms[i].name).count();
        if same > 0 {
            // Short enough for the number, so that the name is no longer than a name may be.
            let name = format!("{} ({})", text::cut(&arms[i].name, text::MOST_OF_A_NAME - 14), same + 1);
            arms[i] = named(arms[i].scenario().clone(), &name)?;
        }
    }
    Ok(arms)
}

fn named(mut scenario: Scenario, name: &str) -> Result<Model, Error> {
    name.clone_into(&mut scenario.name);
    Ok(Model::new(scenario).map_err(Unusable::from)?)
}

/// The endpoints that the answers of ablations and sweeps name beside what was asked, in words: how strictly capture is taken,
/// what else can end an organization, and the centre's share.
pub const BESIDE: [(&str, &str); 6] = [
    ("captured", "captured at some time"),
    ("captured_loose", "loosely captured"),
    ("captured_strict", "strictly captured"),
    ("collapsed", "collapsed"),
    ("split", "split"),
    ("central_share_stakes", "the centre's share of the stakes in the last year"),
];

/// The endpoints of [`BESIDE`].
pub fn beside() -> Vec<Endpoint> {
    BESIDE.iter().filter_map(|(name, _)| Endpoint::find(name).ok()).collect()
}

/// [`BESIDE`] in words, but for what was asked, with what is told of each.
pub fn beside_words(on: &str, told: impl Fn(usize) -> String) -> String {
    let others = BESIDE.iter().enumerate().filter(|(_, (name, _))| *name != on);
    others.map(|(place, (_, label))| format!("{label} {}", told(place))).collect::<Vec<_>>().join("; ")
}

/// Measures of the cost of a change and of its side effects on members; means over the whole time,
/// told where they can be told from chance.
pub const COSTS: [(&str, &str); 7] = [
    ("safeguard_hours", "hours for safeguards, a member and month"),
    ("safeguard_money", "dues for safeguards, a member and month"),
    ("quality", "decision quality"),
    ("delay", "months a decision"),
    ("damage", "damage, dues a member and month"),
    ("participation", "attendance"),
    ("legitimacy", "legitimacy"),
];

/// A text with its first letter large.
pub fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or(String::new(), |first| first.to_uppercase().chain(letters).collect())
}
