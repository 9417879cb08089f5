//! What waits to be decided.

/// Who settles a matter.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Route {
    /// The assembly where it came up.
    Local,
    /// A central body.
    Central,
    /// The parallel institution that the locals have federated in.
    Parallel,
}

/// A matter to be decided.
#[derive(Debug, Clone, Copy)]
pub struct Decision {
    /// Where it came up.
    pub local: u32,
    /// What it is about.
    pub domain: u8,
    /// Who settles it.
    pub route: Route,
    /// What hangs on it; mean 1.
    pub stakes: f32,
    /// 0–1.
    pub urgency: f32,
    /// Months after which it does damage.
    pub deadline: f32,
    /// Hours still to be worked.
    pub hours: f32,
    /// Month in which it came up.
    pub since: u32,
    /// It is settled rightly where this uniform on [0, 1) is below the accuracy.
    pub uniform: f32,
}

/// What is to be decided.
#[derive(Debug, Clone, Default)]
pub struct Agenda {
    /// Matters not yet settled, oldest first.
    pub decisions: Vec<Decision>,
    /// Hours of each member present that reviews and votes will take of the next assembly.
    pub hours_owed: f32,
}
