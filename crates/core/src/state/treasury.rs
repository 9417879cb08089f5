//! Money above the locals, and locals that take theirs away.

/// Money above the locals.
#[derive(Debug, Clone, Default)]
pub struct Treasury {
    /// Money in central hands.
    pub reserve: f64,
    /// Money in the hands of the parallel institution.
    pub parallel_reserve: f64,
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
