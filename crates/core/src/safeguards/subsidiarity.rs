//! Subsidiarity: affairs and money reserved to the locals.
//!
//! Costs pooling: what the centre would settle faster waits in the locals. Locals stay as rich or as poor
//! as they are.

use super::{Safeguard, Setting, Takes};
use crate::diagnostic::{Code, Diagnostic};
use crate::month::Month;
use crate::sentence::{Sentence, Template};
use crate::state::Organization;

safeguard! {
    /// Subsidiarity.
    pub struct Subsidiarity {
        /// Number of domains reserved to the locals, from the first.
        reserved_domains: u32 = 2, in 0..=16, "domains", "free";
        /// Barrier against central routing in those.
        barrier: f64 = 2.0, in 0.0..=20.0, "logits", "free";
        /// Share of their dues that stays with the locals whatever happens.
        local_resources: f64 = 0.5, in 0.0..=1.0, "share", "free";
    }
}

impl Safeguard for Subsidiarity {
    const NAME: &'static str = "subsidiarity";
    const TAKES: Takes = Takes::Power;
    const TEMPLATES: &'static [Template] = &[(
        "effect.subsidiarity",
        "The locals keep {reserved_domains} of {domains:domains} of affairs (barrier {barrier} against the \
         centre) and at least {local_resources:percent} of their dues. Urgent matters in reserved domains wait \
         for the assembly even where the centre would be faster.",
    )];

    fn effect(&self, sentence: Sentence, setting: &Setting) -> Sentence {
        sentence
            .number("reserved_domains", self.reserved_domains)
            .number("domains", setting.parameters.organization.domains)
            .number("barrier", self.barrier)
            .number("local_resources", self.local_resources)
    }

    fn shape(&self, _organization: &Organization, month: &mut Month) {
        for barrier in month.rules.barrier.iter_mut().take(self.reserved_domains as usize) {
            *barrier += (self.barrier * self.compliance) as f32;
        }
        let floor = &mut month.rules.local_share_floor;
        *floor = floor.max(self.local_resources * self.compliance);
    }

    fn problems(&self, setting: &Setting) -> Vec<Diagnostic> {
        let (reserved, domains) = (self.reserved_domains, setting.parameters.organization.domains);
        let code = Code::TooManyReserved { reserved, domains };
        let problem = Diagnostic::new("safeguards.subsidiarity.reserved_domains", code);
        Vec::from_iter((reserved > domains).then_some(problem))
    }
}

#[cfg(test)]
mod tests {
    use crate::testing::mean;

    const RULE: &str = "[safeguards.subsidiarity]\nreserved_domains = 4\nlocal_resources = 0.9\n";

    #[test]
    fn affairs_and_money_stay_with_the_locals() {
        for measure in ["central_share_stakes", "central_resources"] {
            assert!(mean(RULE, measure, 60..120) < mean("", measure, 60..120), "{measure}");
        }
    }

    #[test]
    fn under_a_load_that_locals_cannot_carry_they_wait_longer() {
        let load = "decisions.rate = 0.09\napparatus.founding_per_1000 = 20.0\n";
        assert!(mean(&format!("{load}{RULE}"), "delay", 24..60) > mean(load, "delay", 24..60));
    }
}
