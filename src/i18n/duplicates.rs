//! Words about people and doors that stand in the records twice.

use super::Lang;
use super::term::Term;
use crate::domain::duplicates::Likeness;

impl Term for Likeness {
    fn both(self) -> [&'static str; 2] {
        match self {
            Self::Number => ["身份证号相同", "same number"],
            Self::NameAndBirth => ["同名同生日", "same name, birth"],
            Self::Door => ["门牌相近", "similar door"],
        }
    }
}

/// A word of the page of duplicates.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DuplicateWord {
    Title,
    /// There are none.
    None,
    /// What can be done.
    Todo,
    Members,
    Tags,
    LastVisit,
    NeverVisited,
}

impl Term for DuplicateWord {
    fn both(self) -> [&'static str; 2] {
        match self {
            Self::Title => ["查重", "Duplicates"],
            Self::None => [
                "没有重的：身份证号、同名同生日、相近的门牌都查过了",
                "Nothing stands twice: numbers, names with births and doors are compared",
            ],
            Self::Todo => [
                "{next:Tab} 换一边  {household:F12} 并户、搬走、改  {apart:Del} 不是同一个",
                "{next:Tab} the other side, {household:F12} merge, move, edit, {apart:Del} not the same",
            ],
            Self::Members => ["家人", "members"],
            Self::Tags => ["类别", "tags"],
            Self::LastVisit => ["上次走访", "last visit"],
            Self::NeverVisited => ["没有走访过", "never visited"],
        }
    }
}

/// How many there are.
pub fn count(count: usize, lang: Lang) -> String {
    match lang {
        Lang::Zh => format!("{count} 对"),
        Lang::En => format!("{count} pairs"),
    }
}
