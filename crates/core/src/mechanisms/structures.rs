//! Half-life of structures: the world moves on, and a body goes on as it was when it was chartered.
//!
//! Fit halves in every half-life until the charter is rewritten; what the body knows of the affairs that it
//! decides shrinks with it. So calcified bodies do worse, and renewal has a true benefit.

use crate::month::Month;
use crate::parameters::structures::Structures;
use crate::state::{Organization, Reason, What};

/// Charters fit less.
pub fn run(organization: &mut Organization, month: &mut Month) {
    let fade = libm::exp2(-1.0 / month.parameters.structures.half_life_ticks) as f32;
    organization.offices.bodies.iter_mut().for_each(|body| body.fit *= fade);
}

/// Writes a body's charter anew.
pub fn rewrite(organization: &mut Organization, month: &Month, body: usize, reason: Reason) {
    organization.offices.bodies[body].chartered = month.number;
    organization.offices.bodies[body].fit = 1.0;
    organization.note(What::CharterRewritten, body, None, reason);
}

/// What a body knows, as a share of what it would know if its charter fitted.
pub fn known(fit: f32, structures: &Structures) -> f64 {
    structures.floor + (1.0 - structures.floor) * f64::from(fit)
}
