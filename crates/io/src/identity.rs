//! Who made a result: which program, which model, which random streams, which form of scenarios.

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use thermidor_core::random::STREAM_VERSION;
use thermidor_core::version::{GOLDEN, MODEL_VERSION};
use thermidor_scenario::schema;

/// Hashes of the values in a part of a small sweep, by column, and the versions that they belong to. The tests of sweeps
/// make them again.
pub const PART: &str = include_str!("part.golden");

/// Versions of all that a result depends on beside its scenario. It is the same on every host.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Identity {
    /// Version of the equations and of the order of draws.
    pub model: u32,
    /// Version of the random streams.
    pub streams: u64,
    /// Hash of the schema: all parameters with their defaults, ranges and meanings.
    pub schema: String,
    /// Version of the program.
    pub version: String,
    /// Hash of all of these, and of what the model makes of a few small runs and a small sweep. Results and parts of another build are
    /// refused.
    pub build: String,
}

impl Identity {
    /// That of this program.
    pub fn own() -> Self {
        Self::of(env!("CARGO_PKG_VERSION"), &schema::text(), (MODEL_VERSION, STREAM_VERSION), [GOLDEN, PART])
    }

    fn of(version: &str, schema: &str, (model, streams): (u32, u64), golden: [&str; 2]) -> Self {
        let mut hash = Sha256::new().chain_update(version).chain_update(schema);
        [u64::from(model), streams].iter().for_each(|version| hash.update(version.to_le_bytes()));
        // Whatever the ends of lines are where the program is built.
        golden.iter().flat_map(|golden| golden.lines()).for_each(|line| hash.update(format!("{line}\n")));
        Self {
            model,
            streams,
            schema: short(&Sha256::digest(schema)),
            version: version.to_owned(),
            build: short(&hash.finalize()),
        }
    }

    /// How this one differs from another, in words: what a result was made with, and what this program is.
    pub fn differs_from(&self, other: &Self) -> String {
        let parts = [
            ("model", self.model.to_string(), other.model.to_string()),
            ("random streams", self.streams.to_string(), other.streams.to_string()),
            ("schema of scenarios", self.schema.clone(), other.schema.clone()),
            ("program", self.version.clone(), other.version.clone()),
            ("build", self.build.clone(), other.build.clone()),
        ];
        let differs = parts.into_iter().filter(|(_, its, ours)| its != ours);
        differs.map(|(what, its, ours)| format!("{what} {its} (here {ours})")).collect::<Vec<_>>().join(", ")
    }
}

/// What identifies this build; see [`Identity::build`].
pub fn build_id() -> String {
    Identity::own().build
}

fn short(hash: &[u8]) -> String {
    hash[..8].iter().map(|byte| format!("{byte:02x}")).collect()
}

#[cfg(test)]
mod tests {
    use super::Identity;

    #[test]
    fn a_build_is_told_by_all_that_results_depend_on() {
        let of = |version, schema, versions, golden| Identity::of(version, schema, versions, [golden, "p"]);
        let one = of("1", "s", (1, 5), "a\nb\n");
        assert_eq!(one, of("1", "s", (1, 5), "a\r\nb"));
        let others = [
            (of("2", "s", (1, 5), "a\nb"), "program 2 (here 1)"),
            (of("1", "t", (1, 5), "a\nb"), "schema of scenarios"),
            (of("1", "s", (2, 5), "a\nb"), "model 2 (here 1)"),
            (of("1", "s", (1, 6), "a\nb"), "random streams 6 (here 5)"),
            (of("1", "s", (1, 5), "a\nc"), "build"),
        ];
        for (other, told) in others {
            assert_ne!(other.build, one.build);
            assert!(other.differs_from(&one).starts_with(told), "{}", other.differs_from(&one));
        }
    }
}
