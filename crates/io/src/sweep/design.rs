//! Designs: which points a block has. A point is made from its number alone.

use std::collections::BTreeMap;

use toml::Value;

use thermidor_core::random::{StreamId, Streams};
use thermidor_scenario::Problem;
use thermidor_scenario::template::{Kind, Template};

use super::experiment::{Block, Column, Design, Factor, Scale, Text};

/// Longest sequence that the library of Sobol' sequences gives.
const MOST_SOBOL: u32 = 1 << 16;
/// Most factors that it gives one for.
const MOST_SOBOL_FACTORS: usize = sobol_burley::NUM_DIMENSIONS as usize;

/// The points of a block.
pub struct Sampler {
    design: Design,
    factors: Vec<Values>,
    points: u64,
    luck: Streams,
    seed: u32,
    /// For a Latin hypercube, the slice of each point, by factor.
    slices: Vec<Vec<u32>>,
}

/// What values a factor takes.
enum Values {
    Some(Vec<Value>),
    Range { from: f64, to: f64, scale: Scale, whole: bool },
}

impl Values {
    /// The value at a share of the way.
    fn at(&self, share: f64) -> Value {
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

/// The columns that a block brings, each with the place of its factor in the experiment file.
type Columns = Vec<(String, Column)>;

impl Sampler {
    /// The sampler of a block, and the columns that it brings; `number` is the block's in its experiment.
    ///
    /// # Errors
    /// Every problem of the block.
    pub fn new(
        block: &Block,
        number: usize,
        template: &Template,
        lists: &BTreeMap<String, Text>,
    ) -> Result<(Self, Columns), Vec<Problem>> {
        let place = format!("block.{number}");
        let mut problems = form(block, &place);
        let mut columns = Vec::new();
        let (factors, rows) = if block.design == Design::List {
            match lists.get(&block.file).map(|list| rows(list, &place, template)) {
                Some(Ok((paths, factors, rows))) => {
                    let at = format!("{place}.file");
                    let named = |path: String| (at.clone(), Column { name: path.clone(), path });
                    columns.extend(paths.into_iter().map(named));
                    (factors, rows)
                }
                Some(Err(found)) => {
                    problems.extend(found);
                    (Vec::new(), 0)
                }
                None => (Vec::new(), 0),
            }
        } else {
            let mut factors = Vec::new();
            for (j, factor) in block.factor.iter().enumerate() {
                let at = format!("{place}.factor.{j}");
                match values(block.design, factor, &at, template) {
                    Ok((path, values)) => {
                        let name = if factor.name.is_empty() { path.clone() } else { factor.name.clone() };
                        columns.push((format!("{at}.path"), Column { path, name }));
                        factors.push(values);
                    }
                    Err(found) => problems.extend(found),
                }
            }
            (factors, 0)
        };
        let lengths: Vec<u64> = factors
            .iter()
            .map(|values| if let Values::Some(values) = values { values.len() as u64 } else { 0 })
            .collect();
        if block.design == Design::Zip
            && problems.is_empty()
            && lengths.iter().any(|length| *length != lengths[0])
        {
            problems.push(problem(
                &format!("{place}.factor"),
                &format!("factors that are zipped have as many values each, and these have {lengths:?}"),
                "give each as many values, or use design = \"grid\"",
            ));
        }
        if !problems.is_empty() {
            return Err(problems);
        }
        let points = match block.design {
            Design::Grid => lengths.iter().fold(1u64, |product, length| product.saturating_mul(*length)),
            Design::Zip => lengths[0],
            Design::List => rows,
            Design::Random | Design::LatinHypercube | Design::Sobol => u64::from(block.points),
        };
        // A key of its own for each block, far from those of organizations.
        let luck = Streams::new(u64::from(block.seed), u64::MAX, number as u64);
        let slices = match block.design {
            Design::LatinHypercube => (0..factors.len())
                .map(|factor| luck.rng(StreamId::Study, factor as u32, u32::MAX).order(block.points))
                .collect(),
            _ => Vec::new(),
        };
        Ok((Self { design: block.design, factors, points, luck, seed: block.seed, slices }, columns))
    }

    /// Number of points.
    pub fn len(&self) -> u64 {
        self.points
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.points == 0
    }

    /// The values of a factor where they were named and not drawn, each of the kind of its parameter.
    pub fn named(&self, factor: usize) -> Option<&[Value]> {
        match self.factors.get(factor)? {
            Values::Some(values) => Some(values),
            Values::Range { .. } => None,
        }
    }

    /// Whether the first points alone are spread as evenly as all of them.
    pub fn is_even_in_order(&self) -> bool {
        matches!(self.design, Design::Random | Design::LatinHypercube | Design::Sobol)
    }

    /// The values of all factors at a point; in a grid the last factor varies fastest.
    pub fn point(&self, index: u32) -> Vec<Value> {
        let listed = |values: &Values, at: usize| match values {
            Values::Some(values) => values[at].clone(),
            range @ Values::Range { .. } => range.at(0.0),
        };
        match self.design {
            Design::Grid => {
                let mut rest = index as usize;
                let mut point: Vec<Value> = Vec::with_capacity(self.factors.len());
                for factor in self.factors.iter().rev() {
                    let length = if let Values::Some(values) = factor { values.len() } else { 1 };
                    point.push(listed(factor, rest % length));
                    rest /= length;
                }
                point.reverse();
                point
            }
            Design::Zip | Design::List => {
                self.factors.iter().map(|values| listed(values, index as usize)).collect()
            }
            _ => self.factors.iter().enumerate().map(|(k, values)| values.at(self.share(index, k))).collect(),
        }
    }

    /// Where a drawn point lies between the ends of a factor.
    fn share(&self, index: u32, factor: usize) -> f64 {
        let anywhere = || self.luck.rng(StreamId::Study, factor as u32, index).unit();
        match self.design {
            Design::LatinHypercube => {
                (f64::from(self.slices[factor][index as usize]) + anywhere()) / self.points as f64
            }
            Design::Sobol => f64::from(sobol_burley::sample(index, factor as u32, self.seed)),
            _ => anywhere(),
        }
    }
}

fn problem(path: &str, message: &str, help: &str) -> Problem {
    Problem { path: path.into(), message: message.into(), help: help.into() }
}

/// What is wrong with the form of a block, whatever its values.
fn form(block: &Block, place: &str) -> Vec<Problem> {
    let mut problems = Vec::new();
    let mut say = |key: &str, message: &str, help: &str| {
        problems.push(problem(&format!("{place}.{key}"), message, help))
    };
    let is_drawn = matches!(block.design, Design::Random | Design::LatinHypercube | Design::Sobol);
    let is_list = block.design == Design::List;
    if is_list && block.file.is_empty() {
        say(
            "design",
            "a list needs a file",
            "add file = \"points.csv\", with a column a path and a row a point",
        );
    }
    if is_list && !block.factor.is_empty() {
        say(
            "factor",
            "the columns of a list are its factors",
            "leave the factors out, or put them in another [[block]]",
        );
    }
    if !is_list && !block.file.is_empty() {
        say("file", "only a list has a file", "use design = \"list\"");
    }
    if !is_list && block.factor.is_empty() {
        say(
            "factor",
            "the design is empty: there is no factor",
            "add a [[block.factor]] with a path and values",
        );
    }
    if is_drawn && block.points == 0 {
        say("points", "the design is empty: it has no points", "add points = 100");
    }
    if !is_drawn && block.points != 0 {
        say(
            "points",
            "the factors say how many points there are",
            "leave points out, or use a design that is drawn, such as \"sobol\"",
        );
    }
    if block.design == Design::Sobol && block.points > MOST_SOBOL {
        say(
            "points",
            "a Sobol' sequence here has at most 65536 points",
            "use fewer, or design = \"latin_hypercube\"",
        );
    }
    if block.design == Design::Sobol && block.factor.len() > MOST_SOBOL_FACTORS {
        say("factor", "a Sobol' sequence here has at most 256 factors", "use design = \"latin_hypercube\"");
    }
    problems
}

/// The path and the values of a factor, or what is wrong with it.
fn values(
    design: Design,
    factor: &Factor,
    place: &str,
    template: &Template,
) -> Result<(String, Values), Vec<Problem>> {
    let at = |key: &str| format!("{place}.{key}");
    let one = |problem: Problem| vec![problem];
    if factor.path.is_empty() {
        return Err(one(problem(
            place,
            "the factor names no parameter",
            "add path = \"voice.fusion\" or another",
        )));
    }
    let path = template.full_path(factor.path.trim());
    if let Some(why) = never(&path) {
        return Err(one(problem(&at("path"), &format!("{path} cannot vary"), why)));
    }
    let kind = template.kind(&path).map_err(|found| {
        vec![Problem {
            path: at("path"),
            message: format!("there is no parameter {}", found.path),
            help: found.help,
        }]
    })?;
    let range = match (factor.from, factor.to) {
        (None, None) => None,
        (Some(from), Some(to)) => Some((from, to)),
        _ => {
            return Err(one(problem(
                place,
                "one end of the range is missing",
                "give both from and to, or values",
            )));
        }
    };
    let is_drawn = matches!(design, Design::Random | Design::LatinHypercube | Design::Sobol);
    match range {
        Some(_) if !factor.values.is_empty() => {
            Err(one(problem(place, "there are both values and a range", "keep values, or from and to")))
        }
        None if factor.values.is_empty() && kind == Kind::Variant => {
            let all = template.variants().map(|name| Value::String(name.to_owned())).collect();
            Ok((path, Values::Some(all)))
        }
        None if factor.values.is_empty() && kind == Kind::Part => {
            Ok((path, Values::Some(vec![Value::Boolean(false), Value::Boolean(true)])))
        }
        None if factor.values.is_empty() => Err(one(problem(
            place,
            "the design is empty: this factor has no values",
            "add values = [0.1, 0.5], or from and to",
        ))),
        None => {
            let mut found = Vec::new();
            let mut read = Vec::new();
            for (k, value) in factor.values.iter().enumerate() {
                // The names of variants are looked up as they are; all else is written as in a scenario file.
                let text = value
                    .as_str()
                    .filter(|_| kind == Kind::Variant)
                    .map_or_else(|| value.to_string(), str::to_owned);
                match template.value(&path, &text) {
                    Ok(value) => read.push(value),
                    Err(problem) => found.push(Problem { path: at(&format!("values.{k}")), ..problem }),
                }
            }
            if found.is_empty() { Ok((path, Values::Some(read))) } else { Err(found) }
        }
        Some((from, to)) => {
            let whole = match kind {
                Kind::Whole => true,
                Kind::Real => false,
                _ => return Err(one(problem(place, &format!("{path} is not a number"), "use values = […]"))),
            };
            let mut found = Vec::new();
            for (key, end) in [("from", from), ("to", to)] {
                let text = if whole && end.fract() == 0.0 { format!("{end:.0}") } else { format!("{end:?}") };
                if let Err(problem) = template.value(&path, &text) {
                    found.push(Problem { path: at(key), ..problem });
                }
            }
            if from > to {
                found.push(problem(&at("from"), &format!("{from} is above {to}"), "exchange from and to"));
            }
            if factor.scale == Scale::Log && from <= 0.0 {
                found.push(problem(
                    &at("from"),
                    "equal ratios cannot begin at 0 or below",
                    "use a number above 0, or scale = \"linear\"",
                ));
            }
            if !is_drawn && factor.steps < 2 {
                found.push(problem(
                    place,
                    "a range needs steps",
                    "add steps = 5, or use a design that is drawn",
                ));
            }
            if is_drawn && factor.steps != 0 {
                found.push(problem(
                    &at("steps"),
                    "points of this design are drawn, not stepped",
                    "leave steps out, and set the block's points",
                ));
            }
            if !found.is_empty() {
                return Err(found);
            }
            // Adding 0 makes 0 of -0.
            let range = Values::Range { from: from + 0.0, to: to + 0.0, scale: factor.scale, whole };
            Ok((path, if is_drawn { range } else { Values::Some(range.listed(factor.steps)) }))
        }
    }
}

/// Why a path may not vary, where it may not.
pub(super) fn never(path: &str) -> Option<&'static str> {
    match path.split('.').next().unwrap_or("") {
        "organizations" => Some("set replicates instead: how many organizations each point has"),
        "seed" => Some("replicates have luck of their own; luck = \"own\" gives each point its own, too"),
        "name" | "description" | "theory" | "start" => Some("vary what changes what happens"),
        _ => None,
    }
}

/// The paths, values and number of rows of a list.
fn rows(
    list: &Text,
    place: &str,
    template: &Template,
) -> Result<(Vec<String>, Vec<Values>, u64), Vec<Problem>> {
    let at = format!("{place}.file");
    let say = |message: String, help: &str| problem(&at, &format!("{}: {message}", list.name), help);
    let mut reader = csv::ReaderBuilder::new().trim(csv::Trim::All).from_reader(list.text.as_bytes());
    let unreadable =
        |error: csv::Error| vec![say(error.to_string(), "write a header of paths, and a row a point")];
    let paths: Vec<String> =
        reader.headers().map_err(unreadable)?.iter().map(|path| template.full_path(path)).collect();
    let mut problems = Vec::new();
    for path in &paths {
        if let Some(why) = never(path) {
            problems.push(say(format!("{path} cannot vary"), why));
        } else if let Err(problem) = template.kind(path) {
            problems.push(say(format!("line 1: there is no parameter {}", problem.path), &problem.help));
        }
    }
    if !problems.is_empty() {
        return Err(problems);
    }
    let mut columns = vec![Vec::new(); paths.len()];
    for record in reader.records() {
        let record = record.map_err(unreadable)?;
        let line = record.position().map_or(0, csv::Position::line);
        for ((column, path), text) in columns.iter_mut().zip(&paths).zip(&record) {
            match template.value(path, text) {
                Ok(value) => column.push(value),
                Err(problem) => {
                    problems
                        .push(say(format!("line {line}, column {path}: {}", problem.message), &problem.help));
                }
            }
        }
    }
    if !problems.is_empty() {
        return Err(problems);
    }
    let rows = columns.first().map_or(0, Vec::len) as u64;
    if rows == 0 {
        return Err(vec![say(
            "the design is empty: there is no row".into(),
            "add a row a point below the header",
        )]);
    }
    Ok((paths, columns.into_iter().map(Values::Some).collect(), rows))
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use toml::Value;

    use super::{Block, Design, Factor, Sampler, Scale};
    use thermidor_scenario::read::parse_study;
    use thermidor_scenario::template::Template;

    fn template() -> Template {
        let study = parse_study("t", "[[shocks.isolation]]\n[[variant]]\nname = \"other\"\n", &[], &[]);
        Template::new(&study.unwrap())
    }

    fn range(path: &str, from: f64, to: f64, steps: u32, scale: Scale) -> Factor {
        Factor { path: path.into(), from: Some(from), to: Some(to), steps, scale, ..Factor::default() }
    }

    fn sampler(design: Design, points: u32, factor: Vec<Factor>) -> Sampler {
        let block = Block { design, points, factor, ..Block::default() };
        Sampler::new(&block, 0, &template(), &BTreeMap::new())
            .map_err(|problems| format!("{problems:?}"))
            .unwrap()
            .0
    }

    fn problems(design: Design, points: u32, factor: Vec<Factor>) -> String {
        let block = Block { design, points, factor, ..Block::default() };
        match Sampler::new(&block, 0, &template(), &BTreeMap::new()) {
            Ok(_) => String::new(),
            Err(problems) => format!("{problems:?}"),
        }
    }

    #[test]
    fn scales_end_where_they_were_told_to() {
        let ratios = sampler(Design::Grid, 0, vec![range("voice.fusion", 0.01, 1.0, 3, Scale::Log)]);
        let values: Vec<f64> = (0..3).map(|i| ratios.point(i)[0].as_float().unwrap()).collect();
        assert_eq!((values[0], values[2]), (0.01, 1.0));
        assert!((values[1] - 0.1).abs() < 1e-12);
        // Whole numbers that fall together are one value.
        let few = sampler(Design::Grid, 0, vec![range("mandates.term_ticks", 1.0, 3.0, 9, Scale::Linear)]);
        assert_eq!(few.len(), 3);
    }

    #[test]
    fn a_latin_hypercube_has_a_point_in_every_slice_of_every_factor() {
        let factors = vec![
            range("voice.fusion", 0.0, 1.0, 0, Scale::Linear),
            range("voice.tolerance", 0.0, 1.0, 0, Scale::Linear),
        ];
        let cube = sampler(Design::LatinHypercube, 40, factors);
        for factor in 0..2 {
            let mut slices: Vec<u32> =
                (0..40).map(|i| (cube.point(i)[factor].as_float().unwrap() * 40.0) as u32).collect();
            slices.sort_unstable();
            assert_eq!(slices, (0..40).collect::<Vec<_>>());
        }
    }

    /// How unevenly points lie: the largest share by which the number in a box from the origin is off its area.
    fn discrepancy(points: &[(f64, f64)]) -> f64 {
        let inside = |x: f64, y: f64| points.iter().filter(|(a, b)| *a < x && *b < y).count() as f64;
        let corners =
            (1..=20).flat_map(|i| (1..=20).map(move |j| (f64::from(i) / 20.0, f64::from(j) / 20.0)));
        corners.map(|(x, y)| (inside(x, y) / points.len() as f64 - x * y).abs()).fold(0.0, f64::max)
    }

    #[test]
    fn sobol_points_lie_more_evenly_than_random_ones_and_the_first_stay_when_more_come() {
        let pairs = |design, n: u32| -> Vec<(f64, f64)> {
            let factors = vec![
                range("voice.fusion", 0.0, 1.0, 0, Scale::Linear),
                range("voice.tolerance", 0.0, 1.0, 0, Scale::Linear),
            ];
            let drawn = sampler(design, n, factors);
            (0..n)
                .map(|i| drawn.point(i))
                .map(|p| (p[0].as_float().unwrap(), p[1].as_float().unwrap()))
                .collect()
        };
        let (even, any) = (pairs(Design::Sobol, 256), pairs(Design::Random, 256));
        assert!(3.0 * discrepancy(&even) < discrepancy(&any), "{} {}", discrepancy(&even), discrepancy(&any));
        assert_eq!(even[..], pairs(Design::Sobol, 1000)[..256]);
        assert_eq!(any[..], pairs(Design::Random, 1000)[..256]);
    }

    #[test]
    fn drawn_whole_numbers_reach_both_ends_equally_often() {
        let drawn =
            sampler(Design::Sobol, 4096, vec![range("mandates.term_ticks", 3.0, 6.0, 0, Scale::Linear)]);
        let mut counts = BTreeMap::new();
        (0..4096).for_each(|i| *counts.entry(drawn.point(i)[0].as_integer().unwrap()).or_insert(0) += 1);
        assert_eq!(counts.keys().copied().collect::<Vec<_>>(), [3, 4, 5, 6]);
        assert!(counts.values().all(|count| (1000..1050).contains(count)), "{counts:?}");
    }

    #[test]
    fn parts_variants_and_timing_can_vary() {
        let path = |path: &str| Factor { path: path.into(), ..Factor::default() };
        let grid = sampler(
            Design::Grid,
            0,
            vec![
                path("lottery"),
                path("variant"),
                range("shocks.isolation.0.start_tick", 12.0, 36.0, 2, Scale::Linear),
            ],
        );
        assert_eq!(grid.len(), 8);
        let last = grid.point(7);
        assert_eq!(last, [Value::Boolean(true), Value::String("other".into()), Value::Integer(36)]);
    }

    #[test]
    fn what_is_wrong_is_said() {
        let fusion = |values: &[f64]| Factor {
            path: "voice.fusion".into(),
            values: values.iter().map(|value| Value::Float(*value)).collect(),
            ..Factor::default()
        };
        let linear = Scale::Linear;
        for (found, part) in [
            (problems(Design::Grid, 0, vec![]), "the design is empty"),
            (problems(Design::Grid, 0, vec![fusion(&[])]), "has no values"),
            (problems(Design::Sobol, 0, vec![range("voice.fusion", 0.0, 1.0, 0, linear)]), "no points"),
            (problems(Design::Sobol, 70_000, vec![range("voice.fusion", 0.0, 1.0, 0, linear)]), "65536"),
            (
                problems(Design::Zip, 0, vec![fusion(&[0.1]), range("voice.tolerance", 0.0, 1.0, 3, linear)]),
                "as many values",
            ),
            (problems(Design::Grid, 0, vec![range("voice.fusion", 0.0, 7.0, 3, linear)]), "out of range"),
            (problems(Design::Grid, 0, vec![range("voice.fusion", 0.5, 0.1, 3, linear)]), "above"),
            (problems(Design::Grid, 0, vec![range("voice.fusion", 0.0, 1.0, 3, Scale::Log)]), "equal ratios"),
            (
                problems(Design::Grid, 0, vec![range("voice.fushion", 0.0, 1.0, 3, linear)]),
                "did you mean `fusion`",
            ),
            (
                problems(Design::Grid, 0, vec![range("organizations", 1.0, 10.0, 3, linear)]),
                "set replicates instead",
            ),
            (problems(Design::List, 0, vec![]), "needs a file"),
        ] {
            assert!(found.contains(part), "{part} is missing in:\n{found}");
        }
    }
}
