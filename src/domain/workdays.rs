//! The national calendar of working days: weekends, public holidays and make-up workdays (调休).
//!
//! A table names the days that differ from "Monday to Friday" year by year, as the State Council's yearly notice
//! does. A year that no table names is *not published*: only its weekends are known, and whatever counts there is
//! provisional. The embedded table holds 2020–2026 (five independent sources agree); a newer one extends it.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{Datelike, Weekday};

use super::moment::Date;

/// What a calendar on the wall says about a date.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Day<'a> {
    /// An ordinary working day.
    Working,
    /// A weekend day that is worked to make up for a holiday, and the name of that holiday.
    Makeup(&'a str),
    /// A Saturday or Sunday off.
    Weekend,
    /// A public holiday and its name, also where it falls on a weekend.
    Holiday(&'a str),
}

/// What is wrong with one row of a table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RowFault {
    /// The line in the file, counted from 1 with the header as line 1.
    pub row: usize,
    /// What stands there.
    pub found: String,
    /// What should stand there instead.
    pub expected: RowExpected,
}

/// What a row of a table should have been.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RowExpected {
    /// `date`, `kind` and `name`, separated by tabs.
    ThreeColumns,
    /// A date of the years 1900–2199, written `YYYY-MM-DD`.
    Date,
    /// `holiday` or `makeup`.
    Kind,
    /// The name of the holiday; it is empty.
    Name,
    /// A Saturday or Sunday: only those can be worked to make up for a holiday.
    WeekendToMakeUp,
    /// A date that no earlier row has named.
    NewDate,
    /// At least one row below the header.
    AnyRow,
}

#[derive(Clone, Debug, PartialEq, Eq)]
struct Named {
    off: bool,
    name: String,
}

/// One named date, with what all named dates up to it add to the number of Mondays to Fridays.
#[derive(Clone, Debug)]
struct Row {
    date: Date,
    named: Named,
    gained: i64,
}

/// The working days of the country as far as they are known.
#[derive(Clone, Debug)]
pub struct Workdays {
    /// In order of date.
    rows: Vec<Row>,
    published: BTreeSet<i32>,
}

impl Workdays {
    /// The table that comes with the program, 2020–2026.
    pub fn embedded() -> Self {
        Self::from_tsv(Self::embedded_tsv()).expect("the embedded table is read by a test")
    }

    /// The text of [`Workdays::embedded`], for an office to go on from.
    pub const fn embedded_tsv() -> &'static str {
        include_str!("workdays.tsv")
    }

    /// Reads a table of `date`, `kind` (`holiday` or `makeup`) and `name` separated by tabs, below a header of these
    /// three words. Rows may stand in any order.
    ///
    /// A year counts as published when a row of it lies before December: a notice may also touch the last days of
    /// the year before, and these alone say nothing about that year.
    ///
    /// # Errors
    /// Every faulty row, in the order of the file; nothing of a faulty table is taken.
    pub fn from_tsv(text: &str) -> Result<Self, Vec<RowFault>> {
        let mut named = BTreeMap::new();
        let mut faults = Vec::new();
        let lines = text.trim_start_matches('\u{feff}').lines().enumerate();
        for (index, line) in lines.filter(|(_, line)| !line.trim().is_empty()) {
            if index == 0 && line.split('\t').map(str::trim).eq(["date", "kind", "name"]) {
                continue;
            }
            let fault = |(found, expected): (&str, _)| RowFault { row: index + 1, found: found.to_owned(), expected };
            match read_row(line) {
                Err(wrong) => faults.push(fault(wrong)),
                Ok((date, _)) if named.contains_key(&date) => faults.push(fault((line, RowExpected::NewDate))),
                Ok((date, day)) => drop(named.insert(date, day)),
            }
        }
        if named.is_empty() && faults.is_empty() {
            faults.push(RowFault { row: 1, found: String::new(), expected: RowExpected::AnyRow });
        }
        if faults.is_empty() { Ok(Self::of(named)) } else { Err(faults) }
    }

    fn of(named: BTreeMap<Date, Named>) -> Self {
        let published = named.keys().filter(|date| date.month() < 12).map(Datelike::year).collect();
        let mut gained = 0;
        let rows = named
            .into_iter()
            .map(|(date, named)| {
                gained += i64::from(!named.off) - i64::from(!is_weekend(date));
                Row { date, named, gained }
            })
            .collect();
        Self { rows, published }
    }

    /// This calendar with a newer table laid over it: a year that the newer table publishes replaces that year
    /// whole; single days it names in other years (the last days of December) are laid over one by one.
    #[must_use]
    pub fn extended_with(&self, newer: &Self) -> Self {
        let kept = self.rows.iter().filter(|row| !newer.published(row.date.year()));
        let all = kept.chain(&newer.rows).map(|row| (row.date, row.named.clone())).collect();
        Self::of(all)
    }

    /// What the calendar says about a date; in a year that is not published only weekends are known.
    pub fn day(&self, date: Date) -> Day<'_> {
        match self.rows.binary_search_by_key(&date, |row| row.date).map(|at| &self.rows[at].named) {
            Ok(Named { off: true, name }) => Day::Holiday(name),
            Ok(Named { off: false, name }) => Day::Makeup(name),
            Err(_) if is_weekend(date) => Day::Weekend,
            Err(_) => Day::Working,
        }
    }

    /// Whether offices work on that date.
    pub fn is_working(&self, date: Date) -> bool {
        matches!(self.day(date), Day::Working | Day::Makeup(_))
    }

    /// Whether the holidays of that year are known.
    pub fn published(&self, year: i32) -> bool {
        self.published.contains(&year)
    }

    /// How many working days lie after one date up to and including another; 0 when the second is not later.
    /// The cost does not depend on how far they are apart.
    pub fn working_days_between(&self, after: Date, until: Date) -> u32 {
        u32::try_from(self.working_days_up_to(until) - self.working_days_up_to(after)).unwrap_or(0)
    }

    /// Working days from 0001-01-01, a Monday, up to and including a date.
    fn working_days_up_to(&self, date: Date) -> i64 {
        let days = i64::from(date.num_days_from_ce());
        let mondays_to_fridays = days.div_euclid(7) * 5 + days.rem_euclid(7).min(5);
        let named = self.rows.partition_point(|row| row.date <= date);
        mondays_to_fridays + named.checked_sub(1).map_or(0, |last| self.rows[last].gained)
    }
}

fn is_weekend(date: Date) -> bool {
    matches!(date.weekday(), Weekday::Sat | Weekday::Sun)
}

/// The date and what it is, or what was found and what should have been there.
fn read_row(line: &str) -> Result<(Date, Named), (&str, RowExpected)> {
    let columns: Vec<&str> = line.split('\t').map(str::trim).collect();
    let [written, kind, name] = columns[..] else { return Err((line, RowExpected::ThreeColumns)) };
    let date = Date::parse_from_str(written, "%Y-%m-%d").ok().filter(|date| (1900..=2199).contains(&date.year()));
    let date = date.ok_or((written, RowExpected::Date))?;
    let off = match kind {
        "holiday" => true,
        "makeup" if is_weekend(date) => false,
        "makeup" => return Err((written, RowExpected::WeekendToMakeUp)),
        _ => return Err((kind, RowExpected::Kind)),
    };
    if name.is_empty() {
        return Err((line, RowExpected::Name));
    }
    Ok((date, Named { off, name: name.to_owned() }))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn date(text: &str) -> Date {
        text.parse().unwrap()
    }

    #[test]
    fn the_embedded_table_knows_holidays_make_up_days_and_weekends() {
        let workdays = Workdays::embedded();
        assert_eq!(workdays.day(date("2026-10-01")), Day::Holiday("国庆节"));
        assert_eq!(workdays.day(date("2026-09-20")), Day::Makeup("国庆节"));
        assert_eq!(workdays.day(date("2026-11-21")), Day::Weekend);
        assert_eq!(workdays.day(date("2026-11-23")), Day::Working);
        assert!(workdays.is_working(date("2026-02-14")), "a Saturday that is worked");
        assert!((2020..=2026).all(|year| workdays.published(year)));
        assert!(!workdays.published(2019) && !workdays.published(2027));
    }

    #[test]
    fn every_year_of_the_embedded_table_has_a_believable_number_of_working_days() {
        let workdays = Workdays::embedded();
        for year in 2020..=2026 {
            let last_of = |year| Date::from_ymd_opt(year, 12, 31).unwrap();
            let days = workdays.working_days_between(last_of(year - 1), last_of(year));
            assert!((247..=252).contains(&days), "{year}: {days}");
        }
    }

    #[test]
    fn counting_working_days_over_a_span_agrees_with_asking_every_day() {
        let workdays = Workdays::embedded();
        let (after, mut until) = (date("2019-12-20"), date("2019-12-20"));
        let mut expected = 0;
        while until < date("2027-01-20") {
            assert_eq!(workdays.working_days_between(after, until), expected, "{until}");
            until = until.succ_opt().unwrap();
            expected += u32::from(workdays.is_working(until));
        }
        assert_eq!(workdays.working_days_between(until, after), 0, "a span that runs backwards has no days");
    }

    #[test]
    fn a_faulty_table_is_refused_with_every_fault_at_its_line() {
        let table = "date\tkind\tname\n2027-13-01\tholiday\t元旦\n2027-01-01\tfestival\t元旦\n2027-01-02\tholiday\n\
                     2027-01-04\tmakeup\t元旦\n2027-02-06\tholiday\t\n2027-02-07\tholiday\t春节\n2027-02-07\tmakeup\t春节\n";
        let faults = Workdays::from_tsv(table).unwrap_err();
        let told: Vec<_> = faults.iter().map(|fault| (fault.row, fault.expected)).collect();
        assert_eq!(
            told,
            [
                (2, RowExpected::Date),
                (3, RowExpected::Kind),
                (4, RowExpected::ThreeColumns),
                (5, RowExpected::WeekendToMakeUp),
                (6, RowExpected::Name),
                (8, RowExpected::NewDate),
            ]
        );
        assert_eq!(faults[1].found, "festival");
        assert_eq!(Workdays::from_tsv("date\tkind\tname\n").unwrap_err()[0].expected, RowExpected::AnyRow);
    }

    #[test]
    fn a_table_saved_by_a_spreadsheet_is_read() {
        let table = "\u{feff}date\tkind\tname\r\n2027-01-01\tholiday\t元旦\r\n\r\n";
        assert!(Workdays::from_tsv(table).unwrap().published(2027));
    }

    #[test]
    fn a_newer_table_replaces_the_years_it_publishes_whole() {
        let newer = "date\tkind\tname\n2026-01-01\tholiday\t元旦\n2027-01-01\tholiday\t元旦\n";
        let workdays = Workdays::embedded().extended_with(&Workdays::from_tsv(newer).unwrap());
        assert_eq!(workdays.day(date("2026-10-01")), Day::Working, "the new 2026 has no such holiday");
        assert_eq!(workdays.day(date("2025-10-01")), Day::Holiday("国庆节"));
        assert_eq!(workdays.day(date("2027-01-01")), Day::Holiday("元旦"));
    }

    #[test]
    fn the_last_days_of_december_in_next_years_notice_do_not_wipe_out_this_year() {
        let newer =
            "date\tkind\tname\n2026-12-31\tholiday\t元旦\n2027-01-01\tholiday\t元旦\n2027-12-31\tholiday\t元旦\n";
        let newer = Workdays::from_tsv(newer).unwrap();
        let workdays = Workdays::embedded().extended_with(&newer);
        assert_eq!(workdays.day(date("2026-12-31")), Day::Holiday("元旦"));
        assert_eq!(workdays.day(date("2026-10-01")), Day::Holiday("国庆节"));
        assert!(workdays.published(2027) && !newer.published(2026));
    }
}
