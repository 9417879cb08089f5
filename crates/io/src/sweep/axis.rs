//! The values of a factor, put into classes that charts and curves can show.

use toml::Value as Setting;

use super::experiment::{Resolved, Scale};

/// Values of a factor beyond which they are put together in classes.
const CLASSES: usize = 12;
/// Different values that are all shown.
const VALUES: usize = 24;

/// The values of a factor in classes.
#[derive(Debug, Clone)]
pub struct Axis {
    /// Name of the factor.
    pub name: String,
    /// Names of the classes.
    pub labels: Vec<String>,
    /// Where the classes lie on a scale, if they are numbers.
    pub places: Option<Vec<f64>>,
    /// How they lie on it.
    pub scale: Scale,
    /// The class of every point.
    pub class: Vec<u16>,
}

impl Axis {
    /// The classes of a factor over all points; `values` are its values, point by point.
    pub(super) fn new<'a>(
        resolved: &Resolved,
        factor: usize,
        values: impl Iterator<Item = &'a Setting> + Clone,
    ) -> Self {
        let name = resolved.columns[factor].name.clone();
        let scale = scale(resolved, factor);
        match values.clone().map(number).collect::<Option<Vec<f64>>>() {
            Some(numbers) => Self::of_numbers(name, scale, &numbers),
            None => Self::of_words(name, scale, values),
        }
    }

    /// Words stay in the order in which they were given.
    fn of_words<'a>(name: String, scale: Scale, values: impl Iterator<Item = &'a Setting>) -> Self {
        let mut labels: Vec<String> = Vec::new();
        let class = values
            .map(|value| {
                let label = label(value);
                let at = labels.iter().position(|there| *there == label).unwrap_or_else(|| {
                    labels.push(label);
                    labels.len() - 1
                });
                at as u16
            })
            .collect();
        Self { name, labels, places: None, scale, class }
    }

    /// Each number is a class where they are few; many are cut into slices of the same width.
    fn of_numbers(name: String, scale: Scale, numbers: &[f64]) -> Self {
        let mut distinct = numbers.to_vec();
        distinct.sort_by(f64::total_cmp);
        distinct.dedup();
        let (places, class): (Vec<f64>, Vec<u16>) = if distinct.len() <= VALUES {
            let of = |value: &f64| distinct.partition_point(|there| there < value) as u16;
            let class = numbers.iter().map(of).collect();
            (distinct, class)
        } else {
            let on = |value: f64| if scale == Scale::Log { libm::log(value) } else { value };
            let back = |value: f64| if scale == Scale::Log { libm::exp(value) } else { value };
            let (low, high) = (on(distinct[0]), on(distinct[distinct.len() - 1]));
            let width = (high - low) / CLASSES as f64;
            let of = |value: &f64| (((on(*value) - low) / width) as usize).min(CLASSES - 1) as u16;
            let class = numbers.iter().map(of).collect();
            ((0..CLASSES).map(|class| back(low + (class as f64 + 0.5) * width)).collect(), class)
        };
        let labels = places.iter().map(|place| short(*place)).collect();
        Self { name, labels, places: Some(places), scale, class }
    }
}

fn number(setting: &Setting) -> Option<f64> {
    match setting {
        Setting::Integer(number) => Some(*number as f64),
        Setting::Float(number) => Some(*number),
        _ => None,
    }
}

fn label(value: &Setting) -> String {
    match value {
        Setting::String(text) => text.clone(),
        Setting::Boolean(on) => if *on { "on" } else { "off" }.to_owned(),
        other => other.to_string(),
    }
}

/// A number with three figures that count.
fn short(value: f64) -> String {
    if value == 0.0 || (value.fract() == 0.0 && value.abs() < 1e6) {
        return format!("{value:.0}");
    }
    let digits = (2.0 - libm::floor(libm::log10(value.abs()))).max(0.0) as usize;
    let text = format!("{value:.digits$}");
    if text.contains('.') { text.trim_end_matches('0').trim_end_matches('.').to_owned() } else { text }
}

/// How the values of a factor lie on a scale; those of a list say nothing of it.
fn scale(resolved: &Resolved, factor: usize) -> Scale {
    let path = &resolved.columns[factor].path;
    let mut named = resolved.sources.experiment.block.iter().flat_map(|block| &block.factor);
    let found = named.find(|factor| resolved.template.full_path(factor.path.trim()) == *path);
    found.map_or(Scale::Linear, |factor| factor.scale)
}
