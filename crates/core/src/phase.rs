//! The phases of a month by name.

macro_rules! phases {
    ($($name:ident $label:literal $doc:literal;)*) => {
        /// A phase of the month; safeguards act after one.
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub enum PhaseName { $(#[doc = $doc] $name),* }

        impl PhaseName {
            /// All phases, in the order of the month.
            pub const ALL: &[Self] = &[$(Self::$name),*];

            /// Name in words.
            pub fn label(self) -> &'static str {
                match self { $(Self::$name => $label),* }
            }

            /// The events of the phase, in a sentence.
            pub fn doc(self) -> &'static str {
                match self { $(Self::$name => $doc),* }
            }
        }
    };
}

phases! {
    Emergency "emergency" "Threat is felt; emergency powers are raised, kept or given up.";
    Losses "losses" "The enemy may take leaders.";
    Attendance "attendance" "Members come to their assembly or stay away, by what they have lived through.";
    Floor "floor" "Each body opens its floor: the matters that its clock hours can hear.";
    Arrivals "arrivals" "Matters come up with members, and each goes to an assembly, to the centre, to its staff or to delegates.";
    Settlement "settlement" "Oldest first, matters are heard while the floor lasts; others wait, are handed on, or lapse.";
    Influence "influence" "The month's influence reaches the people who were there.";
    Execution "execution" "Hands carry out what was decided; what is not done is not kept.";
    Precedent "precedent" "What was settled where becomes habit; old habits fade.";
    Structures "structures" "The world moves on, and charters fit it less.";
    Skill "skill" "Those who decide learn, the others forget.";
    Deference "deference" "Some look for somebody else to listen to.";
    Legitimacy "legitimacy" "Kept promises, fair selections and own say feed the belief that the organization is theirs.";
    Voice "voice" "Grievance grows or fades; some speak up; claims are granted or refused.";
    Cooptation "co-optation" "Outside actors try to win those who hold seats; some are found out.";
    Mandates "mandates" "Terms end; seats are filled by election, appointment or lot, or stay as they are.";
    Apparatus "apparatus" "The centre hires or lets go.";
    Viability "viability" "Dues come in, wages and costs go out; once a year the dues are divided anew.";
    Secession "secession" "A local that has had enough leaves, or is held down.";
    Membership "membership" "Members leave, are expelled, and join.";
}
