//! Size and shape of one organization.

parameters! {
    /// Size and shape of one organization.
    pub struct OrganizationSize {
        /// Number of members.
        members: u32 = 1000, in 8..=10_000_000, "members", "free", founding;
        /// Members in one local (council, branch, workplace, group); 50 where neither this nor `groups` is named.
        local_size: Option<u32> = None, in 3..=100_000, "members", "free", founding;
        /// Number of locals at the founding, in place of their size.
        groups: Option<u32> = None, in 1..=1_000_000, "locals", "free", founding;
        /// Spread of the founding sizes of locals (standard deviation of their logarithm); 0 makes all alike. None has fewer
        /// than 3 members, and none more than twice the mean.
        size_spread: f64 = 0.0, in 0.0..=2.0, "log units", "free", founding;
        /// Domains of affairs, each with a standing committee at the centre.
        domains: u32 = 4, in 1..=16, "domains", "free", founding;
    }
}

/// Fewest members of a local at the founding.
pub const GROUP_MIN: u32 = 3;

/// Members of a local where nothing else is said.
const USUAL: u32 = 50;

impl OrganizationSize {
    /// Locals at the founding.
    pub fn many_locals(&self) -> u32 {
        let usual = self.members.div_ceil(self.local_size.unwrap_or(USUAL).max(1));
        self.groups.unwrap_or(usual).min(self.members / GROUP_MIN).max(1)
    }

    /// Members for whom a local is made: the size that is named, or what the number of locals makes of it.
    pub fn usual_size(&self) -> u32 {
        let groups = self.groups.map(|groups| self.members.div_ceil(groups.max(1)));
        groups.or(self.local_size).unwrap_or(USUAL.min(self.members)).max(1)
    }

    /// The most members that a local has room for.
    pub fn size_max(&self) -> u32 {
        let usual = self.usual_size();
        if self.size_spread > 0.0 { 2 * usual } else { usual + usual.div_ceil(4) }
    }
}
