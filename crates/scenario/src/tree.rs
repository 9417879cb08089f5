//! Values at dotted paths of a table: looked up, put in, taken out, laid over each other.

use toml::{Table, Value};

/// The value at a path.
pub fn get<'a>(table: &'a Table, path: &str) -> Option<&'a Value> {
    let (first, rest) = path.split_once('.').unwrap_or((path, ""));
    let value = table.get(first)?;
    if rest.is_empty() { Some(value) } else { get(value.as_table()?, rest) }
}

/// Whether the part that a path belongs to stands in a table.
pub fn has_place(table: &Table, path: &str) -> bool {
    path.rsplit_once('.').is_none_or(|(parent, _)| get(table, parent).is_some())
}

/// Puts a value at a path; `None` where an array has no such position.
pub fn insert(table: &mut Table, path: &str, value: Value) -> Option<()> {
    let Some((key, rest)) = path.split_once('.') else {
        table.insert(path.to_owned(), value);
        return Some(());
    };
    let names_position = rest.split('.').next().is_some_and(|part| part.parse::<usize>().is_ok());
    if names_position && !table.contains_key(key) {
        return None;
    }
    match table.entry(key).or_insert_with(|| Value::Table(Table::new())) {
        Value::Table(inner) => insert(inner, rest, value),
        Value::Array(items) => {
            let (position, rest) = rest.split_once('.').unwrap_or((rest, ""));
            match items.get_mut(position.parse::<usize>().ok()?)? {
                Value::Table(inner) if !rest.is_empty() => insert(inner, rest, value),
                item if rest.is_empty() => {
                    *item = value;
                    Some(())
                }
                _ => None,
            }
        }
        _ => None,
    }
}

/// Takes out what a full path names; what is not there needs no taking out.
pub fn remove(table: &mut Table, path: &str) {
    let (first, rest) = path.split_once('.').unwrap_or((path, ""));
    match table.get_mut(first) {
        _ if rest.is_empty() => {
            table.remove(first);
        }
        Some(Value::Table(inner)) => remove(inner, rest),
        Some(Value::Array(items)) => {
            let (position, rest) = rest.split_once('.').unwrap_or((rest, ""));
            let Some(position) = position.parse::<usize>().ok().filter(|position| *position < items.len())
            else {
                return;
            };
            match items[position].as_table_mut() {
                Some(inner) if !rest.is_empty() => remove(inner, rest),
                _ => {
                    items.remove(position);
                }
            }
        }
        _ => {}
    }
}

/// Lays a table over another one: what both have is the other's, tables inside are laid over each other.
pub fn merge(into: &mut Table, from: Table) {
    for (key, value) in from {
        match (into.get_mut(&key), value) {
            (Some(Value::Table(inner)), Value::Table(value)) => merge(inner, value),
            (_, value) => {
                into.insert(key, value);
            }
        }
    }
}
