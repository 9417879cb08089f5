//! A TOML file held against a JSON schema: every mistake at once, each shown with its lines and what to do.

use std::ops::Range;

use annotate_snippets::{AnnotationKind, Level, Renderer, Snippet};
use serde_json::Value as Json;
use thermidor_core::diagnostic::{Diagnostic as Of, Explain};
use thermidor_core::text::MARK;
use toml::de::{DeTable, DeValue};

use crate::diagnostic::{Code, Diagnostic};
use crate::values::{fit_table, walk_table};

/// The text of a file, with the name by which messages call it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Source {
    /// Where it came from.
    pub name: String,
    /// Its content, without a byte order mark.
    pub text: String,
}

/// A file as a plain table, and what in it does not fit its schema.
pub struct Read {
    /// The file, numbers fitted to the kind of their parameter.
    pub table: toml::Table,
    /// What does not fit the schema.
    pub found: Vec<Diagnostic>,
}

/// Problems of a file that are shown with their place.
const SHOWN: usize = 20;

impl Source {
    /// A text and its name; a byte order mark is left out.
    pub fn new(name: impl Into<String>, text: &str) -> Self {
        Self { name: name.into(), text: text.strip_prefix(MARK).unwrap_or(text).to_owned() }
    }

    /// Reads the text against a schema.
    ///
    /// # Errors
    /// When it is not TOML.
    pub fn read(&self, schema: &Json) -> Result<Read, Diagnostic> {
        let refused = |error: &toml::de::Error, code: fn(String) -> Code| Diagnostic {
            span: Some(error.span().unwrap_or(0..0)),
            ..Diagnostic::new("", code(error.message().to_owned()))
        };
        let tree = DeTable::parse(&self.text)
            .map_err(|error| refused(&error, |message| Code::NotToml { message }))?
            .into_inner();
        let mut found = Vec::new();
        walk_table(schema, schema, &tree, "", &mut found);
        let mut table: toml::Table = toml::from_str(&self.text)
            .map_err(|error| refused(&error, |message| Code::NotHeld { message }))?;
        fit_table(schema, schema, &mut table);
        Ok(Read { table, found })
    }

    /// A message with the lines that it is about.
    fn render(&self, span: &Range<usize>, title: &str, help: &str) -> String {
        let end = span.end.min(self.text.len());
        let span = span.start.min(end)..end;
        let report = &[
            Level::ERROR.primary_title(title).element(
                Snippet::source(&self.text).path(&self.name).annotation(AnnotationKind::Primary.span(span)),
            ),
            annotate_snippets::Group::with_title(Level::HELP.secondary_title(help)),
        ];
        Renderer::plain().render(report)
    }
}

/// All that is wrong in words, or as much of a file as a user would correct before the next try.
///
/// This is the one place where diagnostics become text with the lines of their file.
pub fn told<C: Explain>(source: Option<&Source>, diagnostics: &[Of<C>]) -> String {
    // What cannot be parsed has spans of its own.
    let tree = source.and_then(|source| DeTable::parse(&source.text).ok());
    let tree = tree.map(toml::Spanned::into_inner).unwrap_or_default();
    let text = |diagnostic: &Of<C>| {
        let help = diagnostic.code.help();
        let span = || diagnostic.span.clone().or_else(|| locate(&tree, &diagnostic.path));
        match source.filter(|_| !diagnostic.code.says_where()).zip(span()) {
            Some((source, span)) => {
                let title = diagnostic.to_string();
                source.render(&span, title.lines().next().unwrap_or(""), &help)
            }
            None => format!("error: {diagnostic}\n  help: {help}"),
        }
    };
    let (given, of_file): (Vec<_>, Vec<_>) =
        diagnostics.iter().partition(|diagnostic| diagnostic.code.says_where());
    let more = of_file.len().saturating_sub(SHOWN);
    let more = (more > 0)
        .then(|| format!("error: {more} more like these\n  help: correct those that are shown first"));
    let texts = of_file.into_iter().take(SHOWN).map(text).chain(more).chain(given.into_iter().map(text));
    texts.collect::<Vec<_>>().join("\n\n")
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
