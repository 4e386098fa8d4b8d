//! What the page of everything that happened at a door says.

use super::term::Term;
use super::{Lang, when};
use crate::domain::event::Event;
use crate::domain::moment::Date;

/// A word or phrase of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PastWord {
    Title,
    /// A day on which nobody called.
    NoCall,
    Filter,
    FilterHint,
    NothingFits,
    Nothing,
    /// Of a step that was taken back.
    Undone,
    Said,
    Promise,
    Disclosed,
}

impl Term for PastWord {
    fn both(self) -> [&'static str; 2] {
        match self {
            Self::Title => ["全部经过", "Everything that happened"],
            Self::NoCall => ["没去", "no call"],
            Self::Filter => ["筛选", "filter"],
            Self::FilterHint => {
                ["按 {filter:/} 或直接打字，只看有这些字的", "{filter:/} or typing shows only what has these words"]
            }
            Self::NothingFits => {
                ["没有这样的经过。{back:Esc} 去掉筛选。", "Nothing fits. {back:Esc} drops the filter."]
            }
            Self::Nothing => {
                ["还没有经过。按 {visit:F3} 记走访。", "Nothing has happened yet. {visit:F3} writes down a visit."]
            }
            Self::Undone => ["（已撤销）", "(undone)"],
            Self::Said => ["说的", "said"],
            Self::Promise => ["答应", "promise"],
            Self::Disclosed => ["看过隐去的", "was shown in full"],
        }
    }
}

/// How often each outcome was within the year, in the order met, nobody home, declined, by phone.
pub fn year_of([met, absent, declined, phone]: [usize; 4], lang: Lang) -> String {
    match lang {
        Lang::Zh => format!("一年走访  在家 {met}  不在家 {absent}  拒访 {declined}  电话 {phone}"),
        Lang::En => format!("A year of visits  met {met}  nobody home {absent}  declined {declined}  by phone {phone}"),
    }
}

/// The name of a day of the week, Monday being 0; at most three columns.
pub fn weekday(day: usize, lang: Lang) -> &'static str {
    let names = match lang {
        Lang::Zh => ["一", "二", "三", "四", "五", "六", "日"],
        Lang::En => ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"],
    };
    names[day % 7]
}

/// Behind a line of a history: on which day it was typed, where that is not the day it was said; empty where it is.
pub fn typed_later(event: &Event, today: Date, lang: Lang) -> String {
    let typed = event.typed_at.date();
    if typed == event.at.date() {
        return String::new();
    }
    let day = if typed == today { when::ago(typed, today, lang) } else { when::day(typed, today, lang) };
    lang.pick(format!("（{day}补录）"), format!(" (typed {day})"))
}

/// The place of the row under the cursor, how many rows there are, and of how many.
pub fn place(at: usize, fitting: usize, all: usize, lang: Lang) -> String {
    match (fitting == all, lang) {
        (true, _) => format!("{at}/{all}"),
        (false, Lang::Zh) => format!("{at}/{fitting}（共 {all}）"),
        (false, Lang::En) => format!("{at}/{fitting} of {all}"),
    }
}
