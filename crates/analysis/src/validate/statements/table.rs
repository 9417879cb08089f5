//! Tables as people read them: Markdown with columns in line, so that a terminal and a page show the same text.

use std::fmt;

use thermidor_stats::Interval;
use thermidor_stats::figures::{ends, plain};

/// Rows of cells under a head.
#[derive(Debug, Clone, Default)]
pub struct Table {
    head: Vec<String>,
    rows: Vec<Vec<String>>,
}

impl Table {
    /// An empty table with these columns.
    pub fn new<S: Into<String>>(head: impl IntoIterator<Item = S>) -> Self {
        Self { head: head.into_iter().map(Into::into).collect(), rows: Vec::new() }
    }

    /// Adds a row.
    pub fn row(&mut self, cells: impl IntoIterator<Item = String>) {
        self.rows.push(cells.into_iter().collect());
    }

    fn line(&self, f: &mut fmt::Formatter<'_>, cells: &[String]) -> fmt::Result {
        for (column, cell) in cells.iter().enumerate() {
            let rows = self.rows.iter().chain([&self.head]);
            let width = rows.filter_map(|row| row.get(column)).map(|cell| cell.chars().count()).max();
            write!(f, "| {cell:<0$} ", width.unwrap_or(0))?;
        }
        writeln!(f, "|")
    }
}

impl fmt::Display for Table {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.line(f, &self.head)?;
        writeln!(f, "|{}", "---|".repeat(self.head.len()))?;
        self.rows.iter().try_for_each(|row| self.line(f, row))
    }
}

/// An estimate with the ends of its interval; alone where nothing bounds it, as where no run differs.
pub fn told(found: &Interval, digits: usize) -> String {
    if found.half_width() == f64::INFINITY {
        return plain(found.estimate, digits);
    }
    format!("{} ({})", plain(found.estimate, digits), ends(found, |x| plain(x, digits)))
}

#[cfg(test)]
mod tests {
    use super::Table;

    #[test]
    fn columns_are_in_line() {
        let mut table = Table::new(["size", "n"]);
        table.row(["large".to_owned(), "12".to_owned()]);
        assert_eq!(table.to_string(), "| size  | n  |\n|---|---|\n| large | 12 |\n");
    }
}
