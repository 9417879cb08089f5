//! What differs between a file that is there and the one that the program makes, in words: rows, columns and lines,
//! and not bytes.

use std::fmt::Display;
use std::path::Path;

use parquet::file::reader::{FileReader, SerializedFileReader};
use parquet::record::Field;
use sha2::{Digest, Sha256};

use crate::panics::caught;
use thermidor_scenario::text;

/// Columns that say which row it is.
const KEYS: [&str; 12] = [
    "variant",
    "arm",
    "point",
    "organization",
    "sibling",
    "safeguard",
    "set",
    "measure",
    "ending",
    "curve",
    "event",
    "tick",
];

/// A table as texts, row by row.
struct Rows {
    head: Vec<String>,
    rows: Box<dyn Iterator<Item = Result<Vec<String>, String>>>,
}

/// What differs between two files of which the bytes do, `there` and the one made again; `name` is what it is called.
pub fn between(name: &str, there: &Path, again: &Path) -> String {
    let found = match Path::new(name).extension().and_then(|ending| ending.to_str()) {
        Some("csv") => tables(there, again, csv),
        // Nobody knows what damaged bytes do to their reader.
        Some("parquet") => caught(|| tables(there, again, parquet)).unwrap_or_else(Err),
        Some("png" | "svg") => Ok("is not the picture that the program draws".to_owned()),
        _ => lines(there, again),
    };
    match found {
        Ok(what) => format!("differs: {name} {what}"),
        Err(error) => format!("differs: {name} cannot be read: {error}"),
    }
}

fn csv(path: &Path) -> Result<Rows, String> {
    let mut reader =
        csv::ReaderBuilder::new().flexible(true).from_path(path).map_err(|error| error.to_string())?;
    let head = reader.headers().map_err(|error| error.to_string())?.iter().map(str::to_owned).collect();
    let rows = reader.into_records().map(|record| {
        record.map(|record| record.iter().map(str::to_owned).collect()).map_err(|error| error.to_string())
    });
    Ok(Rows { head, rows: Box::new(rows) })
}

fn parquet(path: &Path) -> Result<Rows, String> {
    let file = text::open(path).map_err(|error| error.to_string())?;
    let reader = SerializedFileReader::new(file).map_err(|error| error.to_string())?;
    let fields = reader.metadata().file_metadata().schema().get_fields();
    let head = fields.iter().map(|field| field.name().to_owned()).collect();
    let rows = reader.into_iter().map(|row| {
        let row = row.map_err(|error| error.to_string())?;
        Ok(row.into_columns().into_iter().map(|(_, field)| text(&field)).collect())
    });
    Ok(Rows { head, rows: Box::new(rows) })
}

fn text(field: &Field) -> String {
    match field {
        Field::Null => String::new(),
        Field::Str(text) => text.clone(),
        Field::Float(number) => number.to_string(),
        Field::Double(number) => number.to_string(),
        other => other.to_string(),
    }
}

fn tables(there: &Path, again: &Path, read: fn(&Path) -> Result<Rows, String>) -> Result<String, String> {
    let (mut there, mut again) = (read(there)?, read(again)?);
    if there.head != again.head {
        let column = there.head.iter().zip(&again.head).position(|(there, again)| there != again);
        return Ok(match column {
            Some(at) => format!(
                "has other columns: {} where the program writes {}",
                shown(&there.head[at]),
                shown(&again.head[at])
            ),
            None => {
                format!("has {} columns, and {} when it is made again", there.head.len(), again.head.len())
            }
        });
    }
    let head = again.head;
    let mut first = None;
    let (mut counts, mut sums) = ([0u64; 2], [0u64; 2]);
    let mut differ = 0u64;
    loop {
        let pair = [there.rows.next().transpose()?, again.rows.next().transpose()?];
        for (i, row) in pair.iter().enumerate() {
            if let Some(row) = row {
                counts[i] += 1;
                // A sum does not depend on the order of the rows.
                sums[i] = sums[i].wrapping_add(fingerprint(row));
            }
        }
        match pair {
            [None, None] => break,
            [Some(one), Some(other)] if one != other => {
                differ += 1;
                first.get_or_insert((counts[0], one, other));
            }
            _ => {}
        }
    }
    let words = first.map(|(row, there, again)| first_difference(&head, row, &there, &again));
    Ok(if counts[0] != counts[1] {
        let first = words.map_or_else(String::new, |words| format!("; the first that differs: {words}"));
        format!("has {} rows, and {} when it is made again{first}", counts[0], counts[1])
    } else if sums[0] == sums[1] {
        match words {
            Some(_) => {
                format!("has its rows in another order, {differ} of {} are not in their place", counts[0])
            }
            None => "has the right values, but is not the same bytes".to_owned(),
        }
    } else {
        let others = if differ > 1 { format!("; {} more rows differ", differ - 1) } else { String::new() };
        format!("is not what the program makes: {}{others}", words.unwrap_or_default())
    })
}

fn fingerprint(row: &[String]) -> u64 {
    let mut hash = Sha256::new();
    for value in row {
        hash.update((value.len() as u64).to_le_bytes());
        hash.update(value);
    }
    let mut first = [0; 8];
    first.copy_from_slice(&hash.finalize()[..8]);
    u64::from_le_bytes(first)
}

/// The first value of a row that differs, by the name of its column; `row` is counted from 1.
pub(crate) fn first_difference(head: &[String], row: u64, there: &[String], again: &[String]) -> String {
    let keys: Vec<String> = (head.iter().zip(again))
        .filter(|(name, _)| KEYS.contains(&name.as_str()))
        .map(|(name, value)| format!("{name} {value}"))
        .collect();
    let which = if keys.is_empty() { String::new() } else { format!(" ({})", keys.join(", ")) };
    match there.iter().zip(again).position(|(there, again)| there != again) {
        Some(column) => format!(
            "in row {row}{which} {} is {} there, and {} when it is made again",
            head.get(column).map_or("a column without a name", String::as_str),
            shown(&there[column]),
            shown(&again[column])
        ),
        None => format!(
            "row {row}{which} has {} values there, and {} when it is made again",
            there.len(),
            again.len()
        ),
    }
}

fn lines(there: &Path, again: &Path) -> Result<String, String> {
    let read = |path: &Path| text::whole(path).map_err(|error| error.to_string());
    let (there, again) = (read(there)?, read(again)?);
    Ok(different_line(&there, &again))
}

/// The first line of two texts that differs.
pub(crate) fn different_line(there: &str, again: &str) -> String {
    let (mut one, mut other) = (there.lines(), again.lines());
    for number in 1u64.. {
        match (one.next(), other.next()) {
            (None, None) => break,
            (there, again) if there != again => {
                let line = |line: Option<&str>| line.map_or_else(|| "the end".to_owned(), shown);
                return format!(
                    "is not what the program writes: line {number} is {} there, and {} when it is made again",
                    line(there),
                    line(again)
                );
            }
            _ => {}
        }
    }
    "differs in the ends of its lines".to_owned()
}

/// A value in a message: short, and with nothing in it that moves the cursor.
fn shown(value: impl AsRef<str> + Display) -> String {
    let text = value.as_ref();
    if text.is_empty() {
        return "nothing".to_owned();
    }
    let clean: String = text.chars().take(60).map(|c| if c.is_control() { '\u{fffd}' } else { c }).collect();
    let more = if text.chars().count() > 60 { "…" } else { "" };
    if text.parse::<f64>().is_ok() { clean } else { format!("\"{clean}{more}\"") }
}

#[cfg(test)]
mod tests {
    use super::between;

    fn told(name: &str, there: &str, again: &str) -> String {
        let directory = tempfile::tempdir().unwrap();
        let (one, other) = (directory.path().join("there"), directory.path().join("again"));
        std::fs::write(&one, there).unwrap();
        std::fs::write(&other, again).unwrap();
        between(name, &one, &other)
    }

    #[test]
    fn tables_differ_in_values_rows_order_and_columns() {
        let table = "organization,tick,voice\n1,0,0.5\n1,1,0.6\n2,0,0.7\n";
        let csv = |there: &str| told("t.csv", there, table);
        assert_eq!(
            csv(&table.replace("0.6", "0.9")),
            "differs: t.csv is not what the program makes: in row 2 (organization 1, tick 1) voice is 0.9 there, and 0.6 when it is made again"
        );
        assert_eq!(
            csv("organization,tick,voice\n1,1,0.6\n1,0,0.5\n2,0,0.7\n"),
            "differs: t.csv has its rows in another order, 2 of 3 are not in their place"
        );
        assert!(csv(&table.replace("1,1,0.6\n", "")).contains("has 2 rows, and 3"));
        assert!(
            csv(&table.replace("voice", "noise")).contains("\"noise\" where the program writes \"voice\"")
        );
        assert!(csv(&table.replace("0.6", "0.6,1")).contains("has 4 values there, and 3"));
        assert!(csv(&table.replace('\n', "\r\n")).contains("not the same bytes"));
        assert!(csv("").contains("has 0 columns, and 3"));
    }

    #[test]
    fn texts_differ_in_a_line_and_nothing_reaches_the_terminal_raw() {
        assert_eq!(
            told("a.txt", "one\ntw\u{1b}o\n", "one\ntwo\n"),
            "differs: a.txt is not what the program writes: line 2 is \"tw\u{fffd}o\" there, and \"two\" when it is made again"
        );
        assert!(told("a.txt", "one\n", "one\ntwo\n").contains("line 2 is the end there, and \"two\""));
        assert!(told("t.parquet", "PAR1nonsensePAR1", "PAR1").contains("t.parquet cannot be read"));
    }
}
