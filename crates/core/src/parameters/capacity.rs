//! Working time: hours of seats and staff, and the way to the centre.

parameters! {
    /// Working time: hours of seats and staff, and the way to the centre.
    pub struct Capacity {
        /// Hours that a seat gives a month.
        seat_hours: f64 = 16.0, in 0.0..=300.0, "hours a month", "free";
        /// Hours that one of the staff gives a month.
        staff_hours: f64 = 140.0, in 1.0..=300.0, "hours a month", "free";
        /// Share of their hours that staff make for each other as they grow many (Parkinson).
        parkinson: f64 = 0.3, in 0.0..=0.95, "share", "free";
        /// Time for a matter to travel to the centre and back.
        distance_ticks: f64 = 0.35, in 0.0..=12.0, "months", "free";
        /// How much faster the fully skilled work than the wholly unskilled.
        skill_gain: f64 = 0.5, in 0.0..=1.0, "share", "free";
    }
}
