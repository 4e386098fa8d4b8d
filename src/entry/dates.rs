//! Days and limits as people write them: `7`, `7个工作日`, `4h`, `12-05`, 明天, 下周三, `fri`.

use chrono::{Datelike, Days, Weekday};
use serde::{Deserialize, Serialize};

use crate::domain::deadline::Allowance;
use crate::domain::moment::{Date, Moment};

use super::fold::folded;

/// A day as it was named; which date it is depends on the day it is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum NamedDay {
    /// So many days after today (before, if negative): 明天 is 1, 前天 is -2.
    FromToday(i8),
    /// 周三, `wed`: of no week in particular.
    Weekday(Weekday),
    /// 上周三, 本周三, 下周三 (`last-wed`, `this-wed`, `next-wed`): of the week so many after this one; weeks begin on
    /// Monday.
    OfWeek(i8, Weekday),
    /// 12月5日, `12-05`.
    OfYear { month: u32, day: u32 },
    /// 2026年12月5日, `2026-12-05`.
    Full { year: i32, month: u32, day: u32 },
}

/// How long somebody has, as it was written behind `!`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Limit {
    /// `7`, `7个工作日`.
    Working(u32),
    /// `7d`, `7天`.
    Days(u32),
    /// `4h`, `4小时`.
    Hours(u32),
    Until(NamedDay),
}

/// Why a day or limit cannot be meant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DayFault {
    /// There is no such date, as 30 February.
    NoSuchDate,
    /// A date to be kept has passed, or a date of a visit is yet to come.
    WrongSide(Date),
    /// Longer than about ten years.
    TooLong,
}

const WEEKDAYS: [(Weekday, char, &str); 7] = [
    (Weekday::Mon, '一', "monday"),
    (Weekday::Tue, '二', "tuesday"),
    (Weekday::Wed, '三', "wednesday"),
    (Weekday::Thu, '四', "thursday"),
    (Weekday::Fri, '五', "friday"),
    (Weekday::Sat, '六', "saturday"),
    (Weekday::Sun, '日', "sunday"),
];

const DAY_WORDS: [(&str, i8); 14] = [
    ("今天", 0),
    ("今日", 0),
    ("today", 0),
    ("明天", 1),
    ("明日", 1),
    ("tomorrow", 1),
    ("后天", 2),
    ("大后天", 3),
    ("昨天", -1),
    ("昨日", -1),
    ("yesterday", -1),
    ("前天", -2),
    ("前日", -2),
    ("大前天", -3),
];

impl Limit {
    /// Reads what may stand behind `!`, and what `--due` takes. None where it has no such form.
    pub fn read(word: &str) -> Option<Self> {
        let word = folded(word);
        let digits = word.find(|c: char| !c.is_ascii_digit()).unwrap_or(word.len());
        if let (Ok(number @ 1..=9999), unit) = (word[..digits].parse::<u32>(), &word[digits..]) {
            match unit {
                "" | "个工作日" | "工作日" | "wd" => return Some(Self::Working(number)),
                "天" | "d" | "day" | "days" => return Some(Self::Days(number)),
                "小时" | "个小时" | "h" | "hour" | "hours" => return Some(Self::Hours(number)),
                _ => {}
            }
        }
        NamedDay::read(&dashed(&word)).map(Self::Until)
    }

    /// The allowance that is meant by it today.
    pub fn allowance(self, today: Date) -> Result<Allowance, DayFault> {
        let allowance = match self {
            Self::Working(days) => Allowance::Working(days),
            Self::Days(days) => Allowance::Days(days),
            Self::Hours(hours) => Allowance::Hours(hours),
            Self::Until(day) => Allowance::Until(Moment::end_of(day.to_come(today)?)),
        };
        if allowance.is_reasonable() { Ok(allowance) } else { Err(DayFault::TooLong) }
    }
}

impl std::fmt::Display for Limit {
    /// As it is written behind `!`.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Working(days) => write!(f, "{days}"),
            Self::Days(days) => write!(f, "{days}d"),
            Self::Hours(hours) => write!(f, "{hours}h"),
            Self::Until(day) => day.fmt(f),
        }
    }
}

impl std::fmt::Display for NamedDay {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let chinese = |day: &Weekday| WEEKDAYS[day.num_days_from_monday() as usize].1;
        match self {
            Self::FromToday(days) => {
                let word = DAY_WORDS.iter().find(|(_, offset)| offset == days).map_or("今天", |(word, _)| word);
                f.write_str(word)
            }
            Self::Weekday(day) => write!(f, "周{}", chinese(day)),
            Self::OfWeek(week, day) => {
                let which = ['上', '本', '下'][usize::try_from(week.clamp(&-1, &1) + 1).unwrap_or(1)];
                write!(f, "{which}周{}", chinese(day))
            }
            Self::OfYear { month, day } => write!(f, "{month}-{day:02}"),
            Self::Full { year, month, day } => write!(f, "{year}-{month:02}-{day:02}"),
        }
    }
}

impl NamedDay {
    /// Reads a day as a person types it. None where it has no such form.
    pub fn typed(word: &str) -> Option<Self> {
        Self::read(&dashed(&folded(word)))
    }

    /// Reads a day in a word that was folded before. None where it has no such form.
    pub(super) fn read(word: &str) -> Option<Self> {
        if let Some((_, days)) = DAY_WORDS.iter().find(|(known, _)| *known == word) {
            return Some(Self::FromToday(*days));
        }
        let weeks = [("上", -1), ("last-", -1), ("本", 0), ("这", 0), ("this-", 0), ("下", 1), ("next-", 1)];
        let named = weeks.iter().find_map(|(which, week)| Some((*week, weekday(word.strip_prefix(which)?)?)));
        if let Some((week, day)) = named {
            return Some(Self::OfWeek(week, day));
        }
        weekday(word).map(Self::Weekday).or_else(|| calendar_day(word))
    }

    /// The date as one to be kept: the next such day, today included.
    pub fn to_come(self, today: Date) -> Result<Date, DayFault> {
        let date = match self {
            Self::Weekday(day) => forward(today, (day.num_days_from_monday() + 7 - weekday_number(today)) % 7),
            Self::OfYear { month, day } => {
                let this_year = date(today.year(), month, day);
                match this_year {
                    // What has just passed was hardly meant for next year.
                    Ok(date) if date < today && (today - date).num_days() > 60 => {
                        self::date(today.year() + 1, month, day)?
                    }
                    Ok(date) => date,
                    Err(_) => self::date(today.year() + 1, month, day)?,
                }
            }
            _ => self.fixed(today)?,
        };
        if date < today { Err(DayFault::WrongSide(date)) } else { Ok(date) }
    }

    /// The date as one that was: the latest such day, today included.
    pub fn gone_by(self, today: Date) -> Result<Date, DayFault> {
        let date = match self {
            Self::Weekday(day) => back(today, (weekday_number(today) + 7 - day.num_days_from_monday()) % 7),
            Self::OfYear { month, day } => {
                let this_year = date(today.year(), month, day).ok().filter(|date| *date <= today);
                this_year.map_or_else(|| date(today.year() - 1, month, day), Ok)?
            }
            _ => self.fixed(today)?,
        };
        if date > today { Err(DayFault::WrongSide(date)) } else { Ok(date) }
    }

    fn fixed(self, today: Date) -> Result<Date, DayFault> {
        match self {
            Self::FromToday(days) if days < 0 => Ok(back(today, u32::from(days.unsigned_abs()))),
            Self::FromToday(days) => Ok(forward(today, u32::from(days.unsigned_abs()))),
            Self::OfWeek(week, day) => {
                let monday = back(today, weekday_number(today));
                let monday =
                    if week < 0 { back(monday, 7) } else { forward(monday, 7 * u32::from(week.unsigned_abs())) };
                Ok(forward(monday, day.num_days_from_monday()))
            }
            Self::Full { year, month, day } => date(year, month, day),
            Self::Weekday(_) | Self::OfYear { .. } => Err(DayFault::NoSuchDate),
        }
    }
}

fn weekday(word: &str) -> Option<Weekday> {
    let chinese = ["周", "星期", "礼拜"].iter().find_map(|week| word.strip_prefix(week));
    if let Some(day) = chinese {
        let mut letters = day.chars();
        let (Some(letter), None) = (letters.next(), letters.next()) else { return None };
        let letter = if letter == '天' { '日' } else { letter };
        return WEEKDAYS.iter().find(|(_, known, _)| *known == letter).map(|(day, ..)| *day);
    }
    WEEKDAYS.iter().find(|(_, _, name)| word == *name || word == &name[..3]).map(|(day, ..)| *day)
}

/// Where a day is asked for: `12.5`, and what an input method makes of it and of `12/5`.
fn dashed(word: &str) -> String {
    word.replace(['.', '。', '、'], "-")
}

/// `12-05`, `12/5`, 12月5日, 12月5号, and the same with a year in front.
fn calendar_day(word: &str) -> Option<NamedDay> {
    let plain = word.replace(['年', '月', '/'], "-");
    let plain = plain.strip_suffix(['日', '号']).filter(|_| word.contains('月')).unwrap_or(&plain);
    let numbers: Option<Vec<u32>> =
        plain.split('-').map(|part| number(part, if part.len() == 4 { 4 } else { 2 })).collect();
    match numbers?[..] {
        [month @ 1..=12, day @ 1..=31] => Some(NamedDay::OfYear { month, day }),
        [year @ 1900..=2199, month @ 1..=12, day @ 1..=31] => {
            Some(NamedDay::Full { year: i32::try_from(year).ok()?, month, day })
        }
        _ => None,
    }
}

fn number(text: &str, digits: usize) -> Option<u32> {
    let plain = !text.is_empty() && text.len() <= digits && text.bytes().all(|b| b.is_ascii_digit());
    plain.then(|| text.parse().ok()).flatten()
}

fn date(year: i32, month: u32, day: u32) -> Result<Date, DayFault> {
    Date::from_ymd_opt(year, month, day).ok_or(DayFault::NoSuchDate)
}

fn weekday_number(date: Date) -> u32 {
    date.weekday().num_days_from_monday()
}

fn forward(date: Date, days: u32) -> Date {
    date.checked_add_days(Days::new(u64::from(days))).unwrap_or(date)
}

fn back(date: Date, days: u32) -> Date {
    date.checked_sub_days(Days::new(u64::from(days))).unwrap_or(date)
}
