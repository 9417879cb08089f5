//! What can be wrong with an experiment or with points: the codes, and the one place where they become sentences.

use thermidor_analysis::study::endpoint::UnknownEndpoint;
use thermidor_core::diagnostic as core;
use thermidor_core::text::grouped;
use thermidor_scenario::diagnostic as scenario;
use thermidor_scenario::diagnostic::Explain;
use thermidor_scenario::text::Unreadable;

/// Points beyond which a sweep is refused.
pub const MOST_POINTS: u64 = 4_000_000;

/// One thing that is wrong with an experiment or with points. Its path is that of the experiment file, or of the column.
pub type Diagnostic = core::Diagnostic<Code>;

/// What can be wrong with an experiment or with points.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub enum Code {
    /// A value, a path or a text.
    Scenario(scenario::Code),
    /// There is no endpoint of that name.
    UnknownEndpoint(UnknownEndpoint),
    /// A file that the experiment names cannot be read.
    Unreadable {
        /// The file.
        name: String,
        /// Why not.
        why: Unreadable,
    },
    /// The key is of a scenario, and stands in an experiment.
    OfAScenario {
        /// The key.
        key: String,
    },
    /// The experiment varies nothing.
    NothingVaries,
    /// There are more points than a sweep has.
    TooManyPoints {
        /// How many.
        points: u64,
    },
    /// Two factors have the same path.
    VariesAlready {
        /// The path.
        path: String,
    },
    /// Two columns have the same name.
    NameTaken {
        /// The name.
        name: String,
    },
    /// The form of a block is wrong.
    Form(Form),
    /// A factor names no parameter.
    NoPath,
    /// What a factor names cannot vary.
    CannotVary {
        /// Its full path.
        path: String,
        /// Why not.
        why: Fixed,
    },
    /// There is no parameter that a factor names.
    NoParameter {
        /// The path as far as it is unknown.
        path: String,
        /// What is wrong with it.
        code: Box<scenario::Code>,
    },
    /// A factor has both values and a range.
    ValuesAndRange,
    /// One end of a range is missing.
    OneEnd,
    /// A factor has no values.
    NoValues,
    /// A factor has a range and is no number.
    NotANumber {
        /// Its full path.
        path: String,
    },
    /// A range begins above its end.
    TurnedRound {
        /// The beginning.
        from: f64,
        /// The end.
        to: f64,
    },
    /// A range of equal ratios begins at 0 or below.
    NoRatios,
    /// A range needs steps.
    NoSteps,
    /// A range that is drawn has steps.
    StepsOfDrawn,
    /// Factors that are zipped have different numbers of values.
    UnequalLengths {
        /// The numbers.
        lengths: Vec<u64>,
    },
    /// Something is wrong with a list of points.
    List {
        /// The file.
        file: String,
        /// The line, from 1, where it is of one.
        line: Option<u64>,
        /// The path of the column, where it is of one.
        column: Option<String>,
        /// What is wrong.
        code: Box<Self>,
    },
    /// A list has no row.
    NoRow,
    /// A list is not CSV.
    NotCsv {
        /// What the reader says.
        message: String,
    },
    /// There are more runs than can be made at a time.
    TooManyRuns {
        /// Points.
        points: u64,
        /// Runs of each.
        replicates: u32,
    },
    /// Two columns have the same path.
    TwoColumns,
    /// A column has not as many values as there are points.
    OtherLength {
        /// Its path.
        path: String,
        /// Its values.
        values: u64,
        /// Points.
        points: u64,
    },
    /// A measure is asked for twice.
    AskedTwice {
        /// Its name.
        name: String,
    },
}

/// What can be wrong with the form of a block.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Form {
    /// A list has no file.
    NoFile,
    /// A list has factors.
    FactorsOfAList,
    /// Another design has a file.
    FileOfNoList,
    /// There is no factor.
    NoFactor,
    /// A design that is drawn has no points.
    NoPoints,
    /// A design that is not drawn says how many points it has.
    PointsOfNamed,
    /// A Sobol' sequence has too many points.
    LongSobol,
    /// A Sobol' sequence has too many factors.
    WideSobol,
}

/// Why a part of a scenario cannot vary from point to point.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Fixed {
    /// It is the number of organizations.
    Organizations,
    /// It is the seed.
    Seed,
    /// It is no assumption.
    NoAssumption,
}

impl From<scenario::Code> for Code {
    fn from(code: scenario::Code) -> Self {
        Self::Scenario(code)
    }
}

impl From<UnknownEndpoint> for Code {
    fn from(unknown: UnknownEndpoint) -> Self {
        Self::UnknownEndpoint(unknown)
    }
}

impl From<Form> for Code {
    fn from(form: Form) -> Self {
        Self::Form(form)
    }
}

impl Code {
    /// What is wrong with a value, a path or a text by itself, if it is that.
    pub fn of_scenario(&self) -> Option<&scenario::Code> {
        match self {
            Self::Scenario(code) => Some(code.plain()),
            Self::NoParameter { code, .. } => Some(code.plain()),
            Self::List { code, .. } => code.of_scenario(),
            _ => None,
        }
    }
}

impl Explain for Code {
    fn message(&self) -> String {
        match self {
            Self::Scenario(code) => code.message(),
            Self::UnknownEndpoint(unknown) => unknown.message(),
            Self::Unreadable { name, why } => format!("cannot read {name}: {why}"),
            Self::OfAScenario { key } => format!("`{key}` belongs in a scenario, and this is an experiment"),
            Self::NothingVaries => "there is nothing to vary".into(),
            Self::TooManyPoints { points } => format!("these blocks make {} points", grouped(*points)),
            Self::VariesAlready { path } => format!("{path} varies already"),
            Self::NameTaken { name } => format!("there is another column called `{name}`"),
            Self::Form(form) => form.words().0.into(),
            Self::NoPath => "the factor names no parameter".into(),
            Self::CannotVary { path, .. } => format!("{path} cannot vary"),
            Self::NoParameter { path, .. } => format!("there is no parameter {path}"),
            Self::ValuesAndRange => "there are both values and a range".into(),
            Self::OneEnd => "one end of the range is missing".into(),
            Self::NoValues => "the design is empty: this factor has no values".into(),
            Self::NotANumber { path } => format!("{path} is not a number"),
            Self::TurnedRound { from, to } => format!("{from} is above {to}"),
            Self::NoRatios => "equal ratios cannot begin at 0 or below".into(),
            Self::NoSteps => "a range needs steps".into(),
            Self::StepsOfDrawn => "points of this design are drawn, not stepped".into(),
            Self::UnequalLengths { lengths } => {
                format!("factors that are zipped have as many values each, and these have {lengths:?}")
            }
            Self::List { file, line, column, code } => {
                let line = line.map(|line| format!("line {line}"));
                let column = column.as_ref().map(|path| format!("column {path}"));
                let place: Vec<String> = line.into_iter().chain(column).collect();
                let place = if place.is_empty() { String::new() } else { format!("{}: ", place.join(", ")) };
                format!("{file}: {place}{}", code.message())
            }
            Self::NoRow => "the design is empty: there is no row".into(),
            Self::NotCsv { message } => message.clone(),
            Self::TooManyRuns { points, replicates } => {
                let (points, runs) = (grouped(*points), grouped(u64::from(*replicates)));
                format!("these are {points} points of {runs} runs each")
            }
            Self::TwoColumns => "there are two columns of it".into(),
            Self::OtherLength { path, values, points } => {
                format!("{path} has {} values, and there are {} points", grouped(*values), grouped(*points))
            }
            Self::AskedTwice { name } => format!("{name} is asked for twice"),
        }
    }

    fn help(&self) -> String {
        let most = |most: u64| grouped(most);
        match self {
            Self::Scenario(code) => code.help(),
            Self::UnknownEndpoint(unknown) => unknown.help(),
            Self::Unreadable { why, .. } => {
                why.help().unwrap_or("give its path as seen from this file").into()
            }
            Self::OfAScenario { .. } => {
                "write scenario = \"FILE\" and [[block]] tables in an experiment; docs/sweeps.md shows one"
                    .into()
            }
            Self::NothingVaries => {
                "add a [[block]] with a [[block.factor]]; docs/sweeps.md shows some".into()
            }
            Self::TooManyPoints { .. } => format!(
                "a sweep has at most {} points; give factors fewer values, or draw points with design = \"sobol\"",
                most(MOST_POINTS)
            ),
            Self::VariesAlready { .. } => "name every path once".into(),
            Self::NameTaken { .. } => "give it another name".into(),
            Self::Form(form) => form.words().1.into(),
            Self::NoPath => "add path = \"voice.fusion\" or another".into(),
            Self::CannotVary { why, .. } => why.help().into(),
            Self::NoParameter { code, .. } => code.help(),
            Self::ValuesAndRange => "keep values, or from and to".into(),
            Self::OneEnd => "give both from and to, or values".into(),
            Self::NoValues => "add values = [0.1, 0.5], or from and to".into(),
            Self::NotANumber { .. } => "use values = […]".into(),
            Self::TurnedRound { .. } => "exchange from and to".into(),
            Self::NoRatios => "use a number above 0, or scale = \"linear\"".into(),
            Self::NoSteps => "add steps = 5, or use a design that is drawn".into(),
            Self::StepsOfDrawn => "leave steps out, and set the block's points".into(),
            Self::UnequalLengths { .. } => "give each as many values, or use design = \"grid\"".into(),
            Self::List { code, .. } => code.help(),
            Self::NoRow => "add a row a point below the header".into(),
            Self::NotCsv { .. } => "write a header of paths, and a row a point".into(),
            Self::TooManyRuns { replicates, .. } => {
                let most = most(MOST_POINTS.min(u64::from(u32::MAX) / u64::from((*replicates).max(1))));
                format!("use at most {most} points at a time")
            }
            Self::TwoColumns => "leave one of them out".into(),
            Self::OtherLength { .. } => "give every column as many values".into(),
            Self::AskedTwice { .. } => "name each measure once".into(),
        }
    }
}

impl Form {
    /// What is wrong, and what to do.
    fn words(self) -> (&'static str, &'static str) {
        match self {
            Self::NoFile => {
                ("a list needs a file", "add file = \"points.csv\", with a column a path and a row a point")
            }
            Self::FactorsOfAList => (
                "the columns of a list are its factors",
                "leave the factors out, or put them in another [[block]]",
            ),
            Self::FileOfNoList => ("only a list has a file", "use design = \"list\""),
            Self::NoFactor => {
                ("the design is empty: there is no factor", "add a [[block.factor]] with a path and values")
            }
            Self::NoPoints => ("the design is empty: it has no points", "add points = 100"),
            Self::PointsOfNamed => (
                "the factors say how many points there are",
                "leave points out, or use a design that is drawn, such as \"sobol\"",
            ),
            Self::LongSobol => (
                "a Sobol' sequence here has at most 65536 points",
                "use fewer, or design = \"latin_hypercube\"",
            ),
            Self::WideSobol => {
                ("a Sobol' sequence here has at most 256 factors", "use design = \"latin_hypercube\"")
            }
        }
    }
}

impl Fixed {
    fn help(self) -> &'static str {
        match self {
            Self::Organizations => "set replicates instead: how many organizations each point has",
            Self::Seed => "replicates have luck of their own; luck = \"own\" gives each point its own, too",
            Self::NoAssumption => "vary what changes what happens",
        }
    }
}
