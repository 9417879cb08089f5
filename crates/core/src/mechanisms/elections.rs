//! Elections: members who are willing to stand, and choices of voters.

use crate::mechanisms::patronage;
use crate::mechanisms::patronage::Patron;
use crate::mechanisms::tables::Tables;
use crate::parameters::Parameters;
use crate::parameters::mandates::{Electorate, Mandates};
use crate::random::{Rng, StreamId, StreamKey, unit};
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
    /// A bit for each slot: whether its member has been asked for the current seat.
    met: Vec<u64>,
    scores: Vec<f32>,
    gumbels: Vec<f32>,
    /// Weights of the candidates, and locals that chose each.
    shares: Vec<f64>,
    chosen: Vec<u32>,
    factions: Vec<u32>,
}

/// Meetings for each member to be asked after which all name themselves.
const MEETINGS: usize = 256;

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
        let challenge = challenge(organization, parameters);
        let slots = organization.slots() as u32;
        let many = (mandates.asked as usize).min(organization.size());
        self.candidates.clear();
        self.candidates.extend(holder);
        let (mut asked, mut standing, mut meetings) = (0, self.candidates.len(), 0);
        self.asked.resize(many, 0);
        self.met.resize(self.met.len().max(organization.slots().div_ceil(64)), 0);
        self.candidates.resize(standing + many, 0);
        // Branch-free, since willingness is unpredictable: the next member overwrites one who is not willing.
        while asked < many {
            let (met, word) = rng.below_and_word(slots);
            // Where all name the same few, nobody new would ever be found.
            let naming = if meetings < MEETINGS * many { mandates.named } else { 0.0 };
            meetings += 1;
            let who = named(organization, met, word, naming);
            let (i, uniform) = (who as usize, unit(word));
            let before = self.met[i / 64] >> (i % 64) & 1 == 1;
            // Empty slots are not asked, and no member twice.
            let is_new = members.taken[i] & !before;
            self.met[i / 64] |= u64::from(is_new) << (i % 64);
            self.asked[asked] = who;
            asked += usize::from(is_new);
            // Who speaks up is readier, and no strong holder deters them; where dissent is treason they are kept out.
            let speaks = f32::from(u8::from(members.speaks[i]));
            let ready = members.participation[i]
                * (members.ambition[i] * (deterred + speaks * (1.0 - deterred)) + speaks * challenge);
            let is_free = (members.seats[i] == 0) & !members.paid[i] & (Some(who) != holder);
            self.candidates[standing] = who;
            standing += usize::from(is_new & is_free & (uniform * uniform < ready));
        }
        self.candidates.truncate(standing);
        self.asked.iter().for_each(|who| self.met[*who as usize / 64] = 0);
    }

    /// The winner among the candidates: a sample of the softmax of their scores, of all members together or local by local.
    pub fn elect(
        &mut self,
        organization: &Organization,
        election: &Election,
        tables: &Tables,
    ) -> Option<u32> {
        let mut rng = self.votes.rng(election.id);
        let score = |who: &u32| score(organization, election, tables, self.favoured, *who) as f32;
        self.scores.clear();
        self.scores.extend(self.candidates.iter().map(score));
        let mandates = election.parameters.mandates;
        match mandates.elected_by {
            Electorate::Members | Electorate::Assembly => self.by_members(&mut rng),
            Electorate::Delegates => self.by_delegates(organization, mandates.home, &mut rng),
        }
    }

    fn by_members(&mut self, rng: &mut Rng) -> Option<u32> {
        self.gumbels.clear();
        self.gumbels.extend(self.candidates.iter().map(|_| rng.open()));
        self.gumbels.resize(self.candidates.len().next_multiple_of(LANES), 0.5);
        gumbels(&mut self.gumbels);
        let drawn = self.scores.iter().zip(&self.gumbels).map(|(score, gumbel)| score + gumbel);
        drawn.zip(&self.candidates).max_by(|a, b| a.0.total_cmp(&b.0)).map(|(_, who)| *who)
    }

    /// The candidate whom most locals choose. Each has one vote, a sample of the softmax of the scores there; where as many
    /// choose another, the lot decides.
    fn by_delegates(&mut self, organization: &Organization, home: f64, rng: &mut Rng) -> Option<u32> {
        let Self { candidates, scores, shares, chosen, .. } = self;
        let most = scores.iter().copied().fold(f32::MIN, f32::max);
        shares.clear();
        shares.extend(scores.iter().map(|score| libm::exp(f64::from(score - most))));
        chosen.clear();
        chosen.resize(candidates.len(), 0);
        let (home, last) = (libm::exp(home), candidates.len().checked_sub(1)?);
        for local in organization.locals.iter().filter(|local| local.count > 0) {
            let here = |(who, share): (&u32, &f64)| {
                share * if local.slots.contains(&(*who as usize)) { home } else { 1.0 }
            };
            let all: f64 = candidates.iter().zip(&*shares).map(here).sum();
            let mut left = all * rng.unit();
            let passed = |share: f64| {
                left -= share;
                left < 0.0
            };
            chosen[candidates.iter().zip(&*shares).map(here).position(passed).unwrap_or(last)] += 1;
        }
        let votes = chosen.iter().map(|locals| f64::from(*locals) + rng.unit());
        votes.zip(candidates).max_by(|a, b| a.0.total_cmp(&b.0)).map(|(_, who)| *who)
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

/// Whom a member who was met names: somebody they listen to with probability `named`, else themselves.
fn named(organization: &Organization, met: u32, word: u32, named: f64) -> u32 {
    // The lower bits of the word choose; the upper ones are the uniform of willingness.
    let low = word & 0xff;
    let ties = organization.ties_of(met as usize);
    if !organization.members.taken[met as usize] || f64::from(low) >= 256.0 * named {
        return met;
    }
    let tie = ties[(low as usize * 31) % ties.len()];
    if tie == crate::state::NONE { met } else { tie }
}

/// How much readier a member who speaks up is to stand; stigma takes it away.
fn challenge(organization: &Organization, parameters: &Parameters) -> f32 {
    parameters.voice.challenge as f32 / ((1.0 + organization.stigma) * (1.0 + organization.stigma))
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
    use super::{LANES, Polls, gumbels};
    use crate::random::{StreamId, Streams};
    use crate::world::World;

    /// Share of elections that each candidate wins, where each of these locals has a vote.
    fn won(locals: u32, candidates: &[u32], scores: &[f32], home: f64) -> Vec<f64> {
        let text = format!("organization = {{ members = {}, local_size = 8 }}\n", 8 * locals);
        let organization = World::found(&crate::testing::model(&text), 0).organizations.swap_remove(0);
        let mut polls =
            Polls { candidates: candidates.to_vec(), scores: scores.to_vec(), ..Polls::default() };
        let (mut rng, runs) = (Streams::new(1, 2, 3).rng(StreamId::Election, 0, 0), 20_000);
        let mut wins = vec![0.0; candidates.len()];
        for _ in 0..runs {
            let winner = polls.by_delegates(&organization, home, &mut rng);
            wins[candidates.iter().position(|who| Some(*who) == winner).unwrap()] += 1.0 / f64::from(runs);
        }
        wins
    }

    #[test]
    fn each_local_has_one_vote() {
        let ahead = libm::logf(9.0);
        // Of one local as of all members; of three locals two have to be won: 3·0.9²·0.1 + 0.9³.
        assert!((won(1, &[0, 1], &[ahead, 0.0], 0.0)[0] - 0.9).abs() < 0.01);
        assert!((won(3, &[0, 1], &[ahead, 0.0], 0.0)[0] - 0.972).abs() < 0.005);
        // Locals keep to their own, and the lot decides between two of them.
        assert!((won(2, &[0, 16], &[ahead, 0.0], 50.0)[0] - 0.5).abs() < 0.015);
        assert!(won(3, &[0, 16], &[0.0, 0.0], 1.0)[1] > 0.48);
    }

    #[test]
    fn who_is_never_named_is_asked_in_the_end() {
        // All name the leader, or one of the four whom the leader names.
        let text = "organization = { members = 40, local_size = 20 }\nmandates.named = 1.0\n\
                    deference.founding_leader = 1.0\n";
        let organization = World::found(&crate::testing::model(text), 0).organizations.swap_remove(0);
        assert!(organization.offices.bench > 0.0);
    }

    #[test]
    fn without_candidates_nobody_is_elected() {
        let organization = World::found(&crate::testing::model(""), 0).organizations.swap_remove(0);
        let mut rng = Streams::new(1, 2, 3).rng(StreamId::Election, 0, 0);
        assert_eq!(Polls::default().by_delegates(&organization, 1.0, &mut rng), None);
    }

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
