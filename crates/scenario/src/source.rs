//! A TOML file held against a JSON schema: every mistake at once, each with its place and what to do.

use std::ops::Range;

use annotate_snippets::{AnnotationKind, Level, Renderer, Snippet};
use serde_json::Value as Json;
use toml::de::{DeTable, DeValue};

use crate::message::{BadInput, or_default};
use crate::values::{Found, fit_table, walk_table};

/// The text of a file.
pub struct Source<'a> {
    /// Name that messages give it.
    pub name: &'a str,
    /// Its text.
    pub text: &'a str,
}

/// A file as a tree in which every part knows its place, as a plain table, and what in it does not fit its schema.
pub struct Read<'a> {
    /// The file, each value with its place.
    pub tree: DeTable<'a>,
    /// The same without places, numbers fitted to the kind of their parameter.
    pub table: toml::Table,
    /// What does not fit the schema.
    pub found: Vec<Found>,
}

/// Problems of a file that are shown with their place.
const SHOWN: usize = 20;

impl<'a> Source<'a> {
    /// Reads the text against a schema.
    ///
    /// # Errors
    /// When it is not TOML.
    pub fn read(&self, schema: &Json) -> Result<Read<'a>, BadInput> {
        let refused = |error: &toml::de::Error, what: &str, help: &str| {
            let span = error.span().unwrap_or(0..0);
            BadInput(self.render(&span, what, error.message(), help))
        };
        let tree = DeTable::parse(self.text)
            .map_err(|error| refused(&error, "not valid TOML", "mend the TOML here"))?
            .into_inner();
        let mut found = Vec::new();
        walk_table(schema, schema, &tree, "", &mut found);
        let mut table: toml::Table = toml::from_str(self.text)
            .map_err(|error| refused(&error, "this cannot be read", "see `thermidor scenario schema`"))?;
        fit_table(schema, schema, &mut table);
        Ok(Read { tree, table, found })
    }

    /// All problems in words, or as many as a user would fix before the next try.
    pub fn all(&self, tree: &DeTable, found: Vec<Found>) -> Vec<String> {
        let more = found.len().saturating_sub(SHOWN);
        let more = (more > 0)
            .then(|| format!("error: {more} more like these\n  help: mend those that are shown first"));
        let shown = found.into_iter().take(SHOWN);
        shown
            .map(|Found { problem, span }| match span.or_else(|| locate(tree, &problem.path)) {
                Some(span) => self.render(&span, &problem.path, &problem.message, &problem.help),
                None => {
                    let help = or_default(&problem.help);
                    format!("error: {}: {}\n  help: {help}", problem.path, problem.message)
                }
            })
            .chain(more)
            .collect()
    }

    /// A message with the lines that it is about.
    pub fn render(&self, span: &Range<usize>, what: &str, message: &str, help: &str) -> String {
        let end = span.end.min(self.text.len());
        let span = span.start.min(end)..end;
        let title = format!("{what}: {}", message.lines().next().unwrap_or(""));
        let report = &[
            Level::ERROR.primary_title(title).element(
                Snippet::source(self.text).path(self.name).annotation(AnnotationKind::Primary.span(span)),
            ),
            annotate_snippets::Group::with_title(Level::HELP.secondary_title(or_default(help))),
        ];
        Renderer::plain().render(report)
    }
}

/// Where a dotted path is in the file.
fn locate(tree: &DeTable, path: &str) -> Option<Range<usize>> {
    let mut parts = path.split('.');
    let mut value = tree.get(parts.next()?)?;
    for part in parts {
        let next = match value.get_ref() {
            DeValue::Table(table) => table.get(part),
            DeValue::Array(items) => part.parse().ok().and_then(|index: usize| items.get(index)),
            _ => None,
        };
        match next {
            Some(next) => value = next,
            // A parameter that is missing is shown at its table.
            None => return Some(value.span()),
        }
    }
    Some(value.span())
}
