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
    fn shape<'a>(&'a self, _organization: &Organization, _month: &mut Month<'a>) {}

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
                /// First month in force.
                from_tick: u32 = 0, in 0..=6000, "months", "free";
                /// First month no longer in force; left out, it stays for good.
                until_tick: Option<u32> = None, in 1..=6000, "months", "free";
            }
        }

        impl $name {
            /// Whether the rule is on the books this month.
            pub fn in_force(&self, tick: u32) -> bool {
                self.from_tick <= tick && self.until_tick.is_none_or(|until| tick < until)
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

/// Safeguards on the books: position in the register and what each takes.
pub type Standing = SmallVec<[(usize, Takes); 32]>;

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
            /// Lets every safeguard in force set this tick's rules.
            pub fn shape<'a>(&'a self, organization: &Organization, month: &mut Month<'a>) {
                let mut stands = organization.repealed.iter().map(Option::is_none);
                $(if stands.next() == Some(true)
                    && let Some(safeguard) = self.$module.as_ref().filter(|s| s.in_force(month.number))
                {
                    safeguard.shape(organization, month);
                })*
            }

            /// Whether any is in force in a month, or was until it was repealed.
            pub fn any(&self, tick: u32) -> bool {
                $(self.$module.as_ref().is_some_and(|safeguard| safeguard.in_force(tick)))||*
            }

            /// Lets every safeguard in force act after a phase.
            pub fn act(&self, after: PhaseName, organization: &mut Organization, month: &mut Month, scratch: &mut Scratch) {
                let mut position = 0;
                $(if let Some(safeguard) = self.$module.as_ref().filter(|s| s.in_force(month.number))
                    && organization.repealed[position].is_none()
                {
                    safeguard.act(after, organization, month, scratch);
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

            /// The safeguards on the books this month: position in the register and what each takes.
            pub fn standing(&self, organization: &Organization, tick: u32) -> Standing {
                let mut standing = Standing::new();
                $(if self.$module.as_ref().is_some_and(|s| s.in_force(tick) && s.compliance > 0.0) {
                    let position = NAMES.iter().position(|name| *name == <$module::$type as Safeguard>::NAME);
                    standing.extend(position.map(|position| (position, <$module::$type as Safeguard>::TAKES)));
                })*
                standing.retain(|(position, _)| organization.repealed[*position].is_none());
                standing
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
                    let terms = terms(name, safeguard.compliance, safeguard.from_tick, safeguard.until_tick);
                    let sentence = safeguard.effect(terms, setting);
                    entries.push(Entry::new(name, sentence, <$module::$type as Safeguard>::TEMPLATES));
                })*
                entries
            }

            /// Months at which a safeguard visibly does something: (tick, safeguard, what).
            pub fn events(&self, ticks: u32) -> Vec<(u32, &'static str, String)> {
                let mut events = Vec::new();
                $(if let Some(safeguard) = &self.$module {
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

pub mod repeal;

/// The sentence of a safeguard, but for its own values: how far it is followed, and when.
fn terms(name: &'static str, compliance: f64, from: u32, until: Option<u32>) -> Sentence {
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
    let sentence = Sentence::new("safeguard").choice("effect", name).choice("followed", followed);
    let sentence = sentence.number("compliance", compliance).choice("window", window);
    let sentence = sentence.number("from_tick", from);
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
