//! Offices: bodies, seats, those who hold them, and the ledger of mandates.

use serde::{Deserialize, Serialize};

use crate::parameters::mandates::Mandates;

/// Which bodies a rule is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Tier {
    /// The executive.
    Executive,
    /// The standing committees.
    Committee,
    /// The emergency command, which exists only under emergency powers.
    Command,
    /// The parallel institution in which the locals have federated.
    Parallel,
}

impl Tier {
    /// All tiers.
    pub const ALL: [Self; 4] = [Self::Executive, Self::Committee, Self::Command, Self::Parallel];

    /// Its place in a set.
    pub(crate) fn bit(self) -> u8 {
        1 << self as u8
    }
}

/// Seats of a body that grows with its organization.
const SEATS_MAX: f64 = 1000.0;

impl Mandates {
    /// Seats of a standing body in an organization of so many members, which is a part of what was founded.
    pub fn seats(&self, tier: Tier, members: f64, part: f64) -> u32 {
        let named = match tier {
            Tier::Executive => self.executive_seats,
            Tier::Committee => self.committee_seats,
            Tier::Command | Tier::Parallel => 0,
        };
        self.seats_per_1000(tier, members).max(libm::ceil(f64::from(named) * part) as u32)
    }

    /// Seats of a standing body that go by the number of members.
    pub fn seats_per_1000(&self, tier: Tier, members: f64) -> u32 {
        let each = match tier {
            Tier::Executive => self.executive_per_1000,
            Tier::Committee => self.committee_per_1000,
            Tier::Command | Tier::Parallel => 0.0,
        };
        libm::ceil(each * members / 1000.0).min(SEATS_MAX) as u32
    }

    /// Months of a mandate in a body.
    pub fn term(&self, tier: Tier) -> u32 {
        let own = self.executive_term_ticks.filter(|_| tier == Tier::Executive);
        own.unwrap_or(self.term_ticks)
    }
}

/// A paid post.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Post {
    /// Who holds it.
    pub member: u32,
    /// Since when.
    pub since: u32,
}

/// A body above the locals.
#[derive(Debug, Clone)]
pub struct Body {
    /// What it is.
    pub tier: Tier,
    /// Its seats.
    pub seats: Vec<Seat>,
    /// Month in which its charter was last written.
    pub chartered: u32,
    /// How well the charter fits what the body is there for, 0–1.
    pub fit: f32,
    /// False between the expiry of a charter and a new one.
    pub active: bool,
    /// Stakes above which ordinary matters are not its business.
    pub ceiling: f32,
    /// Matters that its meetings can hear this month.
    pub floor: f32,
    /// Of those, how many have been prepared by the staff, so that a nod settles them.
    pub prepared: f32,
    /// Matters waiting.
    pub backlog: f32,
    /// Stakes settled this month.
    pub settled: f32,
}

/// A seat in a body above the locals.
#[derive(Debug, Clone, Copy)]
pub struct Seat {
    /// Who holds it.
    pub holder: Option<u32>,
    /// Since when; before 0 for months before the founding.
    pub since: i32,
    /// When the mandate ends.
    pub ends: u32,
    /// How they came in.
    pub entry: Entry,
    /// Mandates in a row.
    pub terms: u16,
    /// This mandate is bound by the rotation rule.
    pub bound: bool,
    /// Whose interest it serves.
    pub faction: u32,
    /// Won by somebody outside the organization.
    pub outside: bool,
    /// Who holds the shadow office, whose task is critique.
    pub shadow: Option<u32>,
    /// Its entry in the ledger of mandates, while it is held.
    pub mandate: u32,
}

impl Seat {
    /// Months that its holder has sat.
    pub fn months(&self, tick: u32) -> u32 {
        (tick as i32 - self.since) as u32
    }
}

/// The third ledger: who held which seat, from when to when, how they came in and how they went.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Mandate {
    /// Position of the body.
    pub body: u16,
    /// Position of the seat in it.
    pub seat: u16,
    /// Who held it.
    pub holder: u32,
    /// Since when; before 0 for months before the founding.
    pub from: i32,
    /// How they came in.
    pub entry: Entry,
    /// When and how they went; `None` while they hold it.
    pub left: Option<(u32, Exit)>,
}

/// How somebody came into a seat.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Entry {
    /// Elected.
    Election,
    /// Appointed from above.
    Appointment,
    /// Drawn by lot.
    Lottery,
    /// Elected out of the shadow office.
    Shadow,
    /// Stayed on past the mandate.
    Holdover,
}

/// How somebody left a seat.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Exit {
    /// The mandate was over.
    Term,
    /// The body ceased to be.
    Expiry,
    /// Voted out before the mandate was over.
    Recall,
    /// Left the organization.
    Resignation,
    /// Expelled.
    Expulsion,
    /// Killed, jailed or driven out from outside.
    Loss,
}

/// A seat by its body and its position there.
pub type Place = (usize, usize);

/// The most domains that there can be.
pub const DOMAINS_MAX: usize = 16;

/// Who decides above the locals, and who prepares it.
#[derive(Debug, Clone, Default)]
pub struct Offices {
    /// The executive, a committee a domain, the emergency command, the parallel institution.
    pub bodies: Vec<Body>,
    /// The ledger of mandates, from the founding on.
    pub mandates: Vec<Mandate>,
    /// Mandates that have ended, by months in office.
    pub tenures: Vec<u32>,
    /// The paid staff, in the order in which they were hired.
    pub staff: Vec<Post>,
    /// Person-hours that seats and staff can work this month, beyond meetings and preparation.
    pub hands: f32,
    /// Person-hours of carrying out that the centre has still to work.
    pub work: f32,
    /// Share of that work that was done this month.
    pub done: f32,
    /// Staff that money and work call for; people are hired and let go to follow it.
    pub staff_wanted: f64,
    /// Chance that a holder whom most disapprove of is out in a year; read off the rules and the candidates.
    pub removability: f32,
    /// Chance that the group with most seats of the centre is left with at most half of them in two years.
    pub replaceability: f32,
    /// The same without the chance that lots alone give.
    pub replaceability_open: f32,
    /// Members willing to stand for each seat.
    pub bench: f32,
}
