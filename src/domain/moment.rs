//! Moments and dates. The country keeps one time, +08:00, whatever zone the machine is set to.

use std::fmt;
use std::str::FromStr;

use chrono::{DateTime, Datelike, FixedOffset, NaiveDate, NaiveDateTime, NaiveTime, TimeZone};
use serde::{Deserialize, Serialize};

/// Seconds east of Greenwich of the national time.
const EAST: i32 = 8 * 3600;
/// A calendar date without a time of day, as people at the door say it.
pub type Date = NaiveDate;

/// A moment to the second, kept as Unix seconds and always shown at +08:00.
///
/// Years outside 1900–2199 are refused when read, so that arithmetic on a stored moment cannot overflow.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, Default)]
pub struct Moment(i64);

impl Moment {
    /// The earliest and the latest second that [`Moment::from_unix`] gives back unchanged.
    const SPAN: (i64, i64) = (-2_208_988_800, 7_258_089_600);

    /// The moment that many seconds after 1970-01-01T00:00:00Z; outside 1900–2199 the nearest end.
    pub fn from_unix(seconds: i64) -> Self {
        Self(seconds.clamp(Self::SPAN.0, Self::SPAN.1))
    }

    /// Seconds since 1970-01-01T00:00:00Z.
    pub fn unix(self) -> i64 {
        self.0
    }

    /// The moment at which a clock in the country shows this date and time.
    pub fn local(date: Date, hour: u32, minute: u32, second: u32) -> Self {
        let time = NaiveTime::from_hms_opt(hour, minute, second).unwrap_or(NaiveTime::MIN);
        Self::from_unix(NaiveDateTime::new(date, time).and_utc().timestamp() - i64::from(EAST))
    }

    /// 00:00:00 of a date.
    pub fn start_of(date: Date) -> Self {
        Self::local(date, 0, 0, 0)
    }

    /// 23:59:59 of a date: how "until 24:00 of that day" is written.
    pub fn end_of(date: Date) -> Self {
        Self::local(date, 23, 59, 59)
    }

    /// The date that a calendar on the wall shows.
    pub fn date(self) -> Date {
        self.as_chrono().date_naive()
    }

    /// Hours and minutes on the wall, `(0–23, 0–59)`.
    pub fn hour_minute(self) -> (u32, u32) {
        let time = self.as_chrono().time();
        (chrono::Timelike::hour(&time), chrono::Timelike::minute(&time))
    }

    /// This moment moved by seconds, kept inside the years 1900–2199.
    #[must_use]
    pub fn plus_seconds(self, seconds: i64) -> Self {
        Self::from_unix(self.0.saturating_add(seconds))
    }

    /// The moment as people read it, to the minute: `2026-11-22 09:12`.
    pub fn to_the_minute(self) -> String {
        self.as_chrono().format("%Y-%m-%d %H:%M").to_string()
    }

    /// The same moment for the date library.
    pub fn as_chrono(self) -> DateTime<FixedOffset> {
        let east = FixedOffset::east_opt(EAST).expect("eight hours is a valid offset");
        east.timestamp_opt(self.0, 0).single().expect("the constructor keeps the year within 1900–2199")
    }
}

impl fmt::Display for Moment {
    /// RFC 3339 at +08:00, to the second.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.as_chrono().format("%Y-%m-%dT%H:%M:%S+08:00"))
    }
}

/// What was given as a moment is not one.
#[derive(Debug, PartialEq, Eq)]
pub struct NotAMoment;

impl FromStr for Moment {
    type Err = NotAMoment;

    /// Reads RFC 3339, `2026-11-21T09:00[:00]`, `2026-11-21 09:00[:00]` (both at +08:00) or a bare date (its 00:00).
    fn from_str(text: &str) -> Result<Self, NotAMoment> {
        let text = text.trim();
        let seconds = if let Ok(zoned) = DateTime::parse_from_rfc3339(text) {
            zoned.timestamp()
        } else {
            let local = ["%Y-%m-%dT%H:%M:%S", "%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M:%S", "%Y-%m-%d %H:%M"]
                .iter()
                .find_map(|form| NaiveDateTime::parse_from_str(text, form).ok())
                .or_else(|| Date::parse_from_str(text, "%Y-%m-%d").ok().map(|d| d.and_time(NaiveTime::MIN)))
                .ok_or(NotAMoment)?;
            if !(1900..=2199).contains(&local.year()) {
                return Err(NotAMoment);
            }
            local.and_utc().timestamp() - i64::from(EAST)
        };
        let moment = Self::from_unix(seconds);
        if moment.0 == seconds { Ok(moment) } else { Err(NotAMoment) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_moment_is_shown_at_eastern_time_whatever_zone_it_was_written_in() {
        let moment: Moment = "2026-11-21T01:00:00Z".parse().unwrap();
        assert_eq!(moment.to_string(), "2026-11-21T09:00:00+08:00");
        assert_eq!("2026-11-21 09:00".parse(), Ok(moment));
        assert_eq!(moment.date(), Date::from_ymd_opt(2026, 11, 21).unwrap());
    }

    #[test]
    fn what_is_not_a_moment_is_refused() {
        for text in ["", "tomorrow", "2026-02-30", "9999-12-31", "2026-11-21T25:00"] {
            assert_eq!(text.parse::<Moment>(), Err(NotAMoment), "{text}");
        }
    }
}
