//! The words of the walk list on paper.

use super::Lang;
use super::term::Term;
use super::when;
use crate::domain::moment::Date;

/// A fixed word or sentence of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WalkWord {
    Title,
    /// What is not printed because a neighbour may read it.
    Masked,
    /// What stands on it in full.
    InFull,
    /// The line that is filled in by hand at the top.
    ByHand,
    /// How it is typed in afterwards.
    Afterwards,
    Home,
    Away,
    Phoned,
    Declined,
    Promised,
    NextVisit,
    Empty,
}

impl Term for WalkWord {
    fn both(self) -> [&'static str; 2] {
        match self {
            Self::Title => ["走访单", "Walk list"],
            Self::Masked => [
                "当面用：类别、说别人的话、完整电话没有印上。",
                "For use at the door: no tags, no words about others, no full numbers.",
            ],
            Self::InFull => [
                "印有类别、完整电话、说别人的话：不要让邻居看见，用完收回。",
                "Holds tags, full numbers and words about others: let no neighbour see it.",
            ],
            Self::ByHand => [
                "走访日期 ______年____月____日    走访人 ______________    同去 ______________",
                "Date ____________    Called by __________________    With __________________",
            ],
            Self::Afterwards => [
                "回来补录：在今日页按 {from-paper:Ctrl-p} 退到走访那天再记，回今日页按 {back:Esc} 结束；或在行里写：走访 昨天 …",
                "Typing it in: {from-paper:Ctrl-p} on Today goes back to the day of the walk, {back:Esc} there ends it; or in a line: visit yesterday …",
            ],
            Self::Home => ["在家", "met"],
            Self::Away => ["不在", "away"],
            Self::Phoned => ["电话", "phone"],
            Self::Declined => ["不愿", "declined"],
            Self::Promised => ["答应", "promised"],
            Self::NextVisit => ["下次走访", "next visit"],
            Self::Empty => ["这里没有住户。", "No households here."],
        }
    }
}

/// How many doors a list has.
pub fn doors(count: usize, lang: Lang) -> String {
    match lang {
        Lang::Zh => format!("{count} 户"),
        Lang::En => format!("{count} doors"),
    }
}

/// A day by which something is due.
pub fn by(day: Date, today: Date, lang: Lang) -> String {
    let day = when::day(day, today, lang);
    match lang {
        Lang::Zh => format!("{day}前"),
        Lang::En => format!("by {day}"),
    }
}

/// A person's age in years.
pub fn age(years: u32, lang: Lang) -> String {
    match lang {
        Lang::Zh => format!("{years}岁"),
        Lang::En => years.to_string(),
    }
}
