//! What is said of promises: refusals, what happened to one, and the words of card, page and list.

use super::term::{Term, day_and_month};
use super::{Lang, Told, when};
use crate::domain::fact::Fact;
use crate::domain::moment::{Date, Moment};
use crate::domain::promise::{Ending, Promise, Promised};
use crate::domain::refusal::PromiseRefusal;

impl Term for Ending {
    fn both(self) -> [&'static str; 2] {
        match self {
            Self::Kept => ["兑现", "kept"],
            Self::LetGo => ["作罢", "let go"],
        }
    }
}

/// A word of the promises on card and page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PromiseWord {
    /// The heading over those that are open.
    Open,
    /// The heading over those that ended.
    Over,
    /// Without a day: with the next visit.
    NextVisit,
    Late,
    Promised,
    /// As the quick line reads it.
    InLine,
}

impl Term for PromiseWord {
    fn both(self) -> [&'static str; 2] {
        match self {
            Self::Open => ["答应过的", "Promised"],
            Self::Over => ["兑现了的", "Promises over"],
            Self::NextVisit => ["下次来时", "next visit"],
            Self::Late => ["已过期", "overdue"],
            Self::Promised => ["答应", "promised"],
            Self::InLine => ["答应", "promise"],
        }
    }
}

/// By when a promise is to be kept: its day, or the next visit; with a word where the day has gone by.
pub fn due(promise: &Promise, now: Moment, lang: Lang) -> String {
    let Some(due) = promise.promised.due else { return PromiseWord::NextVisit.word(lang).to_owned() };
    let day = when::day(due.date(), now.date(), lang);
    if promise.is_late(now) { format!("{day} {}", PromiseWord::Late.word(lang)) } else { day }
}

/// How and when a promise ended, who said so, and what they said.
pub fn ended(promise: &Promise, today: Date, lang: Lang) -> String {
    let Some(ended) = &promise.ended else { return String::new() };
    let day = when::day(ended.at.date(), today, lang);
    let pieces = [ended.ending.word(lang), &day, &ended.by, &ended.text];
    pieces.into_iter().filter(|piece| !piece.is_empty()).collect::<Vec<_>>().join("  ")
}

/// One line of a history; empty for facts that are not of promises.
pub fn fact(fact: &Fact, household: impl Fn(crate::domain::id::Id) -> String, lang: Lang) -> String {
    match fact {
        Fact::Promised(promised) => {
            let Promised { text, due, by, .. } = promised.as_ref();
            let by = by.as_deref().map(|by| format!("{by} ")).unwrap_or_default();
            let due = due.map_or_else(
                || PromiseWord::NextVisit.word(lang).to_owned(),
                |due| {
                    let day = day_and_month(due.date(), lang);
                    if lang == Lang::Zh { format!("到{day}") } else { format!("by {day}") }
                },
            );
            format!("{by}{} {text} {due}", PromiseWord::Promised.word(lang))
        }
        Fact::PromiseEnded { ending, text } => format!("{} {text}", ending.word(lang)).trim_end().to_owned(),
        Fact::PromiseRehomed { household: to } => {
            let to = household(*to);
            if lang == Lang::Zh { format!("随并户归 {to}") } else { format!("went with its household to {to}") }
        }
        _ => String::new(),
    }
}

/// Why a promise may not be made or ended, and what to do now.
pub fn refusal(lang: Lang, refusal: PromiseRefusal) -> Told {
    match refusal {
        PromiseRefusal::Nothing => {
            lang.told(["没写答应了什么", "it is not said what is promised"], ["把答应的事写上", "say what is promised"])
        }
        PromiseRefusal::Ended(Ending::Kept) => lang.told(
            ["这件答应的事已经兑现", "this promise was kept already"],
            ["记错了就撤销那一次", "undo that act if it was a mistake"],
        ),
        PromiseRefusal::Ended(Ending::LetGo) => lang.told(
            ["这件答应的事已经作罢", "this promise was let go already"],
            ["还要办就再答应一次，或者撤销那一次", "promise it anew, or undo that act"],
        ),
        PromiseRefusal::NoReason => lang.told(
            ["作罢要写明原因", "letting a promise go takes a reason"],
            ["写上为什么办不到、怎么跟人家说的", "say why, and what the household was told"],
        ),
    }
}
