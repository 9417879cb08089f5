//! The factors of a list: a file in CSV with a column a path and a row a point.

use toml::Value;

use super::Factors;
use super::factor::{Values, never};
use crate::diagnostic::{Code, Diagnostic};
use crate::sweep::experiment::Column;
use thermidor_scenario::source::Source;
use thermidor_scenario::template::Template;

/// The factors of a list; what is wrong with them is added to `problems`. Without a file, which is a problem of the
/// block's form, there are none.
pub(super) fn factors(
    list: Option<&Source>,
    place: &str,
    template: &Template,
    problems: &mut Vec<Diagnostic>,
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
    text: &'a Source,
    /// Where the experiment names it.
    at: String,
    template: &'a Template,
}

impl List<'_> {
    fn factors(&self) -> Result<Factors, Vec<Diagnostic>> {
        let mut reader =
            csv::ReaderBuilder::new().trim(csv::Trim::All).from_reader(self.text.text.as_bytes());
        let paths = self.paths(reader.headers().map_err(|error| vec![self.unreadable(&error)])?)?;
        let values = self.values(&paths, &mut reader)?;
        let rows = values.first().map_or(0, Vec::len) as u64;
        if rows == 0 {
            return Err(vec![self.wrong(None, None, Code::NoRow)]);
        }
        let named = |path: String| (self.at.clone(), Column { name: path.clone(), path });
        Ok(Factors {
            columns: paths.into_iter().map(named).collect(),
            values: values.into_iter().map(Values::Some).collect(),
            rows,
        })
    }

    /// The full paths that the header names.
    fn paths(&self, header: &csv::StringRecord) -> Result<Vec<String>, Vec<Diagnostic>> {
        let paths: Vec<String> = header.iter().map(|path| self.template.full_path(path)).collect();
        let mut problems = Vec::new();
        for path in &paths {
            if let Some(why) = never(path) {
                problems.push(self.wrong(None, None, Code::CannotVary { path: path.clone(), why }));
            } else if let Err(found) = self.template.kind(path) {
                let code = Code::NoParameter { path: found.path, code: Box::new(found.code) };
                problems.push(self.wrong(Some(1), None, code));
            }
        }
        if problems.is_empty() { Ok(paths) } else { Err(problems) }
    }

    /// The values of each path, a row a point.
    fn values(
        &self,
        paths: &[String],
        reader: &mut csv::Reader<&[u8]>,
    ) -> Result<Vec<Vec<Value>>, Vec<Diagnostic>> {
        let (mut columns, mut problems) = (vec![Vec::new(); paths.len()], Vec::new());
        for record in reader.records() {
            let record = record.map_err(|error| vec![self.unreadable(&error)])?;
            let line = record.position().map_or(0, csv::Position::line);
            for ((column, path), text) in columns.iter_mut().zip(paths).zip(&record) {
                match self.template.value(path, text) {
                    Ok(value) => column.push(value),
                    Err(found) => problems.push(self.wrong(Some(line), Some(path), found.code.into())),
                }
            }
        }
        if problems.is_empty() { Ok(columns) } else { Err(problems) }
    }

    fn wrong(&self, line: Option<u64>, column: Option<&String>, code: Code) -> Diagnostic {
        let (file, column, code) = (self.text.name.clone(), column.cloned(), Box::new(code));
        Diagnostic::new(&self.at, Code::List { file, line, column, code })
    }

    fn unreadable(&self, error: &csv::Error) -> Diagnostic {
        self.wrong(None, None, Code::NotCsv { message: error.to_string() })
    }
}
