//! What tests share.

use crate::scenario::Scenario;

/// The scenario of a TOML text, which must be a valid one.
pub(crate) fn scenario(text: &str) -> Scenario {
    let scenario: Scenario = toml::from_str(text).unwrap_or_else(|error| panic!("{error}\n{text}"));
    assert_eq!(scenario.check(), [], "{text}");
    scenario
}
