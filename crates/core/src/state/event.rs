//! The chronicle: what happened to an organization that its people would tell about.

use serde::{Serialize, Serializer};

/// What the number of an event's subject counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Subject {
    /// There is none.
    Nothing,
    /// Bodies.
    Body,
    /// Locals.
    Local,
    /// Safeguards, in the order of their register.
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
    Adopted "adopted" Safeguard: "A safeguard was taken up by a vote.";
    AdoptionFailed "adoption_failed" Safeguard: "A motion to take up a safeguard failed.";
}

macro_rules! reasons {
    ($($name:ident $code:literal $text:literal;)*) => {
        /// Why something happened, where a reason was given.
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub enum Reason { $(#[doc = $text] $name),* }

        impl Reason {
            /// Name for programs.
            pub fn code(self) -> &'static str {
                match self { $(Self::$name => $code),* }
            }

            /// The reason in words.
            pub fn text(self) -> &'static str {
                match self { $(Self::$name => $text),* }
            }
        }
    };
}

reasons! {
    MembersObject "members_object" "members would not have it";
    NoNeed "no_need" "most saw no need";
    Emergency "emergency" "the emergency leaves no room for it";
    KeepsFromOffice "keeps_from_office" "it keeps good people from office";
    TiesHands "ties_hands" "it ties the hands of those who are responsible";
    TooManyHours "too_many_hours" "it takes too many hours";
    NoMoney "no_money" "there is no money for it";
    NoLongerExpire "no_longer_expire" "committees no longer expire";
    FoundAtAudit "found_at_audit" "found out at the audit";
    ServesOutsider "serves_outsider" "found to serve an outside actor";
    TimeOver "time_over" "its time was over";
    PeriodicRedesign "periodic_redesign" "periodic redesign";
    GapOver "gap_over" "the gap was long enough";
    LocalsFederate "locals_federate" "the locals federate";
    LeavingNotAllowed "leaving_not_allowed" "leaving is not allowed";
    LocalHadEnough "local_had_enough" "most of its members had had enough";
    VotersHadEnough "voters_had_enough" "most who voted had had enough";
    NoRoom "no_room" "newcomers found no room";
    TakenByEnemy "taken_by_enemy" "taken by the enemy";
    ThreatOver "threat_over" "the threat was over";
    Threat "threat" "the threat";
    NotRenewed "not_renewed" "they were not renewed";
    HeldOn "held_on" "those who decide held on to them";
    TooFewCame "too_few_came" "too few came to the review";
    MembersWantIt "members_want_it" "members would have it";
    HoldersGrantIt "holders_grant_it" "those who hold office granted it";
}

fn reason_text<S: Serializer>(reason: &Option<Reason>, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(reason.map_or("", Reason::text))
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
    /// The reason that was given; in tables it is text, empty where there is none.
    #[serde(serialize_with = "reason_text")]
    pub reason: Option<Reason>,
}

impl Event {
    /// What the subject's number counts.
    pub fn kind(&self) -> Subject {
        self.what.subject()
    }
}
