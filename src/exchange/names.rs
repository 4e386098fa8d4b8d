//! What rosters write for names and birthdays.

use super::reading::ProblemCode;
use super::table::Field;
use crate::domain::moment::Date;
use crate::domain::width::{half_width, unseen};

/// A name as it will be kept, and what is odd about it.
pub(super) fn name(written: &str) -> (String, Vec<ProblemCode>) {
    let mut problems = Vec::new();
    let mut kept = String::new();
    for c in written.trim_matches(unseen).chars().map(half_width) {
        match c {
            '\u{E000}'..='\u{F8FF}' | '\u{F0000}'..='\u{10FFFD}' => {
                problems.push(ProblemCode::NamePrivateChar);
                kept.push(c);
            }
            '•' | '・' | '．' | '.' | '‧' | '∙' => kept.push('·'),
            c if c.is_whitespace() => kept.push(' '),
            c if unseen(c) => {}
            c => {
                if odd(c) {
                    problems.push(ProblemCode::NameOddChar { found: c });
                }
                kept.push(c);
            }
        }
    }
    let (kept, inner) = without_inner_spaces(&kept);
    if inner {
        problems.push(ProblemCode::NameInnerSpace);
    }
    problems.dedup();
    (kept, problems)
}

fn odd(c: char) -> bool {
    c.is_ascii_digit()
        || matches!(c, '?' | '*' | '\u{FFFD}' | '□' | '■' | '#' | '@' | '&' | '<' | '>' | '=' | '_' | '^' | '~')
}

/// Spaces that stretch a short Chinese name go; between the parts of a longer one stands a point; Latin words keep one.
fn without_inner_spaces(name: &str) -> (String, bool) {
    let parts: Vec<&str> = name.split(' ').filter(|part| !part.is_empty()).collect();
    if parts.len() < 2 {
        return (parts.concat(), false);
    }
    if parts.iter().any(|part| part.chars().any(|c| c.is_ascii_alphabetic())) {
        return (parts.join(" "), false);
    }
    let stretched = parts.iter().any(|part| part.chars().count() == 1);
    (if stretched { parts.concat() } else { parts.join("·") }, true)
}

/// How exactly a birthday is written.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Birthday {
    Day(Date),
    Month {
        year: i32,
        month: u32,
    },
    Year(i32),
    /// Two digits of the year, and the month.
    ShortYear {
        year: i32,
        month: u32,
    },
    /// The same signs mean different days.
    Ambiguous,
}

impl Birthday {
    /// True when nothing written contradicts this day.
    pub fn fits(self, day: Date) -> bool {
        use chrono::Datelike;
        match self {
            Self::Day(written) => written == day,
            Self::Month { year, month } => (year, month) == (day.year(), day.month()),
            Self::Year(year) => year == day.year(),
            Self::ShortYear { year, month } => (year, month) == (day.year() % 100, day.month()),
            Self::Ambiguous => true,
        }
    }
}

/// Reads a birthday in any of the usual forms; `None` when nothing like a date is written.
pub(super) fn birthday(field: &Field) -> Option<Birthday> {
    match field {
        Field::Date(date) => Some(Birthday::Day(*date)),
        Field::Number(number) => numeric_birthday(*number),
        Field::Text(text) => written_birthday(text),
        Field::NoValue => None,
    }
}

fn numeric_birthday(number: f64) -> Option<Birthday> {
    let text = number.to_string();
    // A day count since 1899-12-30, whose cell was not formatted as a date.
    if number.fract() == 0.0 && (3000.0..60000.0).contains(&number) && !(1900.0..2100.0).contains(&number) {
        let days = text.parse().ok()?;
        let start = Date::from_ymd_opt(1899, 12, 30)?;
        return start.checked_add_days(chrono::Days::new(days)).map(Birthday::Day);
    }
    match written_birthday(&text)? {
        // As a number, October's `.10` has become January's `.1`.
        Birthday::Month { month: 1, .. } if text.ends_with(".1") => Some(Birthday::Ambiguous),
        other => Some(other),
    }
}

fn written_birthday(text: &str) -> Option<Birthday> {
    let plain: String = text.chars().map(half_width).collect();
    let groups: Vec<&str> = plain.split(|c: char| !c.is_ascii_digit()).filter(|g| !g.is_empty()).collect();
    let number = |text: &str| text.parse::<u32>().ok();
    let long_year = |text: &str| number(text).filter(|_| text.len() == 4).and_then(|y| i32::try_from(y).ok());
    match groups.as_slice() {
        [all] if all.len() >= 8 => day(long_year(all.get(..4)?)?, number(all.get(4..6)?)?, number(all.get(6..8)?)?),
        [all] if all.len() == 6 => month(long_year(all.get(..4)?)?, number(all.get(4..)?)?),
        [all] => long_year(all).filter(|y| (1850..2200).contains(y)).map(Birthday::Year),
        [year, m] if year.len() == 4 => month(long_year(year)?, number(m)?),
        [year, m] if year.len() == 2 => short(number(year)?, number(m)?),
        [year, m, d, ..] if year.len() == 4 => day(long_year(year)?, number(m)?, number(d)?),
        [a, b, year, ..] if year.len() == 4 => day_first(number(a)?, number(b)?, long_year(year)?),
        [year, m, _, ..] if year.len() == 2 => short(number(year)?, number(m)?),
        _ => None,
    }
}

fn day(year: i32, month: u32, day: u32) -> Option<Birthday> {
    Date::from_ymd_opt(year, month, day).map(Birthday::Day)
}

fn month(year: i32, month: u32) -> Option<Birthday> {
    (1..=12).contains(&month).then_some(Birthday::Month { year, month })
}

fn short(year: u32, month: u32) -> Option<Birthday> {
    let year = i32::try_from(year).ok()?;
    (1..=12).contains(&month).then_some(Birthday::ShortYear { year, month })
}

/// `3/4/1965` may be the third of April or the fourth of March.
fn day_first(a: u32, b: u32, year: i32) -> Option<Birthday> {
    match (day(year, b, a), day(year, a, b)) {
        (Some(one), Some(other)) if one != other => Some(Birthday::Ambiguous),
        (one, other) => one.or(other),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_lose_their_dirt_but_not_their_parts() {
        assert_eq!(name(" 王　芳\u{200B}").0, "王芳");
        assert_eq!(name("阿迪力．买买提").0, "阿迪力·买买提");
        assert_eq!(name("阿迪力 买买提").0, "阿迪力·买买提");
        assert_eq!(name("John  Smith").0, "John Smith");
        assert_eq!(name("张?").1, [ProblemCode::NameOddChar { found: '?' }]);
        assert_eq!(name("张\u{E123}").1, [ProblemCode::NamePrivateChar]);
        assert_eq!(name("李建国").1, []);
    }

    #[test]
    fn birthdays_are_read_in_the_usual_forms() {
        let text = |t: &str| birthday(&Field::Text(t.into()));
        let full = Some(Birthday::Day(Date::from_ymd_opt(1984, 8, 4).unwrap()));
        for form in [
            "1984-08-04",
            "1984/8/4",
            "1984.08.04",
            "1984年8月4日",
            "19840804",
            "1984、8、4",
            "１９８４年８月４日",
            "1984-08-04 00:00:00",
        ] {
            assert_eq!(text(form), full, "{form}");
        }
        assert_eq!(text("1945.11"), Some(Birthday::Month { year: 1945, month: 11 }));
        assert_eq!(text("195502"), Some(Birthday::Month { year: 1955, month: 2 }));
        assert_eq!(text("57.4"), Some(Birthday::ShortYear { year: 57, month: 4 }));
        assert_eq!(text("3/4/1965"), Some(Birthday::Ambiguous));
        assert_eq!(birthday(&Field::Number(1965.1)), Some(Birthday::Ambiguous));
        assert_eq!(birthday(&Field::Number(30898.0)), full);
        assert_eq!(text("不详"), None);
    }
}
