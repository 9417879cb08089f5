//! What is assumed: the scenario, its defaults, and the checks that concern more than one parameter.
//!
//! Reading files, pointing at mistakes and explaining in words live in the files beside this one. A
//! [`Scenario`] that passed [`Scenario::check`] is resolved: nothing after it can fail.

mod limits;

use serde::{Deserialize, Serialize};
use smart_default::SmartDefault;

use crate::diagnostic::{Code, Diagnostic};
use crate::parameters::adoption::{Adoption, Repeal};
use crate::parameters::apparatus::Apparatus;
use crate::parameters::budget::Budget;
use crate::parameters::capture::Capture;
use crate::parameters::cooptation::Cooptation;
use crate::parameters::decisions::Decisions;
use crate::parameters::deference::Deference;
use crate::parameters::emergency::Emergency;
use crate::parameters::environment::Environment;
use crate::parameters::legitimacy::Legitimacy;
use crate::parameters::mandates::Mandates;
use crate::parameters::meetings::Meetings;
use crate::parameters::membership::Membership;
use crate::parameters::organization::{GROUP_MIN, OrganizationSize};
use crate::parameters::participation::Participation;
use crate::parameters::patronage::Patronage;
use crate::parameters::precedent::Precedent;
use crate::parameters::quality::Quality;
use crate::parameters::secession::Secession;
use crate::parameters::shaping::Shaping;
use crate::parameters::skill::Skill;
use crate::parameters::structures::Structures;
use crate::parameters::viability::Viability;
use crate::parameters::voice::Voice;
use crate::parameters::work::Work;
use crate::parameters::world::WorldSize;
use crate::parameters::{Parameters, check_range};
use crate::safeguards::{Safeguards, Setting};
use crate::shocks::Shocks;
use crate::state::Tier;
use crate::text;
use crate::theory::Theory;

/// Everything that one experiment assumes. A scenario file is this, in TOML.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, SmartDefault)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, default)]
#[non_exhaustive]
pub struct Scenario {
    /// Title, shown on charts and in answers.
    #[default("An organization")]
    #[cfg_attr(feature = "schema", schemars(extend("x-founding" = true)))]
    pub name: String,
    /// What this scenario is about, in a sentence or two.
    #[cfg_attr(feature = "schema", schemars(extend("x-founding" = true)))]
    pub description: String,
    /// The month that tick 0 stands for, as "YYYY-MM"; empty where no calendar applies.
    #[cfg_attr(feature = "schema", schemars(extend("x-founding" = true)))]
    pub start: String,
    /// Length of the simulated time, in months.
    #[default(240)]
    #[cfg_attr(feature = "schema", schemars(range(min = 1, max = 6000), extend("x-unit" = "months", "x-founding" = true)))]
    pub ticks: u32,
    /// How many independent organizations to simulate (worlds of several, where `world.organizations` says so).
    #[default(500)]
    #[cfg_attr(feature = "schema", schemars(range(min = 1, max = 100_000_000), extend("x-unit" = "organizations", "x-founding" = true)))]
    pub organizations: u32,
    /// Seed of all random streams: the same seed gives the same histories.
    #[default(1917)]
    // TOML's integers end there.
    #[cfg_attr(feature = "schema", schemars(range(max = 9_223_372_036_854_775_807u64), extend("x-founding" = true)))]
    pub seed: u64,
    /// The known result that `thermidor validate` holds this scenario to; left out where there is none.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "schema", schemars(extend("x-founding" = true)))]
    pub theory: Option<Theory>,

    /// Size and shape of one organization.
    pub organization: OrganizationSize,
    /// Organizations side by side.
    pub world: WorldSize,
    /// The world around it.
    pub environment: Environment,
    /// What comes up to be decided.
    pub decisions: Decisions,
    /// Where a decision goes.
    pub precedent: Precedent,
    /// Where and for how long people meet.
    pub meetings: Meetings,
    /// Who prepares and carries it out.
    pub work: Work,
    /// How well it is settled.
    pub quality: Quality,
    /// Who shapes it.
    pub shaping: Shaping,
    /// Who listens to whom.
    pub deference: Deference,
    /// Who learns.
    pub skill: Skill,
    /// Who comes.
    pub participation: Participation,
    /// Who holds office, how they came in and how they go.
    pub mandates: Mandates,
    /// Who is paid.
    pub apparatus: Apparatus,
    /// Whose interest a seat serves.
    pub patronage: Patronage,
    /// Who is won from outside.
    pub cooptation: Cooptation,
    /// How long a charter fits.
    pub structures: Structures,
    /// When powers are exceptional, and how long.
    pub emergency: Emergency,
    /// Who speaks up.
    pub voice: Voice,
    /// Who comes and who goes.
    pub membership: Membership,
    /// Who wants to leave together.
    pub secession: Secession,
    /// What keeps it alive.
    pub viability: Viability,
    /// Who divides the dues and holds the assets.
    pub budget: Budget,
    /// Whether members hold it to be theirs.
    pub legitimacy: Legitimacy,
    /// How safeguards are voted away.
    pub repeal: Repeal,
    /// How safeguards are taken up and practised.
    pub adoption: Adoption,
    /// When an organization counts as captured.
    pub capture: Capture,
    /// What is built in against drift; a safeguard that is not named is absent.
    pub safeguards: Safeguards,
    /// What happens to it from outside.
    pub shocks: Shocks,
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
            meetings: &self.meetings,
            work: &self.work,
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
            budget: &self.budget,
            legitimacy: &self.legitimacy,
            repeal: &self.repeal,
            adoption: &self.adoption,
            capture: &self.capture,
        }
    }

    /// Seats in all bodies that there can be.
    pub fn seats(&self) -> u32 {
        let delegates = self.safeguards.delegates();
        let members = f64::from(self.organization.members) * self.membership.size_max.max(1.0);
        let of = |tier| self.mandates.seats(tier, members, 1.0);
        let committees = self.organization.domains.saturating_mul(of(Tier::Committee));
        [of(Tier::Executive), committees, self.emergency.command_seats, delegates]
            .into_iter()
            .fold(0, u32::saturating_add)
    }

    /// What safeguards may know of it.
    pub fn setting(&self) -> Setting<'_> {
        let starts = self.shocks.timings().into_iter().map(|(_, _, timing)| timing.start_tick);
        Setting { parameters: self.parameters(), ticks: self.ticks, first_shock: starts.min() }
    }

    /// Everything that is wrong: numbers outside their ranges first, then what takes more than one parameter to see.
    pub fn check(&self) -> Vec<Diagnostic> {
        let mut found = Vec::new();
        self.check_ranges(&mut found);
        self.check_founding(&mut found);
        if !self.start.is_empty() && start_month(&self.start).is_none() {
            let text = text::cut(&self.start, 40).into_owned();
            found.push(Diagnostic::new("start", Code::NotAMonth { text }));
        }
        let texts = [
            ("name", &self.name, text::Kind::Name),
            ("description", &self.description, text::Kind::Description),
        ];
        for (path, text, kind) in texts {
            found.extend(text::flaw(text, kind).map(|flaw| Diagnostic::new(path, Code::Text(flaw))));
        }
        found.extend(self.shocks.problems(self.ticks, self.world.organizations));
        limits::check(self, &mut found);
        found.extend(self.safeguards.problems(&self.setting()));
        found
    }

    /// What an organization begins with can be said in more than one way, but not in two at once.
    fn check_founding(&self, found: &mut Vec<Diagnostic>) {
        let (size, members) = (&self.organization, self.organization.members);
        if let Some(local) = size.local_size.filter(|local| *local > members) {
            found.push(Diagnostic::new("organization.local_size", Code::LocalTooLarge { local, members }));
        }
        if let Some(locals) =
            size.groups.filter(|locals| u64::from(*locals) * u64::from(GROUP_MIN) > u64::from(members))
        {
            let code = Code::TooManyLocals { locals, members, least: GROUP_MIN };
            found.push(Diagnostic::new("organization.groups", code));
        }
        if size.groups.is_some() && size.local_size.is_some() {
            let other = "organization.local_size";
            found.push(Diagnostic::new("organization.groups", Code::BothNamed { other }));
        }
        if self.apparatus.founding.is_some() && self.apparatus.founding_per_1000.is_some() {
            let other = "apparatus.founding_per_1000";
            found.push(Diagnostic::new("apparatus.founding", Code::BothNamed { other }));
        }
    }

    fn check_ranges(&self, found: &mut Vec<Diagnostic>) {
        check_range(&self.ticks, (1.0, 6000.0), "ticks", found);
        check_range(&self.organizations, (1.0, 1e8), "organizations", found);
        if i64::try_from(self.seed).is_err() {
            found.push(Diagnostic::new("seed", Code::Above { high: i64::MAX as f64 }));
        }
        self.parameters().check(found);
        self.safeguards.check(found);
        self.shocks.check(found);
    }
}

/// Year and month (1–12) of a "YYYY-MM" text.
pub fn start_month(text: &str) -> Option<(i32, u32)> {
    let (year, month) = text.split_once('-')?;
    let month: u32 = (month.len() == 2).then(|| month.parse().ok())??;
    let year: i32 = (year.len() == 4).then(|| year.parse().ok())??;
    (1..=12).contains(&month).then_some((year, month))
}
