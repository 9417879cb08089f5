//! The chronicle: what happened to an organization that its people would tell about.

use serde::Serialize;

/// What the number of an event's subject counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Subject {
    Nothing,
    Body,
    Local,
    Safeguard,
}

macro_rules! events {
    ($($name:ident $label:literal $subject:ident : $doc:literal;)*) => {
        /// What happened.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
        #[serde(rename_all = "snake_case")]
        pub enum What { $(#[doc = $doc] $name),* }

        impl What {
            /// Name in tables.
            pub fn name(self) -> &'static str {
                match self { $(Self::$name => $label),* }
            }

            fn subject(self) -> Subject {
                match self { $(Self::$name => Subject::$subject),* }
            }
        }
    };
}

events! {
    PowersRaised "powers_raised" Nothing: "Emergency powers were raised.";
    PowersGivenUp "powers_given_up" Nothing: "Emergency powers were given up by those who held them.";
    PowersRenewed "powers_renewed" Nothing: "Emergency powers were put to the vote and renewed.";
    PowersLapsed "powers_lapsed" Nothing: "Emergency powers lapsed.";
    CharterRenewed "charter_renewed" Body: "A committee's charter was renewed unread.";
    CharterRewritten "charter_rewritten" Body: "A body's charter was rewritten.";
    CharterExpired "charter_expired" Body: "A committee's charter expired.";
    Recalled "recalled" Body: "A holder was recalled.";
    Expelled "expelled" Body: "A member was expelled from office.";
    CoOpted "co_opted" Body: "A seat was won by an outside actor.";
    LeaderLost "leader_lost" Body: "A holder was lost to the enemy.";
    Seceded "seceded" Local: "A local left and became an organization of its own.";
    Suppressed "suppressed" Local: "A local that wanted to leave was held down.";
    LocalFounded "local_founded" Local: "A new local was founded.";
    Repealed "repealed" Safeguard: "A safeguard was repealed by those it binds.";
    RepealFailed "repeal_failed" Safeguard: "A motion to repeal a safeguard failed.";
}

/// One entry of the chronicle.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Event {
    /// When.
    pub tick: u32,
    /// What.
    pub what: What,
    /// The body, local or safeguard concerned, by its position.
    pub subject: u32,
    /// Who, where it is about one person.
    pub who: Option<u32>,
    /// Votes for and against, where there was a vote.
    pub votes: Option<(u32, u32)>,
    /// The reason that was given.
    pub reason: &'static str,
}

impl Event {
    /// The subject in words: "body 2", "local 7", the name of a safeguard.
    pub fn subject_name(&self) -> String {
        match self.what.subject() {
            Subject::Nothing => String::new(),
            Subject::Body => format!("body {}", self.subject),
            Subject::Local => format!("local {}", self.subject),
            Subject::Safeguard => crate::safeguards::NAMES[self.subject as usize].to_owned(),
        }
    }
}
