//! Time as people say it: `逾2工作日`, `今天24点`, `周三`, `距上次82天`.

use super::Lang;
use super::term::{day_and_month, weekday};
use crate::domain::deadline::{Allowance, Due, Standing, standing};
use crate::domain::moment::{Date, Moment};
use crate::domain::workdays::Workdays;

/// Calendar days ahead within which a weekday alone says which day is meant.
const THIS_WEEK: i64 = 6;

/// Where a deadline stands, in the fewest words that say it; an estimated one ends with `?`.
pub fn due(due: Due, now: Moment, workdays: &Workdays, lang: Lang) -> String {
    let mut text = match standing(due.at, now, workdays) {
        Standing::Late { working_days: 0 } => lang.pick("已逾期", "late").to_owned(),
        Standing::Late { working_days } => {
            lang.pick(format!("逾{working_days}工作日"), format!("{working_days} wd late"))
        }
        Standing::Today => match due.at.hour_minute() {
            (23, 59) => lang.pick("今天24点", "today").to_owned(),
            (hour, minute) => lang.pick(format!("今天{hour}:{minute:02}"), format!("today {hour}:{minute:02}")),
        },
        Standing::Left { working_days } => left(due.at.date(), now.date(), working_days, lang),
    };
    if due.provisional {
        text.push('?');
    }
    text
}

fn left(date: Date, today: Date, working_days: u32, lang: Lang) -> String {
    if (date - today).num_days() <= THIS_WEEK {
        return weekday(date, lang).to_owned();
    }
    lang.pick(format!("剩{working_days}工作日"), format!("{working_days} wd left"))
}

/// A day with its weekday, and its year where that is not this one: `12月2日 周三`, `Wed 2 Dec`.
pub fn day(date: Date, today: Date, lang: Lang) -> String {
    use chrono::Datelike;
    let (day, name) = (day_and_month(date, lang), weekday(date, lang));
    let with_weekday = lang.pick(format!("{day} {name}"), format!("{name} {day}"));
    if date.year() == today.year() {
        return with_weekday;
    }
    lang.pick(format!("{}年{with_weekday}", date.year()), format!("{with_weekday} {}", date.year()))
}

/// The time of day of a moment, with its day where that is not today.
pub fn at(at: Moment, today: Date, lang: Lang) -> String {
    let (hour, minute) = at.hour_minute();
    let time = format!("{hour:02}:{minute:02}");
    if at.date() == today { time } else { format!("{} {time}", ago(at.date(), today, lang)) }
}

/// How long ago a date was, or that it is today.
pub fn ago(date: Date, today: Date, lang: Lang) -> String {
    match (today - date).num_days() {
        0 => lang.pick("今天", "today").to_owned(),
        1 => lang.pick("昨天", "yesterday").to_owned(),
        days if days < 0 => day(date, today, lang),
        days => lang.pick(format!("{days}天前"), format!("{days} days ago")),
    }
}

/// An allowance as it was given.
pub fn allowance(allowance: Allowance, today: Date, lang: Lang) -> String {
    match allowance {
        Allowance::Working(days) => lang.pick(format!("{days}个工作日"), format!("{days} working days")),
        Allowance::Days(days) => lang.pick(format!("{days}天"), format!("{days} days")),
        Allowance::Hours(hours) => lang.pick(format!("{hours}小时"), format!("{hours} hours")),
        Allowance::Until(at) => {
            let day = day(at.date(), today, lang);
            lang.pick(format!("到{day}"), format!("until {day}"))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> Moment {
        text.parse().unwrap()
    }

    fn said(due_at: &str, now: &str, lang: Lang) -> String {
        due(Due { at: at(due_at), provisional: false }, at(now), &Workdays::embedded(), lang)
    }

    #[test]
    fn a_deadline_is_said_as_people_say_it() {
        assert_eq!(said("2026-11-19T23:59:59", "2026-11-23T09:00", Lang::Zh), "逾2工作日");
        assert_eq!(said("2026-11-20T23:59:59", "2026-11-21T09:00", Lang::Zh), "已逾期", "no working day has gone by");
        assert_eq!(said("2026-11-23T23:59:59", "2026-11-23T09:00", Lang::Zh), "今天24点");
        assert_eq!(said("2026-11-23T15:30", "2026-11-23T09:00", Lang::En), "today 15:30");
        assert_eq!(said("2026-11-25T23:59:59", "2026-11-23T09:00", Lang::Zh), "周三");
        assert_eq!(said("2026-12-02T23:59:59", "2026-11-23T09:00", Lang::En), "7 wd left");
    }

    #[test]
    fn an_estimated_deadline_is_marked_wherever_it_stands() {
        let estimated = Due { at: at("2027-01-01T23:59:59"), provisional: true };
        for lang in Lang::ALL {
            assert!(due(estimated, at("2026-12-31T09:00"), &Workdays::embedded(), lang).ends_with('?'));
        }
    }

    #[test]
    fn a_day_of_another_year_is_told_with_its_year() {
        let date = |text: &str| at(text).date();
        assert_eq!(day(date("2026-12-02"), date("2026-11-23"), Lang::Zh), "12月2日 周三");
        assert_eq!(day(date("2027-01-01"), date("2026-11-23"), Lang::En), "Fri 1 Jan 2027");
    }
}
