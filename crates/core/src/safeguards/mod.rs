//! What is built in against drift: the contract and the register.
//!
//! A safeguard *shapes* the rules of a tick once, or *acts* over a whole phase; it is never called per
//! member, never reads a measure, and costs something. Adding one is a file here and a line in the list.

use serde::{Deserialize, Serialize};
use smallvec::SmallVec;
use smart_default::SmartDefault;

use crate::diagnostic::{Code, Diagnostic};
use crate::mechanisms::scratch::Scratch;
use crate::month::Month;
use crate::parameters::{Checked, Parameters};
use crate::phase::PhaseName;
use crate::sentence::{Sentence, Template};
use crate::state::Organization;

/// What a safeguard takes from the body that it binds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Takes {
    /// Their office.
    Office,
    /// A part of their power.
    Power,
    /// Their hours.
    Hours,
    /// Their money.
    Money,
}

/// How a safeguard comes into force.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Adopted {
    /// At its date, whoever rules.
    Decree,
    /// When a motion for it passes.
    Moved,
}

/// What a safeguard may know of the scenario that it is in.
#[derive(Debug, Clone, Copy)]
pub struct Setting<'a> {
    /// The parameters of everything else.
    pub parameters: Parameters<'a>,
    /// Months of the run.
    pub ticks: u32,
    /// The first month in which a shock starts or can come.
    pub first_shock: Option<u32>,
}

/// What every safeguard can be asked.
pub trait Safeguard {
    /// Name in scenario files.
    const NAME: &'static str;
    /// What it takes from those whom it binds, and so why they might repeal it.
    const TAKES: Takes;

    /// In English, one sentence of what it does and one of what it costs, as `effect.` and its name; and its choices.
    const TEMPLATES: &'static [Template];

    /// Adds to a sentence what its templates are filled with.
    fn effect(&self, sentence: Sentence, setting: &Setting) -> Sentence;

    /// Months at which something visible happens, for marks on charts, with a word for each.
    fn events(&self, _ticks: u32) -> Vec<(u32, String)> {
        Vec::new()
    }

    /// Sets this tick's rules. Called once a tick, only while the safeguard is in force.
    fn shape(&self, _organization: &Organization, _month: &mut Month) {}

    /// Acts after a phase. Called only while the safeguard is in force.
    fn act(
        &self,
        _after: PhaseName,
        _organization: &mut Organization,
        _month: &mut Month,
        _scratch: &mut Scratch,
    ) {
    }

    /// Clears away what it leaves behind, when it is repealed or its time is over.
    fn end(&self, _organization: &mut Organization, _month: &Month) {}

    /// Seats of the parallel institution that it asks for.
    fn delegates(&self) -> u32 {
        0
    }

    /// What is wrong with it in this scenario.
    fn problems(&self, _setting: &Setting) -> Vec<Diagnostic> {
        Vec::new()
    }
}

/// Declares a safeguard's parameters and adds those that all safeguards share.
macro_rules! safeguard {
    ($(#[$meta:meta])* pub struct $name:ident { $($body:tt)* }) => {
        crate::parameters::parameters! {
            $(#[$meta])*
            pub struct $name {
                $($body)*
                /// Share of the occasions on which the rule is followed; 0 is a dead letter.
                compliance: f64 = 1.0, in 0.0..=1.0, "share", "free";
                /// How it comes into force: by "decree" from `from_tick` on, or "moved", when a motion for it passes.
                adopted: crate::safeguards::Adopted = crate::safeguards::Adopted::Decree, "", "free";
                /// First month in force, or in which a motion for it can pass.
                from_tick: u32 = 0, in 0..=6000, "months", "free";
                /// First month no longer in force; left out, it stays for good.
                until_tick: Option<u32> = None, in 1..=6000, "months", "free";
            }
        }

        impl $name {
            /// Whether the rule can be on the books this month.
            pub fn in_force(&self, tick: u32) -> bool {
                self.from_tick <= tick && self.until_tick.is_none_or(|until| tick < until)
            }

            /// The rule as it is practised: how far it is followed, and since when where it was adopted by a vote.
            pub(super) fn practised(&self, compliance: f64, since: Option<u32>) -> Self {
                Self { compliance, from_tick: since.unwrap_or(self.from_tick), ..self.clone() }
            }
        }
    };
}

/// A safeguard's or a shock's entry in lists: name and what it does, for menus and manuals.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS), ts(rename = "Effect"))]
pub struct Entry {
    /// Name in scenario files.
    pub name: &'static str,
    /// What it does, in English, with its numbers.
    pub effect: String,
    /// The same for every language.
    pub sentence: Sentence,
}

impl Entry {
    /// The entry of a sentence whose own templates are given.
    pub(crate) fn new(name: &'static str, sentence: Sentence, templates: &[Template]) -> Self {
        Self { name, effect: sentence.english(templates), sentence }
    }
}

/// Safeguards: position in the register, what each takes, and its compliance.
pub type Standing = SmallVec<[(usize, Takes, f64); 32]>;

// Neighbours know the safeguards of allies as the bits of a word.
const _: () = assert!(NAMES.len() <= 32);

macro_rules! register {
    ($($(#[$meta:meta])* $module:ident :: $type:ident),* $(,)?) => {
        $(pub mod $module;)*

        /// The safeguards of a scenario; one that is not named is absent.
        #[derive(Debug, Clone, PartialEq, Serialize, Deserialize, SmartDefault)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
        #[serde(deny_unknown_fields, default)]
        pub struct Safeguards {
            $(
                $(#[$meta])*
                #[serde(skip_serializing_if = "Option::is_none")]
                pub $module: Option<$module::$type>,
            )*
        }

        /// Names of all safeguards, in the order in which they are applied.
        pub const NAMES: &[&str] = &[$(<$module::$type as Safeguard>::NAME),*];

        /// The templates of all safeguards.
        pub fn templates() -> impl Iterator<Item = Template> {
            [$(<$module::$type as Safeguard>::TEMPLATES),*].into_iter().flatten().copied()
        }

        impl Safeguards {
            /// Begins the practice of every safeguard that comes into force, and ends that of those that no longer are.
            pub fn begin(&self, organization: &mut Organization, month: &Month) {
                let mut position = 0;
                $(
                    let is_in_force = |safeguard: &&$module::$type| safeguard.in_force(month.number) && match safeguard.adopted {
                        Adopted::Decree => organization.repealed[position].is_none(),
                        Adopted::Moved => organization.adopted[position].is_some(),
                    };
                    let compliance = self.$module.as_ref().filter(is_in_force).map(|safeguard| safeguard.compliance);
                    adoption::begin(organization, month, position, compliance);
                    position += 1;
                )*
                debug_assert_eq!(position, NAMES.len());
            }

            /// Lets every safeguard in force set this tick's rules.
            pub fn shape(&self, organization: &Organization, month: &mut Month) {
                let mut practice = organization.practice.iter().zip(&organization.adopted);
                $(if let Some((Some(practice), since)) = practice.next() && let Some(safeguard) = &self.$module {
                    safeguard.practised(*practice, *since).shape(organization, month);
                })*
            }

            /// Whether any is in force in a month, or was until it was repealed.
            pub fn any(&self, tick: u32) -> bool {
                $(self.$module.as_ref().is_some_and(|safeguard| safeguard.in_force(tick)))||*
            }

            /// Lets every safeguard in force act after a phase.
            pub fn act(&self, after: PhaseName, organization: &mut Organization, month: &mut Month, scratch: &mut Scratch) {
                let mut position = 0;
                $(if let (Some(safeguard), Some(practice)) = (&self.$module, organization.practice[position]) {
                    let practised = safeguard.practised(practice, organization.adopted[position]);
                    practised.act(after, organization, month, scratch);
                }
                position += 1;)*
                debug_assert_eq!(position, NAMES.len());
            }

            /// Lets a safeguard clear away what it leaves behind: the one at a position, or those whose time is over.
            pub fn end(&self, repealed: Option<usize>, organization: &mut Organization, month: &Month) {
                $(if let Some(safeguard) = &self.$module {
                    let name = <$module::$type as Safeguard>::NAME;
                    let over = safeguard.until_tick == Some(month.number);
                    if repealed.map_or(over, |position| NAMES[position] == name) {
                        safeguard.end(organization, month);
                    }
                })*
            }

            /// The safeguards that can be on the books this month and are not a dead letter.
            fn possible(&self, tick: u32, adopted: Option<Adopted>) -> Standing {
                let (mut found, mut position) = (Standing::new(), 0);
                $(if let Some(safeguard) = self.$module.as_ref().filter(|s| s.in_force(tick) && s.compliance > 0.0)
                    && adopted.is_none_or(|adopted| adopted == safeguard.adopted)
                {
                    found.push((position, <$module::$type as Safeguard>::TAKES, safeguard.compliance));
                }
                position += 1;)*
                debug_assert_eq!(position, NAMES.len());
                found
            }

            /// The safeguards on the books this month.
            pub fn standing(&self, organization: &Organization, tick: u32) -> Standing {
                let mut standing = self.possible(tick, None);
                standing.retain(|(position, ..)| organization.practice[*position].is_some());
                standing
            }

            /// The safeguards that can be taken up by a vote this month.
            pub fn proposed(&self, organization: &Organization, tick: u32) -> Standing {
                let mut proposed = self.possible(tick, Some(Adopted::Moved));
                proposed.retain(|(position, ..)| organization.practice[*position].is_none());
                proposed
            }

            /// Seats of the parallel institution.
            pub fn delegates(&self) -> u32 {
                let mut delegates = 0;
                $(delegates += self.$module.as_ref().map_or(0, Safeguard::delegates);)*
                delegates
            }

            /// All safeguards at their defaults, each with a scenario's worth of words.
            pub fn every() -> Self {
                Self { $($module: Some($module::$type::default()),)* }
            }

            /// Names of those that are there, in the order of the register.
            pub fn present(&self) -> Vec<&'static str> {
                let mut present = Vec::new();
                $(if self.$module.is_some() {
                    present.push(<$module::$type as Safeguard>::NAME);
                })*
                present
            }

            /// Those of the given names alone.
            pub fn only(&self, names: &[&str]) -> Self {
                Self { $($module: self.$module.clone().filter(|_| names.contains(&<$module::$type as Safeguard>::NAME)),)* }
            }

            /// These and, at its defaults, one more.
            pub fn and(&self, name: &str) -> Self {
                Self {
                    $($module: match name == <$module::$type as Safeguard>::NAME {
                        true => Some($module::$type::default()),
                        false => self.$module.clone(),
                    },)*
                }
            }

            /// The safeguards that are named, with what they do.
            pub fn entries(&self, setting: &Setting) -> Vec<Entry> {
                let mut entries = Vec::new();
                $(if let Some(safeguard) = &self.$module {
                    let name = <$module::$type as Safeguard>::NAME;
                    let window = (safeguard.from_tick, safeguard.until_tick);
                    let terms = terms(name, safeguard.compliance, safeguard.adopted, window);
                    let sentence = safeguard.effect(terms, setting);
                    entries.push(Entry::new(name, sentence, <$module::$type as Safeguard>::TEMPLATES));
                })*
                entries
            }

            /// Months at which a safeguard visibly does something: (tick, safeguard, what).
            pub fn events(&self, ticks: u32) -> Vec<(u32, &'static str, String)> {
                let mut events = Vec::new();
                // Nobody knows beforehand when a motion passes.
                $(if let Some(safeguard) = self.$module.as_ref().filter(|s| s.adopted == Adopted::Decree) {
                    let name = <$module::$type as Safeguard>::NAME;
                    if safeguard.from_tick > 0 && safeguard.from_tick < ticks {
                        events.push((safeguard.from_tick, name, "begins".to_owned()));
                    }
                    if let Some(until) = safeguard.until_tick.filter(|until| *until < ticks) {
                        events.push((until, name, "ends".to_owned()));
                    }
                    events.extend(
                        safeguard.events(ticks).into_iter().filter(|(at, _)| safeguard.in_force(*at)).map(|(at, what)| (at, name, what)),
                    );
                })*
                events
            }

            /// Adds a diagnostic for each number outside its range.
            pub fn check(&self, found: &mut Vec<Diagnostic>) {
                $(if let Some(safeguard) = &self.$module {
                    safeguard.check(concat!("safeguards.", stringify!($module)), found);
                })*
            }

            /// What is wrong with the named safeguards.
            pub fn problems(&self, setting: &Setting) -> Vec<Diagnostic> {
                let mut problems = Vec::new();
                $(if let Some(safeguard) = &self.$module {
                    problems.extend(safeguard.problems(setting));
                    problems.extend(window_problems(<$module::$type as Safeguard>::NAME, safeguard.from_tick, safeguard.until_tick, setting.ticks));
                })*
                problems
            }
        }
    };
}

register! {
    /// Rotation and term limits: office as a chore that ends.
    rotation::Rotation,
    /// Lottery (sortition): seats filled by lot.
    lottery::Lottery,
    /// Time-bombed committees: a charter that expires unless it is renewed.
    time_bombed_committees::TimeBombedCommittees,
    /// Dissent cycles: critique with a stake.
    dissent_cycles::DissentCycles,
    /// Disband days: the centre pauses and the locals organize themselves.
    disband_days::DisbandDays,
    /// Transparency: open ledgers, minutes and relationships.
    transparency::Transparency,
    /// Emergency sunset: emergency powers that expire.
    emergency_sunset::EmergencySunset,
    /// International alliances: relief from outside.
    international_alliances::InternationalAlliances,
    /// Subsidiarity: affairs and money reserved to the locals.
    subsidiarity::Subsidiarity,
    /// Public audit at a mandate's end.
    public_audit::PublicAudit,
    /// Shadow office: somebody whose task is critique beside every office.
    shadow_office::ShadowOffice,
    /// Freedom to split: locals may leave.
    freedom_to_split::FreedomToSplit,
    /// Recall: holders can be voted out before their mandate is over.
    recall::Recall,
    /// Separation of party and state.
    separation_of_party_and_state::SeparationOfPartyAndState,
    /// Federation and parallel institutions: councils, co-operatives, mutual aid.
    parallel_institutions::ParallelInstitutions,
    /// Periodic redesign: structures are dissolved and written anew.
    periodic_redesign::PeriodicRedesign,
    /// Newcomers' quota: seats kept for people who are new to office.
    newcomers_quota::NewcomersQuota,
    /// Staff rotation: the staff go after a time, too.
    staff_rotation::StaffRotation,
}

pub mod adoption;

/// The sentence of a safeguard, but for its own values: how far it is followed, and when.
fn terms(
    name: &'static str,
    compliance: f64,
    adopted: Adopted,
    (from, until): (u32, Option<u32>),
) -> Sentence {
    let followed = match compliance {
        0.0 => "never",
        compliance if compliance < 1.0 => "often",
        _ => "always",
    };
    // A month begins and ends as one: what ends in month 48 is in force in month 47 for the last time.
    let last = until.map(|until| until.saturating_sub(1));
    let window = match (from, last) {
        (0, None) => "always",
        (_, None) => "from",
        (from, Some(last)) if from == last => "only",
        (_, Some(_)) => "until",
    };
    let adopted = match adopted {
        Adopted::Moved => "moved",
        Adopted::Decree if from > 0 => "decree",
        Adopted::Decree => "founding",
    };
    let sentence = Sentence::new("safeguard").choice("effect", name).choice("followed", followed);
    let sentence = sentence.number("compliance", compliance).choice("window", window);
    let sentence = sentence.number("from_tick", from).choice("adopted", adopted);
    last.into_iter().fold(sentence, |sentence, last| sentence.number("last_tick", last))
}

fn window_problems(name: &str, from: u32, until: Option<u32>, ticks: u32) -> Vec<Diagnostic> {
    let mut problems = Vec::new();
    if from >= ticks {
        let code = Code::BeginsAfterTheEnd { from, ticks };
        problems.push(Diagnostic::new(format!("safeguards.{name}.from_tick"), code));
    }
    if let Some(until) = until.filter(|until| *until <= from) {
        let code = Code::EndsBeforeItBegins { from, until };
        problems.push(Diagnostic::new(format!("safeguards.{name}.until_tick"), code));
    }
    problems
}
