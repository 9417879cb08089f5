//! Which values a factor takes: named ones, or a range.

use toml::Value;

use super::Factors;
use crate::diagnostic::{Code, Diagnostic, Fixed};
use crate::sweep::experiment::{Block, Column, Design, Factor, Scale};
use thermidor_scenario::template::{Kind, Template};

/// What values a factor takes.
pub(super) enum Values {
    Some(Vec<Value>),
    Range { from: f64, to: f64, scale: Scale, whole: bool },
}

impl Values {
    /// The values where they are named; none of a range.
    pub fn named(&self) -> &[Value] {
        if let Self::Some(values) = self { values } else { &[] }
    }

    /// The value at a share of the way.
    pub fn at(&self, share: f64) -> Value {
        match self {
            Self::Some(values) => {
                values[((share * values.len() as f64) as usize).min(values.len() - 1)].clone()
            }
            Self::Range { from, to, scale, whole } => {
                // A whole number owns the unit that begins with it.
                let top = if *whole { to + 1.0 } else { *to };
                let value = between(*from, top, *scale, share);
                if *whole {
                    Value::Integer((value.floor() as i64).min(*to as i64))
                } else {
                    Value::Float(rounded(value))
                }
            }
        }
    }

    /// Its values where they are not drawn.
    fn listed(self, steps: u32) -> Vec<Value> {
        let (from, to, scale, whole) = match self {
            Self::Some(values) => return values,
            Self::Range { from, to, scale, whole } => (from, to, scale, whole),
        };
        let last = f64::from(steps.max(2) - 1);
        let mut values: Vec<Value> = (0..steps)
            .map(|step| {
                // The ends are exactly what was asked for.
                let value = match step {
                    0 => from,
                    step if f64::from(step) == last => to,
                    step => rounded(between(from, to, scale, f64::from(step) / last)),
                };
                if whole { Value::Integer(value.round() as i64) } else { Value::Float(value) }
            })
            .collect();
        values.dedup();
        values
    }
}

/// To six figures: values that somebody reads.
fn rounded(value: f64) -> f64 {
    format!("{value:.5e}").parse().unwrap_or(value) + 0.0
}

fn between(from: f64, to: f64, scale: Scale, share: f64) -> f64 {
    match scale {
        Scale::Linear => from + share * (to - from),
        Scale::Log => libm::exp(libm::log(from) + share * (libm::log(to) - libm::log(from))),
    }
}

/// The factors of a block that is no list; what is wrong with them is added to `problems`.
pub(super) fn factors(
    block: &Block,
    place: &str,
    template: &Template,
    problems: &mut Vec<Diagnostic>,
) -> Factors {
    let mut factors = Factors { columns: Vec::new(), values: Vec::new(), rows: 0 };
    for (j, factor) in block.factor.iter().enumerate() {
        let at = format!("{place}.factor.{j}");
        match values(block.design, factor, &at, template) {
            Ok((path, values)) => {
                let name = if factor.name.is_empty() { path.clone() } else { factor.name.clone() };
                factors.columns.push((format!("{at}.path"), Column { path, name }));
                factors.values.push(values);
            }
            Err(found) => problems.extend(found),
        }
    }
    factors
}

/// The path and the values of a factor, or what is wrong with it.
fn values(
    design: Design,
    factor: &Factor,
    place: &str,
    template: &Template,
) -> Result<(String, Values), Vec<Diagnostic>> {
    let (path, kind) = target(factor, place, template).map_err(|problem| vec![problem])?;
    let wrong = |code: Code| Err(vec![Diagnostic::new(place, code)]);
    let values = match (factor.from, factor.to) {
        (None, None) => named(factor, place, &path, kind, template)?,
        (Some(_), Some(_)) if !factor.values.is_empty() => return wrong(Code::ValuesAndRange),
        (Some(from), Some(to)) => range(design, factor, (from, to), place, (&path, kind), template)?,
        _ => return wrong(Code::OneEnd),
    };
    Ok((path, values))
}

/// The path of a factor and what it names.
fn target(factor: &Factor, place: &str, template: &Template) -> Result<(String, Kind), Diagnostic> {
    if factor.path.is_empty() {
        return Err(Diagnostic::new(place, Code::NoPath));
    }
    let at = format!("{place}.path");
    let path = template.full_path(factor.path.trim());
    if let Some(why) = never(&path) {
        return Err(Diagnostic::new(at, Code::CannotVary { path, why }));
    }
    match template.kind(&path) {
        Ok(kind) => Ok((path, kind)),
        Err(found) => {
            Err(Diagnostic::new(at, Code::NoParameter { path: found.path, code: Box::new(found.code) }))
        }
    }
}

/// The values that a factor names; of a variant or a part all there are, where it names none.
fn named(
    factor: &Factor,
    place: &str,
    path: &str,
    kind: Kind,
    template: &Template,
) -> Result<Values, Vec<Diagnostic>> {
    if factor.values.is_empty() {
        let all = match kind {
            Kind::Variant => template.variants().map(|name| Value::String(name.to_owned())).collect(),
            Kind::Part => vec![Value::Boolean(false), Value::Boolean(true)],
            _ => return Err(vec![Diagnostic::new(place, Code::NoValues)]),
        };
        return Ok(Values::Some(all));
    }
    let (mut found, mut read) = (Vec::new(), Vec::new());
    for (k, value) in factor.values.iter().enumerate() {
        match template.given(path, kind, value) {
            Ok(value) => read.push(value),
            Err(wrong) => found.push(Diagnostic::new(format!("{place}.values.{k}"), wrong.code.into())),
        }
    }
    if found.is_empty() { Ok(Values::Some(read)) } else { Err(found) }
}

/// The values between two ends, both of which must be possible.
fn range(
    design: Design,
    factor: &Factor,
    (from, to): (f64, f64),
    place: &str,
    (path, kind): (&str, Kind),
    template: &Template,
) -> Result<Values, Vec<Diagnostic>> {
    let whole = match kind {
        Kind::Whole => true,
        Kind::Real => false,
        _ => return Err(vec![Diagnostic::new(place, Code::NotANumber { path: path.to_owned() })]),
    };
    let mut found = Vec::new();
    for (key, end) in [("from", from), ("to", to)] {
        let text = if whole && end.fract() == 0.0 { format!("{end:.0}") } else { format!("{end:?}") };
        if let Err(wrong) = template.value(path, &text) {
            found.push(Diagnostic::new(format!("{place}.{key}"), wrong.code.into()));
        }
    }
    found.extend(range_problems(design, factor, (from, to), place));
    if !found.is_empty() {
        return Err(found);
    }
    // Adding 0 makes 0 of -0.
    let range = Values::Range { from: from + 0.0, to: to + 0.0, scale: factor.scale, whole };
    Ok(if design.is_drawn() { range } else { Values::Some(range.listed(factor.steps)) })
}

/// The problems in the form of a range.
fn range_problems(design: Design, factor: &Factor, (from, to): (f64, f64), place: &str) -> Vec<Diagnostic> {
    let at = |key: &str| format!("{place}.{key}");
    let all = [
        (from > to, at("from"), Code::TurnedRound { from, to }),
        (factor.scale == Scale::Log && from <= 0.0, at("from"), Code::NoRatios),
        (!design.is_drawn() && factor.steps < 2, place.to_owned(), Code::NoSteps),
        (design.is_drawn() && factor.steps != 0, at("steps"), Code::StepsOfDrawn),
    ];
    let wrong = all.into_iter().filter(|(is_wrong, ..)| *is_wrong);
    wrong.map(|(_, path, code)| Diagnostic::new(path, code)).collect()
}

/// Why a path may not vary, where it may not.
pub(in crate::sweep) fn never(path: &str) -> Option<Fixed> {
    match path.split('.').next().unwrap_or("") {
        "organizations" => Some(Fixed::Organizations),
        "seed" => Some(Fixed::Seed),
        "name" | "description" | "theory" | "start" => Some(Fixed::NoAssumption),
        _ => None,
    }
}
