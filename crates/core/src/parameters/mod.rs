//! How a group of parameters is declared: once, with its default, range, unit and source.
//!
//! From one declaration come the strict TOML reader, the range check, the default, the JSON Schema
//! that editors and forms read, and the manual. What a parameter *does* belongs to its mechanism.

/// Declares a group of parameters.
///
/// Each field is written `name: type = default, in low..=high, "unit", "source";` under its doc comment.
/// The range is left out where the type says it all. A source of `"free"` marks a constant that no
/// observation anchors. `, founding` after the source marks what an organization keeps from its founding on: it is
/// read there and never again, or its size and shape follow from it.
macro_rules! parameters {
    (
        $(#[$meta:meta])*
        pub struct $name:ident {
            $(
                $(#[$fmeta:meta])*
                $field:ident : $ty:ty = $default:expr $(, in $lo:literal ..= $hi:literal)?, $unit:literal, $source:literal $(, $mark:ident)?;
            )*
        }
    ) => {
        $(#[$meta])*
        #[derive(Debug, Clone, PartialEq, serde::Serialize, serde::Deserialize, smart_default::SmartDefault)]
        #[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
        #[serde(deny_unknown_fields, default)]
        #[non_exhaustive]
        pub struct $name {
            $(
                $(#[$fmeta])*
                #[default($default)]
                $(#[cfg_attr(feature = "schema", schemars(range(min = $lo, max = $hi)))])?
                #[cfg_attr(feature = "schema", schemars(extend("x-unit" = $unit, "x-source" = $source)))]
                $(#[cfg_attr(feature = "schema", schemars(extend("x-founding" = crate::parameters::marks::$mark)))])?
                pub $field: $ty,
            )*
        }

        impl crate::parameters::Checked for $name {
            fn check(&self, path: &str, found: &mut Vec<crate::diagnostic::Diagnostic>) {
                let _ = (path, &found);
                $($(crate::parameters::check_range(
                    &self.$field, ($lo as f64, $hi as f64), &format!("{path}.{}", stringify!($field)), found,
                );)?)*
            }
        }
    };
}
pub(crate) use parameters;

pub mod adoption;
pub mod apparatus;
pub mod budget;
pub mod capture;
pub mod cooptation;
pub mod decisions;
pub mod deference;
pub mod emergency;
pub mod environment;
pub mod legitimacy;
pub mod mandates;
pub mod meetings;
pub mod membership;
pub mod organization;
pub mod participation;
pub mod patronage;
pub mod precedent;
pub mod quality;
pub mod secession;
pub mod shaping;
pub mod skill;
pub mod structures;
pub mod viability;
pub mod voice;
pub mod work;
pub mod world;

use crate::diagnostic::{Code, Diagnostic};

/// A group of parameters whose ranges can be checked.
pub trait Checked {
    /// Adds a diagnostic for each number outside its range; `path` is where the group is in the scenario.
    fn check(&self, path: &str, found: &mut Vec<Diagnostic>);
}

/// A number of a parameter, where it is set.
pub(crate) trait Number {
    /// Its value.
    fn value(&self) -> Option<f64>;
}

impl Number for f64 {
    fn value(&self) -> Option<f64> {
        Some(*self)
    }
}

impl Number for u32 {
    fn value(&self) -> Option<f64> {
        Some(f64::from(*self))
    }
}

impl<T: Number> Number for Option<T> {
    fn value(&self) -> Option<f64> {
        self.as_ref().and_then(Number::value)
    }
}

pub(crate) fn check_range(
    number: &impl Number,
    (low, high): (f64, f64),
    path: &str,
    found: &mut Vec<Diagnostic>,
) {
    let code = match number.value() {
        Some(value) if value < low => Code::Below { low },
        // What is no number is in no range.
        Some(value) if value > high || value.is_nan() => Code::Above { high },
        _ => return,
    };
    found.push(Diagnostic::new(path, code));
}

/// What a declaration can mark a parameter with.
#[cfg(feature = "schema")]
pub(crate) mod marks {
    /// It is fixed at the founding.
    #[expect(non_upper_case_globals, reason = "it is written as a word in declarations")]
    pub const founding: bool = true;
}

/// All groups of parameters of a scenario: what rules and mechanisms read. What is built in against drift and what
/// happens from outside reach them through the [rules](crate::rules) of a month.
#[derive(Debug, Clone, Copy)]
pub struct Parameters<'a> {
    /// Size and shape of one organization.
    pub organization: &'a organization::OrganizationSize,
    /// Organizations side by side.
    pub world: &'a world::WorldSize,
    /// The world around it.
    pub environment: &'a environment::Environment,
    /// What comes up to be decided.
    pub decisions: &'a decisions::Decisions,
    /// Where a decision goes.
    pub precedent: &'a precedent::Precedent,
    /// Where and for how long people meet.
    pub meetings: &'a meetings::Meetings,
    /// Who prepares and carries it out.
    pub work: &'a work::Work,
    /// How well it is settled.
    pub quality: &'a quality::Quality,
    /// Who shapes it.
    pub shaping: &'a shaping::Shaping,
    /// Who listens to whom.
    pub deference: &'a deference::Deference,
    /// Who learns.
    pub skill: &'a skill::Skill,
    /// Who comes.
    pub participation: &'a participation::Participation,
    /// Who holds office, how they came in and how they go.
    pub mandates: &'a mandates::Mandates,
    /// Who is paid.
    pub apparatus: &'a apparatus::Apparatus,
    /// Whose interest a seat serves.
    pub patronage: &'a patronage::Patronage,
    /// Who is won from outside.
    pub cooptation: &'a cooptation::Cooptation,
    /// How long a charter fits its purpose.
    pub structures: &'a structures::Structures,
    /// When powers are exceptional, and how long.
    pub emergency: &'a emergency::Emergency,
    /// Who speaks up.
    pub voice: &'a voice::Voice,
    /// Who comes and who goes.
    pub membership: &'a membership::Membership,
    /// Who wants to leave together.
    pub secession: &'a secession::Secession,
    /// What keeps it alive.
    pub viability: &'a viability::Viability,
    /// Who divides the dues and holds the assets.
    pub budget: &'a budget::Budget,
    /// Whether members hold it to be theirs.
    pub legitimacy: &'a legitimacy::Legitimacy,
    /// How safeguards are voted away.
    pub repeal: &'a adoption::Repeal,
    /// How safeguards are taken up and practised.
    pub adoption: &'a adoption::Adoption,
    /// When an organization counts as captured.
    pub capture: &'a capture::Capture,
}

impl Parameters<'_> {
    /// Adds a diagnostic for each number outside its range.
    pub fn check(&self, found: &mut Vec<Diagnostic>) {
        let groups: [(&str, &dyn Checked); 27] = [
            ("organization", self.organization),
            ("world", self.world),
            ("environment", self.environment),
            ("decisions", self.decisions),
            ("precedent", self.precedent),
            ("meetings", self.meetings),
            ("work", self.work),
            ("quality", self.quality),
            ("shaping", self.shaping),
            ("deference", self.deference),
            ("skill", self.skill),
            ("participation", self.participation),
            ("mandates", self.mandates),
            ("apparatus", self.apparatus),
            ("patronage", self.patronage),
            ("cooptation", self.cooptation),
            ("structures", self.structures),
            ("emergency", self.emergency),
            ("voice", self.voice),
            ("membership", self.membership),
            ("secession", self.secession),
            ("viability", self.viability),
            ("budget", self.budget),
            ("legitimacy", self.legitimacy),
            ("repeal", self.repeal),
            ("adoption", self.adoption),
            ("capture", self.capture),
        ];
        for (path, group) in groups {
            group.check(path, found);
        }
    }
}
