//! What is assumed: the scenario, its defaults, and the checks that concern more than one parameter.
//!
//! Reading files, pointing at mistakes and explaining in words live in the files beside this one. A
//! [`Scenario`] that passed [`Scenario::problems`] is resolved: nothing after it can fail.

use garde::Validate;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use smart_default::SmartDefault;

use crate::budget::Means;
use crate::parameters::Parameters;
use crate::parameters::apparatus::Apparatus;
use crate::parameters::capacity::Capacity;
use crate::parameters::capture::Capture;
use crate::parameters::cooptation::Cooptation;
use crate::parameters::decisions::Decisions;
use crate::parameters::deference::Deference;
use crate::parameters::emergency::Emergency;
use crate::parameters::environment::Environment;
use crate::parameters::legitimacy::Legitimacy;
use crate::parameters::mandates::Mandates;
use crate::parameters::membership::Membership;
use crate::parameters::organization::OrganizationSize;
use crate::parameters::participation::Participation;
use crate::parameters::patronage::Patronage;
use crate::parameters::precedent::Precedent;
use crate::parameters::quality::Quality;
use crate::parameters::repeal::Repeal;
use crate::parameters::secession::Secession;
use crate::parameters::shaping::Shaping;
use crate::parameters::skill::Skill;
use crate::parameters::structures::Structures;
use crate::parameters::viability::Viability;
use crate::parameters::voice::Voice;
use crate::parameters::world::WorldSize;
use crate::safeguards::Safeguards;
use crate::shocks::Shocks;
use crate::text;
use crate::theory::Theory;

/// Everything that one experiment assumes. A scenario file is this, in TOML.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema, Validate, SmartDefault)]
#[serde(deny_unknown_fields, default)]
#[garde(allow_unvalidated)]
pub struct Scenario {
    /// Title, shown on charts and in answers.
    #[default("An organization")]
    #[schemars(extend("x-founding" = true))]
    pub name: String,
    /// What this scenario is about, in a sentence or two.
    #[schemars(extend("x-founding" = true))]
    pub description: String,
    /// The month that tick 0 stands for, as "YYYY-MM"; empty where no calendar applies.
    #[schemars(extend("x-founding" = true))]
    pub start: String,
    /// Length of the simulated time, in months.
    #[default(240)]
    #[garde(range(min = 1, max = 6000))]
    #[schemars(extend("x-unit" = "months", "x-founding" = true))]
    pub ticks: u32,
    /// How many independent organizations to simulate (worlds of several, where `world.organizations` says so).
    #[default(500)]
    #[garde(range(min = 1, max = 100_000_000))]
    #[schemars(extend("x-unit" = "organizations", "x-founding" = true))]
    pub organizations: u32,
    /// Root of all luck: the same seed gives the same histories.
    #[default(1917)]
    // TOML's integers end there.
    #[garde(range(max = 9_223_372_036_854_775_807u64))]
    #[schemars(extend("x-founding" = true))]
    pub seed: u64,
    /// The known result that `thermidor validate` holds this scenario to; left out where there is none.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(extend("x-founding" = true))]
    pub theory: Option<Theory>,

    /// Size and shape of one organization.
    #[garde(dive)]
    pub organization: OrganizationSize,
    /// Organizations side by side.
    #[garde(dive)]
    pub world: WorldSize,
    /// The world around it.
    #[garde(dive)]
    pub environment: Environment,
    /// What comes up to be decided.
    #[garde(dive)]
    pub decisions: Decisions,
    /// Where a decision goes.
    #[garde(dive)]
    pub precedent: Precedent,
    /// How fast it is settled.
    #[garde(dive)]
    pub capacity: Capacity,
    /// How well it is settled.
    #[garde(dive)]
    pub quality: Quality,
    /// Who shapes it.
    #[garde(dive)]
    pub shaping: Shaping,
    /// Who listens to whom.
    #[garde(dive)]
    pub deference: Deference,
    /// Who learns.
    #[garde(dive)]
    pub skill: Skill,
    /// Who comes.
    #[garde(dive)]
    pub participation: Participation,
    /// Who holds office, how they came in and how they go.
    #[garde(dive)]
    pub mandates: Mandates,
    /// Who is paid.
    #[garde(dive)]
    pub apparatus: Apparatus,
    /// Whose interest a seat serves.
    #[garde(dive)]
    pub patronage: Patronage,
    /// Who is won from outside.
    #[garde(dive)]
    pub cooptation: Cooptation,
    /// How long a charter fits.
    #[garde(dive)]
    pub structures: Structures,
    /// When powers are exceptional, and how long.
    #[garde(dive)]
    pub emergency: Emergency,
    /// Who speaks up.
    #[garde(dive)]
    pub voice: Voice,
    /// Who comes and who goes.
    #[garde(dive)]
    pub membership: Membership,
    /// Who wants to leave together.
    #[garde(dive)]
    pub secession: Secession,
    /// What keeps it alive.
    #[garde(dive)]
    pub viability: Viability,
    /// Whether members hold it to be theirs.
    #[garde(dive)]
    pub legitimacy: Legitimacy,
    /// How safeguards are voted away.
    #[garde(dive)]
    pub repeal: Repeal,
    /// When an organization counts as captured.
    #[garde(dive)]
    pub capture: Capture,
    /// What is built in against drift; a safeguard that is not named is absent.
    #[garde(dive)]
    pub safeguards: Safeguards,
    /// What happens to it from outside.
    #[garde(dive)]
    pub shocks: Shocks,
}

/// One thing that is wrong with a scenario, with the path of the parameter concerned.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// Dotted path, array positions as numbers: `shocks.isolation.0.start_tick`.
    pub path: String,
    /// What is wrong.
    pub message: String,
    /// What to do about it.
    pub help: String,
}

impl Scenario {
    /// All groups of parameters.
    pub fn parameters(&self) -> Parameters<'_> {
        Parameters {
            organization: &self.organization,
            world: &self.world,
            environment: &self.environment,
            decisions: &self.decisions,
            precedent: &self.precedent,
            capacity: &self.capacity,
            quality: &self.quality,
            shaping: &self.shaping,
            deference: &self.deference,
            skill: &self.skill,
            participation: &self.participation,
            mandates: &self.mandates,
            apparatus: &self.apparatus,
            patronage: &self.patronage,
            cooptation: &self.cooptation,
            structures: &self.structures,
            emergency: &self.emergency,
            voice: &self.voice,
            membership: &self.membership,
            secession: &self.secession,
            viability: &self.viability,
            legitimacy: &self.legitimacy,
            repeal: &self.repeal,
            capture: &self.capture,
        }
    }

    /// Seats in all bodies that there can be.
    pub fn seats(&self) -> u32 {
        let delegates = self.safeguards.delegates();
        let committees = self.organization.domains.saturating_mul(self.mandates.committee_seats);
        [self.mandates.executive_seats, committees, self.emergency.command_seats, delegates]
            .into_iter()
            .fold(0, u32::saturating_add)
    }

    /// Everything wrong that takes more than one parameter to see; ranges of single ones are garde's.
    pub fn problems(&self) -> Vec<Problem> {
        let mut problems = Vec::new();
        let mut say = |path: &str, message: String, help: &str| {
            problems.push(Problem { path: path.into(), message, help: help.into() })
        };
        if self.organization.local_size > self.organization.members {
            say(
                "organization.local_size",
                format!(
                    "a local of {} is larger than the organization of {}",
                    self.organization.local_size, self.organization.members
                ),
                "make local_size at most organization.members",
            );
        }
        if !self.start.is_empty() && crate::scenario::start_month(&self.start).is_none() {
            let start = text::cut(&self.start, 40);
            say("start", format!("\"{start}\" is not a month"), "write it as \"1917-11\"");
        }
        let texts = [
            ("name", &self.name, text::Kind::Name),
            ("description", &self.description, text::Kind::Description),
        ];
        for (path, text, kind) in texts {
            if let Some((what, help)) = text::flaw(text, kind) {
                say(path, what, help);
            }
        }
        problems.extend(self.shocks.problems(self.ticks, self.world.organizations));
        problems.extend(Means::problems(self));
        problems.extend(self.safeguards.problems(self));
        problems
    }

    /// The path, message and help of every problem, ranges included.
    pub fn all_problems(&self) -> Vec<Problem> {
        let mut problems: Vec<Problem> = match self.validate() {
            Ok(()) => Vec::new(),
            Err(report) => report
                .iter()
                .map(|(path, error)| Problem {
                    path: path.to_string().replace('[', ".").replace(']', ""),
                    message: error.to_string(),
                    help: String::new(),
                })
                .collect(),
        };
        problems.extend(self.problems());
        problems
    }
}

/// Year and month (1–12) of a "YYYY-MM" text.
pub fn start_month(text: &str) -> Option<(i32, u32)> {
    let (year, month) = text.split_once('-')?;
    let month: u32 = (month.len() == 2).then(|| month.parse().ok())??;
    let year: i32 = (year.len() == 4).then(|| year.parse().ok())??;
    (1..=12).contains(&month).then_some((year, month))
}
