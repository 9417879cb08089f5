//! Emergency powers: the threat that raises them, their effects and their end.

parameters! {
    /// Emergency powers: the threat that raises them, their effects and their end.
    pub struct Emergency {
        /// Threat at which emergency powers are as likely raised as not.
        threshold: f64 = 0.5, in 0.0..=1.0, "share", "free";
        /// How gradually threats around that raise them; 0 is a sharp threshold.
        softness: f64 = 0.06, in 0.0..=1.0, "share", "free";
        /// Chance a month that powers are raised under a full threat.
        raise_rate: f64 = 0.5, in 0.0..=1.0, "a month", "free";
        /// Push towards the centre for a fully urgent matter while they are in force; one without urgency feels a quarter of it.
        central_push: f64 = 4.5, in 0.0..=20.0, "logits", "free";
        /// Chance a month that powers without a reason are given up, by holders with nothing to lose.
        end_rate: f64 = 0.15, in 0.0..=1.0, "a month", "free";
        /// How much sooner they are given up where everybody speaks up.
        voice: f64 = 2.0, in 0.0..=20.0, "factor", "free";
        /// Size of the ratchet; 0 means that holding power does not make it harder to give up. The ratchet is contested in the literature.
        ratchet: f64 = 1.0, in 0.0..=10.0, "exponent", "free";
        /// Seats of the emergency command, which settles urgent matters while powers are in force.
        command_seats: u32 = 5, in 1..=1000, "seats", "free", founding;
        /// Share of the locals' dues that the centre requisitions while they are in force.
        levy: f64 = 0.3, in 0.0..=1.0, "share", "free";
        /// How much dearer dissent is while they are in force.
        stigma: f64 = 0.5, in 0.0..=5.0, "share", "free";
    }
}
