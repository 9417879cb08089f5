//! Staff rotation: those who prepare decisions go after a time, too.
//!
//! Costs competence at the centre: posts that were learned are left.

use super::{Safeguard, Setting, Takes};
use crate::month::Month;
use crate::rules::StaffTerm;
use crate::sentence::{Sentence, Template};
use crate::state::Organization;

safeguard! {
    /// Staff rotation.
    pub struct StaffRotation {
        /// Months after which one of the staff has to go.
        term_ticks: u32 = 36, in 1..=600, "months", "free";
        /// Hours a month of each seat that training newcomers takes.
        training_hours: f64 = 0.5, in 0.0..=100.0, "hours", "free";
    }
}

impl Safeguard for StaffRotation {
    const NAME: &'static str = "staff_rotation";
    const TAKES: Takes = Takes::Hours;
    const TEMPLATES: &'static [Template] = &[(
        "effect.staff_rotation",
        "Nobody stays on the paid staff for more than {term_ticks:months}. What was learned in a post goes with \
         whoever leaves, and training newcomers costs each seat of the bodies {training_hours:hours} a month.",
    )];

    fn effect(&self, sentence: Sentence, _setting: &Setting) -> Sentence {
        sentence.number("term_ticks", self.term_ticks).number("training_hours", self.training_hours)
    }

    fn shape(&self, _organization: &Organization, month: &mut Month) {
        month.rules.staff_term = Some(StaffTerm {
            term_ticks: self.term_ticks,
            from_tick: self.from_tick,
            compliance: self.compliance,
        });
        month.rules.seat_hours += (self.training_hours * self.compliance) as f32;
    }
}

#[cfg(test)]
mod tests {
    use crate::testing::mean;

    const RULE: &str = "[safeguards.staff_rotation]\nterm_ticks = 6\n";
    const CENTRAL: &str = "precedent.founding_central_share = 0.5\napparatus.founding_per_1000 = 20.0\n";

    #[test]
    fn the_staff_shape_less() {
        let staff = |rule: &str| mean(&format!("{CENTRAL}{rule}"), "influence_staff", 24..60);
        assert!(staff(RULE) < staff(""));
    }

    #[test]
    fn training_takes_hours() {
        assert!(mean(RULE, "safeguard_hours", 60..120) > 0.0);
    }
}
