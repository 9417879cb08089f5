//! Numbers in sentences and tables: rounded, without a minus before nought, and with words where there is no number.

use crate::Interval;

/// A number with so many digits.
pub fn plain(value: f64, digits: usize) -> String {
    if !value.is_finite() {
        return "unknown".to_owned();
    }
    let text = format!("{value:.digits$}");
    // Rounding keeps the sign of what it rounds to nought.
    match text.strip_prefix('-') {
        Some(size) if size.bytes().all(|byte| matches!(byte, b'0' | b'.')) => size.to_owned(),
        _ => text,
    }
}

/// A difference with so many digits, and its sign unless it is nought.
pub fn signed(value: f64, digits: usize) -> String {
    let text = plain(value, digits);
    let nought = text.bytes().all(|byte| matches!(byte, b'0' | b'.'));
    if nought || !value.is_finite() || text.starts_with('-') { text } else { format!("+{text}") }
}

/// A share of one in hundredths, as in "6.5 %".
pub fn per_cent(share: f64) -> String {
    if share.is_finite() { format!("{} %", plain(100.0 * share, 1)) } else { plain(share, 1) }
}

/// The ends of an interval, as in "4.7 to 9.6"; words where an end is not known.
pub fn ends(interval: &Interval, number: impl Fn(f64) -> String) -> String {
    match (interval.low.is_finite(), interval.high.is_finite()) {
        (true, true) => format!("{} to {}", number(interval.low), number(interval.high)),
        (true, false) => format!("{} or more", number(interval.low)),
        (false, true) => format!("{} or less", number(interval.high)),
        (false, false) => "anything".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::{ends, per_cent, plain, signed};
    use crate::Interval;

    #[test]
    fn nought_has_no_sign() {
        assert_eq!([plain(-4.3e-19, 1), plain(-0.04, 1), plain(-0.0, 3)], ["0.0", "0.0", "0.000"]);
        assert_eq!([plain(-0.06, 1), plain(12.34, 1), plain(-7.0, 0)], ["-0.1", "12.3", "-7"]);
        assert_eq!(
            [signed(0.04, 1), signed(-0.04, 1), signed(0.06, 1), signed(-3.0, 1)],
            ["0.0", "0.0", "+0.1", "-3.0"]
        );
        assert_eq!([per_cent(-1e-9), per_cent(0.0652), per_cent(f64::NAN)], ["0.0 %", "6.5 %", "unknown"]);
    }

    #[test]
    fn what_is_not_known_is_said_in_words() {
        let found = |low, high| ends(&Interval { estimate: 1.0, low, high }, |x| plain(x, 1));
        assert_eq!(found(0.5, 1.5), "0.5 to 1.5");
        assert_eq!(found(0.0, f64::INFINITY), "0.0 or more");
        assert_eq!(found(f64::NEG_INFINITY, f64::INFINITY), "anything");
    }
}
