//! Whether a computer's clock can be right: wrong clocks make wrong deadlines.

use super::moment::Moment;

/// When this version was made; moved on with every release. At +08:00.
const MADE: i64 = 1_793_462_400; // 2026-11-01 00:00
/// Seconds by which a clock may be behind the last entry: it was set right by a little.
const SLACK: i64 = 600;

/// Why a clock cannot be right.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Oddity {
    /// It shows less than when this version was made.
    BeforeProgram(Moment),
    /// It shows less than when the last act of this device was typed.
    BeforeLast(Moment),
}

/// Why a clock that shows `now` cannot be right, if it cannot; `last` is when the last act of this device was typed.
pub fn oddity(now: Moment, last: Option<Moment>) -> Option<Oddity> {
    let made = Moment::from_unix(MADE);
    if now < made {
        return Some(Oddity::BeforeProgram(made));
    }
    last.filter(|last| now.plus_seconds(SLACK) < *last).map(Oddity::BeforeLast)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_clock_is_odd_before_the_program_and_well_before_the_last_entry() {
        let at = |text: &str| text.parse::<Moment>().unwrap();
        assert_eq!(Moment::from_unix(MADE), at("2026-11-01T00:00"));
        let last = Some(at("2026-11-23T09:00"));
        assert_eq!(oddity(at("2026-11-23T08:55"), last), None);
        assert_eq!(oddity(at("2026-11-23T08:49"), last), Some(Oddity::BeforeLast(at("2026-11-23T09:00"))));
        assert_eq!(oddity(at("2026-10-31T23:59"), last), Some(Oddity::BeforeProgram(at("2026-11-01T00:00"))));
        assert_eq!(oddity(at("2026-11-02T00:00"), None), None);
    }
}
