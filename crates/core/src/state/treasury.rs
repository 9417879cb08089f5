//! Money above the locals, and locals that take theirs away.

/// Money above the locals.
#[derive(Debug, Clone, Default)]
pub struct Treasury {
    /// Money in central hands.
    pub reserve: f64,
    /// Money in the hands of the parallel institution.
    pub parallel_reserve: f64,
    /// Share of the dues that is in central hands.
    pub central_dues: f64,
    /// What the centre has spent since the dues were divided, and what all dues came to.
    pub since_budget: (f64, f64),
    /// Value of the means of production, which belong to all members.
    pub assets: f64,
    /// Share of them that the centre controls.
    pub assets_central: f64,
    /// Last month's central income less all central costs but wages.
    pub wage_fund: f64,
    /// Months below zero in a row.
    pub months_insolvent: u32,
}

/// Locals that leave.
#[derive(Debug, Clone, Default)]
pub struct Secession {
    /// Locals that leave at the end of this month, with the share of their money that they take.
    pub leaving: Vec<(u32, f64)>,
    /// Members who have left with their locals.
    pub seceded: u32,
}
