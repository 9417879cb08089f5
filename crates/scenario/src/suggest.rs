//! Did you mean …: the nearest of some names.

/// Likeness (Jaro and Winkler) from which a name is taken for a slip of another.
const LIKE: f64 = 0.8;

/// The name that is most like a word, if one is like enough to be what was meant.
pub fn nearest<'a>(word: &str, names: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    nearest_within(word, names, LIKE)
}

/// The same, for another likeness in 0–1.
pub fn nearest_within<'a>(
    word: &str,
    names: impl IntoIterator<Item = &'a str>,
    like: f64,
) -> Option<&'a str> {
    let likeness = |name: &'a str| (strsim::jaro_winkler(word, name), name);
    let nearest = names.into_iter().map(likeness).max_by(|a, b| a.0.total_cmp(&b.0))?;
    (nearest.0 > like).then_some(nearest.1)
}
