//! Legitimacy: members' belief that the organization is theirs.

parameters! {
    /// Legitimacy: members' belief that the organization is theirs.
    pub struct Legitimacy {
        /// Belief at the founding.
        founding: f64 = 0.7, in 0.0..=1.0, "share", "free";
        /// Months in which belief adapts.
        time_ticks: f64 = 12.0, in 1.0..=600.0, "months", "free";
        /// Belief of members for whom nothing speaks and nothing tells against it.
        base: f64 = 0.15, in 0.0..=1.0, "share", "free";
        /// How far organizations differ in how readily members hold them to be theirs (standard deviation): their culture.
        organizations_differ: f64 = 0.1, in 0.0..=1.0, "share", "free", founding;
        /// Weight of promises kept, whoever decided.
        kept: f64 = 0.45, in 0.0..=1.0, "share", "free";
        /// Weight of fairness: the share of seats that were voted for or drawn, as far as it is seen, and members willing to stand.
        fairness: f64 = 0.25, in 0.0..=1.0, "share", "free";
        /// Weight of own say.
        own_say: f64 = 0.05, in 0.0..=1.0, "share", "free";
        /// Weight of a common enemy: a full threat brings people together (Mueller 1970) …
        rally: f64 = 0.2, in 0.0..=1.0, "share", "free";
        /// … and this many months of emergency powers halve that.
        rally_half_life_ticks: f64 = 12.0, in 0.1..=1200.0, "months", "free";
        /// How much full grievance takes away.
        grievance: f64 = 0.2, in 0.0..=1.0, "share", "free";
        /// Share of the centre's decisions that a local without any belief does not carry out; where everybody speaks up as much is refused once more.
        refusal: f64 = 0.3, in 0.0..=1.0, "share", "free";
        /// Share of their dues that members without any belief still pay.
        dues_floor: f64 = 0.6, in 0.0..=1.0, "share", "free";
    }
}
