//! Elections: members who are willing to stand, and choices of voters.

use crate::mechanisms::patronage;
use crate::mechanisms::patronage::Patron;
use crate::mechanisms::tables::Tables;
use crate::parameters::Parameters;
use crate::parameters::mandates::Mandates;
use crate::random::{StreamId, StreamKey, unit};
use crate::simd::{F32s, LANES, kernel, registers_mut};
use crate::state::Organization;

/// State that all selections of a month share, and their buffers, so that none of them allocates.
#[derive(Debug, Clone, Default)]
pub struct Polls {
    /// Streams of candidacies and of votes.
    candidacy: StreamKey,
    votes: StreamKey,
    /// Holders of seats in the executive when the selections begin.
    pub patrons: Vec<Patron>,
    /// Their most frequent faction, which patronage favours.
    favoured: Option<u32>,
    /// Candidates for the current seat.
    pub candidates: Vec<u32>,
    asked: Vec<u32>,
    scores: Vec<f32>,
    gumbels: Vec<f32>,
    factions: Vec<u32>,
}

/// An election for a seat.
pub struct Election<'a> {
    /// Parameters that hold.
    pub parameters: &'a Parameters<'a>,
    /// A stable number for the seat.
    pub id: u32,
    /// The holder, if they run.
    pub holder: Option<u32>,
    /// Advantage of the holder.
    pub incumbency: f64,
}

impl Polls {
    /// Opens the month's polls.
    pub fn open(&mut self, organization: &Organization, key: impl Fn(StreamId) -> StreamKey) {
        self.candidacy = key(StreamId::Candidacy);
        self.votes = key(StreamId::Election);
        self.look_up(organization);
    }

    /// Finds the present holders of seats in the executive.
    pub fn look_up(&mut self, organization: &Organization) {
        self.patrons.clear();
        self.patrons.extend(patronage::patrons(organization));
        self.factions.clear();
        self.factions.extend(self.patrons.iter().map(|patron| patron.faction));
        self.favoured = patronage::most(&mut self.factions);
    }

    /// Asks some members: ambition and participation make them willing. A strong holder deters them.
    pub fn nominate(
        &mut self,
        organization: &Organization,
        parameters: &Parameters,
        tables: &Tables,
        id: u32,
        holder: Option<u32>,
    ) {
        let mandates = &parameters.mandates;
        let members = &organization.members;
        let mut rng = self.candidacy.rng(id);
        let strong = holder.map_or(0.0, |who| tables.renown(organization, who as usize));
        // Willing with probability √(ambition·participation)·(1 + standing)^−deterrence; both sides are squared.
        let deterred = libm::exp(-2.0 * mandates.deterrence * strong) as f32;
        let slots = organization.slots() as u32;
        let many = (mandates.asked as usize).min(organization.size());
        self.candidates.clear();
        self.candidates.extend(holder);
        let (mut asked, mut standing) = (0, self.candidates.len());
        self.asked.resize(many, 0);
        self.candidates.resize(standing + many, 0);
        // Branch-free, since willingness is unpredictable: the next member overwrites one who is not willing.
        while asked < many {
            let (who, word) = rng.below_and_word(slots);
            let (i, uniform) = (who as usize, unit(word));
            let before = self.asked[..asked].iter().fold(false, |before, other| before | (*other == who));
            // Empty slots are not asked, and no member twice.
            let is_new = members.taken[i] & !before;
            self.asked[asked] = who;
            asked += usize::from(is_new);
            let ready = members.ambition[i] * members.participation[i] * deterred;
            let is_free = (members.seats[i] == 0) & !members.paid[i] & (Some(who) != holder);
            self.candidates[standing] = who;
            standing += usize::from(is_new & is_free & (uniform * uniform < ready));
        }
        self.candidates.truncate(standing);
    }

    /// The winner among the candidates: a sample of the softmax of their scores.
    pub fn elect(
        &mut self,
        organization: &Organization,
        election: &Election,
        tables: &Tables,
    ) -> Option<u32> {
        let mut rng = self.votes.rng(election.id);
        self.scores.clear();
        self.gumbels.clear();
        for &who in &self.candidates {
            self.scores.push(score(organization, election, tables, self.favoured, who) as f32);
            self.gumbels.push(rng.open());
        }
        self.gumbels.resize(self.candidates.len().next_multiple_of(LANES), 0.5);
        gumbels(&mut self.gumbels);
        let drawn = self.scores.iter().zip(&self.gumbels).map(|(score, gumbel)| score + gumbel);
        drawn.zip(&self.candidates).max_by(|a, b| a.0.total_cmp(&b.0)).map(|(_, who)| *who)
    }

    /// Their most frequent faction, whose candidates patronage favours.
    pub fn favoured(&self) -> Option<u32> {
        self.favoured
    }

    /// Log odds of a holder among voters, as things stand.
    pub fn liked(
        &self,
        organization: &Organization,
        parameters: &Parameters,
        tables: &Tables,
        holder: u32,
    ) -> f64 {
        let incumbency = parameters.mandates.incumbency;
        let election = Election { parameters, id: 0, holder: Some(holder), incumbency };
        score(organization, &election, tables, self.favoured, holder)
    }

    /// Log odds of a holder among voters, if half of the members spoke up against them.
    pub fn disliked(
        &self,
        organization: &Organization,
        parameters: &Parameters,
        tables: &Tables,
        holder: u32,
    ) -> f64 {
        self.liked(organization, parameters, tables, holder)
            + parameters.mandates.disapproval * (f64::from(organization.voice()) - 0.5)
    }
}

/// Log odds of a candidate among voters.
fn score(
    organization: &Organization,
    election: &Election,
    tables: &Tables,
    favoured: Option<u32>,
    who: u32,
) -> f64 {
    let mandates = &election.parameters.mandates;
    let patronage = &election.parameters.patronage;
    let i = who as usize;
    let known = mandates.standing * tables.renown(organization, i)
        + mandates.skill * f64::from(organization.members.skill[i])
        + if favoured == Some(organization.members.faction[i]) { patronage.favour } else { 0.0 };
    if election.holder != Some(who) {
        return known;
    }
    known + election.incumbency + in_office(organization, election.parameters)
}

/// What office adds to the log odds of its holder, beside incumbency.
fn in_office(organization: &Organization, parameters: &Parameters) -> f64 {
    // Staff vote for their employers.
    let voters = f64::from(organization.turnout) * organization.size() as f64;
    let loyal = organization.offices.staff.len() as f64 / (voters + 1.0);
    parameters.patronage.loyalty * loyal - parameters.mandates.disapproval * f64::from(organization.voice())
}

/// Log odds of somebody of ordinary skill and standing.
pub(super) fn ordinary(mandates: &Mandates) -> f64 {
    mandates.skill * 0.5 + mandates.standing * std::f64::consts::LN_2
}

/// Log odds of a holder of ordinary skill and standing.
pub(super) fn ordinary_holder(organization: &Organization, parameters: &Parameters) -> f64 {
    ordinary(parameters.mandates) + parameters.mandates.incumbency + in_office(organization, parameters)
}

kernel! {
    /// Turns uniforms into standard Gumbel deviates: the largest of score + Gumbel is a sample of the softmax of the scores.
    fn gumbels<S>(simd, column: &'a mut [f32]) {
        let nothing = F32s::all(simd, 0.0);
        for x in registers_mut::<S>(column) {
            let exponential = nothing - F32s::of(simd, *x).ln();
            *x = (nothing - exponential.ln()).get();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{LANES, gumbels};
    use crate::random::{StreamId, Streams};

    #[test]
    fn gumbels_have_their_moments_and_nothing_is_beyond_them() {
        let mut rng = Streams::new(1, 2, 3).rng(StreamId::Election, 0, 0);
        let mut column: Vec<f32> = (0..200_000).map(|_| rng.open()).collect();
        gumbels(&mut column);
        let n = column.len() as f64;
        let mean = column.iter().map(|x| f64::from(*x)).sum::<f64>() / n;
        let variance = column.iter().map(|x| f64::from(*x) * f64::from(*x)).sum::<f64>() / n - mean * mean;
        assert!((mean - 0.577_215_7).abs() < 0.015, "{mean}");
        let pi = std::f64::consts::PI;
        assert!((variance - pi * pi / 6.0).abs() < 0.03, "{variance}");
        // The extremes of `open`.
        let mut ends = [1.0 / 16_777_216.0; LANES];
        ends[1] = 16_777_215.0 / 16_777_216.0;
        gumbels(&mut ends);
        assert!((ends[0] + libm::logf(24.0 * std::f32::consts::LN_2)).abs() < 1e-5, "{}", ends[0]);
        assert!((ends[1] - 24.0 * std::f32::consts::LN_2).abs() < 1e-3, "{}", ends[1]);
    }
}
