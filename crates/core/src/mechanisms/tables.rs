//! Functions of small whole numbers, computed once for each: powers and logarithms are slow.

use crate::mechanisms::floor;
use crate::parameters::Parameters;
use crate::parameters::meetings::Meetings;
use crate::parameters::shaping::Shaping;
use crate::simd;
use crate::state::Organization;

/// Tables of powers and logarithms, kept from month to month. They are a cache: all can be computed again.
#[derive(Debug, Clone, Default)]
pub struct Tables {
    /// The exponent, and weights in an assembly at that exponent by number of followers.
    weights: (f64, Vec<f32>),
    /// ln(1 + standing) by number of followers.
    renown: Vec<f64>,
    /// The parameters, and clock hours of a matter on a floor by number of people.
    floors: ((f64, f64), Vec<f32>),
    /// The time constant, and the learned share of a post by months in it.
    learned: (f64, Vec<f64>),
}

impl Tables {
    /// Sets the weight that each member has if present at an assembly.
    pub fn weigh(&mut self, organization: &mut Organization, standing: f64) {
        let (of, table) = &mut self.weights;
        if *of != standing {
            table.clear();
        }
        *of = standing;
        let (ties, members) = (organization.ties as f64, &mut organization.members);
        let most = simd::largest(&members.followers) as usize;
        table.extend((table.len()..=most).map(|d| libm::pow(1.0 + d as f64 / ties, standing) as f32));
        let renown = &mut self.renown;
        renown.extend((renown.len()..=most).map(|d| libm::log1p(d as f64 / ties)));
        simd::gather(table, &members.followers, &mut members.weight);
    }

    /// ln(1 + standing) of a member, its term in elections.
    pub fn renown(&self, organization: &Organization, slot: usize) -> f64 {
        let known = self.renown.get(organization.members.followers[slot] as usize);
        known.copied().unwrap_or_else(|| libm::log1p(organization.standing(slot)))
    }

    /// Clock hours of a matter before so many people.
    pub fn hours_of_matter(&mut self, meetings: &Meetings, people: u32) -> f32 {
        let (of, table) = &mut self.floors;
        if *of != (meetings.floor_hours, meetings.congestion) {
            *of = (meetings.floor_hours, meetings.congestion);
            table.clear();
        }
        let missing = table.len() as u32..=people;
        table.extend(missing.map(|people| floor::hours_of_matter(meetings, people as f32)));
        table[people as usize]
    }

    /// Extends the learned shares to the longest that somebody can have been in a post.
    pub fn learn(&mut self, parameters: &Parameters, month: u32) {
        let time = parameters.shaping.learning_ticks;
        let months = month + parameters.mandates.tenure_max();
        let (of, learned) = &mut self.learned;
        if *of != time {
            learned.clear();
        }
        *of = time;
        let months = learned.len() as u32..=months;
        learned.extend(months.map(|months| 1.0 - libm::exp(-f64::from(months) / time)));
    }

    /// Skill in a post after these months in it, for which `learn` has been called.
    pub fn expertise(&self, parameters: &Shaping, skill: f32, months: u32) -> f32 {
        let learned = self.learned.1[months as usize];
        skill * (parameters.newcomer + (1.0 - parameters.newcomer) * learned) as f32
    }
}
