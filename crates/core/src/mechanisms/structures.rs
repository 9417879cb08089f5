//! Half-life of structures: the world changes, and a body stays as its charter made it.
//!
//! Fit halves in every half-life until the charter is rewritten, and the knowledge of the body shrinks with it. So calcified
//! bodies decide worse, and renewal has a true benefit.

use crate::month::Month;
use crate::parameters::structures::Structures;
use crate::state::{Organization, Reason, What};

/// Reduces the fit of charters.
pub fn run(organization: &mut Organization, month: &mut Month) {
    let fade = libm::exp2(-1.0 / month.parameters.structures.half_life_ticks) as f32;
    organization.offices.bodies.iter_mut().for_each(|body| body.fit *= fade);
}

/// Rewrites a body's charter.
pub fn rewrite(organization: &mut Organization, month: &Month, body: usize, reason: Reason) {
    organization.offices.bodies[body].chartered = month.number;
    organization.offices.bodies[body].fit = 1.0;
    organization.note(What::CharterRewritten, body, None, reason);
}

/// Knowledge of a body, as a share of that with a fitting charter.
pub fn known(fit: f32, structures: &Structures) -> f64 {
    structures.floor + (1.0 - structures.floor) * f64::from(fit)
}
