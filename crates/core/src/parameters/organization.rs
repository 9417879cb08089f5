//! Size and shape of one organization.

parameters! {
    /// Size and shape of one organization.
    pub struct OrganizationSize {
        /// Number of members.
        members: u32 = 1000, in 20..=10_000_000, "members", "free", founding;
        /// Members in one local (council, branch, workplace).
        local_size: u32 = 50, in 5..=100_000, "members", "free", founding;
        /// Domains of affairs, each with a standing committee at the centre.
        domains: u32 = 4, in 1..=16, "domains", "free", founding;
    }
}
