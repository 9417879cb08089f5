//! Meetings: the floor, on which one matter is heard at a time.

parameters! {
    /// Meetings: the floor, on which one matter is heard at a time.
    pub struct Meetings {
        /// Meetings of each local a month.
        a_month: f64 = 2.0, in 0.05..=60.0, "a month", "free";
        /// Length of a meeting.
        hours: f64 = 2.5, in 0.0..=100.0, "hours", "free";
        /// Clock hours that a matter takes on the floor of one person.
        floor_hours: f64 = 0.4, in 0.001..=1000.0, "hours", "free";
        /// How much longer a matter takes with more people present: hours × present^congestion; 0 means no longer.
        congestion: f64 = 0.15, in 0.0..=2.0, "exponent", "free";
        /// Share of its members that a local needs to decide …
        quorum: f64 = 0.2, in 0.0..=1.0, "share", "free";
        /// … but not fewer than this …
        quorum_min: f64 = 3.0, in 0.0..=1000.0, "members", "free";
        /// … and not more than this.
        quorum_max: f64 = 15.0, in 0.0..=100_000.0, "members", "free";
        /// Days that it takes to call one person to an urgent meeting; n people take √n times as long.
        convening_days: f64 = 1.0, in 0.0..=1000.0, "days", "free";
        /// Clock hours that each standing committee and each council of delegates meets a month.
        body_hours: f64 = 10.0, in 0.0..=700.0, "hours a month", "free";
        /// Clock hours that the executive and the emergency command meet a month.
        executive_hours: f64 = 15.0, in 0.0..=700.0, "hours a month", "free";
        /// People in a working group: an assembly whose floor is too short divides into groups of so many; 0 means that it never does.
        working_group: u32 = 12, in 0..=100_000, "people", "free";
        /// Clock hours in which the whole assembly hears what a working group decided on a matter.
        report_hours: f64 = 0.15, in 0.0..=1000.0, "hours", "free";
        /// Months between general assemblies of all members, which settle the big matters that do not go to the centre; 0 means that there are none.
        general_period_ticks: u32 = 0, in 0..=600, "months", "free";
        /// Length of a general assembly.
        general_hours: f64 = 6.0, in 0.0..=1000.0, "hours", "free";
    }
}
