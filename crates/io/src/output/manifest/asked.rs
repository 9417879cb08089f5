//! The question: the options of a command, beside its scenarios.

use serde::{Deserialize, Serialize};

use thermidor_analysis::study::precision;
use thermidor_stats::interval::LEVEL;

/// What made a result.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// `thermidor run`.
    Run,
    /// `thermidor compare`.
    Compare,
    /// `thermidor ablate`.
    Ablate,
    /// `thermidor replay`.
    Replay,
}

/// The question that a command answered. The files of a result depend on it and on the scenarios alone.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum Asked {
    /// By `thermidor run`.
    Run {
        /// The endpoint.
        on: String,
        /// The half-width that was asked for, where one was.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        precision: Option<f64>,
        /// Whether every month of every organization was written.
        full: bool,
    },
    /// By `thermidor compare`.
    Compare {
        /// The endpoint.
        on: String,
        /// The half-width that was asked for, where one was.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        precision: Option<f64>,
    },
    /// By `thermidor ablate`.
    Ablate {
        /// The endpoint.
        on: String,
        /// The half-width that was asked for, where one was.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        precision: Option<f64>,
        /// Whether more of it is better.
        more_is_better: bool,
    },
    /// By `thermidor replay`.
    Replay {
        /// Number of the organization.
        organization: u32,
        /// The later changes, as they were written.
        changes: Vec<String>,
        /// Whether all offices were told.
        offices: bool,
    },
}

impl Asked {
    /// What made the result.
    pub fn kind(&self) -> Kind {
        match self {
            Self::Run { .. } => Kind::Run,
            Self::Compare { .. } => Kind::Compare,
            Self::Ablate { .. } => Kind::Ablate,
            Self::Replay { .. } => Kind::Replay,
        }
    }

    /// The files that every such result has.
    pub fn files(&self) -> Vec<String> {
        let tables = |names: &[&str]| -> Vec<String> {
            names
                .iter()
                .flat_map(|name| ["csv", "parquet"].map(|ending| format!("{name}.{ending}")))
                .collect()
        };
        let mut files = match self {
            Self::Run { full: false, .. } => tables(&["outcomes", "trajectories"]),
            Self::Run { full: true, .. } => {
                tables(&["outcomes", "trajectories", "trajectories-full", "events"])
            }
            Self::Compare { .. } => tables(&["outcomes", "contrasts", "endings", "survival"]),
            Self::Ablate { .. } => tables(&["safeguards", "pairs", "sets"]),
            Self::Replay { changes, .. } => {
                let changed = if changes.is_empty() { vec![""] } else { vec!["", "-changed"] };
                let of = |suffix: &str| {
                    let mut files = tables(&[&format!("trajectory{suffix}"), &format!("events{suffix}")]);
                    files.push(format!("story{suffix}.txt"));
                    files
                };
                let pictures = ["timeline.svg", "timeline.png"].map(str::to_owned);
                return changed.into_iter().flat_map(of).chain(pictures).collect();
            }
        };
        files.extend(["summary.json", "answer.txt"].map(str::to_owned));
        files
    }

    /// Confidence at which the interval of what was asked is computed.
    pub fn level(&self) -> f64 {
        if self.precision().is_some() { precision::LEVEL } else { LEVEL }
    }

    fn precision(&self) -> Option<f64> {
        match self {
            Self::Run { precision, .. }
            | Self::Compare { precision, .. }
            | Self::Ablate { precision, .. } => *precision,
            Self::Replay { .. } => None,
        }
    }

    /// The command that makes the result again from `scenario.toml`, and `variant-1.toml` and so on where there are
    /// several `arms`.
    pub fn again(&self, organizations: u32, arms: usize) -> String {
        // With as many organizations there is one look at them, which is enough.
        let sure = self.precision().map_or_else(String::new, |target| format!(" --precision {target}"));
        match self {
            Self::Run { on, full, .. } => {
                let full = if *full { " --full" } else { "" };
                format!("thermidor run scenario.toml --organizations {organizations} --on {on}{full}{sure}")
            }
            Self::Compare { on, .. } => {
                let variants: String = (1..arms).map(|i| format!(" variant-{i}.toml")).collect();
                format!(
                    "thermidor compare scenario.toml{variants} --organizations {organizations} --on {on}{sure}"
                )
            }
            Self::Ablate { on, more_is_better, .. } => {
                let better = if *more_is_better { "more" } else { "less" };
                format!(
                    "thermidor ablate scenario.toml --organizations {organizations} --on {on} --better {better}{sure}"
                )
            }
            Self::Replay { organization, changes, offices } => {
                let changed: String =
                    changes.iter().map(|change| format!(" --change {}", quoted(change))).collect();
                let offices = if *offices { " --offices" } else { "" };
                let until = u64::from(*organization) + 1;
                format!(
                    "thermidor run scenario.toml --organizations {until} --out made-again\n\
                     thermidor replay made-again --organization {organization}{changed}{offices}"
                )
            }
        }
    }
}

/// A text as one word of a shell.
pub fn quoted(text: &str) -> String {
    format!("'{}'", text.replace('\'', r"'\''"))
}
