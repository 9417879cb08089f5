//! The members, as columns.

use std::num::NonZero;

use super::NONE;

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

impl Members {
    /// Gives a slot what empty slots have, so that walks need not ask.
    pub(crate) fn empty(&mut self, slot: usize) {
        for column in [
            &mut self.skill,
            &mut self.participation,
            &mut self.grievance,
            &mut self.ambition,
            &mut self.legitimacy,
            &mut self.influence,
            &mut self.weight,
        ] {
            column[slot] = 0.0;
        }
        self.voice_threshold[slot] = f32::INFINITY;
    }

    /// Adds empty slots.
    pub fn grow(&mut self, by: usize, ties: usize) {
        let n = self.taken.len() + by;
        self.taken.resize(n, false);
        for column in [
            &mut self.skill,
            &mut self.participation,
            &mut self.grievance,
            &mut self.tolerance,
            &mut self.ambition,
            &mut self.legitimacy,
            &mut self.influence,
            &mut self.weight,
        ] {
            column.resize(n, 0.0);
        }
        self.voice_threshold.resize(n, f32::INFINITY);
        self.ties.resize(n * ties, NONE);
        self.followers.resize(n, 0);
        self.speaks.resize(n, false);
        self.paid.resize(n, false);
        self.seats.resize(n, 0);
        self.left_office_at.resize(n, None);
        self.faction.resize(n, 0);
    }
}
