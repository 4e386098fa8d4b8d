//! A year of visits as a map: a column for each week, a row for each day of the week.
//!
//! Each outcome has a letter of its own, so that the map is read without colours and on any terminal.

use std::collections::BTreeMap;

use chrono::{Datelike, Days};
use ratatui::layout::Rect;

use crate::domain::moment::Date;
use crate::domain::visit::{Outcome, Visit};
use crate::i18n::Lang;
use crate::i18n::past::{self, PastWord};
use crate::i18n::term::Term;
use crate::theme::role::Role;

use super::paint::Paint;

/// Weeks that the map shows, this one included.
pub const WEEKS: u16 = 53;
/// Rows it takes: what it says, the months, the days of the week, the legend.
pub const ROWS: u16 = 10;
/// Columns of the names of the days.
const NAMES: u16 = 4;
/// Columns it takes, at least.
pub const COLUMNS: u16 = NAMES + WEEKS;

/// What the map shows: for each day the best outcome.
#[derive(Debug, Default)]
pub struct Heat {
    days: BTreeMap<Date, Outcome>,
    /// How often each outcome was, in the order of [`Outcome::ALL`].
    counts: [usize; 4],
}

impl Heat {
    /// The visits of the weeks that end with the week of a day.
    pub fn of(visits: &[Visit], today: Date) -> Self {
        let mut heat = Self::default();
        let first = first_day(today);
        for visit in visits.iter().filter(|visit| (first..=today).contains(&visit.at.date())) {
            heat.counts[place(visit.outcome)] += 1;
            let day = heat.days.entry(visit.at.date()).or_insert(visit.outcome);
            if rank(visit.outcome) < rank(*day) {
                *day = visit.outcome;
            }
        }
        heat
    }

    pub fn paint(&self, paint: &mut Paint<'_>, area: Rect, today: Date, lang: Lang) {
        let width = area.width;
        paint.text(area.x, area.y, width, &past::year_of(self.counts, lang), Role::Heading);
        paint_months(paint, Rect { y: area.y + 1, height: 1, ..area }, today);
        let first = first_day(today);
        for (row, y) in (0..7_u16).zip(area.y + 2..area.bottom()) {
            let name = past::weekday(row.into(), lang);
            paint.text(area.x, y, NAMES, name, Role::Aside);
            for week in 0..WEEKS {
                let Some(date) = first.checked_add_days(Days::new(u64::from(week * 7 + row))) else { continue };
                let x = area.x + NAMES + week;
                if date <= today && x < area.right() {
                    let (letter, role) = self.days.get(&date).map_or((".", Role::Aside), |outcome| look(*outcome));
                    paint.text(x, y, 1, letter, role);
                }
            }
        }
        if area.height >= ROWS {
            let legend = Outcome::ALL.map(|outcome| format!("{} {}", look(outcome).0, outcome.word(lang)));
            let legend = format!("{}  . {}", legend.join("  "), PastWord::NoCall.word(lang));
            paint.text(area.x, area.y + 9, width, &legend, Role::Aside);
        }
    }
}

/// The number of each month above the week in which it begins.
fn paint_months(paint: &mut Paint<'_>, row: Rect, today: Date) {
    let first = first_day(today);
    let mut free = 0;
    for week in 0..WEEKS {
        let Some(monday) = first.checked_add_days(Days::new(u64::from(week) * 7)) else { continue };
        let Some(sunday) = monday.checked_add_days(Days::new(6)) else { continue };
        let begins = sunday.day() <= 7;
        if begins && week >= free && week + 1 < WEEKS {
            let text = sunday.month().to_string();
            paint.text(row.x + NAMES + week, row.y, 2, &text, Role::Aside);
            free = week + 3;
        }
    }
}

/// The Monday of the first week.
fn first_day(today: Date) -> Date {
    let back = u64::from(today.weekday().num_days_from_monday()) + u64::from(WEEKS - 1) * 7;
    today.checked_sub_days(Days::new(back)).unwrap_or(today)
}

fn place(outcome: Outcome) -> usize {
    Outcome::ALL.iter().position(|known| *known == outcome).unwrap_or(0)
}

/// Of several calls on a day the one that reached somebody counts.
fn rank(outcome: Outcome) -> u8 {
    match outcome {
        Outcome::Met => 0,
        Outcome::Phone => 1,
        Outcome::Declined => 2,
        Outcome::Absent => 3,
    }
}

fn look(outcome: Outcome) -> (&'static str, Role) {
    match outcome {
        Outcome::Met => ("#", Role::Done),
        Outcome::Absent => ("o", Role::Soon),
        Outcome::Declined => ("x", Role::Late),
        Outcome::Phone => ("t", Role::Done),
    }
}
