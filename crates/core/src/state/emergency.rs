//! Threat and emergency powers.

/// Emergency powers in force.
#[derive(Debug, Clone, Copy)]
pub struct Powers {
    /// Since when.
    pub since: u32,
}

/// Threat and emergency powers.
#[derive(Debug, Clone, Default)]
pub struct Emergency {
    /// Threat as it is felt this month.
    pub threat: f32,
    /// Emergency powers, where they are in force.
    pub powers: Option<Powers>,
    /// First month in which emergency powers may be raised again.
    pub barred_until: u32,
}
