//! The members, as columns.

use std::num::NonZero;

use super::NONE;

/// Members as columns; a member is its slot. A slot without a member has 0 in most columns, so that sums need no mask; where
/// 0 would count, kernels read `taken` as a mask.
#[derive(Debug, Clone, Default)]
pub struct Members {
    /// Occupancy: whether there is a member in the slot.
    pub taken: Vec<bool>,
    /// 0–1.
    pub skill: Vec<f32>,
    /// Chance to come to a meeting, 0–1.
    pub participation: Vec<f32>,
    /// How lively the member is beside others, in log odds to attend.
    pub liveliness: Vec<f32>,
    /// Visible concentration beyond the tolerated one, 0–1.
    pub grievance: Vec<f32>,
    /// Concentration taken without complaint, 0–1.
    pub tolerance: Vec<f32>,
    /// Grievance and voices of others that it takes to speak up.
    pub voice_threshold: Vec<f32>,
    /// Readiness to stand for office, 0–1.
    pub ambition: Vec<f32>,
    /// Belief that the organization is theirs, 0–1.
    pub legitimacy: Vec<f32>,
    /// Influence of the last months, fading.
    pub influence: Vec<f32>,
    /// Slots that a member listens to, `deference.ties` entries a member; [`NONE`] where there is none.
    pub ties: Vec<u32>,
    /// How many ties point at each member.
    pub followers: Vec<u32>,
    /// Weight in this month's assembly; 0 for absent members.
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
    /// Sets the columns of a slot that its member has left.
    pub(crate) fn empty(&mut self, slot: usize) {
        for column in [
            &mut self.skill,
            &mut self.participation,
            &mut self.liveliness,
            &mut self.grievance,
            &mut self.voice_threshold,
            &mut self.ambition,
            &mut self.legitimacy,
            &mut self.influence,
            &mut self.weight,
        ] {
            column[slot] = 0.0;
        }
    }

    /// Makes room for slots, so that adding so many copies nothing.
    pub(crate) fn reserve(&mut self, by: usize, ties: usize) {
        for column in [
            &mut self.skill,
            &mut self.participation,
            &mut self.liveliness,
            &mut self.grievance,
            &mut self.tolerance,
            &mut self.voice_threshold,
            &mut self.ambition,
            &mut self.legitimacy,
            &mut self.influence,
            &mut self.weight,
        ] {
            column.reserve_exact(by);
        }
        self.ties.reserve_exact(by * ties);
        self.followers.reserve_exact(by);
        self.faction.reserve_exact(by);
        self.left_office_at.reserve_exact(by);
        self.seats.reserve_exact(by);
        for column in [&mut self.taken, &mut self.speaks, &mut self.paid] {
            column.reserve_exact(by);
        }
    }

    /// Adds empty slots.
    pub fn grow(&mut self, by: usize, ties: usize) {
        let n = self.taken.len() + by;
        self.taken.resize(n, false);
        for column in [
            &mut self.skill,
            &mut self.participation,
            &mut self.liveliness,
            &mut self.grievance,
            &mut self.tolerance,
            &mut self.voice_threshold,
            &mut self.ambition,
            &mut self.legitimacy,
            &mut self.influence,
            &mut self.weight,
        ] {
            column.resize(n, 0.0);
        }
        self.ties.resize(n * ties, NONE);
        self.followers.resize(n, 0);
        self.speaks.resize(n, false);
        self.paid.resize(n, false);
        self.seats.resize(n, 0);
        self.left_office_at.resize(n, None);
        self.faction.resize(n, 0);
    }
}
