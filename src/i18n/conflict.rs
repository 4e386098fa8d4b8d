//! What is said of values that two people wrote without knowing of each other.

use super::bound;
use super::term::Term;
use super::{Lang, Told};
use crate::domain::refusal::Refusal;

/// A word or phrase of the page of conflicts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ConflictWord {
    Title,
    /// Before the value that holds.
    Holds,
    /// Before the value that does not.
    Other,
    /// What to do.
    Choose,
    /// There is nothing to settle.
    None,
    /// The other side does not fit any more.
    CannotTake,
    /// A mark on a row.
    Mark,
    Device,
    /// When it was typed, where later than it was said.
    Typed,
}

impl Term for ConflictWord {
    fn both(self) -> [&'static str; 2] {
        match self {
            Self::Title => ["两人写得不一样", "Two people wrote different things"],
            Self::Holds => ["现在是", "holds"],
            Self::Other => ["另一个", "other"],
            Self::Choose => [
                "上下键选一个，{open:Enter} 照它定；两个都留在经过里，可以撤销。",
                "Arrows choose, {open:Enter} settles on it; both stay in the history. Can be undone.",
            ],
            Self::None => ["没有要定的了。{back:Esc} 返回。", "Nothing is left to settle. {back:Esc} goes back."],
            Self::CannotTake => ["现在用不上了", "does not fit any more"],
            Self::Mark => ["冲突", "conflict"],
            Self::Device => ["设备", "device"],
            Self::Typed => ["补录", "typed"],
        }
    }
}

/// How many marks wait to be settled, and with which key.
pub fn waiting(count: usize, lang: Lang) -> String {
    let key = bound::key("conflicts", "%");
    match (lang, count) {
        (Lang::Zh, _) => format!("有 {count} 处两人写得不一样，按 {key} 定下来"),
        (Lang::En, 1) => format!("Two people wrote different things in 1 place: {key} settles it"),
        (Lang::En, _) => format!("Two people wrote different things in {count} places: {key} settles them"),
    }
}

/// Behind a count: so many more records have marks than are shown.
pub fn beyond(more: usize, lang: Lang) -> String {
    lang.pick(format!("，另有 {more} 份记录，定了这些再列"), format!(", {more} more records once these are settled"))
}

/// The mark before the rows of what two people wrote differently, with a space behind it.
pub fn mark(lang: Lang) -> String {
    format!("[{}] ", ConflictWord::Mark.word(lang))
}

/// Why a conflict is not settled, and what to do now.
pub fn refusal(lang: Lang, refusal: &Refusal) -> Told {
    match refusal {
        Refusal::CannotTake => lang.told(
            ["另一个现在用不上了", "what the other wrote does not fit any more"],
            ["照现在的定下来，再按实际情况补记", "settle on what holds, then write down what is so"],
        ),
        _ => lang.told(
            ["没有这处冲突，或者已经定了", "there is no such conflict, or it is settled"],
            ["看还有哪些：show 编号", "show ID lists those that are left"],
        ),
    }
}

/// That it is not said which of so many conflicts is resolved, or on what; and what to do now.
pub fn which(count: usize, lang: Lang) -> (String, &'static str) {
    match (lang, count) {
        (Lang::Zh, 0) => ("这里没有冲突".to_owned(), "有冲突的：list households --filter is:conflict"),
        (Lang::En, 0) => {
            ("there is no conflict here".to_owned(), "those that have one: list households --filter is:conflict")
        }
        (Lang::Zh, _) => (
            format!("有 {count} 处冲突，没写定哪一处、照哪个"),
            "先 show 编号 看，再写 --conflict 序号 --take holds（照现在的）或 other（照另一个）",
        ),
        (Lang::En, _) => (
            format!("{count} conflicts: it is not said which is resolved, or on what"),
            "see show ID, then say --conflict N --take holds, or other",
        ),
    }
}
