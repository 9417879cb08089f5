//! One organization as data. What happens to it lives in the mechanisms.
//!
//! Members are slots in flat columns, grouped by local, so that a draw belongs to a member and one
//! organization of a million members is a few arrays.

mod books;
mod decision;
mod emergency;
mod event;
mod local;
mod members;
mod offices;
mod treasury;

pub use books::{Behind, Books, Flow, Recent, Role, Turnover};
pub use decision::{Agenda, Class, Decision, Habit, Hands, Route};
pub use emergency::{Emergency, Powers};
pub use event::{Event, Reason, Subject, What};
pub use local::{Autonomy, Local, Settled};
pub use members::Members;
pub use offices::{Body, DOMAINS_MAX, Entry, Exit, Mandate, Offices, Place, Post, Seat, Tier};
pub use treasury::{Secession, Treasury};

use std::num::NonZero;

/// In place of a month or a slot where there is none.
pub const NONE: u32 = u32::MAX;

/// Strength of a shock in a month.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Level {
    /// Its mean over the month, by which what flows is pressed.
    pub mean: f64,
    /// Its highest, by which thresholds are passed: a week at full strength raises alarm, a month at a quarter of it does not.
    pub peak: f64,
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
    /// How lively it is beside others, in log odds to attend.
    pub liveliness: f32,
    /// How readily its members hold it to be theirs, beside those of others.
    pub culture: f32,
    /// Deference ties of each member.
    pub ties: usize,
    /// Its locals.
    pub locals: Vec<Local>,
    /// What is to be decided.
    pub agenda: Agenda,
    /// Who decides above the locals, and who prepares it.
    pub offices: Offices,
    /// Money above the locals.
    pub treasury: Treasury,
    /// Threat and emergency powers.
    pub emergency: Emergency,
    /// Locals that leave.
    pub secession: Secession,
    /// Ledgers, tallies and the record of what became of it.
    pub books: Books,
    /// How far the parallel institution is built, 0–1.
    pub built: f32,
    /// Month in which each safeguard was repealed, in the order of the register.
    pub repealed: Vec<Option<u32>>,
    /// Month from which each safeguard that was taken up by a vote is in force, in the order of the register.
    pub adopted: Vec<Option<u32>>,
    /// How far each safeguard in force is practised, 0–1, in the order of the register; `None` where it is not in force.
    pub practice: Vec<Option<f64>>,
    /// It keeps up its alliances.
    pub keeps_alliances: bool,
    /// The month.
    pub tick: u32,
    /// Strength of each shock in each month.
    pub shocks: Vec<Vec<Level>>,
    /// The founding organization whose shocks these are: its own number, or that of the one it split off from.
    pub shocked_as: u32,
    /// Extra cost of speaking up.
    pub stigma: f32,
}

/// Slots that are seen to at a time: many, since steps are taken for all together, and yet few beside a million.
pub const STRETCH: usize = 8192;

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

    /// Whether it is so large that memory is dearer than time.
    pub fn is_large(&self) -> bool {
        const LARGE: usize = 1 << 16;
        self.slots() >= LARGE
    }

    /// Whether somebody came to this month's assembly.
    pub fn is_present(&self, slot: usize) -> bool {
        self.members.weight[slot] > 0.0
    }

    /// Whom a member listens to.
    pub fn ties_of(&self, slot: usize) -> &[u32] {
        &self.members.ties[slot * self.ties..(slot + 1) * self.ties]
    }

    /// Position of the emergency command.
    pub fn command(&self) -> usize {
        self.offices.bodies.len() - 2
    }

    /// Position of the parallel institution.
    pub fn parallel(&self) -> usize {
        self.offices.bodies.len() - 1
    }

    /// The bodies of the centre, without the parallel institution.
    pub fn centre(&self) -> &[Body] {
        &self.offices.bodies[..self.parallel()]
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

    /// Safeguards in force: a bit for each, in the order of the register; none where it has collapsed.
    pub fn safeguards_in_force(&self) -> u32 {
        let is_there = |practice: &Option<f64>| practice.is_some() && self.books.record.is_open();
        self.practice.iter().rev().fold(0, |set, practice| set << 1 | u32::from(is_there(practice)))
    }

    /// Puts a review or a vote before the next assemblies: it takes hours of each member present there.
    pub fn owe_hours(&mut self, hours: f64) {
        self.agenda.hours_owed += hours as f32;
    }

    /// Enters something into the chronicle.
    pub fn note(&mut self, what: What, subject: usize, who: Option<u32>, reason: impl Into<Option<Reason>>) {
        self.books.events.push(Event {
            tick: self.tick,
            what,
            subject: subject as u32,
            who,
            votes: None,
            reason: reason.into(),
        });
    }
}
