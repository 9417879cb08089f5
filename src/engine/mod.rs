//! One organization as data, the rules of a tick, and the luck it has. Behaviour lives in `mechanisms`.
//!
//! Members are slots in flat columns, grouped by local, so that a draw belongs to a member and one
//! organization of a million members is a few arrays.

mod found;
mod luck;
mod rules;
pub mod step;

pub use luck::{Dice, Draw, Luck, unit};
pub use rules::{Pressure, Rules, Tier};
pub use step::PhaseName;

use std::ops::Range;

use crate::measures::outcome::Record;
use crate::scenario::Scenario;

/// Deference ties that each member has.
pub const TIES: usize = 4;

/// One month: what is assumed, what holds this month, and the luck.
pub struct Tick<'a> {
    /// Number of the month, from 0.
    pub number: u32,
    /// What is assumed.
    pub scenario: &'a Scenario,
    /// What holds this month.
    pub rules: Rules,
    /// The organization's luck.
    pub luck: &'a Luck,
}

/// Members as columns; a member is its slot.
#[derive(Debug, Clone, Default)]
pub struct Members {
    /// 0–1.
    pub skill: Vec<f32>,
    /// Chance to come to a meeting when the organization is held to be theirs, 0–1.
    pub participation: Vec<f32>,
    /// What is seen of concentration beyond what is tolerated, 0–1.
    pub grievance: Vec<f32>,
    /// Concentration taken without complaint, 0–1.
    pub tolerance: Vec<f32>,
    /// What it takes to speak up.
    pub voice_threshold: Vec<f32>,
    /// Readiness to stand for office, 0–1.
    pub ambition: Vec<f32>,
    /// Belief that the organization is theirs, 0–1.
    pub legitimacy: Vec<f32>,
    /// Influence of the last months, fading.
    pub influence: Vec<f32>,
    /// Whom each member listens to.
    pub ties: Vec<[u32; TIES]>,
    /// How many ties point at each member.
    pub followers: Vec<u32>,
    /// Came to this month's meeting.
    pub present: Vec<bool>,
    /// Speaks up this month.
    pub speaks: Vec<bool>,
    /// Paid by the centre since this month; `u32::MAX` for all others.
    pub hired_at: Vec<u32>,
    /// Central seats held now.
    pub seats: Vec<u8>,
    /// Month in which the last central seat was left; `u32::MAX` where none was held.
    pub left_office_at: Vec<u32>,
}

/// A local: an assembly that meets every month.
#[derive(Debug, Clone, Default)]
pub struct Local {
    /// Its members' slots.
    pub members: Range<usize>,
    /// Members present this month.
    pub present: f32,
    /// Mean skill of those present.
    pub skill: f32,
    /// Sum of the weights of those present, and of their squares.
    pub weight: (f32, f32),
    /// Hours that this month's assembly can work through.
    pub capacity: f32,
    /// Hours of work waiting.
    pub backlog: f32,
    /// Stakes settled this month by the assembly itself and for it by the centre.
    pub settled: (f32, f32),
    /// Share of its affairs that it settled itself lately.
    pub own_say: f32,
    /// Share of its settled decisions that were carried out without loss lately.
    pub kept: f32,
    /// What members have learned about claims: 1 hope, 0 cynicism.
    pub hope: f32,
    /// Money that this month's own decisions cost it.
    pub cost: f64,
    /// Granted claims still in force: added to the barrier against central routing.
    pub claim: f32,
    /// Money in its own hands.
    pub reserve: f64,
    /// Weights of precedent per domain: (central, local).
    pub precedents: Vec<(f32, f32)>,
}

/// A matter to be decided.
#[derive(Debug, Clone, Copy)]
pub struct Decision {
    /// Where it came up.
    pub local: u32,
    /// What it is about.
    pub domain: u8,
    /// Settled by the centre.
    pub central: bool,
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
    /// Its own luck: for the route and for being right.
    pub luck: (f32, f32),
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
}

/// How somebody left a seat.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Exit {
    /// The mandate was over and somebody else came in.
    Term,
    /// The body ceased to be.
    Expiry,
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
    /// Since when.
    pub from: u32,
    /// How they came in.
    pub entry: Entry,
    /// When and how they went; `None` while they hold it.
    pub left: Option<(u32, Exit)>,
}

/// A seat in a central body.
#[derive(Debug, Clone, Copy)]
pub struct Seat {
    /// Who holds it.
    pub holder: Option<u32>,
    /// Since when.
    pub since: u32,
    /// When the mandate ends.
    pub ends: u32,
    /// How they came in.
    pub entry: Entry,
    /// Mandates in a row.
    pub terms: u16,
    /// This mandate is bound by the rotation rule.
    pub bound: bool,
    /// Its entry in the ledger of mandates, while it is held.
    pub mandate: u32,
}

/// A central body.
#[derive(Debug, Clone)]
pub struct Body {
    /// Executive or committee.
    pub tier: Tier,
    /// Its seats.
    pub seats: Vec<Seat>,
    /// Month of its charter.
    pub chartered: u32,
    /// False between the expiry of a charter and a new one.
    pub active: bool,
    /// Hours it can work this month, staff included.
    pub capacity: f32,
    /// Hours waiting.
    pub backlog: f32,
    /// Stakes settled this month.
    pub settled: f32,
}

/// Tallies of one month, for the ledgers and the measures.
#[derive(Debug, Clone, Default)]
pub struct Flow {
    /// Decisions settled: (by the centre, by locals).
    pub count: (u32, u32),
    /// Stakes settled: (by the centre, by locals).
    pub stakes: (f64, f64),
    /// Influence handed out to assemblies, seats, staff.
    pub influence: [f64; 3],
    /// Sum of stakes × chance to be right.
    pub quality: f64,
    /// Months that settled decisions took: (by the centre, by locals).
    pub delay: (f64, f64),
    /// Money lost to wrong decisions and missed deadlines.
    pub damage: f64,
    /// Money in, money spent.
    pub money: (f64, f64),
    /// Seats filled, and of those contested.
    pub selections: (u32, u32),
    /// Seats left: by the end of a term.
    pub turnover: u32,
    /// Claims made and granted.
    pub claims: (f64, f64),
    /// Hours that safeguards took.
    pub safeguard_hours: f64,
}

/// Emergency powers in force.
#[derive(Debug, Clone, Copy)]
pub struct Powers {
    /// Since when.
    pub since: u32,
    /// Last time that they were renewed.
    pub renewed: u32,
}

/// One organization.
#[derive(Debug, Clone, Default)]
pub struct Organization {
    /// Its members.
    pub members: Members,
    /// Its locals.
    pub locals: Vec<Local>,
    /// Matters not yet settled, oldest first.
    pub decisions: Vec<Decision>,
    /// Executive first, then a committee a domain, the emergency command last.
    pub bodies: Vec<Body>,
    /// Slots of the paid staff, in the order in which they were hired.
    pub staff: Vec<u32>,
    /// Staff that money and work call for; people are hired and let go to follow it.
    pub staff_wanted: f64,
    /// Hours of each member present that reviews and votes will take of the next assembly.
    pub hours_owed: f32,
    /// The ledger of mandates, from the founding on.
    pub mandates: Vec<Mandate>,
    /// Emergency powers, where they are in force.
    pub powers: Option<Powers>,
    /// First month in which emergency powers may be raised again.
    pub powers_barred_until: u32,
    /// Money in central hands.
    pub reserve: f64,
    /// Last month's central income less all central costs but wages.
    pub wage_fund: f64,
    /// Months below zero in a row.
    pub months_insolvent: u32,
    /// Tallies of this month.
    pub flow: Flow,
    /// Fading tallies of the last months: stakes (central, local), selections (all, contested).
    pub recent: Recent,
    /// Threat as it is felt this month.
    pub threat: f32,
    /// The month.
    pub tick: u32,
    /// Strength of each shock in each month.
    pub shocks: Vec<Vec<f64>>,
    /// From which the outcome is read.
    pub record: Record,
    /// Chance that a holder whom most disapprove of is out in a year; read off the rules and the candidates.
    pub removability: f32,
    /// Members willing to stand for each seat.
    pub bench: f32,
    /// What members see of the rest of the organization, 0–1.
    pub transparency: f32,
    /// Extra cost of speaking up.
    pub stigma: f32,
    words: Vec<u32>,
    cumulative: Vec<f64>,
}

/// Fading tallies.
#[derive(Debug, Clone, Copy, Default)]
pub struct Recent {
    /// Stakes settled by the centre, by locals.
    pub stakes: (f64, f64),
    /// Seats filled, and of those contested.
    pub selections: (f64, f64),
}

impl Organization {
    /// Number of members.
    pub fn size(&self) -> usize {
        self.members.skill.len()
    }

    /// Share of members present this month.
    pub fn turnout(&self) -> f32 {
        self.locals.iter().map(|local| local.present).sum::<f32>() / self.size() as f32
    }

    /// Share of members who speak up.
    pub fn voice(&self) -> f32 {
        self.members.speaks.iter().filter(|speaks| **speaks).count() as f32 / self.size() as f32
    }

    /// Puts a review or a vote before the next assemblies: it takes hours of each member present there.
    pub fn owe_hours(&mut self, hours: f64) {
        self.hours_owed += hours as f32;
    }

    /// One draw a member from a stream, in a buffer that is given back with [`Organization::keep`].
    pub fn draws(&mut self, luck: &Luck, draw: Draw, tick: u32, each: usize) -> Vec<u32> {
        let mut words = std::mem::take(&mut self.words);
        words.resize(self.size() * each, 0);
        luck.column(draw, tick, &mut words);
        words
    }

    /// Gives a buffer of draws back, so that a tick allocates nothing.
    pub fn keep(&mut self, words: Vec<u32>) {
        self.words = words;
    }

    /// The buffer for running sums of choice weights.
    pub fn take_cumulative(&mut self) -> Vec<f64> {
        std::mem::take(&mut self.cumulative)
    }

    /// Gives it back.
    pub fn keep_cumulative(&mut self, cumulative: Vec<f64>) {
        self.cumulative = cumulative;
    }
}
