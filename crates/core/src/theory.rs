//! The known results that a scenario can be held to. What each expects of a scenario and reads off an organization
//! belongs to whoever compares.

use serde::{Deserialize, Serialize};

/// Declares the known results, each with what it says.
macro_rules! theories {
    ($($name:ident : $doc:literal;)*) => {
        /// A known result that a scenario can be held to.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
        #[serde(rename_all = "snake_case")]
        pub enum Theory { $(#[doc = $doc] $name),* }

        impl Theory {
            /// What it says.
            pub fn doc(self) -> &'static str {
                match self { $(Self::$name => $doc),* }
            }
        }
    };
}

theories! {
    Urn: "Share of central precedents in an urn with feedback γ, exactly, by dynamic programming";
    LotteryCoverage: "Share never drawn by lot: (1 − k/N)^T";
    TermLimit: "Turnover under a term limit, month by month; in the long run (1 − r)/(1 − r^L)";
    CharterAge: "Mean age of charters, month by month; in the long run (τ(1+q)/(1−q) − 1)/2";
    EmergencyDuty: "Share of months under emergency powers, month by month: busy periods of threats, with a geometric tail";
    ShotNoise: "Mean weight of central precedent, month by month; in the long run Campbell's theorem for shot noise";
    Queue: "Matters before an assembly, month by month; in the long run λ + λ²/(2(1−λ))";
    Pooling: "Matters before pooled seats, month by month (in the long run Bailey 1954), and Erlang's chance to wait";
    Patronage: "Chance that two seats serve one faction, month by month: Wright and Fisher's drift with mutation";
    DeferenceEquality: "Variance of followers among equals: a self-consistent birth–death chain";
    DeferenceLeader: "Share of ties at one leader: the mean-field fixed point";
    Cascade: "Share who speak up: Granovetter's crowd, month by month";
    Condorcet: "Share of decisions that are right: the majority of n jurors";
    SparseSampling: "Gini and HHI of influence that was handed out by chance alone";
    YuleSimon: "Share of factions with one member: Yule and Simon";
}
