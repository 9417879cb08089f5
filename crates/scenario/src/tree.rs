//! Values at dotted paths of a table: looked up, put in, taken out, laid over each other.

use std::cmp::Ordering;

use toml::{Table, Value};

/// The value at a path; positions in lists are numbers.
pub fn get<'a>(table: &'a Table, path: &str) -> Option<&'a Value> {
    let mut keys = path.split('.');
    let first = table.get(keys.next()?)?;
    keys.try_fold(first, |here, key| match here {
        Value::Array(items) => items.get(key.parse::<usize>().ok()?),
        here => here.as_table()?.get(key),
    })
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

/// Takes out what all these paths name. A position in a list is the one that it had before anything was taken out.
pub fn remove_all<'a>(table: &mut Table, paths: impl IntoIterator<Item = &'a str>) {
    let mut paths: Vec<&str> = paths.into_iter().collect();
    paths.sort_by(|a, b| last_first(a, b));
    paths.dedup();
    paths.into_iter().for_each(|path| remove(table, path));
}

/// The order in which paths can be taken out one by one: of positions in a list, the last comes first.
pub fn last_first(a: &str, b: &str) -> Ordering {
    let keys = |path: &str| path.split('.').map(|key| (key.parse::<usize>().ok(), key.to_owned())).collect();
    let [a, b]: [Vec<(Option<usize>, String)>; 2] = [keys(a), keys(b)];
    b.cmp(&a)
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
