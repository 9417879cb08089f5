//! Work: the hands that prepare and carry out what is decided.

parameters! {
    /// Work: the hands that prepare and carry out what is decided.
    pub struct Work {
        /// Person-hours that carrying out a matter of mean stakes takes; others take √stakes times as many.
        hours: f64 = 6.0, in 0.0..=10_000.0, "person-hours", "free";
        /// Person-hours a month that each member who attends gives to carrying out.
        member_hours: f64 = 4.0, in 0.0..=300.0, "hours a month", "free";
        /// Person-hours a month that a seat gives.
        seat_hours: f64 = 16.0, in 0.0..=300.0, "hours a month", "free";
        /// Person-hours a month that one of the staff gives.
        staff_hours: f64 = 140.0, in 1.0..=300.0, "hours a month", "free";
        /// Share of their hours that staff make for each other as they grow many (Parkinson).
        parkinson: f64 = 0.3, in 0.0..=0.95, "share", "free";
        /// How much faster the fully skilled work than the wholly unskilled.
        skill_gain: f64 = 0.5, in 0.0..=1.0, "share", "free";
        /// Share of what the centre decides on a local's affairs that the local's own hands carry out.
        local_part: f64 = 0.5, in 0.0..=1.0, "share", "free";
        /// Matters a month that one of the staff can prepare so that a central body has only to nod, or settle alone.
        prepared: f64 = 12.0, in 0.0..=1000.0, "matters a month", "free";
        /// Stakes below which the staff may settle a matter alone, in domains in which the centre is used to deciding; more where a committee's floor is overrun. 0 means that they never do.
        routine: f64 = 0.8, in 0.0..=1e6, "mean stakes", "free";
        /// Time for a matter to travel to the centre and back.
        distance_ticks: f64 = 0.07, in 0.0..=12.0, "months", "free";
        /// Months of its hands' work beyond which a group drops what it had still to do.
        dropped_ticks: f64 = 4.0, in 0.1..=1200.0, "months", "free";
        /// Loss from work that is dropped, per mean matter.
        dropped_cost: f64 = 1.0, in 0.0..=1000.0, "dues", "free";
    }
}
