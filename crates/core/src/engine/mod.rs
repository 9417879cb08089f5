//! One organization as data, the rules of a tick, and the luck it has. Behaviour lives in `mechanisms`.
//!
//! Members are slots in flat columns, grouped by local, so that a draw belongs to a member and one
//! organization of a million members is a few arrays.

mod events;
mod found;
mod luck;
pub mod means;
mod rules;
mod split;
pub mod step;
pub mod wide;
pub mod world;

pub use events::{Event, What};
pub use found::room;
pub use luck::{Column, Cup, Cups, Dice, Draw, Luck, Poisson, STREAM_VERSION, unit};
pub use means::{Excess, Means, Stopped};
pub use rules::{Pause, Pressure, Rules, Tier};
pub use step::PhaseName;
pub use world::{Neighbours, World};

use std::num::NonZero;
use std::ops::Range;

use crate::measures::outcome::Record;
use crate::mechanisms::decisions::Matters;
use crate::mechanisms::deference::{Pulls, Seekers};
use crate::mechanisms::elections::Polls;
use crate::mechanisms::precedent::View;
use crate::mechanisms::removability::Holders;
use crate::scenario::Scenario;

/// In place of a month or a slot where there is none.
pub const NONE: u32 = u32::MAX;

/// One month: what is assumed, what holds this month, and the luck.
pub struct Tick<'a> {
    /// Number of the month, from 0.
    pub number: u32,
    /// What is assumed.
    pub scenario: &'a Scenario,
    /// What holds this month.
    pub rules: Rules<'a>,
    /// The organization's luck.
    pub luck: &'a Luck,
    /// This month's dice.
    pub cups: Cups<'a>,
    /// What its allies were doing at the end of last month.
    pub neighbours: Neighbours,
    /// What it may hold.
    pub means: Means,
    /// That it would hold more; the month ends with the phase that found it.
    pub excess: Option<Excess>,
}

impl Tick<'_> {
    /// Whether something is within the organization's means; where it is not, the month ends with this phase.
    pub fn afford(&mut self, within: Result<(), Excess>) -> bool {
        self.excess = within.err();
        self.excess.is_none()
    }

    /// This month's cup of dice for a draw.
    pub fn cup(&self, draw: Draw) -> Cup {
        self.cups.cup(draw)
    }

    /// One of this month's dice that is needed only once.
    pub fn dice(&self, draw: Draw, id: u32) -> Dice {
        self.cup(draw).dice(id)
    }
}

/// Members as columns; a member is its slot. A slot without a member has participation, ambition and
/// influence 0 and a threshold to speak that nothing reaches, so that walks over columns need not ask.
#[derive(Debug, Clone, Default)]
pub struct Members {
    /// Whether there is a member in the slot.
    pub taken: Vec<bool>,
    /// 0–1.
    pub skill: Vec<f32>,
    /// Chance to come to a meeting when the organization is held to be theirs, 0–1.
    pub participation: Vec<f32>,
    /// What is seen of concentration beyond what is tolerated, 0–1.
    pub grievance: Vec<f32>,
    /// Concentration taken without complaint, 0–1.
    pub tolerance: Vec<f32>,
    /// What it takes to speak up; infinite in a slot without a member.
    pub voice_threshold: Vec<f32>,
    /// Readiness to stand for office, 0–1.
    pub ambition: Vec<f32>,
    /// Belief that the organization is theirs, 0–1.
    pub legitimacy: Vec<f32>,
    /// Influence of the last months, fading.
    pub influence: Vec<f32>,
    /// Whom each member listens to, `deference.ties` entries a member; [`NONE`] in a slot without one.
    pub ties: Vec<u32>,
    /// How many ties point at each member.
    pub followers: Vec<u32>,
    /// Weight in this month's assembly; 0 for whoever did not come.
    pub weight: Vec<f32>,
    /// Speaks up this month.
    pub speaks: Vec<bool>,
    /// Paid by the centre.
    pub paid: Vec<bool>,
    /// Seats held now.
    pub seats: Vec<u8>,
    /// Month in which the last seat was left, counted from 1; `None` where none was ever held. Small, since a million
    /// members have one each.
    pub left_office_at: Vec<Option<NonZero<u16>>>,
    /// The current of opinion or clientele that each belongs to.
    pub faction: Vec<u32>,
}

/// A paid post.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Post {
    /// Who holds it.
    pub member: u32,
    /// Since when.
    pub since: u32,
}

/// How far a local runs itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Autonomy {
    /// Matters go to the centre or stay, as precedent and speed have it.
    #[default]
    Normal,
    /// The centre pauses for it this month.
    Drilled,
    /// It has left the organization; its slots stay empty.
    Seceded,
}

/// A local: an assembly that meets every month.
#[derive(Debug, Clone, Default)]
pub struct Local {
    /// Its members' slots, taken or not.
    pub slots: Range<usize>,
    /// Its members.
    pub count: u32,
    /// How far it runs itself.
    pub autonomy: Autonomy,
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
    /// Stakes settled this month by the assembly itself, for it by the centre, and by parallel institutions.
    pub settled: (f32, f32, f32),
    /// Members who spoke up this month.
    pub speakers: f32,
    /// Share of its affairs that it settled itself lately.
    pub own_say: f32,
    /// Share of its settled decisions that were carried out without loss lately.
    pub kept: f32,
    /// Mean belief of its members that the organization is theirs.
    pub belief: f32,
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
    /// Its own luck for being right, on [0, 1).
    pub luck: f32,
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

/// A seat in a body above the locals.
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
    /// Whose interest it serves.
    pub faction: u32,
    /// Won by somebody outside the organization.
    pub outside: bool,
    /// Who holds the shadow office, whose task is critique.
    pub shadow: Option<u32>,
    /// Its entry in the ledger of mandates, while it is held.
    pub mandate: u32,
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
    /// Decisions settled: (by the centre, by locals, by parallel institutions).
    pub count: (u32, u32, u32),
    /// Stakes settled: (by the centre, by locals, by parallel institutions).
    pub stakes: (f64, f64, f64),
    /// Influence that reached assemblies, seats, staff, outside actors, delegates of parallel institutions.
    pub influence: [f64; 5],
    /// Sum of stakes × chance to be right.
    pub quality: f64,
    /// Months that settled decisions took, added up.
    pub delay: f64,
    /// Stakes of wrong decisions.
    pub wrong: f64,
    /// Money lost to wrong decisions and missed deadlines.
    pub damage: f64,
    /// Money that went missing or to outside actors.
    pub diverted: f64,
    /// Money in, money spent.
    pub money: (f64, f64),
    /// Money that came in to the centre, and to parallel institutions.
    pub pooled: (f64, f64),
    /// Seats filled, and of those contested.
    pub selections: (u32, u32),
    /// Seats left: by term or expiry, by recall, by expulsion or loss, by resignation.
    pub turnover: [u32; 4],
    /// Members who came, members who left.
    pub moves: (u32, u32),
    /// Claims made and granted.
    pub claims: (f64, f64),
    /// Hours that safeguards took.
    pub safeguard_hours: f64,
    /// Money that safeguards took.
    pub safeguard_money: f64,
}

/// Emergency powers in force.
#[derive(Debug, Clone, Copy)]
pub struct Powers {
    /// Since when.
    pub since: u32,
}

/// One organization.
#[derive(Debug, Clone, Default)]
pub struct Organization {
    /// Its number in its world.
    pub number: u32,
    /// Month of its founding.
    pub founded_at: u32,
    /// Its members.
    pub members: Members,
    /// How many they are.
    pub count: u32,
    /// Share of them who came to this month's assembly.
    pub turnout: f32,
    /// Members who speak up this month.
    pub speaking: u32,
    /// Newcomers for whom no local had room yet.
    pub waiting: u32,
    /// Factions that there have been so far.
    pub factions: u32,
    /// Deference ties of each member.
    pub ties: usize,
    /// Its locals.
    pub locals: Vec<Local>,
    /// Matters not yet settled, oldest first.
    pub decisions: Vec<Decision>,
    /// The executive, a committee a domain, the emergency command, the parallel institution.
    pub bodies: Vec<Body>,
    /// The paid staff, in the order in which they were hired.
    pub staff: Vec<Post>,
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
    /// Money in the hands of the parallel institution.
    pub parallel_reserve: f64,
    /// How far the parallel institution is built, 0–1.
    pub built: f32,
    /// Locals that leave at the end of this month, with the share of their money that they take.
    pub leaving: Vec<(u32, f64)>,
    /// Members who have left with their locals.
    pub seceded: u32,
    /// Month in which each safeguard was repealed, in the order of the register.
    pub repealed: Vec<Option<u32>>,
    /// What happened, in order.
    pub events: Vec<Event>,
    /// How often influence was handed to somebody, fading as influence does.
    pub handings: f64,
    /// Mandates that have ended, by months in office.
    pub tenures: Vec<u32>,
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
    /// The founding organization whose shocks these are: its own number, or that of the one it split off from.
    pub shocked_as: u32,
    /// From which the outcome is read.
    pub record: Record,
    /// Chance that a holder whom most disapprove of is out in a year; read off the rules and the candidates.
    pub removability: f32,
    /// Members willing to stand for each seat.
    pub bench: f32,
    /// Extra cost of speaking up.
    pub stigma: f32,
    /// ln(1 + standing) by number of followers.
    pub renown: Vec<f64>,
    /// Share of a post that is learned after so many months in it, and the time constant that it was reckoned for.
    pub learned: (f64, Vec<f64>),
    /// Weights in an assembly by number of followers, and the exponent that they were reckoned for.
    pub weights: (f64, Vec<f32>),
    /// Room for what a phase reckons.
    pub desk: Option<Box<Desk>>,
}

/// Room for what one phase reckons and the next does not need: it is kept, so that a month asks for no memory. A phase
/// takes it and lays it back.
#[derive(Debug, Clone, Default)]
pub struct Desk {
    /// A number for each slot; see [`Organization::take_desk_with_column`].
    pub column: Vec<f32>,
    /// Words of luck.
    pub words: Vec<u32>,
    /// Places of those few to whom something happens.
    pub places: Vec<u32>,
    /// Who is there, or speaks up.
    pub marks: wide::Marks,
    /// What comes up in a month.
    pub matters: Matters,
    /// What those who route it go by.
    pub view: View,
    /// How strongly members draw others.
    pub pulls: Pulls,
    /// Those who look for somebody else to listen to.
    pub seekers: Seekers,
    /// Hours left in each local and each body.
    pub hours: (Vec<f32>, Vec<f32>),
    /// Chances to be right of each local and each body.
    pub chances: (Vec<f32>, Vec<f32>),
    /// Members and a trait of theirs.
    pub posts: Vec<(usize, f32)>,
    /// Members who leave, and how.
    pub gone: Vec<(usize, Exit)>,
    /// Seats that are to be filled.
    pub due: Vec<Place>,
    /// What elections go by.
    pub polls: Polls,
    /// What removability is reckoned from.
    pub holders: Holders,
}

/// Slots that are seen to at a time: many, since steps are taken for all together, and yet few beside a million.
pub const STRETCH: usize = 8192;

/// A seat by its body and its position there.
pub type Place = (usize, usize);

/// Fading tallies.
#[derive(Debug, Clone, Copy, Default)]
pub struct Recent {
    /// Stakes settled by the centre, by all others.
    pub stakes: (f64, f64),
    /// Seats filled, and of those contested.
    pub selections: (f64, f64),
}

impl Organization {
    /// Number of members.
    pub fn size(&self) -> usize {
        self.count as usize
    }

    /// Number of slots, taken or not.
    pub fn slots(&self) -> usize {
        self.members.taken.len()
    }

    /// Slots of a local; all locals have as many.
    pub fn stride(&self) -> usize {
        self.locals[0].slots.len()
    }

    /// The local of a slot.
    pub fn local_of(&self, slot: usize) -> usize {
        slot / self.stride()
    }

    /// Lays the desk back; that of a large organization is cleared, since memory is dearer there than asking for it.
    pub fn lay_back(&mut self, desk: Box<Desk>) {
        if !self.is_large() {
            self.desk = Some(desk);
        }
    }

    /// Whether it is so large that memory is dearer than time.
    pub fn is_large(&self) -> bool {
        const LARGE: usize = 1 << 16;
        self.slots() >= LARGE
    }

    /// Whether somebody came to this month's assembly.
    pub fn is_present(&self, slot: usize) -> bool {
        self.members.weight[slot] > 0.0
    }

    /// The desk.
    pub fn take_desk(&mut self) -> Box<Desk> {
        self.desk.take().unwrap_or_default()
    }

    /// The desk, its column as long as all columns are.
    pub fn take_desk_with_column(&mut self) -> Box<Desk> {
        let mut desk = self.take_desk();
        desk.column.resize(self.slots(), 0.0);
        desk
    }

    /// Whom a member listens to.
    pub fn ties_of(&self, slot: usize) -> &[u32] {
        &self.members.ties[slot * self.ties..(slot + 1) * self.ties]
    }

    /// Position of the emergency command.
    pub fn command(&self) -> usize {
        self.bodies.len() - 2
    }

    /// Position of the parallel institution.
    pub fn parallel(&self) -> usize {
        self.bodies.len() - 1
    }

    /// The bodies of the centre, without the parallel institution.
    pub fn centre(&self) -> &[Body] {
        &self.bodies[..self.parallel()]
    }

    /// Share of members who speak up.
    pub fn voice(&self) -> f32 {
        self.speaking as f32 / self.count.max(1) as f32
    }

    /// Notes that somebody leaves a seat this month.
    pub fn leave_office(&mut self, holder: u32) {
        let month = u16::try_from(self.tick + 1).unwrap_or(u16::MAX);
        self.members.left_office_at[holder as usize] = NonZero::new(month);
    }

    /// Months since somebody left their last seat; `None` where they never held one.
    pub fn months_out_of_office(&self, who: u32) -> Option<u32> {
        let left = self.members.left_office_at[who as usize]?;
        Some((self.tick + 1).saturating_sub(u32::from(left.get())))
    }

    /// A member's followers for each tie of their own.
    pub fn standing(&self, slot: usize) -> f64 {
        f64::from(self.members.followers[slot]) / self.ties as f64
    }

    /// ln(1 + standing): what standing counts in an election. Reckoned once for most numbers of followers.
    pub fn renown(&self, slot: usize) -> f64 {
        let known = self.renown.get(self.members.followers[slot] as usize);
        known.copied().unwrap_or_else(|| libm::log1p(self.standing(slot)))
    }

    /// Puts a review or a vote before the next assemblies: it takes hours of each member present there.
    pub fn owe_hours(&mut self, hours: f64) {
        self.hours_owed += hours as f32;
    }

    /// Enters something into the chronicle.
    pub fn note(&mut self, what: What, subject: usize, who: Option<u32>, reason: &'static str) {
        self.events.push(Event { tick: self.tick, what, subject: subject as u32, who, votes: None, reason });
    }
}
