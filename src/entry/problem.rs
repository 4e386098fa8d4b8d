//! What is wrong with a line, where, and how to mend it.

use crate::domain::moment::Date;
use crate::i18n::Lang;

use super::dates::DayFault;

/// A fault at its place; `column` and `length` count characters from 0.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    pub column: usize,
    pub length: usize,
    pub fault: Fault,
}

/// What is wrong. Names and words are given as they were typed; `near` are names that may have been meant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fault {
    /// Nothing was typed.
    Empty,
    /// No 诉求, 愿望, 纠纷 or 走访.
    NoKind,
    /// The household was left out.
    NoHousehold,
    UnknownHousehold(String),
    /// So many households fit.
    SeveralHouseholds(String, usize),
    /// A matter without words.
    NothingSaid,
    UnknownCategory {
        word: String,
        near: Vec<String>,
    },
    SeveralCategories {
        word: String,
        near: Vec<String>,
    },
    UnknownResponder {
        word: String,
        near: Vec<String>,
    },
    SeveralResponders {
        word: String,
        near: Vec<String>,
    },
    UnknownParty(String),
    /// Answered on the spot, without the answer.
    NoAnswer,
    /// A wish is neither sent up nor assigned to a level.
    WishSentUp,
    NoSuchDate,
    DateGone(Date),
    DateToCome(Date),
    LimitTooLong,
}

impl Fault {
    /// A day or limit that cannot be meant; `kept` where it is a date to be kept, not one of a visit.
    pub(super) fn of_day(fault: DayFault, kept: bool) -> Self {
        match fault {
            DayFault::NoSuchDate => Self::NoSuchDate,
            DayFault::WrongSide(date) if kept => Self::DateGone(date),
            DayFault::WrongSide(date) => Self::DateToCome(date),
            DayFault::TooLong => Self::LimitTooLong,
        }
    }

    /// The word for programs.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Empty => "empty",
            Self::NoKind => "no_kind",
            Self::NoHousehold => "no_household",
            Self::UnknownHousehold(_) => "unknown_household",
            Self::SeveralHouseholds(..) => "several_households",
            Self::NothingSaid => "nothing_said",
            Self::UnknownCategory { .. } => "unknown_category",
            Self::SeveralCategories { .. } => "several_categories",
            Self::UnknownResponder { .. } => "unknown_responder",
            Self::SeveralResponders { .. } => "several_responders",
            Self::UnknownParty(_) => "unknown_party",
            Self::NoAnswer => "no_answer",
            Self::WishSentUp => "wish_sent_up",
            Self::NoSuchDate => "no_such_date",
            Self::DateGone(_) => "date_gone",
            Self::DateToCome(_) => "date_to_come",
            Self::LimitTooLong => "limit_too_long",
        }
    }

    /// What is wrong, for a person.
    pub fn message(&self, lang: Lang) -> String {
        match lang {
            Lang::Zh => self.zh(),
            Lang::En => self.en(),
        }
    }

    /// What to do about it, for a person.
    pub fn hint(&self, lang: Lang) -> String {
        match lang {
            Lang::Zh => self.zh_hint(),
            Lang::En => self.en_hint(),
        }
    }

    fn zh(&self) -> String {
        match self {
            Self::Empty => "还没有写".into(),
            Self::NoKind => "没写是走访、愿望、诉求还是纠纷".into(),
            Self::NoHousehold => "没写是哪一户".into(),
            Self::UnknownHousehold(query) => format!("没有找到「{query}」这一户"),
            Self::SeveralHouseholds(query, total) => format!("「{query}」有 {total} 户"),
            Self::NothingSaid => "没写说了什么".into(),
            Self::UnknownCategory { word, .. } => format!("没有「{word}」这一类"),
            Self::SeveralCategories { word, .. } => format!("「{word}」不止一类"),
            Self::UnknownResponder { word, .. } => format!("没有叫「{word}」的承办单位或人"),
            Self::SeveralResponders { word, .. } => format!("「{word}」不止一个承办单位或人"),
            Self::UnknownParty(query) => format!("没有找到对方「{query}」"),
            Self::NoAnswer => "没写怎么答复的".into(),
            Self::WishSentUp => "微心愿不上报".into(),
            Self::NoSuchDate => "没有这一天".into(),
            Self::DateGone(date) => format!("{date} 已经过去"),
            Self::DateToCome(date) => format!("{date} 还没到"),
            Self::LimitTooLong => "期限太长".into(),
        }
    }

    fn en(&self) -> String {
        match self {
            Self::Empty => "nothing is written yet".into(),
            Self::NoKind => "neither visit, wish, ask nor dispute is named".into(),
            Self::NoHousehold => "no household is named".into(),
            Self::UnknownHousehold(query) => format!("no household fits \"{query}\""),
            Self::SeveralHouseholds(query, total) => format!("{total} households fit \"{query}\""),
            Self::NothingSaid => "what was said is missing".into(),
            Self::UnknownCategory { word, .. } => format!("there is no category \"{word}\""),
            Self::SeveralCategories { word, .. } => format!("\"{word}\" fits several categories"),
            Self::UnknownResponder { word, .. } => format!("there is no responder \"{word}\""),
            Self::SeveralResponders { word, .. } => format!("\"{word}\" fits several responders"),
            Self::NoAnswer => "the answer is missing".into(),
            Self::UnknownParty(query) => format!("no household fits the other party \"{query}\""),
            Self::WishSentUp => "a wish is not sent up".into(),
            Self::NoSuchDate => "there is no such day".into(),
            Self::DateGone(date) => format!("{date} has passed"),
            Self::DateToCome(date) => format!("{date} is yet to come"),
            Self::LimitTooLong => "that is too long".into(),
        }
    }

    fn zh_hint(&self) -> String {
        match self {
            Self::Empty | Self::NoKind => "在户名后写 诉求、愿望、纠纷 或 走访，如: wxy 诉求 门前路坑洼".into(),
            Self::NoHousehold => "先写户名、首字母、门牌号或尾号，如: wxy 诉求 门前路坑洼".into(),
            Self::UnknownHousehold(_) => "换首字母、全名、门牌号(3-12)或证件、电话尾号试试".into(),
            Self::SeveralHouseholds(..) => "从列表里选，或补上门牌号、尾号，如: wxy 3-12".into(),
            Self::NothingSaid => "写上群众说的话".into(),
            Self::UnknownCategory { near, .. } | Self::UnknownResponder { near, .. } if near.is_empty() => {
                "先去掉这个标记，或在前面加 \\ 当作原话".into()
            }
            Self::UnknownCategory { near, .. } | Self::UnknownResponder { near, .. } => {
                format!("是不是: {}", near.join("、"))
            }
            Self::SeveralCategories { near, .. } | Self::SeveralResponders { near, .. } => {
                format!("写全一些: {}", near.join("、"))
            }
            Self::UnknownParty(_) => "写对方的全名或门牌号".into(),
            Self::NoAnswer => "写上当场答复的话，或改成限时办结".into(),
            Self::WishSentUp => "要上报就写成诉求，否则去掉 !!".into(),
            Self::NoSuchDate => "日期写成 12-05 或 12月5日".into(),
            Self::DateGone(_) => "写一个今天以后的日子，如: !明天 !12-05".into(),
            Self::DateToCome(_) => "写今天或以前的日子，如: 昨天 11-20".into(),
            Self::LimitTooLong => "不超过 3660 天".into(),
        }
    }

    fn en_hint(&self) -> String {
        match self {
            Self::Empty | Self::NoKind => {
                "name it after the household: ask, wish, dispute or visit, as in: wxy ask the road is broken".into()
            }
            Self::NoHousehold => {
                "begin with a name, initials, a door or last digits, as in: wxy ask the road is broken".into()
            }
            Self::UnknownHousehold(_) => {
                "try initials, the whole name, the door (3-12) or last digits of ID or phone".into()
            }
            Self::SeveralHouseholds(..) => "choose from the list, or add the door or last digits: wxy 3-12".into(),
            Self::NothingSaid => "write what was said".into(),
            Self::UnknownCategory { near, .. } | Self::UnknownResponder { near, .. } if near.is_empty() => {
                "take the mark away, or write \\ before it to keep it as words".into()
            }
            Self::UnknownCategory { near, .. } | Self::UnknownResponder { near, .. } => {
                format!("did you mean {}?", near.join(", "))
            }
            Self::SeveralCategories { near, .. } | Self::SeveralResponders { near, .. } => {
                format!("write more of it: {}", near.join(", "))
            }
            Self::NoAnswer => "write what was answered, or choose timed".into(),
            Self::UnknownParty(_) => "write their whole name or their door".into(),
            Self::WishSentUp => "write it as ask, or take !! away".into(),
            Self::NoSuchDate => "write the day as 12-05".into(),
            Self::DateGone(_) => "write a day that is still to come, as !tomorrow or !12-05".into(),
            Self::DateToCome(_) => "a day of today or before: yesterday, 11-20".into(),
            Self::LimitTooLong => "at most 3660 days".into(),
        }
    }
}
