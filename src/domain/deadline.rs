//! The clock of promises: when something is due, why, and whether it is late.
//!
//! Days are counted, never hours of business: the time of day at which something was received makes no difference to
//! a deadline in days. Nothing here reads a clock or keeps a running count; late is what a given *now* says it is.

use chrono::Datelike;
use serde::{Deserialize, Serialize};

use super::moment::{Date, Moment};
use super::workdays::{Day, Workdays};

mod clock;

pub use clock::{ClockRefusal, DeadlineClock, Extension};

/// How long somebody has. A matter keeps the allowance it was given.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Allowance {
    /// Working days (工作日): day 1 is the first working day after the date of receipt.
    Working(u32),
    /// Calendar days (自然日) after the date of receipt; a last day that is off gives way to the next working day
    /// (Civil Code 民法典 articles 201 and 203).
    Days(u32),
    /// Hours to the second, day and night.
    Hours(u32),
    /// A moment that a person fixed: it does not move and cannot be paused.
    Until(Moment),
}

impl Allowance {
    /// The longest allowance that is read from a policy or a line, in days of either sort: about ten years. Longer
    /// ones are still counted, and end with the last day a [`Moment`] can name.
    pub const LONGEST_DAYS: u32 = 3660;

    /// Whether this is no longer than [`Allowance::LONGEST_DAYS`]; a date that a person fixed always is.
    pub const fn is_reasonable(self) -> bool {
        match self {
            Self::Working(days) | Self::Days(days) => days <= Self::LONGEST_DAYS,
            Self::Hours(hours) => hours <= Self::LONGEST_DAYS * 24,
            Self::Until(_) => true,
        }
    }
}

/// The last moment that is still in time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Due {
    /// In time up to and including this second; 23:59:59 of the last day for deadlines in days.
    pub at: Moment,
    /// 估算: counted through a year whose holidays are not published yet, with its weekends only.
    pub provisional: bool,
}

/// A time in which the household was waited for. Without an end it goes on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Pause {
    /// When waiting began.
    pub from: Moment,
    /// When it ended.
    pub to: Option<Moment>,
}

impl Pause {
    /// Whether it takes that whole day: the days after the one it began on, up to and including the day of resuming.
    fn takes(self, day: Date) -> bool {
        self.to.is_some_and(|to| self.from.date() < day && day <= to.date())
    }

    /// Whether it still goes on when that day ends.
    fn outlasts(self, day: Date) -> bool {
        self.to.is_some_and(|to| self.from.date() <= day && day < to.date())
    }
}

/// Why a day was not counted. For calendar days, which count through weekends and holidays, these two stand only where
/// the last day fell on one and gave way to the next working day.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Skip {
    /// A Saturday or Sunday off.
    Weekend,
    /// A public holiday, by name.
    Holiday(String),
    /// The household was waited for.
    Paused,
}

/// A due moment and the days that lead to it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Explanation {
    /// The result.
    pub due: Due,
    /// The days that counted, in order: as many as the allowance has days, the last of them the due date. Empty for
    /// hours and for a date that a person fixed.
    pub counted: Vec<Date>,
    /// The days between receipt and due date that did not count, in order.
    pub skipped: Vec<(Date, Skip)>,
    /// For an allowance in hours: seconds that did not count because of pauses. Otherwise 0.
    pub paused_seconds: i64,
}

/// When an allowance that began at `received` ends, without any pause.
pub fn due(allowance: Allowance, received: Moment, workdays: &Workdays) -> Due {
    explain(allowance, received, &[], workdays).due
}

/// When an allowance that began at `received` ends, and why.
///
/// A pause that still goes on takes nothing yet: what is due is what would be if it ended now on the day it began.
/// When the last day is cut short by a pause, the day of resuming stands in for it (or the next working day), so that
/// no deadline passes during a pause. An allowance of 0 days ends on the date of receipt, or the next working day.
pub fn explain(allowance: Allowance, received: Moment, pauses: &[Pause], workdays: &Workdays) -> Explanation {
    match allowance {
        Allowance::Working(days) => Count::new(received, pauses, workdays).run(days, true),
        Allowance::Days(days) => Count::new(received, pauses, workdays).run(days, false),
        Allowance::Hours(hours) => explain_hours(hours, received, pauses),
        Allowance::Until(at) => Explanation::without_days(at, 0),
    }
}

impl Explanation {
    fn without_days(at: Moment, paused_seconds: i64) -> Self {
        let due = Due { at, provisional: false };
        Self { due, counted: Vec::new(), skipped: Vec::new(), paused_seconds }
    }
}

fn explain_hours(hours: u32, received: Moment, pauses: &[Pause]) -> Explanation {
    let mut ended: Vec<(Moment, Moment)> = pauses.iter().filter_map(|pause| Some((pause.from, pause.to?))).collect();
    ended.sort_unstable();
    let (mut at, mut running_since, mut waited) = (received.plus_seconds(i64::from(hours) * 3600), received, 0);
    for (from, to) in ended {
        // Pauses may overlap, begin before receipt, or begin when the time was already up.
        let from = from.max(running_since);
        if from <= at && from < to {
            waited += to.unix() - from.unix();
            at = at.plus_seconds(to.unix() - from.unix());
            running_since = to;
        }
    }
    Explanation::without_days(at, waited)
}

/// A count of days under way.
struct Count<'a> {
    received: Date,
    day: Date,
    pauses: &'a [Pause],
    workdays: &'a Workdays,
    counted: Vec<Date>,
    skipped: Vec<(Date, Skip)>,
}

impl<'a> Count<'a> {
    fn new(received: Moment, pauses: &'a [Pause], workdays: &'a Workdays) -> Self {
        let received = received.date();
        Self { received, day: received, pauses, workdays, counted: Vec::new(), skipped: Vec::new() }
    }

    fn run(mut self, days: u32, only_working: bool) -> Explanation {
        for _ in 0..days {
            if !self.count_one(only_working) {
                break;
            }
        }
        let last_counted = self.day;
        self.settle_last_day();
        // Working days depend on every day from receipt on, calendar days only on where the last one falls.
        let first = if only_working { self.received.succ_opt().unwrap_or(self.day) } else { last_counted };
        let mut years = first.min(last_counted).year()..=self.day.year();
        let provisional = years.any(|year| !self.workdays.published(year));
        let due = Due { at: Moment::end_of(self.day), provisional };
        Explanation { due, counted: self.counted, skipped: self.skipped, paused_seconds: 0 }
    }

    /// Goes on to the next day that counts; false at the end of the calendar.
    fn count_one(&mut self, only_working: bool) -> bool {
        while self.step() {
            let skip = if self.pauses.iter().any(|pause| pause.takes(self.day)) {
                Some(Skip::Paused)
            } else if only_working {
                self.off()
            } else {
                None
            };
            let Some(skip) = skip else {
                self.counted.push(self.day);
                return true;
            };
            self.skipped.push((self.day, skip));
        }
        false
    }

    /// Moves a last day that is off, or that a pause cuts short, to the next day that is neither.
    fn settle_last_day(&mut self) {
        let counted = self.counted.pop();
        loop {
            let skip = if self.pauses.iter().any(|pause| pause.outlasts(self.day)) {
                Skip::Paused
            } else if let Some(off) = self.off() {
                off
            } else {
                break;
            };
            let here = self.day;
            if !self.step() {
                break;
            }
            self.skipped.push((here, skip));
        }
        self.counted.extend(counted.map(|_| self.day));
    }

    /// Why nobody works that day, if so.
    fn off(&self) -> Option<Skip> {
        match self.workdays.day(self.day) {
            Day::Working | Day::Makeup(_) => None,
            Day::Weekend => Some(Skip::Weekend),
            Day::Holiday(name) => Some(Skip::Holiday(name.to_owned())),
        }
    }

    /// Goes to the next day; false at the last date a [`Moment`] can name.
    fn step(&mut self) -> bool {
        match self.day.succ_opt().filter(|next| Moment::start_of(*next).date() == *next) {
            Some(next) => {
                self.day = next;
                true
            }
            None => false,
        }
    }
}

/// Where a deadline stands, for lists ("逾2工作日", "还剩2天").
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Standing {
    /// Its time is up. 0 working days when none has gone by since the due date, such as on the weekend after it.
    Late {
        /// Working days after the due date up to and including today.
        working_days: u32,
    },
    /// Due today, and still in time.
    Today,
    /// Due on a later date.
    Left {
        /// Working days after today up to and including the due date.
        working_days: u32,
    },
}

/// Where a deadline stands now. Late is decided by the moment alone, never by a count that reached 0.
pub fn standing(due: Moment, now: Moment, workdays: &Workdays) -> Standing {
    let (due_date, today) = (due.date(), now.date());
    if now > due {
        Standing::Late { working_days: workdays.working_days_between(due_date, today) }
    } else if due_date == today {
        Standing::Today
    } else {
        Standing::Left { working_days: workdays.working_days_between(today, due_date) }
    }
}

#[cfg(test)]
mod tests;
