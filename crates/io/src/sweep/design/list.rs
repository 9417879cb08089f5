//! The factors of a list: a file in CSV with a column a path and a row a point.

use toml::Value;

use super::factor::{Values, never};
use super::{Factors, problem};
use crate::sweep::experiment::{Column, Text};
use thermidor_scenario::Problem;
use thermidor_scenario::template::Template;

/// The factors of a list; what is wrong with them is added to `problems`. Without a file, which is a problem of the
/// block's form, there are none.
pub(super) fn factors(
    list: Option<&Text>,
    place: &str,
    template: &Template,
    problems: &mut Vec<Problem>,
) -> Factors {
    let none = Factors { columns: Vec::new(), values: Vec::new(), rows: 0 };
    let Some(text) = list else { return none };
    let list = List { text, at: format!("{place}.file"), template };
    list.factors().unwrap_or_else(|found| {
        problems.extend(found);
        none
    })
}

struct List<'a> {
    text: &'a Text,
    /// Where the experiment names it.
    at: String,
    template: &'a Template,
}

impl List<'_> {
    fn factors(&self) -> Result<Factors, Vec<Problem>> {
        let mut reader =
            csv::ReaderBuilder::new().trim(csv::Trim::All).from_reader(self.text.text.as_bytes());
        let paths = self.paths(reader.headers().map_err(|error| vec![self.unreadable(&error)])?)?;
        let values = self.values(&paths, &mut reader)?;
        let rows = values.first().map_or(0, Vec::len) as u64;
        if rows == 0 {
            let help = "add a row a point below the header";
            return Err(vec![self.say("the design is empty: there is no row", help)]);
        }
        let named = |path: String| (self.at.clone(), Column { name: path.clone(), path });
        Ok(Factors {
            columns: paths.into_iter().map(named).collect(),
            values: values.into_iter().map(Values::Some).collect(),
            rows,
        })
    }

    /// The full paths that the header names.
    fn paths(&self, header: &csv::StringRecord) -> Result<Vec<String>, Vec<Problem>> {
        let paths: Vec<String> = header.iter().map(|path| self.template.full_path(path)).collect();
        let mut problems = Vec::new();
        for path in &paths {
            if let Some(why) = never(path) {
                problems.push(self.say(&format!("{path} cannot vary"), why));
            } else if let Err(problem) = self.template.kind(path) {
                let message = format!("line 1: there is no parameter {}", problem.path);
                problems.push(self.say(&message, &problem.help));
            }
        }
        if problems.is_empty() { Ok(paths) } else { Err(problems) }
    }

    /// The values of each path, a row a point.
    fn values(
        &self,
        paths: &[String],
        reader: &mut csv::Reader<&[u8]>,
    ) -> Result<Vec<Vec<Value>>, Vec<Problem>> {
        let (mut columns, mut problems) = (vec![Vec::new(); paths.len()], Vec::new());
        for record in reader.records() {
            let record = record.map_err(|error| vec![self.unreadable(&error)])?;
            let line = record.position().map_or(0, csv::Position::line);
            for ((column, path), text) in columns.iter_mut().zip(paths).zip(&record) {
                match self.template.value(path, text) {
                    Ok(value) => column.push(value),
                    Err(problem) => {
                        let message = format!("line {line}, column {path}: {}", problem.message);
                        problems.push(self.say(&message, &problem.help));
                    }
                }
            }
        }
        if problems.is_empty() { Ok(columns) } else { Err(problems) }
    }

    fn say(&self, message: &str, help: &str) -> Problem {
        problem(&self.at, &format!("{}: {message}", self.text.name), help)
    }

    fn unreadable(&self, error: &csv::Error) -> Problem {
        self.say(&error.to_string(), "write a header of paths, and a row a point")
    }
}
