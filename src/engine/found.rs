//! Founding: members with their traits, locals, bodies, ties and the first precedents.

use rand_distr::Normal;

use super::{Body, Draw, Entry, Local, Luck, Members, Organization, Seat, TIES, Tier, unit};
use crate::scenario::Scenario;

impl Organization {
    /// A newly founded organization.
    pub fn found(scenario: &Scenario, luck: &Luck) -> Self {
        let n = scenario.organization.members as usize;
        let mut organization = Self {
            members: members(scenario, luck, n),
            locals: locals(scenario, n),
            shocks: scenario.shocks.levels(scenario.ticks, luck),
            removability: 1.0,
            ..Self::default()
        };
        organization.reserve = scenario.viability.founding_reserve_months * n as f64 * 0.3;
        organization.bodies = bodies(scenario);
        crate::mechanisms::mandates::first_elections(&mut organization, scenario, luck);
        organization.staff_wanted = scenario.apparatus.founding_per_1000 * n as f64 / 1000.0;
        crate::mechanisms::apparatus::hire(&mut organization, luck, 0);
        organization
    }
}

fn members(scenario: &Scenario, luck: &Luck, n: usize) -> Members {
    let mut words = vec![0; n * 4];
    luck.column(Draw::Founding, 0, &mut words);
    let spread = |word: u32, mean: f64, width: f64| {
        (mean + width * (2.0 * f64::from(unit(word)) - 1.0)).clamp(0.0, 1.0) as f32
    };
    let mut thresholds = luck.dice(Draw::Founding, 1, 0);
    let normal = Normal::new(scenario.voice.threshold, scenario.voice.threshold_spread).ok();
    let mut draw = |_: usize| normal.map_or(0.5, |normal| thresholds.sample(&normal)) as f32;
    let mut members = Members {
        skill: (0..n).map(|i| spread(words[i * 4], scenario.skill.founding, 0.2)).collect(),
        participation: (0..n)
            .map(|i| spread(words[i * 4 + 1], scenario.participation.founding, 0.2))
            .collect(),
        tolerance: (0..n).map(|i| spread(words[i * 4 + 2], scenario.voice.tolerance, 0.25)).collect(),
        ambition: (0..n).map(|i| unit(words[i * 4 + 3]).powi(3)).collect(),
        voice_threshold: (0..n).map(&mut draw).collect(),
        grievance: vec![0.0; n],
        legitimacy: vec![scenario.legitimacy.founding as f32; n],
        influence: vec![0.0; n],
        ties: vec![[0; TIES]; n],
        followers: vec![0; n],
        present: vec![false; n],
        speaks: vec![false; n],
        hired_at: vec![u32::MAX; n],
        seats: vec![0; n],
        left_office_at: vec![u32::MAX; n],
    };
    found_ties(&mut members, luck, scenario.organization.local_size as usize);
    members
}

/// Everybody begins by listening to some of their own local.
fn found_ties(members: &mut Members, luck: &Luck, local_size: usize) {
    let n = members.skill.len();
    let mut words = vec![0; n * TIES];
    luck.column(Draw::FoundingTies, 0, &mut words);
    for i in 0..n {
        let start = i / local_size * local_size;
        let end = (start + local_size).min(n);
        for k in 0..TIES {
            let mut j = start + ((u64::from(words[i * TIES + k]) * (end - start) as u64) >> 32) as usize;
            if j == i {
                j = if i + 1 < n { i + 1 } else { 0 };
            }
            members.ties[i][k] = j as u32;
            members.followers[j] += 1;
        }
    }
}

fn locals(scenario: &Scenario, n: usize) -> Vec<Local> {
    let size = scenario.organization.local_size as usize;
    let domains = scenario.organization.domains as usize;
    let share = scenario.precedent.founding_central_share as f32;
    // What the founding generation is used to weighs as much as the precedents of a steady state would.
    let fade = 1.0 - libm::exp2(-1.0 / scenario.precedent.half_life_ticks);
    (0..n)
        .step_by(size)
        .map(|start| {
            let members = start..(start + size).min(n);
            let weight = scenario.decisions.rate * members.len() as f64 / domains as f64 / fade;
            Local {
                precedents: vec![(share * weight as f32, (1.0 - share) * weight as f32); domains],
                own_say: 1.0 - share,
                kept: 0.8,
                hope: 1.0,
                reserve: scenario.viability.founding_reserve_months * members.len() as f64 * 0.7,
                members,
                ..Local::default()
            }
        })
        .collect()
}

fn bodies(scenario: &Scenario) -> Vec<Body> {
    let mandates = &scenario.mandates;
    let body = |tier, seats: u32| Body {
        tier,
        seats: (0..seats)
            // Founding terms are staggered, so that a body never turns over all at once.
            .map(|i| Seat {
                holder: None,
                since: 0,
                ends: 1 + i * mandates.term_ticks / seats.max(1),
                entry: Entry::Election,
                terms: 0,
                bound: false,
                mandate: u32::MAX,
            })
            .collect(),
        chartered: 0,
        active: true,
        capacity: 0.0,
        backlog: 0.0,
        settled: 0.0,
    };
    std::iter::once(body(Tier::Executive, mandates.executive_seats))
        .chain((0..scenario.organization.domains).map(|_| body(Tier::Committee, mandates.committee_seats)))
        .chain([Body { active: false, ..body(Tier::Command, scenario.emergency.command_seats) }])
        .collect()
}
