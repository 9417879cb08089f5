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

/// The people behind a hand: members with their influence there, which fades as all influence does.
#[derive(Debug, Clone, Default)]
pub struct Behind(Vec<(u32, f32)>);

impl Behind {
    /// Adds to a member's part.
    pub fn add(&mut self, who: u32, part: f32) {
        match self.0.binary_search_by_key(&who, |entry| entry.0) {
            Ok(at) => self.0[at].1 += part,
            Err(at) => self.0.insert(at, (who, part)),
        }
    }

    /// Fades all parts and forgets those that are next to nothing.
    pub fn fade(&mut self, by: f32) {
        self.0.iter_mut().for_each(|entry| entry.1 *= by);
        self.0.retain(|entry| entry.1 > 1e-3);
    }

    /// Effective number of people, 1/HHI; `None` of nobody.
    pub fn people(&self) -> Option<f64> {
        let sums = self.0.iter().fold((0.0, 0.0), |sums, (_, part)| {
            let part = f64::from(*part);
            (sums.0 + part, sums.1 + part * part)
        });
        (sums.1 > 0.0).then(|| sums.0 * sums.0 / sums.1)
    }
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
    /// Who had the influence of seats, of staff and of delegates lately, in the order of [`Role`].
    pub behind: [Behind; 3],
    /// From which the outcome is read.
    pub record: Record,
    /// What happened, in order.
    pub events: Vec<Event>,
}
