//! Whether a computer's clock can be right: wrong clocks make wrong deadlines.

use super::moment::Moment;

/// When this version was made, at +08:00: not before its release, which a test holds against the changelog.
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

    /// The days of the releases in a changelog: headings as `## 0.2.0 – 2026-12-01`.
    fn releases(changelog: &str) -> Vec<Moment> {
        let headings = changelog.lines().filter_map(|line| line.strip_prefix("## "));
        let days = headings.filter_map(|heading| heading.split([' ', '(', ')']).find_map(|word| word.parse().ok()));
        days.map(|day: crate::domain::moment::Date| format!("{day}T00:00").parse().unwrap()).collect()
    }

    #[test]
    fn no_release_is_later_than_the_program_says_it_was_made() {
        let made = Moment::from_unix(MADE);
        let changelog = include_str!("../../CHANGELOG.md");
        assert!(changelog.contains("## "), "it is the changelog");
        assert!(releases(changelog).iter().all(|release| *release <= made), "move MADE to the day of the release");
        let later = releases("# Changelog\n\n## Unreleased\n\n## 0.2.0 (2026-12-01)\n\n## 0.1.0 – 2026-11-01\n");
        assert_eq!(later.iter().map(|release| *release <= made).collect::<Vec<_>>(), [false, true]);
    }

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
