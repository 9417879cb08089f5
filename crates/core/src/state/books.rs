//! The books: ledgers, tallies and the record of what became of an organization.

use super::decision::Hands;
use super::event::Event;
use crate::outcome::Record;

/// In which role influence reached somebody.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Role {
    /// In an assembly.
    Assembly,
    /// On a seat above the locals.
    Seat,
    /// On the staff.
    Staff,
    /// Outside, through a seat that was won.
    Outsider,
    /// As a delegate of the parallel institution.
    Delegate,
}

/// How a seat was left.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Turnover {
    /// By term or expiry.
    Term,
    /// By recall.
    Recall,
    /// By expulsion or loss.
    Removal,
    /// By resignation.
    Resignation,
}

/// Tallies of one month, for the ledgers and the measures.
#[derive(Debug, Clone, Default)]
pub struct Flow {
    /// Decisions settled.
    pub count: Hands,
    /// Stakes settled.
    pub stakes: Hands,
    /// Of those, the stakes of big matters.
    pub big: Hands,
    /// Of those, the stakes of matters that no safeguard kept from the centre.
    pub open: Hands,
    /// Person-hours of carrying out that came up, and that were worked.
    pub work: (f64, f64),
    /// Influence by [`Role`].
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
    /// Seats left by [`Turnover`].
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

/// Fading tallies.
#[derive(Debug, Clone, Copy, Default)]
pub struct Recent {
    /// Stakes settled.
    pub stakes: Hands,
    /// Of those, the stakes of big matters.
    pub big: Hands,
    /// Of those, the stakes of matters that no safeguard kept from the centre.
    pub open: Hands,
    /// Seats filled, and of those contested.
    pub selections: (f64, f64),
}

/// Ledgers, tallies and the record of what became of an organization.
#[derive(Debug, Clone, Default)]
pub struct Books {
    /// Tallies of this month.
    pub flow: Flow,
    /// Fading tallies of the last months.
    pub recent: Recent,
    /// How often influence was handed to somebody, fading as influence does.
    pub handings: f64,
    /// From which the outcome is read.
    pub record: Record,
    /// What happened, in order.
    pub events: Vec<Event>,
}
