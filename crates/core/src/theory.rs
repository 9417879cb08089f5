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
    Habit: "Share C of what the centre settles under habit alone, month by month; in the long run C = σ(h(2C − 1))";
    Inheritance: "Mean weight of a committee's habit that each of its ends multiplies by its continuity, month by month";
    ShotNoise: "Mean weight of central precedent, month by month; in the long run Campbell's theorem for shot noise";
    LotteryCoverage: "Share never drawn by lot: (1 − k/N)^T";
    TermLimit: "Turnover under a term limit, month by month; in the long run (1 − r)/(1 − r^L)";
    CharterAge: "Mean age of charters with gaps between them, month by month; without gaps in the long run (τ(1+q)/(1−q) − 1)/2";
    EmergencyDuty: "Share of months under emergency powers, month by month: busy periods of threats, with a geometric tail";
    Queue: "Matters before an assembly, month by month; in the long run λ + λ²/(2(1−λ))";
    Pooling: "Work before pooled hands, month by month; in the long run bulk service (Bailey 1954)";
    Floor: "Matters heard by an overrun assembly that divides into working groups: H/(t/w + r), over who comes";
    GroupSize: "Largest group whose floor keeps up with what comes up: (H/(λf))^(1/(1+c))";
    BestSize: "Months until an urgent matter is decided and until it is done: c·√(n+1)/30 and w/(n·h); together least at (60w/(ch))^(2/3)";
    Execution: "Share of the work done, and work dropped, where more comes up than hands can do";
    Patronage: "Chance that two seats serve one faction, month by month: Wright and Fisher's drift with mutation";
    Majority: "Chance that a group has at most half of the seats that are drawn by lot: a binomial tail";
    Adoption: "Share of months in which a rule is in force, month by month: a birth–death process; in the long run a/(a + b)";
    Practice: "Practice of a rule, month by month; in the long run k·c/(k + w)";
    Budget: "Share of the dues that the centre gets, month by month; in the long run what it spends of them";
    DeferenceEquality: "Variance of followers among equals: a self-consistent birth–death chain";
    DeferenceLeader: "Share of ties at one leader: the mean-field fixed point";
    Cascade: "Share who speak up: Granovetter's crowd, month by month";
    Condorcet: "Share of decisions that are right: the majority of n jurors";
    SparseSampling: "Gini and HHI of influence that was handed out by chance alone";
    YuleSimon: "Share of factions with one member: Yule and Simon";
}
